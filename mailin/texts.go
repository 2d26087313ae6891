package mailin

import (
	"slices"
	"strings"

	"frontdesk/desk"
)

// Bounds of the readable text of a part; what is cut off is attached whole.
const (
	maxText      = 2 << 20 // bytes
	maxTextLines = 50000
)

// texts are the readable parts of a mail, decoded.
type texts struct {
	lines    []textLine // the whole readable body, with its marks
	html     bool       // there is an HTML body
	htmlOnly bool       // the lines come from HTML alone
	typed    []textLine // the plain parts, where commands may stand
	utf7     bool       // a plain part is in UTF-7: no command is taken from it
	twins    []*part    // the HTML parts, to be read where the plain ones do not say enough
	files    []*part    // attachments found on the way: uuencoded files, an HTML part that says something else
	cids     map[string]bool
}

// readTexts decodes the segments. A plain part is preferred to its HTML twin unless
// there is nothing in it to read.
func (w *walker) readTexts(segments []segment, attached []*part) texts {
	t := texts{cids: map[string]bool{}, htmlOnly: true}
	shows := slices.ContainsFunc(attached, func(p *part) bool { return p.contentID != "" })
	for _, s := range segments {
		if s.html != nil {
			t.html = true
			t.twins = append(t.twins, s.html)
			if shows {
				referencedCIDs(w.text(s.html), t.cids)
			}
		}
		switch {
		case s.plain != nil:
			w.addPlain(&t, s)
		case hasText(t.typed): // a plain version came first: this is its twin
			if !repeats(t.lines, w.htmlText(s.html)) {
				t.files = append(t.files, s.html)
			}
		default:
			w.addHTML(&t, s.html)
		}
	}
	t.htmlOnly = t.htmlOnly && t.html
	if t.utf7 {
		t.typed = nil
	}
	return t
}

// addPlain adds a plain part, or its twin where that is the one to be read.
func (w *walker) addPlain(t *texts, s segment) {
	p, files := w.plainText(s.plain)
	t.files = append(t.files, files...)
	if s.html != nil && !w.worthReading(p, s.html) {
		w.addHTML(t, s.html)
		return
	}
	lines := plainLines(p)
	if s.plain.cut || len(lines) == maxTextLines {
		w.problem("text too large, cut off")
		t.files = append(t.files, s.plain)
	}
	t.htmlOnly = false
	t.utf7 = t.utf7 || isUTF7(s.plain)
	if len(t.lines) == 0 {
		t.lines, t.typed = lines, lines[:len(lines):len(lines)]
		return
	}
	t.add(lines)
	t.typed = append(t.typed, lines...)
}

// addHTML adds an HTML part.
func (w *walker) addHTML(t *texts, p *part) {
	t.add(w.htmlText(p))
	if p.cut {
		t.files = append(t.files, p)
	}
}

// add puts lines below the others.
func (t *texts) add(lines []textLine) {
	if len(t.lines) == 0 {
		t.lines = lines
	} else if len(lines) > 0 {
		t.lines = append(append(t.lines, textLine{}), lines...)
	}
}

// htmlText is an HTML part made readable.
func (w *walker) htmlText(p *part) []textLine {
	if p.lines == nil {
		lines, ok := htmlLines(w.text(p))
		if !ok {
			w.problem("HTML too large, cut off")
			p.cut = true
		}
		p.lines = lines
	}
	return p.lines
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

// hasText says whether there is anything but white space.
func hasText(lines []textLine) bool {
	return slices.ContainsFunc(lines, func(l textLine) bool { return strings.TrimSpace(l.text) != "" })
}

// squash removes all white space.
func squash(s string) string { return strings.Join(strings.Fields(s), "") }

// plainText is a plain part made readable, and the files uuencoded in it.
func (w *walker) plainText(p *part) (text string, files []*part) {
	b, files := takeUU(w.decoded(p))
	t := w.openPGP(w.decodeText(p, b))
	if strings.EqualFold(p.params["format"], "flowed") {
		t = unflow(t, strings.EqualFold(p.params["delsp"], "yes"))
	}
	return t, files
}

// plainLines splits a plain text into lines without marks, up to maxTextLines of them.
func plainLines(t string) []textLine {
	t = strings.TrimRight(t, "\n")
	lines := make([]textLine, 0, min(strings.Count(t, "\n")+1, maxTextLines))
	for line := range strings.SplitSeq(t, "\n") {
		if len(lines) == maxTextLines {
			break
		}
		lines = append(lines, textLine{text: strings.TrimRight(line, " \t")})
	}
	return lines
}

// worthReading says whether a plain part holds more than a hint at its HTML twin.
func (w *walker) worthReading(plain string, twin *part) bool {
	p := strings.TrimSpace(plain)
	if len(p) > 300 {
		return true
	}
	html := w.htmlText(twin)
	if p == "" {
		return len(html) == 0
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
func (w *walker) fillText(m *desk.Mail, t texts) {
	m.HTML, m.HTMLOnly, m.UTF7 = t.html, t.htmlOnly, t.utf7
	m.Text = strings.TrimLeft(strings.TrimRight(joinLines(t.lines), "\n \t"), "\n")
	forward := isForwardSubject(m.Subject)
	r := splitReply(t.lines, forward)
	typed := r.typed
	if !sameLines(t.typed, t.lines) {
		typed = splitReply(t.typed, forward).typed
	}
	if !r.cut && !t.htmlOnly && len(t.twins) > 0 {
		var twin []textLine
		for _, p := range t.twins {
			twin = append(twin, w.htmlText(p)...)
		}
		lines := slices.Clone(t.typed)
		if quoteLikeTwin(lines, twin) {
			typed = splitReply(lines, forward).typed
		}
		if quoteLikeTwin(t.lines, twin) {
			r = splitReply(t.lines, forward)
		}
	}
	m.NewText, m.Signature = r.text, r.signature
	m.Forward = r.forward
	if !t.htmlOnly {
		m.Typed = typed
	}
	m.Language = guessLanguage(&r, m.Text)
}

// sameLines says that both are the same lines in memory.
func sameLines(a, b []textLine) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}
