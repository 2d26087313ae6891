package desk

import (
	"slices"
	"strings"

	"frontdesk/desk/command"
)

// Transition is a way from one status to another that not everybody may go, or not without something.
type Transition struct {
	From     []string // statuses; nil is any
	To       string
	By       []string // names of agents who may; nil is everybody who works the queue
	Requires []string // what must be known by then: names of fields, RequiresAssignee, RequiresWords
}

// What a transition can require beside fields.
const (
	RequiresAssignee = "assignee" // somebody has the ticket
	RequiresWords    = "words"    // the mail says something beside its commands
)

// Transition is the one of a lifecycle for a way between two statuses. Limited says that only those ways are open
// that the lifecycle names.
func (l *Lifecycle) Transition(from, to string) (found Transition, named, limited bool) {
	for _, t := range l.Transitions {
		if t.To == to && (t.From == nil || slices.Contains(t.From, from)) {
			return t, true, true
		}
	}
	return Transition{}, false, len(l.Transitions) > 0
}

// demand is what a transition of this walk requires.
type demand struct {
	ticket     int64
	command    command.Command
	transition Transition
}

// transitions checks the ways that a command took through the lifecycle: whether they are open, and to this agent. What
// they require is looked at when all commands of the mail are carried out.
func (d *decider) transitions(id int64, agent *Agent, c command.Command, events []Event) *CommandProblem {
	if c.Name == "undo" || c.Name == "unmerge" || c.Name == "approve" { // a way back, or that of an approval
		return nil
	}
	for _, e := range events {
		s, ok := e.Detail.(StatusChanged)
		if !ok || e.Ticket != id || s.From == s.To {
			continue
		}
		life := d.p.LifecycleOf(d.ticket(id).Queue)
		if c.Name == "reject" && slices.Contains(life.Gates, s.From) {
			continue
		}
		if p := d.unapproved(id, s, c); p != nil {
			return p
		}
		t, named, limited := life.Transition(s.From, s.To)
		switch {
		case !named && limited && c.Name != "close" && c.Name != "spam" && c.Name != "duplicate" && c.Name != "reopen" && c.Name != "queue" && c.Name != "service":
			return problem(c, d.waysFrom(life, s.From, agent), "there is no way from %s to %s", s.From, s.To)
		case t.By != nil && !slices.Contains(t.By, agent.Name):
			return problem(c, d.waysFrom(life, s.From, agent), "only %s may move a ticket from %s to %s", strings.Join(t.By, ", "), s.From, s.To)
		}
		if len(t.Requires) > 0 {
			d.demands = append(slices.Clip(d.demands), demand{id, c, t})
		}
	}
	return nil
}

// waysFrom are the statuses to which an agent may move a ticket.
func (d *decider) waysFrom(life *Lifecycle, from string, agent *Agent) (to []string) {
	for _, name := range life.Names() {
		t, named, limited := life.Transition(from, name)
		if name != from && (named || !limited) && (t.By == nil || slices.Contains(t.By, agent.Name)) {
			to = append(to, name)
		}
	}
	return to
}

// unmet are the mistakes of transitions that lack what they require. Words are those of the mail beside its commands.
func (d *decider) unmet(words string) (problems []CommandProblem) {
	for _, w := range d.demands {
		t := d.ticket(w.ticket)
		for _, name := range w.transition.Requires {
			switch {
			case name == RequiresAssignee && t.Assignee == "":
				problems = append(problems, *problem(w.command, []string{"/take", "/assign NAME"}, "a ticket that nobody has cannot become %s", w.transition.To))
			case name == RequiresWords && strings.TrimSpace(words) == "":
				problems = append(problems, *problem(w.command, nil, "say below the commands why it becomes %s", w.transition.To))
			case name != RequiresAssignee && name != RequiresWords && t.Fields[name] == "":
				problems = append(problems, *problem(w.command, []string{commandOf(name)}, "%s must be known before the ticket becomes %s", name, w.transition.To))
			}
		}
	}
	d.demands = nil
	return problems
}

// commandOf is the command that fills in a field.
func commandOf(field string) string {
	switch field {
	case "cause", "workaround":
		return "/" + field + " TEXT"
	case "type", "model":
		return "/" + field + " NAME"
	}
	return "/set " + field + " VALUE"
}
