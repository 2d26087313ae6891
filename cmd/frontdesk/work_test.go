package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

// TestTicketDo works a ticket from the shell.
func TestTicketDo(t *testing.T) {
	r := newRig(t, "")
	r.day()
	for _, c := range []struct{ args, want string }{
		{"ticket do 1 assign alice --as bob", "#1 pending, P1, queue incidents, assigned to alice; told: alice@acme.example\n"},
		{"ticket do --as alice #1 /queue service-desk /priority low", "#1 pending, P4, queue service-desk, assigned to alice\n"},
		{"ticket do 1 /resolve --as alice", "#1 resolved, P4, queue service-desk, assigned to alice; told: dana@acme.example\n"},
		{"ticket do 1 /assign none --as alice", "#1 resolved, P4, queue service-desk, assigned to nobody\n"},
	} {
		if got := r.must(strings.Fields(c.args)...); got != c.want {
			t.Errorf("%s: %swant %s", c.args, got, c.want)
		}
	}
	if got := r.must("ticket", "do", "1", "/subject   Mail server\n2", "--as", "alice"); !strings.HasPrefix(got, "#1 resolved") {
		t.Error(got)
	}
	o := objects(t, r.must("ticket", "list", "--json", "--status", "resolved"))
	if len(o) != 1 || o[0]["subject"] != "Mail server 2" {
		t.Errorf("got %v", o)
	}
}

// TestRefused: not one of several commands is carried out, and it says why.
func TestRefused(t *testing.T) {
	r := newRig(t, "")
	r.day()
	before := r.must("ticket", "show", "1", "--json")
	code, out, told := r.run("ticket", "do", "1", "/resolve", "/assign", "carol", "--as", "bob")
	if code != 1 || out != "" || !strings.Contains(told, "ticket #1 is unchanged\n  /resolve: not carried out") || !strings.Contains(told, "  /assign carol: there is no agent carol") {
		t.Errorf("exit code %d, %q, %q", code, out, told)
	}
	if r.must("ticket", "show", "1", "--json") != before {
		t.Error("the ticket changed")
	}
}

// TestFilters tries each filter of the list.
func TestFilters(t *testing.T) {
	r := newRig(t, "")
	r.day()
	for args, want := range map[string]int{
		"":                               2,
		"--queue incidents":              1,
		"--practice service-desk":        1,
		"--status closed":                1,
		"--assignee bob":                 1,
		"--requester DANA@acme.example":  1,
		"--since 4h":                     2,
		"--since 5m":                     0,
		"--since 2026-11-20":             2,
		"--since 2026-11-21":             0,
		"--limit 1":                      1,
		"--queue incidents --status new": 0,
	} {
		if got := objects(t, r.must(append(strings.Fields("ticket list --json"), strings.Fields(args)...)...)); len(got) != want {
			t.Errorf("%s: %d tickets, want %d", args, len(got), want)
		}
	}
}

func TestAttachment(t *testing.T) {
	r := newRig(t, "")
	r.day()
	if got := r.must("ticket", "attachment", "1", "1"); got != "hello world" {
		t.Errorf("got %q", got)
	}
	r.screen.terminal = true
	for range 2 {
		code, out, told := r.run("ticket", "attachment", "1", "1")
		got, _ := os.ReadFile("error.png")
		if string(got) != "hello world" || out != "" {
			t.Errorf("error.png holds %q, standard output %q", got, out)
		}
		if code != 0 && !strings.Contains(told, "error.png: file exists") {
			t.Errorf("exit code %d: %s", code, told)
		}
	}
	if got := r.must("ticket", "attachment", "1", "1", "-o", "-"); got != "hello world" {
		t.Errorf("got %q", got)
	}
	r.must("ticket", "attachment", "1", "1", "--output", "copy.png")
	if got, err := os.ReadFile("copy.png"); string(got) != "hello world" {
		t.Error(err)
	}
}

