package desk

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"frontdesk/desk/command"
	"frontdesk/desk/knowledge"
)

// withArticles gives a world what it knows: how to reset passwords, for everybody, and how to order, with fields.
func withArticles(w *world) {
	w.p.Services = []Service{{Name: "laptop", Title: "A new laptop", State: ServiceLive, Fields: []ServiceField{{Name: "model"}}}}
	var all []knowledge.Article
	for name, file := range map[string]string{
		"reset-password": "---\ntitle: Reset a forgotten password\npublic: true\ntags: login\n---\nHello {{requester}},\n\npress **Forgot password**. This is {{ticket}}.",
		"reset-phone":    "# Reset a phone\n\nHold it for ten seconds.\n\n{{agent}}, {{desk}}",
		"laptop-comes":   "# The laptop comes\n\nYour {{model}} ({{service}}) is on its way.",
		"password-rules": "---\ntitle: Rules for a password\npublic: true\n---\nTwelve letters. {{agent}}",
	} {
		a, mistakes := knowledge.Parse(name, file)
		if len(mistakes)+len(a.Check(ArticleFields(w.p.Services, a.Service), nil)) > 0 {
			w.t.Fatal(name, mistakes)
		}
		all = append(all, a)
	}
	w.p.Knowledge = Knowledge{Base: knowledge.New(all), Suggest: true, SuggestRequesters: true}
}

func offeredArticles(d Decision) (all []string) {
	for _, e := range d.Events {
		if o, ok := e.Detail.(Offered); ok {
			all = append(all, Happened(o, nil)+" by "+e.Actor.String())
		}
	}
	return all
}

// TestArticlesForNewTickets: two are named to agents; the requester is offered one that needs no agent.
func TestArticlesForNewTickets(t *testing.T) {
	w := newWorld(t)
	withArticles(w)
	d := w.handle(w.mail(dana, "I forgot my login password", "Please reset it."))
	want := []string{"article reset-password offered to the requester by desk", "article reset-password offered to the agent by desk", "article reset-phone offered to the agent by desk"}
	if got := offeredArticles(d); len(got) != 3 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("offered %q, want %q", got, want)
	}
	for _, n := range d.Notices {
		switch s := n.Transcript; {
		case len(s) != 1:
			t.Errorf("%s has %d sections", n.Template, len(s))
		case n.Template == TemplateAck && (s[0].Title != "Reset a forgotten password" || !strings.Contains(s[0].Article.Text(), "This is ACME #1001.") || len(s[0].Offers) > 0):
			t.Errorf("the acknowledgement has %+v", s[0])
		case n.Template == TemplateAgentNew && (len(s[0].Offers) != 2 || s[0].Offers[0] != Offer{"Send: Reset a forgotten password", "/reply reset-password\r\n"} || s[0].Article != nil):
			t.Errorf("an agent has %+v", s[0])
		}
	}
}

func TestWhoIsOfferedNoArticle(t *testing.T) {
	ask := func(w *world, options ...func(*MailIn)) Decision {
		return w.handle(w.mail(dana, "I forgot my login password", "Please reset it.", options...))
	}
	for name, c := range map[string]struct {
		edit    func(*world)
		options []func(*MailIn)
	}{
		"not proven":         {func(*world) {}, []func(*MailIn){unproven}},
		"not wanted":         {func(w *world) { w.p.Knowledge.SuggestRequesters = false }, nil},
		"a machine":          {func(*world) {}, []func(*MailIn){class(ClassBulk)}},
		"no article":         {func(w *world) { w.p.Knowledge.Base = nil }, nil},
		"a service in draft": {func(w *world) { w.p.Services[0].State = ServiceDraft; w.rule(Rule{Service: "laptop"}) }, nil},
		"not acknowledged":   {func(w *world) { w.rule(Rule{NoAck: true}) }, nil},
	} {
		w := newWorld(t)
		withArticles(w)
		c.edit(w)
		if got := offeredArticles(ask(w, c.options...)); slices.Contains(got, "article reset-password offered to the requester by desk") {
			t.Errorf("%s: %q", name, got)
		}
	}
	w := newWorld(t)
	withArticles(w)
	if got := offeredArticles(w.handle(w.mail(dana, "Lunch", "When is it?"))); got != nil {
		t.Errorf("what fits nothing is offered %q", got)
	}
}

// rule adds a rule that always matches.
func (w *world) rule(r Rule) {
	r.Name, r.Continue = "always", true
	w.p.Rules = append(w.p.Rules, r)
}

