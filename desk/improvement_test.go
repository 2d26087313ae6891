package desk

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func withRegister(w *world) {
	w.p.Improvement = Improvement{Queue: "improvements", FromRatings: 2, FromBreaches: true}
}

// TestBadRatingsFeedTheRegister, once per ticket, with the facts and what was said.
func TestBadRatingsFeedTheRegister(t *testing.T) {
	w, survey := surveyed(t)
	withRegister(w)
	w.p.Agents = append(w.p.Agents, Agent{Name: "imre", Addresses: []string{"imre@acme.example"}})
	w.p.QueueByName("improvements").Agents = []string{"alice", "imre"}
	w.want(w.handle(w.mail(dana, "Re: Printer", "/rate 3", replyTo(survey))), OutcomeReply, 1001, "agent-update>"+alice)
	d := w.handle(w.mail(dana, "Re: Printer", "/rate 2\nTwo days without a printer.", replyTo(survey)))
	w.want(d, OutcomeReply, 1001, "agent-new>imre@acme.example alert>"+alice+" alert>maria@acme.example")
	item := w.tickets[1002]
	if item.Queue != "improvements" || item.Status != "proposed" || item.Requester != "maria@acme.example" || item.Subject != "Printer on floor 3 jams" {
		t.Errorf("the item is %+v", item)
	}
	if fmt.Sprint(item.Links) != "[came of #1001]" || fmt.Sprint(w.tickets[1001].Links) != "[gave rise to improvement #1002]" {
		t.Errorf("links %v %v", item.Links, w.tickets[1001].Links)
	}
	if m := w.talk[1002]; len(m) != 1 || m[0].Text != "Two days without a printer." || m[0].Visibility != Internal {
		t.Errorf("conversation %+v", m)
	}
	for _, n := range d.Notices {
		text := fmt.Sprint(n.Changes)
		if n.To.Addr == alice && !strings.Contains(text, "Improvement #1002 is proposed") || n.Template == TemplateAgentNew && !strings.Contains(text, "rated it 2 of 5") {
			t.Errorf("%s reads %s", n.To.Addr, text)
		}
	}
	if d = w.handle(w.mail(dana, "Re: Printer", "/rate 1", replyTo(survey))); d.Tickets[1003].ID != 0 {
		t.Error("a second item for one ticket")
	}
}

func TestRatingsFeedNothingWhereTheyShallNot(t *testing.T) {
	for name, edit := range map[string]func(*world){
		"no register":   func(w *world) { w.p.Improvement.Queue = "" },
		"better":        func(w *world) { w.p.Improvement.FromRatings = 1 },
		"only breaches": func(w *world) { w.p.Improvement.FromRatings = 0 },
		"of the register itself": func(w *world) {
			w.p.Improvement.Queue = "service-desk"
		},
	} {
		w, survey := surveyed(t)
		withRegister(w)
		edit(w)
		if d := w.handle(w.mail(dana, "Re: Printer", "/rate 2", replyTo(survey))); len(d.Tickets) != 1 {
			t.Errorf("%s: %d tickets changed", name, len(d.Tickets))
		}
	}
}

// TestBreachesFeedTheRegister: the first of a ticket does.
func TestBreachesFeedTheRegister(t *testing.T) {
	w := newWorld(t)
	withRegister(w)
	w.p.Levels = map[string]*ServiceLevel{"standard": {Name: "standard", Targets: map[Priority]Targets{"P3": {FirstResponse: time.Hour, Resolution: 2 * time.Hour}}}}
	w.p.QueueByName("service-desk").Level = "standard"
	w.handle(w.mail(dana, "Printer", "It jams."))
	w.now = w.now.Add(time.Hour)
	d := w.handle(TimerDue{Timer{Ticket: 1001, Kind: TimerLevel}})
	item := w.tickets[1002]
	if item.Queue != "improvements" || d.Events[len(d.Events)-1].Detail.Kind() != "linked" || item.Requester != alice {
		t.Fatalf("the item is %+v", item)
	}
	if o, ok := w.events[1002][0].Detail.(Opened); !ok || o.Why != "ticket 1001 is late: first response, service level standard" {
		t.Errorf("opened: %+v", w.events[1002][0].Detail)
	}
	w.now = w.now.Add(time.Hour)
	w.handle(TimerDue{Timer{Ticket: 1001, Kind: TimerLevel}})
	if len(w.tickets) != 2 {
		t.Errorf("%d tickets", len(w.tickets))
	}
}

// TestEffectIsAskedFor: what an item is to bring when it goes on, what it has brought when it is done.
func TestEffectIsAskedFor(t *testing.T) {
	w := newWorld(t)
	w.p.Mailboxes[0].Queue = "improvements"
	w.handle(w.mail(dana, "A spare printer", "So that nobody waits."))
	say := func(text string) string {
		t.Helper()
		d := w.handle(w.mail(alice, "Re: [ACME #1001] A spare printer", text, replyTo(w.ids[alice])))
		var all []string
		for _, n := range d.Notices {
			if n.To.Addr == alice {
				all = append(all, n.Changes...)
			}
		}
		return strings.Join(all, " ")
	}
	for _, step := range []struct{ mail, asked string }{
		{"/take", ""},
		{"/status agreed", "What is it to bring? /set expected keeps it."},
		{"/set expected no ticket waits longer than a day\n/status doing", ""},
		{"/resolve", "It is done. What has it brought? /set measured keeps it."},
		{"/set measured none waited since March", ""},
		{"/reopen", ""},
		{"/resolve", ""},
	} {
		if got := say(step.mail); got != step.asked {
			t.Errorf("%q asks %q, want %q", step.mail, got, step.asked)
		}
	}
	facts := TicketFacts(w.p, w.tickets[1001], func(time.Time) string { return "" })
	for _, want := range []Fact{{Name: "expected", Value: "no ticket waits longer than a day"}, {Name: "measured", Value: "none waited since March"}} {
		if !strings.Contains(fmt.Sprint(facts), fmt.Sprint(want)) {
			t.Errorf("%v lacks %v", facts, want)
		}
	}
}

// TestUndoLeavesTheRegister: what the desk did by itself neither stands in the way nor is taken back.
func TestUndoLeavesTheRegister(t *testing.T) {
	w, survey := surveyed(t)
	withRegister(w)
	w.p.QueueByName("improvements").Agents = []string{"bob"}
	w.handle(w.mail(dana, "Re: Printer", "/rate 2", replyTo(survey)))
	w.handle(w.mail(alice, "Re: Printer", "/tag rollers", replyTo(w.ids[alice])))
	w.handle(w.mail(alice, "Re: Printer", "/undo", replyTo(w.ids[alice])))
	if got := w.tickets[1001]; len(got.Tags) > 0 || firstLink(got, LinkImprovement) != 1002 {
		t.Errorf("after /undo: %v %v", got.Tags, got.Links)
	}
}
