package templates

import (
	"strconv"
	"strings"
	"time"

	"frontdesk/desk"
)

// Page is what a template sees of a mail. Every field is safe to show to its recipient: one line
// where it is a name, without internal notes, and for an unproven recipient without any word that a
// sender chose.
type Page struct {
	Language  string // tag of the template's language, for <html lang>
	Desk      string // name of the desk
	Reference string // "ACME #1042", "" for a mail about no ticket
	Ticket    desk.Ticket
	ToAgent   bool // the recipient works tickets
	Answers   bool // the recipient is a requester or participant, whose answer joins the ticket

	Name      string // of the recipient, "" where unknown
	From      string // who wrote the new words: a name or an address, "" for the desk itself
	Requester string // the requester's name or address
	Opened    bool   // the new words are the requester's own
	Internal  bool   // they are an internal note
	Machine   bool   // a machine wrote them

	Words    string   // the new words, "" for none
	Facts    []string // of the ticket, a line each
	Changes  []string
	Problems []Problem // of command-error
	TooLarge []string  // attachments that are kept and not sent: name and size
	Links    []Link    // mails with a command, ready to be sent
	Why      string    // why the recipient gets this mail: half a sentence
	History  []Entry   // earlier words, newest first
	Earlier  int       // how many more there are

	notice  desk.Notice
	tag     string
	history []desk.Message
}

// Problem is a line of commands that could not be carried out.
type Problem struct {
	Line     int // 0 where it is about no one line
	Text     string
	Message  string
	Possible string // what is possible, separated by commas
	Nearest  string // what was probably meant, "" where that is unknown
}

// Entry is an earlier message of the ticket.
type Entry struct{ Author, Date, Words string }

// newPage prepares all that a template may show.
func newPage(n desk.Notice, v View, m *mail) *Page {
	p := &Page{
		Language: m.language, Desk: line(v.Desk), Ticket: v.Ticket, ToAgent: n.Audience == desk.ToAgent,
		Internal: n.Internal, Machine: n.Class.Automatic(), Why: m.say.say(line(n.Why)), notice: n, tag: v.Tag,
	}
	p.Answers = !p.ToAgent && n.Ticket > 0
	if n.Ticket > 0 {
		p.Reference = v.Tag + " #" + strconv.FormatInt(n.Ticket, 10)
	}
	p.From = line(n.Writer)
	if n.Plain {
		p.plain()
	} else {
		p.people(n, v)
		p.said(n, v, m.say)
	}
	if n.Ticket > 0 {
		p.Facts = p.facts(v, m.say)
		if p.ToAgent {
			p.Links = p.links(v, m.say)
		}
	}
	return p
}

// plain leaves nothing on the page that a sender chose.
func (p *Page) plain() {
	p.Ticket.Subject, p.Ticket.Name, p.Ticket.Requester, p.Ticket.Participants = "", "", "", nil
	if p.notice.Writer != "" {
		p.Words = text(p.notice.Words)
	}
	p.notice.Subject, p.notice.To, p.notice.Author = "", desk.Address{}, desk.Address{}
}

func (p *Page) people(n desk.Notice, v View) {
	p.Ticket.Subject, p.Ticket.Name, p.Ticket.Requester = line(v.Ticket.Subject), line(v.Ticket.Name), line(v.Ticket.Requester)
	p.Name = line(n.To.Name)
	if p.From == "" {
		p.From = called(n.Author)
	}
	p.Requester = called(desk.Address{Name: v.Ticket.Name, Addr: v.Ticket.Requester})
	p.Opened = n.Author.Addr != "" && n.Author.Key() == desk.AddressKey(v.Ticket.Requester)
}

// called is how a person is named: by name, else by address.
func called(a desk.Address) string {
	if name := line(a.Name); name != "" {
		return name
	}
	return line(a.Addr)
}

