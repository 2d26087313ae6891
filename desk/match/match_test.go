package match

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/expr-lang/expr"
)

// mail is the mail that the tables look at.
func mail() Env {
	return Env{
		Subject: "Printer down on floor 3",
		Text:    "It is down.\n> quoted",
		NewText: "It is down.",
		Sender:  Sender{Address: "ann@example.org", Domain: "example.org", Name: "Ann Lee", Known: true},
		To:      []string{"support@acme.example", "bob@acme.example"},
		Mailbox: "support@acme.example",
		Header: func(name string) string {
			if strings.EqualFold(name, "X-Priority") {
				return "1"
			}
			return ""
		},
		Attachments: []Attachment{{Name: "photo.JPG", Type: "image/jpeg", Size: 2_000_000}, {Name: "log.txt", Type: "text/plain", Size: 12}},
		Size:        2_100_000,
		Language:    "en",
		Auto:        "none",
	}
}

func TestEval(t *testing.T) {
	for source, want := range map[string]struct {
		matched bool
		why     string
	}{
		`subject matches "(?i)\\b(down|outage)\\b" and sender.domain == "acme.example"`: {false, `subject matches "(?i)\\b(down|outage)\\b" is true (it is "Printer down on floor 3"); sender.domain == "acme.example" is false (it is "example.org")`},
		`sender.domain == "example.org"`:                                                {true, `sender.domain == "example.org" is true`},
		`sender.domain == "Example.ORG"`:                                                {true, `sender.domain == "example.org" is true`},
		`"EXAMPLE.org" == sender.domain`:                                                {true, `"example.org" == sender.domain is true`},
		`sender.domain != "EXAMPLE.org"`:                                                {false, `sender.domain != "example.org" is false`},
		`sender.domain != "acme.example"`:                                               {true, `sender.domain != "acme.example" is true (it is "example.org")`},
		`sender.address matches "^Ann@"`:                                                {true, `sender.address matches "(?i)^Ann@" is true (it is "ann@example.org")`},
		`sender.address endsWith "@Example.org"`:                                        {true, `sender.address endsWith "@example.org" is true (it is "ann@example.org")`},
		`sender.domain in ["a.example", "Example.org"]`:                                 {true, `sender.domain in ["a.example", "example.org"] is true (it is "example.org")`},
		`sender.domain not in ["a.example"]`:                                            {true, `sender.domain in ["a.example"] is false (it is "example.org")`},
		`"Bob@ACME.example" in to`:                                                      {true, `"bob@acme.example" in to is true (it is "support@acme.example", "bob@acme.example")`},
		`"bob@acme.example" in cc`:                                                      {false, `"bob@acme.example" in cc is false (it is empty)`},
		`any(to, # endsWith "@Acme.example")`:                                           {true, `any(to, # endsWith "@acme.example") is true`},
		`all(to, {# == "BOB@acme.example"})`:                                            {false, `all(to, # == "bob@acme.example") is false`},
		`to[1] == "Bob@acme.example"`:                                                   {true, `to[1] == "bob@acme.example" is true`},
		`hasSuffix(sender.address, "ORG")`:                                              {true, `hasSuffix(sender.address, "org") is true`},
		`lower(subject) contains "PRINTER"`:                                             {true, `lower(subject) contains "printer" is true (it is "printer down on floor 3")`},
		`subject contains "PRINTER"`:                                                    {false, `subject contains "PRINTER" is false (it is "Printer down on floor 3")`},
		`any(attachments, .type startsWith "Image/" and .size > 1000000)`:               {true, `any(attachments, .type startsWith "image/" and .size > 1000000) is true`},
		`any(attachments, lower(.name) endsWith ".jpg")`:                                {true, `any(attachments, lower(.name) endsWith ".jpg") is true`},
		`count(attachments, .size > 100) >= 2`:                                          {false, `count(attachments, .size > 100) >= 2 is false (it is 1)`},
		`len(attachments) > 1`:                                                          {true, `len(attachments) > 1 is true (it is 2)`},
		`size > 1000000`:                                                                {true, `size > 1000000 is true (it is 2100000)`},
		`header("x-priority") == "1"`:                                                   {true, `header("x-priority") == "1" is true`},
		`header("X-Other") != ""`:                                                       {false, `header("X-Other") != "" is false`},
		`sender.known`:                                                                  {true, `sender.known is true`},
		`not sender.agent`:                                                              {true, `sender.agent is false`},
		`!(sender.agent || sender.proven)`:                                              {true, `sender.agent is false; sender.proven is false`},
		`sender.agent or sender.known or sender.proven`:                                 {true, `sender.agent is false; sender.known is true`},
		`sender.agent and sender.known`:                                                 {false, `sender.agent is false`},
		`(sender.agent or sender.known) and not (size < 10)`:                            {true, `sender.agent is false; sender.known is true; size < 10 is false (it is 2100000)`},
		`sender.known ? size > 10 : false`:                                              {true, `sender.known ? size > 10 : false is true`},
		`auto == "NONE"`:                                                                {true, `auto == "none" is true`},
		`auto in ["bulk", "loop"]`:                                                      {false, `auto in ["bulk", "loop"] is false (it is "none")`},
		`language == "EN"`:                                                              {true, `language == "en" is true`},
		`mailbox == "Support@acme.example"`:                                             {true, `mailbox == "support@acme.example" is true`},
		`sender.name == "ann lee"`:                                                      {false, `sender.name == "ann lee" is false (it is "Ann Lee")`},
		`sender.proven == sender.known`:                                                 {false, `sender.proven == sender.known is false`},
		`text contains "quoted" and new_text not contains "quoted"`:                     {true, `text contains "quoted" is true (it is "It is down.\n> quoted"); new_text contains "quoted" is false (it is "It is down.")`},
		"sender.known and\n  size > 0":                                                  {true, `sender.known is true; size > 0 is true (it is 2100000)`},
		"true":                                                                          {true, "true is true"},
	} {
		c, err := Compile(source)
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		if c.String() != source {
			t.Errorf("String() = %s", c)
		}
		got, err := c.Eval(mail())
		if err != nil || got.Matched != want.matched || got.Why != want.why {
			t.Errorf("%s\n got %v %s, %v\nwant %v %s", source, got.Matched, got.Why, err, want.matched, want.why)
		}
	}
}

