package desk

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"frontdesk/desk/command"
)

// What change enablement calls its statuses, beside those that the lifecycle itself names.
const (
	statusApproved     = "approved"
	statusScheduled    = "scheduled"
	statusImplementing = "implementing"
	statusFailed       = "failed"
)

// changePractice is the key of change enablement.
const changePractice = "change"

// The types of changes.
const (
	StandardChange  = "standard" // approved beforehand
	EmergencyChange = "emergency"
)

// modelOf is the model by which a change is worked: the one that it names, else the one that its type or its queue says;
// nil for none.
func (p *Policy) modelOf(t Ticket) *ChangeModel {
	if t.Practice != changePractice {
		return nil
	}
	named, kind := t.Fields[FieldModel], t.Fields[FieldType]
	if q := p.QueueByName(t.Queue); named == "" && q != nil {
		if m := p.modelNamed(q.Model); m != nil && (kind == "" || m.Type == kind) {
			return m
		}
	}
	if named != "" {
		return p.modelNamed(named)
	}
	var of []*ChangeModel
	for i := range p.Models {
		if m := &p.Models[i]; kind != "" && m.Type == kind {
			of = append(of, m)
		}
	}
	if len(of) == 0 || kind == StandardChange && len(of) > 1 { // which of them was authorised beforehand must be said
		return nil
	}
	return of[0]
}

func (p *Policy) modelNamed(name string) *ChangeModel {
	i := slices.IndexFunc(p.Models, func(m ChangeModel) bool { return m.Name == name })
	if i < 0 {
		return nil
	}
	return &p.Models[i]
}

// isStandard says whether a change needs nobody's approval. Where there are no models its type alone says so.
func (p *Policy) isStandard(t Ticket) bool {
	m := p.modelOf(t)
	return m != nil && m.Type == StandardChange || t.Practice == changePractice && len(p.Models) == 0 && t.Fields[FieldType] == StandardChange
}

// isEmergency says whether a change is made as soon as possible, and reviewed afterwards.
func (p *Policy) isEmergency(t Ticket) bool {
	m := p.modelOf(t)
	return m != nil && m.Type == EmergencyChange || t.Practice == changePractice && t.Fields[FieldType] == EmergencyChange
}

// missing are the fields that the model of a change requires and that are not known.
func (p *Policy) missing(t Ticket) (names []string) {
	if m := p.modelOf(t); m != nil {
		for _, name := range m.Requires {
			if t.Fields[name] == "" {
				names = append(names, name)
			}
		}
	}
	return names
}

// approved is the status in which a change may be scheduled: "approved", or the one that follows the gate; "" for none.
func (l *Lifecycle) approved() string {
	if _, ok := l.Status(statusApproved); ok || len(l.Gates) == 0 {
		return statusApproved
	}
	return l.Approved(l.Gates[0])
}

// isEarly says whether a change has not got as far as approval.
func isEarly(t Ticket, life *Lifecycle) bool {
	return t.Status == life.Initial() || t.Status == life.Take
}

// settleChanges lets every change that the walk touched go on as far as its model says: there is no other place where
// changes move by themselves but their timers.
func (d *decider) settleChanges() {
	for _, id := range slices.Sorted(maps.Keys(d.Tickets)) {
		if t := d.ticket(id); t.Practice != changePractice || t.Merged != 0 {
			d.settleWindow(id)
			continue
		}
		if d.mayProceed(id) {
			d.proceed(id)
			d.askMissing(id)
		}
		d.settleOutcome(id)
		d.settleWindow(id)
	}
}

// mayProceed says whether what happened lets a change go on: an agent's act, or the requester's own words where they are
// believed. What nobody vouches for makes nobody decide.
func (d *decider) mayProceed(id int64) bool {
	t := d.ticket(id)
	if d.in.Mail == nil {
		return d.actor.Kind == ActorAgent
	}
	return d.in.Evidence.Proven && !d.in.Mail.Class.Automatic() && (d.agent() != nil || d.in.Mail.Author().Key() == AddressKey(t.Requester))
}

