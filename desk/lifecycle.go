package desk

import "slices"

// Category is what the rest of the program cares about in a status.
type Category string

// The five categories; see practices in the documentation for their meaning.
const (
	CategoryNew      Category = "new"      // nobody has taken it
	CategoryOpen     Category = "open"     // somebody works on it
	CategoryPending  Category = "pending"  // waits for somebody outside the desk; clocks pause
	CategoryResolved Category = "resolved" // answered; the requester may still disagree
	CategoryClosed   Category = "closed"   // over
)

// Status is one state of a lifecycle.
type Status struct {
	Name     string
	Category Category
}

// Lifecycle is the state machine of a practice, as data: what its statuses are and what
// the short commands mean in it. "" as a target means that the command is refused.
type Lifecycle struct {
	Name     string
	Statuses []Status // the first is where a ticket starts

	Take    string // /take, or an agent's first public answer
	Pending string // /pending
	Resolve string // /resolve
	Reject  string // /reject
	Reopen  string // /reopen, and a requester's reply to a resolved ticket
	Close   string // /close, and close_after

	// Gates are the statuses that only an approval leads into or past.
	Gates []string
	// Start names where a ticket goes at once when it needs no approval, "" for nowhere.
	Start string
	// Review is the status that must have been passed between resolved and closed, "" for none.
	Review string
	// Transitions limit who may move a ticket between which statuses, and with what; nil leaves all of it open.
	// Closing and opening again stay possible even where no transition names them.
	Transitions []Transition
}

// Status finds a status by name.
func (l *Lifecycle) Status(name string) (Status, bool) {
	i := slices.IndexFunc(l.Statuses, func(s Status) bool { return s.Name == name })
	if i < 0 {
		return Status{}, false
	}
	return l.Statuses[i], true
}

// Category is the category of a status; "" where the lifecycle has no such status.
func (l *Lifecycle) Category(status string) Category {
	s, _ := l.Status(status)
	return s.Category
}

// Initial is the status of a new ticket.
func (l *Lifecycle) Initial() string { return l.Statuses[0].Name }

// Names are the status names in order.
func (l *Lifecycle) Names() []string {
	names := make([]string, len(l.Statuses))
	for i, s := range l.Statuses {
		names[i] = s.Name
	}
	return names
}

// ByCategory is the first status of a category; "" where there is none. It is where a
// ticket lands that changes its queue and with it its lifecycle.
func (l *Lifecycle) ByCategory(c Category) string {
	for _, s := range l.Statuses {
		if s.Category == c {
			return s.Name
		}
	}
	return ""
}

// Lifecycles are the built-in ones; a [[lifecycle]] of the configuration replaces or adds.
func Lifecycles() []Lifecycle {
	return []Lifecycle{
		{
			Name: "incident",
			Statuses: []Status{{"new", CategoryNew}, {"open", CategoryOpen}, {"pending", CategoryPending},
				{"resolved", CategoryResolved}, {"closed", CategoryClosed}},
			Take: "open", Pending: "pending", Resolve: "resolved", Reopen: "open", Close: "closed",
		},
		{
			Name: "request",
			Statuses: []Status{{"new", CategoryNew}, {"awaiting-approval", CategoryPending},
				{"approved", CategoryOpen}, {"fulfilling", CategoryOpen}, {"pending", CategoryPending},
				{"fulfilled", CategoryResolved}, {"rejected", CategoryClosed}, {"cancelled", CategoryClosed},
				{"closed", CategoryClosed}},
			Take: "fulfilling", Pending: "pending", Resolve: "fulfilled", Reject: "rejected",
			Reopen: "fulfilling", Close: "closed",
			Gates: []string{"awaiting-approval"}, Start: "approved",
		},
		{
			Name: "change",
			Statuses: []Status{{"requested", CategoryNew}, {"assessing", CategoryOpen},
				{"awaiting-approval", CategoryPending}, {"approved", CategoryOpen}, {"scheduled", CategoryOpen},
				{"implementing", CategoryOpen}, {"in-review", CategoryOpen}, {"implemented", CategoryResolved},
				{"failed", CategoryResolved}, {"rejected", CategoryClosed}, {"cancelled", CategoryClosed},
				{"closed", CategoryClosed}},
			Take: "assessing", Resolve: "implemented", Reject: "rejected", Reopen: "in-review", Close: "closed",
			Gates: []string{"awaiting-approval"}, Review: "in-review",
		},
		{
			Name: "problem",
			Statuses: []Status{{"logged", CategoryNew}, {"investigating", CategoryOpen},
				{"known-error", CategoryOpen}, {"pending", CategoryPending}, {"resolved", CategoryResolved},
				{"closed", CategoryClosed}},
			Take: "investigating", Pending: "pending", Resolve: "resolved", Reopen: "investigating", Close: "closed",
		},
		{
			Name: "event",
			Statuses: []Status{{"exception", CategoryNew}, {"open", CategoryOpen}, {"cleared", CategoryResolved},
				{"closed", CategoryClosed}},
			Take: "open", Resolve: "cleared", Reopen: "open", Close: "closed",
		},
		{
			Name: "improvement",
			Statuses: []Status{{"proposed", CategoryNew}, {"assessed", CategoryOpen}, {"agreed", CategoryOpen},
				{"doing", CategoryOpen}, {"done", CategoryResolved}, {"declined", CategoryClosed},
				{"closed", CategoryClosed}},
			Take: "assessed", Resolve: "done", Reject: "declined", Reopen: "doing", Close: "closed",
		},
	}
}
