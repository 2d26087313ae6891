package imap

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
)

const (
	// idleMax is how long one IDLE lasts at most: firewalls forget connections that are
	// silent for longer (RFC 2177 would allow 29 minutes).
	idleMax = 5 * time.Minute
	// idleShort is the first IDLE after a connection or after news: it ends with a search
	// that finds what fell between the search before and IDLE.
	idleShort = 3 * time.Second
	// reselect is how often the folder is opened anew, which shows a new UIDVALIDITY.
	reselect = 5 * time.Minute
	// onceLosses is how many connections Once may lose in a row without any progress.
	onceLosses = 6
)

// Watcher takes the mail of one folder. Run and Once must not run at the same time.
type Watcher struct {
	set    Settings
	desk   Desk
	report func(Event)
	rep    sync.Mutex

	outage   bool // a Disconnected was reported and no Connected since
	met      bool // a Connected was reported
	progress bool // something was committed since the last failure
	pass     int  // looks at the folder, counted
	suspects map[uint32]*suspect
	missing  map[uint32]string // UID → reason that was reported
	refusal  string            // of settling, as reported
}

// New makes a watcher. The error names every setting that cannot work. report may be nil.
func New(set Settings, desk Desk, report func(Event)) (*Watcher, error) {
	set, err := set.complete()
	if err != nil {
		return nil, fmt.Errorf("imap of %s: %w", set.Address, err)
	}
	if report == nil {
		report = func(Event) {}
	}
	if set.Rand == nil {
		set.Rand = rand.Float64
	}
	return &Watcher{set: set, desk: desk, report: report, suspects: map[uint32]*suspect{}, missing: map[uint32]string{}}, nil
}

// emit reports an event. It may be called by the alarm's goroutine too.
func (w *Watcher) emit(e Event) {
	w.rep.Lock()
	defer w.rep.Unlock()
	e.Mailbox = w.set.Address
	w.report(e)
}

// Run watches until the context is done, and then ends within two seconds, provided that the
// desk's methods end with their context. It never gives up.
func (w *Watcher) Run(ctx context.Context) {
	alarmAfter := 3 * w.set.Poll
	alarm := time.AfterFunc(alarmAfter, func() { w.emit(Event{Kind: Stalled}) })
	defer alarm.Stop()
	wait := backoff{rand: w.set.Rand}
	for ctx.Err() == nil {
		err := w.watch(ctx, func() { alarm.Reset(alarmAfter) })
		if ctx.Err() != nil {
			return
		}
		w.lost(err)
		if w.progress {
			wait.reset()
			w.progress = false
		}
		d := wait.next()
		var refused *AuthError
		if errors.As(err, &refused) {
			d = max(d, authWait)
		}
		select {
		case <-ctx.Done():
		case <-time.After(d):
		}
	}
}

// lost reports the first failure of an outage.
func (w *Watcher) lost(err error) {
	if !w.outage {
		w.outage = true
		w.emit(Event{Kind: Disconnected, Err: err})
	}
}

// open connects and reports that the outage, if there was one, is over.
func (w *Watcher) open(ctx context.Context) (*session, error) {
	s, err := connect(ctx, w.set)
	if err != nil {
		return nil, err
	}
	if w.outage || !w.met {
		w.outage, w.met = false, true
		w.emit(Event{Kind: Connected, Expiry: s.certificateExpiry()})
	}
	return s, nil
}

