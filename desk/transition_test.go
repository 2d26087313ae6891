package desk

import (
	"strings"
	"testing"
)

// TestTransitions tries who may take a ticket where, and with what.
func TestTransitions(t *testing.T) {
	ways := []Transition{
		{From: []string{"new", "open"}, To: "pending", Requires: []string{RequiresWords}},
		{To: "open"},
		{From: []string{"open"}, To: "resolved", By: []string{"alice"}, Requires: []string{"cause", RequiresAssignee}},
	}
	for _, c := range []struct {
		name, before, who, mail string
		status, refused         string // either
	}{
		{"a way for everybody", "", bob, "/take", "open", ""},
		{"with words", "/take", bob, "/pending\n\nWe wait for the roller.", "pending", ""},
		{"without words", "/take", bob, "/pending", "", "say below the commands why it becomes pending"},
		{"a way that is not open", "", bob, "/resolve", "", "there is no way from new to resolved"},
		{"not for everybody", "/take", bob, "/cause Dust\n/resolve", "", "only alice may move a ticket from open to resolved"},
		{"for her", "/take", alice, "/cause Dust\n/resolve", "resolved", ""},
		{"what it requires may stand below it", "/take", alice, "/resolve\n/cause Dust", "resolved", ""},
		{"without the cause", "/take", alice, "/resolve", "", "cause must be known before the ticket becomes resolved"},
		{"without anybody", "/status open", alice, "/cause Dust\n/resolve", "", "a ticket that nobody has cannot become resolved"},
		{"closing stays possible", "", bob, "/close", "closed", ""},
		{"so does opening again", "/close", bob, "/reopen", "open", ""},
	} {
		w := newWorld(t)
		life := *w.p.Lifecycles["incident"]
		life.Transitions = ways
		w.p.Lifecycles["incident"] = &life
		w.handle(w.mail(dana, "Printer", "It jams."))
		reply := func(who, text string) Decision {
			return w.handle(w.mail(who, "Re: Printer", text, replyTo(w.ids[AddressKey(who)])))
		}
		if c.before != "" {
			reply(bob, c.before)
		}
		before := w.tickets[1001].Status
		d := reply(c.who, c.mail)
		var problems []string
		for _, n := range d.Notices {
			for _, p := range n.Problems {
				problems = append(problems, p.Message)
			}
		}
		got, want := w.tickets[1001].Status, c.status
		if c.refused != "" {
			want = before
		}
		if got != want || strings.Join(problems, "; ") != c.refused {
			t.Errorf("%s: %s, %q; want %s, %q", c.name, got, problems, want, c.refused)
		}
	}
}
