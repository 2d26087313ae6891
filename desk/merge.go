package desk

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"frontdesk/desk/command"
)

// duplicate merges the ticket into another: what comes in for it goes there from now on, its people belong there, and
// it is closed.
func (d *decider) duplicate(id int64, agent *Agent, c command.Command) *CommandProblem {
	t := d.ticket(id)
	named, _ := strconv.ParseInt(c.Args[0], 10, 64) // the grammar has seen to it
	switch {
	case !d.exists(id):
		return problem(c, nil, "this mail opens a ticket; it can be merged once it is there, with /duplicate in an answer")
	case t.Merged != 0:
		return problem(c, []string{"/unmerge"}, "this ticket was merged into #%d already", t.Merged)
	case named != id && d.whereItWent(named) == id && d.entitled(agent, d.ticket(named)):
		return problem(c, nil, "ticket #%d was merged into this one already", named)
	}
	into, p := d.otherTicket(id, agent, c)
	switch {
	case p != nil:
		return p
	case into.Category == CategoryClosed:
		return problem(c, nil, "ticket #%d is %s; what is merged into it would be forgotten with it. Open it again first, or merge that one into this", into.ID, into.Status)
	}
	d.merge(t, into.ID)
	return nil
}

// merge puts a ticket into another.
func (d *decider) merge(t Ticket, into int64) {
	d.emit(t.ID, Merged{Into: into})
	d.linkBoth(t.ID, into, LinkDuplicate)
	d.joinMerged(t, into)
	for _, h := range t.Held {
		d.emit(t.ID, AnswerSettled{Answer: h.Mail})
	}
	if life := d.p.LifecycleOf(t.Queue); t.Category != CategoryClosed {
		d.emit(t.ID, StatusChanged{From: t.Status, To: life.Close, Category: CategoryClosed, Why: mergedInto(into)})
	}
}

// mergedWhy begins why a status has changed with a merge.
const mergedWhy = "merged into #"

func mergedInto(n int64) string { return mergedWhy + strconv.FormatInt(n, 10) }

// joinMerged makes the people of a merged ticket people of the one that it went into. A participant who is asked there
// stays somebody who is asked: what is said to that person is not for all.
func (d *decider) joinMerged(t Ticket, into int64) {
	for _, addr := range slices.Concat([]string{t.Requester}, t.Participants) {
		other := d.ticket(into)
		key := AddressKey(addr)
		asked := isAsked(other, key)
		if addr == "" || key == AddressKey(other.Requester) || len(without(other.Participants, addr)) < len(other.Participants) ||
			asked && key != AddressKey(t.Requester) {
			continue
		}
		if asked {
			d.emit(into, Unasked{Address: addr})
		}
		d.emit(into, Joined{Address: addr})
	}
	for _, addr := range t.Asked {
		other := d.ticket(into)
		if len(without(other.Asked, addr)) == len(other.Asked) && AddressKey(addr) != AddressKey(other.Requester) &&
			len(without(other.Participants, addr)) == len(other.Participants) {
			d.emit(into, Asked{Address: addr})
		}
	}
}

// whereItWent is where a ticket went with what belongs to it: the ticket itself where it was not merged.
func (d *decider) whereItWent(id int64) int64 {
	for range len(d.f.Tickets) {
		t, ok := d.f.Tickets[id]
		if !ok || t.Merged == 0 || !d.exists(t.Merged) {
			break
		}
		id = t.Merged
	}
	return id
}

// unmerge takes a merge back: the ticket is what it was, and its people leave the other unless they belonged there before.
// What was written meanwhile stays where it is.
func (d *decider) unmerge(id int64, agent *Agent, c command.Command) *CommandProblem {
	t := d.ticket(id)
	if t.Merged == 0 {
		var p *CommandProblem
		if t, p = d.theMergedOne(t, agent, c); p != nil {
			return p
		}
	}
	into := d.ticket(t.Merged)
	switch {
	case !d.entitled(agent, into):
		return problem(c, nil, "this ticket was merged into one that you may not work")
	case into.Merged != 0:
		return problem(c, nil, "ticket #%d was merged into #%d after that; /unmerge in #%d first", into.ID, into.Merged, into.ID)
	}
	merge := d.mergeOf(t.ID)
	was, _ := d.stateBefore(t.ID, merge)
	d.emit(t.ID, Unmerged{From: into.ID})
	d.unlinkBoth(t.ID, into.ID, LinkDuplicate)
	left := d.leaveMerged(into.ID, merge)
	if life := d.p.LifecycleOf(t.Queue); t.Category == CategoryClosed && was.Category != CategoryClosed {
		s, known := life.Status(was.Status)
		if !known { // another lifecycle by now
			s, _ = life.Status(life.Take)
		}
		d.emit(t.ID, StatusChanged{From: t.Status, To: s.Name, Category: s.Category, Until: was.PendingUntil, Why: fmt.Sprintf("no longer merged into #%d", into.ID)})
	}
	if n := d.writtenSince(into.ID, merge.At, left); n > 0 {
		d.asides = append(d.asides, fmt.Sprintf("Messages that came in after the merge and stay on #%d: %d", into.ID, n))
	}
	d.apart = append(slices.Clip(d.apart), t.ID)
	return nil
}

