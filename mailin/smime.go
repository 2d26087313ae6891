package mailin

import "bytes"

// openSMIME looks into a part of type application/pkcs7-mime (RFC 8551). What is only
// signed is read from inside; what is encrypted is named.
func (w *walker) openSMIME(p *part, depth int) {
	if depth >= maxDepth {
		w.refuse("nested more than 32 deep")
		return
	}
	content, kind := signedContent(w.decoded(p))
	switch {
	case p.cut:
		w.problem("S/MIME part of more than 4 MiB, not opened")
	case kind == signedData && content != nil:
		w.problem("S/MIME signature not checked, the signed text taken out")
		s, body := readSection(content)
		p.children = []*part{w.part(s, body, depth+1, "text/plain")}
	case kind == signedData:
		w.problem("S/MIME certificates alone")
	default:
		w.problem("encrypted with S/MIME, not readable")
	}
}

// signedData is the object identifier 1.2.840.113549.1.7.2 (RFC 5652 §5.1).
const signedData = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"

// The tags of the encoding rules (X.690) that occur in a signed message.
const (
	berOctets   = 0x04
	berObjectID = 0x06
	berSequence = 0x30
	berExplicit = 0xa0
	berMany     = 0x20 // the bit that says that elements are inside
)

// signedContent is what a CMS object holds, and the identifier of its type. The content
// is nil where there is none or it breaks off.
func signedContent(b []byte) (content []byte, kind string) {
	info, ok := berChildren(b, berSequence)
	if !ok || len(info) < 2 || info[0].tag != berObjectID {
		return nil, ""
	}
	kind = string(info[0].content)
	if kind != signedData || info[1].tag != berExplicit {
		return nil, kind
	}
	signed, ok := berChildren(info[1].content, berSequence)
	if !ok || len(signed) < 3 || signed[2].tag != berSequence {
		return nil, kind
	}
	inner := berElements(signed[2].content, 0)
	if len(inner) < 2 || inner[1].tag != berExplicit {
		return nil, kind
	}
	return berJoin(inner[1].content, 0), kind
}

// berElement is one element of the basic encoding rules.
type berElement struct {
	tag     byte
	content []byte
}

// maxBER bounds the nesting of elements; CMS needs less than ten.
const maxBER = 16

// berChildren are the elements inside the first one of b, which must have that tag.
func berChildren(b []byte, tag byte) ([]berElement, bool) {
	e, _, ok := berNext(b, 0)
	if !ok || e.tag != tag {
		return nil, false
	}
	return berElements(e.content, 0), true
}

// berElements are the elements of b up to where it ends or breaks off.
func berElements(b []byte, depth int) (list []berElement) {
	for len(b) > 0 && len(list) < 100 {
		e, rest, ok := berNext(b, depth)
		if !ok {
			return list
		}
		list, b = append(list, e), rest
	}
	return list
}

// berNext reads one element, of definite or of indefinite length (X.690 §8.1.3).
func berNext(b []byte, depth int) (e berElement, rest []byte, ok bool) {
	if len(b) < 2 || depth > maxBER || b[0]&0x1f == 0x1f {
		return e, nil, false
	}
	e.tag = b[0]
	size, b := int(b[1]), b[2:]
	switch {
	case size == 0x80:
		return berIndefinite(e.tag, b, depth)
	case size > 0x80:
		n := size & 0x7f
		if n > 4 || n > len(b) {
			return e, nil, false
		}
		size = 0
		for _, c := range b[:n] {
			size = size<<8 | int(c)
		}
		b = b[n:]
	}
	if size > len(b) {
		return e, nil, false
	}
	e.content = b[:size]
	return e, b[size:], true
}

// berIndefinite reads elements up to the two zero bytes that end them.
func berIndefinite(tag byte, b []byte, depth int) (e berElement, rest []byte, ok bool) {
	for rest = b; len(rest) >= 2; {
		if rest[0] == 0 && rest[1] == 0 {
			return berElement{tag, b[:len(b)-len(rest)]}, rest[2:], true
		}
		if _, rest, ok = berNext(rest, depth+1); !ok {
			break
		}
	}
	return e, nil, false
}

// berJoin puts the pieces of octet strings together.
func berJoin(b []byte, depth int) []byte {
	var pieces [][]byte
	for len(b) > 0 && depth < maxBER {
		e, rest, ok := berNext(b, depth)
		if !ok {
			return nil
		}
		switch e.tag {
		case berOctets:
			pieces = append(pieces, e.content)
		case berOctets | berMany:
			pieces = append(pieces, berJoin(e.content, depth+1))
		}
		b = rest
	}
	if len(pieces) == 1 {
		return pieces[0]
	}
	return bytes.Join(pieces, nil)
}
