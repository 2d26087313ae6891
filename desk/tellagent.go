package desk

import "fmt"

// tellAgentWrote sends an agent's answer to requester and participants, one notice where the ticket
// was resolved or closed, and tells agents who were given the ticket.
func (d *decider) tellAgentWrote(before, t Ticket, agent *Agent, s saying) {
	template := TemplateReply
	ended := ""
	switch {
	case s.block.Has("approve") || s.block.Has("reject"): // the result is told instead
	case s.block.Has("spam"):
		d.suppress(TemplateClosed, t.Requester, "spam is not answered")
	case t.Merged != 0 && before.Merged == 0:
		d.tellMerged(t, agent, s)
		return
	case s.block.Has("undo") || s.block.Has("unmerge"):
		if !t.ResolvedAt.IsZero() && before.ResolvedAt.IsZero() {
			d.suppress(TemplateClosed, t.Requester, "nobody outside hears of what was taken back")
		}
	case t.Category == CategoryClosed && before.Category != CategoryClosed:
		template, ended = TemplateClosed, "closed"
	case t.Category == CategoryResolved && before.Category != CategoryResolved && !saidBefore(before, t):
		template, ended = TemplateResolved, "resolved"
	}
	if s.said || ended != "" {
		n := d.fromAgent(agent, s, template, Address{Name: t.Name, Addr: t.Requester}, t.ID)
		n.Audience, n.Why = ToRequester, "you asked us"
		if s.first {
			n.Why = "we opened a ticket for you"
		}
		d.notify(n)
	}
	if s.said {
		for _, addr := range t.Participants {
			n := d.fromAgent(agent, s, TemplateReply, Address{Addr: addr}, t.ID)
			n.Audience, n.Why = ToParticipant, "you are in copy of this ticket"
			d.notify(n)
		}
	}
	d.tellAssigned(before, t, agent, s)
	if s.block.Has("undo") {
		d.tellRelieved(before, t, agent)
	}
	if t.Queue != before.Queue && before.Queue != "" {
		d.tellRequeued(before, t, agent, s)
	}
}

// saying is what an agent said beside commands.
type saying struct {
	words string // the agent's own, "" for none
	first bool   // they are the first that the requester hears of the ticket
	said  bool   // they are for the requester
	block blockInfo
	// article stands below the words, nil for none
	article *sentArticle
	// attachments go with the words; those without content are in the raw mail with that SHA-256
	attachments []Attachment
	raw         string
}

type blockInfo interface{ Has(name string) bool }

func (d *decider) fromAgent(agent *Agent, s saying, template string, to Address, ticket int64) Notice {
	n := Notice{Template: template, To: to, Ticket: ticket, Writer: agent.FullName}
	if n.Writer == "" {
		n.Writer = agent.Name
	}
	if s.said {
		n.Words, n.Attachments, n.Raw, n.First = s.words, s.attachments, s.raw, s.first
		n.Transcript = s.article.sections()
	} else {
		n.Auto = "auto-generated"
	}
	return n
}

func (d *decider) tellAssigned(before, t Ticket, agent *Agent, s saying) {
	if t.Assignee == "" || t.Assignee == before.Assignee {
		return
	}
	if n, ok := d.toAgent(t.Assignee, TemplateAgentUpdate, t.ID); ok {
		n.Why = "the ticket is now yours"
		n.Changes = []string{fmt.Sprintf("Assigned to you by %s", agent.Name)}
		if d.in.Mail != nil && s.words != "" {
			n.Author, n.Words, n.Internal = d.in.Mail.Author(), s.words, !s.said
		}
		d.notify(n)
	}
}

func (d *decider) tellRequeued(before, t Ticket, agent *Agent, s saying) {
	q := d.p.QueueByName(t.Queue)
	if q == nil || t.Assignee != "" {
		return
	}
	for _, name := range d.team(q, TemplateAgentNew) {
		if n, ok := d.toAgent(name, TemplateAgentNew, t.ID); ok {
			n.Why, n.Shared = "you work queue "+t.Queue, true
			n.Changes = []string{fmt.Sprintf("Moved here from %s by %s", before.Queue, agent.Name)}
			if d.in.Mail != nil && s.words != "" {
				n.Author, n.Words, n.Internal = d.in.Mail.Author(), s.words, !s.said
			}
			d.notify(n)
		}
	}
}
