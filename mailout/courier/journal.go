package courier

import (
	"context"
	"sync"
	"time"

	"frontdesk/desk/crashpoint"
	"frontdesk/desk/store"
)

// journal commits what the senders begin and what they have done. Whatever comes in while one commit is
// under way goes into the next: no timer, and one commit serves all senders.
type journal struct {
	hard   context.Context
	outbox store.Outbox
	now    func() time.Time
	tell   func(error) // of results that could not be written
	tries  int         // how often a result is tried; 0: until the end

	mu     sync.Mutex
	begun  []begun
	ended  []ended
	more   chan struct{} // has a token while there is something to write
	closed bool
}

type begun struct {
	id     int64
	answer chan error
}

type ended struct {
	item  store.OutboxItem
	after func(error) // called once it is committed, or cannot be
}

// begin returns once it is committed that the item is being sent.
func (j *journal) begin(id int64) error {
	answer := make(chan error, 1)
	j.mu.Lock()
	j.begun = append(j.begun, begun{id, answer})
	j.mu.Unlock()
	j.signal()
	return <-answer
}

// end hands over a result and does not wait.
func (j *journal) end(item store.OutboxItem, after func(error)) {
	item.Bytes = nil
	j.mu.Lock()
	j.ended = append(j.ended, ended{item, after})
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
func (j *journal) run() {
	for range j.more {
		j.mu.Lock()
		begin, done, closed := j.begun, j.ended, j.closed
		j.begun, j.ended = nil, nil
		j.mu.Unlock()
		if len(begin)+len(done) > 0 {
			j.write(begin, done)
		}
		if closed {
			return
		}
	}
}

// write commits a group. What could not be begun is not sent; what was sent has to be written down, and is tried
// until it is, or until the courier ends: then the next run finds it in state sending.
func (j *journal) write(begin []begun, done []ended) {
	ids := make([]int64, len(begin))
	for i, b := range begin {
		ids[i] = b.id
	}
	items := make([]store.OutboxItem, len(done))
	for i, d := range done {
		items[i] = d.item
	}
	err := j.outbox.Record(context.WithoutCancel(j.hard), j.now(), ids, items)
	if err == nil {
		crashpoint.Here("courier.after_record")
	}
	for _, b := range begin {
		b.answer <- err
	}
	if err != nil && len(items) > 0 {
		j.tell(err)
	}
	for n := 1; err != nil && len(items) > 0 && n != j.tries && j.sleep(); n++ {
		err = j.outbox.Record(context.WithoutCancel(j.hard), j.now(), nil, items)
	}
	for _, d := range done {
		d.after(err)
	}
}

// sleep waits before the store is asked again; false at the end.
func (j *journal) sleep() bool {
	t := time.NewTimer(storeTime)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-j.hard.Done():
		return false
	}
}
