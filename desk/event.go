package desk

import (
	"encoding/json"
	"fmt"
	"time"
)

// ActorKind says what sort of cause an actor is.
type ActorKind string

// The causes of events.
const (
	ActorAgent  ActorKind = "agent"  // Name is the agent's name
	ActorPerson ActorKind = "person" // Name is an address
	ActorRule   ActorKind = "rule"   // Name is the rule's name
	ActorClock  ActorKind = "clock"  // a timer
	ActorMail   ActorKind = "mail"   // a delivery report or other machine
	ActorDesk   ActorKind = "desk"   // the program itself
)

// Actor is who or what caused an event.
type Actor struct {
	Kind ActorKind
	Name string
}

// String is the form in JSON and for people: an agent's name, an address, "rule outages", "clock".
func (a Actor) String() string {
	switch {
	case a.Kind == ActorAgent || a.Kind == ActorPerson:
		return a.Name
	case a.Name == "":
		return string(a.Kind)
	}
	return string(a.Kind) + " " + a.Name
}

// Detail is what an event says beyond who, when and which ticket: one struct per kind.
type Detail interface {
	// Kind is the stable name of the event in the store and in JSON.
	Kind() string
}

// Event is one thing that happened to a ticket. Events are only ever appended.
type Event struct {
	Seq    int64 // position in the chain of all events, from 1; 0 before the commit
	Ticket int64
	At     time.Time
	Actor  Actor
	Mail   string // SHA-256 of the raw mail that caused it, "" where none did
	Detail Detail
}

