package desk

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/desk/command"
)

// catalogued is the world of the printer with a catalogue and change models.
func catalogued(t *testing.T) (w *world, toAlice string) {
	w, _, toAlice = printer(t)
	w.p.Services = []Service{
		{Name: "new-laptop", Fields: []ServiceField{{Name: "model", Type: "text", Choices: []string{"13 inch", "16 inch"}},
			{Name: "needed_by", Type: "date"}, {Name: "pieces", Type: "number"}, {Name: "for", Type: "address"}, {Name: "reason", Type: "text"}}},
		{Name: "new-phone"},
		{Name: "vpn"},
	}
	w.p.Models = []ChangeModel{{Name: "patch-day", Type: "standard"}, {Name: "normal", Type: "normal"}, {Name: "hotfix", Type: "emergency"}}
	return w, toAlice
}

// of says one thing of a ticket, for tables.
func of(t Ticket) string {
	at := func(when time.Time) string {
		if when.IsZero() {
			return "never"
		}
		return when.Format("2006-01-02T15:04")
	}
	var reminders []string
	for _, r := range t.Reminders {
		reminders = append(reminders, r.Agent+" "+at(r.At))
	}
	return fmt.Sprintf("service=%s fields=%v due=%s,%v reminders=%v status=%s requester=%s participants=%v asked=%v tags=%v",
		t.Service, t.Fields, at(t.DueAt), t.DueByHand, reminders, t.Status, t.Requester, t.Participants, t.Asked, t.Tags)
}

func TestFieldCommands(t *testing.T) {
	for _, c := range []struct{ before, text, want, told string }{
		{"", "/service new-laptop", "service=new-laptop ", ""},
		{"", "/service VP", "service=vpn ", ""},
		{"", "/set Model 13 inch", "fields=map[model:13 inch]", ""},
		{"", "/set größe XL", "fields=map[größe:XL]", ""},
		{"/service new-laptop", "/set mod 16", "fields=map[model:16 inch]", ""},
		{"/service new-laptop", "/set needed_by mon", "fields=map[needed_by:2026-11-23]", ""},
		{"/service new-laptop", "/set needed_by 2026-11-01", "fields=map[needed_by:2026-11-01]", ""},
		{"/service new-laptop", "/set pieces 2\n/set for erin@example.org\n/set reason the old one is broken", "fields=map[for:erin@example.org pieces:2 reason:the old one is broken]", ""},
		{"/service new-phone", "/set colour red", "fields=map[colour:red]", ""},
		{"/set colour red", "/set colour blue", "fields=map[colour:blue]", ""},
		{"", "/cause worn rollers\n/workaround use tray 2", "fields=map[cause:worn rollers workaround:use tray 2] due=never,false reminders=[] status=open", ""},
		{"/queue problems", "/cause worn rollers", "status=known-error", ""},
		{"/queue problems", "/workaround use tray 2", "status=known-error", ""},
		{"/queue problems\n/resolve", "/cause worn rollers", "status=resolved", ""},
		{"/queue problems\n/status pending", "/cause worn rollers", "status=pending", ""},
		{"/queue changes", "/type emergency", "fields=map[type:emergency]", ""},
		{"/queue changes", "/model norm", "fields=map[model:normal type:normal]", ""},
		{"/queue changes\n/model normal", "/model hotfix", "fields=map[model:hotfix type:emergency]", ""},
		{"", "/due 2026-12-01", "due=2026-12-01T23:59,true", ""},
		{"", "/due tomorrow 9:00", "due=2026-11-21T09:00,true", ""},
		{"", "/due 4h", "due=2026-11-20T16:00,true", ""},
		{"/due 4h", "/due none", "due=never,false", ""},
		{"", "/remind 3d", "reminders=[alice 2026-11-23T12:00]", ""},
		{"", "/remind mon\n/remind 4h", "reminders=[alice 2026-11-20T16:00 alice 2026-11-23T07:00]", ""},
		{"/remind 3d", "/remind 3d", "reminders=[alice 2026-11-23T12:00]", ""},
		{"/remind 3d\n/remind 4d", "/remind none", "reminders=[]", ""},
		{"", "/spam", "status=closed requester=dana@example.com participants=[] asked=[] tags=[spam]", ""},
		{"", "/spam\n\nA scam, of course.", "status=closed", ""},
		{"/close", "/spam", "tags=[spam]", ""},
		{"", "/requester erin@example.org", "requester=erin@example.org participants=[dana@example.com]", ""},
		{"/cc erin@example.org", "/requester erin@example.org", "requester=erin@example.org participants=[dana@example.com]", ""},
		{"/forward erin@example.org\n\nPlease help.", "/requester erin@example.org", "requester=erin@example.org participants=[dana@example.com] asked=[]", ""},
		{"/requester carol@acme.example", "/requester erin@example.org", "participants=[dana@example.com carol@acme.example]", ""},
		{"/requester bob@acme.example", "/requester erin@example.org", "participants=[dana@example.com]", ""},
		{"", "/requester DANA@example.com", "requester=dana@example.com participants=[]", ""},
		{"", "/requester erin@example.org\n\nWe look into it.", "requester=erin@example.org", "reply>" + dana + " reply>" + erin},
	} {
		t.Run(c.before+" then "+c.text, func(t *testing.T) {
			w, toAlice := catalogued(t)
			if c.before != "" {
				if d := w.handle(w.mail(alice, "Re: x", c.before, replyTo(toAlice))); strings.Contains(told(d), "command-error") {
					t.Fatalf("before: %+v", d.Notices[0].Problems)
				}
			}
			d := w.handle(w.mail(alice, "Re: x", c.text, replyTo(toAlice)))
			if got := of(w.tickets[1001]); !strings.Contains(got, c.want) {
				t.Errorf("%s, want %s (%s)", got, c.want, d.Trace.Why)
			}
			if told(d) != c.told {
				t.Errorf("told %q, want %q", told(d), c.told)
			}
		})
	}
}

