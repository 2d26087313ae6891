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
		mine = string(actor) == a.agent && b.Kind != "clock"
	}
	if !mine && b.Kind != "opened" && b.Kind != "message" && b.Kind != "requester" {
		return nil
	}
	e, err := b.Event()
	if err != nil {
		return err
	}
	took := w.wait(e)
	if !mine || f.bounds.find(b.At) != int(inPeriod) || t != nil && !f.wanted(t.by(f.only[agentDimension])) {
		return nil
	}
	if what := words(e.Detail); what != "" {
		a.list = append(a.list, Action{At: e.At, Ticket: e.Ticket, What: what, ByMail: b.ByMail, Requester: w.requester, Took: took})
	}
	return nil
}

// wait folds an event into who waits for what, and says how long somebody had waited for it.
func (w *waiting) wait(e desk.Event) (took time.Duration) {
	since := func(us int64) time.Duration {
		if us == 0 {
			return 0
		}
		return max(0, e.At.Sub(time.UnixMicro(us)))
	}
	switch d := e.Detail.(type) {
	case desk.Opened:
		w.requester, w.opened = d.Requester, e.At.UnixMicro()
	case desk.RequesterChanged:
		w.requester = d.To
	case desk.Wrote:
		own := desk.AddressKey(d.From) == desk.AddressKey(w.requester)
		switch {
		case d.Visibility != desk.Public || d.Auto.Automatic():
		case e.Actor.Kind != desk.ActorAgent || own:
			if w.asked == 0 {
				w.asked = e.At.UnixMicro()
			}
		default:
			took = since(w.asked)
			w.asked = 0
		}
	case desk.StatusChanged:
		if d.Category == desk.CategoryResolved || d.Category == desk.CategoryClosed {
			took = since(w.opened)
		}
	case desk.Assigned:
		if d.From == "" && d.To == e.Actor.Name {
			took = since(w.opened)
		}
	}
	return took
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
