package report

import "frontdesk/desk"

// cell is what was counted of one group in one period. Whatever happens is counted once in the total, and once in every
// dimension: with the queue, practice, service and department that its ticket had then, and with the agent who did it.
type cell struct {
	opened, resolved, closed, reopened, answers int

	reassigned   int // passed on, whatever became of the ticket
	passes       int // of the tickets that were resolved
	firstContact int

	backlog int
	ages    []int32 // of the backlog, seconds
	first   []int32 // from opening to first response, seconds
	resolve []int32 // from opening to resolution, seconds
	opening [3][]int32
	restore []int32 // of incidents, from opening to resolution, seconds

	met, missed [3]int // by target

	ratings             [5]int
	outcomes            map[string]int // of changes, by status
	problems, incidents int

	offered, spared, sent int // articles
}

// targets are those of service levels, by their place in the arrays.
var targets = desk.AllTargets

func targetIndex(name []byte) int {
	for i, t := range targets {
		if string(t) == string(name) {
			return i
		}
	}
	return -1
}

func (c *cell) rated() (n int) {
	for _, count := range c.ratings {
		n += count
	}
	return n
}

// attributes are the values that something is counted under, one per dimension: numbers of the names.
type attributes [dimensions]int32

const dimensions = 5 // of Dimensions

// names gives every name a number, from 0, which is the empty one.
type names struct {
	number map[string]int32
	all    []string
}

func newNames() names { return names{number: map[string]int32{"": 0}, all: []string{""}} }

func (n *names) of(name []byte) int32 {
	if i, ok := n.number[string(name)]; ok {
		return i
	}
	i := int32(len(n.all))
	n.number[string(name)] = i
	n.all = append(n.all, string(name))
	return i
}

// pair is one group in the period and in the one before.
type pair struct{ now, before *cell }

func (p *pair) of(period uint8) *cell {
	at := &p.now
	if period == inBefore {
		at = &p.before
	}
	if *at == nil {
		*at = &cell{}
	}
	return *at
}

// The periods that a moment is in.
const (
	inPast uint8 = iota
	inBefore
	inPeriod
	inFuture
)
