package mailin

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// decodeTransfer undoes a Content-Transfer-Encoding. Identity encodings give b itself.
// What cannot be decoded is passed over; problem says so.
func decodeTransfer(b []byte, encoding string) (out []byte, problem string) {
	switch normalEncoding(encoding) {
	case "base64":
		return decodeBase64(b)
	case "quoted-printable":
		return decodeQuotedPrintable(b)
	case "x-uuencode":
		if _, data, ok := decodeUU(b); ok {
			return data, ""
		}
		return b, "uuencoded part without a begin line"
	case "":
		return b, ""
	}
	return b, "unknown transfer encoding, taken as is"
}

// normalEncoding maps the spellings found in mail to the tokens of RFC 2045 §6.1;
// "" is any identity encoding.
func normalEncoding(encoding string) string {
	e := strings.ToLower(strings.TrimSpace(encoding))
	if i := strings.IndexAny(e, ";, \t("); i > 0 {
		e = e[:i]
	}
	e = strings.Trim(e, `"'`)
	switch e {
	case "", "7bit", "8bit", "binary", "7-bit", "8-bit", "8bits", "7bits", "none":
		return ""
	case "quoted-printable", "quotedprintable", "quoted_printable", "qp", "q":
		return "quoted-printable"
	case "base64", "base-64", "b64", "b":
		return "base64"
	case "x-uuencode", "uuencode", "x-uue", "uue":
		return "x-uuencode"
	}
	return e
}

// base64Value maps a character to its six bits, 64 for "=", 255 for anything else.
var base64Value = func() (t [256]byte) {
	for i := range t {
		t[i] = 255
	}
	const std = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	for i := range len(std) {
		t[std[i]] = byte(i)
	}
	t['-'], t['_'], t['='] = 62, 63, 64
	return t
}()

// decodeBase64 decodes what is there: foreign characters are skipped, padding ends a
// group wherever it stands, missing padding is no fault.
func decodeBase64(b []byte) (out []byte, problem string) {
	out = make([]byte, base64.StdEncoding.DecodedLen(len(b))+3)
	if n, err := base64.StdEncoding.Decode(out, b); err == nil {
		return out[:n], ""
	}
	out = out[:0]
	var group uint32
	var have int
	flush := func() {
		switch have {
		case 2:
			out = append(out, byte(group>>4))
		case 3:
			out = append(out, byte(group>>10), byte(group>>2))
		}
		group, have = 0, 0
	}
	for _, c := range b {
		switch v := base64Value[c]; {
		case v == 64:
			flush()
		case v == 255:
			if c > ' ' {
				problem = "foreign characters in base64"
			}
		default:
			group, have = group<<6|uint32(v), have+1
			if have == 4 {
				out = append(out, byte(group>>16), byte(group>>8), byte(group))
				group, have = 0, 0
			}
		}
	}
	flush()
	return out, problem
}

// decodeQuotedPrintable keeps what is no valid escape as it stands (RFC 2045 §6.7).
func decodeQuotedPrintable(b []byte) (out []byte, problem string) {
	out = make([]byte, 0, len(b))
	for len(b) > 0 {
		i := bytes.IndexAny(b, "=\n")
		if i < 0 {
			return append(out, b...), problem
		}
		if b[i] == '\n' {
			out = append(out, trimLineEnd(b[:i+1])...)
			b = b[i+1:]
			continue
		}
		out = append(out, b[:i]...)
		b = b[i+1:]
		if len(b) >= 2 {
			if h, ok := hexByte(b[0], b[1]); ok {
				out, b = append(out, h), b[2:]
				continue
			}
		}
		rest := bytes.TrimLeft(b, " \t\r")
		switch {
		case len(rest) == 0:
			return out, problem
		case rest[0] == '\n':
			b = rest[1:]
		default:
			problem = "invalid quoted-printable escape, kept as it stands"
			out = append(out, '=')
		}
	}
	return out, problem
}

// trimLineEnd drops spaces that a relay added before the line end; they are not part
// of the text (RFC 2045 §6.7 rule 3).
func trimLineEnd(line []byte) []byte {
	end := len(line) - 1
	if end > 0 && line[end-1] == '\r' {
		end--
	}
	text := bytes.TrimRight(line[:end], " \t")
	if len(text) == end {
		return line
	}
	return append(bytes.Clone(text), line[end:]...)
}

func hexByte(a, b byte) (byte, bool) {
	x, ok1 := hexDigit(a)
	y, ok2 := hexDigit(b)
	return x<<4 | y, ok1 && ok2
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

// decodeUU decodes the first uuencoded file in b. ok is false when there is none.
func decodeUU(b []byte) (name string, data []byte, ok bool) {
	_, name, body, ok := findUU(b)
	if !ok {
		return "", nil, false
	}
	data, _ = decodeUULines(body)
	return name, data, true
}

// findUU finds a line "begin MODE NAME" and returns where it starts, the name and what follows.
func findUU(b []byte) (at int, name string, rest []byte, ok bool) {
	for off := 0; off < len(b); {
		line, next := cutLine(b[off:])
		if n, found := uuBegin(line); found {
			return off, n, next, true
		}
		off = len(b) - len(next)
		if next == nil {
			break
		}
	}
	return 0, "", nil, false
}

func uuBegin(line []byte) (name string, ok bool) {
	f := bytes.SplitN(line, []byte(" "), 3)
	if len(f) != 3 || string(f[0]) != "begin" || len(f[1]) < 3 || len(f[1]) > 4 {
		return "", false
	}
	for _, c := range f[1] {
		if c < '0' || c > '7' {
			return "", false
		}
	}
	return string(bytes.TrimSpace(f[2])), len(bytes.TrimSpace(f[2])) > 0
}

// decodeUULines decodes up to the line "end" and returns what follows it.
func decodeUULines(b []byte) (data, rest []byte) {
	for len(b) > 0 {
		line, next := cutLine(b)
		b = next
		if string(line) == "end" {
			break
		}
		if len(line) == 0 {
			continue
		}
		n := int(line[0]-' ') & 0x3f
		data = appendUULine(data, line[1:], n)
	}
	return data, b
}

// appendUULine decodes n bytes, but no more than the line holds.
func appendUULine(out, line []byte, n int) []byte {
	n = min(n, (len(line)+3)/4*3)
	at := func(i int) byte {
		if i < len(line) {
			return (line[i] - ' ') & 0x3f
		}
		return 0
	}
	for i := 0; n > 0; i += 4 {
		a, b, c, d := at(i), at(i+1), at(i+2), at(i+3)
		triple := []byte{a<<2 | b>>4, b<<4 | c>>2, c<<6 | d}
		out = append(out, triple[:min(n, 3)]...)
		n -= 3
	}
	return out
}
