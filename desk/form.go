package desk

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Form asks a person for what must be known of a request.
type Form struct {
	Subject string      // of the mail that orders, "" where the form is on a ticket already
	Fields  []FormField // those that are shown
}

// FormField is a line of a form.
type FormField struct {
	ServiceField
	Number  int    // by which an answer is known where the label was translated
	Value   string // a good answer, "" for none
	Said    string // an answer that is not good
	Problem string // what is wrong with it, in words for the person
}

// Answer is what a mail says to a field of a form.
type Answer struct {
	Value   string // as the field wants it, "" where nothing good was said
	Said    string // as it was written
	Problem string // what is wrong with it, "" for nothing
}

// LabelText is how a form names the field.
func (f ServiceField) LabelText() string {
	if f.Label != "" {
		return f.Label
	}
	label := strings.TrimSpace(strings.NewReplacer("_", " ", "-", " ").Replace(f.Name))
	first, size := utf8.DecodeRuneInString(label)
	return string(unicode.ToUpper(first)) + label[size:]
}

// Hints are what stands behind the label: words of the configuration, and a phrase of the desk ("" for none).
func (f ServiceField) Hints() (own, phrase string) {
	switch {
	case f.Hint != "":
		return f.Hint, ""
	case len(f.Choices) > 0:
		return strings.Join(f.Choices, " / "), ""
	case f.Type == "number":
		return "", "a number"
	case f.Type == "date":
		return "", "a date, such as 2026-12-31"
	case f.Type == "address":
		return "", "an e-mail address"
	}
	return "", ""
}

// newForm asks for the fields of a service: what is known stands in them, and what was answered wrongly is said.
func newForm(s Service, known map[string]string, answers map[string]Answer) *Form {
	form := &Form{}
	for i, f := range s.Fields {
		f.Label = f.LabelText()
		a := answers[f.Name]
		form.Fields = append(form.Fields, FormField{ServiceField: f, Number: i + 1, Value: known[f.Name], Said: a.Said, Problem: a.Problem})
	}
	return form
}

// Open are the fields that must still be filled in: those that are missing, and those that were answered wrongly.
func (f *Form) Open() []FormField {
	var open []FormField
	for _, field := range f.Fields {
		if field.Problem != "" || field.Required && field.Value == "" {
			open = append(open, field)
		}
	}
	return open
}

// Blank is the form without a word that a sender chose: the fields that must be filled in, empty.
func (f *Form) Blank() *Form {
	blank := &Form{Subject: f.Subject}
	for _, field := range f.Open() {
		field.Value, field.Said, field.Problem = "", "", ""
		blank.Fields = append(blank.Fields, field)
	}
	return blank
}

// FormEnd is the line below a form: what is written below it belongs to no field.
const FormEnd = "====="

// FormText is what a reply to a form says.
type FormText struct {
	Text      string // the whole mail, with what it quotes: answers stand between the lines of the form, too
	Own       string // what the sender wrote now
	Signature string
	Sender    string // name, which may stand below
}

// ReadForm reads the answers to a form, by name of the field, and what else the sender has to say. Fields that were left
// empty have none. The labels may be quoted, broken over lines, or translated where their number still stands; answers
// stand behind them or below.
func ReadForm(fields []ServiceField, mail FormText, now time.Time, language string) (answers map[string]Answer, rest string) {
	r := formReader{fields: fields, lines: formLines(mail)}
	r.walk(r.labelAt)
	if named := r.found(); named*2 < len(fields) {
		numbered := formReader{fields: fields, lines: r.lines}
		if numbered.walk(numbered.numberAt); numbered.found() > named {
			r = numbered
		}
	}
	answers = map[string]Answer{}
	for i, f := range fields {
		if a, ok := best(f, r.said[i], now, language); ok {
			answers[f.Name] = a
		}
	}
	return answers, r.rest(mail)
}

// best is the first answer that is good, else the first one.
func best(f ServiceField, said []string, now time.Time, language string) (first Answer, ok bool) {
	for _, s := range said {
		value, problem := f.Read(s, now, language)
		switch {
		case value == "" && problem == "":
		case problem == "":
			return Answer{Value: value, Said: s}, true
		case !ok:
			first, ok = Answer{Said: cutRunes(s, 60), Problem: problem}, true
		}
	}
	return first, ok
}

// OnlyAnswer reads a mail that names no field as the answer to the one that is missing. A text could be anything, and a
// question as well: it needs its label.
func OnlyAnswer(f ServiceField, own string, now time.Time, language string) (Answer, bool) {
	if len(f.Choices) == 0 && f.Type != "number" && f.Type != "date" && f.Type != "address" {
		return Answer{}, false
	}
	first, _, _ := strings.Cut(strings.TrimSpace(own), "\n\n")
	value, problem := f.Read(strings.Join(strings.Fields(first), " "), now, language)
	return Answer{Value: value, Said: first}, value != "" && problem == ""
}

// formLine is a line of a mail without its marks of quoting.
type formLine struct {
	text  string
	depth int
}

// maxFormLines bounds what is read of a mail.
const maxFormLines = 2000

// formLines are the lines of a mail that may hold answers: its signature and what stands below our cut line do not.
func formLines(mail FormText) []formLine {
	var lines []formLine
	for s := range strings.SplitSeq(strings.ReplaceAll(mail.Text, "\r\n", "\n"), "\n") {
		l := formLine{text: plainBlanks(s)}
		for {
			cut, quoted := strings.CutPrefix(strings.TrimLeft(l.text, " "), ">")
			if !quoted {
				break
			}
			l.text = cut
			l.depth++
		}
		l.text = strings.TrimSpace(l.text)
		if len(lines) == maxFormLines || isCutLine(l.text) {
			break
		}
		lines = append(lines, l)
	}
	return unsigned(lines, mail.Signature)
}

