package desk

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// dueAt lists what waits, as "agent template ticket time".
func (w *world) dueAt() string {
	var out []string
	for agent, list := range w.bundles {
		for _, b := range list {
			out = append(out, fmt.Sprintf("%s %s %d %s", agent, b.Notice.Template, b.Notice.Ticket, b.Due.Format("02 15:04")))
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// wakes lets a ticket's pending end.
func (w *world) wakes(id int64) Decision {
	w.t.Helper()
	w.now = w.tickets[id].PendingUntil
	return w.handle(TimerDue{Timer{Ticket: id, Kind: TimerWake, Due: w.now}})
}

func TestWhatClocksChangeIsBundled(t *testing.T) {
	w, _, toAlice := printer(t)
	w.handle(w.mail(alice, "Re: Printer", "/pending 3d", replyTo(toAlice)))
	if d := w.wakes(1001); told(d) != "" || len(d.Bundled) != 1 {
		t.Fatalf("%s %+v", told(d), d.Bundled)
	}
	if got := w.dueAt(); got != "alice agent-update 1001 23 12:01" {
		t.Error(got)
	}
	version := w.tickets[1001].Version
	w.handle(w.mail(alice, "Re: Printer", "/tag x", replyTo(toAlice)))
	w.now = w.now.Add(time.Minute)
	d := w.handle(BundleDue{"alice"})
	w.want(d, OutcomeIgnored, 1001, "agent-update>"+alice)
	if n := d.Notices[0]; n.Version != version || n.Changes[0] != "It was pending until 2026-11-23 12:00 and is open again" || len(w.bundles) != 0 {
		t.Errorf("%+v %v", n, w.bundles)
	}
	d = w.handle(BundleDue{"alice"})
	w.want(d, OutcomeIgnored, 0, "")
}

func TestDigests(t *testing.T) {
	w := newWorld(t)
	w.p.Agents[0].Digest, w.p.Agents[1].Digest = DigestHourly, DigestDaily
	w.p.Agents[0].Location = time.FixedZone("half", 5*3600+1800)
	w.p.Agents[1].Location = time.FixedZone("west", -8*3600)
	d := w.handle(w.mail(dana, "Printer", "It jams."))
	w.want(d, OutcomeNew, 1001, "ack>"+dana)
	if got := w.dueAt(); got != "alice agent-new 1001 20 12:30, bob agent-new 1001 20 15:00" {
		t.Error(got)
	}
	w.handle(w.mail(dana, "Re: [ACME #1001] Printer", "Still."))
	w.handle(w.mail(erin, "Door", "It sticks.", func(in *MailIn) {
		in.Mail.Attachments = []Attachment{{ID: 1, Name: "door.jpg", Type: "image/jpeg", Size: 9}}
	}))

	// What is an agent's own goes out at once, and so do answers to the agent's own act.
	w.ids[alice] = w.p.MessageID(1001, "x")
	d = w.handle(w.mail(alice, "[ACME #1001] Printer", "/assign bob"))
	w.want(d, OutcomeCommand, 1001, "agent-update>"+bob)
	d = w.handle(w.mail(dana, "Re: [ACME #1001] Printer", "And now?"))
	w.want(d, OutcomeReply, 1001, "agent-update>"+bob)
	d = w.handle(w.mail(alice, "[ACME #1001] Printer", "/nonsense"))
	w.want(d, OutcomeReply, 1001, "command-error>"+alice)

	d = w.handle(BundleDue{"alice"})
	w.want(d, OutcomeIgnored, 0, "digest>"+alice)
	s := d.Notices[0].Transcript
	if len(s) != 2 || s[0].Title != "#1001 Printer" || s[0].Ticket != 1001 || len(s[0].Entries) != 2 || s[0].Entries[1].Text != "Still." ||
		s[1].Title != "#1002 Door" || s[1].Entries[0].From.Addr != erin || !slices.Contains(s[1].Lines, "Attached, kept with the ticket: door.jpg") {
		t.Errorf("%+v", s)
	}
	if got := w.dueAt(); strings.Contains(got, "alice") || !strings.Contains(got, "bob") {
		t.Error(got)
	}
}

func TestSeveralOfOneTicketAreOneMail(t *testing.T) {
	w := newWorld(t)
	w.p.Agents[0].Digest = DigestHourly
	w.handle(w.mail(dana, "Printer", "It jams.", cc(erin), func(in *MailIn) { in.Mail.Attachments = []Attachment{{ID: 1, Name: "a.jpg"}} }))
	w.handle(w.mail(dana, "Re: [ACME #1001] Printer", "Still.", func(in *MailIn) { in.Mail.Attachments = []Attachment{{ID: 1, Name: "b.jpg"}} }))
	w.handle(w.mail(alice, "[ACME #1001] Printer", "/cc "+erin))
	w.handle(w.mail(erin, "Re: [ACME #1001] Printer", "For me, too."))
	d := w.handle(BundleDue{"alice"})
	w.want(d, OutcomeIgnored, 1001, "agent-new>"+alice)
	n := d.Notices[0]
	if n.Words != "It jams.\n\nStill.\n\nerin@example.org:\n\nFor me, too." || n.Author.Addr != dana || n.Raw != "sha-1" || len(n.Attachments) != 1 {
		t.Errorf("%q %+v", n.Words, n)
	}
	want := []string{"In copy, not told of answers unless you say /cc: " + erin, "Attached, kept with the ticket: b.jpg"}
	if !slices.Equal(n.Changes, want) {
		t.Errorf("%q", n.Changes)
	}
}

func TestNothingWaitsForWhoIsNoAgentAnyMore(t *testing.T) {
	w := newWorld(t)
	w.p.Agents[0].Digest = DigestDaily
	w.handle(w.mail(dana, "Printer", "It jams."))
	w.p.Agents = w.p.Agents[1:]
	d := w.handle(BundleDue{"alice"})
	w.want(d, OutcomeIgnored, 0, "")
	if len(w.bundles) != 0 || len(d.Suppressed) != 1 {
		t.Errorf("%v %+v", w.bundles, d.Suppressed)
	}
}
