package desk

import (
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/desk/command"
)

// to finds the notice to somebody; the zero Notice where there is none.
func to(d Decision, addr string) Notice {
	for _, n := range d.Notices {
		if n.To.Key() == AddressKey(addr) {
			return n
		}
	}
	return Notice{}
}

// crossed is the printer ticket on which bob has answered since alice's mail was made.
func crossed(t *testing.T) (w *world, toAlice string) {
	w, _, toAlice = printer(t)
	w.now = w.now.Add(5 * time.Minute)
	w.handle(w.mail(bob, "[ACME #1001] x", "I have ordered\na new fuser."))
	w.now = w.now.Add(5 * time.Minute)
	return w, toAlice
}

// What crosses an answer, and what does not.
func TestCrossing(t *testing.T) {
	for _, c := range []struct {
		name      string
		meanwhile func(w *world, toDana, toAlice string)
		tells     []string // lines of the mail to alice between the first and the last; nil where she gets none
	}{
		{"nothing", func(*world, string, string) {}, nil},
		{"own commands", func(w *world, _, toAlice string) {
			w.handle(w.mail(alice, "x", "/priority high\n/note\nHm.", replyTo(toAlice)))
		}, nil},
		{"the requester", func(w *world, toDana, _ string) {
			w.handle(w.mail(dana, "x", "It works\nagain.", replyTo(toDana)))
		}, []string{"12:00 dana@example.com wrote: “It works again.”"}},
		{"an automatic reply", func(w *world, toDana, _ string) {
			w.handle(w.mail(dana, "x", "I am away.", replyTo(toDana), class(ClassAutoReply)))
		}, nil},
		{"another agent's answer", func(w *world, _, _ string) {
			w.handle(w.mail(bob, "[ACME #1001] x", "/take\n\nOn my way."))
		}, []string{"12:00 Bob Meyer took the ticket", "12:00 Bob Meyer answered: “On my way.”"}},
		{"another agent's note", func(w *world, _, _ string) {
			w.handle(w.mail(bob, "[ACME #1001] x", "/note\nDana is new here."))
		}, []string{"12:00 Bob Meyer left a note: “Dana is new here.”"}},
		{"another agent's commands", func(w *world, _, _ string) {
			w.handle(w.mail(bob, "[ACME #1001] x", "/pending\n/assign none\n/tag fuser"))
		}, []string{"12:00 Bob Meyer changed the status from open to pending", "12:00 Bob Meyer gave the ticket to nobody"}},
		{"another queue", func(w *world, _, _ string) {
			w.handle(w.mail(bob, "[ACME #1001] x", "/queue requests"))
		}, []string{"12:00 Bob Meyer moved the ticket from queue service-desk to requests",
			"12:00 Bob Meyer changed the status from open to fulfilling"}},
		{"tags alone", func(w *world, _, _ string) {
			w.handle(w.mail(bob, "[ACME #1001] x", "/tag fuser\n/priority P1"))
		}, nil},
		{"a clock", func(w *world, _, _ string) {
			w.handle(w.mail(alice, "[ACME #1001] x", "/pending 2h"))
			w.handle(TimerDue{Timer{Ticket: 1001, Kind: TimerWake, Due: w.now}})
		}, nil},
		{"what she was told with an earlier answer", func(w *world, toDana, toAlice string) {
			w.handle(w.mail(dana, "x", "Hello?", replyTo(toDana)))
			w.handle(w.mail(alice, "x", "One moment.", replyTo(toAlice)))
		}, nil},
		{"what came after an earlier answer", func(w *world, toDana, toAlice string) {
			w.handle(w.mail(alice, "x", "One moment.", replyTo(toAlice)))
			w.handle(w.mail(dana, "x", "Thanks.", replyTo(toDana)))
		}, []string{"12:00 dana@example.com wrote: “Thanks.”"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, toDana, toAlice := printer(t)
			c.meanwhile(w, toDana, toAlice)
			d := w.handle(w.mail(alice, "Re: x", "Which printer?", replyTo(toAlice)))
			if to(d, dana).Words != "Which printer?" {
				t.Errorf("the answer goes out: %s", told(d))
			}
			if answered := to(d, bob).Template != ""; answered != (c.name == "another agent's answer") {
				t.Errorf("bob is told where he answered, too: %s", told(d))
			}
			lines := to(d, alice).Changes
			if len(lines) > 0 {
				lines = lines[1:]
			}
			if !slices.Equal(lines, c.tells) {
				t.Errorf("alice is told %q, want %q", lines, c.tells)
			}
		})
	}
}

