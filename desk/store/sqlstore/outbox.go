package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

const outboxColumns = "ticket, template, envelope_from, recipient, message_id, mailbox, class, state, tries, created_at, " +
	"next_try, sent_at, error, version, cause"

var insertOutbox = insertInto("outbox", outboxColumns+", recipient_hash, message_id_hash, bytes") + " RETURNING id"

// The conditions on state repeat those of the partial indexes word for word: only then are these used.
const (
	insertOutboxPart = "INSERT INTO outbox_part (outbox, part, data) VALUES ($1, $2, $3)"
	outboxParts      = "SELECT data FROM outbox_part WHERE outbox = $1 ORDER BY part"
	deleteParts      = "DELETE FROM outbox_part WHERE outbox = $1"

	// inTurn lets an item through that is not preceded by an unsent one of the same ticket and recipient.
	inTurn = " AND (o.ticket = 0 OR NOT EXISTS (SELECT 1 FROM outbox e WHERE e.ticket = o.ticket AND " +
		"e.recipient_hash = o.recipient_hash AND e.state IN ('waiting', 'sending', 'unknown') AND e.id < o.id))"
	tryable  = " FROM outbox o WHERE o.state IN ('waiting', 'unknown')"
	dueItems = "SELECT id, " + outboxColumns + ", bytes" + tryable + " AND o.next_try <= $1" + inTurn + " ORDER BY o.next_try, o.id"
	nextDue  = "SELECT o.next_try" + tryable + inTurn + " ORDER BY o.next_try LIMIT 1"

	beginItem = "UPDATE outbox SET state = 'sending', tries = tries + 1 WHERE id = $1 AND state IN ('waiting', 'unknown')"
	// A person's decision to cancel stands, unless the mail was sent all the same.
	finishItem = "UPDATE outbox SET state = $2, next_try = $3, sent_at = $4, error = $5 WHERE id = $1 AND (state <> 'failed' OR $2 = 'sent')"
	emptyItem  = "UPDATE outbox SET state = $2, next_try = $3, sent_at = $4, error = $5, bytes = NULL WHERE id = $1"
	recoverAll = "UPDATE outbox SET state = 'unknown', next_try = $1 WHERE state = 'sending' AND state <> 'sent'"
	retryItem  = "UPDATE outbox SET state = CASE state WHEN 'failed' THEN 'waiting' ELSE state END, next_try = $2 " +
		"WHERE id = $1 AND state IN ('waiting', 'unknown', 'failed')"
	cancelItem = "UPDATE outbox SET state = 'failed', error = $2 WHERE id = $1 AND state IN ('waiting', 'sending', 'unknown')"

	listUnsent   = "SELECT id, " + outboxColumns + " FROM outbox WHERE state <> 'sent' ORDER BY id"
	listAll      = "SELECT id, " + outboxColumns + " FROM outbox ORDER BY id"
	listByTicket = "SELECT id, " + outboxColumns + " FROM outbox WHERE ticket = $1 ORDER BY id"
)

// writeOutbox adds a mail. A large one has further parts in a table of their own. The bytes are stored as they are:
// they are there until the mail is sent, and compressing them would keep everybody waiting who wants to write.
func (t *tx) writeOutbox(o store.OutboxItem) error {
	first, rest := o.Bytes[:min(len(o.Bytes), maxPart)], o.Bytes[min(len(o.Bytes), maxPart):]
	id, err := t.s.insert(t.ctx, insertOutbox, o.Ticket, o.Template, o.EnvelopeFrom, o.To, o.MessageID, o.Mailbox, o.Class,
		string(o.State), o.Tries, micros(o.CreatedAt), micros(o.NextTry), micros(o.SentAt), o.Error, o.Version, o.Cause,
		hash64(desk.AddressKey(o.To)), hash64(o.MessageID), first)
	if err != nil {
		return err
	}
	part := 0
	for piece := range slices.Chunk(rest, maxPart) {
		part++
		if _, err := t.s.exec(t.ctx, insertOutboxPart, id, part, piece); err != nil {
			return err
		}
	}
	return nil
}

func outboxFields(o *store.OutboxItem) []any {
	return []any{&o.ID, &o.Ticket, &o.Template, &o.EnvelopeFrom, &o.To, &o.MessageID, &o.Mailbox, &o.Class, &o.State, &o.Tries,
		stamp{&o.CreatedAt}, stamp{&o.NextTry}, stamp{&o.SentAt}, &o.Error, &o.Version, &o.Cause}
}

