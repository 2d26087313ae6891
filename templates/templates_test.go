package templates

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"frontdesk/desk"
)

func TestEveryNameRenders(t *testing.T) {
	s := builtins(t)
	for _, name := range Names {
		for _, language := range languages {
			if s.mails[name][language] == nil {
				t.Errorf("%s is not there in %s", name, language)
			}
		}
		for _, n := range samples(name) {
			w, err := s.Render(n, sampleView)
			if err != nil || w.Subject == "" || w.Text == "" || w.HTML == "" {
				t.Errorf("%s: %+v, %v", name, w, err)
			}
		}
	}
	if _, err := s.Render(desk.Notice{Template: "nonesuch"}, View{}); err == nil || !strings.Contains(err.Error(), `"nonesuch"`) {
		t.Errorf("an unknown template: %v", err)
	}
}

func TestLanguage(t *testing.T) {
	s := builtins(t)
	for _, c := range []struct{ notice, desk, want string }{
		{"de", "en", "de"}, {"de-AT", "en", "de"}, {"DE", "en", "de"}, {"xx", "de", "de"}, {"xx", "yy", "en"}, {"", "", "en"}, {"", "de-CH", "de"},
	} {
		w, err := s.Render(desk.Notice{Template: "ack", Ticket: 1, Language: c.notice}, View{Language: c.desk})
		if err != nil || !strings.Contains(w.HTML, `<html lang="`+c.want+`">`) {
			t.Errorf("notice %q at a desk in %q is not in %q: %v", c.notice, c.desk, c.want, err)
		}
	}
}

func TestSubject(t *testing.T) {
	s := builtins(t)
	for _, c := range []struct {
		name   string
		notice desk.Notice
		want   string
	}{
		{"ticket", desk.Notice{Template: "reply", Ticket: 7, Subject: "Re: ink"}, "[T #7] Re: ink"},
		{"the same for agents", desk.Notice{Template: "agent-new", Ticket: 7, Subject: "Re: ink", Audience: desk.ToAgent}, "[T #7] Re: ink"},
		{"mistake on a ticket", desk.Notice{Template: "command-error", Ticket: 7, Subject: "ink", InReplyTo: "x@y"}, "[T #7] ink"},
		{"not proven", desk.Notice{Template: "ack", Ticket: 7, Subject: "buy pills", Plain: true}, "[T #7] We have received your message"},
		{"no subject", desk.Notice{Template: "ack", Ticket: 7}, "[T #7] We have received your message"},
		{"answer", desk.Notice{Template: "transcript", Subject: "help", InReplyTo: "x@y"}, "Re: help"},
		{"answer to an answer", desk.Notice{Template: "transcript", Subject: "RE: help", InReplyTo: "x@y"}, "RE: help"},
		{"fixed", desk.Notice{Template: "command-error"}, "Your commands were not carried out"},
		{"line ends", desk.Notice{Template: "reply", Ticket: 7, Subject: "ink\r\nBcc: all@example.com\n\nbody"}, "[T #7] ink Bcc: all@example.com body"},
		{"right to left", desk.Notice{Template: "reply", Ticket: 7, Subject: "\u202egnp.exe\u2066\u200f ok\u0085\u2028x\x00"}, "[T #7] gnp.exe ok x"},
	} {
		w, err := s.Render(c.notice, View{Tag: "T", Ticket: desk.Ticket{ID: 7}})
		if err != nil || w.Subject != c.want {
			t.Errorf("%s: %q, %v; want %q", c.name, w.Subject, err, c.want)
		}
	}
}

// hostile is what a stranger may put everywhere.
const hostile = "STRANGER\u202e<script>alert(1)</script>\"'&lt;\r\n.\r\nBcc: x@y"

func hostileNotice(template string) (desk.Notice, View) {
	a := desk.Address{Name: hostile, Addr: "stranger@evil.example"}
	n := desk.Notice{Template: template, To: a, Audience: desk.ToRequester, Ticket: 9, Subject: hostile, Author: a, Words: hostile,
		Changes: []string{hostile}, Class: desk.Class(hostile), Why: "you wrote to us",
		History:  []desk.Message{{From: a, Visibility: desk.Public, Text: hostile}, {From: a, Visibility: desk.Internal, Text: "INTERNAL"}},
		Problems: []desk.CommandProblem{{Line: 1, Text: hostile, Message: hostile, Possible: []string{hostile}, Nearest: hostile}}}
	v := View{Desk: "D", Tag: "T", ReplyTo: "d+x@e.example", TooLarge: []desk.Attachment{{Name: hostile}},
		Ticket: desk.Ticket{ID: 9, Subject: hostile, Status: "new", Name: hostile, Requester: "stranger@evil.example", Origin: hostile,
			Participants: []string{hostile}, Tags: []string{hostile}, Service: hostile, Department: hostile}}
	return n, v
}

