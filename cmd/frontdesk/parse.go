package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"frontdesk/desk"
	"frontdesk/mailin"
)

type parseCmd struct {
	Files []string `arg:"" name:"file" help:"Mails; - is standard input."`
	JSON  bool     `name:"json" help:"One JSON object per mail."`
}

func (p *parseCmd) Run(c *call) error {
	var errs []error
	shown := 0
	for _, file := range p.Files {
		raw, err := c.readFile(file)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		m := mailin.Parse(raw)
		if p.JSON {
			err = c.json(mailin.JSON(file, m))
		} else {
			if shown++; shown > 1 {
				fmt.Fprintln(c.stdout)
			}
			_, err = io.WriteString(c.stdout, parsedText(c.screen, file, m))
		}
		if err != nil {
			return err
		}
	}
	return errors.Join(errs...)
}

// readFile reads a mail; "-" is standard input.
func (c *call) readFile(name string) ([]byte, error) {
	if name == "-" {
		raw, err := io.ReadAll(c.stdin)
		if err != nil {
			return nil, fmt.Errorf("standard input: %w", err)
		}
		return raw, nil
	}
	return os.ReadFile(name)
}

// parsedText shows a mail to a person.
func parsedText(s screen, file string, m *desk.Mail) string {
	p := page{screen: s, label: 12}
	if file == "-" {
		file = "standard input"
	}
	p.title(file)
	p.field("From", addresses(m.From), m.FromProblem)
	p.field("Reply-To", addresses(m.ReplyTo), "")
	p.field("To", addresses(m.To), "")
	p.field("Cc", addresses(m.Cc), "")
	p.field("Subject", m.Subject, "")
	if !m.Date.IsZero() {
		p.field("Date", m.Date.Format("Mon, 2 Jan 2006 15:04:05 -0700"), "")
	}
	p.field("Message-ID", m.MessageID, "")
	p.field("In-Reply-To", strings.Join(m.InReplyTo, " "), "")
	p.field("References", strings.Join(m.References, " "), "")
	p.field("Language", m.Language, "")
	p.field("Written by", writtenBy(m), "")
	for _, a := range m.Attachments {
		p.field("Attachment", attachmentText(a), "")
	}
	if b := m.Bounce; b != nil {
		for _, r := range b.Recipients {
			p.field("Reports", strings.Join(strings.Fields(r.Address+" "+r.Action+" "+r.Status+" "+r.Reason), " "), "")
		}
		p.field("About", b.OriginalMessageID, "")
	}
	if f := m.Forward; f != nil {
		p.field("Forwards", f.From.String()+": "+f.Subject, "")
	}
	if m.Refused != "" {
		p.field("Refused", m.Refused, "")
	}
	for _, problem := range m.Problems {
		p.field("Repaired", problem, "")
	}
	p.part("New text", m.NewText)
	p.part("Signature", m.Signature)
	if history := strings.TrimSpace(m.Text); len(history) > len(m.NewText)+len(m.Signature) {
		p.part("Whole text", history)
	}
	return p.String()
}

func writtenBy(m *desk.Mail) string {
	if m.Class.Automatic() {
		return "a machine: " + string(m.Class) + " (" + m.ClassReason + ")"
	}
	return "a person"
}

func addresses(list []desk.Address) string {
	texts := make([]string, len(list))
	for i, a := range list {
		texts[i] = a.String()
	}
	return strings.Join(texts, ", ")
}

func attachmentText(a desk.Attachment) string {
	name := a.Name
	if name == "" {
		name = "(no name)"
	}
	text := fmt.Sprintf("%s, %s, %s", name, a.Type, size(a.Size))
	if a.Inline {
		text += ", inline"
	}
	return text
}
