// Package engine is the door: the only place where a ticket changes. It reads facts, lets the desk
// decide, renders what is to be sent, and commits all of it in one transaction. Whatever happened
// has happened entirely once Accept, Command or Tick return, or not at all.
package engine

import (
	"context"
	"errors"
	"fmt"
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
	wake  func() // tells that something is to be sent, or to be done later
	setup atomic.Pointer[Setup]
}

// New makes an engine. Now is the one clock; wake is called after every commit that has mail to send, or a
// timer to be kept.
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
		if err == nil && len(d.Notices)+len(d.Bundled)+len(d.Timers) > 0 {
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

// retryAfter is when a thing that was due and failed is tried again.
const retryAfter = time.Hour

// Tick does what is due and says when to come again; zero means that nothing waits. What fails holds nothing else up: it
// is put off, and its error returned when all the rest is done.
func (e *Engine) Tick(ctx context.Context) (next time.Time, err error) {
	failed := e.reportDue(ctx)
	if store.Fatal(failed) {
		return next, failed
	}
	var w ticking
	err = e.store.Update(ctx, func(tx store.Tx) (err error) {
		w = ticking{e: e, tx: tx}
		next, err = w.all()
		return err
	})
	if err == nil && w.sends {
		e.wake()
	}
	return next, errors.Join(err, w.failed, failed)
}

// ticking is one transaction in which things are done that are due.
type ticking struct {
	e      *Engine
	tx     store.Tx
	sends  bool
	failed error
}

func (w *ticking) all() (next time.Time, err error) {
	now := w.e.now()
	due, _, err := w.tx.DueTimers(now, duePerTick)
	if err != nil {
		return next, err
	}
	for _, timer := range due {
		later := timer
		if later.Due = now.Add(retryAfter); timer.Ticket == 0 {
			later.Due = timer.Due // what was due at which time of the day counts
		}
		err := w.do(fmt.Sprintf("timer %q of ticket %d", timer.Kind, timer.Ticket), store.Change{Now: now, Timers: []desk.Timer{later}},
			func() (bool, error) { return w.e.fire(w.tx, timer) })
		if err != nil {
			return next, err
		}
	}
	agents, nextBundle, err := w.tx.DueBundles(now, duePerTick) // with what the timers have added
	if err != nil {
		return next, err
	}
	for _, agent := range agents {
		err := w.do("what waits for agent "+agent, store.Change{Now: now, PutOff: map[string]time.Time{agent: now.Add(retryAfter)}},
			func() (bool, error) { return w.e.tick(w.tx, desk.BundleDue{Agent: agent}) })
		if err != nil {
			return next, err
		}
	}
	_, nextTimer, err := w.tx.DueTimers(now, 0) // with those that were set now
	return earlier(nextTimer, nextBundle), err
}

// do does one thing. Where it fails, nothing of it is kept, and it is put off.
func (w *ticking) do(what string, putOff store.Change, fire func() (bool, error)) error {
	err := w.tx.Savepoint(func() error {
		sent, err := fire()
		w.sends = w.sends || sent
		return err
	})
	if err == nil || store.Fatal(err) {
		return err
	}
	w.failed = errors.Join(w.failed, fmt.Errorf("%s: %w", what, err))
	return w.tx.Write(putOff)
}

// fire does what a timer is for.
func (e *Engine) fire(tx store.Tx, timer desk.Timer) (sends bool, err error) {
	if timer.Ticket == 0 {
		return e.scheduled(tx, timer)
	}
	return e.tick(tx, desk.TimerDue{Timer: timer}, desk.Timer{Ticket: timer.Ticket, Kind: timer.Kind})
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
