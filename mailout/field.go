package mailout

import (
	"encoding/base64"
	"fmt"
	"mime"
	"net/textproto"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/desk"
)

const (
	lineLength = 76  // of a line with an encoded-word (RFC 2047 §2); others may have 78
	wordLength = 75  // of one encoded-word
	nameLength = 100 // runes of a display name; longer ones are made to fill a screen
	idLength   = 250 // of a foreign Message-ID
	references = 20  // that a mail carries at most: the first and the latest
)

// reserved are the fields that Compose writes itself.
var reserved = map[string]bool{"From": true, "To": true, "Cc": true, "Bcc": true, "Reply-To": true, "Sender": true, "Subject": true,
	"Date": true, "Message-Id": true, "In-Reply-To": true, "References": true, "Auto-Submitted": true, "Mime-Version": true,
	"Content-Type": true, "Content-Transfer-Encoding": true, "Content-Disposition": true, "Content-Id": true}

// validName says whether a further field may bear this name (RFC 5322 §2.2).
func validName(name string) bool {
	for _, c := range []byte(name) {
		if c <= ' ' || c >= 0x7f || c == ':' {
			return false
		}
	}
	return name != "" && len(name) < 70 && !reserved[textproto.CanonicalMIMEHeaderKey(name)]
}

// oneLine makes a value that can stand in one header field: no control character, no line end of any kind.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError || r == '\u2028' || r == '\u2029' || unicode.IsControl(r):
			return ' '
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// textField writes an unstructured field, encoded and folded as RFC 2047 wants it.
func textField(name, value string) string {
	return fold(name, encodeText(oneLine(value), lineLength-len(name)-2))
}

// encodeText turns a value into words that need only be joined with a blank. What comes before the first word
// that needs encoding, and after the last, stays readable for everybody. First is the room on the first line.
func encodeText(value string, first int) []string {
	words := strings.Fields(value)
	from, to := -1, 0
	for i, w := range words {
		if needsEncoding(w) {
			if from < 0 {
				from = i
			}
			to = i + 1
		}
	}
	if from < 0 {
		return words
	}
	if from > 0 {
		first = lineLength - 1
	}
	out := append([]string{}, words[:from]...)
	out = append(out, encodedWords(strings.Join(words[from:to], " "), first)...)
	return append(out, words[to:]...)
}

func needsEncoding(word string) bool {
	return !isASCII(word) || strings.Contains(word, "=?") || len(word) > lineLength-2
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// encodedWords cuts a text into encoded-words (RFC 2047) that split no character. The first may have
// first bytes, the others wordLength.
func encodedWords(text string, first int) []string {
	encode := qEncode
	if len(bEncode(text)) < len(qEncode(text)) {
		encode = bEncode
	}
	var out []string
	room := min(first, wordLength)
	for text != "" {
		n, good := 0, 0
		for n < len(text) {
			_, size := utf8.DecodeRuneInString(text[n:])
			n += size
			if good > 0 && len(encode(text[:n])) > room {
				break
			}
			good = n
		}
		out = append(out, encode(text[:good]))
		text, room = text[good:], wordLength
	}
	return out
}

func bEncode(s string) string {
	return "=?utf-8?b?" + base64.StdEncoding.EncodeToString([]byte(s)) + "?="
}

// qEncode is the "Q" encoding, strict enough for a phrase (RFC 2047 §5 (3)).
func qEncode(s string) string {
	var b strings.Builder
	b.WriteString("=?utf-8?q?")
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == ' ':
			b.WriteByte('_')
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("!*+-/", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "=%02X", c)
		}
	}
	b.WriteString("?=")
	return b.String()
}

// fold writes a field whose words are joined with blanks, breaking lines between words.
func fold(name string, words []string) string {
	var b strings.Builder
	b.WriteString(name + ":")
	length := b.Len()
	for i, w := range words {
		if i > 0 && length+1+len(w) > lineLength {
			b.WriteString("\r\n")
			length = 0
		}
		b.WriteString(" " + w)
		length += 1 + len(w)
	}
	return b.String() + "\r\n"
}

