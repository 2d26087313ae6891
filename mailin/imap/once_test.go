package imap

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const mailA, mailB, mailC = "Subject: a\r\n\r\nA\r\n", "Subject: b\r\n\r\nB\r\n", "Subject: c\r\n\r\nC\r\n"

// once runs Once against the scripted server, in fake time.
func once(t *testing.T, f *fake, d *memDesk, change func(*Settings), then func(w *Watcher, ev *events, err error)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		set := f.settings()
		set.Start = "all"
		if change != nil {
			change(&set)
		}
		w, ev := watcher(t, set, d)
		err := w.Once(t.Context())
		then(w, ev, err)
	})
}

func ok(t *testing.T) func(*Watcher, *events, error) {
	return func(_ *Watcher, _ *events, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("Once: %v", err)
		}
	}
}

func TestOnceTakesAllAndSettles(t *testing.T) {
	f, d := newFake(t, mailA, mailB, mailC), newDesk(t)
	once(t, f, d, nil, func(w *Watcher, ev *events, err error) {
		ok(t)(w, ev, err)
		if ev.count(Connected) != 1 || ev.last(Taken).Count != 3 || ev.last(Polled).Count != 3 {
			t.Errorf("events %+v", ev.all)
		}
	})
	wantUIDs(t, d, 1, 2, 3)
	if d.raws[2] != mailB || len(d.unsettled) != 0 || !f.mails[0].seen || !f.mails[2].seen {
		t.Errorf("desk %+v", d)
	}
	m := d.got[0]
	if m.Mailbox != "support@acme.example" || m.UIDValidity != 7 || m.Size != int64(len(mailA)) || m.TooLarge ||
		!m.InternalDate.Equal(time.Date(2026, 11, 20, 11, 41, 0, 0, time.UTC)) {
		t.Errorf("delivery %+v", m)
	}
	if f.commands("UID FETCH") != 2 {
		t.Errorf("three mails took %d FETCH commands, want 2: %q", f.commands("UID FETCH"), f.log)
	}
	once(t, f, d, nil, ok(t))
	wantUIDs(t, d, 1, 2, 3)
}

func TestStart(t *testing.T) {
	for start, want := range map[string][]uint32{"all": {1, 2, 3}, "unseen": {1, 3}, "": {1, 3}, "now": {}} {
		t.Run("start="+start, func(t *testing.T) {
			f, d := newFake(t, mailA, mailB, mailC), newDesk(t)
			f.mails[1].seen = true
			change := func(s *Settings) { s.Start = start }
			once(t, f, d, change, ok(t))
			wantUIDs(t, d, want...)
			f.add(mailA).seen = true // from now on flags mean nothing
			once(t, f, d, change, ok(t))
			wantUIDs(t, d, append(want, 4)...)
		})
	}
}

func TestEmptyFolderThenFirstMail(t *testing.T) {
	f, d := newFake(t), newDesk(t)
	once(t, f, d, nil, ok(t))
	f.add(mailA)
	once(t, f, d, nil, ok(t))
	wantUIDs(t, d, 1)
}

// "n:*" matches the last mail even where its UID is below n.
func TestSearchStarMatchesTheLastMail(t *testing.T) {
	f, d := newFake(t, mailA), newDesk(t)
	once(t, f, d, nil, ok(t))
	before := f.commands("UID FETCH")
	once(t, f, d, nil, ok(t))
	if f.commands("UID FETCH") != before {
		t.Error("fetched a mail that it has")
	}
}

// A mail that arrives between the searches of the first contact is above the cursor.
func TestMailArrivesDuringFirstContact(t *testing.T) {
	f, d := newFake(t, mailA), newDesk(t)
	n := 0
	f.on = func(_ *fakeConn, _, verb, _ string) bool {
		if verb == "UID SEARCH" {
			if n++; n == 2 {
				f.add(mailB)
			}
		}
		return false
	}
	once(t, f, d, func(s *Settings) { s.Start = "unseen" }, ok(t))
	wantUIDs(t, d, 1, 2)
	if d.begun != 1 {
		t.Errorf("began with %d waiting", d.begun)
	}
}