// TestOutbox retries a mail that failed and drops one that waits.
func TestOutbox(t *testing.T) {
	r := newRig(t, "")
	r.day()
	state := func(id float64) (any, any) {
		for _, o := range objects(t, r.must("outbox", "list", "--all", "--json")) {
			if o["id"] == id {
				return o["state"], o["next_try_at"]
			}
		}
		return nil, nil
	}
	r.must("outbox", "retry", "3")
	if s, next := state(3); s != "waiting" || next != "2026-11-20T15:35:00Z" {
		t.Errorf("mail 3 is %v, next try at %v", s, next)
	}
	r.must("outbox", "drop", "2", "--why", "she called")
	if s, next := state(2); s != "failed" || next != nil {
		t.Errorf("mail 2 is %v, next try at %v", s, next)
	}
	if out := r.must("outbox", "list"); !strings.Contains(out, "she called") || strings.Contains(out, " sent ") {
		t.Errorf("got %s", out)
	}
}

// TestQuarantine releases one held mail and drops the other.
func TestQuarantine(t *testing.T) {
	r := newRig(t, "")
	r.day()
	if out := r.must("quarantine", "release", "2"); !strings.HasPrefix(out, "Mail 2: new #3 (") {
		t.Errorf("released: %s", out)
	}
	if out := r.must("quarantine", "drop", "1"); out != "Mail 1 is off the list.\n" {
		t.Errorf("dropped: %s", out)
	}
	code, out, told := r.run("quarantine", "list")
	if code != 0 || out != "" || told != "Nothing is held back.\n" {
		t.Errorf("exit code %d, %q, %q", code, out, told)
	}
	if o := objects(t, r.must("ticket", "show", "3", "--json"))[0]; o["requester"] != "news@shop.example" {
		t.Errorf("ticket 3: %v", o)
	}
}

