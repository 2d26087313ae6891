package mailin

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of the HTML reader.
const (
	maxHTML       = maxText // bytes that are read; the rest is cut off
	maxHTMLToken  = 1 << 20 // bytes of one tag
	maxHTMLOpen   = 4096    // open elements that are remembered
	maxQuoteDepth = 20
)

// htmlRule is how a horizontal rule is written.
const htmlRule = "\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500"

// textLine is one line of a body with what its structure says of it.
type textLine struct {
	text   string
	depth  int  // quote depth by markup
	quoted bool // inside what the markup calls an earlier mail
	sig    bool // inside what the markup calls a signature
}

// openElement is an element that has begun, and what its end has to undo.
type openElement struct {
	name                           atom.Atom
	hidden, quote, quoted, sig     bool
	block, paragraph, pre, isTable bool
	ordered                        int  // number of the next item, 0 for no ordered list
	line                           int  // number of lines when it began
	answers                        bool // an earlier mail with a block quote in it, which answers may follow
}

// htmlReader turns HTML into lines in one pass over its tokens.
type htmlReader struct {
	lines []textLine
	open  []openElement
	cur   strings.Builder
	begun bool     // the current line has text
	line  textLine // marks of the current line
	space bool     // a space is due before the next text
	blank bool     // an empty line is due before the next text

	hidden, depth, quoted, sig, pre int
	toEnd                           bool   // everything from here on is an earlier mail
	href                            string // of the open link
	linkText                        strings.Builder
}

