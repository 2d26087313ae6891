package templates

import (
	"slices"
	"strconv"
	"strings"

	"frontdesk/desk"
)

// Link is a mail with a command that its reader still has to send.
type Link struct {
	Label string
	URL   string // mailto (RFC 6068)
	Short string // the same without its body, "" where that makes no sense
}

// maxLink bounds a link, in bytes: some programs take no more.
const maxLink = 2000

// ratings are what the figures of a survey mean, from 1 on.
var ratings = []string{"1 – bad", "2 – poor", "3 – fair", "4 – good", "5 – very good"}

// links are the mails that fit the state of the ticket: for agents with a command, for the requester with one word.
// After a mistake there is one: the agent's own mail, to be corrected. Their subject is the tag of the ticket alone,
// or they would be long lines in plain text.
func (p *Page) links(v View, say phrases) []Link {
	if v.ReplyTo == "" || p.notice.Plain {
		return nil
	}
	begin := "mailto:" + escapeURL(v.ReplyTo, "@") + "?subject=" + escapeURL(strings.TrimSpace("["+p.Reference+"] "+v.Key), "") + "&body="
	var links []Link
	add := func(label, body string) {
		if link := begin + escapeURL(body, ""); len(link) <= maxLink {
			links = append(links, Link{Label: say.say(label), URL: link})
		}
	}
	if len(p.notice.Missing) > 0 {
		body := ""
		for _, name := range p.notice.Missing {
			body += "/set " + name + " \r\n"
		}
		add("Fill in", body)
	}
	switch {
	case p.ToAgent && p.notice.Round > 0:
		add("Approve", "/approve\r\n")
		add("Reject", "/reject ")
	case p.ToAgent && p.notice.Template == desk.TemplateCommandError:
		if p.raw.words != "" {
			add("Correct it", strings.ReplaceAll(p.raw.words, "\n", "\r\n")+"\r\n")
		}
	case p.ToAgent:
		p.commands(v, add)
	case p.notice.Template == desk.TemplateSurvey:
		for i, label := range ratings {
			add(label, "/rate "+strconv.Itoa(i+1)+"\r\n\r\n")
		}
		slices.Reverse(links)
	case p.raw.form != "":
		add("Fill in the form", crlf(p.raw.form)+"\r\n")
		if p.notice.Audience == desk.ToRequester {
			add("I no longer need it", wishWord(desk.WishCancel, say))
		}
	case p.notice.Audience == desk.ToRequester:
		p.wishes(v.Lifecycle, say, add)
	}
	return links
}

// commands are those that fit the state of the ticket.
func (p *Page) commands(v View, add func(label, body string)) {
	life := v.Lifecycle
	if p.Ticket.ID == p.notice.Ticket {
		for _, o := range p.notice.Offers {
			add(line(o.Label), o.Body)
		}
	}
	if p.waits(v.Agents) {
		add("Send my answer", "/send\r\n")
	}
	gated := life != nil && slices.Contains(life.Gates, p.Ticket.Status)
	switch {
	case p.ended():
		add("Reopen", "/reopen\r\n")
	case p.Ticket.Assignee == "":
		add("Take", "/take\r\n")
	}
	if p.Ticket.Practice == "problem" && !p.ended() {
		add("Workaround", "/workaround ")
		add("Cause", "/cause ")
	}
	if p.Ticket.Practice == "change" && life != nil {
		p.changeCommands(life, add)
	} else if !p.ended() && !gated && (life == nil || life.Resolve != "") {
		add("Resolve", "/resolve\r\n")
	}
	add("Note", "/note\r\n")
	add("Assign", "/assign ")
}

// changeCommands are what comes next of a change: it is scheduled, made, or was made and worked or failed.
func (p *Page) changeCommands(life *desk.Lifecycle, add func(label, body string)) {
	has := func(status string) bool { _, ok := life.Status(status); return ok }
	switch status := p.Ticket.Status; {
	case status == "approved" && has("scheduled"):
		add("Schedule", "/schedule ")
	case status == "scheduled":
		add("Reschedule", "/schedule ")
	case status == "implementing" || status == life.Review:
		add("It worked", "/resolve\r\n")
		if has("failed") {
			add("It failed", "/status failed\r\n\r\n")
		}
	case status == "failed":
		add("Look for the cause", "/problem new\r\n")
	}
}

// waits says whether an answer of the recipient waits for /send.
func (p *Page) waits(agents []desk.Agent) bool {
	return slices.ContainsFunc(p.Ticket.Held, func(h desk.HeldAnswer) bool {
		return slices.ContainsFunc(agents, func(a desk.Agent) bool {
			return a.Name == h.Agent && slices.ContainsFunc(a.Addresses, func(addr string) bool { return desk.AddressKey(addr) == p.notice.To.Key() })
		})
	})
}

// wishes are the words by which the requester ends the ticket, in the requester's language where the desk knows them in
// it. How a change went that must be reviewed is not for the requester to say.
func (p *Page) wishes(life *desk.Lifecycle, say phrases, add func(label, body string)) {
	if !slices.Contains([]string{desk.TemplateAck, desk.TemplateReply, desk.TemplateResolved, desk.TemplateBroadcast}, p.notice.Template) ||
		p.Ticket.Category == desk.CategoryClosed {
		return
	}
	reviewed := life != nil && life.Review != ""
	gated := life != nil && slices.Contains(life.Gates, p.Ticket.Status)
	if !reviewed && !gated {
		add("It is solved", wishWord(desk.WishSolved, say))
	}
	if p.Ticket.Category != desk.CategoryResolved {
		add("I no longer need it", wishWord(desk.WishCancel, say))
	}
}

// wishWord is a word by which the requester ends the ticket, in the language of the mail where the desk knows it there.
func wishWord(wish desk.Wish, say phrases) string {
	if w := say.say(string(wish)); desk.WishOf(w) == wish {
		return w
	}
	return string(wish)
}

// ended says whether nothing is to be done any more.
func (p *Page) ended() bool {
	return p.Ticket.Category == desk.CategoryResolved || p.Ticket.Category == desk.CategoryClosed
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
