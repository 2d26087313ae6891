package mailin

import (
	"bytes"
	"io"
	"strings"
)

// decoder undoes a transfer encoding piece by piece, so that a large part is never held
// decoded. What cannot be decoded is passed over.
type decoder interface {
	// next appends decoded bytes to out as long as its capacity leaves room for a step of
	// decodeStep bytes. It appends nothing only at the end.
	next(out []byte) []byte
	// problem says, at the end, what was passed over; "" where nothing was.
	problem() string
}

// decodeStep is the most that a decoder appends at a time, in bytes.
const decodeStep = 64

// newDecoder is the decoder for a Content-Transfer-Encoding; nil where the bytes are what
// they are (identity encodings, and those that nobody knows: problem says so).
func newDecoder(b []byte, encoding string) (d decoder, problem string) {
	switch normalEncoding(encoding) {
	case "":
		return nil, ""
	case "base64":
		return &base64Decoder{rest: b}, ""
	case "quoted-printable":
		return &qpDecoder{rest: b}, ""
	case "x-uuencode":
		if _, _, lines, ok := findUU(b); ok {
			return &uuDecoder{rest: lines}, ""
		}
		return nil, "uuencoded part without a begin line"
	}
	return nil, "unknown transfer encoding, taken as is"
}

// decodeTransfer decodes a body, but little more than limit bytes of it; cut says that
// something is missing. Identity encodings give b itself, whole.
func decodeTransfer(b []byte, encoding string, limit int) (out []byte, problem string, cut bool) {
	d, problem := newDecoder(b, encoding)
	if d == nil {
		return b, problem, false
	}
	out = d.next(make([]byte, 0, min(len(b), limit)+decodeStep))
	if len(out) > limit {
		cut = len(d.next(make([]byte, 0, decodeStep))) > 0
	}
	return out, d.problem(), cut
}

// decodeReader reads what a decoder gives.
type decodeReader struct {
	d    decoder
	buf  []byte
	read int // bytes of buf that were handed on
}

// newDecodeReader reads what d makes of size encoded bytes.
func newDecodeReader(d decoder, size int) *decodeReader {
	return &decodeReader{d: d, buf: make([]byte, 0, min(size+decodeStep, 16<<10))}
}

// fill makes sure that there are bytes to hand on; false at the end.
func (r *decodeReader) fill() bool {
	if r.read == len(r.buf) {
		r.buf, r.read = r.d.next(r.buf[:0]), 0
	}
	return len(r.buf) > 0
}

func (r *decodeReader) Read(p []byte) (int, error) {
	if !r.fill() {
		return 0, io.EOF
	}
	n := copy(p, r.buf[r.read:])
	r.read += n
	return n, nil
}

// WriteTo spares [io.Copy] a buffer of its own.
func (r *decodeReader) WriteTo(w io.Writer) (total int64, err error) {
	for r.fill() {
		n, err := w.Write(r.buf[r.read:])
		total += int64(n)
		if r.read += n; err != nil {
			return total, err
		}
	}
	return total, nil
}

// normalEncoding maps the spellings found in mail to the tokens of RFC 2045 §6.1;
// "" is any identity encoding.
func normalEncoding(encoding string) string {
	e := strings.ToLower(strings.TrimSpace(encoding))
	if strings.HasPrefix(e, "quoted printable") {
		return "quoted-printable"
	}
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

// base64Decoder decodes what is there: foreign characters are skipped, padding ends a
// group wherever it stands, missing padding is no fault.
type base64Decoder struct {
	rest    []byte
	group   uint32 // the bits of an open group
	have    int    // characters in it
	foreign bool
}

func (d *base64Decoder) next(out []byte) []byte {
	b := d.rest
	for len(b) > 0 && cap(out)-len(out) >= decodeStep {
		if d.have == 0 {
			for len(b) >= 4 && cap(out)-len(out) >= decodeStep {
				v0, v1, v2, v3 := base64Value[b[0]], base64Value[b[1]], base64Value[b[2]], base64Value[b[3]]
				if (v0|v1|v2|v3)&0xc0 != 0 {
					break
				}
				g := uint32(v0)<<18 | uint32(v1)<<12 | uint32(v2)<<6 | uint32(v3)
				out, b = append(out, byte(g>>16), byte(g>>8), byte(g)), b[4:]
			}
			if len(b) == 0 {
				break
			}
		}
		switch v := base64Value[b[0]]; {
		case v == 64:
			out = d.flush(out)
		case v == 255:
			d.foreign = d.foreign || b[0] > ' '
		default:
			if d.group, d.have = d.group<<6|uint32(v), d.have+1; d.have == 4 {
				out = append(out, byte(d.group>>16), byte(d.group>>8), byte(d.group))
				d.group, d.have = 0, 0
			}
		}
		b = b[1:]
	}
	if d.rest = b; len(b) == 0 && cap(out)-len(out) >= 2 {
		out = d.flush(out)
	}
	return out
}

// flush ends an open group.
func (d *base64Decoder) flush(out []byte) []byte {
	switch d.have {
	case 2:
		out = append(out, byte(d.group>>4))
	case 3:
		out = append(out, byte(d.group>>10), byte(d.group>>2))
	}
	d.group, d.have = 0, 0
	return out
}

func (d *base64Decoder) problem() string {
	if d.foreign {
		return "foreign characters in base64"
	}
	return ""
}

// qpDecoder keeps what is no valid escape as it stands (RFC 2045 §6.7).
type qpDecoder struct {
	rest      []byte  // the lines that follow
	line      []byte  // what is left of the current one, with its end
	run, tail []byte  // to be copied next, one after the other
	char      [1]byte // an escaped byte, as a run
	bad       bool
}

func (d *qpDecoder) next(out []byte) []byte {
	for {
		n := min(len(d.run), cap(out)-len(out))
		out, d.run = append(out, d.run[:n]...), d.run[n:]
		switch {
		case len(d.run) > 0 || cap(out) == len(out):
			return out
		case len(d.tail) > 0:
			d.run, d.tail = d.tail, nil
		case len(d.line) > 0:
			d.advance()
		case len(d.rest) > 0:
			i := bytes.IndexByte(d.rest, '\n') + 1
			if i == 0 {
				i = len(d.rest)
			}
			d.line, d.rest = d.rest[:i], d.rest[i:]
		default:
			return out
		}
	}
}

// advance finds what is to be copied next on the line: text up to an escape, the byte
// that it stands for, or the end of the line without the spaces that a relay added
// before it (RFC 2045 §6.7 rule 3).
func (d *qpDecoder) advance() {
	line := d.line
	i := bytes.IndexByte(line, '=')
	if i > 0 {
		d.run, d.line = line[:i], line[i:]
		return
	}
	if i < 0 {
		text := bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
		d.tail, d.line = line[len(text):], nil
		if d.run = text; len(d.tail) > 0 && d.tail[len(d.tail)-1] == '\n' {
			d.run = bytes.TrimRight(text, " \t")
		}
		return
	}
	if len(line) >= 3 {
		if h, ok := hexByte(line[1], line[2]); ok {
			d.char[0] = h
			d.run, d.line = d.char[:], line[3:]
			return
		}
	}
	after := bytes.TrimLeft(line[1:], " \t\r")
	if len(after) > 0 && after[0] != '\n' {
		d.bad = true
		d.run, d.line = line[:1], line[1:]
		return
	}
	d.line = nil // a soft line break
}

func (d *qpDecoder) problem() string {
	if d.bad {
		return "invalid quoted-printable escape, kept as it stands"
	}
	return ""
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
