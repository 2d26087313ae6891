package desk

import (
	"fmt"
	"slices"
	"strings"

	"frontdesk/desk/command"
)

// setRequester says for whom the ticket exists. Who it was stays a participant, unless that is an agent who works the
// ticket anyway.
func (d *decider) setRequester(id int64, _ *Agent, c command.Command) *CommandProblem {
	t := d.ticket(id)
	addr := c.Args[0]
	switch {
	case d.p.OwnAddress(addr):
		return problem(c, nil, "%s is an address of the desk itself", addr)
	case AddressKey(addr) == AddressKey(t.Requester):
		return nil
	}
	d.emit(id, RequesterChanged{From: t.Requester, To: addr, Name: d.nameOf(addr)})
	if len(without(t.Participants, addr)) < len(t.Participants) {
		d.emit(id, Left{Address: addr})
	}
	if len(without(t.Asked, addr)) < len(t.Asked) {
		d.emit(id, Unasked{Address: addr})
	}
	if former := d.p.AgentByAddress(t.Requester); former == nil || !d.entitled(former, t) {
		d.emit(id, Joined{Address: t.Requester})
	}
	return nil
}

// nameOf is what a person is called as far as the desk or the mail says it, "" where neither does.
func (d *decider) nameOf(addr string) string {
	if a := d.p.AgentByAddress(addr); a != nil {
		return a.FullName
	}
	if d.in.Mail == nil {
		return ""
	}
	people := slices.Concat(d.in.Mail.To, d.in.Mail.Cc)
	if f := d.in.Mail.Forward; f != nil {
		people = append(people, f.From)
	}
	for _, a := range people {
		if a.Key() == AddressKey(addr) && a.Name != "" {
			return a.Name
		}
	}
	return ""
}

// forWhom is the requester of a ticket that an agent's own mail opens: the agent, or whom /requester names.
func (d *decider) forWhom(agent *Agent, b command.Block) (requester Address, behalf bool) {
	author := d.in.Mail.Author()
	for _, c := range b.Commands {
		if c.Name == "requester" && d.p.AgentByAddress(c.Args[0]) != agent {
			return Address{Name: d.nameOf(c.Args[0]), Addr: c.Args[0]}, true
		}
	}
	return author, false
}

// openAndCarryOut opens a ticket for an agent's mail and carries its commands out. With /requester the mail is the
// first message to that person.
func (d *decider) openAndCarryOut(agent *Agent, b command.Block) []CommandProblem {
	r := d.route()
	words := strings.TrimSpace(b.Rest)
	requester, behalf := d.forWhom(agent, b)
	o := opening{requester: requester, agent: agent, behalf: behalf, text: words, internal: !forRequester(b)}
	id := d.opened(r, o)
	if problems := d.carryOutCommands(id, agent, b); len(problems) > 0 {
		return problems
	}
	d.traceCommands(b, nil)
	said := (words != "" || hasRealAttachment(d.in.Mail)) && !o.internal
	if behalf {
		d.beginsFor(id, agent, said)
	} else {
		d.acknowledge(d.ticket(id), r, opening{})
	}
	t := d.ticket(id)
	d.tellAgentWrote(Ticket{Queue: t.Queue, Assignee: t.Assignee}, t, agent,
		saying{words: words, said: said, block: b, attachments: d.in.Mail.Attachments, first: behalf})
	d.tellNew(t, opening{})
	d.tellRaised(agent)
	d.askThirdParty(id, agent, words)
	d.tellAsides(agent, id)
	d.conclude(OutcomeNew, id, "a new ticket of agent %s with commands", agent.Name)
	return nil
}

// beginsFor says what follows from opening a ticket for somebody else.
func (d *decider) beginsFor(id int64, agent *Agent, said bool) {
	if said {
		d.firstAnswer(id)
	}
	t := d.ticket(id)
	d.suppress(TemplateAck, t.Requester, "an agent opened the ticket")
	line := fmt.Sprintf("Ticket #%d is open for %s.", id, t.Requester)
	if !said {
		line = fmt.Sprintf("Ticket #%d is open for %s, who has not been told.", id, t.Requester)
	}
	d.asides = append(d.asides, line)
	if !d.entitled(agent, t) {
		d.emit(id, Joined{Address: d.in.Mail.Author().Addr})
	}
}

// writeFirst writes an agent's own words into the ticket that they open, where there are any.
func (d *decider) writeFirst(id int64, ev evidence, o opening) {
	if o.text == "" && !hasRealAttachment(d.in.Mail) {
		return
	}
	visibility, writer := Public, ""
	if o.internal {
		visibility = Internal
	}
	if o.behalf {
		writer = o.agent.Name
	}
	d.write(id, ev, visibility, o.text, writer)
}

// isOwn says whether the ticket exists for the agent.
func (d *decider) isOwn(agent *Agent, t Ticket) bool { return d.p.AgentByAddress(t.Requester) == agent }

// tellOwn tells the listeners what an agent says as the requester of the ticket, below commands.
func (d *decider) tellOwn(t Ticket, words string) {
	for _, l := range d.listeners(t, TemplateAgentUpdate) {
		if n, ok := d.toAgent(l.name, TemplateAgentUpdate, t.ID); ok {
			d.quoteMail(&n, words)
			n.Why, n.Shared = l.why, l.shared
			d.notify(n)
		}
	}
}
