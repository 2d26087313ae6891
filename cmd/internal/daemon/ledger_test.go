package daemon

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

// A ledger holds what the mail servers know against what the store claims. The servers are the truth.
type ledger struct {
	served   []served            // what lies in the mailboxes of the desk
	copies   map[string][]string // Message-ID → SHA-256 of every copy that the mail server took from the desk
	arrivals []store.Arrival     // what the store says it took in
	kept     map[string]bool     // SHA-256 of the raw mails that the store gives back whole
	outbox   []store.OutboxItem
	tickets  int
	chain    error // what is wrong with the events, and with tickets that are not what their events add up to
}

// served is a mail on the server.
type served struct {
	mailbox string
	uid     uint32
	id      string // Message-ID
	sha256  string
	seen    bool // marked by the desk
}

// stage says how much must be done by now.
type stage int

const (
	killed  stage = iota // in the middle of the work
	resumed              // a run without a crash has ended; mail in doubt waits
	later                // the same, and mail in doubt was sent again
)

func (s stage) String() string { return []string{"killed", "resumed", "later"}[s] }

// finding is what is wrong, and of which sort: lost, doubled, or otherwise.
type finding struct {
	lost, doubled bool
	text          string
}

func lost(format string, args ...any) finding {
	return finding{lost: true, text: "lost: " + fmt.Sprintf(format, args...)}
}

func doubled(format string, args ...any) finding {
	return finding{doubled: true, text: "doubled: " + fmt.Sprintf(format, args...)}
}

func wrong(format string, args ...any) finding { return finding{text: fmt.Sprintf(format, args...)} }

// check is the oracle. Doubted are the Message-IDs of mails that were in hand when a run ended, whose second
// copies are therefore explained; it counts these.
func (l *ledger) check(at stage, doubted map[string]bool) (found []finding, explained int) {
	found = append(l.checkIntake(at), l.checkOutbox(at, doubted, &explained)...)
	if l.chain != nil {
		found = append(found, wrong("events: %v", l.chain))
	}
	return found, explained
}

// checkIntake: each mail of the server was taken in at most once, byte by byte, and once everything is done
// or as soon as it is marked, at least once.
func (l *ledger) checkIntake(at stage) (found []finding) {
	type place struct {
		mailbox string
		uid     uint32
	}
	by := map[place][]store.Arrival{}
	for _, a := range l.arrivals {
		if a.UID != 0 {
			by[place{a.Mailbox, a.UID}] = append(by[place{a.Mailbox, a.UID}], a)
		}
	}
	for _, s := range l.served {
		as := by[place{s.mailbox, s.uid}]
		delete(by, place{s.mailbox, s.uid})
		name := fmt.Sprintf("mail %s (%s UID %d)", s.id, s.mailbox, s.uid)
		switch {
		case len(as) == 0 && s.seen:
			found = append(found, lost("%s is marked on the server, and the store has no outcome for it", name))
		case len(as) == 0 && at > killed:
			found = append(found, lost("%s was never taken in", name))
		case len(as) == 0:
		case len(as) > 1:
			found = append(found, doubled("%s was taken in %d times", name, len(as)))
		case as[0].SHA256 != s.sha256:
			found = append(found, lost("%s has other bytes in the store", name))
		case !l.kept[s.sha256]:
			found = append(found, lost("%s: its raw bytes cannot be read back", name))
		case as[0].Outcome == "":
			found = append(found, wrong("%s has no outcome", name))
		case at > killed && !s.seen:
			found = append(found, wrong("%s was taken in and is not marked", name))
		}
	}
	for p := range by {
		found = append(found, wrong("%s UID %d was taken in and never lay on the server", p.mailbox, p.uid))
	}
	return found
}

// checkOutbox: each mail of the outbox reached the server once; a second copy needs a doubt and equal bytes.
func (l *ledger) checkOutbox(at stage, doubted map[string]bool, explained *int) (found []finding) {
	known := map[string]bool{}
	behind := map[string]bool{} // of whom one mail of a ticket waits for the one before it
	for _, item := range l.outbox {
		name := fmt.Sprintf("%s to %s (%s)", item.Template, item.To, item.MessageID)
		if known[item.MessageID] {
			found = append(found, doubled("%s stands twice in the outbox", name))
		}
		known[item.MessageID] = true
		copies := l.copies[item.MessageID]
		*explained += max(0, len(copies)-1)
		found = append(found, checkCopies(at, item, name, copies, doubted[item.MessageID])...)
		line := fmt.Sprint(item.Ticket, item.To)
		if at == resumed && item.State == store.Waiting && item.Error == "" && !behind[line] {
			found = append(found, lost("%s still waits, for nothing", name))
		}
		behind[line] = behind[line] || item.State != store.Sent && item.State != store.Failed
	}
	for _, id := range slices.Sorted(maps.Keys(l.copies)) {
		if !known[id] {
			found = append(found, wrong("a mail %s went out that the outbox does not know", id))
		}
	}
	return found
}

