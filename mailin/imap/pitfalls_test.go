package imap

import (
	"context"
	"errors"
	"fmt"
	"net"
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

// watching runs the watcher in fake time while the test goes on, and ends it.
func watching(t *testing.T, f *fake, d *memDesk, change func(*Settings), then func(t *testing.T, ev *events)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		set := f.settings()
		set.Start = "all"
		if change != nil {
			change(&set)
		}
		w, ev := watcher(t, set, d)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { w.Run(ctx); close(done) }()
		then(t, ev)
		begin := time.Now()
		cancel()
		<-done
		if took := time.Since(begin); took > 2*time.Second {
			t.Errorf("Run ended %v after its context", took)
		}
	})
}

func after(d time.Duration) {
	time.Sleep(d) // in the bubble: costs nothing
	synctest.Wait()
}

func TestPitfallIdleWakes(t *testing.T) {
	f, d := newFake(t, mailA), newDesk(t)
	watching(t, f, d, func(s *Settings) { s.Poll = time.Hour }, func(t *testing.T, ev *events) {
		after(10 * time.Second)
		f.add(mailB)
		after(0)
		wantUIDs(t, d, 1, 2)
		after(4 * time.Minute)
		f.add(mailC)
		after(0)
		wantUIDs(t, d, 1, 2, 3)
	})
}

// IDLE is restarted by us within five minutes, with a search each time.
func TestPitfallIdleIsRestarted(t *testing.T) {
	f, d := newFake(t, mailA), newDesk(t)
	watching(t, f, d, func(s *Settings) { s.Poll = time.Hour }, func(t *testing.T, ev *events) {
		after(10 * time.Second)
		idles, searches := f.commands("IDLE"), f.commands("UID SEARCH")
		after(time.Hour)
		if n := f.commands("IDLE") - idles; n < 12 || n > 13 {
			t.Errorf("%d restarts in an hour, want 12", n)
		}
		if n := f.commands("UID SEARCH") - searches; n < 12 {
			t.Errorf("%d searches in an hour", n)
		}
	})
}

// A mail that falls between search and IDLE, without any word from the server, is found
// after seconds, not at the next poll.
func TestPitfallMailBetweenSearchAndIdle(t *testing.T) {
	f, d := newFake(t, mailA), newDesk(t)
	var did atomic.Bool
	f.on = func(_ *fakeConn, _, verb, _ string) bool {
		if verb == "IDLE" && !did.Swap(true) {
			f.add(mailB) // nobody idles yet: nothing is said
		}
		return false
	}
	watching(t, f, d, func(s *Settings) { s.Poll = time.Hour }, func(t *testing.T, ev *events) {
		after(idleShort)
		wantUIDs(t, d, 1, 2)
	})
}

// A network that freezes in IDLE: DONE is swallowed, and the watchdog ends the wait.
func TestPitfallFrozenInIdle(t *testing.T) {
	f, d := newFake(t, mailA), newDesk(t)
	f.on = func(_ *fakeConn, tag, _, _ string) bool { return tag == "DONE" && f.connections() == 1 }
	watching(t, f, d, nil, func(t *testing.T, ev *events) {
		after(time.Minute + 10*time.Second)
		f.add(mailB)
		after(10 * time.Second)
		wantUIDs(t, d, 1, 2)
		if ev.count(Disconnected) != 1 || !errors.Is(ev.last(Disconnected).Err, errTimeout) {
			t.Errorf("events %+v", ev.all)
		}
	})
}

func TestPitfallServerDiesInIdle(t *testing.T) {
	f, d := newFake(t, mailA), newDesk(t)
	watching(t, f, d, nil, func(t *testing.T, ev *events) {
		after(10 * time.Second)
		f.mu.Lock()
		f.dead = true
		for c := range f.idling {
			c.Close()
			delete(f.idling, c)
		}
		f.mu.Unlock()
		after(20 * time.Minute)
		if ev.count(Disconnected) != 1 || ev.count(Connected) != 1 || ev.count(Stalled) != 1 {
			t.Errorf("an outage of 20 minutes: %d disconnected, %d connected, %d alarms", ev.count(Disconnected), ev.count(Connected), ev.count(Stalled))
		}
		f.add(mailB)
		f.mu.Lock()
		f.dead = false
		f.mu.Unlock()
		after(longWait)
		wantUIDs(t, d, 1, 2)
		if ev.count(Connected) != 2 {
			t.Errorf("events %+v", ev.all)
		}
	})
}