// The other agent hears of the answer, too, and neither hears twice.
func TestBothWhoseAnswersCrossAreTold(t *testing.T) {
	w, toAlice := crossed(t)
	d := w.handle(w.mail(alice, "Re: x", "Which printer?", replyTo(toAlice)))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice+" agent-update>"+bob+" reply>"+dana)
	if n := to(d, bob); n.Words != "Which printer?" || !slices.Equal(n.Changes, []string{"Alice Fox answered at the same time as you."}) || n.Internal {
		t.Errorf("to bob: %+v", n)
	}
	if n := to(d, alice); !slices.Equal(n.Changes, []string{crossedSent,
		"12:05 Bob Meyer answered: “I have ordered a new fuser.”"}) || n.Words != "" {
		t.Errorf("to alice: %+v", n.Changes)
	}
	// Her next answer to the same mail crosses nothing.
	w.want(w.handle(w.mail(alice, "Re: x", "And which floor?", replyTo(toAlice))), OutcomeReply, 1001, "reply>"+dana)
}

// Who is told anyway gets a line more.
func TestCrossingIsALineInAMailThatGoesOutAnyway(t *testing.T) {
	w, toAlice := crossed(t)
	d := w.handle(w.mail(alice, "Re: x", "/assign bob\n\nBob comes.", replyTo(toAlice)))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice+" agent-update>"+bob+" reply>"+dana)
	if n := to(d, bob); !slices.Equal(n.Changes, []string{"Assigned to you by alice", "Alice Fox answered at the same time as you."}) {
		t.Errorf("to bob: %q", n.Changes)
	}
	w, toAlice = crossed(t)
	d = w.handle(w.mail(alice, "Re: x", "/asign bob\n\nBob comes.", replyTo(toAlice)))
	w.want(d, OutcomeReply, 1001, "command-error>"+alice)
	if n := to(d, alice); len(n.Changes) != 2 || !strings.Contains(n.Changes[1], "Bob Meyer answered") {
		t.Errorf("what crossed a mail with a mistake: %q", n.Changes)
	}
}

// holding is the crossed ticket of a desk that holds, with alice's answer held.
func holding(t *testing.T, text string) (w *world, d Decision) {
	w, toAlice := crossed(t)
	w.p.Holds = true
	d = w.handle(w.mail(alice, "Re: x", text, replyTo(toAlice), attach("plan.txt")))
	return w, d
}

func attach(name string) func(*MailIn) {
	return func(in *MailIn) {
		in.Mail.Attachments = append(in.Mail.Attachments, Attachment{ID: len(in.Mail.Attachments) + 1, Name: name, Content: Bytes("of " + name)})
	}
}

func TestHeldAnswer(t *testing.T) {
	w, d := holding(t, "/resolve\n/cc erin@example.org\n\nIt is fixed.")
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice)
	w.wantStatus(1001, "open")
	if len(d.Suppressed) != 1 || d.Suppressed[0] != (Suppressed{TemplateReply, dana, "the answer waits for /send"}) {
		t.Errorf("not sent: %+v", d.Suppressed)
	}
	if got := w.tickets[1001]; len(got.Held) != 1 || got.Held[0].Agent != "alice" || len(got.Participants) != 0 {
		t.Errorf("ticket: %+v", got)
	}
	if d.Messages[0].Visibility != Internal || d.Messages[0].Text != "It is fixed." {
		t.Errorf("kept as %+v", d.Messages[0])
	}
	lines := to(d, alice).Changes
	if len(lines) != 4 || lines[0] != crossedHeld || !strings.Contains(lines[2], "/send sends") ||
		lines[3] != "To be given again with it: /resolve, /cc erin@example.org" {
		t.Errorf("alice is told %q", lines)
	}
	if len(d.Trace.Commands) != 2 || d.Trace.Commands[0].OK {
		t.Errorf("trace: %+v", d.Trace.Commands)
	}

	d = w.handle(w.mail(alice, "Re: x", "/send", replyTo(w.ids[alice])))
	w.want(d, OutcomeReply, 1001, "reply>"+dana)
	n := to(d, dana)
	if n.Words != "It is fixed." || n.Writer != "Alice Fox" || len(n.Attachments) != 1 || n.Attachments[0].Content != nil || n.Raw != w.talk[1001][2].Raw {
		t.Errorf("what is sent: %+v", n)
	}
	if got := w.tickets[1001]; len(got.Held) != 0 {
		t.Errorf("held: %+v", got.Held)
	}
	talk := w.talk[1001]
	if last := talk[len(talk)-1]; last.Visibility != Public || last.Text != "It is fixed." || last.Raw != n.Raw {
		t.Errorf("the message is public now: %+v", last)
	}
	d = w.handle(w.mail(alice, "Re: x", "/send", replyTo(w.ids[alice])))
	w.want(d, OutcomeReply, 1001, "command-error>"+alice)
}

