package storetest

import (
	"errors"
	"sync"
	"testing"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

// testConcurrency lets writers and readers at one store at once. Every ticket that a writer believes to have
// opened must be there, and no reader may ever see a ticket without its message.
func testConcurrency(t *testing.T, open Opener) {
	s := fresh(t, open)
	const writers, readers, each = 4, 3, 15
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				err := s.Update(t.Context(), func(tx store.Tx) error {
					f, err := tx.Facts(desk.Query{}, at(i))
					if err != nil {
						return err
					}
					c := arrived(s, newTicket(f.NextTicket, at(i), "one", "text"), "ann@example.net", "x", desk.OutcomeNew)
					c.Arrival.UIDValidity, c.Arrival.UID = 7, uint32(w*each+i+1)
					c.Outbox = []store.OutboxItem{outgoing(f.NextTicket, "a@x", "m", zero)}
					return tx.Write(c)
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range readers {
		wg.Go(func() {
			for range each {
				err := s.View(t.Context(), func(r store.Reader) error {
					tickets, err := r.Tickets(store.Filter{})
					for _, row := range tickets {
						messages, err := r.Messages(row.ID)
						if err != nil || len(messages) != row.Messages {
							return errors.Join(err, errors.New("a ticket without its message"))
						}
					}
					return err
				})
				_, dueErr := s.Due(t.Context(), at(99), 5, nil)
				if err := errors.Join(err, dueErr); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if n := count(t, s); n != writers*each {
		t.Errorf("%d tickets, want %d", n, writers*each)
	}
	if c := cursor(t, s); len(c.Unsettled) != writers*each {
		t.Errorf("%d mails to settle, want %d", len(c.Unsettled), writers*each)
	}
	verify(t, s)
}
