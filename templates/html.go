package templates

import (
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/desk/knowledge"
)

var htmlFormat = format{
	flow:     func(s string) any { return flowHTML(s) },
	verbatim: func(s string) any { return flowHTML(s) },
	quote:    func(s string) any { return flowHTML(s) },
	facts:    func(s string) any { return factsHTML(s) },
	links:    func(links []Link) any { return buttons(links) },
	speech:   func(s string) any { return flowHTML(s) },
	article:  func(l *knowledge.Letter) any { return template.HTML(l.HTML()) }, // escaped where it is made
	pairs:    func(pairs [][]string) any { return pairsHTML(pairs) },
	table:    func(head []string, rows [][]string) any { return tableHTML(head, rows) },
}

// flowHTML shows words of several lines in HTML as they were written: escaped, with their line ends and
// indentation, and with links for http and https addresses.
func flowHTML(s string) template.HTML {
	if s == "" {
		return ""
	}
	var b strings.Builder
	b.Grow(len(s) + len(s)/8 + 64)
	for i := 0; i < len(s); {
		if n := linkLength(s[i:]); n > 0 && startsWord(s, i) {
			b.WriteString(`<a href="`)
			escapeInto(&b, s[i:i+n])
			b.WriteString(`">`)
			escapeInto(&b, s[i:i+n])
			b.WriteString(`</a>`)
			i += n
			continue
		}
		end := i + 1
		for end < len(s) && s[end] != 'h' {
			end++
		}
		escapeInto(&b, s[i:end])
		i = end
	}
	return template.HTML(b.String())
}

// factsHTML shows facts, of which none begins a line with the dot that parts it from the one before.
func factsHTML(s string) template.HTML {
	return template.HTML(strings.ReplaceAll(string(flowHTML(s)), " · ", "&nbsp;· "))
}

// buttons shows mails that are ready to be sent.
func buttons(links []Link) template.HTML {
	var b strings.Builder
	b.Grow(len(links) * 400)
	for _, l := range links {
		b.WriteString(`<a style="display:inline-block;margin:0 8px 8px 0;padding:10px 16px;border:1px solid #888;border-radius:6px;text-decoration:none" href="`)
		escapeInto(&b, l.URL)
		b.WriteString(`">`)
		escapeInto(&b, l.Label)
		b.WriteString("</a>\n")
	}
	return template.HTML(b.String())
}

func startsWord(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return i == 0 || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// linkLength is how many bytes the web address at the beginning of s has, 0 where there is none.
// Punctuation at its end belongs to the sentence, and so does a bracket that it did not open.
func linkLength(s string) int {
	scheme := 0
	switch {
	case strings.HasPrefix(s, "https://"):
		scheme = len("https://")
	case strings.HasPrefix(s, "http://"):
		scheme = len("http://")
	default:
		return 0
	}
	end := strings.IndexFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune("<>\"'`\\", r)
	})
	if end < 0 {
		end = len(s)
	}
	for end > scheme {
		last := s[end-1]
		open := strings.IndexByte(")]}", last)
		if open >= 0 && strings.Count(s[:end], string("([{"[open])) >= strings.Count(s[:end], string(last)) ||
			open < 0 && strings.IndexByte(".,;:!?*", last) < 0 {
			break
		}
		end--
	}
	if end == scheme {
		return 0
	}
	return end
}

// escapeInto writes s escaped. Blanks that HTML would swallow become no-break spaces.
func escapeInto(b *strings.Builder, s string) {
	last := 0
	for i := 0; i < len(s); i++ {
		esc := ""
		switch s[i] {
		case '&':
			esc = "&amp;"
		case '<':
			esc = "&lt;"
		case '>':
			esc = "&gt;"
		case '"':
			esc = "&#34;"
		case '\'':
			esc = "&#39;"
		case '\n':
			esc = "<br>\n"
		case '\t':
			esc = "&nbsp;&nbsp;&nbsp; "
		case 0:
			esc = "\ufffd"
		case ' ':
			if i == 0 || s[i-1] != ' ' && s[i-1] != '\n' {
				continue
			}
			esc = "&nbsp;"
		default:
			continue
		}
		b.WriteString(s[last:i])
		b.WriteString(esc)
		last = i + 1
	}
	b.WriteString(s[last:])
}
