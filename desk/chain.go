package desk

import (
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
	all := map[string]json.RawMessage{}
	if err := json.Unmarshal(r.Public, &all); err != nil {
		return Event{}, fmt.Errorf("event %d: %w", r.Seq, err)
	}
	maps.Copy(all, r.Personal)
	e := Event{Seq: r.Seq, Ticket: r.Ticket, At: timeFromMicro(r.At), Mail: r.Mail, Actor: Actor{Kind: r.ActorKind}}
	if v, ok := all[actorField]; ok {
		if err := json.Unmarshal(v, &e.Actor.Name); err != nil {
			return Event{}, fmt.Errorf("event %d: actor: %w", r.Seq, err)
		}
		delete(all, actorField)
	}
	data, err := json.Marshal(all)
	if err != nil {
		return Event{}, fmt.Errorf("event %d: %w", r.Seq, err)
	}
	e.Detail, err = ReadDetail(r.Kind, data)
	return e, err
}

// sum is the hash over the record and the one before it. Every part is prefixed by its length, so that
// no two records read alike.
func (r Record) sum() string {
	h := sha256.New()
	for _, part := range []string{r.Prev, strconv.FormatInt(r.Seq, 10), strconv.FormatInt(r.Ticket, 10),
		strconv.FormatInt(r.At, 10), string(r.ActorKind), r.Kind, r.Mail, string(r.Public), r.digestList()} {
		fmt.Fprintf(h, "%d:", len(part))
		h.Write([]byte(part))
	}
	return hex.EncodeToString(h.Sum(nil))
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
