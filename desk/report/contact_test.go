package report_test

import (
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/report"
)

// TestFirstContact: the answer that comes with a resolution is written behind it, and counts.
func TestFirstContact(t *testing.T) {
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	answer := desk.Wrote{From: "bob@acme.example", Visibility: desk.Public}
	note := desk.Wrote{From: "bob@acme.example", Visibility: desk.Internal}
	resolve := desk.StatusChanged{From: "new", To: "resolved", Category: desk.CategoryResolved}
	reopen := desk.StatusChanged{From: "resolved", To: "open", Category: desk.CategoryOpen}
	for name, c := range map[string]struct {
		hours [][]desk.Detail // what bob did, hour by hour
		want  float64
	}{
		"resolved and nothing said":   {[][]desk.Detail{{resolve}}, 100},
		"answered with it":            {[][]desk.Detail{{resolve, answer}}, 100},
		"answered before":             {[][]desk.Detail{{answer}, {resolve}}, 100},
		"answered before and with it": {[][]desk.Detail{{answer}, {resolve, answer}}, 0},
		"and with a note":             {[][]desk.Detail{{answer}, {resolve, note}}, 100},
		"answered once more later":    {[][]desk.Detail{{resolve, answer}, {answer}}, 100},
		"answered twice":              {[][]desk.Detail{{answer}, {answer}, {resolve}}, 0},
		"taken first":                 {[][]desk.Detail{{desk.Assigned{To: "bob"}}, {resolve}}, 100},
		"passed on":                   {[][]desk.Detail{{desk.Assigned{From: "ann", To: "bob"}}, {resolve}}, 0},
		"from another queue":          {[][]desk.Detail{{desk.Requeued{From: "q", To: "r", Practice: "incident"}}, {resolve}}, 0},
		"reopened":                    {[][]desk.Detail{{resolve}, {reopen}, {resolve}}, 50},
	} {
		events := []desk.Event{{Ticket: 1, At: start, Actor: desk.Actor{Kind: desk.ActorPerson, Name: "dana@example.com"},
			Detail: desk.Opened{Queue: "q", Practice: "incident", Status: "new", Category: desk.CategoryNew, Requester: "dana@example.com"}}}
		for i, details := range c.hours {
			for _, d := range details {
				events = append(events, desk.Event{Ticket: 1, At: start.Add(time.Duration(i+1) * time.Hour), Actor: desk.Actor{Kind: desk.ActorAgent, Name: "bob"}, Detail: d})
			}
		}
		r := fold(t, report.Query{Since: start.AddDate(0, 0, -1), Until: start.AddDate(0, 0, 1)}, events)
		if got := r.Of(r.Total.Now, "first_contact").Number; got != c.want {
			t.Errorf("%s: %v %%, want %v", name, got, c.want)
		}
	}
}

// TestMerged: what was merged into another ticket leaves the backlog and is neither resolved nor, when that is taken back,
// reopened.
func TestMerged(t *testing.T) {
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	bob := desk.Actor{Kind: desk.ActorAgent, Name: "bob"}
	events := []desk.Event{{Ticket: 1, At: start, Actor: bob, Detail: desk.Opened{Queue: "q", Practice: "incident", Status: "new", Category: desk.CategoryNew}}}
	backlog := func(want float64, more ...desk.Detail) {
		t.Helper()
		for _, d := range more {
			events = append(events, desk.Event{Ticket: 1, At: start.Add(time.Hour), Actor: bob, Detail: d})
		}
		r := fold(t, report.Query{Since: start.AddDate(0, 0, -1), Until: start.AddDate(0, 0, 1)}, events)
		now := func(m string) float64 { return r.Of(r.Total.Now, m).Number }
		if now("backlog") != want || now("resolved")+now("closed")+now("reopened") != 0 {
			t.Errorf("backlog %v; resolved %v, closed %v, reopened %v", now("backlog"), now("resolved"), now("closed"), now("reopened"))
		}
	}
	backlog(0, desk.Merged{Into: 2}, desk.StatusChanged{From: "new", To: "closed", Category: desk.CategoryClosed})
	backlog(1, desk.Unmerged{From: 2}, desk.StatusChanged{From: "closed", To: "new", Category: desk.CategoryNew})
}
