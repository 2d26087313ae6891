package desk

import (
	"slices"
	"strconv"
	"strings"

	"frontdesk/desk/command"
)

// questions answers a mail that asks the desk something: no ticket is opened, none changes. A question that answers
// the mail of a ticket is about that ticket.
func (d *decider) questions() bool {
	m, agent := d.in.Mail, d.agent()
	if m.Class.Automatic() {
		return false
	}
	if agent == nil {
		return d.asksByWord()
	}
	b := d.block()
	if !asks(b) {
		return d.asksByWord()
	}
	ev, threaded := d.findThread()
	var about int64
	if threaded {
		about = d.whereItWent(ev.ticket)
		role := d.roleOn(d.ticket(about))
		if role == SenderStranger || role == SenderThirdParty {
			return false // held: it points to what the agent may not see
		}
		d.Trace.Sender.Role, d.Trace.Thread = role, ThreadTrace{By: ev.by, Evidence: ev.what}
	} else if !d.addressed() {
		return false
	}
	d.answer(agent, b, about)
	return true
}

// asks says whether a block holds nothing but questions, right or wrong.
func asks(b command.Block) bool {
	for _, c := range b.Commands {
		if spec, _ := command.Lookup(c.Name); !spec.Query {
			return false
		}
	}
	for _, p := range b.Problems {
		name := strings.Fields(strings.TrimLeft(p.Text, "/#") + " ")
		if len(name) == 0 {
			return false
		}
		if spec, known := command.Lookup(name[0]); !known || !spec.Query {
			return false
		}
	}
	return len(b.Commands)+len(b.Problems) > 0
}

// answer answers all questions of a mail in one, or says what is wrong with them.
func (d *decider) answer(agent *Agent, b command.Block, about int64) {
	problems := commandProblems(b.Problems)
	var asked []Question
	for _, c := range b.Commands {
		q, p := d.question(agent, c, about)
		if p != nil {
			problems = append(problems, *p)
			continue
		}
		asked = append(asked, q)
	}
	d.traceCommands(b, problems)
	if len(problems) > 0 {
		d.tellProblems(agent, Ticket{}, problems)
		d.conclude(OutcomeQuery, 0, "a question of agent %s, with a mistake: %s", agent.Name, problems[0].Message)
		return
	}
	n, ok := d.toAgent(agent.Name, TemplateTranscript, onlyTicket(asked))
	if !ok {
		return
	}
	n.To = Address{Name: agent.FullName, Addr: d.in.Mail.Author().Addr}
	n.InReplyTo, n.Why, n.Subject = d.in.Mail.MessageID, "you asked", d.in.Mail.Subject
	n.History, n.Advice = []Message{}, true
	for _, q := range asked {
		if q.Held > 0 {
			d.Release = append(d.Release, q.Held)
		}
	}
	d.Questions = asked
	d.notify(n)
	d.conclude(OutcomeQuery, 0, "a question of agent %s, answered by mail", agent.Name)
}

// onlyTicket is the ticket that all questions are about, 0 where they are about several or none: the answer belongs to
// it then.
func onlyTicket(asked []Question) int64 {
	only := asked[0].Ticket
	for _, q := range asked {
		if q.Ticket != only || q.Refusal != "" {
			return 0
		}
	}
	return only
}

// question reads one command as a question, bounded by what the agent may see.
func (d *decider) question(agent *Agent, c command.Command, about int64) (Question, *CommandProblem) {
	q := Question{Kind: QuestionKind(c.Name), Text: strings.TrimSpace("/" + c.Name + " " + c.Value), Queues: d.queuesOf(agent), Manager: agent.Role == RoleManager}
	switch q.Kind {
	case AskList:
		return d.listQuestion(agent, c, q)
	case AskHelp:
		q.By = command.Agent
		if len(q.Queues) == 0 {
			q.By = command.Approver
		}
	case AskSearch:
		q.Words = c.Value
	case AskShow, AskWhy:
		return d.ticketQuestion(agent, c, q, about)
	case AskQuarantine:
		p := releaseQuestion(c, &q)
		return q, p
	}
	return q, nil
}

// queuesOf are those that an agent may work; never nil.
func (d *decider) queuesOf(agent *Agent) []string {
	names := []string{}
	for _, q := range d.p.Queues {
		if q.Works(agent.Name) {
			names = append(names, q.Name)
		}
	}
	return names
}

