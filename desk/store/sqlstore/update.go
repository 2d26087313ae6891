package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	sqlite3 "modernc.org/sqlite/lib"

	"frontdesk/desk/crashpoint"
	"frontdesk/desk/store"
)

// tx is a write transaction.
type tx struct {
	reader
	store *Store
	depth int   // of savepoints
	dead  error // a savepoint could not be taken back: the whole transaction must go

	// The end of the chain of events, read once per transaction.
	head     string
	seq      int64
	headRead bool

	texts []text // for the search index, written at the end
}

// Update runs fn in one write transaction.
func (s *Store) Update(ctx context.Context, fn func(store.Tx) error) error {
	return s.update(ctx, func(t *tx) error { return fn(t) })
}

// acquire waits for the one writer.
func (s *Store) acquire(ctx context.Context) (*session, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case w, open := <-s.writer:
		if !open {
			return nil, errClosed
		}
		return w, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (s *Store) update(ctx context.Context, fn func(*tx) error) error {
	w, err := s.acquire(ctx)
	if err != nil {
		return err
	}
	defer func() { s.writer <- w }()
	if s.broken != nil {
		return s.broken
	}
	// The statements themselves are short and are never interrupted in the middle: an interrupt in a
	// write rolls back more than that statement.
	t := &tx{reader: reader{ctx: context.WithoutCancel(ctx), s: w, dialect: s.dialect}, store: s}
	t.unindexed = func() []text { return t.texts }
	if _, err := w.exec(t.ctx, s.dialect.begin); err != nil {
		return s.failed(err)
	}
	committed := false
	defer func() {
		if !committed { // also when fn panics
			s.rollback(w)
		}
	}()
	if err := t.run(ctx, fn); err != nil {
		return s.failed(err)
	}
	crashpoint.Here("store.before_commit")
	if _, err := w.exec(t.ctx, "COMMIT"); err != nil {
		return s.failed(err)
	}
	committed = true
	crashpoint.Here("store.after_commit")
	s.checkpoint(w)
	return nil
}

// run is everything between BEGIN and COMMIT.
func (t *tx) run(ctx context.Context, fn func(*tx) error) error {
	if err := t.stillServing(); err != nil {
		return err
	}
	if err := fn(t); err != nil {
		return err
	}
	if t.dead != nil {
		return t.dead
	}
	if err := t.index(); err != nil {
		return err
	}
	return ctx.Err()
}

// failed passes an error on and stops all writing where the disk failed.
func (s *Store) failed(err error) error {
	if s.broken == nil && diskFailed(err) {
		s.broken = fmt.Errorf("%w: %w", store.ErrBroken, err)
		return s.broken
	}
	return err
}

// rollback takes back the open transaction. SQLite has done so itself after some errors; then there is
// nothing to take back, and it says so with its general error. After any other error the state of the
// connection is not known.
func (s *Store) rollback(w *session) {
	_, err := w.exec(context.Background(), rollback)
	if err != nil && s.broken == nil && code(err) != sqlite3.SQLITE_ERROR {
		s.broken = fmt.Errorf("%w: taking back a transaction: %w", store.ErrBroken, err)
	}
}

// maxLog is how many pages the write-ahead log may have before it is moved into the database: more makes the
// commit that moves them slow.
const maxLog = 1000

// checkpoint moves the log into the database once it is long, without waiting for readers. SQLite's own
// checkpoints swallow the error when the database cannot be written, and commits go on into a log that will
// never be moved; here it stops the store.
func (s *Store) checkpoint(w *session) {
	if err := s.moveLog(w, maxLog); err != nil && s.broken == nil {
		s.broken = fmt.Errorf("%w: moving the log into the database: %w", store.ErrBroken, err)
	}
}

func (s *Store) moveLog(w *session, least int) error {
	var busy, inLog, moved int
	ctx := context.Background()
	if err := w.row(ctx, s.dialect.logLength, nil, &busy, &inLog, &moved); err != nil || inLog-moved < least {
		return err
	}
	return w.row(ctx, s.dialect.checkpoint, nil, &busy, &inLog, &moved)
}

// Savepoint runs fn so that its error takes back what fn wrote and nothing else.
func (t *tx) Savepoint(fn func() error) error {
	t.depth++
	defer func() { t.depth-- }()
	name := "s" + strconv.Itoa(t.depth)
	if _, err := t.s.exec(t.ctx, "SAVEPOINT "+name); err != nil {
		t.dead = errors.Join(t.dead, err)
		return err
	}
	head, seq, texts := t.head, t.seq, t.texts
	if err := fn(); err != nil {
		t.head, t.seq, t.texts = head, seq, texts
		if _, bad := t.s.exec(t.ctx, "ROLLBACK TO "+name); bad != nil {
			t.dead = errors.Join(t.dead, err, bad)
			return t.dead
		}
		if _, bad := t.s.exec(t.ctx, "RELEASE "+name); bad != nil {
			t.dead = errors.Join(t.dead, err, bad)
			return t.dead
		}
		return err
	}
	if _, err := t.s.exec(t.ctx, "RELEASE "+name); err != nil {
		t.dead = errors.Join(t.dead, err)
		return err
	}
	return nil
}

// View runs fn on one consistent state.
func (s *Store) View(ctx context.Context, fn func(store.Reader) error) error {
	return s.view(ctx, func(r *reader) error { return fn(r) })
}

func (s *Store) view(ctx context.Context, fn func(*reader) error) (err error) {
	var r *session
	select {
	case next, open := <-s.readers:
		if !open {
			return errClosed
		}
		r = next
	case <-ctx.Done():
		return ctx.Err()
	}
	if r == nil {
		if r, err = open(ctx, s.reading, s.options.Fault); err != nil {
			s.readers <- nil
			return err
		}
	}
	// An interrupted BEGIN may have begun all the same: it and its end are short and never interrupted.
	whole := context.WithoutCancel(ctx)
	_, err = r.exec(whole, s.dialect.read)
	defer func() {
		if _, end := r.exec(whole, rollback); end != nil {
			r.close() // whatever state it is in, the next view gets a fresh one
			r = nil
		}
		s.readers <- r
	}()
	if err != nil {
		return err
	}
	return fn(&reader{ctx: ctx, s: r, dialect: s.dialect})
}
