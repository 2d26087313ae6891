package desk

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/desk/match"
)

const nagios = "nagios@acme.example"

// watched is a desk with a rule for mail of a monitoring system: bob works its events.
func watched(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.p.Monitor = DefaultMonitoring()
	when, err := match.Compile(`sender.address == "nagios@acme.example"`)
	if err != nil {
		t.Fatal(err)
	}
	clears, err := match.Compile(`subject startsWith "OK "`)
	if err != nil {
		t.Fatal(err)
	}
	key, err := match.CompileText(`extract(subject, "^(?:DOWN|OK) (.+)$")`)
	if err != nil {
		t.Fatal(err)
	}
	w.p.Rules = []Rule{{Name: "nagios", When: when, Queue: "events", Correlate: key, Clears: clears}}
	return w
}

// monitors is what the monitoring system mails, some time later.
func (w *world) monitors(after time.Duration, subject string, options ...func(*MailIn)) Decision {
	w.t.Helper()
	w.now = w.now.Add(after)
	return w.handle(w.mail(nagios, subject, "It is "+subject, options...))
}

func TestOneTicketPerCondition(t *testing.T) {
	w := watched(t)
	w.want(w.monitors(0, "DOWN web01"), OutcomeNew, 1001, "agent-new>"+bob)
	w.wantStatus(1001, "exception")
	if got := w.tickets[1001]; got.Key != "web01" || got.Queue != "events" {
		t.Errorf("key %q in %s", got.Key, got.Queue)
	}
	for range 9 {
		w.want(w.monitors(time.Minute, "DOWN web01"), OutcomeReply, 1001, "")
	}
	if got := w.tickets[1001]; got.Repeats != 9 || got.Messages != 1+keptRepeats {
		t.Errorf("%d repeats, %d messages", got.Repeats, got.Messages)
	}
	for _, m := range w.talk[1001][1:] {
		if m.Visibility != Internal {
			t.Errorf("a repeat is %s", m.Visibility)
		}
	}
	w.want(w.monitors(time.Minute, "DOWN web02"), OutcomeNew, 1002, "agent-new>"+bob)
	d := w.monitors(time.Minute, "OK web01")
	w.want(d, OutcomeReply, 1001, "agent-update>"+bob)
	w.wantStatus(1001, "cleared")
	if n := to(d, bob); n.Words != "It is OK web01" || !slices.Equal(n.Changes, []string{"Status: exception → cleared"}) {
		t.Errorf("bob hears %+v", n)
	}
	w.want(w.monitors(time.Minute, "OK web01"), OutcomeReply, 1001, "")
	w.wantStatus(1002, "exception")

	// Back within a day it is the same ticket, later another.
	w.want(w.monitors(23*time.Hour, "DOWN web01"), OutcomeReply, 1001, "agent-update>"+bob)
	w.wantStatus(1001, "open")
	w.monitors(time.Minute, "OK web01")
	d = w.monitors(25*time.Hour, "DOWN web01")
	w.want(d, OutcomeFollowUp, 1003, "agent-new>"+bob)
	if n := to(d, bob); len(n.Changes) != 1 || !strings.HasPrefix(n.Changes[0], "It was over on ticket #1001 since") {
		t.Errorf("bob hears %q", n.Changes)
	}
	w.want(w.monitors(time.Minute, "DOWN web01"), OutcomeReply, 1003, "")
}

func TestRecoveryOfWhatNobodyKnows(t *testing.T) {
	w := watched(t)
	d := w.monitors(0, "OK web01")
	if w.want(d, OutcomeIgnored, 0, ""); len(d.Events) > 0 {
		t.Errorf("events %+v", d.Events)
	}
}

