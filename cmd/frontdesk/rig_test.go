package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"frontdesk/cmd/internal/config"
	"frontdesk/cmd/internal/daemon"
	"frontdesk/desk"
	"frontdesk/desk/command"
	"frontdesk/desk/engine"
	"frontdesk/desk/store"
)

// deskConfig is the desk of the tests.
const deskConfig = `[desk]
name = "ACME Service Desk"
domain = "desk.acme.example"
timezone = "Europe/Berlin"
data = "data"
tag = "ACME"
authserv_id = "mx.acme.example"

[[mailbox]]
address = "support@acme.example"
aliases = ["help@acme.example"]
queue = "service-desk"
subaddress = true

[smtp]
host = "127.0.0.1"
port = 1025
tls = "none"

[[agent]]
name = "alice"
full_name = "Alice Fox"
addresses = ["alice@acme.example"]

[[agent]]
name = "bob"
full_name = "Bob Meyer"
addresses = ["bob@acme.example"]

[[queue]]
name = "service-desk"
practice = "service-desk"
agents = ["alice", "bob"]

[[queue]]
name = "incidents"
practice = "incident"
agents = ["alice", "bob"]

[[rule]]
name = "newsletters"
when = 'header("List-Unsubscribe") != ""'
hold = "a newsletter"

[[rule]]
name = "outages"
when = 'subject matches "(?i)\\b(down|outage)\\b" and sender.domain == "acme.example"'
queue = "incidents"
impact = "high"
urgency = "high"
tags = ["outage"]
`

// rig is a desk in a directory of its own, on a clock that stands still.
type rig struct {
	t      *testing.T
	dir    string
	now    time.Time
	screen screen
	env    map[string]string
	stdin  string
	mails  int
}

// newRig writes the configuration; extra is added to it. The working directory is the rig's.
func newRig(t *testing.T, extra string) *rig {
	t.Helper()
	r := &rig{t: t, dir: t.TempDir(), now: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC), screen: screen{width: plainWidth}, env: map[string]string{}}
	t.Chdir(r.dir)
	r.write("frontdesk.toml", deskConfig+extra)
	return r
}

func (r *rig) write(name, text string) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.dir, name), []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// run gives a command and returns all that comes of it.
func (r *rig) run(args ...string) (code int, stdout, stderr string) {
	r.t.Helper()
	var out, err bytes.Buffer
	env := func(name string) (string, bool) { v, ok := r.env[name]; return v, ok }
	code = execute(&call{ctx: context.Background(), stdin: strings.NewReader(r.stdin), stdout: &out, stderr: &err, env: env,
		screen: r.screen, now: func() time.Time { return r.now }}, args)
	return code, out.String(), err.String()
}

// must is run for what cannot fail.
func (r *rig) must(args ...string) string {
	r.t.Helper()
	code, out, err := r.run(args...)
	if code != 0 {
		r.t.Fatalf("frontdesk %s: exit code %d: %s", strings.Join(args, " "), code, err)
	}
	return out
}

// work opens the store and the engine over it, by the rig's clock.
func (r *rig) work(fn func(store.Store, *engine.Engine)) {
	r.t.Helper()
	cfg, err := config.Load(filepath.Join(r.dir, "frontdesk.toml"), nil)
	if err != nil {
		r.t.Fatal(err)
	}
	d, err := daemon.Open(context.Background(), cfg)
	if err != nil {
		r.t.Fatal(err)
	}
	fn(d.Store, engine.New(d.Store, d.Engine.Setup(), func() time.Time { return r.now }, func() {}))
	if err := d.Close(); err != nil {
		r.t.Fatal(err)
	}
}

// mail takes in one mail from a proven sender; the header fields may hold anything more.
func (r *rig) mail(e *engine.Engine, from, subject, fields, text string) engine.Result {
	r.t.Helper()
	r.mails++
	domain := from[strings.IndexByte(from, '@')+1:]
	if strings.HasSuffix(domain, ">") {
		domain = domain[:len(domain)-1]
	}
	raw := fmt.Sprintf("Authentication-Results: mx.acme.example; dmarc=pass header.from=%s\nReceived: by mx.acme.example; Fri, 20 Nov 2026 09:00:00 +0000\n"+
		"From: %s\nTo: support@acme.example\nSubject: %s\nMessage-ID: <%d@%s>\n%s\n%s", domain, from, subject, r.mails, domain, fields, text)
	return r.deliver(e, raw)
}

