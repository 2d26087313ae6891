package mailin

import (
	"bytes"
	"strings"

	"frontdesk/desk"
)

// part is one node of the tree of a mail (RFC 2046).
type part struct {
	header      section
	mediaType   string // lower case, never empty
	params      parameters
	disposition string // lower case, "" where absent
	fileName    string // safe, "" where none is given
	contentID   string
	encoding    string
	body        []byte // encoded, a slice of the mail
	children    []*part

	source  desk.Content // of a part that stands inside another one; nil: body and encoding
	decoded []byte       // once asked for, at most maxDecoded bytes and a few
	cut     bool         // decoded is not all
	text    string       // of a text part, once asked for
	lines   []textLine   // of an HTML part, once asked for
	digest  *digest      // once asked for
	state   struct{ decoded, text bool }
}

// walker carries what all parts of one mail share.
type walker struct {
	parts    int
	problems []string
	refused  string
}

func (w *walker) problem(text string) {
	if text != "" {
		w.problems = appendOnce(w.problems, text)
	}
}

func (w *walker) refuse(text string) {
	if w.refused == "" {
		w.refused = text
	}
}

// part makes a node of a header section and a body and descends, unless that would
// break a limit.
func (w *walker) part(s section, body []byte, depth int, defaultType string) *part {
	p := &part{header: s, body: body}
	w.parts++
	for _, text := range s.problems {
		w.problem(text)
	}
	if s.refused != "" {
		w.refuse(s.refused)
	}
	w.readContentFields(p, defaultType)
	if p.mediaType == "text/plain" && p.fileName == "" {
		w.retype(p, depth)
	}
	switch {
	case w.refused != "":
	case strings.HasPrefix(p.mediaType, "multipart/"):
		w.multipart(p, depth)
		if p.mediaType == "multipart/encrypted" {
			w.problem("encrypted with PGP, not readable")
		}
	case strings.HasPrefix(p.mediaType, "text/"):
		w.relabel(p)
	case p.mediaType == "application/pkcs7-mime" || p.mediaType == "application/x-pkcs7-mime":
		w.openSMIME(p, depth)
	case p.mediaType == "message/rfc822" || p.mediaType == "message/global":
		w.measure(p, depth)
	}
	return p
}

// readContentFields reads Content-Type, -Disposition, -Transfer-Encoding and -ID.
func (w *walker) readContentFields(p *part, defaultType string) {
	types := p.header.all("Content-Type")
	if len(types) > 1 {
		w.problem("more than one Content-Type, the first counts")
	}
	if len(types) > 0 {
		p.mediaType, p.params = parseParams(utf8Value(types[0]))
	}
	var dp parameters
	p.disposition, dp = parseParams(utf8Value(p.header.get("Content-Disposition")))
	p.encoding = p.header.get("Content-Transfer-Encoding")
	p.contentID = firstID(p.header.get("Content-ID"))
	name := dp["filename"]
	for _, other := range []string{dp["name"], p.params["name"], p.params["filename"]} {
		if name == "" {
			name = other
		}
	}
	p.fileName = safeName(name)
	p.mediaType = w.normalType(p.mediaType, defaultType, len(types) > 0)
}

// normalType repairs a media type (RFC 2045 §5.2: what is no type is text/plain).
func (w *walker) normalType(t, defaultType string, given bool) string {
	end := strings.IndexFunc(t, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '"' || r == ',' })
	if end > 0 {
		t = t[:end]
	}
	switch {
	case !given || t == "":
		return defaultType
	case t == "text" || t == "plain" || t == "html":
		w.problem("incomplete Content-Type")
		if t == "html" {
			return "text/html"
		}
		return "text/plain"
	case end == 0 || strings.Count(t, "/") != 1 || strings.HasPrefix(t, "/") || strings.HasSuffix(t, "/"):
		w.problem("malformed Content-Type")
		return defaultType
	}
	return t
}

// multipart descends into the children of p. A multipart without usable parts becomes
// a text, so that nothing that was sent gets lost.
func (w *walker) multipart(p *part, depth int) {
	if depth >= maxDepth {
		w.refuse("nested more than 32 deep")
		return
	}
	body := p.body
	if normalEncoding(p.encoding) != "" {
		w.problem("encoded multipart")
		var cut bool
		if body, _, cut = decodeTransfer(body, p.encoding, maxDecoded); cut {
			w.problem("encoded multipart of more than 4 MiB, kept as it is")
			p.mediaType = "application/octet-stream"
			return
		}
	}
	boundary := strings.TrimRight(p.params["boundary"], " \t")
	var r splitResult
	if boundary != "" {
		r = splitParts(body, boundary, maxParts-w.parts)
	}
	if len(r.parts) == 0 && !r.overflow {
		if guess := guessBoundary(body); guess != "" && guess != boundary {
			w.problem("multipart without its boundary, guessed")
			r = splitParts(body, guess, maxParts-w.parts)
		}
	}
	if r.overflow {
		w.refuse("more than 1000 parts")
		return
	}
	if len(r.parts) == 0 {
		w.problem("multipart without parts, read as text")
		p.mediaType = "text/plain"
		return
	}
	if !r.closed {
		w.problem("multipart without its closing boundary")
	}
	defaultType := "text/plain"
	if p.mediaType == "multipart/digest" {
		defaultType = "message/rfc822"
	}
	for _, b := range r.parts {
		s, content := readSection(b)
		p.children = append(p.children, w.part(s, content, depth+1, defaultType))
		if w.refused != "" {
			return
		}
	}
}

// measure walks an enclosed message only to hold it to the limits; it stays one
// attachment.
func (w *walker) measure(p *part, depth int) {
	if depth >= maxDepth {
		w.refuse("nested more than 32 deep")
		return
	}
	s, body := readSection(bytes.TrimLeft(w.decoded(p), "\r\n"))
	inner := walker{parts: w.parts}
	inner.part(s, body, depth+1, "text/plain")
	w.parts = inner.parts
	if inner.refused != "" {
		w.refuse(inner.refused)
	}
}

// leaves calls f for every leaf in the order of the mail.
func (p *part) leaves(f func(*part)) {
	if len(p.children) == 0 {
		f(p)
		return
	}
	for _, c := range p.children {
		c.leaves(f)
	}
}
