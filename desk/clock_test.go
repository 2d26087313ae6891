package desk

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/desk/worktime"
)

// timed is a desk with a service level: office hours on working days, a holiday on Thursday, 26 November.
type timed struct {
	*world
	timers map[Timer]time.Time // without Due
}

func newTimed(t *testing.T) *timed {
	w := &timed{newWorld(t), map[Timer]time.Time{}}
	office := &worktime.Calendar{Name: "office", Holidays: map[worktime.Date]bool{{Year: 2026, Month: 11, Day: 26}: true}}
	for day := time.Monday; day <= time.Friday; day++ {
		office.Week[day] = []worktime.Interval{{From: 8 * 60, To: 18 * 60}}
	}
	w.p.Levels = map[string]*ServiceLevel{
		"standard": {Name: "standard", Calendar: office, WarnAt: 75, EscalateTo: []string{"carol"}, Targets: map[Priority]Targets{
			"P1": {30 * time.Minute, time.Hour, 4 * time.Hour}, "P3": {4 * time.Hour, 2 * time.Hour, 20 * time.Hour}},
			Steps: []Escalation{{At: 150, Target: Resolution, To: []string{"carol"}, Raise: true, Assign: []string{"bob"}}}},
		"always": {Name: "always", Targets: map[Priority]Targets{"P3": {Resolution: 48 * time.Hour}}},
	}
	w.p.QueueByName("service-desk").Level = "standard"
	w.p.QueueByName("problems").Level = "always"
	w.now = time.Date(2026, 11, 23, 16, 20, 0, 0, time.UTC) // a Monday
	return w
}

// do decides, and keeps the timers as a store does.
func (w *timed) do(in Input) Decision {
	w.t.Helper()
	d := w.handle(in)
	if fired, ok := in.(TimerDue); ok {
		delete(w.timers, Timer{Ticket: fired.Timer.Ticket, Kind: fired.Timer.Kind})
	}
	for _, timer := range d.Timers {
		key := Timer{Ticket: timer.Ticket, Kind: timer.Kind}
		if w.timers[key] = timer.Due; timer.Due.IsZero() {
			delete(w.timers, key)
		}
	}
	return d
}

// until lets timers fire until a time, which it then is.
func (w *timed) until(at time.Time) (all []Decision) {
	w.t.Helper()
	for {
		var first Timer
		for key, due := range w.timers {
			if !due.After(at) && (first.Kind == "" || due.Before(first.Due)) {
				first = Timer{key.Ticket, key.Kind, due}
			}
		}
		if first.Kind == "" {
			w.now = at
			return all
		}
		if first.Due.After(w.now) {
			w.now = first.Due
		}
		if all = append(all, w.do(TimerDue{Timer: first})); len(all) > 1000 {
			w.t.Fatal("timers fire without end")
		}
	}
}

