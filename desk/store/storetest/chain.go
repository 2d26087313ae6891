package storetest

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

// verify checks the chain from its beginning and returns its records.
func verify(t testing.TB, s store.Store) (records []desk.Record) {
	t.Helper()
	view(t, s, func(r store.Reader) error {
		prev := ""
		err := r.Records(1, func(rec desk.Record) error {
			if err := rec.Verify(prev); err != nil {
				t.Errorf("chain: %v", err)
			}
			if rec.Seq != int64(len(records)+1) {
				t.Errorf("event %d stands at place %d", rec.Seq, len(records)+1)
			}
			prev = rec.Hash
			records = append(records, rec)
			return nil
		})
		hash, seq, headErr := r.Head()
		if hash != prev || seq != int64(len(records)) {
			t.Errorf("head is %d %s, the last event %d %s", seq, hash, len(records), prev)
		}
		return errors.Join(err, headErr)
	})
	return records
}

func testChain(t *testing.T, open Opener) {
	t.Run("empty", func(t *testing.T) {
		if records := verify(t, fresh(t, open)); records != nil {
			t.Errorf("a new store has events: %v", records)
		}
	})
	t.Run("events come back as they were", func(t *testing.T) {
		s := fresh(t, open)
		c := newTicket(1, zero, "one", "text")
		write(t, s, c)
		got := get(t, s, func(r store.Reader) ([]desk.Event, error) { return r.Events(1) })
		for i := range c.Events {
			c.Events[i].Seq = int64(i + 1)
		}
		if !reflect.DeepEqual(got, c.Events) {
			t.Errorf("got  %+v\nwant %+v", got, c.Events)
		}
	})
	t.Run("it holds over transactions, savepoints and reopening", func(t *testing.T) {
		dir := t.TempDir()
		s := open(t, dir, nil)
		for i := range int64(3) {
			write(t, s, newTicket(i+1, at(int(i)), "one", "text"))
		}
		sorry := errors.New("sorry")
		update(t, s, func(tx store.Tx) error {
			if err := tx.Write(newTicket(4, at(4), "four", "text")); err != nil {
				return err
			}
			err := tx.Savepoint(func() error { return errors.Join(tx.Write(newTicket(5, at(5), "five", "text")), sorry) })
			if !errors.Is(err, sorry) {
				t.Errorf("savepoint: %v", err)
			}
			return tx.Write(newTicket(5, at(6), "another five", "text"))
		})
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = open(t, dir, nil)
		defer s.Close()
		write(t, s, newTicket(6, at(7), "six", "text"))
		records := verify(t, s)
		if len(records) != 12 {
			t.Errorf("%d events, want 12", len(records))
		}
		salts := map[string]bool{}
		for _, r := range records {
			if len(r.Salt) < 16 {
				t.Errorf("event %d has %d bytes of salt", r.Seq, len(r.Salt))
			}
			salts[string(r.Salt)] = true
		}
		if len(salts) != len(records) {
			t.Errorf("%d different salts for %d events", len(salts), len(records))
		}
	})
	t.Run("briefs are the records of some kinds", func(t *testing.T) { testBriefs(t, open) })
	t.Run("records can be read from anywhere and left anywhere", func(t *testing.T) {
		s := fresh(t, open)
		update(t, s, func(tx store.Tx) error {
			for i := range int64(700) {
				if err := tx.Write(newTicket(i+1, zero, "s", "")); err != nil {
					return err
				}
			}
			return nil
		})
		var seqs []int64
		stop := errors.New("stop")
		err := s.View(t.Context(), func(r store.Reader) error {
			return r.Records(300, func(rec desk.Record) error {
				if seqs = append(seqs, rec.Seq); len(seqs) == 1100 {
					return stop
				}
				return nil
			})
		})
		if !errors.Is(err, stop) || seqs[0] != 300 || seqs[1099] != 1399 {
			t.Errorf("%v: from %d to %d", err, seqs[0], seqs[len(seqs)-1])
		}
	})
}

func testBriefs(t *testing.T, open Opener) {
	s := fresh(t, open)
	erased := newTicket(2, at(1), "two", "text")
	write(t, s, newTicket(1, zero, "one \"quoted\" ü", "text"), erased, changed(erased.Tickets[0], 2, at(2), desk.Tagged{Tags: []string{"x"}}, desk.Rated{Rating: 4, Words: "fine"}))
	kinds := []string{"message", "rated", "status"}
	var want, got []desk.Event
	for _, r := range verify(t, s) {
		if e, err := r.Event(); err != nil {
			t.Fatal(err)
		} else if slices.Contains(kinds, r.Kind) {
			e.Mail = ""
			want = append(want, e)
		}
	}
	stop := errors.New("stop")
	view(t, s, func(r store.Reader) error {
		err := r.Briefs(kinds, func(b desk.Brief) error {
			e, err := b.Event()
			got = append(got, e)
			if !b.ByMail || b.Seq != e.Seq {
				t.Errorf("%+v", b)
			}
			return err
		})
		if err != nil {
			return err
		}
		if err := r.Briefs(nil, func(desk.Brief) error { return errors.New("an event of no kind") }); err != nil {
			return err
		}
		if err := r.Briefs(kinds, func(desk.Brief) error { return stop }); !errors.Is(err, stop) {
			t.Errorf("left with %v", err)
		}
		_, _, err = r.Head() // nothing is left open
		return err
	})
	if len(want) != 3 || !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}
