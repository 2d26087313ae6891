package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/report"
	"frontdesk/desk/store"
)

// batch are events on their way from the store to the fold, with the bytes that they consist of.
type batch struct {
	briefs []desk.Brief
	bytes  []byte
}

// batchSize is how many events go over at once: enough for the handing over to cost nothing.
const batchSize = 512

// ReadReport folds all events of a store into a report. It reads on one core and folds on another.
func ReadReport(r store.Reader, q report.Query) (*report.Report, error) {
	f := report.New(q)
	full, folded := make(chan *batch, 4), make(chan error)
	go func() {
		var err error
		for b := range full {
			for i := 0; i < len(b.briefs) && err == nil; i++ {
				err = f.Add(b.briefs[i])
			}
		}
		folded <- err
	}()
	next := &batch{}
	err := r.Briefs(q.Kinds(), func(b desk.Brief) error {
		next.add(b)
		if len(next.briefs) == batchSize {
			full <- next
			next = &batch{bytes: make([]byte, 0, len(next.bytes)+len(next.bytes)/8)}
		}
		return nil
	})
	full <- next
	close(full)
	if err = errors.Join(err, <-folded); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return f.Done(), nil
}

// add copies an event, whose bytes are the store's.
func (b *batch) add(e desk.Brief) {
	e.Public, e.Personal = b.keep(e.Public), b.keep(e.Personal)
	b.briefs = append(b.briefs, e)
}

func (b *batch) keep(data []byte) []byte {
	from := len(b.bytes)
	b.bytes = append(b.bytes, data...)
	return b.bytes[from:len(b.bytes):len(b.bytes)]
}

// ReportQuery asks for a period up to a time, with what the policy says: the desk's name and time zone, and through which
// statuses resolved tickets pass.
func ReportQuery(p *desk.Policy, since, until time.Time) report.Query {
	q := report.Query{Desk: p.Name, Since: since, Until: until, Location: p.Location}
	for _, l := range p.Lifecycles {
		if l.Review != "" {
			q.Reviews = append(q.Reviews, l.Review)
		}
	}
	return q
}

// ReportMails are the mails with which a report goes out, one for each recipient, ready to be committed. Pictures show the
// plots, and the whole report is attached as an HTML file. The same query and recipients give the same Message-IDs.
func (e *Engine) ReportMails(r store.Reader, q report.Query, to []desk.Address) ([]store.OutboxItem, error) {
	rep, err := ReadReport(r, q)
	if err != nil {
		return nil, err
	}
	p := e.Setup().Policy
	files, err := rep.Attachments(p.Domain)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	var items []store.OutboxItem
	for _, recipient := range to {
		n := desk.Notice{Template: desk.TemplateReport, To: recipient, Audience: desk.ToAgent, Language: p.Language, Mailbox: p.Mailboxes[0].Address,
			Auto: "auto-generated", Why: "reports of this desk go to you", Subject: rep.Subject(), Transcript: rep.Sections(p.Domain), Attachments: files}
		if a := p.AgentByAddress(recipient.Addr); a != nil && a.Language != "" {
			n.Language = a.Language
		}
		item, err := e.render(n, desk.Ticket{}, "", q.Since.UTC().Format(time.RFC3339Nano)+q.Until.UTC().Format(time.RFC3339Nano), nil)
		if err != nil {
			return nil, fmt.Errorf("report to %s: %w", recipient.Addr, err)
		}
		items = append(items, item)
	}
	return items, nil
}

// SendReport puts the mails of a report into the outbox. All events are read before the store is locked for writing.
func (e *Engine) SendReport(ctx context.Context, q report.Query, to []desk.Address) error {
	var items []store.OutboxItem
	err := e.store.View(ctx, func(r store.Reader) (err error) {
		items, err = e.ReportMails(r, q, to)
		return err
	})
	if err != nil || len(items) == 0 {
		return err
	}
	err = e.store.Update(ctx, func(tx store.Tx) error { return tx.Write(store.Change{Now: e.now(), Outbox: items}) })
	if err == nil {
		e.wake()
	}
	return err
}
