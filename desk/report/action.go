package report

import (
	"fmt"
	"strings"
	"time"

	"frontdesk/desk"
)

// Action is one thing that an agent did.
type Action struct {
	At        time.Time
	Ticket    int64 // 0 for what belongs to no ticket
	What      string
	ByMail    bool   // a mail was the cause; else it came from the command line
	Requester string // address of the person whose ticket it is, as it was then
	// Took is how long somebody had waited for it, wall-clock: an answer since the message that it answers, a resolution
	// since the opening, taking a ticket since the opening. Zero for everything else.
	Took time.Duration
}

// actions lists what one agent did. It remembers of every ticket what a line needs.
type actions struct {
	agent   string
	tickets map[int64]*waiting
	list    []Action
}

// waiting is who waits for what.
type waiting struct {
	requester string
	opened    int64
	asked     int64 // when the message came that nobody has answered yet, 0 for none
}

func (a *actions) begin(q Query) {
	if q.Actions {
		a.agent, a.tickets = q.Only[ByAgent], map[int64]*waiting{}
	}
}

// act keeps an event where the agent caused it, and what later ones need of it. The ticket is nil where it is about none.
func (f *Fold) act(t *ticket, b desk.Brief) error {
	a := &f.actions
	w := a.tickets[b.Ticket]
	if w == nil {
		w = &waiting{}
		a.tickets[b.Ticket] = w
	}
	mine := false
	if b.ActorKind == desk.ActorAgent {
		actor, _, err := pick2(b.Public, actorField, "")
		if err != nil {
			return err
		}
		mine = string(actor) == a.agent
	}
	took, err := w.wait(b, mine, a.agent)
	if err != nil || !mine || f.bounds.find(b.At) != int(inPeriod) || t != nil && !f.wanted(t.by(f.only[agentDimension])) {
		return err
	}
	e, err := b.Event()
	if err != nil {
		return err
	}
	if what := words(e.Detail); what != "" {
		a.list = append(a.list, Action{At: e.At, Ticket: e.Ticket, What: what, ByMail: b.ByMail, Requester: w.requester, Took: took})
	}
	return nil
}

// wait folds an event into who waits for what, and says how long somebody had waited for it where it is the agent's.
func (w *waiting) wait(b desk.Brief, mine bool, agent string) (time.Duration, error) {
	var since int64
	switch b.Kind {
	case "opened":
		requester, _, err := pick2(b.Personal, "requester", "")
		w.requester, w.opened = string(requester), b.At
		return 0, err
	case "requester":
		to, _, err := pick2(b.Personal, "to", "")
		w.requester = string(to)
		return 0, err
	case "message":
		return w.hear(b)
	case "status":
		category, _, err := pick2(b.Public, "category", "")
		if err != nil || !mine {
			return 0, err
		}
		if c := desk.Category(category); c == desk.CategoryResolved || c == desk.CategoryClosed {
			since = w.opened
		}
	case "assigned":
		from, to, err := pick2(b.Public, "from", "to")
		if err != nil || !mine {
			return 0, err
		}
		if len(from) == 0 && string(to) == agent {
			since = w.opened
		}
	}
	return elapsed(since, b.At), nil
}

// hear is a message: a question that waits from now on, or the answer to those that have waited.
func (w *waiting) hear(b desk.Brief) (took time.Duration, err error) {
	visibility, auto, err := pick2(b.Public, "visibility", "auto")
	if err != nil || string(visibility) != string(desk.Public) || desk.Class(auto).Automatic() {
		return 0, err
	}
	from, _, err := pick2(b.Personal, "from", "")
	if b.ActorKind == desk.ActorAgent && desk.AddressKey(string(from)) != desk.AddressKey(w.requester) {
		took, w.asked = elapsed(w.asked, b.At), 0
	} else if w.asked == 0 {
		w.asked = b.At
	}
	return took, err
}

// elapsed is the time between two moments in microseconds; none where nobody has waited since.
func elapsed(since, at int64) time.Duration {
	if since == 0 {
		return 0
	}
	return time.Duration(max(0, at-since)) * time.Microsecond
}

// words say what an event of an agent did; "" for what says itself in another event.
func words(detail desk.Detail) string {
	switch d := detail.(type) {
	case desk.Opened:
		return "opened it in queue " + d.Queue
	case desk.Wrote:
		if d.Visibility == desk.Public {
			return "wrote to the requester"
		}
		return "wrote a note"
	case desk.StatusChanged:
		return "status " + d.From + " → " + d.To
	case desk.Assigned:
		if d.To == "" {
			return "gave it back, was " + d.From
		}
		return "assigned it to " + d.To
	case desk.Requeued:
		return "queue " + d.From + " → " + d.To
	case desk.ServiceSet:
		return "service " + d.To
	case desk.Linked:
		return fmt.Sprintf("linked it: %s #%d", d.Link, d.Ticket)
	case desk.Unlinked:
		return fmt.Sprintf("unlinked it: %s #%d", d.Link, d.Ticket)
	case desk.RequesterChanged:
		return "requester is " + d.To
	case desk.Prioritised:
		return "priority " + string(d.Priority)
	case desk.Merged:
		return fmt.Sprintf("merged it into #%d", d.Into)
	case desk.Unmerged:
		return fmt.Sprintf("took it out of #%d", d.From)
	}
	return lesserWords(detail)
}

func lesserWords(detail desk.Detail) string {
	switch d := detail.(type) {
	case desk.FieldSet:
		return "set " + d.Field
	case desk.DueSet:
		return "set the due date"
	case desk.ReminderSet:
		return "asked to be reminded"
	case desk.Tagged:
		return "tagged it " + strings.Join(d.Tags, ", ")
	case desk.Untagged:
		return "untagged it " + strings.Join(d.Tags, ", ")
	case desk.Renamed:
		return "changed the subject"
	case desk.Joined:
		return "added " + d.Address
	case desk.Left:
		return "removed " + d.Address
	case desk.Asked:
		return "asked " + d.Address
	case desk.AnswerHeld:
		return "answer held back: it crossed another"
	case desk.AnswerSettled:
		return "decided about an answer held back"
	case desk.Undone:
		return "took back earlier commands"
	case desk.CommandRefused:
		return "command refused: " + d.Line
	case desk.WentAway:
		return "is away"
	case desk.CameBack:
		return "is back"
	}
	return ""
}
