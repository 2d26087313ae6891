package main

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"

	"frontdesk/cmd/internal/config"
	"frontdesk/desk"
	"frontdesk/desk/store"
)

type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Recompute the chain of events, and every ticket from its events."`
	Export auditExportCmd `cmd:"" help:"Write the chain of events, one JSON object per line."`
}

type auditVerifyCmd struct {
	Head string `placeholder:"HASH" help:"A head of the chain that was noted earlier: it must still be part of it."`
	JSON bool   `name:"json" help:"One JSON object."`
}

// auditObject is the result of a verification: names as users rely on them.
type auditObject struct {
	OK      bool   `json:"ok"`
	Events  int64  `json:"events"`
	Tickets int    `json:"tickets"`
	Head    string `json:"head"`
	Error   string `json:"error"`
}

func (a *auditVerifyCmd) Run(c *call) error {
	var w chainWalk
	err := c.view(func(r store.Reader, _ *config.Config) error {
		_, last, err := r.Head()
		if err != nil {
			return err
		}
		w = chainWalk{noted: a.Head, tickets: map[int64]desk.Ticket{}, progress: c.progress(last)}
		err = w.walk(r)
		w.progress(-1)
		return err
	})
	var broken brokenChain
	switch {
	case err != nil && !errors.As(err, &broken):
		return err
	case a.JSON:
		o := auditObject{OK: err == nil, Events: w.events, Tickets: len(w.tickets), Head: w.head}
		if err != nil {
			o.Error = err.Error()
			return errors.Join(c.json(o), errSaid)
		}
		return c.json(o)
	case err != nil:
		return fmt.Errorf("%w; the %s before it are whole. Compare with a backup", err, count(int(w.events), "event"))
	}
	_, err = fmt.Fprintf(c.stdout, "The chain is whole: %s of %s, each as it was written.\nHead: %s\n",
		count(int(w.events), "event"), count(len(w.tickets), "ticket"), orDash(w.head))
	return err
}

// brokenChain is the first thing that does not fit.
type brokenChain struct{ error }

// chainWalk goes through all events in order.
type chainWalk struct {
	noted    string
	found    bool
	head     string
	events   int64
	tickets  map[int64]desk.Ticket // as their events add up
	progress func(seq int64)
}

func (w *chainWalk) walk(r store.Reader) error {
	if err := r.Records(1, w.record); err != nil {
		return err
	}
	if w.noted != "" && !w.found {
		return brokenChain{fmt.Errorf("no event has the hash %s: the end of the chain was cut off, or all of it was written anew", w.noted)}
	}
	return w.compare(r)
}

func (w *chainWalk) record(r desk.Record) error {
	if r.Seq != w.events+1 {
		return brokenChain{fmt.Errorf("event %d is missing", w.events+1)}
	}
	if err := r.Verify(w.head); err != nil {
		return brokenChain{err}
	}
	e, err := r.Event()
	if err != nil {
		return brokenChain{err}
	}
	if e.Ticket > 0 { // what is about an agent belongs to no ticket
		w.tickets[e.Ticket] = desk.Apply(w.tickets[e.Ticket], e)
	}
	w.head, w.events = r.Hash, r.Seq
	w.found = w.found || r.Hash == w.noted
	w.progress(r.Seq)
	return nil
}

// compare holds the rows of all tickets against what their events add up to.
func (w *chainWalk) compare(r store.Reader) error {
	rows, err := r.Tickets(store.Filter{})
	if err != nil {
		return err
	}
	for _, row := range rows {
		folded, known := w.tickets[row.ID]
		if !known {
			return brokenChain{fmt.Errorf("ticket #%d has no events", row.ID)}
		}
		if name := difference(row, folded); name != "" {
			return brokenChain{fmt.Errorf("ticket #%d is not what its events add up to: %s was changed", row.ID, name)}
		}
	}
	if len(rows) != len(w.tickets) {
		return brokenChain{fmt.Errorf("%s have events, but only %d of them exist", count(len(w.tickets), "ticket"), len(rows))}
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
		if fa.Kind() == reflect.Slice && fa.Len() == 0 && fb.Len() == 0 {
			same = true
		}
		if t, ok := fa.Interface().(time.Time); ok {
			same = t.Equal(fb.Interface().(time.Time))
		}
		if !same {
			return va.Type().Field(i).Name
		}
	}
	return ""
}

// progress shows on a terminal how far a long walk is; a negative number ends it.
func (c *call) progress(last int64) func(seq int64) {
	if !c.screen.terminal || last < 20000 {
		return func(int64) {}
	}
	shown := int64(-1)
	return func(seq int64) {
		percent := seq * 100 / last
		switch {
		case seq < 0:
			fmt.Fprint(c.stderr, "\r\x1b[K")
		case percent != shown:
			shown = percent
			fmt.Fprintf(c.stderr, "\r%3d %% of %s events", percent, thousands(int(last)))
		}
	}
}

type auditExportCmd struct {
	From int64 `default:"1" placeholder:"SEQ" help:"The first event."`
	JSON bool  `name:"json" help:"As always."`
}

// recordObject is one link of the chain with all that its hash is made of (SHA-256 over the parts, each behind
// its length; personal values by their digests).
type recordObject struct {
	Seq      int64                      `json:"seq"`
	Ticket   int64                      `json:"ticket"`
	At       time.Time                  `json:"at"`
	Actor    string                     `json:"actor"`
	Kind     string                     `json:"kind"`
	Detail   json.RawMessage            `json:"detail"`
	Personal map[string]json.RawMessage `json:"personal"`
	Digests  map[string]string          `json:"digests"`
	Salt     string                     `json:"salt"`
	Mail     string                     `json:"mail"`
	Prev     string                     `json:"prev"`
	Hash     string                     `json:"hash"`
}

func (a *auditExportCmd) Run(c *call) error {
	return c.view(func(r store.Reader, _ *config.Config) error {
		return r.Records(max(a.From, 1), func(x desk.Record) error {
			personal := x.Personal
			if personal == nil {
				personal = map[string]json.RawMessage{}
			}
			return c.json(recordObject{Seq: x.Seq, Ticket: x.Ticket, At: time.UnixMicro(x.At).UTC(), Actor: string(x.ActorKind),
				Kind: x.Kind, Detail: x.Public, Personal: personal, Digests: x.Digests, Salt: hex.EncodeToString(x.Salt),
				Mail: x.Mail, Prev: x.Prev, Hash: x.Hash})
		})
	})
}
