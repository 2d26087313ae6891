package mailin

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/desk"
)

// classify says which machine wrote the mail, if one did: structure first, then
// headers that are made for it, wordings last. Loops are not its concern: only the
// desk knows its own mail.
func classify(m *desk.Mail, root *part, w *walker) {
	m.Class = desk.ClassHuman
	for _, judge := range []func(*desk.Mail, *part, *walker) (desk.Class, string){
		byReport, byCloudReport, byBounceText, byCalendar, byAutoSubmitted, byHeaders, bySaying, bySubject, bySender,
	} {
		if class, why := judge(m, root, w); class != desk.ClassHuman {
			m.Class, m.ClassReason = class, why
			return
		}
	}
}

// byReport goes by the structure of reports (RFC 6522 and the types built on it).
func byReport(m *desk.Mail, root *part, w *walker) (desk.Class, string) {
	kind := ""
	if root.mediaType == "multipart/report" {
		kind = strings.ToLower(strings.TrimSpace(root.params["report-type"]))
	}
	found := ""
	root.leaves(func(p *part) {
		switch p.mediaType {
		case "message/feedback-report", "message/disposition-notification", "application/tlsrpt+gzip", "application/tlsrpt+json":
			found = p.mediaType
		case "message/delivery-status", "message/global-delivery-status":
			if found == "" {
				found = p.mediaType
			}
		}
	})
	switch {
	case found == "message/feedback-report" || kind == "feedback-report":
		m.Bounce = readComplaint(m, root, w)
		return desk.ClassReport, "a feedback report (RFC 5965)"
	case found == "message/disposition-notification" && isRejection(m, root, w):
		m.Bounce = readBounce(m, root, w)
		return desk.ClassBounce, "a rejection in the form of a read receipt (RFC 5429)"
	case found == "message/disposition-notification" || kind == "disposition-notification":
		return desk.ClassAutoReply, "a read receipt (RFC 8098)"
	case kind == "tlsrpt" || strings.HasPrefix(found, "application/tlsrpt") || m.Header.Has("TLS-Report-Domain"):
		return desk.ClassReport, "a TLS report (RFC 8460)"
	case found != "" || kind == "delivery-status" || strings.HasPrefix(kind, "delivery-status"):
		m.Bounce = readBounce(m, root, w)
		return desk.ClassBounce, "a delivery status report (RFC 3464)"
	case isPlainComplaint(m, root):
		m.Bounce = readComplaint(m, root, w)
		return desk.ClassReport, "a complaint about a message, by its subject and the message in it"
	case matchHeaders(m.Header, reportHeaders) != "":
		return desk.ClassReport, matchHeaders(m.Header, reportHeaders)
	case isDMARCReport(m):
		return desk.ClassReport, "a DMARC report (RFC 7489)"
	}
	return desk.ClassHuman, ""
}

// isRejection tells the filter that refuses a mail from the reader who deletes it: both
// send the same notification (RFC 5429 §2.1.1), but only the first says so.
func isRejection(m *desk.Mail, root *part, w *walker) bool {
	deleted := false
	root.leaves(func(p *part) {
		if p.mediaType == "message/disposition-notification" {
			deleted = deleted || strings.Contains(strings.ToLower(head(string(w.decoded(p)), maxReportText)), "deleted")
		}
	})
	return deleted && hasWords(m.Subject, bounceSubjects) && hasWords(head(m.Text, 4000), bounceTexts)
}

// isPlainComplaint recognises the complaints that large providers send without the
// structure of RFC 5965: the message itself below a telling subject.
func isPlainComplaint(m *desk.Mail, root *part) bool {
	s := strings.ToLower(strings.TrimSpace(m.Subject))
	if !strings.HasPrefix(s, "complaint about message") && !strings.HasPrefix(s, "abuse report") && !strings.HasPrefix(s, "email abuse report") {
		return false
	}
	enclosed := false
	root.leaves(func(p *part) { enclosed = enclosed || p.mediaType == "message/rfc822" })
	return enclosed
}