func checkCopies(at stage, item store.OutboxItem, name string, copies []string, doubted bool) (found []finding) {
	n := len(copies)
	if distinct := slices.Compact(slices.Sorted(slices.Values(copies))); len(distinct) > 1 {
		found = append(found, doubled("%s went out with %d different contents", name, len(distinct)))
	}
	switch {
	case n > item.Tries:
		found = append(found, doubled("%s: %d copies after %d tries", name, n, item.Tries))
	case n > 1 && !doubted:
		found = append(found, doubled("%s: %d copies, and none was ever in doubt", name, n))
	case n > 1 && at < later:
		found = append(found, doubled("%s: %d copies before the wait for a lost answer was over", name, n))
	}
	switch item.State {
	case store.Sent:
		if n == 0 {
			found = append(found, lost("%s counts as sent, and the server never got it", name))
		}
	case store.Failed:
		if n > 0 && !doubted {
			found = append(found, wrong("%s counts as failed, and the server took it", name))
		}
	case store.Waiting:
		if n > 0 && !doubted {
			found = append(found, wrong("%s waits, and the server took it", name))
		}
	}
	if done := item.State == store.Sent || item.State == store.Failed; at == later && !done {
		found = append(found, lost("%s is still %s: %s", name, item.State, item.Error))
	}
	if at == resumed && item.State == store.Sending {
		found = append(found, lost("%s is still %s", name, item.State))
	}
	return found
}

// inDoubt are the mails that were in hand when a run ended, or whose answer got lost.
func (l *ledger) inDoubt() (ids []string) {
	for _, item := range l.outbox {
		if item.State == store.Sending || item.State == store.Unknown {
			ids = append(ids, item.MessageID)
		}
	}
	return ids
}

// notices counts the outbox by what was to be said to whom.
func (l *ledger) notices() map[string]int {
	n := map[string]int{}
	for _, item := range l.outbox {
		n[item.Template+" to "+item.To]++
	}
	return n
}

// read fills in what the store claims.
func (l *ledger) read(r store.Reader) error {
	l.kept = map[string]bool{}
	for _, id := range l.ids() {
		as, err := r.RawByMessageID(id)
		if err != nil {
			return err
		}
		l.arrivals = append(l.arrivals, as...)
	}
	for _, a := range l.arrivals {
		raw, err := r.Raw(a.SHA256)
		l.kept[a.SHA256] = err == nil && len(raw) == a.Size
	}
	tickets, err := r.Tickets(store.Filter{})
	if err != nil {
		return err
	}
	l.tickets = len(tickets)
	l.chain = addsUp(r)
	l.outbox, err = r.Outgoing(true)
	return err
}

