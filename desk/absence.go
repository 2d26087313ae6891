package desk

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/desk/command"
)

// absence is that of an agent now, with what this walk has changed. An absence whose end has come is over, and
// an inferred one is while the agent's own mail is being decided on.
func (d *decider) absence(name string) (Absence, bool) {
	a, away := d.recorded(name)
	switch {
	case !away, !a.Until.IsZero() && !a.Until.After(d.f.Now):
		return Absence{}, false
	case a.Inferred && d.writesNow(name):
		return Absence{}, false
	}
	return a, true
}

// recorded is what is written down of an agent's absence, whether it is over or not.
func (d *decider) recorded(name string) (Absence, bool) {
	a, found := d.f.Away[name]
	for _, changed := range d.Absences {
		if changed.Agent == name {
			a, found = changed, !changed.Ended
		}
	}
	return a, found
}

// isAway says whether no work is to be handed to an agent.
func (d *decider) isAway(name string) bool { _, away := d.absence(name); return away }

// writesNow says whether the mail under decision is an agent's own, written by hand and proven.
func (d *decider) writesNow(name string) bool {
	if d.in.Mail == nil || !d.in.Evidence.Proven || d.in.Mail.Class.Automatic() {
		return false
	}
	a := d.agent()
	return a != nil && a.Name == name
}

// present are those of the agents who are here. Where all are away nobody is spared: somebody must hear.
func (d *decider) present(agents []string) []string {
	here := slices.DeleteFunc(slices.Clone(agents), d.isAway)
	if len(here) == 0 {
		return agents
	}
	return here
}

// team are the agents of a queue who hear of something that goes to all of them alike; those who are away
// are spared it, in writing.
func (d *decider) team(q *Queue, template string) []string {
	here := d.present(q.Agents)
	for _, name := range q.Agents {
		if a := d.p.AgentByName(name); a != nil && !slices.Contains(here, name) {
			away, _ := d.absence(name)
			d.suppress(template, a.Address().Addr, d.until(away, d.zone(nil)))
		}
	}
	return here
}

// standIn is who works for an agent who is away: the deputy, the deputy's own where that one is away too, and so
// on. It is "" where the way ends with nobody who is here and works the queue.
func (d *decider) standIn(name string, q *Queue) string {
	for range len(d.p.Agents) {
		a, away := d.absence(name)
		if !away {
			if q != nil && q.Works(name) {
				return name
			}
			return ""
		}
		if name = a.Deputy; d.p.AgentByName(name) == nil {
			return ""
		}
	}
	return "" // they name each other in a circle
}

// zone is the time zone of an agent, the desk's for nil and for agents without one.
func (d *decider) zone(a *Agent) *time.Location {
	if a == nil || a.Location == nil {
		return d.location()
	}
	return a.Location
}

// until says an absence in words: "away until 2026-12-24".
func (d *decider) until(a Absence, where *time.Location) string {
	if a.Until.IsZero() {
		return "away"
	}
	at := a.Until.In(where)
	if at.Hour() == 0 && at.Minute() == 0 {
		return "away until " + at.Format(time.DateOnly)
	}
	return "away until " + at.Format("2006-01-02 15:04")
}

// whoIsAway says of an agent what others need to know: "carol is away until 2026-12-24 (deputy bob)".
func (d *decider) whoIsAway(name string, where *time.Location) string {
	a, _ := d.absence(name)
	text := name + " is " + d.until(a, where)
	if a.Deputy != "" {
		text += " (deputy " + a.Deputy + ")"
	}
	return text
}

// goAway writes an absence down.
func (d *decider) goAway(a Absence) {
	a.Since = d.f.Now
	d.emit(0, WentAway{Agent: a.Agent, Until: a.Until, Deputy: a.Deputy, Inferred: a.Inferred})
	d.Absences = append(d.Absences, a)
}

// comeBack ends an absence.
func (d *decider) comeBack(name, why string) {
	a, _ := d.recorded(name)
	a.Ended = true
	d.emit(0, CameBack{Agent: name, Why: why})
	d.Absences = append(d.Absences, a)
}

// away takes the agent out of the handing out of work. A day means its beginning, as people mean it who say that they
// are away until Friday: on Friday morning they are back.
func (d *decider) away(_ int64, agent *Agent, c command.Command) *CommandProblem {
	until, deputy, err := command.Away(c.Value)
	if err != nil {
		return problem(c, nil, "%v", err)
	}
	a := Absence{Agent: agent.Name}
	if until != "" {
		at, err := command.When(until, d.f.Now.In(d.zone(agent)))
		if err != nil {
			return problem(c, nil, "%v", err)
		}
		a.Until = at.UTC()
	}
	if deputy != "" {
		others := d.others(agent)
		name, ok := complete(deputy, others)
		switch {
		case strings.EqualFold(deputy, agent.Name):
			return problem(c, others, "you cannot be your own deputy")
		case !ok:
			return problem(c, others, "there is no agent %s", cutRunes(deputy, 40))
		}
		a.Deputy = name
	}
	d.goAway(a)
	d.asides = append(d.asides, d.awayInWords(agent, a)...)
	return nil
}

