package desk

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// laptopFields are the questions of the service that the tests order.
var laptopFields = []ServiceField{
	{Name: "model", Type: "text", Choices: []string{"13 inch", "16 inch"}, Required: true},
	{Name: "needed_by", Type: "date", Required: true},
	{Name: "reason", Type: "text"},
}

// formNow is a Friday.
var formNow = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func TestReadValues(t *testing.T) {
	date, number, address := ServiceField{Type: "date"}, ServiceField{Type: "number"}, ServiceField{Type: "address"}
	choice := laptopFields[0]
	colours := ServiceField{Choices: []string{"light blue", "blue", "dark grey", "dark green"}}
	for _, c := range []struct {
		field            ServiceField
		said, want, with string
	}{
		{date, "2026-12-05", "2026-12-05", ""},
		{date, "2026/12/05", "2026-12-05", ""},
		{date, "5.12.2026", "2026-12-05", ""},
		{date, "05.12.26", "2026-12-05", ""},
		{date, "5. 12. 2026", "2026-12-05", ""},
		{date, "5.12.", "2026-12-05", ""},
		{date, "5.1.", "2027-01-05", ""},
		{date, "5 Dec 2026", "2026-12-05", ""},
		{date, "December 5th, 2026", "2026-12-05", ""},
		{date, "Dec 5", "2026-12-05", ""},
		{date, "5. Dezember 2026", "2026-12-05", ""},
		{date, "le 5 décembre 2026", "2026-12-05", ""},
		{date, "1er février", "2027-02-01", ""},
		{date, "5 de diciembre de 2026", "2026-12-05", ""},
		{date, "Saturday, 5 December 2026", "2026-12-05", ""},
		{date, "Sunday, 5 December 2026", "", "could be two days"},
		{date, "Sa 5.12.2026", "2026-12-05", ""},
		{date, "5.12.2026, 14:00", "2026-12-05", ""},
		{date, "5.12.2026 um 14 Uhr", "2026-12-05", ""},
		{date, "by Monday please", "2026-11-23", ""},
		{date, "next Monday", "2026-11-23", ""},
		{date, "next Sunday", "", "could be two days"},
		{date, "this Sunday", "2026-11-22", ""},
		{date, "bis Freitag", "2026-11-27", ""},
		{date, "lundi prochain", "2026-11-23", ""},
		{date, "el próximo lunes", "2026-11-23", ""},
		{date, "tomorrow", "2026-11-21", ""},
		{date, "übermorgen", "2026-11-22", ""},
		{date, "pasado mañana", "2026-11-22", ""},
		{date, "in 2 weeks", "2026-12-04", ""},
		{date, "in einer Woche", "2026-11-27", ""},
		{date, "dans 3 jours", "2026-11-23", ""},
		{date, "12/5/2026", "", "could be two days"},
		{date, "12/5/2026 (Sat)", "2026-12-05", ""},
		{date, "Friday 12/5/2026", "", "no date"},
		{date, "13/12/2026", "2026-12-13", ""},
		{date, "12/13/2026", "2026-12-13", ""},
		{date, "5/5", "2027-05-05", ""},
		{date, "31.11.2026", "", "no date"},
		{date, "as soon as possible", "", "no date"},
		{date, "asap", "", "no date"},
		{date, "-", "", ""},
		{number, "3", "3", ""},
		{number, "3 pieces", "3", ""},
		{number, "2,5 h", "2.5", ""},
		{number, "1 000", "1000", ""},
		{number, "1.000.000", "1000000", ""},
		{number, "1,000", "", "could be two numbers"},
		{number, "drei", "3", ""},
		{number, "one", "1", ""},
		{number, "€ 12.50", "12.50", ""},
		{number, "a few", "", "no number"},
		{number, "3 or 4", "", "no number"},
		{address, "erin@example.org", "erin@example.org", ""},
		{address, "Erin <erin@example.org>", "erin@example.org", ""},
		{address, "erin@example.org<mailto:erin@example.org>", "erin@example.org", ""},
		{address, "[erin@example.org](mailto:erin@example.org).", "erin@example.org", ""},
		{address, "erin at example", "", "no e-mail address"},
		{address, "a@b.example or c@d.example", "", "more than one"},
		{choice, "16 inch", "16 inch", ""},
		{choice, "16", "16 inch", ""},
		{choice, "16-Inch", "16 inch", ""},
		{choice, "“16 inch”", "16 inch", ""},
		{choice, "the 16 inch please", "16 inch", ""},
		{choice, "not the 16 inch", "", "none of these: 13 inch, 16 inch"},
		{choice, "1", "", "more than one of these: 13 inch, 16 inch"},
		{choice, "15 inch", "", "none of these"},
		{choice, "13 inch or 16 inch", "", "more than one"},
		{colours, "dark", "", "more than one of these: dark grey, dark green"},
		{colours, "dark gre", "", "more than one"},
		{colours, "dark green", "dark green", ""},
		{colours, "the light blue one", "light blue", ""},
		{colours, "blue", "blue", ""},
		{ServiceField{}, "  My old one\n is broken ", "My old one\nis broken", ""},
		{ServiceField{}, "n/a", "", ""},
		{ServiceField{}, "______", "", ""},
		{ServiceField{}, "keine", "", ""},
	} {
		got, problem := c.field.Read(c.said, formNow, "en")
		if got != c.want || (c.with == "") != (problem == "") || !strings.Contains(problem, c.with) {
			t.Errorf("%s%v %q: %q, problem %q", c.field.Type, c.field.Choices, c.said, got, problem)
		}
	}
	if got, _ := date.Read("5/12/2026", formNow, "fr"); got != "2026-12-05" {
		t.Errorf("in French 5/12 is %q", got)
	}
}

