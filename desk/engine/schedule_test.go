package engine_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/engine"
	"frontdesk/desk/store"
)

// mornings is an engine whose agents are ann, in a zone two hours ahead, and the manager mia; it is Friday at nine.
func mornings(t *testing.T) (e *engine.Engine, s store.Store, now *time.Time) {
	t.Helper()
	e, s, now, _ = clocked(t)
	change(e, func(p *desk.Policy) {
		p.Morning = 7 * 60
		p.Agents = append(p.Agents, desk.Agent{Name: "mia", Addresses: []string{"mia@desk.example"}, Role: desk.RoleManager})
	})
	if _, err := e.Accept(context.Background(), []engine.Delivery{delivery(1, "Printer")}); err != nil {
		t.Fatal(err)
	}
	return e, s, now
}

// change puts another policy in force.
func change(e *engine.Engine, edit func(*desk.Policy)) {
	setup := *e.Setup()
	policy := *setup.Policy
	edit(&policy)
	setup.Policy = &policy
	e.Swap(&setup)
}

func arm(t *testing.T, e *engine.Engine) {
	t.Helper()
	if err := e.Arm(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// digests are to whom overviews went, oldest first.
func digests(t *testing.T, s store.Store) string {
	t.Helper()
	var to []string
	ids := map[string]bool{}
	err := s.View(context.Background(), func(r store.Reader) error {
		items, err := r.Outgoing(true)
		for _, i := range items {
			if i.Template == desk.TemplateDigest {
				to = append(to, strings.TrimSuffix(i.To, "@desk.example"))
				if ids[i.MessageID] {
					t.Errorf("Message-ID %s twice", i.MessageID)
				}
				ids[i.MessageID] = true
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(to, " ")
}

func TestMornings(t *testing.T) {
	e, s, now := mornings(t)
	arm(t, e)
	monday := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{nine.Add(time.Hour), ""},
		{nine.Add(20 * time.Hour), ""}, // Saturday, at five: a morning in the east
		{nine.Add(23 * time.Hour), ""},
		{monday.Add(4*time.Hour + 59*time.Minute), ""},
		{monday.Add(5 * time.Hour), "ann"}, // seven in the east
		{monday.Add(6 * time.Hour), "ann"},
		{monday.Add(7 * time.Hour), "ann mia"},
		{monday.Add(7*time.Hour + time.Minute), "ann mia"},
		{monday.Add(29 * time.Hour), "ann mia ann"},
	} {
		*now = c.at
		arm(t, e) // as a start of the desk does; it changes nothing
		tick(t, e)
		if got := digests(t, s); got != c.want {
			t.Errorf("until %s: %q, want %q", c.at.Format("Mon 15:04"), got, c.want)
		}
	}
	*now = monday.Add(80 * time.Hour) // down for two days, until Thursday at eight
	arm(t, e)
	tick(t, e)
	if got := digests(t, s); got != "ann mia ann ann mia" {
		t.Errorf("after an outage %q: one each", got)
	}
}

func TestMorningsFollowTheConfiguration(t *testing.T) {
	e, s, now := mornings(t)
	arm(t, e)
	change(e, func(p *desk.Policy) { p.Morning = 10 * 60 })
	arm(t, e)
	*now = nine.Add(time.Hour) // ten, and twelve in the east
	if next := tick(t, e); digests(t, s) != "mia" || !next.Equal(nine.Add(23*time.Hour)) {
		t.Errorf("%q, next %s", digests(t, s), next)
	}
	change(e, func(p *desk.Policy) { p.Morning = 0 })
	arm(t, e)
	if next := tick(t, e); next != nine.Add(7*24*time.Hour) && !next.IsZero() {
		t.Errorf("switched off, next %s", next)
	}
}

// TestWhatFailsHoldsNothingUp: an overview that cannot be made is tried again, and the ticket wakes all the same.
func TestWhatFailsHoldsNothingUp(t *testing.T) {
	e, s, now := mornings(t)
	arm(t, e)
	pending(t, e, 1) // for an hour
	change(e, func(p *desk.Policy) { p.Mailboxes = nil })
	*now = time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)
	next, err := e.Tick(context.Background())
	if err == nil || !strings.Contains(err.Error(), `timer "morning"`) {
		t.Errorf("the failure is said: %v", err)
	}
	if got := status(t, s, 1); got != "open" {
		t.Errorf("ticket 1 is %s", got)
	}
	if next.After(now.Add(time.Hour)) || digests(t, s) != "" {
		t.Errorf("next %s, sent %q", next, digests(t, s))
	}
	change(e, func(p *desk.Policy) { p.Mailboxes = []desk.Mailbox{{Address: box, Queue: "q"}} })
	*now = now.Add(time.Minute)
	tick(t, e)
	if got := digests(t, s); got != "ann mia" {
		t.Errorf("a minute later %q", got)
	}
}

func status(t *testing.T, s store.Store, id int64) (status string) {
	t.Helper()
	err := s.View(context.Background(), func(r store.Reader) error {
		row, err := r.Ticket(id)
		status = row.Status
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return status
}

// TestReportGoesOutByItself: once per date, of the period before it, and once after an outage.
func TestReportGoesOutByItself(t *testing.T) {
	e, s, now := mornings(t)
	change(e, func(p *desk.Policy) {
		p.Morning = 0
		p.Report = &desk.ReportPlan{Day: "mon", At: 8 * 60, To: []desk.Address{{Addr: "mia@desk.example"}, {Addr: "board@desk.example"}}}
	})
	arm(t, e)
	monday := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		at   time.Time
		want int
	}{{monday.Add(-time.Minute), 0}, {monday, 2}, {monday.Add(time.Minute), 2}, {monday.Add(24 * 7 * time.Hour), 4}, {monday.Add(24 * 28 * time.Hour), 6}, {monday.Add(24*28*time.Hour + time.Minute), 6}} {
		*now = c.at
		arm(t, e)
		tick(t, e)
		if got := len(sent(t, s, desk.TemplateReport)); got != c.want {
			t.Errorf("until %s: %d mails, want %d", c.at, got, c.want)
		}
	}
	ids := map[string]bool{}
	for _, id := range sent(t, s, desk.TemplateReport) {
		ids[id] = true
	}
	if len(ids) != 6 {
		t.Errorf("%d different Message-IDs", len(ids))
	}
}

// TestReportThatCannotBeMade is tried again, and holds nothing else up.
func TestReportThatCannotBeMade(t *testing.T) {
	e, s, now := mornings(t)
	change(e, func(p *desk.Policy) {
		p.Morning, p.Mailboxes = 0, []desk.Mailbox{{Address: "not an address", Queue: "q"}}
		p.Report = &desk.ReportPlan{Day: "daily", At: 8 * 60, To: []desk.Address{{Addr: "mia@desk.example"}}}
	})
	arm(t, e)
	pending(t, e, 1)
	*now = nine.Add(24 * time.Hour)
	if _, err := e.Tick(context.Background()); err == nil || !strings.Contains(err.Error(), "report to mia@desk.example") {
		t.Errorf("the failure is said: %v", err)
	}
	if got := status(t, s, 1); got != "open" {
		t.Errorf("ticket 1 is %s", got)
	}
	change(e, func(p *desk.Policy) { p.Mailboxes = []desk.Mailbox{{Address: box, Queue: "q"}} })
	*now = now.Add(time.Minute)
	tick(t, e)
	if got := len(sent(t, s, desk.TemplateReport)); got != 1 {
		t.Errorf("a minute later %d mails", got)
	}
}
