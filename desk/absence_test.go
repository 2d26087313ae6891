package desk

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// says lets an agent write a mail of commands that belongs to no ticket.
func (w *world) says(agent, text string) Decision {
	w.t.Helper()
	return w.handle(w.mail(agent, "about me", text))
}

func lines(d Decision) string {
	var out []string
	for _, n := range d.Notices {
		for _, s := range n.Transcript {
			out = append(out, s.Lines...)
		}
	}
	return strings.Join(out, " ")
}

func TestAwayAndBackAreAboutTheAgent(t *testing.T) {
	w, _, toAlice := printer(t)
	w.p.Agents[0].Location = time.FixedZone("east", 5*3600)
	d := w.handle(w.mail(alice, "Re: [ACME #1001] Printer", "/away until fri to bo", replyTo(toAlice)))
	w.want(d, OutcomeCommand, 0, "transcript>"+alice)
	// Friday noon in UTC is Friday evening there: the next Friday is meant, from its beginning on.
	want := time.Date(2026, 11, 26, 19, 0, 0, 0, time.UTC)
	if a := w.away["alice"]; !a.Until.Equal(want) || a.Deputy != "bob" || a.Inferred || !a.Since.Equal(w.now) {
		t.Errorf("%+v", a)
	}
	if got := lines(d); got != "You are away until 2026-11-27; no new tickets are given to you. bob gets what rules give to you and hears with you what requesters write. 1 ticket stays yours; /list mine shows it." {
		t.Error(got)
	}
	if len(d.Tickets) != 0 || d.Events[0].Ticket != 0 || w.tickets[1001].Messages != 2-1 {
		t.Errorf("%+v %+v", d.Events, w.tickets[1001])
	}

	d = w.says(alice, "/back")
	w.want(d, OutcomeCommand, 0, "transcript>"+alice)
	if _, away := w.away["alice"]; away || !strings.Contains(lines(d), "You are back") {
		t.Errorf("%v %s", w.away, lines(d))
	}
	if d = w.says(alice, "/back"); len(d.Events) != 0 || lines(d) != "You were not away." {
		t.Errorf("%+v %s", d.Events, lines(d))
	}
	if d = w.says(alice, "/away"); !w.away["alice"].Until.IsZero() || !strings.Contains(lines(d), "away until you send /back") {
		t.Errorf("%+v %s", w.away["alice"], lines(d))
	}
	if d = w.says(alice, "/away 3d"); d.Held.Reason != "command-mistake" {
		t.Errorf("%+v", d)
	}
}

func TestAwayMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"/away until 2026-11-01":      "is past",
		"/away until tomorrow to zoe": "there is no agent zoe",
		"/away to alice":              "you cannot be your own deputy",
		"/away until sometime":        "is no time",
	} {
		w, _, toAlice := printer(t)
		d := w.handle(w.mail(alice, "Re: Printer", text, replyTo(toAlice)))
		w.want(d, OutcomeReply, 1001, "command-error>"+alice)
		if got := d.Notices[0].Problems[0].Message; !strings.Contains(got, want) || len(w.away) > 0 {
			t.Errorf("%s: %q %v", text, got, w.away)
		}
		d = w.says(alice, text)
		w.want(d, OutcomeQuarantined, 0, "command-error>"+alice)
	}
}

func TestAwayBesideOtherCommands(t *testing.T) {
	w, _, toAlice := printer(t)
	d := w.handle(w.mail(alice, "Re: Printer", "/away until 2026-12-01\n/pending 3d\n\nI am back in December.", replyTo(toAlice)))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice+" reply>"+dana)
	w.wantStatus(1001, "pending")
	if n := d.Notices[1]; !strings.HasPrefix(n.Changes[0], "You are away until 2026-12-01") || !w.hasAway("alice") {
		t.Errorf("%+v %v", n.Changes, w.away)
	}
	// All or nothing: a mistake beside it leaves the agent here.
	w, _, toAlice = printer(t)
	d = w.handle(w.mail(alice, "Re: Printer", "/away\n/assign zoe", replyTo(toAlice)))
	w.want(d, OutcomeReply, 1001, "command-error>"+alice)
	if w.hasAway("alice") {
		t.Error("half of a mail was carried out")
	}
}

func (w *world) hasAway(name string) bool { _, ok := w.away[name]; return ok }

