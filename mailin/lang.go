package mailin

import (
	"strings"
	"unicode"
)

// maxLanguageText is how much of a text is read to tell its language, in bytes.
const maxLanguageText = 1500

// guessLanguage tells the language of the first text that is long enough: by script,
// then by its most common words. "" where the text does not say.
func guessLanguage(texts ...string) string {
	for _, t := range texts {
		if l := languageOf(t); l != "" {
			return l
		}
	}
	return ""
}

// scripts name the language that a script stands for, where it is one.
var scripts = []struct {
	tag   string
	table *unicode.RangeTable
}{
	{"ja", unicode.Hiragana}, {"ja", unicode.Katakana}, {"ko", unicode.Hangul}, {"zh", unicode.Han}, {"el", unicode.Greek},
	{"he", unicode.Hebrew}, {"ar", unicode.Arabic}, {"th", unicode.Thai},
}

func languageOf(t string) string {
	if len(t) > maxLanguageText {
		t = strings.ToValidUTF8(t[:maxLanguageText], "")
	}
	letters := 0
	count := make([]int, len(scripts))
	for _, r := range t {
		if r < 0x80 {
			if r|0x20 >= 'a' && r|0x20 <= 'z' {
				letters++
			}
			continue
		}
		for i, s := range scripts {
			if unicode.Is(s.table, r) {
				count[i]++
				break
			}
		}
	}
	for i, n := range count {
		if n >= 4 && n*4 > letters {
			return scripts[i].tag
		}
	}
	if l := byWords(t); l != "" {
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

// commonWords maps a word to the languages it is common in.
var commonWords = func() map[string][]int {
	m := map[string][]int{}
	for i, l := range languages {
		for _, w := range l.common {
			m[w] = append(m[w], i)
		}
	}
	return m
}()

// byWords counts common words. A word that several languages share says less.
func byWords(t string) string {
	score := make([]int, len(languages))
	for _, w := range strings.FieldsFunc(strings.ToLower(t), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
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
	if score[best] < 9 || score[best] <= score[second] {
		return ""
	}
	return languages[best].tag
}
