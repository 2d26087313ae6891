package desk

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"frontdesk/desk/command"
)

// undo takes back what the agent's last mail with commands did to the ticket, while nothing was built upon it. Words that
// went out cannot be taken back, nor tickets that were opened.
func (d *decider) undo(id int64, agent *Agent, c command.Command) *CommandProblem {
	last, ok := d.lastCommanded(id, agent)
	if !ok {
		return problem(c, nil, "no command of yours on this ticket can be taken back")
	}
	if p := d.builtUpon(id, last, c); p != nil {
		return p
	}
	if slices.ContainsFunc(d.f.Events[id], func(e Event) bool {
		_, decided := e.Detail.(ApprovalDecided)
		return decided && sameCause(e, last) && e.Actor == last.Actor
	}) {
		return problem(c, nil, "what an approver decided stands")
	}
	before, words := d.stateBefore(id, last)
	if before.ID == 0 {
		return problem(c, []string{"/close"}, "the mail with your last commands opened this ticket; /close ends it")
	}
	n := len(d.Events)
	if p := d.restore(id, before, agent, c); p != nil {
		return p
	}
	if len(d.Events) == n {
		return problem(c, nil, "what your last commands did is past taking back")
	}
	d.emit(id, Undone{Undone: last.Mail})
	d.asides = append(d.asides, "Taken back: "+strings.Join(d.commandsOf(id, last), ", "))
	if stay := d.endedWith(id, last); len(stay) > 0 {
		d.asides = append(d.asides, "Still resolved, as its requesters were told: "+numbers(stay)+".")
	}
	if words {
		d.asides = append(d.asides, "The words of that mail have gone out and stay.")
	}
	if d.saidOver(id, last) {
		d.asides = append(d.asides, "The requester was told that it was done, and has not been told otherwise.")
	}
	return nil
}

// saidOver says whether the requester was told that the ticket is resolved or closed.
func (d *decider) saidOver(id int64, cause Event) (told bool) {
	for _, e := range d.f.Events[id] {
		if !sameCause(e, cause) {
			continue
		}
		switch detail := e.Detail.(type) {
		case StatusChanged:
			told = detail.Category == CategoryResolved || detail.Category == CategoryClosed
		case Merged:
			return false
		case CommandDone:
			if detail.Command == "spam" || detail.Command == "unmerge" {
				return false
			}
		}
	}
	return told
}

// lastCommanded is the last event of a command that the agent carried out and has not taken back.
func (d *decider) lastCommanded(id int64, agent *Agent) (last Event, found bool) {
	undone := map[string]bool{}
	for _, e := range slices.Backward(d.f.Events[id]) {
		switch detail := e.Detail.(type) {
		case Undone:
			undone[detail.Undone] = true
		case CommandDone:
			if e.Actor == (Actor{ActorAgent, agent.Name}) && detail.Command != "undo" && detail.Command != "note" && !(undone[e.Mail] && e.Mail != "") {
				return e, !undone[""] || e.Mail != ""
			}
		}
	}
	return last, false
}

// commandsOf are the commands of the same mail as an event, as they are written.
func (d *decider) commandsOf(id int64, cause Event) (all []string) {
	for _, e := range d.f.Events[id] {
		if done, ok := e.Detail.(CommandDone); ok && sameCause(e, cause) {
			all = append(all, strings.TrimSpace("/"+done.Command+" "+cutRunes(done.Value, 40)))
		}
	}
	return all
}

// builtUpon says what happened on the ticket after an event that cannot be pulled from under it; nil where nothing did.
func (d *decider) builtUpon(id int64, last Event, c command.Command) *CommandProblem {
	begun, gone := false, d.takenBack(id)
	for _, e := range d.f.Events[id] {
		if own := sameCause(e, last); own || !begun {
			begun = begun || own
			continue
		}
		switch detail := e.Detail.(type) {
		case ClockChanged, Delivery, CcProposed, CommandRefused, CommandDone, Undone, Reminded, FellDue:
			continue
		case Wrote:
			if detail.Auto.Automatic() {
				continue
			}
		case Surveyed:
			if detail.Why != "" { // nobody was asked
				continue
			}
		case Linked:
			if detail.Link == LinkImprovement {
				continue
			}
		}
		if e.Mail != "" && e.Mail == last.Mail || gone(e) { // the desk's own part of it; what is as if it had not been
			continue
		}
		return problem(c, nil, "%s did something after it, at %s; say with commands what shall be now", e.Actor, e.At.In(d.zone(d.p.AgentByName(last.Actor.Name))).Format("2006-01-02 15:04"))
	}
	return nil
}

// takenBack says of events whether the mail that caused them was taken back, or took another back.
func (d *decider) takenBack(id int64) func(Event) bool {
	var takers []Event
	mails := map[string]bool{}
	for _, e := range d.f.Events[id] {
		if u, ok := e.Detail.(Undone); ok {
			takers = append(takers, e)
			mails[u.Undone] = u.Undone != ""
		}
	}
	return func(e Event) bool {
		return mails[e.Mail] || slices.ContainsFunc(takers, func(t Event) bool { return sameCause(e, t) })
	}
}

// stateBefore is the ticket before the mail of an event, and whether that mail had words for others.
func (d *decider) stateBefore(id int64, cause Event) (before Ticket, words bool) {
	own := false
	for _, e := range d.f.Events[id] {
		if own = own || sameCause(e, cause); !own {
			before = Apply(before, e)
			continue
		}
		if w, ok := e.Detail.(Wrote); ok && sameCause(e, cause) && w.Visibility == Public {
			words = true
		}
		if _, ok := e.Detail.(Asked); ok && sameCause(e, cause) {
			words = true
		}
	}
	return before, words
}

