// Package nearest finds the word that was probably meant: for "did you mean" in
// commands, rules and configuration.
package nearest

import (
	"strings"
	"unicode/utf8"
)

// longest is the longest word, in runes, that is worth a suggestion.
const longest = 64

// Of returns the word of among that is closest to word, or "" where none is close
// enough to be a likely slip: one edit in short words, two from six letters on,
// three from ten on, or an unfinished word of at least three letters. Case is
// ignored; of equally close words the first wins.
func Of(word string, among []string) string {
	w := strings.ToLower(word)
	n := utf8.RuneCountInString(w)
	if n == 0 || n > longest {
		return ""
	}
	best, bestAt := "", allowed(n)+1
	for _, candidate := range among {
		if d := Distance(w, strings.ToLower(candidate)); d < bestAt {
			best, bestAt = candidate, d
		}
	}
	if best == "" && n >= 3 {
		return beginning(w, among)
	}
	return best
}

// allowed is the number of slips that a word of n runes may hold.
func allowed(n int) int {
	switch {
	case n < 2:
		return 0
	case n < 6:
		return 1
	case n < 10:
		return 2
	}
	return 3
}

// beginning is the first word of among that w is the beginning of.
func beginning(w string, among []string) string {
	for _, candidate := range among {
		if strings.HasPrefix(strings.ToLower(candidate), w) {
			return candidate
		}
	}
	return ""
}

// Distance counts the letters that must be inserted, dropped, replaced or swapped
// with their neighbour to turn a into b.
func Distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	var before []int
	last, row := make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, make([]int, len(y)+1)
	}
	return last[len(y)]
}
