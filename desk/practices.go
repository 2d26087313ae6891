package desk

import "time"

// ServiceState is where a service is in its life.
type ServiceState string

// The life of a service: only what is live can be ordered; what is retired stays on old tickets.
const (
	ServiceDraft   ServiceState = "draft"
	ServiceLive    ServiceState = "live"
	ServiceRetired ServiceState = "retired"
)

// Blackout is a time in which no change may be scheduled.
type Blackout struct {
	Name, Reason string
	From, To     time.Time
}

// Survey is whether and when requesters are asked how satisfied they are.
type Survey struct {
	After time.Duration // after resolving; the survey is off where Policy.Survey is nil
	Most  Rate          // surveys per person

	AlertAt  int // a rating of so much or less alerts assignee and managers; 0: none does
	ReopenAt int // a rating of so much or less opens the ticket again; 0: none does
}

// The events of changes, events, problems, knowledge and ratings.
type (
	// Scheduled says when a change is implemented; zero times take that back.
	Scheduled struct {
		From time.Time `json:"from,omitzero"`
		To   time.Time `json:"to,omitzero"`
	}
	// Correlated gives a ticket the key under which events of the same condition find it.
	Correlated struct {
		Key string `json:"key"`
	}
	// Repeated is another event of the same condition: it is counted and disturbs nobody.
	Repeated struct {
		Cleared bool `json:"cleared,omitempty"` // it says that the condition is over
	}
	// Proposed says that agents were asked to look whether tickets belong together.
	Proposed struct {
		As      string  `json:"as"` // LinkProblem or LinkParent
		Tickets []int64 `json:"tickets"`
	}
	// Offered says that an article was offered or sent.
	Offered struct {
		Article string `json:"article"`
		To      string `json:"to"` // "agent", "requester"
		Sent    bool   `json:"sent,omitempty"`
	}
	// Surveyed says that the requester was asked how satisfied they are.
	Surveyed struct {
		Why string `json:"why,omitempty"` // why not, where they were not
	}
)

// Kind names.
func (Scheduled) Kind() string  { return "scheduled" }
func (Correlated) Kind() string { return "correlated" }
func (Repeated) Kind() string   { return "repeated" }
func (Proposed) Kind() string   { return "proposed" }
func (Offered) Kind() string    { return "offered" }
func (Surveyed) Kind() string   { return "surveyed" }

// practised folds these events.
func practised(t Ticket, e Event) Ticket {
	switch d := e.Detail.(type) {
	case Scheduled:
		t.ScheduledFrom, t.ScheduledTo = d.From, d.To
	case Correlated:
		t.Key = d.Key
	case Repeated:
		t.Repeats++
	case Proposed:
		t.Proposed = true
	case Surveyed:
		if d.Why == "" {
			t.SurveyedAt = e.At
		}
	}
	return t
}
