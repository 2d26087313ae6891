package desk

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"frontdesk/desk/command"
)

// askSurvey wants all of a ticket whose requester may be asked for a rating, and how often that person was asked.
func askSurvey(p *Policy, timer Timer, q *Query) {
	if timer.Kind == TimerSurvey && p.Survey != nil {
		q.Whole, q.Surveyed, q.SurveyedWithin = true, timer.Ticket, p.Survey.Most.Per
	}
}

// settleSurveyTimer sets the timer of a ticket that was resolved, and cancels it where the ticket is open again or needs no
// survey any more.
func (d *decider) settleSurveyTimer(id int64) {
	if was, is := d.surveyDue(d.f.Tickets[id]), d.surveyDue(d.Tickets[id]); !was.Equal(is) {
		d.Timers = append(d.Timers, Timer{Ticket: id, Kind: TimerSurvey, Due: is})
	}
}

// surveyDue is when the requester of a ticket is asked for a rating; zero for never.
func (d *decider) surveyDue(t Ticket) time.Time {
	if d.p.Survey == nil || t.ResolvedAt.IsZero() || !t.SurveyedAt.IsZero() || t.Rating > 0 {
		return time.Time{}
	}
	return t.ResolvedAt.Add(d.p.Survey.After)
}

// survey asks the requester for a rating, once per ticket, or writes down why not.
func (d *decider) survey(t Ticket) {
	why := d.whyNoSurvey(t)
	d.emit(t.ID, Surveyed{Why: why})
	if why != "" {
		d.suppress(TemplateSurvey, t.Requester, why)
		d.conclude(OutcomeIgnored, t.ID, "the requester is not asked for a rating: %s", why)
		return
	}
	d.askRating(t, "")
	d.conclude(OutcomeIgnored, t.ID, "the requester is asked for a rating")
}

// askRating sends the survey, with what was wrong with an earlier answer to it.
func (d *decider) askRating(t Ticket, mistake string) {
	n := Notice{Template: TemplateSurvey, To: Address{Name: t.Name, Addr: t.Requester}, Audience: ToRequester, Ticket: t.ID, Auto: "auto-generated",
		Why: "you asked us", History: []Message{}}
	if mistake != "" {
		n.Changes, n.Advice = []string{mistake}, true
	}
	d.notify(n)
}

// whyNoSurvey says why the requester of a resolved ticket is not asked; "" where that person is.
func (d *decider) whyNoSurvey(t Ticket) string {
	local, _, _ := cutLast(AddressKey(t.Requester), '@')
	most := d.p.Survey.Most
	switch {
	case t.Merged != 0:
		return fmt.Sprintf("the ticket was merged into #%d", t.Merged)
	case slices.Contains(t.Tags, "spam"):
		return "it was spam"
	case d.p.AgentByAddress(t.Requester) != nil:
		return "the requester is an agent"
	case slices.Contains(noReplyNames, local) || d.p.OwnAddress(t.Requester):
		return "nobody reads " + t.Requester
	case !isASCII(t.Requester):
		return "the outgoing server may not carry the address"
	case t.Category == CategoryClosed && t.Status != d.p.LifecycleOf(t.Queue).Close:
		return "the ticket is " + t.Status
	case !d.spokeProven(t):
		return "no person of whom one can be sure wrote from the requester's address"
	case d.endedUnneeded(t):
		return "the requester no longer needed it"
	case d.bounces(t):
		return "mail to the requester does not arrive"
	case most.Count > 0 && d.f.Surveys >= most.Count:
		return "the requester was asked often enough lately"
	}
	return ""
}

// spokeProven says whether a person wrote from the requester's address who was proven to be its owner.
func (d *decider) spokeProven(t Ticket) bool {
	return slices.ContainsFunc(d.f.Events[t.ID], func(e Event) bool {
		w, ok := e.Detail.(Wrote)
		return ok && w.Proven && !w.Auto.Automatic() && AddressKey(w.From) == AddressKey(t.Requester)
	})
}

