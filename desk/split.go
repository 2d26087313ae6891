package desk

import (
	"cmp"
	"fmt"
	"strings"

	"frontdesk/desk/command"
)

// split makes a message a ticket of its own, for whoever wrote it: the one that the agent's mail answers, or else the
// latest that somebody but an agent wrote. It stays in the conversation where it was.
func (d *decider) split(id int64, agent *Agent, c command.Command) *CommandProblem {
	m, p := d.messageToSplit(id, c)
	if p != nil {
		return p
	}
	t := d.ticket(id)
	life := d.p.LifecycleOf(t.Queue)
	n := d.next
	d.next++
	d.emit(n, Opened{Subject: subjectOfText(m.Text, t.Subject), Queue: t.Queue, Practice: t.Practice, Status: life.Initial(),
		Category: life.Category(life.Initial()), Impact: Medium, Urgency: Medium, Priority: PriorityOf(Medium, Medium),
		Requester: m.From.Addr, Name: m.From.Name, Mailbox: t.Mailbox, Language: t.Language, Department: t.Department, Origin: m.MessageID,
		Why: fmt.Sprintf("split from ticket %d", id)})
	m.ID, m.Ticket, m.At, m.Visibility, m.Attachments = 0, n, d.f.Now, Public, described(m.Attachments)
	d.file(m, fmt.Sprintf("split from ticket %d", id))
	d.linkBoth(n, id, LinkSplitFrom)
	d.raised = append(d.raised, n)
	d.parted = append(d.parted, m)
	d.asides = append(d.asides, fmt.Sprintf("The message of %s goes on as ticket #%d.", m.From.String(), n))
	return nil
}

// messageToSplit finds the message that an agent means.
func (d *decider) messageToSplit(id int64, c command.Command) (Message, *CommandProblem) {
	said := d.f.Conversation[id]
	answered := ""
	if d.in.Mail != nil {
		for _, ref := range d.in.Mail.InReplyTo {
			answered = cmp.Or(answered, d.f.Sent[ref].Cause)
		}
	}
	at := -1
	for i, m := range said {
		if m.Agent == "" && !m.Auto.Automatic() && (answered == "" || m.Raw == answered || at < 0) {
			at = i
		}
	}
	switch {
	case at < 0:
		return Message{}, problem(c, nil, "nobody but agents has written on this ticket")
	case at == 0:
		return Message{}, problem(c, nil, "the message that opened the ticket is its own ticket already")
	}
	return said[at], nil
}

// subjectOfText is the first line of a text that says something, cut at a word.
func subjectOfText(text, otherwise string) string {
	const most = 80
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		s := ""
		for _, w := range words {
			if len([]rune(s))+1+len([]rune(w)) > most {
				return cutRunes(cmp.Or(s, w), most) + " …"
			}
			s = strings.TrimSpace(s + " " + w)
		}
		return s
	}
	return otherwise
}

// tellParted tells the authors of split messages the number of their tickets.
func (d *decider) tellParted() {
	for _, m := range d.parted {
		t := d.ticket(m.Ticket)
		d.notify(Notice{Template: TemplateAck, To: m.From, Audience: ToRequester, Ticket: t.ID, Auto: "auto-generated", Why: "you wrote to us",
			History: []Message{}, Plain: !m.Proven})
	}
}
