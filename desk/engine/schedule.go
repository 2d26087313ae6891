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
		p, now := e.Setup().Policy, e.now()
		for kind, next := range map[desk.TimerKind]time.Time{desk.TimerMorning: p.NextMorning(now), desk.TimerReport: p.NextReport(now)} {
			due, err := tx.Timer(0, kind)
			if err != nil {
				return err
			}
			if next.Equal(due) || !due.IsZero() && !due.After(now) {
				continue
			}
			if err := tx.Write(store.Change{Now: now, Timers: []desk.Timer{{Kind: kind, Due: next}}}); err != nil {
				return err
			}
		}
		return nil
	})
}

// reportDue sends the report where it is due. All events are read before the store is locked for writing.
func (e *Engine) reportDue(ctx context.Context) error {
	p := e.Setup().Policy
	var due time.Time
	var items []store.OutboxItem
	err := e.store.View(ctx, func(r store.Reader) (err error) {
		if due, err = r.Timer(0, desk.TimerReport); err != nil || due.IsZero() || due.After(e.now()) || p.Report == nil {
			return err
		}
		since, until := p.ReportPeriod(due)
		items, err = e.ReportMails(r, ReportQuery(p, since, until), p.Report.To)
		return err
	})
	if err != nil || due.IsZero() || due.After(e.now()) {
		return err
	}
	err = e.store.Update(ctx, func(tx store.Tx) error {
		if still, err := tx.Timer(0, desk.TimerReport); err != nil || !still.Equal(due) {
			return err // it was sent, or planned anew, meanwhile
		}
		return tx.Write(store.Change{Now: e.now(), Outbox: items, Timers: []desk.Timer{{Kind: desk.TimerReport, Due: p.NextReport(e.now())}}})
	})
	if err == nil && len(items) > 0 {
		e.wake()
	}
	return err
}

// scheduled does what a timer of no ticket is for, and sets it anew.
func (e *Engine) scheduled(tx store.Tx, timer desk.Timer) (sends bool, err error) {
	if timer.Kind == desk.TimerReport {
		return false, nil // it is sent outside of this transaction, and could not be so far
	}
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
