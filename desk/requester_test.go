package desk

import (
	"strings"
	"testing"
	"time"
)

func TestWishOf(t *testing.T) {
	for words, want := range map[string]Wish{
		"solved": WishSolved, "Solved!": WishSolved, " It’s solved. ": WishSolved, "solved, thanks": WishSolved, "RESOLVED": WishSolved,
		"gelöst": WishSolved, "Hat sich\nerledigt!": WishSolved, "Erledigt, danke.": WishSolved, "C’est résolu !": WishSolved, "¡Resuelto!": WishSolved,
		"cancel": WishCancel, "Please cancel.": WishCancel, "Abbrechen": WishCancel, "Annuler": WishCancel, "je n'en ai plus besoin": WishCancel, "cancelar…": WishCancel,
		"": "", "not solved": "", "is it solved?": "", "solved?": "", "cancel the meeting": "", "/solved": "", "solved\n\nno, wait": "", "done": "", "thanks": "",
		"nicht gelöst": "", strings.Repeat(" ", maxWish) + "solved": "", "s.o.l.v.e.d": "",
	} {
		if got := WishOf(words); got != want {
			t.Errorf("%q is %q, want %q", words, got, want)
		}
	}
}

// TestWishesAreFolded: what is looked for must be written as what is looked at.
func TestWishesAreFolded(t *testing.T) {
	for wish, languages := range wishes {
		for language, phrases := range languages {
			for _, p := range phrases {
				if WishOf(p) != wish || WishOf(strings.ToUpper(p)+".") != wish {
					t.Errorf("%s: %q is not understood", language, p)
				}
			}
		}
		if len(languages) != 4 {
			t.Errorf("%s is known in %d languages", wish, len(languages))
		}
	}
}

// TestWishes: one word of the requester moves the ticket as its lifecycle allows, and the assignee alone is told.
func TestWishes(t *testing.T) {
	for _, c := range []struct{ queue, before, words, after, change string }{
		{"service-desk", "new", "solved", "resolved", "says that it is solved"},
		{"service-desk", "open", "solved", "resolved", "says that it is solved"},
		{"service-desk", "pending", "solved", "resolved", "says that it is solved"},
		{"service-desk", "resolved", "solved", "closed", "confirms that it is solved"},
		{"service-desk", "closed", "solved", "closed", ""},
		{"service-desk", "open", "cancel", "closed", "no longer needs it"},
		{"service-desk", "resolved", "cancel", "closed", "no longer needs it"},
		{"service-desk", "closed", "cancel", "closed", ""},
		{"requests", "fulfilling", "Gelöst!", "fulfilled", "says that it is solved"},
		{"requests", "fulfilling", "annuler", "cancelled", "no longer needs it"},
		{"requests", "awaiting-approval", "solved", "closed", "says that it is solved"},
		{"requests", "awaiting-approval", "cancel", "cancelled", "no longer needs it"},
		{"requests", "fulfilled", "cancel", "closed", "no longer needs it"},
		{"changes", "requested", "cancel", "cancelled", "no longer needs it"},
		{"events", "exception", "resuelto", "cleared", "says that it is solved"},
		{"improvements", "doing", "solved", "done", "says that it is solved"},
	} {
		w, toDana, _ := printer(t)
		w.put(1001, c.queue, c.before)
		d := w.handle(w.mail(dana, "Re: x", c.words, replyTo(toDana)))
		w.wantStatus(1001, c.after)
		notices := "agent-update>" + alice
		if c.change == "" {
			notices = ""
		}
		w.want(d, OutcomeReply, 1001, notices)
		if c.change == "" {
			continue
		}
		if n := d.Notices[0]; n.Changes[0] != dana+" "+c.change || n.Words != "" || n.Why != "the ticket is assigned to you" {
			t.Errorf("%+v: %+v", c, n)
		}
		if len(d.Messages) != 1 || d.Messages[0].Visibility != Public || d.Messages[0].Text != c.words {
			t.Errorf("%+v: the mail is not in the conversation: %+v", c, d.Messages)
		}
		if e, ok := d.Events[len(d.Events)-1].Detail.(StatusChanged); !ok || e.Why != "the requester "+c.change || d.Events[len(d.Events)-1].Actor.Name != dana {
			t.Errorf("%+v: %+v", c, d.Events)
		}
	}
}

// put moves a ticket to a queue and status as its history might have.
func (w *world) put(id int64, queue, status string) {
	w.t.Helper()
	q := w.p.QueueByName(queue)
	category := w.p.Lifecycles[q.Lifecycle].Category(status)
	w.tickets[id] = w.fold(id, Requeued{From: w.tickets[id].Queue, To: queue, Practice: q.Practice})
	w.tickets[id] = w.fold(id, Assigned{To: "alice"})
	w.tickets[id] = w.fold(id, StatusChanged{From: w.tickets[id].Status, To: status, Category: category})
}

func (w *world) fold(id int64, detail Detail) Ticket {
	e := Event{Ticket: id, At: w.now, Actor: Actor{Kind: ActorDesk}, Detail: detail}
	w.events[id] = append(w.events[id], e)
	return Apply(w.tickets[id], e)
}

// TestNoWishes are mails that are messages like any other.
func TestNoWishes(t *testing.T) {
	attached := func(in *MailIn) { in.Mail.Attachments = []Attachment{{ID: 1, Name: "log.txt"}} }
	for _, c := range []struct {
		name, queue, before, from, words, after string
		option                                  func(*MailIn)
	}{
		{"not proven", "service-desk", "open", dana, "solved", "open", unproven},
		{"a participant", "service-desk", "open", erin, "solved", "open", nil},
		{"with a file", "service-desk", "open", dana, "solved", "open", attached},
		{"UTF-7", "service-desk", "open", dana, "solved", "open", func(in *MailIn) { in.Mail.UTF7 = true }},
		{"more words", "service-desk", "pending", dana, "Solved? No.", "open", nil},
		{"a command", "service-desk", "open", dana, "/resolve", "open", nil},
		{"a change under way", "changes", "implementing", dana, "solved", "implementing", nil},
		{"a change that is made", "changes", "implemented", dana, "solved", "in-review", nil},
		{"a change that is made is too late to cancel", "changes", "implemented", dana, "cancel", "in-review", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, toDana, _ := printer(t)
			w.put(1001, c.queue, c.before)
			w.tickets[1001] = w.fold(1001, Joined{Address: erin})
			in := w.mail(c.from, "Re: x", c.words, replyTo(toDana))
			if c.option != nil {
				c.option(&in)
			}
			d := w.handle(in)
			w.want(d, OutcomeReply, 1001, "agent-update>"+alice)
			w.wantStatus(1001, c.after)
			if len(d.Notices) == 1 && d.Notices[0].Words != c.words {
				t.Errorf("%+v", d.Notices[0])
			}
		})
	}
}

// TestWishLongAfter: one word to a ticket that was closed long ago opens no other.
func TestWishLongAfter(t *testing.T) {
	w, toDana, _ := printer(t)
	w.put(1001, "service-desk", "closed")
	w.now = w.now.Add(100 * 24 * time.Hour)
	w.want(w.handle(w.mail(dana, "Re: x", "solved", replyTo(toDana))), OutcomeReply, 1001, "")
}
