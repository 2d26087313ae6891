package main

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
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
	var o store.Audit
	err := c.view(func(r store.Reader, _ *config.Config) error {
		_, last, err := r.Head()
		if err != nil {
			return err
		}
		progress := c.progress(last)
		o, err = store.Verify(r, a.Head, progress)
		progress(-1)
		return err
	})
	var broken store.Broken
	switch {
	case err != nil && !errors.As(err, &broken):
		return err
	case a.JSON:
		said := auditObject{OK: err == nil, Events: o.Events, Tickets: o.Tickets, Head: o.Head}
		if err != nil {
			said.Error = err.Error()
			return errors.Join(c.json(said), errSaid)
		}
		return c.json(said)
	case err != nil:
		return fmt.Errorf("%w; the %s before it are whole. Compare with a backup", err, count(int(o.Events), "event"))
	}
	_, err = fmt.Fprintf(c.stdout, "The chain is whole: %s of %s, each as it was written.\nHead: %s\n",
		count(int(o.Events), "event"), count(o.Tickets, "ticket"), orDash(o.Head))
	return err
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
