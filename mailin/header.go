package mailin

import (
	"bytes"
	"strings"
)

// The limits of one mail; beyond them it is refused rather than read.
const (
	maxDepth        = 32        // nesting of multiparts and enclosed messages
	maxParts        = 1000      // parts of all levels together
	maxHeaderBytes  = 256 << 10 // of one header section
	maxHeaderFields = 1000      // of one header section
	maxReceived     = 100       // Received fields
	maxAddressField = 4 << 10   // bytes of an address field that names no recipients
)

// rawField is one field of a header section: unfolded, but not decoded.
type rawField struct{ name, value string }

// section is one header section as it stands in the mail.
type section struct {
	fields   []rawField
	problems []string
	refused  string // the limit that it breaks
	folded   []byte // the value of the last field while its continuation lines come in
}

// add begins a field.
func (s *section) add(name, value string) {
	s.flush()
	s.fields = append(s.fields, rawField{name, value})
}

// flush finishes the last field.
func (s *section) flush() {
	if len(s.folded) > 0 {
		s.fields[len(s.fields)-1].value = string(s.folded)
		s.folded = s.folded[:0]
	}
}

// get is the undecoded value of the topmost field of that name.
func (s *section) get(name string) string {
	for i := range s.fields {
		if isName(s.fields[i].name, name) {
			return s.fields[i].value
		}
	}
	return ""
}

// all are the undecoded values of that name, topmost first.
func (s *section) all(name string) []string {
	var vs []string
	for i := range s.fields {
		if isName(s.fields[i].name, name) {
			vs = append(vs, s.fields[i].value)
		}
	}
	return vs
}

func (s *section) has(name string) bool {
	for i := range s.fields {
		if isName(s.fields[i].name, name) {
			return true
		}
	}
	return false
}

// isName compares ASCII names without their case.
func isName(a, b string) bool { return len(a) == len(b) && strings.EqualFold(a, b) }

func (s *section) problem(text string) { s.problems = appendOnce(s.problems, text) }

// cutLine takes one line off b, without its line end. Only LF ends a line: a bare CR
// inside a header must not begin a field that the servers on the way did not see.
func cutLine(b []byte) (line, rest []byte) {
	i := bytes.IndexByte(b, '\n')
	if i < 0 {
		return bytes.TrimRight(b, "\r"), nil
	}
	return bytes.TrimRight(b[:i], "\r"), b[i+1:]
}

// readSection reads the header section at the beginning of b and returns it with what
// follows the empty line. Junk inside the section is skipped; a text that never was a
// header section is left to the body.
func readSection(b []byte) (s section, body []byte) {
	defer s.flush()
	rest, read := b, 0
	for first := true; len(rest) > 0; first = false {
		line, next := cutLine(rest)
		read += len(rest) - len(next)
		if read > maxHeaderBytes {
			s.refused = "header section of more than 256 KiB"
			return s, afterEmptyLine(rest)
		}
		switch {
		case len(line) == 0:
			if !first || !headerFollows(next) {
				return s, next
			}
			s.problem("empty line before the header")
		case line[0] == ' ' || line[0] == '\t':
			s.fold(line)
		case first && isFromLine(line):
			s.problem("mbox From line before the header")
		default:
			name, value, ok := splitField(line)
			if !ok && !headerFollows(next) {
				s.problem("no empty line between header and body")
				return s, rest
			}
			if !ok {
				s.problem("header line without a field name")
				break
			}
			if len(s.fields) == maxHeaderFields {
				s.refused = "header section of more than 1000 fields"
				return s, afterEmptyLine(rest)
			}
			s.add(name, value)
		}
		rest = next
	}
	if len(s.fields) == 0 {
		return s, b
	}
	return s, nil
}

// fold appends a continuation line to the last field. Whitespace alone adds nothing.
func (s *section) fold(line []byte) {
	text := strings.TrimSpace(string(line))
	if len(s.fields) == 0 {
		if text != "" {
			s.problem("continuation line before the first field")
		}
		return
	}
	if text == "" {
		return
	}
	if f := &s.fields[len(s.fields)-1]; len(s.folded) == 0 {
		s.folded = append(s.folded, f.value...)
	}
	if len(s.folded) > 0 {
		s.folded = append(s.folded, ' ')
	}
	s.folded = append(s.folded, text...)
}

// splitField splits "Name: value". Spaces before the colon are forgiven; anything else
// that RFC 5322 §2.2 forbids in a name makes the line no field.
func splitField(line []byte) (name, value string, ok bool) {
	i := bytes.IndexByte(line, ':')
	if i <= 0 || i > 200 {
		return "", "", false
	}
	n := bytes.TrimRight(line[:i], " \t")
	for _, c := range n {
		if c <= ' ' || c >= 0x7f {
			return "", "", false
		}
	}
	if len(n) == 0 {
		return "", "", false
	}
	return string(n), string(bytes.TrimSpace(line[i+1:])), true
}

// headerFollows says whether a field stands within the next lines, before an empty one.
func headerFollows(b []byte) bool {
	for range 8 {
		line, next := cutLine(b)
		if len(line) == 0 {
			return false
		}
		if name, _, ok := splitField(line); ok && !strings.Contains(name, "//") {
			return true
		}
		b = next
	}
	return false
}

// isFromLine recognises the separator of mbox files, which is no part of a mail.
func isFromLine(line []byte) bool {
	return bytes.HasPrefix(line, []byte("From ")) || bytes.HasPrefix(line, []byte(">From "))
}

// afterEmptyLine is what follows the first empty line of b.
func afterEmptyLine(b []byte) []byte {
	at, skip := bytes.Index(b, []byte("\n\n")), 2
	if i := bytes.Index(b, []byte("\n\r\n")); i >= 0 && (at < 0 || i < at) {
		at, skip = i, 3
	}
	if at < 0 {
		return nil
	}
	return b[at+skip:]
}

// appendOnce appends text unless it is there; lists of problems stay short.
func appendOnce(list []string, text string) []string {
	for _, t := range list {
		if t == text {
			return list
		}
	}
	if len(list) >= 50 {
		return list
	}
	return append(list, text)
}
