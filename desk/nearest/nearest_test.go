package nearest

import (
	"strings"
	"testing"
)

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"abc", "", 3},
		{"close", "close", 0},
		{"close", "clsoe", 1}, // neighbours swapped
		{"close", "clos", 1},
		{"close", "closed", 1},
		{"close", "chose", 1},
		{"ca", "abc", 3}, // a swapped pair is not edited again
		{"prüfen", "prufen", 1},
		{"kitten", "sitting", 3},
	} {
		if got := Distance(c.a, c.b); got != c.want {
			t.Errorf("Distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := Distance(c.b, c.a); got != c.want {
			t.Errorf("Distance(%q, %q) = %d, want %d: not symmetric", c.b, c.a, got, c.want)
		}
	}
}

func TestOf(t *testing.T) {
	among := []string{"close", "reopen", "priority", "tag", "note", "Subject"}
	for word, want := range map[string]string{
		"clsoe":                     "close",
		"CLOSE":                     "close",
		"closed":                    "close",
		"subjct":                    "Subject",
		"priorty":                   "priority",
		"prio":                      "priority", // unfinished
		"not":                       "note",
		"tga":                       "tag",
		"x":                         "",
		"":                          "",
		"xy":                        "",
		"etc":                       "",
		"vacation":                  "",
		strings.Repeat("close", 99): "",
	} {
		if got := Of(word, among); got != want {
			t.Errorf("Of(%q) = %q, want %q", word, got, want)
		}
	}
	if got := Of("cat", []string{"bat", "rat"}); got != "bat" {
		t.Errorf("of two equally close words the first must win, got %q", got)
	}
	if got := Of("close", nil); got != "" {
		t.Errorf("Of among nothing = %q", got)
	}
}
