package desk

import (
	"fmt"
	"slices"
)

// below are the tickets that stand below one, as its major incident or problem: those that the agent may work, and the
// others.
func (d *decider) below(id int64, agent *Agent) (mine, others []int64) {
	for _, l := range d.ticket(id).Links {
		if l.Kind != LinkChild && l.Kind != LinkIncident || slices.Contains(mine, l.Ticket) || slices.Contains(others, l.Ticket) {
			continue
		}
		if t := d.ticket(l.Ticket); t.ID > 0 && d.entitled(agent, t) {
			mine = append(mine, l.Ticket)
		} else {
			others = append(others, l.Ticket)
		}
	}
	return mine, others
}

// endBelow resolves what stands below a ticket that was resolved in this walk, and tells the requesters. Whoever led a
// major incident, and the managers, get its report.
func (d *decider) endBelow(before Ticket, agent *Agent, ev evidence, s saying) {
	t := d.ticket(before.ID)
	if over(before) || !over(t) || t.Merged != 0 || s.block.Has("spam") || s.block.Has("undo") || s.block.Has("unmerge") {
		return
	}
	mine, others := d.below(t.ID, agent)
	if len(mine)+len(others) == 0 {
		return
	}
	var done, ended, stuck []int64
	for _, id := range mine {
		switch b := d.ticket(id); {
		case over(b) || b.Merged != 0:
			ended = append(ended, id)
		case !d.endOne(id, t, agent):
			stuck = append(stuck, id)
		default:
			done = append(done, id)
			if s.said && s.raw == "" && d.in.Mail != nil {
				d.write(id, ev, Public, s.words, agent.Name)
			}
		}
	}
	aside := func(said string, ids []int64) {
		if len(ids) > 0 {
			d.asides = append(d.asides, said+numbers(ids)+".")
		}
	}
	aside("Resolved with it: ", done)
	aside("Over already, and not told: ", ended)
	aside("Not resolved, because you may not work their queues: ", others)
	aside("Not resolved, because their queues do not allow it now: ", stuck)
	d.spread = slices.DeleteFunc(d.spread, func(id int64) bool { return slices.Contains(done, id) })
	if firstLink(t, LinkChild) > 0 {
		d.reportMajor(t)
	}
	d.tellEnded(done, agent, s)
	d.tellTheirs(done, t, agent)
}

// endOne resolves a ticket with the one above it, where its lifecycle lets the agent.
func (d *decider) endOne(id int64, above Ticket, agent *Agent) bool {
	t := d.ticket(id)
	life := d.p.LifecycleOf(t.Queue)
	if life.Resolve == "" || slices.Contains(life.Gates, t.Status) || !mayBecome(t, life, life.Resolve, agent) {
		return false
	}
	d.emit(id, StatusChanged{From: t.Status, To: life.Resolve, Category: life.Category(life.Resolve),
		Why: fmt.Sprintf("with #%d", above.ID)})
	return true
}

// endedWith are the tickets that a mail resolved with the one above them, and that are so still.
func (d *decider) endedWith(id int64, cause Event) (ids []int64) {
	for _, l := range d.ticket(id).Links {
		if l.Kind == LinkChild || l.Kind == LinkIncident {
			if over(d.ticket(l.Ticket)) && !slices.Contains(ids, l.Ticket) && slices.ContainsFunc(d.f.Events[l.Ticket], func(e Event) bool {
				moved, ok := e.Detail.(StatusChanged)
				return ok && moved.Category == CategoryResolved && sameCause(e, cause)
			}) {
				ids = append(ids, l.Ticket)
			}
		}
	}
	return ids
}

// tellEnded tells the requesters of tickets that were resolved with the one above them, each in the thread of the own
// ticket. Whoever has several hears once.
func (d *decider) tellEnded(done []int64, agent *Agent, s saying) {
	for _, ids := range d.perRequester(done) {
		t := d.ticket(ids[0])
		n := d.fromAgent(agent, s, TemplateResolved, Address{Name: t.Name, Addr: t.Requester}, t.ID)
		n.Audience, n.Why, n.First = ToRequester, "you asked us", false
		if len(ids) > 1 {
			n.Changes = []string{"It is about these requests of yours, too: " + numbers(ids[1:])}
		}
		d.notify(n)
	}
}

// tellTheirs tells agents that tickets of theirs were resolved with the one above them.
func (d *decider) tellTheirs(done []int64, above Ticket, agent *Agent) {
	theirs := map[string][]int64{}
	var names []string
	for _, id := range done {
		name := d.ticket(id).Assignee
		if name == "" || name == agent.Name {
			continue
		}
		if theirs[name] == nil {
			names = append(names, name)
		}
		theirs[name] = append(theirs[name], id)
	}
	for _, name := range names {
		ids := theirs[name]
		if n, ok := d.toAgent(name, TemplateAgentUpdate, ids[0]); ok {
			n.Why = "the ticket is assigned to you"
			n.Changes = []string{fmt.Sprintf("Resolved with #%d by %s: %s", above.ID, agent.Name, numbers(ids))}
			if d.told[n.To.Key()] {
				d.addToMail(n)
				continue
			}
			d.notify(n)
		}
	}
}

// perRequester groups tickets by their requesters, both in their order.
func (d *decider) perRequester(ids []int64) (groups [][]int64) {
	at := map[string]int{}
	for _, id := range ids {
		key := AddressKey(d.ticket(id).Requester)
		i, known := at[key]
		if !known {
			i = len(groups)
			at[key] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], id)
	}
	return groups
}

// offerWorkaround tells the agent who wrote down a workaround how many people wait for it, with a mail that sends it to
// them.
func (d *decider) offerWorkaround(id int64, agent *Agent) {
	mine, _ := d.below(id, agent)
	people := d.perRequester(slices.DeleteFunc(mine, func(n int64) bool { return over(d.ticket(n)) || d.ticket(n).Merged != 0 }))
	if len(people) == 0 {
		return
	}
	if len(people) == 1 {
		d.asides = append(d.asides, "1 person is affected. /broadcast sends them the workaround.")
	} else {
		d.asides = append(d.asides, fmt.Sprintf("%d people are affected. /broadcast sends them the workaround.", len(people)))
	}
	d.ready = append(d.ready, Offer{Label: "Send the workaround", Body: "/broadcast\r\n"}) // whose words are the workaround
}

// spreadWords are those of a broadcast: the mail's own, or else the workaround of a problem.
func (d *decider) spreadWords(id int64, words string) string {
	if t := d.ticket(id); words == "" && t.Practice == "problem" {
		return t.Fields[FieldWorkaround]
	}
	return words
}
