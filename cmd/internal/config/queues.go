package config

import (
	"regexp"
	"slices"
	"strconv"

	"frontdesk/desk"
)

func readQueues(top table, c *Config) {
	list := top.sections("queue")
	unique(list)
	if len(list) == 0 && !top.has("queue") {
		top.fail(0, "queue", "there is no queue", "write a [[queue]] with its name, practice and agents")
	}
	for _, t := range list {
		q := desk.Queue{Name: t.name(), Practice: t.practice("practice"), Agents: t.people("agents"),
			Assign: desk.Assign(t.word("assign", string(desk.AssignNone),
				string(desk.AssignNone), string(desk.AssignRoundRobin), string(desk.AssignLeastBusy))),
			Department: t.line("department", "")}
		if q.Name == "mine" {
			t.wrong("name", `"mine" means something else in commands`, "choose another name")
		}
		q.Level = t.reference("sla", "sla")
		q.Lifecycle = t.lifecycleOf(q.Practice, c.Policy.Lifecycles)
		switch {
		case len(q.Agents) > 0:
		case t.has("agents") && t.ask("agents").kind != kindList:
		case q.Assign != desk.AssignNone:
			t.wrong("assign", "there is nobody to assign tickets to", `write agents = ["@group", "name"]`)
		default:
			t.doubt("agents", "nobody works this queue or hears of its tickets", `write agents = ["@group", "name"]`)
		}
		q.Model = t.changeModel(q.Practice)
		t.close()
		c.Policy.Queues = append(c.Policy.Queues, q)
	}
}

func (t table) practice(name string) string {
	t.missing(name, `"incident", or another key of ITIL's practices`)
	s := t.text(name, "")
	if _, ok := desk.PracticeByKey(s); s != "" && !ok {
		keys := make([]string, len(desk.Practices))
		for i, p := range desk.Practices {
			keys[i] = p.Key
		}
		hint := meant(s, keys)
		if hint == "" {
			hint = "such as incident, request, change, problem, event, improvement or service-desk"
		}
		t.wrong(name, "there is no practice "+strconv.Quote(cut(s)), hint)
		return ""
	}
	return s
}

// lifecycleOf is the lifecycle that a queue names, else one that bears the name of its practice, else
// the built-in one of the practice.
func (t table) lifecycleOf(practice string, known map[string]*desk.Lifecycle) string {
	if s := t.text("lifecycle", ""); s != "" {
		if known[s] == nil {
			t.wrong("lifecycle", "there is no lifecycle "+strconv.Quote(cut(s)), undefined(s, "lifecycle", sortedKeys(known)))
		}
		return s
	}
	if known[practice] != nil {
		return practice
	}
	p, _ := desk.PracticeByKey(practice)
	return p.Lifecycle
}

func readLifecycles(top table, c *Config) {
	c.Policy.Lifecycles = map[string]*desk.Lifecycle{}
	for _, l := range desk.Lifecycles() {
		c.Policy.Lifecycles[l.Name] = &l
	}
	list := top.sections("lifecycle")
	unique(list)
	for _, t := range list {
		if l := t.lifecycle(); l.Name != "" && len(l.Statuses) > 0 {
			c.Policy.Lifecycles[l.Name] = l
		}
	}
}

func (t table) lifecycle() *desk.Lifecycle {
	l := &desk.Lifecycle{Name: t.name(), Statuses: t.statuses()}
	open, pending := []desk.Category{desk.CategoryOpen}, []desk.Category{desk.CategoryPending}
	resolved, closed := []desk.Category{desk.CategoryResolved}, []desk.Category{desk.CategoryClosed}
	l.Take = t.target("take", l, true, open)
	l.Pending = t.target("pending", l, false, pending)
	l.Resolve = t.target("resolve", l, true, resolved)
	l.Reject = t.target("reject", l, false, closed)
	l.Reopen = t.target("reopen", l, true, open)
	l.Close = t.target("close", l, true, closed)
	l.Start = t.target("start", l, false, []desk.Category{desk.CategoryNew, desk.CategoryOpen})
	l.Review = t.target("review", l, false, open)
	for _, n := range t.texts("gates") {
		if t.knownStatus("gates", n, l) {
			l.Gates = append(l.Gates, n.text)
		}
	}
	for _, sub := range t.sections("transitions") {
		l.Transitions = append(l.Transitions, sub.transition(l))
	}
	t.close()
	return l
}

// transition reads { from = ["building"], to = "released", by = ["@cab"], requires = ["assignee"] }.
func (t table) transition(l *desk.Lifecycle) desk.Transition {
	w := desk.Transition{To: t.target("to", l, true, nil), By: t.people("by")}
	for _, n := range t.texts("from") {
		if t.knownStatus("from", n, l) {
			w.From = append(w.From, n.text)
		}
	}
	for _, n := range t.texts("requires") {
		if !requirementForm.MatchString(n.text) {
			t.fail(n.offset, join(t.path, "requires"), strconv.Quote(cut(n.text))+" is no field", `"assignee", "words", or the name of a field such as "cause"`)
		}
		w.Requires = append(w.Requires, n.text)
	}
	t.close()
	return w
}

var requirementForm = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)

// statuses reads [ { name = "new", category = "new" }, … ].
func (t table) statuses() []desk.Status {
	t.missing("statuses", `[ { name = "new", category = "new" }, … ]`)
	var list []desk.Status
	subs := t.sections("statuses")
	unique(subs)
	for i, sub := range subs {
		s := desk.Status{Name: sub.name(), Category: desk.Category(sub.word("category", "",
			string(desk.CategoryNew), string(desk.CategoryOpen), string(desk.CategoryPending),
			string(desk.CategoryResolved), string(desk.CategoryClosed)))}
		sub.missing("category", `"open"`)
		if i == 0 && s.Category != "" && s.Category != desk.CategoryNew {
			sub.wrong("category", "the first status is where tickets start, and is of category new", "")
		}
		sub.close()
		list = append(list, s)
	}
	return list
}

// target is the status that a command leads to, of one of the categories.
func (t table) target(name string, l *desk.Lifecycle, required bool, of []desk.Category) string {
	if required {
		t.missing(name, `"STATUS"`)
	}
	s := t.text(name, "")
	if s == "" || !t.knownStatus(name, t.node.get(name), l) {
		return ""
	}
	if got := l.Category(s); got != "" && of != nil && !slices.Contains(of, got) {
		t.wrong(name, strconv.Quote(s)+" is of category "+string(got), "it leads to one of category "+string(of[len(of)-1]))
	}
	return s
}

func (t table) knownStatus(name string, n *node, l *desk.Lifecycle) bool {
	if slices.Contains(l.Names(), n.text) {
		return true
	}
	t.fail(n.offset, join(t.path, name), "there is no status "+strconv.Quote(cut(n.text)), undefinedStatus(n.text, l.Names()))
	return false
}

func undefinedStatus(word string, names []string) string {
	if hint := meant(word, names); hint != "" {
		return hint
	}
	return "it stands in statuses"
}
