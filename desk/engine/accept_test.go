package engine_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/engine"
	"frontdesk/desk/match"
	"frontdesk/desk/store"
	"frontdesk/desk/store/sqlstore"
	"frontdesk/templates"
)

// failing is a store whose Update fails while it is told to.
type failing struct {
	store.Store
	err error
}

func (f *failing) Update(ctx context.Context, fn func(store.Tx) error) error {
	if f.err != nil {
		return f.err
	}
	return f.Store.Update(ctx, fn)
}

// newEngine is an engine over a real store, for one mailbox whose queue nobody works.
func newEngine(t *testing.T, verify func(*desk.Mail) desk.Evidence) (*engine.Engine, *failing) {
	t.Helper()
	s, err := sqlstore.Open(context.Background(), filepath.Join(t.TempDir(), "desk.db"), sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	set, err := templates.Load("")
	if err != nil {
		t.Fatal(err)
	}
	secret, err := s.Secret(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	incident := desk.Lifecycles()[0]
	held, err := match.Compile(`subject contains "hold me"`)
	if err != nil {
		t.Fatal(err)
	}
	policy := &desk.Policy{Name: "Desk", Domain: "desk.example", Tag: "D", Language: "en", Location: time.UTC, Secret: secret,
		Mailboxes: []desk.Mailbox{{Address: box, Queue: "q"}}, Queues: []desk.Queue{{Name: "q", Practice: "incident", Lifecycle: "incident"}},
		Rules:      []desk.Rule{{Name: "held", When: held, Hold: "as told"}},
		Lifecycles: map[string]*desk.Lifecycle{"incident": &incident}, Limits: desk.DefaultLimits()}
	f := &failing{Store: s}
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	setup := &engine.Setup{Policy: policy, Templates: set, Verify: func(_ context.Context, _ []byte, m *desk.Mail) desk.Evidence { return verify(m) }}
	if err := s.BeginMailbox(context.Background(), box, 1, 0, nil, now); err != nil {
		t.Fatal(err)
	}
	return engine.New(f, setup, func() time.Time { return now }, func() {}), f
}

const box = "support@desk.example"

func proven(*desk.Mail) desk.Evidence { return desk.Evidence{Proven: true, By: "dmarc"} }

func delivery(uid uint32, subject string) engine.Delivery {
	raw := fmt.Sprintf("From: dana%d@example.com\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%d@example.com>\r\n\r\nhello\r\n", uid, box, subject, uid)
	return engine.Delivery{Mailbox: box, UIDValidity: 1, UID: uid, Raw: []byte(raw)}
}

func accept(t *testing.T, e *engine.Engine, ds ...engine.Delivery) []engine.Result {
	t.Helper()
	rs, err := e.Accept(context.Background(), ds)
	if err != nil {
		t.Fatal(err)
	}
	return rs
}

// A full disk is not the mails' fault: however often the store fails them, they are taken in once it works again.
func TestStoreTroubleQuarantinesNothing(t *testing.T) {
	e, s := newEngine(t, proven)
	s.err = store.ErrFull
	for range 10 {
		if _, err := e.Accept(context.Background(), []engine.Delivery{delivery(1, "a"), delivery(2, "b")}); err == nil {
			t.Fatal("the store failed and nobody was told")
		}
	}
	s.err = nil
	for _, r := range accept(t, e, delivery(1, "a"), delivery(2, "b")) {
		if r.Outcome != desk.OutcomeNew || r.Err != nil {
			t.Errorf("%+v", r)
		}
	}
	for _, r := range accept(t, e, delivery(1, "a"), delivery(2, "b")) {
		if !r.Known {
			t.Errorf("a mail that is committed was taken again: %+v", r)
		}
	}
}

// A mail that cannot be read is held, unread and whole; its neighbours are taken in.
func TestUnreadableMailIsHeldAndTheNextGoesOn(t *testing.T) {
	e, s := newEngine(t, func(m *desk.Mail) desk.Evidence {
		if strings.Contains(m.Subject, "poison") {
			panic("poison")
		}
		return proven(m)
	})
	rs := accept(t, e, delivery(1, "a"), delivery(2, "poison"), delivery(3, "c"))
	if rs[0].Outcome != desk.OutcomeNew || rs[1].Held.Reason != "unreadable" || rs[2].Outcome != desk.OutcomeNew {
		t.Errorf("%+v", rs)
	}
	err := s.View(context.Background(), func(r store.Reader) error {
		qs, err := r.Quarantine()
		if err != nil || len(qs) != 1 {
			t.Fatalf("%v %v", qs, err)
		}
		raw, err := r.Raw(qs[0].SHA256)
		if string(raw) != string(delivery(2, "poison").Raw) {
			t.Errorf("the raw bytes are not kept: %q", raw)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A mail that was begun three times and never finished took the program down three times: it is held unread.
func TestThreeCrashesAreEnough(t *testing.T) {
	read := 0
	e, s := newEngine(t, func(m *desk.Mail) desk.Evidence { read++; return proven(m) })
	for range 3 { // three runs of the program that got no further
		if _, err := s.BeginAttempts(context.Background(), box, 1, []uint32{1}, time.Unix(0, 0)); err != nil {
			t.Fatal(err)
		}
	}
	rs := accept(t, e, delivery(1, "a"), delivery(2, "b"))
	if rs[0].Held.Reason != "poison" || rs[1].Outcome != desk.OutcomeNew || read != 1 {
		t.Errorf("%+v, %d were read", rs, read)
	}
}

func TestTooLargeMailIsHeldWithItsHeader(t *testing.T) {
	e, _ := newEngine(t, proven)
	d := delivery(1, "big")
	d.TooLarge = true
	if r := accept(t, e, d)[0]; r.Held.Reason != "too-large" {
		t.Errorf("%+v", r)
	}
}

func TestReleaseTakesTheMailIn(t *testing.T) {
	e, s := newEngine(t, proven)
	if r := accept(t, e, delivery(1, "hold me"))[0]; r.Held.Reason != "rule" {
		t.Fatalf("%+v", r)
	}
	var id int64
	s.View(context.Background(), func(r store.Reader) error {
		qs, err := r.Quarantine()
		id = qs[0].ID
		return err
	})
	r, err := e.Release(context.Background(), id)
	if err != nil || r.Outcome != desk.OutcomeNew || r.Ticket != 1 {
		t.Errorf("%+v %v", r, err)
	}
	if _, err := e.Release(context.Background(), id); err == nil {
		t.Error("it was released twice")
	}
}

// Explain says what Accept does, and does nothing.
func TestExplainIsTheSameWalk(t *testing.T) {
	e, s := newEngine(t, proven)
	d, m, err := e.Explain(context.Background(), delivery(1, "a"))
	if err != nil || d.Outcome != desk.OutcomeNew || m.Subject != "a" || len(d.Trace.Rules) != 1 {
		t.Fatalf("%+v %v", d, err)
	}
	s.View(context.Background(), func(r store.Reader) error {
		if ts, _ := r.Tickets(store.Filter{}); len(ts) != 0 {
			t.Error("explaining opened a ticket")
		}
		return nil
	})
	r := accept(t, e, delivery(1, "a"))[0]
	if r.Outcome != d.Outcome || r.Ticket != d.Ticket || r.Why != d.Trace.Why {
		t.Errorf("explained %s %d %q, did %s %d %q", d.Outcome, d.Ticket, d.Trace.Why, r.Outcome, r.Ticket, r.Why)
	}
}

// Acknowledgements are counted where they are sent: the fourth new ticket of an hour gets none.
func TestAcknowledgementsAreLimited(t *testing.T) {
	e, s := newEngine(t, proven)
	for i := uint32(1); i <= 5; i++ {
		d := delivery(i, "a")
		d.Raw = []byte(strings.Replace(string(d.Raw), fmt.Sprintf("dana%d@", i), "dana@", 1))
		accept(t, e, d)
	}
	err := s.View(context.Background(), func(r store.Reader) error {
		items, err := r.Outgoing(true)
		if len(items) != 3 {
			t.Errorf("%d acknowledgements", len(items))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
