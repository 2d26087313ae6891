package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"

	"frontdesk/desk/command"
)

// evidence is what puts a mail on a ticket.
type evidence struct {
	ticket int64
	by     string // "message-id", "token", "subject"
	what   string
	keyed  bool // nobody could have made it who did not have our mail
}

// findThread looks for the ticket that a mail belongs to, strongest evidence first. ok is false
// where there is none.
func (d *decider) findThread() (evidence, bool) {
	m := d.in.Mail
	ids := slices.Concat(m.InReplyTo, reversed(m.References))
	if len(ids) > maxReferences {
		ids = ids[:maxReferences]
	}
	for _, id := range ids {
		if n, ok := d.ourMail(id); ok {
			return evidence{n, "message-id", "<" + id + "> is a mail of ours", true}, true
		}
	}
	if n := ticketOfApproval(d.p, m); n > 0 && d.exists(n) {
		return evidence{n, "token", "it answers the question for approval of ticket " + strconv.FormatInt(n, 10), true}, true
	}
	for _, token := range tokens(d.p, m) {
		if n, ok := d.p.TicketOfReplyToken(token); ok && d.exists(n) {
			return evidence{n, "token", "it was sent to our address with the token of ticket " + strconv.FormatInt(n, 10), true}, true
		}
	}
	if !d.in.Evidence.Failed {
		for _, id := range ids {
			for _, filed := range d.f.Filed[id] {
				if filed.Ticket > 0 && !filed.AuthFailed && d.exists(filed.Ticket) {
					return evidence{filed.Ticket, "message-id", "<" + id + "> is on the ticket", false}, true
				}
			}
		}
	}
	if n := subjectTag(d.p, m); n > 0 && d.exists(n) {
		return evidence{n, "subject", "the subject has the tag of ticket " + strconv.FormatInt(n, 10), false}, true
	}
	return evidence{}, false
}

// ourMail is the ticket of a mail that we sent, by its keyed Message-ID or by the record of it.
func (d *decider) ourMail(id string) (int64, bool) {
	if n, ok := d.p.TicketOfMessageID(id); ok && d.exists(n) {
		return n, true
	}
	sent, ok := d.f.Sent[id]
	return sent.Ticket, ok && d.exists(sent.Ticket)
}

func (d *decider) exists(ticket int64) bool { _, ok := d.f.Tickets[ticket]; return ok }

func reversed(list []string) []string {
	list = slices.Clone(list)
	slices.Reverse(list)
	return list
}

// threaded handles a mail that belongs to a ticket. It returns false where the mail has to open one.
func (d *decider) threaded() bool {
	ev, ok := d.findThread()
	if !ok {
		return false
	}
	d.Trace.Thread = ThreadTrace{By: ev.by, Evidence: ev.what}
	merged := d.ticket(ev.ticket)
	if to := d.whereItWent(ev.ticket); to != ev.ticket && !d.aboutMerge() {
		ev.what += fmt.Sprintf("; ticket %d was merged into %d", ev.ticket, to)
		ev.ticket = to
	}
	t := d.ticket(ev.ticket)
	role := d.roleOn(t)
	if own := d.roleOn(merged); role == SenderStranger && own != SenderAgent {
		if role = own; role == SenderRequester { // people of the merged ticket are heard where it went, which is another's
			role = SenderParticipant
		}
	}
	d.Trace.Sender.Role = role
	agent := d.agent()
	switch {
	case (role == SenderStranger || role == SenderThirdParty) && agent != nil && d.hasCommands():
		d.hold("not-entitled", "agent %s may not work the tickets of that queue", agent.Name)
		d.tellNotEntitled(agent)
		return true
	case role == SenderStranger:
		d.openStray(ev)
		return true
	case d.in.Evidence.Failed && !ev.keyed && !d.in.Released:
		d.hold("failed-authentication", "the sender's authentication failed, and only %s speaks for ticket %d", ev.by, t.ID)
		return true
	case d.in.Mail.Class.Automatic():
		d.automaticOn(t, ev)
	case role == SenderAgent:
		d.agentWrites(t, ev, agent)
	case role == SenderThirdParty:
		d.thirdPartyWrites(t, ev)
	default:
		d.personWrites(t, ev)
	}
	return true
}

