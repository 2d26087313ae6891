package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"frontdesk/desk"
)

// Audit is what a verification has looked at, as far as everything fitted.
type Audit struct {
	Events  int64
	Tickets int
	Head    string // hash of the last event
}

// Broken is the first thing that does not fit: somebody changed the store behind the program's back.
type Broken struct{ What string }

func (b Broken) Error() string { return b.What }

// Verify recomputes the chain of events and holds the rows of all tickets and the texts of all messages against it. Noted
// is a hash that must be in the chain, "" for none; progress is told the number of each event. What does not fit is an
// error of type Broken.
func Verify(r Reader, noted string, progress func(seq int64)) (Audit, error) {
	w := walk{noted: noted, progress: progress, tickets: map[int64]desk.Ticket{}, said: map[int64][]string{}}
	for _, step := range []func(Reader) error{w.records, w.rows, w.requesters, w.messages} {
		if err := step(r); err != nil {
			return w.Audit, err
		}
	}
	return w.Audit, nil
}

// walk goes through all events in order.
type walk struct {
	Audit
	noted    string
	found    bool
	progress func(seq int64)
	tickets  map[int64]desk.Ticket // as their events add up
	said     map[int64][]string    // digests of the messages of each ticket, in order; "" where its words were erased
}

// records reads the events on one core and checks them on another.
func (w *walk) records(r Reader) error {
	full, broken, done := make(chan []desk.Record, 4), make(chan struct{}), make(chan error, 1)
	go func() {
		var err error
		for batch := range full {
			for i := 0; i < len(batch) && err == nil; i++ {
				if err = w.record(batch[i]); err != nil {
					close(broken)
				}
			}
		}
		done <- err
	}()
	var batch []desk.Record
	err := r.Records(1, func(record desk.Record) error {
		if batch = append(batch, record); len(batch) < batchSize {
			return nil
		}
		select {
		case full <- batch:
			batch = make([]desk.Record, 0, batchSize)
			return nil
		case <-broken:
			return errBroken
		}
	})
	full <- batch
	close(full)
	switch wrong := <-done; {
	case wrong != nil:
		return wrong
	case err != nil:
		return err
	}
	if w.Tickets = len(w.tickets); w.noted != "" && !w.found {
		return Broken{"no event has the hash " + w.noted + ": the end of the chain was cut off, or all of it was written anew"}
	}
	return nil
}

// batchSize is how many events go over to the other core at once: enough for the handing over to cost nothing.
const batchSize = 512

// errBroken ends the reading of a chain that does not hold.
var errBroken = errors.New("the chain is broken")

func (w *walk) record(r desk.Record) error {
	if r.Seq != w.Events+1 {
		return Broken{fmt.Sprintf("event %d is missing", w.Events+1)}
	}
	if err := r.Verify(w.Head); err != nil {
		return Broken{err.Error()}
	}
	e, err := r.Event()
	if err != nil {
		return Broken{err.Error()}
	}
	if e.Ticket > 0 { // what is about an agent belongs to no ticket
		w.tickets[e.Ticket] = desk.Apply(w.tickets[e.Ticket], e)
	}
	if d, ok := e.Detail.(desk.Wrote); ok {
		w.said[e.Ticket] = append(w.said[e.Ticket], digest(e.At, d))
	}
	w.Head, w.Events = r.Hash, r.Seq
	w.found = w.found || r.Hash == w.noted
	w.progress(r.Seq)
	return nil
}

// rows holds the rows of all tickets against what their events add up to.
func (w *walk) rows(r Reader) error {
	rows, err := r.Tickets(Filter{})
	if err != nil {
		return err
	}
	for _, row := range rows {
		folded, known := w.tickets[row.ID]
		if !known {
			return Broken{fmt.Sprintf("ticket #%d has no events", row.ID)}
		}
		if name := difference(row, folded); name != "" {
			return Broken{fmt.Sprintf("ticket #%d is not what its events add up to: %s was changed", row.ID, name)}
		}
	}
	if len(rows) != len(w.tickets) {
		return Broken{fmt.Sprintf("%d tickets have events, but only %d of them exist", len(w.tickets), len(rows))}
	}
	return nil
}

// requesters asks for the tickets of each requester: what finds them is kept beside the rows.
func (w *walk) requesters(r Reader) error {
	of := map[string][]int64{}
	for id, t := range w.tickets {
		key := desk.AddressKey(t.Requester)
		of[key] = append(of[key], id)
	}
	for key, ids := range of {
		if key == "" {
			continue
		}
		found, err := r.Tickets(Filter{Requester: key})
		if err != nil {
			return err
		}
		slices.Sort(ids)
		if !slices.EqualFunc(ids, found, func(id int64, t desk.Ticket) bool { return t.ID == id }) {
			return Broken{fmt.Sprintf("of the tickets of %s only %d of %d can be found", key, len(found), len(ids))}
		}
	}
	return nil
}

// digest is over what an event tells of a message; "" where its words were erased.
func digest(at time.Time, d desk.Wrote) string {
	if d.Text == "" {
		return ""
	}
	d.Thread = ""
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %q", at.UnixMicro(), []string{d.From, string(d.Visibility), string(d.Auto), fmt.Sprint(d.Proven), d.MessageID, d.Text}))
	return string(sum[:])
}

// messages holds all messages against their events.
func (w *walk) messages(r Reader) error {
	seen := map[int64]int{}
	err := r.EachMessage(func(m desk.Message) error {
		n := seen[m.Ticket]
		if seen[m.Ticket]++; n >= len(w.said[m.Ticket]) {
			return Broken{fmt.Sprintf("ticket #%d has a message that no event tells of", m.Ticket)}
		}
		sum := sha256.Sum256([]byte(m.Text))
		told := desk.Wrote{From: m.From.Addr, Visibility: m.Visibility, Auto: m.Auto, Proven: m.Proven, MessageID: m.MessageID, Text: hex.EncodeToString(sum[:])}
		if want := w.said[m.Ticket][n]; want != "" && want != digest(m.At, told) {
			return Broken{fmt.Sprintf("message %d of ticket #%d was changed after it was written", n+1, m.Ticket)}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for ticket, said := range w.said {
		if seen[ticket] != len(said) {
			return Broken{fmt.Sprintf("ticket #%d has %d messages, and its events tell of %d", ticket, seen[ticket], len(said))}
		}
	}
	return nil
}

// difference names the first field in which two tickets differ, "" where there is none. An absent list is
// an empty one.
func difference(a, b desk.Ticket) string {
	va, vb := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range va.NumField() {
		fa, fb := va.Field(i), vb.Field(i)
		same := reflect.DeepEqual(fa.Interface(), fb.Interface())
		if k := fa.Kind(); (k == reflect.Slice || k == reflect.Map) && fa.Len() == 0 && fb.Len() == 0 {
			same = true
		}
		if t, ok := fa.Interface().(time.Time); ok {
			same = t.Equal(fb.Interface().(time.Time))
		}
		if !same {
			return strings.ToLower(va.Type().Field(i).Name)
		}
	}
	return ""
}
