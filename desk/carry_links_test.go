package desk

import (
	"fmt"
	"strings"
	"testing"

	"frontdesk/desk/command"
)

// linked is a world with the printer, 1001, three tickets of erin, 1002 to 1004, a problem of bob, 1005, and a ticket in
// the queue of carol, 1006, which alice may not work.
func linked(t *testing.T) *world {
	w, _, _ := printer(t)
	w.p.Limits.TicketsPerSender = Rate{}
	for i := range 3 {
		w.handle(w.mail(erin, fmt.Sprintf("Printer %d", i), "It jams, too."))
	}
	w.handle(w.mail(bob, "Rollers", "/queue problems\n\nThe rollers wear off."))
	w.handle(w.mail(erin, "A secret", "Mum."))
	w.handle(w.mail(bob, "[ACME #1006] x", "/queue security"))
	return w
}

// links are those of a ticket, as "parent 1002".
func links(t Ticket) string {
	var out []string
	for _, l := range t.Links {
		out = append(out, fmt.Sprintf("%s %d", l.Kind, l.Ticket))
	}
	return strings.Join(out, ", ")
}

func TestLinkCommands(t *testing.T) {
	for _, c := range []struct {
		before, text string
		want         map[int64]string
	}{
		{"", "/link 1002", map[int64]string{1001: "related 1002", 1002: "related 1001"}},
		{"", "/link 1002\n/link #1003", map[int64]string{1001: "related 1002, related 1003", 1002: "related 1001", 1003: "related 1001"}},
		{"/link 1002", "/link 1002", map[int64]string{1001: "related 1002", 1002: "related 1001"}},
		{"/parent 1002", "/link 1002", map[int64]string{1001: "parent 1002"}},
		{"/link 1002\n/link 1003", "/unlink 1002", map[int64]string{1001: "related 1003", 1002: "", 1003: "related 1001"}},
		{"/link 1002", "/unlink 1002\n/link 1003", map[int64]string{1001: "related 1003", 1002: ""}},
		{"", "/parent 1002", map[int64]string{1001: "parent 1002", 1002: "child 1001"}},
		{"/parent 1002", "/parent 1002", map[int64]string{1001: "parent 1002", 1002: "child 1001"}},
		{"/parent 1002", "/unlink 1002\n/parent 1003", map[int64]string{1001: "parent 1003", 1002: "", 1003: "child 1001"}},
		{"/link 1002", "/parent 1002", map[int64]string{1001: "related 1002, parent 1002", 1002: "related 1001, child 1001"}},
		{"/parent 1002", "/unlink 1002", map[int64]string{1001: "", 1002: ""}},
		{"", "/problem 1005", map[int64]string{1001: "problem 1005", 1005: "incident 1001"}},
		{"/problem 1005", "/problem 1005", map[int64]string{1001: "problem 1005", 1005: "incident 1001"}},
	} {
		t.Run(c.before+" then "+c.text, func(t *testing.T) {
			w := linked(t)
			if c.before != "" {
				w.handle(w.mail(alice, "[ACME #1001] x", c.before))
			}
			d := w.handle(w.mail(alice, "[ACME #1001] x", c.text))
			w.want(d, OutcomeCommand, 1001, "")
			for id, want := range c.want {
				if got := links(w.tickets[id]); got != want {
					t.Errorf("#%d: %q, want %q", id, got, want)
				}
			}
		})
	}
}

func TestLinkMistakes(t *testing.T) {
	for _, c := range []struct{ before, text, want, possible string }{
		{"", "/link 1001", "this is ticket #1001 itself", ""},
		{"", "/link 4711", "there is no ticket #4711 that you may work", ""},
		{"", "/link 1006", "there is no ticket #1006 that you may work", ""},
		{"", "/parent 1006", "there is no ticket #1006 that you may work", ""},
		{"", "/problem 1006", "there is no ticket #1006 that you may work", ""},
		{"", "/unlink 1006", "there is no ticket #1006 that you may work", ""},
		{"/link 1002", "/unlink 1003", "not linked with #1003", "1002"},
		{"/parent 1002", "/parent 1003", "stands below #1002 already", "/unlink 1002"},
		{"", "/problem 1002", "#1002 is no problem, it is in queue service-desk", "/problem new /link 1002"},
		{"/problem 1005", "/problem new", "linked with problem #1005 already", "/unlink 1005"},
		{"/queue problems", "/problem 1005", "a problem itself", ""},
		{"/link 1002", "/link 1003\n/link 4711", "there is no ticket #4711", ""},
	} {
		t.Run(c.before+" then "+c.text, func(t *testing.T) {
			w := linked(t)
			if c.before != "" {
				w.handle(w.mail(alice, "[ACME #1001] x", c.before))
			}
			before := links(w.tickets[1001])
			d := w.handle(w.mail(alice, "[ACME #1001] x", c.text))
			w.want(d, OutcomeReply, 1001, "command-error>"+alice)
			p := d.Notices[0].Problems[0]
			if !strings.Contains(p.Message, c.want) || strings.Join(p.Possible, " ") != c.possible {
				t.Errorf("%q possible %q, want %q possible %q", p.Message, p.Possible, c.want, c.possible)
			}
			if after := links(w.tickets[1001]); after != before {
				t.Errorf("%q before, %q after", before, after)
			}
		})
	}
}