// proceed approves a standard change, and asks for the approval of any other, once all is known that its model requires.
func (d *decider) proceed(id int64) {
	t := d.ticket(id)
	life, m := d.p.LifecycleOf(t.Queue), d.p.modelOf(t)
	gated := slices.Contains(life.Gates, t.Status)
	if !isEarly(t, life) && !gated || len(d.p.missing(t)) > 0 {
		return
	}
	writer := d.actor
	d.actor = Actor{Kind: ActorDesk}
	defer func() { d.actor = writer }()
	switch {
	case d.p.isStandard(t) && !gated:
		if s, ok := life.Status(life.approved()); ok {
			d.settleModel(id, m)
			d.emit(id, StatusChanged{From: t.Status, To: s.Name, Category: s.Category, Why: "a standard change is approved beforehand"})
		}
	case gated && (d.f.Tickets[id].Status == t.Status || slices.ContainsFunc(t.Approvals, Approval.Open)): // it waits there already
	case gated && m == nil:
		d.askApproval(id, d.approvalRule(t)) // of its service
	case m == nil || m.Approval == nil || m.Assess && !gated:
	default:
		d.settleModel(id, m)
		d.askApproval(id, m.Approval)
	}
}

// settleModel writes down by which model a change is authorised: it stands from now on.
func (d *decider) settleModel(id int64, m *ChangeModel) {
	if m != nil {
		d.fill(id, FieldModel, m.Name)
		d.fill(id, FieldType, m.Type)
	}
}

// authorised says why a command may not move a change as it did; nil where it may. Nothing leads past the approval that the
// model wants, and nobody is asked for one before all is known that the model requires.
func (d *decider) authorised(id int64, c command.Command, events []Event) *CommandProblem {
	t := d.ticket(id)
	life, m := d.p.LifecycleOf(t.Queue), d.p.modelOf(t)
	if t.Practice != changePractice || slices.Contains([]string{"queue", "undo", "unmerge", "duplicate", "spam", "close", "reject", "approve"}, c.Name) {
		return nil
	}
	for _, e := range events {
		s, ok := e.Detail.(StatusChanged)
		if !ok || e.Ticket != id || s.From == s.To || s.Category == CategoryClosed || s.To == life.Initial() || s.To == life.Take {
			continue
		}
		missing := d.p.missing(t)
		gate := slices.Contains(life.Gates, s.To)
		switch {
		case gate && m == nil && len(d.p.Models) > 0:
			return problem(c, d.modelCommands(), "the change has no model yet, which says who approves it")
		case m == nil || c.Name == "reopen" && s.To == life.Reopen:
		case gate && m.Approval == nil:
			return problem(c, nil, "a %s change needs no approval", m.Type)
		case len(missing) > 0 && !d.wasApproved(t, s.From, life):
			return problem(c, setCommands(missing), "%s must be known before the change can be approved", strings.Join(missing, ", "))
		case !gate && m.Approval != nil && !d.wasApproved(t, s.From, life):
			return problem(c, []string{"/status " + life.Gates[0]}, "the change must be approved before it becomes %s", s.To)
		}
	}
	return nil
}

// wasApproved says whether a change that leaves a status has been approved: it was past that already, or all have decided
// who had to.
func (d *decider) wasApproved(t Ticket, from string, life *Lifecycle) bool {
	if len(life.Gates) == 0 || slices.Contains([]string{life.approved(), statusScheduled, statusImplementing, life.Resolve, statusFailed}, from) {
		return true
	}
	yes := false
	for _, a := range t.Approvals {
		if a.Round == t.Round() {
			if a.Open() || a.State == ApprovalRejected || a.State == ApprovalExpired {
				return false
			}
			yes = yes || a.State == ApprovalApproved
		}
	}
	return yes
}

func (d *decider) modelCommands() (commands []string) {
	for _, m := range d.p.Models {
		commands = append(commands, "/model "+m.Name)
	}
	return commands
}

func setCommands(fields []string) (commands []string) {
	for _, name := range fields {
		commands = append(commands, "/set "+name+" VALUE")
	}
	return commands
}

