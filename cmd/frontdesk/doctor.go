package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"frontdesk/cmd/internal/daemon"
	"frontdesk/desk"
	"frontdesk/desk/store"
)

type doctorCmd struct{}

// lateAfter is how long mail may wait before somebody should look.
const lateAfter = time.Hour

// Help tells what it looks at.
func (*doctorCmd) Help() string {
	return "One page about the desk: store, mailboxes, outbox, quarantine, chain of events, and what to do next. It reads the whole store once. " +
		"Fails only where the store is damaged."
}

func (*doctorCmd) Run(c *call) error {
	return c.desk(func(o opened) error {
		d := &doctor{c: c, opened: o, page: page{screen: c.screen, label: 14}}
		d.title(versionLine())
		d.line("")
		for _, look := range []func() error{d.configured, d.stored, d.inBoxes, d.missing, d.ticketsAndEvents, d.away, d.outgoing, d.held} {
			if err := look(); err != nil {
				return err
			}
		}
		d.advise()
		_, err := io.WriteString(c.stdout, d.String())
		if err == nil && d.damaged {
			err = errSaid
		}
		return err
	})
}

// doctor looks at one thing after the other and collects what is to be done.
type doctor struct {
	c *call
	opened
	page
	advice  []string
	damaged bool
}

func (d *doctor) todo(format string, args ...any) {
	d.advice = append(d.advice, fmt.Sprintf(format, args...))
}

func (d *doctor) configured() error {
	text := d.cfg.Path + ": " + d.cfg.Policy.Name
	if n := len(d.cfg.Warnings); n > 0 {
		text += ", " + count(n, "warning")
		d.todo("frontdesk check tells what it warns of in the configuration")
	}
	d.field("Configuration", text, "")
	return nil
}

// examined is what a store may be able to say of itself.
type examined interface {
	SchemaVersion(context.Context) (int, error)
	Check(context.Context) error
}

func (d *doctor) stored() error {
	path := filepath.Join(d.cfg.Data, daemon.Database)
	bytes := int64(0)
	for _, part := range []string{path, path + "-wal"} {
		if info, err := os.Stat(part); err == nil {
			bytes += info.Size()
		}
	}
	text := path + ", " + size(int(bytes))
	s, ok := d.Store.(examined)
	if !ok {
		d.field("Store", text, "")
		return nil
	}
	schema, err := s.SchemaVersion(d.c.ctx)
	if err != nil {
		return err
	}
	text += fmt.Sprintf(", schema %d", schema)
	if err := s.Check(d.c.ctx); err != nil {
		d.damaged = true
		d.field("Store", text, err.Error())
		d.todo("stop the daemon and put a backup in the place of %s", path)
		return nil
	}
	d.field("Store", text+", undamaged", "")
	return nil
}

func (d *doctor) inBoxes() error {
	for _, box := range d.cfg.Mailboxes {
		if box.IMAP == nil {
			d.field("Mailbox", box.Address+": by frontdesk deliver", "")
			continue
		}
		cursor, err := d.Store.Cursor(d.c.ctx, box.Address)
		if err != nil {
			return err
		}
		if !cursor.Known {
			d.field("Mailbox", box.Address, "never looked into")
			d.todo("start frontdesk serve; frontdesk check --connect tells whether %s lets the desk in", box.IMAP.Host)
			continue
		}
		text := fmt.Sprintf("%s: taken up to UID %d", box.Address, cursor.UID)
		for _, n := range []struct {
			count int
			what  string
		}{{len(cursor.Waiting), "waiting"}, {len(cursor.Unsettled), "taken and still to be marked on the server"}} {
			if n.count > 0 {
				text += fmt.Sprintf(", %d %s", n.count, n.what)
			}
		}
		d.field("Mailbox", text, "")
	}
	return nil
}

// missing tells of mails that the server announced and did not deliver.
func (d *doctor) missing() error {
	return d.view(func(r store.Reader) error {
		attempts, err := r.Attempts()
		for _, a := range attempts {
			why := a.Error
			if why == "" {
				why = "it was begun and not finished"
			}
			d.field("Mail", fmt.Sprintf("UID %d in %s", a.UID, a.Mailbox), fmt.Sprintf("%s: %s", count(a.Tries, "try"), why))
		}
		if len(attempts) > 0 {
			d.todo("look at the mails above with another mail program; they are tried again at each poll")
		}
		return err
	})
}

