package mailin

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/desk"
)

// returned is the mail that the reports of these tests send back.
const returned = "Received: from desk by mx; Tue, 3 Nov 2026 09:14:00 +0100\nFrom: desk@acme.example\nTo: nora@field.example\nSubject: x\nMessage-ID: <out.7@acme.example>\n\nhello\n"

// TestBounceWords reads reports that only say in words what happened.
func TestBounceWords(t *testing.T) {
	tests := []struct {
		name, from, subject, body string
		permanent                 bool
		status, action            string
		id                        bool
	}{
		{"address alone", "MAILER-DAEMON@x.example", "Delivery Status Notification (Failure)", "It failed permanently:\n\n     nora@field.example\n\nThe details: 550 5.1.1 nobody here. We recommend contacting postmaster@field.example.\n\n----- Original message -----\n\n" + returned, true, "5.1.1", "failed", true},
		{"address in a sentence", "<mailer-daemon@x.example>", "Delivery Status Notification (Failure)", "Your message wasn't delivered to nora@field.example because the address couldn't be found.\n\nThe response was:\n\n550 5.1.1 no account\n", true, "5.1.1", "failed", false},
		{"twice in a line", "postmaster@x.example", "Undeliverable: x", "Delivery has failed to these recipients:\n\nnora@field.example (nora@field.example)\nThe address couldn't be found.\n\nnora@field.example\n#550 5.1.10 RecipientNotFound ##\nOriginal message headers:\n" + returned, true, "5.1.10", "failed", true},
		{"in quotes", "postmaster@x.example", "Undeliverable mail", "Failed to deliver to '<nora@field.example>'\n 550 No such user\n\n" + returned, true, "", "failed", true},
		{"behind a label", "postmaster@x.example", "Delivery Failure", "Failed Recipient: nora@field.example\nReason: 550 Unknown user\n\n   -- The header of the message follows --\n\n" + returned, true, "", "failed", true},
		{"reply address is none", "Mail Administrator <postmaster@x.example>", "Mail System Error", "This message was undeliverable: the account does not exist.\n\n<nora@field.example>\n\nPlease reply to <admin@x.example> if this is wrong.\n", true, "", "failed", false},
		{"warning", "MAILER-DAEMON@x.example", "Warning: could not send message for past 4 hours", "   ----- The following addresses had transient errors -----\n<nora@field.example>\n\n451 name server timeout\nWill keep trying until message is 5 days old\n", false, "", "delayed", false},
		{"delay in words", "Mailer-Daemon@x.example", "Warning: message 1abc delayed 24 hours", "The address to which it has not yet been delivered is:\n\n  nora@field.example\n\nNo action is required on your part.\n", false, "", "delayed", false},
		{"temporary failure", "MAILER-DAEMON@x.example", "failure notice", "<nora@field.example>:\nConnected, but: 452 4.2.2 mailbox is full\n", false, "4.2.2", "failed", false},
		{"german", "noreply@mx.example", "Unzustellbar: x", "Ihre Nachricht an nora@field.example wurde nicht zugestellt. 550 unbekannt\n", true, "", "failed", false},
		{"sender without local part", "Mail server <@x.example>", "NOTICE: mail delivery status.", "Cannot be delivered:\n\n<nora@field.example>:\n<<< 550 unknown\n", true, "", "failed", false},
		{"fields in the text", "MAILER-DAEMON@x.example", "Returned", "Sorry.\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; nora@field.example\nAction: failed\nStatus: 5.2.1\n", true, "5.2.1", "failed", false},
		{"nothing but the mail itself", "MAILER-DAEMON@x.example", "Returned mail", "It came back.\n\n" + returned, true, "", "failed", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := Parse([]byte("From: " + tt.from + "\nTo: desk@acme.example\nSubject: " + tt.subject + "\nContent-Type: text/plain; charset=utf-8\n\n" + tt.body))
			if m.Class != desk.ClassBounce || m.Bounce == nil {
				t.Fatalf("class %q (%s)", m.Class, m.ClassReason)
			}
			b := m.Bounce
			if len(b.Recipients) != 1 || b.Recipients[0].Address != "nora@field.example" {
				t.Fatalf("recipients %+v", b.Recipients)
			}
			if r := b.Recipients[0]; b.Permanent != tt.permanent || r.Status != tt.status || r.Action != tt.action {
				t.Errorf("permanent %v, %+v", b.Permanent, r)
			}
			if (b.OriginalMessageID == "out.7@acme.example") != tt.id {
				t.Errorf("original id %q", b.OriginalMessageID)
			}
		})
	}
}

