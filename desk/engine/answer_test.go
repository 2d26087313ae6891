package engine_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/engine"
	"frontdesk/desk/match"
	"frontdesk/desk/store"
	"frontdesk/mailin"
)

// asker is a desk with two queues, of which maria, the manager, works the first alone.
type asker struct {
	*testing.T
	e    *engine.Engine
	s    store.Store
	mail int
}

func newAsker(t *testing.T) *asker {
	e, s := newEngine(t, proven)
	secret, err := match.Compile(`subject contains "secret"`)
	if err != nil {
		t.Fatal(err)
	}
	p := e.Setup().Policy
	p.Agents = []desk.Agent{{Name: "maria", Addresses: []string{"maria@desk.example"}, Role: desk.RoleManager}}
	p.Queues[0].Agents = []string{"maria"}
	p.Queues = append(p.Queues, desk.Queue{Name: "other", Practice: "incident", Lifecycle: "incident"})
	p.Rules = append(p.Rules, desk.Rule{Name: "others", When: secret, Queue: "other"})
	return &asker{T: t, e: e, s: s}
}

// writes delivers a mail and returns what became of it.
func (a *asker) writes(from, subject, text string) engine.Result {
	a.Helper()
	a.mail++
	raw := fmt.Sprintf("From: %s\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%d@x.example>\r\n\r\n%s\r\n", from, box, subject, a.mail, text)
	r := accept(a.T, a.e, engine.Delivery{Mailbox: box, UIDValidity: 1, UID: uint32(a.mail), Raw: []byte(raw)})[0]
	if r.Err != nil {
		a.Fatal(r.Err)
	}
	return r
}

// sent is all that goes out, in order.
func (a *asker) sent() (all []store.OutboxItem) {
	a.Helper()
	for {
		items, err := a.s.Due(context.Background(), time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC), 1000, nil)
		if err != nil {
			a.Fatal(err)
		}
		if len(items) == 0 {
			return all
		}
		all = append(all, items...)
		for i := range items {
			items[i].State = store.Sent
		}
		if err := a.s.Record(context.Background(), time.Now(), nil, items); err != nil {
			a.Fatal(err)
		}
	}
}

// asks lets maria ask and returns what she reads.
func (a *asker) asks(text string) string {
	a.Helper()
	if r := a.writes("maria@desk.example", "q", text); r.Outcome != desk.OutcomeQuery {
		a.Fatalf("%q became %s: %s", text, r.Outcome, r.Why)
	}
	answer := ""
	for _, item := range a.sent() {
		if item.Template == desk.TemplateTranscript && item.To == "maria@desk.example" {
			answer = mailin.Parse(item.Bytes).Text
		}
	}
	return answer
}

func (a *asker) want(text string, has ...string) {
	a.Helper()
	for _, h := range has {
		without, unwanted := strings.CutPrefix(h, "! ")
		if strings.Contains(strings.Join(strings.Fields(text), " "), without) == unwanted {
			a.Errorf("%q: %s", h, text)
		}
	}
}

func TestAnswersShowNoOtherQueues(t *testing.T) {
	a := newAsker(t)
	a.writes("dana@example.com", "Printer jams", "the toner is out")
	a.writes("dana@example.com", "A secret", "the toner is poisoned")
	a.want(a.asks("/list"), "#1", "Printer jams", "! secret")
	a.want(a.asks("/search toner"), "Printer jams", "! secret")
	a.want(a.asks("/show 1"), "the toner is out", "opened in q (no rule claimed it)")
	a.want(a.asks("/show 2\n/why 2"), "There is no ticket #2 that you may work.", "! secret", "! poisoned")
	a.want(a.asks("/report"), "q", "! other")
	a.want(a.asks("/help"), "/take", "/quarantine [release ID]")
}

// Reasons are kept with the mail, so that they can be told when nobody remembers.
func TestWhyKnowsWhatWasDecidedThen(t *testing.T) {
	a := newAsker(t)
	a.writes("dana@example.com", "Printer jams", "Please help.")
	a.e.Setup().Policy.Rules = nil
	a.want(a.asks("/why 1"), "no rule claims", "dana@example.com wrote it and is believed (dmarc)", "others (0)", "did not match",
		"What the requester writes now reaches: maria", "maria", "works queue q", "wrote to us", "Nothing says when it must be done.")
}

func TestQuarantineIsReleasedByMail(t *testing.T) {
	a := newAsker(t)
	a.writes("dana@example.com", "please hold me", "I wait.")
	a.want(a.asks("/quarantine"), "1 mail is held back.", "please hold me", "as told")
	a.want(a.asks("/quarantine release 1\n/quarantine release 7\n/quarantine"),
		"Mail 1 is let in and has opened ticket #1.", "No mail with the number 7 is held back.", "Nothing is held back.")
	a.want(a.asks("/quarantine release 1"), "No mail with the number 1 is held back.")
	a.want(a.asks("/show 1"), "I wait.")
}

func TestStatusShowsOnesOwn(t *testing.T) {
	a := newAsker(t)
	a.writes("dana@example.com", "Printer jams", "Please help.")
	a.writes("erin@example.com", "Door sticks", "Please help.")
	if r := a.writes("dana@example.com", "status", ""); r.Outcome != desk.OutcomeQuery {
		t.Fatal(r.Outcome)
	}
	for _, item := range a.sent() {
		if item.Template == desk.TemplateTranscript {
			a.want(mailin.Parse(item.Bytes).Text, "Printer jams", "! Door")
			return
		}
	}
	t.Error("no answer")
}
