package mailin

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf16"

	"frontdesk/desk"
)

// The parts of the TNEF format (MS-OXTNEF) that hold files and text.
const (
	tnefSignature  = 0x223e9f78
	tnefBody       = 0x800c // text of the message
	tnefAttachData = 0x800f
	tnefTitle      = 0x8010 // short file name
	tnefRendData   = 0x9002 // begins an attachment
	tnefMAPIProps  = 0x9003 // properties of the message
	tnefAttachment = 0x9005 // properties of the attachment
	mapiBody       = 0x1000
	mapiBodyHTML   = 0x1013
	mapiLongName   = 0x3707
	mapiMIMETag    = 0x370e
	mapiContentID  = 0x3712
	maxTNEFFiles   = 200
)

// isTNEF recognises the winmail.dat that some mail systems wrap everything into.
func isTNEF(p *part) bool {
	return p.mediaType == "application/ms-tnef" || p.mediaType == "application/vnd.ms-tnef" || strings.EqualFold(p.fileName, "winmail.dat")
}

// tnefContent is what a TNEF stream holds.
type tnefContent struct {
	files      []*part
	body, html string
}

// readTNEF takes a TNEF stream apart; files stay where they are in it. Whatever stands
// before the first fault is kept; ok is false when that is nothing.
func readTNEF(src desk.Content) (c tnefContent, ok bool) {
	r := &tnefReader{in: src.Open(), of: src}
	head := r.bytes(6)
	if len(head) < 6 || binary.LittleEndian.Uint32(head) != tnefSignature {
		return c, false
	}
	for {
		head := r.bytes(9)
		if len(head) < 9 {
			break
		}
		id := int(binary.LittleEndian.Uint16(head[1:]))
		size := int64(binary.LittleEndian.Uint32(head[5:]))
		if !r.attribute(&c, id, size) {
			break
		}
		r.skip(2) // a checksum
	}
	return c, len(c.files) > 0 || c.body != "" || c.html != ""
}

// maxTNEFValue bounds the attributes that are read rather than pointed at, in bytes.
const maxTNEFValue = 4 << 20

// tnefReader walks over a TNEF stream.
type tnefReader struct {
	in   io.Reader
	of   desk.Content
	at   int64
	file *part // the attachment that is open
	buf  []byte
}

// bytes reads n bytes, valid until the next call; fewer at the end.
func (r *tnefReader) bytes(n int) []byte {
	if cap(r.buf) < n {
		r.buf = make([]byte, n)
	}
	k, _ := io.ReadFull(r.in, r.buf[:n])
	r.at += int64(k)
	return r.buf[:k]
}

// skip passes over n bytes; false where there are fewer.
func (r *tnefReader) skip(n int64) bool {
	k, _ := io.CopyN(io.Discard, r.in, n)
	r.at += k
	return k == n
}

// attribute reads one attribute; false where the stream ends in it.
func (r *tnefReader) attribute(c *tnefContent, id int, size int64) bool {
	if id == tnefAttachData && r.file != nil {
		return r.attachData(size)
	}
	if size > maxTNEFValue {
		return r.skip(size)
	}
	data := r.bytes(int(size))
	if int64(len(data)) < size {
		return false
	}
	switch {
	case id == tnefRendData && len(c.files) < maxTNEFFiles:
		r.file = &part{mediaType: "application/octet-stream", disposition: "attachment", source: encoded{}}
		c.files = append(c.files, r.file)
	case id == tnefBody:
		c.body, _ = decodeCharset(cString(data), "")
	case id == tnefMAPIProps:
		readMAPI(data, c.messageProperty)
	case r.file == nil:
	case id == tnefTitle && r.file.fileName == "":
		r.file.fileName = safeName(string(cString(data)))
	case id == tnefAttachment:
		readMAPI(data, r.file.tnefProperty)
	}
	return true
}

