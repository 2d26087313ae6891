package desk

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// world is a desk whose store is a few maps: enough to play conversations through Ask and Decide.
type world struct {
	t       *testing.T
	p       *Policy
	now     time.Time
	next    int64
	tickets map[int64]Ticket
	sent    map[string]SentMail
	filed   map[string][]FiledMail
	history map[int64][]Message
	events  map[int64][]Event
	opened  int
	acks    int
	mails   int
	last    map[string]string // agent given a ticket last, per queue
	ids     map[string]string // latest Message-ID sent per recipient
	talk    map[int64][]Message
	away    map[string]Absence
	bundles map[string][]Bundled
	loose   bool // tickets were changed without events
}

const (
	alice = "alice@acme.example"
	bob   = "bob@acme.example"
	carol = "carol@acme.example"
	dana  = "dana@example.com"
	erin  = "erin@example.org"
)

// newWorld is the desk of the tests: alice and bob work the service desk and changes, carol changes and
// security, which alice may not.
func newWorld(t *testing.T) *world {
	p := &Policy{
		Name: "ACME Service Desk", Domain: "desk.acme.example", Tag: "ACME", Language: "en", Location: time.UTC,
		CloseAfter: 7 * 24 * time.Hour, ReopenWindow: 14 * 24 * time.Hour,
		Mailboxes: []Mailbox{{Address: "support@acme.example", Aliases: []string{"helpdesk@acme.example"}, Queue: "service-desk", Subaddress: true}},
		Agents: []Agent{
			{Name: "alice", FullName: "Alice Fox", Addresses: []string{alice}},
			{Name: "bob", FullName: "Bob Meyer", Addresses: []string{bob, "bob@home.example"}},
			{Name: "carol", FullName: "Carol Diaz", Addresses: []string{carol}, Role: RoleApprover},
		},
		Queues: []Queue{
			{Name: "service-desk", Practice: "service-desk", Lifecycle: "incident", Agents: []string{"alice", "bob"}},
			{Name: "changes", Practice: "change", Lifecycle: "change", Agents: []string{"alice", "bob", "carol"}},
			{Name: "requests", Practice: "request", Lifecycle: "request", Agents: []string{"alice", "bob"}},
			{Name: "problems", Practice: "problem", Lifecycle: "problem", Agents: []string{"alice", "bob"}},
			{Name: "events", Practice: "event", Lifecycle: "event", Agents: []string{"bob"}},
			{Name: "improvements", Practice: "improvement", Lifecycle: "improvement", Agents: []string{"alice"}},
			{Name: "security", Practice: "security", Lifecycle: "incident", Agents: []string{"carol"}},
		},
		Limits: DefaultLimits(), Secret: []byte("a secret of thirty-two bytes, no less"), Lifecycles: map[string]*Lifecycle{},
	}
	for _, l := range Lifecycles() {
		p.Lifecycles[l.Name] = &l
	}
	return &world{t: t, p: p, now: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC), next: 1001,
		tickets: map[int64]Ticket{}, sent: map[string]SentMail{}, filed: map[string][]FiledMail{},
		history: map[int64][]Message{}, events: map[int64][]Event{}, last: map[string]string{}, ids: map[string]string{},
		talk: map[int64][]Message{}, away: map[string]Absence{}, bundles: map[string][]Bundled{}}
}

// mail makes a proven mail from a person to the desk; options change it.
func (w *world) mail(from, subject, text string, options ...func(*MailIn)) MailIn {
	w.mails++
	m := &Mail{MessageID: fmt.Sprintf("m%d@%s", w.mails, from[strings.IndexByte(from, '@')+1:]),
		From: []Address{{Addr: from}}, To: []Address{{Addr: "support@acme.example"}}, Subject: subject, SubjectFields: 1,
		Class: ClassHuman, Text: text, NewText: text, Typed: text, Size: len(text), SHA256: fmt.Sprintf("sha-%d", w.mails),
		ContentHash: from + subject + text}
	in := MailIn{Mail: m, Mailbox: "support@acme.example", Arrived: w.now, Evidence: Evidence{Proven: true, By: "dmarc", Why: "dmarc=pass"}}
	for _, o := range options {
		o(&in)
	}
	return in
}

func replyTo(id string) func(*MailIn) { return func(in *MailIn) { in.Mail.InReplyTo = []string{id} } }
func unproven(in *MailIn)             { in.Evidence = Evidence{Why: "nobody vouches for it"} }
func failed(in *MailIn)               { in.Evidence = Evidence{Failed: true, Why: "dmarc=fail"} }
func class(c Class) func(*MailIn) {
	return func(in *MailIn) { in.Mail.Class = c; in.Mail.ClassReason = "a header" }
}
func cc(addrs ...string) func(*MailIn) {
	return func(in *MailIn) {
		for _, a := range addrs {
			in.Mail.Cc = append(in.Mail.Cc, Address{Addr: a})
		}
	}
}
func field(name, value string) func(*MailIn) {
	return func(in *MailIn) { in.Mail.Header = append(in.Mail.Header, Field{name, value}) }
}