// report is a report of RFC 3464 with these blocks of recipient fields.
func report(blocks ...string) []byte {
	return []byte("Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nTo: desk@acme.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n" +
		strings.Join(blocks, "\n") + "\n--b\nContent-Type: message/rfc822\n\n" + returned + "--b--\n")
}

func TestBounceFields(t *testing.T) {
	tests := []struct {
		name   string
		raw    []byte
		want   string
		perm   bool
		unread bool
	}{
		{"failed", report("Final-Recipient: rfc822; n@f.example\nAction: failed\nStatus: 5.1.1 (bad)\n"), "n@f.example  5.1.1 failed", true, false},
		{"case and space", report("final-recipient:RFC822;n@f.example\nACTION: Failed\nstatus:5.1.1\n"), "n@f.example  5.1.1 failed", true, false},
		{"utf-8 address", report("Final-Recipient: utf-8; nö@f.example\nAction: failed\nStatus: 5.1.1\n"), "nö@f.example  5.1.1 failed", true, false},
		{"original recipient", report("Original-Recipient: rfc822;o@f.example\nFinal-Recipient: rfc822;n@f.example\nAction: failed\nStatus: 5.1.1\n"), "n@f.example o@f.example 5.1.1 failed", true, false},
		{"only the original", report("Original-Recipient: rfc822;o@f.example\nAction: failed\nStatus: 5.1.1\n"), "o@f.example o@f.example 5.1.1 failed", true, false},
		{"host without a dot", report("Original-Recipient: rfc822;o@f.example\nFinal-Recipient: rfc822;n@inner\nAction: failed\nStatus: 5.1.1\n"), "o@f.example o@f.example 5.1.1 failed", true, false},
		{"status in the diagnosis", report("Final-Recipient: rfc822; n@f.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.7.1 no\n"), "n@f.example  5.7.1 failed", true, false},
		{"temporary", report("Final-Recipient: rfc822; n@f.example\nAction: failed\nStatus: 4.4.7\n"), "n@f.example  4.4.7 failed", false, false},
		{"delayed", report("Final-Recipient: rfc822; n@f.example\nAction: delayed\nStatus: 4.4.1\n"), "n@f.example  4.4.1 delayed", false, false},
		{"delivered", report("Final-Recipient: rfc822; n@f.example\nAction: delivered\nStatus: 2.0.0\n"), "n@f.example  2.0.0 delivered", false, false},
		{"two", report("Final-Recipient: rfc822; n@f.example\nAction: relayed\nStatus: 2.0.0\n", "Final-Recipient: rfc822; o@f.example\nAction: failed\nStatus: 5.1.1\n"), "n@f.example  2.0.0 relayed, o@f.example  5.1.1 failed", true, false},
		{"the same twice", report("Final-Recipient: rfc822; n@f.example\nAction: failed\nStatus: 5.1.1\n", "Final-Recipient: rfc822; N@F.example\nAction: failed\nStatus: 5.1.1\n"), "n@f.example  5.1.1 failed", true, false},
		{"garbage", report("this is no field\n\x01\x02\n"), "nora@field.example   failed", true, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := Parse(tt.raw)
			if m.Class != desk.ClassBounce || m.Bounce.OriginalMessageID != "out.7@acme.example" {
				t.Fatalf("class %q, bounce %+v", m.Class, m.Bounce)
			}
			var got []string
			for _, r := range m.Bounce.Recipients {
				got = append(got, fmt.Sprint(r.Address, " ", r.Original, " ", r.Status, " ", r.Action))
			}
			if g := strings.Join(got, ", "); g != tt.want || m.Bounce.Permanent != tt.perm || m.Bounce.Unreadable != tt.unread {
				t.Errorf("got %q permanent %v unreadable %v", g, m.Bounce.Permanent, m.Bounce.Unreadable)
			}
		})
	}
}

// TestBounceEnclosed: a gateway wraps a report in one of its own that says nothing.
func TestBounceEnclosed(t *testing.T) {
	inner := string(report("Final-Recipient: rfc822; n@f.example\nAction: failed\nStatus: 5.1.1\n"))
	inner = strings.ReplaceAll(strings.ReplaceAll(inner, "--b", "--inner"), "boundary=b", "boundary=inner")
	m := Parse([]byte("From: MAILER-DAEMON@gw.example\nSubject: Returned mail\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee below.\n--b\nContent-Type: message/rfc822\n\n" + inner + "\n--b--\n"))
	if m.Bounce == nil || len(m.Bounce.Recipients) != 1 || m.Bounce.Recipients[0].Address != "n@f.example" || m.Bounce.OriginalMessageID != "out.7@acme.example" {
		t.Errorf("bounce %+v", m.Bounce)
	}
}

