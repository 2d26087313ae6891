// Package store is the contract between the desk and whatever keeps its data: what may be asked, what
// one commit may contain, and which errors mean what. It holds no SQL and decides nothing.
package store

import (
	"context"
	"errors"
	"time"

	"frontdesk/desk"
)

// Errors that callers tell apart; test with errors.Is.
var (
	// ErrConflict: a ticket changed since its facts were read. The decision is made again.
	ErrConflict = errors.New("the ticket changed meanwhile")
	// ErrNotFound: there is no such row.
	ErrNotFound = errors.New("not found")
	// ErrNewer: the store was written by a newer version of the program.
	ErrNewer = errors.New("the store was written by a newer version")
	// ErrLocked: another daemon serves this store.
	ErrLocked = errors.New("another frontdesk serves this store")
	// ErrFull: the disk is full or read-only; nothing was written.
	ErrFull = errors.New("the disk is full or not writable")
	// ErrBroken: the disk failed a write that it had room for, so that what is in memory can no longer be
	// trusted to be on it. Nothing is written any more until the store is opened again.
	ErrBroken = errors.New("the disk failed; the store writes nothing until it is opened again")
)

// Store keeps the desk's data. It is safe for concurrent use.
type Store interface {
	// Update runs fn in one write transaction: what fn writes is committed together or not at
	// all. A non-nil error from fn rolls back and is returned. Fn uses its Tx, and Pack, and nothing else of the
	// store, or it waits for itself.
	Update(ctx context.Context, fn func(Tx) error) error
	// View runs fn on one consistent state. Fn uses its Reader and nothing else of the store.
	View(ctx context.Context, fn func(Reader) error) error
	// Secret is the random key of this store, made when it was created; 32 bytes.
	Secret(ctx context.Context) ([]byte, error)
	// Serve takes the lock that only one daemon can hold; release gives it back. ErrLocked where
	// another has it.
	Serve(ctx context.Context) (release func() error, err error)
	// Changed says whether another process has committed since Changed was asked last.
	Changed(ctx context.Context) (bool, error)
	// Backup writes a consistent copy to a file that does not exist yet.
	Backup(ctx context.Context, path string) error
	// Pack hashes and compresses raw bytes; it touches no data and may run on many cores at once.
	Pack(raw []byte) Packed
	Close() error
	Outbox
	Intake
}

// Reader answers questions.
type Reader interface {
	// Facts answers a query; now becomes Facts.Now, and the ends of the query's windows. Tickets and
	// history also cover the tickets that the mails found are on. Mail that was held back, or was a
	// duplicate itself, is not among the Filed, and does not make its author Known.
	Facts(q desk.Query, now time.Time) (desk.Facts, error)
	// Ticket is one ticket; ErrNotFound where there is none.
	Ticket(id int64) (desk.Ticket, error)
	// Tickets are those that the filter lets through, by number.
	Tickets(f Filter) ([]desk.Ticket, error)
	// Search finds tickets whose subject and messages contain all words, the last of which may be the
	// beginning of one; case and diacritics do not matter. First those with most words in the subject, then
	// the newest.
	Search(words string, limit int) ([]desk.Ticket, error)
	// Messages is the whole conversation of a ticket, oldest first. Attachments have no Content: it is
	// in the raw mail.
	Messages(ticket int64) ([]desk.Message, error)
	// EachMessage calls fn for every message, in the order in which they were written, until fn fails.
	EachMessage(fn func(desk.Message) error) error
	// Events are the events of a ticket, oldest first.
	Events(ticket int64) ([]desk.Event, error)
	// Records calls fn for every event record from seq on, in order, until fn fails.
	Records(from int64, fn func(desk.Record) error) error
	// Briefs calls fn for every event of some kinds, in order, until fn fails. It is for walks over all of them: what fn
	// is given lasts until it returns, and until Briefs returns nothing else may be asked.
	Briefs(kinds []string, fn func(desk.Brief) error) error
	// Head is the hash and number of the last event; "" and 0 where there is none.
	Head() (hash string, seq int64, err error)
	// Raw is the raw mail with that SHA-256; ErrNotFound where it is not kept.
	Raw(sha256 string) ([]byte, error)
	// RawByMessageID finds stored mails by their Message-ID (without angle brackets).
	RawByMessageID(id string) ([]Arrival, error)
	// Quarantine lists what is held back, oldest first.
	Quarantine() ([]Quarantined, error)
	// Outgoing lists the outbox; with all also what was sent. Bytes are not filled.
	Outgoing(all bool) ([]OutboxItem, error)
	// OutgoingByTicket lists what was or will be sent about a ticket. Bytes are not filled.
	OutgoingByTicket(ticket int64) ([]OutboxItem, error)
	// Arrivals are the mails that were taken in for a ticket, oldest first.
	Arrivals(ticket int64) ([]Arrival, error)
	// Attempts are mails that were begun, or announced and not delivered, and neither taken in nor held.
	Attempts() ([]Attempt, error)
	// Mailboxes are the mailboxes that were begun, by name.
	Mailboxes() ([]MailboxState, error)
	// Timer is when a timer is due; zero where it is not set.
	Timer(ticket int64, kind desk.TimerKind) (time.Time, error)
}