// endedUnneeded says whether the requester ended the ticket without anything to rate.
func (d *decider) endedUnneeded(t Ticket) (ended bool) {
	for _, e := range d.f.Events[t.ID] {
		if s, ok := e.Detail.(StatusChanged); ok {
			ended = e.Actor.Kind == ActorPerson && s.Why == "the requester "+noLongerNeeds
		}
	}
	return ended
}

// bounces says whether the last that is known of mail to the requester is that it did not arrive.
func (d *decider) bounces(t Ticket) (failed bool) {
	for _, e := range d.f.Events[t.ID] {
		if r, ok := e.Detail.(Delivery); ok && AddressKey(r.Recipient) == AddressKey(t.Requester) {
			failed = r.State == "failed"
		}
	}
	return failed
}

// saidRating is a rating as a person writes it.
type saidRating struct {
	figure int    // 1 to 5; 0 where it is none of these
	words  string // below it
}

var (
	rateCommand = regexp.MustCompile(`(?i)^[/#]rate(?:\s+(.*))?$`)
	rateFigure  = regexp.MustCompile(`^([1-5])(?: ?/ ?5)?[.,:;!]?(?:\s+[–—-]*\s*(.*))?$`)
	// A figure alone, or one that words follow as people set them apart: "5, thank you". "2. The printer still jams" is the
	// beginning of a list.
	bareFigure = regexp.MustCompile(`^([1-5])(?: ?/ ?5)?(?:[.!]?$|(?:[,!;:]| [–—-])\s+(\p{L}.*)$)`)
)

// readRating reads a mail as a rating; ok is false where it is a message like any other. A command counts only as it does
// anywhere, in plain text that was typed; an answer to the survey in any form.
func (d *decider) readRating() (r saidRating, ok bool) {
	m := d.in.Mail
	first, words := firstAndRest(m.NewText)
	if m.UTF7 || first == "" {
		return r, false
	}
	survey := d.answersSurvey()
	typed, _ := firstAndRest(m.Typed)
	var figure []string
	if c := rateCommand.FindStringSubmatch(first); c != nil && (survey || rateCommand.MatchString(typed)) {
		figure = rateFigure.FindStringSubmatch(strings.TrimSpace(c[1]))
		if figure == nil {
			return saidRating{words: words}, true
		}
	} else if survey {
		figure = bareFigure.FindStringSubmatch(first)
	}
	if figure == nil {
		return r, false
	}
	return saidRating{int(figure[1][0] - '0'), strings.TrimSpace(strings.TrimSpace(figure[2]) + "\n" + words)}, true
}

