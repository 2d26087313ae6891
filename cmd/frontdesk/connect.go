package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"frontdesk/cmd/internal/config"
	"frontdesk/mailin/imap"
	"frontdesk/mailout/smtp"
)

// probeTime is how long one server may take to answer.
const probeTime = 30 * time.Second

// expirySoon is when a certificate is worth a word.
const expirySoon = 21 * 24 * time.Hour

// connect logs in to every server of a configuration and says what it offers.
func (c *call) connect(cfg *config.Config) error {
	failed := 0
	tell := func(what string, offer string, err error) {
		mark := c.screen.paint(green, "ok    ")
		if err != nil {
			failed++
			mark, offer = c.screen.paint(red, "failed"), err.Error()
		}
		p := page{screen: c.screen}
		p.line("  " + mark + "  " + clean(what))
		p.text(strings.Repeat(" ", 10), offer)
		_, _ = io.WriteString(c.stdout, p.String())
	}
	asked := map[string]bool{}
	for _, box := range cfg.Mailboxes {
		if s := box.IMAP; s == nil {
			tell(box.Address, "no IMAP: mail comes by frontdesk deliver alone", nil)
		} else {
			offer, err := c.probeIMAP(box.Address, s, cfg.Policy.Limits.Message)
			tell(fmt.Sprintf("%s: IMAP %s:%d as %s", box.Address, s.Host, s.Port, s.Username), offer, err)
		}
		s := box.SMTP
		what := fmt.Sprintf("SMTP %s:%d", s.Host, s.Port)
		if s.Username != "" {
			what += " as " + s.Username
		}
		if asked[what] {
			continue
		}
		asked[what] = true
		offer, err := c.probeSMTP(s, cfg.Policy.Domain)
		tell(what, offer, err)
	}
	if failed > 0 {
		return fmt.Errorf("%s did not let the desk in", count(failed, "server"))
	}
	return nil
}

func (c *call) probeIMAP(address string, s *config.IMAP, limit int64) (string, error) {
	if s.Auth != "password" {
		return "", errors.New("this version does not log in by OAuth 2.0 yet")
	}
	ctx, cancel := context.WithTimeout(c.ctx, probeTime)
	defer cancel()
	o, err := imap.Probe(ctx, imap.Settings{Address: address, Host: s.Host, Port: s.Port, TLS: string(s.TLS), Username: s.Username,
		Password: s.Password.Reveal, Auth: s.Auth, Folder: s.Folder, After: s.After, MoveTo: s.MoveTo, Poll: s.Poll, Start: s.Start, MaxSize: limit})
	if err != nil {
		return "", err
	}
	lines := []string{fmt.Sprintf("%s in %s, %s", count(int(o.Messages), "mail"), s.Folder, protection(o.TLS, o.Expiry, c.now()))}
	if !contains(o.Capabilities, "IDLE") {
		lines = append(lines, "no IDLE: new mail is noticed at each poll, every "+s.Poll.String())
	}
	if s.After == "move" && !contains(o.Capabilities, "MOVE") {
		lines = append(lines, "no MOVE: mail is copied and deleted instead")
	}
	return strings.Join(append(lines, strings.Join(o.Capabilities, " ")), "\n"), nil
}

func (c *call) probeSMTP(s config.SMTP, domain string) (string, error) {
	if s.Auth != "password" && s.Username != "" {
		return "", errors.New("this version does not log in by OAuth 2.0 yet")
	}
	ctx, cancel := context.WithTimeout(c.ctx, probeTime)
	defer cancel()
	o, err := smtp.Probe(ctx, smtp.Settings{Host: s.Host, Port: s.Port, TLS: string(s.TLS), Username: s.Username,
		Password: s.Password.Reveal, HELO: domain})
	if err != nil {
		return "", err
	}
	lines := []string{protection(o.TLS, o.Expiry, c.now())}
	if !contains(o.Extensions, "SMTPUTF8") {
		lines = append(lines, "no SMTPUTF8: addresses that are not ASCII get no mail")
	}
	if !contains(o.Extensions, "DSN") {
		lines = append(lines, "no DSN: delivery reports have the form that the server likes")
	}
	return strings.Join(append(lines, strings.Join(o.Extensions, " ")), "\n"), nil
}

// contains says whether a server offers something, with or without parameters.
func contains(offers []string, what string) bool {
	for _, o := range offers {
		if name, _, _ := strings.Cut(o, " "); strings.EqualFold(name, what) {
			return true
		}
	}
	return false
}

// protection says how a connection was protected and until when its certificate holds.
func protection(version string, expiry, now time.Time) string {
	if version == "" {
		return "not protected"
	}
	if expiry.IsZero() {
		return version
	}
	text := fmt.Sprintf("%s, certificate until %s", version, expiry.UTC().Format(time.DateOnly))
	if expiry.Sub(now) < expirySoon {
		text += " (soon!)"
	}
	return text
}