// The kinds of events. JSON names are part of the store's format: they are never renamed.
type (
	// Opened is the first event of a ticket.
	Opened struct {
		Subject    string   `json:"subject"`
		Queue      string   `json:"queue"`
		Practice   string   `json:"practice"`
		Status     string   `json:"status"`
		Category   Category `json:"category"`
		Impact     Level    `json:"impact"`
		Urgency    Level    `json:"urgency"`
		Priority   Priority `json:"priority"`
		ByHand     bool     `json:"by_hand,omitempty"`
		Requester  string   `json:"requester"`
		Name       string   `json:"name,omitempty"`
		Mailbox    string   `json:"mailbox"`
		Language   string   `json:"language,omitempty"`
		Service    string   `json:"service,omitempty"`
		Department string   `json:"department,omitempty"`
		Origin     string   `json:"origin,omitempty"`
		Rule       string   `json:"rule,omitempty"` // the rule that chose the queue
		Why        string   `json:"why"`
	}
	// Wrote is a message that joined the conversation.
	Wrote struct {
		From       string     `json:"from"`
		Visibility Visibility `json:"visibility"`
		Auto       Class      `json:"auto"`
		Proven     bool       `json:"proven"`
		MessageID  string     `json:"message_id,omitempty"`
		Thread     string     `json:"thread,omitempty"`      // the evidence that put it here
		Text       string     `json:"text_sha256,omitempty"` // SHA-256 of the message's text, hex: a changed text is found
	}
	// StatusChanged moves a ticket within its lifecycle.
	StatusChanged struct {
		From     string    `json:"from"`
		To       string    `json:"to"`
		Category Category  `json:"category"`
		Until    time.Time `json:"until,omitzero"`
		Why      string    `json:"why,omitempty"`
	}
	// Assigned gives a ticket to an agent, or to nobody.
	Assigned struct {
		From string `json:"from"`
		To   string `json:"to"`
		Why  string `json:"why,omitempty"`
	}
	// Requeued moves a ticket to another queue.
	Requeued struct {
		From     string `json:"from"`
		To       string `json:"to"`
		Practice string `json:"practice"`
	}
	// Prioritised sets impact, urgency and priority.
	Prioritised struct {
		Impact   Level    `json:"impact"`
		Urgency  Level    `json:"urgency"`
		Priority Priority `json:"priority"`
		ByHand   bool     `json:"by_hand"`
	}
	// Joined adds a participant.
	Joined struct {
		Address string `json:"address"`
	}
	// Left removes a participant.
	Left struct {
		Address string `json:"address"`
	}
	// CcProposed keeps who stood in Cc and was not made a participant.
	CcProposed struct {
		Addresses string `json:"addresses"` // comma-separated
	}
	// Tagged adds words.
	Tagged struct {
		Tags []string `json:"tags"`
	}
	// Untagged removes words.
	Untagged struct {
		Tags []string `json:"tags"`
	}
	// Renamed changes the subject.
	Renamed struct {
		Subject string `json:"subject"`
	}
	// Linked joins the ticket to another.
	Linked struct {
		Link   string `json:"link"`
		Ticket int64  `json:"ticket"`
	}
	// Unlinked takes a link away.
	Unlinked struct {
		Link   string `json:"link"`
		Ticket int64  `json:"ticket"`
	}
	// RequesterChanged says for whom the ticket exists now.
	RequesterChanged struct {
		From string `json:"from"`
		To   string `json:"to"`
		Name string `json:"name,omitempty"`
	}
	// ServiceSet names the service of the catalogue.
	ServiceSet struct {
		From string `json:"from"`
		To   string `json:"to"`
	}
	// FieldSet fills in a field; an empty value empties it.
	FieldSet struct {
		Field string `json:"field"`
		Value string `json:"value"`
	}
	// DueSet says when the ticket must be done; a zero time takes that back.
	DueSet struct {
		At     time.Time `json:"at,omitzero"`
		ByHand bool      `json:"by_hand"`
	}
	// FellDue says that the time came until which an agent wanted the ticket to be done.
	FellDue struct {
		At time.Time `json:"at"` // of the DueSet
	}
	// ReminderSet is an agent's wish to hear of the ticket.
	ReminderSet struct {
		Agent string    `json:"agent"`
		At    time.Time `json:"at"`
	}
	// Reminded ends a reminder: it was sent, or taken back.
	Reminded struct {
		Agent string    `json:"agent"`
		At    time.Time `json:"at"` // of the ReminderSet
		Why   string    `json:"why,omitempty"`
	}
	// Merged puts the ticket into another: what comes in for this one goes there.
	Merged struct {
		Into int64 `json:"into"`
	}
	// Unmerged takes a merge back.
	Unmerged struct {
		From int64 `json:"from"`
	}
	// Asked makes somebody a third party: asked by an agent, answering to agents alone.
	Asked struct {
		Address string `json:"address"`
	}
	// Unasked takes that back.
	Unasked struct {
		Address string `json:"address"`
	}
	// AnswerHeld keeps an agent's answer back that crossed another.
	AnswerHeld struct {
		Agent  string `json:"agent"`
		Answer string `json:"answer"` // SHA-256 of the raw mail
		Why    string `json:"why"`
	}
	// AnswerSettled ends that: the answer was sent, or given up.
	AnswerSettled struct {
		Answer string `json:"answer"`
		Sent   bool   `json:"sent"`
	}
	// Rated is what the requester thinks of the service.
	Rated struct {
		Rating int    `json:"rating"` // 1 to 5, 5 is best
		Words  string `json:"words,omitempty"`
	}
	// Undone says that the commands of a mail were taken back.
	Undone struct {
		Undone string `json:"undone"` // SHA-256 of that mail
	}
	// WentAway takes an agent out of the handing out of work. It belongs to no ticket.
	WentAway struct {
		Agent    string    `json:"agent"`
		Until    time.Time `json:"until,omitzero"`
		Deputy   string    `json:"deputy,omitempty"`
		Inferred bool      `json:"inferred,omitempty"` // from an automatic reply of the agent's mail program
	}
	// CameBack ends that.
	CameBack struct {
		Agent string `json:"agent"`
		Why   string `json:"why,omitempty"`
	}
	// CommandDone is a command that was carried out.
	CommandDone struct {
		Command string `json:"command"`
		Value   string `json:"value"`
	}
	// CommandRefused is a command that was not carried out, and why.
	CommandRefused struct {
		Line  string `json:"line"`
		Error string `json:"error"`
	}
	// Delivery is what a mail server said of a mail of ours.
	Delivery struct {
		Recipient string `json:"recipient"`
		State     string `json:"state"` // delivered, delayed, relayed, failed
		Status    string `json:"status,omitempty"`
		Reason    string `json:"reason,omitempty"`
		MessageID string `json:"message_id,omitempty"`
	}
)

