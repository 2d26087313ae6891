package desk

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/desk/command"
)

// An answer crosses what others did to the ticket after the mail was made that it answers: its author cannot have known.
// The desk then either sends it and tells its author at once, or, where the policy holds, keeps it until /send. What is
// held is held whole: of such a mail nothing is carried out, since its commands knew as little as its words.

// crossing is something that somebody else did to a ticket meanwhile.
type crossing struct {
	Event
	words string // of a message, "" where they are not at hand
}

// crossings are what others did since the mail that an agent answers was made, oldest first, without what the agent
// was told of already.
func (d *decider) crossings(ticket int64, agent *Agent) []crossing {
	var found []crossing
	words := d.wordsSince()
	for i, e := range d.f.Since {
		switch {
		case e.Ticket != ticket && d.whereItWent(e.Ticket) != ticket:
		case e.Actor.Kind == ActorAgent && strings.EqualFold(e.Actor.Name, agent.Name):
			if toldWith(e.Detail) {
				found = nil
			}
		case crosses(e):
			found = append(found, crossing{e, words[i]})
		}
	}
	return found
}

// wordsSince are the words of the messages among the events since, by the index of the event.
func (d *decider) wordsSince() map[int]string {
	words, left := map[int]string{}, d.f.Said
	for i := len(d.f.Since) - 1; i >= 0 && len(left) > 0; i-- {
		if _, ok := d.f.Since[i].Detail.(Wrote); ok {
			words[i] = left[len(left)-1].Text
			left = left[:len(left)-1]
		}
	}
	return words
}

// toldWith says of an agent's own act that the agent heard with it of all that had crossed it.
func toldWith(act Detail) bool {
	switch act := act.(type) {
	case Wrote:
		return act.Visibility == Public
	case AnswerHeld, CommandRefused:
		return true
	}
	return false
}

// crosses says whether an event is what the author of an answer should have known: what people wrote, and what they did
// to status, assignee and queue.
func crosses(e Event) bool {
	if e.Actor.Kind != ActorAgent && e.Actor.Kind != ActorPerson {
		return false
	}
	switch act := e.Detail.(type) {
	case Wrote:
		return !act.Auto.Automatic()
	case StatusChanged:
		return act.Why != answeredFirst && !strings.HasPrefix(act.Why, mergedWhy) // the answer, or merge, itself is told
	case Assigned, Requeued, Merged, Unmerged:
		return true
	}
	return false
}

// inWords says what crossed an answer: when, who and what, with the first words of messages.
func (d *decider) inWords(t Ticket, c crossing, where *time.Location) string {
	who := d.called(t, c.Actor)
	at := c.At.In(where)
	when := at.Format("15:04")
	if now := d.f.Now.In(where); at.YearDay() != now.YearDay() || at.Year() != now.Year() {
		when = at.Format("2006-01-02 15:04")
	}
	did := ""
	switch act := c.Detail.(type) {
	case Wrote:
		switch {
		case act.Visibility == Internal:
			did = "left a note"
		case c.Actor.Kind == ActorAgent:
			did = "answered"
		default:
			did = "wrote"
		}
		if words := firstWords(c.words); words != "" {
			did += ": “" + words + "”"
		}
	case StatusChanged:
		did = "changed the status from " + act.From + " to " + act.To
	case Assigned:
		did = "gave the ticket to " + act.To
		if act.To == "" {
			did = "gave the ticket to nobody"
		}
		if act.To == c.Actor.Name {
			did = "took the ticket"
		}
	case Requeued:
		did = "moved the ticket from queue " + act.From + " to " + act.To
	case Merged:
		did = fmt.Sprintf("merged the ticket into #%d, whose people read the answer, too", act.Into)
	case Unmerged:
		did = fmt.Sprintf("took the ticket out of #%d again", act.From)
	}
	return when + " " + who + " " + did
}

// called is how people name who did something: an agent by full name, the requester by name, others by address.
func (d *decider) called(t Ticket, a Actor) string {
	name := a.Name
	if agent := d.p.AgentByName(a.Name); agent != nil && a.Kind == ActorAgent {
		set(&name, agent.FullName)
	}
	if AddressKey(a.Name) == AddressKey(t.Requester) {
		set(&name, t.Name)
	}
	return name
}

// firstWords begin a message in one line.
func firstWords(text string) string {
	return cutRunes(strings.Join(strings.Fields(cutRunes(text, 400)), " "), 80)
}

// What the author of an answer is told first of what crossed it.
const (
	crossedSent = "Your answer has gone out, but the ticket had changed since the mail that you answered."
	crossedHeld = "Your answer waits, because the ticket has changed since the mail that you answered."
	crossedNote = "The ticket has changed since the mail that you answered."
)

// tellCrossed tells the author of an answer what crossed it, first what became of the answer, last what can be done.
func (d *decider) tellCrossed(t Ticket, agent *Agent, crossed []crossing, first string, last ...string) {
	if len(crossed) == 0 || d.in.Mail == nil {
		return
	}
	n, ok := d.toAgent(agent.Name, TemplateAgentUpdate, t.ID)
	if !ok {
		return
	}
	n.To = Address{Name: agent.FullName, Addr: d.in.Mail.Author().Addr}
	n.Advice, n.Why = true, "your answer crossed what others did"
	n.Changes = []string{first}
	for _, c := range crossed {
		n.Changes = append(n.Changes, d.inWords(t, c, d.zone(agent)))
	}
	n.Changes = append(n.Changes, last...)
	d.notify(n)
}

