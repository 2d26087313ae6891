package desk

import (
	"slices"
	"strings"

	"frontdesk/desk/command"
)

// approve says yes to a ticket that waits for approval.
func (d *decider) approve(id int64, agent *Agent, c command.Command) *CommandProblem {
	return d.rule(id, agent, c, ApprovalApproved)
}

// reject says no to a ticket that waits for approval; where none is waited for, an agent turns the ticket down with it.
func (d *decider) reject(id int64, agent *Agent, c command.Command) *CommandProblem {
	t := d.ticket(id)
	life := d.p.LifecycleOf(t.Queue)
	if slices.Contains(life.Gates, t.Status) || !d.entitled(agent, t) {
		return d.rule(id, agent, c, ApprovalRejected)
	}
	switch {
	case life.Reject == "":
		return problem(c, life.Names(), "tickets of queue %s cannot be rejected; use /close", t.Queue)
	case t.Category == CategoryClosed || t.Category == CategoryResolved:
		return problem(c, []string{"/reopen"}, "the ticket is %s already", t.Status)
	}
	d.emit(id, StatusChanged{From: t.Status, To: life.Reject, Category: life.Category(life.Reject), Why: "rejected by " + agent.Name})
	return nil
}

// rule is an approver's decision by command.
func (d *decider) rule(id int64, agent *Agent, c command.Command, state ApprovalState) *CommandProblem {
	t := d.ticket(id)
	a, why := d.mayDecide(t, agent)
	if why != "" {
		return problem(c, nil, "%s", why)
	}
	words := c.Value
	if d.in.Mail != nil && words == "" {
		words = strings.Join(strings.Fields(d.block().Rest), " ")
	}
	d.decideApproval(id, a, agent, state, cutRunes(words, maxApprovalWords))
	return nil
}

// maxApprovalWords bounds what an approver says with a decision, in characters.
const maxApprovalWords = 500

// onlyDecides says whether a block holds nothing but a decision, right or wrong.
func onlyDecides(b command.Block) bool {
	decides := func(name string) bool { return name == "approve" || name == "reject" }
	for _, c := range b.Commands {
		if !decides(c.Name) {
			return false
		}
	}
	for _, p := range b.Problems {
		name := strings.Fields(strings.TrimLeft(p.Text, "/#") + " ")
		if len(name) == 0 || !decides(strings.ToLower(name[0])) {
			return false
		}
	}
	return len(b.Commands)+len(b.Problems) > 0
}

// asksAgent says whether the latest round of a ticket asks an agent, or asked before the decision was made.
func asksAgent(t Ticket, agent *Agent) bool {
	return slices.ContainsFunc(t.ThisRound(), func(a Approval) bool { return a.Approver == agent.Name || a.Deputy == agent.Name || a.By == agent.Name })
}

// openApproval is the question that an agent may answer now: the own one, or that of an approver whose place the
// agent takes.
func openApproval(t Ticket, agent *Agent) (found Approval, ok bool) {
	for _, a := range t.ThisRound() {
		switch {
		case a.State != ApprovalAsked:
		case a.Approver == agent.Name:
			return a, true
		case a.Deputy == agent.Name:
			found, ok = a, true
		}
	}
	return found, ok
}

// decisionOffered is the round in which an agent whose mail went wrong may still decide; 0 where the mail was about something else.
func (d *decider) decisionOffered(t Ticket, agent *Agent) int {
	a, open := openApproval(t, agent)
	if !open || !slices.Contains(d.p.LifecycleOf(t.Queue).Gates, t.Status) {
		return 0
	}
	if b := d.block(); d.requestAnswered(t, agent) > 0 || onlyDecides(b) || b.Has("approve") || b.Has("reject") {
		return a.Round
	}
	return 0
}

// mayDecide is the question that an agent's mail or command answers, or why it answers none. A mail must be an answer to
// the one that was made for this agent and this round; the shell knows who sits at it.
func (d *decider) mayDecide(t Ticket, agent *Agent) (a Approval, why string) {
	gated := slices.Contains(d.p.LifecycleOf(t.Queue).Gates, t.Status)
	a, open := openApproval(t, agent)
	answers := t.Round()
	if d.in.Mail != nil {
		answers = d.requestAnswered(t, agent)
	}
	switch {
	case !gated && len(t.Approvals) == 0:
		return a, "the ticket is " + t.Status + " and waits for no approval"
	case !gated:
		return a, "it was decided already: " + d.decided(t)
	case d.p.AgentByAddress(t.Requester) == agent || d.wasRequester(t.ID, agent):
		return a, "nobody approves an own request"
	case !open && asksAgent(t, agent):
		return a, d.whyNotNow(t, agent)
	case !open:
		return a, "only who was asked decides: " + d.approversOf(t)
	case answers == 0:
		return a, "a decision counts only as an answer to the mail that asked you for it"
	case d.altered(t.ID):
		return a, "what you change is asked about anew; decide with the mail that comes then"
	case answers != t.Round():
		return a, "the request has changed since that mail; decide with a newer one"
	}
	return a, ""
}

