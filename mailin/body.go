package mailin

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"

	"frontdesk/desk"
)

// segment is one stretch of the readable body: a text, its HTML twin, or both.
type segment struct{ plain, html *part }

// content is a mail sorted into what is read and what is attached.
type content struct {
	segments []segment
	attached []*part
}

// choose sorts the tree under p. Beside the root of a multipart/related, a leaf with a
// Content-ID is a resource and no body, whatever its type.
func choose(p *part) (c content) {
	switch {
	case p.mediaType == "multipart/alternative" && len(p.children) > 0:
		return chooseAlternative(p)
	case p.mediaType == "multipart/appledouble":
		p.leaves(func(l *part) { c.attached = append(c.attached, l) })
	case len(p.children) > 0:
		root := relatedRoot(p)
		for i, child := range p.children {
			cc := choose(child)
			if i != root && p.mediaType == "multipart/related" && child.contentID != "" && len(child.children) == 0 {
				cc = content{attached: []*part{child}}
			}
			c.segments = append(c.segments, cc.segments...)
			c.attached = append(c.attached, cc.attached...)
		}
	case p.disposition == "attachment" || p.fileName != "":
		c.attached = []*part{p}
	case p.mediaType == "text/plain":
		c.segments = []segment{{plain: p}}
	case p.mediaType == "text/html" || p.mediaType == "application/xhtml+xml":
		c.segments = []segment{{html: p}}
	case strings.HasPrefix(p.mediaType, "multipart/"):
		// refused or empty: nothing to show
	default:
		c.attached = []*part{p}
	}
	return c
}

// relatedRoot is the child of a multipart/related that the others belong to: the one
// that the start parameter names, else the first (RFC 2387 §3.2).
func relatedRoot(p *part) int {
	if start := firstID(p.params["start"]); start != "" {
		for i, child := range p.children {
			if child.contentID == start {
				return i
			}
		}
	}
	return 0
}

// chooseAlternative pairs the last plain and the last HTML version; what is neither is
// attached (RFC 2046 §5.1.4: the last version is the best one).
func chooseAlternative(p *part) (c content) {
	var plain, html []segment
	spare := func(list []segment) {
		for _, s := range list {
			for _, l := range []*part{s.plain, s.html} {
				if l != nil {
					c.attached = append(c.attached, l)
				}
			}
		}
	}
	for _, child := range p.children {
		cc := choose(child)
		c.attached = append(c.attached, cc.attached...)
		switch {
		case len(cc.segments) == 0:
		case hasHTML(cc.segments):
			spare(html)
			html = cc.segments
		default:
			spare(plain)
			plain = cc.segments
		}
	}
	c.segments = pairSegments(plain, html)
	return c
}

func hasHTML(list []segment) bool {
	for _, s := range list {
		if s.html != nil {
			return true
		}
	}
	return false
}

// pairSegments joins the two versions of one text. Where they are in different
// numbers of pieces the plain pieces come first and the HTML ones only count as twins.
func pairSegments(plain, html []segment) []segment {
	if len(plain) == 0 {
		return html
	}
	out := append([]segment(nil), plain...)
	for i, h := range html {
		if h.html == nil {
			continue
		}
		if i < len(out) && out[i].html == nil {
			out[i].html = h.html
		} else if last := len(out) - 1; out[last].html == nil {
			out[last].html = h.html
		}
	}
	return out
}

// text decodes a text part: transfer encoding, charset, line ends.
func (w *walker) text(p *part) string {
	if !p.state.text {
		p.state.text = true
		p.text = w.decodeText(p, w.decoded(p))
	}
	return p.text
}

// decodeText is text for bytes of a part that are already out of their transfer encoding.
// No more than maxText bytes of them are read; p.cut tells.
func (w *walker) decodeText(p *part, b []byte) string {
	if len(b) > maxText {
		b, p.cut = b[:maxText], true
	}
	if p.cut {
		w.problem("text too large, cut off")
		if i := bytes.LastIndexByte(b, '\n'); i > 0 {
			b = b[:i]
		}
	}
	label := p.params["charset"]
	if label == "" && p.mediaType == "text/html" {
		label = metaCharset(b)
	}
	t, problem := decodeCharset(b, label)
	w.problem(problem)
	if p.mediaType == "text/html" && !strings.ContainsAny(t, "\x00\f\v") {
		return t // line ends mean nothing there
	}
	return normalText(t)
}

