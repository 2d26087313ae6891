package courier

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"frontdesk/desk/store"
	"frontdesk/mailout"
)

// memory is an outbox that keeps the contract of store.Outbox in a map.
type memory struct {
	mu      sync.Mutex
	items   map[int64]*store.OutboxItem
	commits int
	fail    func(op string) error // op is "due", "next", "begin" or "done"
	largest int                   // items in one claim
	slow    time.Duration         // of a commit
}

func newMemory(items ...store.OutboxItem) *memory {
	m := &memory{items: map[int64]*store.OutboxItem{}}
	for _, item := range items {
		m.add(item)
	}
	return m
}

func (m *memory) add(item store.OutboxItem) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if item.ID == 0 {
		item.ID = int64(len(m.items) + 1)
	}
	if item.State == "" {
		item.State = store.Waiting
	}
	if item.Bytes == nil {
		item.Bytes = fmt.Appendf(nil, "Subject: %d\r\n\r\n", item.ID)
	}
	m.items[item.ID] = &item
}

func (m *memory) trouble(op string) error {
	if m.fail == nil {
		return nil
	}
	return m.fail(op)
}

// inTurn are the items that may be tried some time, those that are due first in front.
func (m *memory) inTurn() (items []*store.OutboxItem) {
	var open []*store.OutboxItem
	for _, o := range m.items {
		if o.State != store.Sent && o.State != store.Failed {
			open = append(open, o)
		}
	}
	slices.SortFunc(open, func(a, b *store.OutboxItem) int { return cmp.Compare(a.ID, b.ID) })
	type line struct {
		ticket int64
		to     string
	}
	first := map[line]bool{}
	for _, o := range open {
		key := line{o.Ticket, o.To}
		if o.Ticket != 0 && first[key] {
			continue
		}
		first[key] = true
		if o.State != store.Sending {
			items = append(items, o)
		}
	}
	slices.SortStableFunc(items, func(a, b *store.OutboxItem) int { return a.NextTry.Compare(b.NextTry) })
	return items
}

func (m *memory) Due(_ context.Context, now time.Time, limit int, inHand map[int64]bool) (due []store.OutboxItem, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.trouble("due"); err != nil {
		return nil, err
	}
	for _, o := range m.inTurn() {
		if len(due) < limit && !o.NextTry.After(now) && !inHand[o.ID] {
			due = append(due, *o)
		}
	}
	m.largest = max(m.largest, len(due))
	return due, nil
}

func (m *memory) NextDue(context.Context) (time.Time, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.trouble("next"); err != nil {
		return time.Time{}, err
	}
	if items := m.inTurn(); len(items) > 0 {
		return items[0].NextTry, nil
	}
	return time.Time{}, nil
}

func (m *memory) Record(_ context.Context, _ time.Time, begin []int64, done []store.OutboxItem) error {
	time.Sleep(m.slow)
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(begin) > 0 {
		if err := m.trouble("begin"); err != nil {
			return err
		}
	}
	if len(done) > 0 {
		if err := m.trouble("done"); err != nil {
			return err
		}
	}
	m.commits++
	for _, id := range begin {
		if o := m.items[id]; o.State == store.Waiting || o.State == store.Unknown {
			o.State = store.Sending
			o.Tries++
		}
	}
	for _, d := range done {
		o := m.items[d.ID]
		if o.State != store.Failed || d.State == store.Sent {
			o.State, o.NextTry, o.SentAt, o.Error = d.State, d.NextTry, d.SentAt, d.Error
		}
	}
	return nil
}

func (m *memory) Recover(context.Context, time.Time) (int, error)      { return 0, nil }
func (m *memory) Retry(context.Context, int64, time.Time) error        { return nil }
func (m *memory) Cancel(_ context.Context, id int64, why string) error { return m.end(id, why) }

func (m *memory) end(id int64, why string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.items[id].State, m.items[id].Error = store.Failed, why
	return nil
}

// get is the item as it is now.
func (m *memory) get(id int64) store.OutboxItem {
	m.mu.Lock()
	defer m.mu.Unlock()
	return *m.items[id]
}

// states counts the items by state.
func (m *memory) states() map[store.OutboxState]int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := map[store.OutboxState]int{}
	for _, o := range m.items {
		n[o.State]++
	}
	return n
}

// world is a courier with servers that do what a test says, a desk and a reporter that remember.
type world struct {
	*memory
	t *testing.T
	c *Courier

	mu        sync.Mutex
	facts     []string
	sends     []string // "ID to tries@time since start"
	order     []int64
	conns     int
	most      int // senders at work at once
	atWork    int
	readies   int
	start     time.Time
	ready     func(server string) mailout.Result
	answer    func(item store.OutboxItem) mailout.Result
	route     func(store.OutboxItem) string
	deskError error
	failed    []string
}

var taken = mailout.Result{Stage: mailout.StageDot, Code: 250}

