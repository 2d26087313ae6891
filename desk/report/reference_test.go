package report_test

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/report"
)

// tally is a plain, slow count of one period: every case by itself, in lists, with what it is counted under.
type tally struct {
	lists map[string][]thing
}

// thing is one case: a number, and its value in each dimension.
type thing struct {
	value float64
	under map[report.Dimension]string
}

func (y *tally) add(list string, under map[report.Dimension]string, value float64) {
	y.lists[list] = append(y.lists[list], thing{value, under})
}

// played is a ticket while the reference goes through its events.
type played struct {
	desk.Ticket
	resolver, responder     string
	answers, passes         int
	reopened, answered, new bool
	late                    map[desk.Target]bool
}

func (p *played) under(agent string) map[report.Dimension]string {
	if agent == "" {
		agent = p.Assignee
	}
	return map[report.Dimension]string{report.ByQueue: p.Queue, report.ByPractice: p.Practice, report.ByService: p.Service,
		report.ByDepartment: p.Department, report.ByAgent: agent}
}

// done says whether it is resolved or closed, or in the review that follows.
func done(before bool, t desk.Ticket) bool {
	return t.Category == desk.CategoryResolved || t.Category == desk.CategoryClosed || before && t.Status == "in-review"
}

// reference counts a period by going through the history of each ticket by itself.
func reference(events []desk.Event, since, until time.Time) *tally {
	y := &tally{lists: map[string][]thing{}}
	byTicket := map[int64][]desk.Event{}
	var ids []int64
	for _, e := range events {
		if len(byTicket[e.Ticket]) == 0 {
			ids = append(ids, e.Ticket)
		}
		byTicket[e.Ticket] = append(byTicket[e.Ticket], e)
	}
	for _, id := range ids {
		y.ticket(byTicket[id], since, until)
	}
	return y
}

func (y *tally) ticket(events []desk.Event, since, until time.Time) {
	p := &played{late: map[desk.Target]bool{}}
	var rating, outcome, contact *thing
	var contactAt time.Time
	settle := func() {
		if contact != nil {
			y.lists["first contact"] = append(y.lists["first contact"], *contact)
		}
		contact = nil
	}
	defer settle()
	finished, closed := false, false
	for _, e := range events {
		if !e.At.Before(until) {
			break
		}
		counts := !e.At.Before(since)
		add := func(list, agent string, value float64) {
			if counts {
				y.add(list, p.under(agent), value)
			}
		}
		age := math.Floor(e.At.Sub(p.CreatedAt).Seconds())
		answer := false
		if w, ok := e.Detail.(desk.Wrote); ok {
			answer = w.Visibility == desk.Public && w.From != p.Requester
		}
		if d, ok := e.Detail.(desk.Assigned); ok && d.From != "" && d.To != "" && d.From != d.To {
			add("reassigned", "", 1)
			p.passes++
		}
		if d, ok := e.Detail.(desk.Requeued); ok && d.From != d.To {
			add("reassigned", "", 1)
			p.passes++
		}
		wasOver, wasClosed := finished, closed
		p.Ticket = desk.Apply(p.Ticket, e)
		switch d := e.Detail.(type) {
		case desk.Opened:
			add("opened", "", 1)
		case desk.Wrote:
			if answer {
				p.responder = e.Actor.Name
				add("answers", e.Actor.Name, 1)
				if p.answers == 0 && e.At.After(p.CreatedAt) {
					add("first", e.Actor.Name, age)
				}
				if p.answers++; p.answers > 1 && e.At.Equal(contactAt) {
					contact = nil // the answer came with the resolution
				}
			}
		case desk.StatusChanged:
			if p.Merged > 0 {
				continue
			}
			finished, closed = done(finished, p.Ticket), p.Category == desk.CategoryClosed
			over, status := finished, d.To
			if closed && !wasClosed {
				add("closed", p.resolver, 1)
			}
			if over && !wasOver {
				if p.resolver = e.Actor.Name; p.resolver == "" {
					p.resolver = p.Assignee
				}
				add("resolve", p.resolver, age)
				add("passes", p.resolver, float64(p.passes))
				if p.Practice == "incident" {
					add("restore", p.resolver, age)
				}
				if p.answers <= 1 && p.passes == 0 && !p.reopened {
					if settle(); counts {
						contact, contactAt = &thing{1, p.under(p.resolver)}, e.At
					}
				}
			}
			if wasOver && !over {
				add("reopened", p.resolver, 1)
				p.reopened = true
			}
			if p.Practice == "change" && over && !(wasOver && (closed || status == "in-review")) {
				if outcome = nil; counts {
					outcome = &thing{0, p.under(p.resolver)}
					outcome.under["outcome"] = status
				}
			}
		case desk.Rated:
			if counts {
				rating = &thing{float64(d.Rating), p.under(p.resolver)}
			}
		case desk.ClockChanged:
			agent := ""
			stopped := d.Change == desk.ClockWasMet || d.Change == desk.ClockWasMissed
			if stopped && d.Clock.Target == desk.Resolution {
				agent = p.resolver
			} else if stopped {
				agent = p.responder
			}
			if stopped {
				add("clock "+string(d.Clock.Target), agent, math.Floor(d.Clock.Spent.Seconds()))
			}
			switch d.Change {
			case desk.ClockWasStarted:
				p.late[d.Clock.Target] = false
			case desk.ClockWasMet:
				add("met "+string(d.Clock.Target), agent, 1)
			case desk.ClockWasMissed, desk.ClockWasBreached:
				if !p.late[d.Clock.Target] {
					add("missed "+string(d.Clock.Target), agent, 1)
				}
				p.late[d.Clock.Target] = true
			}
		}
	}
	if p.ID == 0 {
		return
	}
	if !finished && p.Merged == 0 {
		y.add("backlog", p.under(""), math.Floor(until.Sub(p.CreatedAt).Seconds()))
	}
	incidents := 0
	for _, l := range p.Links {
		if l.Kind == desk.LinkIncident {
			incidents++
		}
	}
	if incidents > 0 && !closed {
		y.add("problems", p.under(""), float64(incidents))
	}
	if rating != nil {
		y.add("ratings", rating.under, rating.value)
	}
	if outcome != nil {
		y.add("changes_"+outcome.under["outcome"], outcome.under, 1)
	}
}

