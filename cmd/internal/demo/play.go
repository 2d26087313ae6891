package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"frontdesk/cmd/internal/daemon"
	"frontdesk/cmd/internal/loopback"
	core "frontdesk/desk"
	"frontdesk/desk/store"
)

// play is one performance. After the first thing that goes wrong nothing happens any more; err says what it
// was.
type play struct {
	*Stage
	ctx     context.Context
	tell    func(Scene)
	chapter string // of the next scene
	aside   string // of the next scene
	at      string // of the scene that is played
	err     error
}

// Play performs the day and tells each scene when it is over. The error says what did not happen as it should.
func (s *Stage) Play(ctx context.Context, tell func(Scene)) error {
	p := &play{Stage: s, ctx: ctx, tell: tell}
	s.World.Behave(lucia.Address, loopback.Behaviour{Reply: absence})
	p.morning()
	p.noon()
	p.afternoon()
	p.evening()
	return p.err
}

// absence is what Lucia's mail program answers to everything while she is away: even to automatic mail.
func absence(e loopback.Entry) []byte {
	l := letter{from: lucia, to: e.From, subject: "Automatic reply: out of office", inReplyTo: e.MessageID, references: []string{e.MessageID},
		fields: []string{"Auto-Submitted: auto-replied"}, id: fmt.Sprintf("absence.%d@nordwind.example", daemon.Now().UnixNano()),
		text: "I am at the fair in Bremen until Monday and read no mail."}
	return l.bytes(daemon.Now())
}

// want is what has to come of a mail.
type want struct {
	outcome core.Outcome
	told    string // "ack>dana agent-new>bob reply>tom:lost", sorted
	status  string // of the ticket afterwards; "" does not matter
	queue   string // likewise
	held    string // the reason, of a quarantined mail
}

// mail plays a mail of somebody who has logged in.
func (p *play) mail(at string, l letter, w want) *happening { return p.scene(at, &l.from, l, w) }

func (p *play) scene(at string, login *Person, l letter, w want) *happening {
	if p.err != nil {
		return &happening{}
	}
	h, err := p.send(p.ctx, login, l)
	return p.over(at, h, err, w)
}

// machine plays a mail that comes by itself because of what was sent from a position of the journal on.
func (p *play) machine(at string, after *happening, who Person, w want) *happening {
	if p.err != nil {
		return &happening{}
	}
	h, err := p.arrives(p.ctx, after.start, who)
	return p.over(at, h, err, w)
}

// over tells a scene and holds it against what had to happen.
func (p *play) over(at string, h *happening, err error, w want) *happening {
	p.at = at
	if err != nil {
		p.fail("%w", err)
		return &happening{}
	}
	s := sceneOf(at, p.aside, h)
	s.Chapter, p.chapter, p.aside = p.chapter, "", ""
	p.tell(s)
	d := h.decision
	p.expect("outcome", string(d.Outcome), string(w.outcome))
	p.expect("mail sent", h.told(), w.told)
	p.expect("reason for holding it", d.Held.Reason, w.held)
	if d.Ticket > 0 {
		t := p.ticket(d.Ticket)
		p.expect("status", t.Status, cmp.Or(w.status, t.Status))
		p.expect("queue", t.Queue, cmp.Or(w.queue, t.Queue))
	}
	return h
}

// expect fails the play where something is not as it has to be.
func (p *play) expect(what, got, want string) {
	if got != want {
		p.fail("%s: %q, and %q was expected", what, got, want)
	}
}

func (p *play) fail(format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf("at "+p.at+" "+format, args...)
	}
}

// ticket is how a ticket stands now.
func (p *play) ticket(id int64) (t core.Ticket) {
	err := p.desk.Store.View(p.ctx, func(r store.Reader) (err error) {
		t, err = r.Ticket(id)
		return err
	})
	if err != nil {
		p.fail("ticket %d: %w", id, err)
	}
	return t
}

// never checks that nobody among the people was told words.
func (p *play) never(words string, people ...Person) {
	for _, e := range p.World.Journal() {
		if e.Kind == loopback.Delivered && slices.ContainsFunc(people, func(who Person) bool { return who.Address == e.To }) &&
			strings.Contains(string(e.Raw), words) {
			p.fail("%s was told %q", e.To, words)
		}
	}
}

// fullMailbox is a server that finds out too late that it cannot deliver.
var fullMailbox = loopback.Behaviour{Bounce: "552 5.2.2 the mailbox is full"}

// inGerman checks that the requester was answered in German.
func (p *play) inGerman(h *happening) {
	for _, m := range h.sent {
		if m.notice.Audience == core.ToRequester && m.notice.Language != "de" {
			p.fail("%s was answered in %q", m.notice.To.Addr, m.notice.Language)
		}
	}
}
