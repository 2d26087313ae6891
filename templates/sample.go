package templates

import (
	"time"

	"frontdesk/desk"
)

// sampleView and samples are what templates are tried on when they are read: one notice with everything,
// one with next to nothing, one for a recipient who is not proven.
var sampleView = View{
	Desk: "Desk", Tag: "DESK", ReplyTo: "desk+token@example.com", Language: fallback,
	Ticket: desk.Ticket{ID: 1, Subject: "subject", Queue: "queue", Status: "new", Category: desk.CategoryNew,
		Priority: "P3", Requester: "requester@example.com", Name: "Requester"},
	Agents:   []desk.Agent{{Name: "agent", FullName: "Agent", Addresses: []string{"agent@example.com"}}},
	TooLarge: []desk.Attachment{{Name: "large.bin", Size: 30 << 20}},
}

func samples(template string) []desk.Notice {
	requester := desk.Address{Name: "Requester", Addr: "requester@example.com"}
	earlier := desk.Message{At: time.Unix(0, 0), From: requester, Visibility: desk.Public, Text: "earlier words"}
	full := desk.Notice{Template: template, To: desk.Address{Name: "Agent", Addr: "agent@example.com"}, Audience: desk.ToAgent,
		Why: "you work queue queue", Ticket: 1, Subject: "subject", Writer: "Agent", Author: requester, Words: "words",
		Changes: []string{"Status: new → open"}, History: []desk.Message{earlier},
		Problems: []desk.CommandProblem{{Line: 1, Text: "/x", Message: "unknown", Possible: []string{"/take"}, Nearest: "/take"}}}
	plain := full
	plain.Plain, plain.Audience, plain.To = true, desk.ToRequester, requester
	return []desk.Notice{full, plain, {Template: template}}
}
