package templates

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"frontdesk/desk"
	"frontdesk/desk/command"
)

func TestWrap(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("word ", 20))
	for _, c := range []struct{ name, in, want string }{
		{"short", "a  b\n\n c", "a  b\n\n c"},
		{"long", long, strings.TrimSpace(strings.Repeat("word ", 15)) + "\n" + strings.TrimSpace(strings.Repeat("word ", 5))},
		{"quoted", "> > " + long, "> > " + strings.TrimSpace(strings.Repeat("word ", 14)) + "\n> > " + strings.TrimSpace(strings.Repeat("word ", 6))},
		{"indented", "    " + long, "    " + strings.TrimSpace(strings.Repeat("word ", 14)) + "\n    " + strings.TrimSpace(strings.Repeat("word ", 6))},
		{"a link", "see https://e.example/" + strings.Repeat("x", 90) + " now", "see\nhttps://e.example/" + strings.Repeat("x", 90) + "\nnow"},
		{"characters, not bytes", strings.Repeat("ä", 76), strings.Repeat("ä", 76)},
		{"blanks alone", strings.Repeat(" ", 100), ""},
		{"blanks at the end", strings.Repeat("a", 75) + "    ", strings.Repeat("a", 75)},
		{"code keeps its blanks", "x    y\n" + "ok", "x    y\nok"},
	} {
		if got := wrap(c.in); got != c.want {
			t.Errorf("%s:\n%q; want\n%q", c.name, got, c.want)
		}
	}
	if got := quote("a\n\nb"); got != "> a\n>\n> b" {
		t.Errorf("quote: %q", got)
	}
}

// FuzzWrap: no word is lost, broken or put elsewhere, and lines are short unless a word is not.
func FuzzWrap(f *testing.F) {
	f.Add("> a long line " + strings.Repeat("word ", 30) + "\n\nnext")
	f.Add(strings.Repeat("> ", 50) + "x")
	f.Fuzz(func(t *testing.T, s string) {
		got := wrap(s)
		words := func(s string) string {
			return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '>' }), " ")
		}
		if !strings.Contains(s, ">") && words(got) != words(s) {
			t.Errorf("%q became %q", s, got)
		}
		for _, line := range strings.Split(got, "\n") {
			if utf8.RuneCountInString(line) > width && strings.Contains(strings.Trim(strings.TrimLeft(line, "> \t"), " "), " ") {
				first, _, _ := strings.Cut(strings.TrimLeft(line, "> \t"), " ")
				if utf8.RuneCountInString(first) < width/2 && !strings.Contains(line, "  ") && !strings.HasPrefix(line, strings.Repeat(">", 30)) {
					t.Errorf("a line is still long: %q", line)
				}
			}
		}
	})
}

func TestFlowHTML(t *testing.T) {
	link := func(u string) string { return `<a href="` + u + `">` + u + `</a>` }
	for _, c := range []struct{ in, want string }{
		{"a <b> & \"c\" 'd'", "a &lt;b&gt; &amp; &#34;c&#34; &#39;d&#39;"},
		{"a\n  b\n\nc", "a<br>\n&nbsp;&nbsp;b<br>\n<br>\nc"},
		{"a   b", "a &nbsp;&nbsp;b"},
		{"see http://e.example.", "see " + link("http://e.example") + "."},
		{"(https://e.example/a_(b))", "(" + link("https://e.example/a_(b)") + ")"},
		{"<https://e.example/?a=1&b=2>", "&lt;" + link("https://e.example/?a=1&amp;b=2") + "&gt;"},
		{"https://", "https://"}, {"xhttp://e.example", "xhttp://e.example"}, {"javascript:alert(1)", "javascript:alert(1)"},
		{`https://e.example/"onclick="x`, link("https://e.example/") + "&#34;onclick=&#34;x"},
		{"https://e.example/\u202egnp", link("https://e.example/") + "\u202egnp"},
		{"hhttps://a.example https://b.example", "hhttps://a.example " + link("https://b.example")},
	} {
		if got := string(flowHTML(c.in)); got != c.want {
			t.Errorf("%q:\n%s; want\n%s", c.in, got, c.want)
		}
	}
}

func FuzzFlowHTML(f *testing.F) {
	f.Add("see https://e.example/?a=<b>&\"c\" and <script>")
	f.Fuzz(func(t *testing.T, s string) {
		got := string(flowHTML(s))
		rest := strings.NewReplacer("<br>", "", "</a>", "").Replace(got)
		for {
			before, after, ok := strings.Cut(rest, `<a href="http`)
			if strings.ContainsAny(before, "<") {
				t.Fatalf("%q gives %q", s, got)
			}
			if !ok {
				break
			}
			_, rest, ok = strings.Cut(after, `">`)
			if !ok {
				t.Fatalf("%q gives %q", s, got)
			}
		}
	})
}

