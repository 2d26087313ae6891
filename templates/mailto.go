package templates

import (
	"strings"

	"frontdesk/desk"
)

// Link is a mail with a command that its reader still has to send.
type Link struct {
	Label string
	URL   string // mailto (RFC 6068)
}

// maxLinkSubject bounds the subject within a link, in bytes: some programs take no more than 2,000 in all.
const maxLinkSubject = 150

// maxLinkBody bounds the text that a link carries, in bytes before it is escaped.
const maxLinkBody = 600

// links are the commands that fit the state of the ticket, for agents alone. After a mistake there is one: the
// agent's own mail, to be corrected.
func (p *Page) links(v View, say phrases) []Link {
	if v.ReplyTo == "" || !p.ToAgent {
		return nil
	}
	begin := "mailto:" + escapeURL(v.ReplyTo, "@") + "?subject=" + escapeURL(cut("Re: "+p.Subject(""), maxLinkSubject), "") + "&body="
	var links []Link
	add := func(label, body string) {
		links = append(links, Link{say.say(label), begin + escapeURL(body, "")})
	}
	if p.notice.Template == desk.TemplateCommandError {
		if p.raw.words != "" && len(p.raw.words) <= maxLinkBody {
			add("Correct it", strings.ReplaceAll(p.raw.words, "\n", "\r\n")+"\r\n")
		}
		return links
	}
	ended := p.Ticket.Category == desk.CategoryResolved || p.Ticket.Category == desk.CategoryClosed
	if p.Ticket.Assignee == "" && !ended {
		add("Take", "/take\r\n")
	}
	if ended {
		add("Reopen", "/reopen\r\n")
	} else {
		add("Resolve", "/resolve\r\n\r\n")
	}
	add("Note", "/note\r\n\r\n")
	add("Assign", "/assign ")
	return links
}

// cut shortens to a number of bytes, at a character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}

const hex = "0123456789ABCDEF"

// escapeURL percent-encodes all but the unreserved characters of RFC 3986 §2.3 and those given.
func escapeURL(s, keep string) string {
	var b strings.Builder
	b.Grow(len(s) + len(s)/2)
	for i := 0; i < len(s); i++ {
		c := s[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
			strings.IndexByte("-._~", c) >= 0 || strings.IndexByte(keep, c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}
