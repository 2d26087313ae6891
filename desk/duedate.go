package desk

import (
	"slices"
	"strings"
	"time"

	"frontdesk/desk/command"
)

// due says when the ticket must be done. A day means its last minute.
func (d *decider) due(id int64, agent *Agent, c command.Command) *CommandProblem {
	t := d.ticket(id)
	switch {
	case strings.EqualFold(c.Value, "none") && !t.DueByHand:
		d.asides = append(d.asides, "Nobody had set a due date.")
		return nil
	case strings.EqualFold(c.Value, "none"):
		d.emit(id, DueSet{ByHand: true})
		return nil
	case t.Category == CategoryClosed:
		return problem(c, []string{"/reopen"}, "the ticket is %s; /reopen it first", t.Status)
	}
	at, err := command.By(c.Value, d.f.Now.In(d.zone(agent)))
	if err != nil {
		return problem(c, nil, "%v", err)
	}
	if isMidnight(at) {
		at = at.Add(-time.Minute)
	}
	if !t.DueByHand || !t.DueAt.Equal(at) {
		d.emit(id, DueSet{At: at.UTC(), ByHand: true})
	}
	return nil
}

func isMidnight(at time.Time) bool {
	hour, minute, second := at.Clock()
	return hour+minute+second == 0
}

// remind lets an agent hear of the ticket at a time. A day means its morning.
func (d *decider) remind(id int64, agent *Agent, c command.Command) *CommandProblem {
	if strings.EqualFold(c.Value, "none") {
		d.forgetReminders(id, agent)
		return nil
	}
	at, err := command.When(c.Value, d.f.Now.In(d.zone(agent)))
	if err != nil {
		return problem(c, nil, "%v", err)
	}
	if isMidnight(at) {
		at = time.Date(at.Year(), at.Month(), at.Day(), digestHour, 0, 0, 0, at.Location())
	}
	if !slices.ContainsFunc(d.ticket(id).Reminders, func(r Reminder) bool { return r.Agent == agent.Name && r.At.Equal(at) }) {
		d.emit(id, ReminderSet{Agent: agent.Name, At: at.UTC()})
	}
	return nil
}

// forgetReminders takes an agent's reminders back.
func (d *decider) forgetReminders(id int64, agent *Agent) {
	had := false
	for _, r := range d.ticket(id).Reminders {
		if r.Agent == agent.Name {
			d.emit(id, Reminded{Agent: r.Agent, At: r.At, Why: "taken back"})
			had = true
		}
	}
	if !had {
		d.asides = append(d.asides, "You had no reminder on this ticket.")
	}
}

// fallDue tells the listeners that the time has come until which the ticket had to be done.
func (d *decider) fallDue(t Ticket) {
	d.emit(t.ID, FellDue{At: t.DueAt})
	t = d.ticket(t.ID)
	for _, l := range d.listeners(t, TemplateAgentUpdate) {
		if n, ok := d.toAgent(l.name, TemplateAgentUpdate, t.ID); ok {
			n.Why, n.Shared = l.why, l.shared
			n.Changes = []string{"It has fallen due and is not done"}
			d.notify(n)
		}
	}
	d.conclude(OutcomeIgnored, t.ID, "due at %s, and still %s", t.DueAt.Format(time.RFC3339), t.Status)
}

// remindAgents tells the agents whose time has come. Who may not work the ticket any more hears nothing of it.
func (d *decider) remindAgents(t Ticket) {
	for _, r := range t.Reminders {
		if r.At.After(d.f.Now) {
			break
		}
		agent := d.p.AgentByName(r.Agent)
		if agent == nil || !d.entitled(agent, t) {
			d.emit(t.ID, Reminded{Agent: r.Agent, At: r.At, Why: "does not work queue " + t.Queue})
			d.suppress(TemplateAgentUpdate, r.Agent, "the agent does not work queue "+t.Queue)
			continue
		}
		d.emit(t.ID, Reminded{Agent: r.Agent, At: r.At})
		if n, ok := d.toAgent(r.Agent, TemplateAgentUpdate, t.ID); ok {
			n.Why, n.Changes = "you asked to be reminded", []string{"You wanted to be reminded of this ticket"}
			d.notify(n)
		}
	}
	d.conclude(OutcomeIgnored, t.ID, "reminders of ticket %d", t.ID)
}

// settleDateTimers sets the timers of the dates that agents have set.
func (d *decider) settleDateTimers(id int64) {
	before, after := d.f.Tickets[id], d.Tickets[id]
	if was, is := d.dueTimer(before), d.dueTimer(after); !was.Equal(is) {
		d.Timers = append(d.Timers, Timer{Ticket: id, Kind: TimerDueBy, Due: is})
	}
	if was, is := remindTimer(before), remindTimer(after); !was.Equal(is) {
		d.Timers = append(d.Timers, Timer{Ticket: id, Kind: TimerRemind, Due: is})
	}
}

// fallsDue says whether the date counts that an agent has set: the ticket is not done.
func fallsDue(t Ticket) bool {
	return t.DueByHand && t.Category != CategoryResolved && t.Category != CategoryClosed
}

// dueTimer is when to tell that a ticket falls due, zero for never. What has fallen due is not told again.
func (d *decider) dueTimer(t Ticket) time.Time {
	if !fallsDue(t) || !t.DueAt.After(d.f.Now) {
		return time.Time{}
	}
	return t.DueAt
}

func remindTimer(t Ticket) time.Time {
	if len(t.Reminders) == 0 {
		return time.Time{}
	}
	return t.Reminders[0].At
}
