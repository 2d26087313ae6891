package config

import (
	"strings"
	"testing"
	"time"

	"frontdesk/desk"
)

func TestDuration(t *testing.T) {
	const day = 24 * time.Hour
	for s, want := range map[string]time.Duration{
		"90s": 90 * time.Second, "4h": 4 * time.Hour, "3d": 3 * day, "1w": 7 * day, "1d12h": 36 * time.Hour,
		"1m30s": 90 * time.Second, "500ms": 500 * time.Millisecond, "0s": 0, "5m": 5 * time.Minute, " 2d ": 2 * day,
	} {
		if got, err := Duration(s); got != want || err != nil {
			t.Errorf("%q is %v, %v; want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", " ", "5", "h", "-1h", "1.5h", "1 h", "1h ago", "1y", "1H", "9999999999s", "999999999w", "99999999w99999999w", "1d 12h", "٣d"} {
		if got, err := Duration(s); err == nil {
			t.Errorf("%q is accepted as %v", s, got)
		}
	}
}

func TestRate(t *testing.T) {
	for s, want := range map[string]desk.Rate{
		"10/10m": {Count: 10, Per: 10 * time.Minute}, "3/1h": {Count: 3, Per: time.Hour}, "1 / 1d": {Count: 1, Per: 24 * time.Hour}, "none": {},
	} {
		if got, err := Rate(s); got != want || err != nil {
			t.Errorf("%q is %v, %v; want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "10", "10/", "/10m", "0/10m", "-1/10m", "10/10", "10/0s", "ten/10m", "10/10m/1h"} {
		if got, err := Rate(s); err == nil {
			t.Errorf("%q is accepted as %v", s, got)
		}
	}
}

func TestSize(t *testing.T) {
	for s, want := range map[string]int64{"25MiB": 25 << 20, "10 MB": 10e6, "512KiB": 512 << 10, "1GiB": 1 << 30, "7B": 7} {
		if got, err := Size(s); got != want || err != nil {
			t.Errorf("%q is %d, %v; want %d", s, got, err, want)
		}
	}
	for _, s := range []string{"", "25", "25M", "MiB", "-1MiB", "1.5MiB", "25mib", "9999999999B", "1MiB2"} {
		if got, err := Size(s); err == nil {
			t.Errorf("%q is accepted as %d", s, got)
		}
	}
}

func TestAddresses(t *testing.T) {
	for _, s := range []string{"bob@acme.example", "b.o'b+x@a-b.example", "jörg@acme.example", "x@xn--bcher-kva.example", "root@localhost"} {
		if what, _ := addressProblem(s); what != "" {
			t.Errorf("%s is refused: %s", s, what)
		}
	}
	for _, s := range []string{"", "bob", "@acme.example", "bob@", "bob@-a.example", "bob.@acme.example", "a..b@acme.example",
		`"b b"@acme.example`, "bob@acme@example", "Bob <bob@acme.example>", "bob@acme.example ", "bob@[127.0.0.1]", "bob\n@acme.example",
		strings.Repeat("a", 65) + "@acme.example"} {
		if what, _ := addressProblem(s); what == "" {
			t.Errorf("%q is accepted", s)
		}
	}
}

func TestLoopback(t *testing.T) {
	for host, want := range map[string]bool{"localhost": true, "127.0.0.1": true, "127.1.2.3": true, "::1": true, "LOCALHOST": true,
		"10.0.0.1": false, "imap.acme.example": false, "localhost.acme.example": false, "": false, "::2": false} {
		if got := isLoopback(host); got != want {
			t.Errorf("%q: %v", host, got)
		}
	}
}

// TestWithin holds that the place of a character in a decoded text is found in the text as written.
func TestWithin(t *testing.T) {
	for _, c := range []struct{ raw, text string }{
		{`"abX"`, "abX"},
		{`'a\X'`, `a\X`},
		{`"a\\\"X"`, `a\"X`},
		{`"\u00e9\U0001F600\tX"`, "é😀\tX"},
		{`"\x41X"`, "AX"},
		{"'''\nab\ncX'''", "ab\ncX"},
		{"\"\"\"\r\nab\\\n   \n  cX\"\"\"", "abcX"},
		{`""`, ""},
		{`"X"`, "X"},
	} {
		at := within(c.raw, max(strings.IndexByte(c.text, 'X'), 0))
		if strings.Contains(c.text, "X") && c.raw[at] != 'X' {
			t.Errorf("%s: found %q", c.raw, c.raw[at:])
		}
	}
}

func TestByteOffset(t *testing.T) {
	text := "é = 1\nab"
	for _, c := range []struct{ line, column, want int }{{1, 1, 0}, {1, 2, 2}, {2, 1, 7}, {2, 2, 8}, {2, 99, 9}, {9, 1, 7}} {
		if got := byteOffset(text, c.line, c.column); got != c.want {
			t.Errorf("line %d column %d is at %d; want %d", c.line, c.column, got, c.want)
		}
	}
}
