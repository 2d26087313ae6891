package mailin

import (
	"strings"
	"testing"
)

// TestWordings holds the data to its own rules.
func TestWordings(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range languages {
		if l.tag == "" || seen[l.tag] {
			t.Errorf("language %q is unnamed or twice there", l.tag)
		}
		seen[l.tag] = true
		for _, field := range []string{l.on, l.wrote, l.said, l.from, l.date, l.to, l.cc, l.subject, l.original, l.forwarded, l.prefixes, l.closings, l.thanks, l.sentFrom, l.sentEnds, l.notice, l.secret, l.footer} {
			list := map[string]bool{}
			for _, w := range wordings(field) {
				if w == "" || w != strings.ToLower(w) || list[w] {
					t.Errorf("%s: %q is empty, not lower case or twice there", l.tag, w)
				}
				list[w] = true
			}
		}
		if l.wrote == "" || l.from == "" || l.date == "" || l.subject == "" || l.original == "" {
			t.Errorf("%s lacks the words of a header block", l.tag)
		}
	}
}
