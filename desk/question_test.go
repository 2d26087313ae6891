package desk

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// asked are a decision's questions in short: kind, what it is about, what it may show.
func asked(d Decision) string {
	var out []string
	for _, q := range d.Questions {
		text := string(q.Kind)
		if q.Ticket > 0 {
			text += fmt.Sprintf(" %d hears %v", q.Ticket, q.Hears)
		}
		if q.Words != "" {
			text += " " + q.Words
		}
		if q.Filter != (QuestionFilter{}) {
			text += fmt.Sprintf(" %+v", q.Filter)
		}
		if q.Held > 0 {
			text += fmt.Sprintf(" lets in %d", q.Held)
		}
		if q.Refusal != "" {
			text += " – " + q.Refusal
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

// TestQuestions: what an agent's mail asks, bounded by what the agent may see. Ticket 1001 is in the service desk, 1002 in
// security, which alice may not work, and 1003 there is hers all the same.
func TestQuestions(t *testing.T) {
	for _, c := range []struct{ from, words, want, mistake string }{
		{alice, "/list", "list {Assignee: Queue: Status: Requester: Open:true}", ""},
		{alice, "/list mine", "list {Assignee:alice Queue: Status: Requester: Open:true}", ""},
		{alice, "/list serv", "list {Assignee: Queue:service-desk Status: Requester: Open:true}", ""},
		{alice, "/list pending", "list {Assignee: Queue: Status:pending Requester: Open:false}", ""},
		{alice, "/list security", "", "security is no queue of yours and no status"},
		{alice, "/show 1001", "show 1001 hears [alice]", ""},
		{alice, "/why #1001", "why 1001 hears [alice]", ""},
		{alice, "/show 1002", "show – There is no ticket #1002 that you may work.", ""},
		{alice, "/show 9999", "show – There is no ticket #9999 that you may work.", ""},
		{alice, "/show 1003", "show 1003 hears [alice]", ""},
		{carol, "/show 1001", "show – There is no ticket #1001 that you may work.", ""},
		{alice, "/show", "", "the mail belongs to no ticket; name one: /show 1042"},
		{alice, "/search printer jam", "search printer jam", ""},
		{alice, "/report\n/help", "report; help", ""},
		{alice, "/show 1001\n/why 1001\n/list", "show 1001 hears [alice]; why 1001 hears [alice]; list {Assignee: Queue: Status: Requester: Open:true}", ""},
		{alice, "/quarantine", "quarantine", ""},
		{alice, "/quarantine release 7", "", "only managers let in what was held back"},
		{bob, "/quarantine release 7", "quarantine lets in 7", ""},
		{bob, "/quarantine release x", "", "x is no number of a held mail; /quarantine lists them"},
		{alice, "/list x y\n/show 1001", "", `one name is wanted, not "x y"; write the message in the lines below`},
	} {
		w, _, _ := printer(t)
		w.p.Agents[1].Role = RoleManager
		w.handle(w.mail(dana, "Lost badge", "Help"))
		w.put(1002, "security", "new")
		w.handle(w.mail(dana, "Lost key", "Help"))
		w.put(1003, "security", "open")
		others := w.tickets[1002]
		others.Assignee = ""
		w.tickets[1002] = others
		d := Decide(w.p, w.facts(Ask(w.p, w.mail(c.from, "q", c.words))), w.mail(c.from, "q", c.words))
		if len(d.Events)+len(d.Messages)+len(d.Tickets) > 0 || d.Outcome != OutcomeQuery || d.Ticket != 0 {
			t.Errorf("%q is no question alone: %s %+v", c.words, d.Outcome, d.Events)
		}
		if got := asked(d); got != c.want {
			t.Errorf("%q asks\n%s\nwant\n%s", c.words, got, c.want)
		}
		template, mistake := TemplateTranscript, ""
		if c.mistake != "" {
			template = TemplateCommandError
		}
		if told(d) != template+">"+c.from {
			t.Errorf("%q: told %s", c.words, told(d))
			continue
		}
		if p := d.Notices[0].Problems; len(p) > 0 {
			mistake = p[0].Message
		}
		if mistake != c.mistake {
			t.Errorf("%q: mistake %q, want %q", c.words, mistake, c.mistake)
		}
	}
}

// TestQuestionOnATicket: a question in an answer is about the ticket, and so is what comes back.
func TestQuestionOnATicket(t *testing.T) {
	w, _, toAlice := printer(t)
	d := w.handle(w.mail(alice, "Re: [ACME #1001] Printer", "/show\n\nJust looking.", replyTo(toAlice)))
	w.want(d, OutcomeQuery, 0, "transcript>"+alice)
	if n := d.Notices[0]; asked(d) != "show 1001 hears [alice]" || n.Ticket != 1001 || len(n.History) > 0 || n.Words != "" {
		t.Errorf("%s %+v", asked(d), n)
	}
	d = w.handle(w.mail(alice, "Re: [ACME #1001] Printer", "/list\n/show", replyTo(toAlice)))
	if n := d.Notices[0]; n.Ticket != 0 {
		t.Errorf("an answer about several things belongs to ticket %d", n.Ticket)
	}
	d = w.handle(w.mail(alice, "Re: [ACME #1001] Printer", "/show x", replyTo(toAlice)))
	w.want(d, OutcomeQuery, 0, "command-error>"+alice)
	if len(w.talk[1001]) != 1 {
		t.Errorf("a question stands in the conversation: %+v", w.talk[1001])
	}
}

// TestQuestionsOfOthers: who may not ask is answered like with any other mail.
func TestQuestionsOfOthers(t *testing.T) {
	w, toDana, toAlice := printer(t)
	d := w.handle(w.mail(dana, "Re: [ACME #1001] Printer", "/show", replyTo(toDana)))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice)
	d = w.handle(w.mail(alice, "q", "/list", unproven))
	w.want(d, OutcomeQuarantined, 0, "")
	d = w.handle(w.mail(carol, "Re: [ACME #1001] Printer", "/show", replyTo(toAlice)))
	w.want(d, OutcomeQuarantined, 0, "command-error>"+carol)
	d = w.handle(w.mail(alice, "q", "/list", func(in *MailIn) { in.Mail.To = []Address{{Addr: "all@acme.example"}} }))
	w.want(d, OutcomeQuarantined, 0, "")
	d = w.handle(w.mail(alice, "q", "/list", class(ClassAutoGenerated)))
	if len(d.Questions) > 0 {
		t.Error("a machine was answered")
	}
}

func TestStatusOfOwnTickets(t *testing.T) {
	for _, c := range []struct {
		subject, language string
		option            func(*MailIn)
		outcome           Outcome
	}{
		{"Status", "en", nil, OutcomeQuery},
		{" STATUS? ", "en", nil, OutcomeQuery},
		{"Stand", "de", nil, OutcomeQuery},
		{"état", "fr", nil, OutcomeQuery},
		{"Estado", "es", nil, OutcomeQuery},
		{"Status", "fr", func(in *MailIn) { in.Mail.Language = "fr" }, OutcomeQuery},
		{"Status of my printer", "", nil, OutcomeNew},
		{"Re: Status", "", nil, OutcomeNew},
		{"Status", "", unproven, OutcomeNew},
		{"Status", "", failed, OutcomeNew},
		{"Status", "", class(ClassAutoGenerated), OutcomeNew},
		{"Status", "", field("List-Id", "x"), OutcomeNew},
		{"Status", "", func(in *MailIn) { in.Mail.SubjectFields = 2 }, OutcomeNew},
		{"Status", "", func(in *MailIn) { in.Mail.Attachments = []Attachment{{Name: "a.pdf"}} }, OutcomeNew},
	} {
		w := newWorld(t)
		option := c.option
		if option == nil {
			option = func(*MailIn) {}
		}
		d := w.handle(w.mail(dana, c.subject, "", option))
		if d.Outcome != c.outcome {
			t.Errorf("%q: %s (%s)", c.subject, d.Outcome, d.Trace.Why)
			continue
		}
		if d.Outcome != OutcomeQuery {
			if len(d.Questions) > 0 || strings.Contains(told(d), TemplateTranscript) {
				t.Errorf("%q: %s", c.subject, told(d))
			}
			continue
		}
		if n := d.Notices[0]; n.To.Addr != dana || n.Audience != ToRequester || n.Language != c.language || len(n.Changes) > 0 {
			t.Errorf("%q: %+v", c.subject, n)
		}
		if q := d.Questions[0]; q.Kind != AskStatus || q.Filter.Requester != dana {
			t.Errorf("%q: %+v", c.subject, q)
		}
	}
	w, _, _ := printer(t)
	if d := w.handle(w.mail(dana, "Status", "and by the way")); len(d.Notices) != 1 || len(d.Notices[0].Changes) != 1 {
		t.Errorf("%+v", d.Notices)
	}
	d := w.handle(w.mail(alice, "Status", "/take"))
	if d.Outcome == OutcomeQuery {
		t.Error("a command was taken for a question")
	}
}

// TestAnswers: what the scribe writes shows what the question may show, the most urgent first.
func TestAnswers(t *testing.T) {
	w := newWorld(t)
	s := Scribe{Policy: w.p, Now: w.now, Location: time.UTC}
	w.p.ReopenWindow = 14 * 24 * time.Hour
	list := []Ticket{
		{ID: 1, Subject: "late", Status: "open", Category: CategoryOpen, Priority: "P3", Queue: "service-desk", Requester: dana, DueAt: w.now.Add(-time.Hour), Assignee: "bob"},
		{ID: 2, Subject: "urgent", Status: "new", Category: CategoryNew, Priority: "P1", Queue: "service-desk", Requester: erin, CreatedAt: w.now},
		{ID: 3, Subject: "over", Status: "closed", Category: CategoryClosed, Priority: "P1", Queue: "changes", Requester: dana, ClosedAt: w.now.Add(-time.Hour), ResolvedAt: w.now.Add(-time.Hour)},
		{ID: 4, Subject: "long over", Status: "closed", Category: CategoryClosed, Priority: "P1", Requester: dana, ClosedAt: w.now.AddDate(-1, 0, 0)},
	}
	first := func(section Section) (cells string) {
		for _, r := range section.Rows {
			cells += r[0] + " "
		}
		return strings.TrimSpace(cells)
	}
	section := s.List(Question{Text: "/list"}, list[:3])
	if first(section) != "#2 #1 #3" || section.Lines[0] != "3 tickets" || section.Rows[1][5] != "overdue since 2026-11-20 11:00" || section.Rows[0][4] != "nobody" {
		t.Errorf("%+v", section)
	}
	if section = s.List(Question{}, nil); section.Lines[0] != "No ticket matches." {
		t.Errorf("%+v", section)
	}
	if section = s.List(Question{}, make([]Ticket, maxRows+2)); len(section.Rows) != maxRows || section.Lines[1] != "2 of them are not shown." {
		t.Errorf("%d rows, %q", len(section.Rows), section.Lines)
	}
	if section = s.Status(Question{Filter: QuestionFilter{Requester: dana}}, list); first(section) != "ACME #3 ACME #1" {
		t.Errorf("%+v", section)
	}
	report := s.Report(Question{Queues: []string{"service-desk", "changes"}}, list[:2], list)
	if got := fmt.Sprint(report[0].Rows); got != "[[service-desk 2 1 1 0] [changes 0 0 0 1] [Σ 2 1 1 1]]" || first(report[1]) != "#1" {
		t.Errorf("%s %+v", got, report)
	}
}

// TestHelpIsForWhoAsks: approvers who work no queue get their own commands, managers the release.
func TestHelpIsForWhoAsks(t *testing.T) {
	w := newWorld(t)
	s := Scribe{Policy: w.p, Now: w.now, Location: time.UTC}
	for _, c := range []struct {
		from        string
		has, hasNot string
	}{{alice, "/take", "/quarantine [release ID]"}, {bob, "/quarantine [release ID]", "/rate 1..5"}, {carol, "/help", "/take"}} {
		w.p.Agents[1].Role = RoleManager
		for i := range w.p.Queues {
			w.p.Queues[i].Agents = []string{"alice", "bob"}
		}
		d := w.handle(w.mail(c.from, "q", "/help"))
		text := fmt.Sprint(s.Help(d.Questions[0]))
		if !strings.Contains(text, c.has) || strings.Contains(text, c.hasNot) {
			t.Errorf("%s: %s", c.from, text)
		}
	}
}

// TestLongAnswersAreCut: the newest stays.
func TestLongAnswersAreCut(t *testing.T) {
	s := Scribe{Policy: newWorld(t).p, Location: time.UTC}
	d := Dossier{Ticket: Ticket{ID: 7}, Messages: []Message{{Text: "old"}, {Text: strings.Repeat("x", maxConversation)}, {Text: "new"}}}
	for range maxTimeline + 3 {
		d.Events = append(d.Events, Event{Detail: Wrote{Proven: true}})
	}
	show := s.Show(Question{Text: "/show"}, d)
	if talk := show[1]; len(talk.Entries) != 1 || talk.Entries[0].Text != "new" || talk.Lines[0] != "2 earlier messages are not shown." {
		t.Errorf("%d entries, %q", len(talk.Entries), talk.Lines)
	}
	if line := show[2]; len(line.Rows) != maxTimeline || line.Lines[0] != "3 earlier events are not shown." {
		t.Errorf("%d rows, %q", len(line.Rows), line.Lines)
	}
	d.Messages = d.Messages[1:2]
	if talk := s.Show(Question{}, d)[1]; len(talk.Entries) != 1 {
		t.Error("the only message is not shown")
	}
}
