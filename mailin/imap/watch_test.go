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

	"github.com/emersion/go-imap/v2"
)

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

// After a good look the next outage begins with short waits again.
func TestEveryOutageBeginsWithShortWaits(t *testing.T) {
	f, d := newFake(t, mailA), newDesk(t)
	watching(t, f, d, nil, func(t *testing.T, ev *events) {
		for range 10 {
			after(10 * time.Second)
			f.mu.Lock()
			for c := range f.idling {
				c.Close()
				delete(f.idling, c)
			}
			f.mu.Unlock()
		}
		after(10 * time.Second)
		if ev.count(Connected) != 11 || ev.count(Disconnected) != 10 {
			t.Errorf("%d connected, %d disconnected", ev.count(Connected), ev.count(Disconnected))
		}
	})
}

// Run ends in time although the server says nothing; watching compares.
func TestStopWhileTheServerIsFrozen(t *testing.T) {
	for _, frozen := range []string{"LOGIN", "UID SEARCH", "UID FETCH", "IDLE", "LOGOUT"} {
		f, d := newFake(t, mailA), newDesk(t)
		f.on = func(_ *fakeConn, _, verb, _ string) bool { return verb == frozen }
		watching(t, f, d, nil, func(*testing.T, *events) { after(10 * time.Second) })
	}
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
		w, _ := watcher(t, set, newDesk(t))
		if err := w.Once(t.Context()); err == nil || !strings.Contains(err.Error(), "too many connections") {
			t.Errorf("got %v", err)
		}
	})
	asked := 0
	err := lastWords(func() error {
		if asked++; asked < 5 {
			return errors.New("connection closed before greeting")
		}
		return &imap.Error{Type: imap.StatusResponseTypeBye, Text: "reason"}
	})
	if err == nil || !strings.Contains(err.Error(), "reason") {
		t.Errorf("got %v", err)
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

// After a new UIDVALIDITY nothing that was held against a UID counts any more.
func TestNewUIDValidityClearsSuspicion(t *testing.T) {
	f, d := newFake(t, mailA, mailB, mailC), newDesk(t)
	f.on = cut(1000, "x")
	watching(t, f, d, nil, func(t *testing.T, ev *events) {
		after(time.Hour) // by now UID 2 waits long between two tries
		f.mu.Lock()
		f.validity, f.on = 9, nil
		f.mu.Unlock()
		after(reselect + time.Minute)
		if got := d.uids(); !slices.Equal(got[len(got)-3:], []uint32{1, 2, 3}) {
			t.Errorf("taken %v", got)
		}
	})
}

// A refused login is not repeated every second: servers lock such accounts.
func TestRefusedLoginIsNotHammered(t *testing.T) {
	f, d := newFake(t), newDesk(t)
	f.on = func(c *fakeConn, tag, verb, _ string) bool {
		if verb == "LOGIN" {
			c.send(tag + " NO [AUTHENTICATIONFAILED] go away")
		}
		return verb == "LOGIN"
	}
	watching(t, f, d, nil, func(t *testing.T, ev *events) {
		after(2*authWait + time.Second)
		if n := f.commands("LOGIN"); n != 3 {
			t.Errorf("%d logins in a minute", n)
		}
		if ev.count(Disconnected) != 1 {
			t.Errorf("events %+v", ev.all)
		}
	})
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

// A server that refuses to mark mail is asked at each look and reported once.
func TestRefusalToSettleIsReportedOnce(t *testing.T) {
	f, d := newFake(t, mailA), newDesk(t)
	f.on = func(c *fakeConn, tag, verb, _ string) bool {
		if verb == "UID STORE" {
			c.send(tag + " NO [READ-ONLY] no")
		}
		return verb == "UID STORE"
	}
	watching(t, f, d, nil, func(t *testing.T, ev *events) {
		after(10*time.Minute + 10*time.Second)
		if ev.count(Unsettled) != 1 || f.commands("UID STORE") < 10 || f.connections() != 1 {
			t.Errorf("%d reports, %d tries, %d connections", ev.count(Unsettled), f.commands("UID STORE"), f.connections())
		}
	})
}