func TestAwayWithOtherWordsOpensNoTicket(t *testing.T) {
	w := newWorld(t)
	d := w.says(alice, "/away until mon\n\nAlice Fox\nACME")
	w.want(d, OutcomeCommand, 0, "transcript>"+alice)
	if len(w.tickets) > 0 || !strings.Contains(lines(d), "Your other words opened no ticket.") {
		t.Error(lines(d))
	}
	d = w.handle(w.mail(alice, "x", "/away", func(in *MailIn) { in.Mail.To = nil }))
	if d.Held.Reason != "not-addressed" {
		t.Errorf("%+v", d.Held)
	}
	d = w.handle(w.mail(alice, "x", "/back", unproven))
	if d.Held.Reason != "unproven-agent" || !w.hasAway("alice") {
		t.Errorf("%+v", d.Held)
	}
}

func TestOwnOutOfOffice(t *testing.T) {
	w, _, toAlice := printer(t)
	w.p.Limits.TicketsPerSender = Rate{}
	ooo := func(text string, o ...func(*MailIn)) Decision {
		return w.handle(w.mail(alice, "Automatic reply: Printer", text, append(o, class(ClassAutoReply))...))
	}
	d := ooo("I am away until 24 December 2026.")
	w.want(d, OutcomeIgnored, 0, "")
	if a := w.away["alice"]; !a.Inferred || a.Until.Format(time.DateTime) != "2026-12-25 00:00:00" || d.Trace.Why != "an agent's out-of-office reply: alice is away until 2026-12-25" {
		t.Errorf("%+v %s", a, d.Trace.Why)
	}
	if d = ooo("I am away."); len(d.Events) != 0 { // says nothing new
		t.Errorf("%+v", d.Events)
	}
	d = ooo("I am away until 27 December 2026.", replyTo(toAlice))
	w.want(d, OutcomeReply, 1001, "")
	if a := w.away["alice"]; a.Until.Day() != 28 {
		t.Errorf("%+v", a)
	}

	// The agent's own mail ends it; what is held does not.
	w.handle(w.mail(alice, "not to us", "/take", func(in *MailIn) { in.Mail.To = nil }))
	if !w.hasAway("alice") {
		t.Error("a held mail ended the absence")
	}
	d = w.handle(w.mail(alice, "Re: Printer", "Here I am.", replyTo(toAlice)))
	if w.hasAway("alice") || !slices.ContainsFunc(d.Events, func(e Event) bool { return e.Detail == CameBack{Agent: "alice", Why: "wrote to the desk"} }) {
		t.Errorf("%+v", d.Events)
	}

	// Never longer than sixty days, and not at all where the day is past.
	ooo("I am away until 1 November 2026.")
	if w.hasAway("alice") {
		t.Errorf("%+v", w.away)
	}
	ooo("I am away until 24 June 2027.")
	if a := w.away["alice"]; !a.Until.Equal(w.now.Add(60 * 24 * time.Hour)) {
		t.Errorf("%+v", a)
	}
}

func TestOutOfOfficeThatDoesNotCount(t *testing.T) {
	for name, in := range map[string]func(*MailIn){
		"unproven":     unproven,
		"receipt":      field("Content-Type", "multipart/report; report-type=disposition-notification"),
		"calendar":     func(in *MailIn) { in.Mail.Attachments = []Attachment{{Type: "text/calendar"}} },
		"not an agent": func(in *MailIn) { in.Mail.From = []Address{{Addr: dana}} },
	} {
		w := newWorld(t)
		d := w.handle(w.mail(alice, "Automatic reply", "Away until 2026-12-24.", class(ClassAutoReply), in))
		if w.hasAway("alice") || d.Outcome != OutcomeQuarantined {
			t.Errorf("%s: %+v %v", name, d.Outcome, w.away)
		}
	}
	w := newWorld(t)
	w.says(alice, "/away until 2026-12-01 to bob")
	w.handle(w.mail(alice, "Automatic reply", "Away until 2026-12-24.", class(ClassAutoReply)))
	if a := w.away["alice"]; a.Inferred || a.Until.Month() != 12 || a.Until.Day() != 1 {
		t.Errorf("what the agent said was overridden: %+v", a)
	}
	w.handle(w.mail(alice, "a question", "How are you?"))
	if !w.hasAway("alice") {
		t.Error("a mail ended what only /back ends")
	}
	w.now = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	w.p.QueueByName("service-desk").Assign = AssignRoundRobin
	if d := w.handle(w.mail(dana, "x", "y")); w.tickets[d.Ticket].Assignee != "alice" {
		t.Errorf("an absence that is over still counts: %+v", w.tickets[d.Ticket])
	}
}