// aboutMerge says whether a mail is about the merged ticket itself and does not follow it: its commands look back.
func (d *decider) aboutMerge() bool {
	if d.agent() == nil {
		return false
	}
	return looksBack(d.block())
}

// looksBack says whether commands take back what was done to a ticket, even where it has gone elsewhere since.
func looksBack(b command.Block) bool { return b.Has("unmerge") || b.Has("undo") }

// roleOn is what the author is to a ticket. An agent is the requester of an own request, and commands it as an agent.
func (d *decider) roleOn(t Ticket) SenderRole {
	author := d.in.Mail.Author()
	agent := d.agent()
	q := d.p.QueueByName(t.Queue)
	switch {
	case agent != nil && (d.requestAnswered(t, agent) > 0 || asksAgent(t, agent) && onlyDecides(d.block())):
		return SenderAgent
	case agent != nil && ((q != nil && q.Works(agent.Name)) || t.Assignee == agent.Name) && (AddressKey(t.Requester) != author.Key() || d.hasCommands()):
		return SenderAgent
	case AddressKey(t.Requester) == author.Key():
		return SenderRequester
	case slices.ContainsFunc(t.Participants, func(a string) bool { return AddressKey(a) == author.Key() }):
		return SenderParticipant
	case isAsked(t, author.Key()):
		return SenderThirdParty
	}
	return SenderStranger
}

// automaticOn files a machine's mail on a ticket: an automatic reply silently, other
// mail is shown to the assignee. Neither moves the ticket.
func (d *decider) automaticOn(t Ticket, ev evidence) {
	m := d.in.Mail
	if m.Class == ClassAutoReply || m.Class == ClassBounce {
		d.write(t.ID, ev, Internal, m.NewText, "")
		d.suppress(TemplateAgentUpdate, t.Assignee, "an automatic reply disturbs nobody")
		d.infersAbsence()
		d.conclude(OutcomeReply, t.ID, "an automatic reply, filed silently on ticket %d (%s)", t.ID, m.ClassReason)
		return
	}
	d.write(t.ID, ev, Internal, m.NewText, "")
	d.tellAssignee(d.ticket(t.ID), "an automatic mail came in")
	d.conclude(OutcomeReply, t.ID, "an automatic mail, filed on ticket %d (%s)", t.ID, m.ClassReason)
}

// write adds the mail to a ticket's conversation.
func (d *decider) write(ticket int64, ev evidence, v Visibility, text, agent string) {
	m := d.in.Mail
	author := m.Author()
	d.file(Message{Ticket: ticket, At: d.f.Now, From: author, Agent: agent, Visibility: v,
		Text: text, Auto: m.Class, Proven: d.in.Evidence.Proven, MessageID: m.MessageID, Raw: m.SHA256,
		Attachments: m.Attachments}, ev.what)
}

// file adds a message to its ticket's conversation. Thread is the evidence that puts it there.
func (d *decider) file(m Message, thread string) {
	sum := sha256.Sum256([]byte(m.Text))
	d.emit(m.Ticket, Wrote{From: m.From.Addr, Visibility: m.Visibility, Auto: m.Auto, Proven: m.Proven, MessageID: m.MessageID,
		Thread: thread, Text: hex.EncodeToString(sum[:])})
	d.Messages = append(d.Messages, m)
}

// hasCommands says whether the mail's own words begin with something that looks like a command.
func (d *decider) hasCommands() bool {
	b := d.block()
	return len(b.Commands) > 0 || len(b.Problems) > 0 || command.Begins(d.in.Mail.NewText)
}
