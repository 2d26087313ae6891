// Package storetest is the conformance suite that every store must pass.
package storetest

import (
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

// Opener opens the store in a directory: the same directory is the same data, an empty one a new store.
// Fault, where it is not nil, is asked before every statement, and its error is that of the statement.
type Opener func(t testing.TB, dir string, fault func(statement string) error) store.Store

// Run tries everything that the contract says.
func Run(t *testing.T, open Opener) {
	for _, group := range []struct {
		name string
		run  func(*testing.T, Opener)
	}{
		{"tickets", testTickets}, {"chain", testChain}, {"transactions", testTransactions}, {"facts", testFacts},
		{"reading", testReading}, {"search", testSearch}, {"quarantine", testQuarantine}, {"timers", testTimers}, {"absences", testAbsences}, {"bundles", testBundles}, {"practices", testPractices},
		{"intake", testIntake}, {"outbox", testOutbox}, {"concurrency", testConcurrency}, {"life", testLife},
		{"faults", testFaults},
	} {
		t.Run(group.name, func(t *testing.T) { group.run(t, open) })
	}
}

// zero is when the tests begin.
var zero = time.Date(2026, 3, 2, 8, 0, 0, 123456000, time.UTC)

// at is some minutes later.
func at(minutes int) time.Time { return zero.Add(time.Duration(minutes) * time.Minute) }

// fresh opens an empty store that is closed with the test.
func fresh(t testing.TB, open Opener) store.Store {
	t.Helper()
	s := open(t, t.TempDir(), nil)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// update commits what fn writes and fails the test where that fails.
func update(t testing.TB, s store.Store, fn func(store.Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), fn); err != nil {
		t.Fatalf("update: %v", err)
	}
}

// write commits changes, each of them in one transaction.
func write(t testing.TB, s store.Store, changes ...store.Change) {
	t.Helper()
	for _, c := range changes {
		update(t, s, func(tx store.Tx) error { return tx.Write(c) })
	}
}

// view reads and fails the test where that fails.
func view(t testing.TB, s store.Store, fn func(store.Reader) error) {
	t.Helper()
	if err := s.View(t.Context(), fn); err != nil {
		t.Fatalf("view: %v", err)
	}
}

// get is one answer of a reader.
func get[T any](t testing.TB, s store.Store, ask func(store.Reader) (T, error)) (answer T) {
	t.Helper()
	view(t, s, func(r store.Reader) (err error) {
		answer, err = ask(r)
		return err
	})
	return answer
}

// changed folds events into a ticket and makes the change that writes both.
func changed(before desk.Ticket, id int64, when time.Time, details ...desk.Detail) store.Change {
	c := store.Change{Now: when}
	after := before
	for _, d := range details {
		e := desk.Event{Ticket: id, At: when, Actor: desk.Actor{Kind: desk.ActorPerson, Name: "ann@example.net"}, Mail: "ab12", Detail: d}
		c.Events = append(c.Events, e)
		after = desk.Apply(after, e)
	}
	c.Tickets = []desk.Ticket{after}
	return c
}

// opened is the first event of a ticket.
func opened(subject string) desk.Opened {
	return desk.Opened{Subject: subject, Queue: "service-desk", Practice: "service-desk", Status: "new", Category: desk.CategoryNew,
		Impact: desk.Medium, Urgency: desk.Low, Priority: "P4", Requester: "Ann@example.net", Name: "Ann", Mailbox: "help@example.org",
		Language: "de", Service: "printing", Department: "it", Origin: "one@example.net", Why: "because"}
}

// wrote is a message with its event.
func wrote(c *store.Change, ticket int64, v desk.Visibility, text string) {
	c.Messages = append(c.Messages, desk.Message{Ticket: ticket, At: c.Now, From: desk.Address{Name: "Ann", Addr: "ann@example.net"},
		Visibility: v, Text: text, Auto: desk.ClassHuman, Proven: true, MessageID: "one@example.net", Raw: "ab12",
		Attachments: []desk.Attachment{{ID: 1, Name: "a.png", Type: "image/png", Size: 3, SHA256: "cd"}}})
}

// newTicket is the change that opens a ticket with one message.
func newTicket(id int64, when time.Time, subject, text string) store.Change {
	c := changed(desk.Ticket{}, id, when, opened(subject), desk.Wrote{From: "ann@example.net", Visibility: desk.Public, MessageID: "one@example.net"})
	wrote(&c, id, desk.Public, text)
	return c
}
