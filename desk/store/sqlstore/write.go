package sqlstore

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

var (
	insertEvent   = insertInto("event", recordColumns)
	insertMessage = insertInto("message", messageColumns)
	insertArrival = insertInto("arrival", "at, mailbox, era, uid_validity, uid, message_id, message_id_hash, author, "+
		"author_hash, sender, subject, content_hash, sha256, size, outcome, standing, ticket, proven, failed, evidence_by, "+
		"evidence_why, internal_date, trace") + " RETURNING id"
	insertRaw        = insertInto("raw", "sha256_hash, sha256, part, data")
	insertQuarantine = insertInto("quarantine", "arrival, reason, detail, state")
)

const (
	hasRaw      = "SELECT 1 FROM raw WHERE sha256_hash = $1 AND sha256 = $2 LIMIT 1"
	putTimer    = "INSERT INTO timer (ticket, kind, due) VALUES ($1, $2, $3) ON CONFLICT (ticket, kind) DO UPDATE SET due = excluded.due"
	deleteTimer = "DELETE FROM timer WHERE ticket = $1 AND kind = $2"
	getTimer    = "SELECT due FROM timer WHERE ticket = $1 AND kind = $2"
	dueTimers   = "SELECT ticket, kind, due FROM timer ORDER BY due LIMIT $1"
	endHeld     = "UPDATE quarantine SET state = $2 WHERE id = $1 AND state = 'held'"
)

// Write writes everything that one cause changes.
func (t *tx) Write(c store.Change) error {
	if c.Arrival != nil {
		if err := t.writeArrival(*c.Arrival, c); err != nil {
			return err
		}
	}
	events := map[int64]int64{}
	for _, e := range c.Events {
		events[e.Ticket]++
	}
	versions := map[int64]int64{}
	for _, row := range c.Tickets {
		if err := t.writeTicket(row, events[row.ID]); err != nil {
			return err
		}
		versions[row.ID] = row.Version
	}
	if err := t.writeEvents(c, versions); err != nil {
		return err
	}
	if err := t.writeMessages(c.Messages, versions); err != nil {
		return err
	}
	for _, timer := range c.Timers {
		if err := t.writeTimer(timer); err != nil {
			return err
		}
	}
	for _, item := range c.Outbox {
		if err := t.writeOutbox(item); err != nil {
			return err
		}
	}
	for _, item := range c.Ended {
		if err := t.finish(item); err != nil {
			return err
		}
	}
	return t.writeAgents(c)
}

