package desk

import (
	"cmp"
	"slices"
	"time"
)

// ApprovalRule says whose yes a request or change needs.
type ApprovalRule struct {
	By      []string      // names of agents, in order where InOrder
	Quorum  int           // how many of them must say yes
	InOrder bool          // each is asked when the one before has said yes
	Remind  time.Duration // after which those who have not decided are asked again; 0: never
	Expires time.Duration // after which it is rejected without a decision; 0: never
}

// ApprovalState is what became of the question to one approver.
type ApprovalState string

// The states of an approval.
const (
	ApprovalWaits     ApprovalState = "waiting" // is asked when those before have said yes
	ApprovalAsked     ApprovalState = "asked"
	ApprovalApproved  ApprovalState = "approved"
	ApprovalRejected  ApprovalState = "rejected"
	ApprovalExpired   ApprovalState = "expired"
	ApprovalWithdrawn ApprovalState = "withdrawn" // no longer needed: others have decided, or the ticket moved on
)

// Approval is the question to one approver on a ticket. It holds what of the rule it was asked by, so that a round ends
// as it began, whatever the configuration says meanwhile.
type Approval struct {
	Round    int           `json:"round"` // a ticket that is changed is asked about anew
	Approver string        `json:"approver"`
	State    ApprovalState `json:"state"`
	At       time.Time     `json:"at"`                // of the state
	By       string        `json:"by,omitempty"`      // who decided, where that was a deputy
	Words    string        `json:"words,omitempty"`   // the approver's own, such as conditions
	Reminded int           `json:"reminded,omitzero"` // how often
	Deputy   string        `json:"deputy,omitempty"`  // who is asked in the place of the approver, who is away
	Quorum   int           `json:"quorum,omitzero"`   // how many of the round must say yes
	Remind   time.Duration `json:"remind,omitzero"`
	Expires  time.Time     `json:"expires,omitzero"`
	Asked    time.Time     `json:"asked,omitzero"` // last
	Since    int64         `json:"since,omitzero"` // version of the ticket when it was first asked for
}

// String says in words how it stands: "bob for carol approves: after six".
func (a Approval) String() string {
	who := a.Approver
	if by := cmp.Or(a.By, a.Deputy); by != "" && a.State != ApprovalWithdrawn {
		who = by + " for " + who
	}
	text := who + " " + approvalWords[a.State]
	if a.Words != "" {
		text += ": " + a.Words
	}
	return text
}

// Open says whether the approver may still decide, now or later.
func (a Approval) Open() bool { return a.State == ApprovalAsked || a.State == ApprovalWaits }

// The events of approvals.
type (
	// ApprovalRequested asks an approver.
	ApprovalRequested struct {
		Round    int           `json:"round"`
		Approver string        `json:"approver"`
		Deputy   string        `json:"deputy,omitempty"` // asked in the approver's place
		Later    bool          `json:"later,omitempty"`  // not before others have said yes
		Quorum   int           `json:"quorum,omitzero"`
		Remind   time.Duration `json:"remind,omitzero"`
		Expires  time.Time     `json:"expires,omitzero"`
	}
	// ApprovalReminded asks again.
	ApprovalReminded struct {
		Round    int    `json:"round"`
		Approver string `json:"approver"`
		Deputy   string `json:"deputy,omitempty"` // asked in the approver's place
	}
	// ApprovalDecided is an approver's decision, or that none is needed any more.
	ApprovalDecided struct {
		Round    int           `json:"round"`
		Approver string        `json:"approver"`
		State    ApprovalState `json:"state"`
		By       string        `json:"by,omitempty"` // a deputy
		Words    string        `json:"words,omitempty"`
	}
)

// Kind names.
func (ApprovalRequested) Kind() string { return "approval-requested" }
func (ApprovalReminded) Kind() string  { return "approval-reminded" }
func (ApprovalDecided) Kind() string   { return "approval-decided" }

// Round is the number of the latest round of approvals, 0 where nobody was asked.
func (t Ticket) Round() (round int) {
	for _, a := range t.Approvals {
		round = max(round, a.Round)
	}
	return round
}

// ThisRound are the approvals of the latest round.
func (t Ticket) ThisRound() []Approval {
	round := t.Round()
	return slices.DeleteFunc(slices.Clone(t.Approvals), func(a Approval) bool { return a.Round != round })
}

// approves folds the events of approvals.
func approves(t Ticket, e Event) Ticket {
	set := func(round int, approver string, edit func(*Approval)) {
		t.Approvals = slices.Clone(t.Approvals)
		for i := range t.Approvals {
			if a := &t.Approvals[i]; a.Round == round && a.Approver == approver {
				edit(a)
				return
			}
		}
		a := Approval{Round: round, Approver: approver}
		edit(&a)
		t.Approvals = append(t.Approvals, a)
	}
	switch d := e.Detail.(type) {
	case ApprovalRequested:
		set(d.Round, d.Approver, func(a *Approval) {
			a.State, a.At, a.Deputy, a.Quorum, a.Remind, a.Expires = ApprovalAsked, e.At, d.Deputy, d.Quorum, d.Remind, d.Expires
			if a.Asked = e.At; d.Later {
				a.State = ApprovalWaits
			}
			if a.Since == 0 {
				a.Since = t.Version
			}
		})
	case ApprovalReminded:
		set(d.Round, d.Approver, func(a *Approval) { a.Reminded, a.Deputy, a.Asked = a.Reminded+1, d.Deputy, e.At })
	case ApprovalDecided:
		set(d.Round, d.Approver, func(a *Approval) { a.State, a.At, a.By, a.Words = d.State, e.At, d.By, d.Words })
	}
	return t
}
