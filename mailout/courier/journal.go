package courier

import (
	"context"
	"sync"
	"time"

	"frontdesk/desk/crashpoint"
	"frontdesk/desk/store"
)

// journal commits what the senders begin and what they have done. Whatever has come in while one commit was
// under way goes into the next: no timer, and one commit serves all senders.
type journal struct {
	outbox store.Outbox
	now    func() time.Time

	mu     sync.Mutex
	begin  []begun
	done   []ended
	more   chan struct{} // has a token while there is something to write
	closed bool
}

type begun struct {
	id     int64
	answer chan error
}

type ended struct {
	item  store.OutboxItem
	after func(error) // called once it is committed, or could not be
}

func newJournal(outbox store.Outbox, now func() time.Time) *journal {
	return &journal{outbox: outbox, now: now, more: make(chan struct{}, 1)}
}

// beginning returns once it is committed that the item is being sent.
func (j *journal) beginning(id int64) error {
	answer := make(chan error, 1)
	j.mu.Lock()
	j.begin = append(j.begin, begun{id, answer})
	j.mu.Unlock()
	j.signal()
	return <-answer
}

// ending hands over a result and does not wait.
func (j *journal) ending(item store.OutboxItem, after func(error)) {
	j.mu.Lock()
	j.done = append(j.done, ended{item, after})
	j.mu.Unlock()
	j.signal()
}

func (j *journal) signal() {
	select {
	case j.more <- struct{}{}:
	default:
	}
}

// close lets run end once everything is written.
func (j *journal) close() {
	j.mu.Lock()
	j.closed = true
	j.mu.Unlock()
	j.signal()
}

// run writes until it is closed.
func (j *journal) run(ctx context.Context) {
	for range j.more {
		j.mu.Lock()
		begin, done, closed := j.begin, j.done, j.closed
		j.begin, j.done = nil, nil
		j.mu.Unlock()
		if len(begin)+len(done) > 0 {
			j.write(ctx, begin, done)
		}
		if closed {
			return
		}
	}
}

func (j *journal) write(ctx context.Context, begin []begun, done []ended) {
	ids := make([]int64, len(begin))
	for i, b := range begin {
		ids[i] = b.id
	}
	items := make([]store.OutboxItem, len(done))
	for i, d := range done {
		items[i] = d.item
	}
	err := j.outbox.Record(ctx, j.now(), ids, items)
	crashpoint.Here("courier.recorded")
	for _, d := range done {
		d.after(err)
	}
	for _, b := range begin {
		b.answer <- err
	}
}
