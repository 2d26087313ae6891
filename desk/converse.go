package desk

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/desk/command"
)

// personWrites files a message of a requester or participant on a ticket and moves the ticket as
// its lifecycle says.
func (d *decider) personWrites(t Ticket, ev evidence) {
	if d.wishes(t, ev) || d.rates(t, ev) || d.fillsForm(t, ev) {
		return
	}
	if d.longClosed(t) {
		d.followUp(t)
		return
	}
	if d.fillsIn(t, ev) {
		return
	}
	d.write(t.ID, ev, Public, d.in.Mail.NewText, "")
	d.proposeCc(t.ID)
	change := d.answered(t)
	if !d.collect(d.ticket(t.ID)) {
		d.tellPersonWrote(d.ticket(t.ID), change)
	}
	d.conclude(OutcomeReply, t.ID, "a message of the %s on ticket %d: %s", d.Trace.Sender.Role, t.ID, ev.what)
}

// longClosed says whether a ticket was closed too long ago to be opened again.
func (d *decider) longClosed(t Ticket) bool {
	return t.Category == CategoryClosed && d.f.Now.Sub(t.ClosedAt) > d.p.ReopenWindow
}

// followUp opens a ticket that continues one closed long ago.
func (d *decider) followUp(t Ticket) {
	d.open(opening{
		requester: d.in.Mail.Author(),
		outcome:   OutcomeFollowUp,
		link:      &Link{Kind: "follows", Ticket: t.ID},
		note:      fmt.Sprintf("It follows ticket #%d, which was closed on %s.", t.ID, t.ClosedAt.In(d.location()).Format("2006-01-02")),
	})
}

func (d *decider) location() *time.Location {
	if d.p.Location == nil {
		return time.UTC
	}
	return d.p.Location
}

// answered moves a ticket whose requester or participant wrote: what waited for them is open again.
func (d *decider) answered(t Ticket) string {
	life := d.p.LifecycleOf(t.Queue)
	to := ""
	switch {
	case t.Category == CategoryPending && !slices.Contains(life.Gates, t.Status):
		to = life.Take
	case t.Category == CategoryResolved || t.Category == CategoryClosed:
		to = life.Reopen
	}
	if to = d.onward(t, to); to == "" || to == t.Status {
		return ""
	}
	d.emit(t.ID, StatusChanged{From: t.Status, To: to, Category: life.Category(to), Why: "the " + strings.ReplaceAll(string(d.Trace.Sender.Role), "-", " ") + " wrote"})
	return fmt.Sprintf("Status: %s → %s", t.Status, to)
}

// block is what the mail says at its top in the way of commands.
func (d *decider) block() command.Block {
	return command.Parse(d.in.Mail.Typed, d.p.Limits.CommandsPerMail)
}

// agentWrites carries out an agent's mail on a ticket: commands first, then the message.
func (d *decider) agentWrites(t Ticket, ev evidence, agent *Agent) {
	if d.approverWrites(t, ev, agent) {
		return
	}
	m := d.in.Mail
	b := d.block()
	problems := commandProblems(b.Problems)
	switch {
	case len(problems) > 0:
	case len(b.Commands) == 0 && command.Begins(m.NewText) && !m.UTF7:
		problems = []CommandProblem{{Line: 1, Text: firstLine(m.NewText),
			Message: "a command counts only as plain text at the very top of your own words, above any quote; nothing was carried out and nothing was sent"}}
	case len(b.Commands) == 0 && isForward(m.Subject):
		problems = []CommandProblem{{Text: cutRunes(m.Subject, 100),
			Message: "a forward to a ticket is kept as an internal note; reply to the ticket's mail to answer the requester"}}
	case len(b.Commands) == 0 && strings.TrimSpace(m.NewText) == "" && !hasRealAttachment(m):
		problems = []CommandProblem{{Message: "the mail has no words of your own; nothing was sent"}}
	}
	if len(problems) == 0 {
		trial := d.clone()
		if problems = trial.carryOut(t.ID, agent, b, ev); len(problems) == 0 {
			*d = *trial
			return
		}
	}
	d.refuse(t, ev, agent, b, problems)
}

// refuse keeps an agent's mail as a note and says what was wrong; nothing goes to the requester.
func (d *decider) refuse(t Ticket, ev evidence, agent *Agent, b command.Block, problems []CommandProblem) {
	d.write(t.ID, ev, Internal, d.in.Mail.NewText, agent.Name)
	d.traceCommands(b, problems)
	for _, p := range problems {
		d.emit(t.ID, CommandRefused{Line: cutRunes(p.Text, 100), Error: p.Message})
	}
	d.tellProblems(agent, d.ticket(t.ID), problems)
	if d.entitled(agent, t) { // what happened on it is not for who is only asked to approve
		d.tellCrossed(t, agent, d.crossings(t.ID, agent), crossedNote)
	}
	d.conclude(OutcomeReply, t.ID, "kept as an internal note on ticket %d: %s", t.ID, problems[0].Message)
}

