package desk

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxLabel bounds a label with its hint, in bytes, and maxLabelLines over how many lines they may be broken.
const (
	maxLabel      = 400
	maxLabelLines = 4
)

// window is a line with those below it that may go on with it, and where each of them ends.
func (r *formReader) window(i int) (text string, ends []int) {
	depth := r.lines[i].depth
	for _, l := range r.lines[i:min(i+maxLabelLines, len(r.lines))] {
		if l.text == "" || l.depth != depth || len(text) > maxLabel {
			break
		}
		if text != "" {
			text += " "
		}
		text += l.text
		ends = append(ends, len(text))
	}
	return text, ends
}

// labelAt finds a label at the beginning of a line: with or without its number, its hint and its colon.
func (r *formReader) labelAt(i int) (field, lines int, value string) {
	text, ends := r.window(i)
	if text == "" {
		return 0, 0, ""
	}
	start, number := ordinal(text)
	longest := 0
	for k, f := range r.fields {
		for _, name := range []string{f.LabelText(), f.Name} {
			if n := sameWords(text[start:], name); n > longest {
				longest, field = n, k
			}
		}
	}
	if longest == 0 {
		return 0, 0, ""
	}
	at := pastHint(text, start+longest)
	if after, ok := pastColon(text, at); ok {
		return r.labelled(field, text, ends, after)
	}
	if line := lineOf(ends, at); at == ends[line] && (line == 0 || number > 0 || at > start+longest) {
		return field, line + 1, "" // it stands alone, and the answer below it
	}
	return 0, 0, ""
}

// numberAt finds a field by its number alone: the label was translated, or left out.
func (r *formReader) numberAt(i int) (field, lines int, value string) {
	text, ends := r.window(i)
	start, number := ordinal(text)
	if number == 0 || number > len(r.fields) {
		return 0, 0, ""
	}
	for at, c := range text[start:] {
		at += start
		switch {
		case strings.ContainsRune("(（", c):
			if past := pastHint(text, at); past > at {
				if after, ok := pastColon(text, past); ok {
					return r.labelled(number-1, text, ends, after)
				}
			}
		case strings.ContainsRune(":：", c) && !betweenDigits(text, at) && r.fields[number-1].bare():
			return r.labelled(number-1, text, ends, at+utf8.RuneLen(c))
		}
		if at >= ends[0] && !strings.Contains(text[start:ends[0]], "(") {
			break
		}
	}
	return number - 1, 1, text[start:ends[0]]
}

// bare says whether nothing stands in brackets behind the label, so that a colon must end it.
func (f ServiceField) bare() bool {
	own, phrase := f.Hints()
	return f.Required && own == "" && phrase == ""
}

// labelled is a field whose label ends at an offset of a window.
func (r *formReader) labelled(field int, text string, ends []int, at int) (int, int, string) {
	line := lineOf(ends, at)
	return field, line + 1, strings.Trim(strings.TrimSpace(text[min(at, ends[line]):ends[line]]), "* ")
}

// lineOf is the line of a window in which an offset lies.
func lineOf(ends []int, at int) int {
	return min(max(0, slices.IndexFunc(ends, func(end int) bool { return at <= end })), len(ends)-1)
}

// ordinal reads the number of a field, and where its label begins; 0 where there is none.
func ordinal(s string) (start, number int) {
	start = len(s) - len(strings.TrimLeft(s, " *•·–-_"))
	at := start
	for at < len(s) && at < start+2 && s[at] >= '0' && s[at] <= '9' {
		number = number*10 + int(s[at]-'0')
		at++
	}
	if number == 0 || at == len(s) || s[at] != '.' && s[at] != ')' || at+1 < len(s) && s[at+1] >= '0' && s[at+1] <= '9' {
		return start, 0
	}
	return len(s) - len(strings.TrimLeft(s[at+1:], " *_")), number
}

