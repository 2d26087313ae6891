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
	if t.Merged != 0 {
		return problem(c, []string{"/unmerge"}, "this ticket was merged into #%d already", t.Merged)
	}
	into, p := d.otherTicket(id, agent, c)
	switch {
	case p != nil:
		return p
	case into.Category == CategoryClosed:
		return problem(c, nil, "ticket #%d is %s; what is merged into it would be forgotten with it. Open it again first, or merge that one into this", into.ID, into.Status)
	}
	d.emit(id, Merged{Into: into.ID})
	d.linkBoth(id, into.ID, LinkDuplicate)
	d.joinMerged(t, into.ID)
	for _, h := range t.Held {
		d.emit(id, AnswerSettled{Answer: h.Mail})
	}
	if life := d.p.LifecycleOf(t.Queue); t.Category != CategoryClosed {
		d.emit(id, StatusChanged{From: t.Status, To: life.Close, Category: CategoryClosed, Why: mergedInto(into.ID)})
	}
	return nil
}

func mergedInto(n int64) string { return fmt.Sprintf("merged into #%d", n) }

// joinMerged makes the people of a merged ticket people of the one that it went into.
func (d *decider) joinMerged(t Ticket, into int64) {
	for _, addr := range slices.Concat([]string{t.Requester}, t.Participants) {
		other := d.ticket(into)
		if AddressKey(addr) != AddressKey(other.Requester) && len(without(other.Participants, addr)) == len(other.Participants) && addr != "" {
			d.emit(into, Joined{Address: addr})
		}
	}
	for _, addr := range t.Asked {
		if other := d.ticket(into); !isAsked(other, AddressKey(addr)) {
			d.emit(into, Asked{Address: addr})
		}
	}
}

// whereItWent follows a ticket to the one that it was merged into, and on.
func (d *decider) whereItWent(id int64) int64 {
	for range maxMerges {
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
	into := t.Merged
	cause, status := d.mergeOf(t.ID)
	d.emit(t.ID, Unmerged{From: into})
	d.unlinkBoth(t.ID, into, LinkDuplicate)
	d.leaveMerged(into, cause)
	if status != "" {
		life := d.p.LifecycleOf(t.Queue)
		category := life.Category(status)
		if category == "" { // another lifecycle by now
			status, category = life.Take, life.Category(life.Take)
		}
		d.emit(t.ID, StatusChanged{From: t.Status, To: status, Category: category, Why: fmt.Sprintf("no longer merged into #%d", into)})
	}
	if n := d.writtenSince(into, cause.At); n > 0 {
		d.asides = append(d.asides, fmt.Sprintf("%d messages that came in after the merge stay on #%d.", n, into))
	}
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

// mergeOf is the event that merged a ticket last, and the status that it had before, "" where it was closed already.
func (d *decider) mergeOf(id int64) (merge Event, status string) {
	for _, e := range d.f.Events[id] {
		switch detail := e.Detail.(type) {
		case Merged:
			merge, status = e, ""
		case StatusChanged:
			if m, ok := merge.Detail.(Merged); ok && detail.Why == mergedInto(m.Into) {
				status = detail.From
			}
		}
	}
	return merge, status
}

// leaveMerged takes the people out of a ticket who joined it by a merge.
func (d *decider) leaveMerged(into int64, merge Event) {
	for _, e := range d.f.Events[into] {
		if !sameCause(e, merge) {
			continue
		}
		switch detail := e.Detail.(type) {
		case Joined:
			if t := d.ticket(into); len(without(t.Participants, detail.Address)) < len(t.Participants) {
				d.emit(into, Left{Address: detail.Address})
			}
		case Asked:
			if isAsked(d.ticket(into), AddressKey(detail.Address)) {
				d.emit(into, Unasked{Address: detail.Address})
			}
		}
	}
}

// sameCause says whether two events were caused by the same mail, or the same call from the shell.
func sameCause(a, b Event) bool {
	return a.Actor == b.Actor && a.Mail == b.Mail && (a.Mail != "" || a.At.Equal(b.At))
}

func (d *decider) writtenSince(id int64, at time.Time) (n int) {
	for _, e := range d.f.Events[id] {
		if _, ok := e.Detail.(Wrote); ok && e.At.After(at) {
			n++
		}
	}
	return n
}

// tellMerged tells the requester of a ticket that was merged just now where it goes on, with the agent's words where the
// mail has any.
func (d *decider) tellMerged(t Ticket, agent *Agent, s saying) {
	into := d.ticket(t.Merged)
	n := d.fromAgent(agent, s, TemplateReply, Address{Name: t.Name, Addr: t.Requester}, t.ID)
	n.Audience, n.Why = ToRequester, "you asked us"
	n.Changes = []string{fmt.Sprintf("We work on this together with #%d from now on. Answer to any mail of either.", into.ID)}
	d.notify(n)
}