// TestBackup copies a store with which everything goes on.
func TestBackup(t *testing.T) {
	r := newRig(t, "")
	r.day()
	if out := r.must("backup", "copy.db"); !strings.HasPrefix(out, "copy.db: ") {
		t.Errorf("got %s", out)
	}
	want := r.must("ticket", "show", "1", "--json")
	if err := os.Mkdir("restored", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename("copy.db", "restored/frontdesk.db"); err != nil {
		t.Fatal(err)
	}
	r.write("frontdesk.toml", strings.Replace(deskConfig, `data = "data"`, `data = "restored"`, 1))
	if got := r.must("ticket", "show", "1", "--json"); got != want {
		t.Errorf("restored:\n%s\nwant\n%s", got, want)
	}
	r.must("audit", "verify")
}

// TestDoctor finds what is to be done, and nothing on a new desk.
func TestDoctor(t *testing.T) {
	r := newRig(t, "")
	r.work(nothing)
	if out := r.must("doctor"); !strings.Contains(out, "Nothing to do.") || !strings.Contains(out, "undamaged") {
		t.Errorf("a new desk: %s", out)
	}
	r.day()
	out := r.must("doctor")
	for _, want := range []string{"2: 1 pending, 1 closed", "4 waiting, 1 failed", "4 mails not sent for more than 1h0m0s", "2 mails, the oldest held 3h ago",
		"frontdesk outbox list tells why mail waits", "frontdesk quarantine list", "support@acme.example: by frontdesk deliver"} {
		if !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
}

// TestDoctorDamaged: a store that is damaged is the one thing for which doctor fails.
func TestDoctorDamaged(t *testing.T) {
	r := newRig(t, "")
	r.day()
	data, err := os.ReadFile("data/frontdesk.db")
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(data, []byte("50 % off"))
	if at < 0 {
		t.Fatal("the page that is to be damaged is not found")
	}
	page := at / 4096 * 4096
	for i := page; i < page+100; i++ {
		data[i] ^= 0x55
	}
	if err := os.WriteFile("data/frontdesk.db", data, 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, _ := r.run("doctor")
	if code != 1 || strings.Contains(out, "undamaged") {
		t.Errorf("exit code %d: %s", code, out)
	}
}

// forged is a store in which somebody wrote by hand.
type forged struct {
	store.Reader
	record func(*desk.Record) bool // false takes it out
	ticket func(*desk.Ticket)
}

func (f forged) Records(from int64, fn func(desk.Record) error) error {
	return f.Reader.Records(from, func(r desk.Record) error {
		if f.record != nil && !f.record(&r) {
			return nil
		}
		return fn(r)
	})
}

func (f forged) Tickets(filter store.Filter) ([]desk.Ticket, error) {
	all, err := f.Reader.Tickets(filter)
	if f.ticket != nil {
		f.ticket(&all[0])
	}
	return all, err
}

// TestForgery names the first thing that does not fit.
func TestForgery(t *testing.T) {
	r := newRig(t, "")
	r.day()
	var head string
	r.view(func(q store.Reader) (err error) {
		head, _, err = q.Head()
		return err
	})
	for name, c := range map[string]struct {
		forged
		noted, want string
	}{
		"untouched":  {forged{}, head, ""},
		"word":       {forged{record: func(r *desk.Record) bool { r.Kind = strings.Replace(r.Kind, "status", "queue", 1); return true }}, "", "event 6 was changed after it was written"},
		"author":     {forged{record: func(r *desk.Record) bool { return change(r, 2, "from", `"x@y.example"`) }}, "", "event 2: from was changed after it was written"},
		"taken out":  {forged{record: func(r *desk.Record) bool { return r.Seq != 7 }}, "", "event 7 is missing"},
		"renumbered": {forged{record: func(r *desk.Record) bool { r.Seq = min(r.Seq, 24); return true }}, "", "event 25 is missing"},
		"cut off":    {forged{record: func(r *desk.Record) bool { return r.Seq < 20 }}, head, "no event has the hash"},
		"row":        {forged{ticket: func(t *desk.Ticket) { t.Assignee = "alice" }}, "", "ticket #1 is not what its events add up to: assignee was changed"},
		"unborn":     {forged{ticket: func(t *desk.Ticket) { t.ID = 77 }}, "", "ticket #77 has no events"},
	} {
		t.Run(name, func(t *testing.T) {
			var err error
			r.view(func(q store.Reader) error {
				c.forged.Reader = q
				_, err = store.Verify(c.forged, c.noted, func(int64) {})
				return nil
			})
			switch {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func change(r *desk.Record, seq int64, name, value string) bool {
	if r.Seq == seq {
		r.Personal[name] = []byte(value)
	}
	return true
}

func TestAuditJSON(t *testing.T) {
	r := newRig(t, "")
	r.day()
	o := objects(t, r.must("audit", "verify", "--json"))[0]
	exactly(t, "audit verify", o, "ok events tickets head error")
	if o["ok"] != true || o["events"] != 25.0 || o["tickets"] != 2.0 || len(o["head"].(string)) != 64 {
		t.Errorf("got %v", o)
	}
	code, out, _ := r.run("audit", "verify", "--json", "--head", "abc")
	if o := objects(t, out)[0]; code != 1 || o["ok"] != false || o["error"] == "" {
		t.Errorf("exit code %d: %v", code, o)
	}
	if all := objects(t, r.must("audit", "export")); len(all) != 25 || all[0]["seq"] != 1.0 || all[24]["hash"] != objects(t, r.must("audit", "verify", "--json"))[0]["head"] {
		t.Errorf("export: %d records", len(all))
	}
}

// TestProgress counts on a terminal alone.
func TestProgress(t *testing.T) {
	var told strings.Builder
	c := &call{stderr: &told, screen: screen{terminal: true}}
	show := c.progress(40000)
	for i := range int64(40001) {
		show(i)
	}
	show(-1)
	if n := strings.Count(told.String(), "\r"); n != 102 || !strings.HasSuffix(told.String(), "100 % of 40,000 events\r\x1b[K") {
		t.Errorf("%d times: %q", n, told.String()[max(0, told.Len()-60):])
	}
	told.Reset()
	c.screen.terminal = false
	c.progress(40000)(20000)
	if told.Len() > 0 {
		t.Errorf("told %q", told.String())
	}
}
