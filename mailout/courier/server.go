package courier

import (
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
	"frontdesk/mailout"
)

// The waits after failed attempts to reach a server, doubled each time.
const (
	firstOutage = 5 * time.Second
	alarmOutage = time.Minute // where a person has to mend something; servers count failed logins
	longOutage  = 5 * time.Minute
	widenAfter  = time.Minute // a server that refused one more connection is not asked for it again before
)

// server is what the loop knows of one mail server. Senders are hired when they are needed, and let go when they
// cannot connect.
type server struct {
	key     string
	open    func() Transport
	senders int       // hired
	idle    []*sender // of them without a job, the one that worked last at the end
	// width is how many may be busy: one, until the server has answered, and then one more with every connection
	// and mail.
	width   int
	widenAt time.Time // not before

	fails int       // in a row
	until time.Time // it is left alone
	why   string

	moved   time.Time // when a mail was begun or ended last
	retired bool      // a reset has put another in its place
}

// waiting says that the server is left alone for now.
func (s *server) waiting(now time.Time) bool { return s.until.After(now) }

// busy is how many senders have a job.
func (s *server) busy() int { return s.senders - len(s.idle) }

// free says that the server can take one more mail.
func (s *server) free() bool { return s.busy() < s.width }

// failed notes that a sender could not connect and was let go, and says whether that is an outage: while others
// have a connection the server merely wants fewer.
func (s *server) failed(v mailout.Verdict, now time.Time) (outage bool) {
	if s.senders > 0 {
		s.width, s.widenAt = s.senders, now.Add(widenAfter)
		return false
	}
	wait := firstOutage
	if v.Alarm {
		wait = alarmOutage
	}
	s.width = 1
	s.until = now.Add(min(wait<<min(s.fails, 8), longOutage))
	s.fails++
	s.why = v.Why
	return true
}

// works notes that the server answers, and says whether that ends an outage.
func (s *server) works(most int, now time.Time) (recovered bool) {
	recovered = s.fails > 0
	s.fails, s.until = 0, time.Time{}
	if s.width < most && !s.widenAt.After(now) {
		s.width++
	}
	return recovered
}

// retire lets all senders go; those with a job finish it first.
func (s *server) retire() {
	for _, idle := range s.idle {
		close(idle.job)
	}
	s.idle, s.retired = nil, true
}

// domain is how mail to one recipient domain fares. One that makes trouble, or is not known, never holds all
// senders.
type domain struct {
	busy  int
	moved time.Time // when a mail was begun or ended last
	state domainState
}

type domainState int

const (
	domainNew domainState = iota
	domainGood
	domainBad
)

// most is how many senders may be busy with the domain.
func (d *domain) most(senders int) int {
	switch {
	case d.state == domainGood:
		return senders
	case d.state == domainNew && senders > 1:
		return senders - 1
	}
	return 1
}

func (l *loop) domainOf(item store.OutboxItem) *domain {
	name := desk.Address{Addr: item.To}.Domain()
	d := l.domains[name]
	if d == nil {
		if len(l.domains) >= many {
			for name, d := range l.domains {
				if d.busy == 0 {
					delete(l.domains, name)
				}
			}
		}
		d = &domain{}
		l.domains[name] = d
	}
	return d
}

// learn remembers how a mail to the domain fared. What was said before RCPT is not about the domain.
func (d *domain) learn(r mailout.Result, v mailout.Verdict) {
	switch {
	case r.Stage < mailout.StageRcpt || v.Server:
	case v.Action == mailout.Delivered || v.Action == mailout.Fail:
		d.state = domainGood // it answers, whatever it says
	default:
		d.state = domainBad
	}
}
