package daemon

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

// attackCase is one mail that somebody may send to a desk, and what has to come of it.
type attackCase struct {
	ID, File, Category, Title string
	Setup                     struct {
		Tickets      []attackTicket
		DeliverFirst []string `json:"deliver_first"`
	}
	Expect struct {
		Ticket      string
		AutoAck     bool     `json:"auto_ack"`
		Commands    []string `json:"commands_applied"`
		Quarantined bool
		Notify      []string
	}
	Checks struct {
		Untouched      []string `json:"tickets_untouched"`
		Status         any
		NotContain     []string `json:"outgoing_not_contain"`
		RecipientNever []string `json:"outgoing_rcpt_never"`
	}
}

type attackTicket struct {
	Ref, Subject, Status, Queue, Requester, Assignee string
	Watchers, Approvers                              []string
	Sent                                             map[string]string
	ClosedHoursAgo                                   int `json:"closed_hours_ago"`
}

// attackConfig is the world of the cases.
const attackConfig = `
[desk]
name = "ACME Service Desk"
domain = "desk.acme.example"
timezone = "UTC"
data = "data"
tag = "ACME"
authserv_id = "mx.acme.example"

[[mailbox]]
address = "support@acme.example"
aliases = ["helpdesk@acme.example"]
queue = "service-desk"
subaddress = true
imap = { host = "127.0.0.1", port = 1143, tls = "none", username = "support", password = "x" }

[smtp]
host = "127.0.0.1"
port = 1025
tls = "none"

[[agent]]
name = "alice"
addresses = ["alice@acme.example"]
[[agent]]
name = "bob"
addresses = ["bob@acme.example"]
[[agent]]
name = "carol"
addresses = ["carol@acme.example"]
role = "approver"

[[queue]]
name = "service-desk"
practice = "service-desk"
agents = ["alice", "bob"]
[[queue]]
name = "change"
practice = "change"
agents = ["alice", "bob", "carol"]
change_model = "normal"
[[queue]]
name = "security"
practice = "security"
agents = ["carol"]

[[change_model]]
name = "normal"
approval = { by = ["carol"] }
`

// attackExceptions are cases that this version does not hold, each with the reason.
var attackExceptions = map[string]string{
	"inject-013-very-long-display-name": "the contract quarantines address fields above 4 KiB, and this From is longer",
}

// attackDir is where the cases lie; they are not part of the project.
func attackDir() string {
	if dir := os.Getenv("FRONTDESK_ATTACKS"); dir != "" {
		return dir
	}
	return "../../../../shared/attacks"
}

func TestAttacks(t *testing.T) {
	f, err := os.Open(filepath.Join(attackDir(), "cases.jsonl"))
	if err != nil {
		t.Skipf("the attack mails are not here (set FRONTDESK_ATTACKS to their folder): %v", err)
	}
	defer f.Close()
	held, all := map[string]int{}, map[string]int{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var c attackCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		all[c.Category]++
		t.Run(c.ID, func(t *testing.T) {
			wrong := playAttack(t, c)
			reason, excepted := attackExceptions[c.ID]
			switch {
			case len(wrong) == 0:
				held[c.Category]++
				if excepted {
					t.Errorf("it holds, and is listed as an exception: %s", reason)
				}
			case excepted:
				t.Logf("exception: %s (%s)", reason, strings.Join(wrong, "; "))
			default:
				t.Errorf("%s: %s", c.Title, strings.Join(wrong, "; "))
			}
		})
	}
	for _, category := range slices.Sorted(maps.Keys(all)) {
		t.Logf("%-8s held %d of %d", category, held[category], all[category])
	}
}

// playAttack builds the world of a case, delivers its mail, and says what is not as expected.
func playAttack(t *testing.T, c attackCase) (wrong []string) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	r := newRig(t, attackConfig, now)
	ids := map[string]int64{}
	for _, ticket := range c.Setup.Tickets {
		ids[ticket.Ref] = r.seed(ticket)
	}
	for _, name := range c.Setup.DeliverFirst {
		r.now = now.Add(-time.Minute)
		r.deliver("support@acme.example", readCase(t, name))
	}
	r.now = now
	r.sent()
	before := map[string]desk.Ticket{}
	for ref, id := range ids {
		before[ref] = r.ticket(id)
	}
	head := r.head()
	result := r.deliver("support@acme.example", readCase(t, c.File))
	mails := r.sent()
	fail := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }

	switch ref, existing := strings.CutPrefix(c.Expect.Ticket, "existing:"); {
	case c.Expect.Ticket == "new" && result.Outcome != desk.OutcomeNew && result.Outcome != desk.OutcomeFollowUp:
		fail("want a new ticket, got %s: %s", result.Outcome, result.Why)
	case existing && result.Ticket != ids[ref]:
		fail("want ticket %d, got %s on %d: %s", ids[ref], result.Outcome, result.Ticket, result.Why)
	case c.Expect.Ticket == "none" && result.Ticket != 0 && result.Outcome != desk.OutcomeDuplicate:
		fail("want no ticket, got %s on %d: %s", result.Outcome, result.Ticket, result.Why)
	}
	if got := result.Outcome == desk.OutcomeQuarantined; got != c.Expect.Quarantined {
		fail("quarantined %v, want %v: %s", got, c.Expect.Quarantined, result.Why)
	}
	acked, told := false, []string{}
	for _, m := range mails {
		if m.Template == desk.TemplateAck {
			acked = true
		} else {
			told = append(told, m.To)
		}
	}
	slices.Sort(told)
	if acked != c.Expect.AutoAck {
		fail("acknowledged %v, want %v", acked, c.Expect.AutoAck)
	}
	want := slices.Sorted(slices.Values(c.Expect.Notify))
	if !slices.Equal(told, want) {
		fail("told %v, want %v", told, want)
	}
	if got := r.commandsSince(head); !slices.Equal(got, slices.Sorted(slices.Values(c.Expect.Commands))) {
		fail("commands %v, want %v", got, c.Expect.Commands)
	}
	for _, ref := range c.Checks.Untouched {
		if r.ticket(ids[ref]).Version != before[ref].Version {
			fail("%s was touched", ref)
		}
	}
	for _, m := range mails {
		if r.Setup().Policy.AgentByAddress(m.To) == nil {
			for _, text := range c.Checks.NotContain {
				if bytes.Contains(m.Bytes, []byte(text)) {
					fail("mail to %s contains %q", m.To, text)
				}
			}
		}
		if slices.Contains(c.Checks.RecipientNever, m.To) {
			fail("mail to %s", m.To)
		}
	}
	return wrong
}

