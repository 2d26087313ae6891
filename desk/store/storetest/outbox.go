package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"frontdesk/desk/store"
)

func testOutbox(t *testing.T, open Opener) {
	t.Run("items come back as they were", func(t *testing.T) { testOutboxFields(t, open) })
	t.Run("order", func(t *testing.T) { testOutboxOrder(t, open) })
	t.Run("states", func(t *testing.T) { testOutboxStates(t, open) })
	t.Run("a person's word", func(t *testing.T) { testOutboxByHand(t, open) })
	t.Run("large mail", func(t *testing.T) { testOutboxLarge(t, open) })
}

// due are the Message-IDs of what may be tried.
func due(t testing.TB, s store.Store, now time.Time, limit int, inHand ...int64) (ids []string) {
	t.Helper()
	for _, o := range dueItems(t, s, now, limit, inHand...) {
		ids = append(ids, o.MessageID)
	}
	return ids
}

func dueItems(t testing.TB, s store.Store, now time.Time, limit int, inHand ...int64) []store.OutboxItem {
	t.Helper()
	hand := map[int64]bool{}
	for _, id := range inHand {
		hand[id] = true
	}
	items, err := s.Due(t.Context(), now, limit, hand)
	if err != nil {
		t.Fatal(err)
	}
	return items
}

func record(t testing.TB, s store.Store, begin []int64, done ...store.OutboxItem) {
	t.Helper()
	if err := s.Record(t.Context(), zero, begin, done); err != nil {
		t.Fatal(err)
	}
}

