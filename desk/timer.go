package desk

import "time"

// timer does what a due timer is for. A timer whose ticket has moved on meanwhile does nothing.
func (d *decider) timer(in TimerDue) {
	d.actor = Actor{Kind: ActorClock}
	t, ok := d.f.Tickets[in.Timer.Ticket]
	d.conclude(OutcomeIgnored, in.Timer.Ticket, "the ticket moved on before the timer")
	if !ok {
		return
	}
	life := d.p.LifecycleOf(t.Queue)
	switch {
	case in.Timer.Kind == TimerClose && t.Category == CategoryResolved && d.p.CloseAfter > 0 &&
		!t.ResolvedAt.Add(d.p.CloseAfter).After(d.f.Now):
		d.closeByClock(t, life)
	case in.Timer.Kind == TimerWake && t.Category == CategoryPending && !t.PendingUntil.IsZero() && !t.PendingUntil.After(d.f.Now):
		d.wake(t, life)
	case in.Timer.Kind == TimerDueBy && fallsDue(t) && !t.DueAt.After(d.f.Now):
		d.fallDue(t)
	case in.Timer.Kind == TimerRemind && len(t.Reminders) > 0 && !t.Reminders[0].At.After(d.f.Now):
		d.remindAgents(t)
	case in.Timer.Kind == TimerSurvey && !d.surveyDue(t).IsZero() && !d.surveyDue(t).After(d.f.Now):
		d.survey(t)
	case in.Timer.Kind == TimerCalm && restless(t) != "":
		d.calm(t)
	case in.Timer.Kind == TimerStart && !startTimer(t).IsZero() && !startTimer(t).After(d.f.Now):
		d.start(t)
	case in.Timer.Kind == TimerReview && !d.reviewTimer(t).IsZero() && !d.reviewTimer(t).After(d.f.Now):
		d.review(t)
	case in.Timer.Kind == TimerApproval && !d.nextApproval(t).IsZero() && !d.nextApproval(t).After(d.f.Now):
		d.approvalDue(t)
	case in.Timer.Kind == TimerLevel:
		d.levelDue(t)
	}
}

func (d *decider) closeByClock(t Ticket, life *Lifecycle) {
	if life.Review != "" && !d.p.isStandard(t) {
		d.emit(t.ID, StatusChanged{From: t.Status, To: life.Review, Category: life.Category(life.Review), Why: "reviewed by silence"})
		t = d.ticket(t.ID)
	}
	d.emit(t.ID, StatusChanged{From: t.Status, To: life.Close, Category: CategoryClosed, Why: "no reply for " + d.p.CloseAfter.String()})
	d.suppress(TemplateClosed, t.Requester, "closing after silence disturbs nobody")
	d.conclude(OutcomeIgnored, t.ID, "closed: nobody replied for %s", d.p.CloseAfter)
}

func (d *decider) wake(t Ticket, life *Lifecycle) {
	to := d.onward(t, life.Take)
	d.emit(t.ID, StatusChanged{From: t.Status, To: to, Category: life.Category(to), Why: "the date has come"})
	t = d.ticket(t.ID)
	for _, l := range d.listeners(t, TemplateAgentUpdate) {
		if n, ok := d.toAgent(l.name, TemplateAgentUpdate, t.ID); ok {
			n.Why, n.Shared = l.why, l.shared
			n.Changes = []string{"It was pending until " + d.f.Now.In(d.zone(d.p.AgentByName(l.name))).Format("2006-01-02 15:04") + " and is " + t.Status + " again"}
			d.notify(n)
		}
	}
	d.conclude(OutcomeIgnored, t.ID, "pending until %s: open again", d.f.Now.Format(time.RFC3339))
}
