// Package courier sends what stands in the outbox. It knows mails, servers and answers, and nothing of
// tickets. What it is about to hand over is committed before the first byte goes out, and every answer is
// committed after it came, so that a crash at any moment leaves at most the mails in hand in doubt.
package courier

import (
	"context"
	"sync"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
	"frontdesk/mailout"
)

// Transport is one kept connection to a server.
type Transport interface {
	// Send carries one mail to one recipient; an empty from is the null sender.
	Send(ctx context.Context, from, to string, data []byte) mailout.Result
	Close()
}

// Route says which server carries a mail: a key that names the server, and how to open a connection to it.
type Route func(store.OutboxItem) (key string, open func() Transport)

// Desk is told of mail that will never arrive. It commits the end of the item together with what follows from it.
type Desk interface {
	DeliveryFailed(ctx context.Context, item store.OutboxItem, status, reason string) error
}

// Report hears one fact at a time. Its methods return soon and may be called side by side.
type Report interface {
	Sent(item store.OutboxItem)
	Retry(item store.OutboxItem, next time.Time, why string)
	Trouble(server, why string) // once per outage
	Recovered(server string)
	StoreTrouble(err error)
}

// Options are what a courier needs beside the outbox.
type Options struct {
	Now     func() time.Time
	Senders int       // connections at once; 0 means 4
	Limit   desk.Rate // mails per recipient; more is delayed
	Report  Report
}

// The waits of the courier.
const (
	drainTime = 10 * time.Second // what is in hand may take, once the courier has to end
	idleTime  = 30 * time.Second // then a connection that nobody uses is closed
	batch     = 256              // items that are read from the outbox at once
)

// Courier is the outbox loop: one dispatcher, one journal, and a bounded number of senders.
type Courier struct {
	outbox store.Outbox
	desk   Desk
	route  Route
	Options

	kick  chan struct{}
	reset chan struct{} // closed and replaced when connections are to be opened anew

	mu      sync.Mutex
	inHand  map[int64]bool
	outages map[string]*outage
	recent  map[string][]time.Time // sends per recipient within the limit's time
}

// outage is a server in trouble.
type outage struct {
	until time.Time
	fails int
}

// New makes a courier; Run or Drain make it work.
func New(outbox store.Outbox, d Desk, route Route, o Options) *Courier {
	if o.Senders <= 0 {
		o.Senders = 4
	}
	return &Courier{outbox: outbox, desk: d, route: route, Options: o, kick: make(chan struct{}, 1), reset: make(chan struct{}),
		inHand: map[int64]bool{}, outages: map[string]*outage{}, recent: map[string][]time.Time{}}
}

// Wake says that the outbox may have something. It never waits.
func (c *Courier) Wake() {
	select {
	case c.kick <- struct{}{}:
	default:
	}
}

// Reset lets every sender open its connections anew: the servers may have changed.
func (c *Courier) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	close(c.reset)
	c.reset = make(chan struct{})
	c.outages = map[string]*outage{}
}

// Run sends until ctx ends; then nothing new is begun, and what is in hand has ten seconds.
func (c *Courier) Run(ctx context.Context) { c.work(ctx, false) }

// Drain sends all that is due now and returns; what has to wait stays in the outbox.
func (c *Courier) Drain(ctx context.Context) error { return c.work(ctx, true) }

// work is one run: dispatch until the end, with senders and journal beside.
func (c *Courier) work(ctx context.Context, once bool) error {
	sending, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(drainTime, cancel) })
	defer stop()

	j := newJournal(c.outbox, c.Now)
	var writing sync.WaitGroup
	writing.Go(func() { j.run(context.WithoutCancel(ctx)) })
	items := make(chan store.OutboxItem)
	freed := make(chan struct{}, 1)
	var senders sync.WaitGroup
	for range c.Senders {
		s := &sender{c: c, j: j, freed: freed, open: map[string]Transport{}}
		senders.Go(func() { s.run(sending, items) })
	}
	err := c.dispatch(ctx, items, freed, once)
	close(items)
	senders.Wait()
	j.close()
	writing.Wait()
	return err
}

// dispatch reads what is due and hands it to the senders.
func (c *Courier) dispatch(ctx context.Context, items chan<- store.OutboxItem, freed <-chan struct{}, once bool) error {
	for {
		due, err := c.outbox.Due(ctx, c.Now(), batch, c.held())
		if err != nil {
			if ctx.Err() != nil || once {
				return err
			}
			c.Report.StoreTrouble(err)
		}
		for i, item := range due {
			c.hold(item.ID)
			select {
			case items <- item:
			case <-ctx.Done():
				for _, left := range due[i:] {
					c.free(left.ID)
				}
				return nil
			}
		}
		switch {
		case len(due) > 0:
			continue
		case once && c.idle():
			return nil
		case !c.wait(ctx, freed, err != nil):
			return nil
		}
	}
}

// wait returns when there may be work; false at the end.
func (c *Courier) wait(ctx context.Context, freed <-chan struct{}, broken bool) bool {
	pause := time.Minute
	if broken {
		pause = 5 * time.Second
	} else if next, err := c.outbox.NextDue(ctx); err == nil && !next.IsZero() {
		pause = min(pause, max(next.Sub(c.Now()), 10*time.Millisecond))
		if !c.idle() { // the next one may be in hand already: its end is awaited
			pause = time.Minute
		}
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-c.kick:
	case <-freed:
	case <-timer.C:
	}
	return true
}

func (c *Courier) held() map[int64]bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	held := make(map[int64]bool, len(c.inHand))
	for id := range c.inHand {
		held[id] = true
	}
	return held
}

func (c *Courier) hold(id int64) { c.mu.Lock(); defer c.mu.Unlock(); c.inHand[id] = true }
func (c *Courier) free(id int64) { c.mu.Lock(); defer c.mu.Unlock(); delete(c.inHand, id) }
func (c *Courier) idle() bool    { c.mu.Lock(); defer c.mu.Unlock(); return len(c.inHand) == 0 }

// delayed says until when an item has to wait before it may be tried: its server is in trouble, or its
// recipient had enough mail.
func (c *Courier) delayed(item store.OutboxItem, server string) (until time.Time, why string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.Now()
	if o := c.outages[server]; o != nil && o.until.After(now) {
		return o.until, "the server is in trouble"
	}
	if c.Limit.Count <= 0 {
		return time.Time{}, ""
	}
	key := desk.AddressKey(item.To)
	sends := c.recent[key]
	for len(sends) > 0 && !sends[0].After(now.Add(-c.Limit.Per)) {
		sends = sends[1:]
	}
	if len(sends) >= c.Limit.Count {
		c.recent[key] = sends
		return sends[0].Add(c.Limit.Per), "the recipient has had enough mail for now"
	}
	c.recent[key] = append(sends, now)
	return time.Time{}, ""
}

// trouble notes an outage and says until when its server is left alone: 5 s, doubling to 5 min.
func (c *Courier) trouble(server, why string) time.Time {
	c.mu.Lock()
	o := c.outages[server]
	first := o == nil
	if first {
		o = &outage{}
		c.outages[server] = o
	}
	if !o.until.After(c.Now()) {
		o.until = c.Now().Add(min(5*time.Second<<min(o.fails, 10), 5*time.Minute))
		o.fails++
	}
	until := o.until
	c.mu.Unlock()
	if first {
		c.Report.Trouble(server, why)
	}
	return until
}

// recovered ends an outage.
func (c *Courier) recovered(server string) {
	c.mu.Lock()
	_, was := c.outages[server]
	delete(c.outages, server)
	c.mu.Unlock()
	if was {
		c.Report.Recovered(server)
	}
}