func scanOutbox(scan func(...any) error) (o store.OutboxItem, err error) {
	return o, scan(outboxFields(&o)...)
}

// Due are items that may be tried at now, those that are due longest first.
func (s *Store) Due(ctx context.Context, now time.Time, limit int, inHand map[int64]bool) (due []store.OutboxItem, err error) {
	err = s.view(ctx, func(r *reader) error {
		err := r.s.rows(ctx, dueItems, []any{now.UnixMicro()}, func(scan func(...any) error) error {
			if len(due) >= limit {
				return errStop
			}
			var o store.OutboxItem
			if err := scan(append(outboxFields(&o), &o.Bytes)...); err != nil {
				return err
			}
			if !inHand[o.ID] {
				due = append(due, o)
			}
			return nil
		})
		if err != nil {
			return err
		}
		for i := range due {
			if len(due[i].Bytes) == maxPart { // it may have more parts
				if err := r.addParts(&due[i]); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return due, err
}

func (r *reader) addParts(o *store.OutboxItem) error {
	return r.s.rows(r.ctx, outboxParts, []any{o.ID}, func(scan func(...any) error) error {
		var part []byte
		err := scan(&part)
		o.Bytes = append(o.Bytes, part...)
		return err
	})
}

// NextDue is when Due may have something again.
func (s *Store) NextDue(ctx context.Context) (next time.Time, err error) {
	err = s.view(ctx, func(r *reader) error {
		err := r.s.row(ctx, nextDue, nil, stamp{&next})
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		return err
	})
	return next, err
}

// Record writes states.
func (s *Store) Record(ctx context.Context, _ time.Time, begin []int64, done []store.OutboxItem) error {
	if len(begin)+len(done) == 0 {
		return nil
	}
	return s.update(ctx, func(t *tx) error {
		for _, id := range begin {
			if _, err := t.s.exec(t.ctx, beginItem, id); err != nil {
				return err
			}
		}
		for _, item := range done {
			if err := t.finish(item); err != nil {
				return err
			}
		}
		return nil
	})
}

// finish writes the result of an attempt. What is sent needs its bytes no longer.
func (t *tx) finish(o store.OutboxItem) error {
	query := finishItem
	if o.State == store.Sent {
		query = emptyItem
		if _, err := t.s.exec(t.ctx, deleteParts, o.ID); err != nil {
			return err
		}
	}
	_, err := t.s.exec(t.ctx, query, o.ID, string(o.State), micros(o.NextTry), micros(o.SentAt), o.Error)
	return err
}

// Recover turns every item in state sending into unknown.
func (s *Store) Recover(ctx context.Context, nextTry time.Time) (int, error) {
	n, err := s.change(ctx, recoverAll, nextTry.UnixMicro())
	return int(n), err
}

// Retry makes an item due at now.
func (s *Store) Retry(ctx context.Context, id int64, now time.Time) error {
	n, err := s.change(ctx, retryItem, id, now.UnixMicro())
	if err == nil && n == 0 {
		err = fmt.Errorf("outgoing mail %d that is not sent: %w", id, store.ErrNotFound)
	}
	return err
}

// Cancel marks an unsent item as failed.
func (s *Store) Cancel(ctx context.Context, id int64, why string) error {
	n, err := s.change(ctx, cancelItem, id, why)
	if err == nil && n == 0 {
		err = fmt.Errorf("outgoing mail %d that is not sent: %w", id, store.ErrNotFound)
	}
	return err
}

// change is one statement in a transaction of its own.
func (s *Store) change(ctx context.Context, query string, args ...any) (n int64, err error) {
	err = s.update(ctx, func(t *tx) (err error) {
		n, err = t.s.exec(t.ctx, query, args...)
		return err
	})
	return n, err
}

// Outgoing lists the outbox.
func (r *reader) Outgoing(all bool) ([]store.OutboxItem, error) {
	query := listUnsent
	if all {
		query = listAll
	}
	return list(r.ctx, r.s, query, nil, scanOutbox)
}

// OutgoingByTicket lists what was or will be sent about a ticket.
func (r *reader) OutgoingByTicket(ticket int64) ([]store.OutboxItem, error) {
	return list(r.ctx, r.s, listByTicket, []any{ticket}, scanOutbox)
}
