package config

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"frontdesk/desk"
)

// The desk knows the services with all that the file says of them.
func TestWhatTheDeskKnowsOfTheCatalogue(t *testing.T) {
	const more = `
[[queue]]
name = "work"
practice = "request"
agents = ["bob"]

[[sla]]
name = "slow"
P1 = { resolution = "4d" }

[[service]]
name = "new-laptop"
title = "A new laptop"
group = "Hardware"
description = """
Set up.
Delivered."""
takes = "ten days"
queue = "work"
owner = "bob"
sla = "slow"
fields = [ { name = "model", choices = ["13 inch", "16 inch"], hint = "one of two" }, { name = "needed_by", type = "date", label = "When", required = false } ]
approval = { by = ["bob"], in_order = true, remind = "1d", expires = "3d" }

[[service]]
name = "fax"
queue = "work"
state = "retired"

[[rule]]
name = "faxes"
when = 'subject contains "fax"'
service = "fax"
`
	c, err := Load(write(t, strings.Replace(small, "%s", `"x"`, 1)+more), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []desk.Service{
		{Name: "new-laptop", Title: "A new laptop", Group: "Hardware", Description: "Set up.\nDelivered.", Takes: "ten days", Queue: "work", Owner: "bob", Level: "slow",
			State: desk.ServiceLive, Fields: []desk.ServiceField{
				{Name: "model", Type: "text", Choices: []string{"13 inch", "16 inch"}, Hint: "one of two", Required: true}, {Name: "needed_by", Type: "date", Label: "When"}},
			Approval: &desk.ApprovalRule{By: []string{"bob"}, Quorum: 1, InOrder: true, Remind: 24 * 3600e9, Expires: 3 * 24 * 3600e9}},
		{Name: "fax", Title: "fax", Queue: "work", State: desk.ServiceRetired}}
	if !reflect.DeepEqual(c.Policy.Services, want) {
		t.Errorf("got  %+v\nwant %+v", c.Policy.Services, want)
	}
	if !strings.Contains(fmt.Sprint(c.Warnings), "rule.service: fax is retired (nobody is asked for its form)") {
		t.Errorf("nobody is warned of the rule: %v", c.Warnings)
	}
}
