package desk

import (
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/desk/command"
)

const vendor = "help@vendor.example"

// asking is the printer ticket on which alice has asked the vendor, and the id of the mail that the vendor got.
func asking(t *testing.T) (w *world, toVendor string) {
	w, _, toAlice := printer(t)
	d := w.handle(w.mail(alice, "Re: x", "/forward "+vendor+"\n\nDo you know this fault?", replyTo(toAlice)))
	w.want(d, OutcomeReply, 1001, "reply>"+vendor)
	return w, w.ids[vendor]
}

func TestForwardAsksOneThirdParty(t *testing.T) {
	w := newWorld(t)
	w.handle(w.mail(dana, "Printer jams", "It jams.", attach("jam.png")))
	w.handle(w.mail(alice, "x", "/take\n/cc "+erin, replyTo(w.ids[alice])))
	w.handle(w.mail(bob, "[ACME #1001] x", "/note\n\nDana always says that."))
	d := w.handle(w.mail(alice, "x", "/forward "+vendor+"\n/pending\n\nDo you know this fault?", replyTo(w.ids[alice]), attach("log.txt")))
	w.want(d, OutcomeReply, 1001, "reply>"+vendor)
	n := to(d, vendor)
	if n.Audience != ToThirdParty || n.Writer != "Alice Fox" || n.Words != "Do you know this fault?" || n.InReplyTo != w.p.ThreadID(1001) || n.Auto != "" {
		t.Errorf("to the vendor: %+v", n)
	}
	if len(n.History) != 1 || n.History[0].Text != "It jams." {
		t.Errorf("below the cut line: %+v", n.History)
	}
	if len(n.Attachments) != 2 || n.Attachments[0].Name != "log.txt" || n.Attachments[1].Name != "jam.png" || n.Attachments[1].Content != nil || n.Raw != "sha-1" {
		t.Errorf("attached: %+v of %s", n.Attachments, n.Raw)
	}
	if m := d.Messages[0]; m.Visibility != Internal || m.Text != "To "+vendor+":\n\nDo you know this fault?" {
		t.Errorf("kept as %+v", m)
	}
	if got := w.tickets[1001]; got.Status != "pending" || !slices.Equal(got.Asked, []string{vendor}) || !slices.Equal(got.Participants, []string{erin}) {
		t.Errorf("ticket: %+v", got)
	}
}

func TestForwardMistakes(t *testing.T) {
	for addr, want := range map[string]string{
		"support@acme.example":    "address of the desk itself",
		"support+x@acme.example":  "address of the desk itself",
		"helpdesk@acme.example":   "address of the desk itself",
		"DANA@example.com":        "is the requester",
		erin:                      "is a participant",
		alice:                     "is your own address",
		"two@a.example b@b.examp": "one address",
	} {
		w, _, toAlice := printer(t)
		w.handle(w.mail(alice, "x", "/cc "+erin, replyTo(toAlice)))
		d := w.handle(w.mail(alice, "x", "/forward "+addr+"\n\nHm?", replyTo(toAlice)))
		w.want(d, OutcomeReply, 1001, "command-error>"+alice)
		if p := d.Notices[0].Problems; len(p) != 1 || !strings.Contains(p[0].Message, want) {
			t.Errorf("%s: %+v", addr, p)
		}
		if len(w.tickets[1001].Asked) > 0 {
			t.Error("asked all the same")
		}
	}
}

// The answer of a third party reaches agents alone, whatever puts it on the ticket and whoever vouches for it.
func TestThirdPartyAnswers(t *testing.T) {
	for name, options := range map[string][]func(*MailIn){
		"by id":            {},
		"unproven":         {unproven},
		"failed, by id":    {failed},
		"by token":         {func(in *MailIn) { in.Mail.InReplyTo = nil; in.Mail.Subject = "[ACME #1001] x" }},
		"another document": {attach("manual.pdf")},
	} {
		t.Run(name, func(t *testing.T) {
			w, toVendor := asking(t)
			w.handle(w.mail(alice, "x", "/pending\n/cc "+erin, replyTo(w.ids[alice])))
			in := w.mail(vendor, "Re: x", "Known: change the fuser. SECRET price: 1 EUR.", append([]func(*MailIn){replyTo(toVendor), cc("colleague@vendor.example")}, options...)...)
			w.p.CcJoins = true
			d := w.handle(in)
			w.want(d, OutcomeReply, 1001, "agent-update>"+alice)
			w.wantStatus(1001, "open")
			if d.Trace.Sender.Role != SenderThirdParty || len(d.Messages) != 1 || d.Messages[0].Visibility != Internal {
				t.Errorf("role %s, messages %+v", d.Trace.Sender.Role, d.Messages)
			}
			n := to(d, alice)
			if !n.Internal || !strings.HasPrefix(n.Words, "Known:") || n.Changes[0] != "Only agents see this answer." || len(n.Attachments) != len(in.Mail.Attachments) {
				t.Errorf("to alice: %+v", n)
			}
			if proven := strings.Contains(strings.Join(n.Changes, " "), "Nobody vouches"); proven == in.Evidence.Proven {
				t.Errorf("to alice: %q", n.Changes)
			}
			if got := w.tickets[1001]; !slices.Equal(got.Participants, []string{erin}) {
				t.Errorf("a third party brings nobody in: %v", got.Participants)
			}
			// Nothing of it reaches anybody outside later.
			d = w.handle(w.mail(alice, "x", "/forward "+erin+"x\n\nA second opinion?", replyTo(w.ids[alice])))
			d2 := w.handle(w.mail(alice, "x", "We change the fuser.", replyTo(w.ids[alice])))
			for _, n := range append(d.Notices, d2.Notices...) {
				for _, m := range n.History {
					if strings.Contains(m.Text, "SECRET") {
						t.Errorf("%s sees the answer of a third party", n.To.Addr)
					}
				}
			}
		})
	}
}

