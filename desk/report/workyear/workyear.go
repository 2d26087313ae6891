// Package workyear makes up the work of a helpdesk: the events of incidents, requests, changes and problems over a time, in
// the order in which they would have happened. The same plan gives the same events. It is for benchmarks and tests.
package workyear

import (
	"container/heap"
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/worktime"
)

// Plan is what is made up.
type Plan struct {
	Seed   uint64
	Start  time.Time
	Length time.Duration // in which about all of it happens
	Events int           // exactly so many, from the first one on
}

// Calendar are the business hours of the service level, and the hours in which people work.
var Calendar = &worktime.Calendar{Name: "office", Week: week()}

// Agents are those who work.
var Agents = []string{"alice", "bob", "carol", "dave", "erin", "frank"}

func week() (w [7][]worktime.Interval) {
	for day := time.Monday; day <= time.Friday; day++ {
		w[day] = []worktime.Interval{{From: 8 * 60, To: 18 * 60}}
	}
	return w
}

// eventsPerTicket is what a ticket comes to on the average, which spreads the openings over the length.
const eventsPerTicket = 19.2

// Events are the events of a plan, in order of time, without numbers.
func Events(p Plan) iter.Seq[desk.Event] {
	return func(yield func(desk.Event) bool) {
		y := &year{dice: rand.New(rand.NewPCG(p.Seed, 0x5eed))}
		gap := time.Duration(float64(p.Length) * eventsPerTicket / float64(max(p.Events, 1)))
		left := p.Events
		for opens := p.Start; left > 0; {
			opens = opens.Add(time.Duration(y.dice.ExpFloat64() * float64(gap)))
			y.open(weekday(opens))
			for ; len(y.due) > 0 && !y.due[0].At.After(opens) && left > 0; left-- {
				if !yield(heap.Pop(&y.due).(entry).Event) {
					return
				}
			}
		}
	}
}

// weekday puts most of what comes at the weekend onto Monday.
func weekday(t time.Time) time.Time {
	switch t.Weekday() {
	case time.Saturday, time.Sunday:
		return Calendar.Add(t, time.Duration(t.Minute())*time.Minute).Truncate(time.Microsecond).UTC()
	}
	return t.Truncate(time.Microsecond)
}

// entry is an event that has not happened yet. Of two at the same time the earlier made one comes first.
type entry struct {
	desk.Event
	made int
}

type queue []entry

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	if c := q[i].At.Compare(q[j].At); c != 0 {
		return c < 0
	}
	return q[i].made < q[j].made
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push is that of [heap.Interface].
func (q *queue) Push(x any) { *q = append(*q, x.(entry)) }

// Pop is that of [heap.Interface].
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	(*q)[len(*q)-1] = entry{}
	*q = (*q)[:len(*q)-1]
	return last
}

// year is the work under way.
type year struct {
	dice    *rand.Rand
	due     queue
	tickets int64
	made    int
	problem int64     // the latest one
	known   time.Time // since when it is there
}

// story is one ticket while its events are made up.
type story struct {
	*year
	id        int64
	at        time.Time
	requester string
	agent     string
	status    string
	clocks    map[desk.Target]desk.Clock
}

// kinds of work, with how often they come.
var kinds = []struct {
	share                       int
	queue, practice, department string
	services                    []string
	tell                        func(*story)
}{
	{52, "incidents", "incident", "it", []string{"mail", "network", "printing", ""}, (*story).incident},
	{32, "requests", "request", "it", []string{"new-laptop", "access", ""}, (*story).request},
	{7, "changes", "change", "it", []string{"network", "mail"}, (*story).change},
	{1, "problems", "problem", "it", []string{""}, (*story).problemTicket},
	{8, "payroll", "service-desk", "personnel", []string{""}, (*story).incident},
}

var subjects = []string{"Printer on floor 3 jams", "Mail is slow", "Access to the archive", "New colleague starts on Monday", "Drucker kaputt",
	"The projector shows nothing", "Firewall rule for the shop", "Question about my payslip"}

// open makes up a whole ticket.
func (y *year) open(at time.Time) {
	y.tickets++
	n := y.dice.IntN(100)
	i := 0
	for n >= kinds[i].share {
		n -= kinds[i].share
		i++
	}
	k := kinds[i]
	s := &story{year: y, id: y.tickets, at: at, requester: fmt.Sprintf("user%d@example.org", y.dice.IntN(4000)),
		agent: Agents[min(y.dice.IntN(len(Agents)), y.dice.IntN(len(Agents)))], clocks: map[desk.Target]desk.Clock{}}
	initial := map[string]string{"change": "requested", "problem": "logged"}[k.practice]
	if initial == "" {
		initial = "new"
	}
	s.status = initial
	s.person(desk.Opened{Subject: subjects[y.dice.IntN(len(subjects))], Queue: k.queue, Practice: k.practice, Status: initial, Category: desk.CategoryNew,
		Impact: desk.Medium, Urgency: desk.Low, Priority: "P4", Requester: s.requester, Mailbox: "support@acme.example", Language: "en",
		Service: k.services[y.dice.IntN(len(k.services))], Department: k.department,
		Origin: fmt.Sprintf("%d@example.org", s.id), Why: "the mailbox's queue"})
	s.person(desk.Wrote{From: s.requester, Visibility: desk.Public, Auto: desk.ClassHuman, Proven: true, MessageID: fmt.Sprintf("%d@example.org", s.id)})
	if k.practice != "change" && k.practice != "problem" {
		s.start(desk.FirstResponse, 4*time.Hour)
	}
	s.start(desk.Resolution, 20*time.Hour)
	k.tell(s)
}
