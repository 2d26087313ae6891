package storetest

import (
	"reflect"
	"strconv"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

// arrived makes a mail the cause of a change.
func arrived(s store.Store, c store.Change, author, messageID string, outcome desk.Outcome) store.Change {
	raw := []byte("From: " + author + "\r\nMessage-ID: <" + messageID + ">\r\n\r\n" + c.Now.String())
	c.Raw = s.Pack(raw)
	ticket := int64(0)
	if len(c.Tickets) > 0 {
		ticket = c.Tickets[0].ID
	}
	c.Arrival = &store.Arrival{At: c.Now, Mailbox: "help@example.org", MessageID: messageID, Author: desk.AddressKey(author), From: author,
		Subject: "subject", ContentHash: "content-" + messageID, SHA256: c.Raw.SHA256, Size: len(raw), Outcome: outcome, Ticket: ticket,
		Evidence: desk.Evidence{Proven: true, By: "dmarc", Why: "because"}, InternalDate: c.Now.Add(-time.Minute)}
	if outcome == desk.OutcomeQuarantined {
		c.Held = &desk.Held{Reason: "flood", Detail: "too many"}
	}
	return c
}

// outgoing is a mail that waits.
func outgoing(ticket int64, to, messageID string, when time.Time) store.OutboxItem {
	return store.OutboxItem{Ticket: ticket, Template: "reply", EnvelopeFrom: "help@example.org", To: to, MessageID: messageID, Mailbox: "help@example.org",
		Bytes: []byte("Message-ID: <" + messageID + ">\r\n\r\nHello"), State: store.Waiting, CreatedAt: when, NextTry: when}
}

func testFacts(t *testing.T, open Opener) {
	t.Run("nothing is known", func(t *testing.T) {
		f := facts(t, fresh(t, open), desk.Query{Tickets: []int64{1}, MessageIDs: []string{"a@b"}, Own: "c@d", Sender: "ann@example.net", Queues: []string{"x"}}, zero)
		want := desk.Facts{Now: zero, NextTicket: 1, Tickets: map[int64]desk.Ticket{}, Sent: map[string]desk.SentMail{}, Filed: map[string][]desk.FiledMail{},
			History: map[int64][]desk.Message{}, Load: map[string]int{}, LastAssigned: map[string]string{}, Away: map[string]desk.Absence{}}
		if !reflect.DeepEqual(f, want) {
			t.Errorf("got  %+v\nwant %+v", f, want)
		}
	})
	t.Run("mails", func(t *testing.T) { testFactsOfMails(t, open) })
	t.Run("sender", func(t *testing.T) { testFactsOfSender(t, open) })
	t.Run("history", func(t *testing.T) { testHistory(t, open) })
	t.Run("since", func(t *testing.T) { testSince(t, open) })
	t.Run("merged", func(t *testing.T) { testMerged(t, open) })
	t.Run("whole", func(t *testing.T) { testWhole(t, open) })
	t.Run("agents", func(t *testing.T) { testFactsOfAgents(t, open) })
}

func facts(t testing.TB, s store.Store, q desk.Query, now time.Time) desk.Facts {
	t.Helper()
	return get(t, s, func(r store.Reader) (desk.Facts, error) { return r.Facts(q, now) })
}

func testFactsOfMails(t *testing.T, open Opener) {
	s := fresh(t, open)
	one := arrived(s, newTicket(1, zero, "one", "text"), "ann@example.net", "same@x", desk.OutcomeNew)
	one.Outbox = []store.OutboxItem{outgoing(1, "Ann@example.net", "ours@desk", zero)}
	one.Outbox[0].Version, one.Outbox[0].Cause = 2, "ab12"
	two := arrived(s, newTicket(2, at(1), "two", "text"), "bo@example.net", "same@x", desk.OutcomeNew)
	two.Arrival.Evidence = desk.Evidence{Failed: true}
	write(t, s, one, two,
		newTicket(3, at(2), "three", "text"),
		arrived(s, store.Change{Now: at(3)}, "eve@example.net", "same@x", desk.OutcomeQuarantined),
		arrived(s, store.Change{Now: at(4)}, "ann@example.net", "same@x", desk.OutcomeDuplicate),
		arrived(s, store.Change{Now: at(5)}, "ann@example.net", "", desk.OutcomeIgnored),
		arrived(s, store.Change{Now: at(5)}, "eve@example.net", "noticed@x", desk.OutcomeIgnored))
	f := facts(t, s, desk.Query{Tickets: []int64{3, 99, 0}, MessageIDs: []string{"ours@desk", "same@x", "SAME@x", "", "same@x"}, Own: "noticed@x"}, at(9))
	wantFiled := map[string][]desk.FiledMail{
		"same@x": {{MessageID: "same@x", Author: "ann@example.net", ContentHash: "content-same@x", Ticket: 1},
			{MessageID: "same@x", Author: "bo@example.net", ContentHash: "content-same@x", Ticket: 2, AuthFailed: true}},
		"noticed@x": {{MessageID: "noticed@x", Author: "eve@example.net", ContentHash: "content-noticed@x"}},
	}
	if !reflect.DeepEqual(f.Filed, wantFiled) {
		t.Errorf("filed %+v", f.Filed)
	}
	wantSent := map[string]desk.SentMail{"ours@desk": {MessageID: "ours@desk", Ticket: 1, Recipient: "Ann@example.net", Template: "reply", Version: 2, Cause: "ab12"}}
	if !reflect.DeepEqual(f.Sent, wantSent) {
		t.Errorf("sent %+v", f.Sent)
	}
	for _, id := range []int64{1, 2, 3} { // those of the mails found are there unasked
		if f.Tickets[id].ID != id {
			t.Errorf("ticket %d is missing", id)
		}
	}
	if len(f.Tickets) != 3 || f.NextTicket != 4 || !f.Now.Equal(at(9)) {
		t.Errorf("tickets %v, next %d, now %s", f.Tickets, f.NextTicket, f.Now)
	}
}

func testFactsOfSender(t *testing.T, open Opener) {
	s := fresh(t, open)
	held := func(author string, minute int) store.Change {
		return arrived(s, store.Change{Now: at(minute)}, author, "h"+strconv.Itoa(minute)+"@x", desk.OutcomeQuarantined)
	}
	for i := range 5 {
		c := arrived(s, newTicket(int64(i+1), at(i), "one", "text"), "Ann@Example.net", strconv.Itoa(i)+"@x", desk.OutcomeNew)
		if i == 4 {
			c.Arrival.Outcome = desk.OutcomeReply
		}
		ack := outgoing(int64(i+1), "ANN@example.net", "ack"+strconv.Itoa(i)+"@desk", at(i))
		ack.Class = "ack"
		c.Outbox = []store.OutboxItem{ack, outgoing(int64(i+1), "ann@example.net", "re"+strconv.Itoa(i)+"@desk", at(i))}
		write(t, s, c)
	}
	write(t, s, held("eve@example.net", 2), held("eve@example.net", 3))
	for _, c := range []struct {
		sender       string
		within       time.Duration
		now          time.Time
		known        bool
		opened, acks int
	}{
		{"ann@example.net", time.Hour, at(5), true, 4, 5},
		{"ann@example.net", 3*time.Minute + time.Second, at(5), true, 2, 3},
		{"ann@example.net", time.Minute, at(500), true, 0, 0},
		{"eve@example.net", time.Hour, at(5), false, 0, 0},
		{"ann@example.ne", time.Hour, at(5), false, 0, 0},
		{"", time.Hour, at(5), false, 0, 0},
	} {
		f := facts(t, s, desk.Query{Sender: c.sender, TicketsWithin: c.within, AcksWithin: c.within}, c.now)
		if f.Known != c.known || f.Opened != c.opened || f.Acks != c.acks {
			t.Errorf("%s within %s: known %t, opened %d, acks %d; want %t, %d, %d", c.sender, c.within, f.Known, f.Opened, f.Acks, c.known, c.opened, c.acks)
		}
	}
}

func testHistory(t *testing.T, open Opener) {
	s := fresh(t, open)
	c := newTicket(1, zero, "one", "message 0")
	write(t, s, c)
	row := c.Tickets[0]
	for i := 1; i < 9; i++ {
		c := changed(row, 1, at(i), desk.Wrote{From: "ann@example.net"})
		v := desk.Public
		if i%3 == 0 {
			v = desk.Internal
		}
		wrote(&c, 1, v, "message "+strconv.Itoa(i))
		write(t, s, c)
		row = c.Tickets[0]
	}
	var texts []string
	for _, m := range facts(t, s, desk.Query{Tickets: []int64{1}}, at(99)).History[1] {
		texts = append(texts, m.Text)
	}
	if want := []string{"message 8", "message 7", "message 5", "message 4", "message 2"}; !reflect.DeepEqual(texts, want) {
		t.Errorf("got %q", texts)
	}
}

// testFactsOfAgents checks that the counters say what counting would.
func testFactsOfAgents(t *testing.T, open Opener) {
	s := fresh(t, open)
	rows := map[int64]desk.Ticket{}
	do := func(id int64, details ...desk.Detail) {
		t.Helper()
		c := changed(rows[id], id, at(int(id)), details...)
		write(t, s, c)
		rows[id] = c.Tickets[0]
		want := map[string]int{}
		for _, row := range rows {
			if row.Assignee != "" && row.Category != desk.CategoryResolved && row.Category != desk.CategoryClosed {
				want[row.Assignee]++
			}
		}
		f := facts(t, s, desk.Query{Queues: []string{"service-desk", "network", "none"}}, zero)
		if !reflect.DeepEqual(f.Load, want) {
			t.Errorf("after %v of ticket %d: load %v, want %v", details, id, f.Load, want)
		}
	}
	do(1, opened("a"), desk.Assigned{To: "bob"})
	do(2, opened("b"), desk.Assigned{To: "bob"})
	do(3, opened("c"))
	do(3, desk.Assigned{To: "eve"}, desk.Requeued{To: "network", Practice: "incident"})
	do(1, desk.Assigned{From: "bob", To: "eve"})
	do(1, desk.StatusChanged{To: "resolved", Category: desk.CategoryResolved})
	do(1, desk.Assigned{From: "eve", To: "bob"})
	do(1, desk.StatusChanged{To: "open", Category: desk.CategoryOpen})
	do(2, desk.StatusChanged{To: "closed", Category: desk.CategoryClosed})
	do(2, desk.Assigned{To: ""})
	f := facts(t, s, desk.Query{Queues: []string{"service-desk", "network", "none"}}, zero)
	if want := map[string]string{"service-desk": "bob", "network": "eve"}; !reflect.DeepEqual(f.LastAssigned, want) {
		t.Errorf("last assigned %v", f.LastAssigned)
	}
	if f := facts(t, s, desk.Query{}, zero); f.Load != nil || f.LastAssigned != nil {
		t.Errorf("not asked: %v %v", f.Load, f.LastAssigned)
	}
}
