package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"frontdesk/cmd/internal/config"
	"frontdesk/desk"
	"frontdesk/desk/engine"
	"frontdesk/desk/store"
	"frontdesk/mailin"
)

type explainCmd struct {
	Files   []string `arg:"" name:"file" help:"Mails; - is standard input, and a Message-ID names a stored one."`
	Mailbox string   `placeholder:"ADDRESS" help:"The mailbox that the mail comes to. Default: by Delivered-To and To."`
	JSON    bool     `name:"json" help:"One JSON object per mail."`
}

// Help tells what it is for.
func (*explainCmd) Help() string {
	return "Says how a mail would be handled if it arrived now, and why, without doing it."
}

func (x *explainCmd) Run(c *call) error {
	cfg, err := c.load()
	if err != nil {
		return err
	}
	if x.Mailbox != "" && !cfg.Policy.OwnAddress(x.Mailbox) {
		return misuse("--mailbox: %s is no address of the desk%s", x.Mailbox, meant(x.Mailbox, ownAddresses(&cfg.Policy)))
	}
	return c.imagine(cfg, func(o opened) error {
		var errs []error
		for i, file := range x.Files {
			e, err := x.explain(c, o, file)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			if x.JSON {
				err = c.json(e.object())
			} else {
				if i > 0 {
					fmt.Fprintln(c.stdout)
				}
				_, err = io.WriteString(c.stdout, e.text(c.screen))
			}
			if err != nil {
				return err
			}
		}
		return errors.Join(errs...)
	})
}

// imagine opens the store, or where there is none yet a new one that is thrown away.
func (c *call) imagine(cfg *config.Config, fn func(opened) error) error {
	err := c.desk(fn)
	if !errors.Is(err, errNoStore) {
		return err
	}
	dir, err := os.MkdirTemp("", "frontdesk-")
	if err != nil {
		return err
	}
	elsewhere := *cfg
	elsewhere.Data = dir
	return errors.Join(c.use(&elsewhere, fn), os.RemoveAll(dir))
}

// explanation is a mail with what would become of it.
type explanation struct {
	file     string
	mailbox  string
	mail     *desk.Mail
	decision desk.Decision
	ticket   desk.Ticket // as it would be; zero where the mail is about none
}

func (x *explainCmd) explain(c *call, o opened, file string) (e explanation, err error) {
	raw, err := c.readFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist) && strings.Contains(file, "@"):
		e, err = explainStored(c, o, strings.Trim(file, "<> "))
	case err == nil:
		m := mailin.Parse(raw)
		e = explanation{file: file, mailbox: mailboxFor(o.Engine.Setup().Policy, x.Mailbox, m)}
		limit := o.cfg.Policy.Limits.Message
		e.decision, e.mail, err = o.Engine.Explain(c.ctx, engine.Delivery{Mailbox: e.mailbox, InternalDate: c.now(), Raw: raw,
			TooLarge: limit > 0 && int64(len(raw)) > limit})
	}
	if err != nil {
		return e, err
	}
	ticket, known := e.decision.Tickets[e.decision.Ticket]
	if !known && e.decision.Ticket > 0 {
		err = o.Store.View(c.ctx, func(r store.Reader) (err error) {
			ticket, err = r.Ticket(e.decision.Ticket)
			return err
		})
	}
	e.ticket = ticket
	return e, err
}

// explainStored decides on a stored mail as if it arrived now for the first time, by the verdict on its
// sender that was taken when it came.
func explainStored(c *call, o opened, id string) (e explanation, err error) {
	e = explanation{file: id}
	policy := o.Engine.Setup().Policy
	err = o.Store.View(c.ctx, func(r store.Reader) error {
		arrivals, err := r.RawByMessageID(id)
		if err != nil {
			return err
		}
		if len(arrivals) == 0 {
			return fmt.Errorf("there is no file %s, and no stored mail with that Message-ID", id)
		}
		a := arrivals[len(arrivals)-1]
		raw, err := r.Raw(a.SHA256)
		if err != nil {
			return err
		}
		e.mail, e.mailbox = mailin.Parse(raw), a.Mailbox
		in := desk.MailIn{Mail: e.mail, Evidence: a.Evidence, Mailbox: a.Mailbox, Arrived: c.now()}
		facts, err := r.Facts(desk.Ask(policy, in), c.now())
		if err != nil {
			return err
		}
		delete(facts.Filed, e.mail.MessageID)
		e.decision = desk.Decide(policy, facts, in)
		return nil
	})
	return e, err
}

// mailboxFor says where a mail comes to: the one that was named, else by Delivered-To, To and Cc, else the
// first of the configuration.
func mailboxFor(p *desk.Policy, named string, m *desk.Mail) string {
	tried := slices.Concat([]string{named}, m.DeliveredTo)
	for _, a := range slices.Concat(m.To, m.Cc) {
		tried = append(tried, a.Addr)
	}
	for _, addr := range tried {
		if box, _ := p.MailboxFor(addr); box != nil {
			return box.Address
		}
	}
	return p.Mailboxes[0].Address
}
