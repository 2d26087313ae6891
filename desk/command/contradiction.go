package command

import (
	"fmt"
	"slices"
	"strings"
)

// exclusive lists sets of commands of which one mail may hold one. Each would undo or
// overrule the other, and which was meant is not for the desk to guess.
var exclusive = [][]string{
	{"status", "resolve", "close", "reopen", "pending", "reject", "duplicate", "spam"}, // where the ticket goes
	{"take", "assign"},
	{"approve", "reject"},
	{"away", "back"},
	{"duplicate", "unmerge", "split"},
	{"note", "broadcast", "reply"}, // who reads the message
	{"spam", "broadcast", "reply", "forward", "send"},
}

// opposite lists the commands that take away what the other gives: they contradict
// each other where they name the same thing.
var opposite = map[string]string{"cc": "uncc", "tag": "untag", "link": "unlink"}

// contradictions finds the commands that cannot both be meant, a Problem for each that
// comes after the one it contradicts.
func contradictions(commands []Command) []Problem {
	var problems []Problem
	for i, later := range commands {
		for _, earlier := range commands[:i] {
			if why := contradict(earlier, later); why != "" {
				problems = append(problems, Problem{Line: later.Line, Text: later.Text, Message: why})
				break
			}
		}
	}
	return problems
}

// contradict says why two commands cannot both be meant, or "".
func contradict(earlier, later Command) string {
	a, b := byName[earlier.Name], byName[later.Name]
	only := fmt.Sprintf("contradicts %q in line %d; say only one of them", shorten(earlier.Text), earlier.Line)
	switch {
	case a.Name == b.Name:
		if !a.Repeats || a.Kind == KindField && strings.EqualFold(earlier.Args[0], later.Args[0]) {
			return only
		}
		return ""
	case a.Name == "undo" || b.Name == "undo":
		return "/undo stands alone: it takes back an earlier mail"
	case a.Query != b.Query:
		return fmt.Sprintf("cannot stand in one mail with %q in line %d: one asks the desk something, the other changes something", shorten(earlier.Text), earlier.Line)
	case slices.ContainsFunc(exclusive, func(set []string) bool {
		return slices.Contains(set, a.Name) && slices.Contains(set, b.Name)
	}):
		return only
	case opposite[a.Name] == b.Name || opposite[b.Name] == a.Name:
		if share(earlier.Args, later.Args) {
			return only
		}
	}
	return ""
}

// sameValue says whether two commands of one name say the same. Case matters only in
// free text.
func sameValue(a, b Command) bool {
	if kind := byName[a.Name].Kind; kind == KindText || kind == KindField {
		return a.Value == b.Value
	}
	return strings.EqualFold(a.Value, b.Value)
}

// share says whether two lists have an entry in common, in whatever case.
func share(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool {
		return slices.ContainsFunc(b, func(y string) bool { return strings.EqualFold(x, y) })
	})
}