// BYE alone ends nothing for the library; what follows is the end of the line or silence.
func TestPitfallByeThenSilence(t *testing.T) {
	f, d := newFake(t, mailA), newDesk(t)
	f.on = func(c *fakeConn, tag, verb, _ string) bool {
		if verb == "UID SEARCH" && f.connections() == 1 {
			c.send("* BYE shutting down")
			return true
		}
		return false
	}
	watching(t, f, d, nil, func(t *testing.T, ev *events) {
		after(time.Minute + 5*time.Second)
		wantUIDs(t, d, 1)
		if ev.count(Disconnected) != 1 {
			t.Errorf("events %+v", ev.all)
		}
	})
}

func TestPitfallGreetingByeKeepsItsReason(t *testing.T) {
	d := newDesk(t)
	for range 20 { // the library chooses by lot
		synctest.Test(t, func(t *testing.T) {
			set := newFake(t).settings()
			set.Dial = func(context.Context, string, string) (net.Conn, error) {
				client, server := net.Pipe()
				go func() {
					fmt.Fprint(server, "* BYE [UNAVAILABLE] too many connections\r\n")
					server.Close()
				}()
				return client, nil
			}
			w, _ := watcher(t, set, d)
			if err := w.Once(t.Context()); err == nil || !strings.Contains(err.Error(), "too many connections") {
				t.Errorf("got %v", err)
			}
		})
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

func TestPitfallIdleRefused(t *testing.T) {
	f, d := newFake(t, mailA), newDesk(t)
	f.on = func(c *fakeConn, tag, verb, _ string) bool {
		if verb == "IDLE" {
			c.send(tag + " NO not today")
		}
		return verb == "IDLE"
	}
	watching(t, f, d, nil, func(t *testing.T, ev *events) {
		after(10 * time.Second)
		f.add(mailB)
		after(time.Minute)
		wantUIDs(t, d, 1, 2)
		if f.commands("IDLE") != 1 || f.connections() != 1 {
			t.Errorf("%d IDLEs, %d connections", f.commands("IDLE"), f.connections())
		}
	})
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

func TestUIDValidityChangesWhileWatching(t *testing.T) {
	f, d := newFake(t, mailA), newDesk(t)
	watching(t, f, d, nil, func(t *testing.T, ev *events) {
		after(10 * time.Second)
		f.mu.Lock()
		f.validity, f.mails, f.next = 9, nil, 1
		f.mu.Unlock()
		f.add(mailC)
		after(7 * time.Minute)
		if last := d.got[len(d.got)-1]; last.UIDValidity != 9 || string(last.Raw) != mailC {
			t.Errorf("got %+v", last)
		}
		if ev.count(NewValidity) != 1 {
			t.Errorf("events %+v", ev.all)
		}
	})
}

func TestXOAUTH2(t *testing.T) {
	for _, refuse := range []bool{false, true} {
		f, d := newFake(t, mailA), newDesk(t)
		f.caps = "IMAP4rev1 SASL-IR AUTH=XOAUTH2"
		var sent string
		f.on = func(c *fakeConn, tag, verb, args string) bool {
			switch {
			case verb != "AUTHENTICATE":
				return false
			case refuse:
				c.send("+ eyJzdGF0dXMiOiI0MDEifQ==")
			default:
				sent = args
				c.send(tag + " OK [CAPABILITY IMAP4rev1] in")
			}
			return true
		}
		once(t, f, d, func(s *Settings) { s.Auth = "oauth2" }, func(w *Watcher, ev *events, err error) {
			var refused *AuthError
			if refuse != errors.As(err, &refused) || refuse && !strings.Contains(err.Error(), "401") || err != nil && strings.Contains(err.Error(), "c2VjcmV0") {
				t.Errorf("refused %v: %v", refuse, err)
			}
		})
		if !refuse && sent != "XOAUTH2 dXNlcj1zdXBwb3J0AWF1dGg9QmVhcmVyIHNlY3JldAEB" {
			t.Errorf("sent %q", sent)
		}
	}
}

func TestBackoff(t *testing.T) {
	for _, r := range []float64{0, 0.5, 0.999} {
		b := backoff{rand: func() float64 { return r }}
		for i := range 20 {
			whole := min(firstWait<<min(i, 20), longWait)
			if d := b.next(); d < whole/2 || d > whole {
				t.Errorf("wait %d with %v: %v", i, r, d)
			}
		}
		b.reset()
		if d := b.next(); d > firstWait {
			t.Errorf("after reset %v", d)
		}
	}
}
