package config

import (
	"strconv"
	"strings"

	"frontdesk/desk"
)

// RuleTest is a mail and what must become of it.
type RuleTest struct {
	Line     int
	Mail     string // path, absolute
	Mailbox  string // that it comes to; "": by Delivered-To and To
	Queue    string // "" here and below: anything
	Priority desk.Priority
	Assign   string
	Rule     string // that decides
	Outcome  string // as `explain` names it
}

func readRules(top table, c *Config) {
	list := top.sections("rule")
	unique(list)
	unreachable := ""
	for i, t := range list {
		r := desk.Rule{Name: t.line("name", "rule "+strconv.Itoa(i+1))}
		r.Line, _ = t.position(t.node.offset)
		when := t.condition()
		r.When = when.compiled
		t.effects(&r, c)
		t.correlation(&r)
		t.close()
		decides := !r.Continue && (r.Queue != "" || r.Hold != "" || r.Drop)
		switch {
		case unreachable != "":
			t.warn(t.node.offset, "rule", strconv.Quote(cut(r.Name))+" is never reached", unreachable)
		case when.always && decides:
			unreachable = "the rule in line " + strconv.Itoa(r.Line) + " matches every mail and decides"
		}
		c.Policy.Rules = append(c.Policy.Rules, r)
	}
}

// effects reads what follows from a rule.
func (t table) effects(r *desk.Rule, c *Config) {
	r.Queue = t.reference("queue", "queue")
	r.Impact = t.level("impact")
	r.Urgency = t.level("urgency")
	r.Priority = t.priority("priority")
	r.Assign = t.reference("assign", "agent")
	r.Service = t.reference("service", "service")
	r.Tags = t.tags("tags")
	r.Cc = plain(t.addresses("cc"))
	r.Language = t.language("language", "")
	r.Department = t.line("department", "")
	r.Hold = t.line("hold", "")
	r.Drop = t.boolean("drop", false)
	r.NoAck = !t.boolean("ack", true)
	r.Continue = t.boolean("continue", false)
	if t.effectless() {
		t.fail(t.node.offset, "rule", "nothing follows from it", "give it a queue, a priority, tags, hold = \"reason\" or the like")
	}
	if r.Drop && (r.Queue != "" || r.Hold != "") {
		t.doubt("drop", "a mail that is dropped goes nowhere else", "leave out drop, or the rest")
	}
	if q := c.Policy.QueueByName(r.Queue); q != nil && r.Assign != "" && !q.Works(r.Assign) {
		t.doubt("assign", r.Assign+" does not work queue "+q.Name, "add the agent to the queue, or name another one")
	}
}

// effectless says that a rule would change nothing even if it matched.
func (t table) effectless() bool {
	for _, k := range t.node.keys {
		switch k.name {
		case "name", "when", "continue":
		case "drop":
			if k.value.text != "false" {
				return false
			}
		case "ack":
			if k.value.text != "true" {
				return false
			}
		case "tags", "cc":
			if k.value.kind != kindList || len(k.value.items) > 0 {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func (t table) level(name string) desk.Level {
	return desk.Level(t.word(name, "", string(desk.High), string(desk.Medium), string(desk.Low)))
}

func (t table) priority(name string) desk.Priority {
	return desk.Priority(t.word(name, "", priorities...))
}

func (t table) tags(name string) []string {
	list := t.texts(name)
	for _, n := range list {
		if strings.ContainsAny(n.text, " \t\r\n,#") || len(n.text) > 64 {
			t.fail(n.offset, join(t.path, name), strconv.Quote(cut(n.text))+" is no tag", "one word of at most 64 letters")
		}
	}
	return plain(list)
}

func readRuleTests(top table, c *Config) {
	for _, t := range top.sections("rule_test") {
		x := RuleTest{Queue: t.reference("queue", "queue"), Priority: t.priority("priority"),
			Assign: t.reference("assign", "agent"), Rule: t.reference("rule", "rule"),
			Mailbox: t.address("mailbox"),
			Outcome: t.word("outcome", "", "new", "reply", "follow-up", "command", "query", "bounce",
				"report", "duplicate", "quarantined", "ignored")}
		x.Line, _ = t.position(t.node.offset)
		t.missing("mail", `"tests/outage.eml"`)
		if s := t.line("mail", ""); s != "" {
			x.Mail = t.resolve(s)
		}
		if x.Mailbox != "" && !c.Policy.OwnAddress(x.Mailbox) {
			t.wrong("mailbox", x.Mailbox+" is no address of the desk", "")
		}
		if !t.has("queue") && !t.has("priority") && !t.has("assign") && !t.has("rule") && !t.has("outcome") {
			t.fail(t.node.offset, "rule_test", "says nothing about what must become of the mail", `write queue = "…", priority, assign, rule or outcome`)
		}
		t.close()
		c.RuleTests = append(c.RuleTests, x)
	}
}
