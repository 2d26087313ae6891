package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/desk/command"
)

// Window is a time in which a change is implemented.
type Window struct {
	From, To  time.Time
	Cancelled bool // it will not be, or by somebody else
}

// within says whether two windows have time in common.
func (w Window) within(other Window) bool { return w.From.Before(other.To) && other.From.Before(w.To) }

func (w Window) empty() bool { return w.From.IsZero() }

// in writes a window for people in a time zone; the day of the end is left out where it is that of the beginning.
func (w Window) in(zone *time.Location) string {
	const minute = "2006-01-02 15:04"
	from, to := w.From.In(zone), w.To.In(zone)
	if from.Format(time.DateOnly) == to.Format(time.DateOnly) {
		return from.Format(minute) + " – " + to.Format("15:04")
	}
	return from.Format(minute) + " – " + to.Format(minute)
}

// Window is when a change is implemented; the zero Window where that is not planned.
func (t Ticket) Window() Window { return Window{From: t.ScheduledFrom, To: t.ScheduledTo} }

// schedule says when an approved change is implemented.
func (d *decider) schedule(id int64, agent *Agent, c command.Command) *CommandProblem {
	t := d.ticket(id)
	life, zone := d.p.LifecycleOf(t.Queue), d.zone(agent)
	s, plans := life.Status(statusScheduled)
	switch {
	case t.Practice != changePractice || !plans:
		return problem(c, nil, "/schedule is for changes alone, and queue %s has none", t.Queue)
	case t.Status != life.approved() && t.Status != s.Name:
		return problem(c, nil, "the change is %s; only an approved one can be scheduled", t.Status)
	}
	from, to, err := command.Window(c.Value, d.f.Now.In(zone))
	if err != nil {
		return problem(c, nil, "%v", err)
	}
	w := Window{From: from.UTC(), To: to.UTC()}
	taken := d.taken(t, agent, zone)
	if i := slices.IndexFunc(taken, func(o obstacle) bool { return o.within(w) }); i >= 0 {
		free := nextFree(w, taken)
		return problem(c, []string{"/schedule " + free.From.In(zone).Format("2006-01-02 15:04") + " " + free.To.In(zone).Format("2006-01-02 15:04")}, "%s", taken[i].why)
	}
	if !t.ScheduledFrom.Equal(w.From) || !t.ScheduledTo.Equal(w.To) {
		d.emit(id, Scheduled{From: w.From, To: w.To})
	}
	d.move(id, s.Name, time.Time{})
	return nil
}

// obstacle is a time that is not free for a change, and why.
type obstacle struct {
	Window
	why string
}

// taken are the times in which a change cannot be implemented, by their beginnings: blackouts, and other changes of the same
// service. Of a change that the agent may not work only the time is said.
func (d *decider) taken(t Ticket, agent *Agent, zone *time.Location) (all []obstacle) {
	for _, b := range d.p.Blackouts {
		w := Window{From: b.From, To: b.To}
		all = append(all, obstacle{w, fmt.Sprintf("no change may be made during %s: %s", w.in(zone), cmp.Or(b.Reason, b.Name))})
	}
	for _, other := range d.f.Schedule {
		if now, changed := d.Tickets[other.ID]; changed {
			other = now
		}
		over := other.Category == CategoryResolved || other.Category == CategoryClosed
		if other.ID == t.ID || over || other.Window().empty() || t.Service == "" || other.Service != t.Service {
			continue
		}
		why := fmt.Sprintf("change #%d of the same service is planned for %s", other.ID, other.Window().in(zone))
		if !d.entitled(agent, other) {
			why = fmt.Sprintf("another change of the same service is planned for %s", other.Window().in(zone))
		}
		all = append(all, obstacle{other.Window(), why})
	}
	slices.SortStableFunc(all, func(a, b obstacle) int { return a.From.Compare(b.From) })
	return all
}

// nextFree is the first window of the same length that begins no sooner and has nothing in its way.
func nextFree(w Window, taken []obstacle) Window {
	long := w.To.Sub(w.From)
	for i := 0; i < len(taken); i++ {
		if taken[i].within(w) {
			w = Window{From: taken[i].To, To: taken[i].To.Add(long)}
			i = -1 // something that began before may last longer
		}
	}
	return w
}

// settleWindow takes back the window of a change that will not be made in it, and tells those who make the change.
func (d *decider) settleWindow(id int64) {
	t := d.ticket(id)
	if w := t.Window(); !w.empty() && d.isOff(t) {
		d.emit(id, Scheduled{})
	}
	d.tellWindow(d.f.Tickets[id], d.ticket(id))
}

