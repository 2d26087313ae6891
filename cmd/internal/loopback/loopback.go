package loopback

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-smtp"
)

// Options say what the world looks like.
type Options struct {
	// Hostname is what the servers call themselves, and the authserv-id of their verdicts.
	Hostname string
	Accounts []Account
	// Now is the clock for Received fields, INTERNALDATE and the journal.
	Now func() time.Time
	// Sink takes mail for every recipient: what is for nobody's account stands in the journal alone.
	// Without it such a recipient is refused (550 5.1.1).
	Sink bool
	// IMAPAddr and SMTPAddr are where to listen; "" means a free port of 127.0.0.1.
	IMAPAddr, SMTPAddr string
	// OnDeliver, where it is set, sees each mail before it is put into its folder, as it will stand there.
	// The sender has no answer yet while it runs.
	OnDeliver func(Entry)
	// MaxMessage is the largest mail in bytes; 0 means 50 MiB.
	MaxMessage int64
}

// Account is a person or a desk with a mailbox. The address is the login name of both servers.
type Account struct {
	Address  string
	Aliases  []string // further addresses that arrive here and may be written from
	Password string
	Folders  []string // besides INBOX
	// Subaddress delivers local+ANYTHING@domain here, too (RFC 5233).
	Subaddress bool
}

// Behaviour is what becomes of mail for one recipient. The zero value delivers it.
type Behaviour struct {
	// Refuse is the answer to RCPT, "550 5.1.1 no such user" or "451 4.3.0 try later"; "" takes it.
	Refuse string
	// RefuseTimes bounds how often Refuse is said; 0 means always.
	RefuseTimes int
	// Bounce takes the mail and then sends a report (RFC 3464) with this answer of the next host to the
	// envelope sender, as a server does that learns later that it cannot deliver.
	Bounce string
	// LoseAnswer takes that many mails and closes the connection before it says so.
	LoseAnswer int
	// Reply is asked after each delivery; what it returns is sent for the account to the envelope
	// sender, with the null sender (RFC 3834 §3.3). nil answers nothing.
	Reply func(Entry) []byte
}

// World is the running servers. It is safe for concurrent use.
type World struct {
	opts       Options
	imap       *imapserver.Server
	smtp       *smtp.Server
	imapLn     net.Listener
	smtpLn     net.Listener
	background sync.WaitGroup
	users      *imapmemserver.Server
	accounts   []*account

	mu        sync.Mutex
	behaviour map[string]Behaviour // by folded recipient
	ids       map[place]string     // Message-IDs of stored mail
	changed   map[string]chan struct{}
	journal   []Entry
	news      chan struct{} // closed and made anew with every entry
	queue     chan transfer // what this server itself sends
	closed    chan struct{}
}

type account struct {
	Account
	user *imapmemserver.User
}

// place is where a stored mail lies.
type place struct {
	account, folder string
	uid             imap.UID
}

// Start opens the servers. They listen when it returns.
func Start(opts Options) (*World, error) {
	if opts.Now == nil || opts.Hostname == "" {
		return nil, errors.New("loopback: Hostname and Now must be set")
	}
	w := &World{
		opts: opts, users: imapmemserver.New(),
		behaviour: map[string]Behaviour{}, ids: map[place]string{}, changed: map[string]chan struct{}{},
		news: make(chan struct{}), queue: make(chan transfer, 1024), closed: make(chan struct{}),
	}
	for _, a := range opts.Accounts {
		if err := w.addAccount(a); err != nil {
			return nil, err
		}
	}
	if err := w.listen(); err != nil {
		return nil, err
	}
	w.imap = imapserver.New(&imapserver.Options{
		NewSession:   w.newIMAP,
		Caps:         imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapIMAP4rev2: {}, imap.CapUIDPlus: {}, imap.CapMove: {}},
		InsecureAuth: true,
		Logger:       log.New(io.Discard, "", 0),
	})
	w.smtp = w.newSMTP()
	w.run(func() { w.imap.Serve(w.imapLn) })
	w.run(func() { w.smtp.Serve(w.smtpLn) })
	w.run(w.transfers)
	return w, nil
}

func (w *World) addAccount(a Account) error {
	u := imapmemserver.NewUser(a.Address, a.Password)
	for _, folder := range append([]string{"INBOX"}, a.Folders...) {
		if err := u.Create(folder, nil); err != nil {
			return fmt.Errorf("loopback: folder %s of %s: %w", folder, a.Address, err)
		}
	}
	w.users.AddUser(u)
	w.accounts = append(w.accounts, &account{a, u})
	return nil
}

func (w *World) listen() (err error) {
	if w.imapLn, err = net.Listen("tcp", cmp.Or(w.opts.IMAPAddr, "127.0.0.1:0")); err != nil {
		return fmt.Errorf("loopback: IMAP: %w", err)
	}
	if w.smtpLn, err = net.Listen("tcp", cmp.Or(w.opts.SMTPAddr, "127.0.0.1:0")); err != nil {
		w.imapLn.Close()
		return fmt.Errorf("loopback: SMTP: %w", err)
	}
	return nil
}

func (w *World) run(f func()) {
	w.background.Add(1)
	go func() { defer w.background.Done(); f() }()
}

// IMAPAddr is host and port of the IMAP server.
func (w *World) IMAPAddr() *net.TCPAddr { return w.imapLn.Addr().(*net.TCPAddr) }

// SMTPAddr is host and port of the SMTP server.
func (w *World) SMTPAddr() *net.TCPAddr { return w.smtpLn.Addr().(*net.TCPAddr) }

// Close ends both servers and every connection.
func (w *World) Close() error {
	close(w.closed)
	err := errors.Join(ignoreClosed(w.imap.Close()), ignoreClosed(w.smtp.Close()))
	// A server that was closed before it began to serve does not know its listener.
	err = errors.Join(err, ignoreClosed(w.imapLn.Close()), ignoreClosed(w.smtpLn.Close()))
	w.background.Wait()
	return err
}

func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// Behave says what becomes of mail for a recipient from now on.
func (w *World) Behave(recipient string, b Behaviour) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.behaviour[fold(recipient)] = b
}

// account finds who gets mail for an address.
func (w *World) account(addr string) *account {
	addr = fold(addr)
	at := strings.LastIndexByte(addr, '@')
	if at < 0 {
		return nil
	}
	base, _, _ := strings.Cut(addr[:at], "+")
	base += addr[at:]
	for _, a := range w.accounts {
		if a.owns(addr) || a.Subaddress && a.owns(base) {
			return a
		}
	}
	return nil
}

// owns says whether an address is one of the account's own, whole.
func (a *account) owns(addr string) bool {
	for _, own := range append([]string{a.Address}, a.Aliases...) {
		if fold(own) == fold(addr) {
			return true
		}
	}
	return false
}

func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }
