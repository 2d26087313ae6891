package desk

import (
	"strings"
	"testing"
	"time"

	"frontdesk/desk/command"
)

func TestNewTicketIsAcknowledgedAndToldToTheQueue(t *testing.T) {
	w := newWorld(t)
	d := w.handle(w.mail(dana, "Printer on floor 3 jams", "It jams."))
	w.want(d, OutcomeNew, 1001, "ack>"+dana+" agent-new>"+alice+" agent-new>"+bob)
	got := w.tickets[1001]
	if got.Queue != "service-desk" || got.Status != "new" || got.Priority != "P3" || got.Requester != dana || got.Messages != 1 {
		t.Errorf("ticket %+v", got)
	}
}

func TestConversationFromFirstMailToResolved(t *testing.T) {
	w, toDana, toAlice := printer(t)
	w.wantStatus(1001, "open")
	d := w.handle(w.mail(alice, "Re: x", "Which printer?", replyTo(toAlice)))
	w.want(d, OutcomeReply, 1001, "reply>"+dana)
	d = w.handle(w.mail(alice, "Re: x", "/pending 3d", replyTo(toAlice)))
	w.want(d, OutcomeCommand, 1001, "")
	w.wantStatus(1001, "pending")
	d = w.handle(w.mail(dana, "Re: x", "The one by the door.", replyTo(toDana)))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice)
	w.wantStatus(1001, "open")
	d = w.handle(w.mail(alice, "Re: x", "/resolve\nDone. Sorry!", replyTo(w.ids[alice])))
	w.want(d, OutcomeReply, 1001, "resolved>"+dana)
	if d.Notices[0].Words != "Done. Sorry!" || d.Notices[0].Writer != "Alice Fox" {
		t.Errorf("the resolving notice: %+v", d.Notices[0])
	}
	w.wantStatus(1001, "resolved")
	w.now = w.now.Add(w.p.CloseAfter)
	d = w.handle(TimerDue{Timer{Ticket: 1001, Kind: TimerClose, Due: w.now}})
	w.wantStatus(1001, "closed")
	if told(d) != "" {
		t.Errorf("closing after silence told %s", told(d))
	}
}

