package knowledge

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// common are words that tell nothing, in the languages of the desk.
var common = wordSet(`a about after all also an and any are as at be been but by can could did do does for from get had has have hello help hi how i if in into
	is it its just me my need no not of on or our please regards so some that the their them there they this to up us was we were what when where which who
	why will with would you your thanks thank dear
	aber als am an auch auf aus bei bin bitte danke das dass dem den der des die dies ein eine einem einen einer es für habe haben hallo hat ich ihr ihre im in
	ist ja kann kein keine mein meine mich mir mit nach nicht noch nur oder sehr sich sie sind so und uns unser von vor war was wenn wer wie wir wird zu zum zur
	au aux avec bonjour ce ces cette dans de des du elle en est et il ils je la le les leur lui ma mais me merci mes mon ne nous on ou par pas plus pour que qui
	sa se ses son sur un une vous votre
	al como con de del el ella ellos en es esta este estoy gracias ha hay hola la las lo los me mi mis muy no nos para pero por porque que se si sin su sus
	un una usted y ya`)

func wordSet(text string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(text) {
		set[stem(fold(w))] = true
	}
	return set
}

// endings are cut off words, so that forms of one word meet: the longest first. It is not grammar, only the same for both
// sides.
var endings = []string{"ungen", "ation", "ing", "ung", "ern", "ers", "ed", "en", "er", "es", "em", "e", "s", "n"}

// stem is a word without its ending, and without a letter that was doubled for it: "forgotten" is "forgot".
func stem(word string) string {
	for _, e := range endings {
		if rest, ok := strings.CutSuffix(word, e); ok && utf8.RuneCountInString(rest) >= 4 {
			word = rest
			break
		}
	}
	if n := len(word); n > 4 && word[n-1] == word[n-2] && 'a' <= word[n-1] && word[n-1] <= 'z' {
		word = word[:n-1]
	}
	return word
}

// fold is a word in small letters without accents.
func fold(word string) string {
	word = strings.ReplaceAll(strings.ToLower(word), "ß", "ss")
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(word))
}

// terms are the words of a text that tell something, in the order of the text.
func terms(text string) (all []string) {
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.Is(unicode.Mn, r) }) {
		w = stem(fold(w))
		if utf8.RuneCountInString(w) > 1 && !common[w] {
			all = append(all, w)
		}
	}
	return all
}