var tag = regexp.MustCompile(`<[^>]*>`)

func TestHostile(t *testing.T) {
	s := builtins(t)
	for _, name := range Names {
		for _, audience := range []desk.Audience{desk.ToRequester, desk.ToAgent} {
			n, v := hostileNotice(name)
			n.Audience = audience
			w, err := s.Render(n, v)
			if err != nil {
				t.Fatal(err)
			}
			if strings.ContainsAny(w.Subject, "\r\n\u202e") || strings.ContainsAny(w.Text, "\r\x00") {
				t.Errorf("%s: controls in %q", name, w.Subject)
			}
			if strings.Contains(w.Text+w.HTML, "INTERNAL") {
				t.Errorf("%s shows an internal note", name)
			}
			for _, found := range tag.FindAllString(w.HTML, -1) {
				if strings.HasPrefix(found, "<script") {
					t.Errorf("%s: %s", name, found)
				}
			}
			if !strings.Contains(w.HTML, "&lt;script&gt;") && strings.Contains(w.Text, "<script>") {
				t.Errorf("%s: text and HTML do not say the same", name)
			}
		}
	}
}

func TestPlainSaysNothingOfTheSender(t *testing.T) {
	s := builtins(t)
	for _, name := range Names {
		for _, language := range languages {
			n, v := hostileNotice(name)
			n.Plain, n.Language = true, language
			w, err := s.Render(n, v)
			if err != nil {
				t.Fatal(err)
			}
			all := strings.ToLower(w.Subject + w.Text + w.HTML)
			if strings.Contains(all, "stranger") || strings.Contains(all, "script") {
				t.Errorf("%s.%s: a word of the sender in\n%s\n%s", name, language, w.Subject, w.Text)
			}
			if !strings.HasPrefix(w.Subject, "[T #9] ") {
				t.Errorf("%s.%s: subject %q", name, language, w.Subject)
			}
		}
	}
}

func TestAckNeverRepeatsTheBody(t *testing.T) {
	n, v := hostileNotice("ack")
	n.Words, n.History, n.Changes, n.Subject, n.Problems = "BODY", nil, nil, "subject", nil
	w, err := builtins(t).Render(n, v)
	if err != nil || strings.Contains(w.Text+w.HTML, "BODY") {
		t.Errorf("%v\n%s", err, w.Text)
	}
}

// visible is what a reader of an HTML mail sees.
func visible(html string) string {
	html = tag.ReplaceAllString(html[strings.Index(html, "</head>"):], " ")
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&", "&#39;", "'", "&#34;", `"`, "&nbsp;", " ", "&#43;", "+", "&quot;", `"`).Replace(html)
}

// spaced makes all blanks between words one.
func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }

func write(t *testing.T, dir, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTextAndHTMLSayTheSame(t *testing.T) {
	s := builtins(t)
	for _, x := range examples() {
		for _, language := range languages {
			w := x.render(t, s, language)
			html := visible(w.HTML)
			got, around := strings.Join(strings.Fields(html), ""), ">:-"
			if slices.ContainsFunc(x.notice.Transcript, func(s desk.Section) bool { return s.Article != nil }) {
				got, around = got+w.HTML, around+"|()." // numbers of lists are not said, and addresses stand behind their words
			}
			for _, word := range strings.Fields(w.Text) {
				if word = strings.Trim(word, around); !strings.HasPrefix(word, "mailto") && !strings.Contains(got, word) {
					t.Errorf("%s.%s: %q stands in the text alone", x.name, language, word)
				}
			}
		}
	}
}

func TestHistoryIsBounded(t *testing.T) {
	n := desk.Notice{Template: "reply", Ticket: 1}
	for range 50 {
		n.History = append(n.History, desk.Message{Visibility: desk.Public, Text: "words", From: desk.Address{Addr: "a@b.example"}})
	}
	w, err := builtins(t).Render(n, View{})
	if err != nil || strings.Count(w.Text, "> words") != maxEntries || !strings.Contains(w.Text, "not shown: 30") {
		t.Errorf("%v\n%s", err, w.Text)
	}
	n.History = n.History[:2]
	n.History[0].Text = strings.Repeat("x ", maxHistory)
	if w, _ = builtins(t).Render(n, View{}); !strings.Contains(w.Text, "not shown: 1") {
		t.Error("one huge message leaves room for another")
	}
}

func TestLoad(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		want  []string // of the error, "" for none
	}{
		{"replace", map[string]string{"ack.en.txt.tmpl": "Subject: {{.Subject \"x\"}}\nOURS {{.Reference}}", "ack.en.html.tmpl": "<p>OURS {{.Reference}}"}, nil},
		{"a new language", map[string]string{"ack.nl.txt.tmpl": "Subject: {{.Subject \"x\"}}\nHallo", "ack.nl.html.tmpl": "Hallo", "words.nl.txt": "new = nieuw"}, nil},
		{"not ours", map[string]string{"README.md": "x", "ack.tmpl~": ""}, nil},
		{"unknown name", map[string]string{"akc.en.txt.tmpl": "Subject: x"}, []string{`akc.en.txt.tmpl:1: there is no template "akc"`}},
		{"not a name", map[string]string{"ack.tmpl": "x", "layout.txt.tmpl": "x"}, []string{"ack.tmpl:1: the name of a template is NAME.LANG", "layout.txt.tmpl:1: "}},
		{"no subject", map[string]string{"ack.en.txt.tmpl": "Hello"}, []string{"ack.en.txt.tmpl:1: the first line must be"}},
		{"syntax", map[string]string{"ack.en.txt.tmpl": "Subject: x\n\n{{if}}"}, []string{"ack.en.txt.tmpl:3: "}},
		{"field", map[string]string{"ack.en.html.tmpl": "\n{{.Nonesuch}}"}, []string{"ack.en.html.tmpl:2:", "Nonesuch"}},
		{"context", map[string]string{"ack.en.html.tmpl": "<a href=\"{{if .Desk}}\">"}, []string{"ack.en.html.tmpl"}},
		{"alone", map[string]string{"ack.nl.txt.tmpl": "Subject: x", "ack.fi.html.tmpl": "x"}, []string{"ack.nl.txt.tmpl:1: ack.nl.html.tmpl must stand beside it", "ack.fi.html.tmpl:1: ack.fi.txt.tmpl must"}},
		{"words", map[string]string{"words.de.txt": "# ok\nnew = neu\nnonsense\nfrom * = \n"}, []string{"words.de.txt:3: ", "words.de.txt:4: "}},
		{"words alone", map[string]string{"words.nl.txt": "new = nieuw"}, []string{"words.nl.txt:1: there is no template in this language beside it, such as ack.nl.txt.tmpl"}},
		{"a field that is meant", map[string]string{"ack.en.txt.tmpl": "Subject: {{.Subject \"x\"}}\n\nHi {{.Nmae}}"}, []string{"ack.en.txt.tmpl:3:5: {{.Nmae}}: there is no field \"Nmae\"; did you mean Name?"}},
		{"a field of a machine's mail", map[string]string{"agent-update.en.txt.tmpl": "Subject: {{.Subject \"x\"}}\n{{if .Machine}}{{.X}}{{end}}"}, []string{"agent-update.en.txt.tmpl:2:"}},
		{"subject without number", map[string]string{"ack.en.txt.tmpl": "Subject: thank you\n\nHi{{template \"rest\" .}}"}, []string{"ack.en.txt.tmpl:1: the subject must have the number of the ticket"}},
		{"empty subject", map[string]string{"report.en.txt.tmpl": "Subject: {{if .Reference}}[{{.Reference}}]{{end}}\n\nHi{{template \"rest\" .}}"}, []string{"report.en.txt.tmpl:1: the subject must not be empty"}},
		{"cut line lost", map[string]string{"reply.en.txt.tmpl": "Subject: {{.Subject \"x\"}}\n{{.Words}}{{range .History}}{{.Words}}{{end}}"}, []string{"reply.en.txt.tmpl:1: earlier messages are shown and the cut line is not above them"}},
		{"cut line lost in HTML", map[string]string{"reply.de.html.tmpl": "{{.Words}}{{range .History}}{{.Words}}{{end}}<p>## {{say \"Reply above this line\"}} ##"}, []string{"reply.de.html.tmpl:1: earlier messages are shown"}},
		{"cut line kept", map[string]string{"reply.de.html.tmpl": "{{.Words}}<p>## {{say \"Reply above this line\"}} ##{{range .History}}{{.Words}}{{end}}"}, nil},
		{"HTML says less", map[string]string{"reply.en.html.tmpl": "{{template \"top\" .}}Hello</p>"}, []string{"reply.en.html.tmpl:1: it does not show the new words", "reply.en.html.tmpl:1: it does not show earlier messages"}},
		{"a field of the ticket", map[string]string{"ack.en.html.tmpl": "{{.Ticket.Foo}}"}, []string{"ack.en.html.tmpl:1:9: {{.Ticket.Foo}}: there is no field \"Foo\""}},
		{"both when rendered", map[string]string{"ack.en.txt.tmpl": "Subject: x\n{{.Words.X}}", "ack.en.html.tmpl": "{{template \"tops\" .}}"}, []string{"ack.en.txt.tmpl:2:8: {{.Words.X}}: there is no field \"X\"", "ack.en.html.tmpl:1:", "\"tops\""}},
		{"all at once", map[string]string{"akc.en.txt.tmpl": "x", "words.nl.txt": "x", "ack.en.txt.tmpl": "x"}, []string{"akc.en.txt.tmpl:1: there is no template", "words.nl.txt:1: a line is", "words.nl.txt:1: there is no template in this", "ack.en.txt.tmpl:1: the first line"}},
		{"both formats", map[string]string{"ack.en.txt.tmpl": "Subject: x\n{{", "ack.en.html.tmpl": "{{end}}"}, []string{"ack.en.txt.tmpl:2", "ack.en.html.tmpl:1"}},
		{"holes", map[string]string{"words.de.txt": "from * to * = von *"}, []string{"words.de.txt:1: "}},
		{"two mistakes", map[string]string{"ack.en.txt.tmpl": "Subject: x\n{{", "reply.en.txt.tmpl": "x"}, []string{"ack.en.txt.tmpl:2", "reply.en.txt.tmpl:1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, content := range c.files {
				write(t, dir, name, content)
			}
			s, err := Load(dir)
			if len(c.want) == 0 {
				if err != nil || s == nil {
					t.Fatal(err)
				}
				return
			}
			if err != nil {
				lines := strings.Split(err.Error(), "\n")
				if slices.Sort(lines); len(slices.Compact(lines)) != strings.Count(err.Error(), "\n")+1 {
					t.Errorf("a mistake is said twice:\n%v", err)
				}
			}
			for _, want := range c.want {
				if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), dir) {
					t.Errorf("%v; want %q", err, want)
				}
			}
		})
	}
	if _, err := Load(filepath.Join(t.TempDir(), "nonesuch")); err == nil || !strings.Contains(err.Error(), "nonesuch") {
		t.Errorf("a directory that does not exist: %v", err)
	}
}