func TestSpokenToByTheWrongPerson(t *testing.T) {
	for name, c := range map[string]struct {
		in      func(w *world, toDana, toAlice string) MailIn
		outcome Outcome
		reason  string
		told    string
	}{
		"unproven agent": {func(w *world, _, toAlice string) MailIn {
			return w.mail(alice, "x", "/close", replyTo(toAlice), unproven)
		}, OutcomeQuarantined, "unproven-agent", ""},
		"unproven agent in capitals": {func(w *world, _, toAlice string) MailIn {
			return w.mail("ALICE@ACME.example", "x", "/close", replyTo(toAlice), unproven)
		}, OutcomeQuarantined, "unproven-agent", ""},
		"stranger with the right id": {func(w *world, toDana, _ string) MailIn {
			return w.mail("mallory@example.net", "Re: x", "Send it to me.", replyTo(toDana))
		}, OutcomeNew, "", "ack>mallory@example.net agent-new>" + alice + " agent-new>" + bob},
		"stranger with the tag": {func(w *world, _, _ string) MailIn {
			return w.mail("mallory@example.net", "[ACME #1001] x", "Send it to me.")
		}, OutcomeNew, "", "ack>mallory@example.net agent-new>" + alice + " agent-new>" + bob},
		"requester, failed, tag only": {func(w *world, _, _ string) MailIn {
			return w.mail(dana, "[ACME #1001] x", "New password please", failed)
		}, OutcomeQuarantined, "failed-authentication", ""},
		"requester, failed, our id": {func(w *world, toDana, _ string) MailIn {
			return w.mail(dana, "Re: x", "More.", replyTo(toDana), failed)
		}, OutcomeReply, "", "agent-update>" + alice},
		"requester, unproven, tag only": {func(w *world, _, _ string) MailIn {
			return w.mail(dana, "Re: [ACME #1001] x", "More.", unproven)
		}, OutcomeReply, "", "agent-update>" + alice},
		"two Subject fields thread nothing": {func(w *world, _, _ string) MailIn {
			return w.mail(dana, "[ACME #1001] x", "More.", func(in *MailIn) { in.Mail.SubjectFields = 2 })
		}, OutcomeNew, "", "ack>" + dana + " agent-new>" + alice + " agent-new>" + bob},
		"own address": {func(w *world, _, _ string) MailIn {
			return w.mail("helpdesk@acme.example", "x", "y")
		}, OutcomeQuarantined, "loop", ""},
		"own subaddress": {func(w *world, _, _ string) MailIn {
			return w.mail("support+x@acme.example", "x", "y")
		}, OutcomeQuarantined, "loop", ""},
		"own mark": {func(w *world, _, _ string) MailIn {
			return w.mail(dana, "x", "y", field("X-Frontdesk-Desk", "DESK.acme.example"))
		}, OutcomeQuarantined, "loop", ""},
		"another desk's mark": {func(w *world, _, _ string) MailIn {
			return w.mail(dana, "x", "y", field("X-Frontdesk-Desk", "desk.other.example"))
		}, OutcomeNew, "", "ack>" + dana + " agent-new>" + alice + " agent-new>" + bob},
		"our own Message-ID": {func(w *world, toDana, _ string) MailIn {
			return w.mail(dana, "x", "y", func(in *MailIn) { in.Mail.MessageID = toDana })
		}, OutcomeQuarantined, "loop", ""},
		"no usable From": {func(w *world, _, _ string) MailIn {
			return w.mail(dana, "x", "y", func(in *MailIn) { in.Mail.FromProblem = "two From fields" })
		}, OutcomeQuarantined, "no-author", ""},
		"a limit": {func(w *world, _, _ string) MailIn {
			return w.mail(dana, "x", "y", func(in *MailIn) { in.Mail.Refused = "nesting deeper than 32" })
		}, OutcomeQuarantined, "limit", ""},
		"agent of another queue with a command": {func(w *world, toDana, _ string) MailIn {
			return w.mail(carol, "Re: [ACME #1001] x", "/close")
		}, OutcomeQuarantined, "not-entitled", "command-error>" + carol},
		"commands, no ticket, not addressed": {func(w *world, _, _ string) MailIn {
			return w.mail(alice, "x", "/close", func(in *MailIn) { in.Mail.To = []Address{{Addr: erin}} })
		}, OutcomeQuarantined, "not-addressed", ""},
	} {
		t.Run(name, func(t *testing.T) {
			w, toDana, toAlice := printer(t)
			before := w.tickets[1001]
			d := w.handle(c.in(w, toDana, toAlice))
			if d.Outcome != c.outcome || d.Held.Reason != c.reason || told(d) != c.told {
				t.Errorf("got %s %q told %q (%s)", d.Outcome, d.Held.Reason, told(d), d.Trace.Why)
			}
			if c.outcome != OutcomeReply && w.tickets[1001].Version != before.Version {
				t.Error("the ticket changed")
			}
			for _, n := range d.Notices {
				if n.Template == TemplateAck && len(n.History) > 0 {
					t.Error("an acknowledgement repeats history")
				}
			}
		})
	}
}

func TestNoAcknowledgement(t *testing.T) {
	for name, o := range map[string]func(*MailIn){
		"authentication failed": failed,
		"auto-generated":        class(ClassAutoGenerated),
		"bulk":                  class(ClassBulk),
		"null return path":      func(in *MailIn) { in.Mail.HasReturnPath = true },
		"list field":            field("List-Unsubscribe", "<mailto:x@y>"),
		"suppress":              field("X-Auto-Response-Suppress", "DR, AutoReply"),
		"no-reply":              func(in *MailIn) { in.Mail.From[0].Addr = "No-Reply@example.com" },
		"postmaster":            func(in *MailIn) { in.Mail.From[0].Addr = "postmaster@example.com" },
		"we are in Bcc":         func(in *MailIn) { in.Mail.To = nil },
		"late":                  func(in *MailIn) { in.Arrived = in.Arrived.Add(-25 * time.Hour) },
		"non-ASCII sender":      func(in *MailIn) { in.Mail.From[0].Addr = "用户@example.com" },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			d := w.handle(w.mail(dana, "x", "y", o))
			if d.Outcome != OutcomeNew || strings.Contains(told(d), "ack>") {
				t.Errorf("got %s told %s", d.Outcome, told(d))
			}
			if len(d.Suppressed) == 0 || d.Suppressed[0].Template != TemplateAck || d.Suppressed[0].Why == "" {
				t.Errorf("no reason was given: %+v", d.Suppressed)
			}
		})
	}
	w := newWorld(t)
	d := w.handle(w.mail(dana, "x", "y", unproven))
	if !strings.Contains(told(d), "ack>"+dana) || !d.Notices[0].Plain {
		t.Errorf("an unproven sender gets an acknowledgement without words of their own: %+v", d.Notices)
	}
}

