package report

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

// Report is what a Fold has added up.
type Report struct {
	Query
	Measures []Measure // those of [Measures], one for every outcome of changes, and [ArticleMeasures] where there are articles
	Total    Group
	Splits   []Split // in the order of Dimensions; none where all of the work has one and the same value

	Backlog   []Point // at the beginning, at each midnight (of a long period: Monday), and at the end
	Weeks     []Week  // of calendar weeks, the first and last cut off by the period
	Responses Spread
	Solutions Spread
	Ratings   Ratings
	Outcomes  []Outcome // of changes
	Actions   []Action  // of the agent, oldest first, if they were asked for
}

// Group is the work that has one value of a dimension, or all of it.
type Group struct {
	Name   string  // "" for what has no value
	Now    []Value // by measure
	Before []Value // the same of the period before
}

// Split is the work by one dimension.
type Split struct {
	Dimension Dimension
	Groups    []Group // by name, what has none last
}

// Value is a figure; not Known where there was nothing to measure.
type Value struct {
	Number float64
	Known  bool
}

// Point is how many tickets were open at a time.
type Point struct {
	At   time.Time
	Open int
}

// Week says how targets were kept in a week, by [desk.AllTargets].
type Week struct {
	From        time.Time
	Met, Missed [3]int
}

// Spread is how many durations lie in each range, now and before.
type Spread struct {
	Ranges      []string // "under 1 h", the last "over …"
	Now, Before []int
}

// Ratings are how many ratings of 1 to 5 there were.
type Ratings struct{ Now, Before [5]int }

// Outcome is how many changes came to a status.
type Outcome struct {
	Status      string
	Now, Before int
}

// Done ends the fold and says what it came to.
func (f *Fold) Done() *Report {
	for _, t := range f.tickets {
		f.settle(t, inFuture)
	}
	f.lastWords()
	r := &Report{Query: f.q, Weeks: f.perWeek, Backlog: f.backlog(), Actions: f.actions.list}
	now, before := f.total.of(inPeriod), f.total.of(inBefore)
	for i := range f.perWeek {
		f.perWeek[i].From = f.monday[i]
	}
	statuses := slices.Sorted(maps.Keys(merged(now.outcomes, before.outcomes)))
	slices.SortStableFunc(statuses, func(a, b string) int { return cmp.Compare(usual(a), usual(b)) })
	r.Measures = slices.Clone(Measures)
	for _, s := range statuses {
		r.Measures = append(r.Measures, outcomeMeasure(s))
		r.Outcomes = append(r.Outcomes, Outcome{s, now.outcomes[s], before.outcomes[s]})
	}
	if now.offered+before.offered+now.spared+before.spared+now.sent+before.sent > 0 {
		r.Measures = append(r.Measures, ArticleMeasures...)
	}
	r.Total = r.group("", f.total)
	r.Splits = f.splits(r)
	r.Responses = spread(now.first, before.first)
	r.Solutions = spread(now.resolve, before.resolve)
	r.Ratings = Ratings{now.ratings, before.ratings}
	return r
}

// lastWords counts ratings and outcomes of changes: the last of each ticket in each period.
func (f *Fold) lastWords() {
	for _, period := range []uint8{inBefore, inPeriod} {
		for _, w := range f.ratings[period] {
			f.count(w.attributes, period, func(c *cell) { c.ratings[w.rating-1]++ })
		}
		for _, w := range f.outcomes[period] {
			f.count(w.attributes, period, func(c *cell) {
				if c.outcomes == nil {
					c.outcomes = map[string]int{}
				}
				c.outcomes[w.outcome]++
			})
		}
	}
}

func merged(a, b map[string]int) map[string]int {
	all := maps.Clone(a)
	if all == nil {
		all = map[string]int{}
	}
	maps.Copy(all, b)
	return all
}

// usual is the place of an outcome in the order in which people read them.
func usual(status string) int {
	if i := slices.Index([]string{"implemented", "failed", "rejected", "cancelled"}, status); i >= 0 {
		return i
	}
	return 9
}

func (r *Report) group(name string, p pair) Group {
	g := Group{Name: name, Now: make([]Value, len(r.Measures)), Before: make([]Value, len(r.Measures))}
	for i, m := range r.Measures {
		g.Now[i], g.Before[i] = m.value(p.of(inPeriod)), m.value(p.of(inBefore))
	}
	return g
}

func (f *Fold) splits(r *Report) (all []Split) {
	for i, d := range Dimensions {
		s := Split{Dimension: d}
		for number, p := range f.groups[i] {
			if p.now != nil || p.before != nil {
				s.Groups = append(s.Groups, r.group(f.names[i].all[number], p))
			}
		}
		slices.SortFunc(s.Groups, func(a, b Group) int {
			if (a.Name == "") != (b.Name == "") {
				return len(b.Name) - len(a.Name)
			}
			return strings.Compare(a.Name, b.Name)
		})
		if len(s.Groups) > 1 || len(s.Groups) == 1 && s.Groups[0].Name != "" && f.only[i] < 0 {
			all = append(all, s)
		}
	}
	return all
}

func (f *Fold) backlog() (points []Point) {
	open := 0
	for i, at := range f.moments {
		open += f.flow[i]
		points = append(points, Point{at, open})
	}
	return points
}

// Of is the value of a measure in the group, by the measure's name.
func (r *Report) Of(values []Value, measure string) Value {
	i := slices.IndexFunc(r.Measures, func(m Measure) bool { return m.Name == measure })
	if i < 0 {
		return Value{}
	}
	return values[i]
}

// ranges of durations: upper ends in seconds, and what they are called. They are wall-clock times, so that a night and a
// weekend show.
var ranges = []struct {
	below int32
	name  string
}{{900, "15 min"}, {3600, "1 h"}, {4 * 3600, "4 h"}, {8 * 3600, "8 h"}, {24 * 3600, "1 d"}, {72 * 3600, "3 d"}, {7 * 86400, "7 d"}, {30 * 86400, "30 d"}}

func spread(now, before []int32) Spread {
	s := Spread{Now: make([]int, len(ranges)+1), Before: make([]int, len(ranges)+1)}
	for _, r := range ranges {
		s.Ranges = append(s.Ranges, "< "+r.name)
	}
	s.Ranges = append(s.Ranges, "≥ "+ranges[len(ranges)-1].name)
	for _, side := range []struct {
		values []int32
		counts []int
	}{{now, s.Now}, {before, s.Before}} {
		for _, v := range side.values {
			i := 0
			for i < len(ranges) && v >= ranges[i].below {
				i++
			}
			side.counts[i]++
		}
	}
	return s
}
