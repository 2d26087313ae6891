package desk

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/desk/command"
)

const (
	dave  = "dave@acme.example"
	frank = "frank@acme.example"
	grace = "grace@acme.example"
)

// board is a world in which a laptop needs the yes of two of dave, frank and carol, none of whom works requests, and
// grace is a manager. Ticket 1001 is dana's request for one.
func board(t *testing.T, change ...func(*ApprovalRule)) *world {
	w := newWorld(t)
	for _, name := range []string{"dave", "frank", "grace"} {
		a := Agent{Name: name, FullName: strings.ToUpper(name[:1]) + name[1:], Addresses: []string{name + "@acme.example"}, Role: RoleApprover}
		if name == "grace" {
			a.Role = RoleManager
		}
		w.p.Agents = append(w.p.Agents, a)
	}
	rule := &ApprovalRule{By: []string{"dave", "frank", "carol"}, Quorum: 2, Remind: 48 * time.Hour, Expires: 7 * 24 * time.Hour}
	for _, c := range change {
		c(rule)
	}
	w.p.Services = []Service{{Name: "laptop", Title: "A new laptop", Queue: "requests", State: ServiceLive, Approval: rule,
		Fields: []ServiceField{{Name: "model"}, {Name: "needed_by", Type: "date"}, {Name: "reason"}}}}
	w.handle(w.mail(dana, "A new laptop", "My old one is slow.", func(in *MailIn) { in.Mail.From[0].Name = "Dana Reyes" }))
	w.handle(Commanded{Agent: "alice", Ticket: 1001, Block: command.ParseArgv([]string{"/queue requests", "/service laptop", "/set reason it is five years old",
		"/set needed_by 2026-12-11", "/status awaiting-approval"})})
	return w
}

// standing is the state of every approver of the latest round, "" for none.
func (w *world) standing(id int64) string {
	var all []string
	for _, a := range w.tickets[id].ThisRound() {
		s := a.Approver + " " + string(a.State)
		if a.Deputy != "" && a.By == "" {
			s += " via " + a.Deputy
		}
		if a.By != "" {
			s += " by " + a.By
		}
		if a.Words != "" {
			s += ": " + a.Words
		}
		all = append(all, s)
	}
	return strings.Join(all, "; ")
}

func (w *world) wantRound(id int64, round int, states string) {
	w.t.Helper()
	if got := w.standing(id); got != states || w.tickets[id].Round() != round {
		w.t.Errorf("round %d: %s\nwant round %d: %s", w.tickets[id].Round(), got, round, states)
	}
}

// toKey addresses a mail to a token of ours.
func toKey(key string) func(*MailIn) {
	return func(in *MailIn) { in.Mail.To = []Address{{Addr: "support+" + key + "@acme.example"}} }
}

func problemOf(d Decision) string {
	for _, n := range d.Notices {
		if n.Template == TemplateCommandError {
			return n.Problems[0].Message
		}
	}
	return ""
}

func TestApproval(t *testing.T) {
	w := board(t)
	w.wantStatus(1001, "awaiting-approval")
	w.wantRound(1001, 1, "dave asked; frank asked; carol asked")
	d := w.handle(w.mail(dave, "Re: A new laptop", "/approve the 13 inch one\n\nHello all.", replyTo(w.ids[dave])))
	w.want(d, OutcomeReply, 1001, "")
	w.wantRound(1001, 1, "dave approved: the 13 inch one; frank asked; carol asked")
	w.wantStatus(1001, "awaiting-approval")
	if m := w.talk[1001]; m[len(m)-1].Visibility != Internal {
		t.Error("an approver's other words go to the requester")
	}
	d = w.handle(w.mail(frank, "Re: A new laptop", "Yes, please!", replyTo(w.ids[frank])))
	w.want(d, OutcomeReply, 1001, "approval-result>alice@acme.example approval-result>bob@acme.example approval-result>dana@example.com")
	w.wantRound(1001, 1, "dave approved: the 13 inch one; frank approved: Yes, please!; carol withdrawn")
	w.wantStatus(1001, "approved")
	for _, n := range d.Notices {
		said := strings.Join(n.Changes, "|")
		if conditions := strings.Contains(said, "13 inch"); conditions != (n.Audience == ToAgent) {
			t.Errorf("%s reads %s", n.To.Addr, said)
		}
	}
	d = w.handle(w.mail(carol, "Re: A new laptop", "/reject too dear", replyTo(w.ids[carol])))
	w.want(d, OutcomeReply, 1001, "command-error>carol@acme.example")
	if got := problemOf(d); got != "it was decided already: dave approves, frank approves" {
		t.Error(got)
	}
	w.wantStatus(1001, "approved")
}

