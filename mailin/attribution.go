package mailin

import (
	"strings"
	"unicode"
)

// maxAttribution is how many lines an attribution may be wrapped over.
const maxAttribution = 5

// attribution recognises "On DATE, NAME <ADDR> wrote:" that ends at or after line i,
// wrapped or not, in any language. Only a line that can begin one is tried.
func attribution(ls []bodyLine, i int) (n int, prefix string) {
	joined, begins := "", beginsAttribution(ls[i].bare)
	for k := 0; k < maxAttribution && i+k < len(ls); k++ {
		b := ls[i+k].bare
		if b == "" && (k == 0 || !openAngle(joined) && !angleFollows(ls, i+k)) || ls[i+k].quoted && k == 0 {
			break
		}
		if ls[i+k].quoted && !openAngle(joined) {
			break
		}
		if k > 0 && beginsAttribution(b) && !openAngle(joined) && (hasDate(joined) || !begins && !strings.HasSuffix(joined, ">") || begins && !isDigit(b[0])) {
			break // a later line begins it better; but a date may be wrapped
		}
		if k > 0 && !begins && !(k < 3 && paragraphStart(ls, i)) || len(joined)+len(b) > 600 {
			break
		}
		if k == 0 {
			joined = b
		} else if b != "" {
			joined += " " + b
		}
		quote := quoteFollows(ls, i+k+1)
		if !begins {
			if p := sharedLine(b, quote); p != "" && k == 0 {
				return 1, p
			} else if p != "" {
				break
			}
		}
		if isAttribution(joined, quote) {
			if k > 0 && !begins && !leadsTo(ls[i].bare, joined[len(ls[i].bare):], quote) {
				break
			}
			return k + 1, ""
		}
	}
	return 0, ""
}

// leadsTo says whether a line that begins no attribution by its looks belongs to the one
// below it all the same: it holds the date, the address or the name, and these are
// missing below.
func leadsTo(line, below string, quote bool) bool {
	below = strings.TrimSpace(below)
	if strings.HasPrefix(below, "<") && isNameLike(line) || strings.HasSuffix(line, ">") && !strings.Contains(below, "@") {
		return true
	}
	if hasDate(below) && isAttribution(below, quote) {
		return false
	}
	return hasDate(line) || strings.Contains(line, "@") || isNameLike(line)
}

// angleFollows says whether an address on a line of its own goes on after empty lines.
func angleFollows(ls []bodyLine, i int) bool {
	j := nextText(ls, i)
	return j >= 0 && j <= i+2 && strings.HasPrefix(ls[j].bare, "<")
}

// openAngle says that a "<" has not been closed yet.
func openAngle(s string) bool { return strings.LastIndexByte(s, '<') > strings.LastIndexByte(s, '>') }

func paragraphStart(ls []bodyLine, i int) bool {
	return i == 0 || ls[i-1].bare == "" || ls[i-1].drop
}

// quoteFollows says whether the next line with text from i on is quoted.
func quoteFollows(ls []bodyLine, i int) bool {
	j := nextText(ls, i)
	return j >= 0 && j <= i+6 && ls[j].quoted
}

// maxOnWord is the length of the longest word that an attribution begins with, in bytes.
const maxOnWord = 24

// beginsAttribution says whether a line can be the first one of an attribution.
func beginsAttribution(bare string) bool {
	s := strings.TrimLeft(bare, "-_*> \t\u2014\u2013")
	if s == "" {
		return false
	}
	if isDigit(s[0]) {
		return hasDate(s)
	}
	word := s
	if i := strings.IndexAny(s, " ,\t"); i > 0 {
		word = s[:i]
	}
	return len(word) <= maxOnWord && words.on[strings.ToLower(word)] && hasDigit(bare) || strings.HasPrefix(s, "在 ") || strings.HasPrefix(s, "于")
}

// isAttribution judges a joined line. quote says that quoted text follows it.
func isAttribution(s string, quote bool) bool {
	begins := beginsAttribution(s)
	tail := strings.TrimRight(s, "-_* \t\u2014\u2013")
	if len(tail) == len(s) && !quote && !begins && !strings.HasSuffix(s, ":") && !strings.HasSuffix(s, "\uff1a") {
		return false // what most lines are
	}
	lower := strings.ToLower(asciiDigits(s))
	inner := strings.Trim(lower, "-_*> \t\u2014\u2013")
	dashed := strings.HasPrefix(lower, "--") && strings.HasSuffix(lower, "--")
	colon := strings.HasSuffix(inner, ":") || strings.HasSuffix(inner, "\uff1a")
	inner = strings.TrimRight(inner, ":\uff1a ")
	e := evidence{date: hasDate(inner), full: hasFullDate(inner), address: strings.Contains(inner, "@"), ends: endsWithVerb(inner, words.said)}
	switch {
	case dashed && (e.ends || e.date && e.address):
		return len(inner) < 200
	case quote:
		return e.aboveQuote(inner, begins, colon)
	case colon:
		return e.aboveText(inner, begins)
	}
	return e.ends && e.full && begins && namesSomebody(inner)
}

// evidence is what a line shows of an attribution: a date or a time, a date with a
// year, an address, a word for "wrote" at its end.
type evidence struct{ date, full, address, ends bool }

