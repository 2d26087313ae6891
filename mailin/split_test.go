package mailin

import (
	"bytes"
	"strings"
	"testing"
)

func TestSplitParts(t *testing.T) {
	tests := []struct {
		name, body, boundary string
		parts                []string
		closed               bool
	}{
		{"two", "--b\none\n--b\ntwo\n--b--\n", "b", []string{"one", "two"}, true},
		{"crlf", "--b\r\none\r\n--b--\r\n", "b", []string{"one"}, true},
		{"preamble and epilogue", "pre\n--b\none\n--b--\nepi", "b", []string{"one"}, true},
		{"longer boundary is another", "--b\n--bb\nx\n--bb--\n--b--\n", "b", []string{"--bb\nx\n--bb--"}, true},
		{"inside a line", "--b\na --b\n--b--", "b", []string{"a --b"}, true},
		{"white space after", "--b  \none\n--b-- \t\r\n", "b", []string{"one"}, true},
		{"not closed", "--b\none\n--b\ntwo\n", "b", []string{"one", "two\n"}, false},
		{"empty parts", "--b\n--b\n\n--b--", "b", []string{"", ""}, true},
		{"only closed", "--b--", "b", nil, true},
		{"absent", "nothing here", "b", nil, false},
		{"with spaces", "--a b\nx\n--a b--\n", "a b", []string{"x"}, true},
		{"inner boundary like the closing line", "--a\nContent-Type: multipart/mixed; boundary=\"a--\"\n\n--a--\nx\n--a----\n--a\ny\n--a--\n", "a",
			[]string{"Content-Type: multipart/mixed; boundary=\"a--\"\n\n--a--\nx\n--a----", "y"}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := splitParts([]byte(tt.body), tt.boundary, 100)
			var got []string
			for _, p := range r.parts {
				got = append(got, string(p))
			}
			if strings.Join(got, "|") != strings.Join(tt.parts, "|") || len(got) != len(tt.parts) || r.closed != tt.closed || r.overflow {
				t.Errorf("got %q closed %v, want %q closed %v", got, r.closed, tt.parts, tt.closed)
			}
		})
	}
	if r := splitParts([]byte("--b\nx\n--b\nx\n--b\nx\n"), "b", 2); !r.overflow || len(r.parts) != 2 {
		t.Errorf("limit 2 gave %d parts, overflow %v", len(r.parts), r.overflow)
	}
}

func TestGuessBoundary(t *testing.T) {
	for body, want := range map[string]string{
		"x\n--real\nContent-Type: text/plain\n\ny": "real",
		"--real\n\ny\n--real--\n":                  "real",
		"--\nno":                                   "",
		"-----\nContent-Type: x\n":                 "",
		"--real\nhello\n":                          "",
		"":                                         "",
	} {
		if got := guessBoundary([]byte(body)); got != want {
			t.Errorf("guessBoundary(%q) = %q, want %q", body, got, want)
		}
	}
}

func FuzzSplitParts(f *testing.F) {
	f.Add([]byte("pre\n--b\none\n--b\ntwo\n--b--\n"), "b")
	f.Add([]byte("--a\nboundary=a--\n--a--\n--a--"), "a")
	f.Fuzz(func(t *testing.T, body []byte, boundary string) {
		if boundary == "" {
			return
		}
		r := splitParts(body, boundary, 50)
		total := 0
		for _, p := range r.parts {
			total += len(p)
			if len(p) > 0 && !bytes.Contains(body, p) {
				t.Fatal("a part that is not in the body")
			}
		}
		if total > len(body) || len(r.parts) > 50 {
			t.Fatalf("%d parts with %d of %d bytes", len(r.parts), total, len(body))
		}
	})
}
