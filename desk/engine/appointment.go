package engine

import (
	"fmt"
	"time"

	"frontdesk/desk"
	"frontdesk/mailout"
)

// appointment is the window of a change as a file for calendars. All states of it have one UID, and the ticket's version
// says which is the latest.
func appointment(p *desk.Policy, n desk.Notice, t desk.Ticket, now time.Time) desk.Attachment {
	version := t.Version
	if n.Version > 0 {
		version = n.Version
	}
	ics := desk.Bytes(mailout.Calendar(mailout.Appointment{UID: fmt.Sprintf("change-%d@%s", t.ID, p.Domain), Sequence: version, Stamp: now,
		From: n.Window.From, To: n.Window.To, Cancelled: n.Window.Cancelled, Summary: fmt.Sprintf("[%s #%d] %s", p.Tag, t.ID, t.Subject),
		Text: desk.PlanText(t), Organizer: desk.Address{Name: p.Name, Addr: n.Mailbox}}))
	return desk.Attachment{Name: fmt.Sprintf("change-%d.ics", t.ID), Type: mailout.CalendarType, Size: len(ics), Content: ics}
}