func TestCompileMistakes(t *testing.T) {
	for source, want := range map[string]string{
		"":                                   "1:1: the condition is empty (leave out when to match every mail)",
		"  \n":                               "1:1: the condition is empty (leave out when to match every mail)",
		`subjct == "a"`:                      "1:1: unknown name subjct (did you mean subject?)",
		`sender.known and subjct == "a"`:     "1:18: unknown name subjct (did you mean subject?)",
		"size > 1 and\n  subjct == \"x\"":    "2:3: unknown name subjct (did you mean subject?)",
		`subject == "ä" and subjct == ""`:    "1:20: unknown name subjct (did you mean subject?)",
		`SUBJECT == "a"`:                     "1:1: unknown name SUBJECT (did you mean subject?)",
		`from == "a@b"`:                      "1:1: unknown name from (did you mean sender.address?)",
		`body contains "x"`:                  "1:1: unknown name body (did you mean text?)",
		`domain == "x"`:                      "1:1: unknown name domain (did you mean sender.domain?)",
		`wibble`:                             "1:1: unknown name wibble (known are subject, text, new_text, sender, to, cc, mailbox, header, extract, attachments, size, language, auto)",
		`sender.adress == "a"`:               "1:8: sender has no field adress (did you mean address?)",
		`sender.role == "agent"`:             "1:8: sender has no field role (known are address, domain, name, known, agent, proven)",
		`any(attachments, .nam == "x")`:      "1:19: an attachment has no field nam (did you mean name?)",
		`heder("x") == "a"`:                  "1:1: unknown name heder (did you mean header?)",
		`subject.foo == "x"`:                 "1:9: type string has no field foo",
		`header("x"`:                         "1:10: the condition ends too early",
		`subject == "a`:                      "1:14: a closing quote is missing",
		`subject = "a"`:                      `1:9: unexpected token Operator("=") (compare with ==)`,
		`subject == "a" AND size > 1`:        `1:16: unexpected token Identifier("AND") (operators are written like: and, or, not, in, matches, contains, startsWith, endsWith)`,
		`subject matches "\d+"`:              `1:19: invalid char escape (write a backslash inside quotes twice: "\\d")`,
		`subject matches "\bdown\b"`:         `1:17: the pattern holds a control character (write a backslash inside quotes twice: "\\b")`,
		`subject matches "("`:                "1:9: error parsing regexp: missing closing ): `(`",
		`subject matches sender.name`:        "1:24: the pattern after matches must be written out in quotes",
		`size > "10"`:                        "1:6: invalid operation: > (mismatched types int and string) (write numbers without quotes)",
		`subject == 5`:                       "1:9: invalid operation: == (mismatched types string and int) (write texts in quotes)",
		`to == "a@b"`:                        `1:4: invalid operation: == (mismatched types list of strings and string) (a list holds a value: "bob@acme.example" in to)`,
		`sender == "a@b"`:                    "1:8: invalid operation: == (mismatched types sender and string) (name a part of it: sender.address)",
		`"a" in subject`:                     `1:5: invalid operation: in (mismatched types string and string) (a text holds a text: subject contains "word")`,
		`subject`:                            "1:1: a condition must be true or false, not a string",
		`size`:                               "1:1: a condition must be true or false, not a int",
		`nil`:                                "1:1: a condition must be true or false, not a value",
		`not subject`:                        `1:1: invalid operation: not (mismatched type string) (compare it with something: subject == "")`,
		`header("a") == nil`:                 `1:16: nothing here is ever nil (what a mail does not have is "")`,
		`header("X-Name:") == "a"`:           `1:8: "X-Name:" is no name of a header field (as in header("X-Name"), without a colon)`,
		`header("X Name") == "a"`:            `1:8: "X Name" is no name of a header field (as in header("X-Name"), without a colon)`,
		`header(1) == "a"`:                   "1:8: cannot use int as argument (type string) to call header",
		`$env.subject == "a"`:                "1:1: $env is not known here (use the names themselves)",
		`let a = subject; a == ""`:           "1:5: a condition declares no variables",
		`any(1..1000000, # == size)`:         "1:6: the operator .. is not known here",
		`size == 2 ** 3`:                     "1:11: the operator ** is not known here",
		`now().Year() == 2026`:               "1:1: unknown name now (known are subject, text, new_text, sender, to, cc, mailbox, header, extract, attachments, size, language, auto)",
		`len(repeat(subject, 1000000)) > 1`:  "1:5: unknown name repeat (known are subject, text, new_text, sender, to, cc, mailbox, header, extract, attachments, size, language, auto)",
		`auto == "bouncd"`:                   `1:9: auto is never "bouncd" (did you mean bounce?)`,
		`auto in ["bulk", "spam"]`:           `1:18: auto is never "spam" (possible are none, auto-reply, auto-generated, bounce, report, bulk, loop)`,
		`"vacation" != auto`:                 `1:1: auto is never "vacation" (possible are none, auto-reply, auto-generated, bounce, report, bulk, loop)`,
		`any(to, any(cc, # == "a@b"))`:       "1:9: functions over lists cannot stand within each other (join two of them with and)",
		strings.Repeat("x", maxSource+1):     "1:1: a condition is valid UTF-8 of at most 8192 bytes",
		"subject == \"\xff\"":                "1:1: a condition is valid UTF-8 of at most 8192 bytes",
		strings.Repeat("not ", 600) + "true": "1:2404: expression exceeds maximum allowed nodes (split it into several rules)",
	} {
		c, err := Compile(source)
		var e *Error
		if err == nil || !errors.As(err, &e) {
			t.Errorf("%s: compiles, or fails otherwise: %v, %v", source, c, err)
			continue
		}
		if e.Error() != want {
			t.Errorf("%s\n got %s\nwant %s", shorten(source, 80), e, want)
		}
	}
}

