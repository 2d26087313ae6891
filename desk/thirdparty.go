package desk

import (
	"fmt"
	"slices"
	"strings"

	"frontdesk/desk/command"
)

// A third party is somebody outside the ticket whom an agent asks with /forward. The question goes to that person
// alone, with the public conversation below it; what comes back is for agents alone.

// forward asks a third party. The mail goes out once all commands are carried out.
func (d *decider) forward(id int64, agent *Agent, c command.Command) *CommandProblem {
	t := d.ticket(id)
	addr := c.Args[0]
	switch {
	case d.p.OwnAddress(addr):
		return problem(c, nil, "%s is an address of the desk itself", addr)
	case AddressKey(addr) == AddressKey(t.Requester):
		return problem(c, nil, "%s is the requester; a reply without /forward reaches that person", addr)
	case len(without(t.Participants, addr)) < len(t.Participants):
		return problem(c, nil, "%s is a participant, whose answer everybody sees; /uncc first, or reply without /forward", addr)
	case d.p.AgentByAddress(addr) == agent:
		return problem(c, nil, "%s is your own address", addr)
	}
	d.emit(id, Asked{Address: addr})
	d.asking = addr
	return nil
}

// askThirdParty sends the agent's words, and below them the public conversation, to the third party of /forward. With
// them go the agent's attachments and those of the latest message that an outsider wrote.
func (d *decider) askThirdParty(id int64, agent *Agent, words string) {
	if d.asking == "" {
		return
	}
	var attachments []Attachment
	if d.in.Mail != nil {
		attachments = d.in.Mail.Attachments
	}
	n := d.fromAgent(agent, saying{words: words, said: true, attachments: attachments}, TemplateReply, Address{Addr: d.asking}, id)
	n.Audience, n.Why, n.Language = ToThirdParty, "you were asked; what you answer is read by the desk's agents", d.p.Language
	for _, m := range d.f.History[id] {
		if m.Agent == "" && m.Raw != "" && len(m.Attachments) > 0 {
			n.Attachments, n.Raw = slices.Concat(n.Attachments, described(m.Attachments)), m.Raw
			break
		}
	}
	d.notify(n)
}

// isAsked says whether a person is a third party of a ticket, and neither its requester nor a participant.
func isAsked(t Ticket, key string) bool {
	is := func(addr string) bool { return AddressKey(addr) == key }
	return slices.ContainsFunc(t.Asked, is) && !is(t.Requester) && !slices.ContainsFunc(t.Participants, is)
}

// answersQuestion says whether an agent who works the ticket answers as a third party: another agent asked with
// /forward, and this mail replies to that question.
func (d *decider) answersQuestion(t Ticket) bool {
	author := d.in.Mail.Author().Key()
	if !isAsked(t, author) {
		return false
	}
	for _, id := range slices.Concat(d.in.Mail.InReplyTo, reversed(d.in.Mail.References)) {
		if sent, ok := d.f.Sent[id]; ok {
			return sent.Template == TemplateReply && AddressKey(sent.Recipient) == author
		}
	}
	return false
}

// thirdPartyWrites files the answer of a third party as a note and moves the ticket as a participant's message does.
func (d *decider) thirdPartyWrites(t Ticket, ev evidence) {
	if d.longClosed(t) {
		d.followUp(t)
		return
	}
	d.write(t.ID, ev, Internal, d.in.Mail.NewText, "")
	change := d.answered(t)
	d.tellThirdParty(d.ticket(t.ID), d.in.Mail.NewText, change)
	d.conclude(OutcomeReply, t.ID, "an answer of a third party who was asked on ticket %d, kept for agents alone: %s", t.ID, ev.what)
}

// tellThirdParty tells the listeners what a third party answered.
func (d *decider) tellThirdParty(t Ticket, words, change string) {
	for _, l := range d.listeners(t, TemplateAgentUpdate) {
		n, ok := d.toAgent(l.name, TemplateAgentUpdate, t.ID)
		if !ok {
			continue
		}
		d.quoteMail(&n, words)
		n.Why, n.Shared, n.Internal = l.why, l.shared, true
		n.Changes = []string{"Only agents see this answer."}
		if d.agent() != nil {
			n.Changes = []string{"It answers a question that was asked with /forward."}
		}
		if change != "" {
			n.Changes = append(n.Changes, change)
		}
		if !d.in.Evidence.Proven {
			n.Changes = append(n.Changes, "Nobody vouches for the sender: "+d.in.Evidence.Why+".")
		}
		d.notify(n)
	}
}

// keptAs is how an agent's words stand in the conversation: with whom they went to, where that was a third party.
func (d *decider) keptAs(words string) string {
	if d.asking == "" {
		return words
	}
	return strings.TrimSpace(fmt.Sprintf("To %s:\n\n%s", d.asking, words))
}
