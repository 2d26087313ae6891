package smtp

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	gosmtpd "github.com/emersion/go-smtp"

	"frontdesk/mailout"
)

// certificate is one for a name, and the pool that trusts it.
func certificate(t *testing.T, name string, until time.Time) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Unix(0, 0), NotAfter: until, DNSNames: []string{name},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature}
	if ip := net.ParseIP(name); ip != nil {
		tmpl.IPAddresses = []net.IP{ip}
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

// real is a complete SMTP server that wants a login.
type real struct {
	methods []string
	mu      sync.Mutex
	logins  []string
	taken   []string
	secure  []bool
}

func (b *real) NewSession(c *gosmtpd.Conn) (gosmtpd.Session, error) {
	_, secure := c.TLSConnectionState()
	return &realSession{b: b, secure: secure}, nil
}

type realSession struct {
	b      *real
	secure bool
	in     bool
}

func (s *realSession) AuthMechanisms() []string { return s.b.methods }

func (s *realSession) Auth(mechanism string) (sasl.Server, error) {
	check := func(username, password string) error {
		s.b.mu.Lock()
		defer s.b.mu.Unlock()
		s.b.logins = append(s.b.logins, mechanism+" "+username)
		if username != "support" || password != "s3cret!" {
			return &gosmtpd.SMTPError{Code: 535, EnhancedCode: gosmtpd.EnhancedCode{5, 7, 8}, Message: "no: " + password + " or " + base64.StdEncoding.EncodeToString([]byte("\x00"+username+"\x00"+password))}
		}
		s.in = true
		return nil
	}
	if mechanism == "PLAIN" {
		return sasl.NewPlainServer(func(_, u, p string) error { return check(u, p) }), nil
	}
	return &loginServer{check: check}, nil
}

// loginServer is LOGIN, which the SASL library has for clients alone.
type loginServer struct {
	check    func(u, p string) error
	step     int
	username string
}

func (l *loginServer) Next(response []byte) (challenge []byte, done bool, err error) {
	l.step++
	switch l.step {
	case 1:
		return []byte("Username:"), false, nil
	case 2:
		l.username = string(response)
		return []byte("Password:"), false, nil
	}
	return nil, true, l.check(l.username, string(response))
}

func (s *realSession) Reset()        {}
func (s *realSession) Logout() error { return nil }

func (s *realSession) Mail(string, *gosmtpd.MailOptions) error {
	if !s.in && len(s.b.methods) > 0 {
		return &gosmtpd.SMTPError{Code: 530, EnhancedCode: gosmtpd.EnhancedCode{5, 7, 0}, Message: "log in first"}
	}
	return nil
}

func (s *realSession) Rcpt(string, *gosmtpd.RcptOptions) error { return nil }

func (s *realSession) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	s.b.mu.Lock()
	defer s.b.mu.Unlock()
	s.b.taken, s.b.secure = append(s.b.taken, string(data)), append(s.b.secure, s.secure)
	return err
}

// start runs the server; implicit: TLS comes first.
func (b *real) start(t *testing.T, conf *tls.Config, implicit bool) (port int) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port = l.Addr().(*net.TCPAddr).Port
	srv := gosmtpd.NewServer(b)
	srv.Domain, srv.TLSConfig, srv.AllowInsecureAuth = "mx.example", conf, conf == nil
	srv.ErrorLog = quiet{}
	if implicit {
		l = tls.NewListener(l, conf)
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = srv.Serve(l) }()
	t.Cleanup(func() { srv.Close(); <-done })
	return port
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

func secret(s string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return s, nil }
}

