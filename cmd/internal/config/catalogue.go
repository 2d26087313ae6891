package config

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Calendar is when the desk works.
type Calendar struct {
	Name     string
	Location *time.Location
	Hours    [7][]Interval // by time.Weekday, in order
	Holidays []time.Time   // midnights in Location
}

// Interval is a stretch of a day in minutes since midnight; 1440 is its end.
type Interval struct{ From, To int }

// SLA is a service level agreement: targets per priority.
type SLA struct {
	Name        string
	Calendar    string            // "" counts around the clock
	Targets     map[string]Target // by "P1" to "P5"
	WarnAt      int               // percent of a target
	EscalateTo  []string          // names of agents
	Escalations []Escalation
}

// Target is the times of one priority; 0 is none.
type Target struct{ FirstResponse, NextResponse, Resolution time.Duration }

// Escalation is one further step of an SLA.
type Escalation struct {
	At     int      // percent of the target
	Target string   // "first-response", "next-response", "resolution", or "" for each
	To     []string // names of agents
}

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

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

func readCalendars(top table, c *Config) {
	list := top.sections("calendar")
	unique(list)
	for _, t := range list {
		cal := Calendar{Name: t.name(), Location: t.timezone("timezone", c.Policy.Location)}
		if !t.has("hours") {
			t.fail(t.node.offset, "calendar.hours", isMissing, `write hours = { mon = "08:00-18:00", … }`)
		}
		if hours, ok := t.section("hours"); ok {
			for day, name := range weekdays {
				cal.Hours[day] = hours.intervals(name)
			}
			hours.close()
		}
		cal.Holidays = t.dates("holidays", cal.Location)
		t.close()
		c.Calendars = append(c.Calendars, cal)
	}
}

var intervalForm = regexp.MustCompile(`^([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)$`)

// intervals reads "08:00-12:00 13:00-16:00".
func (t table) intervals(name string) []Interval {
	var list []Interval
	for part := range strings.FieldsSeq(t.text(name, "")) {
		m := intervalForm.FindStringSubmatch(part)
		if m == nil {
			t.wrong(name, strconv.Quote(cut(part))+" is no interval", `such as "08:00-18:00" or "08:00-12:00 13:00-16:00"`)
			return nil
		}
		i := Interval{From: minutes(m[1], m[2]), To: 24 * 60}
		if m[3] != "" {
			i.To = minutes(m[3], m[4])
		}
		if i.To <= i.From || len(list) > 0 && i.From < list[len(list)-1].To {
			t.wrong(name, strconv.Quote(part)+" ends before it begins, or begins before the one before it ends", "in order, none across midnight")
			return nil
		}
		list = append(list, i)
	}
	return list
}

func minutes(hour, minute string) int {
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute)
	return h*60 + m
}

// dates reads days, in quotes or bare.
func (t table) dates(name string, loc *time.Location) []time.Time {
	n := t.value(name, kindList, listIt)
	if n == nil {
		return nil
	}
	var days []time.Time
	for _, item := range n.items {
		day, err := time.ParseInLocation(time.DateOnly, item.text, orUTC(loc))
		if err != nil || item.kind != kindText && item.kind != kindMoment {
			t.fail(item.offset, join(t.path, name), describe(item)+" is no day", `such as "2026-12-25"`)
			continue
		}
		days = append(days, day)
	}
	return days
}

func orUTC(loc *time.Location) *time.Location {
	if loc == nil {
		return time.UTC
	}
	return loc
}

var priorities = []string{"P1", "P2", "P3", "P4", "P5"}

func readSLAs(top table, c *Config) {
	list := top.sections("sla")
	unique(list)
	for _, t := range list {
		s := SLA{Name: t.name(), Calendar: t.reference("calendar", "calendar"), Targets: map[string]Target{},
			WarnAt: t.percent("warn_at", 75), EscalateTo: t.people("escalate_to")}
		for _, p := range priorities {
			if sub, ok := t.section(p); ok {
				s.Targets[p] = sub.times()
			}
		}
		if len(s.Targets) == 0 {
			t.fail(t.node.offset, "sla", "has no target", `write P1 = { first_response = "30m", resolution = "4h" }`)
		}
		for _, sub := range t.sections("escalation") {
			e := Escalation{At: sub.percent("at", 100), To: sub.people("to"),
				Target: sub.word("target", "", "first-response", "next-response", "resolution")}
			sub.missing("to", `["@managers"]`)
			sub.close()
			s.Escalations = append(s.Escalations, e)
		}
		t.close()
		c.SLAs = append(c.SLAs, s)
	}
}

func (t table) times() Target {
	g := Target{t.duration("first_response", 0), t.duration("next_response", 0), t.duration("resolution", 0)}
	if g == (Target{}) && len(t.node.keys) == 0 {
		t.fail(t.node.offset, t.path, "names no time", "first_response, next_response or resolution")
	}
	t.close()
	return g
}

var percentForm = regexp.MustCompile(`^[1-9][0-9]{0,2}%$`)

func (t table) percent(name string, otherwise int) int {
	n := t.value(name, kindText, func(*node) string { return `such as "75%"` })
	if n == nil {
		return otherwise
	}
	s := n.text
	if !percentForm.MatchString(s) {
		t.wrong(name, strconv.Quote(cut(s))+" is no percentage", `such as "75%"`)
		return otherwise
	}
	p, _ := strconv.Atoi(strings.TrimSuffix(s, "%"))
	return p
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
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
