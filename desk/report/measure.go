package report

import (
	"slices"
	"strings"
)

// Unit is what a figure counts.
type Unit string

// The units.
const (
	Count   Unit = "count"
	Seconds Unit = "seconds"
	Percent Unit = "percent"
	Ratio   Unit = "ratio"
)

// Measure is one figure, and what it means.
type Measure struct {
	Name       string // in CSV and JSON; never renamed
	Title      string
	Chapter    string // under which it stands
	Unit       Unit
	Better     int    // +1: more is better; -1: less is; 0: neither
	Definition string // a sentence for people
	value      func(*cell) Value
}

// The chapters of a report.
const (
	chapterVolume    = "Volume"
	chapterResponse  = "First response"
	chapterSolution  = "Resolution"
	chapterQuality   = "Quality"
	chapterLevels    = "Service levels"
	chapterChanges   = "Changes and problems"
	chapterKnowledge = "Knowledge"
)

// Notes hold for several measures; they are printed below the definitions.
var Notes = []string{
	"Wall-clock time has nights, weekends and waiting in it. Business hours are those of the service level's calendar, without the time in which a ticket was pending; only tickets with such a target have them.",
	"The median is the smallest time that at least half of the cases do not exceed, the 90th percentile that which at least nine in ten do not exceed (nearest rank). Both are exact, to the second.",
	"By queue, practice, service and department everything counts with what its ticket had when it happened; by agent for who did it, or else for the assignee. So the parts add up to the whole.",
}

// Measures are all that do not depend on what happened, in the order of reports.
var Measures = slices.Concat(
	[]Measure{
		count("opened", "Opened", chapterVolume, 0, "Tickets that were opened in the period, by the queue in which they began.", func(c *cell) int { return c.opened }),
		count("resolved", "Resolved", chapterVolume, 0, "Tickets that came from an open or pending status to a resolved or closed one in the period; one that was reopened "+
			"and resolved again counts again, one that was merged into another does not. They count for the agent who resolved them.", func(c *cell) int { return c.resolved }),
		count("closed", "Closed", chapterVolume, 0, "Tickets that were closed in the period, by an agent or by themselves.", func(c *cell) int { return c.closed }),
		count("answers", "Public answers", chapterVolume, 0, "Messages that agents wrote to requesters in the period.", func(c *cell) int { return c.answers }),
		count("backlog", "Backlog", chapterVolume, -1, "Tickets that were new, open or pending at the end of the period. They count for their assignee.", func(c *cell) int { return c.backlog }),
	},
	times("backlog_age", "Age of the backlog", chapterVolume, "From opening to the end of the period, of the tickets in the backlog; wall-clock.", func(c *cell) []int32 { return c.ages }),
	times("first_response", "First response", chapterResponse, "From opening to the first public answer that an agent wrote, of the tickets that got it in the period; an automatic "+
		"acknowledgement is none, and a ticket that an agent opened by writing to the requester had no wait; wall-clock.", func(c *cell) []int32 { return c.first }),
	times("first_response_business", "First response (business)", chapterResponse, "Time on the clock of the first-response target, of the tickets whose clock stopped in the period; business hours.",
		func(c *cell) []int32 { return c.opening[0] }),
	times("resolution", "Time to resolve", chapterSolution, "From opening to resolution, of the resolutions in the period; wall-clock.", func(c *cell) []int32 { return c.resolve }),
	times("resolution_business", "Time to resolve (business)", chapterSolution, "Time on the clock of the resolution target, of the tickets whose clock stopped in the period; business hours.",
		func(c *cell) []int32 { return c.opening[2] }),
	[]Measure{
		{"mtrs", "Mean time to restore service", chapterSolution, Seconds, -1, "Arithmetic mean of the time to resolve of incidents that were resolved in the period; wall-clock.",
			func(c *cell) Value { return mean(c.restore) }},
		count("reopened", "Reopened", chapterQuality, -1, "Times that a resolved or closed ticket was opened again in the period.", func(c *cell) int { return c.reopened }),
		share("reopen_rate", "Reopen rate", chapterQuality, -1, "Reopenings in the period for each hundred resolutions in it.", func(c *cell) (int, int) { return c.reopened, c.resolved }),
		count("reassigned", "Reassigned", chapterQuality, -1, "Times that a ticket passed from one agent to another, or from one queue to another, in the period. They count for whom it was taken from.",
			func(c *cell) int { return c.reassigned }),
		{"reassigned_per_ticket", "Reassigned per ticket", chapterQuality, Ratio, -1, "How often the tickets resolved in the period had been reassigned by then, on the average.",
			func(c *cell) Value { return ratio(c.passes, c.resolved) }},
		share("first_contact", "First-contact resolution", chapterQuality, 1, "Share of the resolutions in the period that needed at most one public answer, the one that came with it included, no reassignment, and no reopening before.",
			func(c *cell) (int, int) { return c.firstContact, c.resolved }),
		count("ratings", "Ratings", chapterQuality, 0, "Tickets that were rated in the period; of several ratings of one ticket the last counts.", (*cell).rated),
		share("csat", "Satisfaction (CSAT)", chapterQuality, 1, "Share of the ratings in the period that are 4 or 5 of 5.", func(c *cell) (int, int) { return c.ratings[3] + c.ratings[4], c.rated() }),
	},
	attainment(0, "first_response", "First response"), attainment(1, "next_response", "Next response"), attainment(2, "resolution", "Resolution"),
	[]Measure{
		count("problems", "Problems with incidents", chapterChanges, 0, "Problems not closed at the end of the period to which incidents are linked.", func(c *cell) int { return c.problems }),
		count("problem_incidents", "Incidents of these", chapterChanges, -1, "Incidents linked to them.", func(c *cell) int { return c.incidents }),
		{"incidents_per_problem", "Incidents per problem", chapterChanges, Ratio, -1, "Those incidents for each of those problems, on the average.",
			func(c *cell) Value { return ratio(c.incidents, c.problems) }},
	})

