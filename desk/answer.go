package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/desk/command"
)

// Scribe writes the answers to questions, from what was read for them: words and tables, and nothing that the question
// may not show. It is a function of its fields and arguments alone.
type Scribe struct {
	Policy   *Policy
	Now      time.Time
	Location *time.Location // in which times are written
}

// at is a time as answers write it.
func (s Scribe) at(t time.Time) string { return t.In(s.Location).Format("2006-01-02 15:04") }

// maxRows bounds the tickets of a list; the rest is counted.
const maxRows = 100

func number(id int64) string { return "#" + strconv.FormatInt(id, 10) }

// Refused says why a question has no answer.
func (s Scribe) Refused(q Question) Section {
	return Section{Title: q.Text, Lines: []string{q.Refusal}}
}

// List shows tickets, the most urgent first. All are ones that the agent may work.
func (s Scribe) List(q Question, tickets []Ticket) Section {
	tickets = slices.Clone(tickets)
	slices.SortStableFunc(tickets, s.moreUrgent)
	return s.tickets(q, tickets, "No ticket matches.")
}

// Found shows what a search found, the best first.
func (s Scribe) Found(q Question, tickets []Ticket) Section {
	return s.tickets(q, tickets, "No ticket that you may work has all of these words.")
}

// moreUrgent orders tickets: what is over stands last, then by priority, by what is due first, and by age.
func (s Scribe) moreUrgent(a, b Ticket) int {
	over := func(t Ticket) int {
		if t.Category == CategoryResolved || t.Category == CategoryClosed {
			return 1
		}
		return 0
	}
	due := func(t Ticket) int64 {
		if t.DueAt.IsZero() {
			return 1<<63 - 1
		}
		return t.DueAt.Unix()
	}
	return cmp.Or(over(a)-over(b), strings.Compare(string(a.Priority), string(b.Priority)), cmp.Compare(due(a), due(b)), cmp.Compare(a.ID, b.ID))
}

func (s Scribe) tickets(q Question, tickets []Ticket, none string) Section {
	section := Section{Title: q.Text, Phrases: []int{4, 5}}
	var lines []string
	switch len(tickets) {
	case 0:
		lines = append(lines, none)
	case 1:
		lines = append(lines, "1 ticket")
	default:
		lines = append(lines, fmt.Sprintf("%d tickets", len(tickets)))
	}
	for i, t := range tickets {
		if i == maxRows {
			lines = append(lines, fmt.Sprintf("%d of them are not shown.", len(tickets)-maxRows))
			break
		}
		section.Rows = append(section.Rows, []string{number(t.ID), string(t.Priority), t.Status, t.Queue, cmp.Or(t.Assignee, "nobody"), s.due(t), t.Subject})
	}
	section.Lines = lines
	return section
}

// due says when a ticket must be done, "" where nothing says so or it is over.
func (s Scribe) due(t Ticket) string {
	switch {
	case t.DueAt.IsZero() || t.Category == CategoryResolved || t.Category == CategoryClosed:
		return ""
	case t.DueAt.Before(s.Now):
		return "overdue since " + s.at(t.DueAt)
	}
	return "due " + s.at(t.DueAt)
}

// Status shows a person the own tickets: those that are not closed, and those closed lately, the newest first. Nothing
// of it is internal.
func (s Scribe) Status(q Question, tickets []Ticket) Section {
	section := Section{Phrases: []int{1, 2}}
	for _, t := range slices.Backward(tickets) {
		if t.Category == CategoryClosed && s.Now.Sub(t.ClosedAt) > s.Policy.ReopenWindow || AddressKey(t.Requester) != AddressKey(q.Filter.Requester) {
			continue
		}
		if len(section.Rows) == maxRows {
			break
		}
		section.Rows = append(section.Rows, []string{s.Policy.Tag + " " + number(t.ID), t.Status, "changed " + s.at(t.UpdatedAt), t.Subject})
	}
	var lines []string
	switch len(section.Rows) {
	case 0:
		lines = append(lines, "You have no ticket with us at the moment.")
	default:
		lines = append(lines, "To add something to a ticket, reply to any mail of it.")
	}
	section.Lines = lines
	return section
}

// Help lists the commands that a person may give, those that this version carries out.
func (s Scribe) Help(q Question) []Section {
	change, ask := Section{Title: "Commands", Phrases: []int{1}}, Section{Title: "Questions", Phrases: []int{1}}
	change.Lines = []string{"Commands stand at the top of a mail, each on a line of its own; what follows them is the message.",
		"All commands of a mail are carried out, or none."}
	ask.Lines = []string{"They are answered by mail and change nothing."}
	for _, spec := range command.Known() {
		_, known := actions[spec.Name]
		row := []string{spec.Usage(), spec.Help}
		switch {
		case spec.By&q.By == 0:
		case spec.Query && (spec.Name != string(AskQuarantine) || q.Manager):
			ask.Rows = append(ask.Rows, row)
		case known:
			change.Rows = append(change.Rows, row)
		}
	}
	sections := []Section{change, ask}
	if articles := s.Policy.Knowledge.Base.Articles(); len(articles) > 0 && q.By&command.Agent != 0 {
		list := Section{Title: "Articles", Lines: []string{"/reply NAME sends one to the requester, below your own words. The beginning of a name is enough."}}
		for _, a := range articles {
			list.Rows = append(list.Rows, []string{"/reply " + a.Name, a.Title})
		}
		sections = append(sections, list)
	}
	return sections
}