func TestEventsAreNoConversation(t *testing.T) {
	w := watched(t)
	w.monitors(0, "DOWN web01")
	first := w.mails
	// A monitoring system that refers to its own earlier mail tells of a condition all the same.
	d := w.monitors(time.Minute, "OK web01", replyTo(fmt.Sprintf("m%d@acme.example", first)))
	w.want(d, OutcomeReply, 1001, "agent-update>"+bob)
	w.wantStatus(1001, "cleared")
	// What answers a mail of the desk is a reply, whoever sends it.
	d = w.monitors(time.Minute, "DOWN web01", replyTo(w.p.ThreadID(1001)))
	if w.want(d, OutcomeReply, 1001, "agent-update>"+bob); w.tickets[1001].Repeats != 1 {
		t.Errorf("%d repeats", w.tickets[1001].Repeats)
	}
	// An agent's words are the agent's, whatever their subject.
	w.p.Rules[0].When = nil
	if d := w.handle(w.mail(alice, "DOWN web01", "Is it?")); d.Ticket == 1001 {
		t.Error("an agent's mail became an event")
	}
	// Without a key it is a mail like any other, and held like any other.
	if d := w.monitors(0, "All is well"); d.Outcome != OutcomeNew || w.tickets[d.Ticket].Key != "" {
		t.Errorf("%s, key %q", d.Outcome, w.tickets[d.Ticket].Key)
	}
	w.opened = 100
	if d := w.monitors(0, "All is still well"); d.Held.Reason != "flood" {
		t.Errorf("%s %s", d.Outcome, d.Held.Reason)
	}
	w.p.Rules[0].Hold = "not now"
	if d := w.monitors(0, "DOWN web07"); d.Held.Reason != "rule" {
		t.Errorf("%s %s", d.Outcome, d.Held.Reason)
	}
}

// TestAnAgentMayResolve: what an agent resolved by hand and is not over opens again.
func TestAnAgentMayResolve(t *testing.T) {
	w := watched(t)
	w.monitors(0, "DOWN web01")
	w.handle(w.mail(bob, "[ACME #1001] x", "/take\n/resolve"))
	w.wantStatus(1001, "cleared")
	w.want(w.monitors(time.Minute, "DOWN web01"), OutcomeReply, 1001, "agent-update>"+bob)
	w.wantStatus(1001, "open")
	w.handle(w.mail(bob, "[ACME #1001] x", "/close"))
	w.want(w.monitors(time.Minute, "DOWN web01"), OutcomeNew, 1002, "agent-new>"+bob)
}

// TestMergedCondition: an incident into which an event was merged is not resolved by a machine.
func TestMergedCondition(t *testing.T) {
	w := watched(t)
	w.p.QueueByName("service-desk").Agents = []string{"bob"}
	w.monitors(0, "DOWN web01")
	w.handle(w.mail(dana, "The shop is gone", "Help"))
	w.handle(w.mail(bob, "[ACME #1001] x", "/duplicate 1002"))
	w.want(w.monitors(time.Minute, "DOWN web01"), OutcomeReply, 1002, "")
	d := w.monitors(time.Minute, "OK web01")
	w.want(d, OutcomeReply, 1002, "agent-update>"+bob)
	w.wantStatus(1002, "new")
	if n := to(d, bob); len(n.Changes) != 1 || n.Changes[0] != "A condition that was merged into this ticket is over." {
		t.Errorf("bob hears %q", n.Changes)
	}
}

func TestFlapping(t *testing.T) {
	w := watched(t)
	w.monitors(0, "DOWN web01")
	heard := 0
	for i := range 30 {
		d := w.monitors(time.Minute, []string{"OK web01", "DOWN web01"}[i%2])
		heard += len(d.Notices)
		if i == 5 {
			if n := to(d, bob); len(n.Changes) != 1 || !strings.HasPrefix(n.Changes[0], "It comes and goes: 6 changes within 1h.") {
				t.Errorf("the notice says %q", n.Changes)
			}
		}
	}
	got := w.tickets[1001]
	if heard != 6 || !slices.Contains(got.Tags, tagFlapping) {
		t.Errorf("%d notices, tags %v", heard, got.Tags)
	}
	if got.Messages > 20 {
		t.Errorf("%d messages are kept", got.Messages)
	}
	w.wantStatus(1001, "open")

	// It is silent until it has been quiet: repeats do not count, changes do.
	w.monitors(20*time.Minute, "DOWN web01")
	w.now = w.now.Add(10 * time.Minute)
	d := w.handle(TimerDue{Timer{Ticket: 1001, Kind: TimerCalm, Due: w.now}})
	if slices.Contains(w.tickets[1001].Tags, tagFlapping) || len(d.Bundled) != 1 {
		t.Errorf("tags %v, %d notices", w.tickets[1001].Tags, len(d.Bundled))
	} else if n := d.Bundled[0].Notice; n.To.Addr != bob || !slices.Equal(n.Changes, []string{"It has been quiet for 30m and is open."}) {
		t.Errorf("%s hears %q", n.To.Addr, n.Changes)
	}
	w.want(w.monitors(2*time.Hour, "OK web01"), OutcomeReply, 1001, "agent-update>"+bob)
}

