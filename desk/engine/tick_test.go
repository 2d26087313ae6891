package engine_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/command"
	"frontdesk/desk/engine"
	"frontdesk/desk/store"
)

// nine is the moment at which [newEngine] begins.
var nine = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// clocked is an engine with an agent, and a clock to be moved.
func clocked(t *testing.T) (e *engine.Engine, s store.Store, now *time.Time, woken *int) {
	t.Helper()
	first, f := newEngine(t, proven)
	setup := *first.Setup()
	policy := *setup.Policy
	policy.Agents = []desk.Agent{{Name: "ann", Addresses: []string{"ann@desk.example"}, Location: time.FixedZone("east", 2*3600)}}
	policy.Queues = []desk.Queue{{Name: "q", Practice: "incident", Lifecycle: "incident", Agents: []string{"ann"}}}
	setup.Policy = &policy
	now, woken = new(time.Time), new(int)
	*now = nine
	return engine.New(f, &setup, func() time.Time { return *now }, func() { *woken++ }), f, now, woken
}

func tick(t *testing.T, e *engine.Engine) time.Time {
	t.Helper()
	next, err := e.Tick(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// pending lets tickets wait until then.
func pending(t *testing.T, e *engine.Engine, tickets ...int64) {
	t.Helper()
	for _, id := range tickets {
		d, err := e.Command(context.Background(), desk.Commanded{Agent: "ann", Ticket: id, Block: command.ParseArgv([]string{"pending", "1h"})})
		if err != nil || d.Outcome != desk.OutcomeCommand {
			t.Fatalf("%+v %v", d.Trace, err)
		}
	}
}

// sent are the Message-IDs of a template, oldest first.
func sent(t *testing.T, s store.Store, template string) (ids []string) {
	t.Helper()
	err := s.View(context.Background(), func(r store.Reader) error {
		items, err := r.Outgoing(true)
		slices.SortFunc(items, func(a, b store.OutboxItem) int { return int(a.ID - b.ID) })
		for _, i := range items {
			if i.Template == template {
				ids = append(ids, i.MessageID)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// What timers change waits a minute for more; Tick says when to come again, and sends each bundle once.
func TestTickSendsBundlesWhenTheyAreDue(t *testing.T) {
	e, s, now, woken := clocked(t)
	accept(t, e, delivery(1, "a"), delivery(2, "b"))
	for round := range 2 {
		pending(t, e, 1, 2)
		due := now.Add(time.Hour)
		if next := tick(t, e); !next.Equal(due) {
			t.Fatalf("the next tick is at %v, want %v", next, due)
		}
		*now = due
		if next := tick(t, e); !next.Equal(due.Add(time.Minute)) || len(sent(t, s, desk.TemplateDigest)) != round {
			t.Fatalf("the bundle is due at %v", next)
		}
		*now = due.Add(time.Minute)
		before := *woken
		if next := tick(t, e); !next.IsZero() || *woken != before+1 {
			t.Errorf("something waits until %v; woken %d times", next, *woken-before)
		}
		tick(t, e)
		ids := sent(t, s, desk.TemplateDigest)
		if len(ids) != round+1 || len(slices.Compact(slices.Sorted(slices.Values(ids)))) != len(ids) {
			t.Fatalf("digests: %q", ids)
		}
	}
	pending(t, e, 1)
	*now = now.Add(time.Hour)
	tick(t, e)
	*now = now.Add(time.Minute)
	tick(t, e)
	if ids := sent(t, s, desk.TemplateAgentUpdate); len(ids) != 1 {
		t.Errorf("one notice alone: %q", ids)
	}
}

// A bundle that cannot be written goes on waiting, and nothing of it is sent.
func TestABundleIsSentWholeOrWaits(t *testing.T) {
	e, s, now, _ := clocked(t)
	accept(t, e, delivery(1, "a"))
	pending(t, e, 1)
	*now = now.Add(time.Hour)
	tick(t, e)
	*now = now.Add(time.Minute)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := e.Tick(ctx); err == nil || len(sent(t, s, desk.TemplateAgentUpdate)) != 0 {
		t.Errorf("%v", err)
	}
	tick(t, e)
	if ids := sent(t, s, desk.TemplateAgentUpdate); len(ids) != 1 {
		t.Errorf("%q", ids)
	}
}
