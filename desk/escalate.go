package desk

import (
	"fmt"
	"slices"
	"time"

	"frontdesk/desk/worktime"
)

// settleLevelTimers sets the timer of every ticket whose clocks changed to when they ask for something next.
func (d *decider) settleLevelTimers(id int64) {
	next, before := d.nextLevelTimer(d.ticket(id)), d.nextLevelTimer(d.f.Tickets[id])
	if !next.Equal(before) || d.fired == id {
		d.Timers = append(d.Timers, Timer{Ticket: id, Kind: TimerLevel, Due: next})
	}
}

// levelDue does what the clocks of a ticket ask for by now, each thing once. After an outage a clock that is overdue
// warns of nothing any more, and of several steps the highest speaks.
func (d *decider) levelDue(t Ticket) {
	said := 0
	for _, c := range t.Clocks {
		if c.State != ClockRuns {
			continue
		}
		due := slices.DeleteFunc(d.points(c), func(p point) bool { return p.at.After(d.f.Now) })
		if len(due) == 0 {
			continue
		}
		said++
		d.passed(t.ID, c, due)
	}
	if d.fired = t.ID; said == 0 { // the configuration has changed since the timer was set
		d.settleLevelTimers(t.ID)
		return
	}
	d.conclude(OutcomeIgnored, t.ID, "service level of ticket %d: something is due", t.ID)
}

// passed carries out the points of a clock that have come.
func (d *decider) passed(id int64, c Clock, due []point) {
	breached := slices.ContainsFunc(due, func(p point) bool { return p.change == ClockWasBreached })
	for _, p := range due {
		switch {
		case p.change == ClockWasWarned && breached:
			c.Warned = true
		case p.change == ClockWasWarned:
			c.Warned = true
			d.clock(id, ClockWasWarned, c, "")
			d.tellLevel(id, c, TemplateSLAWarning, nil)
		case p.change == ClockWasBreached:
			c.Late, c.Warned = true, true
			d.clock(id, ClockWasBreached, c, "")
			d.tellLevel(id, c, TemplateSLABreach, d.p.Levels[c.Level].EscalateTo)
			d.improveBreached(id, c)
		}
	}
	for _, p := range due {
		if p.change == ClockWasEscalated {
			c.Step = p.step.At
			d.clock(id, ClockWasEscalated, c, fmt.Sprintf("%d%% of the time is over", p.step.At))
			d.escalate(id, c, p.step)
		}
	}
}

// escalate carries out a further step of a service level.
func (d *decider) escalate(id int64, c Clock, s Escalation) {
	if t := d.ticket(id); s.Raise && t.Priority > "P1" {
		raised := Priority([]byte{'P', t.Priority[1] - 1})
		d.emit(id, Prioritised{Impact: t.Impact, Urgency: t.Urgency, Priority: raised, ByHand: true})
	}
	if to := d.escalatesTo(d.ticket(id), s.Assign); to != "" {
		d.emit(id, Assigned{From: d.ticket(id).Assignee, To: to, Why: "service level " + c.Level})
	}
	template := TemplateSLAWarning
	if c.Late {
		template = TemplateSLABreach
	}
	d.tellLevel(id, c, template, s.To)
}

// escalatesTo is the agent of a step who is here, works the queue and has the fewest tickets; "" where there is none, or
// one of them has the ticket.
func (d *decider) escalatesTo(t Ticket, names []string) string {
	q := d.p.QueueByName(t.Queue)
	if q == nil || slices.Contains(names, t.Assignee) {
		return ""
	}
	able := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !q.Works(name) || d.isAway(name) })
	if len(able) == 0 {
		return ""
	}
	return slices.MinFunc(able, func(a, b string) int { return d.f.Load[a] - d.f.Load[b] })
}

// tellLevel tells whoever has the ticket, and others by name, of a clock.
func (d *decider) tellLevel(id int64, c Clock, template string, others []string) {
	t := d.ticket(id)
	heard := d.listeners(t, template)
	for _, name := range others {
		if !slices.ContainsFunc(heard, func(l listener) bool { return l.name == name }) {
			heard = append(heard, listener{name: name, why: "service level " + c.Level + " names you"})
		}
	}
	for _, l := range heard {
		n, ok := d.toAgent(l.name, template, id)
		if !ok {
			continue
		}
		n.Why = l.why
		n.Changes = []string{d.clockSentence(c, d.zone(d.p.AgentByName(l.name))), "Counted: " + d.p.ExplainClock(c)}
		if t := d.ticket(id); t.Assignee == l.name && d.f.Tickets[id].Assignee != l.name {
			n.Changes = append(n.Changes, "It is assigned to you now.")
		}
		d.notify(n)
	}
}

// clockSentence says what a clock asks for, and by when.
func (d *decider) clockSentence(c Clock, zone *time.Location) string {
	due := c.Due.In(zone).Format("2006-01-02 15:04")
	switch {
	case c.Target == FirstResponse && c.Late:
		return "The first response was due " + due + "."
	case c.Target == FirstResponse:
		return "The first response is due " + due + "."
	case c.Target == NextResponse && c.Late:
		return "The answer to the requester was due " + due + "."
	case c.Target == NextResponse:
		return "The answer to the requester is due " + due + "."
	case c.Late:
		return "The resolution was due " + due + "."
	}
	return "The resolution is due " + due + "."
}

// ExplainClock says in words how the due time of a running clock was counted, or what became of one that does not run.
func (p *Policy) ExplainClock(c Clock) string {
	used := ""
	if c.Spent > 0 {
		used = fmt.Sprintf("; %s of %s had passed before", worktime.Short(c.Spent), worktime.Short(c.Within))
	}
	switch {
	case c.State == ClockPaused:
		return fmt.Sprintf("%s of %s have passed; the clock stands still while the ticket is pending", worktime.Short(c.Spent), worktime.Short(c.Within))
	case c.State == ClockStopped:
		return fmt.Sprintf("%s of %s had passed when it ended at %s", worktime.Short(c.Spent), worktime.Short(c.Within), c.Ended.In(p.zone()).Format("Mon 2006-01-02 15:04"))
	case c.Within <= c.Spent:
		return fmt.Sprintf("%s are over; %s had passed", worktime.Short(c.Within), worktime.Short(c.Spent))
	}
	level := p.Levels[c.Level]
	if level == nil {
		return "service level " + c.Level + " is not in the configuration any more" + used
	}
	return level.Calendar.Explain(c.From, c.Within-c.Spent) + used
}

func (p *Policy) zone() *time.Location {
	if p.Location == nil {
		return time.UTC
	}
	return p.Location
}
