package mailin

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseParams(t *testing.T) {
	tests := []struct{ name, field, value, param, want string }{
		{"plain", "text/plain; charset=utf-8", "text/plain", "charset", "utf-8"},
		{"case and quotes", `TEXT/Plain; CharSet="UTF-8"`, "text/plain", "charset", "UTF-8"},
		{"semicolon in quotes", `a/b; name="x;y.txt"; z=1`, "a/b", "name", "x;y.txt"},
		{"escaped quote", `a/b; name="x\"y"`, "a/b", "name", `x"y`},
		{"backslash is no escape", `a/b; name="C:\temp\x"`, "a/b", "name", `C:\temp\x`},
		{"unquoted spaces", "a/b; name=my file.pdf", "a/b", "name", "my file.pdf"},
		{"quote never ends", `a/b; name="x.pdf; size=3`, "a/b", "size", "3"},
		{"comment", "text/plain (really); charset=x", "text/plain", "charset", "x"},
		{"first of two", "a/b; name=x; name=y", "a/b", "name", "x"},
		{"percent", "a/b; name*=utf-8''T%C3%BCr.txt", "a/b", "name", "Tür.txt"},
		{"percent latin-1", "a/b; name*=iso-8859-1'de'T%FCr", "a/b", "name", "Tür"},
		{"percent without charset", "a/b; name*=T%C3%BCr", "a/b", "name", "Tür"},
		{"pieces", "a/b; name*0=ab; name*1=cd", "a/b", "name", "abcd"},
		{"pieces out of order", "a/b; name*1=cd; name*0=ab", "a/b", "name", "abcd"},
		{"encoded pieces", "a/b; name*0*=utf-8''T%C3; name*1*=%BCr; name*2=.txt", "a/b", "name", "Tür.txt"},
		{"encoded form wins", "a/b; name=plain; name*=utf-8''better", "a/b", "name", "better"},
		{"bad percent stays", "a/b; name*=utf-8''100%", "a/b", "name", "100%"},
		{"nothing", "", "", "name", ""},
		{"no value", "a/b; name", "a/b", "name", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			value, p := parseParams(tt.field)
			if value != tt.value || p[tt.param] != tt.want {
				t.Errorf("got %q, %s=%q; want %q, %q", value, tt.param, p[tt.param], tt.value, tt.want)
			}
		})
	}
}

func TestParamsBounded(t *testing.T) {
	var long strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&long, "; name*%d=abc", i)
	}
	if _, p := parseParams("a/b" + long.String()); len(p["name"]) > 3*maxParams {
		t.Errorf("%d bytes of a name were put together", len(p["name"]))
	}
}

func TestSafeName(t *testing.T) {
	tests := []struct{ in, want string }{
		{"report.pdf", "report.pdf"},
		{"../../etc/passwd", "passwd"},
		{`C:\temp\x.txt`, "x.txt"},
		{"/", ""}, {"..", ""}, {".", ""}, {"", ""}, {"   ", ""},
		{"a/../../b", "b"},
		{".htaccess", "_.htaccess"},
		{"\u200b.bashrc", "_.bashrc"},
		{"con.txt", "_con.txt"}, {"NUL", "_NUL"}, {"com1", "_com1"}, {"company.txt", "company.txt"},
		{"a\x00b\r\n.txt", "ab  .txt"},
		{"invoice\u202efdp.exe", "invoicefdp.exe"},
		{"x<y>:z|?.txt", "x_y__z__.txt"},
		{"trailing. . ", "trailing"},
		{"=?utf-8?Q?T=C3=BCr.pdf?=", "Tür.pdf"},
		{"=?utf-8?B?Li4vLi4veA==?=", "x"},
		{"T\xfcr.pdf", "Tür.pdf"},
		{"\uff0fetc\uff0fshadow", "shadow"},
	}
	for _, tt := range tests {
		if got := safeName(tt.in); got != tt.want {
			t.Errorf("safeName(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
	long := safeName(strings.Repeat("ü", 300) + ".pdf")
	if len(long) > maxName || !strings.HasSuffix(long, ".pdf") || !utf8.ValidString(long) {
		t.Errorf("long name: %d bytes, %q", len(long), long[len(long)-8:])
	}
}

func FuzzSafeName(f *testing.F) {
	for _, s := range []string{"../x", "con", "=?utf-8?Q?..=2F?=", ".\u200b./", "a\\..\\"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := safeName(s)
		if strings.ContainsAny(got, "/\\\x00\r\n:<>|*?\"") || got == "." || got == ".." || len(got) > maxName+1 || !utf8.ValidString(got) {
			t.Fatalf("safeName(%q) = %q", s, got)
		}
	})
}
