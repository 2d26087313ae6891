package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
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
	status := s.paint(statusStyle(t.Category), t.Status)
	if !t.PendingUntil.IsZero() {
		status += " until " + k.long(t.PendingUntil)
	}
	b.pair("Status", status)
	b.pair("Priority", s.paint(priorityStyle(string(t.Priority)), string(t.Priority))+s.paint(faint, priorityWhy(t)))
	queue := t.Queue
	if practice, ok := desk.PracticeByKey(t.Practice); ok && practice.Key != t.Queue {
		queue += s.paint(faint, "  "+practice.Name)
	}
	b.pair("Queue", queue)
	assignee := s.paint(yellow, "nobody")
	if a := p.AgentByName(t.Assignee); a != nil && a.FullName != "" && a.FullName != a.Name {
		assignee = a.Name + s.paint(faint, "  "+a.FullName)
	} else if t.Assignee != "" {
		assignee = t.Assignee
	}
	b.pair("Assignee", assignee)
	b.field("Requester", desk.Address{Name: t.Name, Addr: t.Requester}.String(), "")
	b.field("In copy", strings.Join(t.Participants, ", "), "")
	b.field("Tags", strings.Join(t.Tags, " "), "")
	b.field("Service", t.Service, "")
	b.field("Department", t.Department, "")
	for _, l := range t.Links {
		b.field("Link", l.String(), "")
	}
	for _, name := range slices.Sorted(maps.Keys(t.Fields)) {
		b.field(name, t.Fields[name], "")
	}
	b.field("Asked", strings.Join(t.Asked, ", "), "")
	if !t.DueAt.IsZero() {
		b.pair("Due", k.long(t.DueAt))
	}
	for _, r := range t.Reminders {
		b.pair("Reminder", k.long(r.At)+s.paint(faint, "  "+r.Agent))
	}
	if t.Rating > 0 {
		b.pair("Rating", fmt.Sprintf("%d of 5", t.Rating))
	}
	b.pair("Opened", k.long(t.CreatedAt)+s.paint(faint, "  "+ago(t.CreatedAt, k.now)))
	if !t.UpdatedAt.Equal(t.CreatedAt) {
		b.pair("Changed", k.long(t.UpdatedAt)+s.paint(faint, "  "+ago(t.UpdatedAt, k.now)))
	}
	if !t.ResolvedAt.IsZero() {
		b.pair("Resolved", k.long(t.ResolvedAt))
	}
	if !t.ClosedAt.IsZero() {
		b.pair("Closed", k.long(t.ClosedAt))
	}
}

func priorityWhy(t desk.Ticket) string {
	if t.ByHand {
		return "  set by hand"
	}
	return fmt.Sprintf("  impact %s, urgency %s", t.Impact, t.Urgency)
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
