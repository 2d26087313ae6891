package demo

import (
	"strings"
	"time"

	core "frontdesk/desk"
)

// afternoon: more than questions and answers.
func (p *play) afternoon() {
	p.chapter = "Afternoon: an order, a problem, a change"
	p.catalogue()
	p.problem()
	p.change()
}

// catalogue: a form is filled in by mail, and somebody has to say yes.
func (p *play) catalogue() {
	menu := p.mail("13:05", write(erik, "Catalogue", ""), want{core.OutcomeQuery, "catalogue>erik", "", "", ""})
	p.aside = "Erik presses the link in the menu, and leaves a line of the form empty."
	order := p.mail("13:07", press(erik, menu.mailTo(erik), "Order", "1. Size: large\n2. Needed by:"),
		want{core.OutcomeNew, "agent-new>bob agent-new>carol form>erik", "pending", "requests", ""})
	p.aside = "Only the day is asked for, and a bare answer will do."
	form := p.mail("13:12", reply(erik, order.mailTo(erik), p.closed.To.Format(time.DateOnly)),
		want{core.OutcomeReply, "agent-update>bob agent-update>carol approval-request>maria form>erik", "awaiting-approval", "", ""})
	p.mail("13:30", press(maria, form.mailTo(maria), "Approve", ""),
		want{core.OutcomeCommand, "approval-result>bob approval-result>carol approval-result>erik", "approved", "", ""})
}

// problem: three incidents, one cause, one answer.
func (p *play) problem() {
	p.mail("14:02", write(dana, "The wiki shows error 502", "Hello, since lunch every page of the wiki shows error 502."),
		want{core.OutcomeNew, "ack>dana agent-new>alice agent-new>bob", "new", "service-desk", ""})
	p.mail("14:04", write(priya, "Wiki error", "The wiki does not open any page, it says error 502."),
		want{core.OutcomeNew, "ack>priya agent-new>alice agent-new>bob", "new", "service-desk", ""})
	p.aside = "The desk notices that three mails are about the same."
	third := p.mail("14:09", write(erik, "Error 502 in the wiki", "Every page of the wiki ends in error 502."),
		want{core.OutcomeNew, "ack>erik agent-new>alice agent-new>bob", "new", "service-desk", ""})
	opened := p.mail("14:12", press(alice, third.mailTo(alice), "One problem for all", ""),
		want{core.OutcomeCommand, "agent-update>alice", "new", "", ""})
	p.aside = "Alice answers once; each of the three reads it in the own ticket."
	p.mail("14:40", press(alice, opened.mailTo(alice), "Resolve", "\nThe wiki is back. Its disk was full, and we have made room."),
		want{core.OutcomeReply, "agent-update>alice resolved>dana resolved>erik resolved>priya", "resolved", "problems", ""})
}

// change: the calendar has the last word.
func (p *play) change() {
	p.aside = "A change of this kind needs no approval, but a time."
	disk := p.mail("15:02", write(bob, "Change: a bigger disk for srv-files", "/take\nThe one that monitoring wrote about this morning."),
		want{core.OutcomeNew, "ack>bob", "approved", "changes", ""})
	p.aside = "Bob has forgotten that the stocktaking begins tomorrow."
	refused := p.mail("15:04", reply(bob, disk.mailTo(bob), "/schedule "+p.closed.From.Add(18*time.Hour).Format(minute)+" 2h"),
		want{core.OutcomeReply, "command-error>bob", "approved", "", ""})
	p.aside = "He takes the time that the desk has found."
	p.mail("15:05", reply(bob, refused.mailTo(bob), possible(refused)),
		want{core.OutcomeCommand, "agent-update>bob", "scheduled", "", ""})
}

// possible is the command that the desk names in the place of one that it refused.
func possible(h *happening) string {
	for _, m := range h.sent {
		for _, problem := range m.notice.Problems {
			return strings.Join(problem.Possible, "\n")
		}
	}
	return ""
}
