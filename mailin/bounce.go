package mailin

import (
	"strings"

	"frontdesk/desk"
)

// maxBounceRecipients bounds the recipients of one report.
const maxBounceRecipients = 500

// readBounce reads a delivery report: the machine-readable part where there is one
// (RFC 3464), else the words.
func readBounce(m *desk.Mail, root *part, w *walker) *desk.Bounce {
	d := newDiagnosis(m, root, w)
	b := &desk.Bounce{Recipients: []desk.BounceRecipient{}, OriginalMessageID: d.originalID}
	b.Recipients = append(b.Recipients, d.statusRecipients(m)...)
	if len(b.Recipients) == 0 && d.readEnclosed() {
		b.OriginalMessageID = d.originalID
		b.Recipients = append(b.Recipients, d.statusRecipients(m)...)
	}
	if len(b.Recipients) == 0 {
		b.Recipients = append(b.Recipients, d.textRecipients(m)...)
	}
	d.complete(b.Recipients)
	b.Permanent = d.permanent(b.Recipients)
	b.Unreadable = len(b.Recipients) == 0 || d.guessed && d.machine
	return b
}

// readComplaint reads a feedback report (RFC 5965): who complained about which mail.
func readComplaint(m *desk.Mail, root *part, w *walker) *desk.Bounce {
	d := newDiagnosis(m, root, w)
	b := &desk.Bounce{Recipients: []desk.BounceRecipient{}, OriginalMessageID: d.originalID, Complaint: true, Permanent: true}
	add := func(addr string) {
		for _, r := range b.Recipients {
			if desk.AddressKey(r.Address) == desk.AddressKey(addr) {
				return
			}
		}
		if strings.Contains(addr, "@") {
			b.Recipients = append(b.Recipients, desk.BounceRecipient{Address: addr, Action: "failed", Reason: "complaint"})
		}
	}
	for _, block := range d.status {
		for _, name := range []string{"Original-Rcpt-To", "Removal-Recipient", "Final-Recipient"} {
			for _, v := range block.all(name) {
				add(typedAddress(v))
			}
		}
	}
	for _, name := range []string{"X-HmXmrOriginalRecipient", "To"} {
		if len(b.Recipients) == 0 && d.original != nil {
			for _, a := range addressFields(d.original.all(name)) {
				add(a.Addr)
			}
		}
	}
	b.Unreadable = len(b.Recipients) == 0 && b.OriginalMessageID == ""
	return b
}

// diagnosis is a report sorted into what it says and what it sends back.
type diagnosis struct {
	status     []section // the blocks of fields of its machine-readable part
	said       strings.Builder
	text       string   // what it says in words
	lines      []string // the same line by line, once needed
	original   *section // the header of the mail that it is about, nil where absent
	originalID string
	failed     []string // X-Failed-Recipients
	machine    bool     // there is a machine-readable part, of whatever worth
	guessed    bool     // the recipient is only that of the original mail
	enclosed   []byte   // body of the original where that is a report itself
	own        map[string]bool
	list       bool // the machine behind a mailing list wrote it
}

// newDiagnosis sorts the parts of a report.
func newDiagnosis(m *desk.Mail, root *part, w *walker) *diagnosis {
	d := &diagnosis{own: map[string]bool{}}
	d.sort(root, w)
	d.text = d.said.String()
	for _, v := range m.Header.Values("X-Failed-Recipients") {
		for _, a := range parseAddresses(v) {
			d.failed = append(d.failed, a.Addr)
		}
	}
	d.findOriginalID(m)
	d.findOwn(m)
	return d
}

// sort sorts the parts under root.
func (d *diagnosis) sort(root *part, w *walker) {
	root.leaves(func(p *part) {
		switch {
		case p.mediaType == "message/delivery-status" || p.mediaType == "message/global-delivery-status" || p.mediaType == "message/feedback-report":
			d.machine = true
			d.status = append(d.status, fieldBlocks(string(w.decoded(p)))...)
		case p.mediaType == "message/rfc822" || p.mediaType == "text/rfc822-headers" || p.mediaType == "message/global" || p.mediaType == "message/global-headers" || p.mediaType == "message/rfc822-headers":
			d.setOriginal(w.decoded(p))
		case p.mediaType == "text/plain":
			d.addText(w.text(p))
		case p.mediaType == "text/html" && d.said.Len() == 0:
			lines, _ := htmlLines(w.text(p))
			d.addText(joinLines(lines))
		}
	})
}

