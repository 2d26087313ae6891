package desk

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/desk/command"
	"frontdesk/desk/nearest"
)

// carryOutCommands does what a block of commands says to a ticket, in order. Any problem means
// that the caller throws the whole walk away.
func (d *decider) carryOutCommands(id int64, agent *Agent, b command.Block) []CommandProblem {
	var problems []CommandProblem
	start := d.ticket(id)
	for _, c := range b.Commands {
		act, known := actions[c.Name]
		if !known {
			problems = append(problems, *problem(c, nil, "this version does not carry out /%s yet", c.Name))
			continue
		}
		before := len(d.Events)
		p := act(d, id, agent, c)
		if p == nil {
			p = d.transitions(id, agent, c, d.Events[before:])
		}
		if p == nil {
			p = d.authorised(id, c, d.Events[before:])
		}
		if p != nil {
			problems = append(problems, *p)
			continue
		}
		d.emit(id, CommandDone{Command: c.Name, Value: c.Value})
	}
	d.askEffect(start, d.ticket(id))
	return append(problems, d.unmet(b.Rest)...)
}

func problem(c command.Command, possible []string, format string, args ...any) *CommandProblem {
	return &CommandProblem{Line: c.Line, Text: cutRunes(c.Text, 100), Message: fmt.Sprintf(format, args...),
		Possible: possible, Nearest: nearest.Of(c.Value, possible)}
}

// actions are what the commands do. Each checks that it is possible now and emits events.
var actions = map[string]func(*decider, int64, *Agent, command.Command) *CommandProblem{
	"take":       (*decider).take,
	"assign":     (*decider).assign,
	"queue":      (*decider).queue,
	"status":     (*decider).status,
	"resolve":    (*decider).resolve,
	"close":      (*decider).close,
	"reopen":     (*decider).reopen,
	"pending":    (*decider).pending,
	"priority":   (*decider).priority,
	"impact":     (*decider).impact,
	"urgency":    (*decider).urgency,
	"cc":         (*decider).cc,
	"uncc":       (*decider).uncc,
	"tag":        (*decider).tag,
	"untag":      (*decider).untag,
	"subject":    (*decider).subject,
	"away":       (*decider).away,
	"back":       (*decider).back,
	"send":       (*decider).send,
	"forward":    (*decider).forward,
	"broadcast":  (*decider).broadcast,
	"requester":  (*decider).setRequester,
	"service":    (*decider).service,
	"set":        (*decider).setField,
	"cause":      (*decider).cause,
	"workaround": (*decider).workaround,
	"due":        (*decider).due,
	"remind":     (*decider).remind,
	"link":       (*decider).link,
	"unlink":     (*decider).unlink,
	"parent":     (*decider).parent,
	"problem":    (*decider).linkProblem,
	"spam":       (*decider).spam,
	"type":       (*decider).changeType,
	"model":      (*decider).changeModel,
	"schedule":   (*decider).schedule,
	"duplicate":  (*decider).duplicate,
	"unmerge":    (*decider).unmerge,
	"split":      (*decider).split,
	"undo":       (*decider).undo,
	"rate":       (*decider).rateOwn,
	"reply":      (*decider).reply,
	"approve":    (*decider).approve,
	"reject":     (*decider).reject,
	"note":       func(*decider, int64, *Agent, command.Command) *CommandProblem { return nil },
}

// move changes the status along the lifecycle.
func (d *decider) move(id int64, to string, until time.Time) {
	t := d.ticket(id)
	if t.Status == to && t.PendingUntil.Equal(until) {
		return
	}
	d.emit(id, StatusChanged{From: t.Status, To: to, Category: d.p.LifecycleOf(t.Queue).Category(to), Until: until})
}

// gated says why a ticket may not leave its status by a command; nil where it may.
func (d *decider) gated(id int64, c command.Command) *CommandProblem {
	t := d.ticket(id)
	life := d.p.LifecycleOf(t.Queue)
	if slices.Contains(life.Gates, t.Status) && c.Name != "close" && c.Name != "reject" {
		return problem(c, nil, "the ticket is %s: only an approval moves it on", t.Status)
	}
	return nil
}

