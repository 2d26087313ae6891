package desk

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/desk/command"
)

const fred = "fred@example.org"

// alike is a desk that looks for incidents with one cause, and has some about the same thing.
func alike(t *testing.T, people ...string) *world {
	t.Helper()
	w := newWorld(t)
	w.p.Resemble = DefaultResemblance()
	w.p.Limits.TicketsPerSender, w.p.Limits.AcksPerSender = Rate{}, Rate{}
	for i, who := range people {
		w.now = w.now.Add(time.Minute)
		w.handle(w.mail(who, "Printer floor three jams", fmt.Sprintf("Jams again, time %d.", i)))
	}
	return w
}

// offered are the bodies of the ready mails of a notice.
func offered(n Notice) (bodies []string) {
	for _, o := range n.Offers {
		bodies = append(bodies, strings.TrimSpace(o.Body))
	}
	return bodies
}

func TestThreeAlikeAreProposedOnce(t *testing.T) {
	w := alike(t, dana, erin)
	w.p.Queues[0].Agents = []string{"alice", "bob", "carol"} // who works no problems
	d := w.handle(w.mail(fred, "Printer floor three jams", "Jams again."))
	w.want(d, OutcomeNew, 1003, "ack>"+fred+" agent-new>"+alice+" agent-new>"+bob+" agent-new>"+carol)
	for _, who := range []string{alice, bob} {
		n := to(d, who)
		if !slices.Equal(offered(n), []string{"/problem new"}) || len(n.Changes) != 1 || !strings.HasPrefix(n.Changes[0], "3 open tickets resemble one another.") {
			t.Errorf("%s is offered %q: %q", who, offered(n), n.Changes)
		}
		if len(n.Transcript) != 1 || len(n.Transcript[0].Rows) != 2 || n.Transcript[0].Rows[0][0] != "#1001" || n.Transcript[0].Rows[1][3] != "Printer floor three jams" {
			t.Errorf("%s reads %+v", who, n.Transcript)
		}
	}
	if n := to(d, carol); len(n.Offers)+len(n.Transcript)+len(n.Changes) > 0 {
		t.Errorf("carol is asked, too: %+v", n)
	}
	for id := int64(1001); id <= 1003; id++ {
		if !w.tickets[id].Proposed {
			t.Errorf("ticket %d was not proposed", id)
		}
	}
	// A fourth is not asked about: the three were.
	if d := w.handle(w.mail(dana, "Printer floor three jams", "Jams again.")); len(to(d, alice).Offers) > 0 || w.tickets[1004].Proposed {
		t.Error("asked twice")
	}

	// With /problem new all of them are linked.
	d = w.handle(w.mail(alice, "[ACME #1003] x", "/problem new"))
	if got := w.tickets[1005]; got.Practice != "problem" || fmt.Sprint(got.Links) != "[causes incident #1003 causes incident #1001 causes incident #1002]" {
		t.Errorf("the problem is %+v", got)
	}
	if n := to(d, alice); !slices.Equal(n.Changes, []string{"Problem #1005 is open in queue problems.", "Linked with it, too: #1001, #1002."}) {
		t.Errorf("alice hears %q", n.Changes)
	}

	// What resembles them later is offered the problem, with what helps meanwhile.
	w.handle(w.mail(alice, "[ACME #1005] x", "/workaround Use the printer on floor two."))
	d = w.handle(w.mail(erin, "Printer floor three jams", "Jams once more."))
	n := to(d, bob)
	if !slices.Equal(offered(n), []string{"/problem 1005"}) || !slices.Equal(n.Changes, []string{
		"It may come from problem #1005: Printer floor three jams", "Known workaround: Use the printer on floor two."}) {
		t.Errorf("bob is offered %q: %q", offered(n), n.Changes)
	}
	if n := to(d, carol); len(n.Offers) > 0 {
		t.Error("carol, who may not work the problem, hears of it")
	}
}

func TestWhatIsNotProposed(t *testing.T) {
	cases := map[string]func(w *world){
		"never":         func(w *world) { w.p.Resemble.Within = 0 },
		"more":          func(w *world) { w.p.Resemble.Least = 4 },
		"unlike":        func(w *world) { w.p.Resemble.Share = 1.1 },
		"long ago":      func(w *world) { w.now = w.now.Add(25 * time.Hour) },
		"no problems":   func(w *world) { w.p.QueueByName("problems").Practice = "asset" },
		"no incidents":  func(w *world) { w.p.Queues[0].Practice = "request" },
		"one is over":   func(w *world) { w.handle(w.mail(alice, "[ACME #1001] x", "/resolve")) },
		"linked":        func(w *world) { w.handle(w.mail(alice, "[ACME #1001] x", "/problem new\n/resolve")) },
		"elsewhere":     func(w *world) { w.handle(w.mail(alice, "[ACME #1001] x", "/queue requests")) },
		"merged by now": func(w *world) { w.handle(w.mail(alice, "[ACME #1001] x", "/duplicate 1002")) },
	}
	for name, change := range cases {
		w := alike(t, dana, erin)
		change(w)
		d := w.handle(w.mail(fred, "Printer floor three jams", "Jams again."))
		if n := to(d, alice); n.Template != TemplateAgentNew || len(n.Offers) > 0 || w.tickets[d.Ticket].Proposed {
			t.Errorf("%s: offered %q", name, offered(n))
		}
	}
	w := alike(t, dana, erin)
	for _, in := range []MailIn{w.mail(fred, "Printer floor three jams", "Jams.", class(ClassBulk)),
		w.mail(dana, "[ACME #1001] Printer floor three jams", "Jams."), w.mail(dana, "Printer floor three jams", "Jams", replyTo("m1@example.com"))} {
		if q := Ask(w.p, in); q.Similar != "" {
			t.Errorf("%q is compared", in.Mail.Subject)
		}
	}
}

