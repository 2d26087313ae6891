package workyear

import (
	"container/heap"
	"fmt"
	"math"
	"time"

	"frontdesk/desk"
)

func (s *story) emit(actor desk.Actor, d desk.Detail) {
	s.made++
	e := desk.Event{Ticket: s.id, At: s.at, Actor: actor, Detail: d}
	if actor.Kind != desk.ActorDesk && actor.Kind != desk.ActorClock {
		e.Mail = fmt.Sprintf("%064x", s.made)
	}
	heap.Push(&s.due, entry{e, s.made})
}

func (s *story) person(d desk.Detail) {
	s.emit(desk.Actor{Kind: desk.ActorPerson, Name: s.requester}, d)
}
func (s *story) worker(d desk.Detail) { s.emit(desk.Actor{Kind: desk.ActorAgent, Name: s.agent}, d) }

func (s *story) clock(change desk.ClockChange, c desk.Clock) {
	s.clocks[c.Target] = c
	s.emit(desk.Actor{Kind: desk.ActorDesk}, desk.ClockChanged{Change: change, Clock: c})
}

// wait lets working hours pass: mostly few, sometimes many.
func (s *story) wait(median float64) {
	hours := median * math.Exp(s.dice.NormFloat64())
	s.at = Calendar.Add(s.at, time.Duration(hours*float64(time.Hour))).Truncate(time.Microsecond).UTC()
}

func (s *story) start(target desk.Target, within time.Duration) {
	s.clock(desk.ClockWasStarted, s.run(desk.Clock{Target: target, Level: "standard", Within: within, Started: s.at}))
}

func (s *story) run(c desk.Clock) desk.Clock {
	c.State, c.From = desk.ClockRuns, s.at
	c.Due = Calendar.Add(s.at, max(0, c.Within-c.Spent)).UTC()
	return c
}

// halt ends a stretch in which a clock ran. What was late is said when it happened.
func (s *story) halt(c desk.Clock) desk.Clock {
	if s.at.After(c.Due) && !c.Late {
		now := s.at
		s.at, c.Late = c.Due, true
		s.clock(desk.ClockWasBreached, c)
		s.at = now
	}
	c.Spent += Calendar.Between(c.From, s.at)
	c.State, c.From, c.Due = desk.ClockPaused, time.Time{}, time.Time{}
	return c
}

func (s *story) stop(target desk.Target) {
	c, ok := s.clocks[target]
	if !ok || c.State == desk.ClockStopped {
		return
	}
	if c.State == desk.ClockRuns {
		c = s.halt(c)
	}
	c.State, c.Ended = desk.ClockStopped, s.at
	change := desk.ClockWasMet
	if c.Late {
		change = desk.ClockWasMissed
	}
	s.clock(change, c)
}

func (s *story) pause() {
	if c := s.clocks[desk.Resolution]; c.State == desk.ClockRuns {
		s.clock(desk.ClockWasPaused, s.halt(c))
	}
}

func (s *story) resume() {
	c := s.clocks[desk.Resolution]
	if c.State == desk.ClockPaused || c.State == desk.ClockStopped {
		c.Ended = time.Time{}
		s.clock(desk.ClockWasResumed, s.run(c))
	}
}

// move is an agent's change of status.
func (s *story) move(to string, c desk.Category) {
	s.worker(desk.StatusChanged{From: s.status, To: to, Category: c})
	s.status = to
}

func (s *story) take() {
	s.worker(desk.CommandDone{Command: "take", Value: ""})
	s.worker(desk.Assigned{To: s.agent})
}

func (s *story) answers() {
	s.worker(desk.Wrote{From: s.agent + "@acme.example", Visibility: desk.Public, Auto: desk.ClassHuman, Proven: true,
		MessageID: fmt.Sprintf("a%d@acme.example", s.made), Thread: "token"})
	s.stop(desk.FirstResponse)
	s.stop(desk.NextResponse)
}

func (s *story) asks() {
	s.person(desk.Wrote{From: s.requester, Visibility: desk.Public, Auto: desk.ClassHuman, Proven: true,
		MessageID: fmt.Sprintf("q%d@example.org", s.made), Thread: "token"})
	s.start(desk.NextResponse, 8*time.Hour)
}

// handOver gives the ticket to somebody else, and sometimes to another queue and back.
func (s *story) handOver() {
	from := s.agent
	s.worker(desk.Wrote{From: from + "@acme.example", Visibility: desk.Internal, Auto: desk.ClassHuman, Proven: true, MessageID: fmt.Sprintf("n%d@acme.example", s.made)})
	to := Agents[s.dice.IntN(len(Agents))]
	s.worker(desk.Assigned{From: from, To: to})
	s.agent = to
}