// Filter selects tickets; zero fields select all.
type Filter struct {
	Queue, Practice, Status, Assignee, Requester string
	Queues                                       []string  // one of these; nil for all
	Open                                         bool      // neither resolved nor closed
	Since                                        time.Time // updated at or after
	Limit                                        int
}

// Tx is a write transaction.
type Tx interface {
	Reader
	// Savepoint runs fn so that its error takes back what fn wrote and nothing else.
	Savepoint(fn func() error) error
	// Write writes everything that one cause changes. ErrConflict where a ticket's version
	// is not the one that its events build upon, where the arrival's UID was taken in meanwhile, or where
	// its mailbox has another UIDVALIDITY by now. Events and messages come with the row of their ticket.
	Write(c Change) error
	// Release takes a held mail out of quarantine: the row is marked released and returned.
	Release(id int64) (Quarantined, error)
	// Drop marks a held mail as dropped; its raw bytes are kept.
	Drop(id int64) error
	// DueTimers are the timers due at now, earliest first; next is when the one after them is
	// due, zero where there is none.
	DueTimers(now time.Time, limit int) (due []desk.Timer, next time.Time, err error)
	// DueBundles are the agents of whom a bundle is due at now, those due longest first; next is when the one after
	// them is due, zero where there is none.
	DueBundles(now time.Time, limit int) (agents []string, next time.Time, err error)
}

// Change is all that one cause writes.
type Change struct {
	Now       time.Time
	Arrival   *Arrival // the mail that was the cause; nil where none was
	Raw       Packed   // the arrival's raw bytes
	Tickets   []desk.Ticket
	Events    []desk.Event // sealed and numbered by the store, in this order
	Messages  []desk.Message
	Timers    []desk.Timer         // a zero Due cancels
	Outbox    []OutboxItem         // new mail to send
	Absences  []desk.Absence       // put in place of what the agent had; Ended deletes it
	Bundled   []desk.Bundled       // added to what waits for their agents; all of an agent goes out when the first is due
	Delivered []string             // agents for whom nothing waits any more; done before Bundled are added
	PutOff    map[string]time.Time // agents whose bundle is due then and not before
	Ended     []OutboxItem         // mail that will never be delivered: State, Error and SentAt are written
	Held      *desk.Held           // the arrival is quarantined
}

// Packed are raw bytes made ready for storing: hashed and compressed before any lock is taken.
type Packed struct {
	SHA256 string // of the raw bytes, hex
	Size   int    // of the raw bytes
	Chunks [][]byte
}

