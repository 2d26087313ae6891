package engine

import (
	"context"
	"fmt"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

// Arm sets the timers of what the desk does by itself at certain times of the day. It is called when the desk starts and
// when its configuration has changed. What was due meanwhile stays due: it is done once, however long the desk was down.
func (e *Engine) Arm(ctx context.Context) error {
	return e.store.Update(ctx, func(tx store.Tx) error {
		now := e.now()
		due, err := tx.Timer(0, desk.TimerMorning)
		if err != nil || !due.IsZero() && !due.After(now) {
			return err
		}
		next := e.Setup().Policy.NextMorning(now)
		if next.Equal(due) {
			return nil
		}
		return tx.Write(store.Change{Now: now, Timers: []desk.Timer{{Kind: desk.TimerMorning, Due: next}}})
	})
}

// scheduled does what a timer of no ticket is for, and sets it anew.
func (e *Engine) scheduled(tx store.Tx, timer desk.Timer) (sends bool, err error) {
	p, now := e.Setup().Policy, e.now()
	d := desk.Decision{Timers: []desk.Timer{{Kind: timer.Kind}}}
	if timer.Kind == desk.TimerMorning {
		o, err := overview(tx, now)
		if err != nil {
			return false, fmt.Errorf("overviews of the day: %w", err)
		}
		d.Notices = p.Mornings(o, timer.Due, now)
		d.Timers[0].Due = p.NextMorning(now)
	}
	c, err := e.change(tx, d, nil)
	if err != nil {
		return false, err
	}
	return len(d.Notices) > 0, tx.Write(c)
}

// overview reads what mornings tell of.
func overview(r store.Reader, now time.Time) (o desk.Overview, err error) {
	if o.Open, err = r.Tickets(store.Filter{Open: true}); err != nil {
		return o, err
	}
	f, err := r.Facts(desk.Query{}, now)
	if err != nil {
		return o, err
	}
	o.Away = f.Away
	held, err := r.Quarantine()
	if err != nil {
		return o, err
	}
	for _, m := range held {
		o.Held = append(o.Held, desk.HeldMail{ID: m.ID, At: m.At, From: m.From, Subject: m.Subject, Reason: m.Reason, Detail: m.Detail})
	}
	if o.Trouble, err = trouble(r, now); err != nil {
		return o, err
	}
	o.Head, o.Events, err = r.Head()
	return o, err
}

// stuckAfter is how long a mail may wait before people hear of it.
const stuckAfter = time.Hour

// trouble says what is wrong with mailboxes and outgoing mail, a sentence each.
func trouble(r store.Reader, now time.Time) (said []string, err error) {
	boxes, err := r.Mailboxes()
	if err != nil {
		return nil, err
	}
	for _, b := range boxes {
		if b.Failing > 0 {
			said = append(said, fmt.Sprintf("Mailbox %s: %d mails could not be taken in yet.", b.Mailbox, b.Failing))
		}
	}
	unsent, err := r.Outgoing(false)
	if err != nil {
		return nil, err
	}
	stuck, failed := 0, 0
	for _, o := range unsent {
		switch {
		case o.State == store.Failed && now.Sub(o.CreatedAt) < 24*time.Hour:
			failed++
		case o.State != store.Failed && now.Sub(o.CreatedAt) > stuckAfter:
			stuck++
		}
	}
	if stuck > 0 {
		said = append(said, fmt.Sprintf("%d mails have waited to be sent for more than an hour; frontdesk outbox list shows why.", stuck))
	}
	if failed > 0 {
		said = append(said, fmt.Sprintf("%d mails of the last day could not be sent.", failed))
	}
	return said, nil
}
