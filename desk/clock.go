package desk

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// settleClocks makes the clocks of every ticket that changed count what its state asks for: there is no other place
// where clocks are started, paused or stopped.
func (d *decider) settleClocks() {
	actor := d.actor
	d.actor = Actor{Kind: ActorDesk}
	for _, id := range slices.Sorted(maps.Keys(d.Tickets)) {
		s := d.happened(id)
		for _, target := range AllTargets {
			d.settleClock(id, target, s)
		}
	}
	d.actor = actor
}

// happening is what this walk did to a ticket, as far as clocks care.
type happening struct {
	at       time.Time // when it happened: a mail counts from when it reached the server
	answered bool      // an agent answered in public
	asked    bool      // the requester or a participant wrote
	fresh    bool      // the ticket is new
}

func (d *decider) happened(id int64) happening {
	_, known := d.f.Tickets[id]
	s := happening{at: d.f.Now, fresh: !known}
	t := d.ticket(id)
	for _, e := range d.Events {
		w, ok := e.Detail.(Wrote)
		switch {
		case !ok || e.Ticket != id:
		case answersRequester(t, e, w):
			s.answered = true
		case e.Actor.Kind == ActorPerson && w.Visibility == Public && !w.Auto.Automatic():
			s.asked = true
		}
	}
	// The desk may have been down since the mail arrived. What has lain there for long is history, and nobody waits
	// since then.
	if a := d.in.Arrived; !a.IsZero() && a.Before(d.f.Now) && d.f.Now.Sub(a) <= d.p.Limits.AckAge {
		s.at = a
	}
	return s
}

// settleClock makes one clock count what the ticket's state asks for.
func (d *decider) settleClock(id int64, target Target, s happening) {
	t := d.ticket(id)
	c, had := t.Clock(target)
	level := d.p.LevelOf(t)
	within := time.Duration(0)
	if level != nil {
		within = level.Targets[t.Priority].Of(target)
	}
	over := t.Category == CategoryResolved || t.Category == CategoryClosed
	ended := had && c.State == ClockStopped
	switch {
	case had && !ended && (within == 0 || t.Merged != 0):
		d.clock(id, ClockWasDropped, c, d.whyDropped(t))
		return
	case within == 0 || t.Merged != 0:
		return
	case had && !ended && (c.Within != within || c.Level != level.Name):
		c = d.retarget(t, c, level, within)
		d.clock(id, ClockWasChanged, c, "priority "+string(t.Priority)+" of service level "+level.Name)
	}
	switch {
	case starts(t, target, c, had, s):
		if over || target == FirstResponse && s.answered {
			return // nobody had to wait
		}
		c = Clock{Target: target, State: ClockPaused, Level: level.Name, Within: within, Started: s.at}
		d.clock(id, ClockWasStarted, d.runs(t, c, s.at), "")
	case !had:
	case !ended && (over || s.answered && target != Resolution):
		d.stop(id, c, s.at)
	case !ended && t.Category == CategoryPending && c.State == ClockRuns:
		d.clock(id, ClockWasPaused, d.pause(c, level, s.at), "the ticket is "+t.Status)
	case !ended && t.Category != CategoryPending && c.State == ClockPaused:
		d.clock(id, ClockWasResumed, d.runs(t, c, s.at), "the ticket is "+t.Status)
	case ended && target == Resolution && !over:
		c.Ended, c.Within, c.Level, c.State = time.Time{}, within, level.Name, ClockPaused
		d.clock(id, ClockWasResumed, d.runs(t, c, s.at), "the ticket is open again")
	}
}

// starts says whether a clock begins now.
func starts(t Ticket, target Target, c Clock, had bool, s happening) bool {
	switch target {
	case FirstResponse:
		return !had && (s.fresh || t.RespondedAt.IsZero())
	case NextResponse:
		return (!had || c.State == ClockStopped) && s.asked && !s.fresh && !t.RespondedAt.IsZero() && !s.answered
	}
	return !had
}

