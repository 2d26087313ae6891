package storetest

import (
	"reflect"
	"strconv"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

func testAbsences(t *testing.T, open Opener) {
	s := fresh(t, open)
	want := func(absences ...desk.Absence) {
		t.Helper()
		away := map[string]desk.Absence{}
		for _, a := range absences {
			away[a.Agent] = a
		}
		if got := facts(t, s, desk.Query{}, zero).Away; !reflect.DeepEqual(got, away) {
			t.Errorf("got %+v, want %+v", got, away)
		}
	}
	bob := desk.Absence{Agent: "bob", Since: at(1), Until: at(9), Deputy: "eve", Inferred: true}
	eve := desk.Absence{Agent: "eve", Since: at(2)}
	event := desk.Event{At: at(1), Actor: desk.Actor{Kind: desk.ActorAgent, Name: "bob"}, Mail: "ab12", Detail: desk.WentAway{Agent: "bob", Until: at(9)}}
	write(t, s, store.Change{Now: at(1), Absences: []desk.Absence{bob, eve}, Events: []desk.Event{event}})
	want(bob, eve)
	verify(t, s) // an event that belongs to no ticket is in the chain
	longer := desk.Absence{Agent: "bob", Since: at(3)}
	write(t, s, store.Change{Now: at(3), Absences: []desk.Absence{longer, {Agent: "nobody", Ended: true}}})
	want(longer, eve)
	write(t, s, store.Change{Now: at(4), Absences: []desk.Absence{{Agent: "bob", Ended: true}}})
	want(eve)
}

// waiting is a notice with something in every field that a store could spoil.
func waiting(agent, subject string, due time.Time) desk.Bundled {
	return desk.Bundled{Agent: agent, Due: due, Notice: desk.Notice{Template: desk.TemplateAgentUpdate,
		To: desk.Address{Name: "Bøb", Addr: agent + "@example.org"}, Audience: desk.ToAgent, Language: "en", Mailbox: "help@example.org",
		Why: "assigned", Ticket: 1, Subject: subject, Auto: "auto-generated", At: zero, Version: 3, Raw: "ab12", Author: desk.Address{Addr: "ann@example.net"},
		Internal: true, Class: desk.ClassHuman, Words: "a\r\n\x00ü", Changes: []string{"status open"}, Shared: true,
		History:     []desk.Message{{ID: 7, Ticket: 1, At: zero, Text: "earlier"}},
		Attachments: []desk.Attachment{{ID: 1, Name: "a.png", Type: "image/png", Size: 3, SHA256: "cd"}},
		Transcript:  []desk.Section{{Title: "one", Facts: []desk.Fact{{Name: "a", Value: "b"}}, Rows: [][]string{{"x"}}}}, Serial: 2}}
}

func testBundles(t *testing.T, open Opener) {
	s := fresh(t, open)
	bundle := func(agent string) []desk.Notice { return facts(t, s, desk.Query{Bundle: agent}, zero).Bundle }
	due := func(now time.Time, limit int, want []string, wantNext time.Time) {
		t.Helper()
		update(t, s, func(tx store.Tx) error {
			agents, next, err := tx.DueBundles(now, limit)
			if !reflect.DeepEqual(agents, want) || !next.Equal(wantNext) {
				t.Errorf("at %s: due %v and next %s, want %v and %s", now, agents, next, want, wantNext)
			}
			return err
		})
	}
	due(at(99), 9, nil, time.Time{})
	first, second, other := waiting("bob", "first", at(9)), waiting("bob", "second", at(5)), waiting("eve", "third", at(7))
	write(t, s, store.Change{Bundled: []desk.Bundled{first, other}}, store.Change{Bundled: []desk.Bundled{second}})
	if got := bundle("bob"); !reflect.DeepEqual(got, []desk.Notice{first.Notice, second.Notice}) {
		t.Errorf("got  %+v\nwant %+v", got, first.Notice)
	}
	if got := bundle(""); got != nil {
		t.Errorf("not asked: %+v", got)
	}
	due(at(4), 9, nil, at(5)) // the earliest of them all
	due(at(5), 9, []string{"bob"}, at(7))
	due(at(99), 1, []string{"bob"}, at(7))
	due(at(99), 9, []string{"bob", "eve"}, time.Time{})
	later := waiting("bob", "while it went out", at(30)) // what is delivered is what was there before
	write(t, s, store.Change{Delivered: []string{"bob"}, Bundled: []desk.Bundled{later}})
	if got := bundle("bob"); !reflect.DeepEqual(got, []desk.Notice{later.Notice}) {
		t.Errorf("after delivery %+v", got)
	}
	due(at(10), 9, []string{"eve"}, at(30))
	write(t, s, store.Change{PutOff: map[string]time.Time{"eve": at(40), "nobody": at(1)}})
	due(at(99), 9, []string{"bob", "eve"}, time.Time{})
	if err := s.Update(t.Context(), func(tx store.Tx) error {
		return tx.Write(store.Change{Bundled: []desk.Bundled{waiting("bob", "", time.Time{})}})
	}); err == nil {
		t.Error("a notice that would never go out was written")
	}
}

// testSince is about what happened to a ticket after one of our mails was made.
func testSince(t *testing.T, open Opener) {
	s := fresh(t, open)
	c := newTicket(1, zero, "one", "message 0")
	mail := outgoing(1, "bob@example.org", "made-at-2@desk", zero)
	mail.Version = 2
	c.Outbox = []store.OutboxItem{mail}
	write(t, s, c)
	since := func() ([]desk.Event, []desk.Message) {
		f := facts(t, s, desk.Query{Answers: "made-at-2@desk"}, zero)
		return f.Since, f.Said
	}
	if events, said := since(); events != nil || said != nil {
		t.Errorf("nothing happened: %v %v", events, said)
	}
	row := c.Tickets[0]
	for i := range desk.SinceLength {
		c := changed(row, 1, at(i+1), desk.Wrote{From: "ann@example.net"}, desk.Renamed{Subject: strconv.Itoa(i)})
		v := desk.Public
		if i%3 == 0 {
			v = desk.Internal
		}
		wrote(&c, 1, v, "since "+strconv.Itoa(i))
		write(t, s, c)
		row = c.Tickets[0]
		events, said := since()
		if want := min(2*i+2, desk.SinceLength); len(events) != want || len(said) != (want+1)/2 {
			t.Fatalf("after %d: %d events and %d messages, want %d", i, len(events), len(said), want)
		}
		if last := events[len(events)-1].Detail; last != (desk.Renamed{Subject: strconv.Itoa(i)}) {
			t.Fatalf("after %d the last is %+v", i, last)
		}
		for j, m := range said {
			if want := "since " + strconv.Itoa(i-len(said)+1+j); m.Text != want {
				t.Fatalf("after %d: message %d is %q, want %q", i, j, m.Text, want)
			}
		}
	}
	if f := facts(t, s, desk.Query{MessageIDs: []string{"made-at-2@desk"}, Answers: "other@desk"}, zero); f.Since != nil {
		t.Errorf("not asked: %v", f.Since)
	}
}

func testMerged(t *testing.T, open Opener) {
	s := fresh(t, open)
	for id := int64(1); id <= 3; id++ {
		c := newTicket(id, zero, "one", "text")
		if id < 3 {
			c = changed(desk.Ticket{}, id, zero, opened("one"), desk.Merged{Into: id + 1})
		}
		write(t, s, c)
	}
	f := facts(t, s, desk.Query{Tickets: []int64{1}}, zero)
	if len(f.Tickets) != 3 || len(f.History[3]) != 1 {
		t.Errorf("tickets %v, history %v", f.Tickets, f.History)
	}
}

func testWhole(t *testing.T, open Opener) {
	s := fresh(t, open)
	first := newTicket(1, zero, "one", "text")
	write(t, s, first, newTicket(2, zero, "two", "text"), newTicket(3, zero, "three", "text"))
	link := changed(first.Tickets[0], 1, at(1), desk.Linked{Link: desk.LinkRelated, Ticket: 2})
	wrote(&link, 1, desk.Internal, "a note")
	link.Events = append(link.Events, changed(link.Tickets[0], 1, at(1), desk.Wrote{}).Events...)
	link.Tickets[0].Version++
	write(t, s, link)
	f := facts(t, s, desk.Query{Tickets: []int64{1}, Whole: true}, zero)
	if len(f.Tickets) != 2 || len(f.Events[1]) != 4 || len(f.Conversation[1]) != 2 || len(f.Events[2]) != 2 || len(f.Conversation[2]) != 1 {
		t.Errorf("%d tickets; of 1 %d events, %d messages; of 2 %d and %d", len(f.Tickets), len(f.Events[1]), len(f.Conversation[1]), len(f.Events[2]), len(f.Conversation[2]))
	}
	if f.Conversation[1][0].Text != "text" || f.Conversation[1][1].Visibility != desk.Internal {
		t.Errorf("conversation %+v", f.Conversation[1])
	}
	if f := facts(t, s, desk.Query{Tickets: []int64{1}}, zero); f.Events != nil || f.Conversation != nil || len(f.Tickets) != 1 {
		t.Errorf("not asked: %v %v %v", f.Events, f.Conversation, f.Tickets)
	}
}

// testPractices is about what the practices ask: keys of events, the change schedule, similar tickets, surveys.
func testPractices(t *testing.T, open Opener) {
	s := fresh(t, open)
	rows := map[int64]desk.Ticket{}
	add := func(id int64, subject, text string, details ...desk.Detail) {
		c := newTicket(id, at(int(id)), subject, text)
		more := changed(c.Tickets[0], id, at(int(id)), details...)
		write(t, s, c, more)
		rows[id] = more.Tickets[0]
	}
	add(1, "Mail server is down", "Outlook cannot connect to the exchange server", desk.Correlated{Key: "host1/ping"})
	add(2, "Cannot send mail", "Outlook says that the exchange server is not there", desk.Scheduled{From: at(100), To: at(200)})
	add(3, "Printer", "The printer jams", desk.Correlated{Key: "host1/ping"}, desk.Scheduled{From: at(50), To: at(60)}, desk.Surveyed{})
	add(4, "Mail", "The exchange server again", desk.StatusChanged{From: "new", To: "closed", Category: desk.CategoryClosed}, desk.Correlated{Key: "gone"}, desk.Surveyed{})
	add(5, "Coffee", "There is none", desk.Scheduled{From: at(1), To: at(2)}, desk.Scheduled{})

	f := facts(t, s, desk.Query{Keys: []string{"host1/ping", "gone", "none", ""}, Schedule: true, Tickets: []int64{3}, Surveyed: 3, SurveyedWithin: time.Hour,
		Similar: "Exchange server not reachable from Outlook", SimilarIn: []string{"service-desk"}, SimilarWithin: time.Hour}, at(55))
	if len(f.Keyed) != 1 || f.Keyed["host1/ping"] != 3 || f.Tickets[3].Key != "host1/ping" {
		t.Errorf("keyed %v", f.Keyed)
	}
	if got := ids(f.Schedule); !reflect.DeepEqual(got, []int64{3, 2}) {
		t.Errorf("schedule %v", got)
	}
	if f.Surveys != 2 {
		t.Errorf("surveys %d", f.Surveys)
	}
	var similar []int64
	for _, x := range f.Similar {
		similar = append(similar, x.Ticket.ID)
		if x.Share <= 0.4 || x.Share > 1 {
			t.Errorf("ticket %d shares %.2f", x.Ticket.ID, x.Share)
		}
	}
	if !reflect.DeepEqual(similar, []int64{2, 1}) {
		t.Errorf("similar %v", similar)
	}
	f = facts(t, s, desk.Query{Similar: "exchange server", SimilarIn: []string{"network"}, SimilarWithin: time.Hour, Surveyed: 3, SurveyedWithin: time.Hour}, at(55))
	if f.Similar != nil || f.Schedule != nil || f.Surveys != 0 || f.Keyed != nil {
		t.Errorf("other queues, and what was not asked: %+v", f)
	}
	if got := get(t, s, func(r store.Reader) (desk.Ticket, error) { return r.Ticket(3) }); !reflect.DeepEqual(got, rows[3]) {
		t.Errorf("got  %+v\nwant %+v", got, rows[3])
	}
}
