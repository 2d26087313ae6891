package imap

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/mailin/realservers"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// memServer starts the library's own server on loopback.
func memServer(t *testing.T) (*imapmemserver.User, Settings) {
	t.Helper()
	user := imapmemserver.NewUser("support", "secret")
	if err := user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	mem := imapmemserver.New()
	mem.AddUser(user)
	srv := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return mem.NewSession(), nil, nil
		},
		Caps:         imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapIMAP4rev2: {}},
		InsecureAuth: true,
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go srv.Serve(l)
	t.Cleanup(func() { srv.Close() })
	return user, Settings{Address: "support@acme.example", Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, TLS: "none", Username: "support",
		Password: func(context.Context) (string, error) { return "secret", nil }, Start: "all"}
}

func appendMail(t *testing.T, user *imapmemserver.User, raw string) {
	t.Helper()
	if _, err := user.Append("INBOX", literalReader{strings.NewReader(raw)}, &imap.AppendOptions{}); err != nil {
		t.Fatal(err)
	}
}

type literalReader struct{ *strings.Reader }

func (l literalReader) Size() int64 { return l.Reader.Size() }

func TestLibraryServer(t *testing.T) {
	for _, afterMail := range []string{"seen", "delete", "move"} {
		t.Run(afterMail, func(t *testing.T) {
			user, set := memServer(t)
			set.After, set.MoveTo = afterMail, "Erledigt/Anfragen ü"
			if afterMail == "move" {
				if err := user.Create(set.MoveTo, nil); err != nil {
					t.Fatal(err)
				}
			}
			appendMail(t, user, mailA)
			appendMail(t, user, "Subject: big\r\n\r\n"+strings.Repeat("x", 3000))
			set.MaxSize = 2000
			d := newDesk(t)
			w, _ := watcher(t, set, d)
			for range 2 {
				if err := w.Once(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			wantUIDs(t, d, 1, 2)
			if len(d.got) == 2 && (!d.got[1].TooLarge || d.raws[2] != "Subject: big\r\n\r\n") || len(d.unsettled) != 0 {
				t.Errorf("got %+v", d.got)
			}
			offer, err := Probe(t.Context(), set)
			want := map[string]uint32{"seen": 2, "delete": 0, "move": 0}[afterMail]
			if err != nil || offer.Messages != want || offer.UIDValidity == 0 || !slices.Contains(offer.Capabilities, "IDLE") {
				t.Errorf("offer %+v, err %v", offer, err)
			}
		})
	}
}

// await polls a condition that another process or a real socket brings about.
func await(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for end := time.Now().Add(15 * time.Second); !cond(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

func dovecotSettings(d *realservers.DovecotServer) Settings {
	return Settings{Address: "support@test.invalid", Host: d.Host, Port: d.IMAPS, TLS: "implicit", TLSConfig: &tls.Config{RootCAs: d.Roots},
		Username: d.User, Password: func(context.Context) (string, error) { return d.Password, nil }, Start: "all"}
}

func TestDovecotTLS(t *testing.T) {
	dc := realservers.Dovecot(t)
	tests := []struct {
		name   string
		change func(*Settings)
		want   string // in the error; "" where it works
	}{
		{"implicit", func(*Settings) {}, ""},
		{"starttls", func(s *Settings) { s.TLS, s.Port = "starttls", dc.IMAP }, ""},
		{"none", func(s *Settings) { s.TLS, s.Port = "none", dc.IMAP }, ""},
		{"unknown authority", func(s *Settings) { s.TLSConfig = nil }, "certificate"},
		{"unknown authority, starttls", func(s *Settings) {
			s.TLS, s.Port, s.TLSConfig = "starttls", dc.IMAP, &tls.Config{RootCAs: x509.NewCertPool()}
		}, "certificate"},
		{"another name", func(s *Settings) { s.TLSConfig.ServerName = "imap.acme.example" }, "imap.acme.example"},
		{"implicit TLS at the wrong port", func(s *Settings) { s.Port = dc.IMAP }, "TLS"},
		{"wrong password", func(s *Settings) { s.Password = func(context.Context) (string, error) { return "guess", nil } }, "login refused"},
		{"no such folder", func(s *Settings) { s.Folder = "Nowhere" }, "SELECT Nowhere"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set := dovecotSettings(dc)
			tt.change(&set)
			offer, err := Probe(t.Context(), set)
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if err == nil && (offer.TLS == "") != (set.TLS == "none") || err == nil && offer.Expiry.IsZero() != (set.TLS == "none") {
				t.Errorf("offer %+v", offer)
			}
		})
	}
}

// A server without STARTTLS, or one in whose name somebody strips it, never sees the password.
func TestStartTLSIsNeverSkipped(t *testing.T) {
	f, d := newFake(t), newDesk(t)
	f.on = func(c *fakeConn, tag, verb, _ string) bool {
		if verb == "STARTTLS" {
			c.send(tag + " BAD what?")
		}
		return verb == "STARTTLS"
	}
	once(t, f, d, func(s *Settings) { s.TLS = "starttls" }, func(_ *Watcher, _ *events, err error) {
		if err == nil || f.commands("LOGIN")+f.commands("AUTHENTICATE") != 0 {
			t.Errorf("err %v, log %q", err, f.log)
		}
	})
}

// A day with a real server: backlog, news in IDLE, a crash of the server, moved mail.
func TestDovecotDay(t *testing.T) {
	dc := realservers.Dovecot(t)
	deliver := func(i int) {
		t.Helper()
		raw := fmt.Sprintf("Subject: mail %d\r\n\r\n%s", i, strings.Repeat("line\r\n", 100))
		if err := dc.Deliver("dana@example.com", dc.User, []byte(raw)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 20 {
		deliver(i)
	}
	set := dovecotSettings(dc)
	set.After, set.MoveTo, set.Poll = "move", "Processed", time.Second
	d := newDesk(t)
	w, ev := watcher(t, set, d)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { w.Run(ctx); close(done) }()
	await(t, "the backlog", func() bool { return len(d.uids()) == 20 })
	deliver(20)
	await(t, "news in IDLE", func() bool { return len(d.uids()) == 21 })
	dc.Kill()
	await(t, "the outage to be noticed", func() bool { return ev.count(Disconnected) == 1 })
	dc.Start()
	deliver(21)
	await(t, "mail after the crash", func() bool { return len(d.uids()) == 22 })
	await(t, "all to be settled", func() bool { return ev.count(Polled) > 0 && unsettled(d) == 0 })
	begin := time.Now()
	cancel()
	<-done
	if took := time.Since(begin); took > 2*time.Second {
		t.Errorf("Run ended %v after its context", took)
	}
	for _, m := range d.got {
		if !strings.Contains(string(m.Raw), "Subject: mail ") || m.InternalDate.IsZero() || int64(len(m.Raw)) != m.Size {
			t.Errorf("got %+v", m)
		}
	}
	for folder, want := range map[string]uint32{"INBOX": 0, "Processed": 22} {
		set.Folder, set.MoveTo = folder, "Elsewhere"
		if offer, err := Probe(t.Context(), set); err != nil || offer.Messages != want {
			t.Errorf("%s: %+v, %v; want %d messages", folder, offer, err, want)
		}
	}
}

func unsettled(d *memDesk) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.unsettled)
}
