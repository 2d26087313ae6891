package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Approval says whose yes is wanted.
type Approval struct {
	By     []string // names of agents
	Quorum int      // how many of them
}

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
	Approval                        *Approval // nil: none is needed
}

// ChangeModel is how changes of a kind are assessed and approved.
type ChangeModel struct {
	Name     string
	Type     string // "standard", "normal" or "emergency"
	Approval *Approval
	Assess   bool
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

// approval reads { by = ["@cab"], quorum = 2 }; nil where it is absent.
func (t table) approval() *Approval {
	sub, ok := t.section("approval")
	if !ok {
		return nil
	}
	a := &Approval{By: sub.people("by"), Quorum: int(sub.integer("quorum", 1, 1, 1000))}
	sub.missing("by", `["@cab"]`)
	if len(a.By) > 0 && a.Quorum > len(a.By) {
		sub.wrong("quorum", fmt.Sprintf("wants %d, but only %d may approve: %s", a.Quorum, len(a.By), strings.Join(a.By, ", ")), "")
	}
	sub.close()
	return a
}

func readChangeModels(top table, c *Config) {
	list := top.sections("change_model")
	unique(list)
	for _, t := range list {
		m := ChangeModel{Name: t.name(), Type: t.word("type", "normal", "standard", "normal", "emergency"),
			Approval: t.approval(), Assess: t.boolean("assess", false)}
		switch {
		case m.Type == "standard" && t.has("approval"):
			t.wrong("approval", "a standard change is approved beforehand", `leave it out, or write type = "normal"`)
		case m.Type != "standard" && !t.has("approval"):
			t.fail(t.node.offset, "change_model.approval", isMissing, `write approval = { by = ["@cab"], quorum = 1 }`)
		}
		t.close()
		c.ChangeModels = append(c.ChangeModels, m)
		c.Policy.Models = append(c.Policy.Models, m.forDesk())
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