// group keeps what has one value of a dimension; "" for all.
func (y *tally) group(d report.Dimension, value string) *tally {
	part := &tally{lists: map[string][]thing{}}
	for name, list := range y.lists {
		for _, x := range list {
			if d == "" || x.under[d] == value {
				part.lists[name] = append(part.lists[name], x)
			}
		}
	}
	return part
}

func (y *tally) sum(list string) (n float64) {
	for _, x := range y.lists[list] {
		n += x.value
	}
	return n
}

func (y *tally) number(list string) float64 { return float64(len(y.lists[list])) }

// rank is the smallest value that at least p percent of the list do not exceed, found by trying each.
func (y *tally) rank(list string, p float64) float64 {
	var values []float64
	for _, x := range y.lists[list] {
		values = append(values, x.value)
	}
	sort.Float64s(values)
	for _, v := range values {
		below := 0
		for _, w := range values {
			if w <= v {
				below++
			}
		}
		if float64(below)*100 >= p*float64(len(values)) {
			return v
		}
	}
	return math.NaN()
}

// figures are all measures of a tally; NaN where there is none.
func (y *tally) figures() map[string]float64 {
	good := 0.0
	for _, x := range y.lists["ratings"] {
		if x.value >= 4 {
			good++
		}
	}
	resolved := y.number("resolve")
	m := map[string]float64{"opened": y.number("opened"), "resolved": resolved, "closed": y.number("closed"), "answers": y.number("answers"),
		"backlog": y.number("backlog"), "mtrs": y.sum("restore") / y.number("restore"), "reopened": y.number("reopened"), "reopen_rate": 100 * y.number("reopened") / resolved,
		"reassigned": y.number("reassigned"), "reassigned_per_ticket": y.sum("passes") / resolved, "first_contact": 100 * y.number("first contact") / resolved,
		"ratings": y.number("ratings"), "csat": 100 * good / y.number("ratings"), "problems": y.number("problems"), "problem_incidents": y.sum("problems"),
		"incidents_per_problem": y.sum("problems") / y.number("problems")}
	for name, list := range map[string]string{"backlog_age": "backlog", "first_response": "first", "first_response_business": "clock first-response",
		"resolution": "resolve", "resolution_business": "clock resolution"} {
		m[name+"_median"], m[name+"_p90"] = y.rank(list, 50), y.rank(list, 90)
	}
	for name, target := range map[string]desk.Target{"first_response": desk.FirstResponse, "next_response": desk.NextResponse, "resolution": desk.Resolution} {
		met, missed := y.number("met "+string(target)), y.number("missed "+string(target))
		m["sla_"+name], m["sla_"+name+"_met"], m["sla_"+name+"_missed"] = 100*met/(met+missed), met, missed
	}
	for _, s := range statuses {
		m["changes_"+s.name] = y.number("changes_" + s.name)
	}
	return m
}

func compare(t *testing.T, what string, r *report.Report, got []report.Value, want map[string]float64) {
	t.Helper()
	for i, m := range r.Measures {
		w, ok := want[m.Name]
		known := !math.IsNaN(w) && !math.IsInf(w, 0)
		if !ok || got[i].Known != known || known && math.Abs(got[i].Number-w) > 1e-9*math.Max(1, math.Abs(w)) {
			t.Errorf("%s: %s is %+v, want %v", what, m.Name, got[i], w)
		}
	}
}