func newWorld(t *testing.T, m *memory, o Options) *world {
	w := &world{memory: m, t: t, start: time.Now()}
	o.Now, o.Report = time.Now, w
	w.c = New(m, w, func(item store.OutboxItem) (string, func() Transport) {
		key := "mx"
		if w.route != nil {
			key = w.route(item)
		}
		return key, func() Transport { return &wire{w: w, server: key} }
	}, o)
	return w
}

// run runs the courier beside the test until the test ends it.
func (w *world) run() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); w.c.Run(ctx) }()
	return func() { cancel(); <-done }
}

// settled waits until nobody has anything to do before a time that is d away.
func settled(d time.Duration) { time.Sleep(d); synctest.Wait() }

func (w *world) note(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.facts = append(w.facts, fmt.Sprintf(format, args...))
}

func (w *world) Sent(item store.OutboxItem) { w.note("sent %d", item.ID) }
func (w *world) Retry(item store.OutboxItem, next time.Time, why string) {
	w.note("retry %d %s in %v: %s", item.ID, item.State, next.Sub(time.Now()).Round(time.Minute), why)
}
func (w *world) Trouble(server, why string) { w.note("trouble %s: %s", server, why) }
func (w *world) Recovered(server string)    { w.note("recovered %s", server) }
func (w *world) StoreTrouble(err error)     { w.note("store: %v", err) }

func (w *world) DeliveryFailed(_ context.Context, item store.OutboxItem, status, reason string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.deskError != nil {
		return w.deskError
	}
	w.failed = append(w.failed, fmt.Sprintf("%d %s %s", item.ID, status, reason))
	return w.memory.end(item.ID, reason)
}

// open is how many connections stand.
func (w *world) open() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.conns
}

// failures are what the desk heard.
func (w *world) failures() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.failed)
}

// told are the facts that begin so.
func (w *world) told(prefix string) (facts []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, f := range w.facts {
		if strings.HasPrefix(f, prefix) {
			facts = append(facts, f)
		}
	}
	return facts
}

// at are the times, since the start, at which an item was sent.
func (w *world) at(id int64) (times []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range w.sends {
		if rest, ok := strings.CutPrefix(s, fmt.Sprintf("%d ", id)); ok {
			times = append(times, rest)
		}
	}
	return times
}

// wire is a connection of a world.
type wire struct {
	w      *world
	server string
	open   bool
}

func (c *wire) Ready(ctx context.Context) mailout.Result {
	c.w.mu.Lock()
	ready := c.w.ready
	c.w.readies++
	c.w.mu.Unlock()
	if c.open {
		return mailout.Result{Code: 220, Stage: mailout.StageConnect}
	}
	r := mailout.Result{Code: 220, Stage: mailout.StageConnect}
	if ready != nil {
		r = ready(c.server)
	}
	if ctx.Err() != nil {
		return mailout.Result{Stage: mailout.StageConnect, Err: ctx.Err()}
	}
	if r.OK() {
		c.open = true
		c.w.mu.Lock()
		c.w.conns++
		c.w.mu.Unlock()
	}
	return r
}

func (c *wire) Send(ctx context.Context, from, to string, data []byte) mailout.Result {
	var id int64
	fmt.Sscanf(string(data), "Subject: %d", &id)
	item := c.w.memory.get(id)
	c.w.mu.Lock()
	if item.State != store.Sending {
		c.w.facts = append(c.w.facts, fmt.Sprintf("law: %d is sent in state %s", id, item.State))
	}
	if item.To != to || item.EnvelopeFrom != from {
		c.w.facts = append(c.w.facts, fmt.Sprintf("law: %d goes to %s from %s", id, to, from))
	}
	c.w.sends = append(c.w.sends, fmt.Sprintf("%d %v", id, time.Since(c.w.start).Round(time.Second)))
	c.w.order = append(c.w.order, id)
	c.w.atWork++
	c.w.most = max(c.w.most, c.w.atWork)
	answer := c.w.answer
	c.w.mu.Unlock()
	defer func() { c.w.mu.Lock(); c.w.atWork--; c.w.mu.Unlock() }()
	if answer == nil {
		return taken
	}
	answered := make(chan mailout.Result, 1)
	go func() { answered <- answer(item) }()
	select {
	case r := <-answered:
		return r
	case <-ctx.Done():
		return mailout.Result{Stage: mailout.StageDot, Err: ctx.Err()}
	}
}

func (c *wire) Close() {
	if c.open {
		c.open = false
		c.w.mu.Lock()
		c.w.conns--
		c.w.mu.Unlock()
	}
}

func mails(n int, each func(i int, item *store.OutboxItem)) (items []store.OutboxItem) {
	for i := range n {
		item := store.OutboxItem{ID: int64(i + 1), To: fmt.Sprintf("p%d@example.com", i), EnvelopeFrom: "b@acme.example", CreatedAt: time.Now(), NextTry: time.Now()}
		if each != nil {
			each(i, &item)
		}
		items = append(items, item)
	}
	return items
}

var errLost = errors.New("connection reset")