func (d *doctor) view(fn func(store.Reader) error) error { return d.Store.View(d.c.ctx, fn) }

func (d *doctor) ticketsAndEvents() error {
	return d.view(func(r store.Reader) error {
		tickets, err := r.Tickets(store.Filter{})
		if err != nil {
			return err
		}
		per := map[desk.Category]int{}
		for _, t := range tickets {
			per[t.Category]++
		}
		var parts []string
		for _, category := range []desk.Category{desk.CategoryNew, desk.CategoryOpen, desk.CategoryPending, desk.CategoryResolved, desk.CategoryClosed} {
			if n := per[category]; n > 0 {
				parts = append(parts, thousands(n)+" "+string(category))
			}
		}
		text := thousands(len(tickets))
		if len(parts) > 0 {
			text += ": " + strings.Join(parts, ", ")
		}
		d.field("Tickets", text, "")
		head, last, err := r.Head()
		if err != nil {
			return err
		}
		d.field("Events", thousands(int(last)), "")
		d.field("Chain head", head[:min(len(head), 16)], "")
		return nil
	})
}

// away says who gets no new work.
func (d *doctor) away() error {
	return d.view(func(r store.Reader) error {
		f, err := r.Facts(desk.Query{}, d.c.now())
		var names []string
		for _, name := range slices.Sorted(maps.Keys(f.Away)) {
			a := f.Away[name]
			switch {
			case a.Until.IsZero():
			case !a.Until.After(d.c.now()):
				continue
			default:
				name += " until " + a.Until.In(d.cfg.Policy.Location).Format("2006-01-02 15:04")
			}
			if a.Deputy != "" {
				name += " (deputy " + a.Deputy + ")"
			}
			names = append(names, name)
		}
		if len(names) > 0 {
			d.field("Away", strings.Join(names, ", "), "")
		}
		return err
	})
}

func (d *doctor) outgoing() error {
	return d.view(func(r store.Reader) error {
		items, err := r.Outgoing(false)
		if err != nil {
			return err
		}
		per := map[store.OutboxState]int{}
		late, lastError := 0, ""
		for _, o := range items {
			per[o.State]++
			if o.State == store.Waiting && d.c.now().Sub(o.CreatedAt) > lateAfter {
				late++
			}
			if o.Error != "" {
				lastError = o.Error
			}
		}
		var parts []string
		for _, state := range []store.OutboxState{store.Waiting, store.Sending, store.Unknown, store.Failed} {
			if n := per[state]; n > 0 {
				parts = append(parts, thousands(n)+" "+string(state))
			}
		}
		text, doubt := strings.Join(parts, ", "), ""
		if text == "" {
			text = "empty: all mail is sent"
		}
		if late > 0 {
			doubt = count(late, "mail") + " not sent for more than " + lateAfter.String()
			d.todo("is frontdesk serve running? frontdesk outbox list tells why mail waits")
		}
		if lastError != "" {
			doubt = strings.TrimPrefix(doubt+"; last error: "+lastError, "; ")
			d.todo("frontdesk check --connect tells whether the mail server lets the desk in")
		}
		if per[store.Failed] > 0 {
			d.todo("frontdesk outbox list shows mail that failed; retry or drop it")
		}
		d.field("Outbox", text, doubt)
		return nil
	})
}

func (d *doctor) held() error {
	return d.view(func(r store.Reader) error {
		held, err := r.Quarantine()
		if err != nil {
			return err
		}
		if len(held) == 0 {
			d.field("Quarantine", "empty", "")
			return nil
		}
		d.field("Quarantine", count(len(held), "mail")+", the oldest held "+ago(held[0].At, d.c.now()), "")
		d.todo("frontdesk quarantine list shows what is held back; release or drop it")
		return nil
	})
}

func (d *doctor) advise() {
	d.line("")
	if len(d.advice) == 0 {
		d.line("  " + d.screen.paint(green, "Nothing to do."))
		return
	}
	d.line("  " + d.screen.paint(bold, "What to do next"))
	for _, a := range d.advice {
		for i, l := range wrap(a, d.screen.width-6) {
			mark := "  - "
			if i > 0 {
				mark = "    "
			}
			d.line(mark + l)
		}
	}
}
