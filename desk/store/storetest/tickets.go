package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

func testTickets(t *testing.T, open Opener) {
	t.Run("row comes back as it was", func(t *testing.T) {
		s := fresh(t, open)
		c := changed(desk.Ticket{}, 1, zero, opened("Drucker brännt"), desk.Joined{Address: "bo@example.net"}, desk.Tagged{Tags: []string{"vip", "x"}},
			desk.Linked{Link: "follows", Ticket: 7}, desk.Assigned{To: "bob"},
			desk.StatusChanged{From: "new", To: "resolved", Category: desk.CategoryResolved, Until: at(9)},
			desk.StatusChanged{From: "resolved", To: "closed", Category: desk.CategoryClosed})
		c.Tickets[0].PendingUntil, c.Tickets[0].DueAt, c.Tickets[0].ByHand = at(5), time.UnixMicro(0).UTC(), true
		c.Tickets[0].Asked, c.Tickets[0].Merged, c.Tickets[0].Rating, c.Tickets[0].DueByHand = []string{"vendor@example.com"}, 9, 4, true
		c.Tickets[0].Fields = map[string]string{"cause": "a worn\nroller", "x": ""}
		c.Tickets[0].Reminders = []desk.Reminder{{Agent: "bob", At: at(7)}}
		c.Tickets[0].Held = []desk.HeldAnswer{{Agent: "bob", Mail: "ab12"}}
		c.Tickets[0].RespondedAt = at(6)
		c.Tickets[0].Clocks = []desk.Clock{{Target: desk.Resolution, State: desk.ClockRuns, Level: "standard", Within: 4 * time.Hour, Spent: time.Minute,
			Started: at(1), From: at(2), Due: at(241), Late: true, Warned: true, Step: 150}}
		c.Tickets[0].Approvals = []desk.Approval{{Round: 1, Approver: "maria", State: desk.ApprovalApproved, At: at(3), By: "bob", Words: "after six", Reminded: 2}}
		c.Tickets[0].ScheduledFrom, c.Tickets[0].ScheduledTo, c.Tickets[0].SurveyedAt = at(10), at(11), at(12)
		c.Tickets[0].Key, c.Tickets[0].Repeats, c.Tickets[0].Proposed = "host/ping", 3, true
		write(t, s, c)
		got := get(t, s, func(r store.Reader) (desk.Ticket, error) { return r.Ticket(1) })
		if !reflect.DeepEqual(got, c.Tickets[0]) {
			t.Errorf("got  %+v\nwant %+v", got, c.Tickets[0])
		}
	})
	t.Run("a ticket that is not there", func(t *testing.T) {
		s := fresh(t, open)
		err := s.View(t.Context(), func(r store.Reader) error { _, err := r.Ticket(1); return err })
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("versions", func(t *testing.T) { testVersions(t, open) })
	t.Run("fold law", func(t *testing.T) { testFold(t, open) })
	t.Run("filters", func(t *testing.T) { testFilters(t, open) })
	t.Run("what belongs to no ticket of the change is refused", func(t *testing.T) {
		s := fresh(t, open)
		c := newTicket(1, zero, "a", "b")
		c.Tickets = nil
		if err := s.Update(t.Context(), func(tx store.Tx) error { return tx.Write(c) }); err == nil {
			t.Error("an event without its ticket was written")
		}
		c.Events = nil
		if err := s.Update(t.Context(), func(tx store.Tx) error { return tx.Write(c) }); err == nil {
			t.Error("a message without its ticket was written")
		}
	})
}

func testVersions(t *testing.T, open Opener) {
	s := fresh(t, open)
	first := newTicket(1, zero, "one", "text")
	write(t, s, first)
	row := first.Tickets[0]
	again := changed(row, 1, at(1), desk.Assigned{To: "bob"})
	write(t, s, again)
	gap := changed(again.Tickets[0], 1, at(2), desk.Assigned{To: "eve"})
	gap.Tickets[0].Version++
	for name, c := range map[string]store.Change{
		"same number twice":    newTicket(1, at(1), "two", "text"),
		"stale facts":          changed(row, 1, at(2), desk.Assigned{To: "eve"}),
		"a version left out":   gap,
		"no such ticket":       changed(row, 2, at(2), desk.Assigned{To: "eve"}),
		"the second of a pair": {Tickets: append(newTicket(3, at(2), "x", "").Tickets, row), Events: append(newTicket(3, at(2), "x", "").Events, changed(row, 1, at(2), desk.Assigned{To: "eve"}).Events...)},
	} {
		err := s.Update(t.Context(), func(tx store.Tx) error { return tx.Write(c) })
		if !errors.Is(err, store.ErrConflict) {
			t.Errorf("%s: got %v, want a conflict", name, err)
		}
	}
	view(t, s, func(r store.Reader) error {
		if row, err := r.Ticket(1); err != nil || row.Assignee != "bob" || row.Version != 3 {
			t.Errorf("after the conflicts: %+v, %v", row, err)
		}
		if f, err := r.Facts(desk.Query{}, zero); err != nil || f.NextTicket != 2 {
			t.Errorf("next ticket %d, %v", f.NextTicket, err)
		}
		if _, seq, err := r.Head(); err != nil || seq != 3 {
			t.Errorf("events %d, %v", seq, err)
		}
		return nil
	})
}

// testFold checks the law that a ticket is what its events add up to.
func testFold(t *testing.T, open Opener) {
	s := fresh(t, open)
	write(t, s, newTicket(1, zero, "one", "text"), newTicket(2, at(1), "two", "text"))
	for i, d := range []desk.Detail{desk.Renamed{Subject: "uno"}, desk.Joined{Address: "bo@example.net"}, desk.Tagged{Tags: []string{"a", "b"}},
		desk.Untagged{Tags: []string{"a"}}, desk.Assigned{To: "bob"}, desk.Prioritised{Impact: desk.High, Urgency: desk.High, Priority: "P1", ByHand: true},
		desk.Requeued{From: "service-desk", To: "network", Practice: "incident"}, desk.Linked{Link: "duplicate", Ticket: 2},
		desk.StatusChanged{From: "new", To: "resolved", Category: desk.CategoryResolved}, desk.CommandDone{Command: "resolve"},
		desk.CommandRefused{Line: "/foo", Error: "no"}, desk.Delivery{Recipient: "ann@example.net", State: "failed"}, desk.CcProposed{Addresses: "x@y"},
		desk.StatusChanged{From: "resolved", To: "pending", Category: desk.CategoryPending, Until: at(1000)},
		desk.Asked{Address: "vendor@example.com"}, desk.FieldSet{Field: "cause", Value: "worn"}, desk.FieldSet{Field: "cause"},
		desk.ReminderSet{Agent: "bob", At: at(99)}, desk.AnswerHeld{Agent: "bob", Answer: "ab12", Why: "crossed"}, desk.Rated{Rating: 5, Words: "good"},
		desk.DueSet{At: at(999), ByHand: true}, desk.ClockChanged{Change: desk.ClockWasStarted, Clock: desk.Clock{Target: desk.Resolution,
			State: desk.ClockRuns, Within: time.Hour, Started: at(1), From: at(1), Due: at(61)}}, desk.DueSet{}, desk.Merged{Into: 2}, desk.Unlinked{Link: "duplicate", Ticket: 2}, desk.ServiceSet{To: "mail"},
		desk.RequesterChanged{From: "ann@example.net", To: "bo@example.net", Name: "Bo"}} {
		update(t, s, func(tx store.Tx) error {
			row, err := tx.Ticket(1)
			if err != nil {
				return err
			}
			return tx.Write(changed(row, 1, at(2+i), d))
		})
		row := get(t, s, func(r store.Reader) (desk.Ticket, error) { return r.Ticket(1) })
		events := get(t, s, func(r store.Reader) ([]desk.Event, error) { return r.Events(1) })
		var folded desk.Ticket
		for _, e := range events {
			folded = desk.Apply(folded, e)
		}
		if fmt.Sprint(folded) != fmt.Sprint(row) { // an empty list and none are the same
			t.Fatalf("after %s:\nevents %+v\nrow    %+v", d.Kind(), folded, row)
		}
	}
}

func testFilters(t *testing.T, open Opener) {
	s := fresh(t, open)
	for i := range int64(6) {
		o := opened("s")
		if i%2 == 0 {
			o.Queue, o.Practice, o.Requester = "network", "incident", "BO@Example.net"
		}
		c := changed(desk.Ticket{}, i+1, at(int(i)), o)
		if i >= 4 {
			c = changed(desk.Ticket{}, i+1, at(int(i)), o, desk.Assigned{To: "bob"}, desk.StatusChanged{To: "open", Category: desk.CategoryOpen})
		}
		write(t, s, c)
		if i == 4 {
			c = changed(c.Tickets[0], i+1, at(int(i)), desk.StatusChanged{To: "open", Category: desk.CategoryResolved})
			write(t, s, c)
		}
	}
	for _, c := range []struct {
		filter store.Filter
		want   []int64
	}{
		{store.Filter{}, []int64{1, 2, 3, 4, 5, 6}},
		{store.Filter{Limit: 2}, []int64{1, 2}},
		{store.Filter{Queue: "network"}, []int64{1, 3, 5}},
		{store.Filter{Practice: "service-desk"}, []int64{2, 4, 6}},
		{store.Filter{Status: "open"}, []int64{5, 6}},
		{store.Filter{Assignee: "bob", Queue: "network"}, []int64{5}},
		{store.Filter{Requester: "bo@example.NET"}, []int64{1, 3, 5}},
		{store.Filter{Requester: "ann@example.net", Status: "new", Limit: 1}, []int64{2}},
		{store.Filter{Since: at(3)}, []int64{4, 5, 6}},
		{store.Filter{Queues: []string{"network", "none"}}, []int64{1, 3, 5}},
		{store.Filter{Queues: []string{"network", "service-desk"}, Status: "open"}, []int64{5, 6}},
		{store.Filter{Queues: []string{}}, nil},
		{store.Filter{Open: true, Requester: "bo@example.net"}, []int64{1, 3}},
		{store.Filter{Queue: "' OR 1=1 --"}, nil},
	} {
		found := get(t, s, func(r store.Reader) ([]desk.Ticket, error) { return r.Tickets(c.filter) })
		if got := ids(found); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%+v: got %v, want %v", c.filter, got, c.want)
		}
	}
}

func ids(tickets []desk.Ticket) (ids []int64) {
	for _, t := range tickets {
		ids = append(ids, t.ID)
	}
	return ids
}
