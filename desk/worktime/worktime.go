// Package worktime counts time in business hours: when four hours of work are over that
// began on a Friday afternoon, and how much of a weekend somebody had to wait.
//
// A calendar is opening hours per weekday, as the wall clock of a zone shows them, and
// holidays. On the days that clocks change, an hour counts as often as it happens: work
// from 00:00 to 24:00 is 23 or 25 hours then.
package worktime

import (
	"iter"
	"time"
)

// Interval is a stretch of opening hours, in minutes after midnight as the wall clock
// shows them: From ≤ t < To, 0 ≤ From < To ≤ 1440.
type Interval struct{ From, To int }

// Date is a day of the calendar, in whatever zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day of t in the zone of t.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// String is the date as in ISO 8601: 2026-12-25.
func (d Date) String() string {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// weekday is the day of the week.
func (d Date) weekday() time.Weekday {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday()
}

// next is the day after.
func (d Date) next() Date {
	return DateOf(time.Date(d.Year, d.Month, d.Day+1, 0, 0, 0, 0, time.UTC))
}

// Calendar says when work is done. The nil calendar, and one without any opening hours,
// is open round the clock, holidays included. It must not change while it is used.
type Calendar struct {
	Name     string
	Location *time.Location // nil is UTC
	Week     [7][]Interval  // by time.Weekday, in order, not overlapping: as ParseHours gives them
	Holidays map[Date]bool  // closed all day
}

// horizon bounds the search for the end of a duration, in years.
const horizon = 200

// Add is the moment at which d of opening time has passed since t: the closing time
// rather than the next opening where both fit. It is in the zone of the calendar, except
// that a d of zero or less gives t back. What lies more than 200 years ahead is cut off
// there.
func (c *Calendar) Add(t time.Time, d time.Duration) time.Time {
	if d <= 0 {
		return t
	}
	end := t
	for part := range c.parts(t, d) {
		end = part.to
	}
	return end
}

// Between is the opening time from a to b; negative where b is before a.
func (c *Calendar) Between(a, b time.Time) time.Duration {
	if b.Before(a) {
		return -c.Between(b, a)
	}
	var sum time.Duration
	for s := range c.open(a) {
		if !s.from.Before(b) {
			break
		}
		sum += earlier(s.to, b).Sub(s.from)
	}
	return sum
}

// Open says whether t lies in opening hours.
func (c *Calendar) Open(t time.Time) bool {
	for s := range c.open(t) {
		return !s.from.After(t)
	}
	return false
}

// WorksOn says whether there are opening hours on a day.
func (c *Calendar) WorksOn(day Date) bool { return c.always() || len(c.hours(day)) > 0 }

// span is a stretch of time: from ≤ t < to.
type span struct{ from, to time.Time }

// parts are the stretches of opening time that make up d from t on; the last ends where
// d does.
func (c *Calendar) parts(t time.Time, d time.Duration) iter.Seq[span] {
	return func(yield func(span) bool) {
		for s := range c.open(t) {
			if length := s.to.Sub(s.from); length < d {
				d -= length
			} else {
				s.to, d = s.from.Add(d), 0
			}
			if !yield(s) || d == 0 {
				return
			}
		}
	}
}

// open are the stretches of opening time from t on, in order, the first cut at t.
func (c *Calendar) open(t time.Time) iter.Seq[span] {
	return func(yield func(span) bool) {
		zone := c.zone()
		last := t.AddDate(horizon, 0, 0)
		if c.always() {
			yield(span{t.In(zone), last.In(zone)})
			return
		}
		for day := DateOf(t.In(zone)); ; day = day.next() {
			for _, hours := range c.hours(day) {
				s := span{later(at(day, hours.From, zone), t.In(zone)), at(day, hours.To, zone)}
				if s.from.After(last) || s.from.Before(s.to) && !yield(s) {
					return
				}
			}
		}
	}
}

// hours are the opening hours of a day.
func (c *Calendar) hours(day Date) []Interval {
	if c.Holidays[day] {
		return nil
	}
	return c.Week[day.weekday()]
}

// always says whether the calendar is open round the clock.
func (c *Calendar) always() bool {
	if c == nil {
		return true
	}
	for _, hours := range c.Week {
		if len(hours) > 0 {
			return false
		}
	}
	return true
}

func (c *Calendar) zone() *time.Location {
	if c == nil || c.Location == nil {
		return time.UTC
	}
	return c.Location
}

// at is the first moment at which the clocks of a zone show that minute of that day, or
// have gone past it: where they are put forward over it, the moment when they are. So
// hours that meet on the clock meet in time, and none overlap.
func at(day Date, minute int, zone *time.Location) time.Time {
	t := time.Date(day.Year, day.Month, day.Day, 0, minute, 0, 0, zone)
	wanted := time.Date(day.Year, day.Month, day.Day, 0, minute, 0, 0, time.UTC).Unix()
	start, end := t.ZoneBounds()
	_, offset := t.Zone()
	switch shown := t.Unix() + int64(offset); {
	case shown > wanted:
		return start
	case shown < wanted:
		return end
	case start.IsZero():
		return t
	}
	_, before := start.Add(-1).Zone()
	if first := time.Unix(wanted-int64(before), 0).In(zone); first.Before(start) {
		return first // the clocks were put back: they showed it before
	}
	return t
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
