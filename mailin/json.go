package mailin

import (
	"time"

	"frontdesk/desk"
)

// Object is what `frontdesk parse --json` shows of one mail: names as users rely on them.
type Object struct {
	File        string            `json:"file"`
	MessageID   string            `json:"message_id"`
	Date        *time.Time        `json:"date"`
	From        *desk.Address     `json:"from"`
	ReplyTo     []desk.Address    `json:"reply_to"`
	To          []desk.Address    `json:"to"`
	Cc          []desk.Address    `json:"cc"`
	Subject     string            `json:"subject"`
	Text        string            `json:"text"`
	NewText     string            `json:"new_text"`
	Signature   string            `json:"signature"`
	HTML        bool              `json:"html"`
	Language    string            `json:"language"`
	InReplyTo   []string          `json:"in_reply_to"`
	References  []string          `json:"references"`
	Attachments []desk.Attachment `json:"attachments"`
	Auto        desk.Class        `json:"auto"`
	Bounce      *desk.Bounce      `json:"bounce"`
	Forward     *desk.Forward     `json:"forward"`
	Problems    []string          `json:"problems"`
}

// JSON makes the object of a mail that was read from file. The first From mailbox is
// shown even where FromProblem says that it proves nothing.
func JSON(file string, m *desk.Mail) *Object {
	o := &Object{
		File: file, MessageID: m.MessageID, ReplyTo: list(m.ReplyTo), To: list(m.To), Cc: list(m.Cc), Subject: m.Subject,
		Text: m.Text, NewText: m.NewText, Signature: m.Signature, HTML: m.HTML, Language: m.Language,
		InReplyTo: list(m.InReplyTo), References: list(m.References), Attachments: list(m.Attachments),
		Auto: m.Class, Bounce: m.Bounce, Forward: m.Forward, Problems: list(m.Problems),
	}
	if !m.Date.IsZero() {
		d := m.Date.UTC()
		o.Date = &d
	}
	if len(m.From) > 0 {
		o.From = &m.From[0]
	}
	if m.Refused != "" {
		o.Problems = append([]string{"refused: " + m.Refused}, o.Problems...)
	}
	return o
}

// list makes an absent list an empty one: JSON readers get [] and never null.
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}
