package sqlstore

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

// now is when these tests run.
var now = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

func openAt(t testing.TB, path string, o Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func openTemp(t testing.TB) *Store {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "frontdesk.db"), Options{})
}

// ticketChange opens a ticket with one message.
func ticketChange(id int64) store.Change {
	c := store.Change{Now: now}
	var row desk.Ticket
	for _, d := range []desk.Detail{desk.Opened{Subject: "one", Requester: "ann@example.net", Queue: "q", Status: "new", Category: desk.CategoryNew},
		desk.Wrote{From: "ann@example.net", Visibility: desk.Public}, desk.Assigned{To: "bob"}} {
		e := desk.Event{Ticket: id, At: now, Actor: desk.Actor{Kind: desk.ActorPerson, Name: "ann@example.net"}, Mail: "ab", Detail: d}
		c.Events = append(c.Events, e)
		row = desk.Apply(row, e)
	}
	c.Tickets = []desk.Ticket{row}
	c.Messages = []desk.Message{{Ticket: id, At: now, Visibility: desk.Public, Text: "hello"}}
	c.Outbox = []store.OutboxItem{{Ticket: id, To: "ann@example.net", MessageID: "m", State: store.Waiting, NextTry: now, Bytes: []byte("x")}}
	c.Timers = []desk.Timer{{Ticket: id, Kind: desk.TimerClose, Due: now}}
	return c
}

func writeTicketOf(t testing.TB, s *Store, id int64) {
	t.Helper()
	if err := s.Update(t.Context(), func(tx store.Tx) error { return tx.Write(ticketChange(id)) }); err != nil {
		t.Fatal(err)
	}
}

// raw is a connection past the store, for what only somebody else would do.
func raw(t testing.TB, s *Store) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(s.path, 1000, false))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func mustExec(t testing.TB, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// chainError walks the chain and returns what does not fit.
func chainError(t testing.TB, s *Store) error {
	t.Helper()
	return s.View(t.Context(), func(r store.Reader) error {
		prev, seq := "", int64(0)
		return r.Records(0, func(rec desk.Record) error {
			if err := rec.Verify(prev); err != nil {
				return err
			}
			if seq++; rec.Seq != seq {
				return errOutOfPlace
			}
			prev = rec.Hash
			return nil
		})
	})
}

const errOutOfPlace = constError("an event is missing or out of place")

type constError string

func (e constError) Error() string { return string(e) }

// TestEveryEditOfAnEventIsFound changes each column of the event table in turn.
func TestEveryEditOfAnEventIsFound(t *testing.T) {
	s := openTemp(t)
	writeTicketOf(t, s, 1)
	writeTicketOf(t, s, 2)
	if err := chainError(t, s); err != nil {
		t.Fatal(err)
	}
	db := raw(t, s)
	edits := map[string][]string{
		"seq": {"seq + 100"}, "ticket": {"ticket + 1"}, "at": {"at + 1"}, "actor_kind": {"'agent'"}, "kind": {"'priority'"}, "mail": {"''", "'cd'"},
		"public":   {"replace(public, '{', '{\"x\":1,')", "public || ' '"},
		"personal": {"replace(personal, 'ann@', 'eve@')", "json_remove(personal, '$.requester')", "json_set(personal, '$.more', 1)"},
		"digests":  {"'{}'", "replace(digests, 'a', 'b')", "json_remove(digests, '$.requester')"},
		"salt":     {"zeroblob(16)", "NULL"}, "prev": {"hash", "''"}, "hash": {"prev", "upper(hash)"},
	}
	rows, err := db.QueryContext(t.Context(), "SELECT name FROM pragma_table_info('event')")
	if err != nil {
		t.Fatal(err)
	}
	var columns []string
	for rows.Next() {
		var c string
		if err := rows.Scan(&c); err != nil {
			t.Fatal(err)
		}
		columns = append(columns, c)
	}
	rows.Close()
	const victim = "4" // opens ticket 2: it has personal values and events on both sides
	mustExec(t, db, "CREATE TABLE saved AS SELECT * FROM event")
	for _, column := range columns {
		if len(edits[column]) == 0 {
			t.Errorf("column %s is not tried", column)
		}
		for _, value := range edits[column] {
			mustExec(t, db, "UPDATE event SET "+column+" = "+value+" WHERE seq = "+victim)
			if err := chainError(t, s); err == nil {
				t.Errorf("%s = %s was not found", column, value)
			}
			mustExec(t, db, "DELETE FROM event")
			mustExec(t, db, "INSERT INTO event SELECT * FROM saved")
			if err := chainError(t, s); err != nil {
				t.Fatalf("put back: %v", err)
			}
		}
	}
	for _, edit := range []string{"DELETE FROM event WHERE seq = 1", "DELETE FROM event WHERE seq = 3"} {
		mustExec(t, db, edit)
		if err := chainError(t, s); err == nil {
			t.Errorf("%s was not found", edit)
		}
		mustExec(t, db, "DELETE FROM event")
		mustExec(t, db, "INSERT INTO event SELECT * FROM saved")
	}
	mustExec(t, db, "UPDATE event SET personal = NULL, salt = NULL WHERE seq = "+victim)
	if err := chainError(t, s); err != nil {
		t.Errorf("erasing breaks the chain: %v", err)
	}
	if err := s.View(t.Context(), func(r store.Reader) error {
		events, err := r.Events(2)
		if err == nil && (events[0].Detail.(desk.Opened).Requester != "" || strings.Contains(events[0].Actor.Name, "ann")) {
			t.Errorf("erased values came back: %+v", events[0])
		}
		return err
	}); err != nil {
		t.Error(err)
	}
}

// TestNothingPersonalKeepsNoSalt: a salt that no digest needs could be changed without notice.
func TestNothingPersonalKeepsNoSalt(t *testing.T) {
	s := openTemp(t)
	c := ticketChange(1)
	for i := range c.Events {
		c.Events[i].Actor = desk.Actor{Kind: desk.ActorClock}
	}
	if err := s.Update(t.Context(), func(tx store.Tx) error { return tx.Write(c) }); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := raw(t, s).QueryRowContext(t.Context(), "SELECT count(*) FROM event WHERE kind = 'assigned' AND salt IS NULL AND personal IS NULL").Scan(&n); err != nil || n != 1 {
		t.Errorf("%d events, %v", n, err)
	}
}
