package report_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/report"
)

// TestActions says who did what, for whom, and how long that had been waited for.
func TestActions(t *testing.T) {
	q := query()
	acts := func(only map[report.Dimension]string) string {
		q.Only, q.Actions = only, true
		var b strings.Builder
		for _, a := range fold(t, q, story()).Actions {
			fmt.Fprintf(&b, "%s #%d %s %s %v\n", a.At.UTC().Format("2 15:04"), a.Ticket, a.What, a.Requester, a.Took)
		}
		return b.String()
	}
	want := `2 09:10 #2 assigned it to =alice dana@example.com 10m0s
2 09:10 #2 status new → open dana@example.com 0s
2 10:00 #2 wrote to the requester dana@example.com 1h0m0s
2 11:00 #2 assigned it to bob dana@example.com 0s
`
	if got := acts(map[report.Dimension]string{report.ByAgent: "=alice"}); got != want {
		t.Errorf("alice did\n%swant\n%s", got, want)
	}
	if got := acts(map[report.Dimension]string{report.ByAgent: "=alice", report.ByQueue: "changes"}); got != "" {
		t.Errorf("alice did among changes\n%s", got)
	}
	want = `3 09:00 #3 status new → implemented dana@example.com 21h0m0s
3 09:00 #3 status implemented → in-review dana@example.com 0s
3 09:00 #3 status in-review → failed dana@example.com 21h0m0s
`
	if got := acts(map[report.Dimension]string{report.ByAgent: "bob", report.ByPractice: "change"}); got != want {
		t.Errorf("bob did among changes\n%swant\n%s", got, want)
	}
	if got := acts(map[report.Dimension]string{report.ByAgent: "carol"}); got != "" {
		t.Errorf("carol did\n%s", got)
	}
}

// TestActionWords: everything that an agent can do has words, or says itself in another event.
func TestActionWords(t *testing.T) {
	bob := desk.Actor{Kind: desk.ActorAgent, Name: "bob"}
	q := query()
	q.Only, q.Actions = map[report.Dimension]string{report.ByAgent: "bob"}, true
	at := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	for want, d := range map[string]desk.Detail{
		"wrote a note":                         desk.Wrote{Visibility: desk.Internal},
		"gave it back, was bob":                desk.Assigned{From: "bob"},
		"queue a → b":                          desk.Requeued{From: "a", To: "b"},
		"service mail":                         desk.ServiceSet{To: "mail"},
		"linked it: parent #7":                 desk.Linked{Link: "parent", Ticket: 7},
		"unlinked it: parent #7":               desk.Unlinked{Link: "parent", Ticket: 7},
		"requester is x@example.com":           desk.RequesterChanged{To: "x@example.com"},
		"priority P2":                          desk.Prioritised{Priority: "P2"},
		"merged it into #3":                    desk.Merged{Into: 3},
		"took it out of #3":                    desk.Unmerged{From: 3},
		"set cause":                            desk.FieldSet{Field: "cause", Value: "v"},
		"set the due date":                     desk.DueSet{At: at},
		"asked to be reminded":                 desk.ReminderSet{Agent: "bob"},
		"tagged it a, b":                       desk.Tagged{Tags: []string{"a", "b"}},
		"untagged it a":                        desk.Untagged{Tags: []string{"a"}},
		"changed the subject":                  desk.Renamed{Subject: "s"},
		"added y@example.com":                  desk.Joined{Address: "y@example.com"},
		"removed y@example.com":                desk.Left{Address: "y@example.com"},
		"asked y@example.com":                  desk.Asked{Address: "y@example.com"},
		"answer held back: it crossed another": desk.AnswerHeld{Agent: "bob"},
		"decided about an answer held back":    desk.AnswerSettled{Sent: true},
		"took back earlier commands":           desk.Undone{Undone: "ab"},
		"command refused: /x":                  desk.CommandRefused{Line: "/x"},
		"is away":                              desk.WentAway{Agent: "bob"},
		"is back":                              desk.CameBack{Agent: "bob"},
	} {
		e := desk.Event{Ticket: 1, At: at, Actor: bob, Detail: d}
		if want == "is away" || want == "is back" {
			e.Ticket = 0
		}
		if got := fold(t, q, []desk.Event{e}).Actions; len(got) != 1 || got[0].What != want {
			t.Errorf("%s: %+v", want, got)
		}
		if b := briefs(t, []desk.Event{e})[0]; !slices.Contains(q.Kinds(), b.Kind) {
			t.Errorf("%s is not asked for", b.Kind)
		}
	}
	if got := fold(t, q, []desk.Event{{Ticket: 1, At: at, Actor: bob, Detail: desk.CommandDone{Command: "take"}}}).Actions; len(got) > 0 {
		t.Errorf("%+v", got)
	}
}
