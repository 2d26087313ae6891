package desk

import (
	"slices"
	"strings"
)

// verdicts are the words that mean a yes or a no where they are all that an approver writes: folded, without signs at the
// ends and between the words. Nothing else is guessed at: "ok, but after 18:00" is no yes.
var verdicts = map[ApprovalState]map[string][]string{
	ApprovalApproved: {
		"en": {"yes", "yes please", "yep", "yeah", "ok", "okay", "ok thanks", "ok thank you", "okay thanks", "yes thanks", "approve", "approved",
			"i approve", "i approve it", "i approve this", "i approve the request", "i approve the change", "yes approved", "ok approved", "approved thanks",
			"approved thank you", "yes i approve", "agreed", "i agree", "yes i agree", "go ahead", "please go ahead", "yes go ahead", "ok go ahead", "fine",
			"fine by me", "fine with me", "ok for me", "ok from me", "ok by me", "sure", "granted", "confirmed", "👍", "yes 👍", "ok 👍"},
		"de": {"ja", "ja bitte", "ja gern", "ja gerne", "ja danke", "gern", "gerne", "ok danke", "okay danke", "genehmigt", "ist genehmigt", "ja genehmigt",
			"ok genehmigt", "genehmigt danke", "ich genehmige", "ich genehmige es", "ich genehmige das", "freigegeben", "ist freigegeben", "ja freigegeben",
			"zugestimmt", "ich stimme zu", "stimme zu", "ja ich stimme zu", "einverstanden", "bin einverstanden", "ich bin einverstanden", "ja einverstanden",
			"in ordnung", "geht in ordnung", "passt", "passt so", "passt für mich", "von mir aus ok", "für mich ok", "bewilligt", "klar", "bestätigt", "jawohl"},
		"fr": {"oui", "oui merci", "ok merci", "d'accord", "oui d'accord", "je suis d'accord", "approuvé", "approuve", "j'approuve", "oui j'approuve", "validé",
			"valide", "c'est validé", "je valide", "accordé", "entendu", "ok pour moi", "c'est bon", "c'est bon pour moi", "accepté", "j'accepte", "bien sûr",
			"confirmé"},
		"es": {"sí", "si", "sí gracias", "si gracias", "ok gracias", "vale", "vale gracias", "de acuerdo", "estoy de acuerdo", "sí de acuerdo", "aprobado",
			"aprobada", "apruebo", "lo apruebo", "sí aprobado", "si aprobado", "autorizado", "autorizada", "autorizo", "lo autorizo", "conforme", "adelante",
			"sí adelante", "si adelante", "por supuesto", "confirmado", "aceptado"},
	},
	ApprovalRejected: {
		"en": {"no", "no thanks", "no thank you", "nope", "reject", "rejected", "i reject", "i reject it", "i reject this", "no rejected", "denied", "declined",
			"refused", "not approved", "no not approved", "i do not approve", "i don't approve", "no i do not approve", "no i don't approve", "disapproved",
			"i disagree", "not agreed", "👎"},
		"de": {"nein", "nein danke", "abgelehnt", "ist abgelehnt", "nein abgelehnt", "ich lehne ab", "lehne ich ab", "nicht genehmigt", "nein nicht genehmigt",
			"nicht freigegeben", "nicht einverstanden", "ich bin nicht einverstanden", "ich stimme nicht zu", "stimme nicht zu", "verweigert"},
		"fr": {"non", "non merci", "refusé", "refuse", "je refuse", "c'est refusé", "non refusé", "rejeté", "je rejette", "pas d'accord", "je ne suis pas d'accord",
			"je n'approuve pas", "non approuvé"},
		"es": {"no gracias", "rechazado", "rechazada", "rechazo", "lo rechazo", "no rechazado", "denegado", "denegada", "no aprobado", "no aprobada", "no apruebo",
			"no lo apruebo", "no estoy de acuerdo", "no autorizado", "no autorizo"},
	},
}

// maxVerdict bounds what is looked at for a verdict, in bytes.
const maxVerdict = 60

// VerdictOf reads an approver's own words; "" where they are anything but a plain yes or no, such as a question, a
// condition, or more than one line.
func VerdictOf(words string) ApprovalState {
	words = strings.TrimSpace(words)
	if len(words) > maxVerdict || strings.ContainsAny(words, "\r\n?¿") {
		return ""
	}
	said := strings.Join(strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(words, "’", "'")), func(r rune) bool {
		return strings.ContainsRune(" \t\u00a0\u202f.,;:!¡…-–—", r)
	}), " ")
	for verdict, languages := range verdicts {
		for _, phrases := range languages {
			if slices.Contains(phrases, said) {
				return verdict
			}
		}
	}
	return ""
}

// verdict is what the mail of an approver says without a command: like commands, it counts only as plain text that the
// approver typed.
func (d *decider) verdict() ApprovalState {
	m := d.in.Mail
	if m.UTF7 || m.HTMLOnly || isForward(m.Subject) || hasRealAttachment(m) {
		return ""
	}
	if v := VerdictOf(m.NewText); v == VerdictOf(d.block().Rest) {
		return v
	}
	return ""
}

// What an approver is asked back.
const (
	unclearAnswer = "it is not clear whether that is a yes or a no; say /approve, or /reject and the reason, in the first line of an answer"
	emptyAnswer   = "the mail has no words of your own; say /approve, or /reject and the reason, in the first line of an answer"
)

// approverWrites carries out an approver's answer to the mail that asked for approval, where it has no commands; what
// else is said to the desk with it goes the way of all agents' mail. False says that it is none of this.
func (d *decider) approverWrites(t Ticket, ev evidence, agent *Agent) bool {
	round := d.requestAnswered(t, agent)
	b := d.block()
	if round == 0 || d.entitled(agent, t) && d.hasCommands() {
		return false
	}
	if len(b.Commands)+len(b.Problems) > 0 && !onlyDecides(b) {
		d.refuse(t, ev, agent, b, []CommandProblem{{Line: 1, Text: firstLine(d.in.Mail.NewText),
			Message: "you are asked for your decision on this ticket and may not work it; possible are /approve and /reject"}})
		return true
	}
	if d.hasCommands() {
		return false
	}
	verdict := d.verdict()
	a, problem := d.mayDecide(t, agent)
	words := strings.TrimSpace(d.in.Mail.NewText)
	switch {
	case problem == "" && verdict == "" && words == "":
		problem = emptyAnswer
	case problem == "" && verdict == "":
		problem = unclearAnswer
	case problem == "":
		d.write(t.ID, ev, Internal, words, agent.Name)
		d.decideApproval(t.ID, a, agent, verdict, words)
		d.conclude(OutcomeReply, t.ID, "agent %s %s ticket %d", agent.Name, approvalWords[verdict], t.ID)
		return true
	}
	d.refuse(t, ev, agent, b, []CommandProblem{{Text: firstLine(words), Message: problem}})
	d.showAnswer(d.ticket(t.ID), words)
	return true
}

// showAnswer shows the assignee what an approver wrote instead of a decision.
func (d *decider) showAnswer(t Ticket, words string) {
	if t.Assignee == "" || words == "" {
		return
	}
	for _, l := range d.listeners(t, TemplateAgentUpdate) {
		if n, ok := d.toAgent(l.name, TemplateAgentUpdate, t.ID); ok {
			d.quoteMail(&n, words)
			n.Why, n.Shared, n.Internal, n.Changes = l.why, l.shared, true, []string{"It answers the question for approval and decides nothing"}
			d.notify(n)
		}
	}
}
