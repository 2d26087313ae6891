package main

import (
	"time"

	"frontdesk/desk"
)

// levelObject is a target of a service level on a ticket.
type levelObject struct {
	Target desk.Target `json:"target"`
	DueAt  *time.Time  `json:"due_at"` // null where the clock does not run
	State  string      `json:"state"`  // running, paused, met, breached
	Why    string      `json:"why"`
}

func levelObjects(p *desk.Policy, t desk.Ticket) []levelObject {
	all := []levelObject{}
	for _, c := range t.Clocks {
		all = append(all, levelObject{Target: c.Target, DueAt: moment(c.Due), State: c.Outcome(), Why: p.ExplainClock(c)})
	}
	return all
}

// levelLines shows what a service level asks for on a ticket, and how each due time was counted.
func levelLines(b *page, k clock, p *desk.Policy, t desk.Ticket) {
	for _, c := range t.Clocks {
		state := b.screen.paint(clockStyle(c), c.Outcome())
		if !c.Due.IsZero() {
			state += ", due " + k.long(c.Due)
		}
		b.line("  " + pad(c.Target.Words(), 14) + "  " + state)
		for _, l := range wrap(p.ExplainClock(c), b.screen.width-18) {
			b.line("  " + pad("", 14) + "  " + b.screen.paint(faint, l))
		}
	}
}

func clockStyle(c desk.Clock) string {
	switch {
	case c.Late:
		return red
	case c.State == desk.ClockStopped:
		return green
	case c.State == desk.ClockRuns && c.Warned:
		return yellow
	}
	return plain
}
