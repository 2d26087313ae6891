package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Backup writes a consistent copy to a file that does not exist yet. The name appears with all its content
// or not at all; writers go on meanwhile.
func (s *Store) Backup(ctx context.Context, path string) (err error) {
	claim, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	claim.Close()
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*") // readable by the owner alone
	if err != nil {
		return errors.Join(err, os.Remove(path))
	}
	defer tmp.Close()
	if err := s.copyInto(ctx, tmp); err != nil {
		os.Remove(tmp.Name())
		os.Remove(path)
		return fmt.Errorf("backup %s: %w", path, err)
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// copyInto fills an empty file. It needs a connection that is not bound to queries.
func (s *Store) copyInto(ctx context.Context, f *os.File) error {
	db, err := sql.Open(s.dialect.driver, dsn(s.path, readerCache, false))
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, s.dialect.backup, f.Name()); err != nil {
		return explain(err)
	}
	return f.Sync()
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
