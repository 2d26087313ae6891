package desk

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// solvedPrinter is a world with surveys and ticket 1001 of dana, resolved by alice.
func solvedPrinter(t *testing.T) (w *world, toDana string) {
	w, _, toAlice := printer(t)
	w.p.Survey = &Survey{After: 24 * time.Hour, Most: Rate{2, 30 * 24 * time.Hour}, AlertAt: 2, ReopenAt: 1}
	w.p.Agents = append(w.p.Agents, Agent{Name: "maria", Addresses: []string{"maria@acme.example"}, Role: RoleManager})
	d := w.handle(w.mail(alice, "Re: [ACME #1001] Printer on floor 3 jams", "/resolve\nIt has new rollers.", replyTo(toAlice)))
	due := w.now.Add(24 * time.Hour)
	if got := timerOf(d, TimerSurvey); !got.Due.Equal(due) {
		t.Fatalf("the survey is due %v, want %v", got.Due, due)
	}
	w.now = due
	return w, w.ids[dana]
}

func timerOf(d Decision, kind TimerKind) (found Timer) {
	for _, timer := range d.Timers {
		if timer.Kind == kind {
			found = timer
		}
	}
	return found
}

func (w *world) surveyTimer(id int64) Decision {
	return w.handle(TimerDue{Timer{Ticket: id, Kind: TimerSurvey, Due: w.now}})
}

// surveyed is a world in which dana was asked for a rating of ticket 1001.
func surveyed(t *testing.T) (w *world, survey string) {
	w, _ = solvedPrinter(t)
	w.want(w.surveyTimer(1001), OutcomeIgnored, 1001, "survey>"+dana)
	return w, w.ids[dana]
}

func TestSurveyOncePerTicket(t *testing.T) {
	w, _ := surveyed(t)
	if d := w.surveyTimer(1001); told(d) != "" {
		t.Errorf("asked twice: %s", told(d))
	}
	d := w.handle(w.mail(dana, "Re: Printer", "It jams again.", replyTo(w.ids[dana])))
	d2 := w.handle(w.mail(alice, "Re: Printer", "/resolve", replyTo(w.ids[alice])))
	if timerOf(d, TimerSurvey).Kind+timerOf(d2, TimerSurvey).Kind != "" {
		t.Error("a ticket that was asked about is asked about again")
	}
}

// TestReopeningCancelsSurvey: what is open is not rated, and what is resolved anew has its day again.
func TestReopeningCancelsSurvey(t *testing.T) {
	w, toDana := solvedPrinter(t)
	d := w.handle(w.mail(dana, "Re: Printer", "It jams again.", replyTo(toDana)))
	if got := timerOf(d, TimerSurvey); got.Kind == "" || !got.Due.IsZero() {
		t.Errorf("the timer is %+v", got)
	}
	if d := w.surveyTimer(1001); len(d.Events) > 0 {
		t.Error("an open ticket is asked about")
	}
	d = w.handle(w.mail(alice, "Re: Printer", "/resolve", replyTo(w.ids[alice])))
	if got := timerOf(d, TimerSurvey); !got.Due.Equal(w.now.Add(24 * time.Hour)) {
		t.Errorf("the timer is %+v", got)
	}
}

