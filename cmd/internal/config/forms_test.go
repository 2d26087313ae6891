package config

import (
	"fmt"
	"strings"
	"testing"

	"frontdesk/desk"
)

// The desk knows the services with their fields.
func TestWhatTheDeskKnowsOfTheCatalogue(t *testing.T) {
	const more = `
[[queue]]
name = "work"
practice = "service-desk"
agents = ["bob"]

[[service]]
name = "new-laptop"
queue = "work"
fields = [ { name = "model", choices = ["13 inch", "16 inch"] }, { name = "needed_by", type = "date", required = false } ]
`
	c, err := Load(write(t, strings.Replace(small, "%s", `"x"`, 1)+more), nil)
	if err != nil {
		t.Fatal(err)
	}
	services := []desk.Service{{Name: "new-laptop", Fields: []desk.ServiceField{
		{Name: "model", Type: "text", Choices: []string{"13 inch", "16 inch"}}, {Name: "needed_by", Type: "date"}}}}
	if fmt.Sprint(c.Policy.Services) != fmt.Sprint(services) {
		t.Errorf("services %+v", c.Policy.Services)
	}
	for _, want := range []string{"offer a service catalogue yet (/service takes its names"} {
		if !strings.Contains(fmt.Sprint(c.Warnings), want) {
			t.Errorf("nobody is warned: %q in %v", want, c.Warnings)
		}
	}
}
