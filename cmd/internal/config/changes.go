package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"frontdesk/desk"
)

// approval reads { by = ["@cab"], quorum = 2 }; nil where it is absent.
func (t table) approval() *desk.ApprovalRule {
	sub, ok := t.section("approval")
	if !ok {
		return nil
	}
	a := &desk.ApprovalRule{By: sub.people("by"), Quorum: int(sub.integer("quorum", 1, 1, 1000)), InOrder: sub.boolean("in_order", false),
		Remind: sub.duration("remind", 0), Expires: sub.duration("expires", 0)}
	sub.missing("by", `["@cab"]`)
	if len(a.By) > 0 && a.Quorum > len(a.By) {
		sub.wrong("quorum", fmt.Sprintf("wants %d, but only %d may approve: %s", a.Quorum, len(a.By), strings.Join(a.By, ", ")), "")
	}
	if a.Expires > 0 && a.Remind >= a.Expires {
		sub.doubt("remind", "comes no sooner than the end of the time to decide", "nobody is reminded")
	}
	sub.close()
	return a
}

func readChangeModels(top table, c *Config) {
	list := top.sections("change_model")
	unique(list)
	for _, t := range list {
		m := desk.ChangeModel{Name: t.name(), Type: t.word("type", "normal", desk.StandardChange, "normal", desk.EmergencyChange),
			Approval: t.approval(), Assess: t.boolean("assess", false)}
		for _, n := range t.texts("requires") {
			if !requirementForm.MatchString(n.text) || slices.Contains(notRequired, n.text) {
				t.fail(n.offset, "change_model.requires", strconv.Quote(cut(n.text))+" is no field that can be filled in", `such as "risk", "plan", "backout" or "test"`)
			}
			m.Requires = append(m.Requires, n.text)
		}
		switch {
		case m.Type == desk.StandardChange && t.has("approval"):
			t.wrong("approval", "a standard change is approved beforehand", `leave it out, or write type = "normal"`)
		case m.Type == desk.StandardChange && m.Assess:
			t.wrong("assess", "a standard change is approved beforehand", `leave it out, or write type = "normal"`)
		case m.Type != desk.StandardChange && !t.has("approval"):
			t.fail(t.node.offset, "change_model.approval", isMissing, `write approval = { by = ["@cab"], quorum = 1 }`)
		}
		t.close()
		c.Policy.Models = append(c.Policy.Models, m)
	}
}

// notRequired are fields that commands of their own fill in.
var notRequired = []string{desk.FieldCause, desk.FieldWorkaround, desk.FieldType, desk.FieldModel, desk.FieldOutcome, desk.FieldReviewed}

// changeModel is the model of the changes of a queue that name none.
func (t table) changeModel(practice string) string {
	name := t.reference("change_model", "change_model")
	if name != "" && practice != "" && practice != "change" {
		t.wrong("change_model", "is of use in queues of practice change alone", "leave it out")
	}
	for _, item := range t.items("change_model") {
		kind := item.get("type")
		if n := item.get("name"); n != nil && n.text == name && name != "" && kind != nil && kind.text == desk.StandardChange {
			t.doubt("change_model", "every change that names no model is approved as soon as it arrives", "name a normal model")
		}
	}
	return name
}

// readBlackouts reads when no change may be made.
func readBlackouts(top table, c *Config) {
	list := top.sections("blackout")
	unique(list)
	for _, t := range list {
		b := desk.Blackout{Name: t.name(), Reason: t.line("reason", ""),
			From: t.moment("from", c.Policy.Location), To: t.moment("to", c.Policy.Location)}
		t.missing("from", `"2026-12-20 00:00"`)
		t.missing("to", `"2027-01-03 00:00"`)
		if !b.From.IsZero() && !b.To.IsZero() && !b.From.Before(b.To) {
			t.wrong("to", "ends before it begins", "")
		}
		t.close()
		c.Policy.Blackouts = append(c.Policy.Blackouts, b)
	}
}
