package desk

import (
	"cmp"
	"fmt"
	"slices"
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
	d.begins(n, life)
	d.raised = append(d.raised, n)
	d.parted = append(d.parted, m)
	d.asides = append(d.asides, fmt.Sprintf("The message of %s goes on as ticket #%d.", m.From.String(), n))
	return nil
}

// begins gives a ticket that commands opened to whose turn it is, and lets it go where it needs no approval.
func (d *decider) begins(id int64, life *Lifecycle) {
	writer := d.actor
	d.actor = Actor{Kind: ActorDesk}
	if name, why := d.assignee(routing{queue: d.ticket(id).Queue}); name != "" || why != "" {
		d.emit(id, Assigned{To: name, Why: why})
	}
	if life.Start != "" {
		d.emit(id, StatusChanged{From: life.Initial(), To: life.Start, Category: life.Category(life.Start), Why: "it needs no approval"})
	}
	d.actor = writer
}

// messageToSplit finds the message that an agent means: the one that the agent's mail answers, or else the latest of the
// requester and participants.
func (d *decider) messageToSplit(id int64, c command.Command) (Message, *CommandProblem) {
	said := d.f.Conversation[id]
	at := d.messageAnswered(said)
	for i, m := range slices.Backward(said) {
		if at < 0 && byOutsider(m) {
			at = i
		}
	}
	switch {
	case at < 0:
		return Message{}, problem(c, nil, "nobody but agents has written on this ticket")
	case said[at].Agent != "":
		return Message{}, problem(c, nil, "the mail that you answer holds words of an agent; answer the mail with the message that is meant")
	case !byOutsider(said[at]):
		return Message{}, problem(c, nil, "only what the requester or a participant wrote can become a ticket of its own")
	case at == 0:
		return Message{}, problem(c, nil, "the message that opened the ticket is its own ticket already")
	}
	for _, l := range d.ticket(id).Links {
		if l.Kind == LinkSplitInto && said[at].Raw != "" && slices.ContainsFunc(d.f.Conversation[l.Ticket], func(m Message) bool { return m.Raw == said[at].Raw }) {
			return Message{}, problem(c, nil, "this message is ticket #%d already", l.Ticket)
		}
	}
	return said[at], nil
}

// byOutsider says whether the requester or a participant wrote a message: what machines write, and third parties who were
// asked, is internal.
func byOutsider(m Message) bool {
	return m.Agent == "" && m.Visibility == Public && !m.Auto.Automatic()
}

// messageAnswered is the index of the message that the agent's mail answers, whether the desk reported it or the agent has
// it from its author; -1 where it is none of these.
func (d *decider) messageAnswered(said []Message) int {
	if d.in.Mail == nil {
		return -1
	}
	for _, id := range slices.Concat(d.in.Mail.InReplyTo, reversed(d.in.Mail.References)) {
		cause := d.f.Sent[id].Cause
		at := slices.IndexFunc(said, func(m Message) bool { return m.MessageID == id || cause != "" && m.Raw == cause })
		if at >= 0 || cause != "" {
			return at
		}
	}
	return -1
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

// tellParted tells the authors of split messages the number of their tickets, once: in the mail that they get anyway, or
// as new tickets are acknowledged.
func (d *decider) tellParted() {
	for _, m := range d.parted {
		t := d.ticket(m.Ticket)
		n := Notice{Template: TemplateAck, To: m.From, Audience: ToRequester, Ticket: t.ID, Auto: "auto-generated", Why: "you wrote to us",
			History: []Message{}, Plain: !m.Proven}
		if d.told[n.To.Key()] {
			n.Advice = true
			n.Changes = []string{fmt.Sprintf("What you wrote of another matter goes on as #%d.", t.ID)}
		}
		d.notify(n)
	}
}
