package sqlstore

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"modernc.org/sqlite"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

func TestFilesAreForTheirOwner(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "data?x=1#%41")
	s := openAt(t, filepath.Join(dir, "frontdesk.db"), Options{})
	writeTicketOf(t, s, 1)
	release, err := s.Serve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	if err := s.Backup(t.Context(), filepath.Join(dir, "copy.db")); err != nil {
		t.Fatal(err)
	}
	names, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{"frontdesk.db": true, "frontdesk.db-wal": true, "frontdesk.db-shm": true, "frontdesk.db.lock": true, "copy.db": true}
	for _, e := range names {
		info, err := e.Info()
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", e.Name(), info.Mode(), err)
		}
		if !want[e.Name()] {
			t.Errorf("unexpected file %s", e.Name())
		}
		delete(want, e.Name())
	}
	if len(want) > 0 {
		t.Errorf("missing files %v", want)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("directory %v, %v", info.Mode(), err)
	}
}

// TestPragmas reads back what the promises rest on.
func TestPragmas(t *testing.T) {
	s := openTemp(t)
	want := map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "wal_autocheckpoint": "0", "busy_timeout": "10000", "temp_store": "2"}
	for pragma, value := range want {
		for name, read := range map[string]func(func(*session) error) error{
			"writer": func(fn func(*session) error) error {
				return s.update(t.Context(), func(x *tx) error { return fn(x.s) })
			},
			"reader": func(fn func(*session) error) error {
				return s.view(t.Context(), func(r *reader) error { return fn(r.s) })
			},
		} {
			err := read(func(c *session) error {
				var got string
				err := c.row(t.Context(), "PRAGMA "+pragma, nil, &got)
				if got != value {
					t.Errorf("%s: %s = %s, want %s", name, pragma, got, value)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}
	}
	err := s.view(t.Context(), func(r *reader) error {
		_, err := r.s.exec(t.Context(), "INSERT INTO setting (name, value) VALUES ('x', 'y')")
		return err
	})
	if !errors.Is(err, store.ErrFull) { // read-only
		t.Errorf("a reader writes: %v", err)
	}
	if !sqlite.StrictPragmasEnabled() {
		t.Error("pragmas of a DSN may hold further statements")
	}
	if err := s.update(t.Context(), func(x *tx) error {
		_, err := x.s.exec(x.ctx, `UPDATE setting SET value = "no such column"`)
		return err
	}); err == nil {
		t.Error("a misspelt column is a string")
	}
}

func TestMigrations(t *testing.T) {
	steps, err := migrations(migrationFiles)
	if err != nil || len(steps) == 0 {
		t.Fatalf("%d steps, %v", len(steps), err)
	}
	path := filepath.Join(t.TempDir(), "frontdesk.db")
	s := openAt(t, path, Options{})
	writeTicketOf(t, s, 1)
	more := append(steps, []string{"CREATE TABLE extra (x INTEGER) STRICT", "UPDATE ticket SET subject = 'migrated'"})
	broken := append(more, []string{"CREATE TABLE another (x INTEGER) STRICT", "CREATE TABLE extra (x INTEGER)"})
	if err := s.migrateBy(t.Context(), broken); err == nil || !strings.Contains(err.Error(), "migration") {
		t.Errorf("a broken migration: %v", err)
	}
	if v, err := s.SchemaVersion(t.Context()); v != len(more) || err != nil {
		t.Errorf("version %d, %v: the steps before the broken one count, and nothing of it", v, err)
	}
	if err := s.migrateBy(t.Context(), more); err != nil {
		t.Errorf("again: %v", err)
	}
	if err := s.View(t.Context(), func(r store.Reader) error {
		row, err := r.Ticket(1)
		if row.Subject != "migrated" {
			t.Errorf("subject %q", row.Subject)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	_, err = Open(t.Context(), path, Options{})
	if !errors.Is(err, store.ErrNewer) || !strings.Contains(err.Error(), path) {
		t.Errorf("a newer schema: %v", err)
	}
}

// TestMigrationFaults stops the first migration at each of its statements; the next start must finish it.
func TestMigrationFaults(t *testing.T) {
	path := filepath.Join(t.TempDir(), "frontdesk.db")
	fault := errors.New("stop")
	for n := 1; ; n++ {
		left := n
		s, err := Open(t.Context(), path, Options{Fault: func(string) error {
			if left--; left == 0 {
				return fault
			}
			return nil
		}})
		if left > 0 {
			if err != nil || n < 30 {
				t.Fatalf("after %d statements: %v", n, err)
			}
			left = 0 // no fault any more
			writeTicketOf(t, s, 1)
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			return
		}
		if err == nil { // after the last commit
			s.Close()
		} else if !errors.Is(err, fault) {
			t.Fatalf("fault %d: %v", n, err)
		}
		if n%8 == 0 { // a start from nothing as well as one after many failed ones
			os.Remove(path)
		}
	}
}

func TestMigrationNames(t *testing.T) {
	file := &fstest.MapFile{Data: []byte("SELECT 1;\nSELECT 2;\n")}
	steps, err := migrations(fstest.MapFS{"migrations/0001.sql": file, "migrations/0002.sql": file})
	if err != nil || len(steps) != 2 || len(steps[1]) != 2 || steps[1][1] != "SELECT 2" {
		t.Errorf("%q, %v", steps, err)
	}
	if _, err := migrations(fstest.MapFS{"migrations/0001.sql": file, "migrations/0003.sql": file}); err == nil {
		t.Error("a gap was accepted")
	}
}

func TestOpenRefusesWhatIsNoStore(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text")
	if err := os.WriteFile(text, bytes.Repeat([]byte("not a database\n"), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	s := openTemp(t)
	mustExec(t, raw(t, s), "DROP TABLE schema_version")
	for _, path := range []string{text, s.path, dir} {
		if other, err := Open(t.Context(), path, Options{}); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", path, err)
			other.Close()
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Open(ctx, filepath.Join(dir, "db"), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("ended: %v", err)
	}
}

func TestStolenLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "frontdesk.db")
	one, two := openAt(t, path, Options{}), openAt(t, path, Options{})
	if _, err := one.Serve(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err := two.Serve(t.Context())
	if !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), "process ") {
		t.Errorf("locked: %v", err)
	}
	if err := os.Remove(path + ".lock"); err != nil { // by somebody who thought it was stale
		t.Fatal(err)
	}
	if _, err := two.Serve(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := one.Update(t.Context(), func(tx store.Tx) error { return tx.Write(ticketChange(1)) }); !errors.Is(err, store.ErrLocked) {
		t.Errorf("the first goes on: %v", err)
	}
	writeTicketOf(t, two, 1)
}

// TestCheckpoints: the log is moved into the database when it is long, and a reader does not stop that for good.
func TestCheckpoints(t *testing.T) {
	s := openTemp(t)
	grow := func() (inLog, moved int) {
		t.Helper()
		blob := s.Pack(bytes.Repeat([]byte("0123456789abcdef"), 100))
		for i := range 60 {
			err := s.update(t.Context(), func(x *tx) error {
				for j := range 20 {
					blob.SHA256 = strings.Repeat("x", j) + string(rune('a'+i))
					if err := x.writeRaw(blob); err != nil {
						return err
					}
					if _, err := x.s.exec(x.ctx, putSetting, blob.SHA256, strings.Repeat("y", 3000)); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		w := <-s.writer
		defer func() { s.writer <- w }()
		var busy int
		if err := w.row(t.Context(), s.dialect.logLength, nil, &busy, &inLog, &moved); err != nil {
			t.Fatal(err)
		}
		return inLog, moved
	}
	if inLog, moved := grow(); moved == 0 && inLog > maxLog {
		t.Errorf("%d pages in the log, %d moved", inLog, moved)
	}
	info, err := os.Stat(s.path + "-wal")
	if err != nil || info.Size() > 3*maxLog*4096 {
		t.Errorf("the log has %d bytes, %v", info.Size(), err)
	}
	if err := s.View(t.Context(), func(r store.Reader) error { r.Ticket(1); grow(); return nil }); err != nil {
		t.Error(err)
	}
	writeTicketOf(t, s, 1)
}

// TestCheckpointFailure: SQLite alone would go on for ever.
func TestCheckpointFailure(t *testing.T) {
	fail := false
	cause := errors.New("input/output error")
	s := openAt(t, filepath.Join(t.TempDir(), "frontdesk.db"), Options{Fault: func(statement string) error {
		if fail && statement == sqliteDialect.logLength {
			return cause
		}
		return nil
	}})
	fail = true
	writeTicketOf(t, s, 1) // is committed before
	for range 2 {
		err := s.Update(t.Context(), func(tx store.Tx) error { t.Error("it writes on"); return nil })
		if !errors.Is(err, store.ErrBroken) || !errors.Is(err, cause) || !store.Fatal(err) {
			t.Errorf("got %v", err)
		}
	}
	if err := s.View(t.Context(), func(r store.Reader) error { _, err := r.Ticket(1); return err }); err != nil {
		t.Errorf("reading: %v", err)
	}
}

func TestDamageIsFound(t *testing.T) {
	s := openTemp(t)
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	p := s.Pack(bytes.Repeat([]byte("hello, "), 100000))
	c := ticketChange(1)
	c.Arrival, c.Raw = &store.Arrival{SHA256: p.SHA256, Outcome: desk.OutcomeNew}, p
	if err := s.Update(t.Context(), func(tx store.Tx) error { return tx.Write(c) }); err != nil {
		t.Fatal(err)
	}
	db := raw(t, s)
	for _, edit := range []string{"UPDATE raw SET part = 9 WHERE part = 0", "UPDATE raw SET data = zeroblob(9) WHERE part = 1", "DELETE FROM raw WHERE part = 2"} {
		mustExec(t, db, edit)
		err := s.View(t.Context(), func(r store.Reader) error { _, err := r.Raw(p.SHA256); return err })
		if err == nil || errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: %v", edit, err)
		}
	}
}

func TestBackupLeavesNothingBehind(t *testing.T) {
	s := openTemp(t)
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Backup(ctx, filepath.Join(dir, "copy.db")); err == nil {
		t.Error("a backup that was stopped succeeded")
	}
	if names, _ := os.ReadDir(dir); len(names) != 0 {
		t.Errorf("left %v", names)
	}
	if err := s.Backup(t.Context(), filepath.Join(dir, "none", "copy.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no directory: %v", err)
	}
}

func TestRandomnessThatFails(t *testing.T) {
	path := filepath.Join(t.TempDir(), "frontdesk.db")
	if _, err := Open(t.Context(), path, Options{Rand: strings.NewReader("short")}); err == nil {
		t.Error("a store without a secret was made")
	}
	s := openAt(t, path, Options{Rand: strings.NewReader(strings.Repeat("x", 40))})
	if err := s.Update(t.Context(), func(tx store.Tx) error { return tx.Write(ticketChange(1)) }); err == nil {
		t.Error("events were sealed without salt")
	}
}

func TestClose(t *testing.T) {
	s := openAt(t, filepath.Join(t.TempDir(), "frontdesk.db"), Options{Readers: 2})
	started, end := make(chan bool, 2), make(chan bool)
	done := make(chan error, 2)
	go func() {
		done <- s.Update(context.Background(), func(tx store.Tx) error {
			started <- true
			<-end
			return tx.Write(ticketChange(1))
		})
	}()
	go func() {
		done <- s.View(context.Background(), func(r store.Reader) error {
			started <- true
			<-end
			_, err := r.Tickets(store.Filter{})
			return err
		})
	}()
	<-started
	<-started
	closed := make(chan error)
	go func() { closed <- s.Close() }()
	close(end)
	for range 2 {
		if err := <-done; err != nil {
			t.Errorf("in hand: %v", err)
		}
	}
	if err := errors.Join(<-closed, s.Close()); err != nil {
		t.Error(err)
	}
	if err := s.Update(t.Context(), func(store.Tx) error { return nil }); !errors.Is(err, errClosed) {
		t.Errorf("update: %v", err)
	}
	if err := s.View(t.Context(), func(store.Reader) error { return nil }); !errors.Is(err, errClosed) {
		t.Errorf("view: %v", err)
	}
}

// FuzzSearch: whatever a person types is words, never syntax.
func FuzzSearch(f *testing.F) {
	for _, words := range []string{"toner", `"`, "a AND b", "words: x", "NEAR(a b)", "{x}", "*", "^a", "-a", "a\x00b", "\xff\xfe", "a\u0301 ẞ ǅ ½ ²", "日本語", "𞤀𞤁", "\U0001FAE0x"} {
		f.Add(words)
	}
	s := openTemp(f)
	writeTicketOf(f, s, 1)
	f.Fuzz(func(t *testing.T, words string) {
		if err := s.View(t.Context(), func(r store.Reader) error { _, err := r.Search(words, 5); return err }); err != nil {
			t.Errorf("%q: %v", words, err)
		}
	})
}

// A view whose context ends while its transaction begins leaves none open for the next one.
func TestViewThatEndsAtItsBeginning(t *testing.T) {
	end := func() {}
	s := openAt(t, filepath.Join(t.TempDir(), "frontdesk.db"), Options{Readers: 1, Fault: func(statement string) error {
		if statement == sqliteDialect.read {
			end()
		}
		return nil
	}})
	look := func(ctx context.Context) error {
		return s.View(ctx, func(r store.Reader) error { _, _, err := r.Head(); return err })
	}
	for n := range 5000 {
		ctx, cancel := context.WithCancel(t.Context())
		end = func() {
			go func() {
				for range n { // a little later every time
				}
				cancel()
			}()
		}
		if err := look(ctx); err != nil && !errors.Is(err, context.Canceled) {
			t.Fatalf("view %d: %v", n, err)
		}
		end = func() {}
		if err := look(t.Context()); err != nil {
			t.Fatalf("the view after view %d: %v", n, err)
		}
	}
}