func TestReadForm(t *testing.T) {
	for _, c := range []struct{ name, text, own, want, rest string }{
		{"as it was sent", "1. Model (13 inch / 16 inch): 16 inch\n2. Needed by (a date, such as 2026-12-31): 5.12.2026\n3. Reason (optional): It broke.\n=====\n\nThanks\nDana", "*",
			"model=16 inch needed_by=2026-12-05 reason=It broke.", ""},
		{"empty", "1. Model (13 inch / 16 inch): \n2. Needed by (a date, such as 2026-12-31):\n3. Reason (optional):\n=====\n", "*", "", ""},
		{"without brackets and numbers", "Model: 16\nneeded_by: tomorrow\nREASON = none\n", "*", "model=16 inch needed_by=2026-11-21", ""},
		{"only one, with a question", "Hello,\n\nneeded by: tomorrow\n\nWhat does it cost?\nRegards,\nDana Fox", "*", "needed_by=2026-11-21", "What does it cost?"},
		{"below the labels", "> 1. Model (13 inch / 16 inch):\n16 inch\n> 2. Needed by (a date, such as 2026-12-31):\n\n5 Dec\n\n> 3. Reason (optional):\nIt broke.\nTwice.\n> =====", "16 inch\n5 Dec\n\nIt broke.\nTwice.",
			"model=16 inch needed_by=2026-12-05 reason=It broke. Twice.", ""},
		{"in the quote", "> 1. Model (13 inch / 16 inch): 16 inch\n> 2. Needed by (a date, such as 2026-12-31): 5.12.2026\n> 3. Reason (optional):\n> =====", "", "model=16 inch needed_by=2026-12-05", ""},
		{"rewrapped", "> 1. Model (13 inch / 16\n> inch): 16 inch\n> 2. Needed by (a date, such as\n> 2026-12-31): 5.12.2026\n> 3. Reason (optional): It broke when it fell\n> down the stairs.\n> =====", "",
			"model=16 inch needed_by=2026-12-05 reason=It broke when it fell down the stairs.", ""},
		{"translated", "1. Modèle (13 pouces / 16 pouces) : 16 inch\n2. Nécessaire d'ici (une date, telle que 2026-12-31) : 5 décembre\n3. Raison (facultatif) :\n=====", "*",
			"model=16 inch needed_by=2026-12-05", ""},
		{"numbers alone", "1) 16\n2) 5.12.\n3) It broke: twice.", "*", "model=16 inch needed_by=2026-12-05 reason=It broke: twice.", ""},
		{"above and in the quote", "Needed by: 6 Dec\n\nOn Fri, Nov 20, 2026 at 12:00 PM ACME Service Desk\n<support@acme.example> wrote:\n\n> 1. Model (13 inch / 16 inch): 13 inch\n> 2. Needed by (a date, such as 2026-12-31): 2026-12-05\n> =====",
			"Needed by: 6 Dec", "model=13 inch needed_by=2026-12-06", ""},
		{"header block", "From: ACME Service Desk <support@acme.example>\nSent: Friday\nTo: Dana\nSubject: Model: 13 inch\n\n1. Model (13 inch / 16 inch): 16 inch\n=====\n", "", "model=16 inch", ""},
		{"bold", "*1. Model (13 inch / 16 inch):* 16 inch\n**Needed by:** tomorrow", "*", "model=16 inch needed_by=2026-11-21", ""},
		{"a list within a text", "1. Model: 16\n2. Needed by: tomorrow\n3. Reason:\n1. it broke\n2. it is old\n=====", "*", "model=16 inch needed_by=2026-11-21 reason=1. it broke 2. it is old", ""},
		{"history", "1. Model: 16\n=====\n\n## Reply above this line ##\n\nDana:\n> Needed by: whenever", "*", "model=16 inch", ""},
		{"a word that begins like a label", "Models: 16\nReasonable: yes", "*", "", "Models: 16\nReasonable: yes"},
		{"wrong", "Model: 15 inch\nNeeded by: soon", "*", "model!“15 inch” is none of these: 13 inch, 16 inch needed_by!“soon” is no date; write it like 2026-12-31", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.own == "*" {
				c.own = c.text
			}
			answers, rest := ReadForm(laptopFields, FormText{Text: c.text, Own: c.own, Sender: "Dana Fox"}, formNow, "en")
			if got := answersText(answers); got != c.want || rest != c.rest {
				t.Errorf("got  %s\nwant %s\nrest %q", got, c.want, rest)
			}
		})
	}
}

