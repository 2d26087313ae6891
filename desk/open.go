package desk

import (
	"fmt"
	"regexp"
	"strings"
)

// unthreaded handles a mail that belongs to no ticket.
func (d *decider) unthreaded() bool {
	m := d.in.Mail
	agent := d.agent()
	switch {
	case m.Class == ClassAutoReply || m.Class == ClassBounce:
		d.holdMachine(m)
	case agent != nil && !m.Class.Automatic() && d.hasCommands():
		d.agentOpens(agent)
	case agent != nil && m.Forward != nil && isForward(m.Subject) && m.Forward.From.Addr != "" && !d.p.OwnAddress(m.Forward.From.Addr):
		d.open(opening{requester: m.Forward.From, agent: agent, forwarded: true})
	default:
		d.open(opening{requester: m.Author()})
	}
	return true
}

func (d *decider) holdMachine(m *Mail) {
	if d.in.Released {
		d.open(opening{requester: m.Author()})
		return
	}
	if said := d.infersAbsence(); said != "" {
		d.conclude(OutcomeIgnored, 0, "an agent's out-of-office reply: %s", said)
		return
	}
	d.hold("automatic-reply", "an automatic reply that belongs to no ticket (%s)", m.ClassReason)
}

// opening is how a new ticket comes about.
type opening struct {
	requester Address
	agent     *Agent // who wrote the mail, where it was an agent who acts as one
	forwarded bool   // requester's words were forwarded by the agent
	link      *Link  // to an earlier ticket
	note      string // what agents should know of that link
	text      string // the agent's words, "" for none
	internal  bool   // they are a note
	behalf    bool   // they are for the requester, who is somebody else
	outcome   Outcome
	subject   string // what the ticket is called, "" for as the mail is
}

// openStray opens a ticket for somebody who used the evidence of a ticket that they do not belong to.
// Agents see the link; the writer learns nothing.
func (d *decider) openStray(ev evidence) {
	if d.in.Mail.Class == ClassAutoReply || d.in.Mail.Class == ClassBounce {
		d.holdMachine(d.in.Mail)
		return
	}
	d.open(opening{
		requester: d.in.Mail.Author(),
		link:      &Link{Kind: "stray", Ticket: ev.ticket},
		note: fmt.Sprintf("The mail points to ticket #%d (%s), but its writer does not belong to that ticket.",
			ev.ticket, ev.what),
	})
}

// open routes a mail and opens a ticket for it, unless a rule or a limit holds it.
func (d *decider) open(o opening) {
	r := d.route()
	d.orders(&r, &o)
	limit := d.p.Limits.TicketsPerSender
	switch {
	case r.drop && !d.in.Released:
		d.conclude(OutcomeIgnored, 0, "dropped by a rule")
		return
	case r.hold != "" && !d.in.Released:
		d.hold("rule", "a rule holds it: %s", r.hold)
		return
	case limit.Count > 0 && d.f.Opened >= limit.Count && r.key == "" && d.agent() == nil && !d.in.Released:
		d.hold("flood", "the sender opened %d tickets within %s", d.f.Opened, limit.Per)
		return
	}
	id := d.opened(r, o)
	if d.Trace.Sender.Role == SenderStranger && o.agent == nil {
		d.Trace.Sender.Role = SenderRequester
	}
	d.proposal = d.resemble(id)
	d.acknowledge(d.ticket(id), r, o)
	d.tellNew(d.ticket(id), o)
	d.tellProposal(d.ticket(id), d.proposal)
	why := fmt.Sprintf("queue %s", r.queue)
	if r.rule != "" {
		why += fmt.Sprintf(", chosen by rule %q", r.rule)
	} else if r.order != nil {
		why += ", where service " + r.order.Name + " is ordered"
	} else {
		why += ", where mail to " + d.in.Mailbox + " goes that no rule claims"
	}
	outcome := OutcomeNew
	set(&outcome, o.outcome)
	d.conclude(outcome, id, "a new ticket in %s", why)
}

// opened writes the events of a new ticket and returns its number.
func (d *decider) opened(r routing, o opening) int64 {
	m := d.in.Mail
	id := d.next
	d.next++
	life := d.p.LifecycleOf(r.queue)
	practice := ""
	if q := d.p.QueueByName(r.queue); q != nil {
		practice = q.Practice
		if r.department == "" {
			r.department = q.Department
		}
	}
	op := Opened{Subject: subjectOf(m, o), Queue: r.queue, Practice: practice, Status: life.Initial(), Category: life.Category(life.Initial()),
		Impact: r.impact, Urgency: r.urgency, Priority: PriorityOf(r.impact, r.urgency),
		Requester: o.requester.Addr, Name: o.requester.Name, Mailbox: d.in.Mailbox, Language: d.language(r),
		Service: r.service, Department: r.department, Origin: m.MessageID, Rule: r.rule, Why: d.whyQueue(r)}
	if r.priority != "" {
		op.Priority, op.ByHand = r.priority, true
	}
	d.emit(id, op)
	ev := evidence{what: "it opened the ticket"}
	switch {
	case o.forwarded:
		d.writeForward(id, ev)
	case o.agent != nil:
		d.writeFirst(id, ev, o)
	default:
		d.write(id, ev, Public, m.NewText, "")
	}
	d.afterOpening(id, r, o, life)
	return id
}

