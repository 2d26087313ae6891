package mailin

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	utfenc "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// charsetAlias maps labels that mail carries to ones that the indexes know.
var charsetAlias = map[string]string{
	"uft-8": "utf-8", "uft8": "utf-8", "utf8mb4": "utf-8", "utf-8mb4": "utf-8", "utf 8": "utf-8", "utf_8": "utf-8", "unicode": "utf-8", "cp65001": "utf-8",
	"unicode-1-1-utf-7": "utf-7", "unicode-2-0-utf-7": "utf-7", "utf7": "utf-7", "x-unicode-2-0-utf-7": "utf-7",
	"ansi_x3.4-1968": "us-ascii", "646": "us-ascii", "ascii": "us-ascii", "usascii": "us-ascii", "us_ascii": "us-ascii", "x-user-defined": "us-ascii", "iso646-us": "us-ascii",
	"unknown-8bit": "", "x-unknown": "", "unknown": "", "default": "", "default_charset": "", "none": "", "charset": "", "8bit": "", "binary": "",
	"cp50220": "iso-2022-jp", "cp50221": "iso-2022-jp", "cp50222": "iso-2022-jp", "iso-2022-jp-ms": "iso-2022-jp", "_iso-2022-jp": "iso-2022-jp", "iso-2022-jp-1": "iso-2022-jp", "iso-2022-jp-2": "iso-2022-jp", "jis": "iso-2022-jp",
	"cp932": "shift_jis", "ms932": "shift_jis", "x-ms-cp932": "shift_jis", "sjis": "shift_jis", "eucjp": "euc-jp", "cp51932": "euc-jp",
	"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "chinese": "gb18030",
	"ks_c_5601": "euc-kr", "ksc5601": "euc-kr", "cp949": "euc-kr", "ms949": "euc-kr", "x-windows-949": "euc-kr", "uhc": "euc-kr", "korean": "euc-kr",
	"cp950": "big5", "x-x-big5": "big5",
	"iso-8859-8-e": "iso-8859-8", "ansi": "windows-1252", "x-ansi": "windows-1252", "latin1": "windows-1252", "latin-1": "windows-1252", "iso8859-1": "windows-1252",
	"iso-8859-1-windows-3.1-latin-1": "windows-1252", "iso-8859-9-windows-latin-5": "windows-1254", "mac": "macintosh", "x-mac-roman": "macintosh", "macroman": "macintosh",
}

// otherCharsets are those that neither index offers, or offers wrongly for mail.
var otherCharsets = map[string]encoding.Encoding{
	"hz-gb-2312": simplifiedchinese.HZGB2312, "hz": simplifiedchinese.HZGB2312,
	"iso-2022-jp": japanese.ISO2022JP,
	"utf-16":      utfenc.UTF16(utfenc.BigEndian, utfenc.UseBOM),
	"utf-16be":    utfenc.UTF16(utfenc.BigEndian, utfenc.UseBOM),
	"utf-16le":    utfenc.UTF16(utfenc.LittleEndian, utfenc.UseBOM),
	"utf-32":      utf32.UTF32(utf32.BigEndian, utf32.UseBOM),
	"utf-32be":    utf32.UTF32(utf32.BigEndian, utf32.UseBOM),
	"utf-32le":    utf32.UTF32(utf32.LittleEndian, utf32.UseBOM),
	"cp437":       charmap.CodePage437, "ibm437": charmap.CodePage437,
	"cp850": charmap.CodePage850, "ibm850": charmap.CodePage850,
	"cp852": charmap.CodePage852, "ibm852": charmap.CodePage852,
	"cp855": charmap.CodePage855, "ibm855": charmap.CodePage855,
	"cp858": charmap.CodePage858, "cp860": charmap.CodePage860, "cp862": charmap.CodePage862,
	"cp863": charmap.CodePage863, "cp865": charmap.CodePage865, "cp866": charmap.CodePage866,
}

// normalCharset folds a label: case, quotes, RFC 2231 language suffix, known aliases.
func normalCharset(label string) string {
	l := strings.ToLower(strings.Trim(strings.TrimSpace(label), `"'`))
	if i := strings.IndexAny(l, "*;$"); i >= 0 {
		l = l[:i]
	}
	l = strings.TrimSpace(l)
	if a, ok := charsetAlias[l]; ok {
		return a
	}
	for _, p := range []string{"cp-125", "cp125", "win-125", "windows125", "x-cp125", "windows_125"} {
		if strings.HasPrefix(l, p) && len(l) == len(p)+1 {
			return "windows-125" + l[len(p):]
		}
	}
	for _, p := range []string{"cp-", "cp_", "ibm-", "ibm_", "dos-"} {
		if n, ok := strings.CutPrefix(l, p); ok {
			return "cp" + n
		}
	}
	if n, ok := strings.CutPrefix(l, "iso8859"); ok {
		return "iso-8859-" + strings.TrimLeft(n, "-_")
	}
	return l
}

