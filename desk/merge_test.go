package desk

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
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
		{"1001", "/duplicate 1002", "this is ticket #1001 itself"},
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
	if said := strings.Join(toldOf(d, bob).Changes, " "); !strings.Contains(said, "1 messages that came in after the merge stay on #1001.") {
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
	if n := toldOf(d, dana); n.Ticket != 1001 || n.Words == "" {
		t.Errorf("dana hears %+v", n)
	}
	if got := mistakes(w.on(1002, alice, "/split")); got != "the message that opened the ticket is its own ticket already" {
		t.Error(got)
	}
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