// TestSignaturesAreNoAnswers, and what is a part of one stays where it is one.
func TestSignaturesAreNoAnswers(t *testing.T) {
	text := "Reason: Dana has none.\n\nModel:\n\nDana\nSales"
	answers, rest := ReadForm(laptopFields, FormText{Text: text, Own: text, Signature: "Dana\nSales"}, formNow, "en")
	if got := answersText(answers); got != "reason=Dana has none." || rest != "" {
		t.Errorf("%s, rest %q", got, rest)
	}
}

func answersText(answers map[string]Answer) string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(answers)) {
		if a := answers[name]; a.Problem != "" {
			out = append(out, name+"!"+a.Problem)
		} else {
			out = append(out, name+"="+a.Value)
		}
	}
	return strings.Join(out, " ")
}

func FuzzReadForm(f *testing.F) {
	f.Add("1. Model (13 inch / 16 inch): 16\n> 2. Needed by (a", "x", "y")
	f.Add("> 3. Reason (((:\n\n=====\n(", "", "--")
	f.Fuzz(func(t *testing.T, text, own, signature string) {
		answers, _ := ReadForm(laptopFields, FormText{Text: text, Own: own, Signature: signature}, formNow, "en")
		for name, a := range answers {
			if (a.Value == "") == (a.Problem == "") || name == "" {
				t.Errorf("%s: %+v", name, a)
			}
		}
	})
}
