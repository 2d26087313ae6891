package desk

import (
	"strings"
	"testing"
)

func TestTokens(t *testing.T) {
	p := &Policy{Domain: "desk.example", Secret: []byte("one secret")}
	other := &Policy{Domain: "desk.example", Secret: []byte("another secret")}
	for _, n := range []int64{1, 42, 1001, 1 << 40} {
		id := p.MessageID(n, "agent-new", "bob@acme.example")
		if got, ok := p.TicketOfMessageID(id); !ok || got != n {
			t.Errorf("%s: %d %v", id, got, ok)
		}
		if got, ok := p.TicketOfMessageID(strings.ToUpper(id)); !ok || got != n {
			t.Errorf("a server that folds case loses %s: %d %v", id, got, ok)
		}
		if _, ok := other.TicketOfMessageID(id); ok {
			t.Error("another secret reads our id")
		}
		if p.MessageID(n, "agent-new", "bob@acme.example") != id || p.MessageID(n, "agent-new", "alice@acme.example") == id {
			t.Error("an id is the same for the same mail and differs for another")
		}
		token := p.ReplyToken(n)
		if got, ok := p.TicketOfReplyToken(strings.ToUpper(token)); !ok || got != n {
			t.Errorf("%s: %d %v", token, got, ok)
		}
		bounce := p.BounceToken(id)
		if got, ok := p.MessageIDOfBounceToken(bounce); !ok || got != id {
			t.Errorf("%s: %q %v", bounce, got, ok)
		}
		if local := "support+" + bounce; len(local) > 64 {
			t.Errorf("a local part of %d octets is longer than RFC 5321 §4.5.3.1.1 allows", len(local))
		}
		if _, ok := p.TicketOfReplyToken(bounce); ok {
			t.Error("a bounce token passes for a reply token")
		}
	}
}

func TestForgedTokens(t *testing.T) {
	p := &Policy{Domain: "desk.example", Secret: []byte("one secret")}
	id := p.MessageID(1, "x")
	for _, forged := range []string{"", "x", "@", "1@desk.example", strings.Replace(id, "1.", "2.", 1), strings.Replace(id, "desk.example", "evil.example", 1),
		id + "x", "-1." + id, strings.Replace(id, ".", "..", 1)} {
		if n, ok := p.TicketOfMessageID(forged); ok {
			t.Errorf("%q passes for ticket %d", forged, n)
		}
	}
	for _, forged := range []string{"", "1", "1.", "1001.abcdefghijklmnop", strings.Replace(p.ReplyToken(1), "1.", "2.", 1), p.ReplyToken(0)} {
		if n, ok := p.TicketOfReplyToken(forged); ok {
			t.Errorf("%q passes for ticket %d", forged, n)
		}
	}
	for _, forged := range []string{"b.", "b.1.x", "b.1.x.y", "b.." + id, strings.Replace(p.BounceToken(id), "b.1.", "b.2.", 1)} {
		if got, ok := p.MessageIDOfBounceToken(forged); ok {
			t.Errorf("%q passes for %s", forged, got)
		}
	}
}

func FuzzTokens(f *testing.F) {
	p := &Policy{Domain: "desk.example", Secret: []byte("one secret")}
	f.Add(p.MessageID(7, "x"))
	f.Add(p.ReplyToken(7))
	f.Add(p.BounceToken(p.MessageID(7, "x")))
	f.Fuzz(func(t *testing.T, s string) {
		if n, ok := p.TicketOfMessageID(s); ok && n != 7 && n != 0 {
			t.Errorf("%q was read as ticket %d", s, n)
		}
		p.TicketOfReplyToken(s)
		p.MessageIDOfBounceToken(s)
	})
}
