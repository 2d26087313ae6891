package main

import (
	"fmt"
	"io"
	"strings"

	"frontdesk/cmd/internal/config"
	"frontdesk/desk"
	"frontdesk/desk/store"
)

type ticketShowCmd struct {
	Number number `arg:"" help:"Number of the ticket."`
	JSON   bool   `name:"json" help:"One JSON object."`
}

func (s *ticketShowCmd) Run(c *call) error {
	return c.view(func(r store.Reader, cfg *config.Config) error {
		d, err := readDossier(r, int64(s.Number))
		if err != nil {
			return noSuchTicket(err, s.Number)
		}
		if s.JSON {
			o, err := shownTicketOf(&cfg.Policy, d)
			if err != nil {
				return err
			}
			return c.json(o)
		}
		_, err = io.WriteString(c.stdout, ticketText(c.screen, c.clock(cfg), &cfg.Policy, d))
		return err
	})
}

// ticketText shows a ticket to a person: what it is, what was said, what happened.
func ticketText(s screen, k clock, p *desk.Policy, d dossier) string {
	s.width = min(s.width, 100) // longer lines are hard to read
	b := &page{screen: s, label: 12}
	ticketHead(b, k, p, d.ticket)
	if len(d.ticket.Clocks) > 0 {
		heading(b, "Service level "+d.ticket.Clocks[0].Level)
		levelLines(b, k, p, d.ticket)
	}
	heading(b, "Conversation")
	for i, m := range numbered(d.messages) {
		if i > 0 {
			b.line("")
		}
		messageText(b, k, m)
	}
	heading(b, "Timeline")
	for _, e := range d.events {
		eventLine(b, k, e)
	}
	if told := deliveries(d); len(told) > 0 {
		heading(b, "Mail")
		who := 0
		for _, w := range told {
			who = max(who, min(columns(clean(w.Recipient)), 34))
		}
		for _, w := range told {
			deliveryLine(b, k, w, who)
		}
	}
	return b.String()
}

func ticketHead(b *page, k clock, p *desk.Policy, t desk.Ticket) {
	s := b.screen
	mark := fmt.Sprintf("#%d  ", t.ID)
	for i, l := range wrap(clean(t.Subject), s.width-columns(mark)) {
		if i > 0 {
			mark = strings.Repeat(" ", columns(mark))
		}
		b.line(s.paint(bold, mark+l))
	}
	b.line("")
	facts := desk.TicketFacts(p, t, k.long)
	for _, f := range facts { // names of fields may be long
		b.label = max(b.label, min(columns(clean(f.Name)), 20))
	}
	for _, f := range facts {
		factLine(b, k, t, f)
	}
}

// factLine shows a fact, painted where it asks for something and with its age where it is a time that passes.
func factLine(b *page, k clock, t desk.Ticket, f desk.Fact) {
	style, note := plain, ""
	switch f.Name {
	case "Status":
		style = statusStyle(t.Category)
	case "Priority":
		style = priorityStyle(string(t.Priority))
	case "Assignee":
		if t.Assignee == "" {
			style = yellow
		}
	case "Opened":
		note = "  " + ago(t.CreatedAt, k.now)
	case "Changed":
		note = "  " + ago(t.UpdatedAt, k.now)
	}
	if style == plain && note == "" {
		b.field(f.Name, f.Value, "")
		return
	}
	b.pair(f.Name, b.screen.paint(style, clean(f.Value))+b.screen.paint(faint, note))
}

// pair is a field whose value is short, harmless and perhaps painted.
func (p *page) pair(label, value string) {
	p.line("  " + p.screen.paint(faint, pad(label, p.label)) + "  " + value)
}

// heading begins a section with a rule across the screen.
func heading(b *page, text string) {
	b.line("")
	b.line(b.screen.paint(faint, "── ") + b.screen.paint(bold, text) + b.screen.paint(faint, " "+strings.Repeat("─", max(3, b.screen.width-columns(text)-4))))
	b.line("")
}

// messageText shows one message: who and when on a line, the words below.
func messageText(b *page, k clock, m desk.Message) {
	s := b.screen
	who := m.From.String()
	if m.Agent != "" {
		who = m.Agent + " <" + m.From.Addr + ">"
	}
	style, notes := green, []string{}
	if m.Agent != "" {
		style = cyan
	}
	if m.Visibility == desk.Internal {
		notes, style = append(notes, "internal note"), yellow
	}
	if m.Auto.Automatic() {
		notes = append(notes, "automatic")
	}
	if !m.Proven {
		notes = append(notes, "not proven")
	}
	note := strings.Join(notes, ", ")
	at := k.short(m.At)
	room := s.width - 2 - columns(at) - 1
	if note != "" {
		room -= columns(note) + 2
	}
	left := cut(clean(who), max(room, 10))
	blank := strings.Repeat(" ", max(1, room-columns(left)+1))
	if note != "" {
		left, note = s.paint(bold, left)+"  ", s.paint(yellow, note)
	} else {
		left = s.paint(bold, left)
	}
	bar := s.paint(style, "┃") + " "
	b.line(bar + left + note + blank + s.paint(faint, at))
	for _, l := range wrap(strings.Trim(cleanLines(m.Text), "\n"), s.width-2) {
		b.line(bar + l)
	}
	for _, a := range m.Attachments {
		b.line(bar + s.paint(faint, cut(fmt.Sprintf("[%d] ", a.ID)+clean(attachmentText(a)), s.width-2)))
	}
}

// eventLine shows one event: when, who, what.
func eventLine(b *page, k clock, e desk.Event) {
	s := b.screen
	who := 20
	if s.width < 80 {
		who = 12
	}
	text, style := desk.Happened(e.Detail, k.long), eventStyle(e.Detail)
	lines := wrap(clean(text), s.width-12-who-6)
	for i, l := range lines {
		when, actor := pad(k.short(e.At), 12), pad(cut(clean(e.Actor.String()), who), who)
		if i > 0 {
			when, actor = pad("", 12), pad("", who)
		}
		b.line("  " + s.paint(faint, when) + "  " + actor + "  " + s.paint(style, l))
	}
}

// eventStyle is how an event looks.
func eventStyle(detail desk.Detail) string {
	switch d := detail.(type) {
	case desk.StatusChanged:
		return statusStyle(d.Category)
	case desk.CommandDone:
		return faint
	case desk.CommandRefused:
		return yellow
	case desk.Delivery:
		return deliveryStyle(d.State)
	}
	return plain
}

func deliveryStyle(state string) string {
	switch state {
	case "failed":
		return red
	case "delayed":
		return yellow
	}
	return plain
}

// deliveryLine shows what became of a mail; who is the width of the recipients.
func deliveryLine(b *page, k clock, w deliveryObject, who int) {
	s := b.screen
	when := ""
	if w.At != nil {
		when = k.short(*w.At)
	}
	b.line("  " + s.paint(faint, pad(when, 12)) + "  " + pad(cut(clean(w.Recipient), who), who) + "  " +
		s.paint(deliveryStyle(w.State), pad(w.State, 9)) + "  " + s.paint(faint, cut(clean(w.Detail), max(10, s.width-29-who))))
}
