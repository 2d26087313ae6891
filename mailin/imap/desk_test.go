package imap

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"
)

// memDesk is a desk in memory that keeps the promises of Desk.
type memDesk struct {
	t         *testing.T
	mu        sync.Mutex
	cur       Cursor
	raws      map[uint32]string
	got       []Delivery
	missing   map[uint32]string
	gone      []uint32
	begun     int              // mails that were waiting at the last Begin
	fail      error            // of Accept as a whole
	refuse    map[uint32]error // of single mails
	unsettled map[uint32]bool
	since     time.Time
}

func newDesk(t *testing.T) *memDesk {
	return &memDesk{t: t, raws: map[uint32]string{}, missing: map[uint32]string{}, refuse: map[uint32]error{}, unsettled: map[uint32]bool{}}
}

func (d *memDesk) Cursor(context.Context, string) (Cursor, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.cur
	c.Since = d.since
	c.Waiting = slices.Clone(c.Waiting)
	c.Unsettled = keys(d.unsettled)
	return c, nil
}

func (d *memDesk) Begin(_ context.Context, _ string, validity, base uint32, waiting []uint32) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.begun = len(waiting)
	d.cur = Cursor{Known: true, UIDValidity: validity, UID: base, Waiting: slices.Clone(waiting)}
	clear(d.unsettled)
	return nil
}

// name raises the cursor. A UID below it that is not waiting must never be named.
func (d *memDesk) name(what string, uid uint32) {
	if uid <= d.cur.UID && !slices.Contains(d.cur.Waiting, uid) {
		d.t.Errorf("%s names UID %d, which is below the cursor %d and not waiting", what, uid, d.cur.UID)
	}
	d.cur.UID = max(d.cur.UID, uid)
}

func (d *memDesk) wait(uid uint32) {
	if !slices.Contains(d.cur.Waiting, uid) {
		d.cur.Waiting = append(d.cur.Waiting, uid)
	}
}

func (d *memDesk) drop(uid uint32) {
	d.cur.Waiting = slices.DeleteFunc(d.cur.Waiting, func(u uint32) bool { return u == uid })
}

func (d *memDesk) Accept(_ context.Context, batch []Delivery) ([]error, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fail != nil {
		return nil, d.fail
	}
	errs := make([]error, len(batch))
	for i, m := range batch {
		d.name("Accept", m.UID)
		if errs[i] = d.refuse[m.UID]; errs[i] != nil {
			d.wait(m.UID)
			continue
		}
		d.drop(m.UID)
		delete(d.missing, m.UID)
		d.unsettled[m.UID] = true
		d.raws[m.UID] = string(m.Raw)
		d.got = append(d.got, m)
	}
	return errs, nil
}

func (d *memDesk) Missing(_ context.Context, _ string, _ uint32, uids []uint32, why string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, u := range uids {
		d.name("Missing", u)
		d.wait(u)
		d.missing[u] = why
	}
	return nil
}

func (d *memDesk) Gone(_ context.Context, _ string, _ uint32, uids []uint32) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, u := range uids {
		d.drop(u)
		d.gone = append(d.gone, u)
	}
	return nil
}

func (d *memDesk) Settled(_ context.Context, _ string, _ uint32, uids []uint32) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, u := range uids {
		delete(d.unsettled, u)
	}
	return nil
}

func (d *memDesk) uids() []uint32 {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := []uint32{}
	for _, m := range d.got {
		out = append(out, m.UID)
	}
	return out
}

// why is the reason for which a mail is missing.
func (d *memDesk) why(uid uint32) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.missing[uid]
}

// events collects what a watcher reports.
type events struct {
	mu  sync.Mutex
	all []Event
}

func (e *events) report(ev Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.all = append(e.all, ev)
}

func (e *events) count(k Kind) (n int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, ev := range e.all {
		if ev.Kind == k {
			n++
		}
	}
	return n
}

func (e *events) last(k Kind) (found Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, ev := range e.all {
		if ev.Kind == k {
			found = ev
		}
	}
	return found
}

func watcher(t *testing.T, set Settings, d Desk) (*Watcher, *events) {
	t.Helper()
	ev := &events{}
	w, err := New(set, d, ev.report)
	if err != nil {
		t.Fatal(err)
	}
	return w, ev
}

func wantUIDs(t *testing.T, d *memDesk, want ...uint32) {
	t.Helper()
	if want == nil {
		want = []uint32{}
	}
	if got := d.uids(); !slices.Equal(got, want) {
		t.Errorf("taken %v, want %v", got, want)
	}
}
