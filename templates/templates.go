// Package templates gives outgoing mail its words: a notice of the desk becomes subject, plain text and
// HTML in the language of its recipient.
//
// A mail is one small template per format and language that holds the sentence it begins with
// (NAME.LANG.txt.tmpl, NAME.LANG.html.tmpl); all that follows that sentence is the same for every mail
// and stands in layout.txt.tmpl and layout.html.tmpl. Those are written in English, and a language's list
// (words.LANG.txt) says their phrases in its own: {{say "English"}}. What templates can use is [Page].
//
// A mail of one's own begins like these and may use the layout or not:
//
//	Subject: {{.Subject "We have your message"}}          ack.en.txt.tmpl
//	Hello {{.Name}}, thank you.{{template "rest" .}}
//
//	{{template "top" .}}Hello {{.Name}}, thank you.{{template "rest" .}}          ack.en.html.tmpl
package templates

import (
	"bytes"
	"fmt"
	htmltemplate "html/template"
	"strings"
	"sync"
	texttemplate "text/template"
	"time"

	"frontdesk/desk"
)

// Set holds the templates of every name and language. It is immutable: any number of goroutines
// may render with it.
type Set struct {
	mails    map[string]map[string]*mail // by name, then language
	cutLines []CutLine
}

// CutLine is the line that stands above history in a language of the directory that was loaded. An answer is
// understood only where whoever reads mail knows it.
type CutLine struct {
	Text  string // "## Reply above this line ##"
	Place string // file and line where it is said
}

// CutLines are those that the files of a directory bring along.
func (s *Set) CutLines() []CutLine { return s.cutLines }

// mail is one template in one language.
type mail struct {
	language, textPath, htmlPath string
	say                          phrases
	text                         *texttemplate.Template
	html                         *htmltemplate.Template
}

// Words are what a mail says. Text and HTML say the same.
type Words struct{ Subject, Text, HTML string }

// View is what a mail must know beside its notice.
type View struct {
	Desk      string // the desk's name, for people
	Tag       string // of subjects: "[TAG #N] …"
	Ticket    desk.Ticket
	Lifecycle *desk.Lifecycle // of the ticket; nil where it is not known
	Agents    []desk.Agent    // of the desk, for their full names
	Service   string          // what people call the ticket's service, "" for none
	ReplyTo   string          // the address that answers go to
	Key       string          // what the subjects of links must carry beside the tag, "" for nothing
	Location  *time.Location  // in which times are written; nil is UTC
	Language  string          // the desk's, where the notice's is not known
	TooLarge  []desk.Attachment
	Tickets   map[int64]TicketView // those that sections tell of, by number
}

// fallback is the language that every name has.
const fallback = "en"

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Render writes the mail that a notice asks for. A language without templates gives way to the
// desk's, and that to English. The error names a template that does not exist or an overriding file
// that failed.
func (s *Set) Render(n desk.Notice, v View) (Words, error) {
	m := s.find(n.Template, n.Language, v.Language)
	if m == nil {
		return Words{}, fmt.Errorf("there is no template %q", n.Template)
	}
	return m.render(newPage(n, v, m))
}

func (s *Set) find(name string, languages ...string) *mail {
	mails := s.mails[name]
	for _, l := range append(languages, fallback) {
		if m := mails[l]; m != nil {
			return m
		}
		primary, _, _ := strings.Cut(strings.ToLower(l), "-")
		if m := mails[primary]; m != nil {
			return m
		}
	}
	return nil
}

func (m *mail) render(p *Page) (Words, error) {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	subject, text, err := m.renderText(b, p)
	if err != nil {
		return Words{}, err
	}
	html, err := m.renderHTML(b, p)
	return Words{subject, text, html}, err
}

func (m *mail) renderText(b *bytes.Buffer, p *Page) (subject, text string, err error) {
	b.Reset()
	p.show(&textFormat)
	if err := m.text.Execute(b, p); err != nil {
		return "", "", plainError(err)
	}
	subject, text, _ = strings.Cut(b.String(), "\n")
	text = strings.TrimSpace(text)
	if lead, rest, _ := strings.Cut(text, "\n\n"); len(lead) > width {
		text = strings.TrimSpace(wrap(lead) + "\n\n" + rest)
	}
	return line(strings.TrimPrefix(subject, subjectField)), text + "\n", nil
}

func (m *mail) renderHTML(b *bytes.Buffer, p *Page) (string, error) {
	b.Reset()
	p.show(&htmlFormat)
	if err := m.html.Execute(b, p); err != nil {
		return "", plainError(err)
	}
	return b.String(), nil
}
