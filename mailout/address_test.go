package mailout

import (
	"strings"
	"testing"
)

func TestWireAddress(t *testing.T) {
	for _, c := range []struct {
		in, want string
		needs    bool
	}{
		{"dana@example.com", "dana@example.com", false},
		{"Dana.Q+x@EXAMPLE.com", "Dana.Q+x@EXAMPLE.com", false},
		{"joerg@bücher.example", "joerg@xn--bcher-kva.example", false},
		{"jörg@example.com", "jörg@example.com", true},
		{"дана@пример.example", "дана@xn--e1afmkfd.example", true},
		{`"a b"@example.com`, `"a b"@example.com`, false},
		{`"a\"b@c"@example.com`, `"a\"b@c"@example.com`, false},
		{"a..b.@example.com", "a..b.@example.com", false}, // some providers handed these out
		{"root@my_host.example", "root@my_host.example", false},
		{"x@[192.0.2.1]", "x@[192.0.2.1]", false},
		{"x@[IPv6:2001:db8::1]", "x@[IPv6:2001:db8::1]", false},
	} {
		got, needs, err := WireAddress(c.in)
		if err != nil || got != c.want || needs != c.needs {
			t.Errorf("%q: %q %v %v, want %q %v", c.in, got, needs, err, c.want, c.needs)
		}
	}
}

func TestWireAddressRefuses(t *testing.T) {
	for _, in := range []string{"", "@", "a", "a@", "@b", "a b@c", "a@b c", "a>@b", "a@b>", "<a@b>", "a@b\r\nRCPT TO:<x@y>", "a\n@b", "a\x00@b",
		`"a@b`, `"a"b"@c`, `"a\"@c`, "\"a\r\nb\"@c", "a@b,c", "a@[1.2.3.4", "a@[1.2.3.4\r\n]", "a\u2028b@c.example", "a@\u2028.example",
		"\xff@c.example", "a@b> SIZE=1", strings.Repeat("a", 400) + "@b.example", "a@" + strings.Repeat("b.", 150) + "example"} {
		if wire, _, err := WireAddress(in); err == nil {
			t.Errorf("%q was taken as %q", in, wire)
		}
	}
}

func FuzzWireAddress(f *testing.F) {
	for _, s := range []string{"a@b.example", `"x y"@z.example`, "ü@ö.example", "a@[::1]", "a@b\r\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		wire, needs, err := WireAddress(s)
		if err != nil {
			return
		}
		at := strings.LastIndexByte(wire, '@')
		if strings.ContainsAny(wire, "\r\n\x00") || strings.ContainsAny(wire[at:], " <>,\"") || !isASCII(wire[at:]) || needs == isASCII(wire) {
			t.Errorf("%q became %q, needs %v", s, wire, needs)
		}
		if wire[0] != '"' && strings.ContainsAny(wire, "<> ,;:\\\"") {
			if !strings.HasPrefix(wire[at:], "@[") || strings.ContainsAny(wire[:at], "<> ,;:\\\"") {
				t.Errorf("%q became %q", s, wire)
			}
		}
		again, _, err := WireAddress(wire)
		if err != nil || again != wire {
			t.Errorf("%q is not stable: %q, %v", wire, again, err)
		}
	})
}