func TestLinks(t *testing.T) {
	labels := func(links []Link) string {
		var s []string
		for _, l := range links {
			s = append(s, l.Label)
		}
		return strings.Join(s, " ")
	}
	page := func(change func(*desk.Notice, *View)) *Page {
		n := desk.Notice{Template: "agent-update", Ticket: 5, Subject: "Größe & 100% + x?", Audience: desk.ToAgent}
		v := View{Tag: "T", ReplyTo: "desk+tok=x@e.example", Ticket: desk.Ticket{ID: 5, Category: desk.CategoryNew}}
		change(&n, &v)
		return newPage(n, v, builtins(t).mails[n.Template]["en"])
	}
	for _, c := range []struct {
		name   string
		change func(*desk.Notice, *View)
		want   string
	}{
		{"new", func(*desk.Notice, *View) {}, "Take Resolve Note Assign"},
		{"taken", func(_ *desk.Notice, v *View) { v.Ticket.Assignee = "bob" }, "Resolve Note Assign"},
		{"closed", func(_ *desk.Notice, v *View) { v.Ticket.Category = desk.CategoryClosed }, "Reopen Note Assign"},
		{"requester", func(n *desk.Notice, _ *View) { n.Audience = desk.ToRequester }, ""},
		{"no ticket", func(n *desk.Notice, _ *View) { n.Ticket = 0 }, ""},
		{"mistake", func(n *desk.Notice, _ *View) { n.Template, n.Words = "command-error", "/take\nhello" }, "Correct it"},
		{"long mistake", func(n *desk.Notice, _ *View) {
			n.Template, n.Words = "command-error", strings.Repeat("x", maxLinkBody+1)
		}, ""},
	} {
		p := page(c.change)
		if got := labels(p.raw.links); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		for _, l := range p.raw.links {
			u, err := url.Parse(l.URL)
			if err != nil || u.Scheme != "mailto" || strings.ContainsAny(l.URL, " +\r\n") {
				t.Errorf("%s: %s, %v", c.name, l.URL, err)
				continue
			}
			to, _ := url.PathUnescape(u.Opaque)
			q := u.Query()
			if to != "desk+tok=x@e.example" || q.Get("subject") != "Re: [T #5] Größe & 100% + x?" || !strings.HasPrefix(q.Get("body"), "/") ||
				strings.Contains(strings.ReplaceAll(q.Get("body"), "\r\n", ""), "\n") {
				t.Errorf("%s: %q %v", c.name, to, q)
			}
		}
	}
	if p := page(func(n *desk.Notice, _ *View) { n.Subject = strings.Repeat("ü", 1000) }); len(p.raw.links[0].URL) > 1000 {
		t.Errorf("a long subject makes a link of %d bytes", len(p.raw.links[0].URL))
	}
}

func TestSay(t *testing.T) {
	p, err := readPhrases(file{"words.xx.txt", "# remark\n\na = A\nfrom * to * = von * nach *\n* is over = * ist vorbei\nmail to *: * = Mail an *: *\n"})
	if err != nil {
		t.Fatal(err)
	}
	for english, want := range map[string]string{
		"a": "A", "b": "b", "from x to y": "von x nach y", "from x to y to z": "von x nach y to z", "it is over": "it ist vorbei",
		"it is over now": "it is over now", "mail to a@b: c: d": "Mail an a@b: c: d", "mail to a": "mail to a", "": "",
	} {
		if got := p.say(english); got != want {
			t.Errorf("%q: %q, want %q", english, got, want)
		}
	}
}

// TestMistakesInGerman holds the list of German phrases to what the grammar of commands really says.
func TestMistakesInGerman(t *testing.T) {
	s := builtins(t)
	for _, typed := range []string{
		"/statsu open", "/take now", "/assign", "/priority P9", "/take\n/tag a", "/close\n/reopen", "/list\n/take", "/undo\n/take", "/assign bob and eve",
		"/assign b!b", "/requester a@b.example c@d.example", "/cc bob", "/tag a!b", "/link x", "/pending soon", "/pending 2020-01-01", "/pending 20y",
		"/subject " + strings.Repeat("x", 9000), "/ta\u200bke", "/note\n/subject \x01",
	} {
		for _, p := range command.Parse(typed, 1000).Problems {
			if got := s.mails["command-error"]["de"].say.say(p.Message); got == p.Message {
				t.Errorf("%.40q: %q has no German", typed, p.Message)
			}
		}
	}
	if p := command.Parse("/tag a\n/tag b", 1).Problems; len(p) != 1 || s.mails["command-error"]["de"].say.say(p[0].Message) == p[0].Message {
		t.Errorf("too many commands: %v", p)
	}
}

// TestReasonsInGerman holds it to the reasons that the desk gives for a mail.
func TestReasonsInGerman(t *testing.T) {
	say := builtins(t).mails["reply"]["de"].say
	for _, why := range []string{"you wrote to us", "you asked us", "you asked", "you wrote to the desk", "you are in copy of this ticket", "the ticket is assigned to you",
		"the ticket is now yours", "you work queue x", "you work queue x and nobody has the ticket", "a mail of this ticket did not arrive"} {
		if got := say.say("You get this mail because " + why + "."); !strings.HasPrefix(got, "Sie erhalten diese Mail, weil ") {
			t.Errorf("%q: %q", why, got)
		}
	}
}
