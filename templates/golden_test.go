package templates

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/knowledge"
)

var update = flag.Bool("update", false, "write testdata anew")

// The people and the ticket of the examples.
var (
	dana  = desk.Address{Name: "Dana Fox", Addr: "dana@customer.example"}
	alice = desk.Address{Name: "Alice Winter", Addr: "alice@acme.example"}

	exampleView = View{
		Desk: "ACME Service Desk", Tag: "ACME", ReplyTo: "support+r.k3b9@acme.example", Language: "en",
		Location: time.FixedZone("CET", 3600),
		Agents: []desk.Agent{
			{Name: "alice", FullName: "Alice Winter", Addresses: []string{"alice@acme.example"}},
			{Name: "bob", FullName: "Bob Meyer", Addresses: []string{"bob@acme.example"}},
		},
		Ticket: desk.Ticket{ID: 1042, Subject: "Printer on the 3rd floor is on fire", Queue: "service-desk", Status: "new",
			Category: desk.CategoryNew, Priority: "P3", Requester: dana.Addr, Name: dana.Name, UpdatedAt: at},
		Lifecycle: &desk.Lifecycles()[0],
	}
	firstMail = "Hello,\n\nthe printer on the 3rd floor prints only blank pages since this morning, and it smells as if something in it were about to burn. " +
		"The manual is at https://intranet.customer.example/printers/laser-9000/manual?page=17&lang=en#jam but it does not help.\n\n" +
		"> I wrote the same to facilities on Monday, and they told me that a technician would come by on Tuesday at the latest\n> but nobody came.\n\nDana"
	at = time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC)
)

// languages are those of the built-in templates.
var languages = []string{"en", "de", "fr", "es"}

// example is one mail of the tests.
type example struct {
	name   string // of the golden file
	notice desk.Notice
	view   func(*View)
}

func toAgent(template, why string) desk.Notice {
	return desk.Notice{Template: template, To: alice, Audience: desk.ToAgent, Ticket: 1042, Subject: exampleView.Ticket.Subject, Why: why,
		Auto: "auto-generated"}
}

func toRequester(template, why string) desk.Notice {
	return desk.Notice{Template: template, To: dana, Audience: desk.ToRequester, Ticket: 1042, Subject: exampleView.Ticket.Subject, Why: why}
}

func with(n desk.Notice, change func(*desk.Notice)) desk.Notice {
	change(&n)
	return n
}

func taken(v *View) {
	v.Ticket.Status, v.Ticket.Category, v.Ticket.Assignee = "open", desk.CategoryOpen, "alice"
}

// due gives the ticket a time by which it must be done.
func due(v *View) { taken(v); v.Ticket.DueAt = at.Add(4*24*time.Hour - 10*time.Minute) }

func ended(status string, c desk.Category) func(*View) {
	return func(v *View) { taken(v); v.Ticket.Status, v.Ticket.Category = status, c }
}

// conversation is a history with an internal note that nobody may see.
func conversation(n *desk.Notice) {
	n.History = []desk.Message{
		{At: at.Add(2 * time.Hour), From: desk.Address{Addr: alice.Addr}, Agent: "alice", Visibility: desk.Internal, Text: "SECRET: she always says that"},
		{At: at.Add(time.Hour), From: desk.Address{Addr: alice.Addr}, Agent: "alice", Visibility: desk.Public, Text: "Please switch it off. Which model is it?"},
		{At: at, From: dana, Visibility: desk.Public, Text: firstMail},
	}
}

// letter is an article with what Markdown has, filled in.
func letter() *knowledge.Letter {
	a, _ := knowledge.Parse("printer-smell", "---\ntitle: A printer smells\n---\nHello {{requester}},\n\n1. Switch it **off**.\n2. Take the paper out:\n   - tray 1\n   - tray 2\n"+
		"3. Write down the number on its back, such as `LJ-9000/17`.\n\n> Never use water.\n\n```\nprinterctl --stop {{ticket}} --reason \"it smells of something that will burn before long\"\n```\n\n"+
		"| Floor | Printer |\n| --- | --- |\n| 3 | LJ-9000 |\n\nMore on [our pages](https://intranet.customer.example/printers).")
	l, _ := a.Fill(map[string]string{"requester": "Dana Fox", "ticket": "ACME #1042"})
	return &l
}