// HeldMail is a mail that was held back.
type HeldMail struct {
	ID                            int64
	At                            time.Time
	From, Subject, Reason, Detail string
}

// Quarantined shows a manager what is held back, and others how much.
func (s Scribe) Quarantined(q Question, held []HeldMail) Section {
	section := Section{Title: q.Text, Phrases: nil}
	var lines []string
	switch len(held) {
	case 0:
		lines = append(lines, "Nothing is held back.")
	case 1:
		lines = append(lines, "1 mail is held back.")
	default:
		lines = append(lines, fmt.Sprintf("%d mails are held back.", len(held)))
	}
	if !q.Manager {
		section.Lines = append(lines, "Managers can look at them and let them in.")
		return section
	}
	if len(held) > 0 {
		lines = append(lines, "/quarantine release and the number lets one in.")
	}
	for i, m := range held {
		if i == maxRows {
			lines = append(lines, fmt.Sprintf("%d of them are not shown.", len(held)-maxRows))
			break
		}
		section.Rows = append(section.Rows, []string{strconv.FormatInt(m.ID, 10), s.at(m.At), m.From, cmp.Or(m.Subject, "–"), m.Reason + ": " + m.Detail})
	}
	section.Lines = lines
	return section
}

// Released is what became of a held mail that was let in.
type Released struct {
	Found   bool // there was such a mail
	Outcome Outcome
	Ticket  int64
	Held    Held   // where it is held again
	Failed  string // why it could not be let in
}

// LetIn says what became of a held mail that a manager let in.
func (s Scribe) LetIn(q Question, r Released) Section {
	var lines []string
	switch {
	case !r.Found:
		lines = append(lines, fmt.Sprintf("No mail with the number %d is held back.", q.Held))
	case r.Failed != "":
		lines = append(lines, fmt.Sprintf("Mail %d could not be let in: %s", q.Held, r.Failed))
	case r.Outcome == OutcomeNew || r.Outcome == OutcomeFollowUp:
		lines = append(lines, fmt.Sprintf("Mail %d is let in and has opened ticket #%d.", q.Held, r.Ticket))
	case r.Held.Reason != "":
		lines = append(lines, fmt.Sprintf("Mail %d is held back again: %s", q.Held, r.Held.Detail))
	case r.Ticket > 0:
		lines = append(lines, fmt.Sprintf("Mail %d is let in and stands on ticket #%d.", q.Held, r.Ticket))
	default:
		lines = append(lines, fmt.Sprintf("Mail %d is let in: %s", q.Held, r.Outcome))
	}
	return Section{Title: q.Text, Lines: lines}
}

// reportDays is how far back a report by mail looks.
const reportDays = 7

// ReportSince is how far back the tickets of a report must reach.
func (s Scribe) ReportSince() time.Time { return s.Now.AddDate(0, 0, -reportDays) }

// Report sums up the queues of an agent: open has what is open now, recent all that changed since [Scribe.ReportSince].
func (s Scribe) Report(q Question, open, recent []Ticket) []Section {
	count := map[string][4]int{}
	add := func(queue string, column int) {
		for _, name := range []string{queue, ""} {
			c := count[name]
			c[column]++
			count[name] = c
		}
	}
	var late []Ticket
	var oldest Ticket
	for _, t := range open {
		add(t.Queue, 0)
		if !t.DueAt.IsZero() && t.DueAt.Before(s.Now) {
			add(t.Queue, 1)
			late = append(late, t)
		}
		if oldest.ID == 0 || t.CreatedAt.Before(oldest.CreatedAt) {
			oldest = t
		}
	}
	since := s.ReportSince()
	for _, t := range recent {
		if !t.CreatedAt.Before(since) {
			add(t.Queue, 2)
		}
		if !t.ResolvedAt.IsZero() && !t.ResolvedAt.Before(since) {
			add(t.Queue, 3)
		}
	}
	sum := Section{Title: q.Text, Head: []string{"Queue", "Open", "Overdue", "Opened", "Resolved"}}
	row := func(title string, c [4]int) {
		sum.Rows = append(sum.Rows, []string{title, strconv.Itoa(c[0]), strconv.Itoa(c[1]), strconv.Itoa(c[2]), strconv.Itoa(c[3])})
	}
	for _, name := range q.Queues {
		row(name, count[name])
	}
	if len(q.Queues) > 1 {
		row("Σ", count[""])
	}
	lines := []string{fmt.Sprintf("Opened and resolved count the last %d days.", reportDays)}
	if oldest.ID > 0 {
		lines = append(lines, fmt.Sprintf("The oldest open ticket is #%d, opened %s.", oldest.ID, s.at(oldest.CreatedAt)))
	}
	sum.Lines = lines
	sections := []Section{sum}
	if len(late) > 0 {
		overdue := s.List(q, late)
		overdue.Title = "Overdue"
		sections = append(sections, overdue)
	}
	return sections
}
