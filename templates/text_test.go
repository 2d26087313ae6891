package templates

import (
	"strings"
	"testing"
	"unicode/utf8"
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

func TestSay(t *testing.T) {
	p, err := readPhrases(file{path: "words.xx.txt", content: "# remark\n\na = A\nfrom * to * = von * nach *\n* is over = * ist vorbei\nmail to *: * = Mail an *: *\n"})
	if len(err) > 0 {
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
