package sqlstore

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"

	"frontdesk/desk/store"
)

// Serve takes the lock that only one daemon can hold. It is a flock on a file beside the database, which the
// kernel gives back when the process dies, and an id in the database: where flock does not work, or the
// lock file was removed under us, the later daemon's id stops the earlier one at its next commit.
func (s *Store) Serve(ctx context.Context) (release func() error, err error) {
	f, err := os.OpenFile(s.path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		defer f.Close()
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("lock %s: %w", f.Name(), err)
		}
		owner, _ := io.ReadAll(io.LimitReader(f, 20))
		return nil, fmt.Errorf("%w (process %s holds %s)", store.ErrLocked, strings.TrimSpace(string(owner)), f.Name())
	}
	if err := s.sign(ctx, f); err != nil {
		f.Close()
		return nil, err
	}
	return func() error { return s.release(f) }, nil
}

// sign writes who we are into the lock file, for people, and into the database, for other daemons.
func (s *Store) sign(ctx context.Context, f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	if _, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0); err != nil {
		return err
	}
	key := make([]byte, 16)
	if _, err := io.ReadFull(s.options.Rand, key); err != nil {
		return err
	}
	id := hex.EncodeToString(key)
	return s.update(ctx, func(t *tx) error {
		s.serving = "" // of an earlier Serve of ours
		_, err := t.s.exec(t.ctx, putSetting, "serving", id)
		if err == nil {
			s.serving = id
		}
		return err
	})
}

func (s *Store) release(f *os.File) error {
	w, err := s.acquire(context.Background())
	if err != nil {
		return err
	}
	s.serving = ""
	s.writer <- w
	return f.Close() // gives the lock back
}

// stillServing fails where another daemon has signed the database after us.
func (t *tx) stillServing() error {
	if t.store.serving == "" {
		return nil
	}
	var id string
	if err := t.s.row(t.ctx, getSetting, []any{"serving"}, &id); err != nil {
		return err
	}
	if id != t.store.serving {
		return fmt.Errorf("%w: it signed the database after this one did", store.ErrLocked)
	}
	return nil
}

// Changed says whether another process has committed since it was asked last. It costs one look at the log's
// header.
func (s *Store) Changed(ctx context.Context) (bool, error) {
	w, err := s.acquire(ctx)
	if err != nil {
		return false, err
	}
	defer func() { s.writer <- w }()
	var version int64
	// Asked on the connection that writes, SQLite's counter leaves our own commits out.
	if err := w.row(ctx, s.dialect.dataVersion, nil, &version); err != nil {
		return false, err
	}
	changed := version != s.dataVersion
	s.dataVersion = version
	return changed, nil
}

// Check reads the whole database and says what is damaged in it.
func (s *Store) Check(ctx context.Context) error {
	return s.view(ctx, func(r *reader) error {
		var verdict string
		if err := r.s.row(ctx, s.dialect.integrity, nil, &verdict); err != nil {
			return err
		}
		if verdict != "ok" {
			return fmt.Errorf("database %s is damaged; restore a backup: %s", s.path, verdict)
		}
		return nil
	})
}
