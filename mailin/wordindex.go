package mailin

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// wordIndex is the data of all languages, ordered for look-up.
type wordIndex struct {
	labels    map[string]labelKind // header block labels
	on        map[string]bool      // first words of attribution lines
	wrote     []string
	said      []string // and wrote
	original  []string
	forwarded []string
	prefixes  map[string]bool
	cut       []string
	closings  map[string]bool
	thanks    map[string]bool // of the closings: those that need a name below them
	sentFrom  affixes
	sentEnds  affixes
	notices   affixes
	secret    []string
	footers   affixes
}

// labelKind is what a line of a header block says.
type labelKind int

const (
	noLabel labelKind = iota
	fromLabel
	dateLabel
	toLabel
	ccLabel
	subjectLabel
)

var words = indexWords()

func indexWords() *wordIndex {
	x := &wordIndex{labels: map[string]labelKind{}, on: map[string]bool{}, prefixes: map[string]bool{}, closings: map[string]bool{}, thanks: map[string]bool{},
		sentFrom: affixes{}, sentEnds: affixes{}, notices: affixes{}, footers: affixes{}}
	for _, l := range languages {
		for _, field := range []struct {
			to   map[string]bool
			from string
		}{{x.prefixes, l.prefixes}, {x.closings, l.closings}, {x.closings, l.thanks}, {x.thanks, l.thanks}} {
			for _, w := range wordings(field.from) {
				field.to[w] = true
			}
		}
		for _, field := range []struct {
			to   *[]string
			from string
		}{
			{&x.wrote, l.wrote}, {&x.said, l.wrote}, {&x.said, l.said}, {&x.original, l.original}, {&x.forwarded, l.forwarded}, {&x.cut, strings.ToLower(l.cut)}, {&x.secret, l.secret},
		} {
			*field.to = append(*field.to, wordings(field.from)...)
		}
		x.sentFrom.addPrefixes(l.sentFrom)
		x.notices.addPrefixes(l.notice)
		x.footers.addPrefixes(l.footer)
		x.sentEnds.addSuffixes(l.sentEnds)
		for _, w := range wordings(l.on) {
			x.on[strings.Fields(w)[0]] = true
		}
		x.addLabels(l)
	}
	return x
}

// addLabels adds the labels of a language. Where languages share one, the kind that
// tells more counts.
func (x *wordIndex) addLabels(l language) {
	for kind, field := range map[labelKind]string{fromLabel: l.from, dateLabel: l.date, toLabel: l.to, ccLabel: l.cc, subjectLabel: l.subject} {
		for _, w := range wordings(field) {
			if old, ok := x.labels[w]; !ok || kind < old {
				x.labels[w] = kind
			}
		}
	}
}

// CutLine is the line that the desk puts above the history in its mail, in the
// language of that tag: English where there is none. [Parse] takes nothing below it
// for new text, whatever quote marks stand before it.
func CutLine(lang string) string {
	for _, l := range languages {
		if l.tag == lang && l.cut != "" {
			return "## " + l.cut + " ##"
		}
	}
	return "## " + languages[0].cut + " ##"
}

// isCutLine recognises our own cut line, quoted or not, and those of other desks.
func isCutLine(line string) bool {
	t := strings.Trim(line, " \t>|\u00a0")
	if len(t) < 10 || len(t) > 200 || strings.IndexByte("-=#*_~\xe2", t[0]) < 0 {
		return false
	}
	t = strings.ToLower(t)
	inner := strings.Trim(t, "-=#*_~ \t\u2013\u2014")
	if strings.HasPrefix(t, "##") && strings.HasSuffix(t, "##") {
		for _, c := range words.cut {
			if inner == c {
				return true
			}
		}
	}
	if len(inner) > len(t)-4 || !strings.ContainsRune("-=#*_~\u2013\u2014", lastRune(t)) {
		return false
	}
	for _, c := range otherCutLines {
		if strings.Contains(inner, c) {
			return true
		}
	}
	return false
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// hasAnyPrefix says whether s begins with one of the list, at a word boundary.
func hasAnyPrefix(s string, list []string) bool {
	for _, p := range list {
		if strings.HasPrefix(s, p) && atBoundary(s, len(p)) {
			return true
		}
	}
	return false
}

// affixes are wordings that lines begin or end with, by their outermost bytes: many
// lines are looked at, and few of them begin with any.
type affixes map[string][]string

// affixKey is how many bytes of a wording are its key; none is shorter.
const affixKey = 3

func (a affixes) addPrefixes(field string) {
	for _, w := range wordings(field) {
		a[w[:affixKey]] = append(a[w[:affixKey]], w)
	}
}

func (a affixes) addSuffixes(field string) {
	for _, w := range wordings(field) {
		a[w[len(w)-affixKey:]] = append(a[w[len(w)-affixKey:]], w)
	}
}

// begin says whether s begins with one of them, wherever a word ends.
func (a affixes) begin(s string) bool {
	return len(s) >= affixKey && slices.ContainsFunc(a[s[:affixKey]], func(w string) bool { return strings.HasPrefix(s, w) })
}

// beginWords says whether s begins with one of them, at a word boundary.
func (a affixes) beginWords(s string) bool {
	return len(s) >= affixKey && hasAnyPrefix(s, a[s[:affixKey]])
}

// endWords says whether s ends with one of them, at a word boundary.
func (a affixes) endWords(s string) bool {
	return len(s) >= affixKey && slices.ContainsFunc(a[s[len(s)-affixKey:]], func(w string) bool { return strings.HasSuffix(s, w) && atBoundary(s, len(s)-len(w)) })
}

// hasAny says whether one of the list stands in s.
func hasAny(s string, list []string) bool {
	return slices.ContainsFunc(list, func(w string) bool { return strings.Contains(s, w) })
}

// startsWord says whether a word in s begins with one of the list.
func startsWord(s string, list []string) bool {
	return slices.ContainsFunc(list, func(w string) bool {
		i := strings.Index(s, w)
		return i == 0 || i > 0 && atBoundary(s, i)
	})
}

// atBoundary says whether no word goes on at s[i:]. Scripts without spaces have none.
func atBoundary(s string, i int) bool {
	if i >= len(s) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	return !isWordRune(r) || !isWordRune(before) || r > 0x2e80 || before > 0x2e80
}

func isWordRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r >= 0xc0
}