func (d *decider) take(id int64, agent *Agent, c command.Command) *CommandProblem {
	t := d.ticket(id)
	life := d.p.LifecycleOf(t.Queue)
	if t.Category == CategoryClosed {
		return problem(c, []string{"/reopen"}, "the ticket is %s; /reopen it first", t.Status)
	}
	if t.Assignee != agent.Name {
		d.emit(id, Assigned{From: t.Assignee, To: agent.Name})
	}
	if life.Take != "" && (t.Category == CategoryNew || t.Status == life.Start) && !slices.Contains(life.Gates, t.Status) {
		d.move(id, life.Take, time.Time{})
	}
	return nil
}

func (d *decider) assign(id int64, agent *Agent, c command.Command) *CommandProblem {
	t := d.ticket(id)
	q := d.p.QueueByName(t.Queue)
	if q == nil {
		return problem(c, nil, "queue %s is not in the configuration any more; /queue moves the ticket", t.Queue)
	}
	if strings.EqualFold(c.Value, "none") {
		if t.Assignee != "" {
			d.emit(id, Assigned{From: t.Assignee})
		}
		return nil
	}
	name, ok := complete(c.Value, q.Agents)
	if !ok {
		if d.p.AgentByName(c.Value) != nil {
			return problem(c, q.Agents, "%s does not work queue %s", cutRunes(c.Value, 40), t.Queue)
		}
		return problem(c, q.Agents, "there is no agent %s in queue %s", cutRunes(c.Value, 40), t.Queue)
	}
	if t.Assignee != name {
		d.emit(id, Assigned{From: t.Assignee, To: name})
		if name != agent.Name && d.isAway(name) {
			d.asides = append(d.asides, d.whoIsAway(name, d.zone(agent))+".")
		}
	}
	return nil
}

// complete finds the one value that is meant: itself, or the only one that begins so.
func complete(value string, possible []string) (string, bool) {
	found := ""
	for _, p := range possible {
		switch {
		case strings.EqualFold(p, value):
			return p, true
		case value != "" && len(p) > len(value) && strings.EqualFold(p[:len(value)], value):
			if found != "" {
				return "", false
			}
			found = p
		}
	}
	return found, found != ""
}

func (d *decider) queue(id int64, _ *Agent, c command.Command) *CommandProblem {
	names := make([]string, len(d.p.Queues))
	for i, q := range d.p.Queues {
		names[i] = q.Name
	}
	name, ok := complete(c.Value, names)
	if !ok {
		return problem(c, names, "there is no queue %s", cutRunes(c.Value, 40))
	}
	t := d.ticket(id)
	if t.Queue == name {
		return nil
	}
	if p := d.gated(id, c); p != nil {
		return p
	}
	q := d.p.QueueByName(name)
	d.emit(id, Requeued{From: t.Queue, To: q.Name, Practice: q.Practice})
	life := d.p.LifecycleOf(q.Name)
	if s, known := life.Status(t.Status); !known || s.Category != t.Category {
		d.moveTo(id, life, t.Category)
	}
	if t.Assignee != "" && !q.Works(t.Assignee) {
		d.emit(id, Assigned{From: t.Assignee, Why: "does not work queue " + q.Name})
	}
	return nil
}

// moveTo puts a ticket into the status of a new lifecycle that is nearest to where it was.
func (d *decider) moveTo(id int64, life *Lifecycle, c Category) {
	t := d.ticket(id)
	to := d.onward(t, life.Take)
	switch c {
	case CategoryNew:
		to = life.Initial()
		if life.Start != "" {
			to = d.onward(t, life.Start)
		}
	case CategoryPending:
		set(&to, life.Pending)
	case CategoryResolved:
		to = life.Resolve
	case CategoryClosed:
		to = life.Close
	}
	d.move(id, to, time.Time{})
}

func (d *decider) status(id int64, _ *Agent, c command.Command) *CommandProblem {
	t := d.ticket(id)
	life := d.p.LifecycleOf(t.Queue)
	name, ok := complete(c.Value, life.Names())
	switch {
	case !ok:
		return problem(c, life.Names(), "queue %s knows no status %s", t.Queue, cutRunes(c.Value, 40))
	case t.Category == CategoryClosed && name != t.Status:
		return problem(c, []string{"/reopen"}, "the ticket is %s; /reopen it first", t.Status)
	}
	if p := d.gated(id, c); p != nil && name != t.Status {
		return p
	}
	if name == life.Close {
		return d.close(id, nil, c)
	}
	if slices.Contains(life.Gates, name) {
		return d.seek(id, name, c)
	}
	d.move(id, name, time.Time{})
	return nil
}

