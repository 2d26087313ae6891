package templates

import (
	"testing"
	"time"

	"frontdesk/desk"
)

func TestStakes(t *testing.T) {
	zone := time.FixedZone("CET", 3600)
	for _, c := range []struct {
		name   string
		due    time.Duration // after the last change, Fri 20 Nov 2026, 10:30; 0 for none
		change func(*desk.Ticket)
		want   string
		german string
	}{
		{"nothing", 0, func(t *desk.Ticket) { t.Priority = "" }, "", ""},
		{"priority", 0, nil, "P2", "P2"},
		{"today", time.Hour, nil, "P2, due Fri 11:30", "P2, fällig Fr 11:30"},
		{"in a week by the weekday", 4 * 24 * time.Hour, nil, "P2, due Tue 10:30", "P2, fällig Di 10:30"},
		{"later by the date", 7 * 24 * time.Hour, nil, "P2, due 27 Nov 2026", "P2, fällig 27.11.2026"},
		{"past", -time.Hour, nil, "P2, overdue since Fri 09:30", "P2, überfällig seit Fr 09:30"},
		{"long past", -30 * 24 * time.Hour, nil, "P2, overdue since 21 Oct 2026", "P2, überfällig seit 21.10.2026"},
		{"over", time.Hour, func(t *desk.Ticket) { t.Category = desk.CategoryResolved }, "", ""},
	} {
		ticket := desk.Ticket{Priority: "P2", UpdatedAt: at}
		if c.due != 0 {
			ticket.DueAt = at.Add(c.due)
		}
		if c.change != nil {
			c.change(&ticket)
		}
		for language, want := range map[string]string{"en": c.want, "de": c.german} {
			if got := stakes(ticket, zone, builtins(t).mails["reply"][language].say); got != want {
				t.Errorf("%s: %q, want %q", c.name, got, want)
			}
		}
	}
}

func TestSentence(t *testing.T) {
	for _, c := range []struct{ change, stakes, want string }{
		{"", "P2", ""}, {"Assigned to you by bob", "", "Assigned to you by bob."}, {"Assigned to you by bob", "P2", "Assigned to you by bob, P2."},
		{"bob is away.", "", "bob is away."}, {"bob is away.", "P2", "bob is away, P2."}, {"It changed:", "P2", "It changed, P2:"},
		{"Cela a changé\u00a0:", "P2", "Cela a changé, P2\u00a0:"}, {"Why?", "", "Why?"}, {"...", "P2", ", P2..."},
	} {
		if got := sentence(c.change, c.stakes); got != c.want {
			t.Errorf("%q with %q: %q, want %q", c.change, c.stakes, got, c.want)
		}
	}
}

// TestFirstLine: what people see before they open a mail, in a list of mails or on a phone that is locked, is who wants
// what by when, and then the new words: nothing that can be seen stands before or between them.
func TestFirstLine(t *testing.T) {
	s := builtins(t)
	n := toAgent("agent-update", "the ticket is assigned to you")
	n.Author, n.Words, n.Changes = dana, "It is off now.", []string{"Status: pending → open"}
	v := exampleView
	due(&v)
	for language, want := range map[string]string{
		"en": "Dana Fox wrote, P3, due Tue 10:20: It is off now.", "de": "Dana Fox schrieb, P3, fällig Di 10:20: It is off now.",
		"fr": "Dana Fox a écrit, P3, échéance mar. 10:20 : It is off now.", "es": "Dana Fox escribió, P3, vence mar 10:20: It is off now.",
	} {
		n.Language = language
		w, err := s.Render(n, v)
		if err != nil {
			t.Fatal(err)
		}
		for format, seen := range map[string]string{"text": w.Text, "HTML": visible(w.HTML)} {
			if got := spaced(seen); len(got) < len(want) || got[:len(want)] != want {
				t.Errorf("%s %s begins %.100q, want %q", language, format, got, want)
			}
		}
	}
}
