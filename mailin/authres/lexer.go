package authres

import (
	"errors"
	"strings"
)

// lexer reads the structured text of an unfolded header field (RFC 5322 §3.2): white
// space, comments that nest, quoted strings, and runs of other characters. Nothing is
// ever read from inside a comment or a quoted string.
type lexer struct {
	s string
	i int
}

var (
	errComment = errors.New("a comment that does not end")
	errQuoted  = errors.New("a quoted string that does not end")
	errControl = errors.New("a control character")
	errWord    = errors.New("a word is missing")
)

// space skips white space and comments (CFWS, RFC 5322 §3.2.2).
func (l *lexer) space() error {
	for l.i < len(l.s) {
		switch c := l.s[l.i]; {
		case c == ' ' || c == '\t':
			l.i++
		case c == '(':
			if err := l.comment(); err != nil {
				return err
			}
		default:
			return nil
		}
	}
	return nil
}

func (l *lexer) comment() error {
	depth := 0
	for l.i < len(l.s) {
		c := l.s[l.i]
		l.i++
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return nil
			}
		case '\\':
			l.i++
		}
	}
	l.i = len(l.s)
	return errComment
}

// end says whether nothing is left.
func (l *lexer) end() bool { return l.i >= len(l.s) }

// take consumes c if it is next.
func (l *lexer) take(c byte) bool {
	if l.i < len(l.s) && l.s[l.i] == c {
		l.i++
		return true
	}
	return false
}

// keyword reads letters, digits and hyphens (RFC 5321 Keyword; underscores are seen in
// the wild), in lower case.
func (l *lexer) keyword() (string, error) {
	start := l.i
	for l.i < len(l.s) {
		c := l.s[l.i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_') {
			break
		}
		l.i++
	}
	if l.i == start {
		return "", errWord
	}
	return lowerASCII(l.s[start:l.i]), nil
}

// word reads up to white space, a parenthesis, a semicolon or one of stop. Where it is one
// quoted string and nothing else, its content is given; a quoted string that is only a
// part ("a b"@example.net) keeps its quotes, so that it never equals a domain.
func (l *lexer) word(stop string) (string, error) {
	start := l.i
	var whole string
	parts := 0
	for l.i < len(l.s) {
		c := l.s[l.i]
		if c == ' ' || c == '\t' || c == '(' || c == ')' || c == ';' || strings.IndexByte(stop, c) >= 0 {
			break
		}
		parts++
		if c == '"' {
			q, err := l.quoted()
			if err != nil {
				return "", err
			}
			whole = q
			continue
		}
		if c < ' ' || c == 0x7f {
			return "", errControl
		}
		l.i++
	}
	switch {
	case parts == 0:
		return "", errWord
	case parts == 1 && l.s[start] == '"':
		return whole, nil
	}
	return l.s[start:l.i], nil
}

func (l *lexer) quoted() (string, error) {
	var b strings.Builder
	for l.i++; l.i < len(l.s); l.i++ {
		switch c := l.s[l.i]; c {
		case '"':
			l.i++
			return b.String(), nil
		case '\\':
			l.i++
			if l.i < len(l.s) {
				b.WriteByte(l.s[l.i])
			}
		default:
			b.WriteByte(c)
		}
	}
	l.i = len(l.s)
	return "", errQuoted
}

// nextClause moves to the next semicolon that is outside comments and quoted strings, and
// says whether there is one.
func (l *lexer) nextClause() bool {
	for l.i < len(l.s) {
		switch l.s[l.i] {
		case ';':
			return true
		case '(':
			if l.comment() != nil {
				return false
			}
		case '"':
			if _, err := l.quoted(); err != nil {
				return false
			}
		default:
			l.i++
		}
	}
	return false
}
