package templates

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/worktime"
)

// scribe writes the transcripts.
var scribe = desk.Scribe{Policy: &desk.Policy{Tag: "ACME", Agents: exampleView.Agents, ReopenWindow: 14 * 24 * time.Hour,
	Levels: map[string]*desk.ServiceLevel{"standard": {Name: "standard", Calendar: &worktime.Calendar{Name: "office", Location: exampleView.Location, Week: officeHours}}}},
	Now: at.Add(24 * time.Hour), Location: exampleView.Location}

var officeHours = func() (week [7][]worktime.Interval) {
	for day := time.Monday; day <= time.Friday; day++ {
		week[day] = []worktime.Interval{{From: 8 * 60, To: 18 * 60}}
	}
	return week
}()

// tickets are a list of some.
func tickets() []desk.Ticket {
	printer, vpn, badge := exampleView.Ticket, exampleView.Ticket, exampleView.Ticket
	for _, t := range []*desk.Ticket{&printer, &vpn, &badge} {
		t.CreatedAt, t.Impact, t.Urgency = at, desk.Medium, desk.Medium
	}
	printer.Status, printer.Category, printer.Assignee, printer.DueAt = "open", desk.CategoryOpen, "alice", at.Add(96*time.Hour)
	vpn.ID, vpn.Subject, vpn.Priority, vpn.DueAt = 1043, "VPN drops every hour", "P1", at.Add(4*time.Hour)
	badge.ID, badge.Subject, badge.Queue = 1044, "New badge for the new colleague, who starts on Monday", "changes"
	badge.Status, badge.Category, badge.Assignee, badge.ResolvedAt = "resolved", desk.CategoryResolved, "bob", at.Add(time.Hour)
	return []desk.Ticket{printer, vpn, badge}
}

// dossier is all of a ticket.
func dossier() desk.Dossier {
	d := desk.Dossier{Ticket: tickets()[0]}
	d.Ticket.Participants, d.Ticket.Tags, d.Ticket.Fields = []string{"erin@customer.example"}, []string{"printer", "floor3"}, map[string]string{"cause": "worn rollers"}
	d.Ticket.Links = []desk.Link{{Kind: desk.LinkParent, Ticket: 7}}
	d.Ticket.Clocks = []desk.Clock{{Target: desk.FirstResponse, State: desk.ClockStopped, Level: "standard", Within: 4 * time.Hour, Spent: time.Hour, Ended: at.Add(time.Hour)},
		{Target: desk.Resolution, State: desk.ClockRuns, Level: "standard", Within: 10 * time.Hour, From: at, Due: at.Add(72*time.Hour + 10*time.Minute)}}
	bob := desk.Address{Addr: "bob@acme.example"}
	d.Messages = []desk.Message{{At: at, From: dana, Visibility: desk.Public, Text: firstMail, Proven: true, Attachments: []desk.Attachment{{Name: "smoke.jpg", Size: 120 << 10}}},
		{At: at.Add(time.Hour), From: bob, Agent: "bob", Visibility: desk.Internal, Text: "She always says that.", Proven: true},
		{At: at.Add(2 * time.Hour), From: desk.Address{Addr: alice.Addr}, Agent: "alice", Visibility: desk.Public, Text: "Please switch it off.\n\nAlice", Proven: true}}
	agent := desk.Actor{Kind: desk.ActorAgent, Name: "alice"}
	person := desk.Actor{Kind: desk.ActorPerson, Name: dana.Addr}
	d.Events = []desk.Event{
		{At: at, Actor: person, Detail: desk.Opened{Queue: "service-desk", Mailbox: "support@acme.example", Rule: "printers", Why: "rule printers", Impact: "high", Urgency: "medium", Priority: "P2"}},
		{At: at, Actor: person, Detail: desk.Wrote{From: dana.Addr, Visibility: desk.Public, Proven: true}},
		{At: at, Actor: person, Detail: desk.CcProposed{Addresses: "erin@customer.example"}},
		{At: at.Add(time.Hour), Actor: agent, Detail: desk.Assigned{To: "alice"}},
		{At: at.Add(time.Hour), Actor: agent, Detail: desk.StatusChanged{From: "new", To: "open", Category: desk.CategoryOpen}},
		{At: at.Add(time.Hour), Actor: agent, Detail: desk.CommandDone{Command: "take"}},
		{At: at.Add(2 * time.Hour), Actor: desk.Actor{Kind: desk.ActorDesk}, Detail: desk.ClockChanged{Change: desk.ClockWasMet, Clock: d.Ticket.Clocks[0]}},
	}
	d.Mails = []desk.MailOut{{At: at, To: dana.Addr, Template: "ack", State: "sent", Cause: "m1"}, {At: at, To: alice.Addr, Template: "agent-new", State: "sent", Cause: "m1"},
		{At: at.Add(time.Hour), To: dana.Addr, Template: "reply", State: "waiting"}}
	d.Taken = []desk.Taken{{At: at, SHA256: "m1", Outcome: desk.OutcomeNew, Reasons: desk.Reasons{Why: "a new ticket", Sender: desk.SenderTrace{Address: dana.Addr, Proven: true, By: "dmarc"},
		Thread: desk.ThreadTrace{By: "none"}, Rules: []desk.RuleTrace{{Name: "outages", Line: 40}, {Name: "printers", Line: 48, Matched: true, Why: `subject contains "printer"`}},
		Told: []desk.ToldTrace{{Template: "ack", To: []string{dana.Addr}, Why: "you wrote to us"},
			{Template: "agent-new", To: []string{alice.Addr, "bob@acme.example"}, Why: "you work queue service-desk"}},
		NotTold: []desk.ToldTrace{{Template: "agent-new", To: []string{"carol@acme.example"}, Why: "nobody is told of their own act"}}}}}
	return d
}

