package worktime

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var stretch = regexp.MustCompile(`^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$`)

// ParseHours reads the opening hours of a day, such as "08:00-12:00 13:00-16:00". They
// stand in order and do not overlap; 24:00 may end the last; "" is a day on which
// nobody works. The error says which stretch is wrong and how to write it.
func ParseHours(s string) ([]Interval, error) {
	var hours []Interval
	for word := range strings.FieldsSeq(s) {
		m := stretch.FindStringSubmatch(word)
		if m == nil {
			return nil, fmt.Errorf("%q are no hours: write them like 08:00-12:00 13:00-16:00", word)
		}
		from, ok := minutes(m[1], m[2])
		to, alsoOK := minutes(m[3], m[4])
		switch {
		case !ok || !alsoOK || from == 24*60:
			return nil, fmt.Errorf("%q: a day goes from 00:00 to 24:00", word)
		case from >= to:
			return nil, fmt.Errorf("%q ends before it begins: split it at midnight, %s-24:00 and 00:00-%s on the next day", word, clock(from), clock(to))
		case len(hours) > 0 && from < hours[len(hours)-1].To:
			return nil, fmt.Errorf("%q begins before the hours in front of it end, at %s", word, clock(hours[len(hours)-1].To))
		}
		hours = append(hours, Interval{from, to})
	}
	return hours, nil
}

// minutes reads a time of day.
func minutes(hour, minute string) (int, bool) {
	h, _ := strconv.Atoi(hour) // two digits at most
	m, _ := strconv.Atoi(minute)
	return h*60 + m, m < 60 && h*60+m <= 24*60
}

// clock is a time of day as people write it.
func clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// ParseDate reads a day such as "2026-12-25".
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is no day: write it like 2026-12-25", s)
	}
	return DateOf(t), nil
}
