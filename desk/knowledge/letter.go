package knowledge

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Letter is an article that is filled in. The values stand apart from its Markdown until it is written, so that nothing that
// somebody is called or wrote can be a link or a heading.
type Letter struct {
	Markdown string   // with a mark in place of each value
	Values   []string // by the number in the mark
}

// A mark is a number between two characters that no text has: they are for private use.
const (
	markBegins = '\ue000'
	markEnds   = '\ue001'
)

var (
	mark        = regexp.MustCompile(string(markBegins) + `(\d+)` + string(markEnds))
	markInURL   = regexp.MustCompile(`%EE%80%80(\d+)%EE%80%81`)
	privateUse  = strings.NewReplacer(string(markBegins), "", string(markEnds), "")
	blankCutter = regexp.MustCompile(`\s+`)
)

// Fill puts values into the fields of an article. Missing are the fields that have none, each once.
func (a Article) Fill(values map[string]string) (l Letter, missing []string) {
	l.Markdown = fieldMark.ReplaceAllStringFunc(privateUse.Replace(a.Text), func(field string) string {
		name := fieldMark.FindStringSubmatch(field)[1]
		value := strings.TrimSpace(blankCutter.ReplaceAllString(values[name], " "))
		if value == "" && !slices.Contains(missing, name) {
			missing = append(missing, name)
		}
		l.Values = append(l.Values, value)
		return fmt.Sprintf("%c%d%c", markBegins, len(l.Values)-1, markEnds)
	})
	return l, missing
}

// Text is the letter as plain text.
func (l Letter) Text() string {
	return mark.ReplaceAllStringFunc(plainText(l.Markdown), func(m string) string { return l.value(mark, m) })
}

// HTML is the letter as HTML for a mail. Raw HTML of the article is left out, and so are addresses that a mail cannot show.
func (l Letter) HTML() string {
	text := mark.ReplaceAllStringFunc(asHTML(l.Markdown), func(m string) string { return html.EscapeString(l.value(mark, m)) })
	return markInURL.ReplaceAllStringFunc(text, func(m string) string { return url.QueryEscape(l.value(markInURL, m)) })
}

func (l Letter) value(form *regexp.Regexp, m string) string {
	i, err := strconv.Atoi(form.FindStringSubmatch(m)[1])
	if err != nil || i >= len(l.Values) {
		return ""
	}
	return l.Values[i]
}
