package engine

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
	"frontdesk/mailin"
	"frontdesk/mailout"
	"frontdesk/templates"
)

// change turns a decision into what one commit writes. P is the mail that was the cause, nil where
// none was.
func (e *Engine) change(r store.Reader, d desk.Decision, p *parsed) (store.Change, error) {
	now := e.now()
	c := store.Change{Now: now, Events: d.Events, Messages: d.Messages, Timers: d.Timers, Absences: d.Absences,
		Bundled: d.Bundled, Delivered: d.Delivered}
	for _, id := range slices.Sorted(maps.Keys(d.Tickets)) {
		c.Tickets = append(c.Tickets, d.Tickets[id])
	}
	source := ""
	if p != nil {
		var err error
		c.Arrival, c.Raw = arrival(d, *p), p.packed
		c.Arrival.At = now
		if c.Arrival.Trace, err = reasons(d); err != nil {
			return c, err
		}
		source = p.packed.SHA256
		if d.Held.Reason != "" {
			c.Held = &d.Held
		}
	}
	for _, n := range d.Notices {
		item, err := e.notice(r, d, n, source)
		if err != nil {
			return c, fmt.Errorf("mail %s to %s about ticket %d: %w", n.Template, n.To.Addr, n.Ticket, err)
		}
		c.Outbox = append(c.Outbox, item)
	}
	return c, nil
}

// notice makes the mail of a notice with what the store alone has: the row of a ticket that did not change, and
// attachments that came with an earlier mail.
func (e *Engine) notice(r store.Reader, d desk.Decision, n desk.Notice, source string) (item store.OutboxItem, err error) {
	t, changed := d.Tickets[n.Ticket]
	if !changed && n.Ticket > 0 {
		if t, err = r.Ticket(n.Ticket); err != nil {
			return item, err
		}
	}
	if n.Raw != "" && slices.ContainsFunc(n.Attachments, func(a desk.Attachment) bool { return a.Content == nil }) {
		if n.Attachments, err = attached(r, n); err != nil {
			return item, err
		}
	}
	if n.Version == 0 {
		n.Version = t.Version
	}
	apart := source
	if source == "" && (len(d.Delivered) > 0 || n.Ticket == 0) { // nothing else tells one from the next
		apart = e.now().Format(time.RFC3339Nano)
	}
	tickets, err := e.tellsOf(r, d, n)
	if err != nil {
		return item, err
	}
	return e.render(n, t, source, apart, tickets)
}

// tellsOf are the tickets that the sections of a notice tell of.
func (e *Engine) tellsOf(r store.Reader, d desk.Decision, n desk.Notice) (map[int64]templates.TicketView, error) {
	p := e.Setup().Policy
	tickets := map[int64]templates.TicketView{}
	for _, s := range n.Transcript {
		if s.Ticket == 0 || s.Ticket == n.Ticket {
			continue
		}
		t, changed := d.Tickets[s.Ticket]
		if !changed {
			var err error
			if t, err = r.Ticket(s.Ticket); err != nil {
				return nil, err
			}
		}
		about := n
		about.Ticket, about.Mailbox = t.ID, t.Mailbox
		replyTo, _ := addresses(p, about, "")
		tickets[t.ID] = templates.TicketView{Ticket: t, Lifecycle: p.LifecycleOf(t.Queue), ReplyTo: replyTo}
	}
	return tickets, nil
}

// attached are the attachments of a notice, those without content with what its raw mail has. Where that is not kept any
// more they are left out.
func attached(r store.Reader, n desk.Notice) ([]desk.Attachment, error) {
	raw, err := r.Raw(n.Raw)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	earlier := mailin.Parse(raw).Attachments
	var all []desk.Attachment
	for _, a := range n.Attachments {
		if a.Content == nil {
			i := slices.IndexFunc(earlier, func(kept desk.Attachment) bool { return kept.ID == a.ID })
			if i < 0 {
				continue
			}
			a = earlier[i]
		}
		all = append(all, a)
	}
	return all, nil
}