func examples() []example {
	list := []example{
		{"survey", with(toRequester("survey", "you asked us"), func(n *desk.Notice) { n.Auto = "auto-generated" }), ended("resolved", desk.CategoryResolved)},
		{"ack", toRequester("ack", "you wrote to us"), nil},
		{"ack-article", with(toRequester("ack", "you wrote to us"), func(n *desk.Notice) {
			n.Auto, n.Transcript = "auto-replied", []desk.Section{{Title: "A printer smells", Article: letter(),
				Lines: []string{"This may help at once. If it does, please tell us with the mail “It is solved” below."}}}
		}), nil},
		{"agent-new-articles", with(toAgent("agent-new", "you work queue service-desk"), func(n *desk.Notice) {
			n.Author, n.Words = dana, "It smells again."
			n.Transcript = []desk.Section{{Title: "Articles that may fit", Offers: []desk.Offer{
				{Label: "Send: A printer smells", Body: "/reply printer-smell\r\n"}, {Label: "Send: Order a new printer", Body: "/reply printer-order\r\n"}}}}
		}), nil},
		{"ack-plain", with(toRequester("ack", "you wrote to us"), func(n *desk.Notice) { n.Plain = true }), nil},
		{"agent-new", with(toAgent("agent-new", "you work queue service-desk"), func(n *desk.Notice) {
			n.Author, n.Words = dana, firstMail
			n.Changes = []string{"In copy, not told of answers unless you say /cc: erin@customer.example"}
		}), func(v *View) { v.TooLarge = []desk.Attachment{{Name: "video.mp4", Size: 48 << 20}} }},
		{"agent-new-moved", with(toAgent("agent-new", "you work queue changes"), func(n *desk.Notice) {
			n.Author, n.Words, n.Internal = desk.Address{Addr: "bob@acme.example"}, "This needs a new printer.", true
			n.Changes = []string{"Moved here from service-desk by bob"}
			conversation(n)
		}), func(v *View) { v.Ticket.Queue = "changes" }},
		{"agent-update", with(toAgent("agent-update", "the ticket is assigned to you"), func(n *desk.Notice) {
			n.Author, n.Words, n.Changes = dana, "It is a Laser 9000.\n\nIt is off now, but the smell is still there.", []string{"Status: pending → open"}
			conversation(n)
		}), due},
		{"agent-update-solved", with(toAgent("agent-update", "the ticket is assigned to you"), func(n *desk.Notice) {
			n.Changes = []string{"Dana Fox says that it is solved", "Status: open → resolved"}
			conversation(n)
		}), ended("resolved", desk.CategoryResolved)},
		{"agent-update-advice", with(toAgent("agent-update", "you wrote to the desk"), func(n *desk.Notice) {
			n.Advice, n.Changes = true, []string{"carol is away until 2026-12-24 (deputy bob)."}
		}), due},
		{"agent-update-crossed", with(toAgent("agent-update", "your answer crossed what others did"), func(n *desk.Notice) {
			n.Advice, n.Changes = true, []string{"Your answer waits, because the ticket has changed since the mail that you answered.",
				"12:05 Bob Meyer took the ticket", "12:05 Bob Meyer answered: “A technician comes at 15:00.”", "12:07 Dana Fox wrote: “Thank you.”",
				"Nothing of your mail was sent or carried out; /send sends the answer all the same, and a new answer replaces it.",
				"To be given again with it: /take, /pending 3d"}
			conversation(n)
		}), func(v *View) { taken(v); v.Ticket.Held = []desk.HeldAnswer{{Agent: "alice", Mail: "m"}} }},
		{"agent-update-asked", with(toAgent("agent-update", "the ticket is assigned to you"), func(n *desk.Notice) {
			n.Author, n.Internal, n.Words = desk.Address{Addr: "help@laser.example"}, true, "Yes: change the fuser."
			n.Changes = []string{"Only agents see this answer.", "Status: pending → open"}
			conversation(n)
		}), due},
		{"agent-update-assigned", with(toAgent("agent-update", "the ticket is now yours"), func(n *desk.Notice) {
			n.Changes = []string{"Assigned to you by bob"}
			conversation(n)
		}), taken},
		{"agent-update-machine", with(toAgent("agent-update", "the ticket is assigned to you"), func(n *desk.Notice) {
			n.Author, n.Class, n.Internal = desk.Address{Addr: "monitor@customer.example"}, desk.ClassAutoGenerated, true
			n.Words, n.Changes = "CRITICAL: smoke detector 3-17", []string{"an automatic mail came in"}
		}), taken},
		{"reply", with(toRequester("reply", "you asked us"), func(n *desk.Notice) {
			n.Writer, n.Words = "Alice Winter", "Hello Dana,\n\nthank you. A technician comes at 15:00.\n\nAlice"
			conversation(n)
		}), taken},
		{"reply-first", with(toRequester("reply", "we opened a ticket for you"), func(n *desk.Notice) {
			n.Writer, n.Words, n.First = "Bob Meyer", "The new rollers are here. When may I come?", true
		}), taken},
		{"reply-asks", with(toRequester("reply", "you were asked; what you answer is read by the desk's agents"), func(n *desk.Notice) {
			n.To, n.Audience = desk.Address{Addr: "help@laser.example"}, desk.ToThirdParty
			n.Writer, n.Words = "Alice Winter", "Is this a known fault of the Laser 9000?"
			conversation(n)
		}), ended("resolved", desk.CategoryResolved)},
		{"resolved", with(toRequester("resolved", "you asked us"), func(n *desk.Notice) {
			n.Writer, n.Words = "Alice Winter", "The printer has a new fuser and prints again."
			conversation(n)
		}), ended("resolved", desk.CategoryResolved)},
		{"resolved-silent", with(toRequester("resolved", "you asked us"), func(n *desk.Notice) { n.Writer = "Alice Winter" }), ended("resolved", desk.CategoryResolved)},
		{"closed", with(toRequester("closed", "you asked us"), func(n *desk.Notice) { n.Writer = "Alice Winter"; conversation(n) }), ended("closed", desk.CategoryClosed)},
		{"command-error", with(toAgent("command-error", "you wrote to the desk"), func(n *desk.Notice) {
			n.Words = "/assign bub\n/statsu open\n\nHello Dana, Bub will look at it this afternoon; he knows these printers better than anybody else here."
			n.Problems = []desk.CommandProblem{
				{Line: 1, Text: "/assign bub", Message: "there is no agent bub in queue service-desk", Possible: []string{"alice", "bob", "none"}, Nearest: "/assign bob"},
				{Line: 2, Text: "/statsu open", Message: `"/statsu" is no command; if it is meant as text, write other words before it`, Nearest: "/status open"}}
		}), taken},
		{"command-error-no-ticket", with(toAgent("command-error", "you wrote to the desk"), func(n *desk.Notice) {
			n.Ticket, n.Subject = 0, ""
			n.Words = "/close"
			n.Problems = []desk.CommandProblem{{Line: 1, Text: "/close", Message: "you may not work the ticket that the mail points to; it is held for a person to look at"}}
		}), func(v *View) { v.Ticket = desk.Ticket{} }},
		{"alert", with(toAgent("alert", "a mail of this ticket did not arrive"), func(n *desk.Notice) {
			n.Changes = []string{"Mail to dana@customer.example could not be delivered: 5.1.1 user unknown"}
			conversation(n)
		}), taken},
		{"transcript", with(toAgent("transcript", "you asked"), question), func(v *View) { v.Ticket = desk.Ticket{} }},
		{"transcript-show", with(toAgent("transcript", "you asked"), func(n *desk.Notice) {
			n.History, n.Transcript = []desk.Message{}, scribe.Show(desk.Question{Text: "/show"}, dossier())
		}), due},
		{"transcript-why", with(toAgent("transcript", "you asked"), func(n *desk.Notice) {
			n.History, n.Transcript = []desk.Message{}, scribe.Why(desk.Question{Text: "/why", Hears: []string{"alice"}}, dossier())
		}), due},
		{"transcript-list", with(toAgent("transcript", "you asked"), func(n *desk.Notice) {
			n.Ticket, n.Subject, n.InReplyTo = 0, "Questions", "q1@acme.example"
			n.Transcript = slices.Concat([]desk.Section{scribe.List(desk.Question{Text: "/list"}, tickets()), scribe.Found(desk.Question{Text: "/search zzz"}, nil)},
				scribe.Report(desk.Question{Text: "/report", Queues: []string{"service-desk", "changes"}}, tickets(), tickets()),
				[]desk.Section{scribe.Quarantined(desk.Question{Text: "/quarantine", Manager: true}, []desk.HeldMail{
					{ID: 17, At: at, From: "Bob <bob@acme.example>", Subject: "Please close it", Reason: "unproven-agent",
						Detail: "it claims to be from agent bob, and nobody vouches for that (dmarc=fail)"}})})
		}), func(v *View) { v.Ticket = desk.Ticket{} }},
		{"transcript-status", with(toRequester("transcript", "you asked"), func(n *desk.Notice) {
			n.Ticket, n.Subject, n.InReplyTo = 0, "Status", "q2@customer.example"
			n.Changes = []string{"What you wrote below this subject has not been read; with another subject it opens a ticket."}
			n.Transcript = []desk.Section{scribe.Status(desk.Question{Filter: desk.QuestionFilter{Requester: dana.Addr}}, tickets())}
		}), func(v *View) { v.Ticket = desk.Ticket{} }},
		{"help", with(toAgent("help", "you asked"), question), func(v *View) { v.Ticket = desk.Ticket{} }},
	}
	for _, name := range []string{"sla-warning", "sla-breach"} {
		list = append(list, example{name, with(toAgent(name, "you work queue changes"), func(n *desk.Notice) { n.Words = "Replace the printer.\n\nCost: 900 EUR" }),
			func(v *View) {
				due(v)
				if name == "sla-breach" {
					v.Ticket.DueAt = at.Add(-17 * time.Hour)
				}
			}})
	}
	for _, name := range []string{"broadcast"} {
		list = append(list, example{name, with(toRequester(name, "you asked us"), func(n *desk.Notice) {
			n.Words, n.Changes = "The words of the desk.", []string{"Status: awaiting-approval → approved"}
		}), taken})
	}
	list = append(list, formExamples()...)
	list = append(list, approvalExamples()...)
	list = append(list,
		example{"report", with(toAgent("report", "you asked"), func(n *desk.Notice) { n.Ticket, n.Subject, n.Words = 0, "", "3 new tickets\n1 resolved" }), nil},
		example{"digest", with(toAgent("digest", "several tickets have changed"), func(n *desk.Notice) {
			n.Ticket, n.Subject = 0, ""
			n.Transcript = []desk.Section{
				{Title: "#1042 Printer on the 3rd floor is on fire", Ticket: 1042, Lines: []string{"Assigned to you by bob"},
					Entries: []desk.Message{{At: at, From: dana, Visibility: desk.Public, Text: firstMail}}},
				{Title: "#1043 VPN drops every hour", Ticket: 1043, Lines: []string{"Status: pending → open"}},
				{Title: "#1044 New badge for the new colleague, who starts on Monday", Ticket: 1044, Lines: []string{"Moved here from service-desk by bob"}},
			}
		}), func(v *View) {
			v.Tickets = map[int64]TicketView{}
			for _, t := range tickets() {
				v.Tickets[t.ID] = TicketView{Ticket: t, ReplyTo: fmt.Sprintf("support+%d.token@acme.example", t.ID)}
			}
			v.Ticket = desk.Ticket{}
		}})
	return list
}

