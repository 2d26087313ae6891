package config

import (
	"slices"
	"strconv"

	"frontdesk/desk"
)

// reservedNames mean something else in commands.
var reservedNames = []string{"none", "mine", "auto"}

func readAgents(top table, c *Config) {
	list := top.sections("agent")
	unique(list)
	seen := map[string]int{}
	for _, t := range list {
		a := desk.Agent{Name: t.name(), Role: desk.Role(t.word("role", string(desk.RoleAgent),
			string(desk.RoleAgent), string(desk.RoleApprover), string(desk.RoleManager)))}
		a.FullName = t.line("full_name", a.Name)
		a.Language = t.language("language", c.Policy.Language)
		if slices.Contains(reservedNames, a.Name) {
			t.wrong("name", strconv.Quote(a.Name)+" means something else in commands", "choose another name")
		}
		t.missing("addresses", `["bob@example.com"]`)
		addresses := t.addresses("addresses")
		if n := t.node.get("addresses"); n != nil && n.kind == kindList && len(n.items) == 0 {
			t.wrong("addresses", "is empty", "an agent is known by at least one address")
		}
		for _, n := range addresses {
			if c.Policy.OwnAddress(n.text) {
				t.fail(n.offset, "agent.addresses", n.text+" is an address of the desk itself", "an agent writes from another address")
				continue
			}
			t.claimPerson(seen, n)
		}
		a.Addresses = plain(addresses)
		a.Groups = t.groupNames("groups")
		a.Digest = desk.Digest(t.word("digest", string(desk.DigestNone), string(desk.DigestHourly), string(desk.DigestDaily)))
		a.Location = t.timezone("timezone", c.Policy.Location)
		t.close()
		c.Policy.Agents = append(c.Policy.Agents, a)
	}
}

func (t table) claimPerson(seen map[string]int, n *node) {
	folded := desk.AddressKey(n.text)
	if line, ok := seen[folded]; ok {
		t.fail(n.offset, "agent.addresses", n.text+" belongs to an agent already, in line "+strconv.Itoa(line), "an address is one person's")
		return
	}
	seen[folded], _ = t.position(n.offset)
}

// groupNames are the groups of an agent, without the @ that stands where groups are used.
func (t table) groupNames(name string) []string {
	var list []string
	for _, n := range t.texts(name) {
		if !nameForm.MatchString(n.text) {
			hint := "letters, digits, dots, hyphens and underscores"
			if n.text[0] == '@' {
				hint = "here it is written without the @"
			}
			t.fail(n.offset, join(t.path, name), strconv.Quote(cut(n.text))+" is no name of a group", hint)
			continue
		}
		list = append(list, n.text)
	}
	return list
}