func TestUIDValidityChangeLosesAndDoublesNothing(t *testing.T) {
	f, d := newFake(t, mailA, mailB), newDesk(t)
	once(t, f, d, func(s *Settings) { s.Start = "unseen" }, ok(t))
	wantUIDs(t, d, 1, 2)
	d.since = time.Date(2026, 11, 20, 0, 30, 0, 0, time.UTC)
	f.validity, f.next, f.mails = 8, 1, nil
	f.add(mailA).seen, f.mails[0].date = true, "20-Nov-2020 00:00:00 +0000" // seen, and from before the first contact
	f.add(mailB).seen = true
	f.add(mailC)
	once(t, f, d, func(s *Settings) { s.Start = "unseen" }, func(w *Watcher, ev *events, err error) {
		ok(t)(w, ev, err)
		if ev.last(NewValidity).Count != 2 {
			t.Errorf("events %+v", ev.all)
		}
	})
	wantUIDs(t, d, 1, 2, 2, 3)
	if !strings.Contains(strings.Join(f.log, "\n"), `OR (UNSEEN) (SINCE "19-Nov-2026")`) {
		t.Errorf("searched %q", f.log)
	}
	if last := d.got[len(d.got)-1]; last.UIDValidity != 8 || string(last.Raw) != mailC {
		t.Errorf("got %+v", last)
	}
}

func TestNoUIDValidityIsRefused(t *testing.T) {
	f, d := newFake(t, mailA), newDesk(t)
	f.on = func(c *fakeConn, tag, verb, _ string) bool {
		if verb == "SELECT" {
			c.send("* 1 EXISTS", tag+" OK done")
		}
		return verb == "SELECT"
	}
	once(t, f, d, nil, func(_ *Watcher, _ *events, err error) {
		if err == nil || !strings.Contains(err.Error(), "UIDVALIDITY") {
			t.Errorf("got %v", err)
		}
	})
}

func TestOnceCannotConnect(t *testing.T) {
	f, d := newFake(t), newDesk(t)
	f.dead = true
	once(t, f, d, nil, func(_ *Watcher, ev *events, err error) {
		if err == nil || ev.count(Disconnected) != 1 || ev.count(Connected) != 0 {
			t.Errorf("err %v, events %+v", err, ev.all)
		}
	})
}

func TestLoginRefusedNeverShowsTheSecret(t *testing.T) {
	f, d := newFake(t), newDesk(t)
	f.on = func(c *fakeConn, tag, verb, _ string) bool {
		if verb == "LOGIN" {
			c.send(tag + " NO [AUTHENTICATIONFAILED] go away")
		}
		return verb == "LOGIN"
	}
	once(t, f, d, nil, func(_ *Watcher, _ *events, err error) {
		var refused *AuthError
		if !errors.As(err, &refused) || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), "go away") {
			t.Errorf("got %v", err)
		}
	})
}

func TestDeskFailureCommitsAndSettlesNothing(t *testing.T) {
	f, d := newFake(t, mailA), newDesk(t)
	d.fail = errors.New("disk full")
	once(t, f, d, nil, func(_ *Watcher, _ *events, err error) {
		var failed *DeskError
		if !errors.As(err, &failed) {
			t.Errorf("got %v", err)
		}
	})
	if f.mails[0].seen || f.commands("UID STORE") != 0 {
		t.Error("settled a mail that was not committed")
	}
	d.fail = nil
	once(t, f, d, nil, ok(t))
	wantUIDs(t, d, 1)
}

