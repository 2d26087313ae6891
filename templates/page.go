package templates

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"frontdesk/desk"
	"frontdesk/desk/knowledge"
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

	Name      string // of the recipient, "" where unknown
	From      string // who wrote the new words: a name or an address, "" for the desk itself
	Requester string // the requester's name or address
	Opened    bool   // the new words are the requester's own
	Internal  bool   // they are an internal note
	Machine   bool   // a machine wrote them
	Asks      bool   // they are a question to somebody outside the ticket
	First     bool   // they are an agent's, before anybody outside wrote
	Asked     bool   // they are such a person's answer, for agents alone

	Stakes   string    // for agents: priority and due time, "P2, due Tue 10:20"
	News     string    // the first change where nobody's words go with it, said instead of words
	Tickets  string    // of a digest: those that have changed, by number and subject, "" where there are none
	Problems []Problem // of command-error
	History  []Entry   // earlier words, newest first
	Earlier  int       // how many more there are
	Parts    []Part    // of a mail that tells several things

	// Of several lines and ready for the format of the template: wrapped text, or HTML. Empty where there
	// is nothing to say.
	Words    any // the new words
	Form     any // to be filled in
	Changes  any // a line each
	TooLarge any // attachments that are kept and not sent: name and size, a line each
	Facts    any // of the ticket, a line each
	Answer   any // what a reply to the mail does
	Why      any // why the recipient gets this mail
	Links    any // mails with a command, ready to be sent

	notice desk.Notice
	raw    raw
}

// Problem is a line of commands that could not be carried out.
type Problem struct {
	Line     int // 0 where it is about no one line
	Text     string
	Message  string
	Possible string // "Possible: " and the values, "" where they cannot be listed
	Nearest  string // "Did you mean: " and a command, "" where that is unknown
}

// Entry is an earlier message of the ticket. Its words are quoted text, or HTML.
type Entry struct {
	Author, Date string
	Words        any
}

// raw is what a page has of several lines, before it is made ready for a format.
type raw struct {
	words, answer, why, form string
	changes, tooLarge, facts []string
	links                    []Link
	history                  []string
}

// format makes words of several lines ready for text or HTML.
type format struct {
	flow, verbatim, quote, facts func(string) any
	links                        func([]Link) any
	speech                       func(string) any
	article                      func(*knowledge.Letter) any
	pairs                        func([][]string) any
	table                        func(head []string, rows [][]string) any
}

// show makes the page ready for the templates of a format.
func (p *Page) show(f *format) {
	flow := f.flow
	if len(p.Problems) > 0 {
		flow = f.verbatim // commands that are to be used again must stay on their lines
	}
	p.Words = flow(p.raw.words)
	p.Form = f.verbatim(p.raw.form)
	p.Changes = f.flow(strings.Join(p.raw.changes, "\n"))
	p.TooLarge = f.flow(strings.Join(p.raw.tooLarge, "\n"))
	p.Facts = f.facts(strings.Join(p.raw.facts, "\n"))
	p.Answer, p.Why = f.flow(p.raw.answer), f.flow(p.raw.why)
	p.Links = f.links(p.raw.links)
	for i, words := range p.raw.history {
		p.History[i].Words = f.quote(words)
	}
	for i := range p.Parts {
		p.Parts[i].show(f)
	}
}

// newPage prepares all that a template may show.
func newPage(n desk.Notice, v View, m *mail) *Page {
	p := &Page{Language: m.language, Desk: line(v.Desk), ToAgent: n.Audience == desk.ToAgent, From: line(n.Writer),
		Internal: n.Internal, Machine: n.Class.Automatic(), Asks: n.Audience == desk.ToThirdParty, First: n.First, notice: n}
	if n.Template == desk.TemplateDigest { // whose subject is the desk's own
		p.notice.Subject = m.say.say(n.Subject)
	}
	if n.Why != "" {
		p.raw.why = m.say.say("You get this mail because " + line(n.Why) + ".")
	}
	if n.Ticket > 0 {
		p.Reference = v.Tag + " #" + strconv.FormatInt(n.Ticket, 10)
	}
	if n.Plain {
		p.plain(v.Ticket)
	} else {
		p.people(n, v)
		p.said(n, v, m.say)
		p.parts(n, v, m.say)
	}
	p.form(n, m.say)
	if n.Ticket > 0 {
		if !slices.ContainsFunc(n.Transcript, func(s desk.Section) bool { return len(s.Facts) > 0 }) {
			p.raw.facts = p.facts(v, m.say)
		}
		p.raw.links = p.links(v, m.say)
		p.raw.answer = p.answer(m.say)
	}
	return p
}

