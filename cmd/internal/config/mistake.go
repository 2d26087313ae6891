package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Mistake is one thing that is wrong in a configuration, or doubtful where it stands in Config.Warnings.
type Mistake struct {
	File   string // as it was given to Load
	Line   int    // from 1
	Column int    // from 1, in characters; 0 where the line says enough
	Key    string // dotted, without indices: "mailbox.imap.port"; "" for syntax errors
	What   string // is wrong
	Hint   string // what to do, "" where that is plain

	// Excerpt is the line of the file and below it a caret, where Column is known; else "".
	Excerpt string
}

// String is "file:line: key: what (hint)".
func (m Mistake) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d: ", m.File, m.Line)
	if m.Key != "" {
		b.WriteString(m.Key + ": ")
	}
	if m.Column > 0 {
		fmt.Fprintf(&b, "column %d: ", m.Column)
	}
	b.WriteString(m.What)
	if m.Hint != "" {
		b.WriteString(" (" + m.Hint + ")")
	}
	return b.String()
}

// Mistakes are all mistakes of a configuration in the order of its lines. It is the error of Load
// for every file that could be read but not be accepted.
type Mistakes []Mistake

// Error has one line per mistake, with an excerpt below it where one helps.
func (ms Mistakes) Error() string {
	lines := make([]string, 0, len(ms))
	for _, m := range ms {
		lines = append(lines, m.String())
		if m.Excerpt != "" {
			lines = append(lines, m.Excerpt)
		}
	}
	return strings.Join(lines, "\n")
}

// sorted puts mistakes into the order of the file and drops those said twice.
func sorted(ms []Mistake) []Mistake {
	slices.SortStableFunc(ms, func(a, b Mistake) int {
		return cmp.Or(a.Line-b.Line, a.Column-b.Column)
	})
	return slices.Compact(ms)
}
