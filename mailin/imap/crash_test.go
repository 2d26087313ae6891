package imap

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// cutConn breaks the connection after a number of bytes from the server.
type cutConn struct {
	net.Conn
	left *atomic.Int64
}

func (c cutConn) Read(p []byte) (int, error) {
	left := c.left.Load()
	if left <= 0 {
		c.Close()
		return 0, io.EOF
	}
	n, err := c.Conn.Read(p[:min(int64(len(p)), left)])
	c.left.Add(int64(-n))
	return n, err
}

// TestCutAnywhere breaks the network after every number of bytes. Whatever the place, the
// next runs take each mail whole, and once.
func TestCutAnywhere(t *testing.T) {
	for cutAt := int64(0); ; cutAt++ {
		f, d := newFake(t, mailA, mailB, mailC), newDesk(t)
		var left atomic.Int64
		left.Store(cutAt)
		synctest.Test(t, func(t *testing.T) {
			set := f.settings()
			set.Start = "all"
			set.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
				if left.Load() <= 0 {
					return nil, errors.New("no network")
				}
				conn, err := f.dial(ctx, network, address)
				return cutConn{conn, &left}, err
			}
			w, _ := watcher(t, set, d)
			_ = w.Once(t.Context())
		})
		once(t, f, d, nil, ok(t))
		wantUIDs(t, d, 1, 2, 3)
		if d.raws[1] != mailA || d.raws[2] != mailB || d.raws[3] != mailC || len(d.unsettled) != 0 || len(d.cur.Waiting) != 0 {
			t.Fatalf("cut after %d bytes: %+v", cutAt, d)
		}
		if left.Load() > 0 {
			if cutAt < 300 {
				t.Errorf("only %d places were tried", cutAt)
			}
			return
		}
	}
}

// faultyDesk fails at its n-th call, before or after the commit, and from then on always:
// to the watcher that is a crash.
type faultyDesk struct {
	*memDesk
	calls, failAt int
	committed     bool
}

var errCrash = errors.New("the process died")

func (d *faultyDesk) call(commit func() error) error {
	d.calls++
	if d.calls < d.failAt {
		return commit()
	}
	if d.calls == d.failAt && d.committed {
		_ = commit()
	}
	return errCrash
}

func (d *faultyDesk) Cursor(ctx context.Context, mailbox string) (c Cursor, err error) {
	err = d.call(func() (err error) { c, err = d.memDesk.Cursor(ctx, mailbox); return err })
	return c, err
}

func (d *faultyDesk) Begin(ctx context.Context, mailbox string, v, base uint32, waiting []uint32) error {
	return d.call(func() error { return d.memDesk.Begin(ctx, mailbox, v, base, waiting) })
}

func (d *faultyDesk) Accept(ctx context.Context, batch []Delivery) (errs []error, err error) {
	err = d.call(func() (err error) { errs, err = d.memDesk.Accept(ctx, batch); return err })
	return errs, err
}

func (d *faultyDesk) Missing(ctx context.Context, mailbox string, v uint32, uids []uint32, why string) error {
	return d.call(func() error { return d.memDesk.Missing(ctx, mailbox, v, uids, why) })
}

func (d *faultyDesk) Settled(ctx context.Context, mailbox string, v uint32, uids []uint32) error {
	return d.call(func() error { return d.memDesk.Settled(ctx, mailbox, v, uids) })
}

func (d *faultyDesk) Gone(ctx context.Context, mailbox string, v uint32, uids []uint32) error {
	return d.call(func() error { return d.memDesk.Gone(ctx, mailbox, v, uids) })
}

// TestDeskDiesAtEveryCall lets the process die at each call of the desk, before and after
// the commit. One of the mails is not delivered, so that every kind of call occurs.
func TestDeskDiesAtEveryCall(t *testing.T) {
	for _, afterMail := range []string{"seen", "move", "delete"} {
		for _, committed := range []bool{false, true} {
			for n := 1; ; n++ {
				f, d := newFake(t, mailA, mailB, mailC), newDesk(t)
				f.mails[1].reply = func(uid uint32, section string) string { return fmt.Sprintf("UID %d %s NIL", uid, section) }
				change := func(s *Settings) { s.After, s.MoveTo = afterMail, "Done" }
				faulty := &faultyDesk{memDesk: d, failAt: n, committed: committed}
				died := false
				synctest.Test(t, func(t *testing.T) {
					set := f.settings()
					set.Start = "all"
					change(&set)
					w, _ := watcher(t, set, faulty)
					died = w.Once(t.Context()) != nil
				})
				f.mails[indexOf(f, 2)].reply = nil
				once(t, f, d, change, ok(t))
				name := fmt.Sprintf("%s, dead at call %d, committed %v", afterMail, n, committed)
				if seen := strings.Join(raws(d), "|"); len(d.got) != 3 || !strings.Contains(seen, "A") || !strings.Contains(seen, "B") || !strings.Contains(seen, "C") {
					t.Fatalf("%s: took %q", name, seen)
				}
				if len(d.unsettled) != 0 || len(d.cur.Waiting) != 0 || afterMail == "move" && len(f.other["Done"]) != 3 {
					t.Fatalf("%s: unsettled %v, waiting %v, moved %d", name, d.unsettled, d.cur.Waiting, len(f.other["Done"]))
				}
				if !died {
					if n < 6 {
						t.Errorf("only %d calls were tried", n-1)
					}
					break
				}
			}
		}
	}
}

func indexOf(f *fake, uid uint32) int {
	for i, m := range f.mails {
		if m.uid == uid {
			return i
		}
	}
	return -1
}

func raws(d *memDesk) (out []string) {
	for _, m := range d.got {
		out = append(out, string(m.Raw))
	}
	return out
}
