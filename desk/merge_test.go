package desk

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/desk/command"
)

// pair is a desk with a ticket of dana (1001) and one of erin (1002) about the same thing.
func pair(t *testing.T) *world {
	w := newWorld(t)
	w.handle(w.mail(dana, "Mail is down", "I cannot send."))
	w.handle(w.mail(erin, "No mail", "Nothing goes out."))
	return w
}

// on answers the latest mail that somebody has about a ticket.
func (w *world) on(id int64, who, text string, options ...func(*MailIn)) Decision {
	w.t.Helper()
	w.now = w.now.Add(time.Minute)
	options = append([]func(*MailIn){replyTo(w.p.ThreadID(id))}, options...)
	return w.handle(w.mail(who, "Re: it", text, options...))
}

// mistakes are what an agent was told of a refused mail.
func mistakes(d Decision) string {
	var all []string
	for _, n := range d.Notices {
		for _, p := range n.Problems {
			all = append(all, p.Message)
		}
	}
	return strings.Join(all, "; ")
}

// toldOf is the notice that somebody got.
func toldOf(d Decision, who string) Notice {
	i := slices.IndexFunc(d.Notices, func(n Notice) bool { return n.To.Addr == who })
	if i < 0 {
		return Notice{}
	}
	return d.Notices[i]
}

func TestMerge(t *testing.T) {
	w := pair(t)
	w.on(1002, alice, "/cc frank@example.org\n/forward vendor@example.net\n\nDo you know of it?")
	d := w.on(1002, bob, "/duplicate 1001")
	merged, into := w.tickets[1002], w.tickets[1001]
	if merged.Merged != 1001 || merged.Status != "closed" || !slices.Contains(merged.Links, Link{LinkDuplicate, 1001}) {
		t.Errorf("merged %+v", merged)
	}
	if !slices.Equal(into.Participants, []string{erin, "frank@example.org"}) || !slices.Equal(into.Asked, []string{"vendor@example.net"}) ||
		!slices.Contains(into.Links, Link{LinkMergedHere, 1002}) || into.Status != "new" {
		t.Errorf("into %+v", into)
	}
	if n := toldOf(d, erin); n.Template != TemplateReply || n.Ticket != 1002 || !strings.Contains(strings.Join(n.Changes, " "), "#1001") {
		t.Errorf("erin hears %+v", n)
	}
	if n := toldOf(d, dana); n.Template != "" {
		t.Errorf("dana hears %+v", n)
	}

	// What erin answers, to whichever mail, is on the other ticket, and so is what the vendor says.
	d = w.on(1002, erin, "It works again.")
	if d.Ticket != 1001 || w.talk[1001][1].Text != "It works again." || w.talk[1001][1].Visibility != Public {
		t.Errorf("her answer is on %d: %s", d.Ticket, d.Trace.Why)
	}
	d = w.on(1002, "vendor@example.net", "We do.")
	if last := w.talk[1001][len(w.talk[1001])-1]; d.Ticket != 1001 || last.Visibility != Internal || last.Text != "We do." {
		t.Errorf("the vendor's answer is on %d: %+v", d.Ticket, last)
	}
	// An agent's answer to an old mail of it reaches all of them.
	d = w.on(1002, alice, "We know the cause now.")
	if d.Ticket != 1001 || toldOf(d, dana).Words == "" || toldOf(d, erin).Words == "" || toldOf(d, "vendor@example.net").Words != "" {
		t.Errorf("on %d, told %+v", d.Ticket, d.Notices)
	}

	for _, c := range []struct{ id, mail, refused string }{
		{"1002", "/duplicate 1001", "this is ticket #1001 itself"}, // the mail is on 1001 by now
		{"1001", "/duplicate 1001", "this is ticket #1001 itself"},
		{"1001", "/duplicate 1002", "ticket #1002 was merged into this one already"},
		{"1001", "/duplicate 9", "there is no ticket #9 that you may work"},
	} {
		id := int64(1001)
		if c.id == "1002" {
			id = 1002
		}
		if got := mistakes(w.on(id, bob, c.mail)); got != c.refused {
			t.Errorf("%s on %s: %q", c.mail, c.id, got)
		}
	}
}

