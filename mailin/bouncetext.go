package mailin

import (
	"slices"
	"strings"

	"frontdesk/desk"
)

// byBounceText recognises delivery reports that do not follow RFC 3464: by fields that
// only they have, by a mail system as sender together with the words, by the mail that
// they send back.
func byBounceText(m *desk.Mail, root *part, w *walker) (desk.Class, string) {
	why := ""
	named := hasAnyPrefix(strings.ToLower(m.Subject), bounceSubjects)
	switch {
	case m.Header.Has("X-Failed-Recipients"):
		why = "X-Failed-Recipients"
	case (named || fromDaemon(m)) && hasStatusFields(m.Text):
		why = "the fields of a delivery report in the text"
	case looksLikeReply(m):
	case fromDaemon(m) || fromListServer(m):
		why = byDaemonWords(m, root, w)
	case named && hasWords(head(m.Text, 4000), bounceTexts) && sendsBack(m.Text):
		why = "the subject of a delivery report, and a mail sent back with its header"
	}
	if why == "" {
		return desk.ClassHuman, ""
	}
	m.Bounce = readBounce(m, root, w)
	return desk.ClassBounce, why
}

// byDaemonWords says what makes the mail of a mail system a delivery report, if it is
// one. From an address that sends nothing else, one sign is enough; where people may
// write too, as postmaster or below the name of a mail system, it takes two, and
// somebody or some mail that the report is about.
func byDaemonWords(m *desk.Mail, root *part, w *walker) string {
	subject, text := hasWords(m.Subject, bounceSubjects), hasWords(head(m.Text, 4000), bounceTexts)
	if isMailer(m) {
		switch {
		case subject:
			return "the subject of a delivery report from a mail system"
		case text:
			return "the words of a delivery report from a mail system"
		}
	}
	if matchHeaders(m.Header, replyHeaders) != "" {
		return ""
	}
	d := newDiagnosis(m, root, w)
	code := statusCode(d.text) != "" || smtpCode(d.text) != 0
	signs := 0
	for _, sign := range []bool{subject, text, code, d.original != nil, isMailer(m)} {
		if sign {
			signs++
		}
	}
	if signs < 2 || d.original == nil && !d.names(m) {
		return ""
	}
	return "a mail system that names a code, a mail or an address in the words of a delivery report"
}

// sendsBack says whether a text ends in a mail with the fields that servers write.
func sendsBack(text string) bool {
	_, returned := splitReturned(head(text, maxReportText))
	s, _ := readSection(trimLeftLines([]byte(head(returned, maxHeaderBytes))))
	return s.has("Message-ID") && s.has("From")
}

// hasStatusFields says whether a text holds the fields of RFC 3464, unquoted.
func hasStatusFields(t string) bool {
	t = strings.ToLower(head(t, 20000))
	return hasLine(t, "final-recipient:") && (hasLine(t, "action:") || hasLine(t, "status:") || hasLine(t, "diagnostic-code:"))
}

func hasLine(t, prefix string) bool {
	return strings.HasPrefix(t, prefix) || strings.Contains(t, "\n"+prefix) || strings.Contains(t, "\n "+prefix)
}

func head(s string, n int) string { return s[:min(len(s), n)] }