func readCase(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(attackDir(), name))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// seed writes a ticket of the fixture with its number and the mails that were sent about it.
func (r *rig) seed(a attackTicket) int64 {
	r.t.Helper()
	var id int64
	fmt.Sscanf(a.Ref[strings.IndexByte(a.Ref, '-')+1:], "%d", &id)
	p := r.Setup().Policy
	life := p.LifecycleOf(a.Queue)
	agent := p.AgentByAddress(a.Assignee)
	opened := r.now.Add(-72 * time.Hour)
	changed := opened
	if a.ClosedHoursAgo > 0 {
		changed = r.now.Add(-time.Duration(a.ClosedHoursAgo) * time.Hour)
	}
	event := func(at time.Time, d desk.Detail) desk.Event {
		return desk.Event{Ticket: id, At: at, Actor: desk.Actor{Kind: desk.ActorDesk}, Detail: d}
	}
	events := []desk.Event{event(opened, desk.Opened{Subject: a.Subject, Queue: a.Queue, Practice: p.QueueByName(a.Queue).Practice,
		Status: life.Initial(), Category: life.Category(life.Initial()), Impact: desk.Medium, Urgency: desk.Medium,
		Priority: "P3", Requester: a.Requester, Mailbox: "support@acme.example", Why: "seeded"})}
	if agent != nil {
		events = append(events, event(opened, desk.Assigned{To: agent.Name}))
	}
	for _, w := range a.Watchers {
		events = append(events, event(opened, desk.Joined{Address: w}))
	}
	if a.Status != life.Initial() {
		events = append(events, event(changed, desk.StatusChanged{From: life.Initial(), To: a.Status, Category: life.Category(a.Status)}))
	}
	for _, addr := range a.Approvers {
		name := p.AgentByAddress(addr).Name
		events = append(events, event(changed, desk.ApprovalRequested{Round: 1, Approver: name, Quorum: len(a.Approvers)}))
		if a.Status != "awaiting-approval" {
			events = append(events, event(changed, desk.ApprovalDecided{Round: 1, Approver: name, State: desk.ApprovalApproved}))
		}
	}
	ticket := desk.Ticket{}
	for _, e := range events {
		ticket = desk.Apply(ticket, e)
	}
	change := store.Change{Now: opened, Tickets: []desk.Ticket{ticket}, Events: events}
	for _, to := range slices.Sorted(maps.Keys(a.Sent)) {
		template := desk.TemplateReply
		if slices.Contains(a.Approvers, to) {
			template = desk.TemplateApproval
		}
		change.Outbox = append(change.Outbox, store.OutboxItem{Ticket: id, Template: template, To: to, Version: ticket.Version,
			MessageID: strings.Trim(a.Sent[to], "<>"), Mailbox: "support@acme.example", Bytes: []byte("x"),
			State: store.Waiting, CreatedAt: opened, NextTry: opened})
	}
	if err := r.store.Update(context.Background(), func(tx store.Tx) error { return tx.Write(change) }); err != nil {
		r.t.Fatal(err)
	}
	return id
}

func (r *rig) head() (seq int64) {
	r.view(func(q store.Reader) (err error) {
		_, seq, err = q.Head()
		return err
	})
	return seq
}

// commandsSince are the commands carried out after an event, as "name" or "name:value", sorted.
func (r *rig) commandsSince(seq int64) []string {
	names := []string{}
	r.view(func(q store.Reader) error {
		return q.Records(seq+1, func(rec desk.Record) error {
			e, err := rec.Event()
			if done, ok := e.Detail.(desk.CommandDone); ok {
				name := done.Command
				if done.Value != "" {
					name += ":" + done.Value
				}
				names = append(names, name)
			}
			return err
		})
	})
	slices.Sort(names)
	return names
}