func outcomeMeasure(status string) Measure {
	better := map[string]int{"implemented": 1, "failed": -1}[status]
	return count("changes_"+status, "Changes: "+status, chapterChanges, better, "Changes that came to this outcome in the period; where it was corrected, "+
		"the last one counts.", func(c *cell) int { return c.outcomes[status] })
}

// Meaning is a definition with the titles of the measures that it is for.
type Meaning struct{ Title, Definition string }

// Meanings are the definitions in order, each once.
func (r *Report) Meanings() (all []Meaning) {
	for i, m := range r.Measures {
		if i == 0 || r.Measures[i-1].Definition != m.Definition {
			all = append(all, Meaning{m.Title, m.Definition})
			continue
		}
		last := &all[len(all)-1]
		if name, ok := strings.CutSuffix(last.Title, ", median"); ok {
			last.Title = name + ", median and 90th percentile"
		} else {
			last.Title += "; " + m.Title
		}
	}
	return all
}

func count(name, title, chapter string, better int, definition string, of func(*cell) int) Measure {
	return Measure{name, title, chapter, Count, better, definition, func(c *cell) Value { return Value{float64(of(c)), true} }}
}

func share(name, title, chapter string, better int, definition string, of func(*cell) (int, int)) Measure {
	return Measure{name, title, chapter, Percent, better, definition, func(c *cell) Value {
		part, whole := of(c)
		v := ratio(part, whole)
		v.Number *= 100
		return v
	}}
}

// times are the median and the 90th percentile of durations.
func times(name, title, chapter, definition string, of func(*cell) []int32) []Measure {
	return []Measure{
		{name + "_median", title + ", median", chapter, Seconds, -1, definition, func(c *cell) Value { return percentile(of(c), 50) }},
		{name + "_p90", title + ", 90th percentile", chapter, Seconds, -1, definition, func(c *cell) Value { return percentile(of(c), 90) }},
	}
}

func attainment(target int, name, title string) []Measure {
	return []Measure{
		share("sla_"+name, title+" in time", chapterLevels, 1, "Targets met in the period, as a share of those met or missed in it; one is met when its clock stops in time, and missed "+
			"as soon as it is late, whether it was reached later or not.", func(c *cell) (int, int) { return c.met[target], c.met[target] + c.missed[target] }),
		count("sla_"+name+"_met", title+", met", chapterLevels, 0, "How many of these targets were met, or became late, in the period.", func(c *cell) int { return c.met[target] }),
		count("sla_"+name+"_missed", title+", missed", chapterLevels, -1, "How many of these targets were met, or became late, in the period.", func(c *cell) int { return c.missed[target] }),
	}
}

func ratio(a, b int) Value {
	if b == 0 {
		return Value{}
	}
	return Value{float64(a) / float64(b), true}
}

func mean(values []int32) Value {
	sum := 0
	for _, v := range values {
		sum += int(v)
	}
	return ratio(sum, len(values))
}

// percentile is exact: the value of nearest rank, ceil(p/100 · n) from below.
func percentile(values []int32, p int) Value {
	if len(values) == 0 {
		return Value{}
	}
	slices.Sort(values)
	rank := (p*len(values) + 99) / 100
	return Value{float64(values[rank-1]), true}
}
