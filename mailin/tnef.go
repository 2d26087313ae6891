package mailin

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
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

// readTNEF takes a TNEF stream apart. Whatever stands before the first fault is kept;
// ok is false when that is nothing.
func readTNEF(b []byte) (c tnefContent, ok bool) {
	if len(b) < 6 || binary.LittleEndian.Uint32(b) != tnefSignature {
		return c, false
	}
	b = b[6:]
	var file *part
	for len(b) >= 9 {
		id := int(binary.LittleEndian.Uint16(b[1:]))
		size := int(binary.LittleEndian.Uint32(b[5:]))
		b = b[9:]
		if size < 0 || size > len(b) {
			break
		}
		data := b[:size]
		b = b[min(size+2, len(b)):] // a checksum follows
		switch {
		case id == tnefRendData && len(c.files) < maxTNEFFiles:
			file = &part{mediaType: "application/octet-stream", disposition: "attachment", isDecoded: true}
			c.files = append(c.files, file)
		case id == tnefBody:
			c.body, _ = decodeCharset(cString(data), "")
		case id == tnefMAPIProps:
			readMAPI(data, c.messageProperty)
		case file == nil:
		case id == tnefAttachData:
			file.decoded = data
		case id == tnefTitle && file.fileName == "":
			file.fileName = safeName(string(cString(data)))
		case id == tnefAttachment:
			readMAPI(data, file.tnefProperty)
		}
	}
	return c, len(c.files) > 0 || c.body != "" || c.html != ""
}

// unwrapTNEF puts what a winmail.dat holds in its place and gives the texts in it.
func (w *walker) unwrapTNEF(c *content) (texts tnefContent) {
	var out []*part
	for _, p := range c.attached {
		t, ok := tnefContent{}, false
		if isTNEF(p) {
			t, ok = readTNEF(w.content(p))
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
	if squash(joinLines(t.lines)) != "" {
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
