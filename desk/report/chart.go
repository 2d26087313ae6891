package report

import (
	"fmt"
	"math"
	"strconv"
)

var nowAndBefore = []Legend{{"period", inkNow}, {"before", inkBefore}}

// Charts are the plots of the report, each with a table that says the same. What has nothing to show is left out.
func (r *Report) Charts() (all []Chart) {
	for _, c := range []Chart{r.backlogChart(), r.spreadChart("responses", "First response", r.Responses), r.spreadChart("resolutions", "Time to resolve", r.Solutions),
		r.attainmentChart(), r.ratingsChart(), r.changesChart()} {
		if !c.nothing {
			all = append(all, c)
		}
	}
	return all
}

func (r *Report) backlogChart() Chart {
	c := Chart{Name: "backlog", Title: "Backlog over time", Heads: []string{"Day", "Open tickets"}, nothing: true}
	s := series{title: "open", ink: inkNow}
	var names []string
	for _, p := range r.Backlog {
		at := p.At.In(r.location())
		names = append(names, at.Format("2 Jan"))
		s.values = append(s.values, float64(p.Open))
		c.Rows = append(c.Rows, []string{at.Format("2 Jan 2006 15:04"), thousands(p.Open)})
		c.nothing = c.nothing && p.Open == 0
	}
	c.Says = fmt.Sprintf("%s at the beginning, %s at the end.", tickets(r.Backlog[0].Open), thousands(r.Backlog[len(r.Backlog)-1].Open))
	c.draw = lines(names, "", true, []series{s})
	return c
}

func tickets(n int) string {
	if n == 1 {
		return "1 open ticket"
	}
	return thousands(n) + " open tickets"
}

func (r *Report) spreadChart(name, title string, s Spread) Chart {
	c := Chart{Name: name, Title: title + ", distribution", Heads: []string{"Wall-clock time", "Period", "Before"}, Legend: nowAndBefore}
	sum, quick := 0, 0
	for i, label := range s.Ranges {
		c.Rows = append(c.Rows, []string{label, thousands(s.Now[i]), thousands(s.Before[i])})
		sum += s.Now[i] + s.Before[i]
		if i < 5 {
			quick += s.Now[i]
		}
	}
	c.nothing = sum == 0
	c.Says = fmt.Sprintf("%s of %s within a day.", thousands(quick), thousands(total(s.Now)))
	c.draw = columns(s.Ranges, s.Now, s.Before)
	return c
}

func total(counts []int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

func (r *Report) attainmentChart() Chart {
	c := Chart{Name: "attainment", Title: "Service levels kept, by week", Heads: []string{"Week of", "First response", "Next response", "Resolution"}, nothing: true}
	all := []series{{title: "first response", ink: inkNow}, {title: "next response", ink: inkThird}, {title: "resolution", ink: inkSecond}}
	var names []string
	for _, w := range r.Weeks {
		day := w.From.In(r.location())
		names = append(names, day.Format("2 Jan"))
		row := []string{day.Format("2 Jan 2006")}
		for i := range all {
			value := math.NaN()
			text := "–"
			if n := w.Met[i] + w.Missed[i]; n > 0 {
				value = 100 * float64(w.Met[i]) / float64(n)
				text = fmt.Sprintf("%.0f %% of %s", value, thousands(n))
				c.nothing = false
			}
			all[i].values = append(all[i].values, value)
			row = append(row, text)
		}
		c.Rows = append(c.Rows, row)
	}
	for _, s := range all {
		c.Legend = append(c.Legend, Legend{s.title, s.ink})
	}
	c.Says = "Share of the targets that were met, of those met or missed in each week."
	c.draw = lines(names, "%", false, all)
	return c
}

func (r *Report) ratingsChart() Chart {
	c := Chart{Name: "ratings", Title: "Ratings", Heads: []string{"Rating", "Period", "Before"}, Legend: nowAndBefore}
	names := []string{"1", "2", "3", "4", "5"}
	for i, name := range ratingNames {
		c.Rows = append(c.Rows, []string{name, strconv.Itoa(r.Ratings.Now[i]), strconv.Itoa(r.Ratings.Before[i])})
	}
	now, before := r.Ratings.Now[:], r.Ratings.Before[:]
	c.nothing = total(now)+total(before) == 0
	c.Says = fmt.Sprintf("%d of %d ratings are 4 or 5, of 5.", now[3]+now[4], total(now))
	c.draw = columns(names, now, before)
	return c
}

func (r *Report) changesChart() Chart {
	c := Chart{Name: "changes", Title: "Changes by outcome", Heads: []string{"Outcome", "Period", "Before"}, Legend: nowAndBefore}
	var names []string
	var now, before []int
	for _, o := range r.Outcomes {
		names, now, before = append(names, o.Status), append(now, o.Now), append(before, o.Before)
		c.Rows = append(c.Rows, []string{o.Status, thousands(o.Now), thousands(o.Before)})
	}
	c.nothing = len(names) == 0
	c.Says = fmt.Sprintf("%s came to an outcome.", thousands(total(now)))
	c.draw = columns(names, now, before)
	return c
}