// TestSlowChangesAreNoFlapping: what comes and goes within the limit is told each time.
func TestSlowChangesAreNoFlapping(t *testing.T) {
	w := watched(t)
	w.monitors(0, "DOWN web01")
	for i := range 12 {
		d := w.monitors(15*time.Minute, []string{"OK web01", "DOWN web01"}[i%2])
		w.want(d, OutcomeReply, 1001, "agent-update>"+bob)
	}
	w.p.Monitor.Flapping = Rate{}
	for i := range 12 {
		d := w.monitors(time.Second, []string{"OK web01", "DOWN web01"}[i%2])
		w.want(d, OutcomeReply, 1001, "agent-update>"+bob)
	}
}

// calmTimer is when a decision wants a ticket to be looked at, the zero time where it does not say.
func calmTimer(d Decision, id int64) (due time.Time, said bool) {
	for _, timer := range d.Timers {
		if timer.Ticket == id && timer.Kind == TimerCalm {
			return timer.Due, true
		}
	}
	return due, false
}

func TestStorm(t *testing.T) {
	w := watched(t)
	for i := range 10 {
		w.want(w.monitors(time.Second, fmt.Sprintf("DOWN host%d", i)), OutcomeNew, int64(1001+i), "agent-new>"+bob)
	}
	d := w.monitors(time.Second, "DOWN host10")
	w.want(d, OutcomeNew, 1011, "agent-new>"+bob)
	storm := w.tickets[1011]
	if storm.Subject != "Storm: many events from nagios@acme.example" || !slices.Contains(storm.Tags, tagStorm) {
		t.Errorf("%+v", storm)
	}
	for i := range 200 {
		d = w.monitors(time.Second, fmt.Sprintf("DOWN host%d", 11+i))
		w.want(d, OutcomeReply, 1011, "")
		if due, said := calmTimer(d, 1011); !said || !due.Equal(w.now.Add(30*time.Minute)) {
			t.Fatalf("calm at %s", due)
		}
	}
	// What has a ticket is worked there, and recoveries of the rest do not end the storm.
	w.want(w.monitors(time.Second, "OK host3"), OutcomeReply, 1004, "agent-update>"+bob)
	w.want(w.monitors(time.Second, "OK host99"), OutcomeReply, 1011, "")
	w.wantStatus(1011, "exception")

	w.now = w.now.Add(30 * time.Minute)
	d = w.handle(TimerDue{Timer{Ticket: 1011, Kind: TimerCalm, Due: w.now}})
	if len(d.Bundled) != 1 || d.Bundled[0].Notice.Changes[0] != "The storm is over: 201 further mails were counted here." {
		t.Errorf("%+v", d.Bundled)
	}
	w.opened = 0
	w.want(w.monitors(time.Second, "DOWN host50"), OutcomeNew, 1012, "agent-new>"+bob)
	w.opened = 10
	w.want(w.monitors(time.Second, "DOWN host60"), OutcomeNew, 1013, "agent-new>"+bob)
	if got := w.tickets[1013]; got.Key != stormKey(nagios) {
		t.Errorf("the next storm is %+v", got)
	}
	w.p.Monitor.Storm = Rate{}
	w.handle(w.mail(bob, "[ACME #1013] x", "/resolve"))
	w.want(w.monitors(time.Second, "DOWN host70"), OutcomeNew, 1014, "agent-new>"+bob)
}

// TestStormTagCanBeTakenAway: an agent who wants to hear of everything again takes the tag away.
func TestStormTagCanBeTakenAway(t *testing.T) {
	w := watched(t)
	w.opened = 10
	w.monitors(0, "DOWN host1")
	d := w.handle(w.mail(bob, "[ACME #1001] x", "/untag storm"))
	if due, said := calmTimer(d, 1001); !said || !due.IsZero() {
		t.Errorf("the timer is %s", due)
	}
	w.opened = 0
	w.want(w.monitors(time.Second, "DOWN host2"), OutcomeNew, 1002, "agent-new>"+bob)
	d = w.handle(TimerDue{Timer{Ticket: 1001, Kind: TimerCalm, Due: w.now}})
	w.want(d, OutcomeIgnored, 1001, "")
}

func TestInWords(t *testing.T) {
	for span, want := range map[time.Duration]string{time.Hour: "1h", 30 * time.Minute: "30m", 90 * time.Minute: "1h30m",
		time.Minute: "1m", 45 * time.Second: "45s", 10 * time.Minute: "10m", 20 * time.Hour: "20h"} {
		if got := inWords(span); got != want {
			t.Errorf("%v is %q, want %q", span, got, want)
		}
	}
}
