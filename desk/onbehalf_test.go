package desk

import (
	"strings"
	"testing"
)

// An agent's own new mail opens a ticket with what its commands say.
func TestAgentOpensWithCommands(t *testing.T) {
	for _, c := range []struct{ from, text, want, told string }{
		{alice, "/take\n\nMy chair squeaks.", "requester=alice@acme.example messages=1 status=open assignee=alice links=",
			"ack>" + alice + " agent-new>" + bob},
		{alice, "/assign bob\n/due mon\n/remind 2d\n/tag chair\n/set colour red\n\nMy chair squeaks.", "requester=alice@acme.example messages=1 status=new assignee=bob links=",
			"ack>" + alice + " agent-new>" + bob},
		{alice, "/requester erin@example.org\n\nErin, your laptop is here.", "requester=erin@example.org messages=1 status=open assignee= links=",
			"agent-new>" + bob + " agent-update>" + alice + " reply>" + erin},
		{alice, "/requester erin@example.org\n/cc dana@example.com\n/assign bob\n\nYour laptops are here.", "requester=erin@example.org messages=1 status=open assignee=bob links=",
			"agent-new>" + bob + " agent-update>" + alice + " reply>" + dana + " reply>" + erin},
		{alice, "/requester erin@example.org\n/note\n\nShe rang: the laptop is broken.", "requester=erin@example.org messages=1 status=new assignee= links=",
			"agent-new>" + bob + " agent-update>" + alice},
		{alice, "/requester erin@example.org", "requester=erin@example.org messages=0 status=new assignee= links=",
			"agent-new>" + bob + " agent-update>" + alice},
		{alice, "/requester erin@example.org\n/take\n/resolve\n\nIt was unplugged.", "requester=erin@example.org messages=1 status=resolved assignee=alice links=",
			"agent-new>" + bob + " agent-update>" + alice + " resolved>" + erin},
		{alice, "/requester bob@acme.example\n\nBob, your laptop is here.", "requester=bob@acme.example messages=1 status=open assignee= links=",
			"agent-update>" + alice + " reply>" + bob},
		{alice, "/requester erin@example.org\n/queue changes\n/type standard\n\nWe patch your laptop.", "requester=erin@example.org messages=1 status=approved assignee= links=",
			"agent-new>" + bob + " agent-new>" + carol + " agent-update>" + alice + " reply>" + erin},
		{alice, "/cc erin@example.org\n\nThe coffee machine is on fire.", "requester=alice@acme.example messages=1 status=new assignee= links=",
			"ack>" + alice + " agent-new>" + bob + " reply>" + erin},
		{alice, "/link 1001\n/parent 1001\n\nIt jams again.", "requester=alice@acme.example messages=1 status=new assignee= links=related 1001, parent 1001",
			"ack>" + alice + " agent-new>" + bob},
		{alice, "/requester alice@acme.example\n\nMy chair squeaks.", "requester=alice@acme.example messages=1 status=new assignee= links=",
			"ack>" + alice + " agent-new>" + bob},
		{carol, "/requester erin@example.org\n\nErin, come and see me.", "requester=erin@example.org messages=1 status=open assignee= links=",
			"agent-new>" + alice + " agent-new>" + bob + " agent-update>" + carol + " reply>" + erin},
	} {
		t.Run(c.text, func(t *testing.T) {
			w, _, _ := printer(t)
			d := w.handle(w.mail(c.from, "Something new", c.text))
			w.want(d, OutcomeNew, 1002, c.told)
			tk := w.tickets[1002]
			got := "requester=" + tk.Requester + " messages=" + string(rune('0'+tk.Messages)) + " status=" + tk.Status + " assignee=" + tk.Assignee + " links=" + links(tk)
			if got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
			for _, n := range d.Notices {
				if n.Audience != ToAgent && strings.Contains(n.Words+n.Subject, "/") {
					t.Errorf("%s to %s shows commands: %q", n.Template, n.To.Addr, n.Words)
				}
			}
		})
	}
}

