package desk

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"

	"frontdesk/desk/command"
)

// Fields that have commands of their own.
const (
	FieldCause      = "cause"
	FieldWorkaround = "workaround"
	FieldType       = "type"  // of a change
	FieldModel      = "model" // of a change
)

// service names the service of the catalogue that the ticket is about.
func (d *decider) service(id int64, _ *Agent, c command.Command) *CommandProblem {
	names := make([]string, len(d.p.Services))
	for i, s := range d.p.Services {
		names[i] = s.Name
	}
	if len(names) == 0 {
		return problem(c, nil, "the catalogue has no services")
	}
	name, ok := complete(c.Value, names)
	if !ok {
		return problem(c, names, "the catalogue has no service %s", cutRunes(c.Value, 40))
	}
	if t := d.ticket(id); t.Service != name {
		d.emit(id, ServiceSet{From: t.Service, To: name})
		d.backToGate(id)
	}
	return nil
}

// fieldName is what a field may be called that no service names.
var fieldName = regexp.MustCompile(`^\p{L}[\p{L}\p{M}\p{N}_-]*$`)

// setField fills in a field: one of the ticket's service where that has any, else whatever the agent calls it.
func (d *decider) setField(id int64, agent *Agent, c command.Command) *CommandProblem {
	t := d.ticket(id)
	name, value := strings.ToLower(c.Args[0]), c.Args[1]
	c.Value = name // of which the nearest is looked for
	if name == FieldCause || name == FieldWorkaround || t.Practice == "change" && (name == FieldType || name == FieldModel) {
		return problem(c, []string{"/" + name + " " + cutRunes(value, 60)}, "the field %s has a command of its own", name)
	}
	if t.Practice == changePractice && (name == FieldOutcome || name == FieldReviewed) {
		return problem(c, []string{"/resolve", "/status " + statusFailed}, "how the change went is said with its status")
	}
	service := slices.IndexFunc(d.p.Services, func(s Service) bool { return s.Name == t.Service })
	model := d.p.modelOf(t)
	switch {
	case model != nil && slices.Contains(model.Requires, name):
	case service >= 0 && len(d.p.Services[service].Fields) > 0:
		field, p := fieldOf(d.p.Services[service], c)
		if p != nil {
			return p
		}
		name = field.Name
		if value, p = d.fieldValue(field, value, agent, c); p != nil {
			return p
		}
	case !fieldName.MatchString(name):
		return problem(c, nil, "%s is no name of a field: letters, digits, _ and -, a letter first", cutRunes(name, 40))
	}
	d.fill(id, name, value)
	d.orderFilled(id)
	return nil
}

// fill writes a field's value.
func (d *decider) fill(id int64, name, value string) {
	if d.ticket(id).Fields[name] != value {
		d.emit(id, FieldSet{Field: name, Value: value})
	}
}

// fieldOf finds the field of a service that is meant.
func fieldOf(s Service, c command.Command) (ServiceField, *CommandProblem) {
	names := make([]string, len(s.Fields))
	for i, f := range s.Fields {
		names[i] = f.Name
	}
	name, ok := complete(c.Value, names)
	if !ok {
		return ServiceField{}, problem(c, names, "service %s has no field %s", s.Name, cutRunes(c.Value, 40))
	}
	return s.Fields[slices.Index(names, name)], nil
}

var numberForm = regexp.MustCompile(`^[+-]?[0-9]+([.,][0-9]+)?$`)

// fieldValue is a value as the field wants it: the one choice that is meant, a day as 2026-12-01.
func (d *decider) fieldValue(f ServiceField, value string, agent *Agent, c command.Command) (string, *CommandProblem) {
	shown := cutRunes(value, 40)
	c.Value = value
	if len(f.Choices) > 0 {
		choice, ok := complete(value, f.Choices)
		if !ok {
			return "", problem(c, f.Choices, "the field %s cannot be %s", f.Name, shown)
		}
		return choice, nil
	}
	switch f.Type {
	case "number":
		if !numberForm.MatchString(value) {
			return "", problem(c, nil, "the field %s wants a number, not %s", f.Name, shown)
		}
	case "address":
		if a, err := mail.ParseAddress(value); err != nil || a.Address != value {
			return "", problem(c, nil, "the field %s wants an e-mail address, not %s", f.Name, shown)
		}
	case "date":
		if _, err := time.Parse(time.DateOnly, value); err == nil {
			return value, nil // past days, too
		}
		at, err := command.When(value, d.f.Now.In(d.zone(agent)))
		if err != nil {
			return "", problem(c, nil, "%v", err)
		}
		return at.Format(time.DateOnly), nil
	}
	return value, nil
}

