package desk

import "frontdesk/desk/match"

// routing is what the rules make of a mail that opens a ticket.
type routing struct {
	queue      string
	rule       string // that chose the queue, "" where none did
	impact     Level
	urgency    Level
	priority   Priority // set by hand, "" otherwise
	assign     string
	service    string
	department string
	language   string
	tags       []string
	cc         []string
	hold       string
	drop       bool
	noAck      bool
	noAckRule  string
	order      *Service // that the mail orders, nil for none
	key        string   // of the condition that the mail tells of, "" where it is about none
	clears     bool     // the condition is over
}

// route walks the rules in file order and writes down each one that it looked at. The first
// that matches and sets a queue decides, unless it says continue.
func (d *decider) route() routing {
	if d.routed != nil {
		d.Trace.Rules = d.routed.rules
		return d.routed.routing
	}
	r := routing{impact: Medium, urgency: Medium}
	if box, _ := d.p.MailboxFor(d.in.Mailbox); box != nil {
		r.queue = box.Queue
	}
	if d.p.QueueByName(r.queue) == nil && len(d.p.Queues) > 0 {
		r.queue = d.p.Queues[0].Name
	}
	env := d.env()
	for _, rule := range d.p.Rules {
		matched, why := evaluate(rule, env)
		d.Trace.Rules = append(d.Trace.Rules, RuleTrace{Name: rule.Name, Line: rule.Line, Matched: matched, Why: why})
		if !matched {
			continue
		}
		r.apply(rule)
		r.correlate(rule, env)
		if !rule.Continue && (rule.Queue != "" || rule.Hold != "" || rule.Drop) {
			break
		}
	}
	d.routed = &routed{r, d.Trace.Rules}
	return r
}

// routed is what the rules made of a mail, and what was written down of it: they are asked once.
type routed struct {
	routing routing
	rules   []RuleTrace
}

func evaluate(rule Rule, env match.Env) (matched bool, why string) {
	if rule.When == nil {
		return true, "it has no condition"
	}
	result, err := rule.When.Eval(env)
	if err != nil {
		return false, "it could not be evaluated and counts as not matched: " + err.Error()
	}
	return result.Matched, result.Why
}

// apply lets a rule that matched have its say; what a later one sets wins.
func (r *routing) apply(rule Rule) {
	set(&r.impact, rule.Impact)
	set(&r.urgency, rule.Urgency)
	set(&r.priority, rule.Priority)
	set(&r.assign, rule.Assign)
	set(&r.service, rule.Service)
	set(&r.department, rule.Department)
	set(&r.language, rule.Language)
	set(&r.hold, rule.Hold)
	if rule.Queue != "" {
		r.queue, r.rule = rule.Queue, rule.Name
	}
	r.tags = with(r.tags, rule.Tags...)
	r.cc = with(r.cc, rule.Cc...)
	r.drop = r.drop || rule.Drop
	r.noAck = r.noAck || rule.NoAck
}

func set[T comparable](to *T, value T) {
	var zero T
	if value != zero {
		*to = value
	}
}

// env is what conditions may look at.
func (d *decider) env() match.Env {
	m := d.in.Mail
	author := m.Author()
	env := match.Env{
		Subject:  m.Subject,
		Text:     m.Text,
		NewText:  m.NewText,
		Sender:   match.Sender{Address: author.Key(), Domain: author.Domain(), Name: author.Name, Known: d.f.Known, Agent: d.agent() != nil, Proven: d.in.Evidence.Proven},
		To:       keys(m.To),
		Cc:       keys(m.Cc),
		Mailbox:  AddressKey(d.in.Mailbox),
		Size:     m.Size,
		Language: m.Language,
		Auto:     string(m.Class),
		Header:   m.Header.Get,
	}
	for _, a := range m.Attachments {
		env.Attachments = append(env.Attachments, match.Attachment{Name: a.Name, Type: a.Type, Size: a.Size})
	}
	return env
}

func keys(list []Address) []string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = a.Key()
	}
	return out
}
