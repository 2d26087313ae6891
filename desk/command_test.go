package desk

import (
	"fmt"
	"strings"
	"testing"
)

// Every command on the printer ticket: what it does and whom it tells.
func TestCommands(t *testing.T) {
	for _, c := range []struct {
		text  string
		check func(Ticket) string // "" where the ticket is as it should be
		told  string
	}{
		{"/assign bob", field1("assignee bob"), "agent-update>" + bob},
		{"/assign bo", field1("assignee bob"), "agent-update>" + bob},
		{"/assign none", field1("assignee "), ""},
		{"/queue changes", field1("queue changes status assessing assignee alice"), ""},
		{"/queue security", field1("queue security status open assignee "), "agent-new>" + carol},
		{"/status pending", field1("status pending"), ""},
		{"/status pend", field1("status pending"), ""},
		{"/resolve", field1("status resolved"), "resolved>" + dana},
		{"/close", field1("status closed"), "closed>" + dana},
		{"/close\n\nBye", field1("status closed messages 2"), "closed>" + dana},
		{"/pending 2026-12-01", field1("status pending until 2026-12-01"), ""},
		{"/priority P1", field1("priority P1 true"), ""},
		{"/priority high", field1("priority P2 true"), ""},
		{"/priority low", field1("priority P4 true"), ""},
		{"/impact high\n/urgency high", field1("priority P1 false"), ""},
		{"/note\nI think it is the fuser.", field1("messages 2 status open"), ""},
		{"/cc erin@example.org\nWe look into it.", field1("participants [erin@example.org]"), "reply>" + dana + " reply>" + erin},
		{"/tag printer floor3", field1("tags [printer floor3]"), ""},
		{"/subject Fuser of printer 3", field1("subject Fuser of printer 3"), ""},
		{"/assign bob\n/priority high\nBob will help you.", field1("assignee bob priority P2 true"), "agent-update>" + bob + " reply>" + dana},
	} {
		t.Run(c.text, func(t *testing.T) {
			w, _, toAlice := printer(t)
			d := w.handle(w.mail(alice, "Re: x", c.text, replyTo(toAlice)))
			if wrong := c.check(w.tickets[1001]); wrong != "" {
				t.Errorf("%s (%s)", wrong, d.Trace.Why)
			}
			if told(d) != c.told {
				t.Errorf("told %q, want %q", told(d), c.told)
			}
		})
	}
}

// field1 checks the named fields of a ticket against their printed values.
func field1(want string) func(Ticket) string {
	return func(t Ticket) string {
		got := fmt.Sprintf("assignee %s queue %s status %s assignee %s messages %d status %s priority %s %v until %s participants %v tags %v subject %s",
			t.Assignee, t.Queue, t.Status, t.Assignee, t.Messages, t.Status, t.Priority, t.ByHand,
			t.PendingUntil.Format("2006-01-02"), t.Participants, t.Tags, t.Subject)
		for _, part := range splitFields(want) {
			if !strings.Contains(got+" ", part+" ") {
				return fmt.Sprintf("want %q in %q", part, got)
			}
		}
		return ""
	}
}

// splitFields cuts "status open messages 2" into "status open" and "messages 2".
func splitFields(s string) []string {
	var out []string
	for _, name := range []string{"assignee ", "queue ", "status ", "messages ", "priority ", "until ", "participants ", "tags ", "subject "} {
		if i := strings.Index(" "+s, " "+name); i >= 0 {
			rest := s[i+len(name):]
			end := len(rest)
			for _, next := range []string{" assignee ", " queue ", " status ", " messages ", " priority ", " until ", " participants ", " tags "} {
				if j := strings.Index(rest, next); j >= 0 && j < end {
					end = j
				}
			}
			out = append(out, name+rest[:end])
		}
	}
	return out
}