// sameWords is the length of the beginning of s that is the given name, whatever its case and blanks; 0 where it is not.
func sameWords(s, name string) int {
	i, j := 0, 0
	for j < len(name) {
		a, n := utf8.DecodeRuneInString(s[i:])
		b, m := utf8.DecodeRuneInString(name[j:])
		switch {
		case isGap(b):
			for j < len(name) && isGap(b) {
				j += m
				b, m = utf8.DecodeRuneInString(name[j:])
			}
			before := i
			for i < len(s) && isGap(a) {
				i += n
				a, n = utf8.DecodeRuneInString(s[i:])
			}
			if i == before {
				return 0
			}
		case i >= len(s) || unicode.ToLower(a) != unicode.ToLower(b):
			return 0
		default:
			i += n
			j += m
		}
	}
	if next, _ := utf8.DecodeRuneInString(s[i:]); i < len(s) && (unicode.IsLetter(next) || unicode.IsDigit(next)) {
		return 0
	}
	return i
}

func isGap(r rune) bool { return r == ' ' || r == '_' || r == '-' }

// pastHint steps over a hint in brackets.
func pastHint(s string, at int) int {
	from := at + len(s[at:]) - len(strings.TrimLeft(s[at:], " *_"))
	open := 0
	for i, c := range s[from:] {
		switch c {
		case '(', '（', '[':
			open++
		case ')', '）', ']':
			if open--; open == 0 {
				return from + i + utf8.RuneLen(c)
			}
		}
		if open == 0 {
			break
		}
	}
	return at
}

// pastColon steps over what stands between a label and its answer.
func pastColon(s string, at int) (int, bool) {
	from := at + len(s[at:]) - len(strings.TrimLeft(s[at:], " *_"))
	for _, sign := range []string{":", "：", "="} {
		if strings.HasPrefix(s[from:], sign) {
			return from + len(sign), true
		}
	}
	return at, false
}

func betweenDigits(s string, at int) bool {
	return at > 0 && at+1 < len(s) && isDigit(s[at-1]) && isDigit(s[at+1])
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// What mail programs that do not mark quoted lines put above them: sender, and further down the subject.
var (
	senderWords  = []string{"from", "von", "de"}
	subjectWords = []string{"subject", "betreff", "objet", "asunto"}
)

// headerBlock is how many lines say whose words stand below, 0 where none begin here.
func (r *formReader) headerBlock(i int) int {
	if !beginsWith(r.lines[i].text, senderWords) {
		return 0
	}
	for n := 1; n < 8 && i+n < len(r.lines); n++ {
		if r.lines[i+n].text == "" {
			return 0
		}
		if beginsWith(r.lines[i+n].text, subjectWords) {
			return n + 1
		}
	}
	return 0
}

// beginsWith says whether a line is one of these words and a colon, with something behind.
func beginsWith(s string, words []string) bool {
	key, _, ok := strings.Cut(s, ":")
	return ok && slices.Contains(words, strings.ToLower(strings.Trim(key, "* ")))
}

// courtesies begin lines that say nothing but hello and goodbye.
var courtesies = []string{"hello", "hi", "hey", "dear", "good morning", "good afternoon", "thanks", "thank you", "many thanks", "regards", "best", "kind regards",
	"best regards", "cheers", "here you are", "hallo", "guten tag", "guten morgen", "liebe", "lieber", "sehr geehrte", "danke", "vielen dank", "gruß", "grüße",
	"viele grüße", "liebe grüße", "beste grüße", "mit freundlichen grüßen", "mfg", "lg", "bonjour", "salut", "merci", "cordialement", "bien cordialement",
	"hola", "buenos días", "buenas tardes", "gracias", "muchas gracias", "saludos", "un saludo", "atentamente"}

// isName says whether a line is the sender's own name, or a part of it.
func isName(s, sender string) bool {
	words, name := plainWords(s), plainWords(sender)
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(name, w) })
}

// isCourtesy says whether a line only greets or thanks.
func isCourtesy(s string) bool {
	said := strings.Trim(strings.ToLower(s), " ,.:!-–")
	if len(strings.Fields(said)) > 5 || strings.Contains(s, "?") {
		return false
	}
	return slices.ContainsFunc(courtesies, func(c string) bool {
		return said == c || strings.HasPrefix(said, c+" ") || strings.HasPrefix(said, c+",")
	})
}
