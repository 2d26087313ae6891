package smtp

import (
	"net"
	"sync/atomic"
	"testing"

	"frontdesk/mailout"
)

// cutting is a listener whose connections break after a number of bytes in one direction, once.
type cutting struct {
	net.Listener
	in, out atomic.Int64 // bytes left; negative: no cut
}

func (l *cutting) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return &cutConn{Conn: c, l: l}, err
}

type cutConn struct {
	net.Conn
	l *cutting
}

// allowed says how many of n bytes may still pass.
func allowed(left *atomic.Int64, n int) int {
	for {
		have := left.Load()
		if have < 0 {
			return n
		}
		take := min(int64(n), have)
		next := have - take
		if take < int64(n) {
			next = -1
		}
		if left.CompareAndSwap(have, next) {
			return int(take)
		}
	}
}

func (c *cutConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if ok := allowed(&c.l.in, n); ok < n {
		c.Conn.Close()
		return ok, net.ErrClosed
	}
	return n, err
}

func (c *cutConn) Write(p []byte) (int, error) {
	ok := allowed(&c.l.out, len(p))
	n, err := c.Conn.Write(p[:ok])
	if ok < len(p) {
		c.Conn.Close()
		return n, net.ErrClosed
	}
	return n, err
}

// The connection is cut at every byte of a dialogue of two mails, in both directions. Whatever happens, a mail that
// counts as delivered was taken, one that was taken counts as delivered or unknown, and one cut is one failure
// at most.
func TestCutAtEveryByte(t *testing.T) {
	count := map[mailout.Action]int{}
	const whole = 400 // more than the dialogue has in either direction
	for offset := int64(0); offset < whole; offset++ {
		for _, c := range [][2]int64{{offset, -1}, {-1, offset}} {
			got, taken := sendTwoCut(t, c[0], c[1])
			if taken < got[mailout.Delivered] || taken > got[mailout.Delivered]+got[mailout.Unknown] || got[mailout.Fail] > 0 || got[mailout.Delivered] == 0 {
				t.Errorf("cut %v: %v, and %d taken", c, got, taken)
			}
			for action, n := range got {
				count[action] += n
			}
		}
	}
	t.Log(count)
	if count[mailout.Retry] < 100 || count[mailout.Unknown] < 50 || count[mailout.Delivered] < whole {
		t.Errorf("the cuts did not happen: %v", count)
	}
}

// sendTwoCut sends two mails over a connection that breaks once, after that many bytes.
func sendTwoCut(t *testing.T, in, out int64) (got map[mailout.Action]int, taken int) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	cut := &cutting{Listener: l}
	cut.in.Store(in)
	cut.out.Store(out)
	s := &scripted{t: t, l: cut, answer: good}
	s.wg.Go(s.accept)
	defer s.stop()
	tr := New(s.settings())
	defer tr.Close()
	got = map[mailout.Action]int{}
	for range 2 {
		got[mailout.Classify(tr.Send(background(t), sender, recipient, small)).Action]++
	}
	_, taken, _ = s.journal()
	return got, taken
}

func BenchmarkSend(b *testing.B) {
	s := serve(b, good)
	tr := s.transport()
	for b.Loop() {
		if r := tr.Send(b.Context(), sender, recipient, small); !r.OK() {
			b.Fatal(r)
		}
	}
}
