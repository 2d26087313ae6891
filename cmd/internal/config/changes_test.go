package config

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"frontdesk/desk"
)

const changes = `
[[queue]]
name = "changes"
practice = "change"
agents = ["bob"]
change_model = "normal"

[[change_model]]
name = "normal"
requires = ["risk", "backout"]
assess = true
approval = { by = ["bob"], in_order = true, remind = "1d", expires = "5d" }

[[change_model]]
name = "patch-day"
type = "standard"

[[blackout]]
name = "years-end"
from = "2026-12-20 18:00"
to = "2027-01-03 00:00"
`

// withChanges is a small configuration with some more lines, which are read.
func withChanges(t *testing.T, more string) (*Config, error) {
	t.Helper()
	return Load(write(t, strings.Replace(small, "%s", `"x"`, 1)+more), nil)
}

func TestChanges(t *testing.T) {
	c, err := withChanges(t, changes)
	if err != nil {
		t.Fatal(err)
	}
	models := []desk.ChangeModel{{Name: "normal", Type: "normal", Assess: true, Requires: []string{"risk", "backout"},
		Approval: &desk.ApprovalRule{By: []string{"bob"}, Quorum: 1, InOrder: true, Remind: 24 * time.Hour, Expires: 5 * 24 * time.Hour}},
		{Name: "patch-day", Type: "standard"}}
	if !reflect.DeepEqual(c.Policy.Models, models) {
		t.Errorf("models %+v", c.Policy.Models)
	}
	if q := c.Policy.QueueByName("changes"); q.Model != "normal" {
		t.Errorf("the queue is %+v", q)
	}
	b := desk.Blackout{Name: "years-end", From: time.Date(2026, 12, 20, 18, 0, 0, 0, time.UTC), To: time.Date(2027, 1, 3, 0, 0, 0, 0, time.UTC)}
	if got := c.Policy.Blackouts; len(got) != 1 || !got[0].From.Equal(b.From) || !got[0].To.Equal(b.To) || got[0].Name != b.Name {
		t.Errorf("blackouts %+v", got)
	}
	if len(c.Warnings) > 0 {
		t.Errorf("warnings %v", c.Warnings)
	}
}

func TestDoubtfulChanges(t *testing.T) {
	for was, is := range map[string][2]string{
		`change_model = "normal"`: {`change_model = "patch-day"`, "approved as soon as it arrives"},
		`remind = "1d"`:           {`remind = "5d"`, "nobody is reminded"},
	} {
		c, err := withChanges(t, strings.Replace(changes, was, is[0], 1))
		if err != nil || !strings.Contains(fmt.Sprint(c.Warnings), is[1]) {
			t.Errorf("%s: %v, %v", is[0], err, c)
		}
	}
}

func TestWrongChanges(t *testing.T) {
	for was, is := range map[string][2]string{
		`requires = ["risk", "backout"]`: {`requires = ["Back out"]`, "no field that can be filled in"},
		`assess = true`:                  {`requires = ["model"]`, "no field that can be filled in"},
		`type = "standard"`:              {"type = \"standard\"\nassess = true", "approved beforehand"},
		`practice = "change"`:            {`practice = "incident"`, "of use in queues of practice change alone"},
		`to = "2027-01-03 00:00"`:        {`to = "2026-12-19 00:00"`, "ends before it begins"},
		`approval = {`:                   {`# approval = {`, "change_model.approval: is missing"},
	} {
		more := strings.Replace(changes, was, is[0], 1)
		if strings.Contains(is[0], `"model"`) {
			more = strings.Replace(more, "requires = [\"risk\", \"backout\"]\n", "", 1)
		}
		if _, err := withChanges(t, more); err == nil || !strings.Contains(err.Error(), is[1]) {
			t.Errorf("%s: %v", is[0], err)
		}
	}
}
