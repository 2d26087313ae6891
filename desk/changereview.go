package desk

import (
	"slices"
	"time"
)

// Fields that say how a change went.
const (
	FieldOutcome  = "outcome"  // implemented or failed
	FieldReviewed = "reviewed" // name of the agent who said so in review
)

// reviewAfter is how long after an emergency change its review is asked for.
const reviewAfter = 24 * time.Hour

// settleChangeTimers sets the timers of the window of a change, and of the review of an emergency change.
func (d *decider) settleChangeTimers(id int64) {
	before, after := d.f.Tickets[id], d.Tickets[id]
	if was, is := startTimer(before), startTimer(after); !was.Equal(is) {
		d.Timers = append(d.Timers, Timer{Ticket: id, Kind: TimerStart, Due: is})
	}
	if was, is := d.reviewTimer(before), d.reviewTimer(after); !was.Equal(is) {
		d.Timers = append(d.Timers, Timer{Ticket: id, Kind: TimerReview, Due: is})
	}
}

// startTimer is when a scheduled change begins; zero for never.
func startTimer(t Ticket) time.Time {
	if t.Practice != changePractice || t.Status != statusScheduled {
		return time.Time{}
	}
	return t.ScheduledFrom
}

// reviewTimer is when to ask how a change went; zero for never.
func (d *decider) reviewTimer(t Ticket) time.Time {
	switch {
	case t.Practice != changePractice:
		return time.Time{}
	case t.Status == statusScheduled || t.Status == statusImplementing:
		return t.ScheduledTo
	case t.Category == CategoryResolved && d.p.isEmergency(t) && t.Fields[FieldReviewed] == "":
		return t.ResolvedAt.Add(reviewAfter)
	}
	return time.Time{}
}

// start lets a scheduled change begin.
func (d *decider) start(t Ticket) {
	s, ok := d.p.LifecycleOf(t.Queue).Status(statusImplementing)
	if !ok {
		return
	}
	d.emit(t.ID, StatusChanged{From: t.Status, To: s.Name, Category: s.Category, Why: "its time has come"})
	t = d.ticket(t.ID)
	d.conclude(OutcomeIgnored, t.ID, "scheduled for now: %s", t.Status)
	if !t.ScheduledTo.After(d.f.Now) {
		return // the desk was down meanwhile, and asks at once how it went
	}
	for _, l := range d.listeners(t, TemplateAgentUpdate) {
		if n, ok := d.toAgent(l.name, TemplateAgentUpdate, t.ID); ok {
			n.Why, n.Shared, n.Transcript = l.why, l.shared, plan(t)
			n.Changes = []string{"The change begins: " + t.Window().in(d.zone(d.p.AgentByName(l.name)))}
			d.notify(n)
		}
	}
}

// review asks those who made a change whether it worked.
func (d *decider) review(t Ticket) {
	life := d.p.LifecycleOf(t.Queue)
	s, ok := life.Status(life.Review)
	if !ok {
		return
	}
	question, why := "Did it work? The time of the change is over", "its time is over"
	if t.Category == CategoryResolved {
		question, why = "Did it work? An emergency change is reviewed afterwards", "emergency changes are reviewed afterwards"
	}
	d.emit(t.ID, StatusChanged{From: t.Status, To: s.Name, Category: s.Category, Why: why})
	t = d.ticket(t.ID)
	for _, l := range d.listeners(t, TemplateAgentUpdate) {
		if n, ok := d.toAgent(l.name, TemplateAgentUpdate, t.ID); ok {
			n.Why, n.Shared, n.Transcript, n.Changes = l.why, l.shared, plan(t), []string{question}
			d.notify(n)
		}
	}
	d.conclude(OutcomeIgnored, t.ID, "is asked whether it worked: %s", t.Status)
}

// settleOutcome writes down how a change went, and who said so in its review. A change that somebody opens again has no
// outcome any more.
func (d *decider) settleOutcome(id int64) {
	life := d.p.LifecycleOf(d.ticket(id).Queue)
	for _, e := range slices.Clone(d.Events) {
		s, ok := e.Detail.(StatusChanged)
		if !ok || e.Ticket != id || life.Review == "" {
			continue
		}
		if reviewed := s.From == life.Review && e.Actor.Kind == ActorAgent; reviewed && (s.Category == CategoryResolved || s.To == life.Close) {
			d.fill(id, FieldReviewed, e.Actor.Name)
		}
		if s.Category == CategoryResolved {
			d.fill(id, FieldOutcome, s.To)
		}
	}
	t, before := d.ticket(id), d.f.Tickets[id]
	if agent := d.p.AgentByName(d.actor.Name); t.Status == statusFailed && before.Status != statusFailed && d.actor.Kind == ActorAgent && agent != nil {
		d.tellFailed(t, agent)
	}
	over := before.Category == CategoryResolved || before.Category == CategoryClosed
	if over && t.Category == CategoryOpen && d.actor.Kind != ActorClock {
		d.fill(id, FieldOutcome, "")
		d.fill(id, FieldReviewed, "")
	}
}

// tellFailed tells an agent whose change has failed what can follow.
func (d *decider) tellFailed(t Ticket, agent *Agent) {
	if n, ok := d.toAgent(agent.Name, TemplateAgentUpdate, t.ID); ok && d.in.Mail != nil {
		n.Why, n.Advice = "you wrote to the desk", true
		n.Changes = []string{"The change is recorded as failed; open it again to try once more, or open a problem to look for the cause"}
		d.notify(n)
	}
}

// saidBefore says whether the requester has been told how a change went: its review says nothing new.
func saidBefore(before, t Ticket) bool {
	return t.Practice == changePractice && before.Fields[FieldOutcome] == t.Status
}