// addText adds a text part up to the mail that it sends back, if it does.
func (d *diagnosis) addText(t string) {
	if len(t) > maxReportText {
		t = strings.ToValidUTF8(t[:maxReportText], "")
	}
	said, returned := splitReturned(t)
	d.said.WriteString(said)
	d.said.WriteByte('\n')
	if returned != "" {
		d.setOriginal([]byte(returned))
	}
	if len(d.status) == 0 && hasStatusFields(said) {
		d.status = append(d.status, fieldBlocks(said)...)
	}
}

// maxReportText bounds the words of a report that are read.
const maxReportText = 256 << 10

func (d *diagnosis) setOriginal(b []byte) {
	if d.original != nil && d.original.has("Message-ID") {
		return
	}
	s, body := readSection(trimLeftLines(b))
	if len(s.fields) == 0 {
		return
	}
	d.original = &s
	if t, _ := parseParams(s.get("Content-Type")); t == "multipart/report" {
		d.enclosed = body
	}
}

// readEnclosed turns to the report that this one sends back, if it does: gateways wrap
// reports in reports of their own that say nothing.
func (d *diagnosis) readEnclosed() bool {
	if d.enclosed == nil {
		return false
	}
	w := &walker{}
	root := w.part(*d.original, d.enclosed, 0, "text/plain")
	inner := &diagnosis{own: d.own}
	if w.refused == "" {
		inner.sort(root, w)
	}
	if len(inner.status) == 0 {
		return false
	}
	d.status, d.text, d.lines = inner.status, inner.said.String(), nil
	if inner.original != nil {
		d.originalID = firstID(inner.original.get("Message-ID"))
	}
	return true
}

func trimLeftLines(b []byte) []byte {
	for len(b) > 0 && (b[0] == '\r' || b[0] == '\n' || b[0] == ' ' || b[0] == '\t') {
		b = b[1:]
	}
	return b
}

// findOriginalID looks for the Message-ID of the mail that the report is about.
func (d *diagnosis) findOriginalID(m *desk.Mail) {
	if d.original != nil {
		if d.originalID = firstID(d.original.get("Message-ID")); d.originalID != "" {
			return
		}
	}
	for _, block := range d.status {
		for _, name := range []string{"X-Original-Message-ID", "Original-Message-ID"} {
			if d.originalID = firstID(block.get(name)); d.originalID != "" {
				return
			}
		}
	}
	for line := range strings.SplitSeq(d.text, "\n") {
		t := strings.ToLower(strings.TrimSpace(line))
		if strings.HasPrefix(t, "message-id:") || strings.HasPrefix(t, "message id:") || strings.HasPrefix(t, "messageid:") {
			_, v, _ := strings.Cut(line, ":")
			if d.originalID = firstID(v); d.originalID != "" {
				return
			}
		}
	}
	for _, ids := range [][]string{m.InReplyTo, m.References} {
		if len(ids) > 0 && d.originalID == "" {
			d.originalID = ids[len(ids)-1]
		}
	}
}

// findOwn collects the addresses that are no failed recipients: the sender of the
// original mail, to whom the report goes, and the system that writes it.
func (d *diagnosis) findOwn(m *desk.Mail) {
	for _, list := range [][]desk.Address{m.From, m.To, m.ReplyTo} {
		for _, a := range list {
			d.own[a.Key()] = true
		}
	}
	d.list = fromListServer(m)
	for _, a := range m.DeliveredTo {
		d.own[desk.AddressKey(a)] = true
	}
	if d.original != nil {
		for _, name := range []string{"From", "Sender", "Return-Path", "Reply-To"} {
			for _, a := range addressFields(d.original.all(name)) {
				d.own[a.Key()] = true
			}
		}
	}
}

