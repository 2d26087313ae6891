package templates

import (
	"net/url"
	"strings"
	"testing"

	"frontdesk/desk"
)

func labels(links []Link) string {
	var s []string
	for _, l := range links {
		s = append(s, l.Label)
	}
	return strings.Join(s, ", ")
}

// linksOf makes the links of a mail about ticket 5 in a language.
func linksOf(t *testing.T, language string, change func(*desk.Notice, *View)) []Link {
	t.Helper()
	n := desk.Notice{Template: "agent-update", Ticket: 5, Subject: "Größe & 100% + x?", Audience: desk.ToAgent}
	v := View{Tag: "T", ReplyTo: "desk+tok=x@e.example", Ticket: desk.Ticket{ID: 5, Category: desk.CategoryNew}, Lifecycle: lifecycle("incident")}
	change(&n, &v)
	return newPage(n, v, builtins(t).mails[n.Template][language]).raw.links
}

func lifecycle(name string) *desk.Lifecycle {
	for _, l := range desk.Lifecycles() {
		if l.Name == name {
			return &l
		}
	}
	return nil
}

func in(lifecycleName, status string, c desk.Category) func(*desk.Notice, *View) {
	return func(_ *desk.Notice, v *View) {
		v.Lifecycle, v.Ticket.Status, v.Ticket.Category = lifecycle(lifecycleName), status, c
	}
}

// to makes it a mail to somebody else.
func to(audience desk.Audience, template string, more func(*desk.Notice, *View)) func(*desk.Notice, *View) {
	return func(n *desk.Notice, v *View) {
		n.Audience, n.Template = audience, template
		more(n, v)
	}
}

func TestLinks(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*desk.Notice, *View)
		want   string
	}{
		{"new", in("incident", "new", desk.CategoryNew), "Take, Resolve, Note, Assign"},
		{"taken", func(_ *desk.Notice, v *View) { v.Ticket.Assignee = "bob" }, "Resolve, Note, Assign"},
		{"closed", in("incident", "closed", desk.CategoryClosed), "Reopen, Note, Assign"},
		{"waits for an approval", in("request", "awaiting-approval", desk.CategoryPending), "Take, Note, Assign"},
		{"no ticket", func(n *desk.Notice, _ *View) { n.Ticket = 0 }, ""},
		{"mistake", func(n *desk.Notice, _ *View) { n.Template, n.Words = "command-error", "/take\nhello" }, "Correct it"},
		{"long mistake", func(n *desk.Notice, _ *View) { n.Template, n.Words = "command-error", strings.Repeat("x", maxLink) }, ""},
		{"mistake of many lines", func(n *desk.Notice, _ *View) {
			n.Template, n.Words = "command-error", "/x\n"+strings.Repeat("y\n", maxLink/6)
		}, ""},
	} {
		links := linksOf(t, "en", c.change)
		if got := labels(links); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		for _, l := range links {
			to, q := opened(t, l)
			if to != "desk+tok=x@e.example" || q.Get("subject") != "[T #5]" || !strings.HasPrefix(q.Get("body"), "/") ||
				strings.Contains(strings.ReplaceAll(q.Get("body"), "\r\n", ""), "\n") {
				t.Errorf("%s: %q %v", c.name, to, q)
			}
		}
	}
}

// opened is what a mail program makes of a link.
func opened(t *testing.T, l Link) (to string, q url.Values) {
	t.Helper()
	u, err := url.Parse(l.URL)
	if err != nil || u.Scheme != "mailto" || strings.ContainsAny(l.URL, " +\r\n") || len(l.URL) > maxLink {
		t.Errorf("%s: %v", l.URL, err)
		return "", nil
	}
	to, _ = url.PathUnescape(u.Opaque)
	return to, u.Query()
}

// TestWishes: the requester is offered one word for what can end the ticket, and the desk understands it.
// TestOffersOfSections go to the ticket of the section, or to that of the mail.
func TestOffersOfSections(t *testing.T) {
	offer := []desk.Offer{{Label: "Send: X", Body: "/reply x\r\n"}}
	n := desk.Notice{Template: "agent-new", Ticket: 5, Audience: desk.ToAgent, Transcript: []desk.Section{{Title: "Articles that may fit", Offers: offer},
		{Title: "#6 other", Ticket: 6, Offers: offer}, {Title: "#7 unknown", Ticket: 7, Offers: offer}}}
	v := View{Tag: "T", ReplyTo: "desk+five@e.example", Ticket: desk.Ticket{ID: 5}, Tickets: map[int64]TicketView{6: {Ticket: desk.Ticket{ID: 6}, ReplyTo: "desk+six@e.example"}}}
	var got []string
	for _, part := range newPage(n, v, builtins(t).mails["agent-new"]["de"]).Parts {
		for _, l := range part.raw.links {
			if strings.HasPrefix(l.Label, "Senden: ") {
				got = append(got, l.URL)
			}
		}
	}
	want := "mailto:desk%2Bfive@e.example?subject=%5BT%20%235%5D&body=%2Freply%20x%0D%0A mailto:desk%2Bsix@e.example?subject=%5BT%20%236%5D&body=%2Freply%20x%0D%0A"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
}