// firstAndRest parts a text into its first line with words and what stands below that.
func firstAndRest(text string) (first, rest string) {
	first, rest, _ = strings.Cut(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(first), strings.TrimSpace(rest)
}

// answersSurvey says whether the mail answers a survey that was sent to its author.
func (d *decider) answersSurvey() bool {
	return slices.ContainsFunc(d.in.Mail.InReplyTo, func(id string) bool {
		sent, ok := d.f.Sent[id]
		return ok && sent.Template == TemplateSurvey && AddressKey(sent.Recipient) == d.in.Mail.Author().Key()
	})
}

// rates takes a requester's rating; false where the mail is a message like any other. A rating never opens a ticket again
// by itself, and what does not count is kept for agents to see.
func (d *decider) rates(t Ticket, ev evidence) bool {
	r, ok := d.readRating()
	if !ok {
		return false
	}
	if why := d.mayNotRate(t, r); why != "" {
		d.write(t.ID, ev, Internal, d.in.Mail.NewText, "")
		d.suppress(TemplateAgentUpdate, t.Assignee, "a rating that does not count disturbs nobody")
		d.conclude(OutcomeReply, t.ID, "a rating of ticket %d that does not count: %s", t.ID, why)
		return true
	}
	if r.words != "" || hasRealAttachment(d.in.Mail) {
		d.write(t.ID, ev, Internal, r.words, "")
	}
	d.emit(t.ID, Rated{Rating: r.figure, Words: cutRunes(r.words, 1000)})
	change := d.reopenRated(t, r)
	d.tellRated(d.ticket(t.ID), r, change)
	d.improveRated(t, r)
	d.conclude(OutcomeReply, t.ID, "the requester rates ticket %d: %d of 5", t.ID, r.figure)
	return true
}

// changeable is how long after it was asked for a rating can be changed.
const changeable = 7 * 24 * time.Hour

// mayNotRate says why a rating does not count; "" where it does. Who could have given one is told what to do.
func (d *decider) mayNotRate(t Ticket, r saidRating) string {
	asked := t.SurveyedAt
	if asked.IsZero() {
		asked = t.ResolvedAt
	}
	switch {
	case d.Trace.Sender.Role != SenderRequester:
		return "only the requester rates a ticket"
	case !d.in.Evidence.Proven:
		return "nobody vouches for the sender"
	case r.figure == 0:
		d.askRating(t, "Your mail began with no figure from 1 to 5. Please choose one.")
		return "it has no figure from 1 to 5"
	case t.Rating > 0 && !asked.IsZero() && d.f.Now.Sub(asked) > changeable:
		d.notify(Notice{Template: TemplateReply, To: d.in.Mail.Author(), Audience: ToRequester, Ticket: t.ID, Auto: "auto-generated", Why: "you wrote to us",
			Advice: true, Changes: []string{fmt.Sprintf("Your rating of %d stands; a week after the question it can no longer be changed.", t.Rating)}})
		return "it came too late to change the first"
	}
	return ""
}

// reopenRated opens a ticket again that was rated so badly that the policy says so.
func (d *decider) reopenRated(t Ticket, r saidRating) (change string) {
	life := d.p.LifecycleOf(t.Queue)
	over := t.Category == CategoryResolved || t.Category == CategoryClosed && !d.longClosed(t)
	if d.p.Survey == nil || r.figure > d.p.Survey.ReopenAt || !over || life.Reopen == "" {
		return ""
	}
	to := d.onward(t, life.Reopen)
	d.emit(t.ID, StatusChanged{From: t.Status, To: to, Category: life.Category(to), Why: fmt.Sprintf("rated %d of 5", r.figure)})
	return fmt.Sprintf("Status: %s → %s", t.Status, to)
}

// tellRated tells the assignee of a rating, or where there are words whoever listens. A bad one is an alert, to managers too.
func (d *decider) tellRated(t Ticket, r saidRating, change string) {
	template, heard := TemplateAgentUpdate, []listener{}
	bad := d.p.Survey != nil && r.figure <= d.p.Survey.AlertAt
	if bad {
		template = TemplateAlert
	}
	if t.Assignee != "" || r.words != "" || bad || change != "" {
		heard = d.listeners(t, template)
	}
	for i := range d.p.Agents {
		if a := &d.p.Agents[i]; bad && a.Role == RoleManager && !slices.ContainsFunc(heard, func(l listener) bool { return l.name == a.Name }) {
			heard = append(heard, listener{name: a.Name, why: "you are a manager of this desk"})
		}
	}
	for _, l := range heard {
		n, ok := d.toAgent(l.name, template, t.ID)
		if !ok {
			continue
		}
		if r.words != "" {
			d.quoteMail(&n, r.words)
		}
		n.Why, n.Shared = l.why, l.shared
		n.Changes = []string{fmt.Sprintf("The requester rated it %d of 5", r.figure)}
		if change != "" {
			n.Changes = append(n.Changes, change)
		}
		d.notify(n)
	}
}

// rateOwn refuses /rate to agents: whoever works a ticket does not rate it.
func (d *decider) rateOwn(_ int64, _ *Agent, c command.Command) *CommandProblem {
	return problem(c, nil, "only the requester rates a ticket, and nobody who works its queue")
}