// isDMARCReport recognises an aggregate report (RFC 7489 §7.2.1.1).
func isDMARCReport(m *desk.Mail) bool {
	s := strings.ToLower(m.Subject)
	if !strings.Contains(s, "report domain:") && !strings.Contains(s, "report-id:") || len(m.Attachments) == 0 {
		return false
	}
	for _, a := range m.Attachments {
		if strings.HasSuffix(a.Type, "gzip") || strings.HasSuffix(a.Type, "zip") || strings.HasSuffix(a.Type, "xml") {
			return true
		}
	}
	return false
}

// byCalendar recognises the answer to an invitation (RFC 5546 §3.2.3).
func byCalendar(_ *desk.Mail, root *part, w *walker) (class desk.Class, why string) {
	class = desk.ClassHuman
	root.leaves(func(p *part) {
		if p.mediaType != "text/calendar" || class != desk.ClassHuman {
			return
		}
		method := strings.ToLower(p.params["method"])
		if method == "" {
			text := w.text(p)
			if i := strings.Index(text, "\nMETHOD:"); i >= 0 {
				method, _, _ = strings.Cut(strings.ToLower(text[i+8:]), "\n")
			}
		}
		if m := strings.TrimSpace(method); m == "reply" || m == "counter" || m == "declinecounter" {
			class, why = desk.ClassAutoReply, "a calendar answer (METHOD:"+strings.ToUpper(m)+")"
		}
	})
	return class, why
}

// byAutoSubmitted reads Auto-Submitted (RFC 3834 §5; RFC 5436 adds auto-notified).
// Anything but "no" is a machine.
func byAutoSubmitted(m *desk.Mail, _ *part, _ *walker) (desk.Class, string) {
	for _, v := range m.Header.Values("Auto-Submitted") {
		word := strings.ToLower(strings.TrimSpace(stripComments(v)))
		if i := strings.IndexAny(word, "; \t"); i >= 0 {
			word = word[:i]
		}
		switch word {
		case "no", "", "auto-forwarded": // forwarding by a filter makes no machine of the author
		case "auto-replied":
			return desk.ClassAutoReply, "Auto-Submitted: " + word
		default:
			if looksLikeReply(m) {
				return desk.ClassAutoReply, "Auto-Submitted: " + printable(word) + " and the subject of a reply"
			}
			return desk.ClassAutoGenerated, "Auto-Submitted: " + printable(word)
		}
	}
	return desk.ClassHuman, ""
}

// byHeaders goes by the fields that stand for one class.
func byHeaders(m *desk.Mail, _ *part, _ *walker) (desk.Class, string) {
	if why := matchHeaders(m.Header, replyHeaders); why != "" {
		return desk.ClassAutoReply, why
	}
	if looksLikeReply(m) {
		return desk.ClassAutoReply, "the subject says that it is an automatic reply"
	}
	if why := matchHeaders(m.Header, bulkHeaders); why != "" {
		return desk.ClassBulk, why
	}
	if why := matchHeaders(m.Header, generatedHeaders); why != "" {
		return desk.ClassAutoGenerated, why
	}
	return desk.ClassHuman, ""
}

func matchHeaders(h desk.Header, list []struct{ name, value string }) string {
	for _, f := range list {
		for _, v := range h.Values(f.name) {
			v = strings.ToLower(strings.TrimSpace(v))
			if strings.HasPrefix(v, f.value) && v != "no" && v != "false" {
				return f.name + ": " + printable(v)
			}
		}
	}
	return ""
}

