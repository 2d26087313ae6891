package report_test

import (
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/report"
)

// TestArticles: a ticket is spared whose requester was offered an article and needed no agent.
func TestArticles(t *testing.T) {
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	bob := desk.Actor{Kind: desk.ActorAgent, Name: "bob"}
	dana := desk.Actor{Kind: desk.ActorPerson, Name: "dana@example.com"}
	offered := desk.Event{Actor: desk.Actor{Kind: desk.ActorDesk}, Detail: desk.Offered{Article: "vpn", To: "requester"}}
	named := desk.Event{Actor: desk.Actor{Kind: desk.ActorDesk}, Detail: desk.Offered{Article: "vpn", To: "agent"}}
	sent := desk.Event{Actor: bob, Detail: desk.Offered{Article: "vpn", To: "requester", Sent: true}}
	answer := desk.Event{Actor: bob, Detail: desk.Wrote{From: "bob@acme.example", Visibility: desk.Public}}
	solved := desk.StatusChanged{From: "new", To: "resolved", Category: desk.CategoryResolved}
	reopen := desk.Event{Actor: dana, Detail: desk.StatusChanged{From: "resolved", To: "open", Category: desk.CategoryOpen}}
	says := desk.Event{Actor: dana, Detail: solved}
	for name, c := range map[string]struct {
		happened              []desk.Event
		offered, spared, sent float64
	}{
		"offered and solved":     {[]desk.Event{offered, says}, 1, 1, 0},
		"offered twice":          {[]desk.Event{offered, offered}, 1, 0, 0},
		"opened again":           {[]desk.Event{offered, says, reopen}, 1, 0, 0},
		"and solved after all":   {[]desk.Event{offered, says, reopen, says}, 1, 1, 0},
		"an agent answered":      {[]desk.Event{offered, answer, says}, 1, 0, 0},
		"an agent resolved it":   {[]desk.Event{offered, {Actor: bob, Detail: solved}}, 1, 0, 0},
		"sent by an agent":       {[]desk.Event{sent, answer, says}, 0, 0, 1},
		"only named to an agent": {[]desk.Event{named, says}, -1, -1, -1},
	} {
		events := []desk.Event{{Ticket: 1, At: start, Actor: dana,
			Detail: desk.Opened{Queue: "q", Practice: "incident", Status: "new", Category: desk.CategoryNew, Requester: "dana@example.com"}}}
		for i, e := range c.happened {
			e.Ticket, e.At = 1, start.Add(time.Duration(i+1)*time.Hour)
			events = append(events, e)
		}
		r := fold(t, report.Query{Since: start.AddDate(0, 0, -1), Until: start.AddDate(0, 0, 1)}, events)
		figure := func(m string) float64 {
			if len(r.Measures) == len(report.Measures) {
				return -1 // a desk that offers none has no such figures
			}
			return r.Of(r.Total.Now, m).Number
		}
		if a, b, d := figure("articles_offered"), figure("articles_spared"), figure("articles_sent"); a != c.offered || b != c.spared || d != c.sent {
			t.Errorf("%s: %v offered, %v spared, %v sent", name, a, b, d)
		}
	}
}
