package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"frontdesk/cmd/internal/config"
	"frontdesk/desk"
	"frontdesk/desk/nearest"
	"frontdesk/desk/store"
)

type ticketCmd struct {
	List       ticketListCmd       `cmd:"" help:"List tickets, by number, closed ones too."`
	Show       ticketShowCmd       `cmd:"" help:"Show a ticket with its conversation and timeline."`
	Search     ticketSearchCmd     `cmd:"" help:"Find tickets whose subject or messages have all words."`
	Attachment ticketAttachmentCmd `cmd:"" help:"Write out an attachment; show tells the ids."`
	Do         ticketDoCmd         `cmd:"" help:"Carry out commands, as by mail: ticket do 1042 /assign bob --as alice."`
}

type ticketListCmd struct {
	Queue     string `placeholder:"NAME" help:"In this queue."`
	Practice  string `placeholder:"KEY" help:"Of this practice, such as incident."`
	Status    string `placeholder:"NAME" help:"In this status, such as open."`
	Assignee  string `placeholder:"AGENT" help:"Of this agent."`
	Requester string `placeholder:"ADDRESS" help:"Of this person."`
	Since     string `placeholder:"TIME" help:"Changed since then: 4h, 30d, 2026-11-20."`
	Limit     int    `placeholder:"N" help:"So many at most."`
	JSON      bool   `name:"json" help:"One JSON object per ticket."`
}

func (l *ticketListCmd) Run(c *call) error {
	if _, ok := desk.PracticeByKey(l.Practice); l.Practice != "" && !ok {
		var keys []string
		for _, p := range desk.Practices {
			keys = append(keys, p.Key)
		}
		return misuse("--practice: there is no practice %q%s", l.Practice, meant(l.Practice, keys))
	}
	return c.listing(func(r store.Reader, cfg *config.Config) error {
		from, err := since(l.Since, c.now(), c.clock(cfg).loc)
		if err != nil {
			return err
		}
		tickets, err := r.Tickets(store.Filter{Queue: l.Queue, Practice: l.Practice, Status: l.Status,
			Assignee: l.Assignee, Requester: l.Requester, Since: from, Limit: max(l.Limit, 0)})
		if err != nil {
			return err
		}
		if len(tickets) == 0 {
			c.say("%s", l.nothing(&cfg.Policy))
		}
		return c.tickets(tickets, cfg, l.JSON)
	})
}

// nothing says why a list is empty, where a name in the filter may be the reason.
func (l *ticketListCmd) nothing(p *desk.Policy) string {
	if *l == (ticketListCmd{JSON: l.JSON, Limit: l.Limit}) {
		return "There are no tickets yet."
	}
	var queues, agents, statuses []string
	for _, q := range p.Queues {
		queues = append(queues, q.Name)
	}
	for _, a := range p.Agents {
		agents = append(agents, a.Name)
	}
	for _, life := range p.Lifecycles {
		statuses = append(statuses, life.Names()...)
	}
	slices.Sort(statuses)
	for _, f := range []struct {
		what, value string
		known       []string
	}{{"queue", l.Queue, queues}, {"agent", l.Assignee, agents}, {"status", l.Status, statuses}} {
		if f.value != "" && !slices.Contains(f.known, f.value) {
			return fmt.Sprintf("No ticket matches; the configuration has no %s %q%s.", f.what, f.value, meant(f.value, f.known))
		}
	}
	return "No ticket matches."
}

// meant proposes the word that was probably meant.
func meant(word string, known []string) string {
	if near := nearest.Of(word, known); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

type ticketSearchCmd struct {
	Words []string `arg:"" name:"word" help:"Words that all must be found; the last one may be a beginning."`
	Limit int      `default:"50" placeholder:"N" help:"So many at most; default 50."`
	JSON  bool     `name:"json" help:"One JSON object per ticket, best first."`
}

func (s *ticketSearchCmd) Run(c *call) error {
	return c.listing(func(r store.Reader, cfg *config.Config) error {
		tickets, err := r.Search(strings.Join(s.Words, " "), max(s.Limit, 0))
		if err != nil {
			return err
		}
		if len(tickets) == 0 {
			c.say("No ticket has all of these words.")
		}
		return c.tickets(tickets, cfg, s.JSON)
	})
}

// tickets writes a list of them.
func (c *call) tickets(tickets []desk.Ticket, cfg *config.Config, asJSON bool) error {
	if asJSON {
		for _, t := range tickets {
			if err := c.json(ticketObjectOf(t)); err != nil {
				return err
			}
		}
		return nil
	}
	if len(tickets) == 0 {
		return nil
	}
	s, now := c.screen, c.now()
	categories := map[string]desk.Category{}
	rows := make([][]string, len(tickets))
	for i, t := range tickets {
		categories[t.Status] = t.Category
		rows[i] = []string{strconv.FormatInt(t.ID, 10), string(t.Priority), t.Status, t.Queue, orDash(t.Assignee), t.Requester,
			age(t.UpdatedAt, now), t.Subject}
	}
	faintly := func(text string) string { return s.paint(faint, text) }
	return c.writeTable([]column{
		{title: "#", right: true, style: func(text string) string { return s.paint(bold, text) }},
		{title: "prio", style: func(text string) string { return s.paint(priorityStyle(text), text) }},
		{title: "status", most: 17, style: func(text string) string { return s.paint(statusStyle(categories[text]), text) }},
		{title: "queue", most: 16, spare: 1},
		{title: "assignee", most: 12},
		{title: "requester", most: 28, spare: 2},
		{title: "age", right: true, style: faintly},
		{title: "subject"},
	}, rows)
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

func priorityStyle(p string) string {
	switch p {
	case "P1":
		return bold + ";" + red
	case "P2":
		return red
	}
	return plain
}

func statusStyle(c desk.Category) string {
	switch c {
	case desk.CategoryNew:
		return bold + ";" + yellow
	case desk.CategoryOpen:
		return yellow
	case desk.CategoryPending:
		return cyan
	case desk.CategoryResolved:
		return green
	}
	return faint
}

// number is the number of a ticket as people write it: 1042 or #1042.
type number int64

// UnmarshalText reads one.
func (n *number) UnmarshalText(text []byte) error {
	v, err := strconv.ParseInt(strings.TrimPrefix(string(text), "#"), 10, 64)
	if err != nil || v <= 0 {
		return fmt.Errorf("%q is no number; write 1042 or #1042", text)
	}
	*n = number(v)
	return nil
}
