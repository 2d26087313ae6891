package loopback

import (
	"context"
	"slices"
	"time"
)

// Kind is what an entry of the journal reports.
type Kind string

// The kinds of entries. Those of SMTP are one per recipient.
const (
	Refused   Kind = "refused"   // RCPT was refused; Answer says how
	Accepted  Kind = "accepted"  // taken over SMTP, written before the answer to DATA
	Delivered Kind = "delivered" // now in a folder
	Discarded Kind = "discarded" // for nobody's account, or a report that has nobody to go to
	Flagged   Kind = "flagged"   // a client changed Flags
	Moved     Kind = "moved"     // out of Folder, into Target
	Expunged  Kind = "expunged"
	Appended  Kind = "appended" // a client put it into a folder
)

// Entry is one thing that happened.
type Entry struct {
	N    int // position in the journal, from 0
	At   time.Time
	Kind Kind

	// Of SMTP and of deliveries.
	User   string // who had logged in; "" for nobody
	From   string // envelope sender; "" is the null sender
	To     string // envelope recipient
	Answer string
	Raw    []byte // Accepted: as it came; Delivered: with the fields of the receiving server

	// Of mailboxes.
	Account string // address of the mailbox's owner
	Folder  string
	UID     uint32
	Target  string   // of Moved
	Flags   []string // "+\Seen", "-\Seen", "=\Seen"

	MessageID string // without angle brackets
}

// Journal is all that has happened so far.
func (w *World) Journal() []Entry {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.journal)
}

// Await is the first entry from position from on that matches; it waits for one to come. The error is
// that of ctx.
func (w *World) Await(ctx context.Context, from int, match func(Entry) bool) (Entry, error) {
	for {
		w.mu.Lock()
		fresh, news := w.journal[min(from, len(w.journal)):], w.news
		w.mu.Unlock()
		for _, e := range fresh {
			if match(e) {
				return e, nil
			}
		}
		from += len(fresh)
		select {
		case <-news:
		case <-ctx.Done():
			return Entry{}, ctx.Err()
		}
	}
}

// note writes an entry.
func (w *World) note(e Entry) {
	w.mu.Lock()
	defer w.mu.Unlock()
	e.N, e.At = len(w.journal), w.opts.Now()
	w.journal = append(w.journal, e)
	close(w.news)
	w.news = make(chan struct{})
}