func TestUnmerge(t *testing.T) {
	w := pair(t)
	w.on(1002, bob, "/take\n/cc dana@example.com")
	w.on(1001, alice, "/cc frank@example.org")
	w.on(1002, bob, "/duplicate 1001")
	w.on(1002, erin, "Still down.")
	before := len(w.talk[1001])
	d := w.on(1002, bob, "/unmerge")
	merged, into := w.tickets[1002], w.tickets[1001]
	if merged.Merged != 0 || merged.Status != "open" || merged.Assignee != "bob" || len(merged.Links)+len(into.Links) > 0 {
		t.Errorf("unmerged %+v", merged)
	}
	if !slices.Equal(into.Participants, []string{"frank@example.org"}) || len(w.talk[1001]) != before {
		t.Errorf("the other %+v with %d messages", into, len(w.talk[1001]))
	}
	if said := strings.Join(toldOf(d, bob).Changes, " "); !strings.Contains(said, "Messages that came in after the merge and stay on #1001: 1") {
		t.Errorf("bob hears %q", said)
	}
	if d := w.on(1002, erin, "And now?"); d.Ticket != 1002 {
		t.Errorf("her answer is on %d", d.Ticket)
	}
	if got := mistakes(w.on(1002, bob, "/unmerge")); got != "this ticket is not merged, and none was merged into it" {
		t.Errorf("again: %q", got)
	}

	// Said on the other ticket, it is meant where it can be one alone.
	w.on(1002, bob, "/duplicate 1001")
	w.on(1001, bob, "/unmerge")
	if w.tickets[1002].Merged != 0 {
		t.Error("not unmerged from the other side")
	}
	w.handle(w.mail(erin, "Again no mail", "Hello?"))
	w.on(1002, bob, "/duplicate 1001")
	w.on(1003, bob, "/duplicate 1001")
	if got := mistakes(w.on(1001, bob, "/unmerge")); !strings.HasPrefix(got, "several tickets were merged into this one") {
		t.Errorf("of two: %q", got)
	}
	if got := mistakes(w.on(1001, bob, "/close")); got != "" {
		t.Error(got)
	}
	w.handle(w.mail(erin, "Third", "Hello?"))
	if got := mistakes(w.on(1004, bob, "/duplicate 1001")); !strings.HasPrefix(got, "ticket #1001 is closed") {
		t.Errorf("into a closed one: %q", got)
	}
}

// TestMergeKeepsQueuesApart: what an agent may not work cannot be merged into, and is not even there.
func TestMergeKeepsQueuesApart(t *testing.T) {
	w := pair(t)
	w.on(1002, bob, "/queue security")
	if got := mistakes(w.on(1001, bob, "/duplicate 1002")); got != "there is no ticket #1002 that you may work" {
		t.Error(got)
	}
}

func TestSplit(t *testing.T) {
	w := pair(t)
	w.on(1001, dana, "By the way, my chair is broken: it leans to the left whenever I sit down on it for longer than an hour.\nCan you help?")
	d := w.on(1001, alice, "/split\n\nI have made a ticket of the chair.")
	part, from := w.tickets[1003], w.tickets[1001]
	if part.Requester != dana || part.Queue != "service-desk" || !slices.Contains(part.Links, Link{LinkSplitFrom, 1001}) || !slices.Contains(from.Links, Link{LinkSplitInto, 1003}) {
		t.Errorf("split %+v", part)
	}
	if want := "By the way, my chair is broken: it leans to the left whenever I sit down on it …"; part.Subject != want {
		t.Errorf("subject %q", part.Subject)
	}
	if len(w.talk[1003]) != 1 || !strings.HasPrefix(w.talk[1003][0].Text, "By the way") || len(w.talk[1001]) != 3 {
		t.Errorf("messages %+v", w.talk[1003])
	}
	if n := toldOf(d, bob); n.Template != TemplateAgentNew || n.Ticket != 1003 || !strings.HasPrefix(n.Words, "By the way") {
		t.Errorf("bob hears %+v", n)
	}
	if n := toldOf(d, dana); n.Ticket != 1001 || n.Words == "" || !slices.Equal(n.Changes, []string{"What you wrote of another matter goes on as #1003."}) {
		t.Errorf("dana hears %+v", n)
	}
	if got := mistakes(w.on(1001, alice, "/split")); got != "this message is ticket #1003 already" {
		t.Error(got)
	}
	if got := mistakes(w.on(1002, alice, "/split")); got != "the message that opened the ticket is its own ticket already" {
		t.Error(got)
	}
	w.on(1001, dana, "My lamp is broken, too.")
	d = w.on(1001, alice, "/split") // without words the author hears of the new ticket
	if n := toldOf(d, dana); n.Template != TemplateAck || n.Ticket != 1004 {
		t.Errorf("dana hears %+v", n)
	}
}

// TestUndo carries out each command and takes it back: the ticket is what it was.
func TestUndo(t *testing.T) {
	for _, commands := range []string{
		"/take", "/resolve", "/close", "/pending 3d", "/assign bob", "/queue requests", "/priority P1", "/impact high\n/urgency high",
		"/cc frank@example.org ann@example.org", "/tag vip broken", "/untag old", "/uncc gina@example.org", "/subject Something else", "/link 1002",
		"/parent 1002", "/unlink 1003", "/due 2027-01-01", "/remind 3d", "/requester erin@example.org", "/cause Dust", "/set room 12", "/duplicate 1002",
		"/spam", "/take\n/queue requests\n/tag x\n/priority P2\n/due tomorrow",
	} {
		t.Run(commands, func(t *testing.T) {
			w := pair(t)
			w.handle(w.mail(erin, "Third", "Hello?"))
			w.on(1001, bob, "/tag old\n/cc gina@example.org\n/link 1003\n/set room 11")
			was := w.tickets[1001]
			others := []Ticket{w.tickets[1002], w.tickets[1003]}
			if got := mistakes(w.on(1001, alice, commands)); got != "" {
				t.Fatal(got)
			}
			if got := mistakes(w.on(1001, alice, "/undo")); got != "" {
				t.Fatal(got)
			}
			same(t, w.tickets[1001], was)
			same(t, w.tickets[1002], others[0])
			same(t, w.tickets[1003], others[1])
			if got := mistakes(w.on(1001, alice, "/undo")); got != "no command of yours on this ticket can be taken back" {
				t.Errorf("again: %q", got)
			}
		})
	}
}

// same compares tickets but for the marks that every event leaves.
func same(t *testing.T, got, want Ticket) {
	t.Helper()
	for _, row := range []*Ticket{&got, &want} {
		row.Version, row.UpdatedAt, row.Messages = 0, time.Time{}, 0
		slices.SortFunc(row.Links, func(a, b Link) int { return int(a.Ticket - b.Ticket) })
		slices.Sort(row.Participants)
		slices.Sort(row.Tags)
	}
	if g, w := strings.ReplaceAll(strings.ReplaceAll(show(got), "[]", ""), "map", ""), strings.ReplaceAll(strings.ReplaceAll(show(want), "[]", ""), "map", ""); g != w {
		t.Errorf("ticket %d\nis  %s\nwas %s", got.ID, g, w)
	}
}

func TestUndoRefuses(t *testing.T) {
	w := pair(t)
	w.on(1001, alice, "/resolve\n\nIt works again.")
	w.on(1001, dana, "No, it does not.")
	if got := mistakes(w.on(1001, alice, "/undo")); !strings.HasPrefix(got, "dana@example.com did something after it, at 2026-11-20 12:02") {
		t.Error(got)
	}
	if got := mistakes(w.on(1001, bob, "/undo")); got != "no command of yours on this ticket can be taken back" {
		t.Error(got)
	}
	w.on(1002, alice, "/resolve\n\nIt works again.")
	d := w.on(1002, alice, "/undo")
	if said := strings.Join(toldOf(d, alice).Changes, " "); w.tickets[1002].Status != "new" || !strings.Contains(said, "have gone out and stay") {
		t.Errorf("%s, alice hears %q", w.tickets[1002].Status, said)
	}
	w.on(1002, alice, "/problem new")
	d = w.on(1002, alice, "/undo")
	if got := mistakes(d); got != "what your last commands did is past taking back" {
		t.Errorf("a ticket that was opened: %q", got)
	}
}

