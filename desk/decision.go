package desk

import "time"

// Outcome is what became of an input, as `explain` names it.
type Outcome string

// The outcomes of a mail.
const (
	OutcomeNew         Outcome = "new"         // a new ticket
	OutcomeReply       Outcome = "reply"       // a message or note on a ticket
	OutcomeFollowUp    Outcome = "follow-up"   // a new ticket linked to an earlier one
	OutcomeCommand     Outcome = "command"     // commands alone
	OutcomeQuery       Outcome = "query"       // answered with a transcript
	OutcomeBounce      Outcome = "bounce"      // a delivery report about a mail of ours
	OutcomeReport      Outcome = "report"      // a complaint or other report
	OutcomeDuplicate   Outcome = "duplicate"   // a mail that was taken in before
	OutcomeQuarantined Outcome = "quarantined" // held for a person
	OutcomeIgnored     Outcome = "ignored"     // recorded, nothing else
)

// Decision is what follows from an input.
type Decision struct {
	Outcome    Outcome
	Ticket     int64 // the ticket that it is about, 0 for none
	Held       Held  // why it is quarantined; zero where it is not
	Events     []Event
	Messages   []Message
	Notices    []Notice
	Suppressed []Suppressed
	Timers     []Timer
	Absences   []Absence  // agents who went away or came back
	Questions  []Question // what the mail asks: answered from the store in one transcript, see [Answer]
	Bundled    []Bundled  // notices that wait for more
	Delivered  []string   // agents whose bundle went out with this decision
	Release    []int64    // held mails that an agent lets in
	Trace      Trace
	// Tickets are the rows that the events add up to, by number.
	Tickets map[int64]Ticket
}

// Held says why a mail is quarantined.
type Held struct {
	Reason string // a short name such as "unproven-agent"
	Detail string // one sentence for the person who looks at it
}

// Trace is why the decision is as it is. It is written down by the walk that decides.
type Trace struct {
	Why      string // one sentence
	Sender   SenderTrace
	Thread   ThreadTrace
	Rules    []RuleTrace
	Commands []CommandTrace
}

// SenderTrace is who sent a mail and how far that is believed.
type SenderTrace struct {
	Address string     `json:"address"`
	Role    SenderRole `json:"role"`
	Proven  bool       `json:"proven"`
	By      string     `json:"by"` // the method that vouched, or why none did
}

// SenderRole is what the sender is to the ticket that a mail belongs to.
type SenderRole string

// The roles of senders.
const (
	SenderAgent       SenderRole = "agent"
	SenderRequester   SenderRole = "requester"
	SenderParticipant SenderRole = "participant"
	SenderThirdParty  SenderRole = "third-party" // somebody whom an agent asked; explain says participant
	SenderStranger    SenderRole = "stranger"
)

// ThreadTrace is what put a mail on a ticket.
type ThreadTrace struct {
	By       string `json:"by"` // "message-id", "token", "subject" or "none"
	Evidence string `json:"evidence,omitempty"`
}

// RuleTrace is one rule that was looked at.
type RuleTrace struct {
	Name    string `json:"name"`
	Line    int    `json:"line"`
	Matched bool   `json:"matched"`
	Why     string `json:"why,omitempty"`
}

// CommandTrace is one command line of a mail.
type CommandTrace struct {
	Line  string `json:"line"`
	OK    bool   `json:"ok"`
	Error string `json:"error,omitempty"`
}

// The templates of outgoing mail that exist. Names are part of the contract: files override them.
const (
	TemplateAck            = "ack"
	TemplateAgentNew       = "agent-new"
	TemplateAgentUpdate    = "agent-update"
	TemplateReply          = "reply"
	TemplateResolved       = "resolved"
	TemplateClosed         = "closed"
	TemplateApproval       = "approval-request"
	TemplateApprovalResult = "approval-result"
	TemplateSurvey         = "survey"
	TemplateCatalogue      = "catalogue"
	TemplateForm           = "form"
	TemplateCommandError   = "command-error"
	TemplateTranscript     = "transcript"
	TemplateHelp           = "help"
	TemplateSLAWarning     = "sla-warning"
	TemplateSLABreach      = "sla-breach"
	TemplateDigest         = "digest"
	TemplateReport         = "report"
	TemplateAlert          = "alert"
	TemplateBroadcast      = "broadcast"
)

// Notice is one mail to one person, before it has words.
type Notice struct {
	Template string
	To       Address
	Audience Audience
	Language string // of the template
	Mailbox  string // the address that it comes from
	Why      string // why this person is told, for explain and for the mail itself

	Ticket  int64 // 0 for a mail about no ticket
	Subject string
	Writer  string // full name of the agent whose words these are, "" for the desk's own
	// Auto is the Auto-Submitted value (RFC 3834 §5): "" for a person's words, "auto-replied" or
	// "auto-generated".
	Auto string
	// Transcript is what a mail that answers questions consists of.
	Transcript []Section
	// Shared says that it goes to all agents of a queue alike: it waits for the digest of those who want one.
	Shared bool
	// Round is the round of approvals that an answer to it decides in, 0 for none, and Wanted what is to be decided.
	Round  int
	Wanted string
	// Advice says that it tells its recipient what follows from the recipient's own act.
	Advice bool
	// At and Version are when the notice was made, and of what version of the ticket, where it has waited since; zero
	// for now.
	At      time.Time
	Version int64
	// Raw is the SHA-256 of the raw mail from which Attachments without content are taken, "" for the mail that
	// is the cause.
	Raw string
	// Plain says that the recipient is not proven: not a word that a sender chose may appear.
	Plain bool

	Author      Address // whose message is reported
	Internal    bool    // the message is an internal note
	First       bool    // nobody outside wrote before it
	Class       Class   // of the reported mail: "an automatic mail says …"
	Words       string  // the new words, "" for none
	Changes     []string
	History     []Message // newest first
	Attachments []Attachment
	Offers      []Offer          // mails that are ready to be sent, beside those that the ticket always has
	Problems    []CommandProblem // of a command-error
	Form        *Form            // to be filled in, nil for none
	InReplyTo   string           // Message-ID of the mail that this answers, "" for none
	Window      *Window          // of a change, to be put into a calendar; nil for none
	Missing     []string         // fields that the mail asks for

	// Serial tells apart the notices of one input to one person; with the ticket's version it makes
	// the Message-ID the same on every run of the same decision.
	Serial int
}

// Offer is a mail to the ticket that its recipient may send as it is.
type Offer struct {
	Label string // of its link
	Body  string // with CRLF at the ends of lines
}

// Audience is what the recipient of a notice is to the ticket.
type Audience string

// The audiences.
const (
	ToRequester   Audience = "requester"
	ToParticipant Audience = "participant"
	ToAgent       Audience = "agent"
	ToThirdParty  Audience = "third-party" // somebody whom an agent asked
)

// CommandProblem is one mistake in a block of commands, in words for the agent.
type CommandProblem struct {
	Line     int
	Text     string
	Message  string
	Possible []string
	Nearest  string
}

// Suppressed is a mail that might have been expected and is not sent.
type Suppressed struct {
	Template string
	To       string
	Why      string
}
