package sqlstore

import (
	"errors"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

const (
	filedByMessageID = "SELECT author, content_hash, ticket, failed FROM arrival " +
		"WHERE message_id_hash = $1 AND message_id = $2 AND outcome NOT IN ('quarantined', 'duplicate') ORDER BY id LIMIT $3"
	sentByMessageID = "SELECT ticket, recipient, template FROM outbox WHERE message_id_hash = $1 AND message_id = $2 LIMIT 1"
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
	for _, step := range []func(desk.Query, *desk.Facts) error{r.mails, r.tickets, r.sender, r.queues} {
		if err := step(q, &f); err != nil {
			return f, err
		}
	}
	return f, nil
}

// mails finds what bears one of the Message-IDs: mail that was taken in, and mail of ours.
func (r *reader) mails(q desk.Query, f *desk.Facts) error {
	for i := -1; i < len(q.MessageIDs); i++ {
		id := q.Own
		if i >= 0 {
			id = q.MessageIDs[i]
		}
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
		err = r.s.row(r.ctx, sentByMessageID, []any{key, id}, &sent.Ticket, &sent.Recipient, &sent.Template)
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
	for _, id := range q.Tickets {
		if err := r.load(id, f); err != nil {
			return err
		}
	}
	for _, mails := range f.Filed {
		for _, m := range mails {
			if err := r.load(m.Ticket, f); err != nil {
				return err
			}
		}
	}
	for _, m := range f.Sent {
		if err := r.load(m.Ticket, f); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) load(id int64, f *desk.Facts) error {
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
	history, err := list(r.ctx, r.s, getHistory, []any{id, desk.HistoryLength}, scanMessage)
	if len(history) > 0 {
		f.History[id] = history
	}
	return err
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
