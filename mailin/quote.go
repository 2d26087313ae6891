package mailin

import (
	"strings"
	"unicode/utf8"
)

// splitterAt says how many lines from i on stand between the new text and an earlier
// mail: a separator, a header block or an attribution line. prefix is new text that
// shares the line with it.
func splitterAt(ls []bodyLine, i int) (n int, prefix string) {
	b := ls[i].bare
	if b == "" {
		return 0, ""
	}
	if isSeparator(b, words.original) || isArrowLine(b) {
		return 1, ""
	}
	if n := columnBlock(ls, i); n > 0 {
		return n, ""
	}
	if n := headerBlock(ls, i); n > 0 {
		return n, ""
	}
	if isRule(b) {
		if j := nextText(ls, i+1); j >= 0 && j <= i+3 && !ls[j].quoted {
			if n := headerBlock(ls, j); n > 0 {
				return j - i + n, ""
			}
			if l, ok := readLabel(ls[j].bare); ok && l.kind == fromLabel && strings.Contains(l.value, "@") {
				return j - i + 1, ""
			}
		}
		return 0, ""
	}
	return attribution(ls, i)
}

// isArrowLine recognises ">>> NAME DATE >>>", as GroupWise writes it.
func isArrowLine(b string) bool {
	return strings.HasPrefix(b, ">>> ") && strings.HasSuffix(b, " >>>") && len(b) < 200 && hasFullDate(b)
}

// columnBlock says how many lines a header block has whose labels stand on lines of
// their own, without a colon, below the name and the date: Lotus Notes. 0 for none.
func columnBlock(ls []bodyLine, i int) int {
	date := nextText(ls, i+1)
	if date < 0 || date > i+2 || !hasFullDate(ls[date].bare) || len(ls[date].bare) > 40 {
		return 0
	}
	to := nextText(ls, date+1)
	if to < 0 || words.labels[strings.ToLower(ls[to].bare)] != toLabel {
		return 0
	}
	for j := to + 1; j < len(ls) && j < to+12; j++ {
		if words.labels[strings.ToLower(ls[j].bare)] == subjectLabel {
			return min(j+2, len(ls)) - i
		}
	}
	return 0
}

// nextText is the next line with text from i on, or -1.
func nextText(ls []bodyLine, i int) int {
	for ; i < len(ls); i++ {
		if ls[i].bare != "" {
			return i
		}
	}
	return -1
}

// isSeparator recognises "-----Original Message-----" with one of the wordings.
func isSeparator(bare string, list []string) bool {
	if len(bare) > 120 || strings.IndexByte("-_=*>\xe2", bare[0]) < 0 {
		return false
	}
	inner := strings.TrimFunc(bare, func(r rune) bool { return strings.ContainsRune("-_=*~>\u2013\u2014 \t", r) })
	if len(bare)-len(inner) < 4 {
		return false
	}
	inner = strings.TrimRight(strings.ToLower(inner), ":. ")
	for _, w := range list {
		if inner == w || strings.HasPrefix(inner, w) && len(inner) < len(w)+40 {
			return true
		}
	}
	return false
}

// label is one line of a header block.
type label struct {
	kind  labelKind
	value string
}

// readLabel recognises "From: …", "*Von:* …", "De : …" in any language.
func readLabel(bare string) (l label, ok bool) {
	s := strings.TrimLeft(strings.TrimPrefix(bare, "\u2022"), "*_ >|\t")
	i := colonAt(s[:min(len(s), maxLabel)])
	if i <= 0 {
		return l, false
	}
	name := strings.ToLower(strings.TrimSpace(strings.Trim(s[:i], "*_ \t")))
	l.kind = words.labels[name]
	_, size := utf8.DecodeRuneInString(s[i:])
	l.value = strings.TrimSpace(strings.TrimLeft(s[i+size:], "*_ \t"))
	return l, l.kind != noLabel
}

// maxLabel is how far into a line the colon of a label may stand, in bytes.
const maxLabel = 42

// colonAt is where the first colon stands, also a full-width one; -1 where there is none.
func colonAt(s string) int {
	i, wide := strings.IndexByte(s, ':'), -1
	if strings.IndexByte(s, '\xef') >= 0 {
		wide = strings.Index(s, "\uff1a")
	}
	if i < 0 || wide >= 0 && wide < i {
		return wide
	}
	return i
}

// headerBlock says how many lines the header block at i has; 0 where there is none.
// Two labels will do when they hold an address and a date, otherwise three.
func headerBlock(ls []bodyLine, i int) int {
	if _, ok := readLabel(ls[i].bare); !ok {
		return 0
	}
	labels, n := blockLabels(ls, i)
	kinds := map[labelKind]string{}
	for _, l := range labels {
		kinds[l.kind] = l.value
	}
	_, from := kinds[fromLabel]
	address := strings.Contains(kinds[fromLabel], "@") || strings.Contains(kinds[toLabel], "@")
	date := hasDigit(kinds[dateLabel])
	switch {
	case len(kinds) >= 3 && (from || date && address):
		return n
	case len(kinds) == 2 && date && address:
		return n
	}
	return 0
}

// blockLabels reads the labels from line i on. A label may go on in the next line, and
// an empty line may stand between labels that came from HTML.
func blockLabels(ls []bodyLine, i int) (labels []label, n int) {
	more := 0 // continuation lines in a row
	for j := i; j < len(ls) && j < i+24; j++ {
		if l, ok := readLabel(ls[j].bare); ok && ls[j].quoted == ls[i].quoted {
			labels = append(labels, innerLabels(l)...)
			n, more = j-i+1, 0
			continue
		}
		if strings.Trim(ls[j].bare, "> ") == "" {
			if k := nextText(ls, j+1); k > 0 && k <= j+2 {
				if _, ok := readLabel(ls[k].bare); ok {
					continue
				}
			}
			break
		}
		if more++; more > 3 || len(labels) == 0 {
			break
		}
		if k := len(labels) - 1; labels[k].kind != subjectLabel || labels[k].value == "" {
			labels[k].value = strings.TrimSpace(labels[k].value + " " + ls[j].bare)
		}
	}
	return labels, n
}

// innerLabels takes apart a line on which several labels stand: "From: A Sent: B To: C".
func innerLabels(l label) (list []label) {
	for l.kind != subjectLabel && strings.Contains(l.value, ": ") {
		next, at := label{}, -1
		for i := 0; i < len(l.value) && at < 0; i++ {
			if l.value[i] != ' ' {
				continue
			}
			name, value, ok := strings.Cut(l.value[i+1:min(len(l.value), i+maxLabel)], ":")
			if kind := words.labels[strings.ToLower(name)]; ok && kind != noLabel && kind != l.kind && strings.HasPrefix(value, " ") {
				next, at = label{kind, strings.TrimSpace(l.value[i+len(name)+2:])}, i
			}
		}
		if at < 0 {
			break
		}
		list = append(list, label{l.kind, strings.TrimSpace(l.value[:at])})
		l = next
	}
	return append(list, l)
}

func hasDigit(s string) bool { return strings.ContainsAny(asciiDigits(s), "0123456789") }
