package main

import (
	"fmt"

	"frontdesk/desk"
)

// linkWords say how another ticket looks from this one: "stands below #7".
var linkWords = map[string]string{
	desk.LinkFollows: "continues", desk.LinkFollowedBy: "is continued by", desk.LinkStray: "came with evidence of",
	desk.LinkRelated: "is related to", desk.LinkDuplicate: "was merged into", desk.LinkMergedHere: "took in",
	desk.LinkSplitFrom: "was split from", desk.LinkSplitInto: "was split into", desk.LinkParent: "stands below",
	desk.LinkChild: "stands above", desk.LinkProblem: "is caused by problem", desk.LinkIncident: "causes incident",
}

// linkText says a link in words; a kind that has none by its name.
func linkText(kind string, ticket int64) string {
	words := linkWords[kind]
	if words == "" {
		words = kind
	}
	return fmt.Sprintf("%s #%d", words, ticket)
}

// waited is an event in words about what a ticket waits for, asks of people and belongs to; false for any other.
func waited(k clock, detail desk.Detail) (string, bool) {
	switch d := detail.(type) {
	case desk.RequesterChanged:
		return "requester is " + desk.Address{Name: d.Name, Addr: d.To}.String() + ", was " + d.From, true
	case desk.ServiceSet:
		return "service " + d.To, true
	case desk.FieldSet:
		if d.Value == "" {
			return "field " + d.Field + " emptied", true
		}
		return d.Field + ": " + d.Value, true
	case desk.DueSet:
		if d.At.IsZero() {
			return "due date taken back", true
		}
		return "due " + k.long(d.At), true
	case desk.FellDue:
		return "fell due, and was not done", true
	case desk.ReminderSet:
		return "reminds " + d.Agent + " " + k.long(d.At), true
	case desk.Reminded:
		if d.Why != "" {
			return "does not remind " + d.Agent + " (" + d.Why + ")", true
		}
		return "reminded " + d.Agent, true
	case desk.Asked:
		return "asked " + d.Address + ", whose answers stay internal", true
	case desk.Unasked:
		return d.Address + " is asked no longer", true
	}
	return "", false
}

// turned is an event in words about what became of tickets, answers and people; false for any other.
func turned(k clock, detail desk.Detail) (string, bool) {
	switch d := detail.(type) {
	case desk.Unlinked:
		return "no longer: " + linkText(d.Link, d.Ticket), true
	case desk.Merged:
		return fmt.Sprintf("merged into #%d", d.Into), true
	case desk.Unmerged:
		return fmt.Sprintf("no longer merged into #%d", d.From), true
	case desk.AnswerHeld:
		return "an answer of " + d.Agent + " waits (" + d.Why + ")", true
	case desk.AnswerSettled:
		if d.Sent {
			return "the answer that waited was sent", true
		}
		return "the answer that waited was given up", true
	case desk.Rated:
		text := fmt.Sprintf("rated %d of 5", d.Rating)
		if d.Words != "" {
			text += ": " + d.Words
		}
		return text, true
	case desk.Undone:
		return "the commands of an earlier mail were taken back", true
	case desk.WentAway:
		text := d.Agent + " is away"
		if !d.Until.IsZero() {
			text += " until " + k.long(d.Until)
		}
		if d.Deputy != "" {
			text += ", deputy " + d.Deputy
		}
		return text, true
	case desk.CameBack:
		return d.Agent + " is back", true
	}
	return "", false
}

// otherwise is an event in words, by its name where there are none.
func otherwise(k clock, detail desk.Detail) string {
	if text, ok := waited(k, detail); ok {
		return text
	}
	if text, ok := turned(k, detail); ok {
		return text
	}
	if text, ok := clocked(k, detail); ok {
		return text
	}
	return detail.Kind()
}