// With words and commands in the /send mail there is one notice: what was held, then the new words.
func TestSendWithWords(t *testing.T) {
	w, _ := holding(t, "Which printer?")
	d := w.handle(w.mail(alice, "Re: x", "/send\n/resolve\n\nNever mind.", replyTo(w.ids[alice]), attach("new.txt")))
	w.want(d, OutcomeReply, 1001, "resolved>"+dana)
	n := to(d, dana)
	if n.Words != "Which printer?\n\nNever mind." || len(n.Attachments) != 2 || n.Attachments[0].Content != nil || n.Attachments[1].Content == nil {
		t.Errorf("what is sent: %+v", n)
	}
	if len(d.Messages) != 2 || d.Messages[0].Text != "Which printer?" || d.Messages[1].Text != "Never mind." {
		t.Errorf("messages: %+v", d.Messages)
	}
	w.wantStatus(1001, "resolved")

	w, _ = holding(t, "Which printer?")
	d = w.handle(w.mail(alice, "Re: x", "/send\n/note\n\nBob knows.", replyTo(w.ids[alice]), attach("secret.txt")))
	w.want(d, OutcomeReply, 1001, "reply>"+dana)
	if n := to(d, dana); n.Words != "Which printer?" || len(n.Attachments) != 1 || n.Attachments[0].Name != "plan.txt" {
		t.Errorf("a note beside /send stays one: %+v", n)
	}
}

// Whose answer waits is who can send it, from the shell as well; a new answer takes its place.
func TestWhoseAnswerWaits(t *testing.T) {
	w, _ := holding(t, "Which printer?")
	w.want(w.handle(w.mail(bob, "[ACME #1001] x", "/send")), OutcomeReply, 1001, "command-error>"+bob)
	d := w.handle(Commanded{Agent: "alice", Ticket: 1001, Block: command.ParseArgv([]string{"send"})})
	w.want(d, OutcomeCommand, 1001, "reply>"+dana)
	if n := to(d, dana); n.Words != "Which printer?" || n.Raw == "" {
		t.Errorf("sent from the shell: %+v", n)
	}

	w, _ = holding(t, "Which printer?")
	d = w.handle(w.mail(alice, "Re: x", "Thank Bob.", replyTo(w.ids[alice])))
	w.want(d, OutcomeReply, 1001, "reply>"+dana)
	if n := to(d, dana); n.Words != "Thank Bob." || len(w.tickets[1001].Held) != 0 {
		t.Errorf("a new answer: %q, held %v", n.Words, w.tickets[1001].Held)
	}

	w, _ = holding(t, "Which printer?")
	w.handle(w.mail(bob, "[ACME #1001] x", "It is done."))
	d = w.handle(w.mail(alice, "Re: x", "Thank Bob.", replyTo(w.ids[alice])))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice)
	if held := w.tickets[1001].Held; len(held) != 1 || held[0].Mail != d.Messages[0].Raw {
		t.Errorf("the newer one waits instead: %v", held)
	}
	d = w.handle(w.mail(alice, "Re: x", "/send", replyTo(w.ids[alice])))
	if to(d, dana).Words != "Thank Bob." {
		t.Errorf("told %s", told(d))
	}
}

// A held mail with a mistake is a mail with a mistake.
func TestHeldMailWithMistake(t *testing.T) {
	w, d := holding(t, "/assign nobody\n\nHello.")
	w.want(d, OutcomeReply, 1001, "command-error>"+alice)
	if len(w.tickets[1001].Held) != 0 {
		t.Error("held all the same")
	}
}