// attachData notes where the bytes of the open attachment stand, and hashes them on the
// way: opening each file from the beginning of the stream would be quadratic.
func (r *tnefReader) attachData(size int64) bool {
	at, h := r.at, sha256.New()
	n, _ := io.CopyN(h, r.in, size)
	if r.at += n; n < size {
		return false
	}
	r.file.source = region{r.of, at, size}
	r.file.digest = &digest{size: int(size)}
	h.Sum(r.file.digest.sum[:0])
	return true
}

// unwrapTNEF puts what a winmail.dat holds in its place and gives the texts in it.
func (w *walker) unwrapTNEF(c *content) (texts tnefContent) {
	var out []*part
	for _, p := range c.attached {
		t, ok := tnefContent{}, false
		if isTNEF(p) {
			t, ok = readTNEF(p.content())
		}
		if !ok {
			out = append(out, p)
			continue
		}
		out = append(out, t.files...)
		texts.body, texts.html = t.body, t.html
	}
	c.attached = out
	return texts
}

// fallBack takes the text of a TNEF stream where the mail has none. Commands are not
// read from it.
func (t *texts) fallBack(c tnefContent) {
	if hasText(t.lines) {
		return
	}
	switch {
	case strings.TrimSpace(c.body) != "":
		t.lines = plainLines(normalText(c.body))
	case c.html != "":
		t.lines, _ = htmlLines(normalText(c.html))
		t.html, t.htmlOnly = true, true
	}
}

// messageProperty keeps the texts of the message.
func (c *tnefContent) messageProperty(id int, value string) {
	switch id {
	case mapiBody:
		c.body = value
	case mapiBodyHTML:
		c.html = value
	}
}

// tnefProperty keeps what the properties say of a file.
func (p *part) tnefProperty(id int, value string) {
	switch id {
	case mapiLongName:
		p.fileName = safeName(value)
	case mapiMIMETag:
		if t, _ := parseParams(value); strings.Count(t, "/") == 1 {
			p.mediaType = t
		}
	case mapiContentID:
		p.contentID = cleanID(value)
	}
}

func cString(b []byte) []byte {
	if i := bytes.IndexByte(b, 0); i >= 0 {
		return b[:i]
	}
	return b
}

// mapiReader walks over a list of properties; a read beyond the end gives zeros and
// ends the walk.
type mapiReader struct {
	b    []byte
	over bool
}

func (r *mapiReader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.over = true
		r.b = nil
		return make([]byte, 4)
	}
	v := r.b[:n]
	r.b = r.b[min((n+3)&^3, len(r.b)):]
	return v
}

func (r *mapiReader) number() int { return int(binary.LittleEndian.Uint32(r.take(4))) }

// mapiSizes are the sizes of the property types that have a fixed one.
var mapiSizes = map[int]int{0x2: 4, 0x3: 4, 0x4: 4, 0x5: 8, 0x6: 8, 0x7: 8, 0xa: 4, 0xb: 4, 0x14: 8, 0x40: 8, 0x48: 16}

// readMAPI calls f for every property with a text or binary value.
func readMAPI(b []byte, f func(id int, value string)) {
	r := &mapiReader{b: b}
	for n := r.number(); n > 0 && !r.over; n-- {
		tag := r.number()
		kind, id := tag&0x0fff, tag>>16&0xffff
		multiple := tag&0x1000 != 0
		if id >= 0x8000 { // a named property
			r.take(16)
			if r.number() == 0 {
				r.number()
			} else {
				r.take(r.number())
			}
		}
		size, fixed := mapiSizes[kind]
		count := 1
		if multiple || !fixed {
			count = r.number()
		}
		for ; count > 0 && !r.over; count-- {
			if fixed {
				r.take(size)
				continue
			}
			if v := r.take(r.number()); !r.over {
				f(id, mapiText(kind, v))
			}
		}
	}
}

// mapiText is a value as text: UTF-16 for the Unicode type, else bytes of some charset.
func mapiText(kind int, v []byte) string {
	if kind != 0x1f {
		t, _ := decodeCharset(cString(v), "")
		return t
	}
	units := make([]uint16, 0, len(v)/2)
	for i := 0; i+1 < len(v); i += 2 {
		u := binary.LittleEndian.Uint16(v[i:])
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}
