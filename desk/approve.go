package desk

import (
	"maps"
	"slices"
	"time"
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
	if len(names) == 0 {
		d.unable = append(slices.Clip(d.unable), id)
	}
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
		if a := d.p.AgentByName(name); a != nil && a != requester && !d.wasRequester(t.ID, a) && !slices.Contains(names, a.Name) {
			names = append(names, a.Name)
		}
	}
	return names
}

// wasRequester says whether the ticket was an agent's own before, as far as what happened to it is at hand.
func (d *decider) wasRequester(id int64, a *Agent) bool {
	return slices.ContainsFunc(slices.Concat(d.f.Events[id], d.Events), func(e Event) bool {
		switch detail := e.Detail.(type) {
		case Opened:
			return e.Ticket == id && d.p.AgentByAddress(detail.Requester) == a
		case RequesterChanged:
			return e.Ticket == id && (d.p.AgentByAddress(detail.From) == a || d.p.AgentByAddress(detail.To) == a)
		}
		return false
	})
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

// settleApprovals makes the approvals of every ticket that changed what its state asks for: what has left the gate asks
// nobody any more, and what is altered while it waits there, or was put there by hand, is asked about anew. Then all are
// told.
func (d *decider) settleApprovals() {
	writer := d.actor
	d.actor = Actor{Kind: ActorDesk}
	for _, id := range slices.Sorted(maps.Keys(d.Tickets)) {
		t, before := d.ticket(id), d.f.Tickets[id]
		gates := d.p.LifecycleOf(t.Queue).Gates
		if t.Merged != 0 || !slices.Contains(gates, t.Status) {
			d.withdraw(id)
			continue
		}
		if rule := d.approvalRule(t); rule != nil && t.Round() == before.Round() && !slices.Contains(d.unable, id) && (t.Status != before.Status || d.altered(id)) {
			d.askApproval(id, rule)
		}
	}
	d.actor = writer
	d.tellApprovers()
	d.tellResults()
}

// altered says whether this walk changed what approvers decide on: what is wanted, for whom, and when.
func (d *decider) altered(id int64) bool {
	return slices.ContainsFunc(d.Events, func(e Event) bool {
		switch detail := e.Detail.(type) {
		case FieldSet:
			return e.Ticket == id && detail.Field != FieldForm
		case ServiceSet, Renamed, RequesterChanged, Scheduled:
			return e.Ticket == id
		}
		return false
	})
}

// settleApprovalTimer sets when approvers are asked again, or their time is over.
func (d *decider) settleApprovalTimer(id int64) {
	if was, is := d.nextApproval(d.f.Tickets[id]), d.nextApproval(d.Tickets[id]); !was.Equal(is) {
		d.Timers = append(d.Timers, Timer{Ticket: id, Kind: TimerApproval, Due: is})
	}
}

// nextApproval is when something about the approvals of a ticket must be done next; zero for never.
func (d *decider) nextApproval(t Ticket) (next time.Time) {
	for _, a := range t.ThisRound() {
		if a.State != ApprovalAsked {
			continue
		}
		for _, at := range []time.Time{remindAt(a), a.Expires} {
			if !at.IsZero() && (next.IsZero() || at.Before(next)) {
				next = at
			}
		}
	}
	return next
}

// remindAt is when an approver is asked again; zero for never.
func remindAt(a Approval) time.Time {
	if a.Remind <= 0 {
		return time.Time{}
	}
	return a.Asked.Add(a.Remind)
}

// approvalDue ends a round whose time is over, or asks again whoever has not decided; who has gone away meanwhile is
// stood in for.
func (d *decider) approvalDue(t Ticket) {
	due := func(at time.Time) bool { return !at.IsZero() && !at.After(d.f.Now) }
	round := t.ThisRound()
	if slices.ContainsFunc(round, func(a Approval) bool { return a.Open() && due(a.Expires) }) {
		for _, a := range round {
			if a.Open() {
				d.emit(t.ID, ApprovalDecided{Round: a.Round, Approver: a.Approver, State: ApprovalExpired})
			}
		}
		d.leaveGate(t.ID, d.p.LifecycleOf(t.Queue).Reject, "nobody decided in time")
		d.conclude(OutcomeIgnored, t.ID, "ticket %d: nobody decided in time", t.ID)
		return
	}
	for _, a := range round {
		if a.State != ApprovalAsked || !due(remindAt(a)) {
			continue
		}
		others := involved(slices.DeleteFunc(slices.Clone(round), func(b Approval) bool { return b.Approver == a.Approver }))
		d.emit(t.ID, ApprovalReminded{Round: a.Round, Approver: a.Approver, Deputy: d.deputy(t, a.Approver, others)})
	}
	d.conclude(OutcomeIgnored, t.ID, "ticket %d: approvers are asked again", t.ID)
}