func TestWhoIsNotAsked(t *testing.T) {
	for _, c := range []struct {
		why  string
		edit func(*world)
	}{
		{"the requester is an agent", func(w *world) { w.p.Agents[2].Addresses = append(w.p.Agents[2].Addresses, dana) }},
		{"it was spam", func(w *world) { w.edit(1001, func(t *Ticket) { t.Tags = []string{"spam"} }) }},
		{"the ticket was merged into #7", func(w *world) { w.edit(1001, func(t *Ticket) { t.Merged = 7 }) }},
		{"nobody reads no-reply@example.com", func(w *world) { w.edit(1001, func(t *Ticket) { t.Requester = "no-reply@example.com" }) }},
		{"no person of whom one can be sure", func(w *world) { w.edit(1001, func(t *Ticket) { t.Requester = erin }) }},
		{"mail to the requester does not arrive", func(w *world) {
			w.handle(DeliveryFailed{Sent: SentMail{Ticket: 1001, Recipient: dana, Template: TemplateReply}, Status: "5.1.1"})
		}},
		{"the requester was asked often enough lately", func(w *world) { w.p.Survey.Most = Rate{1, time.Hour}; w.askedBefore(dana) }},
		{"the requester no longer needed it", func(w *world) {
			w.handle(w.mail(dana, "Re: Printer", "reopen, please", replyTo(w.ids[dana])))
			w.handle(w.mail(dana, "Re: Printer", "cancel", replyTo(w.ids[dana])))
			w.now = w.now.Add(48 * time.Hour)
		}},
	} {
		w, _ := solvedPrinter(t)
		c.edit(w)
		d := w.surveyTimer(1001)
		last := d.Events[len(d.Events)-1].Detail
		if s, ok := last.(Surveyed); told(d) != "" || !ok || !strings.HasPrefix(s.Why, c.why) {
			t.Errorf("%s: told %q, event %+v", c.why, told(d), last)
		}
		if !w.tickets[1001].SurveyedAt.IsZero() {
			t.Errorf("%s: counts as asked", c.why)
		}
	}
}

// edit changes a ticket without events, so that it is not what its events add up to: for tests of what is not decided.
func (w *world) edit(id int64, change func(*Ticket)) {
	t := w.tickets[id]
	change(&t)
	w.tickets[id] = t
	w.loose = true
}

// askedBefore lets a person have been asked about another ticket.
func (w *world) askedBefore(addr string) {
	w.tickets[999] = Ticket{ID: 999, Requester: addr, SurveyedAt: w.now.Add(-time.Minute)}
}

func TestRatings(t *testing.T) {
	for _, c := range []struct {
		text   string
		rating int
		words  string
		told   string
		status string
	}{
		{"/rate 5", 5, "", "agent-update>" + alice, "resolved"},
		{"/rate 4\n\nThank you,\nit prints.", 4, "Thank you,\nit prints.", "agent-update>" + alice, "resolved"},
		{"/RATE 4/5 – quick work", 4, "quick work", "agent-update>" + alice, "resolved"},
		{"#rate 3", 3, "", "agent-update>" + alice, "resolved"},
		{"5", 5, "", "agent-update>" + alice, "resolved"},
		{"5, thanks", 5, "thanks", "agent-update>" + alice, "resolved"},
		{"4/5\nIt took long.", 4, "It took long.", "agent-update>" + alice, "resolved"},
		{"/rate 2\nIt took long.", 2, "It took long.", "alert>" + alice + " alert>maria@acme.example", "resolved"},
		{"1", 1, "", "alert>" + alice + " alert>maria@acme.example", "open"},
		{"/rate 6", 0, "", "survey>" + dana, "resolved"},
		{"/rate very good", 0, "", "survey>" + dana, "resolved"},
		{"2. The printer still jams", 0, "", "agent-update>" + alice, "open"},
		{"5 pages jammed again", 0, "", "agent-update>" + alice, "open"},
		{"Thank you\n/rate 5", 0, "", "agent-update>" + alice, "open"},
	} {
		w, survey := surveyed(t)
		d := w.handle(w.mail(dana, "Re: Printer", c.text, replyTo(survey)))
		w.want(d, OutcomeReply, 1001, c.told)
		w.wantStatus(1001, c.status)
		words := ""
		for _, e := range d.Events {
			if r, ok := e.Detail.(Rated); ok {
				words = r.Words
			}
		}
		if got := w.tickets[1001].Rating; got != c.rating || words != c.words {
			t.Errorf("%q is %d with %q, want %d with %q", c.text, got, words, c.rating, c.words)
		}
		for _, m := range d.Messages {
			if c.rating > 0 && (m.Visibility != Internal || m.Text != c.words) {
				t.Errorf("%q leaves a message %s %q", c.text, m.Visibility, m.Text)
			}
		}
	}
}

