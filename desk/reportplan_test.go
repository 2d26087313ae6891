package desk

import (
	"testing"
	"time"
)

// TestReportPlan goes through plans, over the days on which the clocks change.
func TestReportPlan(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skipf("no time zones on this machine: %v", err)
	}
	const form = "Mon 2006-01-02 15:04"
	for _, c := range []struct{ day, after, next, since, until string }{
		{"mon", "Wed 2026-11-25 12:00", "Mon 2026-11-30 08:00", "Mon 2026-11-23 00:00", "Mon 2026-11-30 00:00"},
		{"mon", "Mon 2026-11-30 07:59", "Mon 2026-11-30 08:00", "Mon 2026-11-23 00:00", "Mon 2026-11-30 00:00"},
		{"mon", "Mon 2026-11-30 08:00", "Mon 2026-12-07 08:00", "Mon 2026-11-30 00:00", "Mon 2026-12-07 00:00"},
		{"daily", "Sat 2026-03-28 09:00", "Sun 2026-03-29 08:00", "Sat 2026-03-28 00:00", "Sun 2026-03-29 00:00"},
		{"sun", "Sat 2026-10-24 09:00", "Sun 2026-10-25 08:00", "Sun 2026-10-18 00:00", "Sun 2026-10-25 00:00"},
		{"monthly", "Thu 2026-12-31 09:00", "Fri 2027-01-01 08:00", "Tue 2026-12-01 00:00", "Fri 2027-01-01 00:00"},
	} {
		p := &Policy{Location: berlin, Report: &ReportPlan{Day: c.day, At: 8 * 60, To: []Address{{Addr: "maria@acme.example"}}}}
		after, err := time.ParseInLocation(form, c.after, berlin)
		if err != nil {
			t.Fatal(err)
		}
		next := p.NextReport(after)
		since, until := p.ReportPeriod(next)
		if next.In(berlin).Format(form) != c.next || since.Format(form) != c.since || until.Format(form) != c.until {
			t.Errorf("%s after %s: %s, of %s to %s", c.day, c.after, next.In(berlin).Format(form), since.Format(form), until.Format(form))
		}
	}
	if next := (&Policy{Report: &ReportPlan{Day: "daily"}}).NextReport(time.Now()); !next.IsZero() {
		t.Errorf("for nobody, and still at %s", next)
	}
}