// fieldBlocks reads blocks of header-like fields with empty lines between (RFC 3464 §2.1).
func fieldBlocks(t string) []section {
	var blocks []section
	cur := section{}
	for line := range strings.SplitSeq(normalText(t), "\n") {
		if len(blocks) > maxBounceRecipients {
			break
		}
		trimmed := strings.TrimSpace(line)
		switch name, value, ok := splitField([]byte(line)); {
		case trimmed == "":
			if cur.flush(); len(cur.fields) > 0 {
				blocks = append(blocks, cur)
			}
			cur = section{}
		case line[0] == ' ' || line[0] == '\t':
			if name, value, ok := splitField([]byte(trimmed)); ok && len(cur.fields) == 0 {
				cur.add(name, value)
			} else {
				cur.fold([]byte(line))
			}
		case ok && len(cur.fields) < maxHeaderFields:
			if isRecipientField(name) && cur.has(name) { // the empty line between two is missing
				cur.flush()
				blocks, cur = append(blocks, cur), section{}
			}
			cur.add(name, value)
		default:
			cur.fold([]byte(line))
		}
	}
	if cur.flush(); len(cur.fields) > 0 {
		blocks = append(blocks, cur)
	}
	return blocks
}

// isRecipientField names the fields that stand once in the block of a recipient.
func isRecipientField(name string) bool {
	return isName(name, "Final-Recipient") || isName(name, "Original-Recipient") || isName(name, "Action") || isName(name, "Status")
}

// statusRecipients are the recipients of the machine-readable part.
func (d *diagnosis) statusRecipients(m *desk.Mail) []desk.BounceRecipient {
	var list []desk.BounceRecipient
	for i := range d.status {
		block := &d.status[i]
		final, orig := typedAddress(block.get("Final-Recipient")), typedAddress(block.get("Original-Recipient"))
		if final == "" && orig == "" {
			continue
		}
		r := desk.BounceRecipient{Address: final, Original: orig,
			Action: firstWord(block.get("Action")), Status: statusCode(block.get("Status")), Reason: diagnostic(block.get("Diagnostic-Code"))}
		for _, other := range []string{orig, typedAddress(block.get("X-Actual-Recipient"))} {
			if !isRoutable(r.Address) && isRoutable(other) {
				r.Address = other
			}
		}
		if !isRoutable(r.Address) { // a file, a program, a bare host: the words know better
			if named := d.textRecipients(m); len(named) == 1 {
				r.Address = named[0].Address
			}
		}
		if len(list) < maxBounceRecipients && !hasRecipient(list, r.Address) {
			list = append(list, r)
		}
	}
	return list
}

// encapsulated begins the local part of an address that stands for one of another kind.
const encapsulated = "IMCEA"

// isRoutable says whether an address has a local part and a domain with a dot.
func isRoutable(addr string) bool {
	local, domain, ok := strings.Cut(addr, "@")
	return ok && local != "" && !strings.HasPrefix(local, "/") && !strings.HasPrefix(local, encapsulated) && strings.Contains(domain, ".")
}

func hasRecipient(list []desk.BounceRecipient, addr string) bool {
	for _, r := range list {
		if desk.AddressKey(r.Address) == desk.AddressKey(addr) {
			return true
		}
	}
	return false
}

// typedAddress is the address of "rfc822; user@host" (RFC 3464 §2.3.2).
func typedAddress(v string) string {
	if kind, rest, ok := strings.Cut(v, ";"); ok && !strings.Contains(kind, "@") {
		v = rest
	}
	v = strings.TrimSpace(stripComments(v))
	if v == "" {
		return ""
	}
	if a := parseAddresses(v); len(a) > 0 {
		if strings.HasPrefix(a[0].Addr, "\"") {
			return a[0].Addr
		}
		return strings.Trim(a[0].Addr, ".'\"")
	}
	return cleanAddr(v)
}

// diagnostic is a Diagnostic-Code without its type.
func diagnostic(v string) string {
	if kind, rest, ok := strings.Cut(v, ";"); ok && len(kind) < 20 {
		v = rest
	}
	return headerText(v)
}

// firstWord is the first word of a text, lower case.
func firstWord(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.IndexAny(s, " \t;("); i >= 0 {
		s = s[:i]
	}
	return strings.ToLower(s)
}