// Kind names, one per struct.
func (Opened) Kind() string           { return "opened" }
func (Wrote) Kind() string            { return "message" }
func (StatusChanged) Kind() string    { return "status" }
func (Assigned) Kind() string         { return "assigned" }
func (Requeued) Kind() string         { return "queue" }
func (Prioritised) Kind() string      { return "priority" }
func (Joined) Kind() string           { return "participant-added" }
func (Left) Kind() string             { return "participant-removed" }
func (CcProposed) Kind() string       { return "cc-proposed" }
func (Tagged) Kind() string           { return "tagged" }
func (Untagged) Kind() string         { return "untagged" }
func (Renamed) Kind() string          { return "subject" }
func (Linked) Kind() string           { return "linked" }
func (Unlinked) Kind() string         { return "unlinked" }
func (RequesterChanged) Kind() string { return "requester" }
func (ServiceSet) Kind() string       { return "service" }
func (FieldSet) Kind() string         { return "field" }
func (DueSet) Kind() string           { return "due" }
func (FellDue) Kind() string          { return "fell-due" }
func (ReminderSet) Kind() string      { return "reminder" }
func (Reminded) Kind() string         { return "reminded" }
func (Merged) Kind() string           { return "merged" }
func (Unmerged) Kind() string         { return "unmerged" }
func (Asked) Kind() string            { return "asked" }
func (Unasked) Kind() string          { return "unasked" }
func (AnswerHeld) Kind() string       { return "answer-held" }
func (AnswerSettled) Kind() string    { return "answer-settled" }
func (Rated) Kind() string            { return "rated" }
func (Undone) Kind() string           { return "undone" }
func (WentAway) Kind() string         { return "away" }
func (CameBack) Kind() string         { return "back" }
func (CommandDone) Kind() string      { return "command" }
func (CommandRefused) Kind() string   { return "command-refused" }
func (Delivery) Kind() string         { return "delivery" }

// kinds says for every kind how its JSON is read and which of its fields are personal: those
// enter the chain as salted digests, so that they can be erased.
var kinds = map[string]struct {
	read     func([]byte) (Detail, error)
	personal []string
}{
	"opened":              {readDetail[Opened], []string{"subject", "requester", "name", "origin"}},
	"message":             {readDetail[Wrote], []string{"from", "message_id", "thread", "text_sha256"}},
	"status":              {readDetail[StatusChanged], nil},
	"assigned":            {readDetail[Assigned], nil},
	"queue":               {readDetail[Requeued], nil},
	"priority":            {readDetail[Prioritised], nil},
	"participant-added":   {readDetail[Joined], []string{"address"}},
	"participant-removed": {readDetail[Left], []string{"address"}},
	"cc-proposed":         {readDetail[CcProposed], []string{"addresses"}},
	"tagged":              {readDetail[Tagged], nil},
	"untagged":            {readDetail[Untagged], nil},
	"subject":             {readDetail[Renamed], []string{"subject"}},
	"linked":              {readDetail[Linked], nil},
	"unlinked":            {readDetail[Unlinked], nil},
	"requester":           {readDetail[RequesterChanged], []string{"from", "to", "name"}},
	"service":             {readDetail[ServiceSet], nil},
	"field":               {readDetail[FieldSet], []string{"value"}},
	"due":                 {readDetail[DueSet], nil},
	"fell-due":            {readDetail[FellDue], nil},
	"reminder":            {readDetail[ReminderSet], nil},
	"reminded":            {readDetail[Reminded], nil},
	"merged":              {readDetail[Merged], nil},
	"unmerged":            {readDetail[Unmerged], nil},
	"asked":               {readDetail[Asked], []string{"address"}},
	"unasked":             {readDetail[Unasked], []string{"address"}},
	"answer-held":         {readDetail[AnswerHeld], nil},
	"answer-settled":      {readDetail[AnswerSettled], nil},
	"rated":               {readDetail[Rated], []string{"words"}},
	"undone":              {readDetail[Undone], nil},
	"away":                {readDetail[WentAway], nil},
	"back":                {readDetail[CameBack], nil},
	"command":             {readDetail[CommandDone], []string{"value"}},
	"command-refused":     {readDetail[CommandRefused], []string{"line", "error"}},
	"approval-requested":  {readDetail[ApprovalRequested], nil},
	"approval-reminded":   {readDetail[ApprovalReminded], nil},
	"approval-decided":    {readDetail[ApprovalDecided], []string{"words"}},
	"scheduled":           {readDetail[Scheduled], nil},
	"correlated":          {readDetail[Correlated], nil},
	"repeated":            {readDetail[Repeated], nil},
	"proposed":            {readDetail[Proposed], nil},
	"offered":             {readDetail[Offered], nil},
	"surveyed":            {readDetail[Surveyed], nil},
	"clock":               {readDetail[ClockChanged], nil},
	"delivery":            {readDetail[Delivery], []string{"recipient", "reason", "message_id"}},
}

func readDetail[D Detail](data []byte) (Detail, error) {
	var d D
	err := json.Unmarshal(data, &d)
	return d, err
}

// ReadDetail is the reverse of marshalling a Detail. An unknown kind is an error: the store was
// written by a newer program.
func ReadDetail(kind string, data []byte) (Detail, error) {
	k, ok := kinds[kind]
	if !ok {
		return nil, fmt.Errorf("event kind %q is not known to this version", kind)
	}
	d, err := k.read(data)
	if err != nil {
		return nil, fmt.Errorf("event of kind %s: %w", kind, err)
	}
	return d, nil
}
