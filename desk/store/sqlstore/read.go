package sqlstore

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

// reader answers questions on one state: that of a view, or that of a write transaction.
type reader struct {
	ctx     context.Context
	s       *session
	dialect *dialect
	// unindexed are texts of this transaction that are not in the search index yet; nil where it writes none.
	unindexed func() []text
}

// Ticket is one ticket.
func (r *reader) Ticket(id int64) (desk.Ticket, error) {
	var t desk.Ticket
	found, err := list(r.ctx, r.s, getTicket, []any{id}, scanTicket)
	if err != nil {
		return t, fmt.Errorf("ticket %d: %w", id, err)
	}
	if len(found) == 0 {
		return t, fmt.Errorf("ticket %d: %w", id, store.ErrNotFound)
	}
	return found[0], nil
}

// Tickets are those that the filter lets through, by number.
func (r *reader) Tickets(f store.Filter) ([]desk.Ticket, error) {
	var where []string
	var args []any
	add := func(condition string, value any) {
		args = append(args, value)
		where = append(where, condition+" $"+strconv.Itoa(len(args)))
	}
	for _, c := range []struct{ column, value string }{{"queue", f.Queue}, {"practice", f.Practice},
		{"status", f.Status}, {"assignee", f.Assignee}} {
		if c.value != "" {
			add(c.column+" =", c.value)
		}
	}
	if f.Queues != nil {
		where = append(where, "queue IN (SELECT value FROM json_each($"+strconv.Itoa(len(args)+1)+"))")
		queues, err := json.Marshal(f.Queues)
		if err != nil {
			return nil, err
		}
		args = append(args, string(queues))
	}
	if f.Open {
		where = append(where, "category NOT IN ('resolved', 'closed')")
	}
	if f.Assignee != "" {
		where = append(where, "assignee <> ''") // the partial index
	}
	if f.Requester != "" {
		add("requester_hash =", hash64(desk.AddressKey(f.Requester)))
	}
	if !f.Since.IsZero() {
		add("updated_at >=", f.Since.UnixMicro())
	}
	query := "SELECT " + ticketColumns + " FROM ticket"
	if len(where) > 0 {
		query += " WHERE " + strings.Join(where, " AND ")
	}
	query += " ORDER BY id"
	var all []desk.Ticket
	err := r.s.rows(r.ctx, query, args, func(scan func(...any) error) error {
		t, err := scanTicket(scan)
		if err != nil {
			return err
		}
		if f.Requester != "" && desk.AddressKey(t.Requester) != desk.AddressKey(f.Requester) {
			return nil // another one with the same hash
		}
		if all = append(all, t); len(all) == f.Limit {
			return errStop
		}
		return nil
	})
	return all, err
}

const (
	messageColumns = "ticket, at, from_name, from_addr, agent, visibility, text, auto, proven, message_id, raw, attachments"
	getMessages    = "SELECT id, " + messageColumns + " FROM message WHERE ticket = $1 ORDER BY id"
	getMessagePage = "SELECT id, " + messageColumns + " FROM message WHERE id > $1 ORDER BY id LIMIT $2"
	getNewest      = "SELECT id, " + messageColumns + " FROM message WHERE ticket = $1 AND visibility = $2 ORDER BY id DESC LIMIT $3"
)

func scanMessage(scan func(...any) error) (m desk.Message, err error) {
	err = scan(&m.ID, &m.Ticket, stamp{&m.At}, &m.From.Name, &m.From.Addr, &m.Agent, &m.Visibility, &m.Text, &m.Auto,
		&m.Proven, &m.MessageID, &m.Raw, fromJSON{&m.Attachments})
	return m, err
}

// Messages is the whole conversation of a ticket, oldest first. Attachments come without their content.
func (r *reader) Messages(ticket int64) ([]desk.Message, error) {
	return list(r.ctx, r.s, getMessages, []any{ticket}, scanMessage)
}