func (d *decider) resolve(id int64, _ *Agent, c command.Command) *CommandProblem {
	t := d.ticket(id)
	life := d.p.LifecycleOf(t.Queue)
	switch {
	case t.Category == CategoryClosed:
		return problem(c, []string{"/reopen"}, "the ticket is %s already", t.Status)
	case life.Resolve == "":
		return problem(c, life.Names(), "tickets of queue %s cannot be resolved", t.Queue)
	}
	if p := d.gated(id, c); p != nil {
		return p
	}
	d.move(id, life.Resolve, time.Time{})
	return nil
}

func (d *decider) close(id int64, _ *Agent, c command.Command) *CommandProblem {
	t := d.ticket(id)
	life := d.p.LifecycleOf(t.Queue)
	if t.Category == CategoryClosed {
		return nil
	}
	if life.Review != "" && t.Category == CategoryResolved && !d.p.isStandard(t) {
		d.move(id, life.Review, time.Time{})
	}
	d.move(id, life.Close, time.Time{})
	return nil
}

func (d *decider) reopen(id int64, _ *Agent, c command.Command) *CommandProblem {
	t := d.ticket(id)
	life := d.p.LifecycleOf(t.Queue)
	if t.Category != CategoryClosed && t.Category != CategoryResolved {
		return problem(c, nil, "the ticket is %s; only a resolved or closed one can be reopened", t.Status)
	}
	d.move(id, d.onward(t, life.Reopen), time.Time{})
	return nil
}

func (d *decider) pending(id int64, agent *Agent, c command.Command) *CommandProblem {
	t := d.ticket(id)
	life := d.p.LifecycleOf(t.Queue)
	switch {
	case life.Pending == "":
		return problem(c, life.Names(), "queue %s has no pending; use /status", t.Queue)
	case t.Category == CategoryClosed:
		return problem(c, []string{"/reopen"}, "the ticket is %s; /reopen it first", t.Status)
	}
	if p := d.gated(id, c); p != nil {
		return p
	}
	var until time.Time
	if c.Value != "" {
		at, err := command.When(c.Value, d.f.Now.In(d.zone(agent)))
		if err != nil {
			return problem(c, nil, "%v", err)
		}
		if !at.After(d.f.Now) {
			return problem(c, nil, "%s is in the past", c.Value)
		}
		until = at.UTC()
	}
	d.move(id, life.Pending, until)
	return nil
}

func (d *decider) cc(id int64, _ *Agent, c command.Command) *CommandProblem {
	for _, addr := range c.Args {
		t := d.ticket(id)
		switch {
		case d.p.OwnAddress(addr):
			return problem(c, nil, "%s is an address of the desk itself", addr)
		case AddressKey(addr) == AddressKey(t.Requester) || len(without(t.Participants, addr)) < len(t.Participants):
			continue
		}
		d.emit(id, Joined{Address: addr})
	}
	return nil
}

func (d *decider) uncc(id int64, _ *Agent, c command.Command) *CommandProblem {
	for _, addr := range c.Args {
		t := d.ticket(id)
		switch {
		case len(without(t.Participants, addr)) < len(t.Participants):
			d.emit(id, Left{Address: addr})
		case len(without(t.Asked, addr)) < len(t.Asked):
			d.emit(id, Unasked{Address: addr})
		default:
			return problem(c, slices.Concat(t.Participants, t.Asked), "%s is no participant", addr)
		}
	}
	return nil
}

func (d *decider) tag(id int64, _ *Agent, c command.Command) *CommandProblem {
	d.emit(id, Tagged{Tags: c.Args})
	return nil
}

func (d *decider) untag(id int64, _ *Agent, c command.Command) *CommandProblem {
	t := d.ticket(id)
	for _, word := range c.Args {
		if len(without(t.Tags, word)) == len(t.Tags) {
			return problem(c, t.Tags, "the ticket has no tag %s", cutRunes(word, 40))
		}
	}
	d.emit(id, Untagged{Tags: c.Args})
	return nil
}

func (d *decider) subject(id int64, _ *Agent, c command.Command) *CommandProblem {
	if subject := cutRunes(strings.Join(strings.Fields(c.Value), " "), 250); subject != d.ticket(id).Subject {
		d.emit(id, Renamed{Subject: subject})
	}
	return nil
}
