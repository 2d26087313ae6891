package imap

import "time"

// The waits between two attempts to connect.
const (
	firstWait = time.Second
	longWait  = 5 * time.Minute
	authWait  = 30 * time.Second // after a refused login, which servers count
)

// backoff doubles the wait with each failure, and spreads it, so that the watchers of many
// mailboxes do not come back in one moment.
type backoff struct {
	rand  func() float64 // in [0,1)
	fails int
}

// next is the wait after one more failure: between half and the whole of the doubled wait.
func (b *backoff) next() time.Duration {
	d := longWait
	if b.fails < 9 {
		d = min(firstWait<<b.fails, longWait)
	}
	b.fails++
	return d/2 + time.Duration(b.rand()*float64(d/2))
}

func (b *backoff) reset() { b.fails = 0 }
