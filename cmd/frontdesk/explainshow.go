package main

import (
	"fmt"
	"slices"
	"strings"

	"frontdesk/desk"
)

// explainObject is what `explain --json` says of one mail: names as users rely on them.
type explainObject struct {
	File         string          `json:"file"`
	Outcome      desk.Outcome    `json:"outcome"`
	Ticket       *int64          `json:"ticket"` // null where there is none, and where one would be opened
	Queue        string          `json:"queue"`
	Practice     string          `json:"practice"`
	Priority     desk.Priority   `json:"priority"`
	Rules        []ruleObject    `json:"rules"`
	Thread       threadObject    `json:"thread"`
	Sender       senderObject    `json:"sender"`
	Commands     []commandObject `json:"commands"`
	WouldSend    []sendObject    `json:"would_send"`
	WouldNotSend []notSendObject `json:"would_not_send"`
	Why          string          `json:"why"`
}

type ruleObject struct {
	Name    string `json:"name"`
	Line    int    `json:"line"`
	Matched bool   `json:"matched"`
}

type threadObject struct {
	By       string `json:"by"`
	Evidence string `json:"evidence"`
}

type senderObject struct {
	Address string          `json:"address"`
	Role    desk.SenderRole `json:"role"`
	Proven  bool            `json:"proven"`
	By      string          `json:"by"`
}

type commandObject struct {
	Line  string `json:"line"`
	OK    bool   `json:"ok"`
	Error string `json:"error"`
}

type sendObject struct {
	Template string   `json:"template"`
	To       []string `json:"to"`
}

type notSendObject struct {
	sendObject
	Why string `json:"why"`
}

func (e explanation) object() explainObject {
	d, t := e.decision, e.decision.Trace
	o := explainObject{File: e.file, Outcome: d.Outcome, Queue: e.ticket.Queue, Practice: e.ticket.Practice,
		Priority: e.ticket.Priority, Rules: []ruleObject{}, Commands: []commandObject{}, Why: t.Why,
		Thread: threadObject{t.Thread.By, t.Thread.Evidence},
		Sender: senderObject{t.Sender.Address, t.Sender.Role, t.Sender.Proven, t.Sender.By}}
	if o.Sender.Role == desk.SenderThirdParty { // for programs: somebody who belongs to the ticket
		o.Sender.Role = desk.SenderParticipant
	}
	if o.Thread.By == "" { // held before anybody looked
		o.Thread.By, o.Sender.Role, o.Sender.Address = "none", desk.SenderStranger, e.mail.Author().Addr
	}
	if !e.opens() {
		o.Ticket = orNull(d.Ticket)
	}
	for _, r := range t.Rules {
		o.Rules = append(o.Rules, ruleObject{r.Name, r.Line, r.Matched})
	}
	for _, c := range t.Commands {
		o.Commands = append(o.Commands, commandObject{c.Line, c.OK, c.Error})
	}
	o.WouldSend, o.WouldNotSend = e.sends(), e.keeps()
	return o
}

// opens says whether the mail would open the ticket that it is about.
func (e explanation) opens() bool {
	return slices.ContainsFunc(e.decision.Events, func(ev desk.Event) bool {
		_, opened := ev.Detail.(desk.Opened)
		return opened && ev.Ticket == e.decision.Ticket
	})
}

// sends groups the mails that would go out by template.
func (e explanation) sends() []sendObject {
	out := []sendObject{}
	notices := slices.Clone(e.decision.Notices)
	for _, b := range e.decision.Bundled { // they go out a little later
		notices = append(notices, b.Notice)
	}
	for _, n := range notices {
		i := slices.IndexFunc(out, func(s sendObject) bool { return s.Template == n.Template })
		if i < 0 {
			i = len(out)
			out = append(out, sendObject{Template: n.Template})
		}
		out[i].To = append(out[i].To, n.To.Addr)
	}
	return out
}

// keeps groups the mails that would not go out by template and reason.
func (e explanation) keeps() []notSendObject {
	out := []notSendObject{}
	for _, s := range e.decision.Suppressed {
		i := slices.IndexFunc(out, func(o notSendObject) bool { return o.Template == s.Template && o.Why == s.Why })
		if i < 0 {
			i = len(out)
			out = append(out, notSendObject{sendObject{s.Template, []string{}}, s.Why})
		}
		if s.To != "" {
			out[i].To = append(out[i].To, s.To)
		}
	}
	return out
}