// TestSolversHear: who works problems and not the queue's new tickets is asked by a mail of their own, where the rights
// allow it; where nobody can, those who are told are asked.
func TestSolversHear(t *testing.T) {
	w := alike(t, dana, erin)
	w.p.QueueByName("problems").Agents = []string{"carol"}
	d := w.handle(w.mail(fred, "Printer floor three jams", "Jams again."))
	if w.want(d, OutcomeNew, 1003, "ack>"+fred+" agent-new>"+alice+" agent-new>"+bob); len(to(d, alice).Offers) != 1 {
		t.Error("nobody was asked")
	}
	w = alike(t, dana, erin)
	w.p.QueueByName("problems").Agents = []string{"carol"}
	w.p.Rules = []Rule{{Name: "all", Assign: "carol", Continue: true}}
	d = w.handle(w.mail(fred, "Printer floor three jams", "Jams again."))
	if len(to(d, carol).Offers) != 1 || len(to(d, alice).Offers) > 0 {
		t.Errorf("carol %q, alice %q", offered(to(d, carol)), offered(to(d, alice)))
	}
}

func TestNewMailFitsMajorIncident(t *testing.T) {
	w := alike(t, dana, erin)
	w.handle(w.mail(alice, "[ACME #1001] x", "/take"))
	w.handle(w.mail(alice, "[ACME #1002] x", "/parent 1001"))
	w.p.Queues[0].Agents = []string{"bob"} // alice still has the major incident
	d := w.handle(w.mail(fred, "Printer floor three jams", "Jams again."))
	w.want(d, OutcomeNew, 1003, "ack>"+fred+" agent-new>"+bob)
	if n := to(d, bob); !slices.Equal(offered(n), []string{"/parent 1001"}) || n.Changes[0] != "It may be part of the major incident #1001: Printer floor three jams" {
		t.Errorf("bob is offered %q: %q", offered(n), n.Changes)
	}
	w.p.Queues = append(w.p.Queues, Queue{Name: "printers", Practice: "incident", Lifecycle: "incident", Agents: []string{"alice", "carol"}})
	w.p.Rules = []Rule{{Name: "printers", Queue: "printers"}}
	w.p.Queues[0].Agents = []string{"alice", "bob"}
	d = w.handle(w.mail(fred, "Printer floor three jams", "Jams again."))
	w.want(d, OutcomeNew, 1004, "ack>"+fred+" agent-new>"+alice+" agent-new>"+carol)
	if len(to(d, alice).Offers) != 1 || len(to(d, carol).Offers) != 0 {
		t.Error("who may not work the major incident hears of it, or the other way round")
	}
	w.handle(w.mail(alice, "[ACME #1004] x", "/parent 1001"))
	w.handle(w.mail(alice, "[ACME #1001] x", "/resolve"))
	d = w.handle(w.mail(fred, "Printer floor three jams", "Jams again."))
	if len(to(d, alice).Offers) > 0 {
		t.Error("it was resolved, and is proposed")
	}
}

// caused is a problem, 1004, of alice, that causes three incidents: one of dana, and two of erin.
func caused(t *testing.T) *world {
	w := alike(t, dana, erin)
	w.p.Resemble.Least = 99
	w.handle(w.mail(erin, "Paper is torn", "All of it."))
	w.handle(w.mail(alice, "[ACME #1001] x", "/problem new"))
	w.handle(w.mail(alice, "[ACME #1002] x", "/problem 1004"))
	w.handle(w.mail(alice, "[ACME #1003] x", "/problem 1004"))
	return w
}