// ids are the Message-IDs on the server, each once.
func (l *ledger) ids() []string {
	all := make([]string, len(l.served))
	for i, s := range l.served {
		all[i] = s.id
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// addsUp verifies the chain of events, and that every ticket and message is what they add up to.
func addsUp(r store.Reader) error {
	_, err := store.Verify(r, "", func(int64) {})
	return err
}

func sum(raw []byte) string {
	h := sha256.Sum256(raw)
	return hex.EncodeToString(h[:])
}

// good is a ledger in which nothing is wrong: a mail on the server, its outcome, and the answer to it.
func good() *ledger {
	return &ledger{
		served:   []served{{"support@desk.example", 1, "a@x.example", "aa", true}, {"support@desk.example", 2, "b@x.example", "bb", true}},
		arrivals: []store.Arrival{arrived(1, "aa"), arrived(2, "bb")},
		kept:     map[string]bool{"aa": true, "bb": true},
		outbox: []store.OutboxItem{
			{MessageID: "ack1", Template: "ack", To: "dana@x.example", State: store.Sent, Tries: 1},
			{MessageID: "ack2", Template: "ack", To: "erin@x.example", State: store.Sent, Tries: 2}},
		copies: map[string][]string{"ack1": {"11"}, "ack2": {"22"}},
	}
}

func arrived(uid uint32, sum string) store.Arrival {
	return store.Arrival{Mailbox: "support@desk.example", UID: uid, SHA256: sum, Outcome: desk.OutcomeNew}
}

// TestLedgerFindsWhatIsWrong doctors a good ledger: an oracle that cannot say no proves nothing.
func TestLedgerFindsWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		at     stage
		doctor func(*ledger)
		want   string // one of the findings; "" for none
	}{
		"nothing":               {later, func(*ledger) {}, ""},
		"not yet taken in":      {killed, func(l *ledger) { l.arrivals = l.arrivals[:1]; l.served[1].seen = false }, ""},
		"marked before commit":  {killed, func(l *ledger) { l.arrivals = l.arrivals[:1] }, "lost: mail b@x.example"},
		"a mail never taken in": {resumed, func(l *ledger) { l.arrivals = l.arrivals[:1]; l.served[1].seen = false }, "never taken in"},
		"a mail taken in twice": {killed, func(l *ledger) { l.arrivals = append(l.arrivals, arrived(2, "bb")) }, "doubled: mail b@x.example"},
		"another mail's bytes":  {resumed, func(l *ledger) { l.arrivals[1].SHA256 = "aa" }, "other bytes"},
		"raw bytes gone":        {resumed, func(l *ledger) { delete(l.kept, "bb") }, "cannot be read back"},
		"no outcome":            {resumed, func(l *ledger) { l.arrivals[0].Outcome = "" }, "no outcome"},
		"never marked":          {resumed, func(l *ledger) { l.served[0].seen = false }, "not marked"},
		"a mail from nowhere":   {killed, func(l *ledger) { l.served = l.served[:1] }, "never lay on the server"},
		"an answer lost":        {resumed, func(l *ledger) { delete(l.copies, "ack1") }, "lost: ack to dana@x.example"},
		"an answer stuck":       {resumed, func(l *ledger) { l.outbox[0].State = store.Sending; delete(l.copies, "ack1") }, "still sending"},
		"an answer forgotten":   {resumed, func(l *ledger) { l.outbox[0].State = store.Waiting; delete(l.copies, "ack1") }, "waits, for nothing"},
		"behind one in doubt": {resumed, func(l *ledger) {
			l.outbox[0].State, l.outbox[1].State, l.outbox[1].To = store.Unknown, store.Waiting, l.outbox[0].To
			delete(l.copies, "ack2")
		}, ""},
		"an answer for ever new": {later, func(l *ledger) { l.outbox[0].State = store.Waiting; delete(l.copies, "ack1") }, "still waiting"},
		"in doubt":               {resumed, func(l *ledger) { l.outbox[0].State = store.Unknown }, ""},
		"in doubt for ever":      {later, func(l *ledger) { l.outbox[0].State = store.Unknown }, "still unknown"},
		"an answer twice":        {later, func(l *ledger) { l.outbox[0].Tries = 2; l.copies["ack1"] = []string{"11", "11"} }, "doubled: ack to dana@x.example"},
		"explained":              {later, func(l *ledger) { l.copies["ack2"] = []string{"22", "22"} }, ""},
		"explained, too soon":    {resumed, func(l *ledger) { l.copies["ack2"] = []string{"22", "22"} }, "before the wait"},
		"explained, other bytes": {later, func(l *ledger) { l.copies["ack2"] = []string{"22", "23"} }, "different contents"},
		"more copies than tries": {later, func(l *ledger) { l.copies["ack2"] = []string{"22", "22", "22"} }, "3 copies after 2 tries"},
		"one row twice":          {resumed, func(l *ledger) { l.outbox = append(l.outbox, l.outbox[0]) }, "stands twice"},
		"failed and taken":       {later, func(l *ledger) { l.outbox[0].State = store.Failed }, "counts as failed"},
		"mail of no row":         {killed, func(l *ledger) { l.copies["x"] = []string{"33"} }, "does not know"},
		"a broken chain":         {killed, func(l *ledger) { l.chain = errors.New("hash") }, "events: hash"},
	} {
		l := good()
		c.doctor(l)
		found, _ := l.check(c.at, map[string]bool{"ack2": true})
		hit := c.want == "" && len(found) == 0
		for _, f := range found {
			hit = hit || c.want != "" && strings.Contains(f.text, c.want)
		}
		if !hit {
			t.Errorf("%s: found %v, want %q", name, found, c.want)
		}
	}
}

// TestAddsUpFindsARowThatItsEventsDoNotMake holds the other half of the oracle against a reader that lies.
func TestAddsUpFindsARowThatItsEventsDoNotMake(t *testing.T) {
	r := newRig(t, crashConfig(1, 1), time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))
	r.deliver("support@desk.example", letter{from: "erin@x.example", subject: "one", id: "1@x.example"}.bytes())
	view := func(change func(*lying)) error {
		return r.store.View(context.Background(), func(q store.Reader) error {
			l := &lying{Reader: q}
			change(l)
			return addsUp(l)
		})
	}
	if err := view(func(*lying) {}); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*lying){
		"another status": func(l *lying) { l.ticket = func(t *desk.Ticket) { t.Status = "closed" } },
		"no rows":        func(l *lying) { l.none = true },
		"another event":  func(l *lying) { l.record = func(r *desk.Record) { r.At++ } },
	} {
		if err := view(change); err == nil {
			t.Errorf("%s: nobody noticed", name)
		}
	}
}

// lying is a reader that changes what it was told.
type lying struct {
	store.Reader
	ticket func(*desk.Ticket)
	record func(*desk.Record)
	none   bool
}

func (l *lying) Tickets(f store.Filter) ([]desk.Ticket, error) {
	ts, err := l.Reader.Tickets(f)
	for i := range ts {
		if l.ticket != nil {
			l.ticket(&ts[i])
		}
	}
	if l.none {
		ts = nil
	}
	return ts, err
}

func (l *lying) Records(from int64, fn func(desk.Record) error) error {
	return l.Reader.Records(from, func(r desk.Record) error {
		if l.record != nil {
			l.record(&r)
		}
		return fn(r)
	})
}