// talk is what goes back and forth before a solution.
func (s *story) talk(open string) {
	for s.dice.IntN(10) < 4 {
		if s.dice.IntN(3) == 0 {
			s.wait(1)
			s.handOver()
		}
		s.wait(1)
		s.answers()
		s.move("pending", desk.CategoryPending)
		s.pause()
		s.wait(8)
		s.asks()
		s.person(desk.StatusChanged{From: "pending", To: open, Category: desk.CategoryOpen})
		s.status = open
		s.resume()
	}
	s.wait(3)
}

// end resolves; some come back, some are rated, most close by themselves.
func (s *story) end(resolved, open string) {
	for range 3 {
		s.answers()
		s.worker(desk.CommandDone{Command: "resolve", Value: ""})
		s.move(resolved, desk.CategoryResolved)
		s.stop(desk.Resolution)
		if s.dice.IntN(100) < 15 {
			s.wait(4)
			rating := []int{1, 2, 3, 4, 4, 5, 5, 5, 5}[s.dice.IntN(9)]
			s.person(desk.Rated{Rating: rating, Words: "thanks"})
		}
		if s.dice.IntN(100) >= 6 {
			break
		}
		s.wait(6)
		s.person(desk.StatusChanged{From: resolved, To: open, Category: desk.CategoryOpen})
		s.status = open
		s.resume()
		s.asks()
		s.wait(2)
	}
	s.at = s.at.Add(7 * 24 * time.Hour)
	if s.status == resolved {
		s.emit(desk.Actor{Kind: desk.ActorClock}, desk.StatusChanged{From: resolved, To: "closed", Category: desk.CategoryClosed})
	}
}

func (s *story) incident() {
	s.wait(1.5)
	s.take()
	s.move("open", desk.CategoryOpen)
	if s.problem > 0 && s.at.After(s.known) && s.dice.IntN(8) == 0 {
		s.worker(desk.Linked{Link: desk.LinkProblem, Ticket: s.problem})
		problem := *s
		problem.id = s.problem
		problem.worker(desk.Linked{Link: desk.LinkIncident, Ticket: s.id})
	}
	if s.dice.IntN(10) < 6 {
		s.answers()
		s.talk("open")
	}
	s.end("resolved", "open")
}

func (s *story) request() {
	s.wait(2)
	s.take()
	s.answers()
	if s.dice.IntN(4) == 0 {
		s.move("awaiting-approval", desk.CategoryPending)
		s.pause()
		s.wait(10)
		if s.dice.IntN(8) == 0 {
			s.move("rejected", desk.CategoryClosed)
			s.stop(desk.Resolution)
			return
		}
		s.resume()
	}
	s.move("fulfilling", desk.CategoryOpen)
	s.talk("fulfilling")
	s.end("fulfilled", "fulfilling")
}

func (s *story) change() {
	s.wait(4)
	s.take()
	s.move("awaiting-approval", desk.CategoryPending)
	s.pause()
	s.wait(12)
	switch s.dice.IntN(12) {
	case 0:
		s.move("rejected", desk.CategoryClosed)
		s.stop(desk.Resolution)
		return
	case 1:
		s.move("cancelled", desk.CategoryClosed)
		s.stop(desk.Resolution)
		return
	}
	s.move("scheduled", desk.CategoryOpen)
	s.resume()
	s.wait(20)
	s.move("implementing", desk.CategoryOpen)
	s.wait(2)
	outcome := "implemented"
	if s.dice.IntN(11) == 0 {
		outcome = "failed"
	}
	s.move(outcome, desk.CategoryResolved)
	s.stop(desk.Resolution)
	s.wait(8)
	s.move("in-review", desk.CategoryOpen)
	s.wait(4)
	s.move("closed", desk.CategoryClosed)
}

func (s *story) problemTicket() {
	s.problem, s.known = s.id, s.at
	s.wait(6)
	s.take()
	s.move("investigating", desk.CategoryOpen)
	s.wait(40)
	s.worker(desk.FieldSet{Field: "cause", Value: "a worn part"})
	s.move("known-error", desk.CategoryOpen)
	s.wait(200)
	s.move("resolved", desk.CategoryResolved)
	s.stop(desk.Resolution)
	s.at = s.at.Add(7 * 24 * time.Hour)
	s.emit(desk.Actor{Kind: desk.ActorClock}, desk.StatusChanged{From: "resolved", To: "closed", Category: desk.CategoryClosed})
}