func TestFieldMistakes(t *testing.T) {
	for _, c := range []struct{ before, text, want, possible string }{
		{"", "/service laptop", "no service laptop", "new-laptop new-phone vpn"},
		{"", "/service new", "no service new", "new-laptop new-phone vpn"},
		{"", "/set 2nd x", "no name of a field", ""},
		{"", "/set cause worn", "command of its own", "/cause worn"},
		{"/queue changes", "/set type emergency", "command of its own", "/type emergency"},
		{"/service new-laptop", "/set colour red", "no field colour", "model needed_by pieces for reason"},
		{"/service new-laptop", "/set model 15 inch", "model cannot be 15 inch", "13 inch 16 inch"},
		{"/service new-laptop", "/set model 1", "model cannot be 1", "13 inch 16 inch"},
		{"/service new-laptop", "/set needed_by soon", "no time", ""},
		{"/service new-laptop", "/set pieces two", "wants a number", ""},
		{"/service new-laptop", "/set for Erin", "wants an e-mail address", ""},
		{"", "/type normal", "for changes alone", ""},
		{"", "/model normal", "for changes alone", ""},
		{"/queue changes", "/model big", "no change model big", "patch-day normal hotfix"},
		{"/queue changes\n/model normal", "/type emergency", "the model normal, which is normal", "/model hotfix"},
		{"/queue changes\n/status approved", "/type standard", "the change is approved", ""},
		{"/queue changes\n/status approved", "/model hotfix", "the change is approved", ""},
		{"", "/due 2026-11-19", "past", ""},
		{"/close", "/due mon", "/reopen it first", "/reopen"},
		{"", "/remind 2026-11-19", "past", ""},
		{"", "/requester support@acme.example", "address of the desk itself", ""},
		{"", "/spam\n/broadcast", "contradicts", ""},
		{"", "/spam\n/close", "contradicts", ""},
	} {
		t.Run(c.before+" then "+c.text, func(t *testing.T) {
			w, toAlice := catalogued(t)
			if c.before != "" {
				w.handle(w.mail(alice, "Re: x", c.before, replyTo(toAlice)))
			}
			before := of(w.tickets[1001])
			d := w.handle(w.mail(alice, "Re: x", c.text, replyTo(toAlice)))
			if told(d) != "command-error>"+alice {
				t.Fatalf("told %q", told(d))
			}
			p := d.Notices[0].Problems[0]
			if !strings.Contains(p.Message, c.want) || strings.Join(p.Possible, " ") != c.possible {
				t.Errorf("%q possible %q, want %q possible %q", p.Message, p.Possible, c.want, c.possible)
			}
			if after := of(w.tickets[1001]); after != before {
				t.Errorf("something was carried out:\n%s\n%s", before, after)
			}
		})
	}
	w, _, toAlice := printer(t) // with nothing configured
	for text, want := range map[string]string{"/service x": "no services", "/queue changes\n/model x": "no change models"} {
		d := w.handle(w.mail(alice, "Re: x", text, replyTo(toAlice)))
		if p := to(d, alice).Problems; len(p) != 1 || !strings.Contains(p[0].Message, want) {
			t.Errorf("%s: %+v", text, p)
		}
	}
}

