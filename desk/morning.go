package desk

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"frontdesk/desk/worktime"
)

// TimerMorning, on ticket 0, is when agents and managers get the overview of their day.
const TimerMorning TimerKind = "morning"

// Overview is what mornings tell of: the state of the desk at one time.
type Overview struct {
	Open    []Ticket // neither resolved nor closed
	Away    map[string]Absence
	Held    []HeldMail
	Trouble []string // what is wrong with mailboxes and outgoing mail, a sentence each
	Events  int64
	Head    string // hash of the last event
}

// NextMorning is the first morning of any agent after a time; zero where mornings are off.
func (p *Policy) NextMorning(after time.Time) (next time.Time) {
	for i := range p.Agents {
		if m := p.morningOf(&p.Agents[i], after); !m.IsZero() {
			if !m.After(after) {
				m = p.morningOf(&p.Agents[i], after.Add(24*time.Hour))
			}
			if next.IsZero() || m.Before(next) {
				next = m
			}
		}
	}
	return next
}

// morningOf is the agent's morning of the day that it is in the agent's zone.
func (p *Policy) morningOf(a *Agent, now time.Time) time.Time {
	if p.Morning <= 0 || len(a.Addresses) == 0 {
		return time.Time{}
	}
	y, m, d := now.In(p.zoneOf(a)).Date()
	return time.Date(y, m, d, 0, p.Morning, 0, 0, p.zoneOf(a)).UTC()
}

func (p *Policy) zoneOf(a *Agent) *time.Location {
	if a.Location != nil {
		return a.Location
	}
	return p.zone()
}

// Mornings are the overviews of all agents whose morning lies between the time for which they were due and now. Whoever is
// away, does not work on that day, or has nothing to be told, gets none; managers always hear of the chain's head.
func (p *Policy) Mornings(o Overview, due, now time.Time) (notices []Notice) {
	for i := range p.Agents {
		a := &p.Agents[i]
		m := p.morningOf(a, now)
		if m.IsZero() || m.Before(due) || m.After(now) || p.offToday(a, o, now) {
			continue
		}
		if n := p.morning(a, o, now); len(n.Transcript) > 0 {
			notices = append(notices, n)
		}
	}
	return notices
}

// offToday says whether an agent is away, or has no work on this day: none of the calendars of the agent's queues is open,
// or, where these have none, it is a weekend.
func (p *Policy) offToday(a *Agent, o Overview, now time.Time) bool {
	if away, ok := o.Away[a.Name]; ok && (away.Until.IsZero() || away.Until.After(now)) {
		return true
	}
	today := worktime.DateOf(now.In(p.zoneOf(a)))
	some := false
	for i := range p.Queues {
		q := &p.Queues[i]
		if level := p.Levels[q.Level]; level != nil && level.Calendar != nil && (q.Works(a.Name) || a.Role == RoleManager) {
			some = true
			if level.Calendar.WorksOn(today) {
				return false
			}
		}
	}
	weekday := now.In(p.zoneOf(a)).Weekday()
	return some || weekday == time.Saturday || weekday == time.Sunday
}

// morning is one agent's overview.
func (p *Policy) morning(a *Agent, o Overview, now time.Time) Notice {
	zone := p.zoneOf(a)
	y, m, d := now.In(zone).Date()
	tomorrow := time.Date(y, m, d+1, 0, 0, 0, 0, zone)
	var mine, today, nobodys, late []Ticket
	for _, t := range o.Open {
		q := p.QueueByName(t.Queue)
		works := q != nil && q.Works(a.Name)
		if a.Role == RoleManager && t.late(now) {
			late = append(late, t)
		}
		switch {
		case t.Assignee == a.Name:
			mine = append(mine, t)
		case works && t.Assignee == "":
			nobodys = append(nobodys, t)
		default:
			continue
		}
		if !t.DueAt.IsZero() && t.DueAt.Before(tomorrow) {
			today = append(today, t)
		}
	}
	n := Notice{Template: TemplateDigest, To: a.Address(), Audience: ToAgent, Language: cmp.Or(a.Language, p.Language), Mailbox: p.mailboxOf(a),
		Auto: "auto-generated", Why: "you work tickets of this desk", At: now,
		Subject: fmt.Sprintf("Your day: %d yours, %d due today, %d that nobody has", len(mine), len(today), len(nobodys))}
	scribe := Scribe{Policy: p, Now: now, Location: zone}
	sections := []Section{scribe.changes("Changes today", changesOf(p, a, scheduled(o.Open, now, tomorrow))), scribe.overview("Due today", today), scribe.overview("Yours", mine), scribe.overview("Nobody has these", nobodys)}
	if a.Role == RoleManager {
		n.Why = "you are a manager of this desk"
		n.Subject = fmt.Sprintf("The desk today: %d late, %d held back, %d that nobody has", len(late), len(o.Held), len(unassigned(o.Open)))
		sections = append([]Section{scribe.overview("Late", late)}, sections...)
		if len(o.Held) > 0 {
			sections = append(sections, scribe.Quarantined(Question{Text: "Held back", Manager: true}, o.Held[:min(len(o.Held), maxOverview)]))
		}
		sections = append(sections, Section{Title: "Mail", Lines: o.Trouble}, Section{Title: "Chain of events",
			Lines: []string{fmt.Sprintf("%d events; the last has the hash below. Keep it: with it nobody can cut off the end of the chain unnoticed.", o.Events)}, Verbatim: o.Head})
	}
	for _, s := range sections {
		if len(s.Rows)+len(s.Lines) > 0 {
			n.Transcript = append(n.Transcript, s)
		}
	}
	return n
}

// late says whether something about an open ticket is overdue.
func (t Ticket) late(now time.Time) bool {
	return !t.DueAt.IsZero() && t.DueAt.Before(now) || slices.ContainsFunc(t.Clocks, func(c Clock) bool { return c.State == ClockRuns && c.Late })
}

func unassigned(open []Ticket) []Ticket {
	return slices.DeleteFunc(slices.Clone(open), func(t Ticket) bool { return t.Assignee != "" })
}

// mailboxOf is the address from which mail about no ticket goes to an agent: the mailbox of the first queue that the agent
// works, else the first mailbox.
func (p *Policy) mailboxOf(a *Agent) string {
	for _, b := range p.Mailboxes {
		if q := p.QueueByName(b.Queue); q != nil && q.Works(a.Name) {
			return b.Address
		}
	}
	if len(p.Mailboxes) == 0 {
		return ""
	}
	return p.Mailboxes[0].Address
}

// maxOverview is how many tickets or mails a section of an overview lists.
const maxOverview = 20

// overview lists tickets under a title, those that are due first at the top; nothing where there are none.
func (s Scribe) overview(title string, tickets []Ticket) Section {
	if len(tickets) == 0 {
		return Section{}
	}
	tickets = slices.Clone(tickets)
	slices.SortStableFunc(tickets, func(a, b Ticket) int {
		return cmp.Or(dueOrder(a).Compare(dueOrder(b)), s.moreUrgent(a, b))
	})
	section := s.tickets(Question{Text: title}, tickets[:min(len(tickets), maxOverview)], "")
	if section.Lines = nil; len(tickets) > maxOverview {
		section.Lines = []string{fmt.Sprintf("%d more are not shown; /list shows them.", len(tickets)-maxOverview)}
	}
	return section
}

// dueOrder puts what is due at no time behind everything else.
func dueOrder(t Ticket) time.Time {
	if t.DueAt.IsZero() {
		return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return t.DueAt
}
