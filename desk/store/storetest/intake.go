package storetest

import (
	"errors"
	"reflect"
	"testing"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

const box = "help@example.org"

// cursor is how far the mailbox was taken in.
func cursor(t testing.TB, s store.Store) store.Cursor {
	t.Helper()
	c, err := s.Cursor(t.Context(), box)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// takenIn commits a mail of the mailbox.
func takenIn(s store.Store, validity, uid uint32, outcome desk.Outcome) store.Change {
	c := arrived(s, store.Change{Now: at(int(uid))}, "ann@example.net", "m@x", outcome)
	c.Arrival.UIDValidity, c.Arrival.UID = validity, uid
	return c
}

func testIntake(t *testing.T, open Opener) {
	t.Run("cursor laws", func(t *testing.T) { testCursor(t, open) })
	t.Run("attempts", func(t *testing.T) { testAttempts(t, open) })
	t.Run("a new UIDVALIDITY", func(t *testing.T) { testUIDValidity(t, open) })
	t.Run("health", func(t *testing.T) {
		s := fresh(t, open)
		write(t, s, takenIn(s, 7, 5, desk.OutcomeIgnored), takenIn(s, 7, 3, desk.OutcomeIgnored))
		err := errors.Join(s.Missing(t.Context(), box, 7, []uint32{6, 7}, "not there", at(9)), s.BeginMailbox(t.Context(), "a@example.org", 3, 0, []uint32{1}, at(1)),
			s.BeginMailbox(t.Context(), "a@example.org", 4, 9, []uint32{1, 2}, at(2)))
		if err != nil {
			t.Fatal(err)
		}
		want := []store.MailboxState{{Mailbox: "a@example.org", Waiting: 2}, {Mailbox: box, TakenAt: at(3), Waiting: 2, Failing: 2}}
		if got := get(t, s, store.Reader.Mailboxes); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
		if c := cursor(t, s); c.UID != 7 {
			t.Errorf("the cursor is at %d", c.UID)
		}
	})
	t.Run("a mail is taken in once", func(t *testing.T) {
		s := fresh(t, open)
		write(t, s, takenIn(s, 7, 1, desk.OutcomeIgnored))
		err := s.Update(t.Context(), func(tx store.Tx) error { return tx.Write(takenIn(s, 7, 1, desk.OutcomeIgnored)) })
		if !errors.Is(err, store.ErrConflict) {
			t.Errorf("twice: %v", err)
		}
		if got := get(t, s, func(r store.Reader) ([]store.Arrival, error) { return r.RawByMessageID("m@x") }); len(got) != 1 {
			t.Errorf("%d arrivals", len(got))
		}
	})
}

func wantCursor(t testing.TB, s store.Store, step string, want store.Cursor) {
	t.Helper()
	if got := cursor(t, s); !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\ngot  %+v\nwant %+v", step, got, want)
	}
}

func testCursor(t *testing.T, open Opener) {
	dir := t.TempDir()
	s := open(t, dir, nil)
	ctx := t.Context()
	wantCursor(t, s, "never seen", store.Cursor{})
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(s.BeginMailbox(ctx, box, 7, 10, []uint32{4, 9}, zero))
	check(s.BeginMailbox(ctx, "other@example.org", 7, 99, []uint32{1}, zero))
	c := store.Cursor{Known: true, UIDValidity: 7, UID: 10, Since: zero, Waiting: []uint32{4, 9}}
	wantCursor(t, s, "first contact", c)
	_, err := s.BeginAttempts(ctx, box, 7, []uint32{4, 11, 12}, at(1))
	check(err)
	c.UID, c.Waiting = 12, []uint32{4, 9, 11, 12}
	wantCursor(t, s, "begun", c)
	write(t, s, takenIn(s, 7, 4, desk.OutcomeIgnored), takenIn(s, 7, 12, desk.OutcomeQuarantined))
	c.Waiting, c.Unsettled = []uint32{9, 11}, []uint32{4, 12}
	wantCursor(t, s, "taken", c)
	check(s.Missing(ctx, box, 7, []uint32{14, 12}, "no literal", at(2)))
	c.UID, c.Waiting = 14, []uint32{9, 11, 14}
	wantCursor(t, s, "missing", c)
	check(s.Gone(ctx, box, 7, []uint32{9, 4, 77}))
	c.UID, c.Waiting = 77, []uint32{11, 14}
	wantCursor(t, s, "gone", c)
	check(s.Settled(ctx, box, 7, []uint32{4, 11}))
	c.Unsettled = []uint32{12}
	wantCursor(t, s, "settled, which forgets nothing that waits", c)
	check(s.Close())
	s = open(t, dir, nil)
	defer s.Close()
	wantCursor(t, s, "opened again", c)
	check(s.BeginMailbox(ctx, box, 7, 5, []uint32{12, 20}, at(3)))
	c.UID, c.Since, c.Waiting = 77, at(3), []uint32{11, 14, 20}
	wantCursor(t, s, "begun again, which goes not back and takes nothing twice", c)
}

func testAttempts(t *testing.T, open Opener) {
	s := fresh(t, open)
	ctx := t.Context()
	begin := func(want []int, uids ...uint32) {
		t.Helper()
		if got, err := s.BeginAttempts(ctx, box, 7, uids, zero); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("attempts at %v: got %v, %v; want %v", uids, got, err, want)
		}
	}
	begin([]int{1, 1}, 1, 2)
	begin([]int{2, 1}, 1, 3)
	write(t, s, takenIn(s, 7, 1, desk.OutcomeIgnored))
	begin([]int{0, 2, 1}, 1, 2, 4)
	begin([]int{})
	if err := s.ForgiveAttempts(ctx, box, 7, []uint32{1, 2, 4}); err != nil { // 1 is committed
		t.Fatal(err)
	}
	begin([]int{0, 2, 1}, 1, 2, 4)
	if err := s.Settled(ctx, box, 7, []uint32{1}); err != nil {
		t.Fatal(err)
	}
	begin([]int{0}, 1)
	if err := s.Missing(ctx, box, 7, []uint32{3, 5}, "no literal", zero); err != nil {
		t.Fatal(err)
	}
	if err := s.BeginMailbox(ctx, box, 7, 5, []uint32{6}, zero); err != nil {
		t.Fatal(err)
	}
	want := []store.Attempt{{Mailbox: box, UIDValidity: 7, UID: 2, Tries: 2}, {Mailbox: box, UIDValidity: 7, UID: 3, Tries: 1, Error: "no literal"},
		{Mailbox: box, UIDValidity: 7, UID: 4, Tries: 1}, {Mailbox: box, UIDValidity: 7, UID: 5, Error: "no literal"}}
	if got := get(t, s, store.Reader.Attempts); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if c := cursor(t, s); !c.Known || c.UID != 6 {
		t.Errorf("cursor %+v", c)
	}
}

