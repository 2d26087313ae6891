package desk

import (
	"slices"
	"time"
)

func timeFromMicro(us int64) time.Time { return time.UnixMicro(us).UTC() }

// Apply adds one event to a ticket. Folding all events of a ticket from the zero Ticket gives its row;
// it is the only way in which a ticket changes.
func Apply(t Ticket, e Event) Ticket {
	t.ID = e.Ticket
	t.Version++
	t.UpdatedAt = e.At
	switch d := e.Detail.(type) {
	case Opened:
		t = opened(t, e, d)
	case Wrote:
		t.Messages++
	case StatusChanged:
		t = moved(t, e, d)
	case Assigned:
		t.Assignee = d.To
	case Requeued:
		t.Queue, t.Practice = d.To, d.Practice
	case Prioritised:
		t.Impact, t.Urgency, t.Priority, t.ByHand = d.Impact, d.Urgency, d.Priority, d.ByHand
	case Joined:
		t.Participants = with(t.Participants, d.Address)
	case Left:
		t.Participants = without(t.Participants, d.Address)
	case Tagged:
		t.Tags = with(t.Tags, d.Tags...)
	case Untagged:
		t.Tags = without(t.Tags, d.Tags...)
	case Renamed:
		t.Subject = d.Subject
	case Linked:
		t.Links = append(slices.Clip(t.Links), Link{Kind: d.Link, Ticket: d.Ticket})
	}
	return t
}

func opened(t Ticket, e Event, d Opened) Ticket {
	t.Subject, t.Queue, t.Practice, t.Status, t.Category = d.Subject, d.Queue, d.Practice, d.Status, d.Category
	t.Impact, t.Urgency, t.Priority, t.ByHand = d.Impact, d.Urgency, d.Priority, d.ByHand
	t.Requester, t.Name, t.Mailbox, t.Language = d.Requester, d.Name, d.Mailbox, d.Language
	t.Service, t.Department, t.Origin = d.Service, d.Department, d.Origin
	t.CreatedAt = e.At
	return t
}

func moved(t Ticket, e Event, d StatusChanged) Ticket {
	switch d.Category {
	case CategoryResolved:
		t.ResolvedAt, t.ClosedAt = e.At, time.Time{}
	case CategoryClosed:
		t.ClosedAt = e.At
		if t.ResolvedAt.IsZero() {
			t.ResolvedAt = e.At
		}
	default:
		t.ResolvedAt, t.ClosedAt = time.Time{}, time.Time{}
	}
	t.Status, t.Category, t.PendingUntil = d.To, d.Category, d.Until
	return t
}

// with adds values that are not there yet, compared as addresses are; it never changes the given slice.
func with(list []string, values ...string) []string {
	list = slices.Clone(list)
	for _, v := range values {
		if !slices.ContainsFunc(list, func(s string) bool { return AddressKey(s) == AddressKey(v) }) {
			list = append(list, v)
		}
	}
	return list
}

func without(list []string, values ...string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool {
		return slices.ContainsFunc(values, func(v string) bool { return AddressKey(v) == AddressKey(s) })
	})
}
