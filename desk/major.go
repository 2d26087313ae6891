package desk

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"
)

// collect takes down on an open major incident what a requester below it answers to a broadcast, and tells whoever has
// it. It says whether the ticket's own listeners need not hear: nobody has that ticket.
func (d *decider) collect(t Ticket) (heard bool) {
	top := d.ticket(firstLink(t, LinkParent))
	if top.ID == 0 || over(top) || !d.answersBroadcast() {
		return false
	}
	m := d.in.Mail
	d.file(Message{Ticket: top.ID, At: d.f.Now, From: m.Author(), Visibility: Internal, Text: number(t.ID) + ": " + m.NewText,
		Auto: m.Class, Proven: d.in.Evidence.Proven, Raw: m.SHA256}, fmt.Sprintf("it answers a broadcast, on ticket %d", t.ID))
	for _, l := range d.listeners(top, TemplateAgentUpdate) {
		about := t.ID
		if a := d.p.AgentByName(l.name); a == nil || !d.entitled(a, t) {
			about = top.ID
		}
		if n, ok := d.toAgent(l.name, TemplateAgentUpdate, about); ok {
			d.quoteMail(&n, m.NewText)
			n.Why, n.Shared, n.Internal = l.why, l.shared, about == top.ID
			n.Changes = []string{fmt.Sprintf("An answer to the broadcast of #%d", top.ID)}
			d.notify(n)
			heard = true
		}
	}
	return heard && t.Assignee == ""
}

// answersBroadcast says whether the mail answers one that went to everybody concerned.
func (d *decider) answersBroadcast() bool {
	return slices.ContainsFunc(d.in.Mail.InReplyTo, func(id string) bool { return d.f.Sent[id].Template == TemplateBroadcast })
}

// reportMajor sends what happened in a major incident to its assignee and the managers.
func (d *decider) reportMajor(t Ticket) {
	names := []string{t.Assignee}
	for _, a := range d.p.Agents {
		if a.Role == RoleManager && !slices.Contains(names, a.Name) {
			names = append(names, a.Name)
		}
	}
	for i, name := range names {
		n, ok := d.toAgent(name, TemplateReport, t.ID)
		if !ok {
			continue
		}
		n.Why, n.Advice, n.History = "you are a manager", true, []Message{}
		if i == 0 {
			n.Why = "the ticket is assigned to you"
		}
		n.Transcript = d.majorSections(t, d.p.AgentByName(name))
		d.notify(n)
	}
}

// majorSections are the report of a major incident: what it was, who did what, and everything in order. Who is no
// manager sees the tickets that they may work.
func (d *decider) majorSections(t Ticket, reader *Agent) []Section {
	ids := []int64{t.ID}
	for _, l := range t.Links {
		if l.Kind == LinkChild && d.exists(l.Ticket) && (reader.Role == RoleManager || d.entitled(reader, d.ticket(l.Ticket))) {
			ids = append(ids, l.Ticket)
		}
	}
	var events []Event
	for _, id := range ids {
		events = append(events, d.f.Events[id]...)
	}
	for _, e := range d.Events {
		if slices.Contains(ids, e.Ticket) {
			events = append(events, e)
		}
	}
	slices.SortStableFunc(events, func(a, b Event) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Seq, b.Seq)) })
	zone := d.zone(reader)
	return []Section{d.majorFacts(t, ids, events, zone), whoDidWhat(events), d.majorTimeline(events, zone)}
}

func (d *decider) majorFacts(t Ticket, ids []int64, events []Event, zone *time.Location) Section {
	at := func(t time.Time) string { return t.In(zone).Format("2006-01-02 15:04") }
	people := d.perRequester(ids)
	first, written, answered := time.Time{}, 0, 0
	for _, e := range events {
		w, ok := e.Detail.(Wrote)
		switch {
		case !ok || w.Visibility != Public || w.Auto.Automatic():
		case e.Actor.Kind == ActorAgent:
			if answered++; first.IsZero() {
				first = e.At
			}
		default:
			written++
		}
	}
	s := Section{Title: "The major incident", Facts: []Fact{{Name: "Opened", Value: at(t.CreatedAt)}}}
	add := func(name, value string) { s.Facts = append(s.Facts, Fact{Name: name, Value: value}) }
	if !first.IsZero() {
		add("First answer", at(first))
	}
	add("Resolved", at(t.ResolvedAt))
	add("Lasted", inWords(t.ResolvedAt.Sub(t.CreatedAt).Round(time.Minute)))
	add("Tickets", fmt.Sprint(len(ids)))
	add("People affected", fmt.Sprint(len(people)))
	add("Messages from them", fmt.Sprint(written))
	add("Answers to them", fmt.Sprint(answered))
	return s
}

// whoDidWhat counts what agents wrote and did.
func whoDidWhat(events []Event) Section {
	counts := map[string][3]int{}
	for _, e := range events {
		if e.Actor.Kind != ActorAgent {
			continue
		}
		c := counts[e.Actor.Name]
		switch detail := e.Detail.(type) {
		case CommandDone:
			c[2]++
		case Wrote:
			if detail.Visibility == Public {
				c[0]++
			} else {
				c[1]++
			}
		}
		counts[e.Actor.Name] = c
	}
	s := Section{Title: "Who did what", Head: []string{"Agent", "Answers", "Notes", "Commands"}}
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		c := counts[name]
		s.Rows = append(s.Rows, []string{name, fmt.Sprint(c[0]), fmt.Sprint(c[1]), fmt.Sprint(c[2])})
	}
	return s
}

// majorTimeline is everything that happened, in order; what the desk measures is left out.
func (d *decider) majorTimeline(events []Event, zone *time.Location) Section {
	s := Section{Title: "Timeline", Phrases: []int{3}}
	scribe := Scribe{Policy: d.p, Now: d.f.Now, Location: zone}
	events = slices.DeleteFunc(slices.Clone(events), func(e Event) bool {
		switch e.Detail.(type) {
		case ClockChanged, CcProposed:
			return true
		}
		return false
	})
	if cut := len(events) - maxTimeline; cut > 0 {
		events = events[cut:]
		s.Lines = []string{fmt.Sprintf("%d earlier events are not shown.", cut)}
	}
	for _, e := range events {
		row := scribe.happened(e)
		s.Rows = append(s.Rows, []string{row[0], number(e.Ticket), row[1], row[2]})
	}
	return s
}
