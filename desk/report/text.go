package report

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const textWidth = 80

// Text writes the report for a terminal of 80 columns.
func (r *Report) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\nbefore: %s\n", r.title(), r.Period(), r.PeriodBefore())
	if limits := r.limits(); limits != "" {
		fmt.Fprintf(&b, "only %s\n", limits)
	}
	r.figures(&b)
	r.series(&b)
	r.bars(&b)
	for _, s := range r.Splits {
		r.split(&b, s)
	}
	r.acts(&b)
	r.meanings(&b)
	return b.String()
}

func (r *Report) figures(b *strings.Builder) {
	titles, members := r.chapters()
	fmt.Fprintf(b, "\n%-46s%12s%12s%10s\n", "", "period", "before", "change")
	for _, title := range titles {
		fmt.Fprintf(b, "%s\n", title)
		for _, i := range members[title] {
			m := r.Measures[i]
			now, before := r.Total.Now[i], r.Total.Before[i]
			line := "  " + pad(m.Title, 44) + right(figure(m.Unit, now), 12) + right(figure(m.Unit, before), 12) + right(change(m.Unit, now, before), 10)
			b.WriteString(strings.TrimRight(line, " ") + "\n")
		}
	}
}

// sparks are the steps of a line of blocks.
var sparks = []rune("▁▂▃▄▅▆▇█")

// series draws the backlog over time.
func (r *Report) series(b *strings.Builder) {
	points := r.Backlog
	most := 1
	var peak Point
	for _, p := range points {
		if most = max(most, p.Open); p.Open > peak.Open {
			peak = p
		}
	}
	if peak.Open == 0 {
		return
	}
	var line strings.Builder
	step := (len(points) + textWidth - 3) / (textWidth - 2)
	for i := 0; i < len(points); i += step {
		line.WriteRune(sparks[points[i].Open*(len(sparks)-1)/most])
	}
	fmt.Fprintf(b, "\nBacklog over time\n  %s\n  %d at the beginning, %d at the end, most %d on %s\n", line.String(),
		points[0].Open, points[len(points)-1].Open, peak.Open, peak.At.In(r.location()).Format("2 Jan 2006"))
}

// bars draw how durations and ratings are spread.
func (r *Report) bars(b *strings.Builder) {
	draw := func(title string, names []string, now, before []int) {
		most, sum := 1, 0
		for i := range now {
			most, sum = max(most, now[i], before[i]), sum+now[i]+before[i]
		}
		if sum == 0 {
			return
		}
		fmt.Fprintf(b, "\n%s\n", pad(title, 30)+right("period", 9)+right("before", 9))
		for i, name := range names {
			bar := strings.Repeat("█", (now[i]*28+most-1)/most)
			b.WriteString(strings.TrimRight("  "+pad(name, 28)+right(thousands(now[i]), 9)+right(thousands(before[i]), 9)+"  "+bar, " ") + "\n")
		}
	}
	draw("First response, wall-clock", r.Responses.Ranges, r.Responses.Now, r.Responses.Before)
	draw("Time to resolve, wall-clock", r.Solutions.Ranges, r.Solutions.Now, r.Solutions.Before)
	draw("Ratings", ratingNames, r.Ratings.Now[:], r.Ratings.Before[:])
}

var ratingNames = []string{"1, worst", "2", "3", "4, satisfied", "5, satisfied"}

func (r *Report) split(b *strings.Builder, s Split) {
	fmt.Fprintf(b, "\n%s", pad("By "+string(s.Dimension), 19))
	for _, o := range overview(s.Dimension) {
		b.WriteString(right(o.title, columnWidth(o.measure)))
	}
	b.WriteByte('\n')
	for _, g := range s.Groups {
		for i, values := range [][]Value{g.Now, g.Before} {
			name := "  " + called(s.Dimension, g.Name)
			if i == 1 {
				name = "    before"
			}
			line := pad(name, 19)
			for _, o := range overview(s.Dimension) {
				line += right(compact(figure(r.measure(o.measure).Unit, r.Of(values, o.measure))), columnWidth(o.measure))
			}
			b.WriteString(strings.TrimRight(line, " ") + "\n")
		}
	}
}

func columnWidth(measure string) int {
	switch {
	case strings.HasSuffix(measure, "_median"):
		return 10
	case measure == "resolved":
		return 9
	}
	return 8
}

// compact makes room in a narrow table: "3d 4h", "2h 5m", "12.5%".
func compact(figure string) string {
	for _, unit := range []string{"d", "h", "min", "s", "%"} {
		figure = strings.ReplaceAll(figure, " "+unit, unit)
	}
	return strings.ReplaceAll(figure, "min", "m")
}

// acts lists what an agent did.
func (r *Report) acts(b *strings.Builder) {
	if !r.Query.Actions {
		return
	}
	fmt.Fprintf(b, "\nWhat %s did\n", r.Only[ByAgent])
	if len(r.Actions) == 0 {
		b.WriteString("  nothing in this period\n")
	}
	day := ""
	for _, a := range r.Actions {
		at := a.At.In(r.location())
		if today := at.Format("Mon 2 Jan 2006"); today != day {
			fmt.Fprintf(b, "  %s\n", today)
			day = today
		}
		took := ""
		if a.Took > 0 {
			took = "after " + duration(a.Took.Seconds())
		}
		line := "    " + at.Format("15:04") + "  " + pad(ticketName(a.Ticket), 8) + pad(a.What+a.via(), 42) + right(took, 16)
		b.WriteString(strings.TrimRight(line, " ") + "\n")
		if a.Requester != "" && took != "" {
			b.WriteString("                   for " + plain(a.Requester) + "\n")
		}
	}
}

func (a Action) via() string {
	if a.ByMail {
		return ""
	}
	return " (command line)"
}

func ticketName(ticket int64) string {
	if ticket == 0 {
		return ""
	}
	return fmt.Sprintf("#%d", ticket)
}

func (r *Report) meanings(b *strings.Builder) {
	b.WriteString("\nWhat the figures mean\n")
	for _, m := range r.Meanings() {
		b.WriteString(wrap(m.Title+": "+m.Definition, "  ", textWidth))
	}
	for _, note := range append(Notes, "Times of day and days are those of "+r.Zone()+".") {
		b.WriteString(wrap(note, "  ", textWidth))
	}
}

// pad fills a text up to a width, or cuts it.
func pad(s string, width int) string {
	s = plain(s)
	n := utf8.RuneCountInString(s)
	if n >= width {
		return string([]rune(s)[:width-2]) + "… "
	}
	return s + strings.Repeat(" ", width-n)
}

// right puts a text at the right end of a width.
func right(s string, width int) string {
	return strings.Repeat(" ", max(1, width-utf8.RuneCountInString(s))) + s
}

// plain takes everything out of a text that a terminal would obey.
func plain(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c < ' ' || c >= 0x7f && c < 0xa0:
			return ' '
		case c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069:
			return -1
		}
		return c
	}, s)
}

// wrap breaks a text into lines of a width, those after the first further in.
func wrap(text, indent string, width int) string {
	var b strings.Builder
	line := indent
	for _, word := range strings.Fields(plain(text)) {
		if utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			b.WriteString(line + "\n")
			line = indent + "  "
		}
		if strings.TrimSpace(line) != "" {
			line += " "
		}
		line += word
	}
	return b.String() + line + "\n"
}
