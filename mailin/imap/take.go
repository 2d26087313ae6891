package imap

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"frontdesk/desk/crashpoint"
)

const (
	maxBatch   = 100     // mails of one FETCH; the library buffers 128 responses
	batchBytes = 8 << 20 // of the mails of one FETCH together
	largeMail  = 1 << 20 // from here on a mail is fetched alone
	maxLosses  = 3       // of the connection, on one UID
)

// suspect is a UID at which the connection was lost. It is fetched alone.
type suspect struct {
	dates   int // losses while its INTERNALDATE was asked for, in company or alone
	losses  int // losses while it alone was fetched, without its date
	notTill int // the look at which it is tried again; 0 until the desk was told
}

func (s *suspect) guilty() bool { return s != nil && s.losses >= maxLosses }

// take fetches, hands over and settles the mails: those waiting, then the new ones
// ascending, at last those that may cost the connection again.
func (w *Watcher) take(ctx context.Context, s *session, waiting, fresh []uint32) (int, error) {
	var plain, bad []uint32
	for _, u := range waiting {
		switch sus := w.suspects[u]; {
		case !sus.guilty():
			plain = append(plain, u)
		case sus.notTill <= w.pass:
			bad = append(bad, u)
		}
	}
	taken := 0
	for _, list := range [][]uint32{plain, fresh, bad} {
		slices.Sort(list)
		for len(list) > 0 {
			n := w.run(list)
			t, err := w.some(ctx, s, list[:n])
			taken += t
			if err != nil {
				return taken, err
			}
			list = list[n:]
		}
	}
	return taken, nil
}

// run is how many of the next UIDs can be asked for together: a suspect stands alone.
func (w *Watcher) run(list []uint32) int {
	n := 0
	for n < len(list) && n < 2*maxBatch && w.suspects[list[n]] == nil {
		n++
	}
	return max(n, 1)
}

// some takes a few mails, ascending.
func (w *Watcher) some(ctx context.Context, s *session, uids []uint32) (int, error) {
	sus := w.suspects[uids[0]]
	if sus.guilty() && sus.notTill == 0 {
		// It waits one look, then two, four …, so that it does not cost the others their time.
		sus.notTill = w.pass + 1<<min(sus.losses-maxLosses, 6)
		return 0, w.miss(ctx, s, uids, fmt.Sprintf("the server drops the connection at this mail (%d times)", sus.losses))
	}
	dates := sus == nil || sus.dates < 2
	metas, err := s.sizes(uids, dates)
	if s.refused(err) {
		return w.singly(ctx, s, uids, err, w.some)
	}
	if err != nil {
		return 0, w.blame(uids, err, dates)
	}
	hand := func(ctx context.Context, s *session, uids []uint32) (int, error) { return w.hand(ctx, s, uids, metas) }
	taken := 0
	for len(uids) > 0 {
		n := batch(uids, metas, w.set.MaxSize)
		t, err := hand(ctx, s, uids[:n])
		if s.refused(err) {
			t, err = w.singly(ctx, s, uids[:n], err, hand)
		}
		taken += t
		if err != nil {
			return taken, err
		}
		uids = uids[n:]
	}
	return taken, nil
}

// singly repeats, mail by mail, what the server refused for several. A mail that it
// refuses alone is one that it does not deliver.
func (w *Watcher) singly(ctx context.Context, s *session, uids []uint32, refusal error, do func(context.Context, *session, []uint32) (int, error)) (int, error) {
	if len(uids) == 1 {
		return 0, w.tellAbsent(ctx, s, uids[0], "the server refuses it: "+refusal.Error())
	}
	taken := 0
	for i := range uids {
		t, err := do(ctx, s, uids[i:i+1])
		if s.refused(err) {
			t, err = w.singly(ctx, s, uids[i:i+1], err, do)
		}
		taken += t
		if err != nil {
			return taken, err
		}
	}
	return taken, nil
}