func TestNever(t *testing.T) {
	for source, want := range map[string]string{
		`false`:                            "false is always false",
		`1 > 2`:                            "1 > 2 is always false",
		`subject == "a" and false`:         "false is always false",
		`not (subject == "a" or true)`:     "true is always true",
		`not not false`:                    "not not false is always false",
		`false or 2 < 1`:                   "false or 2 < 1 is always false",
		`not (true and 1 < 2)`:             "not (true and 1 < 2) is always false",
		`not (true and not (size < 0))`:    "true is always true; size < 0 is never so",
		`not (size > 5 or not (size < 0))`: "size < 0 is never so",
		`not (not (size < 0))`:             "size < 0 is never so",
		`size < 0 or size < -5`:            "size < 0 is never so; size < -5 is never so",
		`size in [1, 2] and size in [3]`:   "size in [1, 2] and size in [3] exclude each other",
		`1.5 > size and size >= 2`:         "1.5 > size and size >= 2 exclude each other",
		`size < 0`:                         "size < 0 is never so",
		`size == -1`:                       "size == -1 is never so",
		`0 > size`:                         "0 > size is never so",
		`size > 10 and size < 5`:           "size > 10 and size < 5 exclude each other",
		`size > 10 and size <= 10`:         "size > 10 and size <= 10 exclude each other",
		`size == 10 and size == 11`:        "size == 10 and size == 11 exclude each other",
		`sender.domain == "a" and subject == "x" and sender.domain == "b"`: `sender.domain == "a" and sender.domain == "b" exclude each other`,
		`sender.domain in ["a", "b"] and sender.domain == "c"`:             `sender.domain in ["a", "b"] and sender.domain == "c" exclude each other`,
		`sender.agent and not sender.agent`:                                "sender.agent and not sender.agent exclude each other",
		`subject != "a" and subject == "a"`:                                `subject != "a" and subject == "a" exclude each other`,
		`sender.domain == "@acme.example"`:                                 `sender.domain == "@acme.example": a domain has no @`,
		`sender.address == "acme.example"`:                                 `sender.address == "acme.example": an address has an @`,
		`"acme.example" in to`:                                             `"acme.example" in to: an address has an @`,
		`sender.domain in ["@a", "@b"]`:                                    `sender.domain in ["@a", "@b"]: a domain has no @`,
		`sender.domain in []`:                                              `sender.domain in []: the list is empty`,
		`subject == "a" or size < 0`:                                       "",
		`size >= 10 and size <= 10`:                                        "",
		`size > 5 and size < 10`:                                           "",
		`true`:                                                             "",
		`not false`:                                                        "",
		`"a@x" in to and "b@x" in to`:                                      "",
		`"a" in map(attachments, .name) and "b" in map(attachments, .name)`: "",
		`sender.domain in ["a", "b"] and sender.domain in ["b", "c"]`:       "",
		`sender.domain in ["@a", "b"]`:                                      "",
		`sender.domain == "a" or sender.domain == "b"`:                      "",
		`to == ["a@x"] and to == ["a@x"]`:                                   "",
		`header("A") == "1" and header("B") == "2"`:                         "",
		`sender.address == ""`:                                              "",
		`not (subject == "a" and true)`:                                     "",
	} {
		c, err := Compile(source)
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		if got := c.Never(); got != want {
			t.Errorf("%s\n got %q\nwant %q", source, got, want)
		}
		if want != "" {
			if r, err := c.Eval(mail()); err != nil || r.Matched {
				t.Errorf("%s can never match and does: %+v, %v", source, r, err)
			}
		}
	}
}

