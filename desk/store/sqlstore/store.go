// Package sqlstore keeps the desk's data in SQLite. It is the only package with SQL.
//
// One connection writes, in explicit transactions and with statements that are prepared once; a few others
// read. Committed means on the disk: the log is fsynced at every commit (synchronous=FULL).
package sqlstore

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"modernc.org/sqlite"

	"frontdesk/desk/store"
)

// Options of a store; the zero value is what a daemon uses.
type Options struct {
	// Rand gives salts and the secret; nil is crypto/rand.
	Rand io.Reader
	// Readers is how many views may run at once; 0 is one more than there are cores, so that readers
	// cannot take all of them from the writer.
	Readers int
	// Fault is asked before every statement that writes or reads; its error is that of the statement. Tests
	// use it; nil asks nothing.
	Fault func(statement string) error
}

// Store implements [store.Store].
type Store struct {
	path    string
	dialect *dialect
	options Options
	writing *sql.DB
	reading *sql.DB

	writer  chan *session // holds the one writer while nobody writes
	readers chan *session // nil entries are connections still to be made
	closing sync.Once

	// The rest belongs to whoever holds the writer.
	broken      error  // the disk failed: nothing is written any more
	serving     string // id of our lock, "" where we do not serve
	dataVersion int64  // as Changed saw it last
	secret      []byte
}

var _ store.Store = (*Store)(nil)

// Open opens the store in a file, and creates file and schema where they do not exist; files are for their
// owner alone. ErrNewer where a newer version of the program wrote it.
func Open(ctx context.Context, path string, options Options) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if options.Rand == nil {
		options.Rand = rand.Reader
	}
	if options.Readers <= 0 {
		options.Readers = runtime.GOMAXPROCS(0) + 1
	}
	// A POSIX lock is lost when any descriptor of the file is closed; the others do not know that.
	// Where the system has no better ones, nothing here opens the live file a second time.
	if _, err := sqlite.OFDLocking(true); err != nil && !errors.Is(err, sqlite.ErrOFDLockingUnavailable) {
		return nil, err
	}
	sqlite.StrictPragmas(true)
	if err := create(path); err != nil {
		return nil, fmt.Errorf("database %s: %w", path, err)
	}
	s := &Store{path: path, dialect: &sqliteDialect, options: options,
		writer: make(chan *session, 1), readers: make(chan *session, options.Readers)}
	if err := s.start(ctx); err != nil {
		s.Close()
		return nil, fmt.Errorf("database %s: %w", path, err)
	}
	return s, nil
}

// create makes an empty file that others cannot read. One that exists is not even opened.
func create(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path)) // or its name may be gone after a power cut, with all that was committed
}

func (s *Store) start(ctx context.Context) error {
	for range cap(s.readers) {
		s.readers <- nil
	}
	w, err := s.connect(ctx)
	s.writer <- w
	if err != nil {
		return err
	}
	if err := s.migrate(ctx); err != nil {
		return err
	}
	if err := s.makeSecret(ctx); err != nil {
		return err
	}
	_, err = s.Changed(ctx)
	return err
}

// connect makes both pools and the connection that writes.
func (s *Store) connect(ctx context.Context) (w *session, err error) {
	if s.writing, err = sql.Open(s.dialect.driver, dsn(s.path, writerCache, false)); err != nil {
		return nil, err
	}
	s.writing.SetMaxOpenConns(1)
	if s.reading, err = sql.Open(s.dialect.driver, dsn(s.path, readerCache, true)); err != nil {
		return nil, err
	}
	return open(ctx, s.writing, s.options.Fault)
}

// errClosed is what everything returns after Close.
var errClosed = errors.New("the store is closed")

// Close waits for what is being read and written and closes the store.
func (s *Store) Close() error {
	var errs []error
	s.closing.Do(func() {
		for range cap(s.readers) {
			if r := <-s.readers; r != nil {
				errs = append(errs, r.close())
			}
		}
		close(s.readers)
		if w := <-s.writer; w != nil {
			errs = append(errs, w.close())
		}
		close(s.writer)
		for _, db := range []*sql.DB{s.reading, s.writing} {
			if db != nil {
				errs = append(errs, db.Close())
			}
		}
	})
	return errors.Join(errs...)
}

const (
	getSetting = "SELECT value FROM setting WHERE name = $1"
	putSetting = "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)

// makeSecret reads the secret, or makes it where the store is new.
func (s *Store) makeSecret(ctx context.Context) error {
	return s.update(ctx, func(t *tx) error {
		var text string
		err := t.s.row(t.ctx, getSetting, []any{"secret"}, &text)
		if errors.Is(err, store.ErrNotFound) {
			key := make([]byte, 32)
			if _, err := io.ReadFull(s.options.Rand, key); err != nil {
				return err
			}
			text = hex.EncodeToString(key)
			_, err = t.s.exec(t.ctx, putSetting, "secret", text)
		}
		if err != nil {
			return err
		}
		s.secret, err = hex.DecodeString(text)
		return err
	})
}

// Secret is the random key of this store.
func (s *Store) Secret(context.Context) ([]byte, error) { return s.secret, nil }
