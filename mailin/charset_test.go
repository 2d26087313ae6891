package mailin

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

func TestDecodeCharset(t *testing.T) {
	tests := []struct{ name, in, label, want string }{
		{"ascii", "abc", "us-ascii", "abc"},
		{"utf-8", "Tür", "utf-8", "Tür"},
		{"quoted label", "T\xfcr", `"ISO-8859-1"`, "Tür"},
		{"iso-8859-1 means windows-1252", "\x80 5", "iso-8859-1", "€ 5"},
		{"iso-8859-15", "\xa4 5", "iso-8859-15", "€ 5"},
		{"windows-1251", "\xc4\xe0", "cp1251", "Да"},
		{"koi8-r", "\xe4\xc1", "KOI8-R", "Да"},
		{"iso-8859-2", "\xb9i\xb9", "iso8859-2", "šiš"},
		{"cp850", "T\x81r", "cp850", "Tür"},
		{"cp-850", "T\x81r", "CP-850", "Tür"},
		{"ibm-852", "T\x81r", "ibm-852", "Tür"},
		{"mac", "T\x9fr", "x-mac-roman", "Tür"},
		{"gb2312", "\xc4\xe3\xba\xc3", "gb2312", "你好"},
		{"ks_c_5601-1987", "\xb0\xed\xb8\xbf", "ks_c_5601-1987", "고맙"},
		{"shift_jis", "\x83e\x83X\x83g", "Shift_JIS", "テスト"},
		{"iso-2022-jp", "\x1b$B%F%9%H\x1b(B", "iso-2022-jp", "テスト"},
		{"iso-2022-jp without label", "\x1b$B%F%9%H\x1b(B", "", "テスト"},
		{"iso-2022-kr", "\x1b$)C\x0e0m8?\x0f.", "iso-2022-kr", "고맙."},
		{"hz", "~{Dc:C~}", "hz-gb-2312", "你好"},
		{"utf-7", "T+APw-r +- +AC8-x", "unicode-1-1-utf-7", "Tür + /x"},
		{"utf-16 with mark", "\xff\xfeT\x00\xfc\x00", "utf-16", "Tü"},
		{"utf-16be", "\x00T\x00\xfc", "utf-16be", "Tü"},
		{"utf-8 mark goes", "\xef\xbb\xbfabc", "utf-8", "abc"},
		{"labelled latin-1 but utf-8", "Tür", "iso-8859-1", "Tür"},
		{"labelled ascii but utf-8", "Tür", "us-ascii", "Tür"},
		{"labelled ascii but latin-1", "T\xfcr", "us-ascii", "Tür"},
		{"labelled utf-8 but latin-1", "gr\xfc\xdfe an alle", "utf-8", "grüße an alle"},
		{"labelled utf-16 but ascii", "abc", "utf-16", "abc"},
		{"utf-8 with one bad byte", "Grüße äöü \xff!", "utf-8", "Grüße äöü \uFFFD!"},
		{"misspelt label", "Tür", "uft-8", "Tür"},
		{"nonsense label", "T\xfcr", "x-klingon", "Tür"},
		{"no label", "T\xfcr", "", "Tür"},
		{"empty", "", "utf-8", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := decodeCharset([]byte(tt.in), tt.label)
			if got != tt.want {
				t.Errorf("decodeCharset(%q, %q) = %q, want %q", tt.in, tt.label, got, tt.want)
			}
		})
	}
}

// TestGuessCharset encodes sentences without saying how.
func TestGuessCharset(t *testing.T) {
	tests := []struct {
		text string
		enc  encoding.Encoding
	}{
		{"Die Tür zum Büro läßt sich nicht öffnen, bitte schnell.", charmap.Windows1252},
		{"La porte n'est pas fermée, le détecteur est cassé.", charmap.Windows1252},
		{"Дверь больше не открывается, помогите пожалуйста.", charmap.Windows1251},
		{"Дверь больше не открывается, помогите пожалуйста.", charmap.KOI8R},
		{"ドアが開きません。助けてください。", japanese.ShiftJIS},
		{"ドアが開きません。助けてください。", japanese.EUCJP},
		{"문이 열리지 않습니다. 도와주세요.", korean.EUCKR},
		{"你好，大门打不开了，请你们来看一下，谢谢。", simplifiedchinese.GB18030},
		{"你好，大門打不開了，請你們來看一下，謝謝。", traditionalchinese.Big5},
	}
	for _, tt := range tests {
		b, err := tt.enc.NewEncoder().Bytes([]byte(tt.text))
		if err != nil {
			t.Fatal(err)
		}
		if got, problem := decodeCharset(b, ""); got != tt.text {
			t.Errorf("%s: got %q, want %q", problem, got, tt.text)
		}
	}
}

func FuzzDecodeCharset(f *testing.F) {
	for _, l := range []string{"", "utf-8", "utf-7", "iso-2022-jp", "iso-2022-kr", "hz-gb-2312", "gb18030", "utf-16", "big5", "x"} {
		f.Add([]byte("T\xfcr \x1b$B%F +AGE- ~{Dc~}"), l)
	}
	f.Fuzz(func(t *testing.T, b []byte, label string) {
		if got, _ := decodeCharset(b, label); !utf8.ValidString(got) {
			t.Fatalf("%q is no UTF-8", got)
		}
	})
}