// Some clients leave In-Reply-To out: the last of References says which mail is answered.
func TestCrossingByReferences(t *testing.T) {
	w, toAlice := crossed(t)
	d := w.handle(w.mail(alice, "Re: x", "Which printer?", func(in *MailIn) { in.Mail.References = []string{"first@example.com", toAlice} }))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice+" agent-update>"+bob+" reply>"+dana)
}

// What comes of an answer itself is not told beside it.
func TestCrossingFirstAnswer(t *testing.T) {
	w := newWorld(t)
	w.handle(w.mail(dana, "Printer jams", "It jams."))
	toAlice := w.ids[alice]
	w.handle(w.mail(bob, "Re: x", "On my way.", replyTo(w.ids[bob])))
	d := w.handle(w.mail(alice, "Re: x", "Which printer?", replyTo(toAlice)))
	if n := to(d, alice); !slices.Equal(n.Changes, []string{crossedSent, "12:00 Bob Meyer answered: “On my way.”"}) {
		t.Errorf("alice: %q", n.Changes)
	}
}

// What an agent was told with a mistake or with an answer that waits does not cross the next answer.
func TestCrossingIsToldOnce(t *testing.T) {
	w, toAlice := crossed(t)
	w.handle(w.mail(alice, "Re: x", "/asign bob\n\nBob comes.", replyTo(toAlice)))
	w.want(w.handle(w.mail(alice, "Re: x", "/note\n/tag bob", replyTo(toAlice))), OutcomeCommand, 1001, "")
	w.want(w.handle(w.mail(alice, "Re: x", "Bob comes.", replyTo(toAlice))), OutcomeReply, 1001, "reply>"+dana)

	w, toAlice = crossed(t)
	w.p.Holds = true
	w.want(w.handle(w.mail(alice, "Re: x", "Bob comes.", replyTo(toAlice))), OutcomeReply, 1001, "agent-update>"+alice)
	w.want(w.handle(w.mail(alice, "Re: x", "Bob comes today.", replyTo(toAlice))), OutcomeReply, 1001, "reply>"+dana)
}

// /send and /broadcast are meant: they do not wait, and what crossed them is told.
func TestWhatIsMeantDoesNotWait(t *testing.T) {
	w, _ := holding(t, "Which printer?")
	toAlice := w.ids[alice]
	w.handle(w.mail(bob, "[ACME #1001] x", "It prints."))
	d := w.handle(w.mail(alice, "Re: x", "/send\n\nHello?", replyTo(toAlice)))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice+" agent-update>"+bob+" reply>"+dana)
	if n := to(d, bob); n.Words != "Which printer?\n\nHello?" {
		t.Errorf("bob hears %q", n.Words)
	}

	w = outage(t, erin)
	w.p.Holds = true
	w.handle(w.mail(dana, "[ACME #1001] x", "Still down."))
	toAlice = w.ids[alice]
	w.handle(w.mail(bob, "[ACME #1001] x", "I look into it."))
	d = w.handle(w.mail(alice, "Re: x", "/broadcast\n\nIt works again.", replyTo(toAlice)))
	if to(d, erin).Template != TemplateBroadcast {
		t.Errorf("told %s", told(d))
	}
}

// Each agent sends the own answer.
func TestTwoAnswersWait(t *testing.T) {
	w, toDana, toAlice := printer(t)
	w.p.Holds = true
	w.p.QueueByName("service-desk").Agents = append(w.p.QueueByName("service-desk").Agents, "carol")
	w.handle(w.mail(dana, "x", "Hello?", replyTo(toDana)))
	w.want(w.handle(w.mail(alice, "Re: x", "From Alice.", replyTo(toAlice))), OutcomeReply, 1001, "agent-update>"+alice)
	w.want(w.handle(w.mail(carol, "Re: x", "From Carol.", replyTo(toAlice))), OutcomeReply, 1001, "agent-update>"+carol)
	if d := w.handle(w.mail(alice, "[ACME #1001] x", "/send")); to(d, dana).Words != "From Alice." {
		t.Errorf("told %s", told(d))
	}
	if held := w.tickets[1001].Held; len(held) != 1 || held[0].Agent != "carol" {
		t.Errorf("held: %v", held)
	}
}
