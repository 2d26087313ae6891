package command

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// When reads a time in the future, in the zone of now. It may be a span ("3d", "4h",
// "2 weeks", "1d 4h"), a day ("2026-12-01", "fri", "tomorrow"), which means its
// beginning, or a time of day, alone or on a day ("17:30", "tomorrow 9:00", "fri 5pm").
// Days and weeks of a span keep the time of day across daylight saving. A weekday or a
// time of day alone is the next one to come. The error says what is wrong with the
// value, or that it is past.
func When(value string, now time.Time) (time.Time, error) { return resolve(value, now, false) }

// By reads a deadline. It is like When, but a day without a time means its end, the
// midnight after it.
func By(value string, now time.Time) (time.Time, error) { return resolve(value, now, true) }

// Window reads the beginning and the end of planned work, such as "2026-12-01 22:00
// 2026-12-02 02:00", "sat 22:00 to sun 02:00", "sat 22:00-23:30" or "sat 22:00 4h".
// The end is read from the beginning on, and a day as the end is included.
func Window(value string, now time.Time) (start, end time.Time, err error) {
	from, to, err := splitWindow(value)
	if err != nil {
		return start, end, err
	}
	if start, err = resolve(from, now, false); err != nil {
		return start, end, err
	}
	if end, err = resolve(to, start, true); err != nil {
		return start, end, fmt.Errorf("%q ends before it begins", shorten(value))
	}
	return start, end, nil
}

// Away reads the value of the command away: until when, as When reads it, and who the
// deputy is. Either may be "".
func Away(value string) (until, deputy string, err error) {
	parts := map[string]string{} // by the word before them
	at := ""
	for _, word := range strings.Fields(value) {
		if key := strings.ToLower(word); key == "until" || key == "to" {
			at, parts[key] = key, ""
			continue
		}
		parts[at] = strings.TrimSpace(parts[at] + " " + word)
	}
	for key, part := range parts {
		if key == "" || part == "" {
			return "", "", fmt.Errorf("%q is not understood: write until and a day, to and a name, or both", shorten(value))
		}
	}
	until, deputy = parts["until"], parts["to"]
	if until != "" {
		if _, err := parseMoment(until); err != nil {
			return "", "", err
		}
	}
	if deputy != "" && !isName(deputy) {
		return "", "", fmt.Errorf("%q cannot be the name of a deputy", shorten(deputy))
	}
	return until, deputy, nil
}

func readWhen(value string) ([]string, string) {
	_, err := parseMoment(value)
	return asRead(value, err)
}

func readDue(value string) ([]string, string) {
	if strings.EqualFold(value, "none") {
		return []string{"none"}, ""
	}
	return readWhen(value)
}

func readWindow(value string) ([]string, string) {
	_, _, err := splitWindow(value)
	return asRead(value, err)
}

func readAway(value string) ([]string, string) {
	_, _, err := Away(value)
	return asRead(value, err)
}

func asRead(value string, err error) ([]string, string) {
	if err != nil {
		return nil, err.Error()
	}
	return []string{strings.Join(strings.Fields(value), " ")}, ""
}

// moment is a time as written, not yet related to now: a span, or a day, a time of
// day, or both.
type moment struct {
	days    int // of a span, or of "today" and "tomorrow" from now
	minutes int // of a span

	dayFrom func(now time.Time) (y int, m time.Month, d int) // nil without a day
	step    int                                              // days until it comes again; 0 if never

	clock     bool // a time of day is given
	hour, min int
}

// fillers are words that people write before a time and that mean nothing more.
var fillers = map[string]bool{"until": true, "till": true, "in": true, "on": true, "at": true, "by": true, "for": true, "to": true, "-": true, "–": true}

// parseMoment reads the words of a time.
func parseMoment(value string) (moment, error) {
	words := strings.Fields(strings.ToLower(value))
	for len(words) > 1 && fillers[words[0]] {
		words = words[1:]
	}
	if len(words) == 1 { // 2026-12-01T09:00
		if day, clock, ok := strings.Cut(words[0], "t"); ok && isoDay.MatchString(day) {
			words = []string{day, clock}
		}
	}
	if len(words) == 3 && words[1] == "at" {
		words = []string{words[0], words[2]}
	}
	if m, ok := parseSpan(strings.Join(words, "")); ok {
		return m, nil
	}
	var m moment
	ok := len(words) == 1 || len(words) == 2
	if ok && len(words) == 2 {
		ok = m.readDay(words[0]) && m.readClock(words[1])
	} else if ok {
		ok = m.readDay(words[0]) || m.readClock(words[0])
	}
	if !ok {
		return moment{}, fmt.Errorf("%q is no time: write it like 3d, 4h, 2w, 2026-12-01, fri, tomorrow or tomorrow 9:00", shorten(value))
	}
	return m, nil
}

var (
	isoDay    = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	spanPart  = regexp.MustCompile(`(\d{1,6})(minutes|minute|mins|min|m|hours|hour|h|days|day|d|weeks|week|w)`)
	wholeSpan = regexp.MustCompile(`^(` + spanPart.String() + `)+$`)
	clockTime = regexp.MustCompile(`^(\d{1,2})(?::(\d{2}))?(am|pm)?$`)
)