func TestApprovalRequest(t *testing.T) {
	w := newWorld(t)
	w = board(t)
	w.now = w.now.Add(48 * time.Hour)
	d := w.handle(TimerDue{Timer{Ticket: 1001, Kind: TimerApproval}})
	w.want(d, OutcomeIgnored, 1001, "approval-request>carol@acme.example approval-request>dave@acme.example approval-request>frank@acme.example")
	n := d.Notices[0]
	facts := fmt.Sprint(n.Transcript)
	for _, part := range []string{"it is five years old", "2026-12-11", "A new laptop", "My old one is slow.", "2 of 3 must say yes"} {
		if !strings.Contains(facts, part) {
			t.Errorf("the request does not say %q: %s", part, facts)
		}
	}
	want := []string{"Dana Reyes wants: A new laptop (by 2026-12-11)", "Please decide by 2026-11-27 12:00; after that it is rejected.",
		"You were asked before and have not decided yet."}
	if !slices.Equal(n.Changes, want) || n.Round != 1 || n.Wanted != "A new laptop" {
		t.Errorf("%q", n.Changes)
	}
	w.now = w.now.Add(5 * 24 * time.Hour)
	d = w.handle(TimerDue{Timer{Ticket: 1001, Kind: TimerApproval}})
	w.want(d, OutcomeIgnored, 1001, "approval-result>dana@example.com")
	w.wantRound(1001, 1, "dave expired; frank expired; carol expired")
	w.wantStatus(1001, "rejected")
	if d.Notices[0].Changes[0] != "It is rejected: nobody decided in time" {
		t.Error(d.Notices[0].Changes)
	}
}

