package daemon

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/cmd/internal/config"
	"frontdesk/cmd/internal/loopback"
	"frontdesk/desk"
	"frontdesk/desk/command"
	"frontdesk/desk/store"
	"frontdesk/mailin"
)

const host = "mx.acme.example"

// startWorld is a mail world with a desk of two mailboxes, dana who writes, and alice who works.
func startWorld(t *testing.T) *loopback.World {
	t.Helper()
	w, err := loopback.Start(loopback.Options{Hostname: host, Now: Now, Accounts: []loopback.Account{
		{Address: "support@acme.example", Password: "secret", Subaddress: true, Folders: []string{"Done"}},
		{Address: "other@acme.example", Password: "secret"},
		{Address: "dana@acme.example", Password: "secret"},
		{Address: "alice@acme.example", Password: "secret"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// worldConfig writes a configuration for a world and loads it. Each word of extra is an item "key=value" of the
// support mailbox's imap table, or a whole line.
func worldConfig(t *testing.T, w *loopback.World, dir, imap, more string) *config.Config {
	t.Helper()
	text := fmt.Sprintf(`
[desk]
name = "ACME Service Desk"
domain = "desk.acme.example"
data = %q
tag = "ACME"
authserv_id = %q
[[mailbox]]
address = "support@acme.example"
queue = "service-desk"
subaddress = true
imap = { host = "127.0.0.1", port = %d, tls = "none", username = "support@acme.example", password = "secret", poll = "1s"%s }
[smtp]
host = "127.0.0.1"
port = %d
tls = "none"
username = "support@acme.example"
password = "secret"
[[agent]]
name = "alice"
full_name = "Alice Fox"
addresses = ["alice@acme.example"]
[[queue]]
name = "service-desk"
practice = "service-desk"
agents = ["alice"]
[[queue]]
name = "incidents"
practice = "incident"
agents = ["alice"]
%s`, filepath.Join(dir, "data"), host, w.IMAPAddr().Port, imap, w.SMTPAddr().Port, more)
	file := filepath.Join(dir, "frontdesk.toml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Load(file, nil)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// quiet is a log for tests that nobody reads unless they fail.
func quiet(t *testing.T) (*slog.Logger, *logged) {
	l := &logged{}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(l.String())
		}
	})
	return slog.New(slog.NewTextHandler(l, nil)), l
}

type logged struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}
func (l *logged) String() string { l.mu.Lock(); defer l.mu.Unlock(); return l.buf.String() }

var submitted int

// submit sends a mail as dana's client does.
func submit(t *testing.T, w *loopback.World, from, subject, body string) {
	t.Helper()
	submitted++
	raw := fmt.Sprintf("From: %s\r\nTo: support@acme.example\r\nSubject: %s\r\nMessage-ID: <%d@client.example>\r\nDate: Fri, 20 Nov 2026 09:00:00 +0000\r\n\r\n%s\r\n",
		from, subject, submitted, body)
	if err := w.Submit(from, from, []string{"support@acme.example"}, []byte(raw)); err != nil {
		t.Fatal(err)
	}
}

// arrives waits for a mail at an address whose subject contains a text.
func arrives(t *testing.T, w *loopback.World, to, text string) *desk.Mail {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	var m *desk.Mail
	_, err := w.Await(ctx, 0, func(e loopback.Entry) bool {
		if e.Kind != loopback.Delivered || e.To != to {
			return false
		}
		m = mailin.Parse(e.Raw)
		return strings.Contains(m.Subject+"\n"+m.Text, text)
	})
	if err != nil {
		t.Fatalf("no mail to %s with %q: %v", to, text, err)
	}
	return m
}

// serve runs a daemon until the test ends, or until stop is called.
func serve(t *testing.T, cfg *config.Config) (d *Daemon, log *logged, stop func() error) {
	t.Helper()
	logger, log := quiet(t)
	d, err := New(context.Background(), cfg, logger)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx) }()
	var once sync.Once
	stop = func() (err error) {
		once.Do(func() { cancel(); err = <-done })
		return err
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	return d, log, stop
}

func TestServeReloadsAndKeepsTheOldOneWhenItCannot(t *testing.T) {
	w, dir := startWorld(t), t.TempDir()
	d, _, _ := serve(t, worldConfig(t, w, dir, "", ""))
	submit(t, w, "dana@acme.example", "first outage", "x")
	arrives(t, w, "dana@acme.example", "[ACME #1]")
	rule := "[[rule]]\nname = \"outages\"\nwhen = 'subject contains \"outage\"'\nqueue = \"incidents\"\n"
	if err := d.Reload(context.Background(), worldConfig(t, w, dir, "", rule)); err != nil {
		t.Fatal(err)
	}
	submit(t, w, "dana@acme.example", "second outage", "x")
	if m := arrives(t, w, "alice@acme.example", "second outage"); m.Header.Get("X-Frontdesk-Queue") != "incidents" {
		t.Errorf("the new rule is not in force: %s", m.Header.Get("X-Frontdesk-Queue"))
	}
	if err := d.Reload(context.Background(), worldConfig(t, w, t.TempDir(), "", "")); err == nil {
		t.Error("another data directory was taken while running")
	}
	submit(t, w, "dana@acme.example", "third outage", "x")
	if m := arrives(t, w, "alice@acme.example", "third outage"); m.Header.Get("X-Frontdesk-Queue") != "incidents" {
		t.Error("a refused configuration replaced a good one")
	}
}

func TestOneBrokenMailboxNeverStopsAnother(t *testing.T) {
	w, dir := startWorld(t), t.TempDir()
	broken := fmt.Sprintf("[[mailbox]]\naddress = \"other@acme.example\"\nqueue = \"incidents\"\nimap = { host = \"127.0.0.1\", port = %d, tls = \"none\", username = \"other@acme.example\", password = \"wrong\" }\n", w.IMAPAddr().Port)
	cfg := worldConfig(t, w, dir, "", broken)
	submit(t, w, "dana@acme.example", "Printer jams", "x")
	logger, log := quiet(t)
	d, err := New(context.Background(), cfg, logger)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Once(context.Background()); err == nil || strings.Contains(err.Error(), "wrong") {
		t.Errorf("the refused login: %v", err)
	}
	arrives(t, w, "dana@acme.example", "[ACME #1]")
	if n := strings.Count(log.String(), "mailbox in trouble"); n != 1 {
		t.Errorf("the trouble was said %d times", n)
	}
	if strings.Contains(log.String(), "wrong") || strings.Contains(log.String(), "=secret") {
		t.Error("a password reached the log")
	}
}

func TestOnlyOneDaemonServesAStore(t *testing.T) {
	w, dir := startWorld(t), t.TempDir()
	cfg := worldConfig(t, w, dir, "", "")
	_, _, stop := serve(t, cfg)
	logger, _ := quiet(t)
	if _, err := New(context.Background(), cfg, logger); !errors.Is(err, store.ErrLocked) {
		t.Errorf("a second daemon: %v", err)
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	serve(t, cfg) // after the first has ended another may begin
}

// Another process works a ticket; the daemon notices and sends what follows.
func TestCommandsBesideARunningDaemon(t *testing.T) {
	w, dir := startWorld(t), t.TempDir()
	cfg := worldConfig(t, w, dir, "", "")
	serve(t, cfg)
	submit(t, w, "dana@acme.example", "Printer jams", "x")
	arrives(t, w, "dana@acme.example", "[ACME #1]")
	beside, err := Open(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer beside.Close()
	d, err := beside.Engine.Command(context.Background(), desk.Commanded{Agent: "alice", Ticket: 1, Block: command.ParseArgv([]string{"resolve"})})
	if err != nil || d.Outcome != desk.OutcomeCommand {
		t.Fatalf("%+v %v", d.Trace, err)
	}
	arrives(t, w, "dana@acme.example", "resolved")
}

func TestWhatBecomesOfAMailOnTheServer(t *testing.T) {
	for after, want := range map[string]func(loopback.Entry) bool{
		`, after = "seen"`: func(e loopback.Entry) bool {
			return e.Kind == loopback.Flagged && strings.Contains(strings.Join(e.Flags, " "), `\Seen`)
		},
		`, after = "delete"`:    func(e loopback.Entry) bool { return e.Kind == loopback.Expunged },
		`, after = "move:Done"`: func(e loopback.Entry) bool { return e.Kind == loopback.Moved && e.Target == "Done" },
	} {
		t.Run(after, func(t *testing.T) {
			w, dir := startWorld(t), t.TempDir()
			submit(t, w, "dana@acme.example", "Printer jams", "x")
			logger, _ := quiet(t)
			d, err := New(context.Background(), worldConfig(t, w, dir, after, ""), logger)
			if err != nil {
				t.Fatal(err)
			}
			if err := d.Once(context.Background()); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			defer cancel()
			if _, err := w.Await(ctx, 0, func(e loopback.Entry) bool { return e.Account == "support@acme.example" && want(e) }); err != nil {
				t.Errorf("%v in %+v", err, w.Journal())
			}
		})
	}
}

// A server that is away costs no mail: it waits, and goes out when the server is back.
func TestMailWaitsForItsServer(t *testing.T) {
	w, dir := startWorld(t), t.TempDir()
	w.Behave("dana@acme.example", loopback.Behaviour{Refuse: "451 4.3.0 try later", RefuseTimes: 1})
	w.Behave("alice@acme.example", loopback.Behaviour{Refuse: "550 5.1.1 no such user"})
	cfg := worldConfig(t, w, dir, "", "")
	submit(t, w, "dana@acme.example", "Printer jams", "x")
	once := func() {
		t.Helper()
		logger, _ := quiet(t)
		d, err := New(context.Background(), cfg, logger)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Once(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	once()
	states := func() string {
		d, err := Open(context.Background(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		var out []string
		err = d.Store.View(context.Background(), func(r store.Reader) error {
			items, err := r.Outgoing(true)
			for _, i := range items {
				out = append(out, i.Template+" "+string(i.State))
				if i.State == store.Waiting {
					err = errors.Join(err, d.Store.Retry(context.Background(), i.ID, Now()))
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(out, ", ")
	}
	if got := states(); got != "ack waiting, agent-new failed" {
		t.Errorf("after the first try: %s", got)
	}
	once()
	if got := states(); got != "ack sent, agent-new failed" {
		t.Errorf("after the second try: %s", got)
	}
	arrives(t, w, "dana@acme.example", "[ACME #1]")
}