// EachMessage calls fn for every message, in the order in which they were written.
func (r *reader) EachMessage(fn func(desk.Message) error) error {
	for last := int64(0); ; {
		page, err := list(r.ctx, r.s, getMessagePage, []any{last, recordPage}, scanMessage)
		if err != nil {
			return err
		}
		for _, m := range page {
			if err := fn(m); err != nil {
				return err
			}
			last = m.ID
		}
		if len(page) < recordPage {
			return nil
		}
	}
}

const (
	recordColumns   = "seq, ticket, at, actor_kind, kind, mail, public, personal, digests, salt, prev, hash"
	getNewestEvents = "SELECT " + recordColumns + " FROM event WHERE ticket = $1 ORDER BY seq DESC LIMIT $2"
	getEvents       = "SELECT " + recordColumns + " FROM event WHERE ticket = $1 ORDER BY seq"
	getRecords      = "SELECT " + recordColumns + " FROM event WHERE seq >= $1 ORDER BY seq LIMIT $2"
	getHead         = "SELECT hash, seq FROM event ORDER BY seq DESC LIMIT 1"
)

// recordPage is how many events are read at once, so that a slow reader of all of them holds no statement open.
const recordPage = 1000

func scanRecord(scan func(...any) error) (r desk.Record, err error) {
	err = scan(&r.Seq, &r.Ticket, &r.At, &r.ActorKind, &r.Kind, &r.Mail, (*[]byte)(&r.Public), fromJSON{&r.Personal},
		fromJSON{&r.Digests}, &r.Salt, &r.Prev, &r.Hash)
	return r, err
}

// Events are the events of a ticket, oldest first.
func (r *reader) Events(ticket int64) ([]desk.Event, error) {
	return list(r.ctx, r.s, getEvents, []any{ticket}, scanEvent)
}

func scanEvent(scan func(...any) error) (desk.Event, error) {
	record, err := scanRecord(scan)
	if err != nil {
		return desk.Event{}, err
	}
	return record.Event()
}

// Records calls fn for every event record from seq on, in order.
func (r *reader) Records(from int64, fn func(desk.Record) error) error {
	for {
		page, err := list(r.ctx, r.s, getRecords, []any{from, recordPage}, scanRecord)
		if err != nil {
			return err
		}
		for _, record := range page {
			if err := fn(record); err != nil {
				return err
			}
			from = record.Seq + 1
		}
		if len(page) < recordPage {
			return nil
		}
	}
}

const getBriefs = "SELECT seq, ticket, at, actor_kind, kind, mail <> '', public, personal FROM event " +
	"WHERE kind IN (SELECT value FROM json_each($1)) ORDER BY seq"

// Briefs calls fn for every event of some kinds, in order. It reads one row at a time, into the same bytes.
func (r *reader) Briefs(kinds []string, fn func(desk.Brief) error) error {
	names, err := json.Marshal(kinds)
	if err != nil {
		return err
	}
	var b desk.Brief
	var actor string // Scan is slow for types of one's own
	var public, personal sql.RawBytes
	return r.s.rows(r.ctx, getBriefs, []any{string(names)}, func(scan func(...any) error) error {
		if err := scan(&b.Seq, &b.Ticket, &b.At, &actor, &b.Kind, &b.ByMail, &public, &personal); err != nil {
			return err
		}
		b.ActorKind, b.Public, b.Personal = desk.ActorKind(actor), public, personal
		return fn(b)
	})
}

// Head is the hash and number of the last event.
func (r *reader) Head() (hash string, seq int64, err error) {
	err = r.s.row(r.ctx, getHead, nil, &hash, &seq)
	if errors.Is(err, store.ErrNotFound) {
		return "", 0, nil
	}
	return hash, seq, err
}

const getRaw = "SELECT data FROM raw WHERE sha256_hash = $1 AND sha256 = $2 ORDER BY part"

