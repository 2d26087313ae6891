package sqlstore

import (
	"strings"
	"testing"
)

// TestPlans asks SQLite how it would answer what is asked at every mail: no table may be read from end to end.
func TestPlans(t *testing.T) {
	s := openTemp(t)
	db := raw(t, s)
	for _, query := range []string{getTicket, ticketBefore, nextTicket, filedByMessageID, sentByMessageID, aboutSender, getLastAssigned, getNewest, ticketByKey, getSchedule, countSurveys, getMessagePage, getNewestEvents, arrivalsOfTicket, getBundled, dueBundles, deleteBundled,
		getMessages, getEvents, getRecords, getHead, hasRaw, getRaw, dueItems, nextDue, dueTimers, getTimer, getEra, isTaken, intakeUIDs, listByTicket,
		arrivalsByMessageID, getHeld, getArrival, beginItem, finishItem, listUnsent, recoverAll} {
		rows, err := db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, make([]any, strings.Count(query, "$"))...)
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(detail, "SCAN") && !strings.Contains(detail, "INDEX") && detail != "SCAN CONSTANT ROW" && query != getHead && query != nextTicket {
				t.Errorf("%s\nreads everything: %s", query, detail)
			}
			if strings.Contains(detail, "TEMP B-TREE") && query != getMessages && query != listByTicket && query != filedByMessageID && query != getSchedule {
				t.Errorf("%s\nsorts: %s", query, detail)
			}
		}
		if err := rows.Err(); err != nil {
			t.Error(err)
		}
		rows.Close()
	}
}
