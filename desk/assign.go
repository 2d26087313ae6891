package desk

import "slices"

// assignee is who gets a new ticket of a queue: the one the rules name, or the queue's own choice. Nobody who is
// away gets one. Name is "" where nobody does; why says so where somebody might have been expected.
func (d *decider) assignee(r routing) (name, why string) {
	q := d.p.QueueByName(r.queue)
	if r.assign != "" {
		return d.assigneeOfRule(r.assign, q)
	}
	if q == nil || len(q.Agents) == 0 || q.Assign != AssignRoundRobin && q.Assign != AssignLeastBusy {
		return "", ""
	}
	if !slices.ContainsFunc(q.Agents, func(a string) bool { return !d.isAway(a) }) {
		return "", "everybody who works queue " + q.Name + " is away"
	}
	if q.Assign == AssignLeastBusy {
		return slices.MinFunc(d.present(q.Agents), func(a, b string) int { return d.f.Load[a] - d.f.Load[b] }), "least busy"
	}
	return d.nextInTurn(q), "round-robin"
}

// assigneeOfRule is the agent whom a rule names, or who stands in for that one.
func (d *decider) assigneeOfRule(name string, q *Queue) (to, why string) {
	if !d.isAway(name) {
		return name, "a rule says so"
	}
	why = d.whoIsAway(name, d.zone(nil))
	if to = d.standIn(name, q); to != "" {
		return to, "a rule says " + name + ", and " + why
	}
	return "", "a rule says " + name + ", but " + why
}

// nextInTurn is the first agent who is here after the one who was given a ticket last. Those who are away are passed
// over and not made up for.
func (d *decider) nextInTurn(q *Queue) string {
	last := slices.Index(q.Agents, d.f.LastAssigned[q.Name])
	for i := range q.Agents {
		if name := q.Agents[(last+1+i)%len(q.Agents)]; !d.isAway(name) {
			return name
		}
	}
	return ""
}
