package templates

import (
	"strconv"
	"strings"

	"frontdesk/desk"
	"frontdesk/desk/knowledge"
)

// TicketView is what a mail must know of a ticket beside its own that it tells of.
type TicketView struct {
	Ticket    desk.Ticket
	Lifecycle *desk.Lifecycle
	ReplyTo   string // the address that answers about it go to
}

// Part is one part of a mail that tells several things. What is of several lines is ready for the format of the
// template, and empty where there is nothing to say.
type Part struct {
	Title    string
	Lines    any // sentences
	Article  any // an article of the knowledge base
	Facts    any // names and values
	Rows     any // a table
	Talk     []Spoken
	Verbatim any    // text that keeps its lines
	Links    any    // mails with a command, ready to be sent
	Items    []Part // what can be ordered: Title, Lines, Facts and Links of each
	Picture  string // Content-ID of a picture, "" for none

	raw part
}

// Spoken is a message in a part.
type Spoken struct {
	Author, Date string
	Note         string // what is special about it: "internal note", "" for nothing
	Side         string // who speaks: "agent", "note" or "person"
	Words        any
	Files        string // names of what is attached, "" for none

	words string
}

// part is what a part has of several lines, before it is made ready for a format.
type part struct {
	lines    string
	facts    [][]string
	head     []string
	rows     [][]string
	verbatim string
	links    []Link
	article  *knowledge.Letter
}

// parts prepares the sections of a notice: their phrases are said in the reader's language, names and what people wrote
// stay as they are.
func (p *Page) parts(n desk.Notice, v View, say phrases) {
	for _, s := range n.Transcript {
		part := Part{Title: heading(s, say), Picture: s.Picture}
		var lines []string
		for _, l := range s.Lines {
			lines = append(lines, p.change(line(l), say))
		}
		part.raw.lines = strings.Join(lines, "\n")
		for _, f := range s.Facts {
			value := line(f.Value)
			if f.Phrase {
				value = say.say(value)
			}
			part.raw.facts = append(part.raw.facts, []string{say.say(line(f.Name)), value})
		}
		for _, name := range s.Head {
			part.raw.head = append(part.raw.head, say.say(name))
		}
		for _, row := range s.Rows {
			part.raw.rows = append(part.raw.rows, phrased(row, s.Phrases, say))
		}
		for _, m := range s.Entries {
			part.Talk = append(part.Talk, p.spoken(m, v, say))
		}
		part.raw.verbatim = text(s.Verbatim)
		part.Items = items(s.Items, v, say)
		if s.Ticket != n.Ticket {
			part.raw.links = p.linksOf(s.Ticket, v, say)
		}
		part.raw.article = s.Article
		part.raw.links = append(part.raw.links, p.offered(s, v, say)...)
		p.Parts = append(p.Parts, part)
	}
}

// heading is the title of a section: in words of the desk, unless it repeats a command or names a ticket.
func heading(s desk.Section, say phrases) string {
	title := line(s.Title)
	if s.Ticket > 0 || s.Article != nil || strings.HasPrefix(title, "/") {
		return title
	}
	return say.say(title)
}

// phrased makes cells safe to show and says those columns that hold phrases.
func phrased(row []string, columns []int, say phrases) []string {
	out := make([]string, len(row))
	for i, cell := range row {
		out[i] = line(cell)
	}
	for _, c := range columns {
		if c < len(out) {
			out[c] = say.say(out[c])
		}
	}
	return out
}

func (p *Page) spoken(m desk.Message, v View, say phrases) Spoken {
	s := Spoken{Author: p.author(m.From, v.Agents), Date: date(m.At, v.Location, say), Side: "person", words: text(m.Text)}
	if m.Agent != "" {
		s.Author, s.Side = fullName(m.Agent, v.Agents), "agent"
	}
	var notes []string
	if m.Visibility == desk.Internal {
		s.Side = "note"
		notes = append(notes, say.say("internal note"))
	}
	if m.Auto.Automatic() {
		notes = append(notes, say.say("automatic"))
	}
	s.Note = strings.Join(notes, ", ")
	var files []string
	for _, a := range m.Attachments {
		if !a.Inline {
			files = append(files, line(a.Name)+" ("+size(a.Size)+")")
		}
	}
	s.Files = strings.Join(files, ", ")
	return s
}

// linksOf are the mails with a command for another ticket than the mail's own.
func (p *Page) linksOf(ticket int64, v View, say phrases) []Link {
	t, ok := v.Tickets[ticket]
	if !ok || ticket == 0 {
		return nil
	}
	other := *p
	other.Ticket, other.Reference = t.Ticket, v.Tag+" #"+strconv.FormatInt(ticket, 10)
	v.Ticket, v.Lifecycle, v.ReplyTo = t.Ticket, t.Lifecycle, t.ReplyTo
	return other.links(v, say)
}

// offered are the mails that a section offers, to its own ticket or to that of the notice.
func (p *Page) offered(s desk.Section, v View, say phrases) (links []Link) {
	to, reference := v.ReplyTo, p.Reference
	if s.Ticket > 0 && s.Ticket != p.notice.Ticket {
		to, reference = v.Tickets[s.Ticket].ReplyTo, v.Tag+" #"+strconv.FormatInt(s.Ticket, 10)
	}
	if to == "" {
		return nil
	}
	begin := "mailto:" + escapeURL(to, "@") + "?subject=" + escapeURL("["+reference+"]", "") + "&body="
	for _, o := range s.Offers {
		links = append(links, Link{Label: say.say(line(o.Label)), URL: begin + escapeURL(o.Body, "")})
	}
	return links
}

// show makes a part ready for the templates of a format.
func (part *Part) show(f *format) {
	part.Lines, part.Verbatim = f.flow(part.raw.lines), f.verbatim(part.raw.verbatim)
	part.Facts, part.Rows = f.pairs(part.raw.facts), f.table(part.raw.head, part.raw.rows)
	part.Links = f.links(part.raw.links)
	if part.raw.article != nil {
		part.Article = f.article(part.raw.article)
	}
	for i := range part.Items {
		part.Items[i].show(f)
	}
	for i := range part.Talk {
		part.Talk[i].Words = f.speech(part.Talk[i].words)
	}
}

// filled are the columns of a table in which anything stands.
func filled(head []string, rows [][]string) []int {
	columns := len(head)
	for _, r := range rows {
		columns = max(columns, len(r))
	}
	var kept []int
	for c := range columns {
		for _, r := range rows {
			if c < len(r) && r[c] != "" {
				kept = append(kept, c)
				break
			}
		}
	}
	return kept
}

// only are the cells of some columns.
func only(row []string, columns []int) []string {
	cells := make([]string, len(columns))
	for i, c := range columns {
		if c < len(row) {
			cells[i] = row[c]
		}
	}
	return cells
}

// isNumber says whether a cell is a count.
func isNumber(cell string) bool {
	return cell != "" && strings.Trim(cell, "0123456789") == ""
}