// decided says how a ticket came out of its gate.
func (d *decider) decided(t Ticket) string {
	var all []string
	for _, a := range t.ThisRound() {
		if a.State == ApprovalApproved || a.State == ApprovalRejected {
			all = append(all, practicesWords(ApprovalDecided{Approver: a.Approver, By: a.By, State: a.State}, nil))
		}
	}
	if len(all) == 0 {
		return "the ticket is " + t.Status
	}
	return strings.Join(all, ", ")
}

// whyNotNow says to one of a round why there is nothing to decide now.
func (d *decider) whyNotNow(t Ticket, agent *Agent) string {
	for _, a := range t.ThisRound() {
		if a.Approver != agent.Name && a.By != agent.Name {
			continue
		}
		switch a.State {
		case ApprovalWaits:
			return "it is not your turn yet: " + d.approversOf(t) + " is asked before you"
		case ApprovalApproved, ApprovalRejected:
			return "it was decided already: " + practicesWords(ApprovalDecided{Approver: a.Approver, By: a.By, State: a.State}, nil)
		}
	}
	return "only who was asked decides: " + d.approversOf(t)
}

// approversOf are those whose decision is wanted now, by name.
func (d *decider) approversOf(t Ticket) string {
	var names []string
	for _, a := range t.ThisRound() {
		if a.State != ApprovalAsked {
			continue
		}
		name := a.Approver
		if a.Deputy != "" {
			name = a.Deputy + " for " + a.Approver
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return "nobody"
	}
	return strings.Join(names, ", ")
}

// decideApproval writes a decision down and what follows from it: one no ends the request, enough yes let the ticket go
// on, and else the next is asked.
func (d *decider) decideApproval(id int64, a Approval, agent *Agent, state ApprovalState, words string) {
	by := ""
	if a.Approver != agent.Name {
		by = agent.Name
	}
	d.emit(id, ApprovalDecided{Round: a.Round, Approver: a.Approver, State: state, By: by, Words: words})
	t := d.ticket(id)
	life := d.p.LifecycleOf(t.Queue)
	switch {
	case state == ApprovalRejected:
		d.leaveGate(id, life.Reject, "rejected by "+agent.Name)
	case approved(t):
		d.leaveGate(id, life.Approved(t.Status), "approved")
	default:
		d.askNext(id)
	}
}

// leaveGate ends a round: what is open needs no answer any more.
func (d *decider) leaveGate(id int64, to, why string) {
	t := d.ticket(id)
	life := d.p.LifecycleOf(t.Queue)
	if to == "" {
		to = life.Close
	}
	writer := d.actor
	if d.actor.Kind != ActorClock {
		d.actor = Actor{Kind: ActorDesk}
	}
	d.emit(id, StatusChanged{From: t.Status, To: to, Category: life.Category(to), Why: why})
	d.withdraw(id)
	d.actor = writer
}

// askNext asks the first of those who come later.
func (d *decider) askNext(id int64) {
	t := d.ticket(id)
	round := t.ThisRound()
	if slices.ContainsFunc(round, func(a Approval) bool { return a.State == ApprovalAsked }) {
		return
	}
	i := slices.IndexFunc(round, func(a Approval) bool { return a.State == ApprovalWaits })
	if i < 0 {
		return
	}
	a := round[i]
	writer := d.actor
	d.actor = Actor{Kind: ActorDesk}
	d.emit(id, ApprovalRequested{Round: a.Round, Approver: a.Approver, Deputy: d.deputy(t, a.Approver, involved(round)), Quorum: a.Quorum,
		Remind: a.Remind, Expires: a.Expires})
	d.actor = writer
}

// involved are all who have a say in a round.
func involved(round []Approval) (names []string) {
	for _, a := range round {
		for _, name := range []string{a.Approver, a.Deputy, a.By} {
			if name != "" {
				names = append(names, name)
			}
		}
	}
	return names
}

// approved says whether enough of the latest round have said yes, and none no.
func approved(t Ticket) bool {
	yes, quorum := 0, 1
	for _, a := range t.ThisRound() {
		quorum = max(quorum, a.Quorum)
		switch a.State {
		case ApprovalApproved:
			yes++
		case ApprovalRejected, ApprovalExpired:
			return false
		}
	}
	return yes >= quorum
}
