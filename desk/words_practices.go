package desk

import (
	"fmt"
	"strings"
	"time"
)

// approvalWords say what an approver's state is.
var approvalWords = map[ApprovalState]string{ApprovalWaits: "is asked after the others",
	ApprovalAsked: "is asked for approval", ApprovalApproved: "approves", ApprovalRejected: "rejects",
	ApprovalExpired: "did not decide in time", ApprovalWithdrawn: "need not decide any more"}

// practicesWords is an event of approvals, changes, events, problems, knowledge or ratings, in words; "" for any other.
func practicesWords(detail Detail, at func(time.Time) string) string {
	switch d := detail.(type) {
	case ApprovalRequested:
		who := d.Approver
		if d.Deputy != "" {
			who = d.Deputy + " for " + who
		}
		text := who + " " + approvalWords[ApprovalAsked]
		switch {
		case d.Later:
			text = who + " " + approvalWords[ApprovalWaits]
		case !d.Expires.IsZero():
			text += " until " + at(d.Expires)
		}
		return text
	case ApprovalReminded:
		who := d.Approver
		if d.Deputy != "" {
			who = d.Deputy + " for " + who
		}
		return who + " is asked for approval again"
	case ApprovalDecided:
		text := d.Approver
		if d.By != "" {
			text = d.By + " for " + d.Approver
		}
		if text += " " + approvalWords[d.State]; d.Words != "" {
			text += ": " + d.Words
		}
		return text
	case Scheduled:
		if d.From.IsZero() {
			return "no longer scheduled"
		}
		return "scheduled from " + at(d.From) + " to " + at(d.To)
	case Correlated:
		return "tells of " + d.Key
	case Repeated:
		if d.Cleared {
			return "told that it is over"
		}
		return "told of again"
	case Proposed:
		numbers := make([]string, len(d.Tickets))
		for i, id := range d.Tickets {
			numbers[i] = fmt.Sprintf("#%d", id)
		}
		return "looks like " + strings.Join(numbers, ", ")
	case Offered:
		if d.Sent {
			return "article " + d.Article + " sent to the " + d.To
		}
		return "article " + d.Article + " offered to the " + d.To
	case Surveyed:
		if d.Why != "" {
			return "not asked for a rating (" + d.Why + ")"
		}
		return "asked for a rating"
	}
	return ""
}