func TestWishes(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*desk.Notice, *View)
		want   string
	}{
		{"new", to(desk.ToRequester, "ack", in("incident", "new", desk.CategoryNew)), "It is solved, I no longer need it"},
		{"answered", to(desk.ToRequester, "reply", in("incident", "open", desk.CategoryOpen)), "It is solved, I no longer need it"},
		{"resolved", to(desk.ToRequester, "resolved", in("incident", "resolved", desk.CategoryResolved)), "It is solved"},
		{"closed", to(desk.ToRequester, "closed", in("incident", "closed", desk.CategoryClosed)), ""},
		{"closed long ago", to(desk.ToRequester, "broadcast", in("incident", "closed", desk.CategoryClosed)), ""},
		{"waits for an approval", to(desk.ToRequester, "reply", in("request", "awaiting-approval", desk.CategoryPending)), "I no longer need it"},
		{"change", to(desk.ToRequester, "reply", in("change", "implementing", desk.CategoryOpen)), "I no longer need it"},
		{"made change", to(desk.ToRequester, "resolved", in("change", "implemented", desk.CategoryResolved)), ""},
		{"not proven", to(desk.ToRequester, "ack", func(n *desk.Notice, _ *View) { n.Plain = true }), ""},
		{"in copy", to(desk.ToParticipant, "reply", func(*desk.Notice, *View) {}), ""},
		{"asked", to(desk.ToThirdParty, "reply", func(*desk.Notice, *View) {}), ""},
		{"another mail", to(desk.ToRequester, "form", func(*desk.Notice, *View) {}), ""},
		{"survey", to(desk.ToRequester, "survey", in("incident", "resolved", desk.CategoryResolved)), "5 – very good, 4 – good, 3 – fair, 2 – poor, 1 – bad"},
	} {
		if got := labels(linksOf(t, "en", c.change)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	for _, language := range languages {
		for i, l := range linksOf(t, language, to(desk.ToRequester, "reply", func(*desk.Notice, *View) {})) {
			want := []desk.Wish{desk.WishSolved, desk.WishCancel}[i]
			if _, q := opened(t, l); desk.WishOf(q.Get("body")) != want || language != "en" && q.Get("body") == string(want) {
				t.Errorf("%s: %q asks for %q", language, q.Get("body"), desk.WishOf(q.Get("body")))
			}
		}
	}
}

// TestLinkWords: a word that the desk does not know gives way to one that it knows.
func TestLinkWords(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "reply.nl.txt.tmpl", "Subject: {{.Subject \"x\"}}\nHallo{{template \"rest\" .}}")
	write(t, dir, "reply.nl.html.tmpl", "{{template \"top\" .}}Hallo{{template \"rest\" .}}")
	write(t, dir, "words.nl.txt", "It is solved = Het is opgelost\nsolved = opgelost")
	s, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	n := desk.Notice{Template: "reply", Language: "nl", Ticket: 5, Audience: desk.ToRequester}
	w, err := s.Render(n, View{Tag: "T", ReplyTo: "d@e.example", Ticket: desk.Ticket{ID: 5}})
	if err != nil || !strings.Contains(w.Text, "\nHet is opgelost: mailto:d@e.example?subject=%5BT%20%235%5D&body=solved\n") {
		t.Errorf("%v\n%s", err, w.Text)
	}
}

// TestLinkLines: with an address and a number as they are in life, the lines of links stay short enough to be read.
func TestLinkLines(t *testing.T) {
	for _, language := range languages {
		for _, c := range []func(*desk.Notice, *View){
			in("incident", "new", desk.CategoryNew), in("incident", "closed", desk.CategoryClosed),
			to(desk.ToRequester, "reply", in("incident", "open", desk.CategoryOpen)),
		} {
			links := linksOf(t, language, func(n *desk.Notice, v *View) {
				c(n, v)
				n.Ticket, v.Tag, v.ReplyTo = 1042, "ACME", "support+sy.abcdefghijklmnop@acme.example"
			})
			for _, l := range links {
				if len(l.URL) > 110 {
					t.Errorf("%s: %d bytes: %s", language, len(l.URL), l.URL)
				}
			}
		}
	}
}

func TestLongLinksStandInHTMLAlone(t *testing.T) {
	links := []Link{{Label: "Long", URL: "mailto:" + strings.Repeat("x", maxLinkLine)}, {Label: "Short", URL: "mailto:x"}, {Label: "Other", URL: "mailto:y"}}
	if got := linkLines(links); got != "Short: mailto:x\nOther: mailto:y" {
		t.Errorf("%q", got)
	}
	if got := string(buttons(links)); strings.Count(got, "</a>") != 3 {
		t.Error(got)
	}
}
