package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"frontdesk/cmd/internal/daemon"
	"frontdesk/cmd/internal/loopback"
	core "frontdesk/desk"
	"frontdesk/desk/store"
	"frontdesk/mailin"
)

// happening is a mail to the desk and all that came of it.
type happening struct {
	from     Person
	to       string
	words    string // what the sender wrote
	mail     *core.Mail
	decision core.Decision
	sent     []sentMail
	start    int // where it begins in the journal
}

// sentMail is a mail of the desk and what became of it.
type sentMail struct {
	notice core.Notice
	lost   string     // what the server answered, where it did not arrive
	mail   *core.Mail // as it lies in the mailbox; nil where it did not arrive
}

// told is what was sent to whom, "ack>dana agent-new>alice", sorted; "reply>tom:lost" did not arrive.
func (h *happening) told() string {
	var all []string
	for _, m := range h.sent {
		local, _, _ := strings.Cut(m.notice.To.Addr, "@")
		if m.lost != "" {
			local += ":lost"
		}
		all = append(all, m.notice.Template+">"+local)
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// mailTo is the mail that the desk sent to somebody.
func (h *happening) mailTo(p Person) *core.Mail {
	for _, m := range h.sent {
		if m.notice.To.Addr == p.Address && m.mail != nil {
			return m.mail
		}
	}
	return &core.Mail{}
}

// send hands a mail in as its writer's client does, and waits for everything that follows from it. A nil login
// sends it without one.
func (s *Stage) send(ctx context.Context, login *Person, l letter) (*happening, error) {
	from := len(s.World.Journal())
	l.id = fmt.Sprintf("%d.%d@%s", daemon.Now().UnixNano(), from, l.from.Address[strings.IndexByte(l.from.Address, '@')+1:])
	user, envelope := "", mallory.Address
	if login != nil {
		user, envelope = login.Address, login.Address
	}
	if err := s.World.Submit(user, envelope, []string{l.to}, l.bytes(daemon.Now())); err != nil {
		return nil, fmt.Errorf("the mail of %s was not taken: %w", l.from, err)
	}
	h, err := s.follow(ctx, from, l.id)
	if err == nil {
		h.from, h.to = l.from, l.to
		h.words, _, _ = strings.Cut(l.text, "\n\nOn ")
	}
	return h, err
}

// follow waits until the desk has taken a mail and everything that it had to say has gone out.
func (s *Stage) follow(ctx context.Context, from int, id string) (*happening, error) {
	_, err := s.await(ctx, from, "the taking of <"+id+">", func(e loopback.Entry) bool {
		return e.Kind == loopback.Flagged && e.Account == desk.Address && e.MessageID == id
	})
	if err != nil {
		return nil, err
	}
	d, err := s.foreseen(id)
	if err != nil {
		return nil, err
	}
	if err := s.kept(ctx, id, d); err != nil {
		return nil, err
	}
	h := &happening{mail: d.mail, decision: d.Decision, start: from}
	used := map[int]bool{}
	for _, n := range d.Notices {
		e, err := s.await(ctx, from, fmt.Sprintf("the mail %q to %s", n.Template, n.To.Addr), func(e loopback.Entry) bool {
			return e.User == desk.Address && e.To == n.To.Addr && !used[e.N] &&
				(e.Kind == loopback.Delivered || e.Kind == loopback.Discarded || e.Kind == loopback.Refused)
		})
		if err != nil {
			return nil, err
		}
		used[e.N] = true
		m := sentMail{notice: n, lost: e.Answer}
		if e.Kind == loopback.Delivered {
			m.mail = mailin.Parse(e.Raw)
		}
		h.sent = append(h.sent, m)
	}
	return h, nil
}

// kept holds what was foreseen against what the store keeps.
func (s *Stage) kept(ctx context.Context, id string, d decided) error {
	return s.desk.Store.View(ctx, func(r store.Reader) error {
		arrivals, err := r.RawByMessageID(id)
		if err != nil {
			return err
		}
		for _, a := range arrivals {
			if a.SHA256 == d.mail.SHA256 {
				if a.Outcome == d.Outcome && a.Ticket == d.Ticket {
					return nil
				}
				return fmt.Errorf("<%s>: foreseen was %s on ticket %d, and it became %s on ticket %d", id, d.Outcome, d.Ticket, a.Outcome, a.Ticket)
			}
		}
		return fmt.Errorf("<%s> is marked as taken and not in the store", id)
	})
}

// arrives waits for a mail that somebody's machine sends to the desk by itself.
func (s *Stage) arrives(ctx context.Context, from int, who Person) (*happening, error) {
	e, err := s.await(ctx, from, "the automatic mail of "+who.Name, func(e loopback.Entry) bool {
		return e.Kind == loopback.Delivered && e.Account == desk.Address && e.From == "" && strings.EqualFold(authorOf(e), who.Address)
	})
	if err != nil {
		return nil, err
	}
	h, err := s.follow(ctx, e.N, e.MessageID)
	if err == nil {
		h.from, h.to, h.words = who, e.To, h.mail.NewText
	}
	return h, err
}

func authorOf(e loopback.Entry) string { return mailin.Parse(e.Raw).Author().Addr }
