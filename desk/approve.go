package desk

import (
	"maps"
	"slices"
)

// askApproval begins a new round: those whose yes the rule wants are asked, and until enough of them have said it the
// ticket waits in the gate of its lifecycle. What an earlier round has left open is withdrawn. The mails are made when
// the decision is complete.
func (d *decider) askApproval(id int64, rule *ApprovalRule) {
	t := d.ticket(id)
	life := d.p.LifecycleOf(t.Queue)
	if rule == nil || len(life.Gates) == 0 {
		return
	}
	writer := d.actor
	d.actor = Actor{Kind: ActorDesk}
	defer func() { d.actor = writer }()
	d.withdraw(id)
	if gate := life.Gates[0]; !slices.Contains(life.Gates, t.Status) {
		d.emit(id, StatusChanged{From: t.Status, To: gate, Category: life.Category(gate), Why: "it needs approval"})
	}
	names := d.mayApprove(t, rule)
	taken := slices.Clone(names)
	for i, name := range names {
		r := ApprovalRequested{Round: t.Round() + 1, Approver: name, Quorum: max(rule.Quorum, 1), Remind: rule.Remind, Later: rule.InOrder && i > 0}
		if rule.Expires > 0 {
			r.Expires = d.f.Now.Add(rule.Expires)
		}
		if !r.Later {
			r.Deputy = d.deputy(t, name, taken)
			taken = append(taken, r.Deputy)
		}
		d.emit(id, r)
	}
}

// mayApprove are those of a rule who may decide on a ticket: nobody approves an own request.
func (d *decider) mayApprove(t Ticket, rule *ApprovalRule) (names []string) {
	requester := d.p.AgentByAddress(t.Requester)
	for _, name := range rule.By {
		if a := d.p.AgentByName(name); a != nil && a != requester && !slices.Contains(names, a.Name) {
			names = append(names, a.Name)
		}
	}
	return names
}

// deputy is who is asked in the place of an approver who is away; "" where the approver is here or nobody can stand in.
// That is nobody who has a say in the round anyway, and not the requester.
func (d *decider) deputy(t Ticket, approver string, taken []string) string {
	name := approver
	for range d.p.Agents {
		away, is := d.absence(name)
		if !is {
			break
		}
		deputy := d.p.AgentByName(away.Deputy)
		if deputy == nil {
			return ""
		}
		name = deputy.Name
	}
	if name == approver || d.isAway(name) || slices.Contains(taken, name) || d.p.AgentByAddress(t.Requester) == d.p.AgentByName(name) {
		return ""
	}
	return name
}

// withdraw ends the questions that are still open: they need no answer any more.
func (d *decider) withdraw(id int64) {
	for _, a := range d.ticket(id).Approvals {
		if a.Open() {
			d.emit(id, ApprovalDecided{Round: a.Round, Approver: a.Approver, State: ApprovalWithdrawn})
		}
	}
}

// settleApprovals makes the approvals of every ticket that changed what its state asks for.
func (d *decider) settleApprovals() {
	writer := d.actor
	d.actor = Actor{Kind: ActorDesk}
	for _, id := range slices.Sorted(maps.Keys(d.Tickets)) {
		t := d.ticket(id)
		if t.Merged != 0 || !slices.Contains(d.p.LifecycleOf(t.Queue).Gates, t.Status) {
			d.withdraw(id)
		}
	}
	d.actor = writer
}
