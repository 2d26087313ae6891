package daemon

import (
	"context"

	"frontdesk/desk/engine"
	"frontdesk/mailin/imap"
)

// intake stands between a watcher and the engine: it turns what came over IMAP into deliveries, and what
// the watcher asks into questions to the store.
type intake struct {
	desk *Desk
	log  *facts
}

// Cursor says how far a mailbox was taken in.
func (in intake) Cursor(ctx context.Context, mailbox string) (imap.Cursor, error) {
	c, err := in.desk.Store.Cursor(ctx, mailbox)
	return imap.Cursor{Known: c.Known, UIDValidity: c.UIDValidity, UID: c.UID, Since: c.Since,
		Waiting: c.Waiting, Unsettled: c.Unsettled}, err
}

// Begin commits the first contact with a mailbox, or a new UIDVALIDITY.
func (in intake) Begin(ctx context.Context, mailbox string, uidValidity, base uint32, waiting []uint32) error {
	return in.desk.Store.BeginMailbox(ctx, mailbox, uidValidity, base, waiting, Now())
}

// Accept takes in a batch; an error for a mail means that it is not committed and stays on the server.
func (in intake) Accept(ctx context.Context, batch []imap.Delivery) ([]error, error) {
	deliveries := make([]engine.Delivery, len(batch))
	for i, d := range batch {
		deliveries[i] = engine.Delivery{Mailbox: d.Mailbox, UIDValidity: d.UIDValidity, UID: d.UID,
			InternalDate: d.InternalDate, Raw: d.Raw, TooLarge: d.TooLarge}
	}
	results, err := in.desk.Engine.Accept(ctx, deliveries)
	if err != nil {
		return nil, err
	}
	errs := make([]error, len(results))
	for i, r := range results {
		errs[i] = r.Err
		in.log.taken(deliveries[i], r)
	}
	return errs, nil
}

// Missing records mails that the server announced and did not deliver.
func (in intake) Missing(ctx context.Context, mailbox string, uidValidity uint32, uids []uint32, why string) error {
	return in.desk.Store.Missing(ctx, mailbox, uidValidity, uids, why, Now())
}

// Gone forgets mails that the server no longer has.
func (in intake) Gone(ctx context.Context, mailbox string, uidValidity uint32, uids []uint32) error {
	return in.desk.Store.Gone(ctx, mailbox, uidValidity, uids)
}

// Settled records mails that were marked, moved or deleted on the server.
func (in intake) Settled(ctx context.Context, mailbox string, uidValidity uint32, uids []uint32) error {
	return in.desk.Store.Settled(ctx, mailbox, uidValidity, uids)
}
