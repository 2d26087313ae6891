package desk

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tellApprovers asks all whom this walk asks, or asks again, and tells managers where nobody may approve.
func (d *decider) tellApprovers() {
	asked := map[int64]map[string]bool{}
	for _, e := range d.Events {
		approver, again := "", false
		switch detail := e.Detail.(type) {
		case ApprovalRequested:
			approver = detail.Approver
		case ApprovalReminded:
			approver, again = detail.Approver, true
		default:
			continue
		}
		t := d.ticket(e.Ticket)
		for _, a := range t.ThisRound() {
			if a.Approver == approver && a.State == ApprovalAsked && !asked[t.ID][approver] {
				if asked[t.ID] == nil {
					asked[t.ID] = map[string]bool{}
				}
				asked[t.ID][approver] = true
				d.tellApprover(t, a, again)
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(d.Tickets)) {
		t, before := d.ticket(id), d.f.Tickets[id]
		asked := slices.Contains(d.unable, id) || t.Round() != before.Round()
		if can, must := able(t, d.approvalRule(t)); asked && can < must && slices.Contains(d.p.LifecycleOf(t.Queue).Gates, t.Status) {
			d.tellUnable(t, can, must)
		}
	}
}

// able is how many of the latest round can say yes, and how many must.
func able(t Ticket, rule *ApprovalRule) (can, must int) {
	if must = 1; rule != nil {
		must = max(rule.Quorum, 1)
	}
	for _, a := range t.ThisRound() {
		if must = max(a.Quorum, 1); a.Open() || a.State == ApprovalApproved {
			can++
		}
	}
	return can, must
}

// tellUnable tells the managers that a ticket waits for what nobody can give.
func (d *decider) tellUnable(t Ticket, can, must int) {
	said := "Nobody may approve it: nobody approves an own request, and others are not named"
	if can > 0 {
		said = fmt.Sprintf("It needs %d approvals, and only %d may approve it besides the requester", must, can)
	}
	lines := []string{said, "It stays " + t.Status + " until the configuration names more approvers and an agent sends /status " + t.Status + ", or an agent closes it."}
	for _, name := range d.managers(t) {
		if n, ok := d.toAgent(name, TemplateAlert, t.ID); ok {
			n.Why, n.Changes = "you are a manager", lines
			n.Advice = true
			d.notify(n)
		}
	}
}

// managers are the agents who are told where the desk cannot go on; where there is none, those of the queue.
func (d *decider) managers(t Ticket) (names []string) {
	for _, a := range d.p.Agents {
		if a.Role == RoleManager {
			names = append(names, a.Name)
		}
	}
	if q := d.p.QueueByName(t.Queue); len(names) == 0 && q != nil {
		return q.Agents
	}
	return names
}

// tellApprover asks one approver, or the deputy, in a mail that says all that the decision needs.
func (d *decider) tellApprover(t Ticket, a Approval, again bool) {
	name := cmp.Or(a.Deputy, a.Approver)
	n, ok := d.toAgent(name, TemplateApproval, t.ID)
	if !ok {
		return
	}
	agent := d.p.AgentByName(name)
	n.Round, n.Wanted, n.History = a.Round, d.wanted(t), []Message{}
	n.Why = "your approval is wanted"
	n.Changes = []string{d.wish(t)}
	if !a.Expires.IsZero() {
		n.Changes = append(n.Changes, "Please decide by "+a.Expires.In(d.zone(agent)).Format("2006-01-02 15:04")+"; after that it is rejected.")
	}
	if again && a.Deputy == "" {
		n.Changes = append(n.Changes, "You were asked before and have not decided yet.")
	}
	if a.Deputy != "" {
		n.Why = d.whoIsAway(a.Approver, d.zone(agent)) + ", whose approval is wanted"
		n.Changes = append(n.Changes, "You decide for "+d.fullName(a.Approver)+", who is away.")
	}
	if a.Round > 1 && !again {
		n.Changes = append(n.Changes, "The request has changed since it was last asked about; earlier answers do not count any more.")
	}
	n.Transcript = append(n.Transcript, d.requestSection(t, agent))
	if m, ok := d.firstMessage(t); ok {
		if doubt := d.doubt(m); doubt != "" {
			n.Changes = append(n.Changes, doubt)
		}
		m.Text = cutRunes(m.Text, maxFirstMessage)
		n.Transcript = append(n.Transcript, Section{Title: "What the requester wrote", Entries: []Message{m}})
	}
	if others := d.othersSection(t, a); len(others.Rows) > 0 {
		n.Transcript = append(n.Transcript, others)
	}
	d.instead(&n)
	d.notify(n)
}

// doubt is what approvers must know of whose request it is: nobody vouches for who wrote it, or for who changes it now. ""
// where somebody does.
func (d *decider) doubt(first Message) string {
	switch {
	case d.in.Mail != nil && d.agent() == nil && !d.in.Evidence.Proven:
		return "Nobody vouches for the sender: " + d.in.Evidence.Why + "."
	case first.Agent == "" && !first.Proven:
		return "Nobody vouches for the sender: the request was not proven when it arrived."
	}
	return ""
}

// maxFirstMessage bounds what of the first message approvers read, in characters.
const maxFirstMessage = 3000

// instead makes room for a question for approval, which must not be missed: it takes the place of another notice to the
// same person and says what that said.
func (d *decider) instead(n *Notice) {
	same := func(m Notice) bool {
		return m.To.Key() == n.To.Key() && m.Ticket == n.Ticket && m.Template != TemplateCommandError
	}
	take := func(m Notice) {
		if m.Advice {
			n.Changes = append(n.Changes, m.Changes...)
		}
		if m.Words != "" && m.Template != TemplateAgentNew { // whose words are there already
			from := m.Author
			set(&from.Name, m.Writer)
			n.Transcript = append(n.Transcript, Section{Title: "New message", Entries: []Message{{At: d.f.Now, From: from, Text: m.Words}}})
		}
		n.Attachments, n.Raw = m.Attachments, m.Raw
	}
	for _, m := range d.Notices {
		if same(m) {
			take(m)
		}
	}
	d.Notices = slices.DeleteFunc(d.Notices, same)
	d.Bundled = slices.DeleteFunc(d.Bundled, func(b Bundled) bool { return same(b.Notice) })
	delete(d.told, n.To.Key())
}

func (d *decider) fullName(agent string) string {
	if a := d.p.AgentByName(agent); a != nil && a.FullName != "" {
		return a.FullName
	}
	return agent
}

// wanted is what a ticket asks for: its service, or its subject.
func (d *decider) wanted(t Ticket) string {
	if i := slices.IndexFunc(d.p.Services, func(s Service) bool { return s.Name == t.Service && t.Practice != changePractice }); i >= 0 && d.p.Services[i].Title != "" {
		return d.p.Services[i].Title
	}
	return t.Subject
}

// wish says who wants what by when.
func (d *decider) wish(t Ticket) string {
	who := t.Requester
	set(&who, t.Name)
	text := who + " wants: " + d.wanted(t)
	if by := d.neededBy(t); by != "" {
		text += " (by " + by + ")"
	}
	return text
}

// neededBy is the day by which a ticket is wanted: a date of its form, the beginning of the change, or what an agent set.
func (d *decider) neededBy(t Ticket) string {
	for _, s := range d.p.Services {
		for _, f := range s.Fields {
			if s.Name == t.Service && f.Type == "date" && t.Fields[f.Name] != "" {
				return t.Fields[f.Name]
			}
		}
	}
	switch {
	case !t.ScheduledFrom.IsZero():
		return t.ScheduledFrom.In(d.location()).Format("2006-01-02 15:04")
	case !t.DueAt.IsZero() && t.DueByHand:
		return t.DueAt.In(d.location()).Format("2006-01-02 15:04")
	}
	return ""
}

// requestSection is what an approver must know of a request: what, why, risk, when, and what it affects.
func (d *decider) requestSection(t Ticket, agent *Agent) Section {
	s := Section{Title: "What is to be decided", Facts: []Fact{{Name: "Subject", Value: t.Subject}}}
	add := func(name, value string, phrase bool) {
		if value != "" {
			s.Facts = append(s.Facts, Fact{Name: name, Value: strings.Join(strings.Fields(value), " "), Phrase: phrase})
		}
	}
	add("Requester", Address{Name: t.Name, Addr: t.Requester}.String(), false)
	shown := map[string]bool{}
	field := func(name, label string) {
		if !shown[name] {
			shown[name] = true
			add(cmp.Or(label, titled(name)), t.Fields[name], false)
		}
	}
	for _, service := range d.p.Services {
		if service.Name != t.Service {
			continue
		}
		add("Service", cmp.Or(service.Title, service.Name), false)
		for _, f := range service.Fields {
			field(f.Name, f.Label)
		}
	}
	if t.Service != "" && len(s.Facts) == 2 {
		add("Service", t.Service, false)
	}
	for _, name := range slices.Concat([]string{"reason", "why", "risk", "affects", FieldType, FieldModel}, slices.Sorted(maps.Keys(t.Fields))) {
		field(name, "")
	}
	if !t.ScheduledFrom.IsZero() {
		where := d.zone(agent)
		add("When", t.ScheduledFrom.In(where).Format("2006-01-02 15:04")+" – "+t.ScheduledTo.In(where).Format("2006-01-02 15:04"), false)
	}
	add("Priority", fmt.Sprintf("%s: impact %s, urgency %s", t.Priority, t.Impact, t.Urgency), true)
	for _, l := range t.Links {
		if l.Kind != LinkStray {
			add("Link", l.String(), true)
		}
	}
	return s
}

// titled is the name of a field as people write it: "Needed by".
func titled(field string) string {
	words := strings.NewReplacer("_", " ", "-", " ").Replace(field)
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:]
}

// firstMessage is what the requester wrote first, as far as it is at hand.
func (d *decider) firstMessage(t Ticket) (Message, bool) {
	for _, all := range [][]Message{d.f.Conversation[t.ID], reversedMessages(d.f.History[t.ID]), d.Messages} {
		for _, m := range all {
			if m.Ticket == t.ID && m.Visibility == Public && strings.TrimSpace(m.Text) != "" {
				return m, true
			}
		}
	}
	return Message{}, false
}

func reversedMessages(list []Message) []Message {
	list = slices.Clone(list)
	slices.Reverse(list)
	return list
}

// othersSection says who else decides, and what they have said.
func (d *decider) othersSection(t Ticket, own Approval) Section {
	s := Section{Title: "Who decides", Phrases: []int{1}}
	round := t.ThisRound()
	if len(round) < 2 {
		return s
	}
	s.Lines = []string{fmt.Sprintf("%d of %d must say yes; one no is enough to reject it.", max(own.Quorum, 1), len(round))}
	for _, a := range round {
		words := approvalWords[a.State]
		if a.Words != "" {
			words += ": " + a.Words
		}
		s.Rows = append(s.Rows, []string{d.fullName(a.Approver), words})
	}
	return s
}

// tellResults says how tickets came out of their gates, or that they were turned down: to the requester and to whoever
// has the ticket; where that is nobody, to those who go on with it.
func (d *decider) tellResults() {
	for _, id := range slices.Sorted(maps.Keys(d.Tickets)) {
		t := d.ticket(id)
		said, lines, ok := d.result(t)
		if !ok {
			continue
		}
		requester := Notice{Template: TemplateApprovalResult, To: Address{Name: t.Name, Addr: t.Requester}, Audience: ToRequester, Ticket: id,
			Auto: "auto-generated", Why: "you asked us", Changes: []string{said}}
		agent := d.p.AgentByAddress(t.Requester)
		if agent != nil && agent.Language != "" {
			requester.Language = agent.Language
		}
		if agent != nil && (t.Assignee == agent.Name || t.Assignee == "" && d.entitled(agent, t)) {
			requester.Audience = ToAgent // with the mails by which it goes on
			requester.Changes = append(requester.Changes, lines...)
		}
		d.notify(requester)
		works := agent != nil && d.entitled(agent, t)
		if t.Assignee == "" && (works || t.Category == CategoryClosed) {
			continue
		}
		for _, l := range d.listeners(t, TemplateApprovalResult) {
			if n, ok := d.toAgent(l.name, TemplateApprovalResult, id); ok {
				n.Why, n.Changes = l.why, append([]string{said}, lines...)
				d.notify(n)
			}
		}
	}
}

// result says in a sentence what this walk decided of a ticket, and for agents what each approver said; ok is false where
// it decided nothing.
func (d *decider) result(t Ticket) (said string, lines []string, ok bool) {
	life := d.p.LifecycleOf(t.Queue)
	reason, by := "", ""
	for _, e := range d.Events {
		if e.Ticket != t.ID {
			continue
		}
		switch detail := e.Detail.(type) {
		case StatusChanged:
			ok = ok || slices.Contains(life.Gates, detail.From) && (life.beyond(detail.To) || detail.To == life.Reject)
		case ApprovalDecided:
			if detail.State == ApprovalRejected {
				reason, by = detail.Words, cmp.Or(detail.By, detail.Approver)
			}
		case CommandDone:
			if detail.Command == "reject" {
				ok, reason, by = true, detail.Value, e.Actor.Name
			}
		}
	}
	if !ok || slices.Contains(life.Gates, t.Status) {
		return "", nil, false
	}
	for _, a := range t.ThisRound() {
		if a.State == ApprovalApproved || a.State == ApprovalRejected {
			lines = append(lines, practicesWords(ApprovalDecided{Approver: d.fullName(a.Approver), By: d.fullName(a.By), State: a.State, Words: a.Words}, nil))
		}
	}
	switch {
	case life.beyond(t.Status):
		said = "It is approved"
	case by == "":
		said = "It is rejected: nobody decided in time"
	case reason == "":
		said = "It is rejected by " + d.fullName(by)
	default:
		said = "It is rejected by " + d.fullName(by) + ": " + reason
	}
	return said, lines, true
}