// findCharset is the encoding behind a normal label; nil where nobody knows it.
func findCharset(label string) encoding.Encoding {
	if e, ok := otherCharsets[label]; ok {
		return e
	}
	if e, err := htmlindex.Get(label); err == nil && e != encoding.Replacement {
		return e
	}
	if e, err := ianaindex.MIME.Encoding(label); err == nil && e != nil {
		return e
	}
	return nil
}

// decodeCharset turns the bytes of a text into UTF-8. The label is believed as far as
// the bytes agree with it; problem says where they did not.
func decodeCharset(b []byte, label string) (text, problem string) {
	l := normalCharset(label)
	if t, ok := bomText(b); ok {
		return t, ""
	}
	switch l {
	case "", "utf-8", "us-ascii":
		return decodeUnicode(b, l)
	case "utf-7":
		return decodeUTF7(b), ""
	case "iso-2022-kr":
		return decodeISO2022KR(b), ""
	}
	if isASCII(b) && !bytes.ContainsAny(b, "\x1b\x0e~") && !strings.HasPrefix(l, "utf-") {
		return string(b), ""
	}
	e := findCharset(l)
	if e == nil {
		t, _ := decodeUnicode(b, "")
		return t, "unknown charset " + printable(l) + ", guessed"
	}
	if strings.HasPrefix(l, "utf-") && bytes.IndexByte(b, 0) < 0 {
		t, _ := decodeUnicode(b, "")
		return t, "text is not in its charset " + l + ", guessed"
	}
	out, err := e.NewDecoder().Bytes(b)
	if utf8.Valid(b) && !isASCII(b) && (!isMultiByte(l) || bytes.ContainsRune(out, utf8.RuneError)) {
		return string(b), "labelled " + printable(l) + ", but it is UTF-8"
	}
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD"), "text is not in its charset " + printable(l)
	}
	return string(out), ""
}

// isMultiByte names the encodings in which short texts can be UTF-8 by accident.
func isMultiByte(label string) bool {
	switch label {
	case "shift_jis", "euc-jp", "euc-kr", "gb18030", "big5", "iso-2022-jp", "hz-gb-2312":
		return true
	}
	return strings.HasPrefix(label, "utf-")
}

// decodeUnicode reads a text that should be UTF-8 or ASCII, or says nothing of itself.
func decodeUnicode(b []byte, label string) (text, problem string) {
	if isASCII(b) {
		if hasISO2022Escape(b) {
			if out, err := japanese.ISO2022JP.NewDecoder().Bytes(b); err == nil {
				return string(out), "unlabelled ISO-2022-JP"
			}
		}
		return string(b), ""
	}
	if utf8.Valid(b) {
		if label == "us-ascii" {
			return string(b), "labelled us-ascii, but it is UTF-8"
		}
		return string(b), ""
	}
	good, bad := utf8Runs(b)
	if good > 0 && good >= 2*bad {
		return strings.ToValidUTF8(string(b), "\uFFFD"), "invalid UTF-8"
	}
	t, name := guessCharset(b)
	return t, "charset guessed: " + name
}