// Fatal says whether an error is that of the store itself, so that a whole transaction has to end with it,
// rather than that of one item in it.
func Fatal(err error) bool {
	return errors.Is(err, ErrFull) || errors.Is(err, ErrBroken) || errors.Is(err, ErrLocked) || errors.Is(err, ErrConflict) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// Arrival is one mail that was taken in: where it came from and what became of it.
type Arrival struct {
	ID           int64
	At           time.Time
	Mailbox      string // address
	UIDValidity  uint32 // 0 where it did not come by IMAP
	UID          uint32
	MessageID    string
	Author       string // address key of the author, "" where there is none
	From         string // for people
	Subject      string
	ContentHash  string
	SHA256       string // of the raw bytes
	Size         int
	Outcome      desk.Outcome
	Ticket       int64
	Evidence     desk.Evidence
	InternalDate time.Time
	// Trace is why it became that, as JSON for /why and for people: see [desk.Trace].
	Trace string
}

// Quarantined is a mail that is held back.
type Quarantined struct {
	ID      int64
	At      time.Time
	From    string
	Subject string
	Reason  string
	Detail  string
	SHA256  string
	Mailbox string
	Arrival Arrival
}

// OutboxState is where a mail of ours is on its way.
type OutboxState string

// The states of outgoing mail.
const (
	Waiting OutboxState = "waiting" // to be sent at NextTry
	Sending OutboxState = "sending" // handed to the server right now
	Unknown OutboxState = "unknown" // the answer to its last byte was lost; tried again at NextTry with the same bytes
	Sent    OutboxState = "sent"
	Failed  OutboxState = "failed"
)

// ClassAck is the class of acknowledgements, which the limits count per recipient.
const ClassAck = "ack"

// OutboxItem is one finished mail to one recipient.
type OutboxItem struct {
	ID           int64
	Ticket       int64
	Template     string
	EnvelopeFrom string // "" is the null sender
	To           string
	MessageID    string
	Mailbox      string // whose SMTP server sends it
	Version      int64  // of the ticket when the mail was made
	Cause        string // SHA-256 of the raw mail that it reports, "" where none did
	Bytes        []byte
	Class        string // "" or ClassAck: what the limits count
	State        OutboxState
	Tries        int
	CreatedAt    time.Time
	NextTry      time.Time
	SentAt       time.Time
	Error        string // the last answer or network error
}

// Outbox is what the courier needs. Every method is one commit; batches keep commits few.
type Outbox interface {
	// Due are at most limit items that may be tried at now, those due longest first, without those whose
	// IDs are in hand; of one ticket and recipient only the first unsent. Mail about no ticket has no
	// order. Bytes are filled.
	Due(ctx context.Context, now time.Time, limit int, inHand map[int64]bool) ([]OutboxItem, error)
	// NextDue is when Due may have something again; zero where nothing waits.
	NextDue(ctx context.Context) (time.Time, error)
	// Record writes states: Begin are about to be handed to the server (waiting or unknown → sending,
	// tries + 1), Done carry the result in State, NextTry, SentAt and Error. What was cancelled meanwhile
	// stays failed, unless it was sent all the same. The bytes of sent mail are not kept.
	Record(ctx context.Context, now time.Time, begin []int64, done []OutboxItem) error
	// Recover turns every item in state sending into unknown with that next try: called once by
	// the daemon that holds the lock, before the courier starts. It returns how many.
	Recover(ctx context.Context, nextTry time.Time) (int, error)
	// Retry makes a waiting, unknown or failed item due at now; ErrNotFound where there is none.
	Retry(ctx context.Context, id int64, now time.Time) error
	// Cancel marks an unsent item as failed by a person's decision.
	Cancel(ctx context.Context, id int64, why string) error
}

// Attempt is a mail on the server that was begun and is not yet committed.
type Attempt struct {
	Mailbox     string
	UIDValidity uint32
	UID         uint32
	Tries       int
	Error       string
}

// MailboxState is what is known of a mailbox by what was taken from it.
type MailboxState struct {
	Mailbox string
	TakenAt time.Time // when a mail of it was taken in last; zero where none was
	Waiting int       // mails that are known and not yet taken in
	Failing int       // those of them that could not be taken in yet
}

// Cursor is how far a mailbox was taken in.
type Cursor struct {
	Known       bool // a first contact was made
	UIDValidity uint32
	UID         uint32 // the highest UID that was taken or put into Waiting
	Since       time.Time
	Waiting     []uint32 // known and not yet taken
	Unsettled   []uint32 // committed and not yet marked on the server
}

// Intake is what the watchers need. Every method is one commit. UIDs of another UIDVALIDITY than the one the
// mailbox was begun with last are refused with ErrConflict; a value that comes back is a new one.
type Intake interface {
	// Cursor says how far a mailbox was taken in.
	Cursor(ctx context.Context, mailbox string) (Cursor, error)
	// BeginMailbox starts a mailbox at a UIDVALIDITY: UIDs up to base are done except those waiting. At
	// the same UIDVALIDITY as before the cursor never goes back and what waits goes on waiting; at another one
	// what waited or was unsettled is forgotten.
	BeginMailbox(ctx context.Context, mailbox string, uidValidity, base uint32, waiting []uint32, now time.Time) error
	// BeginAttempts counts a try of each mail before anything parses it and returns how many tries
	// each has had, this one included. Mails that are committed already have 0. Like Missing, Gone and a
	// committed arrival it moves the cursor up to the highest UID named: what lies below and does not wait is done.
	BeginAttempts(ctx context.Context, mailbox string, uidValidity uint32, uids []uint32, now time.Time) ([]int, error)
	// ForgiveAttempts takes back the last try of each mail: the store failed it, not the mail.
	ForgiveAttempts(ctx context.Context, mailbox string, uidValidity uint32, uids []uint32) error
	// Missing records mails that the server announced and did not deliver; they stay waiting.
	Missing(ctx context.Context, mailbox string, uidValidity uint32, uids []uint32, why string, now time.Time) error
	// Gone forgets waiting mails that the server no longer has.
	Gone(ctx context.Context, mailbox string, uidValidity uint32, uids []uint32) error
	// Settled records mails that were marked, moved or deleted on the server.
	Settled(ctx context.Context, mailbox string, uidValidity uint32, uids []uint32) error
}
