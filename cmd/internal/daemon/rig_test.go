package daemon

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"frontdesk/cmd/internal/config"
	"frontdesk/desk"
	"frontdesk/desk/engine"
	"frontdesk/desk/store"
	"frontdesk/desk/store/sqlstore"
)

// rig is a desk with a real configuration and a real store, a clock that stands still, and no network.
type rig struct {
	t     testing.TB
	store store.Store
	*engine.Engine
	now   time.Time
	seen  int64 // the outbox item that was looked at last
	start func()
}

// newRig loads a configuration text and opens a store beside it.
func newRig(t testing.TB, text string, now time.Time) *rig {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "frontdesk.toml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Load(file, func(string) (string, bool) { return "secret", true })
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, now: now}
	r.start = func() {
		ctx := context.Background()
		s, err := sqlstore.Open(ctx, filepath.Join(dir, Database), sqlstore.Options{})
		if err != nil {
			t.Fatal(err)
		}
		setup, err := newSetup(ctx, cfg, s)
		if err != nil {
			t.Fatal(err)
		}
		r.store, r.Engine = s, engine.New(s, setup, func() time.Time { return r.now }, func() {})
	}
	r.start()
	t.Cleanup(r.stop)
	return r
}

func (r *rig) stop() {
	if err := r.store.Close(); err != nil {
		r.t.Error(err)
	}
}

// deliver takes in one mail as if it had just reached the mailbox.
func (r *rig) deliver(mailbox string, raw []byte) engine.Result {
	r.t.Helper()
	results, err := r.Accept(context.Background(), []engine.Delivery{{Mailbox: mailbox, Raw: raw, InternalDate: r.now}})
	if err != nil {
		r.t.Fatal(err)
	}
	if results[0].Err != nil {
		r.t.Fatal(results[0].Err)
	}
	return results[0]
}

// view reads the store.
func (r *rig) view(fn func(store.Reader) error) {
	r.t.Helper()
	if err := r.store.View(context.Background(), fn); err != nil {
		r.t.Fatal(err)
	}
}

// sent are the mails that were put into the outbox since it was asked last, with their bytes.
func (r *rig) sent() []store.OutboxItem {
	r.t.Helper()
	due, err := r.store.Due(context.Background(), r.now, 10000, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	var fresh []store.OutboxItem
	var done []store.OutboxItem
	var begin []int64
	for len(due) > 0 {
		for _, item := range due {
			fresh = append(fresh, item)
			begin = append(begin, item.ID)
			item.State, item.SentAt, item.Bytes = store.Sent, r.now, nil
			done = append(done, item)
		}
		if err := r.store.Record(context.Background(), r.now, begin, done); err != nil {
			r.t.Fatal(err)
		}
		begin, done = nil, nil
		if due, err = r.store.Due(context.Background(), r.now, 10000, nil); err != nil {
			r.t.Fatal(err)
		}
	}
	return fresh
}

func (r *rig) ticket(id int64) desk.Ticket {
	r.t.Helper()
	var t desk.Ticket
	r.view(func(q store.Reader) (err error) {
		t, err = q.Ticket(id)
		return err
	})
	return t
}

func (r *rig) events(id int64) []desk.Event {
	r.t.Helper()
	var es []desk.Event
	r.view(func(q store.Reader) (err error) {
		es, err = q.Events(id)
		return err
	})
	return es
}
