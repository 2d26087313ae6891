package demo

import (
	"cmp"
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/cmd/internal/loopback"
	core "frontdesk/desk"
	"frontdesk/mailin"
)

func open(t *testing.T) *Stage {
	t.Helper()
	s, err := Open(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestTheDayGoesAsItShould(t *testing.T) {
	s := open(t)
	var scenes []Scene
	if err := s.Play(context.Background(), func(sc Scene) { scenes = append(scenes, sc) }); err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(scenes, func(a, b Scene) int { return strings.Compare(a.At, b.At) }) {
		t.Error("the day does not go forward")
	}
	users := map[string]bool{}
	for _, sc := range scenes {
		if sc.Ticket > 0 && sc.Outcome == core.OutcomeNew && !sc.Machine {
			users[sc.From.Address] = true
		}
		for _, m := range sc.Sent {
			if m.Words == "" && m.Lost == "" {
				t.Errorf("%s: a mail without words: %+v", sc.At, m)
			}
		}
	}
	if len(users) < 6 {
		t.Errorf("only %d people wrote", len(users))
	}
	f, err := s.Figures(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if f.In != len(scenes) || f.Tickets != 13 || f.Held != 1 || f.Returned != 1 || f.Open != 8 {
		t.Errorf("%d scenes, %+v", len(scenes), f)
	}
	sent := 0
	for _, sc := range scenes {
		for _, m := range sc.Sent {
			sent += len(m.To)
		}
	}
	if sent != f.Out {
		t.Errorf("%d mails stand in the story and %d went out", sent, f.Out)
	}
	log, err := os.ReadFile(s.Log)
	if err != nil || strings.Contains(string(log), "level=ERROR") {
		t.Errorf("the daemon complains: %v\n%s", err, log)
	}
}

func TestWhatDoesNotHappenIsSaid(t *testing.T) {
	s := open(t)
	s.World.Behave(dana.Address, loopback.Behaviour{Refuse: "550 5.1.1 no such user"})
	var scenes []Scene
	err := s.Play(context.Background(), func(sc Scene) { scenes = append(scenes, sc) })
	if err == nil || !strings.HasPrefix(err.Error(), "at 08:02 ") || !strings.Contains(err.Error(), "ack>dana:lost") {
		t.Errorf("got %v", err)
	}
	if len(scenes) != 1 {
		t.Errorf("%d scenes after the first one failed", len(scenes))
	}
}

func TestPlayEndsWithItsContext(t *testing.T) {
	s := open(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Play(ctx, func(Scene) {}); err == nil {
		t.Error("it went on")
	}
}

func TestRepliesAreLikeThoseOfAClient(t *testing.T) {
	to := mailin.Parse([]byte("From: Desk <helpdesk@nordwind.example>\r\nReply-To: <helpdesk+t@nordwind.example>\r\n" +
		"Subject: =?utf-8?q?[NORD_#1]_Gr=C3=BC=C3=9Fe?=\r\nDate: Fri, 20 Nov 2026 08:02:00 +0000\r\nMessage-ID: <b@desk.example>\r\n" +
		"References: <a@desk.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nFirst\r\n\r\nSecond\r\n"))
	l := reply(alice, to, "/take\nGute Grüße")
	l.id = "c@nordwind.example"
	now := time.Date(2026, 11, 20, 8, 11, 0, 0, time.UTC)
	m := mailin.Parse(l.bytes(now))
	if l.to != "helpdesk+t@nordwind.example" || m.Subject != "Re: [NORD #1] Grüße" || m.MessageID != "c@nordwind.example" ||
		!slices.Equal(m.InReplyTo, []string{"b@desk.example"}) || !slices.Equal(m.References, []string{"a@desk.example", "b@desk.example"}) ||
		!m.Date.Equal(now) || m.Author() != (core.Address{Name: "Alice Fox", Addr: "alice@nordwind.example"}) || len(m.Problems) > 0 {
		t.Errorf("got %+v", m)
	}
	if m.NewText != "/take\nGute Grüße" || !strings.Contains(m.Text, "wrote:\n> First\n>\n> Second") {
		t.Errorf("new %q of %q", m.NewText, m.Text)
	}
	again := reply(dana, m, "x")
	if again.subject != m.Subject || again.to != alice.Address {
		t.Errorf("a reply to a reply: %q to %s", again.subject, again.to)
	}
}

func TestScenesLeaveOutWhatSaysNothing(t *testing.T) {
	h := &happening{from: dana, to: "helpdesk+token@nordwind.example", mail: &core.Mail{Subject: "x", Class: core.ClassHuman},
		decision: core.Decision{Outcome: core.OutcomeReply, Ticket: 1,
			Trace: core.Trace{Why: "a message on ticket 1: <1.a.b@desk.example> is a mail of ours"},
			Events: []core.Event{
				{Detail: core.Assigned{To: "bob"}}, {Detail: core.CommandDone{Command: "assign", Value: "bob"}}, {Detail: core.CommandDone{Command: "note"}},
				{Detail: core.Renamed{Subject: "y"}}, {Detail: core.Joined{Address: "z@x.example"}}, {Detail: core.Wrote{}},
				{Detail: core.FieldSet{Field: "size", Value: "large"}}, {Detail: core.FieldSet{Field: core.FieldForm, Value: "incomplete"}},
				{Detail: core.StatusChanged{From: "awaiting-approval", To: "approved", Why: "approved"}},
				{Detail: core.Linked{Link: core.LinkProblem, Ticket: 3}}, {Ticket: 3, Detail: core.Linked{Link: core.LinkIncident, Ticket: 1}},
				{Ticket: 2, Detail: core.Linked{Link: core.LinkProblem, Ticket: 3}}, {Ticket: 4, Detail: core.Linked{Link: core.LinkProblem, Ticket: 3}},
			},
			Suppressed: []core.Suppressed{{Template: "reply", To: bob.Address, Why: ownAct}, {Template: "ack", To: "q@x.example", Why: "a rule says so"}}},
		sent: []sentMail{
			{notice: core.Notice{Template: "agent-new", To: core.Address{Addr: alice.Address}}, mail: &core.Mail{Text: "A new\nticket.\n\nMore"}},
			{notice: core.Notice{Template: "agent-new", To: core.Address{Addr: bob.Address}}, mail: &core.Mail{Text: "A new\nticket.\n\nMore"}},
			{notice: core.Notice{Template: "reply", To: core.Address{Addr: tom.Address}}, lost: "550 no"},
		}}
	for i := range h.decision.Events {
		h.decision.Events[i].Ticket = cmp.Or(h.decision.Events[i].Ticket, 1)
	}
	s := sceneOf("08:00", "", h)
	if s.To != desk.Name || s.Why != "a message on ticket 1: it answers our mail" {
		t.Errorf("to %q, why %q", s.To, s.Why)
	}
	if got := strings.Join(s.Did, "; "); got != "carried out /assign bob, /note; assigned to bob; now called “y”; z@x.example is in copy; "+
		"size: large; status awaiting-approval → approved; linked to problem #3; #2, #4 linked to problem #3" {
		t.Errorf("did %q", got)
	}
	if len(s.Sent) != 2 || len(s.Sent[0].To) != 2 || s.Sent[0].Words != "A new ticket." || s.Sent[1].Lost != "550 no" {
		t.Errorf("sent %+v", s.Sent)
	}
	if len(s.Kept) != 1 || s.Kept[0] != "no ack to q@x.example: a rule says so" {
		t.Errorf("kept %q", s.Kept)
	}
	if told := h.told(); told != "agent-new>alice agent-new>bob reply>tom:lost" {
		t.Errorf("told %q", told)
	}
}

func TestARefusalNamesWhatIsPossible(t *testing.T) {
	refusal := func(p core.CommandProblem) sentMail {
		return sentMail{mail: &core.Mail{}, notice: core.Notice{Template: core.TemplateCommandError, Problems: []core.CommandProblem{p}}}
	}
	for want, p := range map[string]core.CommandProblem{
		"no":                         {Message: "no"},
		"no. Did you mean /take?":    {Message: "no", Nearest: "/take"},
		"no. Possible: /schedule x":  {Message: "no", Possible: []string{"/schedule x"}},
		"one of several is not told": {Message: "one of several is not told", Possible: []string{"/a", "/b"}},
	} {
		if got := keyWords(refusal(p)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestALinkOfAMailIsPressed(t *testing.T) {
	m := &core.Mail{Text: "Hello\n\nOrder: there is none here\nOrder: mailto:helpdesk%2Bt@nordwind.example?subject=%5BN%20%231%5D&body=%2Fresolve%0D%0A\n" +
		"Order: mailto:other@nordwind.example\n"}
	l := press(alice, m, "Order", "\nDone.")
	if l.from != alice || l.to != "helpdesk+t@nordwind.example" || l.subject != "[N #1]" || l.text != "/resolve\n\nDone." {
		t.Errorf("got %+v", l)
	}
	if l := press(alice, m, "Approve", ""); l.to != desk.Address || !strings.Contains(l.subject, "no link “Approve”") {
		t.Errorf("got %+v", l)
	}
}

func TestTheStocktakingIsThreeWholeDaysOfTheDesk(t *testing.T) {
	for now, want := range map[string]string{
		"2026-11-25T22:59:00Z": "2026-11-26 00:00 – 2026-11-29 00:00",
		"2026-11-25T23:01:00Z": "2026-11-27 00:00 – 2026-11-30 00:00", // it is tomorrow in Berlin
		"2027-03-27T12:00:00Z": "2027-03-28 00:00 – 2027-03-31 00:00", // one of them has 23 hours
	} {
		at, err := time.Parse(time.RFC3339, now)
		if err != nil {
			t.Fatal(err)
		}
		w, err := stocktaking(at)
		if got := w.From.Format(minute) + " – " + w.To.Format(minute); err != nil || got != want {
			t.Errorf("%s: %s, %v", now, got, err)
		}
	}
}

func TestMuttFiles(t *testing.T) {
	s := open(t)
	files, err := s.MuttFiles(t.TempDir())
	if err != nil || len(files) != 2 {
		t.Fatal(files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil || !strings.Contains(string(text), "imap://alice%40nordwind.example@127.0.0.1:") {
		t.Errorf("%v\n%s", err, text)
	}
}
