package desk

import (
	"fmt"
	"strings"
)

// agentOpens handles an agent's new mail that begins with commands: they open a ticket with
// these values.
func (d *decider) agentOpens(agent *Agent) {
	m := d.in.Mail
	b := d.block()
	problems := commandProblems(b.Problems)
	switch {
	case !d.addressed():
		d.hold("not-addressed", "it holds commands, belongs to no ticket, and names no address of ours in To or Cc")
		return
	case len(b.Commands) == 0 && len(problems) == 0:
		problems = []CommandProblem{{Line: 1, Text: firstLine(m.NewText),
			Message: "a command counts only as plain text at the very top of your own words; nothing was carried out"}}
	}
	if len(problems) == 0 {
		trial := d.clone()
		if problems = trial.openAndCarryOut(agent, b); len(problems) == 0 {
			*d = *trial
			return
		}
	}
	d.traceCommands(b, problems)
	d.hold("command-mistake", "agent %s's commands have a mistake: %s", agent.Name, problems[0].Message)
	d.tellProblems(agent, Ticket{}, problems)
}

// commanded carries out commands that came from the shell.
func (d *decider) commanded(in Commanded) {
	d.actor = Actor{Kind: ActorAgent, Name: in.Agent}
	agent := d.p.AgentByName(in.Agent)
	t, ok := d.f.Tickets[in.Ticket]
	problems := commandProblems(in.Block.Problems)
	switch {
	case agent == nil:
		problems = append(problems, CommandProblem{Message: "there is no agent " + in.Agent + " in the configuration"})
	case !ok:
		problems = append(problems, CommandProblem{Message: "there is no such ticket"})
	case !d.entitled(agent, t) && !(onlyDecides(in.Block) && asksAgent(t, agent)):
		problems = append(problems, CommandProblem{Message: "agent " + agent.Name + " does not work queue " + t.Queue})
	case t.Merged != 0 && !looksBack(in.Block):
		problems = append(problems, CommandProblem{Message: fmt.Sprintf("ticket %d was merged into %d; say it there, or /unmerge first", t.ID, t.Merged)})
	}
	if len(problems) == 0 {
		trial := d.clone()
		if problems = trial.carryOutCommands(t.ID, agent, in.Block); len(problems) == 0 {
			*d = *trial
			d.actor.Name = agent.Name
			d.traceCommands(in.Block, nil)
			s := d.sayHeld(t.ID, d.sayArticle(t.ID, agent, saying{block: in.Block}))
			if s.said {
				d.firstAnswer(t.ID)
			}
			d.tellAgentWrote(t, d.ticket(t.ID), agent, s)
			d.endBelow(t, agent, evidence{}, s)
			d.tellRaised(agent)
			d.askThirdParty(t.ID, agent, "")
			d.conclude(OutcomeCommand, t.ID, "%s", strings.Join(append([]string{"commands of agent " + agent.Name + " from the shell"}, d.asides...), "; "))
			return
		}
	}
	d.traceCommands(in.Block, problems)
	d.conclude(OutcomeIgnored, in.Ticket, "nothing was carried out: %s", problems[0].Message)
}

// entitled says whether an agent may work a ticket.
func (d *decider) entitled(a *Agent, t Ticket) bool {
	q := d.p.QueueByName(t.Queue)
	return q != nil && q.Works(a.Name) || t.Assignee == a.Name
}