// cause writes the root cause down.
func (d *decider) cause(id int64, agent *Agent, c command.Command) *CommandProblem {
	d.fill(id, FieldCause, c.Value)
	d.knowError(id, agent, "its cause is known")
	return nil
}

// workaround writes down how the effect can be reduced meanwhile.
func (d *decider) workaround(id int64, agent *Agent, c command.Command) *CommandProblem {
	d.fill(id, FieldWorkaround, c.Value)
	d.knowError(id, agent, "a workaround is known")
	if d.in.Mail == nil || !d.block().Has("broadcast") {
		d.offerWorkaround(id, agent)
	}
	return nil
}

// knownError is the status of a problem that is analysed but not resolved.
const knownError = "known-error"

// knowError makes a problem in work a known error, where its lifecycle lets the agent.
func (d *decider) knowError(id int64, agent *Agent, why string) {
	t := d.ticket(id)
	life := d.p.LifecycleOf(t.Queue)
	s, has := life.Status(knownError)
	if has && t.Status != knownError && (t.Category == CategoryNew || t.Category == CategoryOpen) && mayBecome(t, life, knownError, agent) {
		d.emit(id, StatusChanged{From: t.Status, To: knownError, Category: s.Category, Why: why})
	}
}

// mayBecome says whether a way of the lifecycle is open to an agent and asks for nothing that is not known.
func mayBecome(t Ticket, life *Lifecycle, to string, agent *Agent) bool {
	way, named, limited := life.Transition(t.Status, to)
	if limited && !named || way.By != nil && !slices.Contains(way.By, agent.Name) {
		return false
	}
	return !slices.ContainsFunc(way.Requires, func(name string) bool {
		if name == RequiresAssignee {
			return t.Assignee == ""
		}
		return name == RequiresWords || t.Fields[name] == ""
	})
}

// changeType says how a change is authorised.
func (d *decider) changeType(id int64, _ *Agent, c command.Command) *CommandProblem {
	if p := d.unsettled(id, c); p != nil {
		return p
	}
	model := d.ticket(id).Fields[FieldModel]
	i := slices.IndexFunc(d.p.Models, func(m ChangeModel) bool { return m.Name == model })
	if i >= 0 && d.p.Models[i].Type != c.Value {
		var others []string
		for _, m := range d.p.Models {
			if m.Type == c.Value {
				others = append(others, "/model "+m.Name)
			}
		}
		return problem(c, others, "the change has the model %s, which is %s; another model has another type", model, d.p.Models[i].Type)
	}
	d.fill(id, FieldType, c.Value)
	return nil
}

// changeModel names the model of a change, and with it the type.
func (d *decider) changeModel(id int64, _ *Agent, c command.Command) *CommandProblem {
	if p := d.unsettled(id, c); p != nil {
		return p
	}
	names := make([]string, len(d.p.Models))
	for i, m := range d.p.Models {
		names[i] = m.Name
	}
	if len(names) == 0 {
		return problem(c, []string{"/type"}, "the configuration has no change models; /type says how the change is authorised")
	}
	name, ok := complete(c.Value, names)
	if !ok {
		return problem(c, names, "there is no change model %s", cutRunes(c.Value, 40))
	}
	d.fill(id, FieldModel, name)
	d.fill(id, FieldType, d.p.Models[slices.Index(names, name)].Type)
	return nil
}

// unsettled says why type and model of a ticket cannot be said; nil where they can. They decide who has to approve,
// so that they stand once a change has left assessment.
func (d *decider) unsettled(id int64, c command.Command) *CommandProblem {
	t := d.ticket(id)
	life := d.p.LifecycleOf(t.Queue)
	switch {
	case t.Practice != "change":
		return problem(c, nil, "/%s is for changes alone, and queue %s has none", c.Name, t.Queue)
	case t.Status != life.Initial() && t.Status != life.Start && t.Status != life.Take:
		return problem(c, nil, "the change is %s; its type and model stand once it has been assessed", t.Status)
	}
	return nil
}

// spam gets rid of a ticket: it is closed, and nobody outside hears of that.
func (d *decider) spam(id int64, _ *Agent, c command.Command) *CommandProblem {
	if !slices.Contains(d.ticket(id).Tags, "spam") {
		d.emit(id, Tagged{Tags: []string{"spam"}})
	}
	return d.close(id, nil, c)
}
