package desk

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"
)

// tokenText is base32 in lower case without padding: mail servers may fold the case of local parts.
var tokenText = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// keyed is an unguessable text over the parts, cut to n bytes before encoding.
func (p *Policy) keyed(n int, parts ...string) string {
	m := hmac.New(sha256.New, p.Secret)
	for _, part := range parts {
		m.Write([]byte(strconv.Itoa(len(part)) + ":" + part))
	}
	return tokenText.EncodeToString(m.Sum(nil)[:n])
}

// MessageID makes the Message-ID (without angle brackets) of a mail of ours: ticket, a nonce that is
// the same whenever the same mail is made again, and a keyed part that nobody else can make.
func (p *Policy) MessageID(ticket int64, nonce ...string) string {
	n := strconv.FormatInt(ticket, 36)
	unique := p.keyed(8, append([]string{"nonce", n}, nonce...)...)
	return n + "." + unique + "." + p.keyed(12, "message-id", n, unique) + "@" + p.Domain
}

// ThreadID is the Message-ID that the whole thread of a ticket refers to. No mail bears it; clients
// group by it all the same.
func (p *Policy) ThreadID(ticket int64) string { return p.MessageID(ticket, "thread") }

// TicketOfMessageID reads a Message-ID of ours; ok is false where we did not make it.
func (p *Policy) TicketOfMessageID(id string) (ticket int64, ok bool) {
	local, domain, found := cutLast(id, '@')
	if !found || !strings.EqualFold(domain, p.Domain) {
		return 0, false
	}
	parts := strings.Split(strings.ToLower(local), ".")
	if len(parts) != 3 || !hmac.Equal([]byte(parts[2]), []byte(p.keyed(12, "message-id", parts[0], parts[1]))) {
		return 0, false
	}
	n, err := strconv.ParseInt(parts[0], 36, 64)
	return n, err == nil && n >= 0
}

// ReplyToken is what stands after the "+" of the Reply-To of a ticket's mails.
func (p *Policy) ReplyToken(ticket int64) string {
	n := strconv.FormatInt(ticket, 36)
	return n + "." + p.keyed(10, "reply", n)
}

// TicketOfReplyToken reads a token of ReplyToken.
func (p *Policy) TicketOfReplyToken(token string) (ticket int64, ok bool) {
	n, mac, found := strings.Cut(strings.ToLower(token), ".")
	if !found || !hmac.Equal([]byte(mac), []byte(p.keyed(10, "reply", n))) {
		return 0, false
	}
	ticket, err := strconv.ParseInt(n, 36, 64)
	return ticket, err == nil && ticket > 0
}

// bouncePrefix marks the token of an envelope sender.
const bouncePrefix = "b."

// BounceToken names the mail of ours that a delivery report to this address is about. The nonce is the
// local part of its Message-ID, which names mail and recipient.
func (p *Policy) BounceToken(messageID string) string {
	local, _, _ := cutLast(messageID, '@')
	head, _, _ := cutLast(local, '.')
	return bouncePrefix + head + "." + p.keyed(8, "bounce", head)
}

// MessageIDOfBounceToken is the reverse of BounceToken.
func (p *Policy) MessageIDOfBounceToken(token string) (messageID string, ok bool) {
	rest, isBounce := strings.CutPrefix(strings.ToLower(token), bouncePrefix)
	head, mac, found := cutLast(rest, '.')
	if !isBounce || !found || !hmac.Equal([]byte(mac), []byte(p.keyed(8, "bounce", head))) {
		return "", false
	}
	n, unique, found := strings.Cut(head, ".")
	if !found {
		return "", false
	}
	return head + "." + p.keyed(12, "message-id", n, unique) + "@" + p.Domain, true
}
