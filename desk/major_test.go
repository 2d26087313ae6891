package desk

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// major is an open major incident of alice, 1001 of dana, with two below it: 1002 of erin, 1003 of fred.
func major(t *testing.T) *world {
	w := newWorld(t)
	w.p.Agents = append(w.p.Agents, Agent{Name: "maria", FullName: "Maria Silva", Addresses: []string{"maria@acme.example"}, Role: RoleManager})
	for _, who := range []string{dana, erin, fred} {
		w.handle(w.mail(who, "Mail is down", "Nothing comes."))
		w.now = w.now.Add(time.Minute)
	}
	w.handle(w.mail(alice, "[ACME #1001] x", "/take"))
	w.handle(w.mail(alice, "[ACME #1002] x", "/parent 1001"))
	w.handle(w.mail(alice, "[ACME #1003] x", "/parent 1001"))
	return w
}

func TestAnswersToABroadcastAreCollected(t *testing.T) {
	w := major(t)
	w.handle(w.mail(alice, "[ACME #1001] x", "/broadcast\n\nWe are on it."))
	d := w.handle(w.mail(erin, "Re: x", "My calendar is empty, too.", replyTo(w.ids[erin])))
	w.want(d, OutcomeReply, 1002, "agent-update>"+alice) // and not bob, who works the queue: alice leads it
	if n := to(d, alice); n.Ticket != 1002 || n.Words != "My calendar is empty, too." || !slices.Equal(n.Changes, []string{"An answer to the broadcast of #1001"}) {
		t.Errorf("alice hears %+v", n)
	}
	note := w.talk[1001][len(w.talk[1001])-1]
	if note.Visibility != Internal || note.Text != "#1002: My calendar is empty, too." || note.From.Addr != erin {
		t.Errorf("the note is %+v", note)
	}
	if kept := w.talk[1002][len(w.talk[1002])-1]; kept.Visibility != Public {
		t.Errorf("on the own ticket: %+v", kept)
	}

	// Where somebody has the ticket, they hear, too. Where alice may not work it, her mail is about the major incident.
	w.handle(w.mail(bob, "[ACME #1003] x", "/take"))
	w.p.Queues[0].Agents = []string{"bob"}
	d = w.handle(w.mail(fred, "Re: x", "Thanks.", replyTo(w.ids[fred])))
	w.want(d, OutcomeReply, 1003, "agent-update>"+alice+" agent-update>"+bob)
	if to(d, alice).Ticket != 1001 || to(d, bob).Ticket != 1003 {
		t.Errorf("alice about %d, bob about %d", to(d, alice).Ticket, to(d, bob).Ticket)
	}
	w.p.Queues[0].Agents = []string{"alice", "bob"}

	// What answers something else, and what comes when it is over, is for the ticket alone.
	w.handle(w.mail(bob, "[ACME #1003] x", "Which client is it?"))
	w.want(w.handle(w.mail(fred, "Re: x", "Outlook.", replyTo(w.ids[fred]))), OutcomeReply, 1003, "agent-update>"+bob)
	w.handle(w.mail(alice, "[ACME #1001] x", "/broadcast\n\nIt works again."))
	last := w.ids[fred]
	w.handle(w.mail(alice, "[ACME #1001] x", "/resolve"))
	w.want(w.handle(w.mail(fred, "Re: x", "Not here.", replyTo(last))), OutcomeReply, 1003, "agent-update>"+bob)
	w.wantStatus(1003, "open")
}

func TestReportOfAMajorIncident(t *testing.T) {
	w := major(t)
	w.handle(w.mail(bob, "[ACME #1003] x", "/note\n\nIt is the disk."))
	w.handle(w.mail(alice, "[ACME #1001] x", "/broadcast\n\nWe are on it."))
	w.now = w.now.Add(87 * time.Minute)
	d := w.handle(w.mail(alice, "[ACME #1001] x", "/resolve\n\nIt works again."))
	w.want(d, OutcomeReply, 1001, "report>"+alice+" report>maria@acme.example resolved>"+dana+" resolved>"+erin+" resolved>"+fred)
	n := to(d, "maria@acme.example")
	if n.Ticket != 1001 || len(n.Transcript) != 3 {
		t.Fatalf("%+v", n)
	}
	facts := map[string]string{}
	for _, f := range n.Transcript[0].Facts {
		facts[f.Name] = f.Value
	}
	for name, want := range map[string]string{"Opened": "2026-11-20 12:00", "Resolved": "2026-11-20 13:30", "Lasted": "1h30m", "First answer": "2026-11-20 12:03",
		"Tickets": "3", "People affected": "3", "Messages from them": "3", "Answers to them": "6"} {
		if facts[name] != want {
			t.Errorf("%s is %q, want %q", name, facts[name], want)
		}
	}
	if rows := n.Transcript[1].Rows; len(rows) != 2 || strings.Join(rows[0], " ") != "alice 6 0 5" || strings.Join(rows[1], " ") != "bob 0 1 1" {
		t.Errorf("who did what: %q", rows)
	}
	rows := n.Transcript[2].Rows
	for i := range rows[1:] {
		if rows[i][0] > rows[i+1][0] {
			t.Errorf("out of order: %q, %q", rows[i], rows[i+1])
		}
	}
	if first := strings.Join(rows[0], " "); first != "2026-11-20 12:00 #1001 dana@example.com opened in service-desk (no rule claimed it)" {
		t.Errorf("it begins with %q", first)
	}
	if !slices.ContainsFunc(rows, func(r []string) bool {
		return r[1] == "#1003" && strings.HasPrefix(r[3], "new → resolved (with #1001")
	}) {
		t.Errorf("the end of #1003 is missing: %q", rows[len(rows)-4:])
	}
	if n := to(d, alice); !slices.Equal(n.Changes, []string{"Resolved with it: #1002, #1003."}) || len(n.Transcript) != 3 {
		t.Errorf("alice hears %q", n.Changes)
	}
}

// TestReportShowsWhatItsReaderMay: who is no manager sees the tickets that they may work.
func TestReportShowsWhatItsReaderMay(t *testing.T) {
	w := major(t)
	w.handle(w.mail(alice, "[ACME #1003] x", "/queue security"))
	d := w.handle(w.mail(alice, "[ACME #1001] x", "/resolve"))
	sees := func(who string) bool {
		return slices.ContainsFunc(to(d, who).Transcript[2].Rows, func(r []string) bool { return r[1] == "#1003" })
	}
	if sees(alice) || !sees("maria@acme.example") {
		t.Errorf("alice %t, maria %t", sees(alice), sees("maria@acme.example"))
	}
	if w.wantStatus(1003, "new"); !slices.Contains(to(d, alice).Changes, "Not resolved, because you may not work their queues: #1003.") {
		t.Errorf("alice hears %q", to(d, alice).Changes)
	}
}
