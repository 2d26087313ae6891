package desk

import (
	"time"

	"frontdesk/desk/command"
)

// Input is one thing that happened. It is a closed sum: MailIn, Commanded, TimerDue, BundleDue,
// DeliveryFailed.
type Input interface{ input() }

// MailIn is a mail that was delivered to a mailbox of the desk.
type MailIn struct {
	Mail     *Mail
	Evidence Evidence
	Mailbox  string    // address of the mailbox it was delivered to
	Arrived  time.Time // when it reached the server (IMAP INTERNALDATE); zero where unknown
	Released bool      // a person released it from quarantine: holds do not apply again
}

// Commanded is a block of commands that an agent gave from the shell.
type Commanded struct {
	Agent  string // name
	Ticket int64
	Block  command.Block
}

// TimerDue is a timer whose time has come.
type TimerDue struct{ Timer Timer }

// BundleDue says that the notices that wait for an agent are to go out.
type BundleDue struct{ Agent string }

// DeliveryFailed is the courier's report that a mail of ours will never be delivered.
type DeliveryFailed struct {
	Sent   SentMail
	Status string // RFC 3463 code or SMTP reply code, "" where unknown
	Reason string // what the server said
}

func (MailIn) input()         {}
func (Commanded) input()      {}
func (TimerDue) input()       {}
func (BundleDue) input()      {}
func (DeliveryFailed) input() {}

// Query is what must be known to decide on an input. The store answers it and judges nothing.
type Query struct {
	Tickets    []int64  // by number
	MessageIDs []string // of mails that may be ours, or be on a ticket already
	// Sender is the address key of the author: is it known, how many tickets and
	// acknowledgements did it cause within these times?
	Sender        string
	TicketsWithin time.Duration
	AcksWithin    time.Duration
	// Own is the Message-ID of the mail itself, for duplicates. "" asks nothing.
	Own string
	// Queues asks who was given a ticket last in these, and how many open ones each agent has.
	Queues []string
	// Answers is the Message-ID of the mail that an agent answers: what happened to its ticket since that
	// mail was made is wanted. "" asks nothing.
	Answers string
	// Whole asks for all events and messages of the tickets, and the same of the tickets that they are, or were, linked
	// to or proposed with. It is for what people ask rarely.
	Whole bool
	// Keys are keys of events whose open tickets are wanted, with the newest events of each.
	Keys []string
	// Schedule asks for the changes that are scheduled from now on.
	Schedule bool
	// Similar is a text to which the open tickets of SimilarIn that were opened within SimilarWithin may be alike. ""
	// asks nothing.
	Similar       string
	SimilarIn     []string // queues
	SimilarWithin time.Duration
	SimilarShare  float64 // of SimilarTicket, at least
	// Surveyed is a ticket of Tickets of whose requester it is wanted how often that person was asked for a rating within
	// SurveyedWithin. 0 asks nothing.
	Surveyed       int64
	SurveyedWithin time.Duration
	// Bundle is an agent whose waiting notices are wanted, "" for none.
	Bundle string
}

// SentMail is a mail that the desk sent.
type SentMail struct {
	MessageID string
	Ticket    int64 // 0 for mail about no ticket
	Recipient string
	Template  string
	Version   int64  // of the ticket when the mail was made
	Cause     string // SHA-256 of the raw mail that it reports, "" where none did
}

// FiledMail is a mail that was taken in.
type FiledMail struct {
	MessageID   string
	Author      string // address key
	ContentHash string
	Ticket      int64 // the ticket that it is on, 0 for none
	AuthFailed  bool
}

// Facts is what the store found.
type Facts struct {
	Now        time.Time
	NextTicket int64                  // the number that a new ticket would get
	Tickets    map[int64]Ticket       // also those into which one of them was merged, and the major incidents above them
	Sent       map[string]SentMail    // by Message-ID
	Filed      map[string][]FiledMail // by Message-ID: several mails may bear one
	Known      bool                   // the sender wrote to the desk before
	Opened     int                    // tickets that the sender opened within TicketsWithin
	Acks       int                    // acknowledgements sent to the sender within AcksWithin
	// History is the latest public part of each ticket's conversation, newest first, at most
	// HistoryLength messages.
	History map[int64][]Message
	// Load is the number of tickets not resolved or closed per agent, LastAssigned the agent who
	// was given one last, per queue.
	Load         map[string]int
	LastAssigned map[string]string
	// Away are the agents who are away, by name. An absence whose end has come is still there.
	Away map[string]Absence
	// Since are the newest events, at most SinceLength, that the ticket of Query.Answers had after that
	// mail was made, oldest first.
	Since []Event
	// Said are the messages of which Since tells, internal ones too, oldest first.
	Said []Message
	// Events and Conversation are whole where Query.Whole asks for that, oldest first.
	Events       map[int64][]Event
	Conversation map[int64][]Message
	// Keyed are the open tickets of Query.Keys, by key. What was merged counts as open: where it went is known, too.
	Keyed map[string]int64
	// Newest are the latest events of each of these, at most NewestLength, oldest first.
	Newest map[int64][]Event
	// Schedule are the changes that are scheduled from now on, by their beginning.
	Schedule []Ticket
	// Similar are the open tickets that have most in common with Query.Similar, the best first. They, and the major
	// incidents above them, are among Tickets, too.
	Similar []SimilarTicket
	// Surveys are how often the requester of Query.Surveyed was asked.
	Surveys int
	// Bundle is what waits for the agent of Query.Bundle, oldest first.
	Bundle []Notice
}

// SimilarTicket is a ticket that has words in common with a text.
type SimilarTicket struct {
	Ticket Ticket
	Share  float64 // of the words of the text that tell most, how many the ticket has too: 0 to 1
}

// NewestLength bounds Facts.Newest, per ticket.
const NewestLength = 50

// SinceLength bounds Facts.Since.
const SinceLength = 50

// HistoryLength is how many earlier messages a mail of ours repeats at most, so that the cost of a
// message does not grow with its ticket.
const HistoryLength = 5
