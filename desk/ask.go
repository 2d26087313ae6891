package desk

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"frontdesk/desk/command"
)

// Ask says what must be known to decide on an input.
func Ask(p *Policy, in Input) Query {
	switch in := in.(type) {
	case MailIn:
		return askMail(p, in)
	case Commanded:
		q := Query{Tickets: []int64{in.Ticket}, Queues: assigningQueues(p)}
		q.commanded(in.Block)
		return q
	case TimerDue:
		q := Query{Tickets: []int64{in.Timer.Ticket}}
		q.Whole = in.Timer.Kind == TimerApproval // for what the ticket began with
		if in.Timer.Kind == TimerLevel {
			q.Queues = []string{""} // for how many tickets agents have
		}
		askSurvey(p, in.Timer, &q)
		return q
	case BundleDue:
		return Query{Bundle: in.Agent}
	case DeliveryFailed:
		return Query{Tickets: []int64{in.Sent.Ticket}}
	}
	return Query{}
}

func askMail(p *Policy, in MailIn) Query {
	m := in.Mail
	q := Query{
		Sender:        m.Author().Key(),
		TicketsWithin: p.Limits.TicketsPerSender.Per,
		AcksWithin:    p.Limits.AcksPerSender.Per,
		Own:           m.MessageID,
		Queues:        assigningQueues(p),
	}
	for _, id := range candidateIDs(p, m) {
		q.MessageIDs = append(q.MessageIDs, id)
		if n, ok := p.TicketOfMessageID(id); ok {
			q.Tickets = append(q.Tickets, n)
		}
	}
	for _, token := range tokens(p, m) {
		if n, ok := p.TicketOfReplyToken(token); ok {
			q.Tickets = append(q.Tickets, n)
		}
	}
	if n := ticketOfApproval(p, m); n > 0 {
		q.Tickets = append(q.Tickets, n)
	}
	if n := subjectTag(p, m); n > 0 {
		q.Tickets = append(q.Tickets, n)
	}
	askMonitored(p, in, &q)
	askSimilar(p, in, &q)
	if p.AgentByAddress(m.Author().Addr) != nil {
		if len(q.MessageIDs) > 0 { // In-Reply-To, or the last of References
			q.Answers = q.MessageIDs[0]
		}
		b := command.Parse(m.Typed, p.Limits.CommandsPerMail)
		q.commanded(b)
		q.Whole = q.Whole || VerdictOf(m.NewText) != "" // whose request it was must be known
		if b.Has("away") && len(q.Queues) == 0 && len(p.Queues) > 0 {
			q.Queues = []string{p.Queues[0].Name} // who has how much is told with any queue
		}
	}
	slices.Sort(q.Tickets)
	q.Tickets = slices.Compact(q.Tickets)
	return q
}

// wholly are the commands that look at all that happened to a ticket.
var wholly = []string{"undo", "unmerge", "split", "send", "broadcast", "approve", "reject", "requester", "status", "model", "resolve", "close", "status", "workaround"}

// commanded adds what commands need to know: the tickets that they name, and all of a ticket where they look
// back.
func (q *Query) commanded(b command.Block) {
	for _, c := range b.Commands {
		if spec, _ := command.Lookup(c.Name); spec.Kind == command.KindNumber || spec.Kind == command.KindProblem {
			if n, err := strconv.ParseInt(c.Value, 10, 64); err == nil {
				q.Tickets = append(q.Tickets, n)
			}
		}
		q.Whole = q.Whole || slices.Contains(wholly, c.Name) || c.Name == "problem" && c.Value == "new"
		q.Schedule = q.Schedule || c.Name == "schedule"
	}
}

// maxReferences bounds how many ids of a mail are looked at: the newest ones, which stand last.
const maxReferences = 50

// candidateIDs are the Message-IDs by which a mail may belong to something, strongest first: its
// In-Reply-To, then References from the last on, then what a delivery report returns.
func candidateIDs(p *Policy, m *Mail) []string {
	var ids []string
	add := func(id string) {
		if id != "" && len(ids) < maxReferences && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, id := range m.InReplyTo {
		add(id)
	}
	for _, id := range slices.Backward(m.References) {
		add(id)
	}
	if m.Bounce != nil {
		add(m.Bounce.OriginalMessageID)
	}
	for _, token := range tokens(p, m) {
		if id, ok := p.MessageIDOfBounceToken(token); ok {
			add(id)
		}
	}
	return ids
}

// tokens are what stands after the "+" in addresses of ours that the mail was sent to.
func tokens(p *Policy, m *Mail) []string {
	var found []string
	look := func(addr string) {
		if _, token := p.MailboxFor(addr); token != "" {
			found = append(found, token)
		}
	}
	for _, addr := range m.DeliveredTo {
		look(addr)
	}
	for _, a := range slices.Concat(m.To, m.Cc) {
		look(a.Addr)
	}
	return found
}

var tagNumber = regexp.MustCompile(`^[0-9]{1,15}$`)

// subjectTag is the ticket number in "[TAG #N]", the first one in the subject; 0 where there is
// none, or where the mail has two Subject fields.
func subjectTag(p *Policy, m *Mail) int64 {
	if m.SubjectFields > 1 {
		return 0
	}
	_, rest, found := strings.Cut(m.Subject, "["+p.Tag+" #")
	digits, _, closed := strings.Cut(rest, "]")
	if !found || !closed || !tagNumber.MatchString(digits) {
		return 0
	}
	n, _ := strconv.ParseInt(digits, 10, 64)
	return n
}

// assigningQueues are those that hand out tickets by themselves and so need to know who has how much.
func assigningQueues(p *Policy) []string {
	var names []string
	for _, q := range p.Queues {
		if q.Assign == AssignRoundRobin || q.Assign == AssignLeastBusy {
			names = append(names, q.Name)
		}
	}
	return names
}