// testUIDValidity checks that numbers of one UIDVALIDITY are never taken for those of another, not even
// where an old value comes back.
func testUIDValidity(t *testing.T, open Opener) {
	s := fresh(t, open)
	ctx := t.Context()
	begin := func(validity, base uint32, waiting ...uint32) {
		t.Helper()
		if err := s.BeginMailbox(ctx, box, validity, base, waiting, zero); err != nil {
			t.Fatal(err)
		}
	}
	begin(7, 3, 2, 3)
	write(t, s, takenIn(s, 7, 2, desk.OutcomeIgnored))
	begin(8, 1, 1)
	wantCursor(t, s, "new", store.Cursor{Known: true, UIDValidity: 8, UID: 1, Since: zero, Waiting: []uint32{1}})
	if _, err := s.BeginAttempts(ctx, box, 7, []uint32{3}, zero); !errors.Is(err, store.ErrConflict) {
		t.Errorf("an attempt under the old one: %v", err)
	}
	if err := s.Settled(ctx, box, 7, []uint32{2}); !errors.Is(err, store.ErrConflict) {
		t.Errorf("settled under the old one: %v", err)
	}
	err := s.Update(ctx, func(tx store.Tx) error { return tx.Write(takenIn(s, 7, 3, desk.OutcomeIgnored)) })
	if !errors.Is(err, store.ErrConflict) {
		t.Errorf("a mail under the old one: %v", err)
	}
	begin(7, 0)
	wantCursor(t, s, "back", store.Cursor{Known: true, UIDValidity: 7, Since: zero})
	if tries, err := s.BeginAttempts(ctx, box, 7, []uint32{2}, zero); err != nil || tries[0] != 1 {
		t.Errorf("number 2 is another mail now: %v %v", tries, err)
	}
	write(t, s, takenIn(s, 7, 2, desk.OutcomeIgnored))
}
