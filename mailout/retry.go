package mailout

import (
	"crypto/sha256"
	"encoding/binary"
	"time"
)

const (
	giveUpAfter = 5 * 24 * time.Hour // RFC 5321 §4.5.4.1: at least four to five days
	// fewestTries protects a mail that waited for days behind a server that was down: its age alone is
	// no reason to give up.
	fewestTries = 12
	// UnknownWait is how long a mail waits whose answer was lost: a server that accepted it has finished
	// by then (RFC 5321 §4.5.3.2.6).
	UnknownWait = 10 * time.Minute
)

// waits follow the first tries; the last one repeats.
var waits = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour,
	2 * time.Hour, 3 * time.Hour, 4 * time.Hour}

// NextTry says when a mail is tried again that has had that many attempts, at least one, and was first due at
// first; giveUp says that it is not. The wait is spread by up to a tenth, by id, so that mails which failed
// together do not come back together; the same values always give the same time.
func NextTry(id int64, attempts int, first, now time.Time) (next time.Time, giveUp bool) {
	end := first.Add(giveUpAfter)
	if !now.Before(end) && attempts >= fewestTries {
		return time.Time{}, true
	}
	wait := waits[min(max(attempts, 1), len(waits))-1]
	next = now.Add(wait + spread(id, attempts, wait/10))
	if next.After(end) && now.Before(end) {
		next = end
	}
	return next, false
}

// spread is a duration in [0, most) that id and attempts choose.
func spread(id int64, attempts int, most time.Duration) time.Duration {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], uint64(id))
	binary.BigEndian.PutUint64(b[8:], uint64(attempts))
	sum := sha256.Sum256(b[:])
	return time.Duration(binary.BigEndian.Uint64(sum[:8]) % uint64(most))
}
