package desk

import (
	"fmt"
	"slices"
	"time"
)

// Resemblance is when the desk asks agents whether incidents have one cause.
type Resemblance struct {
	Least  int           // so many resemble one another, the newest included
	Within time.Duration // in which they were opened; 0: the desk does not look
	Share  float64       // of the words of the newest that tell something, how many another has: 0 to 1
}

// DefaultResemblance is what the documentation shows.
func DefaultResemblance() Resemblance {
	return Resemblance{Least: 3, Within: 24 * time.Hour, Share: 0.4}
}

// maxResembled bounds the words of a mail that are compared, in characters.
const maxResembled = 1000

// askSimilar asks for the incidents that a mail resembles, where it will open one.
func askSimilar(p *Policy, in MailIn, q *Query) {
	m := in.Mail
	if p.Resemble.Within <= 0 || m.Class.Automatic() || len(q.MessageIDs)+len(q.Tickets)+len(q.Keys) > 0 || m.FromProblem != "" {
		return
	}
	problems := false
	for _, queue := range p.Queues {
		if isIncident(queue.Practice) {
			q.SimilarIn = append(q.SimilarIn, queue.Name)
		}
		problems = problems || queue.Practice == "problem"
	}
	if !problems { // nobody is asked about causes, and the search costs something with every mail
		q.SimilarIn = nil
	}
	if len(q.SimilarIn) > 0 {
		q.Similar, q.SimilarWithin, q.SimilarShare = bareSubject(m.Subject)+"\n"+cutRunes(m.NewText, maxResembled), p.Resemble.Within, p.Resemble.Share
	}
}

// isIncident says whether tickets of a practice tell of what does not work.
func isIncident(practice string) bool { return practice == "incident" || practice == "service-desk" }

// proposal is what a new ticket may belong to.
type proposal struct {
	as    string   // LinkParent, LinkProblem; "" for nothing
	above Ticket   // the open major incident or problem, none where one is still to be opened
	alike []Ticket // tickets that resemble it and stand alone as it does
}

// resemble looks at what a new incident resembles and writes down what is proposed: to belong to an open major incident
// or a known problem, or to open a problem for several. Each ticket is proposed once.
func (d *decider) resemble(id int64) (p proposal) {
	t := d.ticket(id)
	if !isIncident(t.Practice) || d.p.Resemble.Within <= 0 {
		return p
	}
	for _, s := range d.f.Similar {
		if s.Share < d.p.Resemble.Share || s.Ticket.ID == id {
			continue
		}
		other := d.ticket(s.Ticket.ID)
		if p.as, p.above = d.above(other); p.as != "" {
			d.propose(id, p.as, []int64{p.above.ID})
			return p
		}
		if isIncident(other.Practice) && !other.Proposed && other.Merged == 0 {
			p.alike = append(p.alike, other)
		}
	}
	if len(p.alike)+1 < d.p.Resemble.Least || d.problemQueue(&Agent{}) == nil {
		return proposal{}
	}
	p.as = LinkProblem
	all := []int64{id}
	for _, other := range p.alike {
		all = append(all, other.ID)
	}
	for i, one := range all {
		d.propose(one, LinkProblem, slices.Concat(all[:i], all[i+1:]))
	}
	return p
}

// propose writes down, as the desk's own doing, what a ticket may belong to.
func (d *decider) propose(id int64, as string, others []int64) {
	writer := d.actor
	d.actor = Actor{Kind: ActorDesk}
	d.emit(id, Proposed{As: as, Tickets: others})
	d.actor = writer
}

// above is the open major incident or problem to which a ticket belongs, or which it is.
func (d *decider) above(t Ticket) (as string, top Ticket) {
	for _, kind := range []string{LinkChild, LinkParent, LinkProblem} {
		n := firstLink(t, kind)
		top = d.ticket(n)
		if kind == LinkChild {
			top = t
		}
		switch {
		case n == 0 || top.ID == 0 || over(top) || top.Merged != 0:
		case kind == LinkProblem:
			return LinkProblem, top
		default:
			return LinkParent, top
		}
	}
	return "", Ticket{}
}

// over says whether a ticket is resolved or closed.
func over(t Ticket) bool { return t.Category == CategoryResolved || t.Category == CategoryClosed }