// plain leaves nothing on the page that a sender chose: of the ticket only what the desk itself has set.
func (p *Page) plain(t desk.Ticket) {
	p.Ticket = desk.Ticket{ID: t.ID, Queue: t.Queue, Practice: t.Practice, Status: t.Status, Category: t.Category,
		Priority: t.Priority, CreatedAt: t.CreatedAt, UpdatedAt: t.UpdatedAt}
	p.notice = desk.Notice{Template: p.notice.Template, Ticket: p.notice.Ticket, Writer: p.notice.Writer, Words: p.notice.Words}
	if p.notice.Writer != "" {
		p.raw.words = text(p.notice.Words)
	}
}

func (p *Page) people(n desk.Notice, v View) {
	p.Ticket = v.Ticket
	p.Ticket.Subject, p.Ticket.Name, p.Ticket.Requester = line(v.Ticket.Subject), line(v.Ticket.Name), line(v.Ticket.Requester)
	p.Name = line(n.To.Name)
	if p.From == "" {
		p.From = p.author(n.Author, v.Agents)
	}
	p.Asked = n.Internal && !p.Machine && n.Author.Addr != "" && !slices.ContainsFunc(v.Agents, func(a desk.Agent) bool {
		return slices.ContainsFunc(a.Addresses, func(addr string) bool { return desk.AddressKey(addr) == n.Author.Key() })
	})
	p.Requester = called(desk.Address{Name: v.Ticket.Name, Addr: v.Ticket.Requester})
	p.Opened = n.Author.Addr != "" && n.Author.Key() == desk.AddressKey(v.Ticket.Requester)
}

// author is who wrote the words that are reported: an agent by full name.
func (p *Page) author(a desk.Address, agents []desk.Agent) string {
	if a.Name == "" && a.Addr != "" && p.notice.Author.Key() != desk.AddressKey(p.Ticket.Requester) {
		for i := range agents {
			if slices.Contains(agents[i].Addresses, a.Addr) {
				return fullName(agents[i].Name, agents)
			}
		}
	}
	return called(a)
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
		p.raw.words = text(n.Words)
	}
	for _, c := range n.Changes {
		p.raw.changes = append(p.raw.changes, p.change(line(c), say))
	}
	if (n.Template == desk.TemplateAgentUpdate || n.Template == desk.TemplateAlert || n.Template == desk.TemplateApproval || n.Template == desk.TemplateApprovalResult) && len(p.raw.changes) > 0 &&
		(p.From == "" && p.raw.words == "" || n.Template == desk.TemplateAlert) {
		p.News, p.raw.changes = p.raw.changes[0], p.raw.changes[1:]
	}
	if p.ToAgent && !n.Advice {
		p.Stakes = stakes(v.Ticket, v.Location, say)
	}
	if n.Template == desk.TemplateAgentUpdate {
		p.News = sentence(p.News, p.Stakes)
	} else {
		p.News = sentence(p.News, "")
	}
	for _, a := range v.TooLarge {
		p.raw.tooLarge = append(p.raw.tooLarge, line(a.Name)+" ("+size(a.Size)+")")
	}
	for _, c := range n.Problems {
		p.Problems = append(p.Problems, newProblem(c, say))
	}
	p.Tickets = titles(n.Transcript)
	p.remember(n.History, v, say)
}

// maxTitles bounds the tickets that the first line of a digest names, in characters: about what a list of mails shows.
const maxTitles = 100

// titles are those of the sections that are about tickets: as many as fit, the first one whole.
func titles(sections []desk.Section) string {
	text := ""
	for _, s := range sections {
		title := line(s.Title)
		switch {
		case s.Ticket == 0:
		case text == "":
			text = title
		case utf8.RuneCountInString(text)+utf8.RuneCountInString(title) > maxTitles:
			return text + ", …"
		default:
			text += ", " + title
		}
	}
	return text
}

// change says a change in the reader's language. Agents read the names of statuses that commands take.
func (p *Page) change(english string, say phrases) string {
	if from, to, ok := strings.Cut(strings.TrimPrefix(english, "Status: "), " → "); ok && !p.ToAgent && strings.HasPrefix(english, "Status: ") {
		english = "Status: " + say.say(from) + " → " + say.say(to)
	}
	return say.say(english)
}

