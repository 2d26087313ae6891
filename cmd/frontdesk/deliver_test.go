package main

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"frontdesk/desk"
	"frontdesk/desk/engine"
	"frontdesk/desk/store"
)

func TestReturnPath(t *testing.T) {
	text := func(s string) *string { return &s }
	for name, c := range map[string]struct {
		raw  string
		from *string
		want string
	}{
		"none said":             {"Subject: x\n\n", nil, "Subject: x\n\n"},
		"added":                 {"Subject: x\n\n", text("a@b.example"), "Return-Path: <a@b.example>\nSubject: x\n\n"},
		"in brackets":           {"Subject: x\n\n", text("<a@b.example>"), "Return-Path: <a@b.example>\nSubject: x\n\n"},
		"null":                  {"Subject: x\n\n", text(""), "Return-Path: <>\nSubject: x\n\n"},
		"null in brackets":      {"Subject: x\n\n", text("<>"), "Return-Path: <>\nSubject: x\n\n"},
		"null of Postfix":       {"Subject: x\n\n", text("MAILER-DAEMON"), "Return-Path: <>\nSubject: x\n\n"},
		"there already":         {"Return-Path: <a@b.example>\nSubject: x\n\n", text("a@b.example"), "Return-Path: <a@b.example>\nSubject: x\n\n"},
		"a stranger's":          {"Return-Path: <>\nSubject: x\n\n", text("a@b.example"), "Return-Path: <a@b.example>\nReturn-Path: <>\nSubject: x\n\n"},
		"CRLF":                  {"Subject: x\r\n\r\n", text("a@b.example"), "Return-Path: <a@b.example>\r\nSubject: x\r\n\r\n"},
		"line of a mail file":   {"From a@b.example Fri Nov 20 12:00:00 2026\nSubject: x\n\n", text("a@b.example"), "Return-Path: <a@b.example>\nSubject: x\n\n"},
		"no second header line": {"Subject: x\n\n", text("a@b.example>\r\nBcc: <all@b.example"), "Return-Path: <a@b.exampleBcc: all@b.example>\nSubject: x\n\n"},
	} {
		if got := string(withReturnPath([]byte(c.raw), c.from)); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// TestDeliver takes in mail as a mail server does.
func TestDeliver(t *testing.T) {
	r := newRig(t, "")
	r.stdin = "From: dana@example.org\nTo: help@acme.example\nSubject: Printer\nMessage-ID: <p@example.org>\n\nIt jams.\n"
	for range 2 { // the caller may not have seen that it was taken
		if out := r.must("deliver", "--mailbox", "Help+abc@acme.example", "--from", "dana@example.org"); out != "" {
			t.Errorf("it says %q", out)
		}
	}
	all := objects(t, r.must("ticket", "list", "--json"))
	if len(all) != 1 || all[0]["subject"] != "Printer" || all[0]["requester"] != "dana@example.org" {
		t.Errorf("tickets: %v", all)
	}
	r.view(func(q store.Reader) error {
		arrivals, err := q.RawByMessageID("p@example.org")
		if err != nil {
			return err
		}
		if len(arrivals) != 2 || arrivals[0].Outcome != desk.OutcomeNew || arrivals[1].Outcome != desk.OutcomeDuplicate || arrivals[0].Mailbox != "support@acme.example" {
			t.Errorf("arrivals: %+v", arrivals)
		}
		raw, err := q.Raw(arrivals[0].SHA256)
		if !strings.HasPrefix(string(raw), "Return-Path: <dana@example.org>\n") {
			t.Errorf("kept: %s", raw)
		}
		return err
	})
}

func (r *rig) view(fn func(store.Reader) error) {
	r.t.Helper()
	r.work(func(s store.Store, _ *engine.Engine) {
		if err := s.View(r.t.Context(), fn); err != nil {
			r.t.Error(err)
		}
	})
}

// TestDeliverKeepsLargeMail: it is held, whole.
func TestDeliverKeepsLargeMail(t *testing.T) {
	r := newRig(t, "[limits]\nmessage = \"64KiB\"\n")
	r.stdin = "From: dana@example.org\nTo: help@acme.example\nSubject: Large\n\n" + strings.Repeat("It jams.\n", 8000)
	r.must("deliver", "--mailbox", "help@acme.example")
	held := objects(t, r.must("quarantine", "list", "--json"))
	if len(held) != 1 || held[0]["reason"] != "too-large" || strings.Contains(held[0]["detail"].(string), "only its header") {
		t.Errorf("held: %v", held)
	}
	if out := r.must("quarantine", "release", "1"); !strings.HasPrefix(out, "Mail 1: new #1") {
		t.Errorf("released: %s", out)
	}
	if o := objects(t, r.must("ticket", "show", "1", "--json"))[0]; len(nth(o, "conversation", 0)["text"].(string)) < 64000 {
		t.Error("the mail was cut")
	}
}

// TestDeliverTempFail: whatever is wrong with the store, the caller keeps the mail.
func TestDeliverTempFail(t *testing.T) {
	r := newRig(t, "")
	r.write("data", "a file where a directory should be")
	r.stdin = "From: dana@example.org\n\nx\n"
	if code, _, told := r.run("deliver", "--mailbox", "help@acme.example"); code != exTempFail || !strings.Contains(told, "keep it and try again") {
		t.Errorf("exit code %d: %s", code, told)
	}
	if err := errors.Join(os.Remove("data"), os.Mkdir("data", 0o700), os.WriteFile("data/frontdesk.db", []byte("this is no database, but long enough to be taken for one"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if code, _, told := r.run("deliver", "--mailbox", "help@acme.example"); code != exTempFail {
		t.Errorf("exit code %d: %s", code, told)
	}
}

func TestReadMail(t *testing.T) {
	cut := io.MultiReader(strings.NewReader("From: a@b.example\n"), broken{})
	var e coded
	if _, err := readMail(cut, 1000); !errors.As(err, &e) || e.code != exTempFail {
		t.Errorf("a broken pipe gives %v", err)
	}
	if _, err := readMail(endless{}, 1000); !errors.As(err, &e) || e.code != exDataErr {
		t.Errorf("an endless mail gives %v", err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("broken pipe") }

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}
