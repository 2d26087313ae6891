package desk

import (
	"fmt"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
)

// maxFormAnswer bounds a text, in characters.
const maxFormAnswer = 2000

// nothings are what people write where they have nothing to say.
var nothings = []string{"", "-", "--", "–", "—", "/", ".", "..", "...", "…", "n/a", "na", "n.a", "none", "nothing", "keine", "keines", "keiner", "entfällt", "aucun", "aucune",
	"ninguno", "ninguna", "nada", "?", "??", "tbd", "xxx"}

// Read is an answer as the field wants it: a number with a point, a day as 2026-12-31, a choice as the configuration
// writes it, a bare address. Both are "" where nothing was said; problem says to the person what is wrong.
func (f ServiceField) Read(said string, now time.Time, language string) (value, problem string) {
	said = strings.TrimSpace(plainBlanksKeepingLines(said))
	if f.Type != "text" && f.Type != "" || len(f.Choices) > 0 {
		said = strings.Join(strings.Fields(said), " ")
	}
	bare := strings.Trim(strings.ToLower(said), " _.…*")
	if slices.Contains(nothings, bare) && !slices.ContainsFunc(f.Choices, func(c string) bool { return strings.EqualFold(c, said) }) {
		return "", ""
	}
	shown := "“" + cutRunes(said, 60) + "”"
	switch {
	case len(f.Choices) > 0:
		return choose(said, shown, f.Choices)
	case f.Type == "number":
		return readNumber(said, shown)
	case f.Type == "date":
		return formDate(said, shown, now, language)
	case f.Type == "address":
		return readAddress(said, shown)
	}
	return cutRunes(said, maxFormAnswer), ""
}

func plainBlanksKeepingLines(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(plainBlanks(lines[i]))
	}
	return strings.Join(lines, "\n")
}

// plainWords are the words of a text in lower case, without signs.
func plainWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) })
}

// denials turn what is said into its opposite.
var denials = []string{"not", "no", "never", "without", "except", "nicht", "kein", "keine", "keinen", "ohne", "außer", "pas", "non", "sans", "sauf", "sin", "excepto", "nunca"}

// choose finds the one choice that is meant: as it is written, its beginning, or the only one that is named.
func choose(said, shown string, choices []string) (string, string) {
	words := plainWords(said)
	if len(words) == 0 {
		return "", shown + " is none of these: " + strings.Join(choices, ", ")
	}
	var begun, named []string
	for _, c := range choices {
		all := plainWords(c)
		switch {
		case strings.EqualFold(said, c) || slices.Equal(all, words):
			return c, ""
		case strings.HasPrefix(strings.Join(all, " "), strings.Join(words, " ")):
			begun = append(begun, c)
		}
		if contains(words, all) {
			named = append(named, c)
		}
	}
	if len(begun) == 0 && !slices.ContainsFunc(words, func(w string) bool { return slices.Contains(denials, w) }) {
		begun = longest(named)
	}
	switch {
	case len(begun) == 1 && len(words) <= len(plainWords(begun[0]))+6:
		return begun[0], ""
	case len(begun) > 1:
		return "", fmt.Sprintf("%s could be more than one of these: %s", shown, strings.Join(begun, ", "))
	}
	return "", fmt.Sprintf("%s is none of these: %s", shown, strings.Join(choices, ", "))
}

// contains says whether words hold others in a row.
func contains(words, others []string) bool {
	for i := 0; i+len(others) <= len(words) && len(others) > 0; i++ {
		if slices.Equal(words[i:i+len(others)], others) {
			return true
		}
	}
	return false
}

// longest leaves out choices that are part of another one that was named as well.
func longest(named []string) []string {
	return slices.DeleteFunc(slices.Clone(named), func(c string) bool {
		return slices.ContainsFunc(named, func(other string) bool { return other != c && contains(plainWords(other), plainWords(c)) })
	})
}

// numberWords are those that people write out.
var numberWords = func() map[string]string {
	m := map[string]string{}
	for _, words := range []string{
		"one two three four five six seven eight nine ten eleven twelve", "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
		"un deux trois quatre cinq six sept huit neuf dix onze douze", "uno dos tres cuatro cinco seis siete ocho nueve diez once doce"} {
		for i, w := range strings.Fields(words) {
			m[w] = fmt.Sprint(i + 1)
		}
	}
	for _, w := range []string{"ein", "eine", "einen", "une", "una"} {
		m[w] = "1"
	}
	return m
}()

// A number, with what it counts behind it; and numbers with a sign every three digits.
var (
	countForm = regexp.MustCompile(`^([+-]?[0-9]+(?:[.,][0-9]+)?)\s*[\p{L}%€$£.]*$`)
	groupForm = regexp.MustCompile(`^[+-]?[0-9]{1,3}([ .,'’][0-9]{3})+$`)
)

func readNumber(said, shown string) (string, string) {
	said = strings.TrimSpace(strings.TrimLeft(said, "~≈€$£ "))
	if n, ok := numberWords[strings.ToLower(strings.Trim(strings.SplitN(said, " ", 2)[0], "."))]; ok && len(strings.Fields(said)) <= 2 {
		return n, ""
	}
	if groupForm.MatchString(said) {
		signs := strings.Trim(said, "+-0123456789")
		if strings.ContainsAny(signs, " '’") || strings.Count(said, ".")+strings.Count(said, ",") > 1 {
			return strings.NewReplacer(" ", "", ".", "", ",", "", "'", "", "’", "").Replace(said), ""
		}
		return "", shown + " could be two numbers; write it with digits alone"
	}
	if m := countForm.FindStringSubmatch(said); m != nil {
		return strings.Replace(strings.TrimPrefix(m[1], "+"), ",", ".", 1), ""
	}
	return "", shown + " is no number"
}

var addressForm = regexp.MustCompile(`[^\s<>()\[\],;:"“”|]+@[^\s<>()\[\],;:"“”|]+`)

// readAddress finds the one address, however a mail program has adorned it.
func readAddress(said, shown string) (string, string) {
	var found []string
	for _, s := range addressForm.FindAllString(said, -1) {
		s = strings.TrimRight(strings.TrimPrefix(s, "mailto:"), ".!?'")
		if a, err := mail.ParseAddress(s); err == nil && a.Address == s && strings.Contains(s[strings.LastIndexByte(s, '@'):], ".") &&
			!slices.ContainsFunc(found, func(f string) bool { return AddressKey(f) == AddressKey(s) }) {
			found = append(found, s)
		}
	}
	switch len(found) {
	case 0:
		return "", shown + " is no e-mail address"
	case 1:
		return found[0], ""
	}
	return "", shown + " holds more than one e-mail address"
}
