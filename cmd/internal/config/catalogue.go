package config

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"frontdesk/desk"
)

func readServices(top table, c *Config) {
	list := top.sections("service")
	unique(list)
	for _, t := range list {
		s := desk.Service{Name: t.name(), Group: t.line("group", ""), Description: t.text("description", ""), Takes: t.line("takes", ""),
			Queue: t.reference("queue", "queue"), Owner: t.reference("owner", "agent"), Level: t.reference("sla", "sla"),
			State: desk.ServiceState(t.word("state", string(desk.ServiceLive), string(desk.ServiceDraft), string(desk.ServiceLive), string(desk.ServiceRetired)))}
		s.Title = t.line("title", s.Name)
		t.missing("queue", `"…"`)
		s.Fields = t.formFields()
		if s.Approval = t.approval(); s.Approval != nil && s.Queue != "" && len(c.Policy.LifecycleOf(s.Queue).Gates) == 0 {
			t.wrong("approval", "tickets of queue "+s.Queue+" never wait for approval", `name a queue of practice "request"`)
		}
		if other := titled(c.Policy.Services, s); s.IsLive() && other != "" {
			t.wrong("title", strconv.Quote(cut(s.Title))+" is what "+other+" is called, too", "orders name the title")
		}
		t.close()
		c.Policy.Services = append(c.Policy.Services, s)
	}
	top.rulesOrder(&c.Policy)
}

// titled is another live service that a mail could mean by a title.
func titled(services []desk.Service, s desk.Service) string {
	for _, other := range services {
		if other.IsLive() && (strings.EqualFold(other.Title, s.Title) || strings.EqualFold(other.Name, s.Title) || strings.EqualFold(other.Title, s.Name)) {
			return other.Name
		}
	}
	return ""
}

// rulesOrder warns of rules that give tickets a service which is not offered.
func (t table) rulesOrder(p *desk.Policy) {
	for _, rule := range t.items("rule") {
		n := rule.get("service")
		if n == nil || n.kind != kindText {
			continue
		}
		if s := p.ServiceByName(n.text); s != nil && !s.IsLive() {
			t.warn(n.offset, "rule.service", s.Name+" is "+string(s.State), "nobody is asked for its form")
		}
	}
}

// ownFields are those that the desk itself fills in, or that have commands of their own.
var ownFields = []string{desk.FieldForm, desk.FieldCause, desk.FieldWorkaround}

func (t table) formFields() (fields []desk.ServiceField) {
	list := t.sections("fields")
	unique(list)
	for _, sub := range list {
		f := desk.ServiceField{Name: sub.name(), Type: sub.word("type", "text", "text", "number", "date", "address"), Label: sub.line("label", ""),
			Hint: sub.line("hint", ""), Required: sub.boolean("required", true)}
		if choices := plain(sub.texts("choices")); len(choices) > 0 {
			f.Choices = choices
		} else if sub.has("choices") {
			sub.wrong("choices", "leaves nothing to choose", "")
		}
		if slices.Contains(ownFields, f.Name) {
			sub.wrong("name", strconv.Quote(f.Name)+" is a field of the desk itself", "choose another name")
		}
		if strings.ContainsAny(f.Label, "():=") {
			sub.wrong("label", "holds a bracket, a colon or an equals sign, which end a label in forms", "put it into hint")
		}
		if strings.ContainsAny(f.Hint, "()") {
			sub.wrong("hint", "holds a bracket, and stands in brackets itself", "leave it out")
		}
		sub.close()
		for _, other := range fields {
			if f.Name != "" && strings.EqualFold(other.LabelText(), f.LabelText()) && other.Name != f.Name {
				sub.wrong("label", strconv.Quote(cut(f.LabelText()))+" is the label of field "+other.Name+", too", "answers name the label")
			}
		}
		fields = append(fields, f)
	}
	return fields
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