func (d *decider) others(agent *Agent) []string {
	var names []string
	for _, a := range d.p.Agents {
		if a.Name != agent.Name {
			names = append(names, a.Name)
		}
	}
	return names
}

// awayInWords tells an agent what follows from the absence.
func (d *decider) awayInWords(agent *Agent, a Absence) []string {
	line := "You are " + d.until(a, d.zone(agent))
	if a.Until.IsZero() {
		line += " until you send /back"
	}
	lines := []string{line + "; no new tickets are given to you."}
	if a.Deputy != "" {
		lines = append(lines, fmt.Sprintf("%s gets what rules give to you and hears with you what requesters write.", a.Deputy))
		if d.isAway(a.Deputy) {
			lines = append(lines, d.whoIsAway(a.Deputy, d.zone(agent))+".")
		}
	}
	switch n := d.f.Load[agent.Name]; {
	case n == 1:
		lines = append(lines, "1 ticket stays yours; /list mine shows it.")
	case n > 1:
		lines = append(lines, fmt.Sprintf("%d tickets stay yours; /list mine shows them.", n))
	}
	return lines
}

// back ends the agent's absence.
func (d *decider) back(_ int64, agent *Agent, _ command.Command) *CommandProblem {
	if _, away := d.recorded(agent.Name); !away {
		d.asides = append(d.asides, "You were not away.")
		return nil
	}
	d.comeBack(agent.Name, "")
	d.asides = append(d.asides, "You are back; new tickets are given to you again.")
	return nil
}

// ownAffairs carries out a mail that holds nothing but what an agent says of the agent: it is about no ticket,
// whichever ticket it answers. What has a mistake goes the way of all commands.
func (d *decider) ownAffairs() bool {
	agent, m := d.agent(), d.in.Mail
	if agent == nil || m.Class.Automatic() {
		return false
	}
	b := d.block()
	if len(b.Problems) > 0 || len(b.Commands) == 0 ||
		slices.ContainsFunc(b.Commands, func(c command.Command) bool { return c.Name != "away" && c.Name != "back" }) {
		return false
	}
	said := strings.TrimSpace(b.Rest) != "" || hasRealAttachment(m)
	if _, threaded := d.findThread(); threaded && said || !threaded && !d.addressed() {
		return false
	}
	trial := d.clone()
	for _, c := range b.Commands {
		if actions[c.Name](trial, 0, agent, c) != nil {
			return false
		}
	}
	*d = *trial
	if said {
		d.asides = append(d.asides, "Your other words opened no ticket.")
	}
	d.traceCommands(b, nil)
	d.answerAsides(agent)
	d.conclude(OutcomeCommand, 0, "agent %s is back", agent.Name)
	if d.isAway(agent.Name) {
		d.conclude(OutcomeCommand, 0, "%s", d.whoIsAway(agent.Name, d.zone(nil)))
	}
	return true
}

// addressed says whether the mail names an address of ours in To or Cc.
func (d *decider) addressed() bool {
	return slices.ContainsFunc(slices.Concat(d.in.Mail.To, d.in.Mail.Cc), func(a Address) bool { return d.p.OwnAddress(a.Addr) })
}

// answerAsides answers an agent whose commands were about no ticket.
func (d *decider) answerAsides(agent *Agent) {
	n, ok := d.toAgent(agent.Name, TemplateTranscript, 0)
	if !ok {
		return
	}
	n.To = Address{Name: agent.FullName, Addr: d.in.Mail.Author().Addr}
	n.InReplyTo, n.Why, n.Subject = d.in.Mail.MessageID, "you asked", bareSubject(d.in.Mail.Subject)
	n.Transcript = []Section{{Lines: d.asides}}
	d.asides = nil
	d.notify(n)
}

// tellAsides tells an agent what follows from commands on a ticket and does not stand on the ticket.
func (d *decider) tellAsides(agent *Agent, ticket int64) {
	if len(d.asides) == 0 || d.in.Mail == nil {
		return
	}
	if n, ok := d.toAgent(agent.Name, TemplateAgentUpdate, ticket); ok {
		n.To = Address{Name: agent.FullName, Addr: d.in.Mail.Author().Addr}
		n.Changes, n.Why, n.Advice = d.asides, "you wrote to the desk", true
		n.History, n.Offers, n.Transcript = []Message{}, d.ready, d.problemsOpened(agent)
		d.asides, d.ready = nil, nil
		d.notify(n)
	}
}