// listQuestion selects the tickets that are listed: without a value the open ones of all queues of the agent, with
// "mine" those of the agent, with "schedule" the changes to come, with a queue or a status what is in it.
func (d *decider) listQuestion(agent *Agent, c command.Command, q Question) (Question, *CommandProblem) {
	if c.Value == "" {
		q.Filter.Open = true
		return q, nil
	}
	var statuses []string
	for _, queue := range q.Queues {
		for _, name := range d.p.LifecycleOf(queue).Names() {
			if !slices.Contains(statuses, name) {
				statuses = append(statuses, name)
			}
		}
	}
	own := []string{"mine"}
	if slices.ContainsFunc(q.Queues, func(name string) bool { return d.p.QueueByName(name).Practice == changePractice }) {
		own = append(own, string(AskSchedule))
	}
	possible := slices.Concat(own, q.Queues, statuses)
	value, ok := complete(c.Value, possible)
	switch {
	case !ok:
		return q, problem(c, possible, "%s is no queue of yours and no status", cutRunes(c.Value, 40))
	case value == "mine":
		q.Filter = QuestionFilter{Assignee: agent.Name, Open: true}
		q.Queues = nil // what is assigned to an agent, the agent may see
	case slices.Contains(q.Queues, value):
		q.Filter = QuestionFilter{Queue: value, Open: true}
	case value == string(AskSchedule):
		q.Kind, q.Filter.Open = AskSchedule, true
	default:
		q.Filter.Status = value
	}
	return q, nil
}

// ticketQuestion is about the ticket that is named, or else the one whose mail is answered. One that the agent may not
// work is treated as one that does not exist.
func (d *decider) ticketQuestion(agent *Agent, c command.Command, q Question, about int64) (Question, *CommandProblem) {
	id := about
	if c.Value != "" {
		id, _ = strconv.ParseInt(c.Value, 10, 64)
	}
	if id == 0 {
		return q, problem(c, nil, "the mail belongs to no ticket; name one: /%s 1042", c.Name)
	}
	t, ok := d.f.Tickets[id]
	if !ok || !d.entitled(agent, t) {
		q.Refusal = "There is no ticket #" + strconv.FormatInt(id, 10) + " that you may work."
		return q, nil
	}
	q.Ticket = id
	for _, l := range d.listeners(t, TemplateAgentUpdate) {
		q.Hears = append(q.Hears, l.name)
	}
	return q, nil
}

// releaseQuestion reads which held mail is to be let in; that is for managers.
func releaseQuestion(c command.Command, q *Question) *CommandProblem {
	if c.Value == "" {
		return nil
	}
	id, err := strconv.ParseInt(c.Args[1], 10, 64)
	switch {
	case !q.Manager:
		return problem(c, nil, "only managers let in what was held back")
	case err != nil || id <= 0:
		return problem(c, nil, "%s is no number of a held mail; /quarantine lists them", cutRunes(c.Args[1], 40))
	}
	q.Held = id
	return nil
}

// statusWords are subjects with which a person asks for the state of the own tickets, with the language that they are of
// where it is one alone.
var statusWords = map[string]string{
	"status": "", "my tickets": "en", "stand": "de", "meine tickets": "de", "statut": "fr", "état": "fr", "etat": "fr",
	"mes tickets": "fr", "estado": "es", "mis tickets": "es",
}

// asksStatus answers a person who asks for the state of the own tickets with a subject that says nothing else. Who is not
// proven is shown nothing: the mail is one like any other.
func (d *decider) asksStatus() bool {
	m := d.in.Mail
	language, ok := statusWords[strings.Trim(strings.ToLower(strings.Join(strings.Fields(m.Subject), " ")), "?!. ")]
	if !ok || !d.in.Evidence.Proven || m.SubjectFields > 1 || hasRealAttachment(m) ||
		d.agent() != nil && d.hasCommands() {
		return false
	}
	if _, threaded := d.findThread(); threaded {
		return false
	}
	switch why := d.whyNoAck(routing{}); {
	case why == "":
	case why == enoughAcks && strings.TrimSpace(m.NewText) == "":
		d.suppress(TemplateTranscript, m.Author().Addr, why)
		d.conclude(OutcomeQuery, 0, "%s asks for the state of own tickets once more", m.Author().Addr)
		return true
	default:
		return false
	}
	set(&language, m.Language)
	n := Notice{Template: TemplateTranscript, To: m.Author(), Audience: ToRequester, Language: language, Auto: "auto-generated",
		Subject: m.Subject, InReplyTo: m.MessageID, Why: "you asked", Advice: true}
	if strings.TrimSpace(m.NewText) != "" {
		n.Changes = []string{"What you wrote below this subject has not been read; with another subject it opens a ticket."}
	}
	d.Questions = []Question{{Kind: AskStatus, Text: m.Subject, Filter: QuestionFilter{Requester: m.Author().Addr}}}
	d.notify(n)
	d.conclude(OutcomeQuery, 0, "%s asks for the state of own tickets", m.Author().Addr)
	return true
}
