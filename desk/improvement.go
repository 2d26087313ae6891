package desk

import (
	"fmt"
	"slices"
)

// Improvement says what puts items into the register of continual improvement by itself.
type Improvement struct {
	Queue        string // the register; "" in a Policy without one
	FromRatings  int    // a rating of so much or less; 0: none does
	FromBreaches bool   // a target of a service level that was missed
}

// Fields of an item of the register.
const (
	FieldExpected = "expected" // what it is to bring
	FieldMeasured = "measured" // what it has brought
)

// improveRated proposes an improvement where a rating is so bad that the policy says so.
func (d *decider) improveRated(t Ticket, r saidRating) {
	if r.figure <= d.p.Improvement.FromRatings {
		id := d.improve(t, fmt.Sprintf("ticket %d was rated %d of 5", t.ID, r.figure), r.words)
		d.tellImprovement(id, t.ID, fmt.Sprintf("The requester of #%d rated it %d of 5.", t.ID, r.figure))
	}
}

// improveBreached proposes an improvement where a target was missed, if the policy says so.
func (d *decider) improveBreached(id int64, c Clock) {
	if d.p.Improvement.FromBreaches {
		item := d.improve(d.ticket(id), fmt.Sprintf("ticket %d is late: %s, service level %s", id, c.Target.Words(), c.Level), "")
		d.tellImprovement(item, id, missedFact(id, c.Target))
	}
}

func missedFact(id int64, target Target) (fact string) {
	switch target {
	case FirstResponse:
		fact = fmt.Sprintf("The first response to #%d was late.", id)
	case NextResponse:
		fact = fmt.Sprintf("An answer to the requester of #%d was late.", id)
	default:
		fact = fmt.Sprintf("The resolution of #%d was late.", id)
	}
	return fact
}

// improve opens an item of the register for a ticket, with what its requester said; 0 where the ticket has one already, or
// is one itself.
func (d *decider) improve(t Ticket, why, words string) int64 {
	q := d.p.QueueByName(d.p.Improvement.Queue)
	owner := d.registrar(q)
	if q == nil || owner == nil || t.Queue == q.Name || firstLink(t, LinkImprovement) > 0 {
		return 0
	}
	life := d.p.LifecycleOf(q.Name)
	id := d.next
	d.next++
	cause := d.actor
	d.actor = Actor{Kind: ActorDesk}
	d.emit(id, Opened{Subject: t.Subject, Queue: q.Name, Practice: q.Practice, Status: life.Initial(), Category: life.Category(life.Initial()),
		Impact: t.Impact, Urgency: t.Urgency, Priority: PriorityOf(t.Impact, t.Urgency), Requester: owner.Addresses[0], Name: owner.FullName,
		Mailbox: t.Mailbox, Language: d.p.Language, Service: t.Service, Department: q.Department, Why: why})
	if name, unable := d.assignee(routing{queue: q.Name}); name != "" || unable != "" {
		d.emit(id, Assigned{To: name, Why: unable})
	}
	d.linkBoth(t.ID, id, LinkImprovement)
	if words != "" {
		m := d.in.Mail
		d.file(Message{Ticket: id, At: d.f.Now, From: m.Author(), Visibility: Internal, Text: words, Auto: m.Class, Proven: d.in.Evidence.Proven, Raw: m.SHA256},
			"said of the ticket that it is for")
	}
	d.actor = cause
	return id
}

// registrar is who stands as the requester of items that the desk opens: a manager who works the register, else any
// manager, else the first agent of its queue.
func (d *decider) registrar(q *Queue) (owner *Agent) {
	if q == nil {
		return nil
	}
	for i := range d.p.Agents {
		switch a := &d.p.Agents[i]; {
		case a.Role != RoleManager || len(a.Addresses) == 0:
		case q.Works(a.Name):
			return a
		case owner == nil:
			owner = a
		}
	}
	for _, name := range q.Agents {
		if a := d.p.AgentByName(name); owner == nil && a != nil && len(a.Addresses) > 0 {
			owner = a
		}
	}
	return owner
}

// tellImprovement tells those who work the register of a new item. Who hears of its ticket anyway finds it there.
func (d *decider) tellImprovement(id, of int64, fact string) {
	if id == 0 {
		return
	}
	t := d.ticket(id)
	q := d.p.QueueByName(t.Queue)
	names := d.team(q, TemplateAgentNew)
	if t.Assignee != "" && !slices.Contains(names, t.Assignee) {
		names = append(slices.Clone(names), t.Assignee)
	}
	for _, name := range names {
		n, ok := d.toAgent(name, TemplateAgentNew, id)
		if !ok {
			continue
		}
		n.Why, n.Shared, n.History = "you work queue "+t.Queue, name != t.Assignee, []Message{}
		n.Changes = []string{fact, fmt.Sprintf("Proposed by the desk, because of #%d. /set expected says what it is to bring.", of)}
		for _, m := range d.Messages {
			if m.Ticket == id {
				n.Author, n.Words = m.From, m.Text
			}
		}
		if d.told[n.To.Key()] { // a line in the mail that this agent gets anyway
			n.Advice, n.Changes = true, []string{fmt.Sprintf("Improvement #%d is proposed in queue %s.", id, t.Queue)}
		}
		d.notify(n)
	}
}

// askEffect reminds an agent who moves an item of the register on of what must be known of it by then.
func (d *decider) askEffect(before, t Ticket) {
	if t.Practice != "improvement" || t.Status == before.Status {
		return
	}
	switch {
	case t.Category == CategoryResolved && t.Fields[FieldMeasured] == "":
		d.asides = append(d.asides, "It is done. What has it brought? /set measured keeps it.")
	case t.Category == CategoryOpen && before.Category == CategoryOpen && t.Fields[FieldExpected] == "":
		d.asides = append(d.asides, "What is it to bring? /set expected keeps it.")
	}
}