// TestBuiltinsLackNothing: what files of an admin must hold, the built-in ones do.
func TestBuiltinsLackNothing(t *testing.T) {
	for name, mails := range builtins(t).mails {
		for language, m := range mails {
			for _, err := range m.try(name) {
				t.Errorf("%s: %v", language, err)
			}
		}
	}
}

// TestOwnWordsComeFirst: a list of an admin's own changes what it says and leaves the rest.
func TestOwnWordsComeFirst(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "words.de.txt", "Queue = Warteschlange\nthere is no agent * in queue * = kein Kollege * in * bekannt\n")
	s, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	say := s.mails["reply"]["de"].say
	for english, want := range map[string]string{"Queue": "Warteschlange", "Priority": "Priorität",
		"there is no agent x in queue y": "kein Kollege x in y bekannt", "there is no queue z": "es gibt keine Queue z"} {
		if got := say.say(english); got != want {
			t.Errorf("%q: %q, want %q", english, got, want)
		}
	}
}

func TestCutLines(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "words.de.txt", "new = neu\n\nReply above this line = Oben antworten\n")
	s, err := Load(dir)
	want := CutLine{"## Oben antworten ##", filepath.Join(dir, "words.de.txt") + ":3"}
	if err != nil || len(s.CutLines()) != 1 || s.CutLines()[0] != want {
		t.Errorf("%v, %v", s.CutLines(), err)
	}
	if got := builtins(t).CutLines(); len(got) != 0 {
		t.Errorf("built in: %v", got)
	}
}

func TestOverriddenWordsAreUsed(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"reply.nl.txt.tmpl":  "Subject: {{.Subject \"x\"}}\nHallo{{template \"rest\" .}}",
		"reply.nl.html.tmpl": "{{template \"top\" .}}Hallo{{template \"rest\" .}}",
		"words.nl.txt":       "Status = <Toestand>\nnew = nieuw\nReply above this line = <Boven>",
	} {
		write(t, dir, name, content)
	}
	s, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	n := desk.Notice{Template: "reply", Ticket: 1, Language: "nl", History: []desk.Message{{Visibility: desk.Public, Text: "x"}}}
	w, err := s.Render(n, View{Ticket: desk.Ticket{ID: 1, Status: "new"}})
	if err != nil || !strings.Contains(w.Text, "<Toestand>: nieuw") || !strings.Contains(w.Text, "\n## <Boven> ##\n") ||
		!strings.Contains(w.HTML, "&lt;Toestand&gt;: nieuw") || !strings.Contains(w.HTML, "## &lt;Boven&gt; ##") {
		t.Errorf("%v\n%s\n%s", err, w.Text, w.HTML)
	}
}

func BenchmarkAgentNew(b *testing.B) {
	s := builtins(b)
	n := samples("agent-new")[0]
	n.Problems, n.Writer, n.History = nil, "", nil
	n.Words = firstMail
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Render(n, exampleView); err != nil {
			b.Fatal(err)
		}
	}
}
