package templates

import (
	"strconv"
	"strings"

	"frontdesk/desk"
)

// formText is a form to be filled in: a line for each field, with its number, its label, in brackets what it wants, and
// a good answer where there is one.
func formText(f *desk.Form, say phrases) string {
	var b strings.Builder
	for _, field := range f.Fields {
		b.WriteString(strconv.Itoa(field.Number) + ". " + labelled(field, say) + ": " + line(field.Value) + "\n")
	}
	b.WriteString(desk.FormEnd)
	return b.String()
}

// labelled is a field's label with what it wants.
func labelled(f desk.FormField, say phrases) string {
	own, phrase := f.Hints()
	var hints []string
	if own != "" {
		hints = append(hints, line(own))
	}
	if phrase != "" {
		hints = append(hints, say.say(phrase))
	}
	if !f.Required {
		hints = append(hints, say.say("optional"))
	}
	if len(hints) == 0 {
		return line(f.Label)
	}
	return line(f.Label) + " (" + strings.Join(hints, ", ") + ")"
}

// form puts what must be filled in on the page, and what is wrong with answers; for who is not proven only what is
// missing.
func (p *Page) form(n desk.Notice, say phrases) {
	f := n.Form
	if f == nil {
		return
	}
	if n.Plain {
		f = f.Blank()
	}
	p.raw.form = formText(f, say)
	for _, field := range f.Fields {
		if field.Problem != "" {
			// No colon: quoted in an answer, it must not read as one.
			p.raw.changes = append(p.raw.changes, line(field.Label)+" – "+say.say(line(field.Problem)))
		}
	}
}

// items are what can be ordered, each with a mail that is ready to be filled in.
func items(list []desk.CatalogueItem, v View, say phrases) (parts []Part) {
	for _, i := range list {
		part := Part{Title: line(i.Title)}
		part.raw.lines = text(i.Description)
		pair := func(name, value string) {
			if value != "" {
				part.raw.facts = append(part.raw.facts, []string{say.say(name), value})
			}
		}
		pair("How long it takes", line(i.Takes))
		var needs []string
		for _, field := range i.Form.Fields {
			needs = append(needs, labelled(field, say))
		}
		pair("What we need to know", strings.Join(needs, ", "))
		if i.Approval {
			pair("Approval", say.say("needed"))
		}
		part.raw.links = []Link{orderLink(i.Form, v, say)}
		parts = append(parts, part)
	}
	return parts
}

// orderLink is a mail with the form of a service. Where that is too long for a link, the form comes back as an answer.
func orderLink(f *desk.Form, v View, say phrases) Link {
	l := Link{Label: say.say("Order")}
	l.Short = "mailto:" + escapeURL(v.ReplyTo, "@") + "?subject=" + escapeURL(say.say("Order")+": "+line(f.Subject), "")
	l.URL = l.Short
	if full := l.Short + "&body=" + escapeURL(crlf(formText(f, say))+"\r\n", ""); len(f.Fields) > 0 && len(full) <= maxLink {
		l.URL = full
	}
	return l
}

func crlf(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }
