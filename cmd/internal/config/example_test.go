package config

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/worktime"
)

const (
	examplePath = "../../../config.example.toml"
	docsPath    = "../../../docs/configuration.md"
)

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// write puts a configuration into a file of its own.
func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "frontdesk.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// secretsAreSet is an environment in which every variable has a value.
func secretsAreSet(string) (string, bool) { return "hunter2", true }

func TestExampleIsAccepted(t *testing.T) {
	c, err := Load(examplePath, secretsAreSet)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range c.Warnings {
		if !strings.Contains(w.What, "changes.password") {
			t.Errorf("the example is warned of: %s", w)
		}
	}
}

var switchedOff = regexp.MustCompile(`(?m)^# (\[\[?[a-z_.]+\]\]?|[A-Za-z_0-9]+ +=)`)

// everything is the example with all its lines switched on.
func everything(t *testing.T) string {
	t.Helper()
	text := switchedOff.ReplaceAllString(read(t, examplePath), "$1")
	return regexp.MustCompile(`(?m)^(dsn|drop) .*\n`).ReplaceAllString(text, "")
}

// TestExampleIsAcceptedWithEverything holds that the lines that are switched off are right, too.
func TestExampleIsAcceptedWithEverything(t *testing.T) {
	c, err := Load(write(t, everything(t)), secretsAreSet)
	if err != nil {
		t.Fatal(err)
	}
	features := 0
	for _, w := range c.Warnings {
		if strings.Contains(w.What, "this version does not") {
			features++
		}
	}
	if features < 2 {
		t.Errorf("only %d warnings of features to come: %v", features, c.Warnings)
	}
	if len(c.Calendars) != 1 || len(c.Policy.Levels) != 1 || len(c.Policy.Levels["standard"].Steps) != 2 || len(c.Policy.Services) != 1 ||
		len(c.Policy.Models) != 3 || len(c.Policy.Blackouts) != 1 || len(c.Hooks) != 1 || len(c.OAuth) != 1 ||
		c.Policy.Survey == nil || c.Policy.Improvement.Queue != "improvements" || c.Policy.Report == nil || len(c.RuleTests) != 1 {
		t.Errorf("something was not kept: %+v", c)
	}
	office := c.Calendars["office"]
	friday := office.Week[time.Friday]
	for _, day := range []worktime.Date{{Year: 2026, Month: 12, Day: 24}, {Year: 2026, Month: 12, Day: 25}, {Year: 2027, Month: 1, Day: 6}, {Year: 2031, Month: 4, Day: 14}} {
		if !office.Holidays[day] { // a date, and three of Bavaria: Christmas, Epiphany, Easter Monday
			t.Errorf("%s is no holiday", day)
		}
	}
	if !slices.Equal(friday, []worktime.Interval{{From: 480, To: 720}, {From: 780, To: 960}}) {
		t.Errorf("Friday is %v", friday)
	}
	level := c.Policy.Levels["standard"]
	if want := (desk.Escalation{At: 150, Target: desk.Resolution, To: []string{"maria"}, Raise: true, Assign: []string{"bob"}}); !reflect.DeepEqual(level.Steps[1], want) {
		t.Errorf("the second step is %+v", level.Steps[1])
	}
	if got := level.Targets["P2"]; got != (desk.Targets{FirstResponse: time.Hour, NextResponse: 4 * time.Hour, Resolution: 10 * time.Hour}) || level.Calendar != office {
		t.Errorf("P2 is %v", got)
	}
	if s := c.Policy.Services[0]; len(s.Fields) != 3 || s.Fields[2].Required || !s.Fields[0].Required || s.Approval.Quorum != 1 || s.Level != "standard" ||
		s.Group != "Hardware" || s.Takes == "" || s.Owner != "maria" || !s.IsLive() || s.Fields[2].Label == "" || s.Fields[2].Hint == "" {
		t.Errorf("the service is %+v", s)
	}
	if r := c.Policy.Report; r.Day != "mon" || r.At != 480 || len(r.To) != 2 || r.To[1].Addr != "board@acme.example" || r.To[0].Name == "" {
		t.Errorf("the report is %+v", r)
	}
	if q := c.Policy.Queues[1]; q.Name != "incidents" || q.Level != "standard" {
		t.Errorf("the second queue is %+v", q)
	}
}

