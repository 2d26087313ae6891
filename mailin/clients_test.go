package mailin

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"frontdesk/desk"
)

// TestClients builds what every mail program of testdata/clients/forms writes in every
// language, and holds the parser to what a person would call new in it.
func TestClients(t *testing.T) {
	forms := readForms(t)
	for _, l := range readTongues(t) {
		t.Run(l.tag, func(t *testing.T) {
			for _, f := range forms {
				for _, fill := range f.fillings(l) {
					f.check(t, l, fill)
				}
			}
		})
	}
}

// TestClientsSubjects: the subjects of automatic replies in every language.
func TestClientsSubjects(t *testing.T) {
	for _, l := range readTongues(t) {
		for _, subject := range l.words["auto"] {
			m := Parse(clientMail(subject, "text/plain", l.words["new"][0]))
			if m.Class != desk.ClassAutoReply {
				t.Errorf("%s: %q is %s", l.tag, subject, m.Class)
			}
		}
	}
}

// tongue is a language file: what programs write in one language.
type tongue struct {
	tag   string
	words map[string][]string
}

func readTongues(t *testing.T) (list []tongue) {
	names, err := filepath.Glob("testdata/clients/*.txt")
	if err != nil || len(names) < 22 {
		t.Fatalf("only %d languages: %v", len(names), err)
	}
	for _, name := range names {
		l := tongue{strings.TrimSuffix(filepath.Base(name), ".txt"), map[string][]string{}}
		for line := range strings.Lines(readTestFile(t, name)) {
			key, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
			if !ok {
				t.Fatalf("%s: %q is no key and value", name, line)
			}
			l.words[key] = append(l.words[key], value)
		}
		l.derive()
		list = append(list, l)
	}
	return list
}

func readTestFile(t *testing.T, name string) string {
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// derive fills the keys that are made of others.
func (l tongue) derive() {
	w := l.words
	w["dated"] = slices.Concat(w["gmail"], w["apple"], w["thunderbird"])
	w["any"] = slices.Concat(w["dated"], w["other"])
	for _, a := range w["gmail"] {
		w["nocolon"] = append(w["nocolon"], strings.TrimRight(a, ":： "))
		if before, after, ok := strings.Cut(a, " <"); ok {
			w["wrapped"] = append(w["wrapped"], before+"\n<"+after)
		}
		if before, after, ok := strings.Cut(a, "> "); ok {
			w["wrapped"] = append(w["wrapped"], before+">\n"+after)
		}
	}
	for _, b := range w["block"] {
		for i, part := range strings.Split(b, "|") {
			key := []string{"from", "sent", "to", "cc", "subject", "date"}[i]
			w[key] = append(w[key], part)
		}
	}
	w["cut"] = []string{CutLine(l.tag)}
	w["new1"], w["new2"] = w["new"][:1], w["new"][1:2]
}

// form is one way in which a program builds a mail.
type form struct {
	name, subject, kind, body string
}

func readForms(t *testing.T) (list []form) {
	names, err := filepath.Glob("testdata/clients/forms/*.*")
	if err != nil || len(names) < 80 {
		t.Fatalf("only %d forms: %v", len(names), err)
	}
	for _, name := range names {
		f := form{filepath.Base(name), "Re: Gate", "text/plain", readTestFile(t, name)}
		if strings.HasSuffix(name, ".html") {
			f.kind = "text/html"
		}
		if rest, ok := strings.CutPrefix(f.body, "Subject: "); ok {
			f.subject, f.body, _ = strings.Cut(rest, "\n\n")
		}
		list = append(list, f)
	}
	return list
}

var placeholder = regexp.MustCompile(`\{[a-z0-9]+\}`)

// fillings are the values for the keys of a form, so that each value comes up once;
// none where the language has no word for one of the keys.
func (f form) fillings(l tongue) (list []map[string]string) {
	n, keys := 0, placeholder.FindAllString(f.body, -1)
	for _, key := range keys {
		values := l.words[strings.Trim(key, "{}")]
		if len(values) == 0 {
			return nil
		}
		n = max(n, len(values))
	}
	for i := range n {
		fill := map[string]string{}
		for _, key := range keys {
			key = strings.Trim(key, "{}")
			fill[key] = l.words[key][i%len(l.words[key])]
		}
		list = append(list, fill)
	}
	return list
}

var address = regexp.MustCompile(`&lt;([\w.]+@[\w.]+)&gt;`)

// build is the body of the mail, and what is new and what is signature in it.
func (f form) build(fill map[string]string) (body, text string, signed []string) {
	var added []string
	body = placeholder.ReplaceAllStringFunc(f.body, func(key string) string {
		key = strings.Trim(key, "{}")
		value := fill[key]
		switch key {
		case "new1", "new2", "sentence":
			added = append(added, value)
		case "phone", "closing", "disclaimer":
			signed = append(signed, value)
		}
		if f.kind == "text/html" {
			value = address.ReplaceAllString(html.EscapeString(value), `&lt;<a href="mailto:$1">$1</a>&gt;`)
		}
		return value
	})
	return body, strings.Join(added, "\n"), signed
}

// check parses a form that is filled in, and compares.
func (f form) check(t *testing.T, l tongue, fill map[string]string) {
	t.Helper()
	body, text, signed := f.build(fill)
	m := Parse(clientMail(f.subject, f.kind, body))
	fail := func(what string, got, want any) {
		t.Helper()
		t.Errorf("%s, %s: %s\ngot  %q\nwant %q\nin\n%s", l.tag, f.name, what, got, want, body)
	}
	switch got := packed(m.NewText); {
	case got != packed(text):
		fail("new text", got, packed(text))
	case slices.ContainsFunc(signed, func(s string) bool { return !strings.Contains(packed(m.Signature), packed(s)) }):
		fail("signature", m.Signature, signed)
	case m.Language != l.tag:
		fail("language", m.Language, l.tag)
	}
	forward := fill["forwarded"] != "" || fill["begin"] != "" || strings.HasPrefix(f.subject, "FW")
	switch {
	case forward != (m.Forward != nil):
		fail("forward", fmt.Sprint(m.Forward), fmt.Sprint(forward))
	case forward && (m.Forward.From.Addr != "desk@acme.example" || m.Forward.Subject != "Gate" || packed(m.Forward.Text) != packed(fill["history"])):
		fail("forward", fmt.Sprintf("%+v", m.Forward), fill["history"])
	}
}

// packed is a text without empty lines and space around lines.
func packed(s string) string {
	var lines []string
	for line := range strings.Lines(s) {
		if line = bareText(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func clientMail(subject, kind, body string) []byte {
	return []byte("From: Robin Vale <robin@x.example>\r\nTo: desk@acme.example\r\nSubject: " + subject +
		"\r\nIn-Reply-To: <p1@acme.example>\r\nMIME-Version: 1.0\r\nContent-Type: " + kind + "; charset=utf-8\r\n\r\n" + body)
}