// handle decides on an input and keeps what follows, as the engine and the store do.
func (w *world) handle(in Input) Decision {
	w.t.Helper()
	d := Decide(w.p, w.facts(Ask(w.p, in)), in)
	for id, t := range d.Tickets {
		if _, known := w.tickets[id]; !known {
			w.opened++
			w.next = max(w.next, id+1)
		}
		w.tickets[id] = t
	}
	for _, e := range d.Events {
		w.events[e.Ticket] = append(w.events[e.Ticket], e)
		if a, ok := e.Detail.(Assigned); ok && a.To != "" {
			w.last[w.tickets[e.Ticket].Queue] = a.To
		}
	}
	for _, m := range d.Messages {
		w.talk[m.Ticket] = append(w.talk[m.Ticket], m)
		if m.Visibility == Public {
			w.history[m.Ticket] = append([]Message{m}, w.history[m.Ticket]...)
		}
	}
	w.keep(d)
	cause := ""
	if m, ok := in.(MailIn); ok {
		cause = m.Mail.SHA256
	}
	for _, n := range d.Notices {
		version := w.tickets[n.Ticket].Version
		id := w.p.MessageID(n.Ticket, fmt.Sprint(version), n.Template, n.To.Key())
		w.sent[id] = SentMail{MessageID: id, Ticket: n.Ticket, Recipient: n.To.Addr, Template: n.Template, Version: version, Cause: cause}
		w.ids[n.To.Key()] = id
		if n.Acknowledges() {
			w.acks++
		}
	}
	if m, ok := in.(MailIn); ok && m.Mail.MessageID != "" {
		w.filed[m.Mail.MessageID] = append(w.filed[m.Mail.MessageID], FiledMail{MessageID: m.Mail.MessageID,
			Author: m.Mail.Author().Key(), ContentHash: m.Mail.ContentHash, Ticket: d.Ticket, AuthFailed: m.Evidence.Failed})
	}
	w.lawful(d)
	return d
}

// keep stores what a decision says of agents.
func (w *world) keep(d Decision) {
	for _, a := range d.Absences {
		if w.away[a.Agent] = a; a.Ended {
			delete(w.away, a.Agent)
		}
	}
	for _, agent := range d.Delivered {
		delete(w.bundles, agent)
	}
	for _, b := range d.Bundled {
		w.bundles[b.Agent] = append(w.bundles[b.Agent], b)
	}
}

func (w *world) facts(q Query) Facts {
	f := Facts{Now: w.now, NextTicket: w.next, Tickets: map[int64]Ticket{}, Sent: w.sent, Filed: w.filed,
		Opened: w.opened, Acks: w.acks, History: w.history, LastAssigned: w.last, Load: map[string]int{},
		Away: w.away, Events: map[int64][]Event{}, Conversation: map[int64][]Message{}}
	var add func(id int64)
	add = func(id int64) {
		t, ok := w.tickets[id]
		if _, done := f.Tickets[id]; !ok || done {
			return
		}
		f.Tickets[id] = t
		add(t.Merged)
		add(firstLink(t, LinkParent))
		if q.Whole {
			f.Events[id], f.Conversation[id] = w.events[id], w.talk[id]
		}
	}
	for _, b := range w.bundles[q.Bundle] {
		f.Bundle = append(f.Bundle, b.Notice)
	}
	if sent, ok := w.sent[q.Answers]; ok {
		events := w.events[sent.Ticket]
		f.Since = events[max(min(int(sent.Version), len(events)), len(events)-SinceLength):]
		said := 0
		for _, e := range f.Since {
			if _, ok := e.Detail.(Wrote); ok {
				said++
			}
		}
		f.Said = w.talk[sent.Ticket][len(w.talk[sent.Ticket])-said:]
	}
	for _, id := range q.Tickets {
		add(id)
	}
	if q.Schedule {
		f.Schedule = w.schedule()
	}
	w.keyed(q, &f, add)
	w.similar(q, &f, add)
	for _, id := range q.MessageIDs {
		add(w.sent[id].Ticket)
		for _, filed := range w.filed[id] {
			add(filed.Ticket)
		}
	}
	for _, events := range maps.Clone(f.Events) {
		for _, e := range events {
			switch d := e.Detail.(type) {
			case Linked:
				add(d.Ticket)
			case Proposed:
				for _, id := range d.Tickets {
					add(id)
				}
			}
		}
	}
	if asked, ok := f.Tickets[q.Surveyed]; ok {
		for _, t := range w.tickets {
			if AddressKey(t.Requester) == AddressKey(asked.Requester) && !t.SurveyedAt.IsZero() && t.SurveyedAt.After(w.now.Add(-q.SurveyedWithin)) {
				f.Surveys++
			}
		}
	}
	for _, t := range w.tickets {
		if t.Assignee != "" && t.Category != CategoryClosed && t.Category != CategoryResolved {
			f.Load[t.Assignee]++
		}
	}
	return f
}

