package config

import (
	"maps"
	"slices"

	"frontdesk/desk"
)

// Field is a question of a service's form.
type Field struct {
	Name     string
	Type     string   // "text", "number", "date" or "address"
	Choices  []string // nil: anything of the type
	Required bool
}

// Service is an item of the catalogue.
type Service struct {
	Name, Title, Queue, Description string
	Fields                          []Field
	Approval                        *desk.ApprovalRule // nil: none is needed
}

func readServices(top table, c *Config) {
	list := top.sections("service")
	unique(list)
	for _, t := range list {
		s := Service{Name: t.name(), Queue: t.reference("queue", "queue"), Description: t.text("description", "")}
		s.Title = t.line("title", s.Name)
		t.missing("queue", `"…"`)
		fields := t.sections("fields")
		unique(fields)
		for _, sub := range fields {
			s.Fields = append(s.Fields, sub.formField())
		}
		s.Approval = t.approval()
		t.close()
		c.Services = append(c.Services, s)
		c.Policy.Services = append(c.Policy.Services, s.forDesk())
	}
}

func (t table) formField() Field {
	f := Field{Name: t.name(), Type: t.word("type", "text", "text", "number", "date", "address"),
		Choices: plain(t.texts("choices")), Required: t.boolean("required", true)}
	if t.has("choices") && len(f.Choices) == 0 {
		t.wrong("choices", "leaves nothing to choose", "")
	}
	t.close()
	return f
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
