package desk

import (
	"strings"
	"testing"
	"time"
)

func at(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, time.UTC) } // the world begins on the 20th at 12

func TestSchedule(t *testing.T) {
	w := approvedChange(t)
	d := w.say("1001", "/schedule 2026-11-21 22:00 2h")
	w.wantStatus(1001, "scheduled")
	if got := w.tickets[1001].Window(); got != (Window{From: at(21, 22), To: at(22, 0)}) {
		t.Errorf("window %+v", got)
	}
	if !timerAt(d, TimerStart).Equal(at(21, 22)) || !timerAt(d, TimerReview).Equal(at(22, 0)) {
		t.Errorf("timers %+v", d.Timers)
	}
	w.want(d, OutcomeCommand, 1001, "agent-update>"+bob)
	n := d.Notices[0]
	if n.Window == nil || n.Window.Cancelled || n.Changes[0] != "Scheduled: 2026-11-21 22:00 – 2026-11-22 00:00" || n.Transcript[0].Rows[0][1] != "one node, then the other" {
		t.Errorf("told %+v", n)
	}
	d = w.say("1001", "/schedule 2026-11-21 22:00 2h")
	if told(d) != "" || len(d.Timers) > 0 {
		t.Errorf("the same again: told %q, timers %v", told(d), d.Timers)
	}
	d = w.say("1001", "/schedule 2026-11-22 01:00-03:00")
	if got := w.tickets[1001].ScheduledFrom; !got.Equal(at(22, 1)) || !timerAt(d, TimerStart).Equal(got) || d.Notices[0].Changes[0] != "Scheduled: 2026-11-22 01:00 – 03:00" {
		t.Errorf("moved to %s, told %+v", got, d.Notices)
	}
}

// The window goes where the change goes, and so does what stands in calendars.
func TestTheWindowFollowsTheChange(t *testing.T) {
	for text, want := range map[string]string{
		"/status cancelled":                     "off bob",
		"/close":                                "off bob",
		"/status assessing":                     "off bob",
		"/status approved":                      "off bob",
		"/undo":                                 "off bob",
		"/status implementing":                  "",
		"/resolve":                              "",
		"/assign alice":                         "on alice, off bob",
		"/assign none":                          "on alice, on bob, on carol",
		"/assign alice\n/status cancelled":      "off bob",
		"/queue service-desk":                   "off bob",
		"/assign carol\n/schedule mon 10:00 1h": "on carol, off bob",
	} {
		t.Run(text, func(t *testing.T) {
			w := approvedChange(t)
			w.say("1001", "/schedule 2026-11-21 22:00 2h")
			d := w.say("1001", text)
			var got []string
			for _, n := range d.Notices {
				if n.Window == nil {
					continue
				}
				who, _, _ := strings.Cut(n.To.Addr, "@")
				if n.Window.Cancelled {
					got = append(got, "off "+who)
				} else {
					got = append(got, "on "+who)
				}
				if n.Window.From.IsZero() {
					t.Error("a window without a beginning")
				}
			}
			for _, one := range strings.Split(want, ", ") {
				if !strings.Contains(strings.Join(got, ", "), one) {
					t.Errorf("told %q, want %q (%s)", got, want, d.Trace.Why)
				}
			}
			if wanted := len(strings.FieldsFunc(want, func(r rune) bool { return r == ',' })); len(got) != wanted {
				t.Errorf("told %q, want %q", got, want)
			}
		})
	}
}

// What /undo takes back of a schedule is what stood before it.
func TestUndoOfASchedule(t *testing.T) {
	w := approvedChange(t)
	w.say("1001", "/schedule 2026-11-21 22:00 2h")
	w.say("1001", "/schedule 2026-11-23 22:00 2h")
	d := w.say("1001", "/undo")
	if got := w.tickets[1001]; !got.ScheduledFrom.Equal(at(21, 22)) || got.Status != "scheduled" || !timerAt(d, TimerStart).Equal(at(21, 22)) {
		t.Errorf("it is %s, from %s", got.Status, got.ScheduledFrom)
	}
	if len(d.Notices) != 1 || d.Notices[0].Window == nil || d.Notices[0].Window.Cancelled {
		t.Errorf("told %q", told(d))
	}
}

