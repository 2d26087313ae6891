package floorplan

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// source is one parsed file.
type source struct {
	name  string // within the module
	lines int
	test  bool
	*ast.File
}

// pkg is one package as it is built for users, with its tests.
type pkg struct {
	dir   string
	files []source
}

// survey is what the checks look at.
type survey struct {
	module   string
	fset     *token.FileSet
	packages []pkg
}

// imports are the import paths of a file.
func (s source) imports() []string {
	var paths []string
	for _, spec := range s.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			paths = append(paths, p)
		}
	}
	return paths
}

// under says whether a path is dir or lies below it.
func under(p, dir string) bool { return p == dir || strings.HasPrefix(p, dir+"/") }

// matches says whether an import path is meant by a pattern such as "os/...".
func matches(importPath, pattern string) bool {
	if dir, ok := strings.CutSuffix(pattern, "/..."); ok {
		return under(importPath, dir)
	}
	return importPath == pattern
}

// checkImports holds the imports of every package against the plan.
func checkImports(s survey, house []room, bans []ban) []string {
	var found []string
	rooms := map[string]room{}
	for _, r := range house {
		rooms[r.dir] = r
	}
	for _, p := range s.packages {
		r, ok := rooms[p.dir]
		if !ok {
			found = append(found, fmt.Sprintf("%s: the package has no room in the plan: give it a floor in plan_test.go", p.dir))
			continue
		}
		for _, f := range p.files {
			if f.test {
				continue
			}
			for _, path := range f.imports() {
				if why := forbidden(s.module, rooms, bans, r, path); why != "" {
					found = append(found, fmt.Sprintf("%s: must not import %s: %s", f.name, path, why))
				}
			}
		}
	}
	return found
}

// forbidden says why a room must not import a path, or "".
func forbidden(module string, rooms map[string]room, bans []ban, r room, importPath string) string {
	for _, b := range bans {
		if b.in(r) && slices.ContainsFunc(b.what, func(pattern string) bool { return matches(importPath, pattern) }) {
			return b.why
		}
	}
	dir, ours := strings.CutPrefix(importPath, module+"/")
	if !ours {
		if first, _, _ := strings.Cut(importPath, "/"); strings.Contains(first, ".") && !decided(bans, importPath) {
			return "nobody has decided on this library: add it to plan_test.go, with a reason"
		}
		return ""
	}
	to, known := rooms[dir]
	switch {
	case !known:
		return "it has no room in the plan"
	case to.tests && !r.tests:
		return "it is for tests alone"
	case to.floor == r.floor:
		return fmt.Sprintf("both are on floor %d; let the caller declare an interface and the daemon join them", r.floor)
	case to.floor > r.floor:
		return fmt.Sprintf("arrows point down: floor %d to floor %d", r.floor, to.floor)
	case r.only != nil && to.floor > 0 && !slices.Contains(r.only, dir):
		return fmt.Sprintf("of the floors below it may know only %s", strings.Join(r.only, ", "))
	}
	return ""
}

// decided says whether the plan knows a library.
func decided(bans []ban, importPath string) bool {
	meant := func(pattern string) bool { return matches(importPath, pattern) }
	return slices.ContainsFunc(free, meant) || slices.ContainsFunc(bans, func(b ban) bool { return slices.ContainsFunc(b.what, meant) })
}

// checkClock finds who reads the clock, or waits for it where nothing may.
func checkClock(s survey, house []room) []string {
	var found []string
	for _, p := range s.packages {
		var here room
		if i := slices.IndexFunc(house, func(r room) bool { return r.dir == p.dir }); i >= 0 {
			here = house[i]
		}
		for _, f := range p.files {
			if f.test || here.tests || f.name == clockFile {
				continue
			}
			banned := clockReaders
			if here.pure {
				banned = append(slices.Clone(clockReaders), clockUsers...)
			}
			for _, use := range usesOf(f.File, "time", banned) {
				found = append(found, fmt.Sprintf("%s: uses time.%s: time comes in as a value; only %s reads the clock", s.at(f, use.Pos()), use.Sel.Name, clockFile))
			}
		}
	}
	return found
}

// usesOf finds the names of an imported package that a file uses.
func usesOf(f *ast.File, importPath string, names []string) []*ast.SelectorExpr {
	local := ""
	for _, spec := range f.Imports {
		if p, _ := strconv.Unquote(spec.Path.Value); p == importPath {
			local = path.Base(importPath)
			if spec.Name != nil {
				local = spec.Name.Name
			}
		}
	}
	var uses []*ast.SelectorExpr
	ast.Inspect(f, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && local != "" && x.Name == local && slices.Contains(names, sel.Sel.Name) {
				uses = append(uses, sel)
			}
		}
		return true
	})
	return uses
}

// at is the place of a position: "desk/mail.go:12".
func (s survey) at(f source, pos token.Pos) string {
	return fmt.Sprintf("%s:%d", f.name, s.fset.Position(pos).Line)
}

