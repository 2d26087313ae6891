package worktime

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// zones have every kind of clock change: whole and half hours, at midnight, over
// midnight, a skipped day, none.
var zones = []string{
	"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe",
	"America/Sao_Paulo", "America/St_Johns", "Africa/Cairo", "Pacific/Apia", "America/Havana",
}

// quarterZones are those that change their clocks at a full quarter of an hour.
var quarterZones = slices.DeleteFunc(slices.Clone(zones), func(name string) bool { return name == "America/St_Johns" })

// anyCalendar draws a calendar with some opening hours and holidays.
func anyCalendar(t *testing.T, zones []string) *rapid.Generator[*Calendar] {
	return rapid.Custom(func(r *rapid.T) *Calendar {
		c := &Calendar{Location: zone(t, rapid.SampledFrom(zones).Draw(r, "zone")), Holidays: map[Date]bool{}}
		for day := range c.Week {
			c.Week[day] = anyHours.Draw(r, "hours")
		}
		c.Week[rapid.IntRange(0, 6).Draw(r, "working day")] = []Interval{{480, 960}}
		for range rapid.IntRange(0, 20).Draw(r, "holidays") {
			c.Holidays[DateOf(anyTime.Draw(r, "holiday"))] = true
		}
		return c
	})
}

// anyHours draws none to three stretches of a day, some of which touch.
var anyHours = rapid.Custom(func(r *rapid.T) []Interval {
	marks := rapid.SliceOfNDistinct(rapid.IntRange(0, 96), 0, 6, rapid.ID[int]).Draw(r, "quarters")
	slices.Sort(marks)
	step := 2
	if rapid.Bool().Draw(r, "touching") {
		step = 1
	}
	var hours []Interval
	for i := 0; i+1 < len(marks); i += step {
		hours = append(hours, Interval{marks[i] * 15, marks[i+1] * 15})
	}
	return hours
})

// anyTime draws a second of twenty years, in which all zones changed their clocks.
var anyTime = rapid.Custom(func(r *rapid.T) time.Time {
	first := time.Date(2008, 1, 1, 0, 0, 0, 0, time.UTC)
	return first.Add(time.Duration(rapid.Int64Range(0, 20*365*24*3600).Draw(r, "second")) * time.Second)
})

// TestLaws holds Add and Between against each other: over ten years, in every zone.
func TestLaws(t *testing.T) {
	calendars := anyCalendar(t, zones)
	rapid.Check(t, func(r *rapid.T) {
		c := calendars.Draw(r, "calendar")
		from := anyTime.Draw(r, "from")
		d := time.Duration(rapid.Int64Range(0, 3000*3600).Draw(r, "d")) * time.Second
		end := c.Add(from, d)
		if got := c.Between(from, end); got != d {
			r.Fatalf("from %s, %s: ends %s, and between them are %s", from, d, end, got)
		}
		if end.Before(from) {
			r.Fatalf("%s + %s goes back to %s", from, d, end)
		}
		if got := c.Between(end, from); got != -d {
			r.Fatalf("backwards it is %s, want %s", got, -d)
		}
		more := time.Duration(rapid.Int64Range(0, 500*3600).Draw(r, "more")) * time.Second
		if one, two := c.Add(from, d+more), c.Add(end, more); d > 0 && more > 0 && !one.Equal(two) {
			r.Fatalf("%s + %s + %s: at once %s, in two steps %s", from, d, more, one, two)
		}
		middle := from.Add(time.Duration(rapid.Int64Range(0, 10*365*24).Draw(r, "hours to the middle")) * time.Hour)
		far := middle.Add(time.Duration(rapid.Int64Range(0, 2*365*24).Draw(r, "hours beyond")) * time.Hour)
		if sum := c.Between(from, middle) + c.Between(middle, far); sum != c.Between(from, far) {
			r.Fatalf("in two parts %s, at once %s", sum, c.Between(from, far))
		}
	})
}

// TestBetweenCountsOpenMinutes holds Between against asking every quarter of an hour,
// and the clock of the wall.
func TestBetweenCountsOpenMinutes(t *testing.T) {
	calendars := anyCalendar(t, quarterZones)
	rapid.Check(t, func(r *rapid.T) {
		c := calendars.Draw(r, "calendar")
		from := anyTime.Draw(r, "from").Truncate(15 * time.Minute)
		var sum time.Duration
		to := from
		for range rapid.IntRange(0, 300).Draw(r, "quarters") {
			if c.Open(to) {
				sum += 15 * time.Minute
			}
			if want, sure := openByTheWall(c, to); sure && c.Open(to) != want {
				r.Fatalf("open at %s: %v, the wall says %v", to.In(c.Location), c.Open(to), want)
			}
			to = to.Add(15 * time.Minute)
		}
		if got := c.Between(from, to); got != sum {
			r.Fatalf("from %s to %s: %s, one by one %s", from, to, got, sum)
		}
	})
}

// openByTheWall reads the clock on the wall, and is sure of it on days without change.
func openByTheWall(c *Calendar, t time.Time) (open, sure bool) {
	local := t.In(c.Location)
	start, end := local.ZoneBounds()
	const day = 25 * time.Hour
	sure = (start.IsZero() || t.Sub(start) > day) && (end.IsZero() || end.Sub(t) > day)
	minute := local.Hour()*60 + local.Minute()
	if c.Holidays[DateOf(local)] {
		return false, sure
	}
	return slices.ContainsFunc(c.Week[local.Weekday()], func(i Interval) bool { return i.From <= minute && minute < i.To }), sure
}

func FuzzParseHours(f *testing.F) {
	for _, seed := range []string{"08:00-12:00 13:00-16:00", "00:00-24:00", "", "22:00-06:00", "8:0-9:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		hours, err := ParseHours(s)
		end := 0
		for i, h := range hours {
			if h.From < end || h.From >= h.To || h.To > 1440 || i > 0 && h.From < hours[i-1].To {
				t.Errorf("%q: %v", s, hours)
			}
			end = h.To
		}
		if err != nil && hours != nil {
			t.Errorf("%q: hours beside an error", s)
		}
	})
}