// TestWhoMayDecide: only who was asked, proven, with the mail of their own and of this round, and once.
func TestWhoMayDecide(t *testing.T) {
	answer := func(from, text string, options ...func(*MailIn)) func(*world) MailIn {
		return func(w *world) MailIn { return w.mail(from, "Re: [ACME #1001] A new laptop", text, options...) }
	}
	after := func(before func(*world), in func(*world) MailIn) func(*world) MailIn {
		return func(w *world) MailIn { before(w); return in(w) }
	}
	key := func(w *world, round int, agent string) func(*MailIn) {
		return toKey(w.p.ApprovalToken(1001, round, agent))
	}
	changed := func(w *world) {
		w.handle(Commanded{Agent: "alice", Ticket: 1001, Block: command.ParseArgv([]string{"/set model 16"})})
	}
	for name, tt := range map[string]struct {
		in   func(*world) MailIn
		says string // the mistake; "" for a decision
	}{
		"by the link":             {func(w *world) MailIn { return answer(dave, "/approve", key(w, 1, "dave"))(w) }, ""},
		"by the link, a tag lost": {func(w *world) MailIn { return w.mail(dave, "", "/approve", key(w, 1, "dave")) }, ""},
		"by the key in the subject": {func(w *world) MailIn {
			return w.mail(dave, "Re: [ACME #1001] "+SubjectToken(w.p.ApprovalToken(1001, 1, "dave")), "/approve")
		}, ""},
		"own mail": {func(w *world) MailIn { return answer(dave, "/approve", replyTo(w.ids[dave]))(w) }, ""},
		"another agent's mail": {func(w *world) MailIn { return answer(alice, "/approve", replyTo(w.ids[dave]))(w) },
			"only who was asked decides: dave, frank, carol"},
		"another approver's mail": {func(w *world) MailIn { return answer(dave, "/approve", replyTo(w.ids[frank]))(w) }, "a decision counts only as an answer to the mail that asked you for it"},
		"another approver's key":  {func(w *world) MailIn { return answer(dave, "/approve", key(w, 1, "frank"))(w) }, "a decision counts only as an answer to the mail that asked you for it"},
		"the tag alone":           {answer(dave, "/approve"), "a decision counts only as an answer to the mail that asked you for it"},
		"not proven":              {func(w *world) MailIn { return answer(dave, "/approve", replyTo(w.ids[dave]), unproven)(w) }, "held"},
		"twice": {after(func(w *world) { w.handle(answer(dave, "/approve", replyTo(w.ids[dave]))(w)) },
			func(w *world) MailIn { return answer(dave, "/reject no", key(w, 1, "dave"))(w) }), "it was decided already: dave approves"},
		"of an earlier round": {func(w *world) MailIn {
			old := w.ids[dave]
			changed(w)
			return answer(dave, "/approve", replyTo(old))(w)
		}, "the request has changed since that mail; decide with a newer one"},
		"by the link of an earlier round": {after(changed, func(w *world) MailIn { return answer(dave, "/approve", key(w, 1, "dave"))(w) }),
			"the request has changed since that mail; decide with a newer one"},
		"by the link of the new round": {after(changed, func(w *world) MailIn { return answer(dave, "/approve", key(w, 2, "dave"))(w) }), ""},
		"a round that will be":         {func(w *world) MailIn { return answer(dave, "/approve", key(w, 7, "dave"))(w) }, "the request has changed since that mail; decide with a newer one"},
		"other commands": {func(w *world) MailIn { return answer(dave, "/approve\n/priority P1", replyTo(w.ids[dave]))(w) },
			"you are asked for your decision on this ticket and may not work it; possible are /approve and /reject"},
		"HTML alone": {func(w *world) MailIn {
			return answer(dave, "/approve", replyTo(w.ids[dave]), func(in *MailIn) { in.Mail.Typed, in.Mail.HTMLOnly = "", true })(w)
		}, "a command counts only as plain text at the very top of your own words, above any quote; nothing was carried out and nothing was sent"},
		"no reason": {func(w *world) MailIn { return answer(dave, "/reject", replyTo(w.ids[dave]))(w) }, "/reject needs a value: /reject REASON"},
		"an answer to another mail, with the question further back": {func(w *world) MailIn {
			id := w.ids[dave]
			w.sent["later@desk"] = SentMail{MessageID: "later@desk", Ticket: 1001, Recipient: dave, Template: TemplateReply, Version: 9}
			return answer(dave, "/approve", replyTo("later@desk"), func(in *MailIn) { in.Mail.References = []string{id, "later@desk"} })(w)
		}, "a decision counts only as an answer to the mail that asked you for it"},
		"References alone": {func(w *world) MailIn {
			id := w.ids[dave]
			return answer(dave, "/approve", func(in *MailIn) { in.Mail.References = []string{"own@mail.example", id} })(w)
		}, ""},
		"a vacation": {func(w *world) MailIn { return answer(dave, "yes", replyTo(w.ids[dave]), class(ClassAutoReply))(w) }, "nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			w := board(t)
			in := tt.in(w)
			before := w.standing(1001)
			d := w.handle(in)
			decided := strings.HasPrefix(w.standing(1001), "dave approved")
			switch {
			case tt.says == "":
				if !decided || d.Held.Reason != "" {
					t.Errorf("%s (%s)", w.standing(1001), d.Trace.Why)
				}
			case w.standing(1001) != before:
				t.Errorf("decided: %s", w.standing(1001))
			case tt.says == "held" && d.Outcome != OutcomeQuarantined:
				t.Errorf("%s: %s", d.Outcome, d.Trace.Why)
			case tt.says == "nothing" && len(d.Notices) > 0:
				t.Error(told(d))
			case tt.says != "held" && tt.says != "nothing" && problemOf(d) != tt.says:
				t.Errorf("%q (%s)\nwant %q", problemOf(d), d.Trace.Why, tt.says)
			}
		})
	}
}

