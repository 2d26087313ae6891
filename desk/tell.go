package desk

import (
	"fmt"
	"slices"
	"strings"
)

// notify adds a notice, unless its recipient is the author of what it reports or was told already: all
// that one input changes makes one mail to a person.
func (d *decider) notify(n Notice) {
	key := n.To.Key()
	if d.told == nil {
		d.told = map[string]bool{}
	}
	switch {
	case d.told[key]:
		d.alsoSays(n)
		return
	case n.Template != TemplateCommandError && n.Template != TemplateTranscript && n.Template != TemplateAck && n.Template != TemplateApproval && !n.Advice && d.isAuthor(key):
		d.suppress(n.Template, n.To.Addr, "nobody is told of their own act")
		return
	}
	d.told[key] = true
	if n.Ticket > 0 {
		t := d.ticket(n.Ticket)
		n.Subject, n.Mailbox = t.Subject, t.Mailbox
		if n.Language == "" {
			n.Language = t.Language
		}
		if n.History == nil {
			n.History = d.f.History[n.Ticket]
		}
		n.InReplyTo = d.answers(n, t)
	}
	if n.Mailbox == "" {
		n.Mailbox = d.in.Mailbox
	}
	if n.Language == "" {
		n.Language = d.p.Language
	}
	if agent, due := d.waitsUntil(n); agent != "" {
		d.bundle(agent, due, n)
		return
	}
	n.Serial = len(d.Notices)
	d.Notices = append(d.Notices, n)
}

// alsoSays adds advice, and what else is about to be late, to the mail that its recipient gets anyway.
func (d *decider) alsoSays(advice Notice) {
	if advice.Advice || advice.Template == TemplateSLAWarning || advice.Template == TemplateSLABreach {
		d.addToMail(advice)
	}
}

// addToMail adds what a notice says to the one that its recipient gets already.
func (d *decider) addToMail(advice Notice) {
	for i := range d.Notices {
		if n := &d.Notices[i]; n.To.Key() == advice.To.Key() {
			n.add(advice)
			return
		}
	}
	for i := range d.Bundled {
		if n := &d.Bundled[i].Notice; n.To.Key() == advice.To.Key() {
			n.add(advice)
			return
		}
	}
}

// add puts into a notice what another one to the same person says.
func (n *Notice) add(advice Notice) {
	n.Changes = append(slices.Clip(n.Changes), advice.Changes...)
	n.Transcript = append(slices.Clip(n.Transcript), advice.Transcript...)
	if n.Ticket == advice.Ticket {
		n.Offers = append(slices.Clip(n.Offers), advice.Offers...)
	}
	if advice.Window != nil {
		n.Window = advice.Window
	}
	if advice.Missing != nil {
		n.Missing = advice.Missing
	}
	if advice.Form != nil {
		n.Form = advice.Form
	}
}

// isAuthor says whether an address belongs to whoever caused the events.
func (d *decider) isAuthor(key string) bool {
	if d.actor.Kind == ActorPerson {
		return AddressKey(d.actor.Name) == key
	}
	a := d.p.AgentByName(d.actor.Name)
	return d.actor.Kind == ActorAgent && a != nil && slices.ContainsFunc(a.Addresses, func(s string) bool { return AddressKey(s) == key })
}

// answers is the Message-ID that a notice replies to: a mail that its recipient has, so that
// every client puts it into the right thread.
func (d *decider) answers(n Notice, t Ticket) string {
	m := d.in.Mail
	switch {
	case m != nil && m.Author().Key() == n.To.Key():
		return m.MessageID
	case n.Audience == ToAgent || n.Audience == ToThirdParty:
		return d.p.ThreadID(t.ID)
	case t.Origin != "":
		return t.Origin
	}
	return d.p.ThreadID(t.ID)
}

// toAgent is a notice to an agent by name; ok is false where the name is nobody's any more.
func (d *decider) toAgent(name, template string, ticket int64) (Notice, bool) {
	a := d.p.AgentByName(name)
	if a == nil || len(a.Addresses) == 0 {
		return Notice{}, false
	}
	n := Notice{Template: template, To: a.Address(), Audience: ToAgent, Language: a.Language, Ticket: ticket, Auto: "auto-generated"}
	set(&n.Language, a.Language)
	if n.Language == "" {
		n.Language = d.p.Language
	}
	return n, true
}

