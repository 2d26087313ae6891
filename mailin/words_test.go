package mailin

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestHeaderText(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"ascii", "plain words", "plain words"},
		{"q", "=?utf-8?Q?T=C3=BCr_zu?=", "Tür zu"},
		{"folded in a character", "=?utf-8?Q?T=C3 =BCr_zu?=", "Tür zu"},
		{"spaces inside", "=?utf-8?Q?T=C3=BCr zu?=", "Tür zu"},
		{"b", "=?utf-8?B?VMO8cg==?=", "Tür"},
		{"b without padding", "=?utf-8?B?VMO8cg?=", "Tür"},
		{"lower case encoding", "=?ISO-8859-1?q?T=FCr?=", "Tür"},
		{"language suffix", "=?utf-8*de?Q?T=C3=BCr?=", "Tür"},
		{"space between two words goes", "=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"},
		{"space before text stays", "=?utf-8?Q?a?= b", "a b"},
		{"glued to text", "x=?utf-8?Q?a?=y", "xay"},
		{"character split between words", "=?utf-8?B?4oI=?= =?utf-8?B?rA==?=", "€"},
		{"split between Q words", "=?utf-8?Q?=E2=82?= =?utf-8?Q?=AC?=", "€"},
		{"two charsets", "=?iso-8859-1?Q?=FC?= =?iso-8859-2?Q?=B9?=", "üš"},
		{"iso-2022-jp", "=?ISO-2022-JP?B?GyRCJUYlOSVIGyhC?=", "テスト"},
		{"raw space inside", "=?utf-8?Q?a b=C3=BC?=", "a bü"},
		{"no end", "Re: =?utf-8?Q?T=C3=BCr", "Re: Tür"},
		{"no word", "a =? b ?= c", "a =? b ?= c"},
		{"unknown encoding letter", "=?utf-8?X?abc?=", "=?utf-8?X?abc?="},
		{"empty", "=?utf-8?Q??=", ""},
		{"bad hex stays", "=?utf-8?Q?a=ZZ?=", "a=ZZ"},
		{"raw utf-8", "Tür", "Tür"},
		{"raw latin-1", "T\xfcr", "Tür"},
		{"line break inside a word", "=?utf-8?Q?a=0D=0ABcc:_x?=", "a  Bcc: x"},
		{"line separators", "a\u2028b\u2029c", "a b c"},
		{"direction overrides", "\u202egpj.exe\u202c", "gpj.exe"},
		{"controls", "a\x00b\x1b[2Jc", "ab[2Jc"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := headerText(tt.in); got != tt.want {
				t.Errorf("headerText(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestPrintable(t *testing.T) {
	if got := printable("a\nb\xff" + strings.Repeat("c", 60)); len(got) > 50 || strings.Contains(got, "\n") || !utf8.ValidString(got) {
		t.Errorf("printable gives %q", got)
	}
}
