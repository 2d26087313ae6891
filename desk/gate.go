package desk

import (
	"slices"
	"time"

	"frontdesk/desk/command"
)

// Approved is the status that an approval leads to: the one that follows the gate.
func (l *Lifecycle) Approved(gate string) string {
	i := slices.IndexFunc(l.Statuses, func(s Status) bool { return s.Name == gate })
	if i < 0 || i+1 >= len(l.Statuses) {
		return l.Take
	}
	return l.Statuses[i+1].Name
}

// beyond says whether a status comes after the gate of a lifecycle: only an approval leads there, or past it.
func (l *Lifecycle) beyond(status string) bool {
	gate := slices.IndexFunc(l.Statuses, func(s Status) bool { return slices.Contains(l.Gates, s.Name) })
	i := slices.IndexFunc(l.Statuses, func(s Status) bool { return s.Name == status })
	return gate >= 0 && i > gate && l.Statuses[i].Category != CategoryClosed
}

// past says whether the work beyond the gate has begun. A ticket that is pending may wait for what comes before the gate,
// such as the form of an order.
func (l *Lifecycle) past(status string) bool {
	return l.beyond(status) && l.Category(status) != CategoryPending
}

// lacksApproval says whether a ticket needs an approval that it has not got.
func (d *decider) lacksApproval(t Ticket) bool { return d.approvalRule(t) != nil && !approved(t) }

// onward is where a ticket goes that would go to a status: to its beginning where that lies beyond the gate and the
// ticket lacks approval.
func (d *decider) onward(t Ticket, to string) string {
	if life := d.p.LifecycleOf(t.Queue); life.beyond(to) && !life.past(t.Status) && d.lacksApproval(t) {
		return life.Initial()
	}
	return to
}

// backToGate puts a ticket in work back to its beginning that lacks approval, because its service is another one now.
func (d *decider) backToGate(id int64) {
	t := d.ticket(id)
	life := d.p.LifecycleOf(t.Queue)
	if t.Practice != changePractice && t.Category == CategoryOpen && life.past(t.Status) && d.lacksApproval(t) {
		d.emit(id, StatusChanged{From: t.Status, To: life.Initial(), Category: life.Category(life.Initial()), Why: "its service needs approval"})
	}
}

// unapproved says why a command may not lead a ticket where only an approval does; nil where it may. Changes have rules of
// their own for that.
func (d *decider) unapproved(id int64, s StatusChanged, c command.Command) *CommandProblem {
	t := d.ticket(id)
	life := d.p.LifecycleOf(t.Queue)
	if t.Practice == changePractice || !life.beyond(s.To) || life.past(s.From) || c.Name == "queue" || c.Name == "approve" || !d.lacksApproval(t) {
		return nil
	}
	return problem(c, []string{"/status " + life.Gates[0]}, "the ticket needs approval before it becomes %s; /status %s asks for it", s.To, life.Gates[0])
}

// approvalRule is whose yes a ticket needs: by the model of a change, or else by its service; nil where it needs none.
func (d *decider) approvalRule(t Ticket) *ApprovalRule {
	if m := d.p.modelOf(t); m != nil {
		return m.Approval
	}
	if i := slices.IndexFunc(d.p.Services, func(s Service) bool { return s.Name == t.Service && t.Service != "" }); i >= 0 {
		return d.p.Services[i].Approval
	}
	return nil
}

// seek asks for the approval of a ticket, or anew, because an agent wants it; how that stands with changes, their model says.
func (d *decider) seek(id int64, gate string, c command.Command) *CommandProblem {
	t := d.ticket(id)
	rule := d.approvalRule(t)
	switch {
	case t.Practice == changePractice && t.Status != gate:
		d.move(id, gate, time.Time{})
	case rule == nil:
		return problem(c, nil, "nothing says who approves it: its service or the model of the change would")
	default:
		d.askApproval(id, rule)
	}
	return nil
}