// A lifecycle of one's own may call it otherwise.
func TestScheduleInALifecycleOfOnesOwn(t *testing.T) {
	w := changing(t)
	life := *w.p.Lifecycles["change"]
	life.Statuses = []Status{{"wish", CategoryNew}, {"asked", CategoryPending}, {"granted", CategoryOpen}, {"scheduled", CategoryOpen}, {"made", CategoryResolved}, {"over", CategoryClosed}}
	life.Gates, life.Take, life.Resolve, life.Review, life.Close, life.Reject, life.Reopen = []string{"asked"}, "granted", "made", "", "over", "over", "granted"
	w.p.Lifecycles["change"] = &life
	w.handle(w.mail(bob, "Patch", "/model patch-day"))
	w.wantStatus(1001, "granted")
	w.say("1001", "/schedule 2026-11-21 22:00 2h")
	w.wantStatus(1001, "scheduled")
	w.now = at(22, 1)
	w.fire(TimerStart, 1001)
	w.fire(TimerReview, 1001)
	w.wantStatus(1001, "scheduled") // it has no status for either
}

func TestConflicts(t *testing.T) {
	for name, c := range map[string]struct{ service, when, why, free string }{
		"another service":        {"web", "2026-11-21 22:00 2h", "", ""},
		"no service":             {"", "2026-11-21 22:00 2h", "", ""},
		"before it":              {"mail", "2026-11-21 20:00 2h", "", ""},
		"after it":               {"mail", "2026-11-22 00:00 1h", "", ""},
		"into it":                {"mail", "2026-11-21 21:00 2h", "change #1001 of the same service is planned for 2026-11-21 22:00 – 2026-11-22 00:00", "2026-11-22 00:00 2026-11-22 02:00"},
		"around it":              {"mail", "2026-11-21 21:00 5h", "change #1001", "2026-11-22 00:00 2026-11-22 05:00"},
		"into a blackout":        {"web", "2026-11-22 23:00 2h", "no change may be made during 2026-11-23 00:00 – 2026-11-25 00:00: closing of the books", "2026-11-25 00:00 2026-11-25 02:00"},
		"free is past all":       {"mail", "2026-11-21 23:00 26h", "change #1001", "2026-11-27 00:00 2026-11-28 02:00"},
		"a blackout of one name": {"web", "2026-11-26 12:00 1h", "no change may be made during 2026-11-26 00:00 – 2026-11-27 00:00: fair", "2026-11-27 00:00 2026-11-27 01:00"},
	} {
		t.Run(name, func(t *testing.T) {
			w := approvedChange(t)
			w.p.Blackouts = []Blackout{{Name: "fair", From: at(26, 0), To: at(27, 0)}, {Name: "books", Reason: "closing of the books", From: at(23, 0), To: at(25, 0)}}
			w.say("1001", "/schedule 2026-11-21 22:00 2h")
			text := "/take\n/model patch-day"
			if c.service != "" {
				text += "\n/service " + c.service
			}
			w.handle(w.mail(bob, "Another", text))
			d := w.say("1002", "/schedule "+c.when)
			if c.why == "" {
				w.wantStatus(1002, "scheduled")
				return
			}
			w.wantStatus(1002, "approved")
			p := d.Notices[0].Problems[0]
			if !strings.Contains(p.Message, c.why) || p.Possible[0] != "/schedule "+c.free {
				t.Errorf("%q, possible %q", p.Message, p.Possible)
			}
			w.say("1002", p.Possible[0])
			w.wantStatus(1002, "scheduled")
		})
	}
}

// Of a change that the agent may not work, only the time is said; one that is over is in nobody's way.
func TestConflictsWithOthers(t *testing.T) {
	w := approvedChange(t)
	w.p.Queues = append(w.p.Queues, Queue{Name: "secret", Practice: "change", Lifecycle: "change", Agents: []string{"carol"}})
	w.say("1001", "/schedule 2026-11-21 22:00 2h")
	w.handle(w.mail(carol, "Secret", "/model patch-day\n/service mail"))
	w.handle(w.mail(carol, "[ACME #1002] Secret", "/queue secret"))
	w.handle(w.mail(carol, "[ACME #1002] Secret", "/schedule 2026-11-22 10:00 2h"))
	w.wantStatus(1002, "scheduled")
	d := w.say("1001", "/schedule 2026-11-22 11:00 1h")
	if p := d.Notices[0].Problems[0]; strings.Contains(p.Message, "1002") || !strings.Contains(p.Message, "another change of the same service") {
		t.Errorf("%q", p.Message)
	}
	w.handle(w.mail(carol, "[ACME #1002] Secret", "/resolve"))
	w.say("1001", "/schedule 2026-11-22 11:00 1h")
	if !w.tickets[1001].ScheduledFrom.Equal(at(22, 11)) {
		t.Error("a change that is made is in the way of another")
	}
}

func TestScheduleMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"/schedule 2026-11-19 10:00 1h":    "past",
		"/schedule 2026-11-21 22:00 20:00": "",
	} {
		w := approvedChange(t)
		d := w.say("1001", text)
		if want == "" {
			w.wantStatus(1001, "scheduled")
			continue
		}
		if !strings.Contains(d.Notices[0].Problems[0].Message, want) {
			t.Errorf("%s: %+v", text, d.Notices[0].Problems)
		}
	}
	w, _, toAlice := printer(t)
	d := w.handle(w.mail(alice, "Re: x", "/schedule mon 10:00 1h", replyTo(toAlice)))
	if !strings.Contains(d.Notices[0].Problems[0].Message, "for changes alone") {
		t.Errorf("%+v", d.Notices[0].Problems)
	}
}

func TestNextFree(t *testing.T) {
	o := func(from, to int) obstacle { return obstacle{Window: Window{From: at(21, from), To: at(21, to)}} }
	for _, c := range []struct {
		taken []obstacle
		want  int
	}{
		{nil, 1}, {[]obstacle{o(0, 1)}, 1}, {[]obstacle{o(0, 2)}, 2}, {[]obstacle{o(0, 10), o(1, 3), o(3, 4)}, 10}, {[]obstacle{o(2, 3), o(4, 5), o(5, 7), o(9, 12)}, 7},
	} {
		if got := nextFree(Window{From: at(21, 1), To: at(21, 3)}, c.taken); !got.From.Equal(at(21, c.want)) || got.To.Sub(got.From) != 2*time.Hour {
			t.Errorf("%v: %v", c.taken, got)
		}
	}
}

func TestAChangeIsMadeAndReviewed(t *testing.T) {
	w := approvedChange(t)
	w.say("1001", "/schedule 2026-11-21 22:00 2h")
	if w.fire(TimerStart, 1001); w.tickets[1001].Status != "scheduled" {
		t.Fatal("it began too early")
	}
	w.now = at(21, 22)
	n := w.fire(TimerStart, 1001)
	w.wantStatus(1001, "implementing")
	if len(n) != 1 || n[0].To.Addr != bob || n[0].Changes[0] != "The change begins: 2026-11-21 22:00 – 2026-11-22 00:00" || n[0].Window != nil {
		t.Errorf("told %+v", n)
	}
	if w.fire(TimerStart, 1001); w.tickets[1001].Status != "implementing" {
		t.Error("it began twice")
	}
	w.now = at(22, 0)
	n = w.fire(TimerReview, 1001)
	w.wantStatus(1001, "in-review")
	if len(n) != 1 || !strings.HasPrefix(n[0].Changes[0], "Did it work?") || len(n[0].Transcript) != 1 {
		t.Errorf("told %+v", n)
	}
	d := w.say("1001", "/status failed")
	w.wantStatus(1001, "failed")
	if f := w.tickets[1001].Fields; f[FieldOutcome] != "failed" || f[FieldReviewed] != "bob" {
		t.Errorf("fields %v", f)
	}
	if !timerAt(d, TimerReview).IsZero() {
		t.Error("what was reviewed is reviewed again")
	}
	w.say("1001", "/reopen")
	if f := w.tickets[1001].Fields; f[FieldOutcome] != "" || f[FieldReviewed] != "" {
		t.Errorf("opened again: %v", f)
	}
}

// A window that passed while the desk was down ends in the question all the same.
func TestAWindowThatWasSleptThrough(t *testing.T) {
	w := approvedChange(t)
	w.say("1001", "/schedule 2026-11-21 22:00 2h")
	w.now = at(25, 9)
	if n := w.fire(TimerStart, 1001); len(n) > 0 {
		t.Errorf("told that it begins: %+v", n)
	}
	if n := w.fire(TimerReview, 1001); len(n) != 1 {
		t.Errorf("told %+v", n)
	}
	w.wantStatus(1001, "in-review")
}