// TestReplyWithAnArticle: it goes out as the agent's answer, below own words, and stands in the conversation.
func TestReplyWithAnArticle(t *testing.T) {
	for _, c := range []struct{ typed, words, text string }{
		{"/reply reset-password", "", "Hello dana@example.com,\n\npress Forgot password. This is ACME #1001."},
		{"/reply RESET-PA\n\nHi Dana, try this:", "Hi Dana, try this:", "Hi Dana, try this:\n\nHello dana@example.com,\n\npress Forgot password. This is ACME #1001."},
		{"/resolve\n/reply reset-phone", "", "Reset a phone\n-------------\n\nHold it for ten seconds.\n\nAlice Fox, ACME Service Desk"},
	} {
		w, _, toAlice := printer(t)
		withArticles(w)
		d := w.handle(w.mail(alice, "Re: Printer", c.typed, replyTo(toAlice)))
		template := TemplateReply
		if strings.Contains(c.typed, "resolve") {
			template = TemplateResolved
		}
		w.want(d, OutcomeReply, 1001, template+">"+dana)
		n := d.Notices[0]
		if n.Words != c.words || n.Writer != "Alice Fox" || n.Auto != "" || len(n.Transcript) != 1 || n.Transcript[0].Article == nil {
			t.Errorf("%q sends %+v", c.typed, n)
		}
		if m := d.Messages; len(m) != 1 || m[0].Text != c.text || m[0].Visibility != Public || m[0].Agent != "alice" {
			t.Errorf("%q leaves %+v", c.typed, m)
		}
		if got := offeredArticles(d); len(got) != 1 || !strings.Contains(got[0], "sent to the requester by alice") {
			t.Errorf("%q is the event %q", c.typed, got)
		}
	}
}

func TestReplyFromTheShell(t *testing.T) {
	w, _, _ := printer(t)
	withArticles(w)
	d := w.handle(Commanded{Agent: "alice", Ticket: 1001, Block: command.ParseArgv([]string{"/reply", "reset-phone"})})
	w.want(d, OutcomeCommand, 1001, "reply>"+dana)
	if len(d.Messages) != 1 || d.Messages[0].From.Addr != alice || d.Messages[0].Visibility != Public {
		t.Errorf("the conversation has %+v", d.Messages)
	}
}

func TestMistakesOfReply(t *testing.T) {
	for typed, want := range map[string]string{
		"/reply reset":                            "there is no article reset [reset-password reset-phone]",
		"/reply resett-password":                  "there is no article resett-password [laptop-comes password-rules reset-password reset-phone]",
		"/reply laptop-comes":                     "the article laptop-comes names what the ticket does not have: model, service [/set model VALUE /service NAME]",
		"/note\n/reply reset-phone":               `contradicts "/note" in line 1; say only one of them []`,
		"/reply reset-phone\n/reply laptop-comes": "",
	} {
		w, _, toAlice := printer(t)
		withArticles(w)
		d := w.handle(w.mail(alice, "Re: Printer", typed, replyTo(toAlice)))
		w.want(d, OutcomeReply, 1001, "command-error>"+alice)
		if p := d.Notices[0].Problems[0]; want != "" && fmt.Sprint(p.Message, " ", p.Possible) != want {
			t.Errorf("%q is told %s %v", typed, p.Message, p.Possible)
		}
	}
	w := newWorld(t)
	withArticles(w)
	d := w.handle(w.mail(alice, "For Dana", "/requester "+dana+"\n/reply reset-phone"))
	if told(d) != "command-error>"+alice || !strings.Contains(d.Notices[0].Problems[0].Message, "an article goes out with an answer to it") {
		t.Errorf("told %s", told(d))
	}
}

// TestArticleThatCrosses waits whole, and goes out with /send.
func TestArticleThatCrosses(t *testing.T) {
	w, _, toAlice := printer(t)
	withArticles(w)
	w.p.Holds = true
	w.handle(w.mail(bob, "Re: [ACME #1001] Printer", "/assign bob\nI come at three.", replyTo(w.ids[bob])))
	d := w.handle(w.mail(alice, "Re: Printer", "/reply reset-phone", replyTo(toAlice)))
	if m := d.Messages; len(m) != 1 || m[0].Visibility != Internal || !strings.Contains(m[0].Text, "Hold it") || strings.Contains(told(d), dana) {
		t.Fatalf("told %s, leaves %+v", told(d), m)
	}
	d = w.handle(w.mail(alice, "Re: Printer", "/send", replyTo(w.ids[alice])))
	if n := d.Notices[0]; n.To.Addr != dana || !strings.Contains(n.Words, "Hold it for ten seconds.") {
		t.Errorf("sends %+v", n)
	}
}

func TestHelpNamesArticles(t *testing.T) {
	w := newWorld(t)
	withArticles(w)
	s := Scribe{Policy: w.p}
	sections := s.Help(Question{By: 1})
	last := sections[len(sections)-1]
	if last.Title != "Articles" || len(last.Rows) != 4 || last.Rows[2][0] != "/reply reset-password" {
		t.Errorf("help ends with %+v", last)
	}
}

// TestArticlesInDigests: whoever wants one mail an hour finds them there.
func TestArticlesInDigests(t *testing.T) {
	w := newWorld(t)
	withArticles(w)
	w.p.Agents[0].Digest = DigestHourly
	w.handle(w.mail(dana, "I forgot my login password", "Please reset it."))
	w.handle(w.mail(erin, "Lunch", "When?"))
	d := w.handle(BundleDue{Agent: "alice"})
	if s := d.Notices[0].Transcript; len(s) != 2 || len(s[0].Offers) != 2 || s[0].Ticket != 1001 || s[1].Offers != nil {
		t.Errorf("the digest has %+v", s)
	}
}
