package realservers

import (
	"io"
	"net"
	"net/smtp"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	gosmtp "github.com/emersion/go-smtp"
)

func delivered(d *DovecotServer) int {
	files, _ := filepath.Glob(filepath.Join(d.Dir, "mail", d.User, "Maildir", "new", "*"))
	return len(files)
}

func TestDovecotKeepsItsMailOverAKill(t *testing.T) {
	d := Dovecot(t)
	if err := d.Deliver("a@b.example", d.User, []byte("Subject: x\r\n\r\nbody\r\n")); err != nil {
		t.Fatal(err)
	}
	d.Kill()
	if conn, err := net.Dial("tcp", "127.0.0.1:"+strconv.Itoa(d.IMAP)); err == nil {
		conn.Close()
		t.Error("a child outlived the kill")
	}
	d.Start()
	if n := delivered(d); n != 1 {
		t.Errorf("%d mails, want 1", n)
	}
}

func TestPostfixDeliversToDovecotAndToTheSink(t *testing.T) {
	d := Dovecot(t)
	sink := make(chan string, 1)
	port := listen(t, sink)
	p := Postfix(t, d.LMTP, port)
	addr := "127.0.0.1:" + strconv.Itoa(p.SMTP)
	for _, to := range []string{d.User, "else@where.example"} {
		if err := smtp.SendMail(addr, nil, "a@b.example", []string{to}, []byte("Subject: x\r\n\r\nbody\r\n")); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case got := <-sink:
		if !strings.Contains(got, "body") {
			t.Errorf("the sink got %q", got)
		}
	case <-time.After(20 * time.Second):
		t.Errorf("nothing reached the sink\n%s", p.Log())
	}
	for end := time.Now().Add(20 * time.Second); delivered(d) == 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("nothing reached Dovecot\n%s", p.Log())
		}
	}
	if _, err := os.Stat(filepath.Join(p.Dir, "maillog")); err != nil {
		t.Error(err)
	}
}

// sinkBackend takes one mail and gives its bytes on.
type sinkBackend chan<- string

func (b sinkBackend) NewSession(*gosmtp.Conn) (gosmtp.Session, error) { return sinkSession(b), nil }

type sinkSession chan<- string

func (s sinkSession) Mail(string, *gosmtp.MailOptions) error { return nil }
func (s sinkSession) Rcpt(string, *gosmtp.RcptOptions) error { return nil }
func (s sinkSession) Reset()                                 {}
func (s sinkSession) Logout() error                          { return nil }
func (s sinkSession) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	s <- string(b)
	return err
}

func listen(t *testing.T, sink chan<- string) int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := gosmtp.NewServer(sinkBackend(sink))
	go srv.Serve(l)
	t.Cleanup(func() { srv.Close() })
	return l.Addr().(*net.TCPAddr).Port
}
