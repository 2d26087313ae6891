package storetest

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

func testReading(t *testing.T, open Opener) {
	t.Run("messages come back as they were", func(t *testing.T) {
		s := fresh(t, open)
		c := newTicket(1, zero, "one", "Grüße\x00\r\n")
		c.Messages[0].Agent, c.Messages[0].Attachments = "bob", nil
		more := changed(c.Tickets[0], 1, at(1), desk.Wrote{}, desk.Wrote{})
		wrote(&more, 1, desk.Internal, "")
		wrote(&more, 1, desk.Public, "third")
		write(t, s, c, more)
		got := get(t, s, func(r store.Reader) ([]desk.Message, error) { return r.Messages(1) })
		want := append(c.Messages, more.Messages...)
		for i := range want {
			if i < len(got) {
				want[i].ID = got[i].ID
			}
		}
		if !reflect.DeepEqual(got, want) || got[0].ID >= got[1].ID || got[1].ID >= got[2].ID {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	})
	t.Run("raw mail", func(t *testing.T) { testRaw(t, open) })
	t.Run("arrivals come back as they were", func(t *testing.T) {
		s := fresh(t, open)
		c := arrived(s, newTicket(1, zero, "one", "text"), "ann@example.net", "a@x", desk.OutcomeNew)
		c.Arrival.UIDValidity, c.Arrival.UID = 1<<32-1, 1<<32-2
		c.Arrival.Evidence = desk.Evidence{Proven: true, Failed: true, By: "dkim", Why: "why"}
		c.Arrival.Trace = `{"why":"because"}`
		later := arrived(s, store.Change{Now: at(1)}, "bo@example.net", "a@x", desk.OutcomeIgnored)
		later.Arrival.InternalDate = time.Time{}
		write(t, s, c, later)
		got := get(t, s, func(r store.Reader) ([]store.Arrival, error) { return r.RawByMessageID("a@x") })
		want := []store.Arrival{*c.Arrival, *later.Arrival}
		for i := range want {
			want[i].ID = got[i].ID
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
		onTicket := get(t, s, func(r store.Reader) ([]store.Arrival, error) { return r.Arrivals(1) })
		if !reflect.DeepEqual(onTicket, want[:1]) {
			t.Errorf("of the ticket %+v", onTicket)
		}
		if none := get(t, s, func(r store.Reader) ([]store.Arrival, error) { return r.Arrivals(0) }); len(none) > 0 {
			t.Errorf("of no ticket %+v", none)
		}
	})
}

func testRaw(t *testing.T, open Opener) {
	s := fresh(t, open)
	noise := make([]byte, 3<<20)
	rand.NewChaCha8([32]byte{1}).Read(noise)
	for name, raw := range map[string][]byte{
		"empty": {}, "small": []byte("From: a\n\nb\x00\r\r\n"), "text": bytes.Repeat([]byte("hello world\r\n"), 90000),
		"noise": noise, "one slice": noise[:255<<10], "and a byte": noise[:255<<10+1],
	} {
		p := s.Pack(raw)
		if p.Size != len(raw) || len(p.Chunks) == 0 {
			t.Errorf("%s: packed %d bytes in %d chunks", name, p.Size, len(p.Chunks))
		}
		for _, chunk := range p.Chunks {
			if len(chunk) > 256<<10 {
				t.Errorf("%s: a chunk of %d bytes", name, len(chunk))
			}
		}
		for range 2 { // kept once
			c := arrived(s, store.Change{Now: zero}, "ann@example.net", name, desk.OutcomeIgnored)
			c.Raw, c.Arrival.SHA256 = p, p.SHA256
			write(t, s, c)
		}
		got := get(t, s, func(r store.Reader) ([]byte, error) { return r.Raw(p.SHA256) })
		if !bytes.Equal(got, raw) {
			t.Errorf("%s: %d bytes came back as %d", name, len(raw), len(got))
		}
	}
	err := s.View(t.Context(), func(r store.Reader) error { _, err := r.Raw("ab12"); return err })
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("not kept: %v", err)
	}
}

func testSearch(t *testing.T, open Opener) {
	s := fresh(t, open)
	write(t, s, newTicket(1, zero, "Drucker brännt", "the toner is empty ORA-00942"), newTicket(2, at(1), "toner", "NEAR the window"),
		newTicket(3, at(2), "printer", "ÄÖÜ straße foo_bar@example.net"))
	c := newTicket(4, at(3), "old name", "first")
	next := changed(c.Tickets[0], 4, at(4), desk.Wrote{}, desk.Renamed{Subject: "new name"}, desk.Wrote{})
	wrote(&next, 4, desk.Internal, "second zebra")
	wrote(&next, 4, desk.Public, "third")
	write(t, s, c, next)
	for _, c := range []struct {
		words string
		want  []int64
	}{
		{"toner", []int64{2, 1}},
		{"TONER the", []int64{2, 1}},
		{"drucker toner", []int64{1}},
		{"toner drucker", []int64{1}},
		{"brannt", []int64{1}},
		{"DRUCK", []int64{1}},
		{"druck toner", nil}, // only the last word may be a beginning
		{"aou", []int64{3}},
		{"foo_bar@example.net", []int64{3}},
		{"ora-00942", []int64{1}},
		{"first zebra third", []int64{4}},
		{"name", []int64{4}},
		{"old", nil},
		{"new", []int64{4}},
		{`the" OR "printer`, nil},
		{"NEAR", []int64{2}}, {"NOT toner", nil}, {"words:toner", nil}, {"*", nil}, {`"`, nil}, {"", nil}, {"^toner", []int64{2, 1}}, {"-(toner)", []int64{2, 1}},
		{"gone", nil},
	} {
		found := get(t, s, func(r store.Reader) ([]desk.Ticket, error) { return r.Search(c.words, 10) })
		if got := ids(found); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: got %v, want %v", c.words, got, c.want)
		}
	}
	update(t, s, func(tx store.Tx) error { // in a transaction, over a savepoint that is taken back
		if err := tx.Write(newTicket(5, at(9), "early", "bird")); err != nil {
			return err
		}
		err := tx.Savepoint(func() error {
			if err := tx.Write(newTicket(6, at(9), "late", "bird")); err != nil {
				return err
			}
			if found, err := tx.Search("bird", 9); len(found) != 2 {
				t.Errorf("inside: %v %v", ids(found), err)
			}
			return errSorry
		})
		if !errors.Is(err, errSorry) {
			t.Errorf("savepoint: %v", err)
		}
		return nil
	})
	if found := get(t, s, func(r store.Reader) ([]desk.Ticket, error) { return r.Search("bird", 9) }); !reflect.DeepEqual(ids(found), []int64{5}) {
		t.Errorf("after it: %v", ids(found))
	}
	if found := get(t, s, func(r store.Reader) ([]desk.Ticket, error) { return r.Search("toner", 1) }); len(found) != 1 || found[0].ID != 2 {
		t.Errorf("limit: %v", ids(found))
	}
}