// watch is the life of one connection.
func (w *Watcher) watch(ctx context.Context, ok func()) error {
	s, err := w.open(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	fresh, sinceSelect := true, time.Duration(0)
	for {
		taken, err := w.look(ctx, s)
		if err != nil {
			return err
		}
		w.progress = true
		ok()
		d := min(w.set.Poll, idleMax)
		if fresh || taken > 0 {
			d = min(d, idleShort)
		}
		if err := s.idle(ctx, d); err != nil {
			return err
		}
		if ctx.Err() != nil {
			s.logout()
			return ctx.Err()
		}
		fresh = false
		if sinceSelect += d; sinceSelect >= reselect {
			sinceSelect = 0
			if err := s.selectFolder(); err != nil {
				return err
			}
		}
	}
}

// Once takes all mail that is waiting, settles it and logs out. Mail that the server does not
// deliver is no error; a server that cannot be reached, and a desk that fails, are.
func (w *Watcher) Once(ctx context.Context) error {
	for losses := 0; ; {
		s, err := w.open(ctx)
		if err != nil {
			w.lost(err)
			return err
		}
		_, err = w.look(ctx, s)
		if err == nil {
			s.logout()
		}
		s.close()
		var failed *DeskError
		if err == nil || ctx.Err() != nil || errors.As(err, &failed) {
			return err
		}
		if losses++; w.progress {
			losses, w.progress = 0, false
		}
		if losses >= onceLosses {
			w.lost(err)
			return err
		}
	}
}

// look is one look at the folder: settle what is unsettled, take what is new or waiting.
func (w *Watcher) look(ctx context.Context, s *session) (taken int, err error) {
	w.pass++
	cur, err := w.cursor(ctx, s)
	if err != nil {
		return 0, err
	}
	if err := w.resettle(ctx, s, cur.Unsettled); err != nil {
		return 0, err
	}
	fresh, err := s.above(cur.UID)
	if err != nil {
		return 0, err
	}
	taken, err = w.take(ctx, s, cur.Waiting, fresh)
	if err != nil {
		return taken, err
	}
	e := Event{Kind: Polled}
	if box := s.c.Mailbox(); box != nil {
		e.Count = int(box.NumMessages)
	}
	w.emit(e)
	return taken, nil
}

// cursor asks the desk, after telling it of a first contact or of a new UIDVALIDITY.
func (w *Watcher) cursor(ctx context.Context, s *session) (Cursor, error) {
	cur, err := w.desk.Cursor(ctx, w.set.Address)
	if err != nil {
		return cur, &DeskError{err}
	}
	if cur.Known && cur.UIDValidity == s.validity {
		return cur, nil
	}
	base, waiting, err := w.offered(s, cur)
	if err != nil {
		return cur, err
	}
	if err := w.desk.Begin(ctx, w.set.Address, s.validity, base, waiting); err != nil {
		return cur, &DeskError{err}
	}
	clear(w.suspects)
	clear(w.missing)
	if cur.Known {
		w.emit(Event{Kind: NewValidity, Count: len(waiting)})
	}
	if cur, err = w.desk.Cursor(ctx, w.set.Address); err != nil {
		return cur, &DeskError{err}
	}
	if !cur.Known || cur.UIDValidity != s.validity {
		return cur, &DeskError{fmt.Errorf("it does not know UIDVALIDITY %d right after it began", s.validity)}
	}
	return cur, nil
}

// offered says with which mails a new UIDVALIDITY begins: base is the highest UID there is,
// waiting are those up to it that are to be taken.
func (w *Watcher) offered(s *session, cur Cursor) (base uint32, waiting []uint32, err error) {
	all, err := s.search(&imap.SearchCriteria{})
	if err != nil {
		return 0, nil, err
	}
	if len(all) > 0 {
		base = all[len(all)-1]
	}
	unseen := imap.SearchCriteria{NotFlag: []imap.Flag{imap.FlagSeen}}
	switch {
	case w.set.Start == "all":
		return base, all, nil
	case cur.Known:
		// SINCE knows days only, in the zone of the server: a day before is on the safe side.
		since := imap.SearchCriteria{Since: cur.Since.AddDate(0, 0, -1)}
		waiting, err = s.search(&imap.SearchCriteria{Or: [][2]imap.SearchCriteria{{unseen, since}}})
	case w.set.Start == "unseen":
		waiting, err = s.search(&unseen)
	}
	for len(waiting) > 0 && waiting[len(waiting)-1] > base {
		waiting = waiting[:len(waiting)-1] // arrived meanwhile: it is above the cursor
	}
	return base, waiting, err
}
