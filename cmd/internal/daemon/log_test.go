package daemon

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"frontdesk/mailin/imap"
)

// A trouble that lasts is said once, and its end once, however often the connection comes and goes.
func TestTroubleIsSaidOnce(t *testing.T) {
	var out bytes.Buffer
	f := newFacts(slog.New(slog.NewTextHandler(&out, nil)))
	full := errors.New("the disk is full")
	f.watched(imap.Event{Mailbox: "a@b", Kind: imap.Connected})
	f.watched(imap.Event{Mailbox: "a@b", Kind: imap.Polled})
	for range 20 {
		f.watched(imap.Event{Mailbox: "a@b", Kind: imap.Disconnected, Err: full})
		f.watched(imap.Event{Mailbox: "a@b", Kind: imap.Connected})
	}
	f.watched(imap.Event{Mailbox: "a@b", Kind: imap.Disconnected, Err: errors.New("login refused")})
	f.watched(imap.Event{Mailbox: "a@b", Kind: imap.Polled})
	f.watched(imap.Event{Mailbox: "a@b", Kind: imap.Polled})
	for text, want := range map[string]int{"mailbox connected": 1, "the disk is full": 1, "login refused": 1, "works again": 1} {
		if got := strings.Count(out.String(), text); got != want {
			t.Errorf("%q was said %d times, want %d:\n%s", text, got, want, out.String())
		}
	}
}
