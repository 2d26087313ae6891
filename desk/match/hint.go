package match

import (
	"reflect"
	"regexp"
	"strings"

	"frontdesk/desk/nearest"
)

// fieldsOf lists the names of a struct that conditions use.
func fieldsOf(t reflect.Type) []string {
	var names []string
	for field := range t.Fields() {
		names = append(names, field.Tag.Get("expr"))
	}
	return names
}

var (
	topNames        = fieldsOf(reflect.TypeFor[Env]())
	senderNames     = fieldsOf(reflect.TypeFor[Sender]())
	attachmentNames = fieldsOf(reflect.TypeFor[Attachment]())
)

// otherWords are what people call things that have another name here.
var otherWords = map[string]string{
	"from": "sender.address", "body": "text", "email": "sender.address", "recipient": "to", "recipients": "to",
	"headers": `header("X-Name")`, "lang": "language", "attachment": "attachments", "domain": "sender.domain",
	"address": "sender.address", "name": "sender.name", "agent": "sender.agent", "known": "sender.known", "proven": "sender.proven",
}

// plain says the library's messages in the words of the configuration.
var plainWords = strings.NewReplacer(
	"type match.Sender has", "sender has",
	"type match.Attachment has", "an attachment has",
	"match.Sender", "sender",
	"match.Attachment", "attachment",
	"[]string", "list of strings",
	"[]interface {}", "list",
	"expected string, but got unknown", "the value must be a text",
	"expected string, but got", "the value must be a text, not a",
	"expected bool, but got unknown", "a condition must be true or false, not a value",
	"expected bool, but got", "a condition must be true or false, not a",
	"compilation failed: ", "",
	"unexpected token EOF", "the condition ends too early",
	"literal not terminated", "a closing quote is missing",
)

func plain(message string) string { return strings.TrimSpace(plainWords.Replace(message)) }

var (
	unknownName  = regexp.MustCompile(`^unknown name (\S+)`)
	unknownField = regexp.MustCompile(`^type (\S+) has no field (\S+)`)
	shouting     = regexp.MustCompile(`^unexpected token Identifier\("(AND|OR|NOT|IN|MATCHES|CONTAINS|STARTSWITH|ENDSWITH|Matches|Contains|And|Or|Not|In)"\)`)
)

// hint says what was probably meant, "" where nobody knows.
func hint(message string) string {
	if m := unknownName.FindStringSubmatch(message); m != nil {
		if other := otherWords[strings.ToLower(m[1])]; other != "" {
			return didYouMean(other)
		}
		return didYouMean(nearest.Of(m[1], append(append([]string{"sender"}, topNames...), functions...)))
	}
	if m := unknownField.FindStringSubmatch(message); m != nil {
		switch m[1] {
		case "match.Sender":
			return oneOf(m[2], senderNames)
		case "match.Attachment":
			return oneOf(m[2], attachmentNames)
		}
		return ""
	}
	if m := shouting.FindStringSubmatch(message); m != nil {
		return "operators are written like: and, or, not, in, matches, contains, startsWith, endsWith"
	}
	for _, known := range []struct{ part, hint string }{
		{`unexpected token Operator("=")`, "compare with =="},
		{"invalid char escape", `write a backslash inside quotes twice: "\\d"`},
		{"== (mismatched types []string and string)", `a list holds a value: "bob@acme.example" in to`},
		{"== (mismatched types match.Sender and string)", "name a part of it: sender.address"},
		{"in (mismatched types string and string)", `a text holds a text: subject contains "word"`},
		{"mismatched types int and string", "write numbers without quotes"},
		{"mismatched types string and int", "write texts in quotes"},
		{"not (mismatched type string)", `compare it with something: subject == ""`},
		{"exceeds maximum allowed nodes", "split it into several rules"},
	} {
		if strings.Contains(message, known.part) {
			return known.hint
		}
	}
	return ""
}

func didYouMean(name string) string {
	if name == "" {
		return "known are " + strings.Join(topNames, ", ")
	}
	return "did you mean " + name + "?"
}

func oneOf(name string, names []string) string {
	if near := nearest.Of(name, names); near != "" {
		return "did you mean " + near + "?"
	}
	return "known are " + strings.Join(names, ", ")
}
