package engine_test

import (
	"context"
	"syscall"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/engine"
	"frontdesk/desk/store"
	"frontdesk/desk/store/sqlstore"
	"frontdesk/templates"
)

// clocksRunning is how many clocks run in BenchmarkClocks, on half as many tickets.
const clocksRunning = 100_000

// BenchmarkClocks lets an hour pass, second by second, over a desk with a hundred thousand running clocks whose times are spread
// over three days, and says which share of a core that takes: what asks is the loop that keeps time, what fires warns,
// breaches, tells agents and sets the next timer.
func BenchmarkClocks(b *testing.B) {
	now := nine
	e := manyClocks(b, &now)
	const hour = 3600
	for b.Loop() {
		before := cpu(b)
		for range hour {
			now = now.Add(time.Second)
			if _, err := e.Tick(context.Background()); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric((cpu(b)-before).Seconds()/hour*100, "%core")
	}
}

// cpu is the time that this process has computed.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// manyClocks is an engine over a store full of tickets with two running clocks each.
func manyClocks(b *testing.B, now *time.Time) *engine.Engine {
	b.Helper()
	ctx := context.Background()
	s, err := sqlstore.Open(ctx, b.TempDir()+"/desk.db", sqlstore.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	set, err := templates.Load("")
	if err != nil {
		b.Fatal(err)
	}
	incident := desk.Lifecycles()[0]
	p := &desk.Policy{Name: "Desk", Domain: "desk.example", Tag: "D", Language: "en", Location: time.UTC, Secret: make([]byte, 32),
		Mailboxes: []desk.Mailbox{{Address: box, Queue: "q"}}, Lifecycles: map[string]*desk.Lifecycle{"incident": &incident},
		Agents: []desk.Agent{{Name: "ann", Addresses: []string{"ann@desk.example"}}, {Name: "mia", Addresses: []string{"mia@desk.example"}, Role: desk.RoleManager}},
		Queues: []desk.Queue{{Name: "q", Practice: "incident", Lifecycle: "incident", Agents: []string{"ann"}, Level: "standard"}}, Limits: desk.DefaultLimits(),
		Levels: map[string]*desk.ServiceLevel{"standard": {Name: "standard", WarnAt: 75, EscalateTo: []string{"mia"},
			Targets: map[desk.Priority]desk.Targets{"P3": {FirstResponse: 36 * time.Hour, Resolution: 72 * time.Hour}}}}}
	for id := int64(1); id <= clocksRunning/2; {
		err := s.Update(ctx, func(tx store.Tx) error {
			for range 1000 {
				if err := tx.Write(clockedTicket(id, now.Add(-time.Duration(id)*72*time.Hour*2/clocksRunning))); err != nil {
					return err
				}
				id++
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	e := engine.New(s, &engine.Setup{Policy: p, Templates: set}, func() time.Time { return *now }, func() {})
	for next := *now; !next.After(*now); { // what has come due while the tickets were made up
		if next, err = e.Tick(ctx); err != nil {
			b.Fatal(err)
		}
	}
	return e
}

// clockedTicket opens a ticket whose clocks have run since a time.
func clockedTicket(id int64, since time.Time) store.Change {
	clock := func(target desk.Target, within time.Duration) desk.Clock {
		return desk.Clock{Target: target, State: desk.ClockRuns, Level: "standard", Within: within, Started: since, From: since, Due: since.Add(within)}
	}
	c := store.Change{Now: since}
	var row desk.Ticket
	for _, d := range []desk.Detail{
		desk.Opened{Subject: "Printer", Queue: "q", Practice: "incident", Status: "new", Category: desk.CategoryNew, Priority: "P3", Requester: "dana@example.com", Mailbox: box},
		desk.ClockChanged{Change: desk.ClockWasStarted, Clock: clock(desk.FirstResponse, 36*time.Hour)},
		desk.ClockChanged{Change: desk.ClockWasStarted, Clock: clock(desk.Resolution, 72*time.Hour)},
	} {
		e := desk.Event{Ticket: id, At: since, Actor: desk.Actor{Kind: desk.ActorDesk}, Detail: d}
		c.Events = append(c.Events, e)
		row = desk.Apply(row, e)
	}
	c.Tickets = []desk.Ticket{row}
	c.Timers = []desk.Timer{{Ticket: id, Kind: desk.TimerLevel, Due: since.Add(27 * time.Hour)}}
	return c
}