func (d *decider) whyQueue(r routing) string {
	if r.rule != "" {
		return "rule " + r.rule
	}
	if r.order != nil {
		return "it orders " + r.order.Name
	}
	return "no rule claimed it"
}

// afterOpening adds what rules, mailbox and lifecycle say of a ticket that was just opened.
func (d *decider) afterOpening(id int64, r routing, o opening, life *Lifecycle) {
	writer := d.actor
	d.actor = Actor{Kind: ActorDesk}
	if r.rule != "" {
		d.actor = Actor{Kind: ActorRule, Name: r.rule}
	}
	if len(r.tags) > 0 {
		d.emit(id, Tagged{Tags: r.tags})
	}
	for _, cc := range r.cc {
		d.emit(id, Joined{Address: cc})
	}
	d.proposeCc(id)
	if name, why := d.assignee(r); name != "" || why != "" {
		d.emit(id, Assigned{To: name, Why: why})
	}
	if r.key != "" {
		d.emit(id, Correlated{Key: r.key})
	}
	d.actor = Actor{Kind: ActorDesk}
	if r.order != nil {
		d.takesOrder(id, r.order, writer)
	} else if life.Start != "" && !d.lacksApproval(d.ticket(id)) {
		d.emit(id, StatusChanged{From: life.Initial(), To: life.Start, Category: life.Category(life.Start), Why: "it needs no approval"})
	}
	if o.link != nil {
		d.linkBoth(id, o.link.Ticket, o.link.Kind)
	}
	d.actor = writer
}

// writeForward makes the forwarded customer's words the first message, and keeps what the agent wrote
// above them as a note.
func (d *decider) writeForward(id int64, ev evidence) {
	m := d.in.Mail
	f := m.Forward
	text := f.Text
	if strings.TrimSpace(text) == "" {
		text = m.Text
	}
	d.file(Message{Ticket: id, At: d.f.Now, From: f.From, Visibility: Public, Text: text,
		Auto: ClassHuman, MessageID: m.MessageID, Raw: m.SHA256, Attachments: m.Attachments}, "an agent forwarded it")
	if strings.TrimSpace(m.NewText) != "" {
		d.write(id, ev, Internal, m.NewText, d.actor.Name)
	}
}

// proposeCc deals with the people in Cc: they are proposed to the agents, or join where the desk
// is set so and the sender is proven.
func (d *decider) proposeCc(id int64) {
	t := d.ticket(id)
	var others []string
	for _, a := range d.in.Mail.Cc {
		if a.Addr == "" || d.p.OwnAddress(a.Addr) || d.p.AgentByAddress(a.Addr) != nil ||
			a.Key() == AddressKey(t.Requester) || len(without(t.Participants, a.Addr)) < len(t.Participants) {
			continue
		}
		others = append(others, a.Addr)
	}
	if len(others) == 0 {
		return
	}
	if d.p.CcJoins && d.in.Evidence.Proven {
		for _, addr := range others {
			d.emit(id, Joined{Address: addr})
		}
		return
	}
	d.emit(id, CcProposed{Addresses: strings.Join(others, ", ")})
}

// language is that of mail to the requester: the rule's, then the mail's own, then the desk's.
func (d *decider) language(r routing) string {
	lang := d.p.Language
	set(&lang, d.in.Mail.Language)
	set(&lang, r.language)
	return lang
}

// subjectOf is what a ticket is called: the mail's subject without the prefixes that clients put
// before it, or the first words of a mail that has none.
func subjectOf(m *Mail, o opening) string {
	if o.subject != "" {
		return o.subject
	}
	subject := m.Subject
	if o.forwarded && m.Forward.Subject != "" {
		subject = m.Forward.Subject
	}
	subject = strings.Join(strings.Fields(bareSubject(subject)), " ")
	if subject == "" {
		words := strings.Fields(m.NewText)
		if o.agent != nil && !o.forwarded {
			words = strings.Fields(o.text) // without the commands
		}
		if len(words) > 8 {
			words = append(words[:8], "…")
		}
		subject = strings.Join(words, " ")
	}
	if subject == "" {
		subject = "(no subject)"
	}
	return cutRunes(subject, 250)
}

// replyPrefix is what clients put before the subject of an answer, and the desk's own tag, in any number.
var replyPrefix = regexp.MustCompile(`^(?i:\s*(re|aw|sv|antw|odp|ynt|rif|r|res|回复|答复)(\[\d+\])?\s*[:：]|\s*\[[^\[\]]{1,40} #\d{1,15}\])+\s*`)

// bareSubject is a subject without the prefixes of answers and tags of tickets.
func bareSubject(s string) string { return replyPrefix.ReplaceAllString(s, "") }

func cutRunes(s string, n int) string {
	count := 0
	for i := range s {
		if count == n {
			return s[:i] + "…"
		}
		count++
	}
	return s
}

// forwardPrefixes are how clients mark a forward in the subject.
var forwardPrefixes = []string{"fwd:", "fw:", "wg:", "tr:", "rv:", "i:", "enc:", "doorst:", "vs:", "vb:", "pd:", "转发:", "转发：", "fwd：", "переслано:", "vl:"}

func isForward(subject string) bool {
	s := strings.ToLower(strings.TrimSpace(subject))
	for _, prefix := range forwardPrefixes {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}
