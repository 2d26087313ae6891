package main

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"frontdesk/cmd/internal/config"
	"frontdesk/desk/store"
)

type outboxCmd struct {
	List  outboxListCmd  `cmd:"" help:"List mail that is not sent yet, with the last error and the next try."`
	Retry outboxRetryCmd `cmd:"" help:"Send a mail as soon as possible."`
	Drop  outboxDropCmd  `cmd:"" help:"Never send a mail."`
}

// outboxObject is one outgoing mail: names as users rely on them.
type outboxObject struct {
	ID        int64             `json:"id"`
	Ticket    *int64            `json:"ticket"`
	Template  string            `json:"template"`
	To        string            `json:"to"`
	MessageID string            `json:"message_id"`
	State     store.OutboxState `json:"state"`
	Tries     int               `json:"tries"`
	NextTryAt *time.Time        `json:"next_try_at"`
	Error     string            `json:"error"`
}

func outboxObjectOf(o store.OutboxItem) outboxObject {
	out := outboxObject{ID: o.ID, Ticket: orNull(o.Ticket), Template: o.Template, To: o.To, MessageID: o.MessageID, State: o.State,
		Tries: o.Tries, Error: o.Error}
	if o.State == store.Waiting || o.State == store.Unknown {
		out.NextTryAt = moment(o.NextTry)
	}
	return out
}

// orNull is the number of a ticket for JSON, null where there is none.
func orNull(ticket int64) *int64 {
	if ticket == 0 {
		return nil
	}
	return &ticket
}

type outboxListCmd struct {
	All  bool `help:"Sent mail too."`
	JSON bool `name:"json" help:"One JSON object per mail."`
}

func (l *outboxListCmd) Run(c *call) error {
	return c.listing(func(r store.Reader, _ *config.Config) error {
		items, err := r.Outgoing(l.All)
		if err != nil {
			return err
		}
		if len(items) == 0 {
			c.say("%s", l.nothing())
			return nil
		}
		if l.JSON {
			for _, o := range items {
				if err := c.json(outboxObjectOf(o)); err != nil {
					return err
				}
			}
			return nil
		}
		return c.writeOutbox(items)
	})
}

func (l *outboxListCmd) nothing() string {
	if l.All {
		return "No mail was ever sent."
	}
	return "Nothing waits: all mail is sent."
}

func (c *call) writeOutbox(items []store.OutboxItem) error {
	rows := make([][]string, len(items))
	now := c.now()
	for i, o := range items {
		ticket := "–"
		if o.Ticket > 0 {
			ticket = "#" + strconv.FormatInt(o.Ticket, 10)
		}
		rows[i] = []string{strconv.FormatInt(o.ID, 10), string(o.State), ticket, o.Template, o.To, strconv.Itoa(o.Tries),
			nextTry(o, now), orDash(o.Error)}
	}
	return c.writeTable([]column{
		{title: "id", right: true, style: func(text string) string { return c.screen.paint(bold, text) }},
		{title: "state", style: func(text string) string { return c.screen.paint(outboxStyle(store.OutboxState(text)), text) }},
		{title: "ticket", right: true},
		{title: "template", most: 16, spare: 1},
		{title: "to", most: 30},
		{title: "tries", right: true, spare: 2},
		{title: "next", right: true},
		{title: "error"},
	}, rows)
}

// nextTry is when a mail is tried again, from now.
func nextTry(o store.OutboxItem, now time.Time) string {
	switch {
	case o.State == store.Sent || o.State == store.Failed || o.State == store.Sending:
		return "–"
	case !o.NextTry.After(now):
		return "now"
	}
	return "in " + age(now, o.NextTry.Add(time.Minute-1))
}

func outboxStyle(s store.OutboxState) string {
	switch s {
	case store.Failed:
		return red
	case store.Unknown:
		return yellow
	case store.Sent:
		return green
	}
	return plain
}

type outboxRetryCmd struct {
	ID int64 `arg:"" name:"id" help:"Id of the mail, as list tells it."`
}

func (o *outboxRetryCmd) Run(c *call) error {
	return c.desk(func(d opened) error {
		if err := d.Store.Retry(c.ctx, o.ID, c.now()); err != nil {
			return noSuchMail(err, o.ID)
		}
		_, err := fmt.Fprintf(c.stdout, "Mail %d is tried again as soon as frontdesk serve looks.\n", o.ID)
		return err
	})
}

type outboxDropCmd struct {
	ID  int64  `arg:"" name:"id" help:"Id of the mail, as list tells it."`
	Why string `placeholder:"WORDS" default:"dropped by a person" help:"What list shows as the reason."`
}

func (o *outboxDropCmd) Run(c *call) error {
	return c.desk(func(d opened) error {
		if err := d.Store.Cancel(c.ctx, o.ID, o.Why); err != nil {
			return noSuchMail(err, o.ID)
		}
		_, err := fmt.Fprintf(c.stdout, "Mail %d is not sent; frontdesk outbox retry %d takes that back.\n", o.ID, o.ID)
		return err
	})
}

func noSuchMail(err error, id int64) error {
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("there is no unsent mail %d; frontdesk outbox list shows those that exist", id)
	}
	return err
}
