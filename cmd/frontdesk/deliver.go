package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"frontdesk/desk"
	"frontdesk/desk/engine"
)

// Exit codes of deliver (sysexits.h), as mail servers understand them: with exTempFail they keep the mail
// and try again, with the others it goes back to its sender.
const (
	exUsage    = 64
	exDataErr  = 65
	exTempFail = 75
	exConfig   = 78
)

// sysexit makes an exit code of deliver: whatever went wrong without being the caller's mistake may go well
// later.
func sysexit(code int) int {
	switch code {
	case exitUsage:
		return exUsage
	case exitFailed:
		return exTempFail
	}
	return code
}

type deliverCmd struct {
	Mailbox string  `required:"" placeholder:"ADDRESS" help:"The mailbox that the mail is for."`
	From    *string `placeholder:"ENVELOPE" help:"The envelope sender; empty or <> for the null sender."`
}

// Help tells how mail servers call it.
func (*deliverCmd) Help() string {
	return "Takes one mail on standard input and has committed it when it exits with 0. With 75 the caller must " +
		"keep the mail and try again. In a .forward file:\n\n" +
		`  "|frontdesk deliver -c /etc/frontdesk/frontdesk.toml --mailbox support@acme.example --from $SENDER"`
}

func (d *deliverCmd) Run(c *call) error {
	cfg, err := c.load()
	if err != nil {
		return coded{err, exConfig}
	}
	box, _ := cfg.Policy.MailboxFor(d.Mailbox)
	if box == nil {
		return coded{fmt.Errorf("--mailbox: %s is no address of the desk%s", d.Mailbox, meant(d.Mailbox, ownAddresses(&cfg.Policy))), exUsage}
	}
	raw, err := readMail(c.stdin, cfg.Policy.Limits.Message)
	if err != nil {
		return err
	}
	raw = withReturnPath(raw, d.From)
	err = c.use(cfg, func(o opened) error {
		limit := cfg.Policy.Limits.Message
		results, err := o.Engine.Accept(c.ctx, []engine.Delivery{{Mailbox: box.Address, InternalDate: c.now(), Raw: raw,
			TooLarge: limit > 0 && int64(len(raw)) > limit}})
		if err != nil {
			return err
		}
		return results[0].Err
	})
	if err != nil {
		return coded{fmt.Errorf("the mail is not taken; keep it and try again: %w", err), exTempFail}
	}
	return nil
}

// ownAddresses are the addresses and aliases of the desk.
func ownAddresses(p *desk.Policy) []string {
	var all []string
	for _, b := range p.Mailboxes {
		all = append(append(all, b.Address), b.Aliases...)
	}
	return all
}

// readMail reads one mail. What is larger than the limit is held later; what is larger than many times
// the limit is not even read.
func readMail(r io.Reader, limit int64) ([]byte, error) {
	most := max(4*limit, 64<<20)
	raw, err := io.ReadAll(io.LimitReader(r, most+1))
	switch {
	case err != nil:
		return nil, coded{fmt.Errorf("standard input: %w", err), exTempFail}
	case int64(len(raw)) > most:
		return nil, coded{fmt.Errorf("the mail is larger than %s", size(int(most))), exDataErr}
	case len(bytes.TrimSpace(raw)) == 0:
		return nil, coded{errors.New("there is no mail on standard input"), exDataErr}
	}
	return raw, nil
}

// withReturnPath writes the envelope sender on top of a mail unless it stands there already: what the mail
// itself says below is the word of a stranger. A line "From sender date", with which programs part mails in
// a file, is no part of the mail.
func withReturnPath(raw []byte, from *string) []byte {
	if bytes.HasPrefix(raw, []byte("From ")) {
		_, raw, _ = bytes.Cut(raw, []byte("\n"))
	}
	if from == nil {
		return raw
	}
	sender := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '<' || r == '>' {
			return -1
		}
		return r
	}, strings.TrimSpace(*from))
	if sender == nullSender {
		sender = ""
	}
	field := "Return-Path: <" + sender + ">"
	top, _, _ := bytes.Cut(raw, []byte("\n"))
	if strings.EqualFold(strings.Join(strings.Fields(string(top)), " "), field) {
		return raw
	}
	end := "\n"
	if bytes.HasSuffix(top, []byte("\r")) {
		end = "\r\n"
	}
	return append([]byte(field+end), raw...)
}

// nullSender is how Postfix writes the null sender into arguments unless it is told otherwise (pipe(8)).
const nullSender = "MAILER-DAEMON"