// addProposal puts a proposal into a mail about the new ticket, as far as its reader may see it. It says whether the
// mail proposes anything.
func (d *decider) addProposal(n *Notice, p proposal, agent string) bool {
	a := d.p.AgentByName(agent)
	switch {
	case p.as == "" || a == nil || !d.entitled(a, d.ticket(n.Ticket)) || p.above.ID > 0 && !d.entitled(a, p.above):
		return false
	case p.above.ID > 0 && p.as == LinkParent:
		n.Changes = append(n.Changes, fmt.Sprintf("It may be part of the major incident #%d: %s", p.above.ID, p.above.Subject))
		n.Offers = append(n.Offers, Offer{Label: fmt.Sprintf("Part of #%d", p.above.ID), Body: fmt.Sprintf("/parent %d\r\n", p.above.ID)})
	case p.above.ID > 0:
		n.Changes = append(n.Changes, fmt.Sprintf("It may come from problem #%d: %s", p.above.ID, p.above.Subject))
		if known := p.above.Fields[FieldWorkaround]; known != "" {
			n.Changes = append(n.Changes, "Known workaround: "+known)
		}
		n.Offers = append(n.Offers, Offer{Label: fmt.Sprintf("Comes from #%d", p.above.ID), Body: fmt.Sprintf("/problem %d\r\n", p.above.ID)})
	default:
		n.Changes = append(n.Changes, fmt.Sprintf("%d open tickets resemble one another. Do they have one cause? /problem new opens a problem and links them all.", len(p.alike)+1))
		n.Offers = append(n.Offers, Offer{Label: "One problem for all", Body: "/problem new\r\n"})
		if s := d.alikeSection(a, p.alike); len(s.Rows) > 0 {
			n.Transcript = append(n.Transcript, s)
		}
	}
	return true
}

// alikeSection lists the tickets that resemble a new one, those that the reader may work.
func (d *decider) alikeSection(a *Agent, alike []Ticket) Section {
	s := Section{Title: "Tickets that resemble it"}
	zone := d.zone(a)
	for _, t := range alike {
		if d.entitled(a, t) {
			s.Rows = append(s.Rows, []string{number(t.ID), t.CreatedAt.In(zone).Format("2006-01-02 15:04"), t.Requester, t.Subject})
		}
	}
	return s
}

// hearsProposal says whether an agent who is told of a new ticket is asked about it, too. What belongs to a ticket above
// concerns whoever has the new one; a new problem, those who work problems. Where none of them may work the new ticket,
// everybody who is told is asked.
func (d *decider) hearsProposal(p proposal, t Ticket, agent string) bool {
	if p.as == LinkParent || p.above.ID > 0 {
		return true
	}
	solvers := d.solvers(t)
	return len(solvers) == 0 || slices.Contains(solvers, agent)
}

// solvers are the agents who work problems and may work a ticket.
func (d *decider) solvers(t Ticket) (names []string) {
	for i := range d.p.Queues {
		if q := &d.p.Queues[i]; q.Practice == "problem" {
			for _, name := range d.team(q, TemplateAgentUpdate) {
				if a := d.p.AgentByName(name); a != nil && d.entitled(a, t) && !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
		}
	}
	return names
}

// tellProposal asks those whom a proposal concerns and who are not told of the new ticket anyway: the agents who work
// problems, or those who have the major incident.
func (d *decider) tellProposal(t Ticket, p proposal) {
	var heard []listener
	switch {
	case p.as == LinkParent:
		heard = d.listeners(p.above, TemplateAgentUpdate)
	case p.as == LinkProblem && p.above.ID == 0:
		for _, name := range d.solvers(t) {
			heard = append(heard, listener{name: name, shared: true})
		}
	}
	for _, l := range heard {
		n, ok := d.toAgent(l.name, TemplateAgentUpdate, t.ID)
		if !ok || d.told[n.To.Key()] {
			continue
		}
		words, internal := d.firstWords(t.ID)
		d.quoteMail(&n, words)
		n.Why, n.Shared, n.Internal, n.History = "the ticket may belong to others that you work", l.shared, internal, []Message{}
		if d.addProposal(&n, p, l.name) {
			d.notify(n)
		}
	}
}

// problemsOpened are the problems that an agent's mail opened, to go on with: nobody is told of own acts, so the agent has no
// other mail of them.
func (d *decider) problemsOpened(agent *Agent) (sections []Section) {
	for _, id := range d.raised {
		if t := d.ticket(id); t.Practice == "problem" && d.entitled(agent, t) {
			sections = append(sections, Section{Title: number(id) + " " + t.Subject, Ticket: id})
		}
	}
	return sections
}

// linkProposed links the tickets that were proposed together with one with the problem that was opened for it.
func (d *decider) linkProposed(id, opened int64, agent *Agent) {
	var together, linked, others []int64
	for _, e := range slices.Concat(d.f.Events[id], d.Events) {
		if p, ok := e.Detail.(Proposed); ok && e.Ticket == id && p.As == LinkProblem {
			together = p.Tickets
		}
	}
	for _, other := range together {
		t := d.ticket(other)
		switch {
		case t.ID == 0 || !d.entitled(agent, t):
			others = append(others, other)
		case t.Category != CategoryClosed && t.Merged == 0 && firstLink(t, LinkProblem) == 0 && t.Practice != "problem":
			d.linkBoth(other, opened, LinkProblem)
			linked = append(linked, other)
		}
	}
	if len(linked) > 0 {
		d.asides = append(d.asides, "Linked with it, too: "+numbers(linked)+".")
	}
	if len(others) > 0 {
		d.asides = append(d.asides, "Not linked, because you may not work their queues: "+numbers(others)+".")
	}
}
