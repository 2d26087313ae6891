package report_test

import (
	"testing"
	"time"

	"frontdesk/desk/report"
)

func TestPeriodBefore(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ since, until, before string }{
		{"2026-11-01 00:00", "2026-12-01 00:00", "2026-10-02 00:00"},
		{"2026-10-25 00:00", "2026-10-26 00:00", "2026-10-24 00:00"}, // the day has 25 hours
		{"2026-03-30 00:00", "2026-04-06 00:00", "2026-03-23 00:00"}, // the week before has a day of 23
		{"2026-10-20 14:33", "2026-11-19 14:33", "2026-09-20 14:33"},
		{"2026-11-20 08:00", "2026-11-20 12:00", "2026-11-20 04:00"},
		{"2026-10-25 00:00", "2026-10-25 12:00", "2026-10-24 11:00"}, // 13 hours
	} {
		at := func(s string) time.Time {
			v, err := time.ParseInLocation("2006-01-02 15:04", s, berlin)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		q := report.Query{Since: at(c.since), Until: at(c.until), Location: berlin}
		if got := q.Before().In(berlin).Format("2006-01-02 15:04"); got != c.before {
			t.Errorf("before %s to %s: since %s, want %s", c.since, c.until, got, c.before)
		}
	}
}

func TestPeriodInWords(t *testing.T) {
	day := func(d, h int) time.Time { return time.Date(2026, 11, d, h, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		since, until time.Time
		want         string
	}{
		{day(1, 0), day(2, 0), "1 Nov 2026"},
		{day(1, 0), day(8, 0), "1 Nov 2026 – 7 Nov 2026"},
		{day(1, 9), day(8, 0), "1 Nov 2026 09:00 – 8 Nov 2026 00:00"},
	} {
		if got := (report.Query{Since: c.since, Until: c.until}).Period(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
