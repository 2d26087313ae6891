package courier

import (
	"context"
	"time"

	"frontdesk/desk/crashpoint"
	"frontdesk/desk/store"
	"frontdesk/mailout"
)

// sender carries one mail after the other over one connection to its server.
type sender struct {
	l   *loop
	s   *server
	job chan store.OutboxItem // room for one; closed when the sender is let go
	t   Transport
	up  bool // the connection stood when it was used last
}

func (w *sender) run() {
	w.t = w.s.open()
	defer w.t.Close()
	idle := time.NewTimer(idleTime)
	defer idle.Stop()
	for {
		select {
		case item, more := <-w.job:
			if !more {
				return
			}
			w.carry(item)
			idle.Reset(idleTime)
		case <-idle.C:
			w.t.Close()
			w.up = false
		}
	}
}

// carry sends one mail: the connection stands, the beginning is committed, the bytes go out, the answer is
// committed. Up to the beginning nothing happened to the mail.
func (w *sender) carry(item store.OutboxItem) {
	l := w.l
	r := w.t.Ready(l.ctx)
	if !r.OK() {
		l.events <- func() {
			l.released(w, item, r)
			l.requeue(item)
		}
		return
	}
	if !w.up {
		w.up = true
		l.events <- func() { l.answered(w.s) }
	}
	if err := l.begin(item.ID); err != nil {
		l.events <- func() {
			l.released(w, item, r)
			l.requeue(item)
			l.putBack() // what is due now is asked of the store again
			l.storeFailed(err)
		}
		return
	}
	item.Tries++
	crashpoint.Here("courier.before_data")
	r = w.t.Send(l.hard, item.EnvelopeFrom, item.To, item.Bytes)
	crashpoint.Here("courier.after_data")
	item.Bytes = nil
	w.judge(item, r)
	l.events <- func() {
		l.released(w, item, r)
		l.learn(w, item, r)
	}
}

// begin returns once it is committed that the item is being sent. Nothing is begun after the end.
func (l *loop) begin(id int64) error {
	if err := l.ctx.Err(); err != nil {
		return err
	}
	return l.journal.begin(id)
}

// judge turns the answer into the item's new state.
func (w *sender) judge(item store.OutboxItem, r mailout.Result) {
	l, now := w.l, w.l.c.Now()
	v := mailout.Classify(r)
	item.Error = v.Why
	next, giveUp := mailout.NextTry(item.ID, item.Tries, item.CreatedAt, now)
	switch {
	case v.Action == mailout.Delivered:
		item.State, item.SentAt, item.Error = store.Sent, now, ""
		l.journal.end(item, l.settle(item, func() { l.c.Report.Sent(item) }))
		return
	case v.Action == mailout.Fail:
		w.fail(item, r.Status(), r.String())
		return
	case giveUp && !v.Server:
		w.fail(item, r.Status(), "given up after "+now.Sub(item.CreatedAt).Round(time.Hour).String()+"; the last answer was: "+r.String())
		return
	case v.Action == mailout.Unknown:
		item.State, item.NextTry = store.Unknown, later(next, now.Add(mailout.UnknownWait))
	case v.Server: // the server's own wait decides, and its outage is told once
		item.State, item.NextTry = store.Waiting, now.Add(firstOutage)
		l.journal.end(item, l.settle(item, nil))
		return
	default:
		item.State, item.NextTry = store.Waiting, later(next, now)
	}
	l.journal.end(item, l.settle(item, func() { l.c.Report.Retry(item, item.NextTry, item.Error) }))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// fail gives a mail up. The desk commits that together with what agents are told. Where it cannot, the mail is
// tried again, and will be refused again.
func (w *sender) fail(item store.OutboxItem, status, reason string) {
	l := w.l
	item.State, item.Error = store.Failed, reason
	err := l.c.desk.DeliveryFailed(context.WithoutCancel(l.hard), item, status, reason)
	if err != nil {
		l.c.Report.StoreTrouble(err)
		item.State, item.NextTry = store.Waiting, l.c.Now().Add(time.Minute)
		l.journal.end(item, l.settle(item, nil))
		return
	}
	crashpoint.Here("courier.after_record")
	l.settle(item, nil)(nil)
}
