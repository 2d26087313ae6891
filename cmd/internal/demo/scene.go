package demo

import (
	"fmt"
	"regexp"
	"strings"

	core "frontdesk/desk"
)

// Scene is one thing that happens, for somebody to show.
type Scene struct {
	Chapter string // begins here, "" goes on with the one before
	At      string // time of the played day, "08:02"
	Aside   string // what a spectator should know
	From    Person
	To      string // name or address
	Subject string
	Words   string // what the sender wrote
	Machine bool   // no person wrote it

	Outcome core.Outcome
	Ticket  int64
	Why     string // the desk's own sentence
	Did     []string
	Sent    []Sent
	Kept    []string // mail that was not sent, and why
}

// Sent is a mail that the desk wrote.
type Sent struct {
	To       []Person // who all got the same
	Template string   // as the contract names it
	Lost     string   // what the server answered, where it did not arrive
	Words    string   // the key words of the text
}

// sceneOf makes a scene of what happened.
func sceneOf(at, aside string, h *happening) Scene {
	d := h.decision
	s := Scene{At: at, Aside: aside, From: h.from, To: person(h.to).Name, Subject: h.mail.Subject, Words: h.words,
		Machine: h.mail.Class.Automatic(), Outcome: d.Outcome, Ticket: d.Ticket, Why: short(d.Trace.Why), Did: changes(d.Ticket, d.Events)}
	if strings.HasPrefix(h.to, "helpdesk+") {
		s.To = desk.Name
	}
	for _, m := range h.sent {
		s.add(Sent{To: []Person{person(m.notice.To.Addr)}, Template: m.notice.Template, Lost: m.lost, Words: short(keyWords(m))})
	}
	for _, k := range d.Suppressed {
		if k.Why == ownAct {
			continue
		}
		text := "no " + k.Template
		if k.To != "" {
			text += " to " + person(k.To).Name
		}
		s.Kept = append(s.Kept, text+": "+k.Why)
	}
	return s
}

// ownAct is a reason that needs no telling.
const ownAct = "nobody is told of their own act"

// add puts a mail beside those that say the same.
func (s *Scene) add(m Sent) {
	for i, other := range s.Sent {
		if other.Template == m.Template && other.Words == m.Words && other.Lost == m.Lost {
			s.Sent[i].To = append(other.To, m.To...)
			return
		}
	}
	s.Sent = append(s.Sent, m)
}

var keyed = regexp.MustCompile(`<[^<>\s]+> is a mail of ours`)

// short leaves Message-IDs out, which say nothing to a spectator.
func short(why string) string { return keyed.ReplaceAllString(why, "it answers our mail") }

// changes says what events changed, commands first, and of other tickets than the one of the mail which they are.
func changes(ticket int64, events []core.Event) []string {
	var commands, others []string
	for _, e := range events {
		switch d := e.Detail.(type) {
		case core.CommandDone:
			commands = append(commands, strings.TrimSpace("/"+d.Command+" "+d.Value))
		default:
			if text := did(e); text != "" && e.Ticket == ticket {
				others = append(others, text)
			} else if text != "" {
				others = elsewhere(others, e.Ticket, text)
			}
		}
	}
	if len(commands) > 0 {
		others = append([]string{"carried out " + strings.Join(commands, ", ")}, others...)
	}
	return others
}

// elsewhere adds what changed in another ticket, beside those before it that changed alike.
func elsewhere(all []string, ticket int64, text string) []string {
	if n := len(all); n > 0 && strings.HasPrefix(all[n-1], "#") {
		if tickets, alike := strings.CutSuffix(all[n-1], " "+text); alike {
			all[n-1] = fmt.Sprintf("%s, #%d %s", tickets, ticket, text)
			return all
		}
	}
	return append(all, fmt.Sprintf("#%d %s", ticket, text))
}

// did says what an event changed, where the desk's own sentence does not say it already.
func did(e core.Event) string {
	switch d := e.Detail.(type) {
	case core.StatusChanged:
		return fmt.Sprintf("status %s → %s%s", d.From, d.To, inBrackets(strings.TrimPrefix(d.Why, d.To)))
	case core.Assigned:
		return "assigned to " + d.To + inBrackets(d.Why)
	case core.Tagged:
		return "tagged " + strings.Join(d.Tags, " ")
	case core.FieldSet:
		if d.Field != core.FieldForm { // that is the desk's own
			return d.Field + ": " + d.Value
		}
	case core.Linked:
		switch d.Link {
		case core.LinkProblem:
			return fmt.Sprintf("linked to problem #%d", d.Ticket)
		case core.LinkIncident:
			return "" // the other side of the same link
		}
		return fmt.Sprintf("linked to #%d", d.Ticket)
	case core.Renamed:
		return "now called “" + d.Subject + "”"
	case core.Joined:
		return d.Address + " is in copy"
	}
	return ""
}

func inBrackets(why string) string {
	if why == "" {
		return ""
	}
	return " (" + why + ")"
}

// keyWords are what a mail of the desk says in short: a mistake, a change, the words in it, or its first
// sentence.
func keyWords(m sentMail) string {
	n := m.notice
	switch {
	case m.mail == nil:
		return ""
	case len(n.Problems) > 0 && n.Problems[0].Nearest != "":
		return n.Problems[0].Message + ". Did you mean " + n.Problems[0].Nearest + "?"
	case len(n.Problems) > 0 && len(n.Problems[0].Possible) == 1:
		return n.Problems[0].Message + ". Possible: " + n.Problems[0].Possible[0]
	case len(n.Problems) > 0:
		return n.Problems[0].Message
	case n.Template == core.TemplateAlert && len(n.Changes) > 0:
		return n.Changes[0]
	case n.Template == core.TemplateAgentNew && len(n.Changes) > 0:
		return n.Changes[0]
	}
	first, _, _ := strings.Cut(strings.TrimSpace(m.mail.Text), "\n\n")
	return strings.TrimSuffix(strings.Join(strings.Fields(first), " "), ":")
}
