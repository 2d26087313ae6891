package templates

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"frontdesk/desk"
	"frontdesk/desk/command"
)

// catchAll fits every reason; a reason that nothing else fits is not translated.
const catchAll = "You get this mail because "

// knows says whether a language has an English phrase.
func (p phrases) knows(english string) bool {
	if _, ok := p.whole[english]; ok {
		return true
	}
	return slices.ContainsFunc(p.holes, func(ph phrase) bool {
		_, ok := ph.fit(english)
		return ok && !(ph.english[0] == catchAll && ph.english[1] == ".")
	})
}

// untranslated calls back for every other language that does not have a phrase.
func untranslated(t *testing.T, english string, report func(language string)) {
	t.Helper()
	for _, language := range languages[1:] {
		if !builtins(t).mails["reply"][language].say.knows(english) {
			report(language)
		}
	}
}

// TestEveryMessageIsTranslated reads the sources of the desk: what they say to people must be known in every language.
// Data stands in it as "7".
func TestEveryMessageIsTranslated(t *testing.T) {
	found := 0
	for _, dir := range []string{"../desk", "../desk/command"} {
		paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(paths) == 0 {
			t.Fatal(dir, err)
		}
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			for _, m := range messages(t, path, filepath.Base(dir) == "command") {
				if found++; pieces[m.text] {
					continue
				}
				untranslated(t, m.text, func(language string) { t.Errorf("%s: %q is not in words.%s.txt", m.place, m.text, language) })
			}
		}
	}
	if found < 80 {
		t.Errorf("only %d messages were found", found)
	}
}

// pieces are what the sources put together; see TestMessagesThatArePutTogether.
var pieces = map[string]bool{
	"7; no new tickets are given to you.": true,
	"Mail to 7 could not be delivered7":   true,
}

// message is a sentence of the sources and where it stands.
type message struct{ place, text string }

// messages finds what a file says to people: mistakes in commands, changes and asides of notices, and why somebody is told.
func messages(t *testing.T, path string, grammar bool) (found []message) {
	t.Helper()
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	add := func(e ast.Expr, before, after string) {
		if text := sample(e); strings.Contains(text, " ") && strings.ContainsFunc(text, isLower) {
			place := set.Position(e.Pos())
			found = append(found, message{filepath.Base(place.Filename) + ":" + strconv.Itoa(place.Line), before + text + after})
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			name, args := callee(n), n.Args
			switch {
			case name == "problem" && len(args) > 2:
				add(args[2], "", "")
			case grammar && name == "fail" && len(args) > 1:
				add(args[1], "", "")
			case grammar && name == "Errorf":
				add(n, "", "")
			case (name == "tellAssignee" || name == "tellListeners") && len(args) > 1:
				add(args[1], "", "")
			case name == "append" && said[last(args[0])]:
				for _, a := range args[1:] {
					add(a, "", "")
				}
			}
		case *ast.ValueSpec:
			for _, v := range n.Values {
				if strings.HasSuffix(sample(v), ".") {
					add(v, "", "")
				}
			}
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Message" {
				add(n.Value, "", "")
			}
		case *ast.CompositeLit:
			if last(n.Type) == "Notice" {
				reasons(n, add)
			}
		case *ast.ReturnStmt:
			if grammar && len(n.Results) == 2 {
				add(n.Results[1], "", "")
			}
		case *ast.AssignStmt:
			assigned(n, add)
		}
		return true
	})
	return found
}

// said are the variables that hold sentences for people.
var said = map[string]bool{"lines": true, "asides": true, "Changes": true, "Lines": true, "last": true}

func assigned(n *ast.AssignStmt, add func(e ast.Expr, before, after string)) {
	for i, left := range n.Lhs {
		if i >= len(n.Rhs) || n.Tok == token.ADD_ASSIGN {
			continue
		}
		selector, field := left.(*ast.SelectorExpr)
		list, isList := n.Rhs[i].(*ast.CompositeLit)
		switch {
		case field && last(left) == "Why" && last(selector.X) != "Trace":
			add(n.Rhs[i], catchAll, ".")
		case said[last(left)] && isList:
			for _, e := range list.Elts {
				add(e, "", "")
			}
		}
	}
}

// reasons finds the fields of a notice.
func reasons(n *ast.CompositeLit, add func(e ast.Expr, before, after string)) {
	for _, e := range n.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if last(kv.Key) == "Why" {
			add(kv.Value, catchAll, ".")
		}
		if list, ok := kv.Value.(*ast.CompositeLit); ok && said[last(kv.Key)] {
			for _, e := range list.Elts {
				add(e, "", "")
			}
		}
	}
}

func isLower(r rune) bool { return 'a' <= r && r <= 'z' }

// callee is the name of what is called, without what stands before a dot.
func callee(c *ast.CallExpr) string { return last(c.Fun) }

func last(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// verb is a place for data in a format.
var verb = regexp.MustCompile(`%[+#]?[0-9.]*[a-z]`)

// sample is what an expression says, with "7" for what is known only when it runs.
func sample(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil {
			return verb.ReplaceAllString(text, "7")
		}
	case *ast.BinaryExpr:
		return sample(e.X) + sample(e.Y)
	case *ast.ParenExpr:
		return sample(e.X)
	case *ast.CallExpr:
		if name := callee(e); (name == "Sprintf" || name == "Errorf") && len(e.Args) > 0 {
			return sample(e.Args[0])
		}
	}
	return "7"
}

