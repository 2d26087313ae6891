package mailin

import (
	"strings"
	"unicode"
)

// maxLanguageText is how much of a text is read to tell its language, in bytes.
const maxLanguageText = 1500

// Points of common words that tell a language; a word of one language alone has six.
const (
	pointsOfText    = 9
	pointsOfProgram = 6
)

// guessLanguage tells the language of the new text, else that which the program of its
// sender speaks, else that of the whole text: earlier mail is in a language that its
// sender reads. "" where none of them says.
func guessLanguage(r *reply, whole string) string {
	if l := languageOf(r.text, pointsOfText); l != "" {
		return l
	}
	if l := languageOf(r.signature+"\n"+r.splitter, pointsOfProgram); l != "" {
		return l
	}
	return languageOf(whole, pointsOfText)
}

// scripts name the language that a script stands for, where it is one.
var scripts = []struct {
	tag   string
	table *unicode.RangeTable
}{
	{"ja", unicode.Hiragana}, {"ja", unicode.Katakana}, {"ko", unicode.Hangul}, {"zh", unicode.Han}, {"el", unicode.Greek},
	{"he", unicode.Hebrew}, {"ar", unicode.Arabic}, {"th", unicode.Thai},
}

// languageOf tells the language of a text: by script, then by its most common words.
func languageOf(t string, points int) string {
	if len(t) > maxLanguageText {
		t = strings.ToValidUTF8(t[:maxLanguageText], "")
	}
	if l := byScript(t); l != "" {
		return l
	}
	if l := byWords(t, points); l != "" {
		return l
	}
	switch { // what words do not tell, letters that one language has may
	case strings.ContainsAny(t, "іїєґ"):
		return "uk"
	case strings.ContainsAny(t, "ыэё"):
		return "ru"
	}
	return ""
}

// byScript goes by the letters. Japanese is what has any letters of its own.
func byScript(t string) string {
	letters := 0
	count := map[string]int{}
	for _, r := range t {
		if r < 0x80 {
			if r|0x20 >= 'a' && r|0x20 <= 'z' {
				letters++
			}
			continue
		}
		for _, s := range scripts {
			if unicode.Is(s.table, r) {
				count[s.tag]++
				break
			}
		}
	}
	if count["ja"] > 0 {
		count["ja"] += count["zh"]
	}
	for _, s := range scripts {
		if n := count[s.tag]; n >= 2 && n*4 > letters {
			return s.tag
		}
	}
	return ""
}

// commonWords maps a word to the languages it is common in: in letters as such, and in
// what people and programs write above and below them.
var commonWords = func() map[string][]int {
	m := map[string][]int{}
	for i, l := range languages {
		add := func(w string) {
			if known := m[w]; len(known) == 0 || known[len(known)-1] != i {
				m[w] = append(known, i)
			}
		}
		for _, w := range wordsOf(l.common + " " + l.calendar + " " + l.on) {
			add(w)
		}
		for _, field := range []string{l.wrote, l.from, l.date, l.subject, l.original, l.closings, l.thanks, l.sentFrom, l.notice} {
			for _, w := range wordsOf(field) {
				if len(w) > 2 {
					add(w)
				}
			}
		}
	}
	return m
}()

// wordsOf takes a text apart, lower case, without addresses, numbers and links.
func wordsOf(t string) (list []string) {
	for token := range strings.FieldsSeq(strings.ToLower(t)) {
		if !strings.ContainsAny(token, "@0123456789/\\") {
			list = append(list, strings.FieldsFunc(token, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })...)
		}
	}
	return list
}

// byWords counts common words. A word that several languages share says less.
func byWords(t string, points int) string {
	score := make([]int, len(languages))
	for _, w := range wordsOf(t) {
		if ls := commonWords[w]; len(ls) > 0 {
			for _, i := range ls {
				score[i] += 6 / min(len(ls), 6)
			}
		}
	}
	best, second := 0, -1
	for i := 1; i < len(score); i++ {
		switch {
		case score[i] > score[best]:
			best, second = i, best
		case second < 0 || score[i] > score[second]:
			second = i
		}
	}
	if score[best] < points || score[best] <= score[second] {
		return ""
	}
	return languages[best].tag
}