// wordless are events that consist of what people chose or typed.
var wordless = map[string]bool{"/take": true, "/assign bob": true, "model: 13 inch": true, "sibling #7": true}

// TestEventsAreTranslated holds the lists to the words that the desk's own test gives to every kind of event.
func TestEventsAreTranslated(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "../desk/words_test.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	ast.Inspect(f, func(n ast.Node) bool {
		kv, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		key, ok := kv.Key.(*ast.BasicLit)
		if !ok {
			return true
		}
		words, err := strconv.Unquote(key.Value)
		if found++; err == nil && !wordless[words] {
			untranslated(t, words, func(language string) { t.Errorf("event %q is not in words.%s.txt", words, language) })
		}
		return true
	})
	if found < 50 {
		t.Errorf("only %d events were found", found)
	}
}

// TestTranscriptsAreTranslated: every heading, name and cell of the examples that is in words of the desk.
func TestTranscriptsAreTranslated(t *testing.T) {
	check := func(words string) {
		if words == "" || strings.HasPrefix(words, "/") {
			return
		}
		untranslated(t, words, func(language string) { t.Errorf("%q is not in words.%s.txt", words, language) })
	}
	shown := 0
	for _, x := range examples() {
		for _, s := range x.notice.Transcript {
			if s.Ticket == 0 && s.Article == nil {
				check(s.Title)
			}
			for _, f := range s.Facts {
				check(f.Name)
				if f.Phrase {
					check(f.Value)
				}
			}
			for _, l := range slices.Concat(s.Lines, s.Head) {
				check(l)
			}
			for _, r := range s.Rows {
				for _, c := range s.Phrases {
					if shown++; !phraseless[r[c]] {
						check(r[c])
					}
				}
			}
		}
	}
	if shown < 20 {
		t.Errorf("only %d cells were looked at", shown)
	}
}

// phraseless are cells of such columns that are names all the same.
var phraseless = map[string]bool{"alice": true, "bob": true, "new → open": true, "agent-new, digest": true}

func TestTables(t *testing.T) {
	long := strings.Repeat("word ", 60)
	for _, c := range []struct {
		name, text string
		html       string // that must be in it
		head       []string
		rows       [][]string
	}{
		{"nothing", "", "", nil, nil},
		{"empty columns", "a  c", "<table", nil, [][]string{{"a", "", "c"}}},
		{"counts", "queue  open\na         3\nb        12", `text-align:right`, []string{"queue", "open"}, [][]string{{"a", "3"}, {"b", "12"}}},
		{"ragged", "a\nb  c", "<td", nil, [][]string{{"a"}, {"b", "c"}}},
		{"wide cells", "a · b\n" + indent(strings.TrimSpace(long)), "<div", nil, [][]string{{"a", "b", strings.TrimSpace(long)}}},
		{"hostile", "<b>  &", "&lt;b&gt;", nil, [][]string{{"<b>", "&"}}},
	} {
		if got := tableText(c.head, c.rows); got != c.text {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.text)
		}
		if got := string(tableHTML(c.head, c.rows)); !strings.Contains(got, c.html) || strings.Contains(got, "<b>  ") {
			t.Errorf("%s: %s", c.name, got)
		}
	}
	for line := range strings.SplitSeq(tableText(nil, [][]string{{"when", "who", long}, {strings.Repeat("x", 30), strings.Repeat("y", 30), long}}), "\n") {
		if len(line) > width {
			t.Errorf("too long: %q", line)
		}
	}
}
