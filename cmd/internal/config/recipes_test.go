package config

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/mailin"
)

// TestRecipes tries each recipe of the example with mails as that monitoring system writes them: the first opens a ticket
// for its condition, the second finds it and, where there is such a thing, clears it.
func TestRecipes(t *testing.T) {
	c, err := Load(write(t, everything(t)), secretsAreSet)
	if err != nil {
		t.Fatal(err)
	}
	p := c.Policy
	p.Secret = []byte("a secret of thirty-two bytes, no less")
	now := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	for name, want := range map[string]struct{ key, status string }{
		"nagios":       {"web01/HTTP", "cleared"},
		"icinga":       {"disk / on db1.acme.example", "cleared"},
		"zabbix":       {"High CPU utilization (over 90% for 5m) app-03", "cleared"},
		"alertmanager": {"HighRequestLatency web", "cleared"},
		"grafana":      {"Disk almost full Servers", "cleared"},
		"cloudwatch":   {"rds-cpu-high EU (Frankfurt)", "cleared"},
		"cron":         {"root@db1 /usr/local/bin/backup --all", "exception"},
	} {
		mail := func(n string) desk.MailIn {
			raw, err := os.ReadFile(filepath.Join("testdata", "monitoring", name+n+".eml"))
			if err != nil {
				t.Fatal(err)
			}
			return desk.MailIn{Mail: mailin.Parse(raw), Mailbox: "support@acme.example", Evidence: desk.Evidence{Proven: true, By: "dkim"}}
		}
		first, second := mail("-1"), mail("-2")
		asked := desk.Ask(&p, first)
		d := desk.Decide(&p, desk.Facts{Now: now, NextTicket: 1, Tickets: map[int64]desk.Ticket{}}, first)
		opened := d.Tickets[1]
		if opened.Key != want.key || opened.Queue != "events" || len(asked.Keys) != 2 || asked.Keys[0] != want.key || asked.Keys[1] == want.key {
			t.Errorf("%s: key %q in queue %q, asked for %q: %s", name, opened.Key, opened.Queue, asked.Keys, d.Trace.Why)
			continue
		}
		for _, n := range d.Notices {
			if n.Template == desk.TemplateAck {
				t.Errorf("%s is acknowledged", name)
			}
		}
		d = desk.Decide(&p, desk.Facts{Now: now, NextTicket: 2, Tickets: map[int64]desk.Ticket{1: opened}, Keyed: map[string]int64{want.key: 1}}, second)
		if got := d.Tickets[1]; got.Repeats != 1 || got.Status != want.status {
			t.Errorf("%s: %d repeats, status %s: %s", name, got.Repeats, got.Status, d.Trace.Why)
		}
		first.Evidence = desk.Evidence{Why: "nobody vouches for it"}
		if d := desk.Decide(&p, desk.Facts{Now: now, NextTicket: 1, Tickets: map[int64]desk.Ticket{}}, first); d.Tickets[1].Key != "" {
			t.Errorf("%s is believed whoever sends it", name)
		}
	}
}
