package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"frontdesk/cmd/internal/config"
	"frontdesk/desk"
	"frontdesk/desk/command"
	"frontdesk/desk/store"
	"frontdesk/mailin"
)

// noSuchTicket says in a person's words that a ticket does not exist.
func noSuchTicket(err error, n number) error {
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("there is no ticket #%d; frontdesk ticket list shows those that exist", n)
	}
	return err
}

type ticketDoCmd struct {
	Number  number   `arg:"" help:"Number of the ticket."`
	Command []string `arg:"" name:"command" help:"Commands such as /take, or '/subject A new name' /note."`
	As      string   `required:"" placeholder:"AGENT" help:"Who does it: the name of an agent."`
}

func (t *ticketDoCmd) Run(c *call) error {
	return c.desk(func(d opened) error {
		if p := d.Engine.Setup().Policy; p.AgentByName(t.As) == nil {
			return misuse("--as: there is no agent %q in the configuration%s", t.As, meant(t.As, agentNames(p)))
		}
		if err := d.Store.View(c.ctx, func(r store.Reader) error { _, err := r.Ticket(int64(t.Number)); return err }); err != nil {
			return noSuchTicket(err, t.Number)
		}
		block := command.ParseArgv(t.Command)
		decision, err := d.Engine.Command(c.ctx, desk.Commanded{Agent: t.As, Ticket: int64(t.Number), Block: block})
		if err != nil {
			return err
		}
		if decision.Outcome != desk.OutcomeCommand {
			return refusal(decision, block, t.Number)
		}
		return t.done(c, decision)
	})
}

func agentNames(p *desk.Policy) []string {
	names := make([]string, len(p.Agents))
	for i, a := range p.Agents {
		names[i] = a.Name
	}
	return names
}

// refusal says which line was wrong, and that nothing was carried out.
func refusal(d desk.Decision, b command.Block, n number) error {
	lines := []string{fmt.Sprintf("ticket #%d is unchanged", n)}
	for _, t := range d.Trace.Commands {
		line := t.Error
		if t.Line != "" {
			line = t.Line + ": " + t.Error
		}
		lines = append(lines, "  "+line)
	}
	for _, p := range b.Problems {
		if p.Nearest != "" {
			lines = append(lines, "  did you mean "+p.Nearest+"?")
		}
		if len(p.Possible) > 0 {
			lines = append(lines, "  possible: "+strings.Join(p.Possible, ", "))
		}
	}
	if len(lines) == 1 {
		lines = append(lines, "  "+d.Trace.Why)
	}
	return errors.New(strings.Join(lines, "\n"))
}

// done says in a line what the ticket is now and who will hear of it.
func (t *ticketDoCmd) done(c *call, d desk.Decision) error {
	row, changed := d.Tickets[d.Ticket]
	if !changed {
		_, err := fmt.Fprintf(c.stdout, "#%d was so already\n", t.Number)
		return err
	}
	text := fmt.Sprintf("#%d %s, %s, queue %s, ", row.ID, row.Status, row.Priority, row.Queue)
	if row.Assignee == "" {
		text += "assigned to nobody"
	} else {
		text += "assigned to " + row.Assignee
	}
	var told []string
	for _, n := range d.Notices {
		if !slices.Contains(told, n.To.Addr) {
			told = append(told, n.To.Addr)
		}
	}
	if len(told) > 0 {
		text += "; told: " + strings.Join(told, ", ")
	}
	_, err := fmt.Fprintln(c.stdout, text)
	return err
}

type ticketAttachmentCmd struct {
	Number number `arg:"" help:"Number of the ticket."`
	ID     int    `arg:"" name:"id" help:"Number of the attachment within the ticket, as show tells it."`
	Output string `short:"o" placeholder:"FILE" help:"Where to write it; - is standard output. Default: standard output, or on a terminal a new file of the attachment's own name."`
}

func (t *ticketAttachmentCmd) Run(c *call) error {
	var found desk.Attachment
	err := c.view(func(r store.Reader, _ *config.Config) (err error) {
		found, err = attachment(r, t.Number, t.ID)
		return err
	})
	if err != nil {
		return err
	}
	to := t.Output
	if to == "" && c.screen.terminal {
		if to = found.Name; to == "" {
			to = fmt.Sprintf("attachment-%d", t.ID)
		}
	}
	if to == "" || to == "-" {
		_, err := io.Copy(c.stdout, found.Open())
		return err
	}
	if err := writeNew(to, found.Open()); err != nil {
		return err
	}
	c.say("%s: %s", to, size(found.Size))
	return nil
}

// attachment finds an attachment by its number within a ticket and takes its content from the raw mail.
func attachment(r store.Reader, n number, id int) (desk.Attachment, error) {
	none := desk.Attachment{}
	if _, err := r.Ticket(int64(n)); err != nil {
		return none, noSuchTicket(err, n)
	}
	messages, err := r.Messages(int64(n))
	if err != nil {
		return none, err
	}
	at := 0
	for _, m := range messages {
		for _, a := range m.Attachments {
			if at++; at != id {
				continue
			}
			raw, err := r.Raw(m.Raw)
			if err != nil {
				return none, err
			}
			for _, b := range mailin.Parse(raw).Attachments {
				if b.SHA256 == a.SHA256 {
					a.Content = b.Content
					return a, nil
				}
			}
			return none, fmt.Errorf("attachment %d of ticket #%d is not in its mail any more", id, n)
		}
	}
	return none, fmt.Errorf("ticket #%d has no attachment %d; it has %d", n, id, at)
}

// writeNew writes a file that does not exist yet.
func writeNew(path string, content io.Reader) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, content)
	return errors.Join(err, f.Close())
}
