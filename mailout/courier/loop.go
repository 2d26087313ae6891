package courier

import (
	"context"
	"fmt"
	"sync"
	"time"

	"frontdesk/desk/crashpoint"
	"frontdesk/desk/store"
	"frontdesk/mailout"
)

// loop is one run of a courier. All fields belong to the goroutine of run; senders and journal hand it
// functions to call.
type loop struct {
	c       *Courier
	ctx     context.Context // ends: nothing new is begun
	hard    context.Context // ends: what is in hand is given up
	once    bool            // end when nothing is due
	journal *journal
	senders sync.WaitGroup
	events  chan func()

	servers map[string]*server
	domains map[string]*domain
	resets  int64

	hand    map[int64]bool     // claimed and not settled
	queue   []store.OutboxItem // claimed and not handed to a sender, oldest first
	claimed time.Time          // when the queue was claimed
	window  int                // how many may be in hand
	hungry  bool               // the outbox may have something that is not in hand
	broken  time.Time          // the store failed: it is left alone until then
	err     error              // of the store
	told    time.Time          // when its failure was told
	working int                // senders that have a job
}

// run dispatches until the end.
func (l *loop) run() error {
	for {
		if l.ctx.Err() != nil {
			l.putBack()
			if len(l.hand)+l.working == 0 {
				return nil
			}
			(<-l.events)()
			continue
		}
		l.step()
		switch {
		case l.once && l.err != nil:
			l.putBack()
			fallthrough
		case l.once && !l.hungry:
			if len(l.hand)+l.working == 0 {
				return l.err
			}
			(<-l.events)()
		case !l.mayClaim():
			l.wait()
		}
	}
}

// step hands out all that can go now. What senders say is heard first: one that has just become free would
// otherwise wait for the next word of another.
func (l *loop) step() {
	l.reset()
	l.hear()
	l.claim()
	l.dispatch()
}

// wait returns when there may be something to do.
func (l *loop) wait() {
	timer := time.NewTimer(l.pause())
	defer timer.Stop()
	select {
	case <-l.ctx.Done():
	case <-l.c.kick:
		l.hungry = true
	case <-timer.C:
		l.hungry = true
	case event := <-l.events:
		event()
	}
}

// hear takes what senders and journal have to say by now.
func (l *loop) hear() {
	for {
		select {
		case event := <-l.events:
			event()
		default:
			return
		}
	}
}

// pause is how long nothing will be due.
func (l *loop) pause() time.Duration {
	now := l.c.Now()
	if l.broken.After(now) {
		return l.broken.Sub(now)
	}
	switch {
	case l.full():
		return stuckTime
	case len(l.hand) > 0:
		return staleTime
	}
	next, err := l.c.outbox.NextDue(l.ctx)
	if err != nil {
		l.storeFailed(err)
		return storeTime
	}
	if next.IsZero() {
		return time.Minute
	}
	return min(time.Minute, max(next.Sub(now), 10*time.Millisecond))
}

// mayClaim says that the outbox may have something, and that there is room for it.
func (l *loop) mayClaim() bool {
	return l.hungry && !l.broken.After(l.c.Now()) && l.window-len(l.hand) >= (l.window+3)/4
}

// claim reads what is due, as much as the window has room for.
func (l *loop) claim() {
	now := l.c.Now()
	if len(l.queue) > 0 && now.Sub(l.claimed) >= staleTime {
		l.putBack()
	}
	if !l.mayClaim() {
		return
	}
	room := l.window - len(l.hand)
	due, err := l.c.outbox.Due(l.ctx, now, room, l.hand)
	if err != nil {
		l.storeFailed(err)
		return
	}
	crashpoint.Here("courier.after_claim")
	if !l.once {
		l.err = nil
	}
	l.hungry = len(due) == room
	l.claimed = now
	size := 0
	for _, item := range due {
		l.hand[item.ID] = true
		size += len(item.Bytes)
	}
	l.queue = append(l.queue, due...)
	switch {
	case size > windowBytes:
		l.window = max(l.c.Senders, l.window/2)
	case l.hungry && size < windowBytes/4:
		l.window = min(l.window*2, mostWindow)
	}
}

// putBack lets go of what no sender has: it is still due in the outbox.
func (l *loop) putBack() {
	for _, item := range l.queue {
		delete(l.hand, item.ID)
	}
	l.queue, l.hungry = nil, true
}

// storeFailed leaves the store alone for a while. It is told once a minute.
func (l *loop) storeFailed(err error) {
	if l.ctx.Err() != nil {
		return
	}
	now := l.c.Now()
	if now.Sub(l.told) >= time.Minute {
		l.told = now
		l.c.Report.StoreTrouble(err)
	}
	l.err, l.hungry, l.broken = err, true, now.Add(storeTime)
}

// reset lets the servers go when the configuration may have changed. Senders finish what they have.
func (l *loop) reset() {
	if n := l.c.resets.Load(); n != l.resets {
		l.resets = n
		for key, s := range l.servers {
			s.retire()
			delete(l.servers, key)
		}
	}
}

