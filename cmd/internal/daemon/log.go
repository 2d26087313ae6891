package daemon

import (
	"log/slog"
	"sync"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/engine"
	"frontdesk/desk/store"
	"frontdesk/mailin/imap"
)

// facts writes the log: one function per fact of a mail's life, so that an operator can search for one.
// Words of mails never reach it; addresses and Message-IDs do.
type facts struct {
	*slog.Logger
	mu      sync.Mutex
	trouble map[string]string // per mailbox: the trouble that was said and is not over
}

func newFacts(l *slog.Logger) *facts { return &facts{Logger: l, trouble: map[string]string{}} }

// again says whether a trouble of a mailbox has been said already; "" ends all trouble, and tells whether there was any.
func (f *facts) again(mailbox, what string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	was := f.trouble[mailbox]
	f.trouble[mailbox] = what
	return what != "" && was == what || what == "" && was != ""
}

func (f *facts) taken(d engine.Delivery, r engine.Result) {
	switch {
	case r.Known:
		f.Debug("mail known", "mailbox", d.Mailbox, "uid", d.UID)
	case r.Err != nil:
		f.Error("mail not taken; it stays on the server and is tried again", "mailbox", d.Mailbox, "uid", d.UID, "error", r.Err)
	case r.Outcome == desk.OutcomeQuarantined:
		f.Warn("mail quarantined", "mailbox", d.Mailbox, "uid", d.UID, "reason", r.Held.Reason, "why", r.Held.Detail)
	case r.Outcome == desk.OutcomeIgnored || r.Outcome == desk.OutcomeDuplicate:
		f.Info("mail ignored", "mailbox", d.Mailbox, "uid", d.UID, "outcome", r.Outcome, "why", r.Why)
	default:
		f.Info("mail taken", "mailbox", d.Mailbox, "uid", d.UID, "ticket", r.Ticket, "outcome", r.Outcome)
	}
}

func (f *facts) dead(item store.OutboxItem, why string) {
	f.Error("mail can not be delivered", "id", item.ID, "ticket", item.Ticket, "to", item.To, "why", why)
}

// watched writes down what a watcher reports.
func (f *facts) watched(e imap.Event) {
	log := f.With("mailbox", e.Mailbox)
	switch e.Kind {
	case imap.Connected:
		f.mu.Lock()
		defer f.mu.Unlock()
		if f.trouble[e.Mailbox] == "" { // else it is over only when a look has ended well
			log.Info("mailbox connected")
		}
	case imap.Disconnected:
		if !f.again(e.Mailbox, e.Err.Error()) {
			log.Error("mailbox in trouble; it is tried again", "error", e.Err)
		}
	case imap.Polled:
		if f.again(e.Mailbox, "") {
			log.Info("mailbox works again")
		}
	case imap.Deferred:
		log.Error("mail not taken; it stays on the server and is tried again", "uids", e.UIDs, "error", e.Err)
	case imap.Missing:
		log.Error("the server announced mail and did not deliver it; it is tried again", "uids", e.UIDs, "error", e.Err)
	case imap.Gone:
		log.Warn("mail vanished from the server before it was taken", "uids", e.UIDs)
	case imap.Unsettled:
		log.Warn("the server refuses to mark mail that was taken", "error", e.Err)
	case imap.NewValidity:
		log.Warn("the server numbered its mail anew; everything is compared with what was taken", "count", e.Count)
	case imap.Stalled:
		log.Error("no look at the mailbox ended well for three intervals")
	}
}

// Sent writes down a mail that a server has taken over.
func (f *facts) Sent(item store.OutboxItem) {
	f.Info("mail sent", "id", item.ID, "ticket", item.Ticket, "template", item.Template, "to", item.To)
}

// Retry writes down a mail that has to be tried again.
func (f *facts) Retry(item store.OutboxItem, next time.Time, why string) {
	f.Warn("mail not sent yet", "id", item.ID, "ticket", item.Ticket, "to", item.To, "state", item.State, "next", next, "why", why)
}

// Trouble writes down the beginning of an outage, once.
func (f *facts) Trouble(server, why string) {
	f.Error("mail server in trouble; its mail waits", "server", server, "why", why)
}

// Recovered writes down the end of an outage.
func (f *facts) Recovered(server string) { f.Info("mail server works again", "server", server) }

// StoreTrouble writes down that the outbox cannot be read or written.
func (f *facts) StoreTrouble(err error) { f.Error("outbox", "error", err) }
