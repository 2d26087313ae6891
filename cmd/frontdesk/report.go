package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"frontdesk/cmd/internal/config"
	"frontdesk/desk/engine"
	"frontdesk/desk/nearest"
	"frontdesk/desk/report"
	"frontdesk/desk/store"
)

type reportCmd struct {
	Since      string `placeholder:"TIME" help:"Begin of the period: 30d before its end, 2026-11-01. Default: 30d."`
	Until      string `placeholder:"TIME" help:"End of the period, not included: 2026-12-01, or 7d ago. Default: now."`
	Format     string `enum:"text,html,csv,json" default:"text" help:"text, html (one file), csv or json."`
	JSON       bool   `name:"json" help:"The same as --format json."`
	Agent      string `placeholder:"NAME" help:"The work of one agent, and all that the agent did."`
	Queue      string `placeholder:"NAME" help:"Tickets of one queue."`
	Practice   string `placeholder:"KEY" help:"Tickets of one practice."`
	Service    string `placeholder:"NAME" help:"Tickets about one service."`
	Department string `placeholder:"NAME" help:"Tickets of one department."`
	Output     string `short:"o" placeholder:"FILE" help:"Write there, and not to standard output."`
	Mail       bool   `help:"Send it to those whom [report] names, with pictures and as a file."`
}

func (x *reportCmd) Run(c *call) error {
	if x.JSON {
		x.Format = "json"
	}
	if x.Mail && (x.Output != "" || x.Format != "text") {
		return misuse("--mail sends the report; it takes neither --format nor -o")
	}
	return c.desk(func(d opened) error {
		q, err := x.query(c, d.cfg)
		if err != nil {
			return err
		}
		if x.Mail {
			return x.send(c, d, q)
		}
		var r *report.Report
		err = d.Store.View(c.ctx, func(reader store.Reader) (err error) {
			r, err = engine.ReadReport(reader, q)
			return err
		})
		if err != nil {
			return err
		}
		x.unknown(c, d.cfg, r)
		return x.write(c, r)
	})
}

// query is the period and what alone counts.
func (x *reportCmd) query(c *call, cfg *config.Config) (report.Query, error) {
	loc := c.clock(cfg).loc
	until := c.now().Truncate(time.Second)
	if x.Until != "" {
		var err error
		if until, err = since(x.Until, until, loc); err != nil {
			return report.Query{}, err
		}
	}
	from, err := begin(x.Since, until, loc)
	if err != nil {
		return report.Query{}, err
	}
	if !from.Before(until) {
		return report.Query{}, misuse("the period ends (%s) before it begins (%s)", until.In(loc).Format(time.DateTime), from.In(loc).Format(time.DateTime))
	}
	q := engine.ReportQuery(&cfg.Policy, from, until)
	q.Only, q.Actions = map[report.Dimension]string{}, x.Agent != ""
	if a := cfg.Policy.AgentByName(x.Agent); a != nil {
		x.Agent = a.Name // as events have it
	}
	for d, name := range x.only() {
		if name != "" {
			q.Only[d] = name
		}
	}
	return q, nil
}

// begin reads the beginning of a period. Whole days are days of the calendar, so that a change of the clocks moves nothing.
func begin(text string, until time.Time, loc *time.Location) (time.Time, error) {
	if text == "" {
		text = "30d"
	}
	if d, err := config.Duration(text); err == nil && d > 0 && d%(24*time.Hour) == 0 {
		return until.In(loc).AddDate(0, 0, -int(d/(24*time.Hour))), nil
	}
	return since(text, until, loc)
}

func (x *reportCmd) only() map[report.Dimension]string {
	return map[report.Dimension]string{report.ByAgent: x.Agent, report.ByQueue: x.Queue, report.ByPractice: x.Practice,
		report.ByService: x.Service, report.ByDepartment: x.Department}
}

// unknown tells of a name that neither the configuration nor the history has; an old queue is in the history alone.
func (x *reportCmd) unknown(c *call, cfg *config.Config, r *report.Report) {
	if slices.ContainsFunc(r.Total.Now, func(v report.Value) bool { return v.Number != 0 }) || len(r.Actions) > 0 {
		return
	}
	names := map[report.Dimension][]string{report.ByPractice: nil}
	for _, a := range cfg.Policy.Agents {
		names[report.ByAgent] = append(names[report.ByAgent], a.Name)
	}
	for _, q := range cfg.Policy.Queues {
		names[report.ByQueue] = append(names[report.ByQueue], q.Name)
		names[report.ByPractice] = append(names[report.ByPractice], q.Practice)
	}
	for _, s := range cfg.Policy.Services {
		names[report.ByService] = append(names[report.ByService], s.Name)
	}
	for _, d := range report.Dimensions {
		name := r.Only[d]
		if known, ok := names[d]; name == "" || !ok || slices.Contains(known, name) {
			continue
		} else if meant := nearest.Of(name, known); meant != "" {
			c.say("There is no %s %s; did you mean %s?", d, name, meant)
		} else {
			c.say("There is no %s %s.", d, name)
		}
	}
}

func (x *reportCmd) write(c *call, r *report.Report) error {
	var out []byte
	var err error
	switch x.Format {
	case "json":
		out, err = r.JSON()
	case "csv":
		out = []byte(r.CSV())
	case "html":
		var page string
		page, err = r.HTML()
		out = []byte(page)
	default:
		out = []byte(r.Text())
	}
	if err != nil {
		return err
	}
	if x.Output == "" || x.Output == "-" {
		_, err = c.stdout.Write(out)
		return err
	}
	if err := os.WriteFile(x.Output, out, 0o644); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	c.say("%s: %s of %s.", filepath.Clean(x.Output), x.Format, r.Period())
	return nil
}

// send mails the report to those whom the configuration names.
func (x *reportCmd) send(c *call, d opened, q report.Query) error {
	plan := d.cfg.Policy.Report
	if plan == nil || len(plan.To) == 0 {
		return errors.New(`nobody is to get reports: the configuration has no [report], or nobody in its to, such as to = ["@managers"]`)
	}
	if err := d.Engine.SendReport(c.ctx, q, plan.To); err != nil {
		return err
	}
	var names []string
	for _, a := range plan.To {
		names = append(names, a.Addr)
	}
	c.say("The report of %s goes to %s.", q.Period(), strings.Join(names, ", "))
	return nil
}
