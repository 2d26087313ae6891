package desk

import (
	"time"

	"frontdesk/desk/command"
)

// Input is one thing that happened. It is a closed sum: MailIn, Commanded, TimerDue, DeliveryFailed.
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

// DeliveryFailed is the courier's report that a mail of ours will never be delivered.
type DeliveryFailed struct {
	Sent   SentMail
	Status string // RFC 3463 code or SMTP reply code, "" where unknown
	Reason string // what the server said
}

func (MailIn) input()         {}
func (Commanded) input()      {}
func (TimerDue) input()       {}
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
}

// SentMail is a mail that the desk sent.
type SentMail struct {
	MessageID string
	Ticket    int64 // 0 for mail about no ticket
	Recipient string
	Template  string
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
	NextTicket int64 // the number that a new ticket would get
	Tickets    map[int64]Ticket
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
}

// HistoryLength is how many earlier messages a mail of ours repeats at most, so that the cost of a
// message does not grow with its ticket.
const HistoryLength = 5
