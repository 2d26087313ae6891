package mailin

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"frontdesk/desk"
)

// Parse reads one mail. It never fails: what had to be repaired stands in Problems,
// and a mail that breaks a limit has Refused set and whatever could be read until then.
// The result keeps slices of raw (attachment contents), so raw must not be changed.
func Parse(raw []byte) *desk.Mail {
	sum := sha256.Sum256(raw)
	m := &desk.Mail{Size: len(raw), SHA256: hex.EncodeToString(sum[:])}
	w := &walker{}
	s, body := readSection(w.transport(raw))
	if len(s.fields) == 0 {
		w.problem("no header")
	}
	readHeader(m, &s)
	root := w.part(s, body, 0, "text/plain")
	for _, refused := range []string{fieldLimits(&s), w.refused} {
		if m.Refused == "" {
			m.Refused = refused
		}
	}
	c := choose(root)
	tnef := w.unwrapTNEF(&c)
	texts := w.readTexts(c.segments, c.attached)
	texts.fallBack(tnef)
	texts.lines = dropPlaceholders(texts.lines, c.attached)
	m.Attachments = w.attachments(append(c.attached, texts.files...), texts.cids)
	if m.Refused == "" {
		w.fillText(m, texts)
		classify(m, root, w)
	} else {
		m.Class = desk.ClassHuman
	}
	m.ContentHash = contentHash(&s, root, w)
	m.Problems = append(m.Problems, w.problems...)
	return m
}

// fieldLimits names the limit on single fields that a header breaks.
func fieldLimits(s *section) string {
	received := 0
	for _, f := range s.fields {
		switch strings.ToLower(f.name) {
		case "received":
			if received++; received > maxReceived {
				return "more than 100 Received fields"
			}
		case "from", "sender", "reply-to", "return-path", "resent-from", "resent-sender", "disposition-notification-to", "mail-followup-to":
			if len(f.value) > maxAddressField {
				return f.name + " field of more than 4 KiB"
			}
		}
	}
	return ""
}

// readHeader fills what comes from the header alone.
func readHeader(m *desk.Mail, s *section) {
	m.Header = make(desk.Header, 0, len(s.fields))
	for _, f := range s.fields {
		m.Header = append(m.Header, desk.Field{Name: f.name, Value: headerText(f.value)})
	}
	m.MessageID = firstID(s.get("Message-ID"))
	m.Date = parseDate(s.get("Date"))
	froms := s.all("From")
	m.From = addressFields(froms)
	m.FromProblem = fromProblem(froms)
	m.Sender = addressFields(s.all("Sender"))
	m.ReplyTo = addressFields(s.all("Reply-To"))
	m.To = addressFields(s.all("To"))
	m.Cc = addressFields(s.all("Cc"))
	m.SubjectFields = len(s.all("Subject"))
	m.Subject = headerText(s.get("Subject"))
	for _, v := range s.all("In-Reply-To") {
		m.InReplyTo = append(m.InReplyTo, messageIDs(v)...)
	}
	for _, v := range s.all("References") {
		m.References = append(m.References, messageIDs(v)...)
	}
	if s.has("Return-Path") {
		m.HasReturnPath = true
		m.ReturnPath = cleanAddr(s.get("Return-Path"))
	}
	m.DeliveredTo = deliveredTo(s)
	for _, once := range []string{"Message-ID", "Subject", "Date", "Sender", "Reply-To", "In-Reply-To", "References"} {
		if len(s.all(once)) > 1 {
			m.Problems = appendOnce(m.Problems, "more than one "+once+" field")
		}
	}
	if m.FromProblem != "" {
		m.Problems = appendOnce(m.Problems, m.FromProblem)
	}
}

// maxRecipients bounds the addresses that are kept of one kind of field.
const maxRecipients = 20000

func addressFields(values []string) []desk.Address {
	var list []desk.Address
	for _, v := range values {
		list = append(list, parseAddresses(v)...)
		if len(list) > maxRecipients {
			return list[:maxRecipients]
		}
	}
	return list
}

// deliveredTo are the addresses that the receiving servers wrote down, topmost first.
func deliveredTo(s *section) []string {
	var list []string
	for _, f := range s.fields {
		switch strings.ToLower(f.name) {
		case "delivered-to", "x-original-to", "envelope-to", "x-delivered-to", "x-envelope-to":
			if a := cleanAddr(f.value); a != "" {
				list = append(list, a)
			}
		}
	}
	return list
}
