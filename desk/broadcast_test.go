package desk

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"frontdesk/desk/command"
)

// outage is a ticket of dana, 1001, taken by alice, with a ticket below it for each of the people.
func outage(t *testing.T, below ...string) *world {
	w, _, _ := printer(t)
	w.p.Limits.TicketsPerSender, w.p.Limits.AcksPerSender = Rate{}, Rate{}
	for i, who := range below {
		child := w.handle(w.mail(who, fmt.Sprintf("Mail is down %d", i), "No mail.")).Ticket
		kind, back := LinkChild, LinkParent
		if i%2 > 0 {
			kind, back = LinkIncident, LinkProblem
		}
		w.link(1001, kind, child)
		w.link(child, back, 1001)
	}
	return w
}

// link puts a link on a ticket as a command does.
func (w *world) link(from int64, kind string, ticket int64) {
	e := Event{Ticket: from, At: w.now, Actor: Actor{Kind: ActorAgent, Name: "bob"}, Detail: Linked{Link: kind, Ticket: ticket}}
	w.events[from] = append(w.events[from], e)
	w.tickets[from] = Apply(w.tickets[from], e)
}

func TestBroadcast(t *testing.T) {
	w := outage(t, erin, "fred@example.org", erin)
	d := w.handle(w.mail(alice, "[ACME #1001] x", "/broadcast\n\nMail works again at five.", attach("plan.txt")))
	w.want(d, OutcomeReply, 1001, "broadcast>"+erin+" broadcast>fred@example.org reply>"+dana)
	for addr, want := range map[string]int64{erin: 1002, "fred@example.org": 1003} {
		n := to(d, addr)
		if n.Ticket != want || n.Subject != fmt.Sprintf("Mail is down %d", want-1002) || n.InReplyTo != w.tickets[want].Origin ||
			n.Words != "Mail works again at five." || n.Writer != "Alice Fox" || len(n.Attachments) != 1 || n.Audience != ToRequester {
			t.Errorf("to %s: %+v", addr, n)
		}
	}
	if n := to(d, erin); !slices.Equal(n.Changes, []string{"It is about these requests of yours, too: #1004"}) {
		t.Errorf("erin has two: %q", n.Changes)
	}
	for id := int64(1001); id <= 1004; id++ {
		talk := w.talk[id]
		if last := talk[len(talk)-1]; last.Text != "Mail works again at five." || last.Visibility != Public || last.Agent != "alice" {
			t.Errorf("ticket %d: %+v", id, last)
		}
	}
	w.wantStatus(1002, "new") // nobody has taken it
	w.link(1001, LinkIncident, 1002)
	if d := w.handle(w.mail(alice, "[ACME #1001] x", "/broadcast\n\nIt is five.")); len(d.Messages) != 4 {
		t.Errorf("a ticket that is linked twice hears once: %d messages", len(d.Messages))
	}
	// The answer of one of them is on the ticket of that one.
	d = w.handle(w.mail("fred@example.org", "Re: x", "Thanks!", replyTo(w.ids["fred@example.org"])))
	if d.Ticket != 1003 {
		t.Errorf("fred's answer is on %d", d.Ticket)
	}
}

// With /resolve everybody hears that, once, and the tickets below are resolved, too.
func TestBroadcastAndResolve(t *testing.T) {
	w := outage(t, dana, erin)
	d := w.handle(w.mail(alice, "[ACME #1001] x", "/broadcast\n/resolve\n\nMail works again."))
	w.want(d, OutcomeReply, 1001, "report>"+alice+" resolved>"+dana+" resolved>"+erin)
	w.wantStatus(1002, "resolved")
	w.wantStatus(1003, "resolved")
}

// A ticket that the agent may not work is left out, and the agent knows.
func TestBroadcastStaysInOwnQueues(t *testing.T) {
	w := outage(t, erin, "fred@example.org")
	w.handle(w.mail(bob, "[ACME #1002] x", "/queue security"))
	d := w.handle(w.mail(alice, "[ACME #1001] x", "/broadcast\n\nMail works again."))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice+" broadcast>fred@example.org reply>"+dana)
	if n := to(d, alice); !slices.Equal(n.Changes, []string{"Not told, because you may not work their queues: the requesters of #1002."}) {
		t.Errorf("alice: %q", n.Changes)
	}
	w = outage(t, erin)
	w.handle(w.mail(bob, "[ACME #1002] x", "/queue security"))
	w.want(w.handle(w.mail(alice, "[ACME #1001] x", "/broadcast\n\nMail works again.")), OutcomeReply, 1001, "command-error>"+alice)
}

func TestBroadcastMistakes(t *testing.T) {
	many := make([]string, maxBroadcast+1)
	for i := range many {
		many[i] = fmt.Sprintf("p%d@example.org", i)
	}
	for name, c := range map[string]struct {
		below []string
		text  string
		want  string
	}{
		"no words":      {[]string{erin}, "/broadcast", "needs words"},
		"nobody below":  {nil, "/broadcast\n\nHello.", "no ticket is linked below"},
		"too many":      {many, "/broadcast\n\nHello.", "201 tickets are linked below this one; a broadcast reaches 200"},
		"not a message": {[]string{erin}, "/broadcast\n/note\n\nHello.", "contradicts"},
	} {
		t.Run(name, func(t *testing.T) {
			w := outage(t, c.below...)
			d := w.handle(w.mail(alice, "[ACME #1001] x", c.text))
			w.want(d, OutcomeReply, 1001, "command-error>"+alice)
			if p := d.Notices[0].Problems; !strings.Contains(p[0].Message, c.want) {
				t.Errorf("%+v", p)
			}
		})
	}
	w := outage(t, erin)
	d := w.handle(Commanded{Agent: "alice", Ticket: 1001, Block: command.ParseArgv([]string{"broadcast"})})
	if d.Outcome != OutcomeIgnored || len(d.Notices) > 0 {
		t.Errorf("from the shell: %s, told %s", d.Outcome, told(d))
	}
}
