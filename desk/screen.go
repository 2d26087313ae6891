package desk

import (
	"slices"
	"strings"
)

// mail decides on a mail. Every step either settles it or leaves it to the next.
func (d *decider) mail(in MailIn) {
	d.in = in
	m := in.Mail
	author := m.Author()
	d.actor = Actor{Kind: ActorPerson, Name: author.Addr}
	d.Trace.Sender = SenderTrace{Address: author.Addr, Role: SenderStranger, Proven: in.Evidence.Proven, By: in.Evidence.By}
	if !in.Evidence.Proven {
		d.Trace.Sender.By = in.Evidence.Why
	}
	d.Trace.Thread.By = "none"
	steps := []func() bool{d.screenLimits, d.screenDuplicate, d.screenLoop, d.deliveryReport, d.screenAuthor, d.ownAffairs, d.questions, d.monitored, d.threaded, d.unthreaded}
	for _, step := range steps {
		if step() {
			break
		}
	}
	d.isBack()
}

func (d *decider) screenLimits() bool {
	if d.in.Mail.Refused == "" || d.in.Released {
		return false
	}
	d.hold("limit", "the mail breaks a limit: %s", d.in.Mail.Refused)
	return true
}

// screenDuplicate recognises a mail that was taken in before: same Message-ID, author and content.
// Anything less is a new mail, or a stranger could suppress somebody's mail.
func (d *decider) screenDuplicate() bool {
	m := d.in.Mail
	if m.MessageID == "" || d.in.Released {
		return false
	}
	for _, earlier := range d.f.Filed[m.MessageID] {
		if earlier.Author == m.Author().Key() && earlier.ContentHash == m.ContentHash {
			d.conclude(OutcomeDuplicate, earlier.Ticket, "the same mail was taken in before (Message-ID, author and content agree)")
			return true
		}
	}
	return false
}

// screenLoop recognises the desk's own mail coming back.
func (d *decider) screenLoop() bool {
	m := d.in.Mail
	why := ""
	switch _, ours := d.p.TicketOfMessageID(m.MessageID); {
	case slices.ContainsFunc(m.Header.Values("X-Frontdesk-Desk"), func(v string) bool {
		return AddressKey(v) == AddressKey(d.p.Domain)
	}):
		why = "it carries the mark of this desk (X-Frontdesk-Desk)"
	case ours || d.f.Sent[m.MessageID].MessageID != "":
		why = "its Message-ID is one that this desk made"
	case slices.ContainsFunc(m.From, func(a Address) bool { return d.p.OwnAddress(a.Addr) }):
		why = "it comes from an address of this desk"
	default:
		return false
	}
	m.Class, m.ClassReason = ClassLoop, why
	d.hold("loop", "the desk's own mail came back: %s", why)
	return true
}

// screenAuthor holds what names no usable author, and what claims to be an agent's without proof.
func (d *decider) screenAuthor() bool {
	m := d.in.Mail
	if m.FromProblem != "" || m.Author().Addr == "" {
		d.hold("no-author", "From names no single usable sender: %s", m.FromProblem)
		return true
	}
	agent := d.agent()
	if agent == nil {
		return false
	}
	d.Trace.Sender.Role = SenderAgent
	if !d.in.Evidence.Proven {
		d.hold("unproven-agent", "it claims to be from agent %s, and nobody vouches for that (%s)", agent.Name, d.in.Evidence.Why)
		return true
	}
	d.actor = Actor{Kind: ActorAgent, Name: agent.Name}
	return false
}

// agent is whose address the author's is; nil where the author is no agent. Proof is another matter.
func (d *decider) agent() *Agent { return d.p.AgentByAddress(d.in.Mail.Author().Addr) }

// noReplyNames are local parts behind which nobody reads (RFC 2142 has postmaster; the rest is custom).
var noReplyNames = []string{"postmaster", "mailer-daemon", "no-reply", "noreply", "no_reply", "do-not-reply", "donotreply", "do_not_reply"}

// whyNoAck says why the sender of a new ticket gets no acknowledgement; "" where one goes out.
func (d *decider) whyNoAck(r routing) string {
	m := d.in.Mail
	local, _, _ := cutLast(m.Author().Key(), '@')
	suppress := strings.ToLower(strings.Join(m.Header.Values("X-Auto-Response-Suppress"), ","))
	switch {
	case r.noAck:
		return "a rule says so"
	case d.in.Evidence.Failed:
		return "the sender's authentication failed"
	case m.Class.Automatic():
		return "a machine wrote it: " + m.ClassReason
	case m.NullReturnPath():
		return "the envelope sender is empty"
	case slices.Contains(noReplyNames, local):
		return "nobody reads " + m.Author().Addr
	case slices.ContainsFunc(m.Header, func(f Field) bool { return strings.HasPrefix(strings.ToLower(f.Name), "list-") }):
		return "it came through a mailing list"
	case hasToken(suppress, "all") || hasToken(suppress, "autoreply"):
		return "X-Auto-Response-Suppress asks for none"
	case !isASCII(m.Author().Addr):
		return "the outgoing server may not carry the sender's address"
	case !slices.ContainsFunc(slices.Concat(m.To, m.Cc), func(a Address) bool { return d.p.OwnAddress(a.Addr) }):
		return "no address of ours is in To or Cc"
	case !d.in.Arrived.IsZero() && d.p.Limits.AckAge > 0 && d.f.Now.Sub(d.in.Arrived) > d.p.Limits.AckAge:
		return "the mail reached the server more than " + d.p.Limits.AckAge.String() + " ago"
	case d.p.Limits.AcksPerSender.Count > 0 && d.f.Acks >= d.p.Limits.AcksPerSender.Count:
		return enoughAcks
	}
	return ""
}

func hasToken(list, token string) bool {
	for _, t := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		if t == token {
			return true
		}
	}
	return false
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
