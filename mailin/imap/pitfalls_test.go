package imap

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// Each test holds one of the ways in which the library bites; see the package comment.

// cut answers the FETCH of a mail's body with a part of its literal and drops the line.
func cut(announced int, sent string) func(*fakeConn, string, string, string) bool {
	return func(c *fakeConn, _, verb, args string) bool {
		if verb == "UID FETCH" && strings.Contains(args, "BODY") && inSet(2, strings.Fields(args)[0], 3) {
			fmt.Fprintf(c, "* 2 FETCH (UID 2 BODY[] {%d}\r\n%s", announced, sent)
			c.Close()
			return true
		}
		return false
	}
}

func TestPitfallTruncatedLiteralIsNotTaken(t *testing.T) {
	f, d := newFake(t, mailA, mailB, mailC), newDesk(t)
	f.on = cut(len(mailB), mailB[:5])
	once(t, f, d, nil, func(w *Watcher, ev *events, err error) {
		ok(t)(w, ev, err)
		if ev.count(Missing) != 1 {
			t.Errorf("events %+v", ev.all)
		}
	})
	wantUIDs(t, d, 1, 3)
	if !strings.Contains(d.missing[2], "drops the connection") || f.mails[1].seen {
		t.Errorf("missing %v, settled %v", d.missing, f.mails[1].seen)
	}
	f.on = nil
	once(t, f, d, nil, ok(t))
	wantUIDs(t, d, 1, 3, 2)
	if d.raws[2] != mailB {
		t.Errorf("got %q", d.raws[2])
	}
}

// The length is compared too, whatever the end of the command says.
func TestPitfallLiteralLengthIsCompared(t *testing.T) {
	s := &session{set: Settings{MaxSize: 100, Timeout: time.Minute}, dog: time.NewTimer(time.Minute)}
	for _, size := range []int64{6, 1000} { // to be kept, and to be passed over
		if b, err := s.literal(announced{strings.NewReader("hello"), size}); !errors.Is(err, errShort) {
			t.Errorf("5 of %d bytes: %+v, %v", size, b, err)
		}
	}
	if b, err := s.literal(announced{strings.NewReader("hello"), 5}); err != nil || string(b.raw) != "hello" {
		t.Errorf("got %+v, %v", b, err)
	}
}

type announced struct {
	*strings.Reader
	size int64
}

func (a announced) Size() int64 { return a.size }

// The whole literal arrives, but the command does not end well: nothing of it counts.
func TestPitfallLiteralWholeButCommandBroken(t *testing.T) {
	f, d := newFake(t, mailA, mailB, mailC), newDesk(t)
	f.on = cut(len(mailB), mailB)
	once(t, f, d, nil, ok(t))
	wantUIDs(t, d, 1, 3)
}

// After a short read client and command are closed in the order that has no data race;
// the race detector is the judge. Two mails are in flight behind the short one.
func TestPitfallShortReadClosesClientFirst(t *testing.T) {
	f, d := newFake(t, mailA, mailB, mailC), newDesk(t)
	var did atomic.Bool
	f.on = func(c *fakeConn, _, verb, args string) bool {
		if verb != "UID FETCH" || !strings.Contains(args, "BODY") || did.Swap(true) {
			return false
		}
		fmt.Fprintf(c, "* 1 FETCH (UID 1 BODY[] {%d}\r\n%s)\r\n* 2 FETCH (UID 2 BODY[] {100000}\r\n%s", len(mailA), mailA, mailB)
		c.Close()
		return true
	}
	once(t, f, d, nil, ok(t))
	wantUIDs(t, d, 1, 2, 3)
}

// A literal larger than its RFC822.SIZE and than the limit is read to its end, not left pending,
// where closing the client would wait for ever.
func TestPitfallPendingLiteralIsDrained(t *testing.T) {
	big := "Subject: big\r\n\r\n" + strings.Repeat("x", 300_000)
	f, d := newFake(t, mailA), newDesk(t)
	f.add(big).size = 10
	once(t, f, d, func(s *Settings) { s.MaxSize = 1000 }, ok(t))
	wantUIDs(t, d, 1, 2)
	if !d.got[1].TooLarge {
		t.Error("not marked as too large")
	}
}

