package sqlstore

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

// letters are what people write to a desk on a day: those of one cause have the same name.
var letters = []struct{ cause, subject, text string }{
	{"printer", "Cannot print on floor 3", "Hello,\nsince this morning the printer on floor 3 does not print any more. The display says paper jam, but there is no paper in it.\nDana"},
	{"", "New starter on Monday", "Dear all, Erin Walsh joins the sales team on Monday. She needs a laptop, a telephone and access to the customer database. Thanks, Peter"},
	{"printer", "printer third floor: paper jam", "Good morning, the printer on the third floor shows a paper jam again and nobody can print. Can somebody have a look please?"},
	{"", "Passwort vergessen", "Guten Morgen, ich habe mein Passwort für das Zeiterfassungssystem vergessen. Können Sie es bitte zurücksetzen? Viele Grüße, Ilse"},
	{"vpn", "VPN bricht ständig ab", "Hallo, die VPN-Verbindung aus dem Homeoffice bricht seit heute morgen alle paar Minuten ab. Viele Grüße, Jonas"},
	{"", "Chair in meeting room", "The blue chair in the meeting room Lisbon is broken, one of its wheels came off."},
	{"vpn", "Homeoffice: VPN-Verbindung weg", "Guten Tag, ich fliege dauernd aus dem VPN. Die Verbindung bricht alle zehn Minuten ab. Danke, Karin Maurer"},
	{"printer", "paper jam", "There is a paper jam in the printer on our floor (3rd). Printing does not work."},
	{"", "Invoice 2026-1182", "Please find attached the invoice for the maintenance of the air conditioning in October."},
	{"mail", "Outlook does not connect", "Outlook asks for my password again and again and does not connect to the mail server. I have had no new mail since nine."},
	{"", "Holiday request form", "Where do I find the form for a holiday request? The link on the intranet page leads nowhere."},
	{"vpn", "VPN", "Meine VPN Verbindung bricht immer wieder ab, ich kann im Homeoffice so nicht arbeiten."},
	{"mail", "No mail since nine", "Hi, Outlook says it cannot connect to the mail server and keeps asking for the password. Regards, Tom"},
	{"", "Second screen", "Could I please have a second screen for my desk in room 214? My manager has agreed to it."},
	{"mail", "Mail server?", "My Outlook keeps asking for a password, and no new mail arrives. Is the mail server down?"},
	{"", "Access to the shared calendar", "I cannot see the shared calendar of the sales team. Peter says that I need to be added."},
}

// letterChange opens a ticket for a letter.
func letterChange(i int) store.Change {
	c := store.Change{Now: now}
	var row desk.Ticket
	for _, d := range []desk.Detail{desk.Opened{Subject: letters[i].subject, Requester: "ann@example.net", Queue: "desk", Status: "new", Category: desk.CategoryNew},
		desk.Wrote{From: "ann@example.net", Visibility: desk.Public}} {
		e := desk.Event{Ticket: int64(i + 1), At: now, Actor: desk.Actor{Kind: desk.ActorPerson, Name: "ann@example.net"}, Detail: d}
		c.Events, row = append(c.Events, e), desk.Apply(row, e)
	}
	c.Tickets = []desk.Ticket{row}
	c.Messages = []desk.Message{{Ticket: row.ID, At: now, From: desk.Address{Addr: "ann@example.net"}, Visibility: desk.Public, Text: letters[i].text}}
	return c
}

// likes are the tickets that resemble a letter, as the desk asks for them.
func likes(r store.Reader, i int) (ids []int64, err error) {
	f, err := r.Facts(desk.Query{Similar: letters[i].subject + "\n" + letters[i].text, SimilarIn: []string{"desk"}, SimilarWithin: 24 * time.Hour,
		SimilarShare: desk.DefaultResemblance().Share}, now.Add(time.Hour))
	for _, x := range f.Similar {
		ids = append(ids, x.Ticket.ID)
	}
	return ids, err
}

