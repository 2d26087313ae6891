package mailin

import (
	"bytes"
	"io"
	"unicode/utf8"

	"frontdesk/desk"
)

// transport undoes what the way of a mail to us can add to it: a byte order mark, and line
// ends of CR alone.
func (w *walker) transport(raw []byte) []byte {
	if b, ok := bytes.CutPrefix(raw, []byte("\xef\xbb\xbf")); ok {
		w.problem("byte order mark before the header")
		raw = b
	}
	if len(raw) <= maxDecoded && bytes.IndexByte(raw, '\r') >= 0 && bytes.IndexByte(raw, '\n') < 0 {
		w.problem("line ends of CR alone")
		raw = bytes.ReplaceAll(raw, []byte("\r"), []byte("\n"))
	}
	return raw
}

// retype finds the type of a text that says plain, or nothing, and is something else: a
// page of HTML, or a multipart that lost its header on the way.
func (w *walker) retype(p *part, depth int) {
	start := bytes.TrimLeft(p.body[:min(len(p.body), 1000)], " \t\r\n")
	given := p.header.has("Content-Type")
	switch end := bytes.TrimRight(p.body[max(0, len(p.body)-1000):], " \t\r\n"); {
	case !hasFold(start, "<html") && !hasFold(start, "<!doctype html"):
	case !given:
		w.problem("HTML without its Content-Type")
		p.mediaType = "text/html"
	case len(end) > 7 && hasFold(end[len(end)-7:], "</html>"):
		w.problem("labelled text/plain, but it is HTML")
		p.mediaType = "text/html"
	}
	if given || depth > 0 || !bytes.HasPrefix(start, []byte("--")) && !bytes.HasPrefix(start, []byte("This is a ")) {
		return
	}
	if line, next := cutLine(start); !bytes.HasPrefix(line, []byte("--")) {
		start = bytes.TrimLeft(next, "\r\n")
	}
	boundary := guessBoundary(p.body)
	if boundary == "" || !bytes.HasPrefix(start, []byte("--"+boundary)) || !bytes.Contains(p.body, []byte("\n--"+boundary+"--")) {
		return
	}
	w.problem("multipart without its Content-Type")
	p.mediaType, p.params = "multipart/mixed", parameters{"boundary": boundary}
	if bytes.Contains(bytes.ToLower(p.body[:min(len(p.body), 64<<10)]), []byte("\ncontent-type: text/html")) {
		p.mediaType = "multipart/alternative"
	}
}

// hasFold says whether b begins with an ASCII text in any case.
func hasFold(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && bytes.EqualFold(b[:len(prefix)], []byte(prefix))
}

// relabel repairs the transfer encoding of a text that is not what its label says:
// gateways lose labels, and mailing lists add plain lines to encoded text.
func (w *walker) relabel(p *part) {
	switch normalEncoding(p.encoding) {
	case "base64":
		w.unlabelBase64(p)
	case "":
		switch {
		case isBase64Text(p.body):
			w.problem("base64 without its label")
			p.encoding = "base64"
		case isQuotedPrintable(p.body):
			w.problem("quoted-printable without its label")
			p.encoding = "quoted-printable"
		}
	}
}

// unlabelBase64 finds the plain lines in a text that calls itself base64: all of them, or
// those below the encoded ones.
func (w *walker) unlabelBase64(p *part) {
	if isBase64Line(lastLine(p.body)) && isBase64Line(firstLine(p.body)) {
		return
	}
	if n := base64Lines(p.body); n == 0 && !mostlyBase64(p.body) {
		w.problem("not base64, taken as it stands")
		p.encoding = ""
	} else if n > 0 && n < len(p.body) {
		w.problem("plain lines below base64")
		p.source = joined{encoded{p.body[:n], "base64"}, encoded{p.body[n:], ""}}
	}
}

