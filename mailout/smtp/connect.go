package smtp

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	gosmtp "github.com/wneessen/go-mail/smtp"

	"frontdesk/mailout"
)

// connect opens the connection, protects it as configured and logs in.
func (t *Transport) connect(ctx context.Context) mailout.Result {
	ctx, cancel := context.WithTimeout(ctx, connectTime)
	defer cancel()
	address := net.JoinHostPort(t.set.Host, strconv.Itoa(t.set.Port))
	d := net.Dialer{Timeout: dialTime, KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: time.Minute, Interval: 20 * time.Second, Count: 3}}
	conn, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return mailout.Result{Stage: mailout.StageConnect, Err: err}
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	t.conn = conn
	r := t.greet(ctx, conn)
	if alive := stop(); !alive || !r.OK() {
		t.drop()
		if ctx.Err() != nil {
			return mailout.Result{Stage: r.Stage, Err: context.Cause(ctx)}
		}
	}
	return r
}

// greet goes through everything that comes before the first mail.
func (t *Transport) greet(ctx context.Context, conn net.Conn) mailout.Result {
	wire, err := t.protect(ctx, conn)
	if err != nil {
		return mailout.Result{Stage: mailout.StageTLS, Err: err}
	}
	c, err := gosmtp.NewClient(wire, t.set.Host)
	if err != nil {
		return resultOf(mailout.StageConnect, err)
	}
	t.client = c
	if t.set.HELO != "" {
		err = c.Hello(t.set.HELO)
	} else {
		err = c.Hello("localhost")
	}
	if err != nil {
		return resultOf(mailout.StageConnect, err)
	}
	if t.set.TLS == "starttls" {
		if offered, _ := c.Extension("STARTTLS"); !offered {
			return mailout.Result{Stage: mailout.StageTLS, Err: errors.New("the server offers no STARTTLS; nothing is sent in clear")}
		}
		if err := c.StartTLS(t.tlsConfig()); err != nil {
			return resultOf(mailout.StageTLS, err)
		}
	}
	if t.set.Username != "" {
		return t.login(ctx, c)
	}
	return mailout.Result{Stage: mailout.StageConnect, Code: 220}
}

// protect does what has to be done before the greeting.
func (t *Transport) protect(ctx context.Context, conn net.Conn) (net.Conn, error) {
	switch t.set.TLS {
	case "implicit":
		wire := tls.Client(conn, t.tlsConfig())
		return wire, wire.HandshakeContext(ctx)
	case "starttls":
		return conn, nil
	case "none":
		if a, ok := conn.RemoteAddr().(*net.TCPAddr); !t.set.AllowClear && (!ok || !a.IP.IsLoopback()) {
			return nil, fmt.Errorf("tls is \"none\" and %s is not on loopback; nothing is sent in clear", conn.RemoteAddr())
		}
		return conn, nil
	}
	return nil, fmt.Errorf("tls %q is neither \"implicit\", \"starttls\" nor \"none\"", t.set.TLS)
}

func (t *Transport) tlsConfig() *tls.Config {
	conf := &tls.Config{MinVersion: tls.VersionTLS12}
	if t.set.TLSConfig != nil {
		conf = t.set.TLSConfig.Clone()
	}
	if conf.ServerName == "" {
		conf.ServerName = t.set.Host
	}
	return conf
}

// login authenticates (RFC 4954). No word of the result holds the password, even where the server repeats it.
func (t *Transport) login(ctx context.Context, c *gosmtp.Client) mailout.Result {
	if t.set.Password == nil {
		return mailout.Result{Stage: mailout.StageAuth, Err: errors.New("a username needs a password")}
	}
	password, err := t.set.Password(ctx)
	if err != nil {
		return mailout.Result{Stage: mailout.StageAuth, Err: fmt.Errorf("the password of %s: %w", t.set.Username, err)}
	}
	l := &login{username: t.set.Username, password: password}
	if err := c.Auth(l); err != nil {
		r := resultOf(mailout.StageAuth, err)
		r.Words = l.hide(r.Words)
		if r.Err != nil {
			r.Err = errors.New(l.hide(r.Err.Error()))
		}
		return r
	}
	return mailout.Result{Stage: mailout.StageAuth, Code: 235}
}

// login answers with PLAIN (RFC 4616), or with LOGIN where the server knows nothing better. It runs only after
// the connection was protected as configured.
type login struct {
	username, password string
	answers            []string // to the challenges of LOGIN
}

// Start chooses the mechanism.
func (l *login) Start(server *gosmtp.ServerInfo) (mechanism string, first []byte, err error) {
	switch {
	case slices.Contains(server.Auth, "PLAIN"):
		return "PLAIN", []byte(l.plain()), nil
	case slices.Contains(server.Auth, "LOGIN"):
		l.answers = []string{l.username, l.password}
		return "LOGIN", nil, nil
	}
	return "", nil, fmt.Errorf("the server offers neither PLAIN nor LOGIN but %q", strings.Join(server.Auth, " "))
}

func (l *login) plain() string { return "\x00" + l.username + "\x00" + l.password }

// Next answers a challenge.
func (l *login) Next(_ []byte, more bool) ([]byte, error) {
	if !more {
		return nil, nil
	}
	if len(l.answers) == 0 {
		return nil, errors.New("the server asks for more than a password")
	}
	answer := l.answers[0]
	l.answers = l.answers[1:]
	return []byte(answer), nil
}

// hide takes the password out of a text, in every form in which it was sent.
func (l *login) hide(text string) string {
	if l.password == "" {
		return text
	}
	in64 := base64.StdEncoding.EncodeToString
	return strings.NewReplacer(in64([]byte(l.plain())), "***", in64([]byte(l.password)), "***", l.password, "***").Replace(text)
}
