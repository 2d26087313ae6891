package sqlstore

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

const ticketColumns = "id, version, subject, queue, practice, status, category, impact, urgency, priority, by_hand, " +
	"assignee, requester, name, language, mailbox, service, department, origin, participants, tags, links, messages, " +
	"created_at, updated_at, resolved_at, closed_at, pending_until, due_at, asked, merged, fields, reminders, held, rating, due_by_hand, " +
	"responded_at, clocks, approvals, scheduled_from, scheduled_to, key, repeats, proposed, surveyed_at"

var (
	insertTicket = insertInto("ticket", ticketColumns+", requester_hash") + " ON CONFLICT (id) DO NOTHING"
	updateTicket = updateOf("ticket", ticketColumns+", requester_hash")
)

const (
	getTicket    = "SELECT " + ticketColumns + " FROM ticket WHERE id = $1"
	ticketBefore = "SELECT version, subject, assignee, category FROM ticket WHERE id = $1"
	addLoad      = "INSERT INTO agent_load (agent, tickets) VALUES ($1, $2) " +
		"ON CONFLICT (agent) DO UPDATE SET tickets = agent_load.tickets + excluded.tickets"
	putLastAssigned = "INSERT INTO last_assigned (queue, agent) VALUES ($1, $2) " +
		"ON CONFLICT (queue) DO UPDATE SET agent = excluded.agent"
)

// insertInto makes an INSERT of the comma-separated columns, with placeholders in their order.
func insertInto(table, columns string) string {
	n := strings.Count(columns, ",") + 1
	holders := make([]string, n)
	for i := range holders {
		holders[i] = "$" + strconv.Itoa(i+1)
	}
	return "INSERT INTO " + table + " (" + columns + ") VALUES (" + strings.Join(holders, ", ") + ")"
}

// updateOf makes an UPDATE of the row whose first column is $1 that sets the others.
func updateOf(table, columns string) string {
	names := strings.Split(columns, ", ")
	sets := make([]string, 0, len(names))
	for i, name := range names[1:] {
		sets = append(sets, name+" = $"+strconv.Itoa(i+2))
	}
	return "UPDATE " + table + " SET " + strings.Join(sets, ", ") + " WHERE " + names[0] + " = $1"
}

// ticketArgs are the values of ticketColumns and requester_hash.
func ticketArgs(t desk.Ticket) ([]any, error) {
	participants, err1 := jsonText(t.Participants)
	tags, err2 := jsonText(t.Tags)
	links, err3 := jsonText(t.Links)
	asked, err4 := jsonText(t.Asked)
	fields, err5 := jsonMap(t.Fields)
	reminders, err6 := jsonText(t.Reminders)
	held, err7 := jsonText(t.Held)
	clocks, err8 := jsonText(t.Clocks)
	approvals, err9 := jsonText(t.Approvals)
	return []any{t.ID, t.Version, t.Subject, t.Queue, t.Practice, t.Status, string(t.Category), string(t.Impact),
			string(t.Urgency), string(t.Priority), t.ByHand, t.Assignee, t.Requester, t.Name, t.Language, t.Mailbox,
			t.Service, t.Department, t.Origin, participants, tags, links, t.Messages, micros(t.CreatedAt),
			micros(t.UpdatedAt), micros(t.ResolvedAt), micros(t.ClosedAt), micros(t.PendingUntil), micros(t.DueAt),
			asked, t.Merged, fields, reminders, held, t.Rating, t.DueByHand, micros(t.RespondedAt), clocks,
			approvals, micros(t.ScheduledFrom), micros(t.ScheduledTo), t.Key, t.Repeats, t.Proposed, micros(t.SurveyedAt), hash64(desk.AddressKey(t.Requester))},
		errors.Join(err1, err2, err3, err4, err5, err6, err7, err8, err9)
}

func scanTicket(scan func(...any) error) (t desk.Ticket, err error) {
	err = scan(&t.ID, &t.Version, &t.Subject, &t.Queue, &t.Practice, &t.Status, &t.Category, &t.Impact, &t.Urgency,
		&t.Priority, &t.ByHand, &t.Assignee, &t.Requester, &t.Name, &t.Language, &t.Mailbox, &t.Service, &t.Department,
		&t.Origin, fromJSON{&t.Participants}, fromJSON{&t.Tags}, fromJSON{&t.Links}, &t.Messages, stamp{&t.CreatedAt},
		stamp{&t.UpdatedAt}, stamp{&t.ResolvedAt}, stamp{&t.ClosedAt}, stamp{&t.PendingUntil}, stamp{&t.DueAt},
		fromJSON{&t.Asked}, &t.Merged, fromJSON{&t.Fields}, fromJSON{&t.Reminders}, fromJSON{&t.Held}, &t.Rating, &t.DueByHand, stamp{&t.RespondedAt}, fromJSON{&t.Clocks},
		fromJSON{&t.Approvals}, stamp{&t.ScheduledFrom}, stamp{&t.ScheduledTo}, &t.Key, &t.Repeats, &t.Proposed, stamp{&t.SurveyedAt})
	return t, err
}

// writeTicket writes a row whose version must be the stored one plus its events in this change.
func (t *tx) writeTicket(row desk.Ticket, events int64) error {
	args, err := ticketArgs(row)
	if err != nil {
		return err
	}
	var before desk.Ticket
	if row.Version == events {
		n, err := t.s.exec(t.ctx, insertTicket, args...)
		if err == nil && n == 0 {
			err = fmt.Errorf("ticket %d exists already: %w", row.ID, store.ErrConflict)
		}
		if err != nil {
			return err
		}
	} else {
		err := t.s.row(t.ctx, ticketBefore, []any{row.ID}, &before.Version, &before.Subject, &before.Assignee, &before.Category)
		if errors.Is(err, store.ErrNotFound) || err == nil && before.Version != row.Version-events {
			return fmt.Errorf("ticket %d is at version %d and not at %d: %w", row.ID, before.Version, row.Version-events, store.ErrConflict)
		}
		if err != nil {
			return err
		}
		if _, err := t.s.exec(t.ctx, updateTicket, args...); err != nil {
			return err
		}
	}
	if before.Subject != row.Subject {
		t.indexSubject(row, before.Version > 0)
	}
	return t.countLoad(busy(before), busy(row))
}

// busy is the agent whom a ticket keeps busy, "" for nobody.
func busy(t desk.Ticket) string {
	if t.Category == desk.CategoryResolved || t.Category == desk.CategoryClosed {
		return ""
	}
	return t.Assignee
}

func (t *tx) countLoad(before, after string) error {
	if before == after {
		return nil
	}
	for _, change := range []struct {
		agent string
		by    int
	}{{before, -1}, {after, 1}} {
		if change.agent == "" {
			continue
		}
		if _, err := t.s.exec(t.ctx, addLoad, change.agent, change.by); err != nil {
			return err
		}
	}
	return nil
}