// runs makes a paused clock run from a time on, unless the ticket is pending.
func (d *decider) runs(t Ticket, c Clock, from time.Time) Clock {
	if t.Category == CategoryPending {
		return c
	}
	c.State, c.From = ClockRuns, from
	c.Due = from
	if left := c.Within - c.Spent; left > 0 {
		c.Due = d.p.LevelOf(t).Calendar.Add(from, left).UTC()
	}
	return c
}

// pause ends the stretch in which a clock ran.
func (d *decider) pause(c Clock, level *ServiceLevel, at time.Time) Clock {
	c.Spent += max(0, level.Calendar.Between(c.From, at))
	c.Late = c.Late || at.After(c.Due)
	c.State, c.From, c.Due = ClockPaused, time.Time{}, time.Time{}
	return c
}

// retarget gives a clock another time, and the calendar that goes with it. What it has counted stays counted; what was
// missed before stays missed.
func (d *decider) retarget(t Ticket, c Clock, level *ServiceLevel, within time.Duration) Clock {
	running := c.State == ClockRuns
	if running {
		old := d.p.Levels[c.Level]
		if old == nil {
			old = level
		}
		c = d.pause(c, old, d.f.Now)
	}
	c.Level, c.Within, c.Warned, c.Step = level.Name, within, false, 0
	if running {
		c = d.runs(t, c, d.f.Now)
	}
	return c
}

// stop ends a clock: what it waited for has happened.
func (d *decider) stop(id int64, c Clock, at time.Time) {
	if c.State == ClockRuns {
		if at.Before(c.From) {
			at = c.From
		}
		level := d.p.Levels[c.Level]
		if level == nil {
			level = &ServiceLevel{}
		}
		c = d.pause(c, level, at)
	}
	c.State, c.Ended = ClockStopped, at
	change := ClockWasMet
	if c.Late {
		change = ClockWasMissed
	}
	d.clock(id, change, c, "")
}

func (d *decider) clock(id int64, change ClockChange, c Clock, why string) {
	if change == ClockWasDropped {
		c.State, c.From, c.Due = ClockDropped, time.Time{}, time.Time{}
	}
	d.emit(id, ClockChanged{Change: change, Clock: c, Why: why})
}

func (d *decider) whyDropped(t Ticket) string {
	switch level := d.p.LevelOf(t); {
	case t.Merged != 0:
		return fmt.Sprintf("the ticket was merged into #%d", t.Merged)
	case level == nil:
		return "queue " + t.Queue + " has no service level"
	default:
		return "service level " + level.Name + " has no such target for priority " + string(t.Priority)
	}
}

// nextLevelTimer is when something about the clocks of a ticket must be done next; zero for never.
func (d *decider) nextLevelTimer(t Ticket) (next time.Time) {
	for _, c := range t.Clocks {
		if c.State != ClockRuns {
			continue
		}
		for _, p := range d.points(c) {
			if next.IsZero() || p.at.Before(next) {
				next = p.at
			}
		}
	}
	return next
}

// point is a time at which a running clock asks for something.
type point struct {
	at     time.Time
	change ClockChange
	step   Escalation // of ClockWasEscalated
}

// points are what a running clock still asks for, the earliest first.
func (d *decider) points(c Clock) []point {
	level := d.p.Levels[c.Level]
	if level == nil {
		return nil
	}
	at := func(percent int) time.Time {
		if left := c.Within/100*time.Duration(percent) - c.Spent; left > 0 {
			return level.Calendar.Add(c.From, left).UTC()
		}
		return c.From
	}
	var all []point
	if !c.Warned && !c.Late && level.WarnAt > 0 && level.WarnAt < 100 {
		all = append(all, point{at: at(level.WarnAt), change: ClockWasWarned})
	}
	if !c.Late {
		all = append(all, point{at: c.Due, change: ClockWasBreached})
	}
	for _, s := range level.Steps {
		if s.At > c.Step && (s.Target == "" || s.Target == c.Target) {
			all = append(all, point{at: at(s.At), change: ClockWasEscalated, step: s})
		}
	}
	slices.SortStableFunc(all, func(a, b point) int { return a.at.Compare(b.at) })
	return all
}
