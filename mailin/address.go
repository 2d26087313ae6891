package mailin

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"frontdesk/desk"
)

// parseAddresses reads an address list leniently: groups are flattened, comments
// become names where there is no other, unquoted commas in names are forgiven. What
// holds no address at all gives no entry, except a lone local name.
func parseAddresses(value string) []desk.Address {
	var list []desk.Address
	carry := "" // an item without an address: the first half of "Doe, John <j@x>"
	for _, item := range splitAddresses(utf8Value(value)) {
		a, ok := parseMailbox(joinNames(carry, item))
		if ok {
			list, carry = append(list, a), ""
			continue
		}
		if carry = joinNames(carry, item); len(carry) > maxCarry {
			carry = ""
		}
	}
	if carry = oneLine(stripComments(carry)); carry != "" && len(list) == 0 && !strings.ContainsAny(carry, " :;<>") {
		list = append(list, desk.Address{Addr: carry})
	}
	return list
}

// maxCarry bounds the words that may belong to the address after them, in bytes.
const maxCarry = 512

func joinNames(a, b string) string {
	if a == "" {
		return b
	}
	return a + ", " + b
}

// scanner walks over an address field and tells structure from quoted text.
type scanner struct {
	s string
	i int
}

// skip passes over a quoted string, a comment or an encoded word that begins at i, and
// says whether there was one. An unterminated one is plain text.
func (sc *scanner) skip() bool {
	switch sc.s[sc.i] {
	case '"':
		return sc.skipQuoted()
	case '(':
		return sc.skipComment()
	case '=':
		if strings.HasPrefix(sc.s[sc.i:], "=?") {
			if w, ok := parseEncodedWord(sc.s[sc.i:]); ok {
				sc.i += w.size
				return true
			}
		}
	case '\\':
		sc.i = min(sc.i+2, len(sc.s))
		return true
	}
	return false
}

func (sc *scanner) skipQuoted() bool {
	for j := sc.i + 1; j < len(sc.s); j++ {
		switch sc.s[j] {
		case '\\':
			j++
		case '"':
			sc.i = j + 1
			return true
		}
	}
	return false
}

func (sc *scanner) skipComment() bool {
	depth := 0
	for j := sc.i; j < len(sc.s); j++ {
		switch sc.s[j] {
		case '\\':
			j++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				sc.i = j + 1
				return true
			}
		}
	}
	return false
}

// splitAddresses splits at commas and semicolons outside quotes, comments and angle
// brackets; the name of a group goes away.
func splitAddresses(s string) []string {
	var items []string
	isGroup := strings.Contains(s, ";")
	lastClose := strings.LastIndexByte(s, '>')
	sc := scanner{s: s}
	start, angle := 0, false
	unquoted, uncommented := false, false // a failed skip need not be tried again
	add := func(end int) {
		if item := strings.TrimSpace(s[start:end]); item != "" {
			items = append(items, item)
		}
		start = end + 1
	}
	for sc.i < len(s) {
		c := s[sc.i]
		if !(c == '"' && unquoted) && !(c == '(' && uncommented) && sc.skip() {
			continue
		}
		unquoted, uncommented = unquoted || c == '"', uncommented || c == '('
		switch {
		case c == '<':
			angle = true
		case c == '>':
			angle = false
		case (c == ',' || c == ';') && (!angle || sc.i > lastClose):
			add(sc.i)
			angle = false
		case c == ':' && !angle && isGroup:
			start = sc.i + 1
		}
		sc.i++
	}
	add(len(s))
	return items
}

// parseMailbox reads one mailbox. ok is false when the item names no address.
func parseMailbox(item string) (a desk.Address, ok bool) {
	name, addr, comment := splitMailbox(item)
	if addr == "" {
		bare := strings.TrimSpace(stripComments(item))
		if d := decodeWords(item); d != item && strings.Contains(d, "@") && strings.Contains(d, "<") {
			name, addr, _ = splitMailbox(d)
		} else if strings.Contains(bare, "@") {
			name, addr = looseAddress(bare)
		}
	}
	addr = cleanAddr(addr)
	if addr == "" {
		return a, false
	}
	if name == "" {
		name = comment
	}
	return desk.Address{Name: displayName(name), Addr: addr}, true
}

// splitMailbox takes the last angle-addr outside quotes and comments; what else stands
// there is the name, the last comment the name of last resort.
func splitMailbox(item string) (name, addr, comment string) {
	sc := scanner{s: item}
	open, end := -1, -1
	unquoted, uncommented := false, false
	for sc.i < len(item) {
		c, at := item[sc.i], sc.i
		if !(c == '"' && unquoted) && !(c == '(' && uncommented) && sc.skip() {
			if c == '(' {
				comment = item[at+1 : sc.i-1]
			}
			continue
		}
		unquoted, uncommented = unquoted || c == '"', uncommented || c == '('
		switch c {
		case '<':
			open, end = sc.i, -1
		case '>':
			if open >= 0 && end < 0 {
				end = sc.i
			}
		}
		sc.i++
	}
	if open < 0 {
		return "", "", comment
	}
	if end < 0 {
		return item[:open], item[open+1:], comment
	}
	name = strings.TrimSpace(strings.TrimRight(item[:open], "< "))
	if tail := strings.TrimSpace(stripComments(strings.Trim(item[end+1:], "> "))); tail != "" && name == "" {
		name = tail
	}
	return name, item[open+1 : end], comment
}

// aroundAt takes out the spaces that old mail allows around the sign (RFC 5322 §4.4).
var aroundAt = strings.NewReplacer(" @ ", "@", " @", "@", "@ ", "@")

