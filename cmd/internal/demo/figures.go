package demo

import (
	"context"

	"frontdesk/cmd/internal/loopback"
	core "frontdesk/desk"
	"frontdesk/desk/store"
)

// Figures are the day in numbers.
type Figures struct {
	In       int // mails that reached the desk
	Out      int // mails that the desk sent
	Returned int // of these, not delivered
	Held     int // in quarantine
	Tickets  int
	Open     int // of these, neither resolved nor closed
	Events   int64
}

// Figures counts what has happened so far.
func (s *Stage) Figures(ctx context.Context) (f Figures, err error) {
	for _, e := range s.World.Journal() {
		switch {
		case e.Kind == loopback.Delivered && e.Account == desk.Address:
			f.In++
		case e.Kind == loopback.Accepted && e.User == desk.Address:
			f.Out++
		case e.Kind == loopback.Discarded && e.User == desk.Address:
			f.Returned++
		}
	}
	err = s.desk.Store.View(ctx, func(r store.Reader) error {
		tickets, err := r.Tickets(store.Filter{})
		if err != nil {
			return err
		}
		f.Tickets = len(tickets)
		for _, t := range tickets {
			if t.Category != core.CategoryResolved && t.Category != core.CategoryClosed {
				f.Open++
			}
		}
		held, err := r.Quarantine()
		if err != nil {
			return err
		}
		f.Held = len(held)
		_, f.Events, err = r.Head()
		return err
	})
	return f, err
}
