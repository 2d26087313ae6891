package desk

import (
	"fmt"
	"slices"
	"strconv"

	"frontdesk/desk/command"
)

// reverse is how a link looks from the other ticket. A kind that is not in it stands on one ticket alone.
var reverse = map[string]string{
	LinkFollows: LinkFollowedBy, LinkFollowedBy: LinkFollows,
	LinkRelated:   LinkRelated,
	LinkDuplicate: LinkMergedHere, LinkMergedHere: LinkDuplicate,
	LinkSplitFrom: LinkSplitInto, LinkSplitInto: LinkSplitFrom,
	LinkParent: LinkChild, LinkChild: LinkParent,
	LinkProblem: LinkIncident, LinkIncident: LinkProblem,
	LinkImprovement: LinkImproves, LinkImproves: LinkImprovement,
}

// linkBoth puts a link on ticket a, and its reverse on ticket b, unless they stand there already. Both tickets must be
// known to this walk.
func (d *decider) linkBoth(a, b int64, kind string) {
	d.link1(a, b, kind)
	if back := reverse[kind]; back != "" {
		d.link1(b, a, back)
	}
}

// unlinkBoth takes a link from ticket a, and its reverse from ticket b, where they stand.
func (d *decider) unlinkBoth(a, b int64, kind string) {
	d.unlink1(a, b, kind)
	if back := reverse[kind]; back != "" {
		d.unlink1(b, a, back)
	}
}

func (d *decider) link1(from, to int64, kind string) {
	if !slices.Contains(d.ticket(from).Links, Link{kind, to}) {
		d.emit(from, Linked{Link: kind, Ticket: to})
	}
}

func (d *decider) unlink1(from, to int64, kind string) {
	if slices.Contains(d.ticket(from).Links, Link{kind, to}) {
		d.emit(from, Unlinked{Link: kind, Ticket: to})
	}
}

// otherTicket finds the ticket that a command names. One that the agent may not work is as if there were none. What
// was merged is where it went.
func (d *decider) otherTicket(id int64, agent *Agent, c command.Command) (Ticket, *CommandProblem) {
	named, _ := strconv.ParseInt(c.Args[0], 10, 64) // the grammar has seen to it
	n := named
	for range maxMerges {
		t := d.ticket(n)
		switch {
		case n == id:
			return t, problem(c, nil, "this is ticket #%d itself", n)
		case t.ID == 0 || !d.entitled(agent, t):
			return t, problem(c, nil, "there is no ticket #%d that you may work", named)
		case t.Merged == 0:
			if n != named {
				d.asides = append(d.asides, fmt.Sprintf("Ticket #%d was merged into #%d, which is meant now.", named, n))
			}
			return t, nil
		}
		n = t.Merged
	}
	return Ticket{}, problem(c, nil, "there is no ticket #%d that you may work", named)
}

// maxMerges bounds how often a ticket is looked for where it went.
const maxMerges = 10

// link links the ticket with another, whatever they have to do with each other. Where they are linked already, that
// says more.
func (d *decider) link(id int64, agent *Agent, c command.Command) *CommandProblem {
	other, p := d.otherTicket(id, agent, c)
	if p != nil {
		return p
	}
	if !slices.ContainsFunc(d.ticket(id).Links, func(l Link) bool { return l.Ticket == other.ID && l.Kind != LinkStray }) {
		d.linkBoth(id, other.ID, LinkRelated)
	}
	return nil
}

// unlink takes all links with another ticket away but those of a merge.
func (d *decider) unlink(id int64, agent *Agent, c command.Command) *CommandProblem {
	n, _ := strconv.ParseInt(c.Args[0], 10, 64)
	if other := d.ticket(n); other.ID == 0 || !d.entitled(agent, other) {
		return problem(c, nil, "there is no ticket #%d that you may work", n)
	}
	var linked []string
	found := false
	for _, l := range d.ticket(id).Links {
		switch {
		case l.Ticket != n:
			linked = append(linked, strconv.FormatInt(l.Ticket, 10))
		case l.Kind == LinkDuplicate || l.Kind == LinkMergedHere:
			return problem(c, []string{"/unmerge"}, "the two tickets are merged; /unmerge in the merged one takes that back")
		default:
			d.unlinkBoth(id, n, l.Kind)
			found = true
		}
	}
	if !found {
		return problem(c, linked, "this ticket is not linked with #%d", n)
	}
	return nil
}

// parent puts the ticket below a major incident. There is one level: an update of the major incident answers every
// ticket below it.
func (d *decider) parent(id int64, agent *Agent, c command.Command) *CommandProblem {
	above, p := d.otherTicket(id, agent, c)
	if p != nil {
		return p
	}
	now := firstLink(d.ticket(id), LinkParent)
	over := firstLink(above, LinkParent)
	switch {
	case now == above.ID:
		return nil
	case now > 0:
		return problem(c, []string{fmt.Sprintf("/unlink %d", now)}, "this ticket stands below #%d already; /unlink it first", now)
	case firstLink(d.ticket(id), LinkChild) > 0:
		return problem(c, nil, "other tickets stand below this one, so that it cannot stand below another")
	case over > 0:
		return problem(c, []string{fmt.Sprintf("/parent %d", over)}, "ticket #%d stands below #%d itself", above.ID, over)
	}
	d.linkBoth(id, above.ID, LinkParent)
	return nil
}

// firstLink is the first ticket that is linked in a way, 0 for none.
func firstLink(t Ticket, kind string) int64 {
	for _, l := range t.Links {
		if l.Kind == kind {
			return l.Ticket
		}
	}
	return 0
}
