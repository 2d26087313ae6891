package desk

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Dossier is all that the store knows about a ticket.
type Dossier struct {
	Ticket   Ticket
	Messages []Message // oldest first
	Events   []Event   // oldest first
	Mails    []MailOut // about the ticket, oldest first
	Taken    []Taken   // for the ticket, oldest first
}

// MailOut is a mail of ours: who was told, and what became of it.
type MailOut struct {
	At                  time.Time
	To, Template, State string
	Cause               string // SHA-256 of the raw mail that it reports
}

// Taken is a mail that was taken in, and why it became what it became.
type Taken struct {
	At      time.Time
	SHA256  string
	Outcome Outcome
	Reasons Reasons
}

// TicketFacts are what a ticket is, in the order in which people look for it. The function writes times.
func TicketFacts(p *Policy, t Ticket, at func(time.Time) string) []Fact {
	var facts []Fact
	add := func(name, value string) {
		if value != "" {
			facts = append(facts, Fact{Name: name, Value: value})
		}
	}
	phrase := func(name, value string) { facts = append(facts, Fact{name, value, true}) }
	moment := func(name string, t time.Time) {
		if !t.IsZero() {
			add(name, at(t))
		}
	}
	add("Status", t.Status)
	moment("Waits until", t.PendingUntil)
	if t.ByHand {
		phrase("Priority", string(t.Priority)+", set by hand")
	} else {
		phrase("Priority", fmt.Sprintf("%s: impact %s, urgency %s", t.Priority, t.Impact, t.Urgency))
	}
	if practice, ok := PracticeByKey(t.Practice); ok && practice.Key != t.Queue {
		add("Queue", t.Queue+" ("+practice.Name+")")
	} else {
		add("Queue", t.Queue)
	}
	if a := p.AgentByName(t.Assignee); t.Assignee == "" {
		phrase("Assignee", "nobody")
	} else if a == nil || a.FullName == "" || a.FullName == a.Name {
		add("Assignee", t.Assignee)
	} else {
		add("Assignee", t.Assignee+" ("+a.FullName+")")
	}
	add("Requester", Address{Name: t.Name, Addr: t.Requester}.String())
	add("In copy", strings.Join(t.Participants, ", "))
	add("Asked", strings.Join(t.Asked, ", "))
	add("Tags", strings.Join(t.Tags, " "))
	add("Service", t.Service)
	if s := p.ServiceByName(t.Service); s != nil {
		add("Service owner", s.Owner)
	}
	add("Department", t.Department)
	for _, l := range t.Links {
		phrase("Link", l.String())
	}
	for _, name := range slices.Sorted(maps.Keys(t.Fields)) {
		add(name, t.Fields[name])
	}
	for _, a := range t.ThisRound() {
		phrase("Approval", a.String())
	}
	moment("Due", t.DueAt)
	if w := t.Window(); !w.empty() {
		add("Scheduled", at(w.From)+" – "+at(w.To))
	}
	for _, r := range t.Reminders {
		add("Reminder", at(r.At)+" "+r.Agent)
	}
	if t.Rating > 0 {
		phrase("Rating", fmt.Sprintf("%d of 5", t.Rating))
	}
	moment("Opened", t.CreatedAt)
	if !t.UpdatedAt.Equal(t.CreatedAt) {
		moment("Changed", t.UpdatedAt)
	}
	moment("Resolved", t.ResolvedAt)
	moment("Closed", t.ClosedAt)
	return facts
}

// What a mail that shows a ticket holds at most: the newest of it.
const (
	maxConversation = 256 << 10 // bytes of messages
	maxTimeline     = 500       // events
)

// Show is the whole ticket: what it is, what was said, what happened.
func (s Scribe) Show(q Question, d Dossier) []Section {
	sections := []Section{{Title: titleOf(q, d.Ticket), Ticket: d.Ticket.ID, Facts: TicketFacts(s.Policy, d.Ticket, s.at)}}
	talk := Section{Title: "Conversation", Entries: d.Messages}
	room := maxConversation
	for i, m := range slices.Backward(d.Messages) {
		if room -= len(m.Text); room < 0 && i+1 < len(d.Messages) {
			talk.Entries = d.Messages[i+1:]
			talk.Lines = []string{fmt.Sprintf("%d earlier messages are not shown.", i+1)}
			break
		}
	}
	line := Section{Title: "Timeline", Phrases: []int{2}}
	events := d.Events
	if cut := len(events) - maxTimeline; cut > 0 {
		events = events[cut:]
		line.Lines = []string{fmt.Sprintf("%d earlier events are not shown.", cut)}
	}
	for _, e := range events {
		line.Rows = append(line.Rows, s.happened(e))
	}
	return append(sections, talk, line)
}