// theMergedOne is the only ticket that was merged into this one.
func (d *decider) theMergedOne(t Ticket, agent *Agent, c command.Command) (Ticket, *CommandProblem) {
	var merged []string
	for _, l := range t.Links {
		if l.Kind == LinkMergedHere {
			merged = append(merged, strconv.FormatInt(l.Ticket, 10))
		}
	}
	switch len(merged) {
	case 0:
		return t, problem(c, nil, "this ticket is not merged, and none was merged into it")
	case 1:
		n, _ := strconv.ParseInt(merged[0], 10, 64)
		if one := d.ticket(n); one.Merged == t.ID && d.entitled(agent, one) {
			return one, nil
		}
		return t, problem(c, nil, "there is no ticket #%s that you may work", merged[0])
	}
	return t, problem(c, merged, "several tickets were merged into this one; say /unmerge in the one that is meant")
}

// mergeOf is the event that merged a ticket last.
func (d *decider) mergeOf(id int64) (merge Event) {
	for _, e := range d.f.Events[id] {
		if _, ok := e.Detail.(Merged); ok {
			merge = e
		}
	}
	return merge
}

// leaveMerged takes the people out of a ticket who joined it by a merge, and names them.
func (d *decider) leaveMerged(into int64, merge Event) (left []string) {
	for _, e := range d.f.Events[into] {
		if !sameCause(e, merge) {
			continue
		}
		t := d.ticket(into)
		switch detail := e.Detail.(type) {
		case Joined:
			if len(without(t.Participants, detail.Address)) < len(t.Participants) {
				d.emit(into, Left{Address: detail.Address})
				left = append(left, detail.Address)
			}
		case Asked:
			if len(without(t.Asked, detail.Address)) < len(t.Asked) {
				d.emit(into, Unasked{Address: detail.Address})
				left = append(left, detail.Address)
			}
		}
	}
	return left
}

// sameCause says whether two events were caused by the same mail, or the same call from the shell.
func sameCause(a, b Event) bool {
	return a.Actor == b.Actor && a.Mail == b.Mail && (a.Mail != "" || a.At.Equal(b.At))
}

// writtenSince counts the messages of some people on a ticket after a time.
func (d *decider) writtenSince(id int64, at time.Time, people []string) (n int) {
	for _, e := range d.f.Events[id] {
		if w, ok := e.Detail.(Wrote); ok && e.At.After(at) && len(without(people, w.From)) < len(people) {
			n++
		}
	}
	return n
}

// tellMerged tells the requester of a ticket that was merged just now where it goes on, with the agent's words where the
// mail has any; participants hear of it with the words. So do the agents who listen on either.
func (d *decider) tellMerged(t Ticket, agent *Agent, s saying) {
	into := d.ticket(t.Merged)
	tell := func(to Address, audience Audience, why string) {
		n := d.fromAgent(agent, s, TemplateReply, to, t.ID)
		n.Audience, n.Why = audience, why
		n.Changes = []string{fmt.Sprintf("We work on this together with #%d from now on. Answer to any mail of either.", into.ID)}
		d.notify(n)
	}
	tell(Address{Name: t.Name, Addr: t.Requester}, ToRequester, "you asked us")
	if s.said {
		for _, addr := range t.Participants {
			tell(Address{Addr: addr}, ToParticipant, "you are in copy of this ticket")
		}
	}
	d.tellListeners(into, fmt.Sprintf("Ticket #%d of %s was merged into this one by %s", t.ID, t.Requester, agent.Name))
	if n, ok := d.toAgent(t.Assignee, TemplateAgentUpdate, t.ID); ok {
		n.Why = "the ticket is assigned to you"
		n.Changes = []string{fmt.Sprintf("Merged into #%d by %s", into.ID, agent.Name)}
		d.notify(n)
	}
}

// tellApart tells the requesters of tickets that are merged no longer, and the agents who listen on both.
func (d *decider) tellApart(agent *Agent) {
	for _, id := range d.apart {
		t, into := d.ticket(id), d.ticket(d.f.Tickets[id].Merged)
		if t.Category != CategoryClosed {
			n := d.fromAgent(agent, saying{}, TemplateReply, Address{Name: t.Name, Addr: t.Requester}, t.ID)
			n.Audience, n.Why = ToRequester, "you asked us"
			n.Changes = []string{fmt.Sprintf("We work on this apart from #%d again. Please answer to this mail.", into.ID)}
			n.Advice = d.told[n.To.Key()] // a line in the mail that this person gets anyway
			d.notify(n)
			d.tellListeners(t, fmt.Sprintf("No longer merged into #%d, by %s", into.ID, agent.Name))
		}
		d.tellListeners(into, fmt.Sprintf("Ticket #%d is no longer merged into this one, by %s", t.ID, agent.Name))
	}
}

// tellListeners tells the agents who listen on a ticket of a change.
func (d *decider) tellListeners(t Ticket, change string) {
	for _, l := range d.listeners(t, TemplateAgentUpdate) {
		if n, ok := d.toAgent(l.name, TemplateAgentUpdate, t.ID); ok {
			n.Why, n.Shared = l.why, l.shared
			n.Changes = append(n.Changes, change)
			d.notify(n)
		}
	}
}