func TestPitfallNoResponseTimeout(t *testing.T) {
	for _, frozen := range []string{"CAPABILITY", "LOGIN", "SELECT", "UID SEARCH", "UID FETCH", "UID STORE"} {
		t.Run(frozen, func(t *testing.T) {
			f, d := newFake(t, mailA), newDesk(t)
			var did atomic.Bool
			f.on = func(_ *fakeConn, _, verb, _ string) bool {
				return verb == frozen && !did.Swap(true) // then it says nothing, for ever
			}
			synctest.Test(t, func(t *testing.T) {
				set := f.settings()
				set.Start = "all"
				w, _ := watcher(t, set, d)
				begin := time.Now()
				err := w.Once(t.Context())
				if took := time.Since(begin); took < time.Minute || took > 2*time.Minute {
					t.Errorf("ended after %v", took)
				}
				if err != nil && !errors.Is(err, errTimeout) {
					t.Error(err)
				}
			})
			once(t, f, d, nil, ok(t))
			wantUIDs(t, d, 1)
		})
	}
}

// A mail that trickles in makes progress: the watchdog leaves it alone.
func TestPitfallWatchdogSparesSlowMail(t *testing.T) {
	f, d := newFake(t, mailA), newDesk(t)
	f.on = func(c *fakeConn, tag, verb, args string) bool {
		if verb != "UID FETCH" || !strings.Contains(args, "BODY") {
			return false
		}
		fmt.Fprintf(c, "* 1 FETCH (UID 1 BODY[] {%d}\r\n", len(mailA))
		for _, b := range []byte(mailA)[:5] {
			time.Sleep(40 * time.Second)
			c.Write([]byte{b})
		}
		c.send(mailA[5:]+")", tag+" OK done")
		return true
	}
	once(t, f, d, nil, ok(t))
	wantUIDs(t, d, 1)
	if f.connections() != 1 {
		t.Errorf("%d connections", f.connections())
	}
}

// Unknown syntax is fatal for the connection. It costs the mail at which it stands, not the others.
func TestPitfallUnknownUntaggedResponse(t *testing.T) {
	for _, line := range []string{"* VANISHED (EARLIER) 1:2", "* XFOO bar", "* 2 FETCH (UID 2 X-GM-MSGID 5)"} {
		t.Run(line, func(t *testing.T) {
			f, d := newFake(t, mailA, mailB, mailC), newDesk(t)
			f.on = func(c *fakeConn, _, verb, args string) bool {
				if verb == "UID FETCH" && strings.Contains(args, "BODY") && inSet(2, strings.Fields(args)[0], 3) {
					c.send(line)
				}
				return false
			}
			once(t, f, d, nil, ok(t))
			wantUIDs(t, d, 1, 3)
			if d.missing[2] == "" {
				t.Errorf("missing %v", d.missing)
			}
		})
	}
}

func TestPitfallOnlyHarmlessItemsAreAskedFor(t *testing.T) {
	f, d := newFake(t, mailA, mailB), newDesk(t)
	once(t, f, d, nil, ok(t))
	for _, l := range f.log {
		for _, item := range []string{"ENVELOPE", "BODYSTRUCTURE", "X-GM", "QRESYNC", "NOTIFY", "MODSEQ", "UNCHANGEDSINCE", "ENABLE", "RFC822 ", "BODY[]"} {
			if strings.Contains(l, item) {
				t.Errorf("asked %q", l)
			}
		}
	}
}

// A broken INTERNALDATE ends the connection: the mail is taken without it, its neighbours with.
func TestPitfallBadInternalDate(t *testing.T) {
	f, d := newFake(t, mailA, mailB, mailC), newDesk(t)
	f.mails[1].date = "sometime last week"
	once(t, f, d, nil, ok(t))
	got := map[uint32]bool{}
	for _, m := range d.got {
		got[m.UID] = m.InternalDate.IsZero()
	}
	if len(got) != 3 || got[1] || !got[2] || got[3] {
		t.Errorf("UID → without date: %v", got)
	}
}