// base64Lines is the length of the encoded lines at the beginning of b, if plain ones
// follow: encoded lines are of one length up to the last one.
func base64Lines(b []byte) int {
	width := 0
	for rest := b; len(rest) > 0; {
		line, next := cutLine(rest)
		line = bytes.TrimSpace(line)
		switch {
		case len(line) == 0 && width == 0:
		case !isBase64Line(line):
			return len(b) - len(rest)
		case width == 0:
			width = len(line)
		}
		if rest = next; width > 0 && (len(line) < width || line[len(line)-1] == '=') {
			return len(b) - len(rest)
		}
	}
	return len(b)
}

// mostlyBase64 says whether more than half of the first lines are base64.
func mostlyBase64(b []byte) bool {
	good, bad := 0, 0
	for rest := b; len(rest) > 0 && good+bad < 50; {
		var line []byte
		line, rest = cutLine(rest)
		if line = bytes.TrimSpace(line); isBase64Line(line) {
			good += len(line)
		} else {
			bad += len(line)
		}
	}
	return good > bad
}

// isBase64Line says whether a line has nothing but the characters of base64.
func isBase64Line(line []byte) bool {
	for _, c := range line {
		if base64Value[c] == 255 {
			return false
		}
	}
	return true
}

func firstLine(b []byte) []byte {
	line, _ := cutLine(bytes.TrimSpace(b[:min(len(b), 1000)]))
	return line
}

func lastLine(b []byte) []byte {
	tail := bytes.TrimSpace(b[max(0, len(b)-1000):])
	return bytes.TrimSpace(tail[bytes.LastIndexByte(tail, '\n')+1:])
}

// isBase64Text says whether a text is nothing but lines of base64 that decode to text:
// at least two, full ones but for the last.
func isBase64Text(b []byte) bool {
	first := firstLine(b)
	if len(first) < 60 || len(first)%4 != 0 || !isBase64Line(first) || len(bytes.TrimSpace(b)) <= len(first) || base64Lines(b) < len(bytes.TrimRight(b, "\r\n \t")) {
		return false
	}
	out, problem, _ := decodeTransfer(b, "base64", 4<<10)
	return problem == "" && utf8.Valid(out[:utf8Cut(out)]) && bytes.IndexByte(out, ' ') >= 0 && bytes.IndexFunc(out, isBinary) < 0
}

// utf8Cut is the length of b without a character that breaks off at its end.
func utf8Cut(b []byte) int {
	for i := len(b) - 1; i >= 0 && i > len(b)-utf8.UTFMax; i-- {
		if utf8.RuneStart(b[i]) {
			if !utf8.FullRune(b[i:]) {
				return i
			}
			break
		}
	}
	return len(b)
}

// isBinary says whether a character has no place in a text.
func isBinary(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\x1b' }

// isQuotedPrintable says whether a text has the soft line breaks and the escapes of
// quoted-printable, and no "=" that is neither.
func isQuotedPrintable(b []byte) bool {
	if !bytes.Contains(b, []byte("=\n")) && !bytes.Contains(b, []byte("=\r\n")) {
		return false
	}
	breaks, escapes := 0, 0
	for rest := b; ; {
		i := bytes.IndexByte(rest, '=')
		if i < 0 {
			return breaks > 0 && escapes > 0
		}
		rest = rest[i+1:]
		switch {
		case bytes.HasPrefix(rest, []byte("\n")) || bytes.HasPrefix(rest, []byte("\r\n")):
			breaks++
		case len(rest) >= 2 && isUpperHex(rest[0]) && isUpperHex(rest[1]):
			escapes++
		default:
			return false
		}
	}
}

func isUpperHex(c byte) bool { return '0' <= c && c <= '9' || 'A' <= c && c <= 'F' }

// joined is content in two pieces.
type joined [2]desk.Content

// Open reads one piece after the other.
func (j joined) Open() io.Reader { return io.MultiReader(j[0].Open(), j[1].Open()) }