func (p *Page) said(n desk.Notice, v View, say phrases) {
	if n.Template != desk.TemplateAck { // an acknowledgement repeats nothing
		p.Words = text(n.Words)
	}
	for _, c := range n.Changes {
		p.Changes = append(p.Changes, say.say(line(c)))
	}
	for _, a := range v.TooLarge {
		p.TooLarge = append(p.TooLarge, line(a.Name)+" ("+size(a.Size)+")")
	}
	for _, c := range n.Problems {
		problem := Problem{Line: c.Line, Text: line(c.Text), Message: line(c.Message), Nearest: line(c.Nearest)}
		problem.Possible = line(strings.Join(c.Possible, ", "))
		p.Problems = append(p.Problems, problem)
	}
	p.remember(n.History, v, say)
}

// size is a number of bytes for people.
func size(bytes int) string {
	switch {
	case bytes >= 1<<20:
		return strconv.FormatFloat(float64(bytes)/(1<<20), 'f', 1, 64) + " MB"
	case bytes >= 1<<10:
		return strconv.Itoa(bytes>>10) + " kB"
	}
	return strconv.Itoa(bytes) + " B"
}

// History is bounded, or a long conversation would fill every one of its mails.
const (
	maxEntries = 20
	maxHistory = 32 << 10 // bytes
)

func (p *Page) remember(history []desk.Message, v View, say phrases) {
	room := maxHistory
	for _, msg := range history {
		if msg.Visibility != desk.Public {
			continue
		}
		if len(p.History) == maxEntries || room <= 0 {
			p.Earlier++
			continue
		}
		words := text(msg.Text)
		room -= len(words)
		p.History = append(p.History, Entry{Author: author(msg, v.Agents), Date: date(msg.At, v.Location, say), Words: words})
	}
}

// author is an agent by full name, anybody else as the mail said.
func author(m desk.Message, agents []desk.Agent) string {
	if m.Agent == "" {
		return called(m.From)
	}
	return fullName(m.Agent, agents)
}

func fullName(agent string, agents []desk.Agent) string {
	for i := range agents {
		if strings.EqualFold(agents[i].Name, agent) && agents[i].FullName != "" {
			return line(agents[i].FullName)
		}
	}
	return line(agent)
}

func date(at time.Time, where *time.Location, say phrases) string {
	if where == nil {
		where = time.UTC
	}
	return at.In(where).Format(say.say("2 Jan 2006, 15:04"))
}

// facts are what a recipient wants to know of a ticket: agents all of it, others number and status.
func (p *Page) facts(v View, say phrases) []string {
	t := p.Ticket
	status := say.say("Status") + ": "
	if !p.ToAgent {
		return []string{say.say("Ticket") + ": " + p.Reference + " · " + status + say.say(t.Status)}
	}
	assignee := say.say("nobody")
	if t.Assignee != "" {
		assignee = fullName(t.Assignee, v.Agents)
	}
	requester := t.Requester
	if t.Name != "" {
		requester = t.Name + " <" + t.Requester + ">"
	}
	return []string{
		say.say("Queue") + ": " + t.Queue + " · " + status + t.Status + " · " + say.say("Priority") + ": " + string(t.Priority),
		say.say("Assignee") + ": " + assignee + " · " + say.say("Requester") + ": " + requester,
	}
}

// Subject is what the mail is called. All mail of a ticket has the same subject, so that mail programs keep it
// together. The fixed words stand where a subject of the ticket must not be shown or does not exist.
func (p *Page) Subject(fixed string) string {
	subject := line(p.notice.Subject)
	switch {
	case p.Reference != "" && subject == "":
		return "[" + p.Reference + "] " + fixed
	case p.Reference != "":
		return "[" + p.Reference + "] " + subject
	case subject == "":
		return fixed
	case p.notice.InReplyTo != "" && !strings.HasPrefix(strings.ToLower(subject), "re:"):
		return "Re: " + subject
	}
	return subject
}
