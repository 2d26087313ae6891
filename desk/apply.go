package desk

import (
	"maps"
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
		if t.RespondedAt.IsZero() && answersRequester(t, e, d) {
			t.RespondedAt = e.At
		}
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
	case Unlinked:
		t.Links = slices.DeleteFunc(slices.Clone(t.Links), func(l Link) bool { return l == Link{d.Link, d.Ticket} })
	case RequesterChanged:
		t.Requester, t.Name = d.To, d.Name
	case ServiceSet:
		t.Service = d.To
	case FieldSet:
		t.Fields = withField(t.Fields, d.Field, d.Value)
	case DueSet:
		if t.DueAt, t.DueByHand = d.At, d.ByHand && !d.At.IsZero(); !t.DueByHand {
			t.DueAt = t.due()
		}
	case ClockChanged:
		if t.Clocks = withClock(t.Clocks, d.Clock); !t.DueByHand {
			t.DueAt = t.due()
		}
	case Rated:
		t.Rating = d.Rating
	case Merged:
		t.Merged = d.Into
	case Unmerged:
		t.Merged = 0
	default:
		t = waits(t, e)
	}
	return t
}

// waits folds the events about what a ticket waits for.
func waits(t Ticket, e Event) Ticket {
	switch d := e.Detail.(type) {
	case ReminderSet:
		t.Reminders = append(slices.Clip(t.Reminders), Reminder{d.Agent, d.At})
		slices.SortStableFunc(t.Reminders, func(a, b Reminder) int { return a.At.Compare(b.At) })
	case Reminded:
		t.Reminders = slices.DeleteFunc(slices.Clone(t.Reminders), func(r Reminder) bool { return r.Agent == d.Agent && r.At.Equal(d.At) })
	case Asked:
		t.Asked = with(t.Asked, d.Address)
	case Unasked:
		t.Asked = without(t.Asked, d.Address)
	case AnswerHeld:
		t.Held = append(slices.Clip(t.Held), HeldAnswer{d.Agent, d.Answer})
	case AnswerSettled:
		t.Held = slices.DeleteFunc(slices.Clone(t.Held), func(h HeldAnswer) bool { return h.Mail == d.Answer })
	case ApprovalRequested, ApprovalReminded, ApprovalDecided:
		t = approves(t, e)
	default:
		t = practised(t, e)
	}
	return t
}

// withField sets a field, or deletes it where the value is empty; it never changes the given map.
func withField(fields map[string]string, name, value string) map[string]string {
	fields = maps.Clone(fields)
	if fields == nil {
		fields = map[string]string{}
	}
	if fields[name] = value; value == "" {
		delete(fields, name)
	}
	if len(fields) == 0 {
		return nil
	}
	return fields
}

// answersRequester says whether a message is an agent's public answer, and not an agent's own request.
func answersRequester(t Ticket, e Event, w Wrote) bool {
	return e.Actor.Kind == ActorAgent && w.Visibility == Public && AddressKey(w.From) != AddressKey(t.Requester)
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
