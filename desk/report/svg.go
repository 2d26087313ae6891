package report

import (
	"fmt"
	"html"
	"strconv"
	"strings"
)

// svg writes a chart as inline SVG. Colours are classes, so that the page decides on them, in the dark and on paper too.
type svg struct{ strings.Builder }

// class is the name of an ink in the style sheet.
func (c ink) class() string {
	return [...]string{"text", "faint", "grid", "paper", "now", "before", "second", "third", "good", "bad"}[c]
}

func px(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

func tip(what string) string {
	if what == "" {
		return "/>"
	}
	return "><title>" + html.EscapeString(what) + "</title>"
}

func (s *svg) rect(x, y, w, h float64, c ink, what string) {
	fmt.Fprintf(s, `<rect class="f-%s" x="%s" y="%s" width="%s" height="%s" rx="1.5"%s`, c.class(), px(x), px(y), px(w), px(h), tip(what))
	if what != "" {
		s.WriteString("</rect>")
	}
}

func (s *svg) path(spots []spot) string {
	var b strings.Builder
	for i, p := range spots {
		b.WriteString([]string{"M", "L"}[min(i, 1)] + px(p.x) + " " + px(p.y))
	}
	return b.String()
}

func (s *svg) line(spots []spot, width float64, c ink) {
	fmt.Fprintf(s, `<path class="s-%s" d="%s" stroke-width="%s"/>`, c.class(), s.path(spots), px(width))
}

func (s *svg) area(spots []spot, base float64, c ink) {
	if len(spots) < 2 {
		return
	}
	fmt.Fprintf(s, `<path class="f-%s" opacity=".15" d="%sL%s %sL%s %sZ"/>`, c.class(), s.path(spots),
		px(spots[len(spots)-1].x), px(base), px(spots[0].x), px(base))
}

func (s *svg) dot(at spot, radius float64, c ink, what string) {
	fmt.Fprintf(s, `<circle class="f-%s" cx="%s" cy="%s" r="%s"%s`, c.class(), px(at.x), px(at.y), px(radius), tip(what))
	if what != "" {
		s.WriteString("</circle>")
	}
}

func (s *svg) text(at spot, text string, size float64, c ink, a anchor) {
	fmt.Fprintf(s, `<text class="f-%s" x="%s" y="%s" font-size="%s" text-anchor="%s">%s</text>`, c.class(), px(at.x), px(at.y), px(size),
		[...]string{"start", "middle", "end"}[a], html.EscapeString(text))
}

// SVG is the chart for a page that has the classes of the report's style sheet.
func (c Chart) SVG() string {
	var s svg
	fmt.Fprintf(&s, `<svg viewBox="0 0 %s %s" role="img" aria-label="%s">`, strconv.Itoa(int(chartWidth)), strconv.Itoa(int(chartHeight)), html.EscapeString(c.Title+". "+c.Says))
	c.draw(&s)
	s.WriteString("</svg>")
	return s.String()
}