// listener is an agent who hears of something, and why.
type listener struct {
	name, why string
	shared    bool // with the others of the queue
}

// listeners are who hears of what a ticket's requester says: the assignee alone, the queue's
// agents where there is none. Where the assignee is away, so does the deputy, and the queue's agents where there is
// none. The template is what they would get.
func (d *decider) listeners(t Ticket, template string) []listener {
	q := d.p.QueueByName(t.Queue)
	var heard []listener
	why := "you work queue " + t.Queue + " and nobody has the ticket"
	if t.Assignee != "" && d.p.AgentByName(t.Assignee) != nil {
		heard = append(heard, listener{name: t.Assignee, why: "the ticket is assigned to you"})
		if !d.isAway(t.Assignee) {
			return heard
		}
		why = d.whoIsAway(t.Assignee, d.zone(nil)) + " and has the ticket"
		if deputy := d.standIn(t.Assignee, q); deputy != "" {
			return append(heard, listener{name: deputy, why: why})
		}
	}
	if q == nil {
		return heard
	}
	for _, name := range d.team(q, template) {
		if name != t.Assignee {
			heard = append(heard, listener{name, why, true})
		}
	}
	return heard
}

// quoteMail fills in the mail that a notice reports.
func (d *decider) quoteMail(n *Notice, words string) {
	m := d.in.Mail
	n.Author, n.Words, n.Class, n.Attachments = m.Author(), words, m.Class, m.Attachments
}

// acknowledge tells the sender of a new ticket its number, or writes down why not.
func (d *decider) acknowledge(t Ticket, r routing, o opening) {
	to := Address{Name: t.Name, Addr: t.Requester}
	template := TemplateAck
	if d.order != nil && d.order.form != nil {
		template = TemplateForm
	}
	if why := d.whyNoAck(r); why != "" {
		d.suppress(template, to.Addr, why)
		return
	}
	if template == TemplateForm {
		d.notify(d.formNotice(t))
		return
	}
	d.notify(Notice{Template: TemplateAck, To: to, Audience: ToRequester, Ticket: t.ID, Auto: "auto-replied",
		Plain: !d.in.Evidence.Proven || o.forwarded, Transcript: d.offer(t, o), Why: "you wrote to us", History: []Message{}, Changes: d.aboutOrder()})
}

// tellNew tells every agent of the queue about a new ticket.
func (d *decider) tellNew(t Ticket, o opening) {
	q := d.p.QueueByName(t.Queue)
	if q == nil {
		return
	}
	names := d.team(q, TemplateAgentNew)
	if t.Assignee != "" && !slices.Contains(names, t.Assignee) {
		names = append(slices.Clone(names), t.Assignee)
	}
	fit := d.suggest(t)
	for _, name := range names {
		n, ok := d.toAgent(name, TemplateAgentNew, t.ID)
		if !ok {
			continue
		}
		n.Transcript = fit
		words, internal := d.firstWords(t.ID)
		d.quoteMail(&n, words)
		n.Internal = internal
		if o.forwarded {
			n.Author = o.requester
		}
		n.Why, n.Shared = "you work queue "+t.Queue, name != t.Assignee
		n.History = []Message{}
		n.Changes = d.newChanges(t, o)
		d.addOrder(&n, t)
		if p := d.proposal; p.as != "" && d.hearsProposal(p, t, name) {
			d.addProposal(&n, p, name)
		}
		d.notify(n)
	}
}

// firstWords are those of the first message of a ticket that this walk opened: the first public one, or else a note.
func (d *decider) firstWords(id int64) (words string, internal bool) {
	for _, m := range d.Messages {
		switch {
		case m.Ticket != id:
		case m.Visibility == Public:
			return m.Text, false
		case words == "":
			words, internal = m.Text, true
		}
	}
	return words, internal
}

