package report

import (
	"slices"

	"frontdesk/desk"
)

// fold folds one event into its ticket and counts it.
func (f *Fold) fold(t *ticket, b desk.Brief) error {
	switch b.Kind {
	case "opened":
		return f.opened(t, b)
	case "message":
		if b.ActorKind == desk.ActorAgent {
			return f.answered(t, b)
		}
	case "status":
		return f.moved(t, b)
	case "assigned", "queue":
		return f.passed(t, b)
	case "service":
		to, _, err := pick2(b.Public, "to", "")
		t.attributes[2] = f.names[2].of(to)
		return err
	case "linked", "unlinked":
		return f.linked(t, b)
	case "requester":
		to, _, err := pick2(b.Personal, "to", "")
		t.requester = key(to)
		return err
	case "rated":
		return f.rated(t, b)
	case "offered":
		return f.offered(t, b)
	case "clock":
		return f.clock(t, b)
	case "merged": // what comes of it comes of the other ticket
		t.merged, t.over = true, true
	case "unmerged":
		t.merged, t.over = false, t.done
	}
	return nil
}

// pick2 reads two string members of an object; "" or "null" is an empty one.
func pick2(data []byte, first, second string) (a, b []byte, err error) {
	if len(data) == 0 || string(data) == "null" {
		return nil, nil, nil
	}
	s := scan{data: data}
	for k, v, ok := s.next(); ok; k, v, ok = s.next() {
		switch string(k) {
		case first:
			a = text(v)
		case second:
			b = text(v)
		}
	}
	return a, b, s.err
}

const actorField = "@actor" // of a record's public part, where the actor is no person

func (f *Fold) opened(t *ticket, b desk.Brief) error {
	t.opened, t.waits = max(1, b.At), true
	s := scan{data: b.Public}
	for k, v, ok := s.next(); ok; k, v, ok = s.next() {
		switch string(k) {
		case "queue":
			t.attributes[0] = f.names[0].of(text(v))
		case "practice":
			t.attributes[1] = f.names[1].of(text(v))
		case "service":
			t.attributes[2] = f.names[2].of(text(v))
		case "department":
			t.attributes[3] = f.names[3].of(text(v))
		}
	}
	if s.err != nil {
		return s.err
	}
	requester, _, err := pick2(b.Personal, "requester", "")
	t.requester = key(requester)
	f.count(t.attributes, t.period, func(c *cell) { c.opened++ })
	return err
}

// answered is a message of an agent. One that is the agent's own request answers nobody, and one with which the ticket
// began let nobody wait.
func (f *Fold) answered(t *ticket, b desk.Brief) error {
	visibility, agent, err := pick2(b.Public, "visibility", actorField)
	if err != nil || string(visibility) != string(desk.Public) {
		return err
	}
	from, _, err := pick2(b.Personal, "from", "")
	if err != nil || key(from) == t.requester {
		return err
	}
	t.responder = f.names[agentDimension].of(agent)
	t.answers++
	f.contacted(t, b.At)
	waited := t.waits && b.At > t.opened
	t.waits = false
	f.count(t.by(t.responder), t.period, func(c *cell) {
		c.answers++
		if waited {
			c.first = append(c.first, seconds(b.At-t.opened))
		}
	})
	return nil
}

// contacted takes a first-contact resolution back whose own answer is not the first.
func (f *Fold) contacted(t *ticket, at int64) {
	if t.once != nil && t.once.at == at && t.answers > 1 {
		f.count(t.once.attributes, t.period, func(c *cell) { c.firstContact-- })
		t.once = nil
	}
}

func (f *Fold) moved(t *ticket, b desk.Brief) error {
	var to, category, agent []byte
	s := scan{data: b.Public}
	for k, v, ok := s.next(); ok; k, v, ok = s.next() {
		switch string(k) {
		case "to":
			to = text(v)
		case "category":
			category = text(v)
		case actorField:
			agent = text(v)
		}
	}
	if s.err != nil || t.merged { // that the merge closes it, and what takes the merge back opens it, is nothing done or undone
		return s.err
	}
	closed := string(category) == string(desk.CategoryClosed)
	t.done = closed || string(category) == string(desk.CategoryResolved) || t.done && slices.Contains(f.q.Reviews, string(to))
	over := t.done
	if closed && !t.closed {
		f.count(t.by(t.resolver), t.period, func(c *cell) { c.closed++ })
	}
	switch {
	case over && !t.over:
		t.resolver = 0
		if b.ActorKind == desk.ActorAgent {
			t.resolver = f.names[agentDimension].of(agent)
		}
		f.resolved(t, b.At)
		f.spare(t, b.ActorKind)
	case t.over && !over:
		f.count(t.by(t.resolver), t.period, func(c *cell) { c.reopened++ })
		t.reopened = true
		f.spareNot(t)
	}
	if over && string(f.names[1].all[t.attributes[1]]) == "change" {
		f.outcome(t, b.Ticket, string(to), closed)
	}
	t.over, t.closed = over, closed
	return nil
}