// restore makes the ticket what it was.
func (d *decider) restore(id int64, was Ticket, agent *Agent, c command.Command) *CommandProblem {
	if now := d.ticket(id); now.Merged != 0 && was.Merged == 0 {
		if p := d.unmerge(id, agent, c); p != nil {
			return p
		}
	}
	if d.ticket(id).Merged == 0 && was.Merged != 0 {
		into := d.ticket(was.Merged)
		if into.ID == 0 || into.Merged != 0 || into.Category == CategoryClosed || !d.entitled(agent, into) {
			return problem(c, nil, "it cannot be merged into #%d again as it was; /duplicate says where it belongs now", was.Merged)
		}
		d.merge(d.ticket(id), into.ID)
	}
	now := d.ticket(id)
	if now.Subject != was.Subject {
		d.emit(id, Renamed{Subject: was.Subject})
	}
	if now.Queue != was.Queue {
		if d.p.QueueByName(was.Queue) == nil {
			return problem(c, nil, "queue %s is not in the configuration any more", was.Queue)
		}
		d.emit(id, Requeued{From: now.Queue, To: was.Queue, Practice: was.Practice})
	}
	if now.Status != was.Status || !now.PendingUntil.Equal(was.PendingUntil) {
		s, known := d.p.LifecycleOf(was.Queue).Status(was.Status)
		if !known {
			return problem(c, d.p.LifecycleOf(was.Queue).Names(), "queue %s knows no status %s", was.Queue, was.Status)
		}
		d.emit(id, StatusChanged{From: now.Status, To: s.Name, Category: s.Category, Until: was.PendingUntil, Why: "taken back"})
	}
	if now.Assignee != was.Assignee {
		d.emit(id, Assigned{From: now.Assignee, To: was.Assignee, Why: "taken back"})
	}
	d.prioritise(id, Prioritised{Impact: was.Impact, Urgency: was.Urgency, Priority: was.Priority, ByHand: was.ByHand})
	if AddressKey(now.Requester) != AddressKey(was.Requester) {
		d.emit(id, RequesterChanged{From: now.Requester, To: was.Requester, Name: was.Name})
	}
	if now.Service != was.Service {
		d.emit(id, ServiceSet{From: now.Service, To: was.Service})
	}
	if !now.DueAt.Equal(was.DueAt) && (now.DueByHand || was.DueByHand) {
		due := DueSet{At: was.DueAt, ByHand: was.DueByHand}
		if !was.DueByHand {
			due = DueSet{}
		}
		d.emit(id, due)
	}
	if !now.ScheduledFrom.Equal(was.ScheduledFrom) || !now.ScheduledTo.Equal(was.ScheduledTo) {
		d.emit(id, Scheduled{From: was.ScheduledFrom, To: was.ScheduledTo})
	}
	d.restoreLists(id, now, was)
	d.restoreLinks(id, now, was)
	return nil
}

// restoreLists gives back people, words, fields and reminders.
func (d *decider) restoreLists(id int64, now, was Ticket) {
	each := func(now, was []string, gone, back func(string) Detail) {
		for _, v := range without(now, was...) {
			d.emit(id, gone(v))
		}
		for _, v := range without(was, now...) {
			d.emit(id, back(v))
		}
	}
	each(now.Participants, was.Participants, func(v string) Detail { return Left{Address: v} }, func(v string) Detail { return Joined{Address: v} })
	each(now.Asked, was.Asked, func(v string) Detail { return Unasked{Address: v} }, func(v string) Detail { return Asked{Address: v} })
	each(now.Tags, was.Tags, func(v string) Detail { return Untagged{Tags: []string{v}} }, func(v string) Detail { return Tagged{Tags: []string{v}} })
	names := slices.Sorted(maps.Keys(now.Fields))
	for name := range was.Fields {
		if _, ok := now.Fields[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if now.Fields[name] != was.Fields[name] {
			d.emit(id, FieldSet{Field: name, Value: was.Fields[name]})
		}
	}
	for _, r := range now.Reminders {
		if !slices.Contains(was.Reminders, r) {
			d.emit(id, Reminded{Agent: r.Agent, At: r.At, Why: "taken back"})
		}
	}
	for _, r := range was.Reminders {
		if !slices.Contains(now.Reminders, r) && r.At.After(d.f.Now) {
			d.emit(id, ReminderSet{Agent: r.Agent, At: r.At})
		}
	}
}

// restoreLinks takes links away that are new, and puts back those that are gone, on both tickets. A ticket that the
// commands opened stays, and so does its link.
func (d *decider) restoreLinks(id int64, now, was Ticket) {
	for _, l := range now.Links {
		switch {
		case slices.Contains(was.Links, l) || l.Kind == LinkStray || l.Kind == LinkDuplicate || l.Kind == LinkMergedHere || l.Kind == LinkImprovement:
		case l.Kind == LinkSplitInto || l.Kind == LinkProblem && d.ticket(l.Ticket).Requester != "" && d.openedWith(id, l.Ticket):
			d.asides = append(d.asides, fmt.Sprintf("Ticket #%d stays; close it there.", l.Ticket))
		default:
			d.unlinkBoth(id, l.Ticket, l.Kind)
		}
	}
	for _, l := range was.Links {
		if !slices.Contains(now.Links, l) && d.exists(l.Ticket) {
			d.linkBoth(id, l.Ticket, l.Kind)
		}
	}
}

// openedWith says whether another ticket was opened by the same mail that linked it here.
func (d *decider) openedWith(id, other int64) bool {
	events := d.f.Events[other]
	if len(events) == 0 {
		return false
	}
	return slices.ContainsFunc(d.f.Events[id], func(e Event) bool {
		l, ok := e.Detail.(Linked)
		return ok && l.Ticket == other && sameCause(e, events[0])
	})
}
