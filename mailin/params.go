package mailin

import (
	"sort"
	"strconv"
	"strings"
)

// maxParams bounds the parameters of one field; a file name needs a few of them.
const maxParams = 200

// parameters are the parameters of a Content-Type or Content-Disposition field by
// lower-case name, continuations joined and decoded (RFC 2231).
type parameters map[string]string

// parseParams reads "value; name=value; …" leniently: unquoted spaces, missing
// semicolons' worth of space, stray quotes and encoded words in values are forgiven.
func parseParams(field string) (value string, p parameters) {
	value, rest := cutParam(field)
	value = strings.ToLower(strings.TrimSpace(stripComments(value)))
	if !strings.ContainsRune(rest, '=') {
		return value, nil
	}
	p = parameters{}
	pieces := map[string][]piece{}
	for n := 0; rest != "" && n < maxParams; n++ {
		var item string
		item, rest = cutParam(rest)
		name, v, ok := strings.Cut(item, "=")
		name = strings.ToLower(strings.TrimSpace(name))
		if !ok || name == "" {
			continue
		}
		v = unquoteValue(v)
		if !strings.Contains(name, "*") {
			if _, twice := p[name]; !twice {
				p[name] = v
			}
			continue
		}
		base, pc := splitPiece(name, v)
		pieces[base] = append(pieces[base], pc)
	}
	for base, list := range pieces {
		if v := joinPieces(list); v != "" {
			p[base] = v
		}
	}
	return value, p
}

// cutParam takes one ";"-separated item off s, respecting quotes.
func cutParam(s string) (item, rest string) {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			if quoted {
				i++
			}
		case '"':
			quoted = !quoted
		case ';':
			if !quoted {
				return s[:i], s[i+1:]
			}
		}
	}
	if quoted { // a quote that never ends quotes nothing
		if i := strings.IndexByte(s, ';'); i >= 0 {
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

// unquoteValue strips quotes and their escapes. A backslash escapes only a quote or
// another one: "C:\temp" is no escape but a careless path.
func unquoteValue(v string) string {
	v = strings.TrimSpace(v)
	if len(v) < 2 || v[0] != '"' {
		return strings.Trim(v, `"`)
	}
	var out strings.Builder
	for i := 1; i < len(v); i++ {
		if v[i] == '"' {
			break
		}
		if v[i] == '\\' && i+1 < len(v) && (v[i+1] == '"' || v[i+1] == '\\') {
			i++
		}
		out.WriteByte(v[i])
	}
	return out.String()
}

// piece is one numbered section of a parameter (RFC 2231 §3).
type piece struct {
	number  int
	encoded bool // "name*0*": percent-encoded, the first one with charset'language'
	text    string
}

func splitPiece(name, value string) (base string, p piece) {
	base, tail, _ := strings.Cut(name, "*")
	p.text = value
	if strings.HasSuffix(tail, "*") {
		p.encoded, tail = true, strings.TrimSuffix(tail, "*")
	}
	if tail == "" {
		p.encoded = true
		return base, p
	}
	n, err := strconv.Atoi(tail)
	if err != nil || n < 0 {
		n = maxParams
	}
	p.number = n
	return base, p
}

// joinPieces puts the sections together in the order of their numbers and decodes
// them as one, since characters may be split between them.
func joinPieces(list []piece) string {
	sort.SliceStable(list, func(i, j int) bool { return list[i].number < list[j].number })
	charset := ""
	var raw []byte
	for i, p := range list {
		if !p.encoded {
			raw = append(raw, p.text...)
			continue
		}
		text := p.text
		if i == 0 {
			if a := strings.SplitN(text, "'", 3); len(a) == 3 {
				charset, text = a[0], a[2]
			}
		}
		raw = appendPercent(raw, text)
	}
	t, _ := decodeCharset(raw, charset)
	return t
}

func appendPercent(out []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if h, ok := hexByte(s[i+1], s[i+2]); ok {
				out = append(out, h)
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return out
}

// stripComments removes parenthesised comments (RFC 5322 §3.2.2) outside quotes.
func stripComments(s string) string {
	if !strings.Contains(s, "(") {
		return s
	}
	var out strings.Builder
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\\' && (quoted || depth > 0) && i+1 < len(s):
			if depth == 0 {
				out.WriteString(s[i : i+2])
			}
			i++
			continue
		case c == '"' && depth == 0:
			quoted = !quoted
		case c == '(' && !quoted:
			depth++
			continue
		case c == ')' && !quoted && depth > 0:
			depth--
			continue
		}
		if depth == 0 {
			out.WriteByte(c)
		}
	}
	return out.String()
}
