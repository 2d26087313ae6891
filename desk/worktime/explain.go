package worktime

import (
	"fmt"
	"strings"
	"time"
)

// moreParts is how many stretches an explanation spells out; of more it shows the first
// and the last.
const moreParts = 4

// Explain spells out what Add counts:
//
//	4h in calendar office from Mon 2026-11-23 16:20: Mon 16:20-18:00 (1h40m), Tue 08:00-10:20 (2h20m); until Tue 2026-11-24 10:20
func (c *Calendar) Explain(t time.Time, d time.Duration) string {
	t = t.In(c.zone())
	end := c.Add(t, d)
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s from %s", Short(d), c.title(), t.Format(longForm))
	if d > 0 && !c.always() {
		if !c.Open(t) {
			b.WriteString(", which is outside its hours")
		}
		b.WriteString(": " + c.spelled(t, d))
		b.WriteString(c.closed(t, end))
	}
	fmt.Fprintf(&b, "; until %s", end.Format(longForm))
	return b.String()
}

// longForm is how explanations write a moment.
const longForm = "Mon 2006-01-02 15:04"

// title names the calendar.
func (c *Calendar) title() string {
	switch {
	case c.always():
		return "round the clock"
	case c.Name == "":
		return "of opening hours"
	}
	return "in calendar " + c.Name
}

// spelled lists the stretches that make up d.
func (c *Calendar) spelled(t time.Time, d time.Duration) string {
	var first, last []string // the beginning, and what may be the end
	count := 0
	for p := range c.parts(t, d) {
		part := fmt.Sprintf("%s-%s (%s)", p.from.Format("Mon 15:04"), p.to.Format("15:04"), Short(p.to.Sub(p.from)))
		if count++; count < moreParts {
			first = append(first, part)
		} else {
			last = []string{part}
		}
	}
	if count > moreParts {
		first = append(first, fmt.Sprintf("%d more", count-moreParts))
	}
	return strings.Join(append(first, last...), ", ")
}

// closed lists the holidays that fell on working days in between.
func (c *Calendar) closed(from, to time.Time) string {
	var days []string
	last := DateOf(to)
	for day := DateOf(from); len(days) < moreParts; day = day.next() {
		if c.Holidays[day] && len(c.Week[day.weekday()]) > 0 {
			days = append(days, day.String())
		}
		if day == last {
			break
		}
	}
	if len(days) == 0 {
		return ""
	}
	return "; holidays " + strings.Join(days, ", ")
}

// Short is a duration as people write it: 1h40m, 30m, 45s. From a minute on, seconds are rounded away.
func Short(d time.Duration) string {
	if d >= time.Minute {
		d = d.Round(time.Minute)
	}
	s := d.Round(time.Second).String()
	if strings.HasSuffix(s, "m0s") {
		s = s[:len(s)-2]
	}
	if strings.HasSuffix(s, "h0m") {
		s = s[:len(s)-2]
	}
	return s
}