// A mistake: nothing is carried out, nothing goes to the requester, the agent is told which line and what
// would be possible.
func TestCommandMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"/assign nobody":                        "there is no agent nobody",
		"/assign carol":                         "does not work queue service-desk",
		"/status done":                          "knows no status done",
		"/queue nowhere":                        "there is no queue nowhere",
		"/priority high\n/assign nobody\nHello": "there is no agent nobody",
		"/reopen":                               "only a resolved or closed one",
		"/pending 2020-01-01":                   "is past",
		"/uncc erin@example.org":                "no participant",
		"/untag x":                              "no tag x",
		"/cc support@acme.example":              "address of the desk itself",
		"/clsoe":                                "clsoe",
		"/take now":                             "take",
		"/priority urgent":                      "urgent",
	} {
		t.Run(text, func(t *testing.T) {
			w, _, toAlice := printer(t)
			before := w.tickets[1001]
			d := w.handle(w.mail(alice, "Re: x", text, replyTo(toAlice)))
			w.want(d, OutcomeReply, 1001, "command-error>"+alice)
			p := d.Notices[0].Problems
			if len(p) == 0 || !strings.Contains(p[0].Message+p[0].Text, want) {
				t.Errorf("problems %+v, want %q", p, want)
			}
			after := w.tickets[1001]
			if after.Status != before.Status || after.Assignee != before.Assignee || after.Priority != before.Priority {
				t.Error("something was carried out")
			}
			if len(d.Messages) != 1 || d.Messages[0].Visibility != Internal {
				t.Errorf("the mail is kept as an internal note: %+v", d.Messages)
			}
		})
	}
}

// Words that an agent's mail must not send out.
func TestNothingGoesOutByMistake(t *testing.T) {
	for name, o := range map[string]func(*MailIn){
		"command in HTML alone": func(in *MailIn) { in.Mail.Typed, in.Mail.NewText = "", "/close" },
		"no words":              func(in *MailIn) { in.Mail.Typed, in.Mail.NewText = "", "" },
	} {
		t.Run(name, func(t *testing.T) {
			w, _, toAlice := printer(t)
			w.want(w.handle(w.mail(alice, "Re: x", "", replyTo(toAlice), o)), OutcomeReply, 1001, "command-error>"+alice)
			w.wantStatus(1001, "open")
		})
	}
	w, _, toAlice := printer(t)
	d := w.handle(w.mail(alice, "Re: x", "", replyTo(toAlice), func(in *MailIn) {
		in.Mail.Typed, in.Mail.NewText, in.Mail.UTF7 = "", "/close", true
	}))
	w.want(d, OutcomeReply, 1001, "reply>"+dana)
	w.wantStatus(1001, "open")
}

// What the short commands mean in each lifecycle (the table of the practices).
func TestShortCommandsPerLifecycle(t *testing.T) {
	for _, c := range []struct{ queue, take, pending, resolve, reopen string }{
		{"service-desk", "open", "pending", "resolved", "open"},
		{"requests", "fulfilling", "pending", "fulfilled", "fulfilling"},
		{"changes", "assessing", "", "implemented", "in-review"},
		{"problems", "investigating", "pending", "resolved", "investigating"},
		{"events", "open", "", "cleared", "open"},
		{"improvements", "assessed", "", "done", "doing"},
	} {
		t.Run(c.queue, func(t *testing.T) {
			w := newWorld(t)
			w.p.Mailboxes[0].Queue = c.queue
			w.p.QueueByName(c.queue).Agents = []string{"alice", "bob"}
			w.handle(w.mail(dana, "x", "y"))
			say := func(text, status string) {
				t.Helper()
				d := w.handle(w.mail(alice, "[ACME #1001] x", text))
				if status == "" {
					if !strings.Contains(told(d), "command-error") {
						t.Errorf("%s was not refused", text)
					}
					return
				}
				w.wantStatus(1001, status)
			}
			say("/take", c.take)
			say("/pending", c.pending)
			say("/resolve", c.resolve)
			say("/reopen", c.reopen)
			say("/resolve", c.resolve)
			say("/close", "closed")
			if c.queue == "changes" {
				kinds := ""
				for _, e := range w.events[1001] {
					if s, ok := e.Detail.(StatusChanged); ok {
						kinds += " " + s.To
					}
				}
				if !strings.HasSuffix(kinds, "implemented in-review closed") {
					t.Errorf("a change passes its review before it is closed:%s", kinds)
				}
			}
		})
	}
}