// carryOut does what a block of commands says and sends the message that follows it. It returns the
// problems that forbid all of it.
func (d *decider) carryOut(id int64, agent *Agent, b command.Block, ev evidence) []CommandProblem {
	before := d.ticket(id)
	words := d.words(b)
	said := words != "" || hasRealAttachment(d.in.Mail)
	asked := d.answersQuestion(before)
	public := forRequester(b) && !asked
	var crossed []crossing
	if said && public || b.Has("send") || b.Has("reply") {
		crossed = d.crossings(id, agent)
	}
	if d.waits(b, crossed) {
		return d.holdAnswer(id, agent, b, ev, crossed)
	}
	if problems := d.carryOutCommands(id, agent, b); len(problems) > 0 {
		return problems
	}
	d.traceCommands(b, nil)
	said = said || d.article != nil
	s := d.sayHeld(id, saying{words: words, article: d.article, said: said && public, block: b, attachments: d.in.Mail.Attachments})
	switch {
	case said && public:
		d.giveUpHeld(id, agent)
		d.write(id, ev, Public, d.article.with(words), agent.Name)
	case said:
		d.write(id, ev, Internal, d.keptAs(words), agent.Name)
	}
	own := d.isOwn(agent, before)
	if s.said && !own {
		d.firstAnswer(id)
	}
	d.tellAgentWrote(before, d.ticket(id), agent, s)
	if s.said && own {
		d.tellOwn(d.ticket(id), words)
	}
	if asked && said {
		d.tellThirdParty(d.ticket(id), words, "")
	}
	d.endBelow(before, agent, ev, s)
	d.tellRaised(agent)
	d.askThirdParty(id, agent, words)
	d.tellBelow(agent, ev, d.spreadWords(id, words))
	d.tellCrossedBy(before, agent, crossed, s)
	d.tellCrossed(before, agent, crossed, crossedSent)
	d.tellAsides(agent, id)
	if said || s.said {
		d.conclude(OutcomeReply, id, "%s of agent %s on ticket %d: %s", nounOf(s.said), agent.Name, id, ev.what)
	} else {
		d.conclude(OutcomeCommand, id, "commands of agent %s on ticket %d", agent.Name, id)
	}
	return nil
}

// forRequester says whether the words below commands are for the requester.
func forRequester(b command.Block) bool {
	return !b.Has("note") && !b.Has("forward") && !b.Has("spam") && !b.Has("approve") && !b.Has("reject")
}

func nounOf(public bool) string {
	if public {
		return "an answer"
	}
	return "a note"
}

// words are the agent's own, without the commands.
func (d *decider) words(b command.Block) string {
	if len(b.Commands) > 0 {
		return strings.TrimSpace(b.Rest)
	}
	return strings.TrimSpace(d.in.Mail.NewText)
}

// answeredFirst is why a ticket is in work that nobody has taken.
const answeredFirst = "an agent answered"

// firstAnswer moves a ticket that nobody has taken: an agent's first public answer does.
func (d *decider) firstAnswer(id int64) {
	t := d.ticket(id)
	life := d.p.LifecycleOf(t.Queue)
	if t.Category != CategoryNew || life.Take == "" || slices.Contains(life.Gates, t.Status) {
		return
	}
	if to := d.onward(t, life.Take); to != t.Status {
		d.emit(id, StatusChanged{From: t.Status, To: to, Category: life.Category(to), Why: answeredFirst})
	}
}

// clone copies a walk so that it can be tried and thrown away.
func (d *decider) clone() *decider {
	c := *d
	c.Tickets = map[int64]Ticket{}
	for id, t := range d.Tickets {
		c.Tickets[id] = t
	}
	c.told = map[string]bool{}
	for a := range d.told {
		c.told[a] = true
	}
	c.asides, c.raised, c.parted, c.apart = slices.Clone(d.asides), slices.Clone(d.raised), slices.Clone(d.parted), slices.Clone(d.apart)
	c.Absences, c.Bundled = slices.Clone(d.Absences), slices.Clone(d.Bundled)
	c.Events, c.Messages = slices.Clone(d.Events), slices.Clone(d.Messages)
	c.Notices, c.Suppressed, c.Timers = slices.Clone(d.Notices), slices.Clone(d.Suppressed), slices.Clone(d.Timers)
	return &c
}

func (d *decider) traceCommands(b command.Block, problems []CommandProblem) {
	for _, c := range b.Commands {
		tr := CommandTrace{Line: c.Text, OK: len(problems) == 0}
		for _, p := range problems {
			if p.Line == c.Line {
				tr.Error = p.Message
			}
		}
		if !tr.OK && tr.Error == "" {
			tr.Error = "not carried out: another line of the same mail has a mistake"
		}
		d.Trace.Commands = append(d.Trace.Commands, tr)
	}
	for _, p := range problems {
		if !slices.ContainsFunc(b.Commands, func(c command.Command) bool { return c.Line == p.Line }) {
			d.Trace.Commands = append(d.Trace.Commands, CommandTrace{Line: p.Text, Error: p.Message})
		}
	}
}

func commandProblems(ps []command.Problem) []CommandProblem {
	out := make([]CommandProblem, len(ps))
	for i, p := range ps {
		out[i] = CommandProblem{Line: p.Line, Text: cutRunes(p.Text, 100), Message: p.Message, Possible: p.Possible, Nearest: p.Nearest}
	}
	return out
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return cutRunes(strings.TrimSpace(line), 100)
}

// hasRealAttachment says whether something is attached that is not just part of the letter's look.
func hasRealAttachment(m *Mail) bool {
	return m != nil && slices.ContainsFunc(m.Attachments, func(a Attachment) bool { return !a.Inline })
}
