// Package courier sends what stands in the outbox. It knows mails, servers and answers, and nothing of
// tickets.
//
// What is about to be handed over is committed before its first byte goes out, and every answer is committed after it
// came: a crash at any moment leaves at most the mails in hand in doubt, and those go out again later
// with the same bytes. One goroutine, the loop, owns all decisions; senders carry one mail at a time
// over kept connections; the journal groups what they begin and what they end into commits.
package courier

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
	"frontdesk/mailout"
)

// Transport is one connection to a server. It is used by one goroutine at a time.
type Transport interface {
	// Ready connects, unless there is a connection. A result that is not OK means that no mail can be
	// sent now.
	Ready(ctx context.Context) mailout.Result
	// Send carries one mail to one recipient; an empty from is the null sender.
	Send(ctx context.Context, from, to string, data []byte) mailout.Result
	// Close ends the connection; Ready and Send open it again.
	Close()
}

// Route says which server carries a mail: a key that names the server for people, and how to make a connection.
type Route func(store.OutboxItem) (key string, open func() Transport)

// Desk is told of mail that will never arrive. It commits the end of the item together with what follows from it.
type Desk interface {
	DeliveryFailed(ctx context.Context, item store.OutboxItem, status, reason string) error
}

// Report hears one fact at a time. Its methods return soon and may be called side by side.
type Report interface {
	Sent(item store.OutboxItem)
	// Retry says that an item was tried and has to be tried again; State tells waiting from unknown.
	Retry(item store.OutboxItem, next time.Time, why string)
	Trouble(server, why string) // once per outage
	Recovered(server string)
	StoreTrouble(err error)
}

// Options are what a courier needs beside the outbox.
type Options struct {
	Now     func() time.Time
	Senders int       // connections at once to one server; 0 means 4
	Limit   desk.Rate // mails per recipient; more is delayed, never dropped
	Report  Report
}

// The waits and bounds of the courier.
const (
	drainTime = 10 * time.Second // what is in hand may take, once the courier has to end
	idleTime  = 30 * time.Second // then a connection that nobody uses is closed
	staleTime = time.Second      // then what was claimed and not begun is claimed anew: it may have been dropped
	stuckTime = time.Second / 2  // without a step forward, other mail is looked at
	crowdTime = 15 * time.Second // for the mail that was in its way
	storeTime = 5 * time.Second  // after the store failed

	firstWindow = 8   // items claimed at first, when nobody knows how large they are
	mostWindow  = 256 // and at most
	windowBytes = 32 << 20
)

// Courier is the outbox loop. Run or Drain make it work, one at a time.
type Courier struct {
	outbox store.Outbox
	desk   Desk
	route  Route
	Options

	kick   chan struct{}
	resets atomic.Int64 // how often Reset was called

	mu    sync.Mutex
	limit limiter
}

// New makes a courier.
func New(outbox store.Outbox, d Desk, route Route, o Options) *Courier {
	if o.Senders <= 0 {
		o.Senders = 4
	}
	return &Courier{outbox: outbox, desk: d, route: route, Options: o, kick: make(chan struct{}, 1),
		limit: limiter{rate: o.Limit, recent: map[string][]time.Time{}}}
}

// Wake says that the outbox may have something. It never waits.
func (c *Courier) Wake() {
	select {
	case c.kick <- struct{}{}:
	default:
	}
}

// Reset makes every server's connections anew and forgets outages: the configuration may have changed.
func (c *Courier) Reset() {
	c.resets.Add(1)
	c.Wake()
}

// SetLimit puts another limit of mails per recipient in force.
func (c *Courier) SetLimit(r desk.Rate) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.limit.rate = r
}

// Run sends until ctx ends; then nothing new is begun, and what is in hand has ten seconds.
func (c *Courier) Run(ctx context.Context) { _ = c.work(ctx, false) }

// Drain sends all that is due now and returns; what has to wait stays in the outbox. The error is that of the
// store.
func (c *Courier) Drain(ctx context.Context) error { return c.work(ctx, true) }

// work is one run: the loop, with senders and journal beside.
func (c *Courier) work(ctx context.Context, once bool) error {
	hard, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	stop := context.AfterFunc(ctx, func() {
		t := time.NewTimer(drainTime)
		defer t.Stop()
		select {
		case <-t.C:
			cancel()
		case <-hard.Done():
		}
	})
	defer stop()

	l := &loop{c: c, ctx: ctx, hard: hard, once: once, events: make(chan func(), 64), hungry: true, window: firstWindow,
		hand: map[int64]bool{}, servers: map[string]*server{}, domains: map[string]*domain{}, resets: c.resets.Load()}
	l.journal = &journal{hard: hard, outbox: c.outbox, now: c.Now, tell: c.Report.StoreTrouble, more: make(chan struct{}, 1)}
	if once {
		l.journal.tries = 3
	}
	var writing sync.WaitGroup
	writing.Go(l.journal.run)
	err := l.run()
	for _, s := range l.servers {
		s.retire()
	}
	l.senders.Wait()
	l.journal.close()
	writing.Wait()
	return err
}
