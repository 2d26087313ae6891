// Package knowledge is a collection of articles: Markdown files that are found by their words, filled in for a ticket, and
// written as plain text and HTML. It reads no files; all of it is functions over text.
package knowledge

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"frontdesk/desk/nearest"
)

// Article is a piece of knowledge: a canned answer, or what agents and users may read.
type Article struct {
	Name    string   // as in /reply NAME
	Title   string   // for people
	Text    string   // Markdown, with {{fields}} to be filled in
	Service string   // name of a service, "" for any
	Tags    []string // words under which it is found, too
	Public  bool     // may be offered to requesters

	line        int // of the file, at which Text begins
	serviceLine int // 0 where none is named
}

// Mistake is one thing that is wrong in the file of an article.
type Mistake struct {
	Line int // of the file, from 1
	What string
	Hint string // what to do, "" where that is plain
}

// keys are what front matter may say.
var keys = []string{"title", "service", "tags", "public"}

// fence stands above and below front matter.
const fence = "---"

// Parse reads the file of an article. Front matter is lines of the form "key: value" between two lines of "---"; without a
// title there, that of the first heading counts.
func Parse(name, file string) (a Article, mistakes []Mistake) {
	a = Article{Name: name, line: 1}
	lines := strings.Split(strings.ReplaceAll(strings.TrimPrefix(file, "\ufeff"), "\r\n", "\n"), "\n")
	wrong := func(line int, hint, format string, args ...any) {
		mistakes = append(mistakes, Mistake{line, fmt.Sprintf(format, args...), hint})
	}
	if strings.TrimRight(lines[0], " \t") == fence {
		end := slices.IndexFunc(lines[1:], func(l string) bool { return strings.TrimRight(l, " \t") == fence })
		if end < 0 {
			wrong(1, "a line of --- ends it", "the front matter has no end")
			return a, mistakes
		}
		for i, l := range lines[1 : end+1] {
			a.set(l, i+2, wrong)
		}
		lines, a.line = lines[end+2:], end+3
	}
	a.Text = strings.TrimRight(strings.Join(lines, "\n"), " \t\n")
	if a.Title == "" {
		a.Title = firstHeading(lines)
	}
	if a.Title == "" {
		wrong(1, "write title: … between two lines of ---, or begin with a heading", "it has no title")
	}
	if strings.TrimSpace(a.Text) == "" {
		wrong(a.line, "", "it has no text")
	}
	return a, mistakes
}

// set takes one line of front matter.
func (a *Article) set(text string, line int, wrong func(line int, hint, format string, args ...any)) {
	text = strings.TrimSpace(text)
	if text == "" || text[0] == '#' {
		return
	}
	key, value, ok := strings.Cut(text, ":")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	if remark := strings.Index(value, " #"); remark >= 0 && value[0] != '"' && value[0] != '\'' {
		value = strings.TrimSpace(value[:remark])
	}
	switch {
	case !ok:
		wrong(line, "", "a line of front matter is key: value")
	case key == "title":
		a.Title = unquote(value)
	case key == "service":
		a.Service, a.serviceLine = unquote(value), line
	case key == "tags":
		for tag := range strings.SplitSeq(strings.TrimSuffix(strings.TrimPrefix(value, "["), "]"), ",") {
			if tag = unquote(strings.TrimSpace(tag)); tag != "" {
				a.Tags = append(a.Tags, tag)
			}
		}
	case key == "public" && (value == "true" || value == "false"):
		a.Public = value == "true"
	case key == "public":
		wrong(line, "", "public is true or false, not %s", strconv.Quote(value))
	default:
		hint := "possible: " + strings.Join(keys, ", ")
		if n := nearest.Of(key, keys); n != "" {
			hint = "did you mean " + n + "?"
		}
		wrong(line, hint, "there is no key %s", strconv.Quote(key))
	}
}

// unquote takes quotation marks off a value.
func unquote(s string) string {
	if len(s) > 1 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}

func firstHeading(lines []string) string {
	for _, l := range lines {
		if title, ok := strings.CutPrefix(l, "# "); ok {
			return strings.TrimSpace(strings.TrimRight(title, "# "))
		}
	}
	return ""
}

// fieldMark is a field to be filled in; openMark is what begins one, right or wrong.
var (
	fieldMark = regexp.MustCompile(`\{\{\s*([\p{L}][\p{L}\p{M}\p{N}_-]*)\s*\}\}`)
	openMark  = regexp.MustCompile(`\{\{[^\n]{0,40}`)
)

// Check says what an article names that does not exist: fields that are not among those known, and a service that is not.
func (a Article) Check(fields, services []string) (mistakes []Mistake) {
	if a.serviceLine > 0 && !slices.Contains(services, a.Service) {
		mistakes = append(mistakes, Mistake{a.serviceLine, "there is no service " + strconv.Quote(a.Service), meant(a.Service, services)})
	}
	for i, l := range strings.Split(a.Text, "\n") {
		for _, m := range fieldMark.FindAllStringSubmatch(l, -1) {
			if !slices.Contains(fields, m[1]) {
				mistakes = append(mistakes, Mistake{a.line + i, "there is no field " + strconv.Quote(m[1]), meant(m[1], fields)})
			}
		}
		if bad := openMark.FindString(fieldMark.ReplaceAllString(l, "")); bad != "" {
			mistakes = append(mistakes, Mistake{a.line + i, strconv.Quote(bad) + " is no field", "a field is a name in {{ and }}"})
		}
	}
	return mistakes
}

func meant(word string, possible []string) string {
	if n := nearest.Of(word, possible); n != "" {
		return "did you mean " + n + "?"
	}
	if len(possible) == 0 || len(possible) > 12 {
		return ""
	}
	return "possible: " + strings.Join(possible, ", ")
}
