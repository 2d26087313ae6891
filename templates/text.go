package templates

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/desk/knowledge"
)

// width is where lines of plain text are wrapped, in characters (RFC 5322 §2.1.1 allows 78).
const width = 76

var textFormat = format{
	flow:     func(s string) any { return wrap(s) },
	verbatim: func(s string) any { return s },
	quote:    func(s string) any { return quote(s) },
	facts:    func(s string) any { return wrap(s) },
	links:    func(links []Link) any { return linkLines(links) },
	speech:   func(s string) any { return speech(s) },
	article:  func(l *knowledge.Letter) any { return wrap(text(l.Text())) },
	pairs:    func(pairs [][]string) any { return pairsText(pairs) },
	table:    func(head []string, rows [][]string) any { return tableText(head, rows) },
}

// wrap breaks lines that are longer than width at blanks. Words are never broken, so that links
// hold; a quoted or indented line goes on quoted or indented. Shorter lines stay as they are.
func wrap(s string) string {
	if !anyLong(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + len(s)/32)
	first := true
	for line := range strings.SplitSeq(s, "\n") {
		if !first {
			b.WriteByte('\n')
		}
		first = false
		if len(line) > width {
			line = strings.TrimRight(line, " \t")
		}
		if len(line) <= width || utf8.RuneCountInString(line) <= width {
			b.WriteString(line)
			continue
		}
		wrapLine(&b, line)
	}
	return b.String()
}

func anyLong(s string) bool {
	for s != "" {
		i := strings.IndexByte(s, '\n')
		if i < 0 {
			return len(s) > width
		}
		if i > width {
			return true
		}
		s = s[i+1:]
	}
	return false
}

func wrapLine(b *strings.Builder, line string) {
	prefix := line[:len(line)-len(strings.TrimLeft(line, "> \t"))]
	if utf8.RuneCountInString(prefix) > width/2 {
		prefix = ""
	}
	b.WriteString(prefix)
	used := utf8.RuneCountInString(prefix)
	start := used
	first := true
	for word := range strings.SplitSeq(line[len(prefix):], " ") {
		n := utf8.RuneCountInString(word)
		switch {
		case first:
			first = false
		case used > start && used+1+n > width:
			b.WriteByte('\n')
			b.WriteString(prefix)
			used = start
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += n
	}
}

// maxLinkLine is how long an address may be that stands in plain text, in bytes: longer ones are in the way of reading,
// and what they hold can be copied as well.
const maxLinkLine = 160

// linkLines writes a line for each link: its label and its address.
func linkLines(links []Link) string {
	var b strings.Builder
	b.Grow(len(links) * 128)
	for _, l := range links {
		url := l.URL
		if len(url) > maxLinkLine {
			url = l.Short
		}
		if url == "" || len(url) > maxLink {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l.Label)
		b.WriteString(": ")
		b.WriteString(url)
	}
	return b.String()
}

// indent writes a sentence on indented lines.
func indent(s string) string { return wrap("    " + s) }

// underline writes a heading.
func underline(s string) string {
	s = wrap(s)
	longest := 0
	for l := range strings.SplitSeq(s, "\n") {
		longest = max(longest, utf8.RuneCountInString(l))
	}
	return s + "\n" + strings.Repeat("-", min(longest, width))
}

// quote marks every line as quoted, wrapped.
func quote(s string) string {
	if s == "" {
		return ""
	}
	return wrap("> " + strings.ReplaceAll(strings.ReplaceAll(s, "\n", "\n> "), "\n> \n", "\n>\n"))
}

// line makes one safe line of words that a stranger may have chosen: no line ends or other controls
// and nothing that turns the direction of writing, which could make a name or a subject read as another.
func line(s string) string {
	if clean(s) {
		return s
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r) || bidi(r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// clean says that a string is plain ASCII on one line, as most are.
func clean(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// bidi says whether r is a control of the bidirectional algorithm (UAX #9).
func bidi(r rune) bool {
	return r == '\u061c' || r == '\u200e' || r == '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\ufeff'
}

// text makes words of several lines safe to show: line ends become "\n", other controls go.
func text(s string) string {
	s = strings.Trim(s, "\r\n\t ")
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 && s[i] != '\n' && s[i] != '\t' || s[i] == 0x7f || s[i] == 0xc2 || s[i] == 0xe2 {
			s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
			return strings.Map(func(r rune) rune {
				if unicode.IsControl(r) && r != '\n' && r != '\t' {
					return -1
				}
				return r
			}, s)
		}
	}
	return s
}
