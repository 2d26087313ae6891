package desk

import (
	"fmt"
	"maps"
	"slices"
)

// Decide says what follows from an input. It is a function of its arguments alone.
func Decide(p *Policy, f Facts, in Input) Decision {
	d := &decider{p: p, f: f, Decision: Decision{Tickets: map[int64]Ticket{}}, next: f.NextTicket}
	switch in := in.(type) {
	case MailIn:
		d.mail(in)
	case Commanded:
		d.commanded(in)
	case TimerDue:
		d.timer(in)
	case BundleDue:
		d.bundleDue(in)
	case DeliveryFailed:
		d.deliveryFailed(in)
	}
	d.settleChanges()
	d.settleApprovals()
	d.settleClocks()
	d.settleTimers()
	d.settleBundles()
	return d.Decision
}

// decider is one walk through a decision: it collects events, folds them into tickets as it goes, and
// writes down why.
type decider struct {
	Decision
	p    *Policy
	f    Facts
	next int64 // number of the next new ticket

	in    MailIn // where the input is a mail
	actor Actor  // who or what causes the events now
	told  map[string]bool

	asides   []string     // what an agent should know of own commands beside what they change
	sending  *Message     // the held answer that goes out now, nil for none
	asking   string       // the third party whom the mail asks, "" for none
	order    *order       // what the mail orders, nil for nothing
	parted   []Message    // messages that the walk made tickets of their own
	article  *sentArticle // that the commands send, nil for none
	apart    []int64      // tickets that are merged no longer
	demands  []demand     // what the transitions of this walk require
	fired    int64        // the ticket whose level timer is due, 0 for none
	raised   []int64      // problems that the commands opened
	unable   []int64      // tickets that wait for an approval which nobody may give
	spread   []int64      // linked tickets whose requesters get the message, too
	filled   []int64      // changes whose requester says now what was asked
	ready    []Offer      // mails that an agent can send after what own commands did
	proposal proposal     // what the new ticket may belong to
	routed   *routed      // what the rules make of the mail, nil while nobody asked
}

// ticket is the row as it stands now in this walk.
func (d *decider) ticket(id int64) Ticket {
	if t, ok := d.Tickets[id]; ok {
		return t
	}
	return d.f.Tickets[id]
}

// emit appends an event and folds it into its ticket; 0 is for what belongs to no ticket.
func (d *decider) emit(ticket int64, detail Detail) {
	e := Event{Ticket: ticket, At: d.f.Now, Actor: d.actor, Detail: detail}
	if d.in.Mail != nil {
		e.Mail = d.in.Mail.SHA256
	}
	d.Events = append(d.Events, e)
	if ticket > 0 {
		d.Tickets[ticket] = Apply(d.ticket(ticket), e)
	}
}

// hold quarantines the mail: nothing else follows from it.
func (d *decider) hold(reason, format string, args ...any) {
	d.Outcome = OutcomeQuarantined
	d.Held = Held{Reason: reason, Detail: fmt.Sprintf(format, args...)}
	d.Trace.Why = "quarantined: " + d.Held.Detail
	d.Ticket = 0
}

// conclude sets what became of the input, in one sentence.
func (d *decider) conclude(o Outcome, ticket int64, format string, args ...any) {
	d.Outcome, d.Ticket = o, ticket
	d.Trace.Why = fmt.Sprintf(format, args...)
}

// suppress writes down a mail that is not sent, and why.
func (d *decider) suppress(template, to, why string) {
	d.Suppressed = append(d.Suppressed, Suppressed{Template: template, To: to, Why: why})
}

// settleTimers sets the timers of every ticket that changed to what its state asks for: there
// is no other place where timers are made.
func (d *decider) settleTimers() {
	for _, id := range slices.Sorted(maps.Keys(d.Tickets)) {
		d.settleLevelTimers(id)
		d.settleDateTimers(id)
		d.settleApprovalTimer(id)
		d.settleChangeTimers(id)
		d.settleCalmTimer(id)
		d.settleSurveyTimer(id)
		t, before := d.Tickets[id], d.f.Tickets[id]
		if t.Status == before.Status && t.PendingUntil.Equal(before.PendingUntil) && t.ResolvedAt.Equal(before.ResolvedAt) {
			continue
		}
		closing := Timer{Ticket: id, Kind: TimerClose}
		if t.Category == CategoryResolved && d.p.CloseAfter > 0 {
			closing.Due = t.ResolvedAt.Add(d.p.CloseAfter)
		}
		d.Timers = append(d.Timers, closing, Timer{Ticket: id, Kind: TimerWake, Due: t.PendingUntil})
	}
}
