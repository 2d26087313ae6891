package courier

import (
	"time"

	"frontdesk/desk"
)

// limiter delays mail to recipients who had enough within a time. It remembers what this run of the program sent.
type limiter struct {
	rate   desk.Rate
	recent map[string][]time.Time // sends by address, oldest first
}

// many is how many recipients are remembered before those who had nothing lately are forgotten.
const many = 10_000

// until says when a mail to this recipient may go; zero means now.
func (l *limiter) until(to string, now time.Time) time.Time {
	if l.rate.Count <= 0 {
		return time.Time{}
	}
	key := desk.AddressKey(to)
	sends := l.recent[key]
	for len(sends) > 0 && !sends[0].After(now.Add(-l.rate.Per)) {
		sends = sends[1:]
	}
	if len(sends) == 0 {
		delete(l.recent, key)
		return time.Time{}
	}
	l.recent[key] = sends
	if len(sends) < l.rate.Count {
		return time.Time{}
	}
	return sends[len(sends)-l.rate.Count].Add(l.rate.Per)
}

// count notes that a mail goes to this recipient.
func (l *limiter) count(to string, now time.Time) {
	if l.rate.Count <= 0 {
		return
	}
	if len(l.recent) >= many {
		for key, sends := range l.recent {
			if !sends[len(sends)-1].After(now.Add(-l.rate.Per)) {
				delete(l.recent, key)
			}
		}
	}
	key := desk.AddressKey(to)
	l.recent[key] = append(l.recent[key], now)
}

// forget takes the latest count back: the mail was not sent after all.
func (l *limiter) forget(to string) {
	key := desk.AddressKey(to)
	if sends := l.recent[key]; len(sends) > 1 {
		l.recent[key] = sends[:len(sends)-1]
	} else {
		delete(l.recent, key)
	}
}
