package knowledge

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	a, mistakes := Parse("vpn", "---\ntitle: \"VPN from home\"\ntags: [vpn, remote access] # more words\nservice: remote-work\npublic: true\n---\n\nHello {{requester}},\r\n\r\nstart it.\n\n")
	want := Article{Name: "vpn", Title: "VPN from home", Tags: []string{"vpn", "remote access"}, Service: "remote-work", Public: true,
		Text: "\nHello {{requester}},\n\nstart it.", line: 7, serviceLine: 4}
	if len(mistakes) > 0 || fmt.Sprint(a) != fmt.Sprint(want) {
		t.Errorf("got  %+v %v\nwant %+v", a, mistakes, want)
	}
	if a, mistakes = Parse("x", "\ufeff# The heading #\n\nWords."); a.Title != "The heading" || a.Public || len(mistakes) > 0 {
		t.Errorf("without front matter: %+v %v", a, mistakes)
	}
}

func TestMistakesOfArticles(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{"---\ntitle: x\n", "1: the front matter has no end (a line of --- ends it)"},
		{"---\ntitel: x\n---\n# T\nwords", `2: there is no key "titel" (did you mean title?)`},
		{"---\ntitle: x\ncolour\n---\nwords", "3: a line of front matter is key: value"},
		{"---\ntitle: x\npublic: yes\n---\nwords", `3: public is true or false, not "yes"`},
		{"just words", "1: it has no title (write title: … between two lines of ---, or begin with a heading)"},
		{"---\ntitle: x\n---\n\n", "4: it has no text"},
		{"---\ntitle: x\nservice: vpm\n---\nwords", `3: there is no service "vpm" (did you mean vpn?)`},
		{"# T\n\nHello {{ requestr }},", `3: there is no field "requestr" (did you mean requester?)`},
		{"---\ntitle: x\n---\nHello {{name", `4: "{{name" is no field (a field is a name in {{ and }})`},
		{"---\ntitle: x\n---\n{{}} {{ticket}}", `4: "{{}} " is no field (a field is a name in {{ and }})`},
		{"# T\n# a remark of none\n{{requester}} {{ticket}}", ""},
	} {
		a, mistakes := Parse("x", c.file)
		var got []string
		for _, m := range append(mistakes, a.Check([]string{"requester", "ticket"}, []string{"vpn"})...) {
			text := fmt.Sprintf("%d: %s", m.Line, m.What)
			if m.Hint != "" {
				text += " (" + m.Hint + ")"
			}
			got = append(got, text)
		}
		if strings.Join(got, "\n") != c.want {
			t.Errorf("%q\ngot  %s\nwant %s", c.file, strings.Join(got, "\n"), c.want)
		}
	}
}

