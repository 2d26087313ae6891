package desk

import (
	"strings"

	"frontdesk/desk/command"
)

func (d *decider) priority(id int64, _ *Agent, c command.Command) *CommandProblem {
	t := d.ticket(id)
	v := strings.ToLower(c.Value)
	to := Prioritised{Impact: t.Impact, Urgency: t.Urgency, ByHand: true}
	switch v {
	case "auto":
		to.Priority, to.ByHand = PriorityOf(t.Impact, t.Urgency), false
	case "high":
		to.Priority = "P2"
	case "low":
		to.Priority = "P4"
	default:
		to.Priority = Priority(strings.ToUpper(v))
	}
	if !to.Priority.Valid() {
		return problem(c, []string{"P1", "P2", "P3", "P4", "P5", "high", "low", "auto"}, "%s is no priority", cutRunes(c.Value, 40))
	}
	d.prioritise(id, to)
	return nil
}

func (d *decider) prioritise(id int64, to Prioritised) {
	t := d.ticket(id)
	if (Prioritised{t.Impact, t.Urgency, t.Priority, t.ByHand}) != to {
		d.emit(id, to)
	}
}

func (d *decider) impact(id int64, _ *Agent, c command.Command) *CommandProblem {
	return d.degree(id, c, func(p *Prioritised, l Level) { p.Impact = l })
}

func (d *decider) urgency(id int64, _ *Agent, c command.Command) *CommandProblem {
	return d.degree(id, c, func(p *Prioritised, l Level) { p.Urgency = l })
}

// degree sets impact or urgency; the priority follows unless it was set by hand.
func (d *decider) degree(id int64, c command.Command, put func(*Prioritised, Level)) *CommandProblem {
	level := Level(strings.ToLower(c.Value))
	if !level.Valid() {
		return problem(c, []string{"high", "medium", "low"}, "%s is no degree of %s", cutRunes(c.Value, 40), c.Name)
	}
	t := d.ticket(id)
	to := Prioritised{Impact: t.Impact, Urgency: t.Urgency, Priority: t.Priority, ByHand: t.ByHand}
	put(&to, level)
	if !to.ByHand {
		to.Priority = PriorityOf(to.Impact, to.Urgency)
	}
	d.prioritise(id, to)
	return nil
}