func TestEmergenciesAreReviewedAfterwards(t *testing.T) {
	w := changing(t)
	w.handle(w.mail(dana, "Close the relay", "Now."))
	w.say("1001", "/take\n/type emergency")
	w.p.Models[3].Approval = nil // as if alice had said yes
	w.say("1001", "/status awaiting-approval")
	w.handle(w.mail(alice, "[ACME #1001] Close the relay", "/approve", replyTo(w.ids[alice])))
	if w.tickets[1001].Status != "approved" {
		t.Fatalf("it is %s", w.tickets[1001].Status)
	}
	d := w.say("1001", "/resolve")
	w.want(d, OutcomeCommand, 1001, "resolved>"+dana)
	if !timerAt(d, TimerReview).Equal(w.now.Add(reviewAfter)) {
		t.Errorf("timers %v", d.Timers)
	}
	w.now = w.now.Add(reviewAfter)
	n := w.fire(TimerReview, 1001)
	w.wantStatus(1001, "in-review")
	if len(n) != 1 || !strings.Contains(n[0].Changes[0], "reviewed afterwards") || w.tickets[1001].Fields[FieldOutcome] != "implemented" {
		t.Errorf("told %+v, fields %v", n, w.tickets[1001].Fields)
	}
	d = w.say("1001", "/resolve")
	w.wantStatus(1001, "implemented")
	w.want(d, OutcomeCommand, 1001, "") // the requester knows
	if w.tickets[1001].Fields[FieldReviewed] != "bob" || !timerAt(d, TimerReview).IsZero() {
		t.Errorf("fields %v", w.tickets[1001].Fields)
	}
}

// A standard change is closed without review, any other passes it; who closes it by hand has reviewed it.
func TestReviewBeforeClosing(t *testing.T) {
	for model, want := range map[string]string{"patch-day": "implemented closed", "": "implemented in-review closed"} {
		w := changing(t)
		if model == "" {
			w.p.Queues[1].Model = ""
		}
		w.handle(w.mail(bob, "Patch", strings.TrimSuffix("/take\n/model "+model, "\n/model ")))
		w.say("1001", "/resolve")
		w.say("1001", "/close")
		passed := ""
		for _, e := range w.events[1001] {
			if s, ok := e.Detail.(StatusChanged); ok {
				passed += " " + s.To
			}
		}
		if !strings.HasSuffix(passed, want) {
			t.Errorf("%q passed%s", model, passed)
		}
		if f := w.tickets[1001].Fields; f[FieldOutcome] != "implemented" || (f[FieldReviewed] == "bob") != (model == "") {
			t.Errorf("%q: %v", model, f)
		}
	}
}

func TestChangesInTheMorning(t *testing.T) {
	w := approvedChange(t)
	w.p.Morning = 7 * 60
	w.p.Agents[0].Role = RoleManager
	w.say("1001", "/schedule 2026-11-23 22:00 2h")
	o := Overview{Open: []Ticket{w.tickets[1001]}}
	who := func(due, now time.Time) (names string) {
		for _, n := range w.p.Mornings(o, due, now) {
			for _, s := range n.Transcript {
				if s.Title == "Changes today" {
					names += strings.TrimSuffix(n.To.Addr, "@acme.example") + " " + s.Rows[0][0] + ", "
				}
			}
		}
		return names
	}
	const window = " 2026-11-23 22:00 – 2026-11-24 00:00, "
	if got := who(at(23, 7), at(23, 7)); got != "alice"+window+"bob"+window+"carol"+window {
		t.Errorf("told %q", got)
	}
	w.p.Queues[1].Agents = []string{"bob"}
	if got := who(at(23, 7), at(23, 7)); got != "alice"+window+"bob"+window {
		t.Errorf("told %q", got)
	}
	if got := who(at(24, 7), at(24, 7)); got != "" {
		t.Errorf("the day after: %q", got)
	}
}

func TestListSchedule(t *testing.T) {
	w := approvedChange(t)
	d := w.handle(w.mail(bob, "Hello", "/list schedule"))
	if len(d.Questions) != 1 || d.Questions[0].Kind != AskSchedule || !d.Questions[0].Filter.Open {
		t.Fatalf("%+v", d.Questions)
	}
	s := Scribe{Policy: w.p, Now: w.now, Location: time.UTC}
	list := []Ticket{{ID: 7, ScheduledFrom: at(23, 1), ScheduledTo: at(23, 2), Subject: "later"}, {ID: 8, ScheduledFrom: at(20, 11), ScheduledTo: at(20, 13), Assignee: "bob", Subject: "under way"},
		{ID: 9, ScheduledFrom: at(20, 10), ScheduledTo: at(20, 11), Subject: "past"}, {ID: 10, Subject: "no change"}, {ID: 11, Category: CategoryResolved, ScheduledFrom: at(23, 1), ScheduledTo: at(23, 2)}}
	rows := s.Schedule(d.Questions[0], list).Rows
	if len(rows) != 2 || rows[0][1] != "#8" || rows[1][1] != "#7" || rows[1][3] != "nobody" {
		t.Errorf("%q", rows)
	}
	if none := s.Schedule(d.Questions[0], nil); len(none.Lines) != 1 {
		t.Errorf("%+v", none)
	}
}