func show(t Ticket) string {
	var lines []string
	v := reflect.ValueOf(t)
	for i := range v.NumField() {
		lines = append(lines, fmt.Sprintf("%s=%v", v.Type().Field(i).Name, v.Field(i).Interface()))
	}
	return strings.Join(lines, " ")
}

// shell gives commands from the shell, a minute later.
func (w *world) shell(agent string, id int64, text string) Decision {
	w.t.Helper()
	w.now = w.now.Add(time.Minute)
	return w.handle(Commanded{Agent: agent, Ticket: id, Block: command.Parse(text, 20)})
}

// TestMergeIsTold: whose ticket it was and who listens on the other hear of a merge, and of its end.
func TestMergeIsTold(t *testing.T) {
	w := pair(t)
	w.on(1002, bob, "/take\n/cc frank@example.org")
	d := w.on(1002, alice, "/duplicate 1001\n\nIt is the mail server.")
	w.want(d, OutcomeReply, 1002, "agent-update>"+bob+" reply>"+erin+" reply>frank@example.org")
	if n := toldOf(d, bob); n.Ticket != 1001 || n.Changes[0] != "Ticket #1002 of erin@example.org was merged into this one by alice" {
		t.Errorf("bob hears %+v", n)
	}
	if n := toldOf(d, "frank@example.org"); n.Words != "It is the mail server." || n.Audience != ToParticipant {
		t.Errorf("frank hears %+v", n)
	}
	d = w.on(1002, alice, "/unmerge")
	w.want(d, OutcomeCommand, 1002, "agent-update>"+bob+" reply>"+erin)
	if n := toldOf(d, bob); n.Ticket != 1002 || n.Changes[0] != "No longer merged into #1001, by alice" {
		t.Errorf("bob hears %+v", n)
	}
	if n := toldOf(d, erin); n.Ticket != 1002 || !strings.HasPrefix(n.Changes[0], "We work on this apart from #1001 again.") {
		t.Errorf("erin hears %+v", n)
	}

	w = pair(t)
	w.on(1001, alice, "/take")
	w.on(1002, bob, "/take")
	if n := toldOf(w.shell("alice", 1002, "/duplicate 1001"), bob); n.Ticket != 1002 || n.Changes[0] != "Merged into #1001 by alice" {
		t.Errorf("bob hears %+v", n)
	}
}

// TestMergedStaysMerged: nothing but what takes it back is done to a ticket that went into another.
func TestMergedStaysMerged(t *testing.T) {
	w := pair(t)
	w.on(1002, bob, "/duplicate 1001")
	for _, text := range []string{"/reopen", "/assign bob", "/duplicate 1001"} {
		d := w.shell("bob", 1002, text)
		w.want(d, OutcomeIgnored, 1002, "")
		if want := "nothing was carried out: ticket 1002 was merged into 1001; say it there, or /unmerge first"; d.Trace.Why != want {
			t.Errorf("%s: %s", text, d.Trace.Why)
		}
	}
	w.shell("bob", 1002, "/unmerge")
	w.wantStatus(1002, "new")
	w.want(w.handle(w.mail(alice, "Another", "/duplicate 1001\n\nThe same.")), OutcomeQuarantined, 0, "command-error>"+alice)
}

// TestMergedPeople: who is asked on the other ticket is not let in by a merge, unless it is the requester; who has left
// the other ticket is no requester there.
func TestMergedPeople(t *testing.T) {
	w := pair(t)
	w.on(1001, alice, "/forward vendor@example.net\n\nDo you know of it?")
	w.on(1001, alice, "/forward "+erin+"\n\nDo you know of it?")
	w.on(1002, alice, "/cc vendor@example.net\n/forward "+dana+"\n\nYou?")
	w.on(1002, alice, "/duplicate 1001")
	if got := w.tickets[1001]; !slices.Equal(got.Participants, []string{erin}) || !slices.Equal(got.Asked, []string{"vendor@example.net"}) {
		t.Errorf("participants %v, asked %v", got.Participants, got.Asked)
	}
	w.on(1001, alice, "/uncc "+erin)
	d := w.on(1002, erin, "solved")
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice+" agent-update>"+bob)
	w.wantStatus(1001, "new")
}