// question makes a notice the answer to an agent's /help.
func question(n *desk.Notice) {
	n.Ticket, n.Subject, n.InReplyTo = 0, "what can I do?", "q1@acme.example"
	n.Transcript = []desk.Section{{Title: "Commands", Phrases: []int{1}, Lines: []string{"All commands of a mail are carried out, or none."}, Rows: [][]string{
		{"/take", "make the ticket yours and start work on it"}, {"/assign NAME|none", "give the ticket to an agent, or to nobody"}}},
		{Title: "Questions", Phrases: []int{1}, Rows: [][]string{{"/list [mine|QUEUE|STATUS]", "get a list of tickets"}}}}
}

func (x example) render(t *testing.T, s *Set, language string) Words {
	t.Helper()
	v := exampleView
	if x.view != nil {
		x.view(&v)
	}
	n := x.notice
	n.Language = language
	w, err := s.Render(n, v)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func builtins(t testing.TB) *Set {
	t.Helper()
	s, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestGolden(t *testing.T) {
	s := builtins(t)
	seen := map[string]bool{}
	for _, x := range examples() {
		seen[x.notice.Template] = true
		for _, language := range languages {
			w := x.render(t, s, language)
			golden(t, x.name+"."+language+".txt", subjectField+w.Subject+"\n\n"+w.Text)
			golden(t, x.name+"."+language+".html", w.HTML)
		}
	}
	for _, name := range Names {
		if !seen[name] {
			t.Errorf("template %s has no example", name)
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (-update writes it)", err)
	}
	if got != string(want) {
		t.Errorf("%s differs from what is rendered now (-update writes it anew):\n%s", path, firstDifference(got, string(want)))
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return "now:  " + g[i] + "\nthen: " + strings.Join(w[min(i, len(w)):min(i+1, len(w))], "")
		}
	}
	return "now it is shorter"
}
