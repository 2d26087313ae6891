package desk

import (
	"fmt"
	"slices"
	"strings"

	"frontdesk/desk/command"
)

// maxBroadcast is how many linked tickets a message goes to at most.
const maxBroadcast = 200

// broadcast lets the mail's words go to the requesters of the tickets below this one. They go out once all commands
// are carried out.
func (d *decider) broadcast(id int64, agent *Agent, c command.Command) *CommandProblem {
	var below, others []int64
	for _, l := range d.ticket(id).Links {
		if l.Kind != LinkChild && l.Kind != LinkIncident || slices.Contains(below, l.Ticket) || slices.Contains(others, l.Ticket) {
			continue
		}
		if t := d.ticket(l.Ticket); t.ID > 0 && d.entitled(agent, t) {
			below = append(below, l.Ticket)
		} else {
			others = append(others, l.Ticket)
		}
	}
	switch {
	case d.in.Mail == nil:
		return problem(c, nil, "a broadcast needs words; send it by mail")
	case d.words(d.block()) == "":
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
	perPerson := map[string][]int64{}
	var order []string
	for _, id := range d.spread {
		d.write(id, ev, Public, words, agent.Name)
		key := AddressKey(d.ticket(id).Requester)
		if perPerson[key] == nil {
			order = append(order, key)
		}
		perPerson[key] = append(perPerson[key], id)
	}
	for _, key := range order {
		ids := perPerson[key]
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
