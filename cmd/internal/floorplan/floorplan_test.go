package floorplan

import (
	"go/token"
	"slices"
	"strings"
	"testing"
)

func TestHouse(t *testing.T) {
	s := look(t)
	if len(s.packages) == 0 {
		t.Fatal("no packages found")
	}
	files, functions := sizes(s)
	for what, found := range map[string][]string{
		"imports":   checkImports(s, house, bans),
		"clock":     checkClock(s, house),
		"docs":      checkDocs(s),
		"files":     checkSize("file", files, hardFile, usualFile),
		"functions": checkSize("function", functions, hardFunction, usualFunction),
	} {
		t.Run(what, func(t *testing.T) {
			for _, f := range found {
				t.Error(f)
			}
		})
	}
}

func TestRoomsExist(t *testing.T) {
	s := look(t)
	for _, r := range house {
		if slices.ContainsFunc(s.packages, func(p pkg) bool { return p.dir == r.dir }) {
			continue
		}
		if complete {
			t.Errorf("%s: stands in the plan and nowhere else: take it out of plan_test.go", r.dir)
		} else {
			t.Logf("%s: not built yet", r.dir)
		}
	}
}

func TestPlanIsSound(t *testing.T) {
	seen := map[string]bool{}
	for i, r := range house {
		if seen[r.dir] {
			t.Errorf("%s stands twice in the plan", r.dir)
		}
		seen[r.dir] = true
		if i > 0 && r.floor < house[i-1].floor {
			t.Errorf("%s: the plan goes from the cellar up", r.dir)
		}
		for _, dir := range r.only {
			if !slices.ContainsFunc(house, func(to room) bool { return to.dir == dir && to.floor < r.floor }) {
				t.Errorf("%s: may import %s, which is on no lower floor", r.dir, dir)
			}
		}
	}
	for _, b := range bans {
		if b.why == "" || len(b.what) == 0 {
			t.Errorf("a ban on %v without a reason", b.what)
		}
	}
}

// built makes a survey of files given as name and text.
func built(t *testing.T, files ...[2]string) survey {
	t.Helper()
	s := survey{module: "m", fset: token.NewFileSet()}
	for _, f := range files {
		dir := f[0][:strings.LastIndexByte(f[0], '/')]
		i := slices.IndexFunc(s.packages, func(p pkg) bool { return p.dir == dir })
		if i < 0 {
			s.packages = append(s.packages, pkg{dir: dir})
			i = len(s.packages) - 1
		}
		s.packages[i].files = append(s.packages[i].files, s.parse(t, f[0], f[1]))
	}
	return s
}

// TestChecksFail shows every check what it must find, and what it must leave alone.
func TestChecksFail(t *testing.T) {
	plan := []room{
		{dir: "low", floor: 0, pure: true},
		{dir: "other", floor: 0},
		{dir: "mid", floor: 1},
		{dir: "narrow", floor: 2, only: []string{"mid"}},
		{dir: "harness", floor: 2, tests: true},
		{dir: "wide", floor: 2},
		{dir: "top", floor: 3, only: []string{"mid"}},
	}
	rules := []ban{{[]string{"os/..."}, isPure, "no I/O"}, {[]string{"database/sql"}, anywhereBut("mid"), "SQL stands once"}}
	for name, c := range map[string]struct{ file, text, want string }{
		"down":                 {"mid/a.go", `package a; import _ "m/low"`, ""},
		"up":                   {"low/a.go", `package a; import _ "m/mid"`, "low/a.go: must not import m/mid: arrows point down: floor 0 to floor 1"},
		"same floor":           {"low/a.go", `package a; import _ "m/other"`, "low/a.go: must not import m/other: both are on floor 0; let the caller declare an interface and the daemon join them"},
		"narrow":               {"top/a.go", `package a; import (_ "m/mid"; _ "m/wide")`, "top/a.go: must not import m/wide: of the floors below it may know only mid"},
		"narrow may floor 0":   {"narrow/a.go", `package a; import (_ "m/low"; _ "m/mid")`, ""},
		"no room":              {"new/a.go", `package a`, "new: the package has no room in the plan: give it a floor in plan_test.go"},
		"import without room":  {"mid/a.go", `package a; import _ "m/new"`, "mid/a.go: must not import m/new: it has no room in the plan"},
		"harness":              {"top/a.go", `package a; import _ "m/harness"`, "top/a.go: must not import m/harness: it is for tests alone"},
		"harness in a test":    {"top/a_test.go", `package a; import _ "m/harness"`, ""},
		"ban":                  {"low/a.go", `package a; import _ "os/exec"`, "low/a.go: must not import os/exec: no I/O"},
		"ban elsewhere":        {"mid/a.go", `package a; import (_ "os"; _ "database/sql")`, ""},
		"ban but in one":       {"top/a.go", `package a; import _ "database/sql"`, "top/a.go: must not import database/sql: SQL stands once"},
		"undecided library":    {"mid/a.go", `package a; import _ "example.org/lib"`, "mid/a.go: must not import example.org/lib: nobody has decided on this library: add it to plan_test.go, with a reason"},
		"free library":         {"low/a.go", `package a; import _ "golang.org/x/text/cases"`, ""},
		"name that only looks": {"low/a.go", `package a; import _ "osmosis"`, ""},
	} {
		t.Run("imports "+name, func(t *testing.T) {
			compare(t, checkImports(built(t, [2]string{c.file, c.text}), plan, rules), c.want)
		})
	}
	const where = ": time comes in as a value; only " + clockFile + " reads the clock"
	for name, c := range map[string]struct{ file, text, want string }{
		"now":           {"mid/a.go", "package a\nimport \"time\"\nvar x = time.Now()", "mid/a.go:3: uses time.Now" + where},
		"as a value":    {"mid/a.go", "package a\nimport \"time\"\nvar now = time.Now", "mid/a.go:3: uses time.Now" + where},
		"renamed":       {"mid/a.go", "package a\nimport clock \"time\"\nvar x = clock.Since(y)", "mid/a.go:3: uses time.Since" + where},
		"in a test":     {"mid/a_test.go", "package a\nimport \"time\"\nvar x = time.Now()", ""},
		"in a harness":  {"harness/a.go", "package a\nimport \"time\"\nvar x = time.Now()", ""},
		"in its file":   {clockFile, "package a\nimport \"time\"\nvar x = time.Now()", ""},
		"wait":          {"mid/a.go", "package a\nimport \"time\"\nfunc f() { time.Sleep(1) }", ""},
		"wait in pure":  {"low/a.go", "package a\nimport \"time\"\nfunc f() { time.Sleep(1) }", "low/a.go:3: uses time.Sleep" + where},
		"another's Now": {"low/a.go", "package a\nimport \"time\"\nvar _ time.Time\nvar x = clock.Now()", ""},
	} {
		t.Run("clock "+name, func(t *testing.T) {
			compare(t, checkClock(built(t, [2]string{c.file, c.text}), plan), c.want)
		})
	}
}