func TestEvalErrors(t *testing.T) {
	for source, want := range map[string]string{
		`to[5] == "a@b"`:                  `to[5] == "a@b": index out of range: 5 (array length is 2)`,
		`sender.known and to[5] == "a@b"`: `to[5] == "a@b": index out of range: 5 (array length is 2)`,
		`not (to[5] == "a@b")`:            `to[5] == "a@b": index out of range: 5 (array length is 2)`,
		`to[5] == "a@b" or true`:          `to[5] == "a@b": index out of range: 5 (array length is 2)`,
	} {
		c, err := Compile(source)
		if err != nil {
			t.Fatalf("%s: %v", source, err)
		}
		r, err := c.Eval(mail())
		if err == nil || err.Error() != want || r.Matched || r.Why != want {
			t.Errorf("%s: %+v, %v, want %s", source, r, err, want)
		}
	}
}

func TestEvalBudget(t *testing.T) {
	c, err := Compile(`first(map(to, # + "x")) == "x"`)
	if err != nil {
		t.Fatal(err)
	}
	env := mail()
	env.To = make([]string, maxMemory+1)
	r, err := c.Eval(env)
	if err == nil || !strings.Contains(err.Error(), "memory budget exceeded") || r.Matched {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestEvalWithoutFields(t *testing.T) {
	c, err := Compile(`header("Subject") == "" and subject == ""`)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := c.Eval(Env{}); err != nil || !r.Matched {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestEvalLooksAtTheBeginningOfText(t *testing.T) {
	c, err := Compile(`text contains "needle"`)
	if err != nil {
		t.Fatal(err)
	}
	inside := strings.Repeat("ä", maxText/2-10) + "needle"
	beyond := "x" + strings.Repeat("ä", maxText/2) + "needle"
	for text, want := range map[string]bool{inside: true, beyond: false} {
		if r, err := c.Eval(Env{Text: text}); err != nil || r.Matched != want {
			t.Errorf("%d bytes: %v, %v", len(text), r.Matched, err)
		}
	}
	if got := cut(beyond); len(got) != maxText-1 {
		t.Errorf("cut within a character: %d bytes", len(got))
	}
}

func TestReasonsAreShort(t *testing.T) {
	list := strings.Repeat(`"very-long.example", `, 100)
	c, err := Compile(`subject == "x" or sender.domain in [` + list + `"end"] or "a@b" in to`)
	if err != nil {
		t.Fatal(err)
	}
	env := mail()
	env.Subject = strings.Repeat("long ", 1000)
	for range 1000 {
		env.To = append(env.To, "somebody@acme.example")
	}
	r, err := c.Eval(env)
	if err != nil || len(r.Why) > 3*(maxClause+maxShown) {
		t.Errorf("%d bytes: %s, %v", len(r.Why), r.Why, err)
	}
}

// TestEvalAgrees holds the walk over clauses against the library's own evaluation.
func TestEvalAgrees(t *testing.T) {
	leaves := []string{`sender.known`, `sender.agent`, `size > 10`, `subject contains "zzz"`, `any(to, # contains "bob")`}
	var sources []string
	for _, a := range leaves {
		for _, b := range leaves {
			for _, shape := range []string{"%s and not %s", "not (%s or %s)", "%s or (%s and sender.known)", "!%s && (%s || sender.agent)", "not (%s) == (%s)"} {
				sources = append(sources, fmt.Sprintf(shape, a, b))
			}
		}
	}
	for _, source := range sources {
		c, err := Compile(source)
		if err != nil {
			continue // not every shape fits every leaf
		}
		env := mail()
		want, err := expr.Eval(source, map[string]any{
			"sender":  map[string]any{"known": env.Sender.Known, "agent": env.Sender.Agent},
			"size":    env.Size,
			"subject": env.Subject,
			"to":      env.To,
		})
		if err != nil {
			t.Fatalf("%s: %v", source, err)
		}
		got, err := c.Eval(env)
		if err != nil || got.Matched != want {
			t.Errorf("%s: %v, %v, the library says %v", source, got.Matched, err, want)
		}
	}
	if len(sources) < 100 {
		t.Errorf("only %d conditions", len(sources))
	}
}

func TestEvalConcurrently(t *testing.T) {
	c, err := Compile(`subject matches "down" and any(to, # endsWith "acme.example") and sender.domain in ["a", "example.org"]`)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if r, err := c.Eval(mail()); err != nil || !r.Matched {
					t.Errorf("%+v, %v", r, err)
					return
				}
				if _, err := Compile(`size > 1`); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

func FuzzCompile(f *testing.F) {
	for _, seed := range []string{
		`subject matches "(?i)\\bdown\\b" and sender.domain == "acme.example"`,
		`any(attachments, .type startsWith "image/" and .size > 10)`,
		`not (size < 0 or auto in ["bulk", "loop"])`,
		`"a@b" in to ? header("X-Name") != "" : false`,
		`to | filter(# contains "x") | len() > 1`,
		`to[:1] == cc`, `size % 2 == 1`, `-size < +3`, `{"a": 1}.a == 1`, `[1, 2][0] == 1`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		c, err := Compile(source)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Line < 1 || e.Column < 1 || e.Message == "" || strings.Contains(e.Message, "goroutine") {
				t.Errorf("%q: bad error %#v", source, err)
			}
			return
		}
		r, err := c.Eval(mail())
		if err != nil && r.Matched || r.Matched && c.Never() != "" {
			t.Errorf("%q: %+v, %v, never: %s", source, r, err, c.Never())
		}
		if r.Why == "" {
			t.Errorf("%q: no reason", source)
		}
	})
}

func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		if _, err := Compile(`subject matches "(?i)\\b(down|outage)\\b" and sender.domain == "acme.example"`); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEval(b *testing.B) {
	for name, source := range map[string]string{
		"domain":      `sender.domain == "acme.example"`,
		"outage":      `subject matches "(?i)\\b(down|outage)\\b" and sender.domain == "acme.example"`,
		"attachments": `any(attachments, .type startsWith "image/" and .size > 3000000)`,
	} {
		b.Run(name, func(b *testing.B) {
			c, err := Compile(source)
			if err != nil {
				b.Fatal(err)
			}
			env := mail()
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Eval(env); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
