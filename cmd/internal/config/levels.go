package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/worktime"
)

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

func readCalendars(top table, c *Config) {
	list := top.sections("calendar")
	unique(list)
	c.Calendars = map[string]*worktime.Calendar{}
	for _, t := range list {
		cal := &worktime.Calendar{Name: t.name(), Location: t.timezone("timezone", c.Policy.Location)}
		if !t.has("hours") {
			t.fail(t.node.offset, "calendar.hours", isMissing, `write hours = { mon = "08:00-18:00", … }`)
		}
		if hours, ok := t.section("hours"); ok {
			before := len(t.mistakes)
			for day, name := range weekdays {
				cal.Week[day] = hours.intervals(name)
			}
			hours.close()
			if len(t.mistakes) == before && !slices.ContainsFunc(cal.Week[:], func(hours []worktime.Interval) bool { return len(hours) > 0 }) {
				t.wrong("hours", "the calendar is never open", `write hours = { mon = "08:00-18:00", … }, or leave the calendar out: then time counts round the clock`)
			}
		}
		cal.Holidays = t.holidays("holidays")
		t.close()
		c.Calendars[cal.Name] = cal
	}
}

// intervals reads "08:00-12:00 13:00-16:00".
func (t table) intervals(name string) []worktime.Interval {
	hours, err := worktime.ParseHours(t.text(name, ""))
	if err != nil {
		t.wrong(name, err.Error(), "")
	}
	return hours
}

var countryForm = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z]{2,3})?$`)

// holidays reads days, in quotes or bare, and countries whose public holidays they are.
func (t table) holidays(name string) map[worktime.Date]bool {
	n := t.value(name, kindList, listIt)
	if n == nil {
		return nil
	}
	days := map[worktime.Date]bool{}
	for _, item := range n.items {
		path := join(t.path, name)
		if item.kind == kindText && countryForm.MatchString(item.text) {
			public, ok := holidaysOf(strings.ToUpper(item.text))
			if !ok {
				t.fail(item.offset, path, "the public holidays of "+strconv.Quote(item.text)+" are not known", countryHint(item.text))
			}
			for _, day := range public {
				days[worktime.DateOf(day)] = true
			}
			continue
		}
		day, err := worktime.ParseDate(item.text)
		if err != nil || item.kind != kindText && item.kind != kindMoment {
			t.fail(item.offset, path, describe(item)+" is no day", `such as "2026-12-25", or "DE" for the public holidays of a country`)
			continue
		}
		days[day] = true
	}
	return days
}

// countryHint names what is known of a country, or the countries.
func countryHint(code string) string {
	country, _, _ := strings.Cut(strings.ToUpper(code), "-")
	var parts, countries []string
	for _, known := range sortedKeys(publicHolidays) {
		if c, _, part := strings.Cut(known, "-"); c == country {
			parts = append(parts, known)
		} else if !part || !slices.Contains(countries, c) {
			countries = append(countries, c)
		}
	}
	if len(parts) > 0 {
		return "known are " + strings.Join(parts, ", ")
	}
	return "write its days; known are " + strings.Join(countries, ", ")
}

func orUTC(loc *time.Location) *time.Location {
	if loc == nil {
		return time.UTC
	}
	return loc
}

var priorities = []string{"P1", "P2", "P3", "P4", "P5"}

func readSLAs(top table, c *Config) {
	list := top.sections("sla")
	unique(list)
	c.Policy.Levels = map[string]*desk.ServiceLevel{}
	for _, t := range list {
		l := &desk.ServiceLevel{Name: t.name(), Calendar: c.Calendars[t.reference("calendar", "calendar")], Targets: map[desk.Priority]desk.Targets{},
			WarnAt: t.percent("warn_at", 75), EscalateTo: t.people("escalate_to")}
		for _, p := range priorities {
			if sub, ok := t.section(p); ok {
				l.Targets[desk.Priority(p)] = sub.times(l.Calendar)
			}
		}
		if len(l.Targets) == 0 {
			t.fail(t.node.offset, "sla", "has no target", `write P1 = { first_response = "30m", resolution = "4h" }`)
		}
		for _, sub := range t.sections("escalation") {
			l.Steps = append(l.Steps, sub.escalation())
		}
		slices.SortStableFunc(l.Steps, func(a, b desk.Escalation) int { return a.At - b.At })
		t.close()
		c.Policy.Levels[l.Name] = l
	}
}

func (t table) escalation() desk.Escalation {
	e := desk.Escalation{At: t.percent("at", 100), To: t.people("to"), Raise: t.boolean("raise", false), Assign: t.people("assign"),
		Target: desk.Target(t.word("target", "", string(desk.FirstResponse), string(desk.NextResponse), string(desk.Resolution)))}
	if !t.has("to") && !t.has("raise") && !t.has("assign") {
		t.missing("to", `["@managers"]`)
	}
	t.close()
	return e
}

// times reads the targets of one priority. A day is 24 hours of opening time, which is easily meant otherwise.
func (t table) times(cal *worktime.Calendar) desk.Targets {
	g := desk.Targets{FirstResponse: t.duration("first_response", 0), NextResponse: t.duration("next_response", 0), Resolution: t.duration("resolution", 0)}
	if g == (desk.Targets{}) && len(t.node.keys) == 0 {
		t.fail(t.node.offset, t.path, "names no time", "first_response, next_response or resolution")
	}
	for _, name := range []string{"first_response", "next_response", "resolution"} {
		if n := t.node.get(name); cal != nil && n != nil && (strings.HasSuffix(n.text, "d") || strings.HasSuffix(n.text, "w")) {
			t.doubt(name, "a day is 24 hours of opening time in calendar "+cal.Name+", "+daysOf(cal, n.text), "write hours where working days are meant")
		}
	}
	t.close()
	return g
}

// daysOf says how many working days a time takes in a calendar.
func daysOf(cal *worktime.Calendar, text string) string {
	week := 0
	days := 0
	for _, hours := range cal.Week {
		for _, h := range hours {
			week += h.To - h.From
		}
		if len(hours) > 0 {
			days++
		}
	}
	d, err := Duration(text)
	if err != nil || week == 0 {
		return ""
	}
	return fmt.Sprintf("so that %s takes %.1f of its days", text, d.Minutes()*float64(days)/float64(week))
}

var percentForm = regexp.MustCompile(`^[1-9][0-9]{0,2}%$`)

func (t table) percent(name string, otherwise int) int {
	n := t.value(name, kindText, func(*node) string { return `such as "75%"` })
	if n == nil {
		return otherwise
	}
	s := n.text
	if !percentForm.MatchString(s) {
		t.wrong(name, strconv.Quote(cut(s))+" is no percentage", `such as "75%"`)
		return otherwise
	}
	p, _ := strconv.Atoi(strings.TrimSuffix(s, "%"))
	return p
}