// isOff says whether a change that was scheduled will not be made in its window. What has begun stays as it was planned.
func (d *decider) isOff(t Ticket) bool {
	life := d.p.LifecycleOf(t.Queue)
	switch {
	case t.Practice != changePractice || t.Status == life.Reject || t.Status == "cancelled":
		return true
	case t.Category == CategoryClosed:
		return t.ScheduledFrom.After(d.f.Now)
	}
	return isEarly(t, life) || slices.Contains(life.Gates, t.Status) || t.Status == life.approved()
}

// tellWindow tells those who make a change when that is: the assignee, who needs to know it of an own act, too, or else all
// who work the queue. Who need not do it any more is told that.
func (d *decider) tellWindow(before, t Ticket) {
	was, is := before.Window(), t.Window()
	over := t.Category == CategoryResolved || t.Category == CategoryClosed
	passed := t.Assignee != before.Assignee
	switch {
	case was.empty() && is.empty() || was == is && (!passed || over):
		return
	case is.empty():
		was.Cancelled = true
		for _, l := range d.listeners(before, TemplateAgentUpdate) {
			d.planned(t, l, was, "It is no longer scheduled")
		}
		return
	}
	if passed && before.Assignee != "" && !was.empty() {
		off := is
		off.Cancelled = true
		d.planned(t, listener{name: before.Assignee, why: "the ticket was yours"}, off, "Somebody else makes this change")
	}
	for _, l := range d.listeners(t, TemplateAgentUpdate) {
		d.planned(t, l, is, "Scheduled: "+is.in(d.zone(d.p.AgentByName(l.name))))
	}
}

// planned sends somebody a window to put into a calendar.
func (d *decider) planned(t Ticket, l listener, w Window, change string) {
	if n, ok := d.toAgent(l.name, TemplateAgentUpdate, t.ID); ok {
		n.Why, n.Changes, n.Window, n.Advice = l.why, []string{change}, &w, true
		if !w.Cancelled {
			n.Transcript = plan(t)
		}
		d.notify(n)
	}
}

// planFields are what is planned of a change, in the order in which it is read.
var planFields = []string{"risk", "plan", "backout", "test"}

// plan shows those who make a change what they have planned.
func plan(t Ticket) []Section {
	s := Section{Title: "The plan"}
	for _, name := range planFields {
		if value := t.Fields[name]; value != "" {
			s.Rows = append(s.Rows, []string{name, value})
		}
	}
	if len(s.Rows) == 0 {
		return nil
	}
	return []Section{s}
}

// PlanText is the plan of a change on lines, for a calendar.
func PlanText(t Ticket) (text string) {
	for _, name := range planFields {
		if value := t.Fields[name]; value != "" {
			text += "\n" + name + ": " + value
		}
	}
	return strings.TrimPrefix(text, "\n")
}

// scheduled are the tickets of a list that are made in a time, by their beginnings.
func scheduled(list []Ticket, from, to time.Time) (planned []Ticket) {
	for _, t := range list {
		over := t.Category == CategoryResolved || t.Category == CategoryClosed
		if !t.Window().empty() && !over && t.Window().within(Window{From: from, To: to}) {
			planned = append(planned, t)
		}
	}
	slices.SortStableFunc(planned, func(a, b Ticket) int {
		return cmp.Or(a.ScheduledFrom.Compare(b.ScheduledFrom), cmp.Compare(a.ID, b.ID))
	})
	return planned
}

// changes shows changes with the times in which they are made; nothing where there are none.
func (s Scribe) changes(title string, planned []Ticket) Section {
	section := Section{Title: title, Phrases: []int{3}}
	for _, t := range planned[:min(len(planned), maxRows)] {
		section.Rows = append(section.Rows, []string{t.Window().in(s.Location), number(t.ID), t.Service, cmp.Or(t.Assignee, "nobody"), t.Subject})
	}
	return section
}

// Schedule shows the changes that are still to be made, the next one first.
func (s Scribe) Schedule(q Question, tickets []Ticket) Section {
	section := s.changes(q.Text, scheduled(tickets, s.Now, s.Now.AddDate(10, 0, 0)))
	if len(section.Rows) == 0 {
		section.Lines = []string{"No change is scheduled."}
	}
	return section
}

// changesOf are those that an agent hears of in the morning: a manager of all, others of the queues that they work.
func changesOf(p *Policy, a *Agent, planned []Ticket) []Ticket {
	return slices.DeleteFunc(planned, func(t Ticket) bool {
		q := p.QueueByName(t.Queue)
		return a.Role != RoleManager && t.Assignee != a.Name && (q == nil || !q.Works(a.Name))
	})
}
