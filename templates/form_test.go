package templates

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"frontdesk/desk"
)

// laptop is the form of a service.
func laptop() *desk.Form {
	return &desk.Form{Subject: "A new laptop", Fields: []desk.FormField{
		{Number: 1, ServiceField: desk.ServiceField{Name: "model", Label: "Model", Choices: []string{"13 inch", "16 inch"}, Required: true}},
		{Number: 2, ServiceField: desk.ServiceField{Name: "needed_by", Label: "Needed by", Type: "date", Required: true}},
		{Number: 3, ServiceField: desk.ServiceField{Name: "reason", Label: "Reason"}},
	}}
}

// formExamples are the mails of the catalogue.
func formExamples() []example {
	answered := laptop()
	answered.Fields[0].Value, answered.Fields[1].Said, answered.Fields[1].Problem = "16 inch", "soon", "“soon” is no date; write it like 2026-12-31"
	ordered := func(v *View) {
		v.Ticket.Subject, v.Ticket.Status, v.Ticket.Category, v.Ticket.Service, v.Service = "Order: A new laptop", "pending", desk.CategoryPending, "new-laptop", "A new laptop"
	}
	approved := func(v *View) {
		ordered(v)
		v.Ticket.Status, v.Ticket.Category = "awaiting-approval", desk.CategoryPending
	}
	form := with(toRequester("form", "you wrote to us"), func(n *desk.Notice) { n.Subject, n.Form, n.Advice = "Order: A new laptop", answered, true })
	return []example{
		{"catalogue", with(toRequester("catalogue", "you asked"), func(n *desk.Notice) {
			n.Ticket, n.Subject = 0, ""
			n.Transcript = []desk.Section{
				{Title: "Other services", Items: []desk.CatalogueItem{
					{Title: "A new laptop", Description: "Ordered, set up and delivered to your desk, with the programs that your department uses.", Takes: "ten working days",
						Approval: true, Form: laptop()},
					{Title: "A mouse", Form: &desk.Form{Subject: "A mouse"}}}},
				{Title: "What else you can do by mail", Lines: []string{"For anything else, write to us in your own words.",
					"A mail with the subject “status” is answered with your tickets.",
					"To add something to a ticket, reply to any mail of it. “Solved” or “cancel” as the only word ends it."}}}
		}), func(v *View) { v.Ticket, v.ReplyTo = desk.Ticket{}, "support@acme.example" }},
		{"form", form, ordered},
		{"form-plain", with(form, func(n *desk.Notice) { n.Plain = true }), ordered},
		{"form-complete", with(form, func(n *desk.Notice) { n.Form = nil }), approved},
		{"ack-order", with(toRequester("ack", "you wrote to us"), func(n *desk.Notice) {
			n.Subject, n.Changes = "Order: A new laptop", []string{"How long it takes: ten working days"}
		}), approved},
	}
}

// TestMailsOfTheCatalogueAreUnderstood: what the links of the menu and of the form hold is what the desk reads.
func TestMailsOfTheCatalogueAreUnderstood(t *testing.T) {
	services := &desk.Policy{Services: []desk.Service{{Name: "new-laptop", Title: "A new laptop"}}}
	fields := make([]desk.ServiceField, 3)
	for i, f := range laptop().Fields {
		fields[i] = f.ServiceField
	}
	for _, language := range languages {
		say := builtins(t).mails["form"][language].say
		l := orderLink(laptop(), exampleView, say)
		u, err := url.Parse(l.URL)
		if err != nil {
			t.Fatal(err)
		}
		subject, body := u.Query().Get("subject"), u.Query().Get("body")
		if services.ServiceOrdered(subject) == nil {
			t.Errorf("%s: nobody understands the subject %q", language, subject)
		}
		for i, value := range []string{"16 inch", "2026-12-05", "It broke."} {
			mark := fmt.Sprintf("\r\n%d. ", i+2)
			if i == 2 {
				mark = "\r\n" + desk.FormEnd
			}
			body = strings.Replace(body, mark, value+mark, 1)
		}
		answers, rest := desk.ReadForm(fields, desk.FormText{Text: body, Own: body}, time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), language)
		if rest != "" || len(answers) != 3 || answers["needed_by"].Value != "2026-12-05" || answers["reason"].Value != "It broke." {
			t.Errorf("%s: %+v, rest %q of\n%s", language, answers, rest, body)
		}
		if short, _ := url.Parse(l.Short); services.ServiceOrdered(short.Query().Get("subject")) == nil {
			t.Errorf("%s: %s", language, l.Short)
		}
	}
}

// TestLongFormsAreAskedForByMail: a link that is too long for mail programs orders without the form.
func TestLongFormsAreAskedForByMail(t *testing.T) {
	f := laptop()
	f.Fields[0].Choices = []string{strings.Repeat("x", maxLink)}
	if l := orderLink(f, exampleView, builtins(t).mails["form"]["en"].say); l.URL != l.Short || strings.Contains(l.URL, "body") {
		t.Error(l)
	}
}

// TestProblemsOfAnswersAreTranslated: all that can be wrong with an answer is said in every language.
func TestProblemsOfAnswersAreTranslated(t *testing.T) {
	now := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	for said, field := range map[string]desk.ServiceField{
		"x": {Choices: []string{"a", "b"}}, "a": {Choices: []string{"a 1", "a 2"}}, "many": {Type: "number"}, "1,000": {Type: "number"},
		"soon": {Type: "date"}, "1/2/2026": {Type: "date"}, "me": {Type: "address"}, "a@b.example, c@d.example": {Type: "address"},
	} {
		value, problem := field.Read(said, now, "en")
		if value != "" || problem == "" {
			t.Errorf("%q is read as %q", said, value)
		}
		untranslated(t, problem, func(language string) { t.Errorf("%q is not in words.%s.txt", problem, language) })
		_, phrase := field.Hints()
		if phrase != "" {
			untranslated(t, phrase, func(language string) { t.Errorf("%q is not in words.%s.txt", phrase, language) })
		}
	}
}

// TestFormForStrangersHoldsNothingOfTheirs.
func TestFormForStrangersHoldsNothingOfTheirs(t *testing.T) {
	for _, x := range formExamples() {
		if x.name != "form-plain" {
			continue
		}
		w := x.render(t, builtins(t), "en")
		if s := w.Subject + w.Text + w.HTML; strings.Contains(s, "soon") || strings.Contains(s, "16 inch\n") || strings.Contains(s, "Dana") || !strings.Contains(s, "Needed by") {
			t.Error(s)
		}
	}
}

// TestFormsComeBackUnchanged: a form that is quoted whole, as it is in text and in HTML, answers nothing but what stood in it.
func TestFormsComeBackUnchanged(t *testing.T) {
	fields := make([]desk.ServiceField, 3)
	for i, f := range laptop().Fields {
		fields[i] = f.ServiceField
	}
	for _, x := range formExamples() {
		for _, language := range languages {
			if x.name != "form" {
				continue
			}
			text := "On Friday, ACME Service Desk wrote:\n> " + strings.ReplaceAll(x.render(t, builtins(t), language).Text, "\n", "\n> ")
			answers, _ := desk.ReadForm(fields, desk.FormText{Text: text}, at, language)
			if len(answers) != 1 || answers["model"].Value != "16 inch" {
				t.Errorf("%s: %+v of\n%s", language, answers, text)
			}
		}
	}
}
