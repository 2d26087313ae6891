package storetest

import (
	"errors"
	"reflect"
	"testing"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

var errFault = errors.New("the statement failed")

// testFaults lets the n-th statement of a change fail, for every n. The store must then be as it was before,
// and the same change must succeed afterwards; a fault that nobody notices is a failure of the test too.
func testFaults(t *testing.T, open Opener) {
	for name, run := range map[string]func(*testing.T, store.Store) error{
		"write": func(t *testing.T, s store.Store) error {
			return s.Update(t.Context(), func(tx store.Tx) error { return tx.Write(everything(s)) })
		},
		"savepoint": func(t *testing.T, s store.Store) error {
			return s.Update(t.Context(), func(tx store.Tx) error {
				return tx.Savepoint(func() error { return tx.Write(everything(s)) })
			})
		},
		"attempts": func(t *testing.T, s store.Store) error {
			_, err := s.BeginAttempts(t.Context(), box, 7, []uint32{21, 22}, zero)
			return err
		},
		"mailbox": func(t *testing.T, s store.Store) error {
			return s.BeginMailbox(t.Context(), box, 9, 5, []uint32{1, 2}, zero)
		},
		"gone": func(t *testing.T, s store.Store) error {
			return s.Gone(t.Context(), box, 7, []uint32{3, 40})
		},
		"missing": func(t *testing.T, s store.Store) error {
			return s.Missing(t.Context(), box, 7, []uint32{21, 22}, "why", zero)
		},
		"record": func(t *testing.T, s store.Store) error {
			return s.Record(t.Context(), zero, []int64{1}, []store.OutboxItem{{ID: 1, State: store.Sent, SentAt: zero}})
		},
	} {
		t.Run(name, func(t *testing.T) { eachFault(t, open, run) })
	}
}

// everything is a change that touches every table.
func everything(s store.Store) store.Change {
	c := newTicket(2, at(1), "two", "text")
	d := changed(c.Tickets[0], 2, at(1), desk.Assigned{To: "bob"})
	c.Tickets, c.Events = d.Tickets, append(c.Events, d.Events...)
	c = arrived(s, c, "ann@example.net", "new@x", desk.OutcomeQuarantined)
	c.Arrival.UIDValidity, c.Arrival.UID = 7, 30
	c.Timers = []desk.Timer{{Ticket: 2, Kind: desk.TimerClose, Due: at(9)}}
	large := outgoing(2, "b@x", "b", zero)
	large.Bytes = make([]byte, 300<<10)
	c.Outbox = []store.OutboxItem{outgoing(2, "a@x", "a", zero), large}
	c.Ended = []store.OutboxItem{{ID: 1, State: store.Failed, Error: "550"}}
	return c
}

func eachFault(t *testing.T, open Opener, run func(*testing.T, store.Store) error) {
	left := -1 // statements until the fault; negative is never
	fault := func(string) error {
		left--
		if left == 0 {
			return errFault
		}
		return nil
	}
	dir := t.TempDir()
	s := open(t, dir, fault)
	defer func() { s.Close() }()
	if err := s.BeginMailbox(t.Context(), box, 7, 20, []uint32{3}, zero); err != nil {
		t.Fatal(err)
	}
	first := newTicket(1, zero, "one", "text")
	first.Outbox = []store.OutboxItem{outgoing(1, "a@x", "first", zero)}
	write(t, s, first)
	before := look(t, s)
	faults := 0
	for fired := true; fired; {
		left = faults + 1
		err := run(t, s)
		if fired = left <= 0; fired {
			faults++
		}
		left = -1
		switch {
		case fired && err != nil:
			if !errors.Is(err, errFault) {
				t.Errorf("fault at statement %d became %v", faults, err)
			}
			if after := look(t, s); !reflect.DeepEqual(before, after) {
				t.Errorf("fault at statement %d left\n%+v\nof\n%+v", faults, after, before)
			}
		case err != nil:
			t.Errorf("without a fault: %v", err)
		case fired: // after the commit: then it must be all there, whatever the store thinks of its disk now
			s.Close()
			s, fired = open(t, dir, nil), false
		}
	}
	if faults < 4 {
		t.Errorf("only %d faults: is the hook asked?", faults)
	}
	if reflect.DeepEqual(before, look(t, s)) {
		t.Error("the change changed nothing")
	}
	verify(t, s)
}

// state is all that a reader can see.
type state struct {
	Tickets  []desk.Ticket
	Events   []desk.Event
	Messages []desk.Message
	Hash     string
	Held     []store.Quarantined
	Outbox   []store.OutboxItem
	Attempts []store.Attempt
	Arrivals []store.Arrival
	Found    []desk.Ticket
	Facts    desk.Facts
	Cursor   store.Cursor
	Due      []store.OutboxItem
	Timers   []desk.Timer
}

func look(t *testing.T, s store.Store) (all state) {
	t.Helper()
	view(t, s, func(r store.Reader) error {
		errs := make([]error, 11)
		all.Tickets, errs[0] = r.Tickets(store.Filter{})
		all.Events, errs[1] = r.Events(2)
		all.Messages, errs[2] = r.Messages(2)
		all.Hash, _, errs[3] = r.Head()
		all.Held, errs[4] = r.Quarantine()
		all.Outbox, errs[5] = r.Outgoing(true)
		all.Attempts, errs[6] = r.Attempts()
		all.Arrivals, errs[7] = r.RawByMessageID("new@x")
		all.Found, errs[8] = r.Search("text", 9)
		all.Facts, errs[9] = r.Facts(desk.Query{Tickets: []int64{1, 2}, Own: "new@x", Sender: "ann@example.net", Queues: []string{"service-desk"}}, at(50))
		return errors.Join(errs...)
	})
	all.Cursor, all.Due = cursor(t, s), dueItems(t, s, at(99), 9)
	update(t, s, func(tx store.Tx) (err error) {
		all.Timers, _, err = tx.DueTimers(at(99), 9)
		return err
	})
	return all
}