func TestRoundRobinSkipsAndStaysFair(t *testing.T) {
	w := newWorld(t)
	w.p.Limits.TicketsPerSender, w.p.Limits.AcksPerSender = Rate{}, Rate{}
	q := w.p.QueueByName("changes")
	q.Assign = AssignRoundRobin
	w.p.Mailboxes[0].Queue = "changes"
	given := func(n int) string {
		var out []string
		for range n {
			out = append(out, w.tickets[w.handle(w.mail(dana, "x", "y")).Ticket].Assignee)
		}
		return strings.Join(out, " ")
	}
	if got := given(2); got != "alice bob" {
		t.Error(got)
	}
	w.says(bob, "/away")
	if got := given(4); got != "carol alice carol alice" {
		t.Error(got)
	}
	w.says(bob, "/back")
	if got := given(3); got != "bob carol alice" {
		t.Error(got)
	}
	q.Assign = AssignLeastBusy
	w.says(bob, "/away") // who has least
	if got := given(1); got != "carol" && got != "alice" {
		t.Error(got)
	}
	w.says(alice, "/away")
	w.says(carol, "/away")
	d := w.handle(w.mail(dana, "x", "y"))
	if w.tickets[d.Ticket].Assignee != "" || told(d) != strings.Join([]string{"ack>" + dana, "agent-new>" + alice, "agent-new>" + bob, "agent-new>" + carol}, " ") {
		t.Errorf("%+v %s", w.tickets[d.Ticket], told(d))
	}
	if n := d.Notices[1]; !slices.Contains(n.Changes, "Assigned to nobody: everybody who works queue changes is away") {
		t.Error(n.Changes)
	}
}

func TestRulesAndDeputies(t *testing.T) {
	for name, c := range map[string]struct {
		says           map[string]string
		queue          string
		want, assigned string
	}{
		"here":               {nil, "changes", "carol", ""},
		"deputy":             {map[string]string{carol: "/away to bob"}, "changes", "bob", ""},
		"chain":              {map[string]string{carol: "/away to bob", bob: "/away to alice"}, "changes", "alice", ""},
		"circle":             {map[string]string{carol: "/away to bob", bob: "/away to carol"}, "changes", "", ""},
		"no deputy":          {map[string]string{carol: "/away until 2026-12-24"}, "changes", "", "carol is away until 2026-12-24"},
		"may not work there": {map[string]string{carol: "/away to bob"}, "security", "", "carol is away (deputy bob)"},
	} {
		w := newWorld(t)
		w.p.Rules = []Rule{{Name: "r", Queue: c.queue, Assign: "carol"}}
		for who, text := range c.says {
			w.says(who, text)
		}
		d := w.handle(w.mail(dana, "x", "y"))
		if got := w.tickets[d.Ticket].Assignee; got != c.want {
			t.Errorf("%s: %q", name, got)
		}
		if c.assigned != "" && !slices.ContainsFunc(d.Events, func(e Event) bool {
			a, ok := e.Detail.(Assigned)
			return ok && a.To == "" && strings.Contains(a.Why, c.assigned)
		}) {
			t.Errorf("%s: nothing says why: %+v", name, d.Events)
		}
	}
}

func TestWhoHearsWhileSomebodyIsAway(t *testing.T) {
	w, toDana, _ := printer(t)
	w.says(alice, "/away until 2026-12-24 to bob")
	d := w.handle(w.mail(dana, "Re: Printer", "Still jams.", replyTo(toDana)))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice+" agent-update>"+bob)
	if n := d.Notices[1]; n.Why != "alice is away until 2026-12-24 (deputy bob) and has the ticket" {
		t.Error(n.Why)
	}
	d = w.handle(w.mail(erin, "New", "thing"))
	w.want(d, OutcomeNew, 1002, "ack>"+erin+" agent-new>"+bob)
	if want := (Suppressed{TemplateAgentNew, alice, "away until 2026-12-24"}); !slices.Contains(d.Suppressed, want) {
		t.Errorf("%+v", d.Suppressed)
	}
	w.says(alice, "/away to carol") // who does not work the queue
	d = w.handle(w.mail(dana, "Re: Printer", "And again.", replyTo(toDana)))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice+" agent-update>"+bob)
}

func TestAssigningToSomebodyWhoIsAwayWarns(t *testing.T) {
	w, _, toAlice := printer(t)
	w.says(bob, "/away until 2026-12-24 to alice")
	d := w.handle(w.mail(alice, "Re: Printer", "/assign bob", replyTo(toAlice)))
	w.want(d, OutcomeCommand, 1001, "agent-update>"+alice+" agent-update>"+bob)
	if got := d.Notices[1].Changes[0]; w.tickets[1001].Assignee != "bob" || got != "bob is away until 2026-12-24 (deputy alice)." {
		t.Errorf("%q %+v", got, w.tickets[1001])
	}
}