func TestTLSAndLogin(t *testing.T) {
	cert, pool := certificate(t, "127.0.0.1", time.Now().Add(time.Hour))
	conf := &tls.Config{Certificates: []tls.Certificate{cert}}
	for _, kind := range []string{"implicit", "starttls"} {
		for _, methods := range [][]string{{"PLAIN", "LOGIN"}, {"LOGIN"}, nil} {
			b := &real{methods: methods}
			set := Settings{Host: "127.0.0.1", Port: b.start(t, conf, kind == "implicit"), TLS: kind, TLSConfig: &tls.Config{RootCAs: pool}, HELO: "desk.example"}
			if methods != nil {
				set.Username, set.Password = "support", secret("s3cret!")
			}
			tr := New(set)
			for range 2 {
				if r := tr.Send(background(t), sender, recipient, small); !r.OK() {
					t.Fatalf("%s %v: %v", kind, methods, r)
				}
			}
			tr.Close()
			if len(b.taken) != 2 || b.taken[0] != string(small) || !b.secure[0] || !b.secure[1] {
				t.Errorf("%s: taken %q, secure %v", kind, b.taken, b.secure)
			}
			if want := strings.Join(append(methods, "")[:min(1, len(methods))], ""); len(methods) > 0 && (len(b.logins) != 1 || b.logins[0] != want+" support") {
				t.Errorf("%s %v: logins %q", kind, methods, b.logins)
			}
		}
	}
}

func TestTLSIsNeverGivenUp(t *testing.T) {
	good, pool := certificate(t, "127.0.0.1", time.Now().Add(time.Hour))
	other, otherPool := certificate(t, "mail.example.org", time.Now().Add(time.Hour))
	old, oldPool := certificate(t, "127.0.0.1", time.Now().Add(-time.Hour))
	for name, c := range map[string]struct {
		cert tls.Certificate
		pool *x509.CertPool
		max  uint16
	}{
		"unknown authority": {good, otherPool, 0},
		"system's roots":    {good, nil, 0},
		"another name":      {other, otherPool, 0},
		"expired":           {old, oldPool, 0},
		"old TLS":           {good, pool, tls.VersionTLS11},
	} {
		for _, kind := range []string{"implicit", "starttls"} {
			b := &real{methods: []string{"PLAIN"}}
			conf := &tls.Config{Certificates: []tls.Certificate{c.cert}, MaxVersion: c.max, MinVersion: tls.VersionTLS10}
			client := &tls.Config{RootCAs: c.pool, MinVersion: tls.VersionTLS12}
			if c.pool == nil {
				client = nil
			}
			tr := New(Settings{Host: "127.0.0.1", Port: b.start(t, conf, kind == "implicit"), TLS: kind, TLSConfig: client, Username: "support", Password: secret("s3cret!")})
			r := tr.Send(background(t), sender, recipient, small)
			if v := mailout.Classify(r); r.Stage != mailout.StageTLS || v.Action != mailout.Retry || !v.Alarm || !v.Server {
				t.Errorf("%s, %s: %v", name, kind, r)
			}
			if len(b.logins)+len(b.taken) > 0 {
				t.Errorf("%s, %s: logins %q, mails %q", name, kind, b.logins, b.taken)
			}
			tr.Close()
		}
	}
}

// A server, or somebody before it, that takes STARTTLS out of the offer gets no word more.
func TestNoSTARTTLSNoMail(t *testing.T) {
	for name, answer := range map[string]func(int, string) string{
		"not offered": good,
		"refused": func(_ int, command string) string {
			switch {
			case strings.HasPrefix(command, "EHLO"):
				return "250-mx.example\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n"
			case command == "STARTTLS":
				return "454 4.7.0 not now\r\n"
			}
			return usual(command)
		},
		"words slipped in": func(_ int, command string) string {
			switch {
			case strings.HasPrefix(command, "EHLO"):
				return "250-mx.example\r\n250 STARTTLS\r\n"
			case command == "STARTTLS":
				return "220 go on\r\n250-mx.example\r\n250 AUTH PLAIN\r\n235 in\r\n"
			}
			return usual(command)
		},
	} {
		s := serve(t, answer)
		set := s.settings()
		set.TLS, set.Username, set.Password = "starttls", "support", secret("s3cret!")
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		r := New(set).Send(ctx, sender, recipient, small)
		cancel()
		said, taken, _ := s.journal()
		if v := mailout.Classify(r); r.Stage != mailout.StageTLS || v.Action != mailout.Retry || taken > 0 || strings.Contains(said, "AUTH") || strings.Contains(said, "MAIL") {
			t.Errorf("%s: %v; the dialogue was\n%s", name, r, said)
		}
	}
}

