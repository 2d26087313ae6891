package desk

import (
	"strings"
	"testing"

	"frontdesk/desk/match"
)

func when(t *testing.T, source string) *match.Condition {
	t.Helper()
	c, err := match.Compile(source)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRulesInFileOrder(t *testing.T) {
	w := newWorld(t)
	w.p.Rules = []Rule{
		{Name: "tag", When: when(t, `subject contains "VPN"`), Tags: []string{"vpn"}, Impact: High},
		{Name: "first", When: when(t, `subject contains "VPN"`), Queue: "problems", Continue: true},
		{Name: "second", When: when(t, `sender.domain == "example.com"`), Queue: "requests", Urgency: Low, Cc: []string{erin}},
		{Name: "never reached", Queue: "security"},
	}
	d := w.handle(w.mail(dana, "VPN drops", "often"))
	got := w.tickets[1001]
	if got.Queue != "requests" || got.Status != "approved" || got.Priority != "P3" || strings.Join(got.Tags, " ") != "vpn" || len(got.Participants) != 1 {
		t.Errorf("%+v", got)
	}
	names := ""
	for _, r := range d.Trace.Rules {
		names += " " + r.Name
		if r.Why == "" {
			t.Errorf("rule %s gives no reason", r.Name)
		}
	}
	if names != " tag first second" {
		t.Errorf("looked at%s", names)
	}
}

func TestRuleActions(t *testing.T) {
	for name, c := range map[string]struct {
		rule  Rule
		check func(w *world, d Decision) bool
	}{
		"priority by hand": {Rule{Priority: "P1", Queue: "security"}, func(w *world, d Decision) bool { return w.tickets[1001].Priority == "P1" && w.tickets[1001].ByHand }},
		"assign": {Rule{Assign: "bob", Queue: "service-desk"}, func(w *world, d Decision) bool {
			return w.tickets[1001].Assignee == "bob" && strings.Contains(told(d), "agent-new>"+bob)
		}},
		"language":   {Rule{Language: "de"}, func(w *world, d Decision) bool { return d.Notices[0].Language == "de" }},
		"department": {Rule{Department: "hr"}, func(w *world, d Decision) bool { return w.tickets[1001].Department == "hr" }},
		"service":    {Rule{Service: "vpn"}, func(w *world, d Decision) bool { return w.tickets[1001].Service == "vpn" }},
		"no ack":     {Rule{NoAck: true}, func(w *world, d Decision) bool { return !strings.Contains(told(d), "ack>") }},
		"hold": {Rule{Hold: "look at it"}, func(w *world, d Decision) bool {
			return d.Held.Reason == "rule" && strings.Contains(d.Held.Detail, "look at it")
		}},
		"drop": {Rule{Drop: true}, func(w *world, d Decision) bool { return d.Outcome == OutcomeIgnored && len(w.tickets) == 0 }},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			c.rule.Name, c.rule.When = name, when(t, `sender.proven and not sender.agent`)
			w.p.Rules = []Rule{c.rule}
			if d := w.handle(w.mail(dana, "x", "y")); !c.check(w, d) {
				t.Errorf("%+v\n%+v", d.Trace, w.tickets[1001])
			}
		})
	}
}

func TestQueuesHandOutTickets(t *testing.T) {
	w := newWorld(t)
	w.p.Limits.TicketsPerSender = Rate{}
	q := w.p.QueueByName("service-desk")
	q.Assign = AssignRoundRobin
	order := ""
	for range 4 {
		d := w.handle(w.mail(dana, "x", "y"))
		order += " " + w.tickets[d.Ticket].Assignee
	}
	if order != " alice bob alice bob" {
		t.Errorf("round-robin:%s", order)
	}
	q.Assign = AssignLeastBusy
	w.handle(w.mail(alice, "[ACME #1001] x", "/assign bob"))
	if d := w.handle(w.mail(dana, "x", "y")); w.tickets[d.Ticket].Assignee != "alice" {
		t.Errorf("least busy: %s", w.tickets[d.Ticket].Assignee)
	}
}

func TestCcIsProposedOrJoins(t *testing.T) {
	w := newWorld(t)
	d := w.handle(w.mail(dana, "x", "y", cc(erin, bob, "helpdesk@acme.example", dana)))
	if len(w.tickets[1001].Participants) != 0 || !strings.Contains(strings.Join(d.Notices[1].Changes, " "), erin) {
		t.Errorf("%+v %+v", w.tickets[1001], d.Notices[1].Changes)
	}
	w = newWorld(t)
	w.p.CcJoins = true
	w.handle(w.mail(dana, "x", "y", cc(erin, bob)))
	if p := w.tickets[1001].Participants; len(p) != 1 || p[0] != erin {
		t.Errorf("%v", p)
	}
	w = newWorld(t)
	w.p.CcJoins = true
	w.handle(w.mail(dana, "x", "y", cc(erin), unproven))
	if p := w.tickets[1001].Participants; len(p) != 0 {
		t.Errorf("somebody unproven made %v a participant", p)
	}
}

func TestSubjects(t *testing.T) {
	for in, want := range map[string]string{
		"Printer":                       "Printer",
		"Re: [ACME #1] Printer":         "Printer",
		"AW: Re: [ACME #1] AW: Drucker": "Drucker",
		"[OTHER #7] Printer":            "Printer",
		"Re:  a   b ":                   "a b",
		"":                              "one two three four five six seven eight …",
		"Fwd: [urgent] look":            "Fwd: [urgent] look",
		"RE[2]: again":                  "again",
		"Response times are bad":        "Response times are bad",
		strings.Repeat("x", 300):        strings.Repeat("x", 250) + "…",
	} {
		m := &Mail{Subject: in, NewText: "one two three four five six seven eight nine"}
		if got := subjectOf(m, opening{}); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got := subjectOf(&Mail{}, opening{}); got != "(no subject)" {
		t.Errorf("%q", got)
	}
}