func hasWords(s string, list []string) bool {
	s = strings.ToLower(s)
	for _, w := range list {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// fromDaemon says whether a mail system may have written the mail, as far as the envelope
// and the sender tell.
func fromDaemon(m *desk.Mail) bool {
	return m.NullReturnPath() || isMailer(m) || isDaemonName(m)
}

// isMailer says whether the sender is the part of a mail system that sends reports and
// nothing else.
func isMailer(m *desk.Mail) bool {
	if strings.HasPrefix(strings.ToLower(m.ReturnPath), "mailer-daemon") {
		return true
	}
	if len(m.From) == 0 {
		return m.NullReturnPath() || strings.Contains(m.Header.Get("From"), "<")
	}
	local, _, _ := strings.Cut(m.From[0].Key(), "@")
	for _, n := range mailerNames {
		if strings.HasPrefix(local, n) {
			return true
		}
	}
	return local == "" || m.NullReturnPath() && isDaemonName(m)
}

// isDaemonName says whether the sender has the name of a mail system, behind which people
// may be as well.
func isDaemonName(m *desk.Mail) bool {
	if len(m.From) == 0 {
		return true
	}
	local, _, _ := strings.Cut(m.From[0].Key(), "@")
	name := strings.ToLower(m.From[0].Name)
	for _, d := range daemonNames {
		if strings.HasPrefix(local, d) || strings.Contains(name, d) {
			return true
		}
	}
	return slices.Contains(noReplyNames, local)
}

// fromListServer says whether the machine behind a mailing list wrote the mail: its
// address is that of the list and an ending, and its header names a list.
func fromListServer(m *desk.Mail) bool {
	if len(m.From) == 0 || matchHeaders(m.Header, bulkHeaders) == "" {
		return false
	}
	local, _, _ := strings.Cut(m.From[0].Key(), "@")
	return listName(local) != ""
}

// listName is the list that a local part is the machine of, "" where it is of none.
func listName(local string) string {
	for _, end := range listServerEndings {
		if name, ok := strings.CutSuffix(local, end); ok {
			return name
		}
	}
	return ""
}

// splitReturned splits the words of a report from the mail that it sends back: at a
// line that says so, or where a header section begins.
func splitReturned(t string) (said, returned string) {
	lines := strings.Split(t, "\n")
	off := 0
	for i, line := range lines {
		switch next := lines[i+1:]; {
		case i == 0:
		case isTraceField(line) && fieldsFollow(next, 2, false):
			return t[:off], t[off:]
		case isReturnedMark(line) && fieldsFollow(next, 1, true):
			return t[:off], outdent(t[min(off+len(line)+1, len(t)):])
		}
		off += len(line) + 1
	}
	return t, ""
}

// outdent takes the white space off all lines that the first one begins with.
func outdent(t string) string {
	t = strings.TrimLeft(t, "\n")
	indent := t[:len(t)-len(strings.TrimLeft(t, " \t"))]
	if indent == "" {
		return t
	}
	return strings.ReplaceAll(t[len(indent):], "\n"+indent, "\n")
}

// isReturnedMark recognises the line above a mail that is sent back.
func isReturnedMark(line string) bool {
	s := strings.ToLower(strings.TrimSpace(line))
	if len(s) < 6 || len(s) > 160 || !hasWords(s, returnedMarks) {
		return false
	}
	c := s[0]
	last := s[len(s)-1]
	return strings.IndexByte("-=*|_#", c) >= 0 || last == ':' || last == '-' || len(s) < 60 && last != '.'
}

// returnedFields are the fields that a header section begins with.
var returnedFields = []string{"received", "return-path", "message-id", "mime-version", "dkim-signature", "date", "from", "to", "subject", "x-originating-ip", "content-type", "content-transfer-encoding", "x-mailer", "reply-to", "cc", "sender", "delivered-to", "authentication-results", "arc-seal", "x-google-dkim-signature", "user-agent", "references", "in-reply-to", "domainkey-signature", "x-priority"}

func isHeaderField(line string) (name string, ok bool) {
	name, _, ok = splitField([]byte(strings.TrimPrefix(strings.TrimRight(line, "\r"), "> ")))
	name = strings.ToLower(name)
	return name, ok
}

// isTraceField says whether a line begins a header section that was sent back.
func isTraceField(line string) bool {
	name, ok := isHeaderField(line)
	return ok && (name == "received" || name == "return-path" || name == "message-id" || name == "mime-version" || name == "dkim-signature" || name == "x-originating-ip" || name == "delivered-to")
}

// fieldsFollow says whether at least n fields of a mail stand within the next lines,
// with white space before them where indented says so.
func fieldsFollow(lines []string, n int, indented bool) bool {
	found, seen := 0, 0
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			if found > 0 {
				break
			}
			continue
		}
		if seen++; seen > 24 {
			break
		}
		if indented {
			line = strings.TrimLeft(line, " \t")
		}
		name, ok := isHeaderField(line)
		if !ok {
			continue
		}
		for _, f := range returnedFields {
			if name == f {
				found++
				break
			}
		}
	}
	return found >= n
}

// reasonFor is the line about an address, or the first one that gives a reason.
func (d *diagnosis) reasonFor(addr string) string {
	if d.lines == nil {
		d.lines = strings.Split(d.text, "\n")
	}
	lines := d.lines
	for i, line := range lines {
		if !strings.Contains(line, addr) {
			continue
		}
		for j := i; j < len(lines) && j < i+6; j++ {
			t := strings.TrimSpace(lines[j])
			if j > i && t == "" {
				break
			}
			if smtpCode(t) != 0 || statusCode(t) != "" || hasWords(t, permanentTexts) {
				return oneLine(printableReason(t))
			}
		}
	}
	return firstReason(d.text)
}

func firstReason(t string) string {
	for line := range strings.SplitSeq(t, "\n") {
		if smtpCode(line) != 0 {
			return oneLine(printableReason(strings.TrimSpace(line)))
		}
	}
	return ""
}

func printableReason(s string) string {
	if len(s) > 500 {
		return strings.ToValidUTF8(s[:500], "")
	}
	return s
}

// complete fills status and action where the report leaves them to its words.
func (d *diagnosis) complete(list []desk.BounceRecipient) {
	for i := range list {
		r := &list[i]
		if r.Status == "" || strings.HasSuffix(r.Status, ".0.0") || r.Action == "failed" && strings.HasPrefix(r.Status, "4") {
			if s := statusCode(r.Reason); s != "" {
				r.Status = s
			}
		}
		if r.Status == "" && len(list) == 1 {
			r.Status = statusCode(d.text)
		}
		if r.Action == "" {
			r.Action = "failed"
			if !strings.HasPrefix(r.Status, "5") && smtpCode(r.Reason) < 500 && hasWords(d.text, delayTexts) {
				r.Action = "delayed"
			}
		}
	}
}

// permanent says whether the failure is for good: by status, then by the answer of the
// server, then by the words. One permanent failure makes the report one.
func (d *diagnosis) permanent(list []desk.BounceRecipient) bool {
	failed := false
	for _, r := range list {
		switch {
		case r.Action == "delivered" || r.Action == "relayed" || r.Action == "expanded" || r.Action == "delayed":
			continue
		case strings.HasPrefix(r.Status, "5"):
			return true
		case strings.HasPrefix(r.Status, "4"):
			continue
		}
		switch code := smtpCode(r.Reason); {
		case code >= 500:
			return true
		case code >= 400:
			continue
		}
		if hasWords(r.Reason, permanentTexts) {
			return true
		}
		failed = true
	}
	if !failed && len(list) > 0 {
		return false
	}
	switch code := smtpCode(d.text); {
	case code >= 500:
		return true
	case code >= 400:
		return false
	}
	return !hasWords(d.text, delayTexts) && !hasWords(d.text, temporaryTexts) || hasWords(d.text, permanentTexts)
}
