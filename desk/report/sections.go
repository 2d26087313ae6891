package report

import (
	"strconv"
	"strings"

	"frontdesk/desk"
)

// Sections are the report as parts of a mail: the figures that stand on top, a part for each chart with its picture, and all
// figures. The Content-ID of a picture is the chart's name before the "@" and the domain.
func (r *Report) Sections(domain string) []desk.Section {
	first := desk.Section{Title: r.Period(), Lines: []string{"Beside the period before, " + r.PeriodBefore() + "."}}
	if limits := r.limits(); limits != "" {
		first.Lines = append(first.Lines, "Only "+limits+".")
	}
	for _, name := range r.tiles() {
		for i, m := range r.Measures {
			if m.Name == name && (r.Total.Now[i].Known || r.Total.Before[i].Known) {
				first.Facts = append(first.Facts, r.fact(i))
			}
		}
	}
	sections := []desk.Section{first}
	for _, c := range r.Charts() {
		lines := []string{c.Says}
		if len(c.Legend) > 0 {
			lines = append(lines, legendWords(c.Legend))
		}
		sections = append(sections, desk.Section{Title: c.Title, Lines: lines, Picture: c.ContentID(domain)})
	}
	titles, members := r.chapters()
	for _, title := range titles {
		s := desk.Section{Title: title}
		for _, i := range members[title] {
			if r.Total.Now[i].Known || r.Total.Before[i].Known {
				s.Facts = append(s.Facts, r.fact(i))
			}
		}
		sections = append(sections, s)
	}
	return append(sections, desk.Section{Title: "What the figures mean", Lines: []string{"Each figure is defined in the attached report, which also has " +
		"the tables behind the plots, and the figures of each queue, practice, service, department and agent."}})
}

// fact is a figure beside that of the period before: "270, before 269, +1 %, better".
func (r *Report) fact(i int) desk.Fact {
	row := r.row(i)
	whole := func(figure string) string { return strings.ReplaceAll(figure, " ", "\u00a0") } // on one line
	parts := []string{whole(row.Now), "before " + whole(row.Before)}
	for _, more := range []string{whole(row.Change), row.Verdict} {
		if more != "" && more != "=" {
			parts = append(parts, more)
		}
	}
	return desk.Fact{Name: row.Title, Value: strings.Join(parts, ", ")}
}

// colourWords are the colours of pictures in mail, for their legends.
var colourWords = map[ink]string{inkNow: "blue", inkBefore: "grey", inkSecond: "orange", inkThird: "violet"}

func legendWords(legend []Legend) string {
	var all []string
	for _, l := range legend {
		all = append(all, colourWords[l.ink]+": "+l.Title)
	}
	return strings.ToUpper(all[0][:1]) + strings.Join(all, "; ")[1:] + "."
}

// ContentID names the picture of the chart within a mail (RFC 2392).
func (c Chart) ContentID(domain string) string { return "report-" + c.Name + "@" + domain }

// Attachments are the pictures that [Report.Sections] show, and the report as one HTML file.
func (r *Report) Attachments(domain string) ([]desk.Attachment, error) {
	var all []desk.Attachment
	add := func(name, kind, id string, data []byte) {
		all = append(all, desk.Attachment{ID: len(all) + 1, Name: name, Type: kind, Size: len(data), Inline: id != "", ContentID: id, Content: desk.Bytes(data)})
	}
	for _, c := range r.Charts() {
		picture, err := c.PNG()
		if err != nil {
			return nil, err
		}
		add(c.Name+".png", "image/png", c.ContentID(domain), picture)
	}
	html, err := r.HTML()
	add("report-"+r.Until.In(r.location()).Format("2006-01-02")+".html", "text/html", "", []byte(html))
	return all, err
}

// Subject is a line that says what matters most.
func (r *Report) Subject() string {
	now := func(measure string) string { return figure(r.measure(measure).Unit, r.Of(r.Total.Now, measure)) }
	s := "Report " + r.Period() + ": " + now("opened") + " opened, " + now("resolved") + " resolved, " + now("backlog") + " open"
	if v := r.Of(r.Total.Now, "sla_resolution"); v.Known {
		s += ", " + strconv.FormatFloat(v.Number, 'f', 0, 64) + " % in time"
	}
	return s
}
