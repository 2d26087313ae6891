package mailin

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// headerText is an unstructured field body made readable: UTF-8, encoded words
// decoded, one line.
func headerText(value string) string { return oneLine(decodeWords(utf8Value(value))) }

// utf8Value makes raw 8-bit header bytes UTF-8 (RFC 6532), guessing where they are not.
func utf8Value(value string) string {
	if utf8.ValidString(value) && !strings.Contains(value, "\x1b") {
		return value
	}
	t, _ := decodeUnicode([]byte(value), "")
	return t
}

// maxEncodedWord bounds one encoded word, in bytes. RFC 2047 allows 75.
const maxEncodedWord = 8 << 10

// encodedWord is one "=?charset?encoding?text?=" of RFC 2047 §2, taken apart.
type encodedWord struct {
	charset string
	data    []byte
	size    int // bytes that it takes up
}

// decodeWords decodes every encoded word of s wherever it stands, also inside quotes
// and glued to other text. Words of one charset that follow each other are decoded
// together, since some programs split characters between them. A word that cannot be
// decoded stays as it is.
func decodeWords(s string) string {
	if !strings.Contains(s, "=?") {
		return s
	}
	var out strings.Builder
	var pending []byte
	charset := ""
	flush := func() {
		if len(pending) > 0 {
			t, _ := decodeCharset(pending, charset)
			out.WriteString(t)
			pending = pending[:0]
		}
	}
	afterWord := false
	for len(s) > 0 {
		i := strings.Index(s, "=?")
		if i < 0 {
			break
		}
		w, ok := parseEncodedWord(s[i:])
		if !ok {
			flush()
			out.WriteString(s[:i+2])
			s, afterWord = s[i+2:], false
			continue
		}
		if !afterWord || strings.TrimSpace(s[:i]) != "" {
			flush()
			out.WriteString(s[:i])
		}
		if w.charset != charset {
			flush()
			charset = w.charset
		}
		pending = append(pending, w.data...)
		s, afterWord = s[i+w.size:], true
	}
	flush()
	out.WriteString(s)
	return out.String()
}

// parseEncodedWord reads an encoded word at the beginning of s. Spaces inside, missing
// padding and a missing end at the end of the field are forgiven.
func parseEncodedWord(s string) (w encodedWord, ok bool) {
	rest := s[2:]
	i := strings.IndexByte(rest, '?')
	if i <= 0 || i > 60 || strings.ContainsAny(rest[:i], " \t<>@,\"") {
		return w, false
	}
	w.charset = normalCharset(rest[:i])
	rest = rest[i+1:]
	if len(rest) < 2 || rest[1] != '?' {
		return w, false
	}
	kind, text := rest[0]|0x20, rest[2:]
	end := strings.Index(text[:min(len(text), maxEncodedWord)], "?=")
	w.size = len(s) - len(text) + end + 2
	if end < 0 {
		if len(text) > maxEncodedWord || strings.ContainsAny(text, " \t") {
			return w, false
		}
		end, w.size = len(text), len(s)
	}
	switch kind {
	case 'b':
		w.data = (&base64Decoder{rest: []byte(text[:end])}).next(make([]byte, 0, end+decodeStep))
	case 'q':
		w.data = decodeQ(text[:end])
		if w.charset == "utf-8" && !utf8.Valid(w.data) { // folded in the middle of a character?
			if tight := decodeQ(strings.ReplaceAll(text[:end], " ", "")); utf8.Valid(tight) {
				w.data = tight
			}
		}
	default:
		return w, false
	}
	return w, true
}

// decodeQ decodes the "Q" encoding of RFC 2047 §4.2.
func decodeQ(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '_':
			out = append(out, ' ')
		case c == '=' && i+2 < len(s):
			if h, ok := hexByte(s[i+1], s[i+2]); ok {
				out = append(out, h)
				i += 2
				continue
			}
			out = append(out, c)
		default:
			out = append(out, c)
		}
	}
	return out
}

// oneLine makes a text safe to stand on one line: no controls, no line or paragraph
// separators, no direction overrides.
func oneLine(s string) string {
	if clean(s) {
		return strings.TrimSpace(s)
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\r' || r == '\n' || r == '\t' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			return ' '
		case unicode.IsControl(r), isBidiControl(r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// clean says that every byte is printable ASCII.
func clean(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// isBidiControl names the overrides, embeddings and isolates that can make a name or a
// subject look like another one.
func isBidiControl(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// printable shortens foreign text for use in a problem.
func printable(s string) string {
	s = oneLine(strings.ToValidUTF8(s, "?"))
	if len(s) > 40 {
		return strings.ToValidUTF8(s[:40], "") + "…"
	}
	return s
}
