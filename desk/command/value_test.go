package command

import (
	"strings"
	"testing"
)

func TestValues(t *testing.T) {
	for typed, want := range map[string]string{
		"/assign none":                                "none",
		"/assign NONE":                                "none",
		"/assign jörg.müller":                         "jörg.müller",
		"/assign Bob":                                 "Bob",
		"/assign bob@acme.example":                    "bob@acme.example",
		"/assign b@x.example<mailto:b@x.example>":     "b@x.example",
		"/queue service-desk":                         "service-desk",
		"/status awaiting-approval":                   "awaiting-approval",
		"/priority p1":                                "P1",
		"/priority HIGH":                              "high",
		"/priority Auto":                              "auto",
		"/impact Medium":                              "medium",
		"/type Normal":                                "normal",
		"/rate 5":                                     "5",
		"/link #1042":                                 "1042",
		"/link 0007":                                  "7",
		"/problem New":                                "new",
		"/problem 12":                                 "12",
		"/tag Printer, #VIP printer":                  "printer|vip",
		"/cc a@x.example b@x.example":                 "a@x.example|b@x.example",
		"/cc a@x.example,b@x.example;":                "a@x.example|b@x.example",
		"/cc a@x.example; A@X.example":                "a@x.example",
		"/cc <a@x.example>":                           "a@x.example",
		"/cc Ann Lee <a@x.example>, Bo <b@x.example>": "a@x.example|b@x.example",
		"/cc a@x.example<mailto:a@x.example>":         "a@x.example",
		"/cc a@x.example <mailto:a@x.example>; b@x.example": "a@x.example|b@x.example",
		"/cc jörg@münchen.example":                          "jörg@münchen.example",
		"/cc o'hara+x@x.example":                            "o'hara+x@x.example",
		"/requester root@localhost":                         "root@localhost",
		"/subject  Two   blanks":                            "Two   blanks",
		"/subject ein Käse 🧀":                               "ein Käse 🧀",
		"/set model 13  inch":                               "model|13  inch",
		"/approve fine with me":                             "fine with me",
		"/quarantine Release 17":                            "release|17",
		"/list mine":                                        "mine",
		"/pending until  fri":                               "until fri",
		"/away until 2026-12-24 to bob":                     "until 2026-12-24 to bob",
		"/schedule sat 22:00 to sun 02:00":                  "sat 22:00 to sun 02:00",
	} {
		b := Parse(typed, 20)
		if len(b.Problems) > 0 || len(b.Commands) != 1 {
			t.Errorf("%q: problems: %s", typed, wrong(b.Problems))
			continue
		}
		c := b.Commands[0]
		if got := strings.Join(c.Args, "|"); got != want {
			t.Errorf("%q: args %q, want %q", typed, got, want)
		}
		if got := strings.Join(c.Args, " "); got != c.Value {
			t.Errorf("%q: value %q, args %q", typed, c.Value, c.Args)
		}
	}
}

func TestIsAddress(t *testing.T) {
	for address, want := range map[string]bool{
		"a@b":                              true,
		"a.b+c@d-e.example":                true,
		"x@münchen.example":                true,
		"":                                 false,
		"a":                                false,
		"@b":                               false,
		"a@":                               false,
		"a@@b":                             false,
		"a@b@c":                            false,
		".a@b":                             false,
		"a.@b":                             false,
		"a..b@c":                           false,
		"a@b.":                             false,
		"a@.b":                             false,
		"a@b..c":                           false,
		"a b@c":                            false,
		`"a b"@c`:                          false,
		"a@[127.0.0.1]":                    false,
		"a@b_c":                            false,
		"a\u200b@b":                        false,
		"a@b\r\nBcc: x@y":                  false,
		strings.Repeat("a", 249) + "@b.de": true,
		strings.Repeat("a", 250) + "@b.de": false,
	} {
		if got := isAddress(address); got != want {
			t.Errorf("isAddress(%q) = %v", address, got)
		}
	}
}

func TestIsName(t *testing.T) {
	for name, want := range map[string]bool{
		"bob": true, "service-desk": true, "müller": true, "a_b.c+d@e": true, "李": true,
		"": false, "a b": false, "a/b": false, "a;b": false, "a\nb": false, "a\u202eb": false, "../x": false,
		strings.Repeat("ü", 64): true, strings.Repeat("u", 65): false,
	} {
		if got := isName(name); got != want {
			t.Errorf("isName(%q) = %v", name, got)
		}
	}
}
