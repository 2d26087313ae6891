package demo

import (
	"bytes"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"net/url"
	"strings"
	"time"

	core "frontdesk/desk"
)

// letter is a mail as somebody's client writes it.
type letter struct {
	from       Person
	to         string
	subject    string
	inReplyTo  string
	references []string
	fields     []string // further header fields, "Name: value"
	text       string
	id         string // without angle brackets
}

// write begins a new mail to the desk.
func write(from Person, subject, text string, fields ...string) letter {
	return letter{from: from, to: desk.Address, subject: subject, text: text, fields: fields}
}

// reply answers a mail as a client does: to where its Reply-To says, in its thread, above its quoted text.
func reply(from Person, to *core.Mail, words string) letter {
	subject := to.Subject
	if !strings.HasPrefix(strings.ToLower(subject), "re:") {
		subject = "Re: " + subject
	}
	target := append(append([]core.Address{}, to.ReplyTo...), to.From...)
	if len(target) == 0 {
		target = []core.Address{{Addr: desk.Address}}
	}
	var quoted strings.Builder
	for line := range strings.SplitSeq(strings.TrimRight(to.Text, "\n"), "\n") {
		quoted.WriteString(strings.TrimRight("> "+line, " ") + "\n")
	}
	return letter{from: from, to: target[0].Addr, subject: subject, inReplyTo: to.MessageID,
		references: append(append([]string{}, to.References...), to.MessageID),
		text:       fmt.Sprintf("%s\n\nOn %s, %s wrote:\n%s", words, to.Date.Format("2 Jan 2006 at 15:04"), target[len(target)-1], quoted.String())}
}

// bytes is the mail on the wire.
func (l letter) bytes(now time.Time) []byte {
	var b bytes.Buffer
	field := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	field("From", (&mail.Address{Name: l.from.Name, Address: l.from.Address}).String())
	field("To", "<"+l.to+">")
	field("Subject", mime.QEncoding.Encode("utf-8", l.subject))
	field("Date", now.Format(time.RFC1123Z))
	field("Message-ID", "<"+l.id+">")
	if l.inReplyTo != "" {
		field("In-Reply-To", "<"+l.inReplyTo+">")
		field("References", "<"+strings.Join(l.references, ">\r\n <")+">")
	}
	for _, f := range l.fields {
		b.WriteString(f + "\r\n")
	}
	b.WriteString("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
	q := quotedprintable.NewWriter(&b)
	q.Write([]byte(strings.ReplaceAll(l.text, "\n", "\r\n"))) // a bytes.Buffer takes everything
	q.Close()
	b.WriteString("\r\n")
	return b.Bytes()
}

// press sends the mail that a link in a mail of the desk prepares, the one with a label, and words below it.
func press(from Person, in *core.Mail, label, words string) letter {
	l := letter{from: from, to: desk.Address, subject: "There is no link “" + label + "”", text: words}
	for line := range strings.SplitSeq(in.Text, "\n") {
		link, ok := strings.CutPrefix(line, label+": mailto:")
		if !ok {
			continue
		}
		to, query, _ := strings.Cut(link, "?")
		fields, err := url.ParseQuery(query)
		if l.to, _ = url.PathUnescape(to); err == nil {
			l.subject, l.text = fields.Get("subject"), strings.ReplaceAll(fields.Get("body"), "\r\n", "\n")+words
		}
		break
	}
	return l
}