func TestResolvingAProblemResolvesItsIncidents(t *testing.T) {
	w := caused(t)
	w.handle(w.mail(bob, "[ACME #1003] x", "/take"))
	d := w.handle(w.mail(alice, "[ACME #1004] x", "/resolve\n\nThe roller was worn and has been replaced."))
	w.want(d, OutcomeReply, 1004, "agent-update>"+alice+" agent-update>"+bob+" resolved>"+dana+" resolved>"+erin)
	for id := int64(1001); id <= 1004; id++ {
		w.wantStatus(id, "resolved")
		if last := w.talk[id][len(w.talk[id])-1]; last.Text != "The roller was worn and has been replaced." || last.Visibility != Public {
			t.Errorf("ticket %d says %+v", id, last)
		}
	}
	if n := to(d, dana); n.Ticket != 1001 || n.Words != "The roller was worn and has been replaced." || n.Writer != "Alice Fox" {
		t.Errorf("dana hears %+v", n)
	}
	if n := to(d, erin); n.Ticket != 1002 || !slices.Equal(n.Changes, []string{"It is about these requests of yours, too: #1003"}) {
		t.Errorf("erin hears %q", n.Changes)
	}
	if n := to(d, bob); !slices.Equal(n.Changes, []string{"Resolved with #1004 by alice: #1003"}) {
		t.Errorf("bob hears %q", n.Changes)
	}
	if n := to(d, alice); !slices.Equal(n.Changes, []string{"Resolved with it: #1001, #1002, #1003."}) {
		t.Errorf("alice hears %q", n.Changes)
	}
	// Whoever disagrees opens the own ticket again.
	w.handle(w.mail(dana, "Re: x", "It still jams.", replyTo(w.ids[dana])))
	w.wantStatus(1001, "open")
	w.wantStatus(1004, "resolved")
}

func TestUndoSaysWhatStays(t *testing.T) {
	w := caused(t)
	w.handle(w.mail(alice, "[ACME #1004] x", "/resolve"))
	w.handle(w.mail(dana, "Re: x", "It still jams.", replyTo(w.ids[dana])))
	d := w.handle(w.mail(alice, "[ACME #1004] x", "/undo"))
	if n := to(d, alice); !slices.Contains(n.Changes, "Still resolved, as its requesters were told: #1002, #1003.") {
		t.Errorf("alice hears %q", n.Changes)
	}
	w.wantStatus(1002, "resolved")
}

func TestResolvingLeavesOutWhatItMay(t *testing.T) {
	w := caused(t)
	w.handle(w.mail(bob, "[ACME #1001] x", "/close"))
	w.handle(w.mail(bob, "[ACME #1002] x", "/queue security"))
	w.p.Lifecycles["incident"].Transitions = []Transition{{From: []string{"open"}, To: "resolved"}}
	d := w.handle(w.mail(alice, "[ACME #1004] x", "/resolve"))
	w.want(d, OutcomeCommand, 1004, "agent-update>"+alice)
	if n := to(d, alice); !slices.Equal(n.Changes, []string{"Over already, and not told: #1001.",
		"Not resolved, because you may not work their queues: #1002.", "Not resolved, because their queues do not allow it now: #1003."}) {
		t.Errorf("alice hears %q", n.Changes)
	}
	w = caused(t)
	d = w.handle(Commanded{Agent: "alice", Ticket: 1004, Block: command.Parse("/resolve", 20)})
	if w.want(d, OutcomeCommand, 1004, "resolved>"+dana+" resolved>"+erin); to(d, dana).Words != "" {
		t.Error("words from the shell")
	}
	w = caused(t)
	d = w.handle(w.mail(alice, "[ACME #1004] x", "/resolve\n/note\n\nThe supplier pays."))
	if w.wantStatus(1001, "resolved"); to(d, dana).Words != "" || len(w.talk[1001]) != 1 {
		t.Errorf("an internal word reached dana: %+v", to(d, dana))
	}
}

func TestWorkaround(t *testing.T) {
	w := caused(t)
	d := w.handle(w.mail(alice, "[ACME #1004] x", "/workaround Use the printer on floor two."))
	w.want(d, OutcomeCommand, 1004, "agent-update>"+alice)
	n := to(d, alice)
	if !slices.Equal(n.Changes, []string{"2 people are affected. /broadcast sends them the workaround."}) ||
		!slices.Equal(offered(n), []string{"/broadcast"}) {
		t.Errorf("alice is offered %q: %q", offered(n), n.Changes)
	}
	d = w.handle(w.mail(alice, "[ACME #1004] x", "/broadcast"))
	w.want(d, OutcomeCommand, 1004, "broadcast>"+dana+" broadcast>"+erin)
	if n := to(d, erin); n.Words != "Use the printer on floor two." {
		t.Errorf("erin reads %q", n.Words)
	}
	w.wantStatus(1004, "known-error")

	w = caused(t)
	w.handle(w.mail(bob, "[ACME #1001] x", "/resolve"))
	d = w.handle(w.mail(alice, "[ACME #1004] x", "/workaround Use the other one.\n/broadcast"))
	if w.want(d, OutcomeCommand, 1004, "broadcast>"+dana+" broadcast>"+erin); to(d, dana).Words != "Use the other one." {
		t.Errorf("dana reads %q", to(d, dana).Words)
	}
	d = w.handle(w.mail(alice, "[ACME #1004] x", "/workaround Wait."))
	if n := to(d, alice); !slices.Equal(n.Changes, []string{"1 person is affected. /broadcast sends them the workaround."}) {
		t.Errorf("alice hears %q", n.Changes)
	}
	d = w.handle(w.mail(bob, "[ACME #1003] x", "/workaround Mend it with tape."))
	w.want(d, OutcomeCommand, 1003, "")
}
