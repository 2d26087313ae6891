package match

import (
	"strings"
	"testing"
)

func TestText(t *testing.T) {
	env := Env{Subject: "** PROBLEM Service Alert: web01/HTTP is CRITICAL **", Text: "Host: web01\r\nState: DOWN\r\n",
		Sender: Sender{Address: "nagios@acme.example"}, Header: func(name string) string { return "value of " + name }}
	for source, want := range map[string]string{
		`extract(subject, "Alert: (.+) is [A-Z]+")`:                            "web01/HTTP",
		`extract(subject, "Alert: (\\S+)/(\\S+) is")`:                          "web01 HTTP",
		`extract(subject, "no (such) thing")`:                                  "",
		`extract(text, "(?m)^Host: (.+)$")`:                                    "web01",
		`"nagios " + extract(text, "State: (UP)?(DOWN)?")`:                     "nagios DOWN",
		`header("X-Host") + " of " + sender.address`:                           "value of X-Host of nagios@acme.example",
		`auto == "none" ? "person" : "machine"`:                                "machine",
		`subject + subject + subject + subject + subject + subject`:            strings.Repeat(env.Subject, 6)[:199] + "…",
		`extract(subject, "(PROBLEM)") != "" ? trimSuffix(subject, "**") : ""`: "** PROBLEM Service Alert: web01/HTTP is CRITICAL",
	} {
		compiled, err := CompileText(source)
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		got, err := compiled.Value(env)
		if err != nil || got != want {
			t.Errorf("%s is %q (%v), want %q", source, got, err, want)
		}
		if compiled.String() != source {
			t.Errorf("%s became %s", source, compiled)
		}
	}
}

func TestTextMistakes(t *testing.T) {
	for source, want := range map[string]string{
		`size`:                            "must be a text",
		`subject contains "x"`:            "must be a text",
		`to`:                              "must be a text",
		`subjct`:                          "did you mean subject?",
		`extract(subject, text)`:          "must be written out",
		`extract(subject, "no group")`:    "has no group",
		`extract(subject, "(")`:           "missing closing",
		`extract(subject, "\b(x)")`:       "control character",
		`extract(subject)`:                "not enough arguments",
		`extract(size, "(x)")`:            "cannot use int",
		`lower(extract(to[0], "(x)"), 1)`: "too many arguments",
	} {
		if _, err := CompileText(source); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", source, err, want)
		}
	}
	if _, err := Compile(`extract(subject, "^(.)") == "x"`); err != nil {
		t.Error("a condition may extract, too:", err)
	}
}

func TestTextFailsOnAMail(t *testing.T) {
	compiled, err := CompileText(`attachments[3].name`)
	if err != nil {
		t.Fatal(err)
	}
	if value, err := compiled.Value(Env{}); err == nil || value != "" {
		t.Errorf("%q, %v", value, err)
	}
}
