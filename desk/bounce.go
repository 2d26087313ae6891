package desk

import (
	"fmt"
	"strings"
)

// deliveryReport handles reports of mail servers about mail of ours. They count only for a mail that
// we sent and a recipient of that mail.
func (d *decider) deliveryReport() bool {
	m := d.in.Mail
	if m.Bounce == nil && m.Class != ClassBounce {
		return false
	}
	sent, ours := d.reported()
	formal := strings.Contains(strings.ToLower(m.Header.Get("Content-Type")), "multipart/report") || m.Bounce != nil && m.Bounce.Complaint
	switch {
	case !ours && !formal && !m.NullReturnPath():
		// Words that sound like a report, from somebody with an address: an ordinary mail.
		m.Class, m.ClassReason, m.Bounce = ClassHuman, "", nil
		return false
	case !ours:
		d.conclude(OutcomeIgnored, 0, "a delivery report about a mail that this desk did not send")
	case m.HasReturnPath && m.ReturnPath != "" && !m.Bounce.complaint():
		d.hold("report-with-sender", "it reports on a mail of ours, but real reports have an empty envelope sender, not %s", m.ReturnPath)
	case m.Bounce == nil || m.Bounce.Unreadable:
		d.hold("report-unreadable", "it reports on a mail of ours, but what it says cannot be read")
	default:
		d.actor = Actor{Kind: ActorMail, Name: "delivery report"}
		d.report(sent)
	}
	return true
}

func (b *Bounce) complaint() bool { return b != nil && b.Complaint }

// reported is the mail of ours that a report is about.
func (d *decider) reported() (SentMail, bool) {
	for _, id := range candidateIDs(d.p, d.in.Mail) {
		if sent, ok := d.f.Sent[id]; ok {
			return sent, true
		}
	}
	return SentMail{}, false
}

// report records what a report says about the recipient of the mail.
func (d *decider) report(sent SentMail) {
	b := d.in.Mail.Bounce
	recipients := b.Recipients
	if len(recipients) == 0 || b.Complaint {
		recipients = []BounceRecipient{{Address: sent.Recipient, Action: "failed", Reason: d.in.Mail.ClassReason}}
		if !b.Permanent && !b.Complaint {
			recipients[0].Action = "delayed"
		}
	}
	d.conclude(OutcomeBounce, sent.Ticket, "a delivery report about a mail of ours that says nothing about its recipient %s", sent.Recipient)
	if b.Complaint {
		d.Outcome = OutcomeReport
	}
	for _, r := range recipients {
		if AddressKey(r.Address) != AddressKey(sent.Recipient) && AddressKey(r.Original) != AddressKey(sent.Recipient) {
			continue
		}
		reason := r.Reason
		if b.Complaint {
			reason = "the recipient complained about it as spam"
		}
		d.Trace.Why = fmt.Sprintf("a delivery report: mail to %s %s", sent.Recipient, deliveryState(r.Action))
		d.record(sent, Delivery{Recipient: sent.Recipient, State: deliveryState(r.Action), Status: r.Status, Reason: cutRunes(reason, 300), MessageID: sent.MessageID})
		return
	}
}

// deliveryState is the state of the contract for an RFC 3464 action.
func deliveryState(action string) string {
	switch strings.ToLower(action) {
	case "delayed":
		return "delayed"
	case "delivered":
		return "delivered"
	case "relayed", "expanded":
		return "relayed"
	}
	return "failed"
}

// deliveryFailed is what follows when the courier gives up on a mail.
func (d *decider) deliveryFailed(in DeliveryFailed) {
	d.actor = Actor{Kind: ActorMail, Name: "mail server"}
	d.conclude(OutcomeBounce, in.Sent.Ticket, "mail to %s could not be delivered", in.Sent.Recipient)
	d.record(in.Sent, Delivery{Recipient: in.Sent.Recipient, State: "failed", Status: in.Status, Reason: cutRunes(in.Reason, 300), MessageID: in.Sent.MessageID})
}

// record writes a delivery event on the ticket and tells the agents of a failure.
func (d *decider) record(sent SentMail, what Delivery) {
	if sent.Ticket == 0 || !d.exists(sent.Ticket) {
		return
	}
	d.emit(sent.Ticket, what)
	if what.State != "failed" {
		return
	}
	t := d.ticket(sent.Ticket)
	var names []string
	for _, l := range d.listeners(t, TemplateAlert) {
		names = append(names, l.name)
	}
	failing := d.p.AgentByAddress(sent.Recipient)
	if failing != nil && len(names) == 1 && names[0] == failing.Name {
		if q := d.p.QueueByName(t.Queue); q != nil {
			names = q.Agents
		}
	}
	for _, name := range names {
		n, ok := d.toAgent(name, TemplateAlert, t.ID)
		if !ok || (failing != nil && failing.Name == name) {
			continue
		}
		if sent.Template == TemplateAlert && failing != nil {
			d.suppress(TemplateAlert, n.To.Addr, "an alert about an alert would go on for ever")
			continue
		}
		n.Why = "a mail of this ticket did not arrive"
		n.Changes = []string{fmt.Sprintf("Mail to %s could not be delivered%s", what.Recipient, because(what))}
		d.notify(n)
	}
}

func because(what Delivery) string {
	text := what.Reason
	if !strings.Contains(text, what.Status) { // a server's words mostly begin with it
		text = strings.TrimSpace(what.Status + " " + text)
	}
	if text == "" {
		return "."
	}
	return ": " + text
}