func TestExampleValues(t *testing.T) {
	c, err := Load(examplePath, secretsAreSet)
	if err != nil {
		t.Fatal(err)
	}
	p := c.Policy
	if p.Name != "ACME Service Desk" || p.Domain != "desk.acme.example" || p.Tag != "ACME" || p.Location.String() != "Europe/Berlin" ||
		p.CloseAfter != 7*24*time.Hour || p.ReopenWindow != 14*24*time.Hour || p.CcJoins || p.Secret != nil {
		t.Errorf("the desk is %+v", p)
	}
	if p.Limits != desk.DefaultLimits() {
		t.Errorf("the example shows other limits than the defaults: %+v", p.Limits)
	}
	if got := p.QueueByName("incidents"); !slices.Equal(got.Agents, []string{"bob", "ann"}) || got.Assign != desk.AssignRoundRobin || got.Lifecycle != "incident" {
		t.Errorf("incidents is %+v", got)
	}
	if got := p.QueueByName("changes"); !slices.Equal(got.Agents, []string{"ann", "bob"}) || got.Lifecycle != "change" {
		t.Errorf("changes is %+v", got)
	}
	if l := p.Lifecycles["release"]; l == nil || l.Resolve != "released" || l.Category("waiting") != desk.CategoryPending {
		t.Errorf("release is %+v", l)
	}
	if len(p.Lifecycles) != len(desk.Lifecycles())+1 {
		t.Errorf("%d lifecycles", len(p.Lifecycles))
	}
	lines := strings.Split(read(t, examplePath), "\n")
	for _, r := range p.Rules {
		if lines[r.Line-1] != "[[rule]]" || !strings.Contains(lines[r.Line], r.Name) {
			t.Errorf("rule %s does not stand in line %d", r.Name, r.Line)
		}
	}
	if r := p.Rules[0]; r.Hold != "a newsletter" || !r.NoAck || r.When == nil {
		t.Errorf("the first rule is %+v", r)
	}
	box := c.Mailboxes[0]
	if box.Address != "support@acme.example" || box.IMAP.Port != 993 || box.IMAP.After != "seen" || box.IMAP.Poll != time.Minute || box.SMTP.Port != 465 {
		t.Errorf("the mailbox is %+v", box)
	}
	if pw, err := box.IMAP.Password.Reveal(t.Context()); pw != "hunter2" || err != nil {
		t.Errorf("the password is %q, %v", pw, err)
	}
}

// knownKeys are all keys that are understood, by section.
func knownKeys(t *testing.T) map[string][]string {
	t.Helper()
	r := newReader("frontdesk.toml", everything(t), t.TempDir(), secretsAreSet)
	if _, err := r.config(); err != nil {
		t.Fatal(err)
	}
	return r.known
}

// TestEveryKeyIsDocumented holds that each key that is understood stands in the example and in the
// reference, and that the reference names no other.
func TestEveryKeyIsDocumented(t *testing.T) {
	example, documented := read(t, examplePath), documentedKeys(t)
	understood := map[string]bool{}
	for section, keys := range knownKeys(t) {
		for _, key := range keys {
			switch full := join(section, key); {
			case section == "":
				if documented[key] == nil || !strings.Contains(example, "["+key+"]") {
					t.Errorf("section %s is missing in the example or the reference", key)
				}
			case strings.HasSuffix(section, ".hours") || isSecret(section):
			default:
				understood[full] = true
				if !regexp.MustCompile(`\b` + key + `\b`).MatchString(example) {
					t.Errorf("%s is missing in the example", full)
				}
				if !slices.Contains(documented[strings.Replace(section, "mailbox.smtp", "smtp", 1)], key) {
					t.Errorf("%s is missing in the reference", full)
				}
			}
		}
	}
	for section, keys := range documented {
		for _, key := range keys {
			if !understood[join(section, key)] {
				t.Errorf("the reference names %s, which nobody understands", join(section, key))
			}
		}
	}
}

func isSecret(section string) bool {
	return slices.Contains([]string{"password", "client_secret", "refresh_token", "secret", "dsn"}, section[strings.LastIndexByte(section, '.')+1:])
}

var (
	headingForm = regexp.MustCompile(`^###? (?:\[+([a-z_]+)\]+|([a-zP0-9_., ]+))$`)
	quotedKey   = regexp.MustCompile("`([A-Za-z0-9_]+)`")
)

// documentedKeys are the keys of the tables in the reference, by the sections in the headings above them.
func documentedKeys(t *testing.T) map[string][]string {
	t.Helper()
	keys := map[string][]string{}
	var sections []string
	for line := range strings.SplitSeq(read(t, docsPath), "\n") {
		if m := headingForm.FindStringSubmatch(line); m != nil {
			sections = strings.Split(m[1]+m[2], ", ")
		}
		first, _, _ := strings.Cut(strings.TrimPrefix(line, "| "), " | ")
		if !strings.HasPrefix(line, "| `") {
			continue
		}
		for _, m := range quotedKey.FindAllStringSubmatch(first, -1) {
			for _, section := range sections {
				keys[section] = append(keys[section], m[1])
			}
		}
	}
	return keys
}