// titleOf is the heading of an answer about a ticket.
func titleOf(q Question, t Ticket) string { return q.Text + " – " + number(t.ID) + " " + t.Subject }

// Why explains a ticket: how it came to its queue, priority and assignee, what is due when, and who was told or not.
func (s Scribe) Why(q Question, d Dossier) []Section {
	head := Section{Title: titleOf(q, d.Ticket), Ticket: d.Ticket.ID, Rows: s.whyMoved(d), Phrases: []int{2}}
	var reasons Reasons // of the mail that opened it
	for _, m := range d.Taken {
		if m.Outcome == OutcomeNew || m.Outcome == OutcomeFollowUp {
			reasons = m.Reasons
			break
		}
	}
	head.Lines = s.whyOpened(d, reasons)
	sections := []Section{head}
	if approvals := s.whyApprovals(d.Ticket); len(approvals.Rows) > 0 {
		sections = append(sections, approvals)
	}
	if len(reasons.Rules) > 0 {
		sections = append(sections, s.rules(reasons.Rules))
	}
	return append(sections, s.whyDue(d), s.whoWasTold(q, d))
}

// whyOpened says where a ticket came from and who is believed to have sent it.
func (s Scribe) whyOpened(d Dossier, r Reasons) []string {
	var lines []string
	for _, e := range d.Events {
		o, ok := e.Detail.(Opened)
		if !ok {
			continue
		}
		switch {
		case o.Rule != "":
			lines = append(lines, fmt.Sprintf("It was opened in queue %s, because rule %s chose it.", o.Queue, o.Rule))
		case len(r.Rules) > 0 || r.Why != "":
			lines = append(lines, fmt.Sprintf("It was opened in queue %s, where mail to %s goes that no rule claims.", o.Queue, o.Mailbox))
		default:
			lines = append(lines, fmt.Sprintf("It was opened in queue %s (%s).", o.Queue, o.Why))
		}
		if o.ByHand {
			lines = append(lines, fmt.Sprintf("A rule set priority %s.", o.Priority))
		} else {
			lines = append(lines, fmt.Sprintf("Priority %s came from impact %s and urgency %s.", o.Priority, o.Impact, o.Urgency))
		}
		break
	}
	switch from := r.Sender; {
	case from.Address == "":
	case from.Proven:
		lines = append(lines, fmt.Sprintf("%s wrote it and is believed (%s).", from.Address, from.By))
	default:
		lines = append(lines, fmt.Sprintf("%s wrote it, as far as anybody knows: %s.", from.Address, from.By))
	}
	if by := r.Thread.By; by != "" && by != "none" {
		lines = append(lines, fmt.Sprintf("The mail pointed to another ticket: %s.", r.Thread.Evidence))
	}
	return lines
}

// whyMoved says who put a ticket where it is, one row per thing: the last time counts.
func (s Scribe) whyMoved(d Dossier) (rows [][]string) {
	last := map[string]Event{}
	for _, e := range d.Events {
		last[e.Detail.Kind()] = e
	}
	for _, kind := range []string{Requeued{}.Kind(), Prioritised{}.Kind(), Assigned{}.Kind(), StatusChanged{}.Kind()} {
		if e, ok := last[kind]; ok {
			rows = append(rows, s.happened(e))
		}
	}
	return rows
}

// whyApprovals says whose yes a ticket waits for, or got, and how often it was asked about.
func (s Scribe) whyApprovals(t Ticket) Section {
	section := Section{Title: "Approvals", Phrases: []int{1}}
	for _, a := range t.ThisRound() {
		section.Rows = append(section.Rows, []string{s.at(a.At), a.String()})
		section.Lines = []string{fmt.Sprintf("%d of %d must say yes; one no is enough to reject it.", max(a.Quorum, 1), len(t.ThisRound()))}
	}
	if t.Round() > 1 {
		section.Lines = append(section.Lines, fmt.Sprintf("It was asked about %d times, because it changed or was rejected before; only the last time counts.", t.Round()))
	}
	return section
}

// happened is an event as a row: when, who, what.
func (s Scribe) happened(e Event) []string {
	return []string{s.at(e.At), e.Actor.String(), Happened(e.Detail, s.at)}
}