func nextDue(t testing.TB, s store.Store) time.Time {
	t.Helper()
	next, err := s.NextDue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// mails queues items; their ids are returned in order.
func mails(t testing.TB, s store.Store, items ...store.OutboxItem) (ids []int64) {
	t.Helper()
	write(t, s, store.Change{Now: zero, Outbox: items})
	all := get(t, s, func(r store.Reader) ([]store.OutboxItem, error) { return r.Outgoing(true) })
	for _, o := range all[len(all)-len(items):] {
		ids = append(ids, o.ID)
	}
	return ids
}

func same(t testing.TB, what string, got, want []string) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func testOutboxFields(t *testing.T, open Opener) {
	s := fresh(t, open)
	o := outgoing(3, "Ann <ann@example.net>", "a@desk", at(1))
	o.Class, o.Tries, o.SentAt, o.Error, o.State, o.EnvelopeFrom = "ack", 4, at(2), "451 later", store.Unknown, ""
	o.ID = mails(t, s, o)[0]
	if got := dueItems(t, s, at(1), 9); len(got) != 1 || !reflect.DeepEqual(got[0], o) {
		t.Errorf("due  %+v\nwant %+v", got, o)
	}
	o.Bytes = nil
	byTicket := get(t, s, func(r store.Reader) ([]store.OutboxItem, error) { return r.OutgoingByTicket(3) })
	unsent := get(t, s, func(r store.Reader) ([]store.OutboxItem, error) { return r.Outgoing(false) })
	if !reflect.DeepEqual(byTicket, []store.OutboxItem{o}) || !reflect.DeepEqual(unsent, []store.OutboxItem{o}) {
		t.Errorf("lists: %+v and %+v", byTicket, unsent)
	}
	if other := get(t, s, func(r store.Reader) ([]store.OutboxItem, error) { return r.OutgoingByTicket(4) }); other != nil {
		t.Errorf("of another ticket: %+v", other)
	}
}

func testOutboxOrder(t *testing.T, open Opener) {
	s := fresh(t, open)
	if !nextDue(t, s).IsZero() || due(t, s, at(9), 9) != nil {
		t.Error("an empty outbox has something due")
	}
	id := mails(t, s, outgoing(1, "ann@x", "1-ann-first", at(1)), outgoing(1, "ANN@x", "1-ann-second", at(0)), outgoing(1, "bo@x", "1-bo", at(2)),
		outgoing(2, "ann@x", "2-ann", at(3)), outgoing(0, "ann@x", "0-first", at(4)), outgoing(0, "ann@x", "0-second", at(4)))
	same(t, "too early", due(t, s, zero, 9), nil)
	if next := nextDue(t, s); !next.Equal(at(1)) { // not that of the second, which has to wait for the first
		t.Errorf("next %s", next)
	}
	same(t, "all", due(t, s, at(9), 9), []string{"1-ann-first", "1-bo", "2-ann", "0-first", "0-second"})
	same(t, "limit", due(t, s, at(9), 2), []string{"1-ann-first", "1-bo"})
	same(t, "in hand", due(t, s, at(9), 2, id[0], id[2]), []string{"2-ann", "0-first"})
	same(t, "by time", due(t, s, at(2), 9), []string{"1-ann-first", "1-bo"})
	record(t, s, []int64{id[0]})
	same(t, "the first is being sent", due(t, s, at(9), 9), []string{"1-bo", "2-ann", "0-first", "0-second"})
	first := store.OutboxItem{ID: id[0], State: store.Waiting, NextTry: at(30), Error: "451 later"}
	record(t, s, nil, first)
	same(t, "the first is put off: who is behind it waits, nobody else does", due(t, s, at(9), 9), []string{"1-bo", "2-ann", "0-first", "0-second"})
	first.State = store.Failed
	record(t, s, nil, first)
	same(t, "the first failed", due(t, s, at(9), 9), []string{"1-ann-second", "1-bo", "2-ann", "0-first", "0-second"})
	for i := 1; i < 6; i++ {
		record(t, s, []int64{id[i]}, store.OutboxItem{ID: id[i], State: store.Sent, SentAt: at(9)})
	}
	if !nextDue(t, s).IsZero() || due(t, s, at(99), 9) != nil {
		t.Error("something is due after all was sent")
	}
}

func testOutboxStates(t *testing.T, open Opener) {
	dir := t.TempDir()
	s := open(t, dir, nil)
	id := mails(t, s, outgoing(1, "a@x", "a", zero), outgoing(2, "b@x", "b", zero), outgoing(3, "c@x", "c", zero))
	record(t, s, id[:2])
	record(t, s, nil, store.OutboxItem{ID: id[1], State: store.Sent, SentAt: at(1)})
	before := dueItems(t, s, at(9), 9)
	if err := s.Close(); err != nil { // the program dies with the first on its way
		t.Fatal(err)
	}
	s = open(t, dir, nil)
	defer s.Close()
	if n, err := s.Recover(t.Context(), at(20)); n != 1 || err != nil {
		t.Errorf("recovered %d, %v", n, err)
	}
	same(t, "too early for the unknown", due(t, s, at(19), 9), []string{"c"})
	again := dueItems(t, s, at(20), 9)
	if len(again) != 2 || again[1].State != store.Unknown || again[1].Tries != 1 || !bytes.Equal(again[1].Bytes, []byte("Message-ID: <a>\r\n\r\nHello")) {
		t.Errorf("got %+v", again)
	}
	if len(before) != 1 || before[0].MessageID != "c" {
		t.Errorf("before %+v", before)
	}
	record(t, s, id[:1], store.OutboxItem{ID: id[0], State: store.Unknown, NextTry: at(40), Error: "connection lost"})
	record(t, s, nil)
	all := get(t, s, func(r store.Reader) ([]store.OutboxItem, error) { return r.Outgoing(true) })
	unsent := get(t, s, func(r store.Reader) ([]store.OutboxItem, error) { return r.Outgoing(false) })
	if len(all) != 3 || len(unsent) != 2 || all[1].State != store.Sent || !all[1].SentAt.Equal(at(1)) || all[0].Tries != 2 ||
		all[0].Error != "connection lost" || !all[0].NextTry.Equal(at(40)) {
		t.Errorf("all %+v\nunsent %+v", all, unsent)
	}
	c := store.Change{Ended: []store.OutboxItem{{ID: id[2], State: store.Failed, Error: "550 no"}}}
	write(t, s, c)
	if all := get(t, s, func(r store.Reader) ([]store.OutboxItem, error) { return r.Outgoing(true) }); all[2].State != store.Failed || all[2].Error != "550 no" {
		t.Errorf("ended: %+v", all[2])
	}
}

func testOutboxByHand(t *testing.T, open Opener) {
	s := fresh(t, open)
	ctx := t.Context()
	id := mails(t, s, outgoing(1, "a@x", "a", at(50)), outgoing(2, "b@x", "b", zero), outgoing(3, "c@x", "c", zero))
	check := func(what string, err, want error) {
		t.Helper()
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", what, err, want)
		}
	}
	check("retry", s.Retry(ctx, id[0], at(1)), nil)
	same(t, "retried", due(t, s, at(1), 9), []string{"b", "c", "a"})
	record(t, s, id[1:])
	check("retry of one being sent", s.Retry(ctx, id[1], at(1)), store.ErrNotFound)
	check("cancel of one being sent", s.Cancel(ctx, id[1], "no longer true"), nil)
	check("cancel of another", s.Cancel(ctx, id[2], "no longer true"), nil)
	record(t, s, nil, store.OutboxItem{ID: id[1], State: store.Waiting, NextTry: at(2)}, store.OutboxItem{ID: id[2], State: store.Sent, SentAt: at(2)})
	states := ""
	for _, o := range get(t, s, func(r store.Reader) ([]store.OutboxItem, error) { return r.Outgoing(true) }) {
		states += fmt.Sprint(o.State, " ")
	}
	if states != "waiting failed sent " { // what was cancelled is not tried again; what was sent was sent
		t.Errorf("states %s", states)
	}
	check("cancel of one sent", s.Cancel(ctx, id[2], "x"), store.ErrNotFound)
	check("retry of one sent", s.Retry(ctx, id[2], at(1)), store.ErrNotFound)
	check("retry of one failed", s.Retry(ctx, id[1], at(3)), nil)
	same(t, "the failed one again", due(t, s, at(3), 9), []string{"a", "b"})
	check("none", s.Retry(ctx, 999, at(1)), store.ErrNotFound)
	check("none", s.Cancel(ctx, 999, "x"), store.ErrNotFound)
}

func testOutboxLarge(t *testing.T, open Opener) {
	s := fresh(t, open)
	for _, size := range []int{0, 255<<10 - 1, 255 << 10, 255<<10 + 1, 900 << 10} {
		o := outgoing(1, "a@x", fmt.Sprint(size), zero)
		o.Bytes = make([]byte, size)
		rand.NewChaCha8([32]byte{byte(size)}).Read(o.Bytes)
		mails(t, s, o)
		got := dueItems(t, s, zero, 1)
		if len(got) != 1 || !bytes.Equal(got[0].Bytes, o.Bytes) {
			t.Fatalf("%d bytes did not come back", size)
		}
		record(t, s, nil, store.OutboxItem{ID: got[0].ID, State: store.Sent})
	}
}