func arrival(d desk.Decision, p parsed) *store.Arrival {
	m := p.mail
	from := m.Author().String()
	if from == "" && len(m.From) > 0 {
		from = m.From[0].String()
	}
	return &store.Arrival{Mailbox: p.Mailbox, UIDValidity: p.UIDValidity, UID: p.UID, MessageID: m.MessageID,
		Author: m.Author().Key(), From: from, Subject: m.Subject, ContentHash: m.ContentHash, SHA256: p.packed.SHA256,
		Size: len(p.Raw), Outcome: d.Outcome, Ticket: d.Ticket, Evidence: p.evidence, InternalDate: p.InternalDate}
}

// render gives a notice its words and makes the finished mail of it. What sets it apart from others of the same
// version, template and recipient goes into its Message-ID.
func (e *Engine) render(n desk.Notice, t desk.Ticket, source, apart string, tickets map[int64]templates.TicketView) (store.OutboxItem, error) {
	s := e.Setup()
	p := s.Policy
	id := p.MessageID(n.Ticket, strconv.FormatInt(t.Version, 10), n.Template, n.To.Key(), strconv.Itoa(n.Serial), apart)
	replyTo, bounce := addresses(p, n, id)
	kept, named := fitting(n.Attachments, p.Limits.Message)
	n.Attachments = kept
	if n.Window != nil {
		n.Attachments = append(slices.Clip(kept), appointment(p, n, t, e.now()))
	}
	words, err := s.Templates.Render(n, templates.View{Desk: p.Name, Tag: p.Tag, Ticket: t, Lifecycle: p.LifecycleOf(t.Queue), Agents: p.Agents, Service: p.ServiceTitle(t.Service),
		ReplyTo: replyTo, Key: linkKey(p, n), Location: location(p, n), Language: p.Language, TooLarge: named, Tickets: tickets})
	if err != nil {
		return store.OutboxItem{}, err
	}
	letter := mailout.Letter{
		From:          desk.Address{Name: fromName(p, n), Addr: n.Mailbox},
		To:            n.To,
		ReplyTo:       desk.Address{Name: p.Name, Addr: replyTo},
		Subject:       words.Subject,
		Date:          e.now(),
		MessageID:     id,
		InReplyTo:     n.InReplyTo,
		References:    references(p, n, t),
		AutoSubmitted: n.Auto,
		Headers:       headers(p, n, t, words.Subject),
		Text:          words.Text,
		HTML:          words.HTML,
		Attachments:   n.Attachments,
	}
	if n.Plain { // the name was the sender's choice, too
		letter.To.Name = ""
	}
	bytes, err := mailout.Compose(letter)
	if err != nil {
		return store.OutboxItem{}, err
	}
	class := ""
	if n.Acknowledges() {
		class = store.ClassAck
	}
	return store.OutboxItem{Class: class, Ticket: n.Ticket, Template: n.Template, EnvelopeFrom: bounce, To: n.To.Addr, MessageID: id,
		Mailbox: n.Mailbox, Version: n.Version, Cause: source, Bytes: bytes, State: store.Waiting, CreatedAt: e.now(), NextTry: e.now()}, nil
}

// location is the time zone of an agent who gets the mail, else the desk's.
func location(p *desk.Policy, n desk.Notice) *time.Location {
	if a := p.AgentByAddress(n.To.Addr); a != nil && a.Location != nil && n.Audience == desk.ToAgent {
		return a.Location
	}
	return p.Location
}

// fromName is the writer's name for an agent's answer, else the desk's.
func fromName(p *desk.Policy, n desk.Notice) string {
	if n.Writer != "" && n.Audience != desk.ToAgent {
		return n.Writer + " via " + p.Name
	}
	return p.Name
}

