package desk

import (
	"strings"
	"testing"
	"time"
)

// turnedDown is a board whose approvers have turned dana's request down.
func turnedDown(t *testing.T) *world {
	w := board(t)
	w.handle(w.mail(dave, "Re: A new laptop", "/reject too dear", replyTo(w.ids[dave])))
	w.wantStatus(1001, "rejected")
	return w
}

// TestNothingGoesRoundTheGate: whatever moves a request that was turned down leads it to its beginning, and not to work.
func TestNothingGoesRoundTheGate(t *testing.T) {
	w := turnedDown(t)
	w.p.Survey = &Survey{After: time.Hour, ReopenAt: 1}
	w.handle(w.mail(dana, "Re: A new laptop", "/rate 1", replyTo(w.ids[dana])))
	w.wantStatus(1001, "new")

	w = turnedDown(t)
	w.handle(w.mail(dana, "Re: A new laptop", "But I need it.", replyTo(w.ids[dana])))
	w.wantStatus(1001, "new")
	w.handle(w.mail(alice, "Re: A new laptop", "We will see.", replyTo(w.ids[alice])))
	w.wantStatus(1001, "new")
	w.shell("alice", 1001, "/queue service-desk")
	w.shell("alice", 1001, "/take")
	w.shell("alice", 1001, "/queue requests")
	w.wantStatus(1001, "new")
	if said := w.shell("alice", 1001, "/take").Trace.Why; !strings.Contains(said, "needs approval before it becomes fulfilling") {
		t.Error(said)
	}
}

// TestWaitingForTheFormIsNotApproved: an order that waits for its form stands in a status that lies beyond the gate, and
// has not passed it.
func TestWaitingForTheFormIsNotApproved(t *testing.T) {
	w := withCatalogue(t)
	w.handle(w.mail(dana, "Order: A badge", "Please."))
	w.wantStatus(1001, "pending")
	for _, line := range []string{"/status fulfilling", "/take", "/resolve"} {
		if said := w.shell("alice", 1001, line).Trace.Why; !strings.Contains(said, "needs approval before it becomes") && line != "/take" {
			t.Errorf("%s: %s", line, said)
		}
		w.wantStatus(1001, "pending")
	}
	w.handle(w.mail(alice, "Re: A badge", "/forward shop@vendor.example\n\nHow much is it?", replyTo(w.ids[alice])))
	w.handle(w.mail("shop@vendor.example", "Re: A badge", "10 EUR", replyTo(w.ids["shop@vendor.example"])))
	w.wantStatus(1001, "new")
	w.handle(w.mail(dana, "Re: A badge", "1. Holder: dana@example.com\n=====", replyTo(w.ids[dana])))
	w.wantStatus(1001, "awaiting-approval")
}

// TestServiceThatNeedsApproval: nobody starts what needs approval by naming the service last, not even for themselves; nor
// does a machine's mail whose service a rule names.
func TestServiceThatNeedsApproval(t *testing.T) {
	w := withCatalogue(t)
	w.handle(w.mail(alice, "A badge for me", "/queue requests\n/service badge\n\nPlease."))
	w.wantStatus(1001, "new")
	w.handle(w.mail(dana, "Something", "For the door."))
	w.shell("alice", 1002, "/queue requests")
	w.shell("alice", 1002, "/take")
	w.shell("alice", 1002, "/service badge")
	w.wantStatus(1002, "new")
	w.p.Rules = []Rule{{Name: "badges", Queue: "requests", Service: "badge"}}
	w.handle(w.mail(erin, "A badge", "1. Holder: erin@example.org\n=====", class(ClassBulk)))
	w.wantStatus(1003, "new")
}

// TestApproversHearOfDoubt: who approves reads that nobody vouches for the requester, each time.
func TestApproversHearOfDoubt(t *testing.T) {
	w := withCatalogue(t)
	w.p.Services[1].Approval.Remind = time.Hour
	order := "1. Holder: dana@example.com\n====="
	for _, c := range []struct {
		ticket int64
		doubt  bool
		in     MailIn
	}{{1001, true, w.mail(dana, "Order: A badge", order, unproven)}, {1002, false, w.mail(dana, "Order: A badge", order)}} {
		doubts := func(d Decision) bool {
			return strings.Contains(strings.Join(to(d, carol).Changes, " "), "Nobody vouches")
		}
		if d := w.handle(c.in); to(d, carol).Template != TemplateApproval || doubts(d) != c.doubt {
			t.Errorf("#%d: %s", c.ticket, to(d, carol).Changes)
		}
		w.now = w.now.Add(time.Hour)
		if d := w.handle(TimerDue{Timer{Ticket: c.ticket, Kind: TimerApproval}}); to(d, carol).Template != TemplateApproval || doubts(d) != c.doubt {
			t.Errorf("#%d, again: %s", c.ticket, to(d, carol).Changes)
		}
	}
}

// TestNobodyApprovesWhatOthersHaveNotRead: an approver who works the ticket does not change it and decide in one mail.
func TestNobodyApprovesWhatOthersHaveNotRead(t *testing.T) {
	w := board(t, func(r *ApprovalRule) { r.By = []string{"dave", "alice"} })
	w.handle(w.mail(dave, "Re: A new laptop", "/approve", replyTo(w.ids[dave])))
	d := w.handle(w.mail(alice, "Re: A new laptop", "/set reason gold\n/approve", replyTo(w.ids[alice])))
	if got := problemOf(d); !strings.Contains(got, "asked about anew") {
		t.Error(got)
	}
	w.wantStatus(1001, "awaiting-approval")
	w.wantRound(1001, 1, "dave approved; alice asked")
}
