package sqlstore

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

const (
	filedByMessageID = "SELECT author, content_hash, ticket, failed FROM arrival " +
		"WHERE message_id_hash = $1 AND message_id = $2 AND outcome NOT IN ('quarantined', 'duplicate') ORDER BY id LIMIT $3"
	sentByMessageID = "SELECT ticket, recipient, template, version, cause FROM outbox WHERE message_id_hash = $1 AND message_id = $2 LIMIT 1"
	// aboutSender: $1 is the address key, $2 its hash, $3 and $4 where the two windows begin.
	aboutSender = "SELECT EXISTS (SELECT 1 FROM arrival WHERE author_hash = $2 AND standing > 0 AND author = $1), " +
		"(SELECT count(*) FROM arrival WHERE author_hash = $2 AND standing = 2 AND at > $3 AND author = $1), " +
		"(SELECT count(*) FROM outbox WHERE recipient_hash = $2 AND class = 'ack' AND class <> '' AND created_at > $4)"
	nextTicket      = "SELECT coalesce(max(id), 0) + 1 FROM ticket"
	getLoad         = "SELECT agent, tickets FROM agent_load WHERE tickets > 0"
	getLastAssigned = "SELECT agent FROM last_assigned WHERE queue = $1"
)

// maxFiled bounds how many mails with one Message-ID are looked at, the oldest ones: honest mail has one or two.
const maxFiled = 100

// Facts answers a query.
func (r *reader) Facts(q desk.Query, now time.Time) (desk.Facts, error) {
	f := desk.Facts{Now: now, Tickets: map[int64]desk.Ticket{}, Sent: map[string]desk.SentMail{},
		Filed: map[string][]desk.FiledMail{}, History: map[int64][]desk.Message{}}
	if err := r.s.row(r.ctx, nextTicket, nil, &f.NextTicket); err != nil {
		return f, err
	}
	for _, step := range []func(desk.Query, *desk.Facts) error{r.mails, r.tickets, r.since, r.sender, r.queues, r.absences, r.bundle, r.practices} {
		if err := step(q, &f); err != nil {
			return f, err
		}
	}
	return f, nil
}