// A major incident has one level of tickets below it.
func TestParentsHaveNoParents(t *testing.T) {
	w := linked(t)
	w.handle(w.mail(alice, "[ACME #1002] x", "/parent 1001"))
	for text, want := range map[string]string{
		"[ACME #1001] /parent 1003": "other tickets stand below this one",
		"[ACME #1001] /parent 1002": "other tickets stand below this one",
		"[ACME #1003] /parent 1002": "#1002 stands below #1001 itself",
	} {
		subject, text := text[:13], text[13:]
		d := w.handle(w.mail(alice, subject, text))
		if p := to(d, alice).Problems; len(p) != 1 || !strings.Contains(p[0].Message, want) {
			t.Errorf("%s %s: %+v", subject, text, p)
		}
	}
}

// What was merged is linked where it went, and the agent hears that.
func TestLinkFollowsMerges(t *testing.T) {
	w := linked(t)
	for from, into := range map[int64]int64{1002: 1003} {
		e := Event{Ticket: from, At: w.now, Actor: Actor{Kind: ActorAgent, Name: "bob"}, Detail: Merged{Into: into}}
		w.events[from] = append(w.events[from], e)
		w.tickets[from] = Apply(w.tickets[from], e)
		w.link(from, LinkDuplicate, into)
		w.link(into, LinkMergedHere, from)
	}
	d := w.handle(w.mail(alice, "[ACME #1001] x", "/link 1002"))
	w.want(d, OutcomeCommand, 1001, "agent-update>"+alice)
	if got := links(w.tickets[1001]); got != "related 1003" {
		t.Error(got)
	}
	if got := to(d, alice).Changes[0]; got != "Ticket #1002 was merged into #1003, which is meant now." {
		t.Error(got)
	}
	d = w.handle(w.mail(alice, "[ACME #1003] x", "/unlink 1002"))
	if p := to(d, alice).Problems; len(p) != 1 || !strings.Contains(p[0].Message, "/unmerge") {
		t.Errorf("%+v", p)
	}
}

func TestProblemNew(t *testing.T) {
	w := linked(t)
	w.handle(w.mail(alice, "[ACME #1001] x", "/priority P2"))
	d := w.handle(w.mail(alice, "[ACME #1001] x", "/problem new\n\nWe look for the cause."))
	w.want(d, OutcomeReply, 1001, "agent-new>"+bob+" agent-update>"+alice+" reply>"+dana)
	p := w.tickets[1007]
	if p.Subject != "Printer on floor 3 jams" || p.Queue != "problems" || p.Status != "logged" || p.Requester != alice || p.Priority != "P2" ||
		p.Mailbox != "support@acme.example" || links(p) != "incident 1001" || links(w.tickets[1001]) != "problem 1007" {
		t.Errorf("%+v", p)
	}
	if n := to(d, bob); n.Ticket != 1007 || n.Changes[0] != "Opened by alice for the cause of #1001" || n.Words != "" {
		t.Errorf("%+v", n)
	}
	if n := to(d, alice); n.Changes[0] != "Problem #1007 is open in queue problems." || !n.Advice {
		t.Errorf("%+v", n)
	}
	// The cause is found.
	w.handle(w.mail(bob, "[ACME #1007] x", "/cause worn rollers"))
	w.wantStatus(1007, "known-error")

	// Who does not work problems can still raise one; from the shell, too.
	w = linked(t)
	d = w.handle(Commanded{Agent: "carol", Ticket: 1006, Block: command.ParseArgv([]string{"problem", "new"})})
	w.want(d, OutcomeCommand, 1006, "agent-new>"+alice+" agent-new>"+bob)
	if !strings.Contains(d.Trace.Why, "Problem #1007 is open in queue problems.") {
		t.Error(d.Trace.Why)
	}
	w.p.Queues = append(w.p.Queues[:3], w.p.Queues[4:]...)
	d = w.handle(w.mail(alice, "[ACME #1001] x", "/problem new"))
	if p := to(d, alice).Problems; len(p) != 1 || !strings.Contains(p[0].Message, "no queue for problems") {
		t.Errorf("%+v", p)
	}
	// An agent's own queue for problems comes first.
	w = linked(t)
	w.p.Queues = append([]Queue{{Name: "root-causes", Practice: "problem", Lifecycle: "problem", Agents: []string{"carol"}}}, w.p.Queues...)
	w.handle(w.mail(alice, "[ACME #1001] x", "/problem new"))
	w.handle(w.mail(carol, "[ACME #1006] x", "/problem new"))
	if a, c := w.tickets[1007].Queue, w.tickets[1008].Queue; a != "problems" || c != "root-causes" {
		t.Errorf("alice's problem is in %s, carol's in %s", a, c)
	}
	// A mistake beside it opens nothing.
	w = linked(t)
	w.handle(w.mail(alice, "[ACME #1001] x", "/problem new\n/assign nobody"))
	if _, open := w.tickets[1007]; open || len(w.tickets[1001].Links) > 0 {
		t.Error("half of a mail was carried out")
	}
}

// A follow-up stands on both tickets.
func TestFollowUpIsLinkedBothWays(t *testing.T) {
	w, toDana, toAlice := printer(t)
	w.handle(w.mail(alice, "Re: x", "/close", replyTo(toAlice)))
	w.now = w.now.AddDate(0, 1, 0)
	d := w.handle(w.mail(dana, "Re: x", "It jams again.", replyTo(toDana)))
	if d.Outcome != OutcomeFollowUp || links(w.tickets[1002]) != "follows 1001" || links(w.tickets[1001]) != "followed-by 1002" {
		t.Errorf("%s: %q, %q", d.Outcome, links(w.tickets[1002]), links(w.tickets[1001]))
	}
}