func TestComplaint(t *testing.T) {
	arf := func(fields string) *desk.Mail {
		return Parse([]byte("From: fbl@p.example\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\nSpam.\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n" + fields + "\n--b\nContent-Type: message/rfc822\n\n" + returned + "--b--\n"))
	}
	for fields, want := range map[string]string{"Original-Rcpt-To: <n@f.example>\n": "n@f.example", "": "nora@field.example"} {
		m := arf(fields)
		if m.Class != desk.ClassReport || m.Bounce == nil || !m.Bounce.Complaint || len(m.Bounce.Recipients) != 1 || m.Bounce.Recipients[0].Address != want {
			t.Errorf("%q: class %q, %+v", fields, m.Class, m.Bounce)
		}
	}
}

// TestCloudReport reads the JSON of a cloud service, bare and wrapped, and leaves other
// JSON alone.
func TestCloudReport(t *testing.T) {
	parse := func(body string) *desk.Mail { return Parse([]byte("From: n@notify.example\n\n" + body)) }
	m := parse(`{"Type":"Notification","Message":"{\"notificationType\":\"Complaint\",\"complaint\":{\"complainedRecipients\":[{\"emailAddress\":\"n@f.example\"}]}}"}`)
	if m.Class != desk.ClassReport || m.Bounce == nil || !m.Bounce.Complaint || len(m.Bounce.Recipients) != 1 || m.Bounce.Recipients[0].Address != "n@f.example" {
		t.Errorf("wrapped complaint: %q %+v", m.Class, m.Bounce)
	}
	m = parse(`{"eventType":"Bounce","bounce":{"bounceType":"Transient","bouncedRecipients":[{"emailAddress":"n@f.example","status":"4.2.2"}]}}` + "\n\n-- \nunsubscribe here")
	if m.Class != desk.ClassBounce || m.Bounce.Permanent || m.Bounce.Recipients[0].Status != "4.2.2" {
		t.Errorf("passing bounce: %q %+v", m.Class, m.Bounce)
	}
	if m = parse(`{"notificationType":"Delivery"}`); m.Class != desk.ClassReport || m.Bounce != nil {
		t.Errorf("delivery: %q %+v", m.Class, m.Bounce)
	}
	for _, body := range []string{`{"notificationType":"Other"}`, `{"notificationType":`, `{"a":1}`} {
		if m = parse(body); m.Class != desk.ClassHuman || m.Bounce != nil {
			t.Errorf("%s: %q %+v", body, m.Class, m.Bounce)
		}
	}
}

func TestCodes(t *testing.T) {
	for in, want := range map[string]string{
		"550 5.1.1 no": "5.1.1", "(#5.2.2)": "5.2.2", "status=4.4.7;": "4.4.7", "192.0.2.5": "", "5.1": "", "5.1.1.1": "", "v5.10.2": "", "x 5.1.1234": "", "": "", "5.1.10": "5.1.10",
	} {
		if got := statusCode(in); got != want {
			t.Errorf("statusCode(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]int{
		"550 no": 550, "said: 452-4.2.2": 452, "code 421": 421, "x.550 y": 0, "15505": 0, "(550)": 550, "500 lines": 500, "590 x": 0, "port:550 x": 550, "10:450 x": 0, "": 0, "<<< 554\n": 554,
	} {
		if got := smtpCode(in); got != want {
			t.Errorf("smtpCode(%q) = %d, want %d", in, got, want)
		}
	}
}

// TestBounceBounded feeds reports that make careless readers slow.
func TestBounceBounded(t *testing.T) {
	many := make([]string, 5000)
	for i := range many {
		many[i] = fmt.Sprintf("Final-Recipient: rfc822; n%d@f.example\nAction: failed\nStatus: 5.1.1\n", i)
	}
	start := time.Now()
	m := Parse(report(many...))
	if n := len(m.Bounce.Recipients); n != maxBounceRecipients {
		t.Errorf("%d recipients are kept", n)
	}
	var words strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&words, "<n%d@f.example>:\n550 no\n", i)
	}
	Parse([]byte("From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n" + words.String()))
	Parse([]byte("From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n" + strings.Repeat("a@", 500000)))
	if d := time.Since(start); d > tooLong {
		t.Errorf("took %v", d)
	}
}