// TestUnclearAnswers are asked back, with the links, kept as notes, and never sent to the requester.
func TestUnclearAnswers(t *testing.T) {
	for _, text := range []string{"ok, but after 18:00", "Yes?", "no idea, ask frank", "Yes.\n\nAnd the bag too.", "", "why 16 inch?", "not yet", "maybe"} {
		w := board(t)
		w.handle(Commanded{Agent: "alice", Ticket: 1001, Block: command.ParseArgv([]string{"/take"})})
		d := w.handle(w.mail(dave, "Re: A new laptop", text, replyTo(w.ids[dave])))
		want := "agent-update>alice@acme.example command-error>dave@acme.example"
		if text == "" {
			want = "command-error>dave@acme.example"
		}
		w.want(d, OutcomeReply, 1001, want)
		w.wantRound(1001, 1, "dave asked; frank asked; carol asked")
		if m := w.talk[1001]; m[len(m)-1].Visibility != Internal {
			t.Errorf("%q is public", text)
		}
		if i := slices.IndexFunc(d.Notices, func(n Notice) bool { return n.Template == TemplateCommandError }); i < 0 || d.Notices[i].Round != 1 {
			t.Errorf("%q is not asked back with links", text)
		}
	}
}

func TestVerdictOf(t *testing.T) {
	for text, want := range map[string]ApprovalState{
		"Yes": ApprovalApproved, "OK.": ApprovalApproved, "ok, thanks!": ApprovalApproved, "Ja, gerne": ApprovalApproved, "Genehmigt!": ApprovalApproved,
		"D’accord": ApprovalApproved, "¡Sí!": ApprovalApproved, "Approved – go ahead": "", "  oui \n": ApprovalApproved,
		"No.": ApprovalRejected, "Abgelehnt": ApprovalRejected, "Non, merci": ApprovalRejected, "rechazado": ApprovalRejected, "not approved": ApprovalRejected,
		"ok?": "", "¿sí?": "", "ok, but after 18:00": "", "yes if it is cheap": "", "ja, aber": "", "no problem": "", "yes\nno": "", "": "", "yes yes": "",
		"nicht schlecht": "", strings.Repeat("yes ", 30): "", "not no": "", "no objections": "",
	} {
		if got := VerdictOf(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	seen := map[string]ApprovalState{}
	for state, languages := range verdicts {
		for _, phrases := range languages {
			for _, p := range phrases {
				if VerdictOf(p) != state || seen[p] != "" && seen[p] != state {
					t.Errorf("%q is not read as %s", p, state)
				}
				seen[p] = state
			}
		}
	}
}

func TestRejection(t *testing.T) {
	w := board(t)
	w.handle(Commanded{Agent: "alice", Ticket: 1001, Block: command.ParseArgv([]string{"/take"})})
	d := w.handle(w.mail(frank, "Re: A new laptop", "/reject the budget is spent\n\nSee the minutes, internal.", replyTo(w.ids[frank])))
	w.want(d, OutcomeReply, 1001, "approval-result>alice@acme.example approval-result>dana@example.com")
	w.wantStatus(1001, "rejected")
	w.wantRound(1001, 1, "dave withdrawn; frank rejected: the budget is spent; carol withdrawn")
	for _, n := range d.Notices {
		if n.Changes[0] != "It is rejected by Frank: the budget is spent" || n.Audience == ToRequester && strings.Contains(fmt.Sprint(n), "minutes") {
			t.Errorf("%s reads %q", n.To.Addr, n.Changes)
		}
	}
	// The requester's answer does not lead past the gate: the request begins again, and an agent may have it asked about.
	w.handle(w.mail(dana, "Re: A new laptop", "But I really need it.", replyTo(w.ids[dana])))
	w.wantStatus(1001, "new")
	d = w.handle(w.mail(alice, "Re: A new laptop", "/status approved", replyTo(w.ids[alice])))
	if got := problemOf(d); got != "the ticket needs approval before it becomes approved; /status awaiting-approval asks for it" {
		t.Error(got)
	}
	d = w.handle(w.mail(alice, "Re: A new laptop", "/status awaiting-approval", replyTo(w.ids[alice])))
	w.want(d, OutcomeCommand, 1001, "approval-request>carol@acme.example approval-request>dave@acme.example approval-request>frank@acme.example")
	w.wantRound(1001, 2, "dave asked; frank asked; carol asked")
}

func TestInOrder(t *testing.T) {
	w := board(t, func(r *ApprovalRule) { r.InOrder = true })
	w.wantRound(1001, 1, "dave asked; frank waiting; carol waiting")
	if w.ids[frank] != "" {
		t.Error("frank is asked before it is his turn")
	}
	d := w.handle(Commanded{Agent: "frank", Ticket: 1001, Block: command.ParseArgv([]string{"/approve"})})
	if d.Outcome != OutcomeIgnored || !strings.Contains(d.Trace.Why, "it is not your turn yet: dave is asked before you") {
		t.Error(d.Trace.Why)
	}
	d = w.handle(w.mail(dave, "Re: A new laptop", "ja", replyTo(w.ids[dave])))
	w.want(d, OutcomeReply, 1001, "approval-request>frank@acme.example")
	w.wantRound(1001, 1, "dave approved: ja; frank asked; carol waiting")
	w.handle(Commanded{Agent: "frank", Ticket: 1001, Block: command.ParseArgv([]string{"/approve"})})
	w.wantRound(1001, 1, "dave approved: ja; frank approved; carol withdrawn")
	w.wantStatus(1001, "approved")
}

func TestDeputies(t *testing.T) {
	w := newWorld(t)
	away := func(w *world, name, deputy string) { w.away[name] = Absence{Agent: name, Deputy: deputy} }
	w = board(t)
	away(w, "dave", "alice")
	away(w, "frank", "carol") // who has a say of her own
	w.handle(Commanded{Agent: "bob", Ticket: 1001, Block: command.ParseArgv([]string{"/set model 13"})})
	w.wantRound(1001, 2, "dave asked via alice; frank asked; carol asked")
	d := w.handle(w.mail(alice, "Re: A new laptop", "/approve", replyTo(w.ids[alice])))
	w.want(d, OutcomeCommand, 1001, "")
	w.wantRound(1001, 2, "dave approved by alice; frank asked; carol asked")
	d = w.handle(w.mail(alice, "Re: A new laptop", "/approve", toKey(w.p.ApprovalToken(1001, 2, "alice"))))
	if got := problemOf(d); got != "it was decided already: alice for dave approves" {
		t.Error(got)
	}
	// The one who is away decides with the mail that came before that.
	w = board(t)
	away(w, "dave", "alice")
	w.handle(w.mail(dave, "Re: A new laptop", "yes", replyTo(w.ids[dave])))
	w.wantRound(1001, 1, "dave approved: yes; frank asked; carol asked")
	// Who goes away after being asked is stood in for when the time comes to ask again.
	away(w, "frank", "bob")
	w.now = w.now.Add(48 * time.Hour)
	d = w.handle(TimerDue{Timer{Ticket: 1001, Kind: TimerApproval}})
	w.want(d, OutcomeIgnored, 1001, "approval-request>bob@acme.example approval-request>carol@acme.example")
	w.wantRound(1001, 1, "dave approved: yes; frank asked via bob; carol asked")
}

// TestOwnRequest: nobody approves an own request; where nobody else may, it stays and managers are told.
func TestOwnRequest(t *testing.T) {
	w := board(t, func(r *ApprovalRule) { r.By, r.Quorum = []string{"dave"}, 1 })
	d := w.handle(Commanded{Agent: "alice", Ticket: 1001, Block: command.ParseArgv([]string{"/requester " + dave})})
	w.want(d, OutcomeCommand, 1001, "alert>grace@acme.example")
	w.wantStatus(1001, "awaiting-approval")
	asked := w.ids[dave]
	for _, text := range []string{"/approve", "yes"} {
		d = w.handle(w.mail(dave, "Re: A new laptop", text, replyTo(asked)))
		if w.wantStatus(1001, "awaiting-approval"); problemOf(d) != "nobody approves an own request" {
			t.Error(d.Trace.Why)
		}
	}
	d = w.handle(Commanded{Agent: "alice", Ticket: 1001, Block: command.ParseArgv([]string{"/approve"})})
	if d.Outcome != OutcomeIgnored {
		t.Error(d.Trace.Why)
	}
	w.wantStatus(1001, "awaiting-approval")
	// Who gives the request to somebody else does not get round that.
	w = board(t, func(r *ApprovalRule) { r.By, r.Quorum = []string{"alice"}, 1 })
	w.handle(w.mail(alice, "A second laptop", "For me.", func(in *MailIn) { in.Mail.From[0].Name = "Alice" }))
	w.handle(Commanded{Agent: "bob", Ticket: 1002, Block: command.ParseArgv([]string{"/queue requests", "/service laptop", "/requester " + dana, "/status awaiting-approval"})})
	w.wantStatus(1002, "awaiting-approval")
	w.handle(Commanded{Agent: "bob", Ticket: 1002, Block: command.ParseArgv([]string{"/set model 13"})})
	for _, text := range []string{"/approve", "yes"} {
		d = w.handle(w.mail(alice, "Re: A second laptop", text, toKey(w.p.ApprovalToken(1002, w.tickets[1002].Round(), "alice"))))
		if w.wantStatus(1002, "awaiting-approval"); problemOf(d) != "nobody approves an own request" {
			t.Errorf("%q: %s", text, d.Trace.Why)
		}
	}
	// Fewer than must say yes: those who may are asked, and managers are told.
	w = board(t)
	d = w.handle(Commanded{Agent: "alice", Ticket: 1001, Block: command.ParseArgv([]string{"/requester " + carol})})
	w.wantRound(1001, 2, "dave asked; frank asked")
	w.want(d, OutcomeCommand, 1001, "approval-request>dave@acme.example approval-request>frank@acme.example")
	w.p.Services[0].Approval.Quorum = 3
	d = w.handle(Commanded{Agent: "alice", Ticket: 1001, Block: command.ParseArgv([]string{"/status awaiting-approval"})})
	w.want(d, OutcomeCommand, 1001, "alert>grace@acme.example approval-request>dave@acme.example approval-request>frank@acme.example")
}

// TestGate: nothing but an approval leads past the gate, and what leaves it otherwise asks nobody any more.
func TestGate(t *testing.T) {
	for _, c := range []string{"/take", "/resolve", "/status fulfilling", "/status approved", "/pending", "/reject because", "/queue service-desk"} {
		w := board(t)
		w.handle(w.mail(alice, "Re: [ACME #1001] A new laptop", c))
		w.wantStatus(1001, "awaiting-approval")
		w.wantRound(1001, 1, "dave asked; frank asked; carol asked")
	}
	w := board(t)
	w.handle(w.mail(dana, "Re: A new laptop", "Any news?", replyTo(w.ids[dana])))
	w.wantStatus(1001, "awaiting-approval")
	w.handle(w.mail(dana, "Re: A new laptop", "cancel", replyTo(w.ids[dana])))
	w.wantStatus(1001, "cancelled")
	w.wantRound(1001, 1, "dave withdrawn; frank withdrawn; carol withdrawn")
	d := w.handle(w.mail(dave, "Re: A new laptop", "yes", replyTo(w.ids[dave])))
	if got := problemOf(d); got != "it was decided already: the ticket is cancelled" {
		t.Error(got)
	}
	w.handle(Commanded{Agent: "alice", Ticket: 1001, Block: command.ParseArgv([]string{"/reopen"})})
	w.wantStatus(1001, "new")
}

// TestRejectElsewhere: where no approval is waited for, an agent turns a ticket down with /reject.
func TestRejectElsewhere(t *testing.T) {
	w := newWorld(t)
	w.handle(w.mail(dana, "A bigger desk", "Please."))
	w.handle(Commanded{Agent: "alice", Ticket: 1001, Block: command.ParseArgv([]string{"/queue requests"})})
	d := w.handle(w.mail(alice, "Re: [ACME #1001] A bigger desk", "/reject there is no room\n\nfor the files"))
	w.want(d, OutcomeReply, 1001, "approval-result>dana@example.com")
	w.wantStatus(1001, "rejected")
	w.handle(w.mail(dana, "Printer", "It jams."))
	d = w.handle(w.mail(alice, "Re: [ACME #1002] Printer", "/reject no"))
	if got := problemOf(d); got != "tickets of queue service-desk cannot be rejected; use /close" {
		t.Error(got)
	}
	d = w.handle(w.mail(alice, "Re: [ACME #1002] Printer", "/approve"))
	if got := problemOf(d); got != "the ticket is new and waits for no approval" {
		t.Error(got)
	}
}

// TestUndoApproval: what an approver decided stands.
func TestUndoApproval(t *testing.T) {
	w := board(t, func(r *ApprovalRule) { r.By, r.Quorum = []string{"alice"}, 1 })
	w.handle(w.mail(alice, "Re: A new laptop", "/approve", replyTo(w.ids[alice])))
	w.wantStatus(1001, "approved")
	d := w.handle(w.mail(alice, "Re: [ACME #1001] A new laptop", "/undo"))
	if got := problemOf(d); got != "what an approver decided stands" {
		t.Error(d.Trace.Why, got)
	}
	w.wantStatus(1001, "approved")
}

// TestAskedInOneMail: a question for approval is not lost where its recipient gets another mail, or a digest, and says both.
func TestAskedInOneMail(t *testing.T) {
	w := board(t)
	w.p.Agents[1].Digest = DigestDaily // bob's
	w.p.Services[0].Approval = &ApprovalRule{By: []string{"carol", "bob"}, Quorum: 2}
	w.handle(w.mail(dana, "Another one", "Please."))
	d := w.handle(w.mail(alice, "Re: [ACME #1002] Another one", "/queue requests\n/service laptop\n/cc "+carol+"\n/status awaiting-approval\n\nWe ask for it."))
	w.want(d, OutcomeReply, 1002, "approval-request>bob@acme.example approval-request>carol@acme.example reply>dana@example.com")
	for _, n := range d.Notices {
		if n.To.Addr == carol && !strings.Contains(fmt.Sprint(n.Transcript), "We ask for it.") {
			t.Error("the words to the participant are lost")
		}
	}
	if len(d.Bundled) > 0 {
		t.Error(d.Bundled)
	}
}

func TestApprovalToken(t *testing.T) {
	p := newWorld(t).p
	token := p.ApprovalToken(1001, 2, "Dave")
	if n, round, ok := p.ReadApprovalToken(strings.ToUpper(token), "dave"); !ok || n != 1001 || round != 2 {
		t.Error(token, n, round, ok)
	}
	for _, wrong := range []string{"", "a.", token + "x", strings.Replace(token, ".2.", ".3.", 1), p.ReplyToken(1001), "a." + p.ReplyToken(1001)} {
		if _, _, ok := p.ReadApprovalToken(wrong, "dave"); ok {
			t.Errorf("%q is taken for a token", wrong)
		}
	}
	if _, _, ok := p.ReadApprovalToken(token, "frank"); ok {
		t.Error("frank has a token of dave")
	}
	if _, ok := p.TicketOfReplyToken(token); ok {
		t.Error("it is a reply token, too")
	}
}
