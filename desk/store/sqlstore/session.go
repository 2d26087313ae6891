package sqlstore

import (
	"context"
	"database/sql"
	"errors"

	sqlite3 "modernc.org/sqlite/lib"

	"frontdesk/desk/store"
)

// session is one connection with its prepared statements. Each text is prepared once in its life.
type session struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
	fault func(statement string) error // of Options
	lost  error                        // see fail; nil again with the ROLLBACK
}

// open takes a connection of its own out of db.
func open(ctx context.Context, db *sql.DB, fault func(string) error) (*session, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, explain(err)
	}
	return &session{conn: conn, stmts: map[string]*sql.Stmt{}, fault: fault}, nil
}

// close gives the connection back, with its statements.
func (s *session) close() error {
	for _, stmt := range s.stmts {
		stmt.Close()
	}
	return s.conn.Close()
}

// fail explains an error. After some errors SQLite has taken back the whole transaction; a further statement
// would be committed at once, by itself. So none is run any more, whatever the caller makes of the error.
func (s *session) fail(err error) error {
	if err == s.lost { // nil, or explained already
		return err
	}
	switch primary(err) {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_INTERRUPT:
		s.lost = explain(err)
		return s.lost
	}
	return explain(err)
}

// rollback takes back whatever is open.
const rollback = "ROLLBACK"

func (s *session) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if query == rollback {
		s.lost = nil
	}
	if s.lost != nil {
		return nil, s.lost
	}
	if s.fault != nil {
		if err := s.fault(query); err != nil {
			return nil, err
		}
	}
	if stmt, ok := s.stmts[query]; ok {
		return stmt, nil
	}
	stmt, err := s.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s.stmts[query] = stmt
	return stmt, nil
}

// exec runs a statement and returns how many rows it changed.
func (s *session) exec(ctx context.Context, query string, args ...any) (changed int64, err error) {
	stmt, err := s.prepare(ctx, query)
	if err != nil {
		return 0, s.fail(err)
	}
	result, err := stmt.ExecContext(ctx, args...)
	if err != nil {
		return 0, s.fail(err)
	}
	changed, err = result.RowsAffected()
	return changed, s.fail(err)
}

// insert runs an INSERT … RETURNING id.
func (s *session) insert(ctx context.Context, query string, args ...any) (id int64, err error) {
	return id, s.row(ctx, query, args, &id)
}

// row reads one row; store.ErrNotFound where there is none.
func (s *session) row(ctx context.Context, query string, args []any, dest ...any) error {
	stmt, err := s.prepare(ctx, query)
	if err != nil {
		return s.fail(err)
	}
	err = stmt.QueryRowContext(ctx, args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return store.ErrNotFound
	}
	return s.fail(err)
}

// errStop ends rows without an error.
var errStop = errors.New("stop")

// rows calls each for every row; it may return errStop. No other statement may run on the session until
// rows returns.
func (s *session) rows(ctx context.Context, query string, args []any, each func(scan func(...any) error) error) error {
	stmt, err := s.prepare(ctx, query)
	if err != nil {
		return s.fail(err)
	}
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return s.fail(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			if errors.Is(err, errStop) {
				return nil
			}
			return err
		}
	}
	return s.fail(rows.Err())
}

// list collects the rows of a query.
func list[T any](ctx context.Context, s *session, query string, args []any, scan func(scan func(...any) error) (T, error)) ([]T, error) {
	var all []T
	err := s.rows(ctx, query, args, func(row func(...any) error) error {
		v, err := scan(row)
		all = append(all, v)
		return err
	})
	return all, err
}
