package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"frontdesk/cmd/internal/config"
	"frontdesk/desk"
	"frontdesk/desk/store"
	"frontdesk/mailin"
)

type quarantineCmd struct {
	List    quarantineListCmd    `cmd:"" help:"List mail that is held back, with the reason."`
	Show    quarantineShowCmd    `cmd:"" help:"Show a held mail."`
	Release quarantineReleaseCmd `cmd:"" help:"Take held mail in as if it had just arrived."`
	Drop    quarantineDropCmd    `cmd:"" help:"Take held mail off the list; its bytes are kept."`
}

// heldObject is one held mail: names as users rely on them.
type heldObject struct {
	ID      int64      `json:"id"`
	At      *time.Time `json:"at"`
	From    string     `json:"from"`
	Subject string     `json:"subject"`
	Reason  string     `json:"reason"`
	Detail  string     `json:"detail"`
}

func heldObjectOf(q store.Quarantined) heldObject {
	return heldObject{ID: q.ID, At: moment(q.At), From: q.From, Subject: q.Subject, Reason: q.Reason, Detail: q.Detail}
}

// shownHeld is a held mail with all that is in it.
type shownHeld struct {
	heldObject
	Mailbox  string         `json:"mailbox"`
	Evidence desk.Evidence  `json:"evidence"`
	Mail     *mailin.Object `json:"mail"`
}

type quarantineListCmd struct {
	JSON bool `name:"json" help:"One JSON object per mail."`
}

func (l *quarantineListCmd) Run(c *call) error {
	return c.listing(func(r store.Reader, _ *config.Config) error {
		held, err := r.Quarantine()
		if err != nil {
			return err
		}
		if len(held) == 0 {
			c.say("Nothing is held back.")
			return nil
		}
		rows := make([][]string, len(held))
		for i, q := range held {
			if l.JSON {
				if err := c.json(heldObjectOf(q)); err != nil {
					return err
				}
			}
			rows[i] = []string{strconv.FormatInt(q.ID, 10), age(q.At, c.now()), q.Reason, orDash(q.From), q.Subject}
		}
		if l.JSON {
			return nil
		}
		return c.writeTable([]column{
			{title: "id", right: true, style: func(text string) string { return c.screen.paint(bold, text) }},
			{title: "age", right: true},
			{title: "reason", most: 22, style: func(text string) string { return c.screen.paint(yellow, text) }},
			{title: "from", most: 32},
			{title: "subject"},
		}, rows)
	})
}

type quarantineShowCmd struct {
	ID   int64 `arg:"" name:"id" help:"Id of the mail, as list tells it."`
	JSON bool  `name:"json" help:"One JSON object."`
}

func (s *quarantineShowCmd) Run(c *call) error {
	return c.view(func(r store.Reader, cfg *config.Config) error {
		held, err := r.Quarantine()
		if err != nil {
			return err
		}
		for _, q := range held {
			if q.ID != s.ID {
				continue
			}
			raw, err := r.Raw(q.SHA256)
			if err != nil {
				return err
			}
			m := mailin.Parse(raw)
			if s.JSON {
				return c.json(shownHeld{heldObjectOf(q), q.Mailbox, q.Arrival.Evidence, mailin.JSON("", m)})
			}
			_, err = io.WriteString(c.stdout, heldText(c.screen, c.clock(cfg), q)+"\n"+parsedText(c.screen, "The mail", m))
			return err
		}
		return noSuchHeld(store.ErrNotFound, s.ID)
	})
}

func heldText(s screen, k clock, q store.Quarantined) string {
	p := page{screen: s, label: 12}
	p.title(fmt.Sprintf("Held mail %d", q.ID))
	p.field("Reason", q.Reason, "")
	p.field("Detail", q.Detail, "")
	p.field("Came", k.long(q.At)+", to "+q.Mailbox, "")
	p.field("Sender", believed(q.Arrival.Evidence), "")
	p.field("What to do", fmt.Sprintf("frontdesk quarantine release %d takes it in, frontdesk quarantine drop %d takes it off the list", q.ID, q.ID), "")
	return p.String()
}

// believed says how far a sender is believed.
func believed(e desk.Evidence) string {
	if e.Proven {
		return "proven: " + e.Why
	}
	if e.Why == "" {
		return "not proven"
	}
	return "not proven: " + e.Why
}

type quarantineReleaseCmd struct {
	ID []int64 `arg:"" name:"id" help:"Ids of the mails, as list tells them."`
}

func (q *quarantineReleaseCmd) Run(c *call) error {
	return c.desk(func(d opened) error {
		var errs []error
		for _, id := range q.ID {
			result, err := d.Engine.Release(c.ctx, id)
			if err != nil {
				errs = append(errs, noSuchHeld(err, id))
				continue
			}
			if result.Outcome == desk.OutcomeQuarantined {
				errs = append(errs, fmt.Errorf("mail %d is held again, as a person cannot vouch for what holds it: %s", id, result.Held.Detail))
				continue
			}
			text := fmt.Sprintf("Mail %d: %s", id, result.Outcome)
			if result.Ticket > 0 {
				text += fmt.Sprintf(" #%d", result.Ticket)
			}
			if _, err := fmt.Fprintf(c.stdout, "%s (%s)\n", text, result.Why); err != nil {
				return err
			}
		}
		return errors.Join(errs...)
	})
}

type quarantineDropCmd struct {
	ID []int64 `arg:"" name:"id" help:"Ids of the mails, as list tells them."`
}

func (q *quarantineDropCmd) Run(c *call) error {
	return c.desk(func(d opened) error {
		var errs []error
		for _, id := range q.ID {
			err := d.Store.Update(c.ctx, func(tx store.Tx) error { return tx.Drop(id) })
			if err != nil {
				errs = append(errs, noSuchHeld(err, id))
				continue
			}
			if _, err := fmt.Fprintf(c.stdout, "Mail %d is off the list.\n", id); err != nil {
				return err
			}
		}
		return errors.Join(errs...)
	})
}

func noSuchHeld(err error, id int64) error {
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("no mail %d is held; frontdesk quarantine list shows those that are", id)
	}
	return err
}