func TestLimitsPerSender(t *testing.T) {
	w := newWorld(t)
	for i := range 12 {
		d := w.handle(w.mail(dana, "x", strings.Repeat("y", i+1)))
		switch {
		case i < 3 && !strings.Contains(told(d), "ack>"), i >= 3 && strings.Contains(told(d), "ack>"):
			t.Errorf("mail %d: told %s", i+1, told(d))
		case i < 10 && d.Outcome != OutcomeNew, i >= 10 && d.Held.Reason != "flood":
			t.Errorf("mail %d: %s %s", i+1, d.Outcome, d.Held.Reason)
		}
	}
}

func TestDuplicates(t *testing.T) {
	w := newWorld(t)
	first := w.mail(dana, "x", "y")
	w.handle(first)
	w.want(w.handle(first), OutcomeDuplicate, 1001, "")
	other := w.mail(dana, "x", "another body", func(in *MailIn) { in.Mail.MessageID = first.Mail.MessageID })
	if d := w.handle(other); d.Outcome != OutcomeNew {
		t.Errorf("another body under the same id: %s", d.Outcome)
	}
	stranger := w.mail("mallory@example.net", "x", "y", func(in *MailIn) { in.Mail.MessageID = first.Mail.MessageID })
	if d := w.handle(stranger); d.Outcome != OutcomeNew {
		t.Errorf("another author under the same id: %s", d.Outcome)
	}
}

func TestMachinesMoveNothing(t *testing.T) {
	w, toDana, _ := printer(t)
	w.handle(w.mail(alice, "x", "/resolve", replyTo(w.ids[alice])))
	d := w.handle(w.mail(dana, "Out of office", "/reopen I am away", replyTo(toDana), class(ClassAutoReply)))
	w.want(d, OutcomeReply, 1001, "")
	w.wantStatus(1001, "resolved")
	if d.Messages[0].Visibility != Internal {
		t.Error("an automatic reply is a silent note")
	}
	d = w.handle(w.mail(dana, "Report", "disk full", replyTo(toDana), class(ClassAutoGenerated)))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice)
	w.wantStatus(1001, "resolved")
	d = w.handle(w.mail(dana, "Out of office", "away", class(ClassAutoReply)))
	if d.Held.Reason != "automatic-reply" {
		t.Errorf("an automatic reply without ticket: %s", d.Outcome)
	}
	d = w.handle(w.mail(alice, "Out of office", "/close", replyTo(w.ids[alice]), class(ClassAutoReply)))
	w.want(d, OutcomeReply, 1001, "")
	w.wantStatus(1001, "resolved")
}

func TestClosedTicketReopensWithinItsWindow(t *testing.T) {
	w, toDana, toAlice := printer(t)
	w.want(w.handle(w.mail(alice, "x", "/close", replyTo(toAlice))), OutcomeCommand, 1001, "closed>"+dana)
	w.now = w.now.Add(14 * 24 * time.Hour)
	w.want(w.handle(w.mail(dana, "Re: x", "Again!", replyTo(toDana))), OutcomeReply, 1001, "agent-update>"+alice)
	w.wantStatus(1001, "open")
	w.handle(w.mail(alice, "x", "/close\nbye", replyTo(toAlice)))
	w.now = w.now.Add(14*24*time.Hour + time.Second)
	w.acks = 0
	d := w.handle(w.mail(dana, "Re: x", "And again!", replyTo(toDana)))
	w.want(d, OutcomeFollowUp, 1002, "ack>"+dana+" agent-new>"+alice+" agent-new>"+bob)
	w.wantStatus(1001, "closed")
	if l := w.tickets[1002].Links; len(l) != 1 || l[0] != (Link{"follows", 1001}) {
		t.Errorf("links %+v", l)
	}
}

