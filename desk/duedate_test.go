package desk

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// timersOf are the timers that a decision sets, as "due 2026-11-20T16:00"; "never" cancels.
func timersOf(d Decision, kinds ...TimerKind) string {
	var out []string
	for _, t := range d.Timers {
		if slices.Contains(kinds, t.Kind) {
			at := "never"
			if !t.Due.IsZero() {
				at = t.Due.Format("2006-01-02T15:04")
			}
			out = append(out, string(t.Kind)+" "+at)
		}
	}
	return strings.Join(out, ", ")
}

// Every step: who says what at which hour, which timers follow, and who is told how.
func TestDueAndRemind(t *testing.T) {
	type step struct {
		at     string
		from   string // "due", "remind": that timer; else who writes
		text   string
		timers string
		told   string // of the mails that go out or wait
	}
	for name, steps := range map[string][]step{
		"due": {
			{"12:00", alice, "/due 4h", "due 2026-11-20T16:00", ""},
			{"12:30", alice, "/priority P1", "", ""},
			{"15:00", "due", "", "", ""},
			{"16:00", "due", "", "", "alice: It has fallen due and is not done"},
			{"16:10", dana, "And?", "", "alice: "},
		},
		"due again": {
			{"12:00", alice, "/due 4h", "due 2026-11-20T16:00", ""},
			{"13:00", alice, "/due 5h", "due 2026-11-20T18:00", ""},
			{"16:00", "due", "", "", ""},
			{"17:00", alice, "/due none", "due never", ""},
			{"18:00", "due", "", "", ""},
		},
		"due to nobody": {
			{"12:00", alice, "/due 4h\n/assign none", "due 2026-11-20T16:00", ""},
			{"16:00", "due", "", "", "alice: It has fallen due and is not done; bob: It has fallen due and is not done"},
		},
		"done in time": {
			{"12:00", alice, "/due 4h", "due 2026-11-20T16:00", ""},
			{"13:00", alice, "/resolve", "due never", "dana@example.com: "},
			{"14:00", dana, "No.", "due 2026-11-20T16:00", "alice: Status: resolved → open"},
			{"15:00", alice, "/close", "due never", "dana@example.com: "},
			{"16:00", "due", "", "", ""},
			{"17:00", dana, "It jams again.", "", "alice: Status: closed → open"},
		},
		"reminders": {
			{"12:00", alice, "/remind 4h\n/remind 2h", "remind 2026-11-20T14:00", ""},
			{"12:10", bob, "/remind 1h", "remind 2026-11-20T13:10", ""},
			{"13:10", "remind", "", "remind 2026-11-20T14:00", "bob: You wanted to be reminded of this ticket"},
			{"13:30", "remind", "", "", ""},
			{"14:00", "remind", "", "remind 2026-11-20T16:00", "alice: You wanted to be reminded of this ticket"},
			{"15:00", alice, "/close", "", "dana@example.com: "},
			{"16:00", "remind", "", "remind never", "alice: You wanted to be reminded of this ticket"},
			{"17:00", "remind", "", "", ""},
		},
		"two at once": {
			{"12:00", alice, "/remind 1h\n/remind 2h", "remind 2026-11-20T13:00", ""},
			{"15:00", "remind", "", "remind never", "alice: You wanted to be reminded of this ticket"},
		},
		"taken back": {
			{"12:00", alice, "/remind 1h", "remind 2026-11-20T13:00", ""},
			{"12:10", alice, "/remind none", "remind never", ""},
			{"13:00", "remind", "", "", ""},
		},
		"out of reach": {
			{"12:00", alice, "/remind 1h\n/queue security", "remind 2026-11-20T13:00", "carol: Moved here from service-desk by alice"},
			{"13:00", "remind", "", "remind never", ""},
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, _, _ := printer(t)
			for _, s := range steps {
				clock, _ := time.Parse("15:04", s.at)
				w.now = time.Date(2026, 11, 20, clock.Hour(), clock.Minute(), 0, 0, time.UTC)
				var d Decision
				if s.from == "due" || s.from == "remind" {
					d = w.handle(TimerDue{Timer: Timer{Ticket: 1001, Kind: TimerKind(s.from)}})
				} else {
					d = w.handle(w.mail(s.from, "[ACME #1001] x", s.text))
				}
				if got := timersOf(d, TimerDueBy, TimerRemind); got != s.timers {
					t.Errorf("%s %s %s: timers %q, want %q", s.at, s.from, s.text, got, s.timers)
				}
				if got := heard(w, d); got != s.told {
					t.Errorf("%s %s %s: told %q, want %q", s.at, s.from, s.text, got, s.told)
				}
			}
		})
	}
}

// heard is who gets to know what, now or a minute later.
func heard(w *world, d Decision) string {
	notices := slices.Clone(d.Notices)
	for _, b := range d.Bundled {
		notices = append(notices, b.Notice)
	}
	var out []string
	for _, n := range notices {
		who := n.To.Addr
		if a := w.p.AgentByAddress(who); a != nil {
			who = a.Name
		}
		out = append(out, fmt.Sprintf("%s: %s", who, strings.Join(n.Changes, " ")))
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

// Dates are those of the agent's own zone.
func TestDatesOfAnAgentElsewhere(t *testing.T) {
	w, _, _ := printer(t)
	w.p.Agents[0].Location = time.FixedZone("Auckland", 13*3600)
	d := w.handle(w.mail(alice, "[ACME #1001] x", "/due 2026-11-24\n/remind 2026-11-24"))
	if got := timersOf(d, TimerDueBy, TimerRemind); got != "due 2026-11-24T10:59, remind 2026-11-23T18:00" {
		t.Error(got)
	}
}
