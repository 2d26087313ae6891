package daemon

import (
	"context"
	"fmt"

	"frontdesk/cmd/internal/config"
	"frontdesk/desk/store"
	"frontdesk/mailin/imap"
	"frontdesk/mailout/courier"
	"frontdesk/mailout/smtp"
)

func imapSettings(cfg *config.Config, box config.MailboxServer) imap.Settings {
	s := box.IMAP
	return imap.Settings{Address: box.Address, Host: s.Host, Port: s.Port, TLS: string(s.TLS), Username: s.Username,
		Password: s.Password.Reveal, Auth: s.Auth, Folder: s.Folder, After: s.After, MoveTo: s.MoveTo, Poll: s.Poll,
		Start: s.Start, MaxSize: cfg.Policy.Limits.Message}
}

// routes says which server carries a mail: that of the mailbox that it comes from.
func (d *Daemon) routes(item store.OutboxItem) (key string, open func() courier.Transport) {
	cfg := d.config()
	s := cfg.SMTP
	for _, box := range cfg.Mailboxes {
		if box.Address == item.Mailbox {
			s = box.SMTP
		}
	}
	key = fmt.Sprintf("%s@%s:%d", s.Username, s.Host, s.Port)
	return key, func() courier.Transport {
		return smtp.New(smtp.Settings{Host: s.Host, Port: s.Port, TLS: string(s.TLS), Username: s.Username,
			Password: s.Password.Reveal, HELO: cfg.Policy.Domain})
	}
}

// DeliveryFailed records that a mail will never arrive and tells the agents.
func (d *Daemon) DeliveryFailed(ctx context.Context, item store.OutboxItem, status, reason string) error {
	d.log.dead(item, reason)
	return d.Engine.DeliveryFailed(ctx, item, status, reason)
}
