package mailin

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a signature, in lines with text.
const (
	maxSignature = 15 // below a delimiter
	maxClosing   = 8  // below a closing formula, unless they tell how to reach somebody
	maxNotice    = 40 // of a notice, which firms make long
)

// findSignature says at which line the signature begins; len(ls) where there is none.
// Each finding may uncover another one above it: a name above "Sent from my telephone".
// A mail never is a signature alone.
func findSignature(ls []bodyLine) int {
	first := nextText(ls, 0)
	n := len(ls)
	for range 5 {
		m := signatureStart(ls[:n], first)
		if m == n {
			break
		}
		n = m
	}
	return n
}

// signatureStart tries the kinds of evidence on the lines below first, from the end
// upwards; the topmost finding counts.
func signatureStart(ls []bodyLine, first int) int {
	start := len(ls)
	n := trimmedLen(ls)
	text := 0 // lines with text at and below i
	for i := n - 1; i > first; i-- {
		if ls[i].bare == "" {
			continue
		}
		if text++; text > maxNotice {
			break
		}
		if text <= maxSignature+1 && beginsSignature(ls[:n], i, text) || isNotice(ls[i:n]) {
			start = i
		}
	}
	if start == len(ls) {
		if i := contactBlock(ls[:n]); i > first {
			start = i
		}
	} else if i := start - 1; i > first && isNameLike(ls[i].bare) && isSentFrom(ls[start].bare) {
		start = i
	}
	return start
}

// trimmedLen is the number of lines without empty ones at the end.
func trimmedLen(ls []bodyLine) int {
	n := len(ls)
	for n > 0 && ls[n-1].bare == "" {
		n--
	}
	return n
}

// beginsSignature judges line i, with so many lines of text from it to the end.
func beginsSignature(ls []bodyLine, i, text int) bool {
	b := ls[i].bare
	switch {
	case isDelimiter(b, text), isListFooter(b, text):
		return true
	case ls[i].sig && allSig(ls[i:]):
		return true
	case isSentFrom(b) && text <= 3:
		return true
	case isClosing(b, text) && shortLines(ls[i+1:]) && (text <= maxClosing+1 || hasContact(ls[i+1:])):
		return true
	case text <= 2 && isDashedName(b) && !strings.HasPrefix(ls[i].raw, " ") && !announces(ls[:i]):
		return true
	case isRule(b) && text > 1 && shortLines(ls[i+1:]) && hasContact(ls[i+1:]):
		return true
	}
	return false
}

// announces says whether the text above goes on below: it ends with a colon, or with an
// item of a list, or with a command.
func announces(ls []bodyLine) bool {
	n := trimmedLen(ls)
	if n == 0 {
		return true
	}
	b := ls[n-1].bare
	return strings.HasSuffix(b, ":") || isDashedName(b) || strings.HasPrefix(b, "- ") || b[0] == '/' || b[0] == '#'
}

func allSig(ls []bodyLine) bool {
	for i := range ls {
		if ls[i].bare != "" && !ls[i].sig {
			return false
		}
	}
	return true
}

// isDelimiter recognises "-- " (RFC 3676 §4.3) and its relatives.
func isDelimiter(b string, below int) bool {
	switch b {
	case "--", "\u2014", "\u2013", "\u2013\u2013", "\u2014\u2014", "- -":
		return true
	case "---", "___", "__":
		return below <= 8
	}
	return false
}

// isListFooter recognises the long rule above what a mailing list adds.
func isListFooter(b string, below int) bool {
	return len(b) >= 20 && strings.Trim(b, "_") == "" && below > 1 && below <= 12
}

// isSentFrom recognises what telephones and mail programs add: a wording with the name
// of a product, or one that nothing much follows.
func isSentFrom(b string) bool {
	if len(b) >= 160 {
		return false
	}
	s := strings.Trim(strings.ToLower(b), "-*_>()[] \u2013\u2014")
	if i := strings.Index(s, " <http"); i > 0 { // the link of an advertisement
		s = s[:i]
	}
	end := strings.TrimRight(s, ".!\u3002")
	begins := words.sentFrom.beginWords(s)
	if !begins && !words.sentEnds.endWords(end) || strings.HasSuffix(s, "?") {
		return false
	}
	clause := firstClause(end)
	if startsWord(clause, products) {
		return len(strings.Fields(clause)) <= 12
	}
	return begins && clause == end && len(strings.Fields(s)) <= 6 && len([]rune(s)) <= 50
}

// firstClause is a text up to its first comma or the like.
func firstClause(s string) string {
	for _, mark := range []string{", ", ". ", "; ", "\u3002", "\uff0c", "\u3001", "\u060c"} {
		s, _, _ = strings.Cut(s, mark)
	}
	return s
}

