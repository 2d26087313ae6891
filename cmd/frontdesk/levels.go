package main

import (
	"fmt"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/worktime"
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

// targetWords are the targets as people read them.
var targetWords = map[desk.Target]string{desk.FirstResponse: "first response", desk.NextResponse: "next response", desk.Resolution: "resolution"}

// levelLines shows what a service level asks for on a ticket, and how each due time was counted.
func levelLines(b *page, k clock, p *desk.Policy, t desk.Ticket) {
	for _, c := range t.Clocks {
		state := b.screen.paint(clockStyle(c), c.Outcome())
		if !c.Due.IsZero() {
			state += ", due " + k.long(c.Due)
		}
		b.line("  " + pad(targetWords[c.Target], 14) + "  " + state)
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

// clocked is an event in words about a clock; false for any other.
func clocked(k clock, detail desk.Detail) (string, bool) {
	d, ok := detail.(desk.ClockChanged)
	if !ok {
		return "", false
	}
	c := d.Clock
	text := targetWords[c.Target] + " "
	used := fmt.Sprintf("after %s of %s", worktime.Short(c.Spent), worktime.Short(c.Within))
	switch d.Change {
	case desk.ClockWasStarted, desk.ClockWasResumed, desk.ClockWasChanged:
		if c.Due.IsZero() {
			text += "waits, " + used
		} else {
			text += "due " + k.long(c.Due)
		}
	case desk.ClockWasPaused:
		text += "waits, " + used
	case desk.ClockWasWarned:
		text += "is near: due " + k.long(c.Due)
	case desk.ClockWasBreached:
		text += "is late: was due " + k.long(c.Due)
	case desk.ClockWasEscalated:
		text += "is escalated"
	case desk.ClockWasMet, desk.ClockWasMissed:
		text += string(d.Change) + " " + used
	default:
		text += "counts no longer"
	}
	if d.Why != "" {
		text += " (" + d.Why + ")"
	}
	return text, true
}
