package authres

import (
	"bytes"
	"strings"
)

// Bounds of the header section that is looked at; mail beyond them is quarantined anyway.
const (
	maxHeader = 256 << 10 // bytes
	maxFields = 1000
)

// field is one header field: its name without the colon, its body unfolded.
type field struct{ name, body string }

// is compares the name, without regard to case.
func (f field) is(name string) bool { return lowerASCII(f.name) == lowerASCII(name) }

// readHeader splits the header section into fields, topmost first, leniently: line ends
// may be LF, CRLF or worse, and a line that is no field is kept as a field without a name,
// at which the search for verdicts stops.
func readHeader(raw []byte) []field {
	if len(raw) > maxHeader {
		raw = raw[:maxHeader]
	}
	var h []field
	for len(raw) > 0 && len(h) <= maxFields {
		line, rest, _ := bytes.Cut(raw, []byte{'\n'})
		first := len(h) == 0
		raw = rest
		text := string(bytes.TrimRight(line, "\r"))
		switch {
		case text == "":
			return h
		case first && strings.HasPrefix(text, "From "):
			continue // the separator of a mailbox file
		case !first && (text[0] == ' ' || text[0] == '\t'):
			h[len(h)-1].body += text
			continue
		}
		name, body, ok := strings.Cut(text, ":")
		if text[0] == ' ' || text[0] == '\t' {
			ok = false // a continuation of nothing
		}
		if name = strings.TrimSpace(name); !ok || name == "" || strings.ContainsAny(name, " \t") {
			name, body = "", text
		}
		h = append(h, field{name, body})
	}
	return h
}

// receivedBy is the host that wrote a Received field: the word after "by" (RFC 5321 §4.4).
// It gives "" where the field does not have the exact shape "from X by HOST …" or
// "by HOST …", because X holds what the sender called itself.
func receivedBy(body string) string {
	words, ok := receivedWords(body)
	if !ok {
		return ""
	}
	if len(words) > 2 && words[0] == "from" {
		words = words[2:]
	}
	if len(words) < 2 || words[0] != "by" {
		return ""
	}
	for _, w := range words[2:] {
		if w == "by" {
			return ""
		}
	}
	return words[1]
}

// receivedWords are the words before the date, in lower case, without comments.
func receivedWords(body string) ([]string, bool) {
	l := &lexer{s: body}
	var words []string
	for {
		if l.space() != nil {
			return nil, false
		}
		if l.end() || l.s[l.i] == ';' {
			return words, true
		}
		w, err := l.word("")
		if err != nil {
			return nil, false
		}
		words = append(words, lowerASCII(w))
	}
}
