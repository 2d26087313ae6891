package config

import (
	"slices"
	"strconv"
	"strings"

	"frontdesk/desk"
)

// builtinGroups exist without anybody naming them: who has that role belongs to them.
var builtinGroups = map[string]desk.Role{"managers": desk.RoleManager, "approvers": desk.RoleApprover}

// names are the names that the sections of a [[list]] define, before any of them is read.
func (r *reader) names(list string) []string {
	var names []string
	for _, item := range r.items(list) {
		if n := item.get("name"); n != nil && n.kind == kindText {
			names = append(names, n.text)
		}
	}
	return names
}

// items are the tables of a [[list]] at the top of the file.
func (r *reader) items(list string) []*node {
	n := r.root.get(list)
	if n == nil || n.kind != kindList {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(n.items), func(item *node) bool { return item.kind != kindTable })
}

// groups are all groups with the names of their members in file order.
func (r *reader) groups() map[string][]string {
	groups := map[string][]string{}
	for name := range builtinGroups {
		groups[name] = nil
	}
	for _, agent := range r.items("agent") {
		name := agent.get("name")
		if name == nil || name.kind != kindText {
			continue
		}
		if role := agent.get("role"); role != nil {
			for group, of := range builtinGroups {
				if role.text == string(of) {
					groups[group] = append(groups[group], name.text)
				}
			}
		}
		if list := agent.get("groups"); list != nil {
			for _, g := range list.items {
				if g.kind == kindText && !slices.Contains(groups[g.text], name.text) {
					groups[g.text] = append(groups[g.text], name.text)
				}
			}
		}
	}
	return groups
}

// name is the required name of a section: one word, as commands and references write it.
func (t table) name() string {
	t.missing("name", `"…"`)
	s := t.text("name", "")
	if s != "" && !nameForm.MatchString(s) {
		t.wrong("name", strconv.Quote(cut(s))+" is no name", "letters, digits, dots, hyphens and underscores, at most 64, the first a letter or digit")
		return ""
	}
	return s
}

// unique refuses a name that a section of the list had before; case does not tell names apart.
func unique(list []table) {
	lines := map[string]int{}
	for _, t := range list {
		n := t.node.get("name")
		if n == nil || n.kind != kindText {
			continue
		}
		folded := strings.ToLower(n.text)
		if before, ok := lines[folded]; ok {
			t.wrong("name", strconv.Quote(cut(n.text))+" is the name of another one in line "+strconv.Itoa(before)+" already", "each has its own name")
			continue
		}
		lines[folded], _ = t.position(n.offset)
	}
}

// reference is the name of a section of a [[list]].
func (t table) reference(name, list string) string {
	s := t.text(name, "")
	if s == "" {
		return ""
	}
	defined := t.names(list)
	if !slices.Contains(defined, s) {
		t.wrong(name, "there is no "+list+" "+strconv.Quote(cut(s)), undefined(s, list, defined))
		return ""
	}
	return s
}

func undefined(word, list string, defined []string) string {
	if hint := meant(word, defined); hint != "" {
		return hint
	}
	return "define it in [[" + list + "]]"
}

// people are agents: a list of names and "@groups", resolved to agents' names, each once.
func (t table) people(name string) []string {
	return t.resolvePeople(name, t.texts(name))
}

func (t table) resolvePeople(key string, words []*node) []string {
	agents, groups := t.names("agent"), t.groups()
	var list []string
	for _, w := range words {
		path := join(t.path, key)
		group, isGroup := strings.CutPrefix(w.text, "@")
		members, defined := groups[group]
		switch {
		case isGroup && !defined:
			t.fail(w.offset, path, "there is no group "+strconv.Quote(cut(w.text)), groupHint(group, agents, groups))
		case isGroup && len(members) == 0:
			t.warn(w.offset, path, "nobody belongs to "+w.text, "it holds every agent with role = "+strconv.Quote(string(builtinGroups[group])))
		case isGroup:
			list = append(list, members...)
		case slices.Contains(agents, w.text):
			list = append(list, w.text)
		case groups[w.text] != nil:
			t.fail(w.offset, path, "there is no agent "+strconv.Quote(cut(w.text)), "a group is written "+strconv.Quote("@"+w.text))
		default:
			t.fail(w.offset, path, "there is no agent "+strconv.Quote(cut(w.text)), undefined(w.text, "agent", agents))
		}
	}
	return once(list)
}

func groupHint(group string, agents []string, groups map[string][]string) string {
	if slices.Contains(agents, group) {
		return "a person is written without the @"
	}
	var names []string
	for g := range groups {
		names = append(names, "@"+g)
	}
	slices.Sort(names)
	if hint := meant("@"+group, names); hint != "" {
		return hint
	}
	return "a group exists as soon as an agent names it in groups"
}

// once drops repeated texts and keeps the order.
func once(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// address is one mail address.
func (t table) address(name string) string {
	n := t.value(name, kindText, quoteIt)
	if n == nil || !t.goodAddress(name, n) {
		return ""
	}
	return n.text
}

// addresses is a list of mail addresses.
func (t table) addresses(name string) []*node {
	return slices.DeleteFunc(t.texts(name), func(n *node) bool { return !t.goodAddress(name, n) })
}

func (t table) goodAddress(name string, n *node) bool {
	what, hint := addressProblem(n.text)
	if what != "" {
		t.fail(n.offset, join(t.path, name), what, hint)
	}
	return what == ""
}
