package engine

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

// answers puts the answers to a decision's questions into the mail that carries them, read from the same state that the
// decision was made on.
func (e *Engine) answers(r store.Reader, d *desk.Decision, released map[int64]desk.Released) error {
	for i := range d.Notices {
		n := &d.Notices[i]
		if n.Template != desk.TemplateTranscript {
			continue
		}
		p := e.Setup().Policy
		a := answerer{r, desk.Scribe{Policy: p, Now: e.now(), Location: cmp.Or(location(p, *n), time.UTC)}, released}
		for _, q := range d.Questions {
			sections, err := a.answer(q)
			if err != nil {
				return fmt.Errorf("answer to %q: %w", q.Text, err)
			}
			n.Transcript = append(n.Transcript, sections...)
		}
	}
	return nil
}

// answerer reads what the scribe needs.
type answerer struct {
	r store.Reader
	desk.Scribe
	released map[int64]desk.Released // by number of the held mail
}

func (a answerer) answer(q desk.Question) (sections []desk.Section, err error) {
	if q.Refusal != "" {
		return []desk.Section{a.Refused(q)}, nil
	}
	one := func(s desk.Section, err error) ([]desk.Section, error) { return []desk.Section{s}, err }
	switch q.Kind {
	case desk.AskHelp:
		return a.Help(q), nil
	case desk.AskList:
		tickets, err := a.tickets(q, store.Filter{Queue: q.Filter.Queue, Assignee: q.Filter.Assignee, Status: q.Filter.Status, Open: q.Filter.Open})
		return one(a.List(q, tickets), err)
	case desk.AskSchedule:
		tickets, err := a.tickets(q, store.Filter{Open: true})
		return one(a.Schedule(q, tickets), err)
	case desk.AskStatus:
		tickets, err := a.r.Tickets(store.Filter{Requester: q.Filter.Requester})
		return one(a.Status(q, tickets), err)
	case desk.AskSearch:
		tickets, err := a.found(q)
		return one(a.Found(q, tickets), err)
	case desk.AskShow, desk.AskWhy:
		d, err := a.dossier(q)
		switch {
		case err != nil:
			return nil, err
		case q.Kind == desk.AskShow:
			return a.Show(q, d), nil
		}
		return a.Why(q, d), nil
	case desk.AskReport:
		return a.report(q)
	case desk.AskQuarantine:
		return one(a.quarantine(q))
	}
	return nil, fmt.Errorf("nobody knows the question %q", q.Kind)
}

// tickets are those of the queues that the question may show.
func (a answerer) tickets(q desk.Question, f store.Filter) ([]desk.Ticket, error) {
	f.Queues = q.Queues
	return a.r.Tickets(f)
}

// mostFound bounds what a search shows.
const mostFound = 50

// found are the best tickets that the question may show. The search knows no queues: it is asked for more until there
// are enough of them, or no more.
func (a answerer) found(q desk.Question) ([]desk.Ticket, error) {
	for limit := 4 * mostFound; ; limit *= 8 {
		tickets, err := a.r.Search(q.Words, limit)
		if err != nil {
			return nil, err
		}
		all := len(tickets) < limit
		tickets = slices.DeleteFunc(tickets, func(t desk.Ticket) bool { return !slices.Contains(q.Queues, t.Queue) })
		if all || len(tickets) >= mostFound {
			return tickets[:min(len(tickets), mostFound)], nil
		}
	}
}

// dossier reads all that the store knows about the ticket of a question.
func (a answerer) dossier(q desk.Question) (d desk.Dossier, err error) {
	if d.Ticket, err = a.r.Ticket(q.Ticket); err != nil {
		return d, err
	}
	if d.Events, err = a.r.Events(q.Ticket); err != nil {
		return d, err
	}
	if q.Kind == desk.AskShow {
		d.Messages, err = a.r.Messages(q.Ticket)
		return d, err
	}
	mails, err := a.r.OutgoingByTicket(q.Ticket)
	if err != nil {
		return d, err
	}
	for _, m := range mails {
		d.Mails = append(d.Mails, desk.MailOut{At: m.CreatedAt, To: m.To, Template: m.Template, State: string(m.State), Cause: m.Cause})
	}
	arrivals, err := a.r.Arrivals(q.Ticket)
	if err != nil {
		return d, err
	}
	for _, m := range arrivals {
		taken := desk.Taken{At: m.At, SHA256: m.SHA256, Outcome: m.Outcome}
		if m.Trace != "" {
			if err := json.Unmarshal([]byte(m.Trace), &taken.Reasons); err != nil {
				return d, fmt.Errorf("the reasons kept with mail %s: %w", m.SHA256, err)
			}
		}
		d.Taken = append(d.Taken, taken)
	}
	return d, nil
}

func (a answerer) report(q desk.Question) ([]desk.Section, error) {
	open, err := a.tickets(q, store.Filter{Open: true})
	if err != nil {
		return nil, err
	}
	recent, err := a.tickets(q, store.Filter{Since: a.ReportSince()})
	return a.Report(q, open, recent), err
}

func (a answerer) quarantine(q desk.Question) (desk.Section, error) {
	if q.Held > 0 {
		return a.LetIn(q, a.released[q.Held]), nil
	}
	held, err := a.r.Quarantine()
	if err != nil {
		return desk.Section{}, err
	}
	mails := make([]desk.HeldMail, len(held))
	for i, m := range held {
		mails[i] = desk.HeldMail{ID: m.ID, At: m.At, From: m.From, Subject: m.Subject, Reason: m.Reason, Detail: m.Detail}
	}
	return a.Quarantined(q, mails), nil
}

// letIn lets in the held mails that a decision releases, within the transaction of the mail that asks for it.
func (e *Engine) letIn(ctx context.Context, tx store.Tx, ids []int64) (map[int64]desk.Released, error) {
	done := map[int64]desk.Released{}
	for _, id := range ids {
		var r Result
		err := tx.Savepoint(func() (err error) {
			r, err = e.release(ctx, tx, id)
			return err
		})
		switch {
		case store.Fatal(err):
			return nil, err
		case errors.Is(err, store.ErrNotFound):
			done[id] = desk.Released{}
		case err != nil:
			done[id] = desk.Released{Found: true, Failed: err.Error()}
		default:
			done[id] = desk.Released{Found: true, Outcome: r.Outcome, Ticket: r.Ticket, Held: r.Held}
		}
	}
	return done, nil
}

// reasons are kept with every mail that was taken in for a ticket, for /why.
func reasons(d desk.Decision) (string, error) {
	if d.Ticket == 0 || d.Outcome == desk.OutcomeDuplicate {
		return "", nil
	}
	b, err := json.Marshal(desk.ReasonsOf(d))
	return string(b), err
}