// A mail that always costs the connection waits longer and longer, and never stops the others.
func TestPitfallPoisonMailBlocksNobody(t *testing.T) {
	f, d := newFake(t, mailA, mailB, mailC), newDesk(t)
	f.on = cut(1000, "x")
	watching(t, f, d, nil, func(t *testing.T, ev *events) {
		after(2 * time.Minute)
		wantUIDs(t, d, 1, 3)
		f.add(mailA)
		after(time.Minute)
		wantUIDs(t, d, 1, 3, 4)
		conns := f.connections()
		after(24 * time.Hour)
		if n := f.connections() - conns; n < 5 || n > 60 {
			t.Errorf("%d tries in a day", n)
		}
		if why := d.why(2); !strings.Contains(why, "drops the connection") {
			t.Errorf("missing because %q", why)
		}
		f.mu.Lock()
		f.on = nil
		f.mu.Unlock()
		after(2 * time.Hour)
		wantUIDs(t, d, 1, 3, 4, 2)
	})
}

// A UID that follows its literal makes the mail vanish without an error.
func TestPitfallUIDAfterLiteral(t *testing.T) {
	f, d := newFake(t, mailA, mailB, mailC), newDesk(t)
	f.mails[1].reply = func(uid uint32, section string) string {
		return fmt.Sprintf("%s %s UID %d", section, literal(mailB), uid)
	}
	once(t, f, d, nil, ok(t))
	wantUIDs(t, d, 1, 3)
	if d.missing[2] != "the server does not deliver it" || f.mails[1].seen {
		t.Errorf("missing %v", d.missing)
	}
	f.mails[1].reply = nil
	once(t, f, d, nil, ok(t))
	wantUIDs(t, d, 1, 3, 2)
}

// Flags that the server volunteers swallow the place of the mail itself in a batch.
func TestPitfallVolunteeredFlagsDisplaceTheMail(t *testing.T) {
	f, d := newFake(t, mailA, mailB), newDesk(t)
	var did atomic.Bool
	f.on = func(c *fakeConn, _, verb, args string) bool {
		if verb == "UID FETCH" && strings.Contains(args, "BODY") && !did.Swap(true) {
			c.send(`* 2 FETCH (UID 2 FLAGS (\Flagged))`)
		}
		return false
	}
	once(t, f, d, nil, ok(t))
	wantUIDs(t, d, 1, 2)
}

func TestPitfallLiteralThatLacks(t *testing.T) {
	whole := func(s string) func(uint32, string) string {
		return func(uid uint32, section string) string { return fmt.Sprintf("UID %d %s %s", uid, section, s) }
	}
	tests := []struct {
		name     string
		size     int64 // RFC822.SIZE
		reply    func(uint32, string) string
		estimate bool
		taken    bool
		raw      string
	}{
		{"NIL", 0, whole("NIL"), false, false, ""},
		{"no bytes though some were announced", 0, whole("{0}\r\n"), false, false, ""},
		{"no bytes, by an estimate", 0, whole("{0}\r\n"), true, false, ""},
		{"no bytes and no size to confirm it", -2, whole("{0}\r\n"), false, false, ""},
		{"no bytes, confirmed", -1, whole("{0}\r\n"), false, true, ""},
		{"empty string, confirmed", -1, whole(`""`), false, true, ""},
		{"NIL, confirmed", -1, whole("NIL"), false, true, ""},
		{"shorter than announced", 5000, nil, false, false, ""},
		{"shorter than an estimate", 5000, nil, true, true, mailB},
		{"longer than announced", 3, nil, false, true, mailB},
		{"no size at all", -2, nil, false, true, mailB},
		{"line ends counted as two", 10, whole(literal("a\nb\nc\nd")), false, true, "a\nb\nc\nd"},
		{"no body in the answer", 0, func(uid uint32, _ string) string { return fmt.Sprintf("UID %d", uid) }, false, false, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, d := newFake(t, mailA, mailB, mailC), newDesk(t)
			f.mails[1].size, f.mails[1].reply = tt.size, tt.reply
			once(t, f, d, func(s *Settings) { s.SizeIsEstimate = tt.estimate }, ok(t))
			want := []uint32{1, 3}
			if tt.taken {
				want = []uint32{1, 2, 3}
			}
			wantUIDs(t, d, want...)
			if tt.taken == (d.missing[2] != "") || d.raws[2] != tt.raw || f.mails[1].seen != tt.taken {
				t.Errorf("missing %v, raw %q, settled %v", d.missing, d.raws[2], f.mails[1].seen)
			}
		})
	}
}