// isUTF7 says whether a part is in an encoding in which no command is taken.
func isUTF7(p *part) bool { return normalCharset(p.params["charset"]) == "utf-7" }

// normalText makes line ends LF and drops NUL and form feeds.
func normalText(t string) string {
	if strings.ContainsAny(t, "\x00\f\v") {
		t = rareControls.Replace(t)
	}
	i := strings.IndexByte(t, '\r')
	if i < 0 {
		return t
	}
	var out strings.Builder
	out.Grow(len(t))
	for ; i >= 0; i = strings.IndexByte(t, '\r') {
		out.WriteString(t[:i])
		if t = t[i+1:]; !strings.HasPrefix(t, "\n") && !strings.HasPrefix(t, "\r\n") {
			out.WriteByte('\n')
		}
	}
	out.WriteString(t)
	return out.String()
}

var rareControls = strings.NewReplacer("\x00", "", "\f", "\n", "\v", "\n")

// metaCharset finds the charset that an HTML text names itself.
func metaCharset(b []byte) string {
	head := strings.ToLower(string(b[:min(len(b), 2048)]))
	i := strings.Index(head, "charset=")
	if i < 0 || !strings.Contains(head[:i], "<meta") {
		return ""
	}
	rest := strings.TrimLeft(head[i+8:], `"' `)
	if j := strings.IndexAny(rest, "\"' ;/>\r\n\t"); j >= 0 {
		return rest[:j]
	}
	return ""
}

// unflow joins the soft line breaks of format=flowed and removes its space-stuffing
// (RFC 3676 §4). Lines of different quote depth never join.
func unflow(t string, delSp bool) string {
	var out strings.Builder
	out.Grow(len(t))
	open, openDepth := false, 0
	for i, line := range strings.Split(t, "\n") {
		depth := 0
		for depth < len(line) && line[depth] == '>' {
			depth++
		}
		body := strings.TrimPrefix(line[depth:], " ")
		soft := strings.HasSuffix(body, " ") && body != "-- "
		if soft && delSp {
			body = body[:len(body)-1]
		}
		if open && depth == openDepth && body != "-- " {
			out.WriteString(body)
		} else {
			if i > 0 {
				out.WriteByte('\n')
			}
			if depth > 0 {
				out.WriteString(strings.Repeat(">", depth))
				out.WriteByte(' ')
			}
			out.WriteString(body)
		}
		open, openDepth = soft, depth
	}
	return out.String()
}

// attachments makes the list of desk attachments of the parts, in the order of the mail.
func (w *walker) attachments(parts []*part, cids map[string]bool) []desk.Attachment {
	list := make([]desk.Attachment, 0, len(parts))
	for _, p := range parts {
		d := w.digest(p)
		a := desk.Attachment{
			ID: len(list) + 1, Name: p.fileName, Type: p.mediaType, Size: d.size, ContentID: p.contentID,
			Inline: p.disposition == "inline" || p.contentID != "" && cids[p.contentID],
			SHA256: hex.EncodeToString(d.sum[:]), Content: p.content(),
		}
		if a.Name == "" {
			a.Name = fmt.Sprintf("part-%d%s", a.ID, extensionOf(a.Type))
		}
		list = append(list, a)
	}
	return list
}

// referencedCIDs are the Content-IDs that an HTML text shows.
func referencedCIDs(html string, cids map[string]bool) {
	for rest := html; ; {
		i := strings.Index(rest, "cid:")
		if i < 0 || len(cids) > maxParts {
			return
		}
		rest = rest[i+4:]
		j := strings.IndexAny(rest, "\"'> )")
		if j < 0 {
			return
		}
		cids[rest[:j]] = true
		rest = rest[j:]
	}
}