func testQuarantine(t *testing.T, open Opener) {
	s := fresh(t, open)
	var changes []store.Change
	for i := range 3 {
		changes = append(changes, arrived(s, store.Change{Now: at(i)}, "eve@example.net", string(rune('a'+i))+"@x", desk.OutcomeQuarantined))
	}
	write(t, s, changes...)
	held := get(t, s, store.Reader.Quarantine)
	if len(held) != 3 {
		t.Fatalf("%d held", len(held))
	}
	q := held[1]
	if q.Reason != "flood" || q.Detail != "too many" || !q.At.Equal(at(1)) || q.From != "eve@example.net" || q.Subject != "subject" ||
		q.SHA256 != changes[1].Raw.SHA256 || q.Mailbox != "help@example.org" || q.Arrival.MessageID != "b@x" || !q.Arrival.Evidence.Proven {
		t.Errorf("got %+v", q)
	}
	update(t, s, func(tx store.Tx) error {
		released, err := tx.Release(q.ID)
		if !reflect.DeepEqual(released, q) {
			t.Errorf("released %+v", released)
		}
		return errors.Join(err, tx.Drop(held[2].ID))
	})
	if left := get(t, s, store.Reader.Quarantine); len(left) != 1 || left[0].ID != held[0].ID {
		t.Errorf("left %+v", left)
	}
	for _, id := range []int64{q.ID, held[2].ID, 999} {
		for name, end := range map[string]func(store.Tx) error{
			"release": func(tx store.Tx) error { _, err := tx.Release(id); return err },
			"drop":    func(tx store.Tx) error { return tx.Drop(id) },
		} {
			if err := s.Update(t.Context(), end); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s %d again: %v", name, id, err)
			}
		}
	}
	view(t, s, func(r store.Reader) error { _, err := r.Raw(held[2].SHA256); return err }) // dropped mail keeps its bytes
}

func testTimers(t *testing.T, open Opener) {
	s := fresh(t, open)
	write(t, s, store.Change{Timers: []desk.Timer{{Ticket: 1, Kind: desk.TimerClose, Due: at(3)}, {Ticket: 1, Kind: desk.TimerWake, Due: at(1)},
		{Ticket: 2, Kind: desk.TimerClose, Due: at(2)}, {Ticket: 3, Kind: desk.TimerClose, Due: at(9)}, {Ticket: 4, Kind: desk.TimerClose, Due: at(1)}}},
		store.Change{Timers: []desk.Timer{{Ticket: 4, Kind: desk.TimerClose}, {Ticket: 5, Kind: desk.TimerClose}, {Ticket: 1, Kind: desk.TimerClose, Due: at(4)}}})
	for kind, want := range map[desk.TimerKind]time.Time{desk.TimerClose: at(4), desk.TimerWake: at(1), desk.TimerLevel: {}} {
		if got := get(t, s, func(r store.Reader) (time.Time, error) { return r.Timer(1, kind) }); !got.Equal(want) {
			t.Errorf("timer %s is due %s, want %s", kind, got, want)
		}
	}
	for _, c := range []struct {
		now   time.Time
		limit int
		due   []desk.Timer
		next  time.Time
	}{
		{zero, 9, nil, at(1)},
		{at(1), 9, []desk.Timer{{Ticket: 1, Kind: desk.TimerWake, Due: at(1)}}, at(2)},
		{at(5), 2, []desk.Timer{{Ticket: 1, Kind: desk.TimerWake, Due: at(1)}, {Ticket: 2, Kind: desk.TimerClose, Due: at(2)}}, at(4)},
		{at(99), 9, []desk.Timer{{Ticket: 1, Kind: desk.TimerWake, Due: at(1)}, {Ticket: 2, Kind: desk.TimerClose, Due: at(2)},
			{Ticket: 1, Kind: desk.TimerClose, Due: at(4)}, {Ticket: 3, Kind: desk.TimerClose, Due: at(9)}}, time.Time{}},
	} {
		update(t, s, func(tx store.Tx) error {
			due, next, err := tx.DueTimers(c.now, c.limit)
			if len(due)+len(c.due) > 0 && !reflect.DeepEqual(due, c.due) || !next.Equal(c.next) {
				t.Errorf("at %s: %v, next %s", c.now, due, next)
			}
			return err
		})
	}
}
