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

// route is how the mail of a mailbox goes out.
type route struct {
	key  string // names the server
	open func() courier.Transport
}

// routesOf are the routes of a configuration by the mailbox that mail comes from; "" is that of all others.
func routesOf(cfg *config.Config) map[string]route {
	of := func(s config.SMTP) route {
		return route{fmt.Sprintf("%s@%s:%d", s.Username, s.Host, s.Port), func() courier.Transport {
			return smtp.New(smtp.Settings{Host: s.Host, Port: s.Port, TLS: string(s.TLS), Username: s.Username,
				Password: s.Password.Reveal, HELO: cfg.Policy.Domain})
		}}
	}
	all := map[string]route{"": of(cfg.SMTP)}
	for _, box := range cfg.Mailboxes {
		all[box.Address] = of(box.SMTP)
	}
	return all
}

// route says which server carries a mail: that of the mailbox that it comes from.
func (d *Daemon) route(item store.OutboxItem) (key string, open func() courier.Transport) {
	all := *d.routes.Load()
	r, ok := all[item.Mailbox]
	if !ok {
		r = all[""]
	}
	return r.key, r.open
}

// DeliveryFailed records that a mail will never arrive and tells the agents.
func (d *Daemon) DeliveryFailed(ctx context.Context, item store.OutboxItem, status, reason string) error {
	d.log.dead(item, reason)
	return d.Engine.DeliveryFailed(ctx, item, status, reason)
}