// rules shows every rule that was looked at.
func (s Scribe) rules(rules []RuleTrace) Section {
	section := Section{Title: "Rules", Phrases: []int{1}}
	for _, r := range rules {
		row := []string{fmt.Sprintf("%s (%d)", r.Name, r.Line), "did not match", ""}
		if r.Matched {
			row[1], row[2] = "matched", r.Why
		}
		section.Rows = append(section.Rows, row)
	}
	section.Lines = []string{"In the order of the configuration, with the line of each:"}
	return section
}

// whyDue says what must be done by when, and how that was counted.
func (s Scribe) whyDue(d Dossier) Section {
	section := Section{Title: "Due", Phrases: []int{0, 1, 2, 3}}
	var lines []string
	if d.Ticket.DueByHand {
		for _, e := range slices.Backward(d.Events) {
			if set, ok := e.Detail.(DueSet); ok && set.At.Equal(d.Ticket.DueAt) {
				lines = append(lines, fmt.Sprintf("Due %s: %s said so on %s.", s.at(set.At), e.Actor, s.at(e.At)))
				break
			}
		}
	}
	for _, c := range d.Ticket.Clocks {
		due := ""
		if !c.Due.IsZero() {
			due = "due " + s.at(c.Due)
		}
		section.Rows = append(section.Rows, []string{c.Target.Words(), c.Outcome(), due, s.Policy.ExplainClock(c)})
	}
	if len(lines)+len(section.Rows) == 0 {
		lines = append(lines, "Nothing says when it must be done.")
	}
	section.Lines = lines
	return section
}

// toldRow says of recipients of one mail, or of none, why that is.
type toldRow struct {
	at        time.Time
	to        []string
	what, why string
}

// whoWasTold lists every mail about the ticket with its recipients, and those who might have expected one, with the
// reasons that were written down when it was decided.
func (s Scribe) whoWasTold(q Question, d Dossier) Section {
	var all []toldRow
	add := func(at time.Time, to, what, why string) {
		to = s.who(to)
		for i := range all {
			if r := &all[i]; r.at.Equal(at) && r.what == what && r.why == why {
				r.to = append(r.to, to)
				return
			}
		}
		all = append(all, toldRow{at, []string{to}, what, why})
	}
	out := map[string]bool{} // by recipient and cause
	for _, m := range d.Mails {
		out[AddressKey(m.To)+m.Cause] = true
		if m.Template != TemplateTranscript && m.Template != TemplateCommandError { // what was asked, or mistaken
			add(m.At, m.To, m.Template+", "+m.State, asThird(whyTold(d.Taken, m)))
		}
	}
	for _, mail := range d.Taken {
		for _, t := range mail.Reasons.Told {
			for _, to := range t.To {
				if !out[AddressKey(to)+mail.SHA256] {
					add(mail.At, to, t.Template+", "+TemplateDigest, asThird(t.Why))
				}
			}
		}
		for _, t := range mail.Reasons.NotTold {
			for _, to := range t.To {
				add(mail.At, to, t.Template+", not sent", t.Why)
			}
		}
	}
	section := Section{Title: "Who was told", Phrases: []int{2, 3}}
	slices.SortStableFunc(all, func(a, b toldRow) int { return a.at.Compare(b.at) })
	for _, r := range all {
		section.Rows = append(section.Rows, []string{s.at(r.at), strings.Join(r.to, ", "), r.what, r.why})
	}
	if len(q.Hears) > 0 {
		section.Lines = []string{fmt.Sprintf("What the requester writes now reaches: %s", strings.Join(q.Hears, ", "))}
	} else {
		section.Lines = []string{"What the requester writes now reaches nobody."}
	}
	return section
}

// whyTold is the reason for a mail, by the mail that it reports; "" where none did.
func whyTold(taken []Taken, m MailOut) string {
	for _, mail := range taken {
		if m.Cause == "" || mail.SHA256 != m.Cause {
			continue
		}
		for _, t := range mail.Reasons.Told {
			if slices.Contains(t.To, m.To) {
				return t.Why
			}
		}
	}
	return ""
}

// who is an agent by name, anybody else by address.
func (s Scribe) who(addr string) string {
	if a := s.Policy.AgentByAddress(addr); a != nil {
		return a.Name
	}
	return addr
}

// thirdPerson turns what a mail says to its reader into what is said about that reader.
var thirdPerson = strings.NewReplacer("the ticket is assigned to you", "has the ticket", "the ticket is now yours", "was given the ticket",
	"you work queue", "works queue", "you wrote", "wrote", "you asked", "asked", "you are in copy", "is in copy", "you are a manager", "is a manager", "you were asked", "was asked",
	"you answered", "answered", "names you", "names this agent", "your answer crossed", "the own answer crossed")

func asThird(why string) string { return thirdPerson.Replace(why) }