// isNotice recognises the first line of a notice that a firm puts below every mail. A
// wording that people use as well needs a word of secrecy in it or in the lines below.
func isNotice(ls []bodyLine) bool {
	s := strings.TrimLeft(strings.ToLower(ls[0].bare), "-*_>([ ")
	if words.footers.begin(s) {
		return true
	}
	if !words.notices.begin(s) {
		return false
	}
	for i := range ls {
		if hasAny(strings.ToLower(ls[i].bare), words.secret) {
			return true
		}
	}
	return false
}

// marks part a closing formula from a name on the same line.
const marks = ",!.;\u3002\uff0c\u060c\uff01"

// isClosing recognises a closing formula, alone or with the name after it. Thanks
// without a name are part of the text.
func isClosing(b string, text int) bool {
	if len(b) > 60 {
		return false
	}
	s := strings.ToLower(strings.Trim(b, "*_-\u2013\u2014 "))
	s = strings.TrimRightFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '.' })
	if parts := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '|' }); len(parts) == 2 {
		return words.closings[strings.TrimSpace(parts[0])] && words.closings[strings.TrimSpace(parts[1])]
	}
	phrase, name := s, ""
	if i := strings.IndexAny(s, marks); i > 0 {
		phrase, name = s[:i], strings.Trim(s[i:], marks+":) \t-")
	}
	phrase = strings.TrimSpace(phrase)
	if !words.closings[phrase] {
		phrase, name = strings.TrimSpace(s), ""
	}
	if !words.closings[phrase] || words.thanks[phrase] && name == "" && text == 1 {
		return false
	}
	return len(strings.Fields(name)) <= 3 && !strings.Contains(name, "?")
}

// shortLines says that nothing below a closing formula looks like a sentence.
func shortLines(ls []bodyLine) bool {
	for i := range ls {
		if len(ls[i].bare) > 70 && len([]rune(ls[i].bare)) > 70 || strings.HasSuffix(ls[i].bare, "?") {
			return false
		}
	}
	return true
}

// isDashedName recognises "-Name" and "- Name".
func isDashedName(b string) bool {
	name := strings.TrimSpace(strings.TrimLeft(b, "-\u2013\u2014"))
	if len(name) == len(b) || len(b)-len(name) > 4 || len(name) > 40 {
		return false
	}
	fields := strings.Fields(name)
	for _, f := range fields {
		for _, r := range f {
			if !unicode.IsLetter(r) && !strings.ContainsRune(".'-,", r) {
				return false
			}
		}
	}
	return len(fields) == 1 || len(fields) > 1 && len(fields) <= 3 && isNameLike(name)
}

// contactBlock is the line at which a last paragraph of a name and ways to reach it
// begins; -1 where the last paragraph is something else.
func contactBlock(ls []bodyLine) int {
	i := len(ls) - 1
	for i >= 0 && ls[i].bare != "" {
		i--
	}
	i++
	block := ls[min(i, len(ls)):]
	if len(block) < 2 || len(block) > maxClosing || !isNameLike(block[0].bare) || !shortLines(block) || !hasContact(block[1:]) || announces(ls[:i]) {
		return -1
	}
	return i
}

// isNameLike says whether a line could be the name of a person: a few capitalised words.
func isNameLike(b string) bool {
	if b == "" || len(b) > 50 || strings.ContainsAny(b, ":?!@/0123456789<>()#=") {
		return false
	}
	name, _, _ := strings.Cut(b, ",")
	fields := strings.Fields(strings.Trim(name, "*_"))
	for _, f := range fields {
		switch r, _ := utf8.DecodeRuneInString(f); {
		case unicode.Is(unicode.Lo, r): // a script without capitals: only what is short
			if len(fields) > 3 || utf8.RuneCountInString(b) > 16 || strings.ContainsAny(b, "\u3002\u3001\uff0c\uff1f\uff01\u061f\u060c") {
				return false
			}
		case !unicode.IsUpper(r):
			return false
		}
	}
	return len(fields) >= 1 && len(fields) <= 4
}

// hasContact says whether a line shows a telephone number, an address or a web site.
func hasContact(ls []bodyLine) bool {
	for i := range ls {
		b := ls[i].bare
		digits := 0
		for j := range len(b) {
			if isDigit(b[j]) {
				digits++
			}
		}
		if digits >= 7 && digits*2 >= len(b)-10 || strings.Contains(b, "@") || strings.Contains(b, "www.") || strings.Contains(b, "://") {
			return true
		}
	}
	return false
}
