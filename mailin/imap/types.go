package imap

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"
)

// Settings describe one mailbox folder and how to work it.
type Settings struct {
	Address string // the mailbox's address: its name towards the desk and in events
	Host    string
	Port    int
	// TLS is "implicit" (RFC 8314), "starttls" (never without it) or "none" (loopback only).
	TLS       string
	TLSConfig *tls.Config // nil: the system's roots, TLS 1.2 or newer
	Username  string
	// Password gives the password, or with Auth "oauth2" an access token. It is asked at each
	// connection, so that a token may be renewed.
	Password func(ctx context.Context) (string, error)
	Auth     string // "password" ("" too) or "oauth2" (XOAUTH2, else OAUTHBEARER of RFC 7628)
	Folder   string // "" means INBOX
	// After says what becomes of a mail on the server that the desk has: "seen" ("" too),
	// "delete" or "move". Without UIDPLUS (RFC 4315) a deleted or moved mail is only marked
	// \Deleted, because a plain EXPUNGE would remove other people's deletions too.
	After  string
	MoveTo string        // the folder for "move"; made where it is missing
	Poll   time.Duration // between two looks, beside IDLE; 0 means a minute
	// Start says what the first contact takes in: "unseen" ("" too), "all" or "now" (nothing).
	Start string
	// MaxSize in bytes: of a larger mail only the header section is fetched. 0 means 25 MiB.
	MaxSize int64
	// SizeIsEstimate is for servers whose RFC822.SIZE is only near (Exchange): a complete literal
	// shorter than it is believed then.
	SizeIsEstimate bool

	// Timeout of one command without any progress; 0 means a minute.
	Timeout time.Duration
	// Rand gives numbers in [0,1) for the jitter of reconnects; nil: math/rand.
	Rand func() float64
	// Dial opens the TCP connection; nil: a net.Dialer with keep-alive.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Delivery is one mail as the server has it.
type Delivery struct {
	Mailbox      string // Settings.Address
	UIDValidity  uint32
	UID          uint32
	InternalDate time.Time // when it reached the server; zero where the server cannot say
	Size         int64     // bytes on the server: of Raw, unless TooLarge
	Raw          []byte    // may be empty: the server confirms that the mail has no bytes
	TooLarge     bool      // larger than MaxSize: Raw is only the header section
}

// Cursor is what the desk knows of a mailbox.
type Cursor struct {
	Known       bool   // false before the first contact; then the rest means nothing
	UIDValidity uint32 // as of the last Begin
	// UID is the highest UID of Begin, Accept or Missing. What is not above it and not in
	// Waiting has been taken, is gone, or was there before the first contact.
	UID       uint32
	Since     time.Time // of the first contact
	Waiting   []uint32  // known and not yet taken
	Unsettled []uint32  // committed and not yet settled on the server
}

// Desk is the door that mails go through. All methods commit before they return nil. The
// watcher calls them from one goroutine at a time, and UIDs above Cursor.UID reach Accept
// and Missing in ascending order: whatever is named raises Cursor.UID.
type Desk interface {
	// Cursor says what is known of the mailbox.
	Cursor(ctx context.Context, mailbox string) (Cursor, error)
	// Begin records the first contact or a new UIDVALIDITY: UIDs up to base are done, except
	// those waiting. What was waiting or unsettled under another UIDVALIDITY is forgotten;
	// Since of the first contact stays.
	Begin(ctx context.Context, mailbox string, uidValidity, base uint32, waiting []uint32) error
	// Accept takes a batch. A nil error at an index (or a nil slice) means that the mail is
	// committed: taken, recognised as a duplicate, quarantined; it is settled then. A mail with
	// an error must stay in, or be put into, Waiting. With the second error nothing was committed.
	Accept(ctx context.Context, batch []Delivery) ([]error, error)
	// Missing records mails that the server announced and did not deliver, and why. They are put
	// into Waiting.
	Missing(ctx context.Context, mailbox string, uidValidity uint32, uids []uint32, why string) error
	// Gone forgets mails in Waiting that the server no longer has.
	Gone(ctx context.Context, mailbox string, uidValidity uint32, uids []uint32) error
	// Settled records mails that have been marked, moved or deleted on the server.
	Settled(ctx context.Context, mailbox string, uidValidity uint32, uids []uint32) error
}

// Kind is the kind of an Event.
type Kind int

// The facts that a watcher reports.
const (
	Connected    Kind = iota + 1 // logged in and the folder opened, at the start or after an outage
	Disconnected                 // the connection failed or could not be made (Err); once per outage
	Taken                        // Count mails were committed
	Deferred                     // the desk could not take UIDs (Err); they are tried again
	Missing                      // the server did not deliver UIDs (Err); once per UID and reason
	Gone                         // UIDs vanished from the server before they were taken
	Unsettled                    // the server refuses to mark, move or delete (Err); once per reason
	NewValidity                  // UIDVALIDITY changed: Count mails are offered again
	Polled                       // a look at the folder ended well; Count messages are in it
	Stalled                      // alarm: no look ended well for three poll intervals
)

// Event is one fact. It is reported by a call that must return soon; calls never overlap.
type Event struct {
	Mailbox string
	Kind    Kind
	Count   int
	UIDs    []uint32
	Err     error
	Expiry  time.Time // Connected: the end of the server certificate's life; zero without TLS
}

// AuthError is a refused login. Err never holds the secret.
type AuthError struct{ Err error }

func (e *AuthError) Error() string { return "login refused: " + e.Err.Error() }
func (e *AuthError) Unwrap() error { return e.Err }

// DeskError is a failure of the desk, not of the server.
type DeskError struct{ Err error }

func (e *DeskError) Error() string { return "the desk cannot record mail: " + e.Err.Error() }
func (e *DeskError) Unwrap() error { return e.Err }

// complete fills in the defaults and refuses what cannot work.
func (s Settings) complete() (Settings, error) {
	s.TLS = strings.ToLower(s.TLS)
	setDefault(&s.TLS, "implicit")
	setDefault(&s.Auth, "password")
	setDefault(&s.Folder, "INBOX")
	setDefault(&s.After, "seen")
	setDefault(&s.Start, "unseen")
	if s.Poll <= 0 {
		s.Poll = time.Minute
	}
	if s.MaxSize <= 0 {
		s.MaxSize = 25 << 20
	}
	if s.Timeout <= 0 {
		s.Timeout = time.Minute
	}
	if s.Dial == nil {
		s.Dial = (&net.Dialer{Timeout: 30 * time.Second, KeepAliveConfig: net.KeepAliveConfig{
			Enable: true, Idle: time.Minute, Interval: 20 * time.Second, Count: 3,
		}}).DialContext
	}
	return s, s.check()
}

func setDefault(s *string, value string) {
	if *s == "" {
		*s = value
	}
}

func (s Settings) check() error {
	var problems []error
	oneOf := func(key, value string, allowed ...string) {
		for _, a := range allowed {
			if value == a {
				return
			}
		}
		problems = append(problems, fmt.Errorf("%s is %q, want one of %s", key, value, strings.Join(allowed, ", ")))
	}
	oneOf("tls", s.TLS, "implicit", "starttls", "none")
	oneOf("auth", s.Auth, "password", "oauth2")
	oneOf("after", s.After, "seen", "delete", "move")
	oneOf("start", s.Start, "unseen", "all", "now")
	if s.TLS == "none" && !loopback(s.Host) {
		problems = append(problems, fmt.Errorf("tls is none, which is for loopback only, and %s is not: use implicit or starttls", s.Host))
	}
	if s.After == "move" && (s.MoveTo == "" || s.MoveTo == s.Folder) {
		problems = append(problems, fmt.Errorf("after is move, which needs another folder than %q to move to", s.MoveTo))
	}
	if s.Password == nil {
		problems = append(problems, errors.New("no password"))
	}
	return errors.Join(problems...)
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