// TestUnmergeOfSeveral: merges are taken back in the order in which they stand upon one another.
func TestUnmergeOfSeveral(t *testing.T) {
	w := pair(t)
	w.handle(w.mail("gina@example.org", "Third", "Hello?"))
	w.on(1003, bob, "/duplicate 1002")
	w.on(1002, bob, "/pending 3d")
	w.shell("bob", 1002, "/pending 2026-12-01")
	until := w.tickets[1002].PendingUntil
	w.on(1002, bob, "/duplicate 1001")
	if got := w.tickets[1001].Participants; !slices.Equal(got, []string{erin, "gina@example.org"}) {
		t.Errorf("participants %v", got)
	}
	if d := w.on(1003, "gina@example.org", "Any news?"); d.Ticket != 1001 {
		t.Errorf("gina's answer is on %d", d.Ticket)
	}
	if got := mistakes(w.on(1003, bob, "/unmerge")); got != "ticket #1002 was merged into #1001 after that; /unmerge in #1002 first" {
		t.Error(got)
	}
	d := w.on(1002, bob, "/unmerge")
	if got := w.tickets[1002]; got.Status != "pending" || !got.PendingUntil.Equal(until) || len(w.tickets[1001].Participants) > 0 {
		t.Errorf("unmerged %+v", got)
	}
	if said := strings.Join(toldOf(d, bob).Changes, " "); !strings.Contains(said, "stay on #1001: 1") {
		t.Errorf("bob hears %q", said)
	}
	w.on(1003, bob, "/unmerge")
	w.wantStatus(1003, "new")

	w.on(1002, bob, "/duplicate 1001")
	w.on(1001, bob, "/queue security")
	if got := mistakes(w.on(1002, alice, "/unmerge")); got != "this ticket was merged into one that you may not work" {
		t.Error(got)
	}
}

// TestAnswerCrossesMerge: who answers a mail of a ticket that has gone into another meanwhile learns who reads it.
func TestAnswerCrossesMerge(t *testing.T) {
	for _, holds := range []bool{false, true} {
		w := pair(t)
		w.p.Holds = holds
		w.on(1002, bob, "/take")
		w.on(1002, erin, "My number is 4711.")
		toBob := w.ids[bob]
		w.on(1002, alice, "/duplicate 1001")
		d := w.handle(w.mail(bob, "Re: x", "Dear Erin, 4711 it is.", replyTo(toBob)))
		if said := strings.Join(toldOf(d, bob).Changes, " "); !strings.Contains(said, "Alice Fox merged the ticket into #1001, whose people read the answer, too") {
			t.Errorf("bob hears %q", said)
		}
		if n := toldOf(d, dana); holds == (n.Words != "") {
			t.Errorf("holds %t, dana hears %+v", holds, n)
		}
	}
}

func TestSplitMistakes(t *testing.T) {
	w := pair(t)
	w.on(1001, dana, "And my chair.")
	toAlice := w.ids[alice]
	w.on(1001, alice, "/forward vendor@example.net\n\nDo you know of it?")
	w.on(1001, alice, "/take")
	w.handle(w.mail("vendor@example.net", "Re: x", "It costs 1 EUR.", replyTo(w.ids["vendor@example.net"])))
	if got := mistakes(w.handle(w.mail(alice, "x", "/split", replyTo(w.ids[alice])))); got != "only what the requester or a participant wrote can become a ticket of its own" {
		t.Errorf("of the vendor: %q", got)
	}
	w.on(1001, bob, "/assign alice\n/note\n\nDana again.")
	w.on(1001, bob, "/assign bob")
	w.on(1001, bob, "/assign alice\n/note\n\nHer chair, too.")
	if got := mistakes(w.handle(w.mail(alice, "x", "/split", replyTo(w.ids[alice])))); got != "the mail that you answer holds words of an agent; answer the mail with the message that is meant" {
		t.Errorf("of bob: %q", got)
	}
	// The message that is answered is meant, however much came after it; the new ticket begins as its queue does.
	w.p.Queues[2].Assign = AssignRoundRobin
	w.on(1001, alice, "/queue requests")
	w.on(1001, dana, "And my lamp.")
	w.handle(w.mail(alice, "x", "/split", replyTo(toAlice)))
	if got := w.tickets[1003]; got.Subject != "And my chair." || got.Status != "approved" || got.Assignee == "" {
		t.Errorf("split %+v", got)
	}
}

