package mailin

import "bytes"

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

// uuDecoder decodes the lines below "begin" up to the line "end".
type uuDecoder struct{ rest []byte }

func (d *uuDecoder) next(out []byte) []byte {
	for len(d.rest) > 0 && cap(out)-len(out) >= decodeStep {
		line, after := cutLine(d.rest)
		if d.rest = after; string(line) == "end" {
			d.rest = nil
		} else if len(line) > 0 {
			out = appendUULine(out, line[1:], int(line[0]-' ')&0x3f)
		}
	}
	return out
}

func (*uuDecoder) problem() string { return "" }

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

// uuEnd is where the line "end" ends that closes the lines of b; ok is false when there is none.
func uuEnd(b []byte) (n int, ok bool) {
	for rest := b; len(rest) > 0; {
		line, after := cutLine(rest)
		if rest = after; string(line) == "end" {
			return len(b) - len(after), true
		}
	}
	return 0, false
}

// maxUU bounds the uuencoded files of one text.
const maxUU = 50

// takeUU takes uuencoded files out of a text; each becomes a part of its own that keeps
// its encoded lines.
func takeUU(b []byte) (text []byte, files []*part) {
	if !bytes.Contains(b, []byte("begin ")) {
		return b, nil
	}
	var out []byte
	for len(files) < maxUU {
		at, name, lines, ok := findUU(b)
		if !ok {
			break
		}
		n, ok := uuEnd(lines)
		if !ok || len((&uuDecoder{rest: lines}).next(make([]byte, 0, decodeStep))) == 0 {
			break
		}
		start := len(b) - len(lines)
		files = append(files, &part{mediaType: "application/octet-stream", disposition: "attachment", fileName: safeName(name), body: b[at : start+n], encoding: "x-uuencode"})
		out = append(out, b[:at]...)
		b = b[start+n:]
	}
	if files == nil {
		return b, nil
	}
	return append(out, b...), files
}
