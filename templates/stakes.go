package templates

import (
	"strings"
	"time"
	"unicode/utf8"

	"frontdesk/desk"
)

// stakes say to an agent what depends on a ticket: "P2, due Tue 10:20". They stand in the first line of a mail, which is
// what most people see before they open it. What has ended has none.
func stakes(t desk.Ticket, where *time.Location, say phrases) string {
	if t.Category == desk.CategoryResolved || t.Category == desk.CategoryClosed {
		return ""
	}
	var parts []string
	if t.Priority != "" {
		parts = append(parts, string(t.Priority))
	}
	if due := dueShort(t, where, say); due != "" {
		parts = append(parts, due)
	}
	return strings.Join(parts, ", ")
}

// week is how far ahead a weekday names one day.
const week = 6 * 24 * time.Hour

// dueShort says when a ticket is due, as seen from its last change: within a week by the weekday.
func dueShort(t desk.Ticket, where *time.Location, say phrases) string {
	if t.DueAt.IsZero() {
		return ""
	}
	if where == nil {
		where = time.UTC
	}
	at := t.DueAt.In(where)
	text := at.Format(say.say("2 Jan 2006"))
	if ahead := t.DueAt.Sub(t.UpdatedAt); -week < ahead && ahead < week {
		text = say.say(at.Format("Mon")) + at.Format(" 15:04")
	}
	if t.DueAt.Before(t.UpdatedAt) {
		return say.say("overdue since " + text)
	}
	return say.say("due " + text)
}

// sentence ends a change as a sentence, with what depends on it.
func sentence(change, stakes string) string {
	words := strings.TrimRight(change, ".:!\u00a0")
	switch end := change[len(words):]; {
	case change == "":
		return ""
	case stakes != "":
		words += ", " + stakes + end
	default:
		words = change
	}
	if strings.ContainsRune(".:!?…", lastRune(words)) {
		return words
	}
	return words + "."
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