func TestMailThatTheDeskRefusesIsTriedAgain(t *testing.T) {
	f, d := newFake(t, mailA, mailB, mailC), newDesk(t)
	d.refuse[2] = errors.New("not now")
	once(t, f, d, nil, func(w *Watcher, ev *events, err error) {
		ok(t)(w, ev, err)
		if e := ev.last(Deferred); !slices.Equal(e.UIDs, []uint32{2}) {
			t.Errorf("events %+v", ev.all)
		}
	})
	wantUIDs(t, d, 1, 3)
	if f.mails[1].seen {
		t.Error("settled a mail that was refused")
	}
	delete(d.refuse, 2)
	once(t, f, d, nil, ok(t))
	wantUIDs(t, d, 1, 3, 2)
}

func TestUnsettledMailIsSettledLater(t *testing.T) {
	f, d := newFake(t, mailA, mailB), newDesk(t)
	f.on = func(c *fakeConn, tag, verb, _ string) bool {
		if verb == "UID STORE" {
			c.send(tag + " NO [READ-ONLY] no")
		}
		return verb == "UID STORE"
	}
	once(t, f, d, nil, func(w *Watcher, ev *events, err error) {
		ok(t)(w, ev, err)
		if ev.count(Unsettled) != 1 {
			t.Errorf("events %+v", ev.all)
		}
	})
	wantUIDs(t, d, 1, 2)
	f.on = nil
	f.mails = f.mails[1:] // the first was deleted by somebody meanwhile
	once(t, f, d, nil, ok(t))
	wantUIDs(t, d, 1, 2)
	if len(d.unsettled) != 0 || !f.mails[0].seen {
		t.Errorf("still unsettled: %v", d.unsettled)
	}
}

func TestAfter(t *testing.T) {
	tests := []struct {
		name, caps, after string
		folder            int // mails left in the folder
		moved             int
		deleted           bool // what is left is marked
	}{
		{"seen", "IMAP4rev1 UIDPLUS MOVE", "seen", 3, 0, false},
		{"delete", "IMAP4rev1 UIDPLUS", "delete", 1, 0, true},
		{"delete without UIDPLUS expunges nothing", "IMAP4rev1", "delete", 3, 0, true},
		{"move", "IMAP4rev1 UIDPLUS MOVE", "move", 1, 2, true},
		{"move without MOVE", "IMAP4rev1 UIDPLUS", "move", 1, 2, true},
		{"move without MOVE and UIDPLUS expunges nothing", "IMAP4rev1", "move", 3, 2, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, d := newFake(t, "old", mailA, mailB), newDesk(t)
			f.caps = tt.caps
			f.mails[0].seen, f.mails[0].del = true, true // somebody else's, waiting for their EXPUNGE
			once(t, f, d, func(s *Settings) { s.Start, s.After, s.MoveTo = "unseen", tt.after, "Done" }, ok(t))
			wantUIDs(t, d, 2, 3)
			if len(f.mails) != tt.folder || len(f.other["Done"]) != tt.moved || len(d.unsettled) != 0 {
				t.Errorf("%d in the folder, %d moved, unsettled %v; %q", len(f.mails), len(f.other["Done"]), d.unsettled, f.log)
			}
			if f.commands("EXPUNGE") != 0 {
				t.Error("a plain EXPUNGE destroys what others deleted")
			}
			once(t, f, d, func(s *Settings) { s.Start, s.After, s.MoveTo = "unseen", tt.after, "Done" }, ok(t))
			wantUIDs(t, d, 2, 3)
		})
	}
}

// The library pipelines COPY, STORE and EXPUNGE: where COPY is refused the mail would be gone.
func TestMoveThatIsRefusedDestroysNothing(t *testing.T) {
	f, d := newFake(t, mailA), newDesk(t)
	f.caps = "IMAP4rev1 UIDPLUS"
	created := false
	f.on = func(c *fakeConn, tag, verb, _ string) bool {
		if verb == "CREATE" {
			created = true
		}
		if verb == "UID COPY" {
			c.send(tag + " NO [TRYCREATE] no such folder")
		}
		return verb == "UID COPY"
	}
	once(t, f, d, func(s *Settings) { s.After, s.MoveTo = "move", "Done" }, ok(t))
	wantUIDs(t, d, 1)
	if len(f.mails) != 1 || f.mails[0].del || !created || len(d.unsettled) != 1 {
		t.Errorf("mails %+v, created %v", f.mails, created)
	}
}

