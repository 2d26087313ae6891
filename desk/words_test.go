package desk

import (
	"testing"
	"time"
)

// TestHappened has words for every kind of event.
func TestHappened(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	at := func(t time.Time) string { return t.Format("Mon 2 Jan 2006 15:04") }
	clock := func(change ClockChange, due time.Time, why string) ClockChanged {
		return ClockChanged{Change: change, Why: why, Clock: Clock{Target: FirstResponse, Within: time.Hour, Spent: 20 * time.Minute, Due: due}}
	}
	told := map[string]bool{}
	for want, detail := range map[string]Detail{
		"opened in incidents (rule outages)": Opened{Queue: "incidents", Why: "rule outages"},
		"wrote":                              Wrote{Visibility: Public, Auto: ClassHuman, Proven: true},
		"wrote an internal note (bulk), not proven":             Wrote{Visibility: Internal, Auto: ClassBulk},
		"open → pending until Fri 20 Nov 2026 12:00 (by clock)": StatusChanged{From: "open", To: "pending", Until: now, Why: "by clock"},
		"assigned to bob (round-robin)":                         Assigned{To: "bob", Why: "round-robin"},
		"taken from bob":                                        Assigned{From: "bob"},
		"moved from a to b":                                     Requeued{From: "a", To: "b"},
		"priority P3 (impact low, urgency high)":                Prioritised{Priority: "P3", Impact: Low, Urgency: High},
		"priority P1, set by hand":                              Prioritised{Priority: "P1", ByHand: true},
		"a@x.example is in copy":                                Joined{Address: "a@x.example"},
		"a@x.example is no longer in copy":                      Left{Address: "a@x.example"},
		"in Cc, not told of answers: a@x.example":               CcProposed{Addresses: "a@x.example"},
		"tagged a b":                  Tagged{Tags: []string{"a", "b"}},
		"untagged a":                  Untagged{Tags: []string{"a"}},
		"subject: new":                Renamed{Subject: "new"},
		"continues #7":                Linked{Link: "follows", Ticket: 7},
		"sibling #7":                  Linked{Link: "sibling", Ticket: 7},
		"stands below #7":             Linked{Link: LinkParent, Ticket: 7},
		"no longer: is related to #7": Unlinked{Link: LinkRelated, Ticket: 7},
		"requester is Erin <e@x.example>, was d@x.example": RequesterChanged{From: "d@x.example", To: "e@x.example", Name: "Erin"},
		"service new-laptop":                                            ServiceSet{From: "vpn", To: "new-laptop"},
		"model: 13 inch":                                                FieldSet{Field: "model", Value: "13 inch"},
		"field model emptied":                                           FieldSet{Field: "model"},
		"due Fri 20 Nov 2026 12:00":                                     DueSet{At: now, ByHand: true},
		"due date taken back":                                           DueSet{ByHand: true},
		"fell due, and was not done":                                    FellDue{At: now},
		"reminds bob Fri 20 Nov 2026 12:00":                             ReminderSet{Agent: "bob", At: now},
		"reminded bob":                                                  Reminded{Agent: "bob", At: now},
		"does not remind bob (taken back)":                              Reminded{Agent: "bob", At: now, Why: "taken back"},
		"asked a@x.example, whose answers stay internal":                Asked{Address: "a@x.example"},
		"a@x.example is asked no longer":                                Unasked{Address: "a@x.example"},
		"merged into #7":                                                Merged{Into: 7},
		"no longer merged into #7":                                      Unmerged{From: 7},
		"an answer of bob waits (it crossed one of alice)":              AnswerHeld{Agent: "bob", Answer: "sha", Why: "it crossed one of alice"},
		"the answer that waited was sent":                               AnswerSettled{Answer: "sha", Sent: true},
		"the answer that waited was given up":                           AnswerSettled{Answer: "sha"},
		"rated 5 of 5: good":                                            Rated{Rating: 5, Words: "good"},
		"rated 1 of 5":                                                  Rated{Rating: 1},
		"the commands of an earlier mail were taken back":               Undone{Undone: "sha"},
		"bob is away until Fri 20 Nov 2026 12:00, deputy alice":         WentAway{Agent: "bob", Until: now, Deputy: "alice"},
		"bob is away":                                                   WentAway{Agent: "bob"},
		"bob is back":                                                   CameBack{Agent: "bob"},
		"/take":                                                         CommandDone{Command: "take"},
		"/assign bob":                                                   CommandDone{Command: "assign", Value: "bob"},
		"refused: /asign: no command":                                   CommandRefused{Line: "/asign", Error: "no command"},
		"mail to a@x.example failed: 5.1.1 no such user":                Delivery{Recipient: "a@x.example", State: "failed", Status: "5.1.1", Reason: "no such user"},
		"mail to a@x.example delivered":                                 Delivery{Recipient: "a@x.example", State: "delivered"},
		"first response due Fri 20 Nov 2026 12:00":                      clock(ClockWasStarted, now, ""),
		"first response waits, after 20m of 1h":                         clock(ClockWasChanged, time.Time{}, ""),
		"first response waits, after 20m of 1h (the ticket is pending)": clock(ClockWasPaused, time.Time{}, "the ticket is pending"),
		"first response is near: due Fri 20 Nov 2026 12:00":             clock(ClockWasWarned, now, ""),
		"first response is late: was due Fri 20 Nov 2026 12:00":         clock(ClockWasBreached, now, ""),
		"first response is escalated":                                   clock(ClockWasEscalated, now, ""),
		"first response met after 20m of 1h":                            clock(ClockWasMet, now, ""),
		"first response counts no longer":                               clock(ClockWasDropped, now, ""),
		"maria is asked for approval until Fri 20 Nov 2026 12:00":       ApprovalRequested{Round: 1, Approver: "maria", Expires: now},
		"maria is asked for approval again":                             ApprovalReminded{Round: 1, Approver: "maria"},
		"bob for maria approves: after six":                             ApprovalDecided{Round: 1, Approver: "maria", State: ApprovalApproved, By: "bob", Words: "after six"},
		"maria rejects":                                                 ApprovalDecided{Round: 1, Approver: "maria", State: ApprovalRejected},
		"scheduled from Fri 20 Nov 2026 12:00 to Fri 20 Nov 2026 13:00": Scheduled{From: now, To: now.Add(time.Hour)},
		"no longer scheduled":                                           Scheduled{},
		"tells of host1/ping":                                           Correlated{Key: "host1/ping"},
		"told of again":                                                 Repeated{},
		"told that it is over":                                          Repeated{Cleared: true},
		"looks like #7, #9":                                             Proposed{As: LinkProblem, Tickets: []int64{7, 9}},
		"article vpn offered to the agent":                              Offered{Article: "vpn", To: "agent"},
		"article vpn sent to the requester":                             Offered{Article: "vpn", To: "requester", Sent: true},
		"asked for a rating":                                            Surveyed{},
		"not asked for a rating (a machine wrote)":                      Surveyed{Why: "a machine wrote"},
	} {
		told[detail.Kind()] = true
		if got := Happened(detail, at); got != want {
			t.Errorf("%T: got %q, want %q", detail, got, want)
		}
	}
	for kind := range kinds {
		if !told[kind] {
			t.Errorf("no words of an event of kind %s are tried", kind)
		}
	}
}