func TestNothingInClearBeyondLoopback(t *testing.T) {
	for host, fine := range map[string]bool{"192.0.2.1": false, "127.0.0.9": true, "::1": true, "10.0.0.1": false} {
		for _, allowed := range []bool{false, true} {
			tr := New(Settings{Host: "x", TLS: "none", AllowClear: allowed})
			_, err := tr.protect(context.Background(), far{addr: &net.TCPAddr{IP: net.ParseIP(host), Port: 25}})
			if (err == nil) != (fine || allowed) {
				t.Errorf("%s, allowed %v: %v", host, allowed, err)
			}
		}
	}
	if _, err := New(Settings{TLS: "maybe"}).protect(context.Background(), far{}); err == nil {
		t.Error("an unknown kind of TLS passes")
	}
}

// far is a connection of which only the other end matters.
type far struct {
	net.Conn
	addr net.Addr
}

func (f far) RemoteAddr() net.Addr { return f.addr }

func TestFailedLogin(t *testing.T) {
	noSecret := errors.New("the file is gone")
	for name, c := range map[string]struct {
		methods  []string
		password func(context.Context) (string, error)
		code     int
	}{
		"wrong password": {[]string{"PLAIN"}, secret("wr0ng!"), 535},
		"wrong, LOGIN":   {[]string{"LOGIN"}, secret("wr0ng!"), 535},
		"no password":    {[]string{"PLAIN"}, nil, 0},
		"no secret":      {[]string{"PLAIN"}, func(context.Context) (string, error) { return "", noSecret }, 0},
		"no mechanism":   {[]string{"XFANCY"}, secret("wr0ng!"), 0},
	} {
		b := &real{methods: c.methods}
		tr := New(Settings{Host: "127.0.0.1", Port: b.start(t, nil, false), TLS: "none", Username: "support", Password: c.password})
		r := tr.Ready(background(t))
		v := mailout.Classify(r)
		if r.Stage != mailout.StageAuth || r.Code != c.code || v.Action != mailout.Retry || !v.Server {
			t.Errorf("%s: %v", name, r)
		}
		for _, leak := range []string{"wr0ng", base64.StdEncoding.EncodeToString([]byte("\x00support\x00wr0ng!")), base64.StdEncoding.EncodeToString([]byte("wr0ng!"))} {
			if strings.Contains(r.String(), leak) || strings.Contains(v.Why, leak) {
				t.Errorf("%s: the password stands in %q", name, r.String())
			}
		}
		if tr.client != nil {
			t.Errorf("%s: the connection is kept", name)
		}
	}
	b := &real{methods: []string{"PLAIN"}}
	r := New(Settings{Host: "127.0.0.1", Port: b.start(t, nil, false), TLS: "none"}).Send(background(t), sender, recipient, small)
	if v := mailout.Classify(r); r.Code != 530 || v.Action != mailout.Retry || !v.Alarm {
		t.Errorf("no login where one is wanted: %v", r)
	}
}

// The password is asked for anew at every login: it may be a token that has run out.
func TestPasswordIsAskedForAtEveryLogin(t *testing.T) {
	b := &real{methods: []string{"PLAIN"}}
	asked := 0
	tr := New(Settings{Host: "127.0.0.1", Port: b.start(t, nil, false), TLS: "none", Username: "support",
		Password: func(context.Context) (string, error) { asked++; return "s3cret!", nil }})
	for range 2 {
		if r := tr.Send(background(t), sender, recipient, small); !r.OK() {
			t.Fatal(r)
		}
		tr.Close()
	}
	if asked != 2 {
		t.Errorf("asked %d times", asked)
	}
}