// htmlLines reads HTML as a person would: hidden text dropped, blocks on lines of
// their own, quotes marked. ok is false when part of it was cut off.
func htmlLines(src string) (lines []textLine, ok bool) {
	ok = len(src) <= maxHTML
	if !ok {
		src = src[:maxHTML]
	}
	z := html.NewTokenizer(strings.NewReader(src))
	z.SetMaxBuf(maxHTMLToken)
	r := &htmlReader{lines: make([]textLine, 0, len(src)/64+8)}
	for {
		switch z.Next() {
		case html.ErrorToken:
			ok = ok && z.Err().Error() == "EOF"
			r.newline()
			return r.lines, ok
		case html.TextToken:
			r.text(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			r.start(z)
		case html.EndTagToken:
			name, _ := z.TagName()
			r.end(atom.Lookup(name))
		}
	}
}

// joinLines writes lines as plain text, quotes with "> ".
func joinLines(lines []textLine) string {
	size := 0
	for _, l := range lines {
		size += len(l.text) + 1 + 2*min(l.depth, maxQuoteDepth)
	}
	var out strings.Builder
	out.Grow(size)
	for i, l := range lines {
		if i > 0 {
			out.WriteByte('\n')
		}
		if l.depth > 0 {
			out.WriteString(strings.Repeat("> ", min(l.depth, maxQuoteDepth)))
		}
		out.WriteString(l.text)
	}
	return out.String()
}

func (r *htmlReader) start(z *html.Tokenizer) {
	tag, more := z.TagName()
	name := atom.Lookup(tag)
	var at attributes
	if more {
		at = readAttributes(z)
	}
	switch name {
	case atom.Script, atom.Style, atom.Title, atom.Textarea, atom.Noscript, atom.Iframe, atom.Xmp, atom.Noembed, atom.Noframes:
		if name != atom.Noscript {
			z.Next() // the raw text; the end tag follows by itself
		}
		return
	case atom.Br:
		r.lineBreak()
		return
	case atom.Hr:
		r.newline()
		if at.id == "stopspelling" {
			r.toEnd = true
		}
		r.write(htmlRule)
		r.newline()
		return
	case atom.Img:
		r.image(at)
		return
	case atom.Area, atom.Base, atom.Col, atom.Embed, atom.Input, atom.Link, atom.Meta, atom.Source, atom.Track, atom.Wbr:
		return
	case atom.Td, atom.Th:
		if r.begun {
			r.write("\t")
		}
	}
	r.push(name, at)
}

// push opens an element and applies what it means.
func (r *htmlReader) push(name atom.Atom, at attributes) {
	e := openElement{name: name, hidden: at.hidden(), sig: at.isSignature()}
	switch name {
	case atom.P:
		e.block, e.paragraph = true, !at.tight()
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		e.block, e.paragraph = true, true
	case atom.Blockquote:
		e.block, e.quote = true, !at.indentOnly()
		e.paragraph = e.quote
	case atom.Pre, atom.Listing, atom.Plaintext:
		e.block, e.pre = true, true
	case atom.Ol:
		e.block, e.ordered = true, 1
	case atom.Table:
		e.block, e.isTable = true, true
	case atom.Div, atom.Ul, atom.Li, atom.Tr, atom.Dl, atom.Dt, atom.Dd, atom.Section, atom.Article, atom.Header, atom.Footer,
		atom.Main, atom.Center, atom.Address, atom.Form, atom.Fieldset, atom.Tbody, atom.Thead, atom.Caption, atom.Figure, atom.Body:
		e.block = true
	case atom.A:
		r.href = at.href
		r.linkText.Reset()
	}
	switch at.quoteMarker(name) {
	case quoteRegion:
		e.quoted, e.block = true, true
		e.answers = name == atom.Div && strings.Contains(at.class, "gmail_quote")
	case quoteToEnd:
		r.newline()
		r.toEnd = true
	}
	if e.block && r.hidden == 0 && !e.hidden {
		r.newline()
		r.blank = r.blank || e.paragraph
	}
	e.line = len(r.lines)
	r.count(e, 1)
	if len(r.open) < maxHTMLOpen {
		r.open = append(r.open, e)
	} else {
		r.count(e, -1)
	}
	if name == atom.Li {
		r.bullet()
	}
}

// count adds what an element means to the state, or takes it off again.
func (r *htmlReader) count(e openElement, n int) {
	add := func(on bool, to *int) {
		if on {
			*to += n
		}
	}
	add(e.hidden, &r.hidden)
	add(e.quote, &r.depth)
	add(e.quoted, &r.quoted)
	add(e.sig, &r.sig)
	add(e.pre, &r.pre)
}

// end closes the innermost element of that name and all that it left open. Only the
// last few are searched: a mail cannot make that quadratic.
func (r *htmlReader) end(name atom.Atom) {
	if name == atom.Br || name == atom.P && !r.isOpen(atom.P) {
		r.lineBreak()
		return
	}
	for i := len(r.open) - 1; i >= 0 && i >= len(r.open)-64; i-- {
		if r.open[i].name == name {
			for len(r.open) > i {
				r.pop()
			}
			return
		}
		if r.open[i].isTable && name != atom.Table {
			return
		}
	}
}

func (r *htmlReader) isOpen(name atom.Atom) bool {
	for i := len(r.open) - 1; i >= 0 && i >= len(r.open)-64; i-- {
		if r.open[i].name == name {
			return true
		}
	}
	return false
}

func (r *htmlReader) pop() {
	e := r.open[len(r.open)-1]
	r.open = r.open[:len(r.open)-1]
	if e.block && r.hidden == 0 {
		r.newline()
		r.blank = r.blank || e.paragraph
	}
	if e.name == atom.A {
		r.endLink()
	}
	r.count(e, -1)
	if e.name == atom.Blockquote && e.quoted && r.quoted == 1 {
		r.endQuote(e.line)
	}
}

// maxAttrLines is how many lines stand above the block quote in an earlier mail.
const maxAttrLines = 3

// endQuote takes what follows a block quote in the element of an earlier mail for
// answers, where nothing but the attribution line stands above the first block quote.
func (r *htmlReader) endQuote(line int) {
	for i := len(r.open) - 1; i >= 0 && i >= len(r.open)-8; i-- {
		if e := &r.open[i]; e.answers && line-e.line <= maxAttrLines {
			e.quoted = false
			r.quoted--
			return
		}
	}
}

// bullet begins a list item.
func (r *htmlReader) bullet() {
	for i := len(r.open) - 1; i >= 0 && i >= len(r.open)-8; i-- {
		switch r.open[i].name {
		case atom.Ul:
			r.write("* ")
			return
		case atom.Ol:
			r.write(itoa(r.open[i].ordered) + ". ")
			r.open[i].ordered++
			return
		}
	}
	r.write("* ")
}

// endLink writes the target of a link after its text where that says something new.
func (r *htmlReader) endLink() {
	href := r.href
	r.href = ""
	if href == "" || r.hidden > 0 || !strings.Contains(href, "://") && !strings.HasPrefix(href, "mailto:") {
		return
	}
	shown := strings.TrimSpace(r.linkText.String())
	bare := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(href, "mailto:"), "https://"), "http://"), "/")
	if shown == "" || strings.Contains(href, shown) || strings.Contains(shown, bare) {
		return
	}
	r.write(" <" + href + ">")
}