func TestDeliveryReports(t *testing.T) {
	bounce := func(id, to, action string) func(*MailIn) {
		return func(in *MailIn) {
			m := in.Mail
			m.Class, m.HasReturnPath, m.From = ClassBounce, true, []Address{{Addr: "MAILER-DAEMON@example.com"}}
			m.Header = Header{{"Content-Type", "multipart/report; report-type=delivery-status"}}
			m.Bounce = &Bounce{OriginalMessageID: id, Permanent: action == "failed",
				Recipients: []BounceRecipient{{Address: to, Action: action, Status: "5.1.1", Reason: "user unknown"}}}
		}
	}
	w, toDana, toAlice := printer(t)
	w.want(w.handle(w.mail(dana, "Undelivered", "", bounce(toDana, dana, "failed"))), OutcomeBounce, 1001, "alert>"+alice)
	w.want(w.handle(w.mail(dana, "Undelivered", "", bounce(toDana, dana, "delayed"))), OutcomeBounce, 1001, "")
	w.want(w.handle(w.mail(dana, "Undelivered", "", bounce(toAlice, alice, "failed"))), OutcomeBounce, 1001, "alert>"+bob)
	version := w.tickets[1001].Version
	w.want(w.handle(w.mail(dana, "Undelivered", "", bounce(toDana, erin, "failed"))), OutcomeBounce, 1001, "")
	w.want(w.handle(w.mail(dana, "Undelivered", "", bounce("guess@desk.acme.example", dana, "failed"))), OutcomeIgnored, 0, "")
	for name, spoil := range map[string]func(*MailIn){
		"report-with-sender": func(in *MailIn) { in.Mail.ReturnPath = "mallory@example.net" },
		"report-unreadable":  func(in *MailIn) { in.Mail.Bounce.Unreadable = true },
	} {
		d := w.handle(w.mail(dana, "Undelivered", "", bounce(toDana, dana, "failed"), spoil))
		if d.Held.Reason != name {
			t.Errorf("%s: got %s %s", name, d.Outcome, d.Held.Reason)
		}
	}
	if w.tickets[1001].Version != version {
		t.Error("reports that do not count changed the ticket")
	}
	d := w.handle(DeliveryFailed{Sent: w.sent[toDana], Status: "550", Reason: "no such user"})
	w.want(d, OutcomeBounce, 1001, "alert>"+alice)
}

func TestAgentsForwards(t *testing.T) {
	w, _, toAlice := printer(t)
	forward := func(in *MailIn) {
		in.Mail.Forward = &Forward{From: Address{"Frank", "frank@example.net"}, Subject: "Refund", Text: "Where is my refund?"}
		in.Mail.NewText, in.Mail.Typed = "Please look.", "Please look."
	}
	d := w.handle(w.mail(alice, "Fwd: Refund", "", forward))
	w.want(d, OutcomeNew, 1002, "ack>frank@example.net agent-new>"+bob)
	if got := w.tickets[1002]; got.Requester != "frank@example.net" || got.Subject != "Refund" || got.Messages != 2 {
		t.Errorf("ticket %+v", got)
	}
	if !d.Notices[0].Plain {
		t.Error("the customer of a forwarded mail is not proven")
	}
	d = w.handle(w.mail(alice, "Fwd: [ACME #1001] Printer", "he is a nuisance", replyTo(toAlice)))
	w.want(d, OutcomeReply, 1001, "command-error>"+alice)
	if d.Messages[0].Visibility != Internal {
		t.Error("a forward to a ticket is an internal note")
	}
}

func TestCommandsFromTheShell(t *testing.T) {
	w, _, _ := printer(t)
	d := w.handle(Commanded{Agent: "bob", Ticket: 1001, Block: command.ParseArgv([]string{"resolve"})})
	w.want(d, OutcomeCommand, 1001, "resolved>"+dana)
	for name, in := range map[string]Commanded{
		"no such agent":  {Agent: "zoe", Ticket: 1001, Block: command.ParseArgv([]string{"close"})},
		"no such ticket": {Agent: "bob", Ticket: 9, Block: command.ParseArgv([]string{"close"})},
		"not entitled":   {Agent: "carol", Ticket: 1001, Block: command.ParseArgv([]string{"close"})},
	} {
		if d := w.handle(in); len(d.Events) > 0 || d.Outcome != OutcomeIgnored {
			t.Errorf("%s: %s %+v", name, d.Outcome, d.Events)
		}
	}
}
