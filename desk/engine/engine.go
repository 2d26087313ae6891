// Package engine is the door: the only place where a ticket changes. It reads facts, lets the desk
// decide, renders what is to be sent, and commits all of it in one transaction. Whatever happened
// has happened entirely once Accept, Command or Tick return, or not at all.
package engine

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
	"frontdesk/templates"
)

// Setup is what the configuration makes of the engine. It is immutable; Swap replaces it whole.
type Setup struct {
	Policy    *desk.Policy
	Templates *templates.Set
	// Verify says who vouches for a mail's sender. It may ask the network, and is called once per mail.
	Verify func(ctx context.Context, raw []byte, m *desk.Mail) desk.Evidence
}

// Engine is safe for concurrent use.
type Engine struct {
	store store.Store
	now   func() time.Time
	wake  func() // tells the courier that something is to be sent
	setup atomic.Pointer[Setup]
}

// New makes an engine. Now is the one clock; wake is called after every commit that has mail to send.
func New(s store.Store, setup *Setup, now func() time.Time, wake func()) *Engine {
	e := &Engine{store: s, now: now, wake: wake}
	e.Swap(setup)
	return e
}

// Swap puts a new setup in place: what begins from now on follows it.
func (e *Engine) Swap(s *Setup) { e.setup.Store(s) }

// Setup is the one in force.
func (e *Engine) Setup() *Setup { return e.setup.Load() }

// maxConflicts bounds how often a decision is made again because a ticket changed meanwhile. With one writer
// it never happens; with several it is rare.
const maxConflicts = 5

// Command carries out commands from the shell and returns what was decided; Trace.Commands tells which
// line was refused.
func (e *Engine) Command(ctx context.Context, in desk.Commanded) (desk.Decision, error) {
	return e.handle(ctx, in)
}

// DeliveryFailed records that a mail of ours will never arrive: its state, the event on its ticket and
// the alert to the agents are one commit.
func (e *Engine) DeliveryFailed(ctx context.Context, item store.OutboxItem, status, reason string) error {
	in := desk.DeliveryFailed{Status: status, Reason: reason, Sent: desk.SentMail{MessageID: item.MessageID,
		Ticket: item.Ticket, Recipient: item.To, Template: item.Template}}
	_, err := e.handle(ctx, in, item)
	return err
}

// handle decides on an input that is not a mail and commits what follows, together with outbox items that
// have come to their end.
func (e *Engine) handle(ctx context.Context, in desk.Input, ended ...store.OutboxItem) (desk.Decision, error) {
	var d desk.Decision
	for try := 1; ; try++ {
		err := e.store.Update(ctx, func(tx store.Tx) error {
			var err error
			d, err = e.decide(tx, in)
			if err != nil {
				return err
			}
			c, err := e.change(tx, d, nil)
			if err != nil {
				return err
			}
			c.Ended = ended
			return tx.Write(c)
		})
		if errors.Is(err, store.ErrConflict) && try < maxConflicts {
			continue
		}
		if err == nil && (len(d.Notices) > 0 || len(d.Bundled) > 0) {
			e.wake()
		}
		return d, err
	}
}

// decide reads the facts and decides.
func (e *Engine) decide(r store.Reader, in desk.Input) (desk.Decision, error) {
	p := e.Setup().Policy
	f, err := r.Facts(desk.Ask(p, in), e.now())
	if err != nil {
		return desk.Decision{}, err
	}
	return desk.Decide(p, f, in), nil
}

// duePerTick bounds one transaction of Tick.
const duePerTick = 100

// Tick does what is due and says when to come again; zero means that nothing waits.
func (e *Engine) Tick(ctx context.Context) (next time.Time, err error) {
	sends := false
	err = e.store.Update(ctx, func(tx store.Tx) error {
		due, nextTimer, err := tx.DueTimers(e.now(), duePerTick)
		if err != nil {
			return err
		}
		for _, timer := range due {
			sent, err := e.tick(tx, desk.TimerDue{Timer: timer}, desk.Timer{Ticket: timer.Ticket, Kind: timer.Kind})
			if err != nil {
				return err
			}
			sends = sends || sent
		}
		agents, nextBundle, err := tx.DueBundles(e.now(), duePerTick) // now, with what the timers have added
		if err != nil {
			return err
		}
		for _, agent := range agents {
			sent, err := e.tick(tx, desk.BundleDue{Agent: agent})
			if err != nil {
				return err
			}
			sends = sends || sent
		}
		next = earlier(nextTimer, nextBundle)
		return nil
	})
	if err == nil && sends {
		e.wake()
	}
	return next, err
}

// tick does one thing that is due, cancels the timers that are done with it, and says whether there is mail to send.
func (e *Engine) tick(tx store.Tx, in desk.Input, done ...desk.Timer) (sends bool, err error) {
	d, err := e.decide(tx, in)
	if err != nil {
		return false, err
	}
	d.Timers = append(done, d.Timers...)
	c, err := e.change(tx, d, nil)
	if err != nil {
		return false, err
	}
	return len(d.Notices) > 0, tx.Write(c)
}

// earlier is the first of two times; a zero one is never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