// utf8Runs counts valid multi-byte sequences and stray bytes.
func utf8Runs(b []byte) (good, bad int) {
	for i := 0; i < len(b); {
		if b[i] < 0x80 {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return good, bad
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

func hasISO2022Escape(b []byte) bool {
	for _, esc := range []string{"\x1b$B", "\x1b$@", "\x1b(J", "\x1b(I"} {
		if bytes.Contains(b, []byte(esc)) {
			return true
		}
	}
	return false
}

// bomText decodes a text that begins with a byte order mark, whatever its label says.
func bomText(b []byte) (string, bool) {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")) && utf8.Valid(b):
		return string(b[3:]), true
	case len(b) >= 4 && len(b)%2 == 0 && (bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff"))):
		out, err := utfenc.UTF16(utfenc.LittleEndian, utfenc.UseBOM).NewDecoder().Bytes(b)
		return string(out), err == nil
	}
	return "", false
}

// decodeISO2022KR reads RFC 1557: shift-out and shift-in around EUC-KR without the high bit.
func decodeISO2022KR(b []byte) string {
	b = bytes.ReplaceAll(b, []byte("\x1b$)C"), nil)
	out := make([]byte, 0, len(b))
	shifted := false
	for _, c := range b {
		switch {
		case c == 0x0e:
			shifted = true
		case c == 0x0f || c == '\n':
			shifted = false
			if c == '\n' {
				out = append(out, c)
			}
		case shifted && c > ' ':
			out = append(out, c|0x80)
		default:
			out = append(out, c)
		}
	}
	t, _ := decodeCharset(out, "euc-kr")
	return t
}

// decodeUTF7 reads RFC 2152. It is for reading only: no command is taken from such text.
func decodeUTF7(b []byte) string {
	var out strings.Builder
	for len(b) > 0 {
		i := bytes.IndexByte(b, '+')
		if i < 0 {
			break
		}
		out.WriteString(strings.ToValidUTF8(string(b[:i]), "\uFFFD"))
		b = b[i+1:]
		n := 0
		for n < len(b) && base64Value[b[n]] < 64 && b[n] != '-' && b[n] != '_' {
			n++
		}
		switch {
		case n == 0 && len(b) > 0 && b[0] == '-':
			out.WriteByte('+')
		case n == 0:
			out.WriteByte('+')
			continue
		default:
			out.WriteString(utf16Text(b[:n]))
		}
		b = b[n:]
		if len(b) > 0 && b[0] == '-' {
			b = b[1:]
		}
	}
	out.WriteString(strings.ToValidUTF8(string(b), "\uFFFD"))
	return out.String()
}

func utf16Text(b64 []byte) string {
	raw := make([]byte, base64.RawStdEncoding.DecodedLen(len(b64)))
	n, _ := base64.RawStdEncoding.Decode(raw, b64)
	out, err := utfenc.UTF16(utfenc.BigEndian, utfenc.IgnoreBOM).NewDecoder().Bytes(raw[:n&^1])
	if err != nil {
		return ""
	}
	return string(out)
}

// guessable are the encodings that guessCharset tries, the multi-byte ones first.
var guessable = []struct {
	name  string
	score func(rune) int // 2 very typical, 1 typical, 0 neutral, -2 untypical
}{
	{"shift_jis", japaneseScore}, {"euc-jp", japaneseScore}, {"euc-kr", koreanScore}, {"gb18030", chineseScore}, {"big5", chineseScore},
	{"koi8-r", cyrillicScore}, {"windows-1251", cyrillicScore},
}

// guessCharset names the most likely encoding of unlabelled 8-bit text. Where few
// bytes are 8-bit it is a Western text; else the script decides that decodes best.
func guessCharset(b []byte) (text, name string) {
	sample := b[:min(len(b), 4096)]
	high, letters := 0, 0
	for _, c := range sample {
		if c >= 0x80 {
			high++
		} else if c|0x20 >= 'a' && c|0x20 <= 'z' {
			letters++
		}
	}
	best, bestScore := "windows-1252", 0
	if high >= 4 && high*2 > letters {
		for _, g := range guessable {
			if s := scoreCharset(sample, g.name, g.score); s > bestScore {
				best, bestScore = g.name, s
			}
		}
	}
	out, _ := findCharset(best).NewDecoder().Bytes(b)
	return string(out), best
}

// scoreCharset is the mean score per mille of the non-ASCII runes.
func scoreCharset(b []byte, name string, score func(rune) int) int {
	if strings.HasPrefix(name, "euc-") && !isEUC(b) {
		return 0
	}
	out, err := findCharset(name).NewDecoder().Bytes(b)
	if err != nil {
		return 0
	}
	sum, n := 0, 0
	for _, r := range string(out) {
		if r < 0x80 {
			continue
		}
		n++
		if r == utf8.RuneError {
			sum -= 10
			continue
		}
		sum += score(r)
	}
	if n == 0 {
		return 0
	}
	return sum * 1000 / n
}

// isEUC says that every 8-bit byte is in the range of the EUC encodings.
func isEUC(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 && c <= 0xa0 && c != 0x8e && c != 0x8f {
			return false
		}
	}
	return true
}

func japaneseScore(r rune) int {
	switch {
	case r >= 0x3041 && r <= 0x30ff, r == 0x3001 || r == 0x3002:
		return 2
	case unicode.Is(unicode.Han, r):
		return 1
	case r >= 0xff61 && r <= 0xff9f: // half-width kana: what any other text looks like
		return -2
	}
	return 0
}

func koreanScore(r rune) int {
	switch {
	case unicode.Is(unicode.Hangul, r):
		return 2
	case unicode.Is(unicode.Han, r):
		return -1
	}
	return 0
}

func chineseScore(r rune) int {
	switch {
	case strings.ContainsRune("的一是在不了有我他这這个們们来到时時大地为為子中你说說要就出也得里請请您好", r), r == 0x3002 || r == 0xff0c:
		return 3
	case unicode.Is(unicode.Han, r):
		return 1
	}
	return -2
}

func cyrillicScore(r rune) int {
	switch {
	case r >= 'а' && r <= 'я':
		return 2
	case r >= 'А' && r <= 'Я':
		return 0
	}
	return -2
}
