package desk

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Record is an event as it is stored: its detail parted into what is personal and what is not,
// and its link in the chain.
type Record struct {
	Seq       int64
	Ticket    int64
	At        int64 // microseconds since 1970, UTC
	ActorKind ActorKind
	Kind      string
	Mail      string
	Public    json.RawMessage            // the detail without its personal values
	Personal  map[string]json.RawMessage // the personal values; nil once erased
	Digests   map[string]string          // of each personal value, hex
	Salt      []byte                     // of the digests; nil once erased
	Prev      string                     // hash of the record before it, "" for the first
	Hash      string
}

// actorField is the name under which the actor's name is digested where it is a person's address.
const actorField = "@actor"

// Seal parts an event into a record and chains it to the one before. Salt is random, once per event.
func Seal(prev string, seq int64, e Event, salt []byte) (Record, error) {
	all := map[string]json.RawMessage{}
	data, err := json.Marshal(e.Detail)
	if err != nil {
		return Record{}, fmt.Errorf("event %s of ticket %d: %w", e.Detail.Kind(), e.Ticket, err)
	}
	if err := json.Unmarshal(data, &all); err != nil {
		return Record{}, fmt.Errorf("event %s of ticket %d: %w", e.Detail.Kind(), e.Ticket, err)
	}
	r := Record{Seq: seq, Ticket: e.Ticket, At: e.At.UnixMicro(), ActorKind: e.Actor.Kind,
		Kind: e.Detail.Kind(), Mail: e.Mail, Salt: salt, Prev: prev,
		Personal: map[string]json.RawMessage{}, Digests: map[string]string{}}
	for _, name := range kinds[r.Kind].personal {
		if v, ok := all[name]; ok {
			r.Personal[name] = v
			delete(all, name)
		}
	}
	actor, _ := json.Marshal(e.Actor.Name)
	if e.Actor.Kind == ActorPerson {
		r.Personal[actorField] = actor
	} else {
		all[actorField] = actor
	}
	for name, v := range r.Personal {
		r.Digests[name] = digest(salt, name, v)
	}
	if r.Public, err = json.Marshal(all); err != nil {
		return Record{}, fmt.Errorf("event %s of ticket %d: %w", r.Kind, e.Ticket, err)
	}
	r.Hash = r.sum()
	return r, nil
}

// Verify says whether the record is unchanged and follows the record whose hash is prev.
func (r Record) Verify(prev string) error {
	if r.Prev != prev {
		return fmt.Errorf("event %d does not follow the event before it", r.Seq)
	}
	if r.Hash != r.sum() {
		return fmt.Errorf("event %d was changed after it was written", r.Seq)
	}
	for name, v := range r.Personal {
		if r.Digests[name] != digest(r.Salt, name, v) {
			return fmt.Errorf("event %d: %s was changed after it was written", r.Seq, name)
		}
	}
	erased := len(r.Personal) == 0 && len(r.Salt) == 0
	if !erased && len(r.Personal) != len(r.Digests) {
		return fmt.Errorf("event %d: a personal value was removed by itself", r.Seq)
	}
	return nil
}

// Event puts the parts of a record together again. Erased values come back empty.
func (r Record) Event() (Event, error) {
	e := Event{Seq: r.Seq, Ticket: r.Ticket, At: timeFromMicro(r.At), Mail: r.Mail, Actor: Actor{Kind: r.ActorKind}}
	name, personal := r.Personal[actorField]
	if !personal {
		name = actorOf(r.Public)
	}
	if len(name) > 0 {
		if err := json.Unmarshal(name, &e.Actor.Name); err != nil {
			return Event{}, fmt.Errorf("event %d: actor: %w", r.Seq, err)
		}
	}
	var err error
	if e.Detail, err = ReadDetail(r.Kind, r.whole()); err != nil {
		return Event{}, fmt.Errorf("event %d: %w", r.Seq, err)
	}
	return e, nil
}

// actorOf is the JSON of the actor's name in a detail. It stands first where [Seal] wrote it.
func actorOf(public []byte) json.RawMessage {
	if rest, ok := bytes.CutPrefix(public, []byte(`{"`+actorField+`":"`)); ok {
		if end := bytes.IndexAny(rest, "\"\\"); end >= 0 && rest[end] == '"' {
			return public[len(public)-len(rest)-1 : len(public)-len(rest)+end+1]
		}
	}
	var all map[string]json.RawMessage
	_ = json.Unmarshal(public, &all) // what is no JSON at all fails with the detail
	return all[actorField]
}

// whole is the JSON of the detail with its personal values. Reading it passes over the actor.
func (r Record) whole() []byte {
	public := bytes.TrimRight(r.Public, " \t\r\n")
	if len(r.Personal) == 0 || len(public) < 2 || public[len(public)-1] != '}' {
		return r.Public
	}
	data := slices.Clone(public[:len(public)-1])
	for name, value := range r.Personal {
		if len(data) > 1 {
			data = append(data, ',')
		}
		data = append(strconv.AppendQuote(data, name), ':')
		data = append(data, value...)
	}
	return append(data, '}')
}

// sum is the hash over the record and the one before it. Every part is prefixed by its length, so that
// no two records read alike.
func (r Record) sum() string {
	var b []byte
	for _, part := range []string{r.Prev, strconv.FormatInt(r.Seq, 10), strconv.FormatInt(r.Ticket, 10),
		strconv.FormatInt(r.At, 10), string(r.ActorKind), r.Kind, r.Mail, string(r.Public), r.digestList()} {
		b = append(append(strconv.AppendInt(b, int64(len(part)), 10), ':'), part...)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func (r Record) digestList() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(r.Digests)) {
		b.WriteString(name + "=" + r.Digests[name] + ";")
	}
	return b.String()
}

func digest(salt []byte, name string, value []byte) string {
	m := hmac.New(sha256.New, salt)
	m.Write([]byte(name + "\x00"))
	m.Write(value)
	return hex.EncodeToString(m.Sum(nil)[:16])
}
