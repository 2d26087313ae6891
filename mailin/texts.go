package mailin

import (
	"bytes"
	"strings"

	"frontdesk/desk"
)

// texts are the readable parts of a mail, decoded.
type texts struct {
	lines     []textLine // the whole readable body, with its marks
	html      bool       // there is an HTML body
	htmlOnly  bool       // the lines come from HTML alone
	typed     string     // the plain parts, where commands may stand
	utf7      bool       // a plain part is in UTF-7: no command is taken from it
	htmlLines []textLine // the HTML twin of the plain parts, where there is one
	files     []*part    // attachments found on the way: uuencoded files, an HTML part that says something else
	cids      map[string]bool
}

// readTexts decodes the segments. A plain part is preferred to its HTML twin unless
// there is nothing in it to read.
func (w *walker) readTexts(segments []segment) texts {
	t := texts{cids: map[string]bool{}, htmlOnly: true}
	var plain []string
	utf7 := false
	for _, s := range segments {
		var lines []textLine
		if s.html != nil {
			t.html = true
			src := w.text(s.html)
			referencedCIDs(src, t.cids)
			var ok bool
			if lines, ok = htmlLines(src); !ok {
				w.problem("HTML too large, cut off")
			}
			t.htmlLines = append(t.htmlLines, lines...)
		}
		if s.plain != nil {
			p, files := w.plainText(s.plain)
			t.files = append(t.files, files...)
			if s.html == nil || worthReading(p, lines) {
				lines, t.htmlOnly = plainLines(p), false
				plain = append(plain, p)
				utf7 = utf7 || isUTF7(s.plain)
			}
		}
		if s.plain == nil && squash(strings.Join(plain, "")) != "" { // a plain version came first: this is its twin
			if !repeats(t.lines, lines) {
				t.files = append(t.files, s.html)
			}
			continue
		}
		if len(t.lines) > 0 && len(lines) > 0 {
			t.lines = append(t.lines, textLine{})
		}
		t.lines = append(t.lines, lines...)
	}
	t.htmlOnly = t.htmlOnly && t.html
	if t.utf7 = utf7; !utf7 {
		t.typed = strings.Join(plain, "\n")
	}
	return t
}

// dropPlaceholders removes the last line of a text when it is nothing but the names of
// attached pictures: what some programs put where the HTML twin shows them.
func dropPlaceholders(lines []textLine, attached []*part) []textLine {
	for len(lines) > 0 && lines[len(lines)-1].text == "" {
		lines = lines[:len(lines)-1]
	}
	if len(lines) == 0 || len(attached) == 0 || len(attached) > 50 {
		return lines
	}
	last := lines[len(lines)-1].text
	rest := last
	for _, p := range attached {
		if p.fileName != "" && p.contentID != "" {
			rest = strings.Replace(rest, p.fileName, "", 1)
		}
	}
	if rest != last && strings.TrimSpace(rest) == "" {
		return lines[:len(lines)-1]
	}
	return lines
}

// repeats says that b is the same text as a in another form.
func repeats(a, b []textLine) bool {
	return squash(joinLines(a)) == squash(joinLines(b))
}

// squash removes all white space.
func squash(s string) string { return strings.Join(strings.Fields(s), "") }

// plainText is a plain part made readable, and the files uuencoded in it.
func (w *walker) plainText(p *part) (text string, files []*part) {
	t := w.text(p)
	if strings.EqualFold(p.params["format"], "flowed") {
		t = unflow(t, strings.EqualFold(p.params["delsp"], "yes"))
	}
	return takeUU(t)
}

// maxUU bounds the uuencoded files of one text.
const maxUU = 50

// takeUU takes uuencoded files out of a text; each becomes a part of its own.
func takeUU(t string) (text string, files []*part) {
	if !strings.Contains(t, "begin ") {
		return t, nil
	}
	b := []byte(t)
	var out bytes.Buffer
	for len(files) < maxUU {
		at, name, rest, ok := findUU(b)
		if !ok {
			break
		}
		data, after := decodeUULines(rest)
		if !bytes.Contains(rest, []byte("\nend")) || len(data) == 0 {
			break
		}
		files = append(files, &part{mediaType: "application/octet-stream", disposition: "attachment", fileName: safeName(name), decoded: data, isDecoded: true})
		out.Write(b[:at])
		b = after
	}
	out.Write(b)
	return out.String(), files
}

// plainLines splits a plain text into lines without marks.
func plainLines(t string) []textLine {
	split := strings.Split(strings.TrimRight(t, "\n"), "\n")
	lines := make([]textLine, len(split))
	for i, l := range split {
		lines[i].text = strings.TrimRight(l, " \t")
	}
	return lines
}

// worthReading says whether a plain part holds more than a hint at its HTML twin.
func worthReading(plain string, html []textLine) bool {
	p := strings.TrimSpace(plain)
	if p == "" {
		return len(html) == 0
	}
	if len(p) > 300 {
		return true
	}
	if len(html) == 0 || len(joinLines(html)) < 2*len(p) {
		return true
	}
	lower := strings.ToLower(p)
	for _, hint := range htmlHints {
		if strings.Contains(lower, hint) {
			return false
		}
	}
	return true
}

// minTwinLine is the length from which a line is taken to occur only once.
const minTwinLine = 16

// quoteLikeTwin marks plain lines as quoted from where the HTML twin, by its markup,
// begins to quote to the end. ok is false when there is no such place.
func quoteLikeTwin(plain, html []textLine) (ok bool) {
	start := len(html)
	for start > 0 && (html[start-1].quoted || html[start-1].text == "") {
		start--
	}
	for _, h := range html[start:] {
		want := squash(h.text)
		if len(want) < minTwinLine {
			continue
		}
		for i := range plain {
			if strings.HasPrefix(squash(plain[i].text), want[:minTwinLine]) {
				for j := i; j < len(plain); j++ {
					plain[j].quoted = true
				}
				return true
			}
		}
		return false
	}
	return false
}

// fillText fills everything that comes from the readable text.
func fillText(m *desk.Mail, t texts) {
	m.HTML, m.HTMLOnly, m.UTF7 = t.html, t.htmlOnly, t.utf7
	m.Text = strings.TrimLeft(strings.TrimRight(joinLines(t.lines), "\n \t"), "\n")
	typed := plainLines(t.typed)
	forward := isForwardSubject(m.Subject)
	r := splitReply(t.lines, forward)
	if !r.cut && !t.htmlOnly {
		quoteLikeTwin(typed, t.htmlLines)
		if quoteLikeTwin(t.lines, t.htmlLines) {
			r = splitReply(t.lines, forward)
		}
	}
	m.NewText, m.Signature = r.text, r.signature
	m.Forward = r.forward
	if !t.htmlOnly {
		m.Typed = typedText(typed, forward)
	}
	m.Language = guessLanguage(m.NewText, m.Text)
}