// maxSpan is the longest span in minutes: ten years.
const maxSpan = 3653 * 24 * 60

// parseSpan reads "3d", "1d4h" or "2weeks".
func parseSpan(s string) (moment, bool) {
	var m moment
	if !wholeSpan.MatchString(s) {
		return m, false
	}
	for _, part := range spanPart.FindAllStringSubmatch(s, -1) {
		n, err := strconv.Atoi(part[1])
		if err != nil {
			return m, false
		}
		switch part[2][0] {
		case 'm':
			m.minutes += n
		case 'h':
			m.minutes += n * 60
		case 'd':
			m.days += n
		case 'w':
			m.days += n * 7
		}
	}
	total := m.days*24*60 + m.minutes
	return m, total > 0 && total <= maxSpan
}

// readDay reads a date, a weekday, today or tomorrow.
func (m *moment) readDay(word string) bool {
	if day, err := time.Parse(time.DateOnly, word); err == nil {
		m.dayFrom = func(time.Time) (int, time.Month, int) { return day.Date() }
		return true
	}
	switch word {
	case "today":
		m.dayFrom = time.Time.Date
		return true
	case "tomorrow":
		m.dayFrom = func(now time.Time) (int, time.Month, int) {
			y, mo, d := now.Date()
			return y, mo, d + 1
		}
		return true
	}
	weekday, ok := weekdays[word]
	if !ok {
		return false
	}
	m.step = 7
	m.dayFrom = func(now time.Time) (int, time.Month, int) {
		y, mo, d := now.Date()
		return y, mo, d + (int(weekday-now.Weekday())+7)%7
	}
	return true
}

// weekdays holds the names of the days, whole and in three letters.
var weekdays = func() map[string]time.Weekday {
	names := map[string]time.Weekday{"tues": time.Tuesday, "thurs": time.Thursday}
	for day := time.Sunday; day <= time.Saturday; day++ {
		name := strings.ToLower(day.String())
		names[name], names[name[:3]] = day, day
	}
	return names
}()

// readClock reads a time of day: "9:00", "17:30", "5pm".
func (m *moment) readClock(word string) bool {
	parts := clockTime.FindStringSubmatch(word)
	if parts == nil || parts[2] == "" && parts[3] == "" {
		return false
	}
	hour, _ := strconv.Atoi(parts[1]) // at most two digits
	minute, _ := strconv.Atoi("0" + parts[2])
	if parts[3] != "" {
		if hour < 1 || hour > 12 {
			return false
		}
		hour %= 12
		if parts[3] == "pm" {
			hour += 12
		}
	}
	if m.dayFrom == nil {
		m.dayFrom, m.step = time.Time.Date, 1
	}
	m.clock, m.hour, m.min = true, hour, minute
	return hour < 24 && minute < 60
}

// resolve reads a value and finds the first time that it can mean after now.
func resolve(value string, now time.Time, endOfDay bool) (time.Time, error) {
	m, err := parseMoment(value)
	if err != nil {
		return time.Time{}, err
	}
	if m.dayFrom == nil {
		return now.AddDate(0, 0, m.days).Add(time.Duration(m.minutes) * time.Minute), nil
	}
	y, mo, d := m.dayFrom(now)
	if endOfDay && !m.clock {
		d++
	}
	t := time.Date(y, mo, d, m.hour, m.min, 0, 0, now.Location())
	if !t.After(now) && m.step > 0 {
		t = time.Date(y, mo, d+m.step, m.hour, m.min, 0, 0, now.Location())
	}
	if !t.After(now) {
		return time.Time{}, fmt.Errorf("%q is past: it began at %s", shorten(value), t.Format("2006-01-02 15:04"))
	}
	if t.Sub(now) > maxSpan*time.Minute {
		return time.Time{}, fmt.Errorf("%q is more than ten years away", shorten(value))
	}
	return t, nil
}

// maxWindow is the number of words of the longest beginning and end.
const maxWindow = 12

var clockRange = regexp.MustCompile(`(\d{1,2}:\d{2}|\d[ap]m)\s?[-–]\s?(\d)`)

// splitWindow finds where the beginning ends and the end begins: at the last blank
// that leaves a time on either side.
func splitWindow(value string) (start, end string, err error) {
	words := strings.Fields(clockRange.ReplaceAllString(value, "$1 $2"))
	if len(words) > maxWindow {
		words = nil
	}
	for i := len(words) - 1; i > 0; i-- {
		start, end = strings.Join(words[:i], " "), strings.Join(words[i:], " ")
		if _, err := parseMoment(start); err != nil {
			continue
		}
		if _, err := parseMoment(end); err == nil {
			return start, end, nil
		}
	}
	return "", "", fmt.Errorf("%q is no beginning and end: write them like 2026-12-01 22:00 2026-12-02 02:00", shorten(value))
}
