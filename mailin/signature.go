package mailin

import (
	"strings"
	"unicode"
)

// Bounds of a signature, in lines with text.
const (
	maxSignature = 15 // below a delimiter
	maxClosing   = 8  // below a closing formula
)

// findSignature says at which line the signature begins; len(ls) where there is none.
// Each finding may uncover another one above it: a name above "Sent from my telephone".
func findSignature(ls []bodyLine) int {
	n := len(ls)
	for range 5 {
		m := signatureStart(ls[:n])
		if m == n || nextText(ls[:m], 0) < 0 {
			break
		}
		n = m
	}
	return n
}

// signatureStart tries the kinds of evidence, the most certain first.
func signatureStart(ls []bodyLine) int {
	for len(ls) > 0 && ls[len(ls)-1].bare == "" {
		ls = ls[:len(ls)-1]
	}
	n := len(ls)
	text := 0 // lines with text below i
	best := n
	for i := n - 1; i >= 0; i-- {
		b := ls[i].bare
		if b == "" {
			continue
		}
		text++
		if text > maxSignature+1 {
			break
		}
		if isDelimiter(b, text) || ls[i].sig && (text == 1 || best == i+1 || allSig(ls[i:])) ||
			isSentFrom(b) && text <= 3 || isDisclaimer(b) || isListFooter(b, text) ||
			text <= maxClosing+1 && isClosing(b) && shortLines(ls[i+1:]) ||
			text <= 2 && isDashedName(b) {
			best = i
		}
	}
	return best
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
	case "--", "\u2014", "\u2013", "\u2013\u2013", "\u2014\u2014", "- -", "--=20":
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

// isSentFrom recognises what telephones and mail programs add.
func isSentFrom(b string) bool {
	return len(b) < 160 && hasAnyPrefix(strings.TrimLeft(strings.ToLower(b), "-*_>([ "), words.sentFrom)
}

func isDisclaimer(b string) bool {
	return hasAnyPrefix(strings.TrimLeft(strings.ToLower(b), "-*_>([ "), words.disclaimer)
}

// isClosing recognises a closing formula, alone or with the name after it.
func isClosing(b string) bool {
	if len(b) > 60 {
		return false
	}
	s := strings.ToLower(strings.Trim(b, "*_-\u2013\u2014 "))
	phrase, name := s, ""
	if i := strings.IndexAny(s, ",!.;\u3002\uff0c"); i > 0 {
		phrase, name = s[:i], strings.Trim(s[i:], ",!.;:) \t\u3002\uff0c-")
	}
	if !words.closings[strings.TrimSpace(phrase)] && !words.closings[strings.TrimSpace(s)] {
		return false
	}
	return len(strings.Fields(name)) <= 3 && !strings.Contains(name, "?")
}

// shortLines says that nothing below a closing formula looks like a sentence.
func shortLines(ls []bodyLine) bool {
	for i := range ls {
		if len([]rune(ls[i].bare)) > 70 || strings.HasSuffix(ls[i].bare, "?") {
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
			if !unicode.IsLetter(r) && r != '.' && r != '\'' && r != '-' && r != ',' {
				return false
			}
		}
	}
	return len(fields) > 0 && len(fields) <= 3
}