func (d *decider) newChanges(t Ticket, o opening) []string {
	var lines []string
	if o.note != "" {
		lines = append(lines, o.note)
	}
	switch {
	case d.in.Mail.Class.Automatic():
		lines = append(lines, "A machine wrote it ("+d.in.Mail.ClassReason+").")
	case !d.in.Evidence.Proven:
		lines = append(lines, "Nobody vouches for the sender: "+d.in.Evidence.Why+".")
	}
	if strings.Contains(t.Requester, "xn--") || !isASCII(t.Requester) {
		lines = append(lines, "The sender's address has letters that can look like others: "+t.Requester)
	}
	if m := d.in.Mail.Problems; len(m) > 0 {
		lines = append(lines, "The mail was malformed and has been repaired: "+strings.Join(m[:min(len(m), 3)], "; ")+".")
	}
	if next := d.whatNext(t); next != "" {
		lines = append(lines, next)
	}
	for _, e := range d.Events {
		if e.Ticket != t.ID {
			continue
		}
		switch e := e.Detail.(type) {
		case CcProposed:
			lines = append(lines, "In copy, not told of answers unless you say /cc: "+e.Addresses)
		case Assigned:
			if e.To == "" {
				lines = append(lines, "Assigned to nobody: "+e.Why)
			}
		}
	}
	return lines
}

// tellPersonWrote tells the listeners what a requester or participant wrote.
func (d *decider) tellPersonWrote(t Ticket, change string) {
	for _, l := range d.listeners(t, TemplateAgentUpdate) {
		n, ok := d.toAgent(l.name, TemplateAgentUpdate, t.ID)
		if !ok {
			continue
		}
		d.quoteMail(&n, d.in.Mail.NewText)
		n.Why, n.Shared = l.why, l.shared
		if change != "" {
			n.Changes = append(n.Changes, change)
		}
		if !d.in.Evidence.Proven {
			n.Changes = append(n.Changes, "Nobody vouches for the sender: "+d.in.Evidence.Why+".")
		}
		for _, e := range d.Events {
			if c, ok := e.Detail.(CcProposed); ok && e.Ticket == t.ID {
				n.Changes = append(n.Changes, "In copy, not told of answers unless you say /cc: "+c.Addresses)
			}
		}
		d.notify(n)
	}
}

// tellAssignee shows a machine's mail to whoever listens.
func (d *decider) tellAssignee(t Ticket, change string) {
	for _, l := range d.listeners(t, TemplateAgentUpdate) {
		if n, ok := d.toAgent(l.name, TemplateAgentUpdate, t.ID); ok {
			d.quoteMail(&n, d.in.Mail.NewText)
			n.Why, n.Changes, n.Internal, n.Shared = l.why, []string{change}, true, l.shared
			d.notify(n)
		}
	}
}

// tellRelieved tells an agent that a ticket was given by mistake.
func (d *decider) tellRelieved(before, t Ticket, agent *Agent) {
	if before.Assignee == t.Assignee {
		return
	}
	if n, ok := d.toAgent(before.Assignee, TemplateAgentUpdate, t.ID); ok {
		n.Why = "the ticket was yours"
		n.Changes = []string{fmt.Sprintf("Taken from you again by %s", agent.Name)}
		d.notify(n)
	}
}

// tellProblems answers an agent whose mail could not be carried out.
func (d *decider) tellProblems(agent *Agent, t Ticket, problems []CommandProblem) {
	n, ok := d.toAgent(agent.Name, TemplateCommandError, t.ID)
	if !ok {
		return
	}
	n.To = Address{Name: agent.FullName, Addr: d.in.Mail.Author().Addr}
	n.Auto, n.Problems, n.Why = "auto-generated", problems, "you wrote to the desk"
	n.Words, n.Round = d.in.Mail.NewText, d.decisionOffered(t, agent)
	n.History = []Message{}
	if n.Ticket == 0 {
		n.Subject, n.InReplyTo = d.in.Mail.Subject, d.in.Mail.MessageID
	}
	d.notify(n)
}

// tellNotEntitled answers an agent who may not work a ticket; nothing of the ticket is shown.
func (d *decider) tellNotEntitled(agent *Agent) {
	d.tellProblems(agent, Ticket{}, []CommandProblem{{Line: 1, Text: firstLine(d.in.Mail.NewText),
		Message: "you may not work the ticket that the mail points to; it is held for a person to look at"}})
}