// addressField writes a field of one mailbox.
func addressField(name string, a desk.Address) (string, error) {
	wire, _, err := WireAddress(a.Addr)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	words := phrase(a.Name, lineLength-len(name)-2)
	if len(words) == 0 {
		return name + ": " + wire + "\r\n", nil
	}
	return fold(name, append(words, "<"+wire+">")), nil
}

// phrase writes a display name: atoms, a quoted string, or encoded-words.
func phrase(name string, first int) []string {
	name = strings.Join(strings.Fields(oneLine(name)), " ")
	if utf8.RuneCountInString(name) > nameLength {
		name = strings.TrimSpace(string([]rune(name)[:nameLength])) + "…"
	}
	switch {
	case name == "":
		return nil
	case !isASCII(name) || strings.Contains(name, "=?") || len(name) > first-2:
		return encodedWords(name, first)
	case strings.IndexFunc(name, func(r rune) bool { return r != ' ' && !isAtext(r) }) < 0:
		return strings.Split(name, " ")
	}
	return []string{`"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`}
}

func isAtext(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("!#$%&'*+-/=?^_`{|}~", r)
}

// idsField writes a field of Message-IDs.
func idsField(name string, ids []string) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = "<" + id + ">"
	}
	return fold(name, words)
}

// validID says whether an id can stand between angle brackets. Foreign ids of any shape are kept as long as
// they cannot break the field.
func validID(id string) bool {
	for i := 0; i < len(id); i++ {
		if id[i] <= ' ' || id[i] >= 0x7f || id[i] == '<' || id[i] == '>' {
			return false
		}
	}
	return id != "" && len(id) <= idLength
}

// knownReferences are the valid ids: the first, which names the thread, and the latest.
func knownReferences(ids []string) []string {
	var good []string
	for _, id := range ids {
		if validID(id) {
			good = append(good, id)
		}
	}
	if len(good) > references {
		good = append(good[:1:1], good[len(good)-references+1:]...)
	}
	return good
}

// safeType is a media type that can carry any bytes in base64. A message or a multipart may not be encoded
// (RFC 2046 §5.2.1): they travel as plain bytes. Parameters are left out, but for the desk's own calendar.
func safeType(t string) string {
	if t == CalendarType {
		return t
	}
	kind, _, err := mime.ParseMediaType(t)
	top, sub, ok := strings.Cut(kind, "/")
	if err != nil || !ok || sub == "" || top == "multipart" || top == "message" || len(kind) > 100 {
		return "application/octet-stream"
	}
	return kind
}

// dispositionField writes Content-Disposition (RFC 2183) with a file name of any length in any language
// (RFC 2231).
func dispositionField(disposition, name string) string {
	name = oneLine(name)
	if name == "" {
		return "Content-Disposition: " + disposition + "\r\n"
	}
	if isASCII(name) && len(name) <= 60 && !strings.ContainsAny(name, `"\`) {
		return "Content-Disposition: " + disposition + ";\r\n filename=\"" + name + "\"\r\n"
	}
	var b strings.Builder
	b.WriteString("Content-Disposition: " + disposition)
	for i, section := range sections("utf-8''" + percent(name)) {
		fmt.Fprintf(&b, ";\r\n filename*%d*=%s", i, section)
	}
	return b.String() + "\r\n"
}

// sections cuts a percent-encoded value into lines without cutting an escape.
func sections(s string) (out []string) {
	const width = 58
	for len(s) > width {
		cut := width
		if i := strings.LastIndexByte(s[:cut], '%'); i > cut-3 {
			cut = i
		}
		out, s = append(out, s[:cut]), s[cut:]
	}
	return append(out, s)
}

// percent encodes all but attribute-char (RFC 2231 §7).
func percent(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}