// writeAgents writes who is away and what waits for whom.
func (t *tx) writeAgents(c store.Change) error {
	for _, a := range c.Absences {
		if err := t.writeAbsence(a); err != nil {
			return err
		}
	}
	for _, agent := range c.Delivered {
		if err := t.deliver(agent); err != nil {
			return err
		}
	}
	for _, b := range c.Bundled {
		if err := t.writeBundled(b); err != nil {
			return err
		}
	}
	for agent, due := range c.PutOff {
		if _, err := t.s.exec(t.ctx, putOff, agent, due.UnixMicro()); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) writeArrival(a store.Arrival, c store.Change) error {
	if err := t.writeRaw(c.Raw); err != nil {
		return err
	}
	var era any
	if a.UIDValidity != 0 {
		id, err := t.taken(a.Mailbox, a.UIDValidity, a.UID, c.Now)
		if err != nil {
			return err
		}
		era = id
	}
	id, err := t.s.insert(t.ctx, insertArrival, micros(a.At), a.Mailbox, era, int64(a.UIDValidity), int64(a.UID), a.MessageID,
		hashOrNull(a.MessageID), a.Author, hashOrNull(a.Author), a.From, a.Subject, a.ContentHash, a.SHA256, a.Size,
		string(a.Outcome), standing(a.Outcome), a.Ticket, a.Evidence.Proven, a.Evidence.Failed, a.Evidence.By, a.Evidence.Why,
		micros(a.InternalDate), a.Trace)
	if unique(err) {
		return fmt.Errorf("mail %d of %s was taken in meanwhile: %w", a.UID, a.Mailbox, store.ErrConflict)
	}
	if err != nil || c.Held == nil {
		return err
	}
	_, err = t.s.exec(t.ctx, insertQuarantine, id, c.Held.Reason, c.Held.Detail, "held")
	return err
}

// standing is what an outcome says of the author: see the schema.
func standing(o desk.Outcome) int {
	switch o {
	case desk.OutcomeNew, desk.OutcomeFollowUp:
		return 2
	case desk.OutcomeQuarantined:
		return 0
	}
	return 1
}

// writeRaw keeps bytes once, however often they arrive.
func (t *tx) writeRaw(p store.Packed) error {
	key := hash64(p.SHA256)
	var one int
	err := t.s.row(t.ctx, hasRaw, []any{key, p.SHA256}, &one)
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	for i, part := range p.Chunks {
		if len(part) > maxPart {
			return fmt.Errorf("raw mail %s: a part of %d bytes; at most %d", p.SHA256, len(part), maxPart)
		}
		if _, err := t.s.exec(t.ctx, insertRaw, key, p.SHA256, i, part); err != nil {
			return err
		}
	}
	return nil
}

// writeEvents numbers, seals and chains the events, in their order.
func (t *tx) writeEvents(c store.Change, versions map[int64]int64) error {
	if len(c.Events) == 0 {
		return nil
	}
	if !t.headRead {
		var err error
		if t.head, t.seq, err = t.Head(); err != nil {
			return err
		}
		t.headRead = true
	}
	const saltSize = 16
	salts := make([]byte, saltSize*len(c.Events))
	if _, err := io.ReadFull(t.store.options.Rand, salts); err != nil {
		return fmt.Errorf("salt: %w", err)
	}
	for i, e := range c.Events {
		if _, ok := versions[e.Ticket]; !ok && e.Ticket != 0 { // what is about an agent is on no ticket
			return fmt.Errorf("event %s of ticket %d comes without the ticket", e.Detail.Kind(), e.Ticket)
		}
		r, err := desk.Seal(t.head, t.seq+1, e, salts[i*saltSize:(i+1)*saltSize:(i+1)*saltSize])
		if err != nil {
			return err
		}
		if err := t.writeRecord(r); err != nil {
			return err
		}
		t.head, t.seq = r.Hash, r.Seq
		if d, ok := e.Detail.(desk.Assigned); ok && d.To != "" {
			if err := t.noteAssigned(c.Tickets, e.Ticket, d.To); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *tx) writeRecord(r desk.Record) error {
	var personal, salt any // both are nothing where the event says nothing personal
	if len(r.Personal) > 0 {
		data, err := json.Marshal(r.Personal)
		if err != nil {
			return err
		}
		personal, salt = string(data), r.Salt
	}
	digests, err := json.Marshal(r.Digests)
	if err != nil {
		return err
	}
	_, err = t.s.exec(t.ctx, insertEvent, r.Seq, r.Ticket, r.At, string(r.ActorKind), r.Kind, r.Mail, string(r.Public), personal,
		string(digests), salt, r.Prev, r.Hash)
	return err
}

// noteAssigned remembers who was given a ticket of its queue last.
func (t *tx) noteAssigned(tickets []desk.Ticket, id int64, agent string) error {
	for _, row := range tickets {
		if row.ID == id {
			_, err := t.s.exec(t.ctx, putLastAssigned, row.Queue, agent)
			return err
		}
	}
	return nil
}

// writeMessages stores messages and indexes their words. Each message has an event of its own, so that the
// versions that this change adds to a ticket are enough to number them.
func (t *tx) writeMessages(messages []desk.Message, versions map[int64]int64) error {
	for _, m := range messages {
		version, ok := versions[m.Ticket]
		if !ok {
			return fmt.Errorf("a message of ticket %d comes without the ticket", m.Ticket)
		}
		attachments, err := jsonText(m.Attachments)
		if err != nil {
			return err
		}
		if _, err := t.s.exec(t.ctx, insertMessage, m.Ticket, micros(m.At), m.From.Name, m.From.Addr, m.Agent,
			string(m.Visibility), m.Text, string(m.Auto), m.Proven, m.MessageID, m.Raw, attachments); err != nil {
			return err
		}
		if err := t.indexMessage(m.Ticket, version, m.Text); err != nil {
			return err
		}
		versions[m.Ticket] = version - 1
	}
	return nil
}

func (t *tx) writeTimer(timer desk.Timer) error {
	if timer.Due.IsZero() {
		_, err := t.s.exec(t.ctx, deleteTimer, timer.Ticket, string(timer.Kind))
		return err
	}
	_, err := t.s.exec(t.ctx, putTimer, timer.Ticket, string(timer.Kind), timer.Due.UnixMicro())
	return err
}

// Timer is when a timer is due.
func (r *reader) Timer(ticket int64, kind desk.TimerKind) (due time.Time, err error) {
	err = r.s.row(r.ctx, getTimer, []any{ticket, string(kind)}, stamp{&due})
	if errors.Is(err, store.ErrNotFound) {
		return due, nil
	}
	return due, err
}

// DueTimers are the timers due at now, earliest first.
func (t *tx) DueTimers(now time.Time, limit int) (due []desk.Timer, next time.Time, err error) {
	due, err = list(t.ctx, t.s, dueTimers, []any{limit + 1}, func(scan func(...any) error) (timer desk.Timer, err error) {
		return timer, scan(&timer.Ticket, &timer.Kind, stamp{&timer.Due})
	})
	for i, timer := range due {
		if i == limit || timer.Due.After(now) {
			return due[:i], timer.Due, err
		}
	}
	return due, time.Time{}, err
}

// Release takes a held mail out of quarantine.
func (t *tx) Release(id int64) (store.Quarantined, error) {
	return t.endHeld(id, "released")
}

// Drop marks a held mail as dropped.
func (t *tx) Drop(id int64) error {
	_, err := t.endHeld(id, "dropped")
	return err
}

func (t *tx) endHeld(id int64, state string) (store.Quarantined, error) {
	held, err := t.quarantined(getQuarantine, id)
	if err == nil && len(held) == 0 {
		err = fmt.Errorf("held mail %d: %w", id, store.ErrNotFound)
	}
	if err != nil {
		return store.Quarantined{}, err
	}
	_, err = t.s.exec(t.ctx, endHeld, id, state)
	return held[0], err
}
