package desk

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"
)

// everyDetail is one event of every kind, with every field filled.
func everyDetail(t testing.TB) []Detail {
	var out []Detail
	for name := range kinds {
		d, err := ReadDetail(name, []byte("{}"))
		if err != nil {
			t.Fatal(err)
		}
		v := reflect.New(reflect.TypeOf(d)).Elem()
		fill(t, v)
		out = append(out, v.Interface().(Detail))
	}
	return out
}

// fill puts something into every field.
func fill(t testing.TB, v reflect.Value) {
	for i := range v.NumField() {
		switch f := v.Field(i); f.Kind() {
		case reflect.String:
			f.SetString("value of " + v.Type().Field(i).Name)
		case reflect.Bool:
			f.SetBool(true)
		case reflect.Int, reflect.Int64:
			f.SetInt(7)
		case reflect.Slice:
			if f.Type() == reflect.TypeFor[[]int64]() {
				f.Set(reflect.ValueOf([]int64{3, 4}))
			} else {
				f.Set(reflect.ValueOf([]string{"a", "b"}))
			}
		case reflect.Struct:
			if f.Type() == reflect.TypeFor[time.Time]() {
				f.Set(reflect.ValueOf(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)))
			} else {
				fill(t, f)
			}
		default:
			t.Fatalf("%s has a field of kind %s that nobody fills", v.Type(), f.Kind())
		}
	}
}

func sealed(t testing.TB, d Detail, actor Actor) Record {
	r, err := Seal("before", 3, Event{Ticket: 9, At: time.UnixMicro(1795581767447000).UTC(), Actor: actor, Mail: "sha", Detail: d}, []byte("salt of sixteen!"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEveryEventReadsBack(t *testing.T) {
	for _, d := range everyDetail(t) {
		for _, actor := range []Actor{{ActorPerson, "dana@example.com"}, {ActorAgent, "bob"}, {ActorClock, ""}} {
			r := sealed(t, d, actor)
			if err := r.Verify("before"); err != nil {
				t.Errorf("%s: %v", d.Kind(), err)
			}
			e, err := r.Event()
			if err != nil || !reflect.DeepEqual(e.Detail, d) || e.Actor != actor || e.Ticket != 9 || e.Seq != 3 {
				t.Errorf("%s: %+v %v, want %+v", d.Kind(), e, err, d)
			}
		}
	}
}

// No field of a record can change without being noticed.
func TestEveryChangeOfARecordIsFound(t *testing.T) {
	for _, d := range everyDetail(t) {
		for name, change := range map[string]func(*Record){
			"seq":       func(r *Record) { r.Seq++ },
			"ticket":    func(r *Record) { r.Ticket++ },
			"at":        func(r *Record) { r.At++ },
			"actor":     func(r *Record) { r.ActorKind = ActorRule },
			"kind":      func(r *Record) { r.Kind += "x" },
			"mail":      func(r *Record) { r.Mail += "x" },
			"public":    func(r *Record) { r.Public = append(json.RawMessage(" "), r.Public...) },
			"prev":      func(r *Record) { r.Prev = "other" },
			"hash":      func(r *Record) { r.Hash = strings.Repeat("0", 64) },
			"salt":      func(r *Record) { r.Salt = []byte("another") },
			"personal":  func(r *Record) { r.Personal[actorField] = json.RawMessage(`"mallory@example.net"`) },
			"digests":   func(r *Record) { r.Digests[actorField] = "00" },
			"half":      func(r *Record) { r.Personal = nil },
			"one erase": func(r *Record) { delete(r.Personal, actorField); r.Personal["x"] = json.RawMessage(`1`) },
		} {
			r := sealed(t, d, Actor{ActorPerson, "dana@example.com"})
			change(&r)
			if err := r.Verify("before"); err == nil {
				t.Errorf("%s: a changed %s was not found", d.Kind(), name)
			}
		}
	}
}

// Personal values can be erased, all of an event at once, and the chain still holds.
func TestErasedRecordsStillVerify(t *testing.T) {
	for _, d := range everyDetail(t) {
		r := sealed(t, d, Actor{ActorPerson, "dana@example.com"})
		r.Personal, r.Salt = nil, nil
		if err := r.Verify("before"); err != nil {
			t.Errorf("%s: %v", d.Kind(), err)
		}
		e, err := r.Event()
		if err != nil || strings.Contains(e.Actor.Name, "dana") {
			t.Errorf("%s: %+v %v", d.Kind(), e, err)
		}
	}
}

// What names a person is parted from the rest: an address or a subject in the public part could never be erased.
func TestNothingPersonalStandsInThePublicPart(t *testing.T) {
	personal := map[string][]string{
		"opened": {"Subject", "Requester", "Name", "Origin"}, "message": {"From", "MessageID"}, "participant-added": {"Address"},
		"participant-removed": {"Address"}, "cc-proposed": {"Addresses"}, "subject": {"Subject"}, "command": {"Value"},
		"command-refused": {"Line", "Error"}, "delivery": {"Recipient", "Reason", "MessageID"},
	}
	for _, d := range everyDetail(t) {
		r := sealed(t, d, Actor{ActorPerson, "dana@example.com"})
		for _, field := range personal[d.Kind()] {
			if strings.Contains(string(r.Public), `"value of `+field+`"`) {
				t.Errorf("%s: %s stands in the public part %s", d.Kind(), field, r.Public)
			}
		}
		if strings.Contains(string(r.Public), "dana") {
			t.Errorf("%s: the actor stands in the public part", d.Kind())
		}
	}
}

func TestUnknownKindIsAnError(t *testing.T) {
	if _, err := ReadDetail("from-the-future", []byte("{}")); err == nil {
		t.Error("an unknown kind of event was read")
	}
}
