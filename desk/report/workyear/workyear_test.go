package workyear_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/report/workyear"
)

var plan = workyear.Plan{Seed: 7, Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Length: 60 * 24 * time.Hour, Events: 20000}

// TestEvents holds what is made up against the rules of the desk: in order of time, every ticket opened once and first.
func TestEvents(t *testing.T) {
	tickets := map[int64]desk.Ticket{}
	kinds := map[string]int{}
	var last time.Time
	n := 0
	for e := range workyear.Events(plan) {
		n++
		if e.At.Before(last) {
			t.Fatalf("event %d of ticket %d is earlier than the one before", n, e.Ticket)
		}
		last = e.At
		before := tickets[e.Ticket]
		if _, opens := e.Detail.(desk.Opened); opens != (before.ID == 0) {
			t.Fatalf("event %d: %s of ticket %d", n, e.Detail.Kind(), e.Ticket)
		}
		if s, ok := e.Detail.(desk.StatusChanged); ok && s.From != before.Status {
			t.Errorf("event %d moves ticket %d from %s, which is %s", n, e.Ticket, s.From, before.Status)
		}
		tickets[e.Ticket] = desk.Apply(before, e)
		kinds[e.Detail.Kind()]++
	}
	if n != plan.Events {
		t.Errorf("%d events", n)
	}
	for _, kind := range []string{"opened", "message", "status", "assigned", "clock", "rated", "linked", "command"} {
		if kinds[kind] < 10 {
			t.Errorf("%d events of kind %s", kinds[kind], kind)
		}
	}
	if lasted := last.Sub(plan.Start); lasted < plan.Length*9/10 || lasted > plan.Length*12/10 {
		t.Errorf("the work lasts %v (%d tickets)", lasted, len(tickets))
	}
}

func TestSamePlanSameEvents(t *testing.T) {
	sum := func(p workyear.Plan) string {
		h := sha256.New()
		for e := range workyear.Events(p) {
			fmt.Fprintln(h, e)
		}
		return hex.EncodeToString(h.Sum(nil))
	}
	other := plan
	other.Seed++
	if sum(plan) != sum(plan) || sum(plan) == sum(other) {
		t.Error("the events do not depend on the plan alone")
	}
}
