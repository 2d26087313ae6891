package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"sync"
	"testing"

	"frontdesk/cmd/internal/daemon"
)

// watched is an output that calls when it has seen some words.
type watched struct {
	mu    sync.Mutex
	text  bytes.Buffer
	words string
	call  func()
}

func (w *watched) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text.Write(b)
	if w.call != nil && strings.Contains(w.text.String(), w.words) {
		w.call()
		w.call = nil
	}
	return len(b), nil
}

func TestDemo(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	out, errs := &watched{words: "Your turn", call: cancel}, &watched{}
	env := func(string) (string, bool) { return "", false }
	c := &call{ctx: ctx, stdin: strings.NewReader(""), stdout: out, stderr: errs, env: env, screen: screenOf(out, env), now: daemon.Now}
	if code := execute(c, []string{"demo", "--keep"}); code != 0 {
		t.Fatalf("exit code %d\n%s\n%s", code, errs.text.String(), out.text.String())
	}
	text := out.text.String()
	for _, words := range []string{
		"“Vielen Dank",                            // German is answered in German
		"filed silently on ticket 2",              // the absence is no answer
		"chosen by rule \"orders\"",               // a rule decides
		"Did you mean /assign bob?",               // a mistake is explained
		"no ack to Monitoring",                    // machines get no thanks
		"held   it claims to be from agent alice", // the spoofed agent gets nowhere
		"✗ Tom Okafor  reply, lost: 552",          // the bounce
		"→ Bob Meyer  alert:",                     // is told to the assignee
		"│ 2. Needed by:",                         // a form with a gap
		"→ Maria Stein  approval-request:",        // is approved when it is complete
		"3 open tickets resemble one another.",    // one cause is found
		"→ Erik Lund, Dana Whitfield and Priya Raman  resolved:",
		"kept as an internal note on ticket 13: no change may be made", // a blackout
		"agent-update: “Scheduled:",                                    // and a time that is free
		"$ frontdesk ticket list", "$ frontdesk quarantine list", "unproven-agent",
		"The day in figures", "mutt -n -F ", "alice@nordwind.example",
	} {
		if !strings.Contains(text, words) {
			t.Errorf("%q is missing", words)
		}
	}
	story, _, _ := strings.Cut(text, "What the day left behind")
	for line := range strings.SplitSeq(story, "\n") {
		if columns(line) > plainWidth {
			t.Errorf("wider than %d columns: %s", plainWidth, line)
		}
	}
	if strings.Contains(text, "\x1b") {
		t.Error("colours without a terminal")
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestDemoWithoutARoomOfItsOwn(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()+"/absent")
	var out, errs bytes.Buffer
	if code := run([]string{"demo"}, strings.NewReader(""), &out, &errs, os.LookupEnv); code != exitFailed {
		t.Errorf("exit code %d: %s", code, errs.String())
	}
}
