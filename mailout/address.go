package mailout

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// WireAddress is an address as it stands in an envelope or a header field: the domain in ASCII (RFC 5891), the
// local part as it is. Needs says that the local part is not ASCII and that only SMTPUTF8 (RFC 6531)
// can carry it. An address that could break out of its field or command is refused.
func WireAddress(addr string) (wire string, needs bool, err error) {
	at := strings.LastIndexByte(addr, '@')
	if at <= 0 || at == len(addr)-1 || len(addr) > 320 || !utf8.ValidString(addr) {
		return "", false, fmt.Errorf("%q is not an address", clip(addr))
	}
	local, domain := addr[:at], addr[at+1:]
	if !validLocal(local) {
		return "", false, fmt.Errorf("%q is not an address: its part before the @ is not valid", clip(addr))
	}
	if domain, err = wireDomain(domain); err != nil {
		return "", false, fmt.Errorf("%q is not an address: its domain is not valid", clip(addr))
	}
	return local + "@" + domain, !isASCII(local), nil
}

func clip(s string) string {
	if len(s) > 80 {
		return strings.ToValidUTF8(s[:80], "") + "…"
	}
	return s
}

// validLocal takes a dot-atom, lenient about where its dots stand, or a quoted string (RFC 5321 §4.1.2).
func validLocal(s string) bool {
	if inner, ok := strings.CutPrefix(s, `"`); ok {
		inner, ok = strings.CutSuffix(inner, `"`)
		return ok && validQuoted(inner)
	}
	return strings.IndexFunc(s, func(r rune) bool {
		return r != '.' && !isAtext(r) && (r < 0x80 || unicode.IsControl(r) || unicode.IsSpace(r))
	}) < 0
}

func validQuoted(s string) bool {
	escaped := false
	for _, r := range s {
		switch {
		case unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			return false
		case escaped:
			escaped = false
		case r == '\\':
			escaped = true
		case r == '"':
			return false
		}
	}
	return !escaped
}

// wireDomain is a domain in ASCII; a name that DNS knows and IDNA does not, such as one with an
// underscore, is kept.
func wireDomain(domain string) (string, error) {
	if !isASCII(domain) {
		ascii, err := idna.Lookup.ToASCII(domain)
		if err != nil {
			return "", err
		}
		domain = ascii
	}
	if strings.HasPrefix(domain, "[") && strings.HasSuffix(domain, "]") { // an address literal
		if strings.IndexFunc(domain[1:len(domain)-1], func(r rune) bool { return !isHostRune(r) && r != ':' }) >= 0 {
			return "", fmt.Errorf("bad literal")
		}
		return domain, nil
	}
	if strings.IndexFunc(domain, func(r rune) bool { return !isHostRune(r) }) >= 0 || len(domain) > 255 {
		return "", fmt.Errorf("bad domain")
	}
	return domain, nil
}

func isHostRune(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '.' || r == '_'
}
