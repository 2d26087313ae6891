package mailin

import (
	"bytes"
	"crypto/sha256"
	"io"
	"strings"

	"frontdesk/desk"
)

// maxDecoded is how much of a part is held decoded, in bytes: what is read of a text.
// Everything else is decoded as a stream.
const maxDecoded = 4 << 20

// encoded is content as it stands in the mail. It implements [desk.Content].
type encoded struct {
	body     []byte
	encoding string
}

// Open decodes from the beginning.
func (e encoded) Open() io.Reader {
	if d, _ := newDecoder(e.body, e.encoding); d != nil {
		return newDecodeReader(d, len(e.body))
	}
	return bytes.NewReader(e.body)
}

// region is a stretch of other content: a file inside a winmail.dat.
type region struct {
	of           desk.Content
	offset, size int64
}

// Open reads past what stands before it.
func (r region) Open() io.Reader {
	in := r.of.Open()
	if _, err := io.CopyN(io.Discard, in, r.offset); err != nil {
		return bytes.NewReader(nil)
	}
	return io.LimitReader(in, r.size)
}

// content is where the decoded bytes of a leaf come from.
func (p *part) content() desk.Content {
	if p.source != nil {
		return p.source
	}
	return encoded{p.body, p.encoding}
}

// decoded is the decoded body of a leaf, of an encoded one no more than maxDecoded bytes.
func (w *walker) decoded(p *part) []byte {
	if p.state.decoded {
		return p.decoded
	}
	p.state.decoded = true
	if p.source != nil {
		buf := bytes.NewBuffer(make([]byte, 0, min(len(p.body), maxDecoded)+bytes.MinRead))
		buf.ReadFrom(io.LimitReader(p.source.Open(), maxDecoded)) // neither side can fail
		p.decoded, p.cut = buf.Bytes(), buf.Len() == maxDecoded
		return p.decoded
	}
	var problem string
	p.decoded, problem, p.cut = decodeTransfer(p.body, p.encoding, maxDecoded)
	w.problem(problem)
	return p.decoded
}

// digest is what is known of content without holding it.
type digest struct {
	size int
	sum  [sha256.Size]byte
}

// digest reads a leaf once from beginning to end.
func (w *walker) digest(p *part) digest {
	if p.digest == nil {
		h := sha256.New()
		n := w.stream(p, h)
		p.digest = &digest{size: int(n)}
		h.Sum(p.digest.sum[:0])
	}
	return *p.digest
}

// identity is the hash of a leaf by which two deliveries of it are one: of a text whatever
// its line ends.
func (w *walker) identity(p *part) (sum [sha256.Size]byte) {
	if !strings.HasPrefix(p.mediaType, "text/") && !strings.HasPrefix(p.mediaType, "message/") && !strings.HasPrefix(p.mediaType, "multipart/") {
		return w.digest(p).sum
	}
	h := sha256.New()
	l := &lineEnds{to: h}
	w.stream(p, l)
	l.end()
	h.Sum(sum[:0])
	return sum
}

// stream writes the decoded bytes of a leaf and says how many they are.
func (w *walker) stream(p *part, to io.Writer) (n int64) {
	if p.state.decoded && !p.cut {
		k, _ := to.Write(p.decoded)
		return int64(k)
	}
	in := p.content().Open()
	n, _ = io.Copy(to, in) // neither side can fail
	if r, ok := in.(*decodeReader); ok {
		w.problem(r.d.problem())
	}
	return n
}

// lineEnds passes a text on with LF as line end and without empty lines at its end.
type lineEnds struct {
	to  io.Writer
	cr  bool // a CR has come that may belong to a line end
	due int  // line ends before the next text
}

func (l *lineEnds) Write(b []byte) (int, error) {
	for rest := b; len(rest) > 0; {
		if l.cr && rest[0] != '\n' {
			l.text([]byte("\r"))
		}
		i := bytes.IndexByte(rest, '\r')
		if l.cr = i >= 0; !l.cr {
			i = len(rest)
		}
		text := bytes.TrimRight(rest[:i], "\n")
		if len(text) > 0 {
			l.text(text)
		}
		l.due += i - len(text)
		rest = rest[min(i+1, len(rest)):]
	}
	return len(b), nil
}

// end passes on what waits.
func (l *lineEnds) end() {
	if l.cr {
		l.text([]byte("\r"))
	}
}

func (l *lineEnds) text(b []byte) {
	for ; l.due > 0; l.due-- {
		l.to.Write([]byte("\n"))
	}
	l.to.Write(b)
}
