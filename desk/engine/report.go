package engine

import (
	"context"
	"fmt"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/report"
	"frontdesk/desk/store"
)

// ReadReport folds all events of a store into a report.
func ReadReport(r store.Reader, q report.Query) (*report.Report, error) {
	f := report.New(q)
	if err := r.Briefs(q.Kinds(), f.Add); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return f.Done(), nil
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