// Missing mail is tried at each poll, reported once, and never keeps Once from ending well.
func TestPitfallMissingMailIsTriedAtEachPoll(t *testing.T) {
	f, d := newFake(t, mailA), newDesk(t)
	f.mails[0].reply = func(uid uint32, section string) string { return fmt.Sprintf("UID %d %s NIL", uid, section) }
	watching(t, f, d, nil, func(t *testing.T, ev *events) {
		after(10*time.Minute + 10*time.Second)
		if n := f.commands("UID FETCH"); n < 20 {
			t.Errorf("%d tries in ten minutes", n)
		}
		if ev.count(Missing) != 1 || ev.count(Stalled) != 0 {
			t.Errorf("%d reports, %d alarms", ev.count(Missing), ev.count(Stalled))
		}
		f.mu.Lock()
		f.mails[0].reply = nil
		f.mu.Unlock()
		after(time.Minute)
		wantUIDs(t, d, 1)
	})
}

func TestPitfallGoneIsNotMissing(t *testing.T) {
	f, d := newFake(t, mailA, mailB, mailC), newDesk(t)
	f.on = func(_ *fakeConn, _, verb, args string) bool {
		if verb == "UID FETCH" && len(f.mails) == 3 {
			f.mu.Lock()
			f.mails = slices.Delete(f.mails, 1, 2) // somebody deletes it between search and fetch
			f.mu.Unlock()
		}
		return false
	}
	once(t, f, d, nil, ok(t))
	wantUIDs(t, d, 1, 3)
	if !slices.Equal(d.gone, []uint32{2}) || len(d.missing) != 0 || len(d.cur.Waiting) != 0 {
		t.Errorf("gone %v, missing %v, waiting %v", d.gone, d.missing, d.cur.Waiting)
	}
}

// NO to a FETCH costs only the mail that it is about.
func TestPitfallRefusedFetch(t *testing.T) {
	for _, item := range []string{"BODY", "RFC822.SIZE"} {
		t.Run(item, func(t *testing.T) {
			f, d := newFake(t, mailA, mailB, mailC), newDesk(t)
			f.on = func(c *fakeConn, tag, verb, args string) bool {
				if verb == "UID FETCH" && strings.Contains(args, item) && inSet(2, strings.Fields(args)[0], 3) {
					c.send(tag + " NO [SERVERBUG] internal error")
					return true
				}
				return false
			}
			once(t, f, d, nil, ok(t))
			wantUIDs(t, d, 1, 3)
			if !strings.Contains(d.missing[2], "internal error") || f.connections() != 1 {
				t.Errorf("missing %v, %d connections", d.missing, f.connections())
			}
		})
	}
}

// Every handle is consumed: a command that follows a STORE with an answer does not block.
func TestPitfallCommandsAreConsumed(t *testing.T) {
	f, d := newFake(t, mailA, mailB), newDesk(t)
	f.on = func(c *fakeConn, _, verb, _ string) bool {
		if verb == "UID STORE" || verb == "UID EXPUNGE" {
			for range 300 { // more than the library buffers
				c.send(`* 1 FETCH (UID 1 FLAGS (\Seen))`)
			}
		}
		return false
	}
	once(t, f, d, func(s *Settings) { s.After = "delete" }, ok(t))
	wantUIDs(t, d, 1, 2)
}

func TestPitfallHostileSearchResult(t *testing.T) {
	for _, answer := range []string{"* ESEARCH (TAG \"%s\") UID ALL 1:4294967295", "* ESEARCH (TAG \"%s\") UID ALL 1:*"} {
		f, d := newFake(t, mailA), newDesk(t)
		f.on = func(c *fakeConn, tag, verb, _ string) bool {
			if verb == "UID SEARCH" {
				c.send(fmt.Sprintf(answer, tag), tag+" OK done")
			}
			return verb == "UID SEARCH"
		}
		once(t, f, d, nil, func(_ *Watcher, _ *events, err error) {
			if err == nil {
				t.Errorf("%s was believed", answer)
			}
		})
	}
}