// keyed are the open tickets of conditions.
func (w *world) keyed(q Query, f *Facts, add func(int64)) {
	f.Keyed, f.Newest = map[string]int64{}, map[int64][]Event{}
	for _, id := range slices.Sorted(maps.Keys(w.tickets)) {
		if t := w.tickets[id]; slices.Contains(q.Keys, t.Key) && t.Key != "" && (t.Category != CategoryClosed || t.Merged != 0) {
			f.Keyed[t.Key] = id
			events := w.events[id]
			f.Newest[id] = events[max(0, len(events)-NewestLength):]
			add(id)
		}
	}
}

// similar are the open tickets that have words of a text.
func (w *world) similar(q Query, f *Facts, add func(int64)) {
	words := strings.Fields(strings.ToLower(q.Similar))
	for _, id := range slices.Sorted(maps.Keys(w.tickets)) {
		t, shared := w.tickets[id], 0
		said := strings.ToLower(t.Subject)
		for _, m := range w.talk[id] {
			said += " " + strings.ToLower(m.Text)
		}
		for _, word := range words {
			if strings.Contains(said, word) {
				shared++
			}
		}
		if shared == 0 || !slices.Contains(q.SimilarIn, t.Queue) || over(t) || w.now.Sub(t.CreatedAt) > q.SimilarWithin {
			continue
		}
		f.Similar = append(f.Similar, SimilarTicket{Ticket: t, Share: float64(shared) / float64(len(words))})
		add(id)
		add(firstLink(t, LinkProblem))
	}
	slices.SortStableFunc(f.Similar, func(a, b SimilarTicket) int { return cmp.Compare(b.Share, a.Share) })
}

// schedule are the changes whose time is not over.
func (w *world) schedule() (planned []Ticket) {
	for _, id := range slices.Sorted(maps.Keys(w.tickets)) {
		if t := w.tickets[id]; t.ScheduledTo.After(w.now) {
			planned = append(planned, t)
		}
	}
	return planned
}

// lawful holds every decision against what must be true of all of them.
func (w *world) lawful(d Decision) {
	w.t.Helper()
	for id, t := range d.Tickets {
		folded := Ticket{}
		for _, e := range w.events[id] {
			folded = Apply(folded, e)
		}
		if !w.loose && fmt.Sprint(folded) != fmt.Sprint(t) {
			w.t.Errorf("ticket %d is not what its events add up to:\n%+v\n%+v", id, t, folded)
		}
		if w.p.LifecycleOf(t.Queue).Category(t.Status) != t.Category {
			w.t.Errorf("ticket %d: status %s is not of category %s in queue %s", id, t.Status, t.Category, t.Queue)
		}
	}
	seen := map[string]bool{}
	notices := slices.Clone(d.Notices)
	for _, b := range d.Bundled {
		notices = append(notices, b.Notice)
	}
	for _, n := range notices {
		if seen[n.To.Key()] {
			w.t.Errorf("%s is told twice", n.To.Addr)
		}
		seen[n.To.Key()] = true
		if n.Audience != ToAgent && n.Internal {
			w.t.Errorf("%s to %s says an internal note", n.Template, n.To.Addr)
		}
		for _, m := range n.History {
			if m.Visibility != Public {
				w.t.Errorf("%s to %s repeats an internal note", n.Template, n.To.Addr)
			}
		}
		if n.Mailbox == "" || n.Language == "" {
			w.t.Errorf("%s to %s has no mailbox or language", n.Template, n.To.Addr)
		}
	}
	if d.Held.Reason != "" && (len(d.Events) > 0 || len(d.Messages) > 0) {
		w.t.Error("a held mail changed a ticket")
	}
	if d.Outcome == "" || d.Trace.Why == "" {
		w.t.Error("a decision without outcome or reason")
	}
}

// told is who gets which template, sorted: "ack>dana@example.com".
func told(d Decision) string {
	var out []string
	for _, n := range d.Notices {
		out = append(out, n.Template+">"+n.To.Addr)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// printer is a world with ticket 1001 of dana, taken by alice, and the ids of the mails that both got.
func printer(t *testing.T) (w *world, toDana, toAlice string) {
	w = newWorld(t)
	w.handle(w.mail(dana, "Printer on floor 3 jams", "It jams."))
	toDana = w.ids[dana]
	w.handle(w.mail(alice, "Re: [ACME #1001] Printer on floor 3 jams", "/take", replyTo(w.ids[alice])))
	w.acks, w.opened = 0, 0
	return w, toDana, w.ids[alice]
}

func (w *world) want(d Decision, outcome Outcome, ticket int64, notices string) {
	w.t.Helper()
	if d.Outcome != outcome || d.Ticket != ticket || told(d) != notices {
		w.t.Errorf("got %s ticket %d, told %q (%s)\nwant %s ticket %d, told %q", d.Outcome, d.Ticket, told(d), d.Trace.Why, outcome, ticket, notices)
	}
}

func (w *world) wantStatus(id int64, status string) {
	w.t.Helper()
	if got := w.tickets[id].Status; got != status {
		w.t.Errorf("ticket %d is %s, want %s", id, got, status)
	}
}