// checkDocs finds packages and exported names without a comment.
func checkDocs(s survey) []string {
	var found []string
	for _, p := range s.packages {
		documented := false
		explained := explainedMethods(p)
		for _, f := range p.files {
			if f.test {
				continue
			}
			documented = documented || f.Doc != nil
			for _, decl := range f.Decls {
				for _, name := range undocumented(decl, explained) {
					found = append(found, fmt.Sprintf("%s: %s has no comment: say what it means", s.at(f, name.Pos()), name.Name))
				}
			}
		}
		if !documented {
			found = append(found, fmt.Sprintf("%s: the package has no comment: say what it is for", p.dir))
		}
	}
	return found
}

// explainedMethods are the names of methods that need no comment of their own: those of
// the language, and those that an interface of the package explains.
func explainedMethods(p pkg) map[string]bool {
	explained := map[string]bool{"Error": true, "Unwrap": true, "String": true}
	for _, f := range p.files {
		ast.Inspect(f.File, func(n ast.Node) bool {
			if it, ok := n.(*ast.InterfaceType); ok {
				for _, method := range it.Methods.List {
					for _, name := range method.Names {
						explained[name.Name] = explained[name.Name] || method.Doc != nil || method.Comment != nil
					}
				}
			}
			return true
		})
	}
	return explained
}

// undocumented lists the exported names of a declaration that no comment explains. The
// comment of a group speaks for its constants and variables, not for its types.
func undocumented(decl ast.Decl, explained map[string]bool) []*ast.Ident {
	var names []*ast.Ident
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && exportedReceiver(d) && !(d.Recv != nil && explained[d.Name.Name]) {
			names = append(names, d.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if spec.Name.IsExported() && spec.Doc == nil && (d.Doc == nil || len(d.Specs) > 1) {
					names = append(names, spec.Name)
				}
			case *ast.ValueSpec:
				if d.Doc == nil && spec.Doc == nil && spec.Comment == nil {
					names = append(names, slices.DeleteFunc(slices.Clone(spec.Names), func(n *ast.Ident) bool { return !n.IsExported() })...)
				}
			}
		}
	}
	return names
}

// exportedReceiver says whether a function is no method, or one of an exported type.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return true
	}
	exported := false
	ast.Inspect(d.Recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && !exported {
			exported = id.IsExported()
			return false
		}
		return true
	})
	return exported
}

// sizes are the lines of files and functions, of what is no test.
func sizes(s survey) (files, functions map[string]int) {
	files, functions = map[string]int{}, map[string]int{}
	for _, p := range s.packages {
		for _, f := range p.files {
			if f.test {
				continue
			}
			files[f.name] = f.lines
			for _, decl := range f.Decls {
				if d, ok := decl.(*ast.FuncDecl); ok {
					lines := s.fset.Position(d.End()).Line - s.fset.Position(d.Pos()).Line + 1
					functions[s.at(f, d.Pos())+" "+d.Name.Name] = lines
				}
			}
		}
	}
	return files, functions
}

// checkSize finds what is larger than the hard mark, and too many above the usual one.
func checkSize(what string, lines map[string]int, hard, usual int) []string {
	var found []string
	var all []int
	for name, n := range lines {
		all = append(all, n)
		if n > hard {
			found = append(found, fmt.Sprintf("%s: %d lines; %d is the most for a %s: split it by what it is about", name, n, hard, what))
		}
	}
	slices.Sort(all)
	if p90 := ninetieth(all); p90 > usual {
		found = append(found, fmt.Sprintf("one %s in ten has %d lines or more; the mark is %d", what, p90, usual))
	}
	slices.Sort(found)
	return found
}

// ninetieth is the 90th percentile of sorted values.
func ninetieth(sorted []int) int {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(len(sorted)*9+9)/10-1]
}

// look reads the module that holds this package.
func look(t *testing.T) survey {
	t.Helper()
	root := "../../.."
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(mod), "\n")
	s := survey{module: strings.TrimPrefix(line, "module "), fset: token.NewFileSet()}
	err = filepath.WalkDir(root, func(dir string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		name := entry.Name()
		if dir != root && (name == "testdata" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")) {
			return filepath.SkipDir
		}
		s.read(t, root, dir)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// read adds the package of one directory, if it holds one.
func (s *survey) read(t *testing.T, root, dir string) {
	built, err := build.Default.ImportDir(dir, 0)
	if _, none := err.(*build.NoGoError); none {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	rel, err := filepath.Rel(root, dir)
	if err != nil {
		t.Fatal(err)
	}
	p := pkg{dir: filepath.ToSlash(rel)}
	for _, name := range slices.Concat(built.GoFiles, built.CgoFiles, built.TestGoFiles, built.XTestGoFiles) {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		p.files = append(p.files, s.parse(t, path.Join(p.dir, name), string(text)))
	}
	s.packages = append(s.packages, p)
}

// parse reads one file.
func (s *survey) parse(t *testing.T, name, text string) source {
	t.Helper()
	f, err := parser.ParseFile(s.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return source{name: name, lines: strings.Count(text, "\n"), test: strings.HasSuffix(name, "_test.go"), File: f}
}