func (r *rig) deliver(e *engine.Engine, raw string) engine.Result {
	r.t.Helper()
	results, err := e.Accept(context.Background(), []engine.Delivery{{Mailbox: "support@acme.example", Raw: []byte(raw), InternalDate: r.now}})
	if err != nil || results[0].Err != nil {
		r.t.Fatal(err, results)
	}
	return results[0]
}

// picture is a mail body with an attachment.
const picture = "--x\nContent-Type: text/plain; charset=utf-8\n\nNobody on floor 3 can send mail since eight o'clock. We have a presentation at noon\nand need the slides in Erin's mailbox.\n\n  - Outlook says \"cannot connect\"\n  - web mail: https://mail.acme.example/a/very/long/path/that/would/not/fit/on/one/line/of/eighty/columns\n\n-- \nDana\n" +
	"--x\nContent-Type: image/png; name=\"error.png\"\nContent-Disposition: attachment; filename=\"error.png\"\nContent-Transfer-Encoding: base64\n\naGVsbG8gd29ybGQ=\n--x--\n"

// day plays what the golden files show.
func (r *rig) day() {
	r.t.Helper()
	r.work(func(s store.Store, e *engine.Engine) {
		r.mail(e, "Dana Scully <dana@acme.example>", "The mail server in Building 7 is down and nobody can work since this morning", "Cc: erin@acme.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n", picture)
		r.now = r.now.Add(5 * time.Minute)
		do := func(ticket int64, agent string, words ...string) {
			d, err := e.Command(context.Background(), desk.Commanded{Agent: agent, Ticket: ticket, Block: command.ParseArgv(words)})
			if err != nil || d.Outcome != desk.OutcomeCommand {
				r.t.Fatal(err, d.Trace)
			}
		}
		do(1, "bob", "/take", "/cc", "erin@acme.example")
		r.mail(e, "bob@acme.example", "Re: [ACME #1] The mail server", "", "/note\nThe queue runner hung.")
		r.mail(e, "bob@acme.example", "Re: [ACME #1] The mail server", "", "/pending 3d\nDear Dana, it should work again. Please ask Erin.")
		r.mail(e, "bob@acme.example", "Re: [ACME #1] The mail server", "", "/asign alice\nhello")
		r.now = r.now.Add(30 * time.Minute)
		r.mail(e, "erin@acme.example", "Re: [ACME #1] The mail server", "Auto-Submitted: auto-replied\n", "I am on holiday.")
		r.mail(e, "Zoë <zoe@example.org>", "Password for the meeting room 会議室のプロジェクター", "", "Which is it?")
		do(2, "alice", "/tag", "rooms", "/priority", "P2")
		do(2, "alice", "/close")
		r.deliver(e, "From: Bob <bob@acme.example>\nTo: help@acme.example\nSubject: Re: [ACME #1] The mail server\nMessage-ID: <fake@evil.example>\n\n/close\n")
		r.deliver(e, "From: News <news@shop.example>\nTo: support@acme.example\nSubject: 50 % off\nList-Unsubscribe: <mailto:u@shop.example>\nMessage-ID: <news@shop.example>\n\nBuy.\n")
		r.post(s)
	})
	r.now = r.now.Add(3 * time.Hour)
}

// post sends the outbox: the first mail to dana goes out, the next one fails, the first to alice has to wait.
func (r *rig) post(s store.Store) {
	r.t.Helper()
	ctx := context.Background()
	due, err := s.Due(ctx, r.now, 100, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	var begin []int64
	var done []store.OutboxItem
	for i, item := range due {
		begin = append(begin, item.ID)
		item.State, item.SentAt, item.Tries = store.Sent, r.now, 1
		switch i {
		case 1:
			item.State, item.SentAt, item.NextTry, item.Error = store.Waiting, time.Time{}, r.now.Add(4*time.Hour), "450 4.2.1 mailbox busy"
		case 2:
			item.State, item.Error = store.Failed, "550 5.1.1 no such user"
		}
		done = append(done, item)
	}
	if err := s.Record(ctx, r.now, begin, done); err != nil {
		r.t.Fatal(err)
	}
}

// objects reads JSON lines.
func objects(t *testing.T, text string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for line := range strings.Lines(text) {
		var o map[string]any
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		all = append(all, o)
	}
	return all
}

// nothing makes a store and leaves it empty.
func nothing(store.Store, *engine.Engine) {}
