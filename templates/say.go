package templates

import (
	"fmt"
	"regexp"
	"strings"
)

// phrases says English phrases in another language. A phrase may have holes for names and figures.
// What has no translation stays English.
type phrases struct {
	whole map[string]string
	holes []phrase
}

// phrase is a sentence with holes: the pieces between them, in both languages. The holes keep their order.
type phrase struct{ english, other []string }

// readPhrases reads lines of the form "English = other", where "*" is a hole. Lines that begin
// with "#" are remarks. Every line with a mistake is an error of its own.
func readPhrases(f file) (phrases, []error) {
	p := phrases{whole: map[string]string{}}
	var mistakes []error
	if f.under != nil {
		p, _ = readPhrases(*f.under)
	}
	below := p.holes
	p.holes = nil
	for i, line := range strings.Split(f.content, "\n") {
		line = strings.Trim(line, " \t\r") // a no-break space at the end belongs to the words
		if line == "" || line[0] == '#' {
			continue
		}
		english, other, ok := strings.Cut(line, " = ")
		english, other = strings.TrimSpace(english), strings.Trim(other, " \t")
		switch {
		case !ok || english == "" || other == "":
			mistakes = append(mistakes, fmt.Errorf("%s:%d: a line is \"English = translation\"", f.path, i+1))
		case strings.Count(english, "*") != strings.Count(other, "*"):
			mistakes = append(mistakes, fmt.Errorf("%s:%d: both sides must have the same number of holes (*)", f.path, i+1))
		case strings.Contains(english, "*"):
			p.holes = append(p.holes, phrase{strings.Split(english, "*"), strings.Split(other, "*")})
		default:
			p.whole[english] = other
		}
	}
	p.holes = append(p.holes, below...)
	return p, mistakes
}

// say is the translation of an English phrase.
func (p phrases) say(english string) string {
	if other, ok := p.whole[english]; ok {
		return other
	}
	for _, ph := range p.holes {
		if other, ok := ph.fit(english); ok {
			return other
		}
	}
	return english
}

// fit puts what stands in the holes of an English sentence into those of the other language.
func (ph phrase) fit(english string) (string, bool) {
	rest, ok := strings.CutPrefix(english, ph.english[0])
	if !ok {
		return "", false
	}
	b := ph.other[0]
	for i, piece := range ph.english[1:] {
		var at int
		if i == len(ph.english)-2 {
			if at = len(rest) - len(piece); at < 0 || rest[at:] != piece {
				return "", false
			}
		} else if at = strings.Index(rest, piece); at < 0 {
			return "", false
		}
		b += rest[:at] + ph.other[i+1]
		rest = rest[at+len(piece):]
	}
	return b, true
}

// sayMark is where a template wants a phrase in its language: {{say "English"}}.
var sayMark = regexp.MustCompile(`\{\{ *say +"([^"\n]*)" *\}\}`)

// into puts the phrases that a template says into its source, when it is read: nothing of this is left
// to do for each mail.
func (p phrases) into(source string, escape func(string) string) string {
	return sayMark.ReplaceAllStringFunc(source, func(mark string) string {
		return escape(p.say(sayMark.FindStringSubmatch(mark)[1]))
	})
}