// TestReference holds reports on random histories against the plain count, in total and in every group.
func TestReference(t *testing.T) {
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for seed := range uint64(6) {
		events := random(seed, start, 4000)
		q := report.Query{Since: start.AddDate(0, 0, 90), Until: start.AddDate(0, 0, 150), Reviews: []string{"in-review"}}
		if seed%3 == 1 { // the end of the period is that of the history
			q.Until = q.Since.AddDate(0, 1, 0).Add(7 * time.Hour)
		}
		r := fold(t, q, events)
		now, before := reference(events, q.Since, q.Until), reference(events, q.Before(), q.Since)
		compare(t, fmt.Sprintf("seed %d, now", seed), r, r.Total.Now, now.group("", "").figures())
		compare(t, fmt.Sprintf("seed %d, before", seed), r, r.Total.Before, before.group("", "").figures())
		if len(r.Splits) != len(report.Dimensions) {
			t.Fatalf("seed %d: %d splits", seed, len(r.Splits))
		}
		for _, s := range r.Splits {
			for _, g := range s.Groups {
				compare(t, fmt.Sprintf("seed %d, %s %q, now", seed, s.Dimension, g.Name), r, g.Now, now.group(s.Dimension, g.Name).figures())
				compare(t, fmt.Sprintf("seed %d, %s %q, before", seed, s.Dimension, g.Name), r, g.Before, before.group(s.Dimension, g.Name).figures())
			}
		}
		one := q
		one.Only = map[report.Dimension]string{report.ByQueue: "incidents", report.ByAgent: "bob"}
		r = fold(t, one, events)
		compare(t, fmt.Sprintf("seed %d, bob's incidents", seed), r, r.Total.Now, now.group(report.ByQueue, "incidents").group(report.ByAgent, "bob").figures())
		if t.Failed() {
			return
		}
	}
}

// TestSplitsAddUp holds that whatever is counted is counted once in every dimension.
func TestSplitsAddUp(t *testing.T) {
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	r := fold(t, report.Query{Since: start.AddDate(0, 0, 30), Until: start.AddDate(0, 0, 60)}, random(77, start, 3000))
	for i, m := range r.Measures {
		if m.Unit != report.Count {
			continue
		}
		for _, s := range r.Splits {
			now, before := 0.0, 0.0
			for _, g := range s.Groups {
				now, before = now+g.Now[i].Number, before+g.Before[i].Number
			}
			if now != r.Total.Now[i].Number || before != r.Total.Before[i].Number {
				t.Errorf("%s by %s: %v and %v, want %v and %v", m.Name, s.Dimension, now, before, r.Total.Now[i].Number, r.Total.Before[i].Number)
			}
		}
	}
}

// TestSeries holds the series of plots against the figures and the plain count.
func TestSeries(t *testing.T) {
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	events := random(5, start, 4000)
	for _, only := range []map[report.Dimension]string{nil, {report.ByQueue: "phones"}, {report.ByAgent: "alice"}} {
		q := report.Query{Since: start.AddDate(0, 0, 30), Until: start.AddDate(0, 0, 75), Only: only}
		r := fold(t, q, events)
		for i, p := range r.Backlog {
			y := reference(withoutReviews(events), time.Time{}, p.At)
			for d, name := range only {
				y = y.group(d, name)
			}
			if want := int(y.number("backlog")); p.Open != want {
				t.Fatalf("%v: backlog %d at %v is %d, want %d", only, i, p.At, p.Open, want)
			}
		}
		if last := r.Backlog[len(r.Backlog)-1]; !last.At.Equal(q.Until) || float64(last.Open) != r.Of(r.Total.Now, "backlog").Number {
			t.Errorf("the last point is %+v", last)
		}
		for target, name := range []string{"first_response", "next_response", "resolution"} {
			met, missed := 0, 0
			for _, w := range r.Weeks {
				met, missed = met+w.Met[target], missed+w.Missed[target]
			}
			if float64(met) != r.Of(r.Total.Now, "sla_"+name+"_met").Number || float64(missed) != r.Of(r.Total.Now, "sla_"+name+"_missed").Number {
				t.Errorf("%v: weeks have %d and %d of %s", only, met, missed, name)
			}
		}
		sum := func(counts []int) (n int) {
			for _, c := range counts {
				n += c
			}
			return n
		}
		if sum(r.Solutions.Now) != int(r.Of(r.Total.Now, "resolved").Number) || sum(r.Ratings.Now[:]) != int(r.Of(r.Total.Now, "ratings").Number) {
			t.Errorf("%v: spreads do not add up", only)
		}
	}
}

// withoutReviews takes the status out that the query of TestSeries does not know.
func withoutReviews(events []desk.Event) []desk.Event {
	events = slices.Clone(events)
	for i, e := range events {
		if d, ok := e.Detail.(desk.StatusChanged); ok && d.To == "in-review" {
			d.To = "review"
			events[i].Detail = d
		}
	}
	return events
}
