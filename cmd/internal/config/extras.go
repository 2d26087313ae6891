package config

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/desk"
)

// Hook is a program or web address that is told of events.
type Hook struct {
	Name    string
	On      []string // kinds of events
	Command []string // either this
	URL     string   // or that
	Secret  Secret   // signs what is sent to URL
	Timeout time.Duration
}

func readSurvey(top table, c *Config) {
	t, ok := top.section("survey")
	if !ok {
		return
	}
	c.Policy.Survey = &desk.Survey{After: t.duration("after", 24*time.Hour), Most: t.rate("most", desk.Rate{Count: 2, Per: 30 * 24 * time.Hour}),
		AlertAt: int(t.integer("alert_at", 0, 1, 5)), ReopenAt: int(t.integer("reopen_at", 0, 1, 5))}
	t.close()
}

// readImprovement reads what puts items into the register of improvement.
func readImprovement(top table, c *Config) {
	t, ok := top.section("improvement")
	if !ok {
		return
	}
	t.missing("queue", `"improvements"`)
	c.Policy.Improvement = desk.Improvement{Queue: t.reference("queue", "queue"), FromRatings: int(t.integer("from_ratings", 0, 1, 5)),
		FromBreaches: t.boolean("from_breaches", false)}
	if q := c.Policy.QueueByName(c.Policy.Improvement.Queue); q != nil && q.Practice != "improvement" {
		t.wrong("queue", "the practice of queue "+q.Name+" is "+q.Practice, `a register is a queue with practice = "improvement"`)
	}
	t.close()
}

var scheduleForm = regexp.MustCompile(`^(sun|mon|tue|wed|thu|fri|sat|daily|monthly) ([01][0-9]|2[0-3]):([0-5][0-9])$`)

func minutes(hour, minute string) int {
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute)
	return h*60 + m
}

func readReport(top table, c *Config) {
	t, ok := top.section("report")
	if !ok {
		return
	}
	plan := &desk.ReportPlan{}
	t.missing("schedule", `"mon 08:00"`)
	t.missing("to", `["@managers"]`)
	if s := t.text("schedule", ""); s != "" {
		m := scheduleForm.FindStringSubmatch(s)
		if m == nil {
			t.wrong("schedule", strconv.Quote(cut(s))+" is no schedule", `such as "mon 08:00", "daily 07:30" or "monthly 08:00"`)
		} else {
			plan.Day, plan.At = m[1], minutes(m[2], m[3])
		}
	}
	var people []*node
	var others []desk.Address
	for _, n := range t.texts("to") {
		switch {
		case !strings.Contains(strings.TrimPrefix(n.text, "@"), "@"):
			people = append(people, n)
		case t.goodAddress("to", n):
			others = append(others, desk.Address{Addr: n.text})
		}
	}
	for _, name := range t.resolvePeople("to", people) {
		if a := c.Policy.AgentByName(name); a != nil && len(a.Addresses) > 0 {
			plan.To = append(plan.To, a.Address())
		}
	}
	plan.To = append(plan.To, others...)
	t.close()
	if c.Policy.Report = plan; plan.Day == "" {
		c.Policy.Report = nil
	}
}

// moment reads "2026-12-20 18:00", in the desk's time zone.
func (t table) moment(name string, loc *time.Location) time.Time {
	s := t.text(name, "")
	if s == "" {
		return time.Time{}
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", s, orUTC(loc))
	if err != nil {
		t.wrong(name, strconv.Quote(cut(s))+" is no time", `such as "2026-12-20 18:00"`)
	}
	return at
}

// hookEvents are what a hook may be told of.
var hookEvents = []string{"opened", "message", "status", "assigned", "priority", "approval", "sla-warning", "sla-breach", "delivery"}

func readHooks(top table, c *Config) {
	list := top.sections("hook")
	unique(list)
	for _, t := range list {
		h := Hook{Name: t.name(), Command: plain(t.words("command")), URL: t.text("url", ""),
			Secret: t.secret("secret"), Timeout: t.duration("timeout", 10*time.Second)}
		t.missing("on", `["opened"]`)
		for _, n := range t.texts("on") {
			if !slices.Contains(hookEvents, n.text) {
				t.fail(n.offset, "hook.on", "there is no event "+strconv.Quote(cut(n.text)), meant(n.text, hookEvents))
			}
			h.On = append(h.On, n.text)
		}
		if t.has("url") == t.has("command") {
			t.fail(t.node.offset, "hook", "wants exactly one of url and command", "")
		}
		t.webAddress("url", h.URL)
		t.close()
		c.Hooks = append(c.Hooks, h)
	}
}
