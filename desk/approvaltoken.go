package desk

import (
	"crypto/hmac"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// approvalPrefix marks the token of an approver.
const approvalPrefix = "a."

// ApprovalToken is what stands after the "+" of the Reply-To of a mail that asks for approval: it names ticket and
// round, and is made for one agent.
func (p *Policy) ApprovalToken(ticket int64, round int, agent string) string {
	n, r := strconv.FormatInt(ticket, 36), strconv.FormatInt(int64(round), 36)
	return approvalPrefix + n + "." + r + "." + p.keyed(10, "approval", n, r, strings.ToLower(agent))
}

// ReadApprovalToken reads a token of ApprovalToken; ok is false where it was not made for that agent.
func (p *Policy) ReadApprovalToken(token, agent string) (ticket int64, round int, ok bool) {
	rest, is := strings.CutPrefix(strings.ToLower(token), approvalPrefix)
	parts := strings.Split(rest, ".")
	if !is || len(parts) != 3 || !hmac.Equal([]byte(parts[2]), []byte(p.keyed(10, "approval", parts[0], parts[1], strings.ToLower(agent)))) {
		return 0, 0, false
	}
	ticket, err := strconv.ParseInt(parts[0], 36, 64)
	r, bad := strconv.ParseInt(parts[1], 36, 32)
	return ticket, int(r), err == nil && bad == nil && ticket > 0
}

// subjectToken is a token in a subject, where the mailbox has no subaddresses.
var subjectToken = regexp.MustCompile(`\((a\.[0-9a-z]+\.[0-9a-z]+\.[a-z2-7]{16})\)`)

// SubjectToken is a token as subjects carry it.
func SubjectToken(token string) string { return "(" + token + ")" }

// approvalTokens are those of a mail that may be tokens of approvers.
func approvalTokens(p *Policy, m *Mail) (found []string) {
	found = slices.DeleteFunc(tokens(p, m), func(t string) bool { return !strings.HasPrefix(t, approvalPrefix) })
	if m.SubjectFields <= 1 {
		for _, match := range subjectToken.FindAllStringSubmatch(m.Subject, 3) {
			found = append(found, match[1])
		}
	}
	return found
}

// ticketOfApproval is the ticket that the token of a mail names, where it was made for the mail's author; 0 for none.
func ticketOfApproval(p *Policy, m *Mail) int64 {
	a := p.AgentByAddress(m.Author().Addr)
	if a == nil {
		return 0
	}
	for _, token := range approvalTokens(p, m) {
		if n, _, ok := p.ReadApprovalToken(token, a.Name); ok {
			return n
		}
	}
	return 0
}

// requestAnswered is the round about which the agent was asked with the mail that this one answers; 0 where it answers
// none that asked this agent for approval of the ticket.
func (d *decider) requestAnswered(t Ticket, agent *Agent) (round int) {
	m := d.in.Mail
	if m == nil {
		return 0
	}
	for _, token := range approvalTokens(d.p, m) {
		if n, r, ok := d.p.ReadApprovalToken(token, agent.Name); ok && n == t.ID {
			return r
		}
	}
	for _, id := range slices.Concat(m.InReplyTo, reversed(m.References)) {
		sent, ok := d.f.Sent[id]
		if !ok {
			continue
		}
		if sent.Ticket == t.ID && sent.Template == TemplateApproval && d.p.AgentByAddress(sent.Recipient) == agent {
			for _, a := range t.Approvals { // rounds begin one after the other
				if a.Since <= sent.Version {
					round = max(round, a.Round)
				}
			}
		}
		return round // what is answered is the last mail of ours, whatever that answered
	}
	return 0
}
