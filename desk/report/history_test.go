package report_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/report"
)

// fold makes a report of events as a store would give them.
func fold(t testing.TB, q report.Query, events []desk.Event) *report.Report {
	t.Helper()
	f := report.New(q)
	for _, b := range briefs(t, events) {
		if err := f.Add(b); err != nil {
			t.Fatal(err)
		}
	}
	return f.Done()
}

func briefs(t testing.TB, events []desk.Event) (all []desk.Brief) {
	t.Helper()
	for i, e := range events {
		r, err := desk.Seal("", int64(i+1), e, []byte("0123456789abcdef"))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r.Brief())
	}
	return all
}

var (
	queues    = map[string]string{"incidents": "incident", "requests": "request", "changes": "change", "problems": "problem", "phones": "incident"}
	queueList = []string{"incidents", "requests", "changes", "problems", "phones"}
	agents    = []string{"alice", "bob", "carol"}
	statuses  = []struct {
		name     string
		category desk.Category
	}{{"new", desk.CategoryNew}, {"open", desk.CategoryOpen}, {"pending", desk.CategoryPending}, {"resolved", desk.CategoryResolved}, {"implemented", desk.CategoryResolved},
		{"failed", desk.CategoryResolved}, {"in-review", desk.CategoryOpen}, {"closed", desk.CategoryClosed}, {"rejected", desk.CategoryClosed}}
)

// random makes a history up with no regard for what a desk would do: whatever order events come in, they must be counted
// as the definitions say.
func random(seed uint64, start time.Time, n int) (events []desk.Event) {
	dice := rand.New(rand.NewPCG(seed, 99))
	pick := func(of []string) string { return of[dice.IntN(len(of))] }
	at := start
	var tickets []desk.Ticket
	emit := func(i int, a desk.Actor, d desk.Detail) {
		e := desk.Event{Ticket: tickets[i].ID, At: at, Actor: a, Detail: d}
		tickets[i] = desk.Apply(tickets[i], e)
		events = append(events, e)
	}
	for range n {
		if dice.IntN(6) > 0 {
			at = at.Add(time.Duration(dice.ExpFloat64()*float64(100*time.Minute)) / 1e6 * 1e6)
		}
		agent := desk.Actor{Kind: desk.ActorAgent, Name: pick(agents)}
		if len(tickets) == 0 || dice.IntN(7) == 0 {
			tickets = append(tickets, desk.Ticket{ID: int64(len(tickets) + 1)})
			q, who := pick(queueList), desk.Actor{Kind: desk.ActorPerson, Name: "dana@example.com"}
			requester := "dana@example.com"
			if dice.IntN(5) == 0 {
				who, requester = agent, agent.Name+"@acme.example"
			}
			emit(len(tickets)-1, who, desk.Opened{Subject: "s", Queue: q, Practice: queues[q], Status: "new", Category: desk.CategoryNew, Requester: requester,
				Service: pick([]string{"", "mail"}), Department: pick([]string{"", "it"})})
			if dice.IntN(4) == 0 {
				emit(len(tickets)-1, agent, desk.Wrote{From: agent.Name + "@acme.example", Visibility: desk.Public})
			}
			continue
		}
		i := len(tickets) - 1 - min(dice.IntN(len(tickets)), dice.IntN(len(tickets)))
		emit(i, agent, anything(dice, tickets[i], agent.Name))
	}
	return events
}

// anything is one of the events that a report counts.
func anything(dice *rand.Rand, t desk.Ticket, agent string) desk.Detail {
	switch dice.IntN(16) {
	case 0, 1:
		return desk.Wrote{From: agent + "@acme.example", Visibility: []desk.Visibility{desk.Public, desk.Internal}[dice.IntN(2)], Auto: desk.ClassHuman}
	case 2:
		q := queueList[dice.IntN(len(queueList))]
		return desk.Requeued{From: t.Queue, To: q, Practice: queues[q]}
	case 3, 4:
		return desk.Assigned{From: t.Assignee, To: append(agents, "")[dice.IntN(len(agents)+1)]}
	case 5:
		return desk.Rated{Rating: 1 + dice.IntN(5)}
	case 6:
		link := desk.LinkIncident
		if dice.IntN(3) == 0 {
			link = desk.LinkRelated
		}
		if dice.IntN(4) == 0 && len(t.Links) > 0 {
			return desk.Unlinked{Link: t.Links[0].Kind, Ticket: t.Links[0].Ticket}
		}
		return desk.Linked{Link: link, Ticket: 1 + dice.Int64N(1e9)}
	case 7:
		if t.Merged > 0 {
			return desk.Unmerged{From: t.Merged}
		}
		if dice.IntN(4) == 0 {
			return desk.Merged{Into: 1}
		}
		return desk.ServiceSet{From: t.Service, To: fmt.Sprint("service", dice.IntN(3))}
	case 8, 9, 10:
		changes := []desk.ClockChange{desk.ClockWasStarted, desk.ClockWasBreached, desk.ClockWasMet, desk.ClockWasMissed, desk.ClockWasPaused, desk.ClockWasDropped}
		return desk.ClockChanged{Change: changes[dice.IntN(len(changes))], Clock: desk.Clock{Target: desk.AllTargets[dice.IntN(3)], Spent: time.Duration(dice.Int64N(1e14))}}
	case 11:
		return desk.RequesterChanged{From: t.Requester, To: agents[dice.IntN(3)] + "@acme.example"}
	}
	s := statuses[dice.IntN(len(statuses))]
	return desk.StatusChanged{From: t.Status, To: s.name, Category: s.category}
}
