package report

import (
	_ "embed" // the page and its style
	"html/template"
	"slices"
	"strings"
	"time"
)

//go:embed page.html.tmpl
var pageText string

//go:embed page.css
var styleText string

// figureRow is a line of a table of figures.
type figureRow struct {
	Title, Now, Before, Change string
	Verdict                    string // "better", "worse" or ""
}

// page is what the template shows.
type page struct {
	*Report
	Style    template.CSS
	Made     string
	Tiles    []figureRow
	Chapters []chapter
	Plots    []plot
	Tables   []table
	Days     []actionDay
}

type chapter struct {
	Title string
	Rows  []figureRow
}

type plot struct {
	Chart
	Picture template.HTML
}

// Class is how the style sheet knows the colour.
func (l Legend) Class() string { return l.ink.class() }

type table struct {
	Title string
	Heads []string
	Rows  []tableRow
}

type tableRow struct {
	Name        string
	Now, Before []string
}

type actionDay struct {
	Day     string
	Actions []actionRow
}

type actionRow struct {
	Time, Ticket, What, For, Took string
}

// tiles are the measures that stand on top. An agent's tickets were mostly nobody's when they were opened.
func (r *Report) tiles() []string {
	first := "opened"
	if r.Agent() != "" {
		first = "answers"
	}
	return []string{first, "resolved", "backlog", "first_response_median", "resolution_median", "sla_resolution", "reopen_rate", "csat"}
}

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// HTML is the report as one file that needs nothing else: no script, nothing that is fetched. It suits telephones and
// paper, light and dark.
func (r *Report) HTML() (string, error) {
	p := page{Report: r, Style: template.CSS(styleText), Made: r.Until.In(r.location()).Format("2 January 2006 15:04")}
	for _, name := range r.tiles() {
		if row := r.row(slices.IndexFunc(r.Measures, func(m Measure) bool { return m.Name == name })); row.Now != "–" || row.Before != "–" {
			p.Tiles = append(p.Tiles, row)
		}
	}
	titles, members := r.chapters()
	for _, title := range titles {
		c := chapter{Title: title}
		for _, i := range members[title] {
			c.Rows = append(c.Rows, r.row(i))
		}
		p.Chapters = append(p.Chapters, c)
	}
	for _, c := range r.Charts() {
		p.Plots = append(p.Plots, plot{c, template.HTML(c.SVG())}) // every text in it is escaped
	}
	for _, s := range r.Splits {
		p.Tables = append(p.Tables, r.table(s))
	}
	p.Days = r.days()
	var b strings.Builder
	err := pageTemplate.Execute(&b, p)
	return b.String(), err
}

func (r *Report) row(i int) figureRow {
	m, now, before := r.Measures[i], r.Total.Now[i], r.Total.Before[i]
	row := figureRow{Title: m.Title, Now: figure(m.Unit, now), Before: figure(m.Unit, before), Change: change(m.Unit, now, before)}
	if row.Change != "=" { // what is told apart only behind the last digit is the same
		row.Verdict = map[int]string{1: "better", -1: "worse"}[m.verdict(now, before)]
	}
	return row
}

func (r *Report) table(s Split) table {
	t := table{Title: "By " + string(s.Dimension)}
	for _, o := range overview(s.Dimension) {
		t.Heads = append(t.Heads, o.title)
	}
	for _, g := range s.Groups {
		row := tableRow{Name: called(s.Dimension, g.Name)}
		for _, o := range overview(s.Dimension) {
			u := r.measure(o.measure).Unit
			row.Now = append(row.Now, compact(figure(u, r.Of(g.Now, o.measure))))
			row.Before = append(row.Before, compact(figure(u, r.Of(g.Before, o.measure))))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (r *Report) days() (all []actionDay) {
	for _, a := range r.Actions {
		at := a.At.In(r.location())
		day := at.Format("Monday 2 January 2006")
		if len(all) == 0 || all[len(all)-1].Day != day {
			all = append(all, actionDay{Day: day})
		}
		row := actionRow{Time: at.Format("15:04"), Ticket: ticketName(a.Ticket), What: a.What + a.via(), For: a.Requester}
		if a.Took > 0 {
			row.Took = duration(a.Took.Seconds())
		}
		last := &all[len(all)-1]
		last.Actions = append(last.Actions, row)
	}
	return all
}

// PeriodLength is the length of the period in words.
func (q Query) PeriodLength() string {
	return duration(q.Until.Sub(q.Since).Round(time.Hour).Seconds())
}

// Limits say what alone is counted, "" for everything.
func (q Query) Limits() string { return q.limits() }

// Heading is what the report is called.
func (q Query) Heading() string { return q.title() }

// Notes hold for several measures.
func (r *Report) Notes() []string { return Notes }

// Zone is the time zone of days and hours.
func (q Query) Zone() string { return q.location().String() }

// Agent is whose work alone is counted, "" for everybody's.
func (q Query) Agent() string { return q.Only[ByAgent] }
