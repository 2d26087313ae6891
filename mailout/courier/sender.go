package courier

import (
	"context"
	"time"

	"frontdesk/desk/crashpoint"
	"frontdesk/desk/store"
	"frontdesk/mailout"
)

// sender carries one mail after the other over connections of its own.
type sender struct {
	c     *Courier
	j     *journal
	freed chan<- struct{}
	open  map[string]Transport
}

func (s *sender) run(ctx context.Context, items <-chan store.OutboxItem) {
	defer s.closeAll()
	for {
		s.c.mu.Lock()
		reset := s.c.reset
		s.c.mu.Unlock()
		idle := time.NewTimer(idleTime)
		select {
		case item, more := <-items:
			idle.Stop()
			if !more {
				return
			}
			s.send(ctx, item)
		case <-idle.C:
			s.closeAll()
		case <-reset:
			idle.Stop()
			s.closeAll()
		}
	}
}

func (s *sender) closeAll() {
	for key, t := range s.open {
		t.Close()
		delete(s.open, key)
	}
}

// send carries one mail: begin is committed, then the bytes go out, then the answer is committed.
func (s *sender) send(ctx context.Context, item store.OutboxItem) {
	server, open := s.c.route(item)
	if until, why := s.c.delayed(item, server); !until.IsZero() {
		item.State, item.NextTry = store.Waiting, until
		if item.Error == "" {
			item.Error = why
		}
		s.finish(item, func() {})
		return
	}
	if err := s.j.beginning(item.ID); err != nil {
		s.c.Report.StoreTrouble(err)
		s.free(item.ID)
		return
	}
	item.Tries++
	t := s.open[server]
	if t == nil {
		t = open()
		s.open[server] = t
	}
	crashpoint.Here("courier.before_data")
	answer := t.Send(ctx, item.EnvelopeFrom, item.To, item.Bytes)
	crashpoint.Here("courier.answered")
	s.judge(ctx, item, server, answer)
}

// judge turns the answer into the item's new state.
func (s *sender) judge(ctx context.Context, item store.OutboxItem, server string, answer mailout.Result) {
	now := s.c.Now()
	verdict := mailout.Classify(answer)
	item.Error = verdict.Why
	if !verdict.Server {
		s.c.recovered(server)
	}
	switch verdict.Action {
	case mailout.Delivered:
		item.State, item.SentAt, item.Error = store.Sent, now, ""
		s.finish(item, func() { s.c.Report.Sent(item) })
		return
	case mailout.Fail:
		s.fail(ctx, item, answer)
		return
	case mailout.Unknown:
		item.State, item.NextTry = store.Unknown, now.Add(mailout.UnknownWait)
	case mailout.Retry:
		next, giveUp := mailout.NextTry(item.ID, item.Tries, item.CreatedAt, now)
		if giveUp {
			s.fail(ctx, item, answer)
			return
		}
		item.State, item.NextTry = store.Waiting, next
		if verdict.Server {
			item.NextTry = s.c.trouble(server, item.Error)
		}
	}
	s.finish(item, func() { s.c.Report.Retry(item, item.NextTry, item.Error) })
}

// fail gives a mail up. The desk commits that together with what agents are told; where it cannot, the
// mail is tried once more.
func (s *sender) fail(ctx context.Context, item store.OutboxItem, answer mailout.Result) {
	item.State, item.Bytes = store.Failed, nil
	err := s.c.desk.DeliveryFailed(context.WithoutCancel(ctx), item, answer.Status(), answer.String())
	if err != nil {
		s.c.Report.StoreTrouble(err)
		item.State, item.NextTry = store.Waiting, s.c.Now().Add(time.Minute)
		s.finish(item, func() {})
		return
	}
	crashpoint.Here("courier.failed")
	s.free(item.ID)
}

// finish hands the result to the journal; the item is in hand until it is committed.
func (s *sender) finish(item store.OutboxItem, then func()) {
	item.Bytes = nil
	s.j.ending(item, func(err error) {
		if err != nil {
			s.c.Report.StoreTrouble(err)
		} else {
			then()
		}
		s.free(item.ID)
	})
}

func (s *sender) free(id int64) {
	s.c.free(id)
	select {
	case s.freed <- struct{}{}:
	default:
	}
}
