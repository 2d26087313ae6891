package main

import (
	"os"
	"strings"
	"testing"
)

// TestExitCodes is what is told, and with which exit code, to whoever typed something wrong.
func TestExitCodes(t *testing.T) {
	r := newRig(t, "")
	r.day()
	r.write("a.eml", "From: a@b.example\n\nhello\n")
	r.write("bad.toml", strings.Replace(deskConfig, `domain = "desk.acme.example"`, `domian = "desk.acme.example"`, 1))
	r.write("elsewhere.toml", strings.Replace(deskConfig, `data = "data"`, `data = "nothing-here"`, 1))
	for _, c := range []struct {
		args string
		code int
		told string // on standard error
	}{
		{"", 2, "Usage: frontdesk"},
		{"sevre", 2, `did you mean "serve"`},
		{"parse", 2, "see frontdesk parse --help"},
		{"parse --jsno a.eml", 2, `did you mean "--json"`},
		{"parse nowhere.eml", 1, "nowhere.eml"},
		{"parse -c", 2, "--config"},
		{"version extra", 2, "extra"},
		{"ticket", 2, `"list"`},
		{"ticket show", 2, "<number>"},
		{"ticket show abc", 2, `"abc" is no number`},
		{"ticket show 0", 2, "is no number"},
		{"ticket show 99", 1, "there is no ticket #99"},
		{"ticket list --since yesterday", 2, "2026-11-20"},
		{"ticket list --practice incidents", 2, `did you mean "incident"?`},
		{"ticket list --queue incident", 0, `did you mean "incidents"?`},
		{"ticket list --assignee bbo", 0, `did you mean "bob"?`},
		{"ticket list --status opne", 0, `did you mean "open"?`},
		{"ticket list --requester nobody@acme.example", 0, "No ticket matches."},
		{"ticket search gibberish", 0, "No ticket has all of these words."},
		{"ticket do 1 /take", 2, "--as"},
		{"ticket do 1 --as bob", 2, "<command>"},
		{"ticket do 1 /take --as bbo", 2, `did you mean "bob"?`},
		{"ticket do 99 /take --as bob", 1, "there is no ticket #99"},
		{"ticket do 1 /asign bob --as bob", 1, "did you mean /assign bob?"},
		{"ticket do 1 /assign nobody --as bob", 1, "ticket #1 is unchanged"},
		{"ticket do 1 /priority P9 --as bob", 1, "possible: P1, P2"},
		{"ticket attachment 1 2", 1, "ticket #1 has no attachment 2; it has 1"},
		{"ticket attachment 99 1", 1, "there is no ticket #99"},
		{"outbox retry 99", 1, "there is no unsent mail 99"},
		{"outbox drop 1", 1, "there is no unsent mail 1"},
		{"outbox drop", 2, "<id>"},
		{"quarantine show 99", 1, "no mail 99 is held"},
		{"quarantine release 99", 1, "no mail 99 is held"},
		{"quarantine drop 99", 1, "no mail 99 is held"},
		{"quarantine release 1", 1, "mail 1 is held again"},
		{"explain --mailbox hlep@acme.example a.eml", 2, `did you mean "help@acme.example"?`},
		{"explain nowhere.eml", 1, "nowhere.eml"},
		{"explain nobody@nowhere.example", 1, "no stored mail with that Message-ID"},
		{"backup data/frontdesk.db", 1, "exists already"},
		{"backup nowhere/copy.db", 1, "nowhere"},
		{"audit verify --head abc", 1, "no event has the hash abc"},
		{"check -c nowhere.toml", 1, "nowhere.toml"},
		{"check -c bad.toml", 1, "bad.toml:3: desk.domian"},
		{"ticket list -c bad.toml", 1, "frontdesk: the configuration has 1 mistake"},
		{"-c bad.toml ticket list", 1, "frontdesk: the configuration has 1 mistake"},
		{"ticket list -c elsewhere.toml", 0, "there is no store yet"},
		{"outbox list --json -c elsewhere.toml", 0, "there is no store yet"},
		{"ticket show 1 -c elsewhere.toml", 1, "there is no store yet"},
		{"doctor -c elsewhere.toml", 1, "there is no store yet"},
		{"deliver", exUsage, "--mailbox"},
		{"deliver --mailbox", exUsage, "--mailbox"},
		{"deliver --mailbox support@acme.example extra", exUsage, "extra"},
		{"deliver --mailbox suport@acme.example", exUsage, `did you mean "support@acme.example"?`},
		{"deliver --mailbox support@acme.example", exDataErr, "no mail on standard input"},
		{"-c bad.toml deliver --mailbox support@acme.example", exConfig, "bad.toml:3"},
		{"deliver --mailbox support@acme.example -c nowhere.toml", exConfig, "nowhere.toml"},
	} {
		t.Run(c.args, func(t *testing.T) {
			code, out, told := r.run(strings.Fields(c.args)...)
			if code != c.code || !strings.Contains(told, c.told) {
				t.Errorf("exit code %d, want %d; told %q, want %q", code, c.code, told, c.told)
			}
			if out != "" {
				t.Errorf("standard output holds %q", out)
			}
			for _, trace := range []string{"goroutine", ".go:"} {
				if strings.Contains(told, trace) {
					t.Errorf("a stack trace: %s", told)
				}
			}
		})
	}
	if _, err := os.Stat("nothing-here"); err == nil {
		t.Error("looking made a store")
	}
}

