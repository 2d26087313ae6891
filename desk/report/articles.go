package report

import "frontdesk/desk"

// ArticleMeasures stand in the reports of a desk that offers articles to requesters.
var ArticleMeasures = []Measure{
	count("articles_offered", "Articles offered", chapterKnowledge, 0, "Tickets opened in the period whose requester was offered an article with the acknowledgement.",
		func(c *cell) int { return c.offered }),
	count("articles_spared", "Spared by articles", chapterKnowledge, 1, "Tickets whose requester, having been offered an article, said in the period that it is solved before any agent answered; "+
		"one that is opened again in the period does not count.", func(c *cell) int { return c.spared }),
	count("articles_sent", "Articles sent", chapterKnowledge, 0, "Articles that agents sent to requesters in the period.", func(c *cell) int { return c.sent }),
}

// offered counts an article that a requester got.
func (f *Fold) offered(t *ticket, b desk.Brief) error {
	to := ""
	sent := false
	s := scan{data: b.Public}
	for k, v, ok := s.next(); ok; k, v, ok = s.next() {
		switch string(k) {
		case "to":
			to = string(text(v))
		case "sent":
			sent = string(v) == "true"
		}
	}
	if s.err != nil || to != string(desk.ToRequester) {
		return s.err
	}
	if sent {
		f.count(t.attributes, t.period, func(c *cell) { c.sent++ })
	} else if !t.offered {
		t.offered = true
		f.count(t.attributes, t.period, func(c *cell) { c.offered++ })
	}
	return nil
}

// spare counts a ticket that its requester has ended without an answer.
func (f *Fold) spare(t *ticket, by desk.ActorKind) {
	if t.offered && t.answers == 0 && by == desk.ActorPerson {
		a := t.by(t.resolver)
		t.spared = &once{int64(t.period), a}
		f.count(a, t.period, func(c *cell) { c.spared++ })
	}
}

// spareNot takes that back where the ticket is opened again in the same period.
func (f *Fold) spareNot(t *ticket) {
	if t.spared != nil && t.spared.at == int64(t.period) {
		f.count(t.spared.attributes, t.period, func(c *cell) { c.spared-- })
	}
	t.spared = nil
}