// unsigned empties the lines of a signature, which may look like answers.
func unsigned(lines []formLine, signature string) []formLine {
	sign := strings.Split(strings.TrimSpace(signature), "\n")
	for i := len(lines) - len(sign); i >= 0 && sign[0] != ""; i-- {
		n := 0
		for n < len(sign) && lines[i+n].depth == 0 && lines[i+n].text == strings.TrimSpace(plainBlanks(sign[n])) {
			n++
		}
		if n == len(sign) {
			for k := range n {
				lines[i+k].text = ""
			}
			break
		}
	}
	return lines
}

// isCutLine says whether a line is the one above the history of our mails, in any language.
func isCutLine(s string) bool {
	s = strings.Trim(s, "* ")
	return strings.HasPrefix(s, "## ") && strings.HasSuffix(s, " ##")
}

// plainBlanks makes every kind of blank a plain one, and takes away what has no width.
func plainBlanks(s string) string {
	if isASCII(s) {
		return strings.ReplaceAll(s, "\t", " ")
	}
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r) && r != '\u200d':
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, s)
}

// formReader walks over the lines of a mail.
type formReader struct {
	fields []ServiceField
	lines  []formLine
	said   map[int][]string // by index of the field: what was typed before what was quoted
	free   []string         // lines of the sender that belong to no field
}

// found is how many fields have an answer.
func (r *formReader) found() (n int) {
	for _, said := range r.said {
		n += min(len(said), 1)
	}
	return n
}

// walk finds the fields and what is said to them. Begins says whether a line begins a field: its index, how many lines
// the label takes, and what follows the label on the last of them.
func (r *formReader) walk(begins func(i int) (field, lines int, value string)) {
	r.said = map[int][]string{}
	for i := 0; i < len(r.lines); {
		if n := r.headerBlock(i); n > 0 {
			i += n
			continue
		}
		field, n, value := begins(i)
		if n == 0 {
			if l := r.lines[i]; l.depth == 0 && l.text != "" && !isFormEnd(l.text) {
				r.free = append(r.free, l.text)
			}
			i++
			continue
		}
		end, closed := r.until(i+n, r.lines[i].depth, begins)
		r.answers(field, i, i+n, end, closed, value)
		i = end
	}
}

// until is where the lines below a label end: at the next label, at the end of the form, or where a quote begins below
// what was not quoted. Closed says that the next label or the end of the form stands there.
func (r *formReader) until(i, depth int, begins func(int) (int, int, string)) (end int, closed bool) {
	for ; i < len(r.lines); i++ {
		if r.lines[i].depth > depth || r.headerBlock(i) > 0 || isSignatureMark(r.lines[i]) {
			return r.beforeAttribution(i), false
		}
		if _, n, _ := begins(i); n > 0 || isFormEnd(r.lines[i].text) {
			return i, true
		}
	}
	return i, false
}

// beforeAttribution steps back over the lines that say whose words are quoted below.
func (r *formReader) beforeAttribution(i int) int {
	end := i
	for end > 0 && r.lines[end-1].text == "" {
		end--
	}
	if end == 0 || !strings.HasSuffix(r.lines[end-1].text, ":") {
		return i
	}
	for n := 0; end > 0 && n < 3 && r.lines[end-1].text != ""; n++ {
		end--
	}
	return end
}

// answers keeps what is said to a field: below a quoted label first what was typed, then what stands behind the label.
func (r *formReader) answers(field, label, from, to int, closed bool, value string) {
	depth := r.lines[label].depth
	var typed, same []formLine
	if value != "" {
		same = append(same, formLine{text: value, depth: depth})
	}
	for _, l := range r.lines[from:to] {
		if l.depth < depth {
			typed = append(typed, l)
		} else {
			same = append(same, l)
		}
	}
	said := r.said[field]
	for _, lines := range [][]formLine{typed, same} {
		text, n := paragraphs(lines, closed)
		if text != "" {
			said = append(said, text)
		}
		for _, l := range lines[n:] {
			if l.depth == 0 && l.text != "" {
				r.free = append(r.free, l.text)
			}
		}
	}
	r.said[field] = said
}

// paragraphs joins lines that a mail program has broken, and says how many it took. Where nothing says that the field
// ends, only the first paragraph belongs to it.
func paragraphs(lines []formLine, closed bool) (text string, n int) {
	blank := false
	for i, l := range lines {
		switch {
		case l.text == "":
			blank = text != ""
		case text == "":
			text = l.text
		case blank && !closed:
			return text, i
		case blank:
			text += "\n" + l.text
			blank = false
		default:
			text += " " + l.text
		}
	}
	return text, len(lines)
}

// rest is what the sender wrote that belongs to no field, without greetings.
func (r *formReader) rest(mail FormText) string {
	own := map[string]bool{}
	for s := range strings.SplitSeq(mail.Own, "\n") {
		own[strings.TrimSpace(plainBlanks(s))] = true
	}
	var lines []string
	for _, s := range r.free {
		if s == "--" || own[s] && isName(s, mail.Sender) { // what stands below is a signature
			break
		}
		if own[s] && !isCourtesy(s) {
			lines = append(lines, s)
		}
	}
	return strings.Join(lines, "\n")
}

// isFormEnd says whether a line ends a form.
func isFormEnd(s string) bool { return len(s) >= 3 && strings.Trim(s, "=") == "" }

// isSignatureMark says whether a signature begins (RFC 3676 §4.3).
func isSignatureMark(l formLine) bool { return l.depth == 0 && l.text == "--" }