// askMissing asks for what must be known of a change before anybody can be asked to approve it: when its model is clear,
// when somebody gets it, and again whoever answers in part.
func (d *decider) askMissing(id int64) {
	t, before := d.ticket(id), d.f.Tickets[id]
	missing := d.p.missing(t)
	anew := d.p.modelOf(before) != d.p.modelOf(t) || t.Assignee != "" && t.Assignee != before.Assignee || slices.Contains(d.filled, id)
	if len(missing) == 0 || !anew || !isEarly(t, d.p.LifecycleOf(t.Queue)) {
		return
	}
	for _, n := range d.whoKnows(t) {
		n.Advice, n.Auto = true, "auto-generated"
		n.Changes = []string{"Before it can be approved, this must be known: " + strings.Join(missing, ", ")}
		if n.Template == TemplateForm {
			n.Form = newForm(d.p.planForm(t), t.Fields, nil)
		} else {
			n.Missing, n.Transcript = missing, []Section{setLines(missing)}
		}
		d.notify(n)
	}
}

// setLines are the commands with which an agent says what is missing.
func setLines(missing []string) Section {
	return Section{Lines: []string{"A reply with these lines at its top says it:"}, Verbatim: "/set " + strings.Join(missing, " \n/set ") + " "}
}

// planForm is the form with which a requester says what the model of a change requires.
func (p *Policy) planForm(t Ticket) (s Service) {
	if m := p.modelOf(t); m != nil {
		for _, name := range m.Requires {
			s.Fields = append(s.Fields, ServiceField{Name: name, Required: true})
		}
	}
	return s
}

// whoKnows are who is asked about a change: the assignee, else the requester, else those who work the queue.
func (d *decider) whoKnows(t Ticket) (notices []Notice) {
	requester := d.p.AgentByAddress(t.Requester)
	switch {
	case d.p.AgentByName(t.Assignee) != nil:
	case requester != nil && d.entitled(requester, t):
		n, _ := d.toAgent(requester.Name, TemplateAgentUpdate, t.ID)
		n.Why = "it is your change"
		return []Notice{n}
	case d.in.Mail != nil && d.in.Mail.Author().Key() == AddressKey(t.Requester) && d.mayAsk() == "":
		return []Notice{{Template: TemplateForm, To: Address{Name: t.Name, Addr: t.Requester}, Audience: ToRequester, Ticket: t.ID, Why: "you asked us"}}
	}
	for _, l := range d.listeners(t, TemplateAgentUpdate) {
		if n, ok := d.toAgent(l.name, TemplateAgentUpdate, t.ID); ok {
			n.Why, n.Shared = l.why, l.shared
			notices = append(notices, n)
		}
	}
	return notices
}

// fillsIn takes what the requester of a change answers to the question what must be known of it. False where the mail says
// nothing of that.
func (d *decider) fillsIn(t Ticket, ev evidence) bool {
	form := d.p.planForm(t)
	if d.Trace.Sender.Role != SenderRequester || !d.in.Evidence.Proven || d.in.Mail.UTF7 || d.in.Mail.Class.Automatic() ||
		len(form.Fields) == 0 || !isEarly(t, d.p.LifecycleOf(t.Queue)) {
		return false
	}
	answers, rest := d.formAnswers(form)
	said := false
	for _, f := range form.Fields {
		said = said || answers[f.Name].Value != "" && answers[f.Name].Value != t.Fields[f.Name]
	}
	if !said {
		return false
	}
	d.write(t.ID, ev, Public, d.in.Mail.NewText, "")
	d.proposeCc(t.ID)
	for _, f := range form.Fields {
		if a := answers[f.Name]; a.Value != "" {
			d.fill(t.ID, f.Name, cutRunes(a.Value, maxAnswer))
		}
	}
	d.filled = append(slices.Clip(d.filled), t.ID)
	if t = d.ticket(t.ID); rest != "" || len(d.p.missing(t)) == 0 {
		d.tellPersonWrote(t, "")
	} else {
		d.suppress(TemplateAgentUpdate, t.Assignee, "the desk asks for the rest of the form")
	}
	d.conclude(OutcomeReply, t.ID, "the requester of change %d says what was asked: %s", t.ID, ev.what)
	return true
}

// maxAnswer bounds what is kept of an answer, in characters.
const maxAnswer = 2000

// whatNext says to agents what a new change waits for, "" for nothing of theirs.
func (d *decider) whatNext(t Ticket) string {
	life, m := d.p.LifecycleOf(t.Queue), d.p.modelOf(t)
	switch {
	case m == nil || m.Approval == nil || !isEarly(t, life) || len(life.Gates) == 0:
		return ""
	case m.Assess:
		return fmt.Sprintf("It waits to be assessed; /status %s asks for approval", life.Gates[0])
	}
	return ""
}