// dispatch hands what can go to free senders, in order; what has to wait for a known time goes back into the outbox
// with that time.
func (l *loop) dispatch() {
	now := l.c.Now()
	kept := l.queue[:0]
	for _, item := range l.queue {
		s, d := l.serverOf(item), l.domainOf(item)
		switch until := l.c.limited(item.To, now); {
		case s.waiting(now):
			l.postpone(item, s.until, s.why)
		case !until.IsZero():
			l.postpone(item, until, fmt.Sprintf("%s had as many mails as the limit allows", item.To))
		case s.free() && d.busy < d.most(l.c.Senders):
			l.c.counted(item.To, now)
			s.moved, d.moved = now, now
			d.busy++
			l.working++
			l.hire(s).job <- item
		default:
			kept = append(kept, item)
		}
	}
	clear(l.queue[len(kept):])
	l.queue = kept
	if !l.once && l.full() {
		l.thin(now)
	}
}

// full says that there is more to claim than the window has room for.
func (l *loop) full() bool { return l.hungry && !l.mayClaim() }

// thin makes room where mail that cannot go now fills the window: all but the first of what waits for a server or
// domain that makes no progress is looked at again in a while, and mail to others has its turn.
func (l *loop) thin(now time.Time) {
	kept, stuck := l.queue[:0], 0
	for _, item := range l.queue {
		s, d := l.serverOf(item), l.domainOf(item)
		if !s.free() && now.Sub(s.moved) >= stuckTime || d.busy >= d.most(l.c.Senders) && now.Sub(d.moved) >= stuckTime {
			if stuck++; stuck > 2*l.c.Senders {
				l.postpone(item, now.Add(crowdTime), item.Error)
				continue
			}
		}
		kept = append(kept, item)
	}
	clear(l.queue[len(kept):])
	l.queue = kept
}

func (l *loop) serverOf(item store.OutboxItem) *server {
	key, open := l.c.route(item)
	s := l.servers[key]
	if s == nil {
		s = &server{key: key, open: open, width: 1}
		l.servers[key] = s
	}
	return s
}

// hire finds a sender for a mail: the one that worked last, so that few connections do the work and the others can
// be closed, or a new one.
func (l *loop) hire(s *server) *sender {
	if n := len(s.idle); n > 0 {
		last := s.idle[n-1]
		s.idle = s.idle[:n-1]
		return last
	}
	s.senders++
	hired := &sender{l: l, s: s, job: make(chan store.OutboxItem, 1)}
	l.senders.Go(hired.run)
	return hired
}

// postpone writes when an item is looked at again. It was not tried.
func (l *loop) postpone(item store.OutboxItem, until time.Time, why string) {
	item.NextTry, item.Error = until, why
	if item.State != store.Unknown {
		item.State = store.Waiting
	}
	l.journal.end(item, l.settle(item, nil))
}

// settle is what happens when an item's end was committed.
func (l *loop) settle(item store.OutboxItem, then func()) func(error) {
	return func(err error) {
		l.events <- func() {
			delete(l.hand, item.ID)
			l.hungry = true // the next mail of its ticket may go now
			if err != nil {
				l.storeFailed(err)
			}
		}
		if err == nil && then != nil {
			then()
		}
	}
}

// released ends a job. A sender that has a connection is kept for the next one.
func (l *loop) released(w *sender, item store.OutboxItem, r mailout.Result) {
	l.working--
	d := l.domainOf(item)
	d.busy--
	w.s.moved, d.moved = l.c.Now(), l.c.Now()
	v := mailout.Classify(r)
	switch {
	case w.s.retired:
		close(w.job)
	case v.Server:
		close(w.job)
		w.s.senders--
		if l.ctx.Err() == nil && w.s.failed(v, l.c.Now()) && w.s.fails == 1 {
			l.c.Report.Trouble(w.s.key, v.Why)
		}
	default:
		w.s.idle = append(w.s.idle, w)
	}
}

// learn takes in what a mail's result says of its server and its recipient domain.
func (l *loop) learn(w *sender, item store.OutboxItem, r mailout.Result) {
	v := mailout.Classify(r)
	l.domainOf(item).learn(r, v)
	if !v.Server {
		l.answered(w.s)
	}
}

// answered notes that a server works.
func (l *loop) answered(s *server) {
	if s.works(l.c.Senders, l.c.Now()) {
		l.c.Report.Recovered(s.key)
	}
}

// requeue takes a mail back that was not begun; it keeps its place.
func (l *loop) requeue(item store.OutboxItem) {
	l.c.uncounted(item.To)
	l.queue = append([]store.OutboxItem{item}, l.queue...)
}

func (c *Courier) limited(to string, now time.Time) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.limit.until(to, now)
}

func (c *Courier) counted(to string, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.limit.count(to, now)
}

func (c *Courier) uncounted(to string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.limit.forget(to)
}