func (f *Fold) resolved(t *ticket, at int64) {
	if t.resolver == 0 {
		t.resolver = t.attributes[agentDimension]
	}
	took := seconds(at - t.opened)
	incident := f.names[1].all[t.attributes[1]] == "incident"
	by := t.by(t.resolver)
	if t.once = nil; t.answers <= 1 && t.passes == 0 && !t.reopened {
		t.once = &once{at, by}
	}
	f.count(by, t.period, func(c *cell) {
		c.resolved++
		c.resolve = append(c.resolve, took)
		if incident {
			c.restore = append(c.restore, took)
		}
		c.passes += int(t.passes)
		if t.once != nil {
			c.firstContact++
		}
	})
}

// outcome keeps how a change went. That it is closed in the end says nothing once it has come to something.
func (f *Fold) outcome(t *ticket, id int64, status string, closed bool) {
	if t.over && (closed || slices.Contains(f.q.Reviews, status)) {
		return
	}
	f.outcomes[t.period][id] = lastWord{outcome: status, attributes: t.by(t.resolver)}
}

// passed is a change of assignee or of queue. The first assignment passes nothing on.
func (f *Fold) passed(t *ticket, b desk.Brief) error {
	var from, to, practice []byte
	s := scan{data: b.Public}
	for k, v, ok := s.next(); ok; k, v, ok = s.next() {
		switch string(k) {
		case "from":
			from = text(v)
		case "to":
			to = text(v)
		case "practice":
			practice = text(v)
		}
	}
	if len(from) > 0 && len(to) > 0 && string(from) != string(to) {
		t.passes++
		f.count(t.attributes, t.period, func(c *cell) { c.reassigned++ })
	}
	if b.Kind == "queue" {
		t.attributes[0], t.attributes[1] = f.names[0].of(to), f.names[1].of(practice)
	} else {
		t.attributes[agentDimension] = f.names[agentDimension].of(to)
	}
	return s.err
}

func (f *Fold) linked(t *ticket, b desk.Brief) error {
	link, _, err := pick2(b.Public, "link", "")
	if string(link) != desk.LinkIncident {
		return err
	}
	if t.incidents++; b.Kind == "unlinked" {
		t.incidents = max(0, t.incidents-2)
	}
	return err
}

func (f *Fold) rated(t *ticket, b desk.Brief) error {
	s := scan{data: b.Public}
	for k, v, ok := s.next(); ok; k, v, ok = s.next() {
		if n := number(v); string(k) == "rating" && n >= 1 && n <= 5 {
			f.ratings[t.period][b.Ticket] = lastWord{rating: n, attributes: t.by(t.resolver)}
		}
	}
	return s.err
}

// clock counts how targets were kept: one that is met when its clock stops, one that is missed as soon as it is late.
func (f *Fold) clock(t *ticket, b desk.Brief) error {
	var change, target []byte
	var spent int64
	s := scan{data: b.Public}
	for k, v, ok := s.next(); ok; k, v, ok = s.next() {
		switch string(k) {
		case "change":
			change = text(v)
		case "clock":
			inner := scan{data: v}
			for k, v, ok := inner.next(); ok; k, v, ok = inner.next() {
				switch string(k) {
				case "target":
					target = text(v)
				case "spent":
					spent = number(v)
				}
			}
			s.err = inner.err
		}
	}
	i := targetIndex(target)
	if i < 0 || s.err != nil {
		return s.err
	}
	f.clockChanged(t, b.At, i, desk.ClockChange(change), spent)
	return nil
}

func (f *Fold) clockChanged(t *ticket, at int64, target int, change desk.ClockChange, spent int64) {
	stopped := change == desk.ClockWasMet || change == desk.ClockWasMissed
	agent := int32(0) // the assignee, where nobody has done it yet
	switch {
	case stopped && targets[target] == desk.Resolution:
		agent = t.resolver
	case stopped:
		agent = t.responder
	}
	missed := change == desk.ClockWasBreached || change == desk.ClockWasMissed
	switch {
	case change == desk.ClockWasStarted:
		t.late[target] = false
	case !stopped && !missed:
		return
	}
	met := change == desk.ClockWasMet
	late := missed && !t.late[target]
	t.late[target] = t.late[target] || missed
	f.count(t.by(agent), t.period, func(c *cell) {
		if stopped {
			c.opening[target] = append(c.opening[target], int32(max(0, spent)/1e9))
		}
		if met {
			c.met[target]++
		}
		if late {
			c.missed[target]++
		}
	})
	if week := f.weeks.find(at) - 1; (met || late) && t.period == inPeriod && week >= 0 && week < len(f.perWeek) && f.wanted(t.by(agent)) {
		if met {
			f.perWeek[week].Met[target]++
		} else {
			f.perWeek[week].Missed[target]++
		}
	}
}
