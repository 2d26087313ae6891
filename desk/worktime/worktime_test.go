package worktime

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the tests need zones wherever they run
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func hours(t testing.TB, s string) []Interval {
	t.Helper()
	h, err := ParseHours(s)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// office is open 08:00 to 18:00, on Fridays with a break and to 16:00, in Berlin.
func office(t testing.TB) *Calendar {
	c := &Calendar{Name: "office", Location: zone(t, "Europe/Berlin"), Holidays: map[Date]bool{{2026, 12, 25}: true, {2026, 12, 26}: true}}
	for day := time.Monday; day <= time.Thursday; day++ {
		c.Week[day] = hours(t, "08:00-18:00")
	}
	c.Week[time.Friday] = hours(t, "08:00-12:00 13:00-16:00")
	return c
}

// weekly is open the same hours every day.
func weekly(t testing.TB, zoneName, h string) *Calendar {
	c := &Calendar{Location: zone(t, zoneName)}
	for day := range c.Week {
		c.Week[day] = hours(t, h)
	}
	return c
}

const form = "Mon 2006-01-02 15:04"

func moment(t testing.TB, c *Calendar, s string) time.Time {
	t.Helper()
	m, err := time.ParseInLocation("2006-01-02 15:04", s, c.zone())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAdd(t *testing.T) {
	c := office(t)
	for _, row := range []struct {
		from string
		d    time.Duration
		want string
	}{
		{"2026-11-23 16:20", 4 * time.Hour, "Tue 2026-11-24 10:20"},
		{"2026-11-23 08:00", time.Hour, "Mon 2026-11-23 09:00"},
		{"2026-11-23 07:00", time.Hour, "Mon 2026-11-23 09:00"},
		{"2026-11-23 08:00", 10 * time.Hour, "Mon 2026-11-23 18:00"}, // the closing time
		{"2026-11-23 18:00", time.Minute, "Tue 2026-11-24 08:01"},
		{"2026-11-23 23:00", 10 * time.Hour, "Tue 2026-11-24 18:00"},
		{"2026-11-27 11:30", time.Hour, "Fri 2026-11-27 13:30"}, // over the break
		{"2026-11-27 11:30", 30 * time.Minute, "Fri 2026-11-27 12:00"},
		{"2026-11-27 15:00", 2 * time.Hour, "Mon 2026-11-30 09:00"}, // over the weekend
		{"2026-11-28 12:00", time.Hour, "Mon 2026-11-30 09:00"},
		{"2026-12-24 17:00", 2 * time.Hour, "Mon 2026-12-28 09:00"}, // over holidays
		{"2026-12-25 10:00", time.Hour, "Mon 2026-12-28 09:00"},
		{"2026-10-23 15:00", 2 * time.Hour, "Mon 2026-10-26 09:00"}, // over the end of summer time
		{"2026-11-23 16:20", 0, "Mon 2026-11-23 16:20"},
		{"2026-11-28 12:00", -time.Hour, "Sat 2026-11-28 12:00"},
	} {
		if got := c.Add(moment(t, c, row.from), row.d).Format(form); got != row.want {
			t.Errorf("%s + %s = %s, want %s", row.from, row.d, got, row.want)
		}
	}
}

func TestAddFromAnotherZone(t *testing.T) {
	c := office(t)
	from := time.Date(2026, 11, 23, 15, 20, 0, 0, time.UTC) // 16:20 in Berlin
	if got := c.Add(from, 4*time.Hour).Format(form + " MST"); got != "Tue 2026-11-24 10:20 CET" {
		t.Errorf("got %s", got)
	}
}

func TestBetween(t *testing.T) {
	c := office(t)
	for _, row := range []struct {
		a, b string
		want time.Duration
	}{
		{"2026-11-23 16:20", "2026-11-24 10:20", 4 * time.Hour},
		{"2026-11-24 10:20", "2026-11-23 16:20", -4 * time.Hour},
		{"2026-11-23 10:00", "2026-11-23 10:00", 0},
		{"2026-11-28 10:00", "2026-11-29 10:00", 0}, // a weekend
		{"2026-11-23 06:00", "2026-11-23 20:00", 10 * time.Hour},
		{"2026-11-23 00:00", "2026-11-30 00:00", 47 * time.Hour}, // a week
		{"2026-12-21 00:00", "2026-12-28 00:00", 40 * time.Hour}, // with a holiday on Friday
		{"2026-11-27 11:00", "2026-11-27 14:00", 2 * time.Hour},
	} {
		if got := c.Between(moment(t, c, row.a), moment(t, c, row.b)); got != row.want {
			t.Errorf("from %s to %s: %s, want %s", row.a, row.b, got, row.want)
		}
	}
}

func TestOpen(t *testing.T) {
	c := office(t)
	for at, want := range map[string]bool{
		"2026-11-23 08:00": true, "2026-11-23 17:59": true, "2026-11-23 18:00": false, "2026-11-23 07:59": false,
		"2026-11-27 12:30": false, "2026-11-28 10:00": false, "2026-12-25 10:00": false,
	} {
		if got := c.Open(moment(t, c, at)); got != want {
			t.Errorf("open at %s: %v", at, got)
		}
	}
}

func TestRoundTheClock(t *testing.T) {
	from := time.Date(2026, 12, 25, 3, 0, 0, 0, time.UTC)
	for name, c := range map[string]*Calendar{"nil": nil, "empty": {}, "holidays alone": {Holidays: map[Date]bool{{2026, 12, 25}: true}}} {
		if got := c.Add(from, 30*time.Hour); !got.Equal(from.Add(30 * time.Hour)) {
			t.Errorf("%s: Add = %s", name, got)
		}
		if got := c.Between(from, from.Add(30*time.Hour)); got != 30*time.Hour {
			t.Errorf("%s: Between = %s", name, got)
		}
		if !c.Open(from) {
			t.Errorf("%s: closed", name)
		}
	}
}

// TestClockChanges counts on the days that clocks are changed.
func TestClockChanges(t *testing.T) {
	for _, row := range []struct {
		zone, hours, day string
		want             time.Duration
	}{
		{"Europe/Berlin", "00:00-24:00", "2026-03-29", 23 * time.Hour},
		{"Europe/Berlin", "00:00-24:00", "2026-10-25", 25 * time.Hour},
		{"Europe/Berlin", "08:00-18:00", "2026-10-25", 10 * time.Hour},
		{"Europe/Berlin", "02:00-03:00", "2026-03-29", 0},                         // an hour that there is not
		{"Europe/Berlin", "02:30-04:00", "2026-03-29", time.Hour},                 // opens when the clock jumps to 3
		{"Europe/Berlin", "02:15-02:45", "2026-10-25", 30 * time.Minute},          // opens once, the first time
		{"Europe/Berlin", "01:00-03:00", "2026-10-25", 3 * time.Hour},             // and hours that meet
		{"Europe/Berlin", "01:00-02:30 02:30-03:00", "2026-10-25", 3 * time.Hour}, // count the same
		{"Australia/Lord_Howe", "00:00-24:00", "2026-04-05", 24*time.Hour + 30*time.Minute},
		{"America/New_York", "00:00-24:00", "2026-11-01", 25 * time.Hour},
		{"Africa/Cairo", "00:00-24:00", "2026-04-24", 23 * time.Hour},     // midnight is skipped
		{"America/St_Johns", "00:00-24:00", "2010-11-06", 24 * time.Hour}, // one minute after midnight back to the day before
		{"Pacific/Apia", "08:00-18:00", "2011-12-30", 0},                  // a day that there was not
		{"Asia/Kolkata", "09:00-17:30", "2026-11-23", 8*time.Hour + 30*time.Minute},
	} {
		c := weekly(t, row.zone, row.hours)
		day, err := ParseDate(row.day)
		if err != nil {
			t.Fatal(err)
		}
		a, b := at(day, 0, c.Location), at(day.next(), 0, c.Location)
		if got := c.Between(a, b); got != row.want {
			t.Errorf("%s, %s on %s: %s, want %s", row.zone, row.hours, row.day, got, row.want)
		}
	}
}

// TestAt says which moment a clock means that shows a minute twice, or never.
func TestAt(t *testing.T) {
	for _, row := range []struct{ zone, day, clock, want string }{
		{"Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30:00Z"}, // the first of two
		{"Europe/Berlin", "2026-10-25", "03:00", "2026-10-25T02:00:00Z"},
		{"Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:00:00Z"}, // never: the moment of the change
		{"America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00Z"},
		{"America/New_York", "2026-03-08", "02:30", "2026-03-08T07:00:00Z"},
		{"Africa/Cairo", "2026-04-24", "00:00", "2026-04-23T22:00:00Z"},
		{"Pacific/Apia", "2011-12-30", "12:00", "2011-12-30T10:00:00Z"},
		{"UTC", "2026-11-23", "24:00", "2026-11-24T00:00:00Z"},
	} {
		day, err := ParseDate(row.day)
		if err != nil {
			t.Fatal(err)
		}
		minute, _ := minutes(row.clock[:2], row.clock[3:])
		if got := at(day, minute, zone(t, row.zone)).UTC().Format(time.RFC3339); got != row.want {
			t.Errorf("%s %s in %s is %s, want %s", row.day, row.clock, row.zone, got, row.want)
		}
	}
}

func TestParseHours(t *testing.T) {
	for s, want := range map[string][]Interval{
		"":                            nil,
		"08:00-18:00":                 {{480, 1080}},
		"8:00-18:00":                  {{480, 1080}},
		" 08:00-12:00   13:00-16:00 ": {{480, 720}, {780, 960}},
		"08:00-12:00 12:00-16:00":     {{480, 720}, {720, 960}},
		"00:00-24:00":                 {{0, 1440}},
		"00:00-06:00 22:00-24:00":     {{0, 360}, {1320, 1440}},
	} {
		got, err := ParseHours(s)
		if err != nil || len(got) != len(want) {
			t.Errorf("%q: %v, %v", s, got, err)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%q: %v, want %v", s, got, want)
			}
		}
	}
	for s, want := range map[string]string{
		"8-18":                    `"8-18" are no hours: write them like 08:00-12:00 13:00-16:00`,
		"08:00 - 18:00":           `"08:00" are no hours: write them like 08:00-12:00 13:00-16:00`,
		"08:00-18:00,":            `"08:00-18:00," are no hours: write them like 08:00-12:00 13:00-16:00`,
		"closed":                  `"closed" are no hours: write them like 08:00-12:00 13:00-16:00`,
		"08:60-18:00":             `"08:60-18:00": a day goes from 00:00 to 24:00`,
		"08:00-24:01":             `"08:00-24:01": a day goes from 00:00 to 24:00`,
		"24:00-24:00":             `"24:00-24:00": a day goes from 00:00 to 24:00`,
		"08:00-08:00":             `"08:00-08:00" ends before it begins: split it at midnight, 08:00-24:00 and 00:00-08:00 on the next day`,
		"22:00-06:00":             `"22:00-06:00" ends before it begins: split it at midnight, 22:00-24:00 and 00:00-06:00 on the next day`,
		"08:00-12:00 11:00-16:00": `"11:00-16:00" begins before the hours in front of it end, at 12:00`,
		"13:00-16:00 08:00-12:00": `"08:00-12:00" begins before the hours in front of it end, at 16:00`,
	} {
		if got, err := ParseHours(s); err == nil || err.Error() != want {
			t.Errorf("%q: %v, %v, want %s", s, got, err, want)
		}
	}
}

func TestParseDate(t *testing.T) {
	d, err := ParseDate("2026-12-25")
	if err != nil || d != (Date{2026, time.December, 25}) || d.String() != "2026-12-25" {
		t.Errorf("%v, %v", d, err)
	}
	for _, s := range []string{"", "2026-2-3", "25.12.2026", "2026-02-30"} {
		if d, err := ParseDate(s); err == nil || !strings.Contains(err.Error(), "is no day: write it like 2026-12-25") {
			t.Errorf("%q: %v, %v", s, d, err)
		}
	}
}

func TestExplain(t *testing.T) {
	c := office(t)
	for _, row := range []struct {
		from string
		d    time.Duration
		want string
	}{
		{"2026-11-23 16:20", 4 * time.Hour, "4h in calendar office from Mon 2026-11-23 16:20: Mon 16:20-18:00 (1h40m), Tue 08:00-10:20 (2h20m); until Tue 2026-11-24 10:20"},
		{"2026-11-28 12:00", 90 * time.Minute, "1h30m in calendar office from Sat 2026-11-28 12:00, which is outside its hours: Mon 08:00-09:30 (1h30m); until Mon 2026-11-30 09:30"},
		{"2026-12-24 17:00", 2 * time.Hour, "2h in calendar office from Thu 2026-12-24 17:00: Thu 17:00-18:00 (1h), Mon 08:00-09:00 (1h); holidays 2026-12-25; until Mon 2026-12-28 09:00"},
		{"2026-11-23 08:00", 47 * time.Hour, "47h in calendar office from Mon 2026-11-23 08:00: Mon 08:00-18:00 (10h), Tue 08:00-18:00 (10h), Wed 08:00-18:00 (10h), 2 more, Fri 13:00-16:00 (3h); until Fri 2026-11-27 16:00"},
		{"2026-11-23 08:00", 44 * time.Hour, "44h in calendar office from Mon 2026-11-23 08:00: Mon 08:00-18:00 (10h), Tue 08:00-18:00 (10h), Wed 08:00-18:00 (10h), 1 more, Fri 08:00-12:00 (4h); until Fri 2026-11-27 12:00"},
		{"2026-11-23 08:00", 0, "0s in calendar office from Mon 2026-11-23 08:00; until Mon 2026-11-23 08:00"},
	} {
		if got := c.Explain(moment(t, c, row.from), row.d); got != row.want {
			t.Errorf("\n got %s\nwant %s", got, row.want)
		}
	}
	from := time.Date(2026, 11, 23, 16, 20, 0, 0, time.UTC)
	if got, want := (*Calendar)(nil).Explain(from, 4*time.Hour), "4h round the clock from Mon 2026-11-23 16:20; until Mon 2026-11-23 20:20"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	c.Name = ""
	if got := c.Explain(from, 45*time.Second); !strings.HasPrefix(got, "45s of opening hours from Mon 2026-11-23 17:20: Mon 17:20-17:20 (45s)") {
		t.Errorf("got %s", got)
	}
}

// TestHorizon asks for more than there is.
func TestHorizon(t *testing.T) {
	c := &Calendar{}
	c.Week[time.Sunday] = []Interval{{0, 1}}
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	if got := c.Add(from, 1000*time.Hour); got.Year() != 2026+horizon && got.Year() != 2025+horizon {
		t.Errorf("Add = %s", got)
	}
	closed := &Calendar{}
	closed.Week[time.Sunday] = []Interval{{600, 600}} // never open, as ParseHours would not allow
	if got := closed.Add(from, time.Hour); !got.Equal(from) || closed.Open(from) {
		t.Errorf("Add = %s", got)
	}
}

func BenchmarkAdd(b *testing.B) {
	c := office(b)
	from := moment(b, c, "2026-11-23 16:20")
	for name, d := range map[string]time.Duration{"4h": 4 * time.Hour, "40h": 40 * time.Hour, "1000h": 1000 * time.Hour} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				c.Add(from, d)
			}
		})
	}
}
