package desk

import (
	"fmt"
	"slices"

	"frontdesk/desk/command"
)

// linkProblem links the ticket with the problem that causes it, or opens one.
func (d *decider) linkProblem(id int64, agent *Agent, c command.Command) *CommandProblem {
	t := d.ticket(id)
	now := firstLink(t, LinkProblem)
	switch {
	case t.Practice == "problem":
		return problem(c, nil, "this ticket is a problem itself")
	case c.Value == "new" && now > 0:
		return linkedAlready(c, now)
	case c.Value == "new":
		return d.openProblem(id, agent, c)
	}
	other, p := d.otherTicket(id, agent, c)
	switch {
	case p != nil:
		return p
	case other.Practice != "problem":
		return problem(c, []string{"/problem new", fmt.Sprintf("/link %d", other.ID)}, "ticket #%d is no problem, it is in queue %s", other.ID, other.Queue)
	case now > 0 && now != other.ID:
		return linkedAlready(c, now)
	}
	d.linkBoth(id, other.ID, LinkProblem)
	return nil
}

func linkedAlready(c command.Command, n int64) *CommandProblem {
	return problem(c, []string{fmt.Sprintf("/unlink %d", n)}, "this ticket is linked with problem #%d already; /unlink it first", n)
}

// openProblem opens a ticket for the cause of this one, with the agent as requester.
func (d *decider) openProblem(id int64, agent *Agent, c command.Command) *CommandProblem {
	q := d.problemQueue(agent)
	if q == nil {
		return problem(c, nil, "the configuration has no queue for problems")
	}
	t := d.ticket(id)
	life := d.p.LifecycleOf(q.Name)
	n := d.next
	d.next++
	language := d.p.Language
	set(&language, agent.Language)
	d.emit(n, Opened{Subject: t.Subject, Queue: q.Name, Practice: q.Practice, Status: life.Initial(), Category: life.Category(life.Initial()),
		Impact: t.Impact, Urgency: t.Urgency, Priority: t.Priority, ByHand: t.ByHand, Requester: agent.Addresses[0], Name: agent.FullName,
		Mailbox: t.Mailbox, Language: language, Service: t.Service, Department: q.Department,
		Why: fmt.Sprintf("opened for the cause of ticket %d", id)})
	if name, why := d.assignee(routing{queue: q.Name}); name != "" || why != "" {
		writer := d.actor
		d.actor = Actor{Kind: ActorDesk}
		d.emit(n, Assigned{To: name, Why: why})
		d.actor = writer
	}
	d.linkBoth(id, n, LinkProblem)
	d.raised = append(d.raised, n)
	d.asides = append(d.asides, fmt.Sprintf("Problem #%d is open in queue %s.", n, q.Name))
	d.linkProposed(id, n, agent)
	return nil
}

// problemQueue is where an agent's problems go: the first queue for them that the agent works, or else the first.
func (d *decider) problemQueue(agent *Agent) *Queue {
	var first *Queue
	for i := range d.p.Queues {
		q := &d.p.Queues[i]
		switch {
		case q.Practice != "problem":
		case q.Works(agent.Name):
			return q
		case first == nil:
			first = q
		}
	}
	return first
}

// tellRaised tells those who work problems of the ones that the commands opened.
func (d *decider) tellRaised(agent *Agent) {
	d.tellParted()
	d.tellApart(agent)
	for _, id := range d.raised {
		t := d.ticket(id)
		q := d.p.QueueByName(t.Queue)
		names := d.team(q, TemplateAgentNew)
		if t.Assignee != "" && !slices.Contains(names, t.Assignee) {
			names = append(slices.Clone(names), t.Assignee)
		}
		for _, name := range names {
			if n, ok := d.toAgent(name, TemplateAgentNew, id); ok {
				n.Why, n.Shared = "you work queue "+t.Queue, name != t.Assignee
				n.Changes = []string{fmt.Sprintf("Opened by %s for the cause of #%d", agent.Name, firstLink(t, LinkIncident))}
				if from := firstLink(t, LinkSplitFrom); from > 0 {
					n.Changes = []string{fmt.Sprintf("Split by %s from #%d", agent.Name, from)}
				}
				if i := slices.IndexFunc(d.parted, func(m Message) bool { return m.Ticket == id }); i >= 0 {
					m := d.parted[i]
					n.Author, n.Words, n.Class, n.Attachments, n.Raw = m.From, m.Text, m.Auto, m.Attachments, m.Raw
				}
				d.notify(n)
			}
		}
	}
}
