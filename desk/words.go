package desk

import (
	"fmt"
	"strings"
	"time"

	"frontdesk/desk/worktime"
)

// linkWords say how another ticket looks from this one: "stands below #7".
var linkWords = map[string]string{
	LinkFollows: "continues", LinkFollowedBy: "is continued by", LinkStray: "came with evidence of",
	LinkRelated: "is related to", LinkDuplicate: "was merged into", LinkMergedHere: "took in",
	LinkSplitFrom: "was split from", LinkSplitInto: "was split into", LinkParent: "stands below",
	LinkChild: "stands above", LinkProblem: "is caused by problem", LinkIncident: "causes incident",
	LinkImprovement: "gave rise to improvement", LinkImproves: "came of",
}

// String is the link in words; of a kind that has none by its name.
func (l Link) String() string {
	words := linkWords[l.Kind]
	if words == "" {
		words = l.Kind
	}
	return fmt.Sprintf("%s #%d", words, l.Ticket)
}

// Words are the target as people read it.
func (t Target) Words() string { return strings.ReplaceAll(string(t), "-", " ") }

// Happened is an event in words, its times as the function writes them; a kind that has no words by its name.
func Happened(detail Detail, at func(time.Time) string) string {
	for _, say := range []func(Detail, func(time.Time) string) string{conversed, placed, gathered, awaited, turned, clocked, practicesWords} {
		if text := say(detail, at); text != "" {
			return text
		}
	}
	return detail.Kind()
}

// reasoned adds a reason in brackets.
func reasoned(text, why string) string {
	if why == "" {
		return text
	}
	return text + " (" + why + ")"
}

// conversed is an event about what was said, in words; "" for any other.
func conversed(detail Detail, _ func(time.Time) string) string {
	switch d := detail.(type) {
	case Opened:
		return reasoned("opened in "+d.Queue, d.Why)
	case Wrote:
		text := "wrote"
		if d.Visibility == Internal {
			text = "wrote an internal note"
		}
		if d.Auto.Automatic() {
			text = reasoned(text, string(d.Auto))
		}
		if !d.Proven {
			text += ", not proven"
		}
		return text
	case CommandDone:
		return strings.TrimSpace("/" + d.Command + " " + d.Value)
	case CommandRefused:
		return "refused: " + d.Line + ": " + d.Error
	case Delivery:
		text := strings.TrimSpace("mail to " + d.Recipient + " " + d.State + ": " + d.Status + " " + d.Reason)
		return strings.TrimSuffix(text, ":")
	}
	return ""
}

// placed is an event about where a ticket stands, in words; "" for any other.
func placed(detail Detail, at func(time.Time) string) string {
	switch d := detail.(type) {
	case StatusChanged:
		text := d.From + " → " + d.To
		if !d.Until.IsZero() {
			text += " until " + at(d.Until)
		}
		return reasoned(text, d.Why)
	case Assigned:
		if d.To == "" {
			return reasoned("taken from "+d.From, d.Why)
		}
		return reasoned("assigned to "+d.To, d.Why)
	case Requeued:
		return "moved from " + d.From + " to " + d.To
	case Prioritised:
		if d.ByHand {
			return fmt.Sprintf("priority %s, set by hand", d.Priority)
		}
		return fmt.Sprintf("priority %s (impact %s, urgency %s)", d.Priority, d.Impact, d.Urgency)
	case Renamed:
		return "subject: " + d.Subject
	}
	return ""
}

// gathered is an event about who and what else belongs to a ticket, in words; "" for any other.
func gathered(detail Detail, _ func(time.Time) string) string {
	switch d := detail.(type) {
	case Joined:
		return d.Address + " is in copy"
	case Left:
		return d.Address + " is no longer in copy"
	case CcProposed:
		return "in Cc, not told of answers: " + d.Addresses
	case Tagged:
		return "tagged " + strings.Join(d.Tags, " ")
	case Untagged:
		return "untagged " + strings.Join(d.Tags, " ")
	case Linked:
		return Link{d.Link, d.Ticket}.String()
	case Unlinked:
		return "no longer: " + Link{d.Link, d.Ticket}.String()
	case Merged:
		return fmt.Sprintf("merged into #%d", d.Into)
	case Unmerged:
		return fmt.Sprintf("no longer merged into #%d", d.From)
	}
	return ""
}

// awaited is an event about what a ticket waits for, asks of people and belongs to, in words; "" for any other.
func awaited(detail Detail, at func(time.Time) string) string {
	switch d := detail.(type) {
	case RequesterChanged:
		return "requester is " + Address{Name: d.Name, Addr: d.To}.String() + ", was " + d.From
	case ServiceSet:
		return "service " + d.To
	case FieldSet:
		if d.Value == "" {
			return "field " + d.Field + " emptied"
		}
		return d.Field + ": " + d.Value
	case DueSet:
		if d.At.IsZero() {
			return "due date taken back"
		}
		return "due " + at(d.At)
	case FellDue:
		return "fell due, and was not done"
	case ReminderSet:
		return "reminds " + d.Agent + " " + at(d.At)
	case Reminded:
		if d.Why != "" {
			return reasoned("does not remind "+d.Agent, d.Why)
		}
		return "reminded " + d.Agent
	case Asked:
		return "asked " + d.Address + ", whose answers stay internal"
	case Unasked:
		return d.Address + " is asked no longer"
	}
	return ""
}

// turned is an event about what became of answers and people, in words; "" for any other.
func turned(detail Detail, at func(time.Time) string) string {
	switch d := detail.(type) {
	case AnswerHeld:
		return reasoned("an answer of "+d.Agent+" waits", d.Why)
	case AnswerSettled:
		if d.Sent {
			return "the answer that waited was sent"
		}
		return "the answer that waited was given up"
	case Rated:
		text := fmt.Sprintf("rated %d of 5", d.Rating)
		if d.Words != "" {
			text += ": " + d.Words
		}
		return text
	case Undone:
		return "the commands of an earlier mail were taken back"
	case WentAway:
		text := d.Agent + " is away"
		if !d.Until.IsZero() {
			text += " until " + at(d.Until)
		}
		if d.Deputy != "" {
			text += ", deputy " + d.Deputy
		}
		return text
	case CameBack:
		return d.Agent + " is back"
	}
	return ""
}

// clocked is an event about a clock, in words; "" for any other.
func clocked(detail Detail, at func(time.Time) string) string {
	d, ok := detail.(ClockChanged)
	if !ok {
		return ""
	}
	c := d.Clock
	text := c.Target.Words() + " "
	used := fmt.Sprintf("after %s of %s", worktime.Short(c.Spent), worktime.Short(c.Within))
	switch d.Change {
	case ClockWasStarted, ClockWasResumed, ClockWasChanged:
		if c.Due.IsZero() {
			text += "waits, " + used
		} else {
			text += "due " + at(c.Due)
		}
	case ClockWasPaused:
		text += "waits, " + used
	case ClockWasWarned:
		text += "is near: due " + at(c.Due)
	case ClockWasBreached:
		text += "is late: was due " + at(c.Due)
	case ClockWasEscalated:
		text += "is escalated"
	case ClockWasMet, ClockWasMissed:
		text += string(d.Change) + " " + used
	default:
		text += "counts no longer"
	}
	return reasoned(text, d.Why)
}