func TestDocsCheckFails(t *testing.T) {
	const doc = "// Package a is.\npackage a\n"
	for text, want := range map[string]string{
		"package a\n":                 "low: the package has no comment: say what it is for",
		doc + "func F() {}":           "low/a.go:3: F has no comment: say what it means",
		doc + "// F is.\nfunc F() {}": "",
		doc + "func f() {}":           "",
		doc + "type T int":            "low/a.go:3: T has no comment: say what it means",
		doc + "// T is.\ntype T int":  "",
		doc + "// Both are.\ntype (\n T int\n // U is.\n U int\n)":         "low/a.go:5: T has no comment: say what it means",
		doc + "func (t *T) M() {}":                                         "low/a.go:3: M has no comment: say what it means",
		doc + "func (t *T[K]) M() {}":                                      "low/a.go:3: M has no comment: say what it means",
		doc + "func (t *T) Error() string {}":                              "",
		doc + "type i interface {\n // M is.\n M()\n}\nfunc (t *T) M() {}": "",
		doc + "type i interface {\n M()\n}\nfunc (t *T) M() {}":            "low/a.go:6: M has no comment: say what it means",
		doc + "func Error() {}":                                            "low/a.go:3: Error has no comment: say what it means",
		doc + "func (t *u) M() {}":                                         "",
		doc + "const C, d = 1, 2":                                          "low/a.go:3: C has no comment: say what it means",
		doc + "const C = 1 // is":                                          "",
		doc + "// They are.\nconst (\n C = 1\n D = 2\n)":                   "",
		doc + "var V int":                                                  "low/a.go:3: V has no comment: say what it means",
	} {
		compare(t, checkDocs(built(t, [2]string{"low/a.go", text})), want)
	}
	compare(t, checkDocs(built(t, [2]string{"low/a.go", doc}, [2]string{"low/a_test.go", "package a\nfunc F() {}"})), "")
}

func TestSizeCheckFails(t *testing.T) {
	long := "package a\nfunc long() {\n" + strings.Repeat("\n", 8) + "}\nfunc short() {}\n"
	files, functions := sizes(built(t, [2]string{"low/a.go", long}, [2]string{"low/a_test.go", long}))
	if len(files) != 1 || files["low/a.go"] != 12 || len(functions) != 2 || functions["low/a.go:2 long"] != 10 {
		t.Fatalf("files %v, functions %v", files, functions)
	}
	compare(t, checkSize("function", functions, 10, 10), "")
	compare(t, checkSize("function", functions, 9, 10), "low/a.go:2 long: 10 lines; 9 is the most for a function: split it by what it is about")
	compare(t, checkSize("function", functions, 10, 9), "one function in ten has 10 lines or more; the mark is 9")
	for values, want := range map[int]int{0: 0, 1: 1, 9: 9, 10: 9, 20: 18} {
		var sorted []int
		for i := range values {
			sorted = append(sorted, i+1)
		}
		if got := ninetieth(sorted); got != want {
			t.Errorf("ninetieth of 1..%d = %d, want %d", values, got, want)
		}
	}
}

// compare wants one finding, or none where want is "".
func compare(t *testing.T, found []string, want string) {
	t.Helper()
	if got := strings.Join(found, "\n"); got != want {
		t.Errorf("found %q, want %q", got, want)
	}
}
