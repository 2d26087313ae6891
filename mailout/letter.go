package mailout

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/emersion/go-message"

	"frontdesk/desk"
)

// Letter is a mail before it is bytes. Every value may come from a stranger: nothing in it can
// add a header field or a part.
type Letter struct {
	From    desk.Address
	To      desk.Address
	ReplyTo desk.Address // zero for none
	Subject string
	Date    time.Time

	MessageID  string   // without angle brackets
	InReplyTo  string   // without angle brackets, "" for none
	References []string // without angle brackets, oldest first
	// AutoSubmitted is the value of Auto-Submitted (RFC 3834 §5); "" leaves the field out.
	AutoSubmitted string
	Headers       []desk.Field // further fields, in this order, below the others

	Text string
	HTML string // "" for a mail of text alone
	// Attachments travel with unchanged bytes. One that is inline and that HTML names by
	// its cid: (RFC 2392) stands beside the HTML part, every other one after the bodies.
	Attachments []desk.Attachment
}

// Compose makes the bytes of a mail (RFC 5322, RFC 2045): lines end with CRLF and are 7-bit, except that
// an address whose local part is not ASCII stands in UTF-8 (RFC 6532; see [NeedsUTF8]). The error names
// the value that makes no valid mail: an address or a Message-ID.
func Compose(l Letter) ([]byte, error) {
	fields, err := l.fields()
	if err != nil {
		return nil, fmt.Errorf("compose mail to %q: %w", l.To.Addr, err)
	}
	var buf bytes.Buffer
	buf.Grow(2*(len(l.Text)+len(l.HTML)) + attachedSize(l.Attachments)*3/2 + 4096)
	if err := l.body().write(&buf, fields, l.MessageID); err != nil {
		return nil, fmt.Errorf("compose mail to %q: %w", l.To.Addr, err)
	}
	return buf.Bytes(), nil
}

func attachedSize(all []desk.Attachment) (n int) {
	for _, a := range all {
		n += a.Size
	}
	return n
}

// NeedsUTF8 says whether the mail can only be sent to a server that offers SMTPUTF8 (RFC 6531).
func NeedsUTF8(l Letter) bool {
	for _, a := range []string{l.From.Addr, l.To.Addr, l.ReplyTo.Addr} {
		if _, utf8, err := WireAddress(a); err == nil && utf8 {
			return true
		}
	}
	return false
}

// fields are the header fields above those of MIME, in order.
func (l Letter) fields() ([]string, error) {
	if !validID(l.MessageID) {
		return nil, fmt.Errorf("the Message-ID %q is not valid", l.MessageID)
	}
	var fs []string
	for _, a := range []struct {
		name string
		addr desk.Address
	}{{"From", l.From}, {"To", l.To}, {"Reply-To", l.ReplyTo}} {
		if a.name == "Reply-To" && a.addr.Addr == "" {
			continue
		}
		f, err := addressField(a.name, a.addr)
		if err != nil {
			return nil, err
		}
		fs = append(fs, f)
	}
	fs = append(fs,
		textField("Subject", l.Subject),
		"Date: "+l.Date.Format("Mon, 02 Jan 2006 15:04:05 -0700")+"\r\n",
		idsField("Message-ID", []string{l.MessageID}))
	if validID(l.InReplyTo) {
		fs = append(fs, idsField("In-Reply-To", []string{l.InReplyTo}))
	}
	if refs := knownReferences(l.References); len(refs) > 0 {
		fs = append(fs, idsField("References", refs))
	}
	if l.AutoSubmitted != "" {
		fs = append(fs, textField("Auto-Submitted", l.AutoSubmitted))
	}
	for _, h := range l.Headers {
		if !validName(h.Name) {
			return nil, fmt.Errorf("%q is not a name for a further header field", h.Name)
		}
		fs = append(fs, textField(h.Name, h.Value))
	}
	return fs, nil
}

// part is one entity of the tree of a mail (RFC 2046). A part with children has no content.
type part struct {
	kind     string // media type with parameters, but for the boundary
	fields   []string
	encoding string
	content  desk.Content
	children []part
}

// body is the smallest tree that carries the letter: mixed(alternative(text, related(html, images)), files).
func (l Letter) body() part {
	inline, files := split(l.Attachments, l.HTML)
	root := textPart("text/plain; charset=utf-8; format=fixed", l.Text)
	if l.HTML != "" {
		html := textPart("text/html; charset=utf-8", l.HTML)
		if len(inline) > 0 {
			html = part{kind: `multipart/related; type="text/html"`, children: append([]part{html}, inline...)}
		}
		root = part{kind: "multipart/alternative", children: []part{root, html}}
	}
	if len(files) > 0 {
		root = part{kind: "multipart/mixed", children: append([]part{root}, files...)}
	}
	return root
}

// split parts attachments into images that the HTML shows and files.
func split(all []desk.Attachment, html string) (inline, files []part) {
	for _, a := range all {
		id := a.ContentID
		shown := a.Inline && validID(id) && strings.Contains(html, "cid:"+id)
		p := part{kind: safeType(a.Type), encoding: "base64", content: a}
		disposition := "attachment"
		if shown {
			disposition = "inline"
			p.fields = append(p.fields, "Content-ID: <"+id+">\r\n")
		}
		p.fields = append(p.fields, dispositionField(disposition, a.Name))
		if shown {
			inline = append(inline, p)
		} else {
			files = append(files, p)
		}
	}
	return inline, files
}

func textPart(kind, text string) part {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return part{kind: kind, encoding: "quoted-printable", content: desk.Bytes(text)}
}

// write writes a part as the whole mail; fields stand above those of MIME.
func (p part) write(w io.Writer, fields []string, seed string) error {
	h, err := p.header(append(fields, "MIME-Version: 1.0\r\n"), seed, 0)
	if err != nil {
		return err
	}
	mw, err := message.CreateWriter(w, h)
	if err != nil {
		return err
	}
	return p.writeBody(mw, seed, 0)
}

func (p part) writeBody(w *message.Writer, seed string, depth int) error {
	if len(p.children) == 0 {
		if _, err := io.Copy(w, p.content.Open()); err != nil {
			return err
		}
		return w.Close()
	}
	for _, child := range p.children {
		h, err := child.header(child.fields, seed, depth+1)
		if err != nil {
			return err
		}
		cw, err := w.CreatePart(h)
		if err != nil {
			return err
		}
		if err := child.writeBody(cw, seed, depth+1); err != nil {
			return err
		}
	}
	return w.Close()
}

// header makes the header section of a part; go-message puts what is added last on top.
func (p part) header(fields []string, seed string, depth int) (h message.Header, err error) {
	kind := p.kind
	if len(p.children) > 0 {
		kind += ";\r\n boundary=\"" + boundary(seed, depth) + `"`
	}
	fields = append(fields, "Content-Type: "+kind+"\r\n")
	if p.encoding != "" {
		fields = append(fields, "Content-Transfer-Encoding: "+p.encoding+"\r\n")
	}
	for i := len(fields) - 1; i >= 0; i-- {
		if !strings.HasSuffix(fields[i], "\r\n") {
			return h, errors.New("a header field does not end")
		}
		h.AddRaw([]byte(fields[i]))
	}
	return h, nil
}

// boundary cannot occur in quoted-printable or base64, which have no "=_", and differs at every depth.
func boundary(seed string, depth int) string {
	sum := sha256.Sum256([]byte(seed))
	return fmt.Sprintf("=_%d_%s", depth, hex.EncodeToString(sum[:15]))
}
