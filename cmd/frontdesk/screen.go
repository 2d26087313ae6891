package main

import (
	"io"
	"os"
	"strconv"
	"strings"
	"unicode"

	"frontdesk/cmd/internal/config"
)

// screen is what text is shown on.
type screen struct {
	terminal bool
	width    int // in columns
	colours  bool
}

// plainWidth is the width of everything that is no terminal.
const plainWidth = 80

// screenOf finds out what a writer is. Colours need a terminal that has them and nobody who objects
// (https://no-color.org).
func screenOf(w io.Writer, env config.Env) screen {
	s := screen{width: plainWidth}
	f, ok := w.(*os.File)
	if !ok {
		return s
	}
	if width, ok := terminalWidth(f); ok {
		s.terminal = true
		if width > 0 {
			s.width = width
		}
		objection, _ := env("NO_COLOR")
		term, _ := env("TERM")
		s.colours = objection == "" && term != "dumb" && term != ""
	}
	return s
}

// Styles as select graphic rendition parameters (ECMA-48 §8.3.117).
const (
	plain  = ""
	bold   = "1"
	faint  = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
	cyan   = "36"
)

// paint gives text a style where the screen has colours.
func (s screen) paint(style, text string) string {
	if !s.colours || text == "" || style == plain {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}

// columns is how many columns a text takes, without styles.
func columns(text string) int {
	n := 0
	for _, r := range text {
		n += runeColumns(r)
	}
	return n
}

// runeColumns is 0 for marks, 2 for the wide letters of East Asia and for pictures, 1 for the rest.
func runeColumns(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 ||
		r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60 ||
		r >= 0xffe0 && r <= 0xffe6 || r >= 0x1f300 && r <= 0x1faff || r >= 0x20000 && r <= 0x3fffd):
		return 2
	}
	return 1
}

// clean makes a text of strangers harmless on a terminal: one line, no control characters.
func clean(text string) string {
	return strings.Join(strings.FieldsFunc(strings.Map(visible, text), unicode.IsSpace), " ")
}

// cleanLines is clean for text of several lines.
func cleanLines(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' {
			return r
		}
		return visible(r)
	}, strings.ReplaceAll(text, "\r\n", "\n"))
}

// visible makes blanks of control characters, and nothing of those that turn the direction of writing.
func visible(r rune) rune {
	switch {
	case unicode.IsControl(r):
		return ' '
	case r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
		return -1
	}
	return r
}

// cut shortens a text to so many columns, with a mark where something is missing.
func cut(text string, width int) string {
	if columns(text) <= width {
		return text
	}
	if width <= 0 {
		return ""
	}
	n := 0
	for i, r := range text {
		if n+runeColumns(r) > width-1 {
			return strings.TrimRight(text[:i], " ") + "…"
		}
		n += runeColumns(r)
	}
	return text
}

// pad fills a text up to so many columns.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-columns(text)))
}

// wrap breaks a text into lines of at most so many columns, at blanks where there are any. Its own line ends
// and the indentation of its lines stay; web addresses stay whole.
func wrap(text string, width int) []string {
	width = max(width, 20)
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		out = append(out, wrapLine(strings.TrimRight(line, " \t"), width)...)
	}
	return out
}

func wrapLine(line string, width int) []string {
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	if len(indent) > width/2 {
		line, indent = line[len(indent):], ""
	}
	var out []string
	for columns(line) > width {
		at := breakAt(line, len(indent), width)
		if at == len(line) {
			break
		}
		out = append(out, strings.TrimRight(line[:at], " "))
		line = indent + strings.TrimLeft(line[at:], " ")
	}
	return append(out, line)
}

// breakAt is where a line that is too wide is broken: at the last blank that fits, within a word that is too
// long itself, or behind it where it is a web address.
func breakAt(line string, from, width int) int {
	at, n, blank := len(line), 0, -1
	for i, r := range line {
		if n += runeColumns(r); n > width {
			at = i
			break
		}
		if r == ' ' && i > from {
			blank = i
		}
	}
	if at < len(line) && line[at] == ' ' || blank < 0 && !strings.Contains(line[from:at], "://") {
		return at
	}
	if blank > 0 {
		return blank
	}
	if end := strings.IndexByte(line[at:], ' '); end >= 0 {
		return at + end
	}
	return len(line)
}

// count is a number with its noun: "1 mail", "3 mails".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if stem, ok := strings.CutSuffix(noun, "x"); ok {
		noun = stem + "xe"
	}
	return thousands(n) + " " + noun + "s"
}

// thousands groups digits: 12,345.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// size is a number of bytes for people.
func size(n int) string {
	switch {
	case n < 1000:
		return count(n, "byte")
	case n < 1000*1000:
		return strconv.FormatFloat(float64(n)/1000, 'f', 0, 64) + " kB"
	case n < 1000*1000*1000:
		return strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64) + " MB"
	}
	return strconv.FormatFloat(float64(n)/1e9, 'f', 1, 64) + " GB"
}