// What is not there cannot be taken back; the agent hears that, and nothing is refused.
func TestNothingToTakeBack(t *testing.T) {
	w, toAlice := catalogued(t)
	d := w.handle(w.mail(alice, "Re: x", "/due none\n/remind none", replyTo(toAlice)))
	w.want(d, OutcomeCommand, 1001, "agent-update>"+alice)
	if got := strings.Join(to(d, alice).Changes, " "); got != "Nobody had set a due date. You had no reminder on this ticket." {
		t.Error(got)
	}
	w.handle(w.mail(bob, "[ACME #1001] x", "/remind 2d"))
	w.handle(w.mail(alice, "[ACME #1001] x", "/remind none"))
	if got := of(w.tickets[1001]); !strings.Contains(got, "reminders=[bob 2026-11-22T12:00]") {
		t.Errorf("another's reminder: %s", got)
	}
}

// Words under /spam are a note, and the requester hears nothing.
func TestSpamSaysNothing(t *testing.T) {
	w, toAlice := catalogued(t)
	d := w.handle(w.mail(alice, "Re: x", "/spam\n\nA scam, of course.", replyTo(toAlice)))
	if m := d.Messages[0]; m.Visibility != Internal || m.Text != "A scam, of course." {
		t.Errorf("%+v", m)
	}
	if len(d.Suppressed) == 0 || d.Suppressed[0].To != dana {
		t.Errorf("%+v", d.Suppressed)
	}
	w, _ = catalogued(t)
	d = w.handle(Commanded{Agent: "alice", Ticket: 1001, Block: command.ParseArgv([]string{"spam"})})
	w.want(d, OutcomeCommand, 1001, "")
}

// The one who was the requester still hears of answers, and the new one may write.
func TestRequesterChanges(t *testing.T) {
	w, toAlice := catalogued(t)
	d := w.handle(w.mail(alice, "Re: x", "/requester erin@example.org\n\nErin, is it your printer?", replyTo(toAlice), cc2("Erin Eve", erin)))
	w.want(d, OutcomeReply, 1001, "reply>"+dana+" reply>"+erin)
	if got := w.tickets[1001]; got.Name != "Erin Eve" {
		t.Errorf("named %q", got.Name)
	}
	d = w.handle(w.mail(erin, "Re: x", "It is.", replyTo(w.ids[erin])))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice)
	if d.Trace.Sender.Role != SenderRequester {
		t.Errorf("erin is %s", d.Trace.Sender.Role)
	}
	d = w.handle(w.mail(dana, "Re: x", "Thanks, Erin.", replyTo(w.ids[dana])))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice)
	if d.Trace.Sender.Role != SenderParticipant {
		t.Errorf("dana is %s", d.Trace.Sender.Role)
	}
}

func cc2(name, addr string) func(*MailIn) {
	return func(in *MailIn) { in.Mail.Cc = append(in.Mail.Cc, Address{Name: name, Addr: addr}) }
}

// A cause is written down whether or not the lifecycle lets it move the problem, and spam is closed whatever the ways.
func TestFieldsWithinTransitions(t *testing.T) {
	for _, c := range []struct {
		ways   []Transition
		text   string
		status string
	}{
		{[]Transition{{To: "known-error"}}, "/cause worn rollers", "known-error"},
		{[]Transition{{To: "resolved"}}, "/cause worn rollers", "logged"},
		{[]Transition{{To: "known-error", By: []string{"bob"}}}, "/cause worn rollers", "logged"},
		{[]Transition{{To: "known-error", Requires: []string{"cause"}}}, "/cause worn rollers", "known-error"},
		{[]Transition{{To: "known-error", Requires: []string{"cause"}}}, "/workaround use tray 2", "logged"},
		{[]Transition{{To: "known-error", Requires: []string{RequiresAssignee}}}, "/cause worn rollers", "logged"},
		{[]Transition{{To: "known-error", Requires: []string{RequiresWords}}}, "/cause worn rollers", "logged"},
		{[]Transition{{To: "resolved"}}, "/spam", "closed"},
	} {
		w, toAlice := catalogued(t)
		w.handle(w.mail(alice, "Re: x", "/queue problems\n/assign none\n/status logged", replyTo(toAlice)))
		life := *w.p.Lifecycles["problem"]
		life.Transitions = c.ways
		w.p.Lifecycles["problem"] = &life
		d := w.handle(w.mail(alice, "Re: x", c.text, replyTo(toAlice)))
		if told(d) != "" || w.tickets[1001].Status != c.status {
			t.Errorf("%+v %s: %s, told %q (%s)", c.ways, c.text, w.tickets[1001].Status, told(d), d.Trace.Why)
		}
	}
}
