package desk

import (
	"fmt"
	"strings"

	"frontdesk/desk/command"
)

// maxBroadcast is how many linked tickets a message goes to at most.
const maxBroadcast = 200

// broadcast lets the mail's words go to the requesters of the tickets below this one. They go out once all commands
// are carried out.
func (d *decider) broadcast(id int64, agent *Agent, c command.Command) *CommandProblem {
	below, others := d.below(id, agent)
	switch {
	case d.in.Mail == nil:
		return problem(c, nil, "a broadcast needs words; send it by mail")
	case d.spreadWords(id, d.words(d.block())) == "":
		return problem(c, nil, "a broadcast needs words; write them below the commands")
	case len(below)+len(others) == 0:
		return problem(c, nil, "no ticket is linked below this one; /parent and /problem in those tickets link them")
	case len(below) == 0:
		return problem(c, nil, "you may not work the queue of any ticket below this one")
	case len(below) > maxBroadcast:
		return problem(c, nil, "%d tickets are linked below this one; a broadcast reaches %d at most", len(below), maxBroadcast)
	}
	if len(others) > 0 {
		d.asides = append(d.asides, "Not told, because you may not work their queues: the requesters of "+numbers(others)+".")
	}
	d.spread = below
	return nil
}

// tellBelow writes the words into the tickets of a broadcast and sends them to their requesters, each in the thread of
// the own ticket. Whoever has several hears once.
func (d *decider) tellBelow(agent *Agent, ev evidence, words string) {
	for _, id := range d.spread {
		d.write(id, ev, Public, words, agent.Name)
	}
	for _, ids := range d.perRequester(d.spread) {
		t := d.ticket(ids[0])
		s := saying{words: words, said: true, attachments: d.in.Mail.Attachments}
		n := d.fromAgent(agent, s, TemplateBroadcast, Address{Name: t.Name, Addr: t.Requester}, t.ID)
		n.Audience, n.Why = ToRequester, "it concerns your request"
		if len(ids) > 1 {
			n.Changes = []string{"It is about these requests of yours, too: " + numbers(ids[1:])}
		}
		d.notify(n)
	}
}

// numbers are those of tickets, for people.
func numbers(ids []int64) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = fmt.Sprintf("#%d", id)
	}
	return strings.Join(words, ", ")
}