// looksLikeReply says whether the subject is that of an automatic reply. Behind a
// "Re:" only the unmistakable words count: people answer automatic replies too.
func looksLikeReply(m *desk.Mail) bool {
	s := strings.ToLower(strings.TrimSpace(m.Subject))
	for strings.HasPrefix(s, "[") {
		i := strings.IndexByte(s, ']')
		if i < 0 {
			break
		}
		s = strings.TrimSpace(s[i+1:])
	}
	if endsTopic(s, autoReplySubjects) || isAway(m, s) {
		return true
	}
	for _, w := range autoReplyAnywhere {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// endsTopic says whether a subject begins with one of the list and goes on in no
// sentence: people write about automatic replies as well.
func endsTopic(s string, list []string) bool {
	for _, w := range list {
		rest, ok := strings.CutPrefix(s, w)
		if !ok {
			continue
		}
		next := strings.TrimLeft(rest, " \u00a0\u3000")
		r, _ := utf8.DecodeRuneInString(next)
		if next == "" || strings.HasSuffix(w, ":") || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '-' || next != rest && (r == '-' || hasAnyPrefix(next, replyLinks)) {
			return true
		}
	}
	return false
}

// isAway says whether a subject says of the sender, by name, that nobody is there.
func isAway(m *desk.Mail, subject string) bool {
	if len(m.From) != 1 {
		return false
	}
	first, _, _ := strings.Cut(strings.ToLower(m.From[0].Name), " ")
	first = strings.Trim(first, ",;\"'")
	if len(first) < 2 || !strings.HasPrefix(subject, first) {
		return false
	}
	return hasWords(head(subject, 120), awayWords)
}

// bySaying goes by what a text says of itself at its beginning, and by the form of read
// receipts.
func bySaying(m *desk.Mail, _ *part, _ *walker) (desk.Class, string) {
	if speaksForOther(m) {
		return desk.ClassHuman, ""
	}
	lines := 0
	for line := range strings.SplitSeq(head(m.NewText, 600), "\n") {
		line = strings.ToLower(strings.Trim(line, " \t*-_=#!\u3000"))
		if line == "" {
			continue
		}
		if hasAnyPrefix(line, autoReplyTexts) {
			return desk.ClassAutoReply, "the text says that it is an automatic reply"
		}
		if lines++; lines == 3 {
			break
		}
	}
	if prefix, _, ok := cutAny(strings.ToLower(strings.TrimSpace(m.Subject)), ":(：-"); ok && slices.Contains(receiptSubjects, strings.TrimSpace(prefix)) && hasWords(head(m.Text, 2000), receiptTexts) {
		return desk.ClassAutoReply, "a read receipt, by its words"
	}
	return desk.ClassHuman, ""
}

// cutAny cuts s at the first of the characters.
func cutAny(s, chars string) (before, after string, ok bool) {
	i := strings.IndexAny(s, chars)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i:], true
}

// bySubject goes by the subjects of machines.
func bySubject(m *desk.Mail, _ *part, _ *walker) (desk.Class, string) {
	s := strings.ToLower(strings.TrimSpace(m.Subject))
	for _, p := range generatedSubjects {
		if strings.HasPrefix(s, p) {
			return desk.ClassAutoGenerated, "the subject begins with " + p
		}
	}
	return desk.ClassHuman, ""
}

// bySender goes by the envelope and the sender: nobody reads what comes back. A form
// that names a person in Reply-To speaks for that person.
func bySender(m *desk.Mail, _ *part, _ *walker) (desk.Class, string) {
	if m.NullReturnPath() {
		return desk.ClassAutoGenerated, "Return-Path: <>"
	}
	if len(m.From) != 1 {
		return desk.ClassHuman, ""
	}
	local, _, _ := strings.Cut(m.From[0].Key(), "@")
	if strings.HasPrefix(local, "mailer-daemon") {
		return desk.ClassAutoGenerated, "the sender is a mail system"
	}
	if speaksForOther(m) {
		return desk.ClassHuman, ""
	}
	for _, n := range noReplyNames {
		if local == n || strings.HasPrefix(local, n+"-") || strings.HasPrefix(local, n+"+") || strings.HasPrefix(local, n+".") {
			return desk.ClassAutoGenerated, "the sender takes no replies"
		}
	}
	return desk.ClassHuman, ""
}

// speaksForOther says whether the sender names somebody else in Reply-To.
func speaksForOther(m *desk.Mail) bool {
	return len(m.ReplyTo) > 0 && len(m.From) > 0 && m.ReplyTo[0].Key() != m.From[0].Key()
}