func TestTooLargeGivesOnlyTheHeader(t *testing.T) {
	big := "Subject: big\r\n\r\n" + strings.Repeat("x", 5000)
	f, d := newFake(t, mailA, big, mailB), newDesk(t)
	f.add(big).size = 100 // it lies
	once(t, f, d, func(s *Settings) { s.MaxSize = 1000 }, ok(t))
	wantUIDs(t, d, 1, 2, 3, 4)
	for _, i := range []int{1, 3} {
		if m := d.got[i]; !m.TooLarge || string(m.Raw) != "Subject: big\r\n\r\n" || m.Size != int64(len(big)) {
			t.Errorf("got %+v", m)
		}
	}
	for _, l := range f.log {
		set, _, _ := strings.Cut(strings.TrimPrefix(l, "UID FETCH "), " ")
		if strings.HasSuffix(l, "BODY.PEEK[])") && inSet(2, set, 4) {
			t.Errorf("asked for the whole of a mail that is too large: %q", l)
		}
	}
}

func TestBatchesAreBounded(t *testing.T) {
	f, d := newFake(t), newDesk(t)
	for i := range 250 {
		f.add(fmt.Sprintf("Subject: %d\r\n\r\nx", i))
	}
	f.add("Subject: large\r\n\r\n" + strings.Repeat("y", largeMail))
	for range 12 {
		f.add("Subject: middling\r\n\r\n" + strings.Repeat("z", largeMail-100))
	}
	once(t, f, d, nil, ok(t))
	if len(d.got) != 263 || !slices.IsSortedFunc(d.got, func(a, b Delivery) int { return int(a.UID) - int(b.UID) }) {
		t.Errorf("took %d", len(d.got))
	}
	alone := "UID FETCH 251 (UID BODY.PEEK[])"
	if !slices.Contains(f.log, alone) {
		t.Errorf("the large mail was not fetched alone: %q", f.log)
	}
	// 263 mails: sizes 2; small 100+100, then 50 alone with nothing large; large 1; middling 7 or 8 each.
	if n := f.commands("UID FETCH"); n > 10 {
		t.Errorf("%d FETCH commands: %q", n, f.log)
	}
}

func TestSettings(t *testing.T) {
	good := newFake(t).settings()
	tests := []struct {
		name   string
		change func(*Settings)
		want   string
	}{
		{"no TLS to elsewhere", func(s *Settings) { s.Host = "imap.acme.example" }, "loopback only"},
		{"no TLS to a name that begins like it", func(s *Settings) { s.Host = "127.0.0.1.evil.example" }, "loopback only"},
		{"unknown tls", func(s *Settings) { s.TLS = "ssl" }, "tls"},
		{"unknown auth", func(s *Settings) { s.Auth = "x" }, "auth"},
		{"unknown after", func(s *Settings) { s.After = "move:Done" }, "after"},
		{"unknown start", func(s *Settings) { s.Start = "x" }, "start"},
		{"move nowhere", func(s *Settings) { s.After = "move" }, "another folder"},
		{"move to itself", func(s *Settings) { s.After, s.MoveTo, s.Folder = "move", "A", "A" }, "another folder"},
		{"no password", func(s *Settings) { s.Password = nil }, "no password"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set := good
			tt.change(&set)
			if _, err := New(set, newDesk(t), nil); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	for _, host := range []string{"127.0.0.1", "::1", "localhost", "127.8.8.8"} {
		good.Host = host
		if _, err := New(good, newDesk(t), nil); err != nil {
			t.Errorf("%s: %v", host, err)
		}
	}
}