// TestWhatResembles holds that letters of one cause find each other, and others do not: when they come one by one, and
// when all come at once.
func TestWhatResembles(t *testing.T) {
	arrive := func(tx store.Tx, i int) error {
		ids, err := likes(tx, i)
		if err != nil {
			return err
		}
		var want []int64
		for j, other := range letters[:i] {
			if other.cause == letters[i].cause && other.cause != "" {
				want = append(want, int64(j+1))
			}
		}
		slices.Sort(ids)
		if letters[i].cause == "" && len(ids) < 2 { // two letters may share names; that is no three
			ids = nil
		}
		if !slices.Equal(ids, want) {
			t.Errorf("%d %q resembles %v, want %v", i+1, letters[i].subject, ids, want)
		}
		return tx.Write(letterChange(i))
	}
	for _, size := range []int{1, len(letters)} {
		s := openTemp(t)
		for i := 0; i < len(letters); i += size {
			err := s.Update(t.Context(), func(tx store.Tx) error {
				for k := range size {
					if err := tx.Savepoint(func() error { return arrive(tx, i+k) }); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestTelling(t *testing.T) {
	if got := fmt.Sprint(telling("Hello,\n\nthe printers on floor three: PRINTER jams. It does not print on the USB, my pc says!\nThanks")); got != "[printe print floo thre jams prin says usb]" {
		t.Error(got)
	}
}

// TestWhatStandsAbove: with a ticket that is alike, what it belongs to is known; and with any ticket its major incident.
// A condition whose ticket was merged is found where it went.
func TestWhatStandsAbove(t *testing.T) {
	s := openTemp(t)
	more := func(c store.Change, details ...desk.Detail) store.Change {
		for _, d := range details {
			e := desk.Event{Ticket: c.Tickets[0].ID, At: now, Actor: desk.Actor{Kind: desk.ActorAgent, Name: "bob"}, Detail: d}
			c.Events, c.Tickets[0] = append(c.Events, e), desk.Apply(c.Tickets[0], e)
		}
		return c
	}
	for _, c := range []store.Change{
		more(letterChange(0), desk.Linked{Link: desk.LinkProblem, Ticket: 2}),
		letterChange(1),
		more(letterChange(2), desk.Linked{Link: desk.LinkParent, Ticket: 4}, desk.Proposed{As: desk.LinkProblem, Tickets: []int64{6}}),
		letterChange(3),
		more(letterChange(4), desk.Correlated{Key: "k"}, desk.Merged{Into: 6}, desk.StatusChanged{From: "new", To: "closed", Category: desk.CategoryClosed}),
		letterChange(5),
	} {
		if err := s.Update(t.Context(), func(tx store.Tx) error { return tx.Write(c) }); err != nil {
			t.Fatal(err)
		}
	}
	known := func(q desk.Query) (ids []int64, f desk.Facts) {
		err := s.View(t.Context(), func(r store.Reader) (err error) {
			f, err = r.Facts(q, now)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for id := range f.Tickets {
			ids = append(ids, id)
		}
		slices.Sort(ids)
		return ids, f
	}
	if ids, _ := known(desk.Query{Similar: "paper jam printer floor", SimilarIn: []string{"desk"}, SimilarWithin: time.Hour}); !slices.Equal(ids, []int64{1, 2, 3, 4}) {
		t.Errorf("alike, and above: %v", ids)
	}
	if ids, _ := known(desk.Query{Tickets: []int64{3}}); !slices.Equal(ids, []int64{3, 4}) {
		t.Errorf("with its major incident: %v", ids)
	}
	if ids, _ := known(desk.Query{Tickets: []int64{3}, Whole: true}); !slices.Equal(ids, []int64{3, 4, 6}) {
		t.Errorf("with what it was proposed with: %v", ids)
	}
	ids, f := known(desk.Query{Keys: []string{"k"}})
	if !slices.Equal(ids, []int64{5, 6}) || f.Keyed["k"] != 5 || len(f.Newest[5]) != 5 || f.Newest[5][0].Detail.Kind() != "opened" {
		t.Errorf("%v, keyed %v, newest %v", ids, f.Keyed, f.Newest[5])
	}
}

// BenchmarkSimilar is what a new mail costs in a desk with many tickets.
func BenchmarkSimilar(b *testing.B) {
	s := openTemp(b)
	err := s.Update(b.Context(), func(tx store.Tx) error {
		for n := range 5000 {
			c := letterChange(n % len(letters))
			c.Tickets[0].ID, c.Messages[0].Ticket = int64(n+1), int64(n+1)
			for i := range c.Events {
				c.Events[i].Ticket = int64(n + 1)
			}
			if err := tx.Write(c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; b.Loop(); i++ {
		err := s.View(b.Context(), func(r store.Reader) error {
			_, err := likes(r, i%len(letters))
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