// The first message to a person is the agent's: that person's answer comes back to the ticket, and whoever does not
// work its queue stays in copy of it.
func TestFirstMessageToAPerson(t *testing.T) {
	w, _, _ := printer(t)
	d := w.handle(w.mail(carol, "", "/requester erin@example.org\n\nErin, come and see me.", cc2("Erin Eve", erin)))
	n := to(d, erin)
	if n.Writer != "Carol Diaz" || n.Words != "Erin, come and see me." || n.Why != "we opened a ticket for you" || n.Audience != ToRequester ||
		n.Subject != "Erin, come and see me." || n.To.Name != "Erin Eve" {
		t.Errorf("%+v", n)
	}
	if m := d.Messages[0]; m.Agent != "carol" || m.Visibility != Public {
		t.Errorf("%+v", m)
	}
	if got := to(d, carol).Changes; len(got) != 1 || got[0] != "Ticket #1002 is open for erin@example.org." {
		t.Errorf("carol: %q", got)
	}
	if n := to(d, bob); n.Author.Addr != carol || n.Words != "Erin, come and see me." || n.Internal {
		t.Errorf("bob: %+v", n)
	}
	d = w.handle(w.mail(erin, "Re: x", "At five.", replyTo(w.ids[erin])))
	w.want(d, OutcomeReply, 1002, "agent-update>"+alice+" agent-update>"+bob)
	d = w.handle(w.mail(carol, "[ACME #1002] x", "Good."))
	if d.Ticket != 1002 || d.Trace.Sender.Role != SenderParticipant {
		t.Errorf("carol is %s on ticket %d", d.Trace.Sender.Role, d.Ticket)
	}
	// A note alone is for agents.
	d = w.handle(w.mail(alice, "Erin rang", "/requester erin@example.org\n/note\n\nShe sounded angry."))
	if n := to(d, bob); !n.Internal || n.Words != "She sounded angry." {
		t.Errorf("bob: %+v", n)
	}
	if got := to(d, alice).Changes; len(got) != 1 || got[0] != "Ticket #1003 is open for erin@example.org, who has not been told." {
		t.Errorf("alice: %q", got)
	}
	d = w.handle(w.mail(alice, "x", "/requester support@acme.example\n\nHello."))
	w.want(d, OutcomeQuarantined, 0, "command-error>"+alice)
}

// An agent who is the requester commands the own ticket, and writes on it as a requester does.
func TestAgentsOwnTicket(t *testing.T) {
	for _, c := range []struct{ text, status, told string }{
		{"It squeaks louder.", "new", "agent-update>" + bob},
		{"/priority high", "new", ""},
		{"/priority high\n\nIt squeaks louder.", "new", "agent-update>" + bob},
		{"/assign bob\n\nBob, please.", "new", "agent-update>" + bob},
		{"/cc dana@example.com\n\nDana has the same chair.", "new", "agent-update>" + bob + " reply>" + dana},
		{"/take\n/resolve\n\nI oiled it.", "resolved", ""},
		{"/close", "closed", ""},
		{"/clsoe", "new", "command-error>" + alice},
	} {
		t.Run(c.text, func(t *testing.T) {
			w := newWorld(t)
			w.handle(w.mail(alice, "My chair squeaks", "It does."))
			d := w.handle(w.mail(alice, "Re: My chair squeaks", c.text, replyTo(w.ids[alice])))
			if d.Ticket != 1001 || told(d) != c.told {
				t.Errorf("ticket %d, told %q, want %q (%s)", d.Ticket, told(d), c.told, d.Trace.Why)
			}
			w.wantStatus(1001, c.status)
		})
	}
	// So does whoever has opened a problem.
	w := linked(t)
	w.handle(w.mail(alice, "[ACME #1001] x", "/problem new"))
	w.handle(w.mail(alice, "[ACME #1007] x", "/cause worn rollers"))
	w.wantStatus(1007, "known-error")
}
