package storetest

import (
	"context"
	"errors"
	"testing"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

var errSorry = errors.New("sorry")

// count is the number of tickets.
func count(t testing.TB, s store.Store) int {
	t.Helper()
	return len(get(t, s, func(r store.Reader) ([]desk.Ticket, error) { return r.Tickets(store.Filter{}) }))
}

func testTransactions(t *testing.T, open Opener) {
	t.Run("an error takes everything back", func(t *testing.T) {
		s := fresh(t, open)
		err := s.Update(t.Context(), func(tx store.Tx) error {
			return errors.Join(tx.Write(newTicket(1, zero, "a", "b")), errSorry)
		})
		if !errors.Is(err, errSorry) || count(t, s) != 0 {
			t.Errorf("got %v and %d tickets", err, count(t, s))
		}
	})
	t.Run("a panic takes everything back and goes on", func(t *testing.T) {
		s := fresh(t, open)
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			s.Update(t.Context(), func(tx store.Tx) error {
				if err := tx.Write(newTicket(1, zero, "a", "b")); err != nil {
					t.Error(err)
				}
				panic("fn failed")
			})
		}()
		write(t, s, newTicket(1, zero, "a", "b"))
		if count(t, s) != 1 {
			t.Errorf("%d tickets", count(t, s))
		}
	})
	t.Run("a writer sees what it wrote, a view only what is committed", func(t *testing.T) {
		s := fresh(t, open)
		update(t, s, func(tx store.Tx) error {
			if err := tx.Write(newTicket(1, zero, "a", "b")); err != nil {
				return err
			}
			if _, err := tx.Ticket(1); err != nil {
				t.Errorf("its own ticket: %v", err)
			}
			if f, err := tx.Facts(desk.Query{}, zero); err != nil || f.NextTicket != 2 {
				t.Errorf("next ticket %d, %v", f.NextTicket, err)
			}
			if n := count(t, s); n != 0 {
				t.Errorf("a view sees %d uncommitted tickets", n)
			}
			return nil
		})
	})
	t.Run("a view stays what it was", func(t *testing.T) {
		s := fresh(t, open)
		view(t, s, func(r store.Reader) error {
			before, err := r.Tickets(store.Filter{})
			if err != nil {
				return err
			}
			write(t, s, newTicket(1, zero, "a", "b"))
			after, err := r.Tickets(store.Filter{})
			if len(before) != 0 || len(after) != 0 {
				t.Errorf("%d tickets, then %d", len(before), len(after))
			}
			return err
		})
	})
	t.Run("savepoints", func(t *testing.T) { testSavepoints(t, open) })
	t.Run("a context that has ended", func(t *testing.T) {
		s := fresh(t, open)
		ctx, cancel := context.WithCancel(t.Context())
		err := s.Update(ctx, func(tx store.Tx) error {
			cancel()
			return tx.Write(newTicket(1, zero, "a", "b"))
		})
		if !errors.Is(err, context.Canceled) || count(t, s) != 0 {
			t.Errorf("ended inside: %v, %d tickets", err, count(t, s))
		}
		if err := s.Update(ctx, func(store.Tx) error { t.Error("it ran"); return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("ended before: %v", err)
		}
		err = s.View(ctx, func(r store.Reader) error { _, err := r.Tickets(store.Filter{}); return err })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("view: %v", err)
		}
	})
}

func testSavepoints(t *testing.T, open Opener) {
	s := fresh(t, open)
	update(t, s, func(tx store.Tx) error {
		for i := range int64(4) {
			err := tx.Savepoint(func() error {
				f, err := tx.Facts(desk.Query{}, zero)
				if err != nil {
					return err
				}
				inner := tx.Savepoint(func() error {
					return errors.Join(tx.Write(newTicket(f.NextTicket, at(int(i)), "inner", "")), errSorry)
				})
				if !errors.Is(inner, errSorry) {
					t.Errorf("inner savepoint: %v", inner)
				}
				if err := tx.Write(newTicket(f.NextTicket, at(int(i)), "outer", "")); err != nil {
					return err
				}
				if i%2 == 1 {
					return errSorry
				}
				return nil
			})
			if (i%2 == 1) != errors.Is(err, errSorry) {
				t.Errorf("savepoint %d: %v", i, err)
			}
		}
		return nil
	})
	tickets := get(t, s, func(r store.Reader) ([]desk.Ticket, error) { return r.Tickets(store.Filter{}) })
	if len(tickets) != 2 || tickets[0].ID != 1 || tickets[1].ID != 2 || tickets[1].Subject != "outer" {
		t.Errorf("got %+v", tickets)
	}
	verify(t, s)
}
