package mailin

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"frontdesk/desk"
)

func TestParseAddresses(t *testing.T) {
	one := func(name, addr string) []desk.Address { return []desk.Address{{Name: name, Addr: addr}} }
	tests := []struct {
		name, in string
		want     []desk.Address
	}{
		{"bare", "a@b.example", one("", "a@b.example")},
		{"named", "Ann Lee <a@b.example>", one("Ann Lee", "a@b.example")},
		{"quoted", `"Lee, Ann" <a@b.example>`, one("Lee, Ann", "a@b.example")},
		{"escaped", `"Ann \"The\" Lee" <a@b.example>`, one(`Ann "The" Lee`, "a@b.example")},
		{"two", "a@b.example, C <c@d.example>", []desk.Address{{Addr: "a@b.example"}, {Name: "C", Addr: "c@d.example"}}},
		{"semicolons", "a@b.example; c@d.example", []desk.Address{{Addr: "a@b.example"}, {Addr: "c@d.example"}}},
		{"comment as name", "a@b.example (Ann Lee)", one("Ann Lee", "a@b.example")},
		{"comment beside a name", "Ann (work) <a@b.example>", one("Ann", "a@b.example")},
		{"comments inside", "Pete(A nice \\) chap) <pete(his account)@silly.example(his host)>", one("Pete", "pete@silly.example")},
		{"spaces around the sign", "ann @ x.example", one("", "ann@x.example")},
		{"comment before the sign", "ann (Ann (the) Lee) @x.example", one("Ann Lee", "ann@x.example")},
		{"group", "Team: a@b.example, c@d.example;", []desk.Address{{Addr: "a@b.example"}, {Addr: "c@d.example"}}},
		{"empty group", "undisclosed-recipients:;", nil},
		{"unquoted comma", "Lee, Ann <a@b.example>", one("Lee, Ann", "a@b.example")},
		{"unquoted colon", "Firm: Ann Lee <a@b.example>", one("Firm: Ann Lee", "a@b.example")},
		{"encoded word", "=?utf-8?Q?J=C3=B6rg?= <j@b.example>", one("Jörg", "j@b.example")},
		{"encoded word in quotes", `"=?utf-8?Q?J=C3=B6rg?=" <j@b.example>`, one("Jörg", "j@b.example")},
		{"comma in an encoded word", "=?utf-8?Q?Lee,_Ann?= <a@b.example>", one("Lee, Ann", "a@b.example")},
		{"all in one encoded word", "=?utf-8?Q?Ann_<a@b.example>?=", one("Ann", "a@b.example")},
		{"no end", "Ann <a@b.example", one("Ann", "a@b.example")},
		{"doubled brackets", "Ann <<a@b.example>>", one("Ann", "a@b.example")},
		{"mailto", "<mailto:a@b.example>", one("", "a@b.example")},
		{"source route", "<@x.example,@y.example:a@b.example>", one("", "a@b.example")},
		{"spaces inside", "< a @ b.example >", one("", "a@b.example")},
		{"single quotes", "'Ann Lee' <a@b.example>", one("Ann Lee", "a@b.example")},
		{"name after", "<a@b.example> Ann", one("Ann", "a@b.example")},
		{"address as name", `"x@y.example" <a@b.example>`, one("x@y.example", "a@b.example")},
		{"words around", "write to a@b.example please", one("write to please", "a@b.example")},
		{"local name", "root", one("", "root")},
		{"raw utf-8", "Jörg <j@b.example>", one("Jörg", "j@b.example")},
		{"raw latin-1", "J\xf6rg <j@b.example>", one("Jörg", "j@b.example")},
		{"quoted local part", `"a b"@c.example`, one("", `"a b"@c.example`)},
		{"line break in a name", "=?utf-8?Q?a=0D=0AX:_b?= <a@b.example>", one("a X: b", "a@b.example")},
		{"lone quote", `Ann "Lee <a@b.example>`, one("Ann Lee", "a@b.example")},
		{"empty", "", nil}, {"commas", ", ,", nil}, {"brackets", "<>", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := parseAddresses(tt.in); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("parseAddresses(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestFromProblem(t *testing.T) {
	good := []string{
		"a@b.example", "Ann <a@b.example>", `"Lee, Ann" <a@b.example>`, "a.b+c@d.example", "a@b.example (Ann)", "<A@B.EXAMPLE>",
		`"x@y.example" <a@b.example>`, `"X <x@y.example>" <a@b.example>`, "a@b.example (x@y.example)", "=?utf-8?Q?x=40y?= <a@b.example>",
		"Jörg <jörg@bücher.example>", "用户@example.org", "Lee, Ann <a@b.example>", "Firm: Ann <a@b.example>",
	}
	for _, v := range good {
		if p := fromProblem([]string{v}); p != "" {
			t.Errorf("%q: %s", v, p)
		}
	}
	bad := map[string]string{
		"":                               "empty From field",
		"a@b.example, c@d.example":       "more than one address in From",
		"a@b.example <c@d.example>":      "more than one address in From",
		"A <a@b.example> C <c@d.example": "more than one address in From",
		"Team: a@b.example;":             "a group in From",
		"Team:;":                         "a group in From",
		"Ann":                            "no address in From",
		"<>":                             "no address in From",
		`""@b.example`:                   "the address in From is no dot-atom",
		`"a b"@c.example`:                "the address in From is no dot-atom",
		`X <"a b"@c.example>`:            "the address in From is no dot-atom",
		"a..b@c.example":                 "the address in From is no dot-atom",
		".a@c.example":                   "the address in From is no dot-atom",
		"a@[192.0.2.1]":                  "the address in From is no dot-atom",
		"a@b.example.":                   "the address in From is no dot-atom",
		"a@":                             "the address in From is no dot-atom",
		"Ann a@b.example":                "the address in From is no dot-atom",
		"a\u200b@b.example":              "the address in From is no dot-atom",
		"a@b\x00.example":                "the address in From is no dot-atom",
		`"Ann <a@b.example>`:             "unbalanced quotes, comments or escapes in From",
		"(Ann <a@b.example>":             "unbalanced quotes, comments or escapes in From",
		"Ann <a@b.example> more":         "malformed address in From",
		"> a@b.example <":                "malformed address in From",
	}
	for v, want := range bad {
		if got := fromProblem([]string{v}); got != want {
			t.Errorf("%q: %q, want %q", v, got, want)
		}
	}
	if got := fromProblem(nil); got != "no From field" {
		t.Errorf("without a field: %q", got)
	}
	if got := fromProblem([]string{"a@b.example", "a@b.example"}); got != "2 From fields" {
		t.Errorf("with two fields: %q", got)
	}
}

// FuzzFrom: where the strict reader finds nothing wrong, the lenient one sees
// exactly the same one address.
func FuzzFrom(f *testing.F) {
	for _, s := range []string{"Ann <a@b.example>", `"x" <a@b>`, "a@b (c)", "=?utf-8?Q?x?= <a@b>", `a <b@c> "d"`, "<a@b", "a:b@c;", "\\<a@b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		list := parseAddresses(s)
		for _, a := range list {
			if !utf8.ValidString(a.Name+a.Addr) || strings.ContainsAny(a.Name+a.Addr, "\r\n\x00") || a.Addr == "" {
				t.Fatalf("%q gives %q", s, a)
			}
		}
		if fromProblem([]string{s}) != "" {
			return
		}
		if len(list) != 1 {
			t.Fatalf("%q has no problem, but %d addresses: %q", s, len(list), list)
		}
		local, domain, ok := strings.Cut(list[0].Addr, "@")
		if !ok || !isDotAtom(local) || !isDotAtom(domain) {
			t.Fatalf("%q has no problem, but the address is %q", s, list[0].Addr)
		}
	})
}