// aboveQuote judges a line, lower case and without its colon, that a quote follows.
func (e evidence) aboveQuote(s string, begins, colon bool) bool {
	switch {
	case e.ends && (e.address || e.full || e.date && len(s) < 80):
		return true
	case len(s) < 120 && (endsWithVerb(s, words.wrote) || colon && e.address):
		return true
	case e.date && e.address && (begins || colon && len(s) < 250 || strings.Contains(s, "<") || hasVerb(s)):
		return true
	case e.full && colon && hasVerb(s):
		return begins || len(s) < 120
	}
	l, ok := readLabel(s + " ")
	return ok && l.kind <= dateLabel && (e.full || e.address)
}

// aboveText judges a line with a colon that no quote follows: it has to say much more,
// since what stands below is lost.
func (e evidence) aboveText(s string, begins bool) bool {
	switch {
	case e.ends && e.address, e.address && e.full && len(s) < 250:
		return true
	case e.full && e.ends:
		return (begins || len(s) < 160) && namesSomebody(s)
	case e.full && hasVerb(s):
		return begins && namesSomebody(s) || endsWithDate(s)
	}
	return false
}

// maxNameWords is how many words stand between the date and the end of a line.
const maxNameWords = 6

// namesSomebody says that no sentence stands between the date and the verb, but at most
// a few words.
func namesSomebody(s string) bool {
	last := strings.LastIndexAny(s, "0123456789")
	return len(strings.FieldsFunc(s[last+1:], func(r rune) bool { return r == ' ' || r == ',' || r == '.' })) <= maxNameWords
}

// endsWithDate recognises "NAME wrote on DATE".
func endsWithDate(s string) bool {
	for _, v := range words.wrote {
		head, tail, ok := strings.Cut(s, v+" ")
		if ok && hasFullDate(tail) && len(tail) < 60 && len(strings.Fields(head)) <= 5 {
			return true
		}
	}
	return false
}

// endsWithVerb says whether a text ends with one of the words for "wrote".
func endsWithVerb(s string, verbs []string) bool {
	for _, v := range verbs {
		if strings.HasSuffix(s, v) && (len(s) == len(v) || atBoundary(s, len(s)-len(v)) || s[len(s)-len(v)-1] == '>') {
			return true
		}
	}
	return false
}

// hasVerb says whether one of the words for "wrote" stands in a text.
func hasVerb(s string) bool {
	for _, v := range words.said {
		if i := strings.Index(s, v); i > 0 && atBoundary(s, i) && atBoundary(s, i+len(v)) {
			return true
		}
	}
	return false
}

// hasDate says whether a text shows a date or a time: a clock, or numbers with date
// separators, or a year with another number.
func hasDate(s string) bool {
	s = asciiDigits(s)
	digits, runs, year := 0, 0, false
	for i := 0; i <= len(s); i++ {
		if i < len(s) && s[i] >= '0' && s[i] <= '9' {
			digits++
			continue
		}
		if digits > 0 {
			runs++
			if digits == 4 && (s[i-4] == '1' || s[i-4] == '2') {
				year = true
			}
			if digits <= 2 && i+2 < len(s) && (s[i] == ':' || s[i] == '.') && isDigit(s[i+1]) && isDigit(s[i+2]) {
				return true
			}
			if i+1 < len(s) && (s[i] == '/' || s[i] == '-' || s[i] == '.') && isDigit(s[i+1]) && digits <= 4 && runs >= 2 {
				return true
			}
		}
		digits = 0
	}
	return year && runs >= 2
}

// hasFullDate says whether a text shows a date with its year: "2 Nov 2026", "2.11.26".
func hasFullDate(s string) bool {
	s = asciiDigits(s)
	runs, chain := 0, 0 // numbers, and those in a row that only separators part
	year := false
	for i := 0; i < len(s); {
		if !isDigit(s[i]) {
			i++
			continue
		}
		start := i
		for i < len(s) && isDigit(s[i]) {
			i++
		}
		runs++
		if n := i - start; n == 4 && (s[start:start+2] == "19" || s[start:start+2] == "20") {
			year = true
		} else if n > 2 {
			chain = 0
			continue
		}
		chain++
		if chain == 3 {
			return true
		}
		for i < len(s) && (s[i] == '.' || s[i] == '/' || s[i] == '-') && chain > 0 {
			if i++; i < len(s) && s[i] == ' ' {
				i++
			}
			if i >= len(s) || !isDigit(s[i]) {
				chain = 0
			}
			break
		}
		if i < len(s) && !isDigit(s[i]) {
			chain = 0
		}
	}
	return year && runs >= 2
}

// asciiDigits writes the digits of Arabic and Persian as those of ASCII.
func asciiDigits(s string) string {
	if strings.IndexByte(s, '\xd9') < 0 && strings.IndexByte(s, '\xdb') < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '\u0660' && r <= '\u0669':
			return r - '\u0660' + '0'
		case r >= '\u06f0' && r <= '\u06f9':
			return r - '\u06f0' + '0'
		}
		return r
	}, s)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// sharedLine finds new text that stands before an attribution on the same line; only
// where quoted text follows.
func sharedLine(bare string, quote bool) (prefix string) {
	if !quote || !strings.HasSuffix(bare, ":") {
		return ""
	}
	tries := 0
	for i, r := range bare {
		if i == 0 || bare[i-1] != ' ' || !unicode.IsUpper(r) || !words.on[firstWord(bare[i:])] {
			continue
		}
		if tries++; tries > 4 {
			break
		}
		if rest := bare[i:]; !hasDate(bare[:i]) && beginsAttribution(rest) && isAttribution(rest, true) {
			return strings.TrimRight(bare[:i], "- \t")
		}
	}
	return ""
}