// TestPanic is the last resort.
func TestPanic(t *testing.T) {
	newRig(t, "")
	broken := func(string) (string, bool) { panic("oh") }
	for args, want := range map[string]int{"ticket list": exitFailed, "deliver --mailbox support@acme.example": exTempFail} {
		var out, told strings.Builder
		code := run(strings.Fields(args), strings.NewReader("From: a@b.example\n\nx\n"), &out, &told, broken)
		if code != want || !strings.HasPrefix(told.String(), "frontdesk: a mistake in the program: oh") || strings.Contains(told.String(), "goroutine") {
			t.Errorf("%s: exit code %d, want %d; told %q", args, code, want, &told)
		}
	}
}

func TestHelp(t *testing.T) {
	r := newRig(t, "")
	for _, args := range []string{"--help", "ticket --help", "ticket do --help", "deliver --help", "serve -h"} {
		if out := r.must(strings.Fields(args)...); !strings.HasPrefix(out, "Usage: frontdesk") {
			t.Errorf("%s: %s", args, out)
		}
	}
	if out := r.must("--version"); out != r.must("version") || !strings.HasPrefix(out, "frontdesk ") {
		t.Errorf("version: %s", out)
	}
	if o := objects(t, r.must("version", "--json"))[0]; o["version"] != version || o["go"] == "" || o["commit"] == "" {
		t.Errorf("version --json: %v", o)
	}
}

// TestConfigPath tries the places where a configuration may lie.
func TestConfigPath(t *testing.T) {
	r := newRig(t, "")
	other := strings.Replace(deskConfig, "[desk]", "# another one\n[desk]", 1)
	r.write("other.toml", other)
	if out := r.must("check"); !strings.HasPrefix(out, "frontdesk.toml is fine") {
		t.Errorf("got %s", out)
	}
	r.env["FRONTDESK_CONFIG"] = "other.toml"
	if out := r.must("check"); !strings.HasPrefix(out, "other.toml is fine") {
		t.Errorf("got %s", out)
	}
	for _, args := range [][]string{{"-c", "frontdesk.toml", "check"}, {"check", "-c", "frontdesk.toml"}, {"check", "--config=frontdesk.toml"}, {"check", "-cfrontdesk.toml"}} {
		if out := r.must(args...); !strings.HasPrefix(out, "frontdesk.toml is fine") {
			t.Errorf("%v: got %s", args, out)
		}
	}
	delete(r.env, "FRONTDESK_CONFIG")
	if err := os.Remove("frontdesk.toml"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(configPaths[1]); err == nil {
		t.Skipf("%s exists on this machine", configPaths[1])
	}
	if code, _, told := r.run("check"); code != 1 || !strings.Contains(told, "name one with -c FILE") {
		t.Errorf("exit code %d: %s", code, told)
	}
}
