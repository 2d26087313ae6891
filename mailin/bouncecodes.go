package mailin

import "strings"

// statusCode is the first RFC 3463 code in a text, "" where there is none.
func statusCode(s string) string {
	for i := 0; i+4 < len(s); i++ {
		if s[i] != '2' && s[i] != '4' && s[i] != '5' || s[i+1] != '.' || i > 0 && (isWordRune(rune(s[i-1])) || s[i-1] == '.') {
			continue
		}
		j := i + 2
		for j < len(s) && isDigit(s[j]) {
			j++
		}
		if j == i+2 || j > i+5 || j >= len(s) || s[j] != '.' {
			continue
		}
		k := j + 1
		for k < len(s) && isDigit(s[k]) {
			k++
		}
		if k == j+1 || k > j+4 || k+1 < len(s) && s[k] == '.' && isDigit(s[k+1]) || k < len(s) && isWordRune(rune(s[k])) {
			continue
		}
		return s[i:k]
	}
	return ""
}

// smtpCode is the first 4xx or 5xx reply code in a text (RFC 5321 §4.2.1), 0 where
// there is none.
func smtpCode(s string) int {
	for i := 0; i+3 <= len(s); i++ {
		if (s[i] != '4' && s[i] != '5') || s[i+1] > '7' || !isDigit(s[i+1]) || !isDigit(s[i+2]) {
			continue
		}
		if i > 0 && (isWordRune(rune(s[i-1])) || strings.IndexByte(".:/@-=", s[i-1]) >= 0 && s[i-1] != ':' && s[i-1] != '-' || s[i-1] == ':' && i > 1 && isDigit(s[i-2])) {
			continue
		}
		if i+3 < len(s) && s[i+3] != ' ' && s[i+3] != '-' && s[i+3] != '\n' && s[i+3] != '#' && s[i+3] != ']' && s[i+3] != ')' && s[i+3] != ';' && s[i+3] != ',' {
			continue
		}
		return int(s[i]-'0')*100 + int(s[i+1]-'0')*10 + int(s[i+2]-'0')
	}
	return 0
}