// looseAddress finds the word with the "@" in a text without angle brackets.
func looseAddress(s string) (name, addr string) {
	if q := strings.LastIndexByte(s, '"'); q >= 0 && strings.HasPrefix(s, `"`) && strings.HasPrefix(s[q+1:], "@") {
		return "", s
	}
	words := strings.Fields(aroundAt.Replace(strings.Join(strings.Fields(s), " ")))
	for i := len(words) - 1; i >= 0; i-- {
		if w := strings.Trim(words[i], `"'[]`); strings.Contains(w, "@") && len(w) > 2 {
			return strings.Join(append(words[:i:i], words[i+1:]...), " "), w
		}
	}
	return "", strings.Join(words, "")
}

// cleanAddr strips what does not belong to an addr-spec: source routes, mailto:,
// spaces and controls.
func cleanAddr(addr string) string {
	addr = strings.TrimSpace(stripComments(addr))
	addr = strings.Trim(addr, "<>, \t")
	if len(addr) > 7 && strings.EqualFold(addr[:7], "mailto:") {
		addr = addr[7:]
	}
	if strings.HasPrefix(addr, "@") {
		if i := strings.LastIndexByte(addr, ':'); i >= 0 {
			addr = addr[i+1:]
		}
	}
	if !strings.HasPrefix(addr, `"`) {
		addr = strings.Join(strings.Fields(addr), "")
	}
	return oneLine(strings.ToValidUTF8(addr, "\uFFFD"))
}

// displayName decodes a phrase: quotes and escapes off, encoded words decoded.
func displayName(s string) string {
	s = strings.TrimSpace(s)
	if strings.Contains(s, "(") {
		if t := strings.TrimSpace(stripComments(s)); t != "" {
			s = t
		}
	}
	if strings.ContainsAny(s, `"\`) {
		s = unquotePhrase(s)
	}
	s = strings.Join(strings.Fields(oneLine(decodeWords(s))), " ")
	if len(s) > 1 && s[0] == '\'' && s[len(s)-1] == '\'' {
		s = strings.TrimSpace(s[1 : len(s)-1])
	}
	return s
}

func unquotePhrase(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			if i++; i < len(s) {
				out.WriteByte(s[i])
			}
		case '"':
		default:
			out.WriteByte(s[i])
		}
	}
	return out.String()
}

// fromProblem says why the From fields do not name exactly one person. It is strict
// where parseAddresses is lenient: two readers of one field must not be able to see
// two different authors.
func fromProblem(fields []string) string {
	switch len(fields) {
	case 0:
		return "no From field"
	case 1:
	default:
		return fmt.Sprintf("%d From fields", len(fields))
	}
	value := utf8Value(fields[0])
	bare, ok := structure(value)
	switch n := strings.Count(bare, "@"); {
	case strings.TrimSpace(bare) == "" && !strings.ContainsAny(value, `"(`):
		return "empty From field"
	case !ok:
		return "unbalanced quotes, comments or escapes in From"
	case strings.Contains(bare, ";"):
		return "a group in From"
	case n == 0:
		return "no address in From"
	case n > 1:
		return "more than one address in From"
	case strings.Count(bare, "<") > 1 || strings.Count(bare, ">") > 1:
		return "more than one address in From"
	}
	addr := strings.TrimSpace(bare)
	if i := strings.IndexByte(addr, '<'); i >= 0 {
		j := strings.IndexByte(addr, '>')
		if j < i || strings.TrimSpace(addr[j+1:]) != "" {
			return "malformed address in From"
		}
		addr = strings.TrimSpace(addr[i+1 : j])
	}
	local, domain, _ := strings.Cut(addr, "@")
	if !isDotAtom(local) || !isDotAtom(domain) || len(addr) > 320 {
		return "the address in From is no dot-atom"
	}
	if list := parseAddresses(fields[0]); len(list) != 1 || list[0].Addr != addr {
		return "ambiguous address in From"
	}
	return ""
}

// structure is a field without quoted strings, comments and encoded words in its
// phrase; ok is false when one of them never ends.
func structure(s string) (bare string, ok bool) {
	var out strings.Builder
	sc := scanner{s: s}
	ok = true
	angle := false
	for sc.i < len(s) {
		c := s[sc.i]
		if (ok || c != '"' && c != '(') && (!angle || c != '=') && c != '\\' && sc.skip() {
			if angle && c == '"' || c == '"' && sc.i < len(s) && s[sc.i] == '@' {
				out.WriteByte('"') // a quoted local part is no dot-atom
			} else if c != '(' {
				out.WriteByte(' ')
			}
			continue
		}
		if c == '"' || c == '(' || c == '\\' {
			ok = false
		}
		angle = c == '<' || angle && c != '>'
		out.WriteByte(c)
		sc.i++
	}
	return out.String(), ok
}

// isDotAtom checks dot-atom-text (RFC 5322 §3.2.3, with the UTF-8 of RFC 6532).
func isDotAtom(s string) bool {
	if s == "" || !utf8.ValidString(s) || strings.ContainsRune(s, utf8.RuneError) {
		return false
	}
	for _, atom := range strings.Split(s, ".") {
		if atom == "" {
			return false
		}
		for _, r := range atom {
			if r <= ' ' || r == 0x7f || r < 0x80 && strings.ContainsRune(`()<>[]:;@\,."`, r) || r >= 0x80 && (r < 0xa1 || isBidiControl(r) || r >= 0x2000 && r <= 0x200f || r == 0xfeff) {
				return false
			}
		}
	}
	return true
}
