// Package smtp carries finished mail to one SMTP server over a connection that is kept open, one recipient
// per transaction. It says exactly how far a mail got and what the server answered; what follows from that
// is decided elsewhere.
package smtp

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"regexp"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	gosmtp "github.com/wneessen/go-mail/smtp"

	"frontdesk/mailout"
)

// Settings describe one SMTP server.
type Settings struct {
	Host      string
	Port      int
	TLS       string      // "implicit", "starttls" (never without it) or "none"
	TLSConfig *tls.Config // nil: the system's roots, TLS 1.2 or newer
	Username  string      // "": no login
	Password  func(context.Context) (string, error)
	HELO      string // the name that the desk gives itself
}

// The time that one step may take (RFC 5321 §4.5.3.2).
const (
	connectTime = 30 * time.Second
	commandTime = 5 * time.Minute
	dotTime     = 10 * time.Minute
)

// Transport is one connection to a server. It is used by one goroutine at a time.
type Transport struct {
	set    Settings
	conn   net.Conn
	client *gosmtp.Client
}

// New makes a transport; it connects when the first mail is sent.
func New(s Settings) *Transport { return &Transport{set: s} }

// Send carries one mail to one recipient. An empty from is the null sender. The answer's code is 250 where
// the server has taken the mail. A kept connection that has died meanwhile is replaced once, before
// anything was said about this mail.
func (t *Transport) Send(ctx context.Context, from, to string, data []byte) mailout.Result {
	kept := t.client != nil
	answer := t.attempt(ctx, from, to, data)
	if kept && answer.Stage == mailout.StageMail && (answer.Err != nil || answer.Code == 421) && ctx.Err() == nil {
		answer = t.attempt(ctx, from, to, data)
	}
	return answer
}

// Idle says whether a connection is open that nobody uses.
func (t *Transport) Idle() bool { return t.client != nil }

// Close ends the connection. It never waits long.
func (t *Transport) Close() {
	if t.client == nil {
		return
	}
	_ = t.client.UpdateDeadline(time.Second)
	_ = t.client.Quit()
	t.drop()
}

// drop cuts the connection without a word: after a broken transfer any further command would end the
// data, and the server would take half a mail for a whole one.
func (t *Transport) drop() {
	if t.conn != nil {
		_ = t.conn.Close()
	}
	t.client, t.conn = nil, nil
}

func (t *Transport) attempt(ctx context.Context, from, to string, data []byte) mailout.Result {
	if t.client == nil {
		if answer := t.connect(ctx); answer != (mailout.Result{}) {
			return answer
		}
	}
	stop := context.AfterFunc(ctx, func() { _ = t.conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	answer := t.transaction(from, to, data)
	switch {
	case answer.Err != nil || answer.Code == 421:
		t.drop()
	case answer.Code >= 400 && answer.Stage < mailout.StageDot:
		_ = t.client.UpdateDeadline(connectTime)
		if t.client.Reset() != nil {
			t.drop()
		}
	}
	return answer
}

// connect opens the connection, protects it as configured, and logs in.
func (t *Transport) connect(ctx context.Context) mailout.Result {
	stage := mailout.StageConnect
	options, err := t.options(ctx)
	if err == nil {
		var c *gomail.Client
		if c, err = gomail.NewClient(t.set.Host, options...); err == nil {
			t.client, err = c.DialToSMTPClientWithContext(ctx)
		}
	}
	if err == nil {
		return mailout.Result{}
	}
	t.drop()
	if text := err.Error(); strings.Contains(text, "AUTH") || strings.Contains(text, "password") {
		stage = mailout.StageAuth
	}
	return answerOf(stage, fmt.Errorf("%s:%d: %w", t.set.Host, t.set.Port, err))
}

func (t *Transport) options(ctx context.Context) ([]gomail.Option, error) {
	conf := &tls.Config{MinVersion: tls.VersionTLS12}
	if t.set.TLSConfig != nil {
		conf = t.set.TLSConfig.Clone()
	}
	if conf.ServerName == "" {
		conf.ServerName = t.set.Host
	}
	options := []gomail.Option{gomail.WithPort(t.set.Port), gomail.WithTimeout(connectTime), gomail.WithTLSConfig(conf),
		gomail.WithDialContextFunc(t.dial(conf))}
	switch t.set.TLS {
	case "implicit":
		options = append(options, gomail.WithSSL())
	case "starttls":
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case "none":
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return nil, fmt.Errorf("tls %q is neither implicit, starttls nor none", t.set.TLS)
	}
	if t.set.HELO != "" {
		options = append(options, gomail.WithHELO(t.set.HELO))
	}
	if t.set.Username == "" {
		return options, nil
	}
	if t.set.Password == nil {
		return nil, errors.New("a username needs a password")
	}
	password, err := t.set.Password(ctx)
	if err != nil {
		return nil, fmt.Errorf("the password of %s: %w", t.set.Username, err)
	}
	method := gomail.SMTPAuthAutoDiscover
	if t.set.TLS == "none" {
		method = gomail.SMTPAuthPlainNoEnc // loopback alone, which the configuration sees to
	}
	return append(options, gomail.WithSMTPAuth(method), gomail.WithUsername(t.set.Username), gomail.WithPassword(password)), nil
}

// dial opens the TCP connection, and TLS where it comes first, and keeps a hold on it.
func (t *Transport) dial(conf *tls.Config) gomail.DialContextFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		d := &net.Dialer{Timeout: connectTime, KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: time.Minute, Interval: 20 * time.Second, Count: 3}}
		var err error
		if t.set.TLS == "implicit" {
			t.conn, err = (&tls.Dialer{NetDialer: d, Config: conf}).DialContext(ctx, network, address)
		} else {
			t.conn, err = d.DialContext(ctx, network, address)
		}
		return t.conn, err
	}
}