// tellCrossedBy tells the other agents who answered meanwhile what went out beside their answers.
func (d *decider) tellCrossedBy(t Ticket, agent *Agent, crossed []crossing, s saying) {
	var names []string
	for _, c := range crossed {
		w, ok := c.Detail.(Wrote)
		if ok && w.Visibility == Public && c.Actor.Kind == ActorAgent && !slices.Contains(names, c.Actor.Name) {
			names = append(names, c.Actor.Name)
		}
	}
	for _, name := range names {
		n, ok := d.toAgent(name, TemplateAgentUpdate, t.ID)
		if !ok {
			continue
		}
		d.quoteMail(&n, s.words)
		n.Why = "you answered, too"
		n.Changes = []string{d.called(t, Actor{Kind: ActorAgent, Name: agent.Name}) + " answered at the same time as you."}
		if d.told[n.To.Key()] {
			n.Advice = true // a line in the mail that this agent gets anyway
		}
		d.notify(n)
	}
}

// waits says whether an answer waits for /send. What was said with /send or /broadcast is meant as it is.
func (d *decider) waits(b command.Block, crossed []crossing) bool {
	return len(crossed) > 0 && d.p.Holds && !b.Has("send") && !b.Has("broadcast")
}

// holdAnswer keeps an answer that crossed others as a note until its author sends it all the same. Mistakes in its
// commands are mistakes all the same.
func (d *decider) holdAnswer(id int64, agent *Agent, b command.Block, ev evidence, crossed []crossing) []CommandProblem {
	trial := d.clone()
	if problems := trial.carryOutCommands(id, agent, b); len(problems) > 0 {
		return problems
	}
	d.write(id, ev, Internal, trial.article.with(d.words(b)), agent.Name)
	d.giveUpHeld(id, agent)
	d.emit(id, AnswerHeld{Agent: agent.Name, Answer: d.in.Mail.SHA256,
		Why: fmt.Sprintf("%d changes by others since the mail that it answers", len(crossed))})
	last := []string{"Nothing of your mail was sent or carried out; /send sends the answer all the same, and a new answer replaces it."}
	var commands []string
	for _, c := range b.Commands {
		if c.Name != "reply" { // its article waits with the words
			commands = append(commands, c.Text)
		}
		d.Trace.Commands = append(d.Trace.Commands, CommandTrace{Line: c.Text, Error: "not carried out: the answer waits for /send"})
	}
	if len(commands) > 0 {
		last = append(last, "To be given again with it: "+strings.Join(commands, ", "))
	}
	t := d.ticket(id)
	for _, addr := range slices.Concat([]string{t.Requester}, t.Participants) {
		d.suppress(TemplateReply, addr, "the answer waits for /send")
	}
	d.tellCrossed(t, agent, crossed, crossedHeld, last...)
	d.conclude(OutcomeReply, id, "an answer of agent %s on ticket %d waits for /send: others changed the ticket after the mail that it answers", agent.Name, id)
	return nil
}

// giveUpHeld ends the waiting of an agent's held answers: another took their place.
func (d *decider) giveUpHeld(id int64, agent *Agent) {
	for _, h := range d.ticket(id).Held {
		if h.Agent == agent.Name {
			d.emit(id, AnswerSettled{Answer: h.Mail})
		}
	}
}

// send sends the agent's held answer all the same.
func (d *decider) send(id int64, agent *Agent, c command.Command) *CommandProblem {
	held := slices.DeleteFunc(slices.Clone(d.ticket(id).Held), func(h HeldAnswer) bool { return h.Agent != agent.Name })
	if len(held) == 0 {
		return problem(c, nil, "no answer of yours waits on this ticket; an answer is sent without /send")
	}
	newest := held[len(held)-1].Mail
	i := slices.IndexFunc(d.f.Conversation[id], func(m Message) bool { return m.Raw == newest && m.Agent == agent.Name })
	if i < 0 {
		return problem(c, nil, "the answer that waited is not kept any more; write it again")
	}
	d.emit(id, AnswerSettled{Answer: newest, Sent: true})
	d.giveUpHeld(id, agent)
	m := d.f.Conversation[id][i]
	m.ID, m.At, m.Visibility, m.Attachments = 0, d.f.Now, Public, described(m.Attachments)
	d.sending = &m
	return nil
}

// described are attachments without their content, which is in the raw mail.
func described(all []Attachment) []Attachment {
	all = slices.Clone(all)
	for i := range all {
		all[i].Content = nil
	}
	return all
}

// sayHeld puts the held answer that is to be sent before what the agent says now, and makes it public: a second message
// of the same mail, since what was an internal note stays one.
func (d *decider) sayHeld(id int64, s saying) saying {
	m := d.sending
	if m == nil {
		return s
	}
	d.file(*m, "it was held until /send")
	if s.said && s.words != "" {
		s.words = strings.TrimSpace(m.Text + "\n\n" + s.words)
	} else {
		s.words = m.Text
	}
	if !s.said {
		s.attachments = nil
	}
	s.attachments, s.raw, s.said = slices.Concat(m.Attachments, s.attachments), m.Raw, true
	return s
}
