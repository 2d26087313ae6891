package sqlstore

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

// audit says what a verification finds wrong.
func audit(t testing.TB, s *Store) string {
	t.Helper()
	err := s.View(t.Context(), func(r store.Reader) error {
		_, err := store.Verify(r, "", func(int64) {})
		return err
	})
	var broken store.Broken
	if err != nil && !errors.As(err, &broken) {
		return "cannot be read: " + err.Error()
	}
	return broken.What
}

// columnsOf are the columns of a table.
func columnsOf(t testing.TB, db *sql.DB, table string) (columns []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "SELECT name FROM pragma_table_info('"+table+"')")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var c string
		if err := rows.Scan(&c); err != nil {
			t.Fatal(err)
		}
		columns = append(columns, c)
	}
	return columns
}

// TestEveryEditOfATicketIsFound changes each column of the tables of tickets and messages in turn.
func TestEveryEditOfATicketIsFound(t *testing.T) {
	s := openTemp(t)
	for id := int64(1); id <= 2; id++ {
		c := ticketChange(id)
		sum := sha256.Sum256([]byte(c.Messages[0].Text))
		c.Messages[0].From = desk.Address{Addr: "ann@example.net"}
		w := c.Events[1].Detail.(desk.Wrote)
		w.Text = hex.EncodeToString(sum[:])
		c.Events[1].Detail = w
		if err := s.Update(t.Context(), func(tx store.Tx) error { return tx.Write(c) }); err != nil {
			t.Fatal(err)
		}
	}
	if wrong := audit(t, s); wrong != "" {
		t.Fatal(wrong)
	}
	db := raw(t, s)
	// What a mail looked like is in its raw bytes, which are kept by their hash; ids are order alone.
	unkept := map[string]bool{"message.from_name": true, "message.agent": true, "message.raw": true, "message.attachments": true}
	for _, table := range []string{"ticket", "message"} {
		mustExec(t, db, "CREATE TABLE saved_"+table+" AS SELECT * FROM "+table)
		for _, column := range columnsOf(t, db, table) {
			if unkept[table+"."+column] || table == "message" && column == "id" {
				continue
			}
			edit := "CASE typeof(" + column + ") WHEN 'text' THEN " + column + " || 'x' ELSE coalesce(" + column + ", 0) + 1 END"
			switch column {
			case "participants", "tags", "links", "reminders", "held", "clocks", "asked":
				edit = map[string]string{"links": `'[{"kind":"x","ticket":3}]'`, "reminders": `'[{"agent":"bob"}]'`, "held": `'[{"agent":"bob"}]'`,
					"clocks": `'[{"target":"resolution"}]'`}[column]
				if edit == "" {
					edit = `'["x"]'`
				}
			case "fields":
				edit = `'{"cause":"x"}'`
			}
			mustExec(t, db, "UPDATE "+table+" SET "+column+" = "+edit+" WHERE id = 2")
			if audit(t, s) == "" {
				t.Errorf("another %s.%s was not found", table, column)
			}
			mustExec(t, db, "DELETE FROM "+table)
			mustExec(t, db, "INSERT INTO "+table+" SELECT * FROM saved_"+table)
			if wrong := audit(t, s); wrong != "" {
				t.Fatalf("put back: %s", wrong)
			}
		}
	}
	for edit, want := range map[string]string{
		"DELETE FROM ticket WHERE id = 2":                       "2 tickets have events, but only 1 of them exist",
		"DELETE FROM message WHERE ticket = 2":                  "ticket #2 has 0 messages, and its events tell of 1",
		"DELETE FROM event WHERE ticket = 2":                    "ticket #2 has no events",
		"UPDATE message SET text = 'x' WHERE id = 1":            "message 1 of ticket #1 was changed after it was written",
		"UPDATE ticket SET requester_hash = requester_hash + 1": "can be found",
	} {
		mustExec(t, db, "CREATE TABLE saved_event AS SELECT * FROM event")
		mustExec(t, db, edit)
		if wrong := audit(t, s); !strings.Contains(wrong, want) {
			t.Errorf("%s: %q", edit, wrong)
		}
		for _, table := range []string{"event", "ticket", "message"} {
			mustExec(t, db, "DELETE FROM "+table)
			mustExec(t, db, "INSERT INTO "+table+" SELECT * FROM saved_"+table)
		}
		mustExec(t, db, "DROP TABLE saved_event")
	}
}