func TestTerms(t *testing.T) {
	for text, want := range map[string]string{
		"My password has expired, please help!":          "password expir",
		"Die Passwörter sind abgelaufen":                 "passwort abgelauf",
		"das Passwort":                                   "passwort",
		"Mot de passe expiré":                            "mot pass expir",
		"¿Cómo cambio la contraseña?":                    "cambio contrasena",
		"VPN VPN-Client 2.0":                             "vpn vpn client",
		"I forgot what is forgotten, installed, install": "forgot forgot instal instal",
		"Größe STRASSE Straße":                           "gros stras stras",
		"e\u0301cran":                                    "ecra",
	} {
		if got := strings.Join(terms(text), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func names(hits []Hit) string {
	var all []string
	for _, h := range hits {
		all = append(all, h.Name)
	}
	return strings.Join(all, " ")
}

func anything(Article) bool { return true }

// library is what searches are tried on.
func library() *Base {
	return New([]Article{
		{Name: "reset-password", Title: "Reset a forgotten password", Tags: []string{"login", "locked"}, Text: "Press “Forgot password” on the login page. A mail comes within a minute.", Public: true},
		{Name: "vpn", Title: "VPN from home", Tags: []string{"remote access"}, Text: "Start the client, log in with your password, and choose the nearest gateway.", Public: true},
		{Name: "printer-jam", Title: "A printer jams", Tags: []string{"paper"}, Text: "Open tray 2, take the paper out, and close it. " + strings.Repeat("Printers of other floors work alike. ", 20)},
		{Name: "passwort", Title: "Passwort zurücksetzen", Text: "Auf der Anmeldeseite „Passwort vergessen“ wählen."},
	})
}

// TestSearch: the best first, by what words tell and where they stand.
func TestSearch(t *testing.T) {
	b := library()
	for query, want := range map[string]string{
		"I forgot my password":                             "reset-password vpn",
		"I cannot log in from home, VPN password rejected": "vpn reset-password",
		"The paper jam is back in the printer":             "printer-jam",
		"Ich habe mein Passwort vergessen":                 "passwort",
		"Lunch":                                            "",
		"please help me with it":                           "",
		"":                                                 "",
	} {
		if got := names(b.Search(query, anything)); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
	hits := b.Search("forgot password", func(a Article) bool { return a.Public && a.Name != "vpn" })
	if names(hits) != "reset-password" || hits[0].Titled != 2 || hits[0].Shared != 2 {
		t.Errorf("found %+v", hits)
	}
}

// TestRanking holds BM25 to what makes it useful.
func TestRanking(t *testing.T) {
	filler := func(n int) string { return strings.Repeat("wool ", n) }
	score := func(query string, texts ...string) (scores []float64) {
		var all []Article
		for i, text := range texts {
			all = append(all, Article{Name: fmt.Sprintf("%c", 'a'+i), Text: text})
		}
		scores = make([]float64, len(texts))
		for _, h := range New(all).Search(query, anything) {
			scores[h.Name[0]-'a'] = h.Score
		}
		return scores
	}
	if s := score("laser", "laser "+filler(5), "laser "+filler(50)); s[0] <= s[1] {
		t.Errorf("a long article is worth as much as a short one: %v", s)
	}
	if s := score("laser", "laser laser "+filler(9), "laser "+filler(10), filler(11)); s[0] <= s[1] || s[0] >= 2*s[1] {
		t.Errorf("repeating a word is worth nothing, or all: %v", s)
	}
	if s := score("laser beam", "laser "+filler(3), "beam "+filler(3), "beam "+filler(3)); s[0] <= s[1] {
		t.Errorf("a rare word tells no more than a frequent one: %v", s)
	}
}

func TestNoBase(t *testing.T) {
	var b *Base
	if _, ok := b.Article("x"); ok || len(b.Articles()) > 0 || b.Search("x", anything) != nil {
		t.Error("a base that is none has something")
	}
	if _, ok := library().Article("vpn"); !ok || len(New(nil).Search("x", anything)) > 0 {
		t.Error("an article is not found")
	}
}

// article is one with nearly everything that Markdown has.
const article = "# Reset it\n\nHello {{requester}}, ticket {{ticket}} is *about* your **password**.\n\n" +
	"1. Open <https://id.acme.example/reset>\n2. Press [Forgot password](https://id.acme.example/forgot?t={{ticket}})\n   - or call the [desk](tel:+4930123)\n\n" +
	"> Never tell it\n> to anybody.\n\n```\nnet user {{requester}} /reset\n```\n\n| Who | How |\n| --- | --- |\n| staff | portal |\n\n" +
	"![A picture](images/login.png) [Local](../x.md) <script>alert(1)</script> a\\_b &amp; `code_x`\nsame line  \nnext line\n\n---\n\nYours, {{agent}}\n"

func TestLetter(t *testing.T) {
	a, _ := Parse("reset", article)
	l, missing := a.Fill(map[string]string{"requester": "Dana [x](https://evil.example) <b>\n\n# big", "ticket": "ACME #7"})
	if !slices.Equal(missing, []string{"agent"}) {
		t.Errorf("missing %v", missing)
	}
	l, _ = a.Fill(map[string]string{"requester": "Dana [x](https://evil.example) <b>\n\n# big", "ticket": "ACME #7", "agent": "Bob Meyer"})
	const want = `Reset it
--------

Hello Dana [x](https://evil.example) <b> # big, ticket ACME #7 is about your password.

1. Open https://id.acme.example/reset
2. Press Forgot password (https://id.acme.example/forgot?t=ACME #7)
   - or call the desk (tel:+4930123)

> Never tell it to anybody.

    net user Dana [x](https://evil.example) <b> # big /reset

Who | How
staff | portal

A picture Local alert(1) a_b & code_x same line
next line

* * *

Yours, Bob Meyer`
	if got := l.Text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	html := l.HTML()
	for _, s := range []string{`<h1 style=`, "Hello Dana [x](https://evil.example) &lt;b&gt; # big, ticket ACME #7", "<em>about</em>", `href="https://id.acme.example/forgot?t=ACME+%237"`,
		`<a href="https://id.acme.example/reset">`, "<td style", "A picture Local", "Yours, Bob Meyer"} {
		if !strings.Contains(html, s) {
			t.Errorf("the HTML lacks %s:\n%s", s, html)
		}
	}
	for _, s := range []string{"<script", "evil.example\"", "<img", "\ue000", "omitted", "javascript"} {
		if strings.Contains(html, s) {
			t.Errorf("the HTML has %s:\n%s", s, html)
		}
	}
}

// FuzzLetter: nothing that an article or a value says breaks out of the HTML.
func FuzzLetter(f *testing.F) {
	f.Add(article, "Dana")
	f.Add("[x](javascript:alert(1)) {{a}} <img src=x onerror=y>", "<script>\ue0000\ue001")
	f.Fuzz(func(t *testing.T, text, value string) {
		if len(text) > 2000 {
			return // deep nesting costs time; the configuration bounds it
		}
		l, _ := Article{Text: text}.Fill(map[string]string{"a": value, "requester": value, "ticket": value})
		html := l.HTML()
		for _, s := range []string{"<script", "<img", "href=\"javascript", "onerror=y>"} {
			if strings.Contains(strings.ToLower(html), s) {
				t.Errorf("%q and %q give %s", text, value, html)
			}
		}
		l.Text()
	})
}
