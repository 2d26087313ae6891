package report

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// figure writes a value for people.
func figure(u Unit, v Value) string {
	switch {
	case !v.Known:
		return "–"
	case u == Seconds:
		return duration(v.Number)
	case u == Percent:
		return strconv.FormatFloat(v.Number, 'f', 1, 64) + " %"
	case u == Ratio:
		return strconv.FormatFloat(v.Number, 'f', 2, 64)
	}
	return thousands(int(v.Number))
}

// change writes how a value compares with that of the period before.
func change(u Unit, now, before Value) string {
	switch {
	case !now.Known || !before.Known:
		return ""
	case u == Percent:
		return unless(signed(now.Number-before.Number, 1), " pp")
	case u == Ratio:
		return signed(now.Number-before.Number, 2)
	case before.Number == 0:
		if now.Number == 0 {
			return "="
		}
		return "new"
	}
	return unless(signed(100*(now.Number-before.Number)/before.Number, 0), " %")
}

// unless gives a difference its unit, unless there is none.
func unless(difference, unit string) string {
	if difference == "=" {
		return difference
	}
	return difference + unit
}

// signed is a difference with its sign, "=" where it rounds to none.
func signed(x float64, digits int) string {
	text := strconv.FormatFloat(math.Abs(x), 'f', digits, 64)
	switch {
	case strings.Trim(text, "0.") == "":
		return "="
	case x < 0:
		return "−" + text
	}
	return "+" + text
}

// verdict is +1 where a measure became better, -1 where it became worse, 0 where that cannot be said.
func (m Measure) verdict(now, before Value) int {
	if !now.Known || !before.Known || now.Number == before.Number {
		return 0
	}
	if now.Number > before.Number {
		return m.Better
	}
	return -m.Better
}

// duration writes seconds in its two largest units: "3 d 4 h", "45 min", "12 s".
func duration(s float64) string {
	n := int64(math.Round(s))
	for _, u := range []struct {
		size, small int64
		name, next  string
	}{{86400, 3600, "d", "h"}, {3600, 60, "h", "min"}} {
		if n >= u.size {
			text := strconv.FormatInt(n/u.size, 10) + " " + u.name
			if rest := n % u.size / u.small; rest > 0 {
				text += " " + strconv.FormatInt(rest, 10) + " " + u.next
			}
			return text
		}
	}
	if n >= 60 {
		return strconv.FormatInt(n/60, 10) + " min"
	}
	return strconv.FormatInt(n, 10) + " s"
}

// thousands groups digits: 12,345.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// span is a period for people: whole days by their dates, the last one included.
func span(since, until time.Time, loc *time.Location) string {
	since, until = since.In(loc), until.In(loc)
	const day = "2 Jan 2006"
	if midnight(since) && midnight(until) {
		last := until.AddDate(0, 0, -1)
		if since.Equal(last) {
			return since.Format(day)
		}
		return since.Format(day) + " – " + last.Format(day)
	}
	return since.Format(day+" 15:04") + " – " + until.Format(day+" 15:04")
}

func midnight(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 }

// Period is the period in words.
func (q Query) Period() string { return span(q.Since, q.Until, q.location()) }

// PeriodBefore is the period before in words.
func (q Query) PeriodBefore() string { return span(q.Before(), q.Since, q.location()) }

// title is what the report is called.
func (q Query) title() string {
	if q.Desk == "" {
		return "Report"
	}
	return q.Desk + ": report"
}

// limits say what alone is counted, "" for everything.
func (q Query) limits() string {
	var all []string
	for _, d := range Dimensions {
		if name, ok := q.Only[d]; ok {
			all = append(all, string(d)+" "+name)
		}
	}
	return strings.Join(all, ", ")
}

// called is the name of a group; what has none says so.
func called(d Dimension, name string) string {
	switch {
	case name != "":
		return name
	case d == ByAgent:
		return "(nobody)"
	}
	return "(none)"
}

// overviewed is a measure in a table of groups.
type overviewed struct{ measure, title string }

// overview are the measures that a table of groups shows, with short titles.
func overview(d Dimension) []overviewed {
	first := overviewed{"opened", "opened"}
	if d == ByAgent { // nobody's yet when it is opened
		first = overviewed{"answers", "answers"}
	}
	return []overviewed{first, {"resolved", "resolved"}, {"backlog", "backlog"}, {"first_response_median", "response"},
		{"resolution_median", "resolve"}, {"sla_resolution", "in time"}, {"csat", "CSAT"}}
}

func (r *Report) measure(name string) Measure {
	for _, m := range r.Measures {
		if m.Name == name {
			return m
		}
	}
	return Measure{}
}

// chapters are the chapters in order, with the numbers of their measures. One in which nothing was counted in either period
// is left out.
func (r *Report) chapters() (titles []string, members map[string][]int) {
	members = map[string][]int{}
	for i, m := range r.Measures {
		if len(members[m.Chapter]) == 0 {
			titles = append(titles, m.Chapter)
		}
		members[m.Chapter] = append(members[m.Chapter], i)
	}
	kept := titles[:0]
	for _, title := range titles {
		for _, i := range members[title] {
			if r.Total.Now[i].Number != 0 || r.Total.Before[i].Number != 0 {
				kept = append(kept, title)
				break
			}
		}
	}
	return kept, members
}
