package report

import (
	"fmt"
	"hash/fnv"
	"time"

	"frontdesk/desk"
)

// Kinds are the kinds of events that a Fold wants; it passes over others.
func (q Query) Kinds() []string {
	if q.Actions {
		return append([]string{"priority", "field", "due", "reminder", "tagged", "untagged", "subject", "participant-added", "participant-removed",
			"asked", "answer-held", "answer-settled", "undone", "command-refused", "away", "back"}, kinds...)
	}
	return kinds
}

var kinds = []string{"opened", "message", "status", "assigned", "queue", "service", "linked", "unlinked", "requester", "rated", "offered",
	"clock", "merged", "unmerged"}

// ticket is what must be remembered of one.
type ticket struct {
	opened     int64 // microseconds since 1970
	requester  uint64
	attributes attributes // the agent is the assignee
	resolver   int32      // the agent who resolved it, else its assignee then
	responder  int32      // the agent who answered last
	answers    int32      // public ones of agents
	passes     int32      // from agent to agent and from queue to queue
	incidents  int32      // that it causes
	period     uint8      // of the latest event
	over       bool       // resolved, closed or merged
	done       bool       // resolved or closed
	closed     bool
	merged     bool
	reopened   bool
	counted    bool    // it is in the backlog that is drawn
	waits      bool    // no agent has answered
	late       [3]bool // by target: it is counted as missed
	offered    bool    // its requester was offered an article
	spared     *once   // the end without an answer that is counted, at the period; nil for none
	once       *once   // the resolution at first contact that is counted, nil for none
}

// once is a resolution at first contact, until the next event shows that it was none: the answer that comes with a
// resolution is written behind it.
type once struct {
	at         int64
	attributes attributes
}

// Fold adds events up. Events come in the order in which they were written.
type Fold struct {
	q       Query
	loc     *time.Location
	bounds  marks
	tickets map[int64]*ticket
	slab    []ticket // tickets are made many at a time
	names   [dimensions]names
	only    [dimensions]int32 // number of the name that alone counts, -1 for all
	total   pair
	groups  [dimensions][]pair // by number of the name

	points  marks // of the backlog over time
	moments []time.Time
	flow    []int // how the backlog changed before each mark, and after the last
	weeks   marks
	monday  []time.Time
	perWeek []Week

	ratings  [inFuture]map[int64]lastWord
	outcomes [inFuture]map[int64]lastWord
	actions  actions
}

// lastWord is what counts of something that can be said again: what was said last in a period.
type lastWord struct {
	rating     int64
	outcome    string
	attributes attributes
}

// New begins a report.
func New(q Query) *Fold {
	f := &Fold{q: q, loc: q.location(), tickets: map[int64]*ticket{}, bounds: marks{at: micros([]time.Time{q.Before(), q.Since, q.Until})}}
	long := q.Until.Sub(q.Since) > 100*24*time.Hour
	f.moments = days(q.Since, q.Until, f.loc, long)
	f.points = marks{at: micros(f.moments)}
	f.flow = make([]int, len(f.moments)+1)
	f.monday = days(q.Since, q.Until, f.loc, true)
	f.weeks = marks{at: micros(f.monday)}
	f.perWeek = make([]Week, len(f.monday)-1)
	for i := range f.ratings {
		f.ratings[i], f.outcomes[i] = map[int64]lastWord{}, map[int64]lastWord{}
	}
	for i, d := range Dimensions {
		f.names[i] = newNames()
		f.only[i] = -1
		if name, ok := q.Only[d]; ok {
			f.only[i] = f.names[i].of([]byte(name))
		}
	}
	f.actions.begin(q)
	return f
}

// Add folds one event in. The error names an event whose detail is unreadable.
func (f *Fold) Add(b desk.Brief) error {
	period := uint8(f.bounds.find(b.At))
	if period == inFuture {
		return nil
	}
	if b.Ticket == 0 { // about an agent
		if !f.q.Actions {
			return nil
		}
		return f.act(nil, b)
	}
	t := f.tickets[b.Ticket]
	if t == nil {
		t = f.newTicket()
		f.tickets[b.Ticket] = t
	}
	if period > t.period {
		f.settle(t, period)
	}
	err := f.fold(t, b)
	f.draw(t, b.At)
	if err == nil && f.q.Actions {
		err = f.act(t, b)
	}
	if err != nil {
		return fmt.Errorf("event %d of kind %s: %w", b.Seq, b.Kind, err)
	}
	return nil
}

func (f *Fold) newTicket() *ticket {
	if len(f.slab) == 0 {
		f.slab = make([]ticket, 512)
	}
	t := &f.slab[0]
	f.slab = f.slab[1:]
	return t
}

// settle counts a ticket into the backlogs at the ends of the periods that it leaves.
func (f *Fold) settle(t *ticket, next uint8) {
	for ; t.period < next; t.period++ {
		if t.period != inPast && t.opened > 0 {
			f.remains(t, t.period)
		}
	}
}

// remains counts what is left of a ticket at the end of a period.
func (f *Fold) remains(t *ticket, period uint8) {
	if !t.over {
		age := seconds(f.bounds.at[period] - t.opened)
		f.count(t.attributes, period, func(c *cell) {
			c.backlog++
			c.ages = append(c.ages, age)
		})
	}
	if t.incidents > 0 && !t.closed {
		f.count(t.attributes, period, func(c *cell) {
			c.problems++
			c.incidents += int(t.incidents)
		})
	}
}

// draw keeps the backlog over time.
func (f *Fold) draw(t *ticket, at int64) {
	counts := t.opened > 0 && !t.over && f.wanted(t.attributes)
	if counts == t.counted {
		return
	}
	t.counted = counts
	if i := f.points.find(at); counts {
		f.flow[i]++
	} else {
		f.flow[i]--
	}
}

func (f *Fold) wanted(a attributes) bool {
	for i, only := range f.only {
		if only >= 0 && a[i] != only {
			return false
		}
	}
	return true
}

// count counts something once in the total and once in each dimension, if it is asked for.
func (f *Fold) count(a attributes, period uint8, add func(*cell)) {
	if period != inBefore && period != inPeriod || !f.wanted(a) {
		return
	}
	add(f.total.of(period))
	for i, number := range a {
		for int(number) >= len(f.groups[i]) {
			f.groups[i] = append(f.groups[i], pair{})
		}
		add(f.groups[i][number].of(period))
	}
}

// by are the ticket's attributes with the agent who did what is counted.
func (t *ticket) by(agent int32) attributes {
	a := t.attributes
	if agent != 0 {
		a[agentDimension] = agent
	}
	return a
}

func seconds(us int64) int32 { return int32(max(0, us) / 1e6) }

// key makes a number of an address: whether two are the same is all that is asked of them.
func key(address []byte) uint64 {
	h := fnv.New64a()
	h.Write([]byte(desk.AddressKey(string(address))))
	return h.Sum64()
}