// TestUndoIsQuiet: the requester hears nothing of what is taken back, and whom a ticket was given by mistake does.
func TestUndoIsQuiet(t *testing.T) {
	w := pair(t)
	w.on(1001, alice, "/resolve")
	w.on(1001, alice, "/reopen")
	d := w.on(1001, alice, "/undo")
	w.want(d, OutcomeCommand, 1001, "agent-update>"+alice)
	w.wantStatus(1001, "resolved")
	d = w.on(1001, alice, "/undo") // what was taken back is as if it had not been: the turn is to the one before
	w.wantStatus(1001, "new")
	if got := toldOf(d, alice).Changes; !slices.Equal(got, []string{"Taken back: /resolve", "The requester was told that it was done, and has not been told otherwise."}) {
		t.Errorf("alice hears %q", got)
	}
	w.on(1001, alice, "/assign bob")
	d = w.on(1001, alice, "/undo")
	if n := toldOf(d, bob); len(n.Changes) != 1 || n.Changes[0] != "Taken from you again by alice" {
		t.Errorf("bob hears %+v", n)
	}
	if d = w.on(1001, alice, "/undo"); mistakes(d) == "" {
		t.Error("nothing was left to take back")
	}
}

// TestUndoOfMerges: a merge can be taken back, and so can that.
func TestUndoOfMerges(t *testing.T) {
	w := pair(t)
	w.on(1002, bob, "/duplicate 1001")
	merged, into := w.tickets[1002], w.tickets[1001]
	w.on(1002, bob, "/unmerge")
	d := w.on(1002, bob, "/undo")
	if got := w.tickets[1002]; got.Merged != 1001 || got.Status != "closed" || !slices.Equal(got.Links, merged.Links) {
		t.Errorf("merged again %+v", got)
	}
	if got := w.tickets[1001]; !slices.Equal(got.Participants, into.Participants) || !slices.Equal(got.Links, into.Links) {
		t.Errorf("into %+v", got)
	}
	if n := toldOf(d, erin); !strings.HasPrefix(n.Changes[0], "We work on this together with #1001") {
		t.Errorf("erin hears %+v", n)
	}
	if d := w.on(1002, erin, "And now?"); d.Ticket != 1001 {
		t.Errorf("her answer is on %d", d.Ticket)
	}
	w.on(1002, bob, "/unmerge")
	w.on(1001, alice, "/close")
	if got := mistakes(w.on(1002, bob, "/undo")); got != "it cannot be merged into #1001 again as it was; /duplicate says where it belongs now" {
		t.Error(got)
	}
}

// TestWaysBack: a lifecycle that names its ways lets merges close, and what was done be taken back.
func TestWaysBack(t *testing.T) {
	w := pair(t)
	w.p.Lifecycles["incident"].Transitions = []Transition{{From: []string{"new"}, To: "open", By: []string{"alice"}}, {From: []string{"open"}, To: "resolved"}}
	w.on(1001, alice, "/take")
	for _, c := range []struct {
		id         int64
		text, want string
	}{{1001, "/undo", "new"}, {1002, "/duplicate 1001", "closed"}, {1002, "/unmerge", "new"}} {
		if got := mistakes(w.on(c.id, alice, c.text)); got != "" {
			t.Errorf("%s: %s", c.text, got)
		}
		w.wantStatus(c.id, c.want)
	}
	w.handle(w.mail(bob, "Mine", "/priority P1\n\nIt is mine."))
	if got := mistakes(w.on(1003, bob, "/undo")); got != "the mail with your last commands opened this ticket; /close ends it" {
		t.Error(got)
	}
}