// Machines, wishes and closed tickets: third parties are as participants are.
func TestThirdPartyAtTheEdges(t *testing.T) {
	w, toVendor := asking(t)
	d := w.handle(w.mail(vendor, "Automatic reply", "We have got it.", replyTo(toVendor), class(ClassAutoReply)))
	w.want(d, OutcomeReply, 1001, "")
	d = w.handle(w.mail(vendor, "x", "solved", replyTo(toVendor)))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice)
	w.wantStatus(1001, "open")
	d = w.handle(DeliveryFailed{Sent: w.sent[toVendor], Status: "5.1.1", Reason: "no such user"})
	w.want(d, OutcomeBounce, 1001, "alert>"+alice)

	w.handle(w.mail(alice, "[ACME #1001] x", "/close"))
	d = w.handle(w.mail(vendor, "x", "One more thing.", replyTo(toVendor)))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice)
	w.wantStatus(1001, "open")
	if n := to(d, alice); !slices.Contains(n.Changes, "Status: closed → open") {
		t.Errorf("said: %q", n.Changes)
	}
	w.handle(w.mail(alice, "[ACME #1001] x", "/close"))
	w.now = w.now.Add(w.p.ReopenWindow + time.Hour)
	d = w.handle(w.mail(vendor, "x", "Years later.", replyTo(toVendor)))
	w.want(d, OutcomeFollowUp, 1002, "ack>"+vendor+" agent-new>"+alice+" agent-new>"+bob)
	w.wantStatus(1001, "closed")

	// Who is asked no longer is a stranger.
	w, toVendor = asking(t)
	w.want(w.handle(w.mail(alice, "[ACME #1001] x", "/uncc "+vendor)), OutcomeCommand, 1001, "")
	if d = w.handle(w.mail(vendor, "x", "By the way.", replyTo(toVendor))); d.Outcome != OutcomeNew || d.Ticket == 1001 {
		t.Errorf("no longer asked: %s %d", d.Outcome, d.Ticket)
	}

	// Somebody else does not become a third party by having the mail.
	w, toVendor = asking(t)
	d = w.handle(w.mail("mallory@vendor.example", "x", "Hello.", replyTo(toVendor)))
	if d.Outcome != OutcomeNew || d.Ticket == 1001 {
		t.Errorf("a stranger: %s %d", d.Outcome, d.Ticket)
	}
}

// An agent who is asked answers internally, too, works the queue or not.
func TestAgentsAreAsked(t *testing.T) {
	w, _, toAlice := printer(t)
	w.want(w.handle(w.mail(alice, "x", "/forward "+carol+"\n\nIs this a breach?", replyTo(toAlice))), OutcomeReply, 1001, "reply>"+carol)
	d := w.handle(w.mail(carol, "Re: x", "No.", replyTo(w.ids[carol])))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice)
	if d.Trace.Sender.Role != SenderThirdParty || d.Messages[0].Visibility != Internal {
		t.Errorf("carol: %+v", d.Messages)
	}
	d = w.handle(w.mail(carol, "Re: x", "/close", replyTo(w.ids[carol])))
	w.want(d, OutcomeQuarantined, 0, "command-error>"+carol)

	w.want(w.handle(w.mail(alice, "x", "/forward "+bob+"\n\nDid you touch it?", replyTo(w.ids[alice]))), OutcomeReply, 1001, "reply>"+bob)
	d = w.handle(w.mail(bob, "Re: x", "/tag touched\n\nYes, sorry.", replyTo(w.ids[bob])))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice)
	if d.Messages[0].Visibility != Internal || !slices.Equal(w.tickets[1001].Tags, []string{"touched"}) {
		t.Errorf("bob: %+v", d.Messages)
	}
	// Where he answers as an agent he answers the requester.
	w.handle(w.mail(alice, "[ACME #1001] x", "/assign bob"))
	w.want(w.handle(w.mail(bob, "Re: x", "I am on it.", replyTo(w.ids[bob]))), OutcomeReply, 1001, "reply>"+dana)
	w.want(w.handle(w.mail(bob, "[ACME #1001] x", "It works again.")), OutcomeReply, 1001, "reply>"+dana)
}

// A question goes out with other commands, with a new ticket, and from the shell.
func TestForwardBesideOthers(t *testing.T) {
	w, _, toAlice := printer(t)
	d := w.handle(w.mail(alice, "x", "/forward "+vendor+"\n/note\n/resolve\n\nPlease confirm.", replyTo(toAlice)))
	w.want(d, OutcomeReply, 1001, "reply>"+vendor+" resolved>"+dana)
	if n := to(d, dana); n.Words != "" {
		t.Errorf("the requester reads the question: %q", n.Words)
	}
	d = w.handle(w.mail(alice, "A quote", "/forward "+vendor+"\n\nPlease make an offer."))
	w.want(d, OutcomeNew, 1002, "ack>"+alice+" agent-new>"+bob+" reply>"+vendor)
	w, _, _ = printer(t)
	d = w.handle(Commanded{Agent: "alice", Ticket: 1001, Block: command.ParseArgv([]string{"forward", vendor})})
	w.want(d, OutcomeCommand, 1001, "reply>"+vendor)
	if n := to(d, vendor); n.Words != "" || len(n.History) != 1 {
		t.Errorf("from the shell: %+v", n)
	}
}