// addresses are where an answer goes and where a delivery report goes.
func addresses(p *desk.Policy, n desk.Notice, id string) (replyTo, bounce string) {
	replyTo, bounce = n.Mailbox, n.Mailbox
	box, _ := p.MailboxFor(n.Mailbox)
	if box == nil || !box.Subaddress {
		return replyTo, bounce
	}
	at := strings.LastIndexByte(n.Mailbox, '@')
	local, domain := n.Mailbox[:at], n.Mailbox[at:]
	bounce = local + "+" + p.BounceToken(id) + domain
	switch key := approvalKey(p, n); {
	case key != "":
		replyTo = local + "+" + key + domain
	case n.Ticket > 0:
		replyTo = local + "+" + p.ReplyToken(n.Ticket) + domain
	}
	return replyTo, bounce
}

// approvalKey is what an answer to a mail that wants a decision must carry; "" for any other mail.
func approvalKey(p *desk.Policy, n desk.Notice) string {
	a := p.AgentByAddress(n.To.Addr)
	if n.Round == 0 || n.Ticket == 0 || a == nil {
		return ""
	}
	return p.ApprovalToken(n.Ticket, n.Round, a.Name)
}

// linkKey is that key where the address of answers cannot carry it; links have it in their subjects then.
func linkKey(p *desk.Policy, n desk.Notice) string {
	if box, _ := p.MailboxFor(n.Mailbox); box != nil && box.Subaddress {
		return ""
	}
	if key := approvalKey(p, n); key != "" {
		return desk.SubjectToken(key)
	}
	return ""
}

// references make one thread per ticket: the mail that opened it, the mail that is answered, and for those
// who have not got the former the thread's own id, which no mail bears and clients group by all the same.
func references(p *desk.Policy, n desk.Notice, t desk.Ticket) []string {
	if n.Ticket == 0 {
		return nil
	}
	var refs []string
	thread := p.ThreadID(t.ID)
	origin := t.Origin
	switch {
	case n.Audience == desk.ToThirdParty: // nobody's mail but the desk's concerns them
		origin = ""
	case n.Audience == desk.ToRequester && origin != "":
		thread = ""
	}
	for _, id := range []string{origin, thread, n.InReplyTo} {
		if id != "" && !slices.Contains(refs, id) {
			refs = append(refs, id)
		}
	}
	if i := slices.Index(refs, n.InReplyTo); i >= 0 && i < len(refs)-1 { // the parent stands last (RFC 5322 §3.6.4)
		refs = append(slices.Delete(refs, i, i+1), n.InReplyTo)
	}
	return refs
}

// headers are what every mail of the desk carries, and what helps agents to sort theirs.
func headers(p *desk.Policy, n desk.Notice, t desk.Ticket, subject string) []desk.Field {
	hs := []desk.Field{{Name: "X-Frontdesk-Desk", Value: p.Domain}}
	if n.Auto != "" {
		hs = append(hs, desk.Field{Name: "X-Auto-Response-Suppress", Value: "OOF, AutoReply, DR, RN, NRN"})
	}
	if n.Ticket == 0 {
		return hs
	}
	hs = append(hs, mailout.OutlookThread(p.ThreadID(t.ID), t.CreatedAt, subject)...)
	if n.Audience == desk.ToAgent {
		hs = append(hs,
			desk.Field{Name: "X-Frontdesk-Ticket", Value: strconv.FormatInt(n.Ticket, 10)},
			desk.Field{Name: "X-Frontdesk-Queue", Value: t.Queue},
			desk.Field{Name: "List-Id", Value: t.Queue + " <" + t.Queue + "." + p.Domain + ">"})
	}
	return hs
}

// fitting parts attachments into those that fit into one mail and the names of those that do not. The
// bound is on the encoded size: base64 makes four bytes of three, and line ends of 57.
func fitting(all []desk.Attachment, limit int64) (kept []desk.Attachment, named []desk.Attachment) {
	room := limit
	for _, a := range all {
		if size := int64(a.Size)*138/100 + 1024; limit == 0 || size <= room {
			kept = append(kept, a)
			room -= size
			continue
		}
		named = append(named, a)
	}
	return kept, named
}