// transaction is one mail to one recipient.
func (t *Transport) transaction(from, to string, data []byte) mailout.Result {
	utf8 := false
	for _, addr := range []*string{&from, &to} {
		if *addr == "" {
			continue
		}
		wire, needs, err := mailout.WireAddress(*addr)
		if err != nil {
			return mailout.Result{Stage: mailout.StageAddress, Code: 553, Enhanced: "5.1.3", Words: err.Error()}
		}
		*addr, utf8 = wire, utf8 || needs
	}
	if offered, _ := t.client.Extension("SMTPUTF8"); utf8 && !offered {
		return mailout.Result{Stage: mailout.StageRcpt, Code: 553, Enhanced: "5.6.7", Words: "the server does not carry addresses that are not ASCII (SMTPUTF8)"}
	}
	t.client.SkipSMTPUTF8(!utf8)
	steps := []struct {
		stage mailout.Stage
		do    func() error
	}{
		{mailout.StageMail, func() error { return t.client.Mail("<" + from + ">") }},
		{mailout.StageRcpt, func() error { return t.client.Rcpt("<" + to + ">") }},
	}
	for _, s := range steps {
		if err := t.client.UpdateDeadline(commandTime); err != nil {
			return answerOf(s.stage, err)
		}
		if err := s.do(); err != nil {
			return answerOf(s.stage, err)
		}
	}
	return t.data(data)
}

func (t *Transport) data(data []byte) mailout.Result {
	w, err := t.client.Data()
	if err != nil {
		return answerOf(mailout.StageData, err)
	}
	if err := t.client.UpdateDeadline(dotTime); err != nil {
		return answerOf(mailout.StageContent, err)
	}
	if _, err := w.Write(data); err != nil {
		return mailout.Result{Stage: mailout.StageContent, Err: err}
	}
	if err := w.Close(); err != nil {
		return answerOf(mailout.StageDot, err)
	}
	text := ""
	if dc, ok := w.(*gosmtp.DataCloser); ok {
		text = dc.ServerResponse()
	}
	return mailout.Result{Stage: mailout.StageDot, Code: 250, Words: text}
}

var enhancedCode = regexp.MustCompile(`^([245]\.\d{1,3}\.\d{1,3})\s+`)

// answerOf tells a server's answer from a failed connection.
func answerOf(stage mailout.Stage, err error) mailout.Result {
	var said *textproto.Error
	if !errors.As(err, &said) {
		return mailout.Result{Stage: stage, Err: err}
	}
	a := mailout.Result{Stage: stage, Code: said.Code, Words: strings.Join(strings.Fields(said.Msg), " ")}
	if m := enhancedCode.FindStringSubmatch(a.Words); m != nil {
		a.Enhanced, a.Words = m[1], a.Words[len(m[0]):]
	}
	return a
}