// image shows the alternative text of small pictures that stand for a character.
func (r *htmlReader) image(at attributes) {
	if alt := strings.TrimSpace(at.alt); alt != "" && len(alt) <= 8 && !clean(alt) {
		r.text(alt)
	}
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

// text adds the text of a token, white space collapsed unless it is preformatted.
func (r *htmlReader) text(s string) {
	if r.hidden > 0 {
		return
	}
	if r.pre > 0 {
		for i, line := range strings.Split(normalText(s), "\n") {
			if i > 0 {
				r.lineBreak()
			}
			if line != "" {
				r.write(line)
			}
		}
		return
	}
	for len(s) > 0 {
		if isSpace(s[0]) {
			r.space = true
			s = s[1:]
			continue
		}
		i := 1 // words with single spaces between them go together
		for i < len(s) && (!isSpace(s[i]) || s[i] == ' ' && i+1 < len(s) && !isSpace(s[i+1])) {
			i++
		}
		words := s[:i]
		if r.space && r.begun {
			r.cur.WriteByte(' ')
			if r.href != "" {
				r.linkText.WriteByte(' ')
			}
		}
		r.space = false
		if strings.IndexByte(words, '\xc2') >= 0 {
			words = strings.ReplaceAll(words, "\u00a0", " ")
		}
		r.write(words)
		s = s[i:]
	}
}

// isSpace names the white space of HTML. A no-break space is none.
func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

// write puts text on the current line as it is.
func (r *htmlReader) write(s string) {
	if r.hidden > 0 {
		return
	}
	if !r.begun {
		if r.blank && len(r.lines) > 0 {
			r.lines = append(r.lines, textLine{depth: min(r.depth, r.lastDepth()), quoted: r.quoted > 0 || r.toEnd, sig: r.sig > 0})
		}
		r.blank, r.begun = false, true
		r.line = textLine{depth: r.depth, quoted: r.quoted > 0 || r.toEnd, sig: r.sig > 0}
	}
	r.cur.WriteString(s)
	if r.href != "" {
		r.linkText.WriteString(s)
	}
}

func (r *htmlReader) lastDepth() int { return r.lines[len(r.lines)-1].depth }

// newline ends the current line, if it has begun.
func (r *htmlReader) newline() {
	r.space = false
	if !r.begun {
		return
	}
	r.line.text = strings.TrimRight(r.cur.String(), " \t")
	r.lines = append(r.lines, r.line)
	r.cur.Reset()
	r.begun = false
}

// lineBreak ends the line, also an empty one.
func (r *htmlReader) lineBreak() {
	if r.hidden > 0 {
		return
	}
	if r.begun {
		r.newline()
		return
	}
	if n := len(r.lines); n > 0 && (n < 2 || r.lines[n-1].text != "" || r.lines[n-2].text != "") {
		r.lines = append(r.lines, textLine{depth: r.depth, quoted: r.quoted > 0 || r.toEnd, sig: r.sig > 0})
	}
}
