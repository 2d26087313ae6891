package daemon

import (
	"encoding/base64"
	"fmt"
	"strings"

	"frontdesk/desk"
)

// letter is a small mail as people and machines send it.
type letter struct {
	from, to, subject, id string
	more                  []string // further header fields
	text                  string
}

func (l letter) bytes() []byte {
	to, text := l.to, l.text
	if to == "" {
		to = "support@desk.example"
	}
	if text == "" {
		text = "It does not work."
	}
	lines := []string{"From: " + l.from, "To: " + to, "Subject: " + l.subject, "Message-ID: <" + l.id + ">",
		"Date: Fri, 20 Nov 2026 09:00:00 +0000"}
	lines = append(lines, l.more...)
	return []byte(strings.Join(lines, "\r\n") + "\r\n\r\n" + strings.ReplaceAll(text, "\n", "\r\n") + "\r\n")
}

// posted is a mail on its way to a mailbox of the desk, and what must become of it.
type posted struct {
	user string // who logs in to send it; "" for the world at large
	from string // envelope sender
	to   string
	raw  []byte
	want desk.Outcome
}

// The mailboxes of the desk and the people who matter by name.
const (
	support, changes, people = "support@desk.example", "changes@desk.example", "people@desk.example"
	alice, dana              = "alice@desk.example", "dana@customer.example"
	gone                     = "gone@customer.example" // refused for good
	grey                     = "grey@customer.example" // refused at first
	mute                     = "mute@customer.example" // taken, and the answer gets lost
)

// crashPost is what lies in the mailboxes when the desk starts: of every sort something. First is what Alice
// was told of ticket 1, which Dana opened the day before.
func crashPost(first desk.Mail) []posted {
	var all []posted
	add := func(want desk.Outcome, user, to string, l letter) {
		l.to = to
		from := l.from
		if !strings.Contains(from, "@") || strings.Contains(strings.Join(l.more, " "), "auto-replied") {
			from = "" // of machines, and of what is no address
		}
		all = append(all, posted{user, from, to, l.bytes(), want})
	}
	stranger := func(to string, n int) letter {
		name := fmt.Sprintf("%s%d", to[:2], n)
		return letter{from: name + "@customer.example", subject: "Something broke " + name, id: name + "@customer.example"}
	}
	// support: everything that touches ticket 1, and what is refused and doubted on the way out.
	for n := range 3 {
		add(desk.OutcomeNew, "", support, stranger(support, n))
	}
	add(desk.OutcomeReply, dana, support, letter{from: dana, subject: "Re: [DESK #1] Printer", id: "tag@customer.example", text: "It is the one by the door."})
	add(desk.OutcomeQuarantined, "", support, letter{from: alice, subject: "Re: [DESK #1] Printer", id: "forged@evil.example", text: "/close"})
	add(desk.OutcomeReply, alice, support, letter{from: alice, subject: "Re: " + first.Subject, id: "alice1@desk.example",
		more: []string{"In-Reply-To: <" + first.MessageID + ">"}, text: "/take\n\nI am on my way."})
	add(desk.OutcomeNew, "", support, letter{from: gone, subject: "From an address that is gone", id: "gone@customer.example"})
	add(desk.OutcomeNew, "", support, letter{from: grey, subject: "From behind a grey list", id: "grey@customer.example"})
	add(desk.OutcomeNew, "", support, letter{from: mute, subject: "From behind a bad line", id: "mute@customer.example"})
	add(desk.OutcomeNew, "", support, letter{from: "files@customer.example", subject: "With a file", id: "files@customer.example",
		more: []string{"MIME-Version: 1.0", `Content-Type: multipart/mixed; boundary="b"`},
		text: "--b\nContent-Type: text/plain\n\nSee the file.\n--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n" +
			"Content-Disposition: attachment; filename=\"a.pdf\"\n\n" + base64.StdEncoding.EncodeToString(make([]byte, 300)) + "\n--b--"})
	// changes: a mail that came twice, and machines.
	for n := range 4 {
		add(desk.OutcomeNew, "", changes, stranger(changes, n))
	}
	add(desk.OutcomeDuplicate, "", changes, stranger(changes, 0))
	add(desk.OutcomeQuarantined, "", changes, letter{from: "ooo@customer.example", subject: "Out of office", id: "ooo@customer.example",
		more: []string{"Auto-Submitted: auto-replied", "In-Reply-To: <unknown@desk.example>"}})
	add(desk.OutcomeNew, "", changes, letter{from: "news@customer.example", subject: "News of the month", id: "news@customer.example",
		more: []string{"Precedence: bulk", "List-Id: <news.customer.example>"}})
	add(desk.OutcomeIgnored, "", changes, letter{from: "MAILER-DAEMON@customer.example", subject: "Undelivered Mail", id: "dsn@customer.example",
		more: []string{"Auto-Submitted: auto-replied", "MIME-Version: 1.0", `Content-Type: multipart/report; report-type=delivery-status; boundary="b"`},
		text: "--b\nContent-Type: text/plain\n\nIt did not arrive.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; customer.example\n\n" +
			"Final-Recipient: rfc822; x@customer.example\nAction: failed\nStatus: 5.1.1\n--b--"})
	for n := range 2 {
		add(desk.OutcomeNew, "", changes, stranger(changes, 10+n))
	}
	// people: what cannot be read as it should.
	for n := range 8 {
		add(desk.OutcomeNew, "", people, stranger(people, n))
	}
	add(desk.OutcomeQuarantined, "", people, letter{from: "not an address", subject: "=?utf-8?q?=FF=FE?=", id: "broken@customer.example",
		more: []string{"Content-Type: multipart/mixed", "\tnothing: here", "Content-Transfer-Encoding: base64"}, text: "--x\n\x01\x02="})
	add(desk.OutcomeDuplicate, "", people, stranger(people, 3))
	return all
}

// crashConfig is a desk with these mailboxes on 127.0.0.1.
func crashConfig(imapPort, smtpPort int) string {
	text := fmt.Sprintf(`[desk]
name = "Desk"
domain = "desk.example"
timezone = "UTC"
data = "data"
tag = "DESK"
authserv_id = "mx.desk.example"

[smtp]
host = "127.0.0.1"
port = %d
tls = "none"

[[agent]]
name = "alice"
full_name = "Alice Fox"
addresses = ["%s"]
`, smtpPort, alice)
	for _, box := range []struct{ address, practice, agents string }{{support, "service-desk", `"alice"`}, {changes, "change", ""}, {people, "request", ""}} {
		name, _, _ := strings.Cut(box.address, "@")
		text += fmt.Sprintf("\n[[queue]]\nname = %q\npractice = %q\nagents = [%s]\n\n[[mailbox]]\naddress = %q\nqueue = %q\nsubaddress = true\n"+
			"imap = { host = \"127.0.0.1\", port = %d, tls = \"none\", username = %q, password = \"secret\", poll = \"60s\" }\n",
			name, box.practice, box.agents, box.address, name, imapPort, box.address)
	}
	return text
}
