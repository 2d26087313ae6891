package desk

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// bundleFor is how long a notice of what clocks and rules change waits for more of them.
const bundleFor = time.Minute

// digestHour is when those who want one mail a day get it.
const digestHour = 7

// bundled are the templates of notices that can wait for others.
var bundled = []string{TemplateAgentNew, TemplateAgentUpdate, TemplateSLAWarning, TemplateSLABreach}

// waitsUntil says for which agent a notice waits, and until when; "" where it goes out at once, as all does that a
// person writes unless it is one for all of a queue and its recipient wants a digest.
func (d *decider) waitsUntil(n Notice) (agent string, due time.Time) {
	if n.Audience != ToAgent || !slices.Contains(bundled, n.Template) {
		return "", due
	}
	a := d.p.AgentByAddress(n.To.Addr)
	if a == nil {
		return "", due
	}
	local := d.f.Now.In(d.zone(a))
	switch {
	case n.Shared && a.Digest == DigestHourly:
		past := time.Duration(local.Minute())*time.Minute + time.Duration(local.Second())*time.Second + time.Duration(local.Nanosecond())
		return a.Name, d.f.Now.Add(time.Hour - past)
	case n.Shared && a.Digest == DigestDaily:
		y, m, day := local.Date()
		due = time.Date(y, m, day, digestHour, 0, 0, 0, local.Location())
		if !due.After(local) {
			due = time.Date(y, m, day+1, digestHour, 0, 0, 0, local.Location())
		}
		return a.Name, due.UTC()
	case d.actor.Kind == ActorClock || d.actor.Kind == ActorRule || d.actor.Kind == ActorDesk:
		return a.Name, d.f.Now.Add(bundleFor)
	}
	return "", due
}

// bundle lets a notice wait. What it attaches is found in the raw mail then, which is the cause now.
func (d *decider) bundle(agent string, due time.Time, n Notice) {
	if len(n.Attachments) > 0 && n.Raw == "" && d.in.Mail != nil {
		n.Raw = d.in.Mail.SHA256
	}
	n.At = d.f.Now
	d.Bundled = append(d.Bundled, Bundled{Agent: agent, Due: due, Notice: n})
}

// settleBundles writes down which version of its ticket each waiting notice tells of.
func (d *decider) settleBundles() {
	for i := range d.Bundled {
		n := &d.Bundled[i].Notice
		n.Version = d.ticket(n.Ticket).Version
	}
}

// bundleDue sends what waits for an agent in one mail.
func (d *decider) bundleDue(in BundleDue) {
	d.actor = Actor{Kind: ActorClock}
	d.Delivered = append(d.Delivered, in.Agent)
	agent := d.p.AgentByName(in.Agent)
	switch {
	case len(d.f.Bundle) == 0:
		d.conclude(OutcomeIgnored, 0, "nothing waits for agent %s", in.Agent)
		return
	case agent == nil:
		for _, n := range d.f.Bundle {
			d.suppress(n.Template, n.To.Addr, in.Agent+" is no agent any more")
		}
		d.conclude(OutcomeIgnored, 0, "%s is no agent any more", in.Agent)
		return
	}
	n := oneOf(d.f.Bundle)
	n.To = agent.Address()
	d.Notices = append(d.Notices, n)
	d.conclude(OutcomeIgnored, n.Ticket, "%d notices that waited for agent %s go out in one mail", len(d.f.Bundle), in.Agent)
}

// oneOf makes one notice of several, which are in the order of their making: it stays what it is where it is alone, is
// about the ticket where all are about one, and else a digest with a section per ticket.
func oneOf(waiting []Notice) Notice {
	var perTicket [][]Notice
	for _, n := range waiting {
		i := slices.IndexFunc(perTicket, func(ns []Notice) bool { return ns[0].Ticket == n.Ticket })
		if i < 0 {
			i = len(perTicket)
			perTicket = append(perTicket, nil)
		}
		perTicket[i] = append(perTicket[i], n)
	}
	if len(perTicket) == 1 {
		return onTicket(perTicket[0])
	}
	last := waiting[len(waiting)-1]
	n := Notice{Template: TemplateDigest, To: last.To, Audience: ToAgent, Language: last.Language, Mailbox: last.Mailbox,
		Auto: "auto-generated", Why: "several tickets have changed"}
	for _, ns := range perTicket {
		n.Transcript = append(n.Transcript, section(ns))
	}
	return n
}

// onTicket makes one notice of several about one ticket: it says all changes and all words in order. A new ticket stays
// new, whatever was added to it.
func onTicket(ns []Notice) Notice {
	n := ns[len(ns)-1]
	if len(ns) == 1 {
		return n
	}
	n.Template, n.History, n.InReplyTo = ns[0].Template, ns[0].History, ns[0].InReplyTo
	n.Offers, n.Transcript = nil, nil
	for _, one := range ns {
		n.Offers, n.Transcript = append(n.Offers, one.Offers...), append(n.Transcript, one.Transcript...)
	}
	n.Changes, n.Words, n.Author, n.Class, n.Internal, n.Attachments, n.Raw = nil, "", Address{}, "", false, nil, ""
	for _, one := range ns {
		for _, c := range one.Changes {
			if !slices.Contains(n.Changes, c) {
				n.Changes = append(n.Changes, c)
			}
		}
	}
	said := slices.DeleteFunc(slices.Clone(ns), func(one Notice) bool { return one.Words == "" && len(one.Attachments) == 0 })
	if len(said) == 0 {
		return n
	}
	first := said[0]
	n.Author, n.Class, n.Internal, n.Attachments, n.Raw = first.Author, first.Class, first.Internal, first.Attachments, first.Raw
	n.Words = first.Words
	for _, one := range said[1:] {
		if one.Author != first.Author {
			n.Words += "\n\n" + one.Author.String() + ":"
		}
		n.Words += "\n\n" + one.Words
		if names := attached(one); names != "" {
			n.Changes = append(n.Changes, "Attached, kept with the ticket: "+names)
		}
	}
	n.Words = strings.TrimSpace(n.Words)
	return n
}

// section tells in a digest what happened to a ticket.
func section(ns []Notice) Section {
	s := Section{Title: fmt.Sprintf("#%d %s", ns[0].Ticket, ns[0].Subject), Ticket: ns[0].Ticket}
	if ns[0].Template == TemplateAgentNew {
		s.Lines = append(s.Lines, "A new ticket")
	}
	for _, n := range ns {
		for _, c := range n.Changes {
			if !slices.Contains(s.Lines, c) {
				s.Lines = append(s.Lines, c)
			}
		}
		for _, part := range n.Transcript {
			s.Offers = append(s.Offers, part.Offers...)
		}
		if names := attached(n); names != "" {
			s.Lines = append(s.Lines, "Attached, kept with the ticket: "+names)
		}
		if n.Words != "" {
			visibility := Public
			if n.Internal {
				visibility = Internal
			}
			s.Entries = append(s.Entries, Message{Ticket: n.Ticket, At: n.At, From: n.Author, Visibility: visibility, Text: n.Words, Auto: n.Class})
		}
	}
	return s
}

// attached names what is attached.
func attached(n Notice) string {
	var names []string
	for _, a := range n.Attachments {
		if !a.Inline {
			names = append(names, a.Name)
		}
	}
	return strings.Join(names, ", ")
}