// mails finds what bears one of the Message-IDs: mail that was taken in, and mail of ours.
func (r *reader) mails(q desk.Query, f *desk.Facts) error {
	for _, id := range append([]string{q.Own, q.Answers}, q.MessageIDs...) {
		if _, done := f.Filed[id]; done || id == "" {
			continue
		}
		key := hash64(id)
		filed, err := list(r.ctx, r.s, filedByMessageID, []any{key, id, maxFiled}, func(scan func(...any) error) (m desk.FiledMail, err error) {
			m.MessageID = id
			return m, scan(&m.Author, &m.ContentHash, &m.Ticket, &m.AuthFailed)
		})
		if err != nil {
			return err
		}
		if len(filed) > 0 {
			f.Filed[id] = filed
		}
		sent := desk.SentMail{MessageID: id}
		err = r.s.row(r.ctx, sentByMessageID, []any{key, id}, &sent.Ticket, &sent.Recipient, &sent.Template,
			&sent.Version, &sent.Cause)
		if err == nil {
			f.Sent[id] = sent
		} else if !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}

// tickets loads those that were asked for and those that the mails found are on.
func (r *reader) tickets(q desk.Query, f *desk.Facts) error {
	if q.Whole {
		f.Events, f.Conversation = map[int64][]desk.Event{}, map[int64][]desk.Message{}
	}
	ids := slices.Clone(q.Tickets)
	for _, mails := range f.Filed {
		for _, m := range mails {
			ids = append(ids, m.Ticket)
		}
	}
	for _, m := range f.Sent {
		ids = append(ids, m.Ticket)
	}
	for _, id := range ids {
		if err := r.load(id, q.Whole, f); err != nil {
			return err
		}
	}
	if !q.Whole {
		return nil
	}
	for _, events := range maps.Clone(f.Events) {
		for _, e := range events {
			var others []int64
			switch d := e.Detail.(type) {
			case desk.Linked:
				others = []int64{d.Ticket}
			case desk.Proposed:
				others = d.Tickets
			}
			for _, other := range others {
				if err := r.load(other, true, f); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// load reads a ticket, the major incident above it, and those into which it was merged.
func (r *reader) load(id int64, whole bool, f *desk.Facts) error {
	if _, done := f.Tickets[id]; done || id <= 0 {
		return nil
	}
	t, err := r.Ticket(id)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	f.Tickets[id] = t
	history, err := r.newest(id, desk.Public, desk.HistoryLength)
	if err != nil {
		return err
	}
	if len(history) > 0 {
		f.History[id] = history
	}
	if whole {
		if f.Events[id], err = r.Events(id); err != nil {
			return err
		}
		if f.Conversation[id], err = r.Messages(id); err != nil {
			return err
		}
	}
	for _, l := range t.Links {
		if l.Kind == desk.LinkParent {
			if err := r.load(l.Ticket, whole, f); err != nil {
				return err
			}
		}
	}
	return r.load(t.Merged, whole, f)
}

// newest are the last messages of one visibility, newest first.
func (r *reader) newest(ticket int64, v desk.Visibility, limit int) ([]desk.Message, error) {
	return list(r.ctx, r.s, getNewest, []any{ticket, string(v), limit}, scanMessage)
}

// since finds out what happened to a ticket after a mail of ours was made. A ticket has as many events as its
// version says.
func (r *reader) since(q desk.Query, f *desk.Facts) (err error) {
	sent, ok := f.Sent[q.Answers]
	t, known := f.Tickets[sent.Ticket]
	if !ok || !known || t.Version <= sent.Version {
		return nil
	}
	limit := min(t.Version-sent.Version, desk.SinceLength)
	if f.Since, err = list(r.ctx, r.s, getNewestEvents, []any{t.ID, limit}, scanEvent); err != nil {
		return err
	}
	slices.Reverse(f.Since)
	said := 0
	for _, e := range f.Since {
		if _, ok := e.Detail.(desk.Wrote); ok {
			said++
		}
	}
	if said == 0 {
		return nil
	}
	for _, v := range []desk.Visibility{desk.Public, desk.Internal} {
		newest, err := r.newest(t.ID, v, said)
		if err != nil {
			return err
		}
		f.Said = append(f.Said, newest...)
	}
	slices.SortFunc(f.Said, func(a, b desk.Message) int { return cmp.Compare(a.ID, b.ID) })
	f.Said = f.Said[max(0, len(f.Said)-said):]
	return nil
}

// sender finds out how much the author has written and was answered.
func (r *reader) sender(q desk.Query, f *desk.Facts) error {
	if q.Sender == "" {
		return nil
	}
	return r.s.row(r.ctx, aboutSender, []any{q.Sender, hash64(q.Sender), f.Now.Add(-q.TicketsWithin).UnixMicro(),
		f.Now.Add(-q.AcksWithin).UnixMicro()}, &f.Known, &f.Opened, &f.Acks)
}

// queues finds out who has how much, where a queue hands out tickets by itself.
func (r *reader) queues(q desk.Query, f *desk.Facts) error {
	if len(q.Queues) == 0 {
		return nil
	}
	f.Load, f.LastAssigned = map[string]int{}, map[string]string{}
	err := r.s.rows(r.ctx, getLoad, nil, func(scan func(...any) error) error {
		var agent string
		var tickets int
		err := scan(&agent, &tickets)
		f.Load[agent] = tickets
		return err
	})
	if err != nil {
		return err
	}
	for _, queue := range q.Queues {
		var agent string
		err := r.s.row(r.ctx, getLastAssigned, []any{queue}, &agent)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		f.LastAssigned[queue] = agent
	}
	return nil
}
