package sqlstore

import (
	"context"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"frontdesk/desk/store"
)

// code is the extended result code of an error of SQLite, 0 for any other error.
func code(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

// primary is the result code without its extension.
func primary(err error) int { return code(err) & 0xff }

// explain gives an error of SQLite the meaning that callers know. The cause stays in the chain.
func explain(err error) error {
	switch primary(err) {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
		return fmt.Errorf("%w: %w", store.ErrFull, err)
	case sqlite3.SQLITE_BUSY:
		return fmt.Errorf("another process is writing to the store for too long: %w", err)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("the database is damaged; restore a backup: %w", err)
	case sqlite3.SQLITE_INTERRUPT:
		return fmt.Errorf("%w: %w", context.Canceled, err)
	}
	return err
}

// diskFailed says that the disk refused what it had room for. The kernel may have dropped the pages that it
// could not write, so nothing that is in memory can be trusted to be on the disk any more.
func diskFailed(err error) bool { return primary(err) == sqlite3.SQLITE_IOERR }

// unique says that a row broke a unique index.
func unique(err error) bool {
	c := code(err)
	return c == sqlite3.SQLITE_CONSTRAINT_UNIQUE || c == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY ||
		c == sqlite3.SQLITE_CONSTRAINT_ROWID
}
