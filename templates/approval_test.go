package templates

import (
	"net/url"
	"strings"
	"testing"

	"frontdesk/desk"
	"frontdesk/desk/command"
)

// asked makes the ticket one that waits for approval.
func asked(v *View) {
	due(v)
	v.Ticket.Subject, v.Ticket.Queue, v.Ticket.Practice = "New firmware for the core switch", "changes", "change"
	v.Ticket.Status, v.Ticket.Category = "awaiting-approval", desk.CategoryPending
	v.Lifecycle, v.ReplyTo = &desk.Lifecycles()[2], "support+a.1042.1.k3b9@acme.example"
}

func outcome(status string, c desk.Category) func(*View) {
	return func(v *View) {
		asked(v)
		v.Ticket.Status, v.Ticket.Category, v.ReplyTo = status, c, exampleView.ReplyTo
	}
}

// approvalExamples are the mails of approvals.
func approvalExamples() []example {
	request := with(toAgent("approval-request", "your approval is wanted"), func(n *desk.Notice) {
		n.Round, n.Wanted = 2, "New firmware for the core switch"
		n.Changes = []string{"Dana Fox wants: New firmware for the core switch (by 2026-12-01 22:00)", "Please decide by 2026-11-27 14:00; after that it is rejected.",
			"The request has changed since it was last asked about; earlier answers do not count any more."}
		n.Transcript = []desk.Section{
			{Title: "What is to be decided", Facts: []desk.Fact{{Name: "Subject", Value: "New firmware for the core switch"}, {Name: "Requester", Value: dana.String()},
				{Name: "Service", Value: "Network"}, {Name: "Risk", Value: "low: the old one stays on the second partition"}, {Name: "Plan", Value: "Load, restart, test"},
				{Name: "Backout", Value: "Boot from the second partition"}, {Name: "When", Value: "2026-12-01 22:00 – 2026-12-01 23:00"},
				{Name: "Priority", Value: "P3: impact medium, urgency medium", Phrase: true}}},
			{Title: "What the requester wrote", Entries: []desk.Message{{At: at, From: dana, Visibility: desk.Public,
				Text: "The old one drops packets under load. The vendor has fixed that.\n\nIt takes ten minutes, in which the office is offline."}}},
			{Title: "Who decides", Phrases: []int{1}, Lines: []string{"2 of 3 must say yes; one no is enough to reject it."},
				Rows: [][]string{{"Alice Winter", "is asked for approval"}, {"Bob Meyer", "approves: after 18:00"}, {"Carol Diaz", "is asked after the others"}}}}
	})
	return []example{
		{"approval-request", request, asked},
		{"approval-request-deputy", with(request, func(n *desk.Notice) {
			n.Why = "bob is away until 2026-12-24 (deputy alice), whose approval is wanted"
			n.Changes = []string{"Dana Fox wants: New firmware for the core switch", "You decide for Bob Meyer, who is away."}
		}), func(v *View) { asked(v); v.ReplyTo, v.Key = "support@acme.example", "(a.1042.1.k3b9)" }},
		{"approval-unclear", with(toAgent("command-error", "you wrote to the desk"), func(n *desk.Notice) {
			n.Round, n.Words = 1, "OK, but only after 18:00"
			n.Problems = []desk.CommandProblem{{Text: "OK, but only after 18:00", Message: "it is not clear whether that is a yes or a no; say /approve, or /reject and the reason, in the first line of an answer"}}
		}), asked},
		{"approval-result", with(toRequester("approval-result", "you asked us"), func(n *desk.Notice) {
			n.Changes = []string{"It is approved"}
			conversation(n)
		}), outcome("approved", desk.CategoryOpen)},
		{"approval-result-rejected", with(toRequester("approval-result", "you asked us"), func(n *desk.Notice) {
			n.Changes = []string{"It is rejected by Bob Meyer: there is no money left this year"}
		}), outcome("rejected", desk.CategoryClosed)},
		{"approval-result-agent", with(toAgent("approval-result", "the ticket is assigned to you"), func(n *desk.Notice) {
			n.Changes = []string{"It is approved", "Alice Winter approves", "Bob Meyer approves: after 18:00"}
		}), outcome("approved", desk.CategoryOpen)},
		{"approval-unable", with(toAgent("alert", "you are a manager"), func(n *desk.Notice) {
			n.Changes = []string{"Nobody may approve it: nobody approves an own request, and others are not named",
				"It stays awaiting-approval until the configuration names more approvers and an agent sends /status awaiting-approval, or an agent closes it."}
		}), asked},
	}
}

// TestApprovalLinks: the links of a question for approval prepare commands that are read, and lose nothing that binds them
// to the question.
func TestApprovalLinks(t *testing.T) {
	for _, x := range approvalExamples() {
		if x.notice.Round == 0 {
			continue
		}
		for _, language := range languages {
			text := x.render(t, builtins(t), language).Text
			var read []string
			for _, part := range strings.Split(text, "mailto:")[1:] {
				u, err := url.Parse("mailto:" + strings.Fields(part)[0])
				if err != nil {
					t.Fatal(err)
				}
				to, _ := url.PathUnescape(u.Opaque)
				if !strings.Contains(to+u.Query().Get("subject"), "a.1042.1.k3b9") {
					t.Errorf("%s, %s: the link does not carry its token: %s", x.name, language, u)
				}
				b := command.Parse(u.Query().Get("body")+"no money\r\n", 20)
				if len(b.Commands) == 1 {
					read = append(read, b.Commands[0].Name+":"+b.Commands[0].Value)
				}
			}
			if got := strings.Join(read, " "); got != "approve: reject:no money" {
				t.Errorf("%s, %s: the links say %q", x.name, language, got)
			}
		}
	}
}

// TestApprovalsAreTranslated: what is put together about approvals is known in every language.
func TestApprovalsAreTranslated(t *testing.T) {
	for _, english := range []string{"dana wants: a laptop (by 2026-12-01)", "dana wants: a laptop", "It is approved", "It is rejected: nobody decided in time",
		"It is rejected by Bob", "It is rejected by Bob: no", "the ticket is new and waits for no approval", "it was decided already: carol approves",
		"it was decided already: the ticket is closed", "nobody approves an own request", "only who was asked decides: carol", "it is not your turn yet: bob is asked before you",
		"a decision counts only as an answer to the mail that asked you for it", "the request has changed since that mail; decide with a newer one",
		"the mail has no words of your own; say /approve, or /reject and the reason, in the first line of an answer",
		"it is not clear whether that is a yes or a no; say /approve, or /reject and the reason, in the first line of an answer",
		"Nobody may approve it: nobody approves an own request, and others are not named", "bob for carol approves: after six", "bob for carol is asked for approval",
		"bob is asked after the others", "is asked after the others", "is asked for approval", "approves", "approves: yes", "rejects: no", "did not decide in time",
		"need not decide any more", "Approval", "Approvals", "What is to be decided", "What the requester wrote", "Who decides", "New message", "Subject", "When", "Reason", "Risk",
		"Plan", "Backout", "Test", "Type", "Model"} {
		untranslated(t, english, func(language string) { t.Errorf("%q is not in words.%s.txt", english, language) })
	}
}