// TestMessagesThatArePutTogether are those that the sources say in pieces.
func TestMessagesThatArePutTogether(t *testing.T) {
	for _, english := range []string{
		"Mail to dana@example.com could not be delivered.", "Mail to dana@example.com could not be delivered: 5.1.1 unknown",
		"Status: new → open", "Dana Fox says that it is solved", "Dana Fox confirms that it is solved", "Dana Fox no longer needs it",
		"You are away until 2026-12-24; no new tickets are given to you.", "You are away until you send /back; no new tickets are given to you.",
		"carol is away.", "carol is away until 2026-12-24.", "carol is away (deputy bob).", "carol is away until 2026-12-24 (deputy bob).",
		"It follows ticket #7, which was closed on 2026-11-20.",
		"Resolved with it: #7.", "Over already, and not told: #7, #8.", "Not resolved, because you may not work their queues: #7.",
		"Not resolved, because their queues do not allow it now: #7.", "It has been quiet for 30m and is open.", "The storm is over: 7 further mails were counted here.",
		"More than 10 new conditions came within 1m. Further ones are counted here until it has been quiet for 30m.", "It was over on ticket #7 since 2026-11-20 12:00.",
		"Part of #7", "Comes from #7", "One problem for all", "Send the workaround", "Tickets that resemble it", "The major incident", "Who did what", "Timeline",
		"Agent", "Answers", "Notes", "Commands", "First answer", "Lasted", "Tickets", "People affected", "Messages from them", "Answers to them", "Opened", "Resolved",
		"exception → cleared (is over)", "cleared → open (is back)", "new → resolved (with #7)",
		"The mail points to ticket #7 (<x@y> is a mail of ours), but its writer does not belong to that ticket.",
	} {
		untranslated(t, english, func(language string) { t.Errorf("%q is not in words.%s.txt", english, language) })
	}
	for _, why := range []string{"the ticket is assigned to you", "you work queue x", "you work queue x and nobody has the ticket", "you are a manager",
		"carol is away and has the ticket", "carol is away until 2026-12-24 (deputy bob) and has the ticket"} {
		untranslated(t, catchAll+why+".", func(language string) { t.Errorf("%q is no reason in words.%s.txt", why, language) })
	}
}

// TestMistakesAreTranslated holds the lists to what the grammar of commands really says.
func TestMistakesAreTranslated(t *testing.T) {
	mistakes := command.Parse("/tag a\n/tag b", 1).Problems
	for _, typed := range []string{
		"/statsu open", "/take now", "/assign", "/priority P9", "/take\n/tag a", "/close\n/reopen", "/list\n/take", "/undo\n/take", "/assign bob and eve",
		"/assign b!b", "/requester a@b.example c@d.example", "/cc bob", "/cc ,", "/tag a!b", "/tag ,", "/link x", "/problem x", "/pending soon", "/pending 2020-01-01",
		"/pending 20y", "/subject " + strings.Repeat("x", 9000), "/ta\u200bke", "/note\n/subject \x01", "/set a!b c", "/set model", "/quarantine x",
		"/away to", "/away to b!b", "/schedule x",
	} {
		problems := command.Parse(typed, 1000).Problems
		if len(problems) == 0 && !strings.HasPrefix(typed, "/pending 20") && typed != "/take\n/tag a" {
			t.Errorf("%q is no mistake", typed)
		}
		mistakes = append(mistakes, problems...)
	}
	for _, p := range mistakes {
		untranslated(t, p.Message, func(language string) { t.Errorf("%q is not in words.%s.txt", p.Message, language) })
	}
}

// TestNamesAreTranslated: what every command does, every status, and every phrase of the layouts.
func TestNamesAreTranslated(t *testing.T) {
	var all []string
	for _, c := range command.Known() {
		all = append(all, c.Help)
	}
	for _, l := range desk.Lifecycles() {
		all = append(all, l.Names()...)
	}
	for _, name := range []string{"layout.txt.tmpl", "layout.html.tmpl"} {
		content, err := builtin.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, mark := range sayMark.FindAllStringSubmatch(string(content), -1) {
			all = append(all, mark[1])
		}
	}
	for _, english := range all {
		untranslated(t, english, func(language string) { t.Errorf("%q is not in words.%s.txt", english, language) })
	}
}

// TestListsAgree: a phrase that one language has, all have.
func TestListsAgree(t *testing.T) {
	key := func(ph phrase) string { return strings.Join(ph.english, "*") }
	all := map[string]bool{}
	for _, language := range languages[1:] {
		say := builtins(t).mails["reply"][language].say
		for english := range say.whole {
			all[english] = true
		}
		for _, ph := range say.holes {
			all[key(ph)] = true
		}
	}
	for _, language := range languages[1:] {
		say := builtins(t).mails["reply"][language].say
		for english := range all {
			if say.whole[english] == "" && !slices.ContainsFunc(say.holes, func(ph phrase) bool { return key(ph) == english }) {
				t.Errorf("words.%s.txt lacks %q", language, english)
			}
		}
	}
}
