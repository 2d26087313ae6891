package desk

import "time"

// Ticket is the state that its events add up to (see [Apply]). People are plain addresses, agents
// their names.
type Ticket struct {
	ID      int64
	Version int64 // number of the ticket's events; checked at commit

	Subject    string
	Queue      string
	Practice   string
	Status     string
	Category   Category
	Impact     Level
	Urgency    Level
	Priority   Priority
	ByHand     bool   // the priority was set by hand and not by impact and urgency
	Assignee   string // name of an agent, "" for nobody
	Requester  string // address
	Name       string // the requester's display name
	Language   string // of mail to the requester, "" for the desk's
	Mailbox    string // address of the mailbox that the ticket writes from
	Service    string
	Department string
	Origin     string // Message-ID of the mail that opened it, "" where none did

	Participants []string // addresses, in the order in which they joined
	Asked        []string // addresses of third parties who were asked; what they say stays internal
	Tags         []string
	Links        []Link
	Messages     int
	Merged       int64             // the ticket that this one was merged into, 0 for none
	Fields       map[string]string // of the service, and of practices: cause, workaround; never changed in place
	Reminders    []Reminder        // in order of their times
	Held         []HeldAnswer      // answers that wait for /send, oldest first
	Rating       int               // the requester's, 1 to 5; 0 for none

	CreatedAt     time.Time
	UpdatedAt     time.Time
	ResolvedAt    time.Time  // zero while not resolved or closed
	ClosedAt      time.Time  // zero while not closed
	PendingUntil  time.Time  // zero where nobody said when to look again
	DueAt         time.Time  // zero where nothing says when it must be done
	DueByHand     bool       // an agent said so
	Approvals     []Approval // of all rounds, in the order of asking
	ScheduledFrom time.Time  // of a change: when it is implemented
	ScheduledTo   time.Time
	Key           string    // under which events of the same condition find the ticket
	Repeats       int       // how often that condition was told of again
	Proposed      bool      // agents were asked whether it belongs to others
	SurveyedAt    time.Time // when the requester was asked for a rating

	RespondedAt time.Time // when an agent first answered in public; zero while none has
	Clocks      []Clock   // of its service level, one per target, in the order of AllTargets
}

// Reminder is a time at which an agent wants to hear of a ticket.
type Reminder struct {
	Agent string    `json:"agent"`
	At    time.Time `json:"at"`
}

// HeldAnswer is an agent's answer that crossed another and waits for /send.
type HeldAnswer struct {
	Agent string `json:"agent"`
	Mail  string `json:"mail"` // SHA-256 of the raw mail, whose message is internal until then
}

// Link joins two tickets.
type Link struct {
	Kind   string `json:"kind"` // one of the Link constants
	Ticket int64  `json:"ticket"`
}

// The kinds of links. A link stands on both tickets, each time as seen from there.
const (
	LinkFollows    = "follows"      // this ticket continues a closed one
	LinkFollowedBy = "followed-by"  // reverse of follows
	LinkStray      = "stray"        // its writer used evidence of a ticket that is not theirs
	LinkRelated    = "related"      // an agent linked them; the same both ways
	LinkDuplicate  = "duplicate-of" // this ticket was merged into the other
	LinkMergedHere = "duplicate"    // reverse of duplicate-of
	LinkSplitFrom  = "split-from"   // a message of the other became this ticket
	LinkSplitInto  = "split-into"   // reverse of split-from
	LinkParent     = "parent"       // the other is the major incident above this one
	LinkChild      = "child"        // reverse of parent
	LinkProblem    = "problem"      // the other is the problem that causes this one
	LinkIncident   = "incident"     // reverse of problem

	LinkImprovement = "improvement"      // the other is the item of the register that this one gave rise to
	LinkImproves    = "improvement-from" // reverse of improvement
)

// Visibility says who may read a message.
type Visibility string

// Public messages are for the requester and participants too; internal ones for agents only.
const (
	Public   Visibility = "public"
	Internal Visibility = "internal"
)

// Message is one entry of a ticket's conversation.
type Message struct {
	ID          int64 // within the store, ascending in time
	Ticket      int64
	At          time.Time
	From        Address
	Agent       string // name, where an agent wrote it
	Visibility  Visibility
	Text        string // the new words: no history, no signature
	Auto        Class
	Proven      bool
	MessageID   string
	Raw         string // SHA-256 of the raw mail, "" where there is none
	Attachments []Attachment
}

// Timer is something that must happen to a ticket at a time unless it is cancelled. There is at most one
// of each kind on a ticket.
type Timer struct {
	Ticket int64
	Kind   TimerKind
	Due    time.Time // zero cancels the timer
}

// TimerKind says what a timer is for.
type TimerKind string

// The kinds of timer.
const (
	TimerClose    TimerKind = "close"    // resolved to closed after close_after
	TimerWake     TimerKind = "wake"     // pending until a date: open it again
	TimerDueBy    TimerKind = "due"      // the time that an agent set with /due
	TimerRemind   TimerKind = "remind"   // the earliest reminder
	TimerApproval TimerKind = "approval" // approvers are reminded, or their time is over
	TimerStart    TimerKind = "start"    // a scheduled change begins
	TimerReview   TimerKind = "review"   // a scheduled change has ended: did it work?
	TimerSurvey   TimerKind = "survey"   // the requester is asked for a rating
	TimerCalm     TimerKind = "calm"     // a condition that kept changing, or a storm of them, may be over
	TimerLevel    TimerKind = "level"    // a service level warns, is missed or escalates
)