// clocks are what a ticket's clocks say, on a line each.
func (w *timed) clocks(id int64) string {
	var lines []string
	for _, c := range w.tickets[id].Clocks {
		line := fmt.Sprintf("%s %s %s of %s", c.Target, c.Outcome(), worktime.Short(c.Spent), worktime.Short(c.Within))
		if !c.Due.IsZero() {
			line += " due " + c.Due.Format("Mon 15:04")
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func (w *timed) want(what, clocks string) {
	w.t.Helper()
	if got := w.clocks(1001); got != clocks {
		w.t.Errorf("%s:\n%s\nwant\n%s", what, got, clocks)
	}
}

func clockTime(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, time.UTC)
}

// reply is an agent's answer to the latest mail about a ticket.
func (w *timed) reply(who, text string) Decision {
	w.t.Helper()
	return w.do(w.mail(who, "Re: [ACME #1001] Printer", text, replyTo(w.ids[AddressKey(who)])))
}

func TestClocksOfAWorkingDay(t *testing.T) {
	w := newTimed(t)
	w.do(w.mail(dana, "Printer", "It jams."))
	w.want("opened on Monday at 16:20", "first-response running 0s of 4h due Tue 10:20\nresolution running 0s of 20h due Wed 16:20")
	if due := w.tickets[1001].DueAt; !due.Equal(clockTime(24, 10, 20)) {
		t.Errorf("due %s", due)
	}
	w.until(clockTime(24, 9, 0))
	w.reply(alice, "/take\n\nWhich one?")
	w.want("answered", "first-response met 2h40m of 4h\nresolution running 0s of 20h due Wed 16:20")
	w.until(clockTime(24, 10, 0))
	w.reply(alice, "/pending\n\nI wait for you.")
	w.want("pending", "first-response met 2h40m of 4h\nresolution paused 3h40m of 20h")
	if due := w.tickets[1001].DueAt; !due.IsZero() || len(w.timers) != 0 {
		t.Errorf("due %s with timers %v while nothing runs", due, w.timers)
	}
	w.until(clockTime(25, 9, 0))
	w.reply(dana, "The one by the door.")
	w.want("she wrote", "first-response met 2h40m of 4h\nnext-response running 0s of 2h due Wed 11:00\nresolution running 3h40m of 20h due Fri 15:20")
	w.until(clockTime(25, 10, 30))
	w.reply(dana, "And it smells.")
	w.want("she wrote again, and waits since the first time", "first-response met 2h40m of 4h\nnext-response running 0s of 2h due Wed 11:00\nresolution running 3h40m of 20h due Fri 15:20")
	w.reply(alice, "/priority P1\n\nUnplug it!")
	w.want("more urgent: four hours, of which 5h10m are over", "first-response met 2h40m of 4h\nnext-response met 1h30m of 1h\nresolution running 5h10m of 4h due Wed 10:30")
	w.until(clockTime(25, 10, 31))
	w.want("at once too late", "first-response met 2h40m of 4h\nnext-response met 1h30m of 1h\nresolution breached 5h10m of 4h due Wed 10:30")
	w.reply(alice, "/resolve\n\nA new roller.")
	w.want("resolved", "first-response met 2h40m of 4h\nnext-response met 1h30m of 1h\nresolution breached 5h11m of 4h")
	w.until(clockTime(27, 9, 0))
	w.reply(dana, "It jams again.")
	w.want("again open", "first-response met 2h40m of 4h\nnext-response running 0s of 1h due Fri 10:00\nresolution breached 5h11m of 4h due Fri 09:00")
}

func TestClocksMoveWithQueues(t *testing.T) {
	w := newTimed(t)
	w.do(w.mail(dana, "Printer", "It jams."))
	w.until(clockTime(23, 17, 20))
	w.reply(alice, "/queue problems")
	w.want("another level, with no first response; what has passed counts", "resolution running 1h of 48h due Wed 16:20")
	w.reply(alice, "/queue requests")
	w.want("no level", "")
	w.until(clockTime(24, 12, 0))
	w.reply(alice, "/queue service-desk\n\nWe are on it.")
	w.want("back again, and answered with it", "resolution running 0s of 20h due Fri 12:00")
	if at := w.tickets[1001].RespondedAt; !at.Equal(w.now) {
		t.Errorf("responded %s", at)
	}
}

// TestMailCountsFromItsArrival: who has waited for the desk to come up again has waited.
func TestMailCountsFromItsArrival(t *testing.T) {
	w := newTimed(t)
	arrived := func(at time.Time) func(*MailIn) { return func(in *MailIn) { in.Arrived = at } }
	w.do(w.mail(dana, "Printer", "It jams.", arrived(w.now.Add(-2*time.Hour))))
	w.want("two hours before", "first-response running 0s of 4h due Tue 08:20\nresolution running 0s of 20h due Wed 14:20")
	w.do(w.mail(erin, "Scanner", "It hums.", arrived(w.now.Add(-200*time.Hour))))
	if got := w.clocks(1002); !strings.HasPrefix(got, "first-response running 0s of 4h due Tue 10:20") {
		t.Errorf("history is counted from now: %s", got)
	}
}

func TestServiceLevelWarnsAndEscalates(t *testing.T) {
	w := newTimed(t)
	w.do(w.mail(dana, "Printer", "It jams."))
	var log []string
	note := func(ds []Decision) {
		for _, d := range ds {
			for _, b := range d.Bundled {
				log = append(log, fmt.Sprintf("%s %s %s: %s", d.Bundled[0].Notice.At.Format("Mon 15:04"), b.Notice.Template, b.Agent, b.Notice.Changes[0]))
			}
		}
	}
	note(w.until(clockTime(24, 9, 30)))
	w.reply(alice, "/take")
	note(w.until(clockTime(30, 18, 0)))
	want := []string{
		"Tue 09:20 sla-warning alice: The first response is due 2026-11-24 10:20.",
		"Tue 09:20 sla-warning bob: The first response is due 2026-11-24 10:20.",
		"Tue 10:20 sla-breach alice: The first response was due 2026-11-24 10:20.",
		"Tue 10:20 sla-breach carol: The first response was due 2026-11-24 10:20.",
		"Wed 11:20 sla-warning alice: The resolution is due 2026-11-25 16:20.",
		"Wed 16:20 sla-breach alice: The resolution was due 2026-11-25 16:20.",
		"Wed 16:20 sla-breach carol: The resolution was due 2026-11-25 16:20.",
		"Fri 16:20 sla-breach bob: The resolution was due 2026-11-25 16:20.",
		"Fri 16:20 sla-breach carol: The resolution was due 2026-11-25 16:20.",
	}
	if !slices.Equal(log, want) {
		t.Errorf("told\n%s\nwant\n%s", strings.Join(log, "\n"), strings.Join(want, "\n"))
	}
	row := w.tickets[1001]
	if row.Assignee != "bob" || row.Priority != "P2" || !row.ByHand {
		t.Errorf("escalated to %s with %s", row.Assignee, row.Priority)
	}
	if len(row.Clocks) != 0 || len(w.timers) != 0 {
		t.Errorf("P2 has no targets: clocks %s, timers %v", w.clocks(1001), w.timers)
	}
}

// TestServiceLevelAfterAnOutage: what could not be said in time is said once, and no warning comes after the breach.
func TestServiceLevelAfterAnOutage(t *testing.T) {
	w := newTimed(t)
	w.do(w.mail(dana, "Printer", "It jams."))
	w.now = clockTime(25, 17, 0)
	d := w.do(TimerDue{Timer: Timer{Ticket: 1001, Kind: TimerLevel}})
	if len(d.Bundled) != 3 { // alice, bob, carol
		t.Fatalf("told %+v", d.Bundled)
	}
	for _, b := range d.Bundled {
		n := b.Notice
		if n.Template != TemplateSLABreach || len(n.Changes) != 4 || !b.Due.Equal(w.now.Add(bundleFor)) {
			t.Errorf("%s: %s of %s, due %s", b.Agent, n.Template, n.Changes, b.Due)
		}
	}
	if again := w.until(clockTime(25, 17, 30)); len(again) != 0 {
		t.Errorf("it fires again: %+v", again)
	}
}

// TestLevelsThatVanish: a timer of a service level that is not in the configuration any more does nothing for ever.
func TestLevelsThatVanish(t *testing.T) {
	w := newTimed(t)
	w.do(w.mail(dana, "Printer", "It jams."))
	w.p.Levels = nil
	if ds := w.until(clockTime(30, 18, 0)); len(ds) != 1 || len(ds[0].Events) != 0 || len(w.timers) != 0 {
		t.Errorf("%+v, timers %v", ds, w.timers)
	}
	w.reply(dana, "Hello?")
	w.want("dropped at the next touch", "")
}

// TestClockLaws plays days at random and counts beside the clocks what they should have counted.
func TestClockLaws(t *testing.T) {
	for seed := range uint64(60) {
		w := newTimed(t)
		dice := rand.New(rand.NewPCG(seed, 5))
		w.do(w.mail(dana, "Printer", "It jams."))
		cal := w.p.Levels["standard"].Calendar
		var counted time.Duration // of the resolution, while neither pending nor over
		for range 40 {
			before, from := w.tickets[1001], w.now
			w.until(w.now.Add(time.Duration(dice.IntN(8*60)) * time.Minute))
			if before.Category == CategoryNew || before.Category == CategoryOpen {
				counted += cal.Between(from, w.now)
			}
			switch dice.IntN(6) {
			case 0:
				w.reply(alice, "/pending")
			case 1:
				w.reply(dana, "Hello?")
			case 2:
				w.reply(alice, "Soon.")
			case 3:
				w.reply(alice, []string{"/priority P1", "/priority P3"}[dice.IntN(2)])
			case 4:
				w.reply(alice, "/resolve")
			case 5:
				w.reply(bob, "/take")
			}
			row := w.tickets[1001]
			c, ok := row.Clock(Resolution)
			if row.Category == CategoryClosed || row.Priority == "P2" || len(w.tickets) > 1 {
				break
			}
			spent := c.Spent
			if c.State == ClockRuns {
				spent += cal.Between(c.From, w.now)
			}
			if !ok || spent != counted {
				t.Fatalf("seed %d: the clock counts %s, and %s have passed: %s", seed, spent, counted, w.clocks(1001))
			}
			if due := row.due(); !due.Equal(row.DueAt) {
				t.Fatalf("seed %d: due %s and not %s", seed, row.DueAt, due)
			}
			next := (&decider{p: w.p}).nextLevelTimer(row)
			if timer := w.timers[Timer{Ticket: 1001, Kind: TimerLevel}]; !timer.Equal(next) {
				t.Fatalf("seed %d: the timer is set to %s and not to %s", seed, timer, next)
			}
			for _, c := range row.Clocks {
				if c.State == ClockRuns && c.Spent < c.Within && cal.Between(c.From, c.Due) != c.Within-c.Spent {
					t.Fatalf("seed %d: %s leaves %s of %s", seed, c.Target, cal.Between(c.From, c.Due), c.Within-c.Spent)
				}
			}
		}
	}
}