// text explains to a person.
func (e explanation) text(s screen) string {
	s.width = min(s.width, 100)
	p := &page{screen: s, label: 10}
	d, t := e.decision, e.decision.Trace
	p.title(e.file)
	for _, l := range wrap(clean(e.verdict()), s.width-2) {
		p.line("  " + s.paint(outcomeStyle(d.Outcome), l))
	}
	p.line("")
	p.field("Subject", orDash(clean(e.mail.Subject)), "")
	p.field("Mailbox", e.mailbox, "")
	e.senderText(p)
	if e.mail.Class.Automatic() {
		p.field("Machine", string(e.mail.Class)+": "+e.mail.ClassReason, "")
	}
	e.threadText(p)
	e.ruleText(p)
	if e.ticket.ID > 0 {
		p.field("Ticket", e.ticketLine(), "")
	}
	for i, c := range t.Commands {
		e.commandText(p, i, c)
	}
	e.mailText(p)
	return p.String()
}

// senderText is who sent the mail, what that person is to the ticket, and how far it is believed.
func (e explanation) senderText(p *page) {
	s := e.decision.Trace.Sender
	who, doubt := orDash(clean(s.Address)), ""
	if s.Role != "" {
		who += ", " + string(s.Role)
	}
	switch {
	case s.Proven:
		who += ", believed by " + s.By
	case s.By != "":
		doubt = "not believed: " + s.By
	}
	p.field("Sender", who, doubt)
}

// verdict is what would become of the mail, in a sentence.
func (e explanation) verdict() string {
	why := e.decision.Trace.Why
	if rest, ok := strings.CutPrefix(why, "quarantined: "); ok || e.decision.Held.Reason != "" {
		return "Quarantined (" + e.decision.Held.Reason + "): " + rest
	}
	return strings.ToUpper(string(e.decision.Outcome[:1])) + string(e.decision.Outcome[1:]) + ": " + why
}

func outcomeStyle(o desk.Outcome) string {
	switch o {
	case desk.OutcomeQuarantined:
		return bold + ";" + red
	case desk.OutcomeIgnored, desk.OutcomeDuplicate:
		return bold + ";" + yellow
	}
	return bold + ";" + green
}

func (e explanation) threadText(p *page) {
	t := e.decision.Trace.Thread
	if t.By == "" || t.By == "none" {
		p.field("Thread", "nothing in it points to a ticket", "")
		return
	}
	p.field("Thread", "by "+t.By+": "+t.Evidence, "")
}

func (e explanation) ruleText(p *page) {
	rules := e.decision.Trace.Rules
	if len(rules) == 0 {
		p.field("Rules", "none was looked at: they are for mail that opens a ticket", "")
		return
	}
	name := 0
	for _, r := range rules {
		name = max(name, min(columns(clean(r.Name)), 20))
	}
	for i, r := range rules {
		label, mark, style := "", "no ", faint
		if i == 0 {
			label = "Rules"
		}
		if r.Matched {
			mark, style = "yes", green
		}
		room := p.screen.width - p.label - 4 - 3 - 2 - name - 2
		for k, l := range wrap(clean(r.Why+fmt.Sprintf(" (line %d)", r.Line)), room) {
			head := p.screen.paint(style, mark) + "  " + pad(cut(clean(r.Name), name), name)
			if k > 0 {
				label, head = "", strings.Repeat(" ", 5+name)
			}
			p.pair(label, head+"  "+p.screen.paint(faint, l))
		}
	}
}

func (e explanation) ticketLine() string {
	t := e.ticket
	text := fmt.Sprintf("#%d", t.ID)
	if e.opens() {
		text = "a new one"
	}
	text += fmt.Sprintf(" in queue %s (%s), %s, %s", t.Queue, t.Practice, t.Status, t.Priority)
	if t.Assignee != "" {
		text += ", assigned to " + t.Assignee
	}
	if len(t.Tags) > 0 {
		text += ", tagged " + strings.Join(t.Tags, " ")
	}
	return text
}

func (e explanation) commandText(p *page, i int, c desk.CommandTrace) {
	label := ""
	if i == 0 {
		label = "Commands"
	}
	if c.OK {
		p.field(label, c.Line, "")
		return
	}
	p.field(label, orDash(c.Line), c.Error)
}

func (e explanation) mailText(p *page) {
	label := "Sends"
	for _, s := range e.sends() {
		p.field(label, s.Template+" to "+strings.Join(s.To, ", "), "")
		label = ""
	}
	if label != "" {
		p.field(label, "nothing", "")
	}
	label = "Not sent"
	for _, s := range e.keeps() {
		p.field(label, strings.TrimSuffix(s.Template+" to "+strings.Join(s.To, ", "), " to ")+": "+s.Why, "")
		label = ""
	}
}
