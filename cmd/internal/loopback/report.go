package loopback

import (
	"bytes"
	"fmt"
	"strings"
	"time"
)

// report is the delivery status notification (RFC 3464) about a mail that did not get through.
func (w *World) report(t transfer, answer string) []byte {
	w.mu.Lock()
	boundary := fmt.Sprintf("report-%d", len(w.journal))
	w.mu.Unlock()
	host := w.opts.Hostname
	now := w.opts.Now().Format(time.RFC1123Z)
	refused := smtpError(answer)
	code := refused.EnhancedCode
	if code[0] == 0 {
		code[0] = refused.Code / 100
	}
	var header bytes.Buffer
	rest := eachField(t.raw, func(_, _ string, field []byte) { header.Write(field) })
	_ = rest // the body does not travel back
	var b strings.Builder
	fmt.Fprintf(&b, "From: Mail Delivery System <MAILER-DAEMON@%s>\r\n", host)
	fmt.Fprintf(&b, "To: <%s>\r\nSubject: Undelivered Mail Returned to Sender\r\nDate: %s\r\n", t.from, now)
	fmt.Fprintf(&b, "Message-ID: <%s.%d@%s>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n", boundary, w.opts.Now().UnixNano(), host)
	fmt.Fprintf(&b, "Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"%s\"\r\n\r\n", boundary)
	fmt.Fprintf(&b, "--%s\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n", boundary)
	fmt.Fprintf(&b, "This is the mail system at host %s.\r\n\r\nI'm sorry to have to inform you that your message could not\r\nbe delivered to <%s>:\r\n\r\n%s\r\n\r\n", host, t.to, answer)
	fmt.Fprintf(&b, "--%s\r\nContent-Type: message/delivery-status\r\n\r\n", boundary)
	fmt.Fprintf(&b, "Reporting-MTA: dns; %s\r\nArrival-Date: %s\r\n\r\n", host, now)
	fmt.Fprintf(&b, "Final-Recipient: rfc822; %s\r\nOriginal-Recipient: rfc822; %s\r\nAction: failed\r\n", t.to, t.to)
	fmt.Fprintf(&b, "Status: %d.%d.%d\r\nDiagnostic-Code: smtp; %s\r\n\r\n", code[0], code[1], code[2], answer)
	fmt.Fprintf(&b, "--%s\r\nContent-Type: text/rfc822-headers\r\n\r\n%s\r\n--%s--\r\n", boundary, header.String(), boundary)
	return []byte(b.String())
}
