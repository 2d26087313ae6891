package desk

import (
	"fmt"
	"slices"
	"time"

	"frontdesk/desk/worktime"
)

// ServiceLevel is a service level agreement: how soon things must happen, per priority, in business hours.
type ServiceLevel struct {
	Name       string
	Calendar   *worktime.Calendar // nil counts round the clock
	Targets    map[Priority]Targets
	WarnAt     int          // percent of a target; 0 warns of nothing
	EscalateTo []string     // names of agents who hear of every breach, beside the assignee
	Steps      []Escalation // in order of At
}

// Targets are the times of one priority, as opening time of the calendar; 0 is no target.
type Targets struct{ FirstResponse, NextResponse, Resolution time.Duration }

// Of is the time for one target.
func (t Targets) Of(target Target) time.Duration {
	switch target {
	case FirstResponse:
		return t.FirstResponse
	case NextResponse:
		return t.NextResponse
	}
	return t.Resolution
}

// Escalation is a further step when a target is overdue, or about to be.
type Escalation struct {
	At     int      // percent of the target's time
	Target Target   // "" for each
	To     []string // names of agents who are told
	Raise  bool     // the priority goes up by one
	Assign []string // names of agents, of whom the one with the fewest tickets who works the queue gets it; nil leaves it
}

// Target is what a service level promises.
type Target string

// The targets. A first response is the first public answer that an agent wrote; a next response answers what the
// requester wrote after it; a resolution is the category resolved or closed.
const (
	FirstResponse Target = "first-response"
	NextResponse  Target = "next-response"
	Resolution    Target = "resolution"
)

// AllTargets are the targets in the order in which people read them.
var AllTargets = []Target{FirstResponse, NextResponse, Resolution}

// ClockState says what a clock does.
type ClockState string

// The states of clocks.
const (
	ClockRuns    ClockState = "running"
	ClockPaused  ClockState = "paused"  // the ticket is pending
	ClockStopped ClockState = "stopped" // what it waited for has happened
	ClockDropped ClockState = "dropped" // nothing asks for it any more; it leaves the ticket
)

// Clock counts the time of one target on one ticket.
type Clock struct {
	Target  Target        `json:"target"`
	State   ClockState    `json:"state"`
	Level   string        `json:"level"`  // name of the service level
	Within  time.Duration `json:"within"` // how much opening time there is, in nanoseconds
	Spent   time.Duration `json:"spent"`  // of it before From
	Started time.Time     `json:"started"`
	From    time.Time     `json:"from,omitzero"`  // since when it runs; zero where it does not
	Due     time.Time     `json:"due,omitzero"`   // zero where it does not run
	Ended   time.Time     `json:"ended,omitzero"` // when it stopped
	Late    bool          `json:"late,omitempty"` // the target is missed, whether the clock still runs or not
	Warned  bool          `json:"warned,omitempty"`
	Step    int           `json:"step,omitempty"` // percent of the last escalation that was carried out
}

// Outcome is the clock's state in one word, as the outside knows it: running, paused, met or breached.
func (c Clock) Outcome() string {
	switch {
	case c.Late:
		return "breached"
	case c.State == ClockStopped:
		return "met"
	}
	return string(c.State)
}

// ClockChanged says what a clock does from now on, and why.
type ClockChanged struct {
	Change ClockChange `json:"change"`
	Clock  Clock       `json:"clock"`
	Why    string      `json:"why,omitempty"`
}

// Kind is the name in the store and in JSON.
func (ClockChanged) Kind() string { return "clock" }

// ClockChange is what happened to a clock.
type ClockChange string

// What can happen to a clock.
const (
	ClockWasStarted   ClockChange = "started"
	ClockWasPaused    ClockChange = "paused"
	ClockWasResumed   ClockChange = "resumed"
	ClockWasChanged   ClockChange = "changed" // another priority, queue or service level
	ClockWasWarned    ClockChange = "warned"
	ClockWasBreached  ClockChange = "breached"
	ClockWasEscalated ClockChange = "escalated"
	ClockWasMet       ClockChange = "met"
	ClockWasMissed    ClockChange = "missed" // stopped after it was due
	ClockWasDropped   ClockChange = "dropped"
)

// Clock is the ticket's clock of a target.
func (t Ticket) Clock(target Target) (Clock, bool) {
	i := slices.IndexFunc(t.Clocks, func(c Clock) bool { return c.Target == target })
	if i < 0 {
		return Clock{}, false
	}
	return t.Clocks[i], true
}

// withClock folds a clock in; it never changes the given slice.
func withClock(clocks []Clock, c Clock) []Clock {
	clocks = slices.DeleteFunc(slices.Clone(clocks), func(old Clock) bool { return old.Target == c.Target })
	if c.State == ClockDropped {
		return slices.Clip(clocks)
	}
	clocks = append(clocks, c)
	slices.SortFunc(clocks, func(a, b Clock) int {
		return slices.Index(AllTargets, a.Target) - slices.Index(AllTargets, b.Target)
	})
	return clocks
}

// due is when the next of the ticket's running clocks is due; zero where none runs.
func (t Ticket) due() (next time.Time) {
	for _, c := range t.Clocks {
		if c.State == ClockRuns && (next.IsZero() || c.Due.Before(next)) {
			next = c.Due
		}
	}
	return next
}

// LevelOf is the service level of a ticket: that of its service, or else of its queue; nil where neither has one.
func (p *Policy) LevelOf(t Ticket) *ServiceLevel {
	if s := p.ServiceByName(t.Service); s != nil && p.Levels[s.Level] != nil {
		return p.Levels[s.Level]
	}
	q := p.QueueByName(t.Queue)
	if q == nil {
		return nil
	}
	return p.Levels[q.Level]
}

// String is the clock in a few words, for logs and timelines.
func (c Clock) String() string {
	s := fmt.Sprintf("%s %s, %s of %s", c.Target, c.Outcome(), worktime.Short(c.Spent), worktime.Short(c.Within))
	if !c.Due.IsZero() {
		s += ", due " + c.Due.UTC().Format(time.RFC3339)
	}
	return s
}
