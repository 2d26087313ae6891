package desk

import (
	"encoding/json"
	"fmt"
)

// Brief is an event as it is stored, without its link in the chain: what a walk over all events wants, which reads but a
// few fields of a few kinds. Details are JSON objects in bytes that are overwritten once the walk goes on.
type Brief struct {
	Seq       int64
	Ticket    int64
	At        int64 // microseconds since 1970, UTC
	ActorKind ActorKind
	Kind      string
	ByMail    bool   // a mail caused it
	Public    []byte // the detail without its personal values
	Personal  []byte // the personal values; "" or "null" once erased
}

// Event puts the parts together, but for which mail was the cause. Erased values come back empty.
func (b Brief) Event() (Event, error) {
	r := Record{Seq: b.Seq, Ticket: b.Ticket, At: b.At, ActorKind: b.ActorKind, Kind: b.Kind, Public: b.Public}
	if len(b.Personal) > 0 {
		if err := json.Unmarshal(b.Personal, &r.Personal); err != nil {
			return Event{}, fmt.Errorf("event %d: %w", b.Seq, err)
		}
	}
	return r.Event()
}

// Brief is the record without its link in the chain.
func (r Record) Brief() Brief {
	b := Brief{Seq: r.Seq, Ticket: r.Ticket, At: r.At, ActorKind: r.ActorKind, Kind: r.Kind, ByMail: r.Mail != "", Public: r.Public}
	if r.Personal != nil {
		b.Personal, _ = json.Marshal(r.Personal) // of values that were JSON already
	}
	return b
}