// batch is how many of the next mails go into one FETCH.
func batch(uids []uint32, metas map[uint32]meta, limit int64) int {
	var total int64
	for n, u := range uids {
		m, ok := metas[u]
		switch {
		case !ok, m.size < 0, m.size >= min(largeMail, limit):
			return max(n, 1)
		case n == maxBatch, total+m.size > batchBytes:
			return n
		}
		total += m.size
	}
	return len(uids)
}

// blame notes who may have cost the connection. A batch is made suspect as a whole; a single
// mail is at last tried without its date, and then its losses count.
func (w *Watcher) blame(uids []uint32, err error, dates bool) error {
	for _, u := range uids {
		sus := w.suspects[u]
		if sus == nil {
			sus = &suspect{}
			w.suspects[u] = sus
		}
		switch {
		case dates:
			sus.dates++
		case len(uids) == 1:
			sus.losses++
			sus.notTill = 0
		}
	}
	return fmt.Errorf("at UID %s: %w", uidSet(uids), err)
}

// miss tells the desk of mails that are there and do not come, and reports each once.
func (w *Watcher) miss(ctx context.Context, s *session, uids []uint32, why string) error {
	if err := w.desk.Missing(ctx, w.set.Address, s.validity, uids, why); err != nil {
		return &DeskError{err}
	}
	w.progress = true
	var news []uint32
	for _, u := range uids {
		if w.missing[u] != why {
			w.missing[u] = why
			news = append(news, u)
		}
	}
	if len(news) > 0 {
		w.emit(Event{Kind: Missing, UIDs: news, Err: errors.New(why)})
	}
	return nil
}

// accept hands a batch to the desk and settles what it committed.
func (w *Watcher) accept(ctx context.Context, s *session, batch []Delivery) (int, error) {
	if len(batch) == 0 {
		return 0, nil
	}
	errs, err := w.desk.Accept(ctx, batch)
	if err != nil {
		return 0, &DeskError{err}
	}
	w.progress = true
	var done []uint32
	for i, d := range batch {
		if i < len(errs) && errs[i] != nil {
			w.emit(Event{Kind: Deferred, UIDs: []uint32{d.UID}, Err: errs[i]})
			continue
		}
		done = append(done, d.UID)
	}
	w.forget(done)
	if len(done) > 0 {
		w.emit(Event{Kind: Taken, Count: len(done), UIDs: done})
	}
	return len(done), w.settle(ctx, s, done)
}

func (w *Watcher) forget(uids []uint32) {
	for _, u := range uids {
		delete(w.suspects, u)
		delete(w.missing, u)
	}
}

// resettle settles what an earlier session could not. What the server no longer has needs none.
func (w *Watcher) resettle(ctx context.Context, s *session, uids []uint32) error {
	uids = slices.Clone(uids)
	slices.Sort(uids)
	for part := range chunks(uids, maxSet) {
		here, err := s.existing(part)
		if err != nil {
			return err
		}
		if err := w.settled(ctx, s, without(part, here)); err != nil {
			return err
		}
		if err := w.settle(ctx, s, here); err != nil {
			return err
		}
	}
	return nil
}

// settle marks, moves or deletes. A server that refuses is reported, and asked again at the
// next look; it never keeps mail from being taken.
func (w *Watcher) settle(ctx context.Context, s *session, uids []uint32) error {
	if len(uids) == 0 {
		return nil
	}
	crashpoint.Here("imap.before_settle")
	if err := s.settle(uids); err != nil {
		if !s.alive() {
			return err
		}
		if w.refusal != err.Error() {
			w.refusal = err.Error()
			w.emit(Event{Kind: Unsettled, UIDs: uids, Err: err})
		}
		return nil
	}
	w.refusal = ""
	crashpoint.Here("imap.after_settle")
	return w.settled(ctx, s, uids)
}

func (w *Watcher) settled(ctx context.Context, s *session, uids []uint32) error {
	if len(uids) == 0 {
		return nil
	}
	if err := w.desk.Settled(ctx, w.set.Address, s.validity, uids); err != nil {
		return &DeskError{err}
	}
	return nil
}