func newProblem(c desk.CommandProblem, say phrases) Problem {
	p := Problem{Line: c.Line, Text: line(c.Text), Message: say.say(line(c.Message))}
	if len(c.Possible) > 0 {
		p.Possible = say.say("Possible") + ": " + line(strings.Join(c.Possible, ", "))
	}
	if c.Nearest != "" {
		p.Nearest = say.say("Did you mean") + ": " + line(c.Nearest)
	}
	return p
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
		p.raw.history = append(p.raw.history, words)
		p.History = append(p.History, Entry{Author: author(msg, v.Agents), Date: date(msg.At, v.Location, say)})
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

// answer says what a reply does.
func (p *Page) answer(say phrases) string {
	var text string
	switch {
	case p.notice.Round > 0:
		return say.say("Reply with /approve, or with /reject and the reason, in the first line, or send one of these mails:")
	case p.notice.Template == desk.TemplateApprovalResult && p.Ticket.Category == desk.CategoryClosed && !p.ToAgent:
		return say.say("If you have a question, just reply to this mail.")
	case p.notice.Template == desk.TemplateCommandError:
		return say.say("To try again, reply to this mail with the corrected text at the top.")
	case p.raw.form != "":
		return say.say("To answer, reply to this mail and write behind the colons or on the lines below them.")
	case p.ToAgent:
		return say.say("A reply to this mail answers the requester. Commands go at its top (/help lists them), or send one of these mails:")
	case p.notice.Template == desk.TemplateSurvey:
		if p.ended() {
			text = say.say("If it is not solved, just reply to this mail, and the ticket is open again.") + " "
		}
		return text + say.say("To rate it, send one of these mails, with words of your own below if you like:")
	case p.notice.Template == desk.TemplateAck || p.Ticket.Merged != 0:
		text = "To add something, just reply to this mail."
	case p.ended() && !p.Asks:
		text = "If it is not solved, just reply to this mail, and the ticket is open again."
	default:
		text = "To answer, just reply to this mail."
	}
	text = say.say(text)
	switch len(p.raw.links) {
	case 0:
		return text
	case 1:
		return text + " " + say.say("Or send this mail as it is:")
	}
	return text + " " + say.say("Or send one of these mails as it is:")
}

// facts are what a recipient wants to know of a ticket: agents all of it, others number and status.
func (p *Page) facts(v View, say phrases) []string {
	t := p.Ticket
	status := say.say("Status") + ": "
	if p.Asks || t.Merged != 0 && !p.ToAgent { // how it fares is not for them, or said by another ticket
		return []string{say.say("Ticket") + ": " + p.Reference}
	}
	if !p.ToAgent {
		facts := say.say("Ticket") + ": " + p.Reference + " · " + status + say.say(t.Status)
		if v.Service != "" && t.Service != "" {
			facts += " · " + say.say("Service") + ": " + line(v.Service)
		}
		return []string{facts}
	}
	assignee := say.say("nobody")
	if t.Assignee != "" {
		assignee = fullName(t.Assignee, v.Agents)
	}
	requester := t.Requester
	if t.Name != "" {
		requester = t.Name + " <" + t.Requester + ">"
	}
	due := ""
	if !t.DueAt.IsZero() {
		due = " · " + say.say("Due") + ": " + date(t.DueAt, v.Location, say)
	}
	facts := []string{
		say.say("Queue") + ": " + t.Queue + " · " + status + t.Status + " · " + say.say("Priority") + ": " + string(t.Priority) + due,
		say.say("Assignee") + ": " + assignee + " · " + say.say("Requester") + ": " + requester,
	}
	if !t.ScheduledFrom.IsZero() {
		facts = append(facts, say.say("Scheduled")+": "+date(t.ScheduledFrom, v.Location, say)+" – "+date(t.ScheduledTo, v.Location, say))
	}
	return facts
}

// Subject is what the mail is called. All mail of a ticket has the same subject, so that mail programs keep it
// together. The fixed words stand where a subject of the ticket must not be shown or does not exist.
func (p *Page) Subject(fixed string) string {
	subject := line(p.notice.Subject)
	if wanted := line(p.notice.Wanted); wanted != "" {
		subject = fixed + ": " + wanted
	}
	switch {
	case p.Reference != "" && subject == "":
		return "[" + p.Reference + "] " + fixed
	case p.Reference != "":
		return "[" + p.Reference + "] " + subject
	case subject == "" && p.Tickets != "":
		return fixed + " – " + p.Tickets
	case subject == "":
		return fixed
	case p.notice.InReplyTo != "" && !strings.HasPrefix(strings.ToLower(subject), "re:"):
		return "Re: " + subject
	}
	return subject
}