// Raw is the raw mail with that SHA-256. Bytes that no longer have it are an error.
func (r *reader) Raw(sum string) ([]byte, error) {
	var raw []byte
	hash, parts := sha256.New(), 0
	err := r.s.rows(r.ctx, getRaw, []any{hash64(sum), sum}, func(scan func(...any) error) error {
		var part []byte
		err := scan(&part)
		if err != nil {
			return err
		}
		if part, err = expand(part); err != nil {
			return err
		}
		hash.Write(part)
		raw = append(raw, part...)
		parts++
		return nil
	})
	switch {
	case err != nil:
		return nil, fmt.Errorf("raw mail %s: %w", sum, err)
	case parts == 0:
		return nil, fmt.Errorf("raw mail %s: %w", sum, store.ErrNotFound)
	case hex.EncodeToString(hash.Sum(nil)) != sum:
		return nil, fmt.Errorf("raw mail %s: its bytes were changed", sum)
	}
	return raw, nil
}

const (
	arrivalColumns = "id, at, mailbox, uid_validity, uid, message_id, author, sender, subject, content_hash, sha256, " +
		"size, outcome, ticket, proven, failed, evidence_by, evidence_why, internal_date, trace"
	arrivalsByMessageID = "SELECT " + arrivalColumns + " FROM arrival WHERE message_id_hash = $1 AND message_id = $2 ORDER BY id"
	arrivalsOfTicket    = "SELECT " + arrivalColumns + " FROM arrival WHERE ticket = $1 AND ticket <> 0 ORDER BY id"
	getArrival          = "SELECT " + arrivalColumns + " FROM arrival WHERE id = $1"
)

func scanArrival(scan func(...any) error) (a store.Arrival, err error) {
	err = scan(&a.ID, stamp{&a.At}, &a.Mailbox, &a.UIDValidity, &a.UID, &a.MessageID, &a.Author, &a.From, &a.Subject,
		&a.ContentHash, &a.SHA256, &a.Size, &a.Outcome, &a.Ticket, &a.Evidence.Proven, &a.Evidence.Failed, &a.Evidence.By,
		&a.Evidence.Why, stamp{&a.InternalDate}, &a.Trace)
	return a, err
}

// RawByMessageID finds stored mails by their Message-ID, oldest first.
func (r *reader) RawByMessageID(id string) ([]store.Arrival, error) {
	return list(r.ctx, r.s, arrivalsByMessageID, []any{hash64(id), id}, scanArrival)
}

// Arrivals are the mails that were taken in for a ticket, oldest first.
func (r *reader) Arrivals(ticket int64) ([]store.Arrival, error) {
	return list(r.ctx, r.s, arrivalsOfTicket, []any{ticket}, scanArrival)
}

const (
	getHeld       = "SELECT id, arrival, reason, detail FROM quarantine WHERE state = 'held' ORDER BY id"
	getQuarantine = "SELECT id, arrival, reason, detail FROM quarantine WHERE id = $1 AND state = 'held'"
)

// Quarantine lists what is held back, oldest first.
func (r *reader) Quarantine() ([]store.Quarantined, error) { return r.quarantined(getHeld) }

func (r *reader) quarantined(query string, args ...any) ([]store.Quarantined, error) {
	held, err := list(r.ctx, r.s, query, args, func(scan func(...any) error) (q store.Quarantined, err error) {
		return q, scan(&q.ID, &q.Arrival.ID, &q.Reason, &q.Detail)
	})
	if err != nil {
		return nil, err
	}
	for i := range held {
		found, err := list(r.ctx, r.s, getArrival, []any{held[i].Arrival.ID}, scanArrival)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("arrival of quarantined mail %d: %w", held[i].ID, store.ErrNotFound)
		}
		q, a := &held[i], found[0]
		q.Arrival, q.At, q.From, q.Subject, q.SHA256, q.Mailbox = a, a.At, a.From, a.Subject, a.SHA256, a.Mailbox
	}
	return held, nil
}
