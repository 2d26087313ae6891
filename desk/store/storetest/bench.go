package storetest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

// Bench measures what the desk does most: taking in a mail of 8 kB that opens a ticket and causes two mails.
func Bench(b *testing.B, open Opener) {
	b.Run("take in/alone", func(b *testing.B) { benchTakeIn(b, open, 1) })
	b.Run("take in/100 a commit", func(b *testing.B) { benchTakeIn(b, open, 100) })
	b.Run("pack", func(b *testing.B) {
		s := fresh(b, open)
		raw := letter(1)
		b.SetBytes(int64(len(raw)))
		for b.Loop() {
			s.Pack(raw)
		}
	})
	for _, size := range []int{1000, 100000} {
		b.Run(fmt.Sprintf("facts/%d tickets", size), func(b *testing.B) { benchFacts(b, open, size) })
	}
}

// letter is a mail of 8 kB whose words differ from mail to mail.
func letter(n int) []byte {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	var b bytes.Buffer
	fmt.Fprintf(&b, "From: Ann <ann%d@example.net>\r\nSubject: printer %d\r\nMessage-ID: <%d@example.net>\r\n\r\n", n, n, n)
	for b.Len() < 8<<10 {
		b.WriteString(word(r))
		b.WriteByte(" \n"[min(1, r.IntN(10)/9)])
	}
	return b.Bytes()
}

func word(r *rand.Rand) string {
	if r.IntN(8) == 0 {
		return strconv.Itoa(r.IntN(100000))
	}
	return []string{"the", "printer", "is", "on", "fire", "and", "nobody", "knows", "why", "please", "help", "toner", "window", "since",
		"yesterday", "morning", "regards", "server", "network", "password"}[r.IntN(20)] + string(rune('a'+r.IntN(26)))
}

// mail is the change that one mail of a person causes.
func mail(raw []byte, packed store.Packed, n int, ticket int64) store.Change {
	id := strconv.Itoa(n)
	c := changed(desk.Ticket{}, ticket, at(n/100), opened("printer "+id), desk.Wrote{From: "ann@example.net", Visibility: desk.Public,
		MessageID: id + "@example.net"}, desk.Assigned{To: "bob", Why: "round-robin"})
	wrote(&c, ticket, desk.Public, string(raw[:1000]))
	author := "ann" + strconv.Itoa(n%5000) + "@example.net"
	c.Raw = packed
	c.Arrival = &store.Arrival{At: c.Now, Mailbox: box, UIDValidity: 7, UID: uint32(n), MessageID: id + "@example.net", Author: author, From: author,
		Subject: "printer", ContentHash: packed.SHA256, SHA256: packed.SHA256, Size: packed.Size, Outcome: desk.OutcomeNew, Ticket: ticket}
	for i, to := range []string{author, "bob@example.org"} {
		o := outgoing(ticket, to, id+"-"+strconv.Itoa(i)+"@desk", c.Now)
		o.Bytes = raw[:2500]
		c.Outbox = append(c.Outbox, o)
	}
	return c
}

func benchTakeIn(b *testing.B, open Opener, batch int) {
	s := fresh(b, open)
	n := 0
	for b.Loop() {
		b.StopTimer()
		raws, packed := make([][]byte, batch), make([]store.Packed, batch)
		for i := range packed {
			raws[i] = letter(n + i + 1)
			packed[i] = s.Pack(raws[i])
		}
		b.StartTimer()
		update(b, s, func(tx store.Tx) error {
			for i := range packed {
				n++
				err := tx.Savepoint(func() error {
					f, err := tx.Facts(desk.Query{Own: strconv.Itoa(n) + "@example.net", Sender: "ann@example.net"}, zero)
					if err != nil {
						return err
					}
					return tx.Write(mail(raws[i], packed[i], n, f.NextTicket))
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "mails/s")
}

// fill makes a store of so many tickets.
func fill(b *testing.B, s store.Store, size int) {
	b.Helper()
	raw := letter(0)
	packed := s.Pack(raw)
	for n := 1; n <= size; {
		update(b, s, func(tx store.Tx) error {
			for range 1000 {
				if err := tx.Write(mail(raw, packed, n, int64(n))); err != nil {
					return err
				}
				n++
			}
			return nil
		})
	}
}

func benchFacts(b *testing.B, open Opener, size int) {
	s := fresh(b, open)
	fill(b, s, size)
	r := rand.New(rand.NewPCG(1, 2))
	for b.Loop() {
		id := strconv.Itoa(1 + r.IntN(size))
		view(b, s, func(r store.Reader) error {
			f, err := r.Facts(desk.Query{MessageIDs: []string{id + "-0@desk", id + "@example.net"}, Own: "new@example.net", Sender: "ann7@example.net",
				Queues: []string{"service-desk"}, TicketsWithin: 1e9, AcksWithin: 1e9}, at(5000))
			if err == nil && len(f.Tickets) != 1 {
				err = fmt.Errorf("%d tickets found", len(f.Tickets))
			}
			return err
		})
	}
}
