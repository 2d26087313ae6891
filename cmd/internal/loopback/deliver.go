package loopback

import (
	"bytes"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
)

// maxHops is how many Received fields a mail may have before it is taken for a loop (RFC 5321 §6.3).
const maxHops = 50

// transfer is a mail on its way to one recipient.
type transfer struct {
	from, to   string
	raw        []byte
	user, helo string
}

// transfers sends what the server itself has to say: reports and automatic answers.
func (w *World) transfers() {
	for {
		select {
		case t := <-w.queue:
			w.deliver(t)
		case <-w.closed:
			return
		}
	}
}

// send queues a mail that the server writes by itself or for an account, with the null sender.
func (w *World) send(user, to string, raw []byte) {
	select {
	case w.queue <- transfer{to: to, raw: raw, user: user, helo: w.opts.Hostname}:
	case <-w.closed:
	}
}

// deliver does with a mail what the recipient's behaviour says.
func (w *World) deliver(t transfer) {
	w.mu.Lock()
	b := w.behaviour[fold(t.to)]
	w.mu.Unlock()
	a := w.account(t.to)
	e := Entry{Kind: Discarded, User: t.user, From: t.from, To: t.to, MessageID: messageID(t.raw)}
	switch {
	case b.Bounce != "":
		e.Answer = b.Bounce
		w.note(e)
		if t.from != "" {
			w.send("", t.from, w.report(t, b.Bounce))
		}
		return
	case a == nil:
		w.note(e)
		return
	}
	e.Kind, e.Raw = Delivered, w.received(t)
	e.Account, e.Folder = a.Address, "INBOX"
	if w.opts.OnDeliver != nil {
		w.opts.OnDeliver(e)
	}
	data, err := a.user.Append("INBOX", bytes.NewReader(e.Raw), &imap.AppendOptions{Time: w.opts.Now()})
	if err != nil {
		e.Kind, e.Answer = Discarded, err.Error()
		w.note(e)
		return
	}
	e.UID = uint32(data.UID)
	w.remember(place{a.Address, "INBOX", data.UID}, e.MessageID)
	w.note(e)
	w.change(a.Address, "INBOX")
	if b.Reply != nil && t.from != "" {
		if raw := b.Reply(e); raw != nil {
			w.send(a.Address, t.from, raw)
		}
	}
}

// received is the mail with what a receiving server writes on top of it. Fields that only this server
// may write are taken off first.
func (w *World) received(t transfer) []byte {
	raw := withoutFields(t.raw, func(name, body string) bool {
		return strings.EqualFold(name, "Return-Path") ||
			strings.EqualFold(name, "Authentication-Results") && strings.EqualFold(authservID(body), w.opts.Hostname)
	})
	with := "ESMTP"
	if t.user != "" {
		with = "ESMTPA"
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "Return-Path: <%s>\r\n", t.from)
	fmt.Fprintf(&b, "Delivered-To: %s\r\n", t.to)
	fmt.Fprintf(&b, "Authentication-Results: %s;\r\n\t%s\r\n", w.opts.Hostname, w.verdict(t))
	fmt.Fprintf(&b, "Received: from %s ([127.0.0.1])\r\n\tby %s with %s\r\n\tfor <%s>; %s\r\n",
		t.helo, w.opts.Hostname, with, t.to, w.opts.Now().Format(time.RFC1123Z))
	b.Write(raw)
	return b.Bytes()
}

// verdict is what the server found out about the author: dmarc=pass for an account holder who logged in and
// wrote under an own address, fail for everybody else who uses an address of an account, none for the rest.
func (w *World) verdict(t transfer) string {
	author := author(t.raw)
	_, domain, _ := strings.Cut(author, "@")
	sender := w.account(author)
	switch {
	case author == "" || domain == "":
		return "dmarc=none"
	case sender != nil && sender.Address == t.user && sender.owns(author):
		return fmt.Sprintf("dmarc=pass header.from=%s", domain)
	case sender != nil:
		return fmt.Sprintf("dmarc=fail header.from=%s", domain)
	}
	return fmt.Sprintf("dmarc=none header.from=%s", domain)
}

// author is the one address in From, folded; "" where there is not exactly one.
func author(raw []byte) string {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil || len(m.Header["From"]) != 1 {
		return ""
	}
	list, err := m.Header.AddressList("From")
	if err != nil || len(list) != 1 {
		return ""
	}
	return fold(list[0].Address)
}

// messageID is that of a mail, without angle brackets; "" where it has none.
func messageID(raw []byte) string {
	id := ""
	eachField(raw, func(name, body string, _ []byte) {
		if id == "" && strings.EqualFold(name, "Message-ID") {
			id = strings.Trim(strings.TrimSpace(body), "<>")
		}
	})
	return id
}

func hops(raw []byte) (n int) {
	eachField(raw, func(name, _ string, _ []byte) {
		if strings.EqualFold(name, "Received") {
			n++
		}
	})
	return n
}

// authservID is the first word of an Authentication-Results field.
func authservID(body string) string {
	id, _, _ := strings.Cut(body, ";")
	if words := strings.Fields(id); len(words) > 0 {
		return words[0]
	}
	return ""
}

// withoutFields takes header fields off and leaves every other byte as it is.
func withoutFields(raw []byte, unwanted func(name, body string) bool) []byte {
	var kept bytes.Buffer
	rest := eachField(raw, func(name, body string, field []byte) {
		if !unwanted(name, body) {
			kept.Write(field)
		}
	})
	kept.Write(rest)
	return kept.Bytes()
}

// eachField calls fn for every header field with its bytes, and returns what follows the last one.
func eachField(raw []byte, fn func(name, body string, field []byte)) (rest []byte) {
	for len(raw) > 0 {
		end := lineEnd(raw)
		if len(bytes.TrimRight(raw[:end], "\r\n")) == 0 {
			return raw
		}
		for end < len(raw) && (raw[end] == ' ' || raw[end] == '\t') {
			end += lineEnd(raw[end:])
		}
		name, body, _ := strings.Cut(string(raw[:end]), ":")
		fn(strings.TrimSpace(name), strings.TrimSpace(body), raw[:end])
		raw = raw[end:]
	}
	return raw
}

func lineEnd(b []byte) int {
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		return i + 1
	}
	return len(b)
}
