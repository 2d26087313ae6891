package sqlstore

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"frontdesk/desk/store"
)

// Each file takes the schema from the number before its own to its own. Files of released versions are
// never changed.
//
//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations are the statements of each step, in order.
func migrations(files fs.FS) ([][]string, error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	steps := make([][]string, len(names))
	for i, name := range names { // Glob sorts
		if want := fmt.Sprintf("migrations/%04d.sql", i+1); name != want {
			return nil, fmt.Errorf("migration %s should be %s", name, want)
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		for statement := range strings.SplitSeq(string(text), ";\n") {
			if statement = strings.TrimSpace(statement); statement != "" {
				steps[i] = append(steps[i], statement)
			}
		}
	}
	return steps, nil
}

// migrate brings the schema to the newest version, each step in a transaction of its own.
func (s *Store) migrate(ctx context.Context) error {
	steps, err := migrations(migrationFiles)
	if err != nil {
		return err
	}
	return s.migrateBy(ctx, steps)
}

func (s *Store) migrateBy(ctx context.Context, steps [][]string) error {
	for done := false; !done; {
		err := s.update(ctx, func(t *tx) error {
			version, err := s.schemaVersion(t)
			if err != nil {
				return err
			}
			if version > len(steps) {
				return fmt.Errorf("%w: its schema is %d and this program knows %d; use the newer program", store.ErrNewer, version, len(steps))
			}
			if done = version == len(steps); done {
				return nil
			}
			for _, statement := range steps[version] {
				if _, err := t.s.exec(t.ctx, statement); err != nil {
					return fmt.Errorf("migration %d: %w", version+1, err)
				}
			}
			_, err = t.s.exec(t.ctx, "UPDATE schema_version SET version = $1", version+1)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// schemaVersion is 0 for an empty database.
func (s *Store) schemaVersion(t *tx) (version int, err error) {
	var tables int
	if err := t.s.row(t.ctx, s.dialect.tables, nil, &tables); err != nil {
		return 0, err
	}
	if tables == 0 {
		if _, err := t.s.exec(t.ctx, "CREATE TABLE schema_version (version INTEGER NOT NULL)"); err != nil {
			return 0, err
		}
		_, err := t.s.exec(t.ctx, "INSERT INTO schema_version (version) VALUES (0)")
		return 0, err
	}
	if err := t.s.row(t.ctx, "SELECT version FROM schema_version", nil, &version); err != nil {
		return 0, fmt.Errorf("this is not a frontdesk store: %w", err)
	}
	return version, nil
}

// SchemaVersion is the number of the last migration that the store has had.
func (s *Store) SchemaVersion(ctx context.Context) (version int, err error) {
	err = s.view(ctx, func(r *reader) error {
		return r.s.row(ctx, "SELECT version FROM schema_version", nil, &version)
	})
	return version, err
}