// TestWhatIsNoRating: a figure says something only where it was asked for, and a command counts where commands do.
func TestWhatIsNoRating(t *testing.T) {
	w, _ := surveyed(t)
	toDana := w.p.MessageID(1001, "1", TemplateReply, dana)
	w.want(w.handle(w.mail(dana, "Re: Printer", "5", replyTo(toDana))), OutcomeReply, 1001, "agent-update>"+alice)
	if w.tickets[1001].Rating != 0 {
		t.Error("a bare figure to another mail is a rating")
	}
	w, _ = surveyed(t)
	d := w.handle(w.mail(dana, "Re: Printer", "/rate 5", replyTo(toDana), func(in *MailIn) { in.Mail.Typed = "" }))
	if w.tickets[1001].Rating != 0 || d.Outcome != OutcomeReply {
		t.Error("a command of HTML alone counts")
	}
	for name, in := range map[string]MailIn{
		"not proven": w.mail(dana, "Re: Printer", "/rate 1", replyTo(w.ids[dana]), unproven),
	} {
		if d := w.handle(in); told(d) != "" || w.tickets[1001].Rating != 0 || d.Messages[0].Visibility != Internal {
			t.Errorf("%s: told %q, rated %d", name, told(d), w.tickets[1001].Rating)
		}
	}
	w, _ = surveyed(t)
	w.handle(w.mail(alice, "Re: Printer", "/cc "+erin, replyTo(w.ids[alice])))
	if d := w.handle(w.mail(erin, "Re: [ACME #1001] Printer", "/rate 1", replyTo(toDana))); told(d) != "" || w.tickets[1001].Rating != 0 {
		t.Errorf("a participant rates: %s", told(d))
	}
	if d := w.handle(w.mail(alice, "Re: Printer", "/rate 5", replyTo(w.ids[alice]))); told(d) != "command-error>"+alice || w.tickets[1001].Rating != 0 {
		t.Errorf("an agent rates the own work: %s", told(d))
	}
}

// TestRatingCanBeChangedForAWeek after the question.
func TestRatingCanBeChangedForAWeek(t *testing.T) {
	w, survey := surveyed(t)
	w.handle(w.mail(dana, "Re: Printer", "/rate 3", replyTo(survey)))
	w.now = w.now.Add(6 * 24 * time.Hour)
	w.handle(w.mail(dana, "Re: Printer", "/rate 4", replyTo(survey)))
	if w.tickets[1001].Rating != 4 {
		t.Errorf("rated %d", w.tickets[1001].Rating)
	}
	w.now = w.now.Add(2 * 24 * time.Hour)
	d := w.handle(w.mail(dana, "Re: Printer", "/rate 5", replyTo(survey)))
	if w.want(d, OutcomeReply, 1001, "reply>"+dana); w.tickets[1001].Rating != 4 || !strings.Contains(fmt.Sprint(d.Notices[0].Changes), "of 4 stands") {
		t.Errorf("rated %d, told %v", w.tickets[1001].Rating, d.Notices[0].Changes)
	}
}

// TestLateFirstRating counts, and opens nothing that has been closed for long.
func TestLateFirstRating(t *testing.T) {
	w, survey := surveyed(t)
	w.handle(TimerDue{Timer{Ticket: 1001, Kind: TimerClose}})
	w.now = w.now.Add(60 * 24 * time.Hour)
	w.handle(TimerDue{Timer{Ticket: 1001, Kind: TimerClose}})
	w.now = w.now.Add(60 * 24 * time.Hour)
	d := w.handle(w.mail(dana, "Re: Printer", "/rate 1\nStill angry.", replyTo(survey)))
	w.want(d, OutcomeReply, 1001, "alert>"+alice+" alert>maria@acme.example")
	if w.wantStatus(1001, "closed"); w.tickets[1001].Rating != 1 {
		t.Errorf("rated %d", w.tickets[1001].Rating)
	}
}
