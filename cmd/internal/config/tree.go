package config

import (
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"
)

// kind is what a value of the file is.
type kind int

const (
	kindText kind = iota
	kindInteger
	kindFloat
	kindBool
	kindMoment // a date, a time, or both
	kindList
	kindTable
)

// String is the kind for people.
func (k kind) String() string {
	return [...]string{"text in quotes", "a whole number", "a number", "true or false", "a date", "a list", "a table"}[k]
}

// node is a value with its place in the file.
type node struct {
	kind   kind
	text   string // of a text: decoded; of a number, truth value or moment: as written
	raw    string // of a text: as written, with its quotes
	offset int    // of the value in the file; of a table with a header: of its name

	items []*node // of a list
	keys  []key   // of a table, in file order

	header bool // a table that has its own [header]
	array  bool // a list that is made of [[headers]]
	closed bool // an inline table or list: nothing can be added to it
}

// key is a key of a table, with the place where it stands.
type key struct {
	name   string
	offset int
	value  *node
}

// get finds the value of a key; nil where there is none. Keys match exactly.
func (n *node) get(name string) *node {
	if i := slices.IndexFunc(n.keys, func(k key) bool { return k.name == name }); i >= 0 {
		return n.keys[i].value
	}
	return nil
}

func (n *node) put(name string, offset int, value *node) *node {
	n.keys = append(n.keys, key{name, offset, value})
	return value
}

// source is the text of a file with its line starts.
type source struct {
	file  string
	data  string
	lines []int // offset of the first byte of each line
}

func newSource(file, data string) *source {
	s := &source{file: file, data: data, lines: []int{0}}
	for i := range len(data) {
		if data[i] == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	return s
}

// position turns an offset into line and column, both from 1, the column in characters.
func (s *source) position(offset int) (line, column int) {
	offset = min(max(offset, 0), len(s.data))
	line = sort.SearchInts(s.lines, offset+1)
	return line, utf8.RuneCountInString(s.data[s.lines[line-1]:offset]) + 1
}

// line is the text of a line, without its end.
func (s *source) line(n int) string {
	text, _, _ := strings.Cut(s.data[s.lines[n-1]:], "\n")
	return strings.TrimRight(text, "\r")
}

// excerpt is a line of the file with a caret below the column. A line that is too long for a
// terminal gives none.
func (s *source) excerpt(line, column int) string {
	text := s.line(line)
	if utf8.RuneCountInString(text) > 160 || !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return ""
	}
	below := strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, firstRunes(text, column-1))
	return "    " + text + "\n    " + below + "^"
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

// at is a mistake at an offset, with its line alone.
func (s *source) at(offset int, key, what, hint string) Mistake {
	line, _ := s.position(offset)
	return Mistake{File: s.file, Line: line, Key: key, What: what, Hint: hint}
}

// pointed is a mistake at an offset, with column and excerpt.
func (s *source) pointed(offset int, key, what, hint string) Mistake {
	m := s.at(offset, key, what, hint)
	m.Line, m.Column = s.position(offset)
	m.Excerpt = s.excerpt(m.Line, m.Column)
	return m
}

// builder makes the tree from the parser's expressions. The syntax was checked before, so that only
// what is said twice is left to find; it goes on after each.
type builder struct {
	*source
	parser   unstable.Parser
	root     *node
	mistakes []Mistake
}

func (b *builder) expression(e *unstable.Node, current *node, path string) (*node, string) {
	switch e.Kind {
	case unstable.Table, unstable.ArrayTable:
		return b.headed(e)
	case unstable.KeyValue:
		b.assign(current, path, e)
	}
	return current, path
}

// headed finds or makes the table of a [header] or [[header]].
func (b *builder) headed(e *unstable.Node) (*node, string) {
	names, offsets := b.names(e.Key())
	path := dotted(names)
	last := len(names) - 1
	parent := b.descend(b.root, names[:last], offsets[:last])
	if parent == nil {
		return b.twice(offsets[last], path, nil), path
	}
	name, at := names[last], offsets[last]
	fresh := &node{kind: kindTable, offset: at, header: true}
	found := parent.get(name)
	switch {
	case e.Kind == unstable.ArrayTable && found == nil:
		parent.put(name, at, &node{kind: kindList, array: true, offset: at, items: []*node{fresh}})
	case e.Kind == unstable.ArrayTable && found.array:
		found.items = append(found.items, fresh)
	case e.Kind == unstable.Table && found == nil:
		parent.put(name, at, fresh)
	case e.Kind == unstable.Table && found.kind == kindTable && !found.header && !found.closed:
		found.header, found.offset = true, at
		return found, path
	default:
		return b.twice(at, path, found), path
	}
	return fresh, path
}

// twice reports what is said a second time and gives a table that leads nowhere, so that its keys
// are read without hitting anything.
func (b *builder) twice(offset int, path string, before *node) *node {
	what := "is defined twice"
	if before != nil {
		line, _ := b.position(before.offset)
		what = fmt.Sprintf("is defined already in line %d", line)
	}
	b.mistakes = append(b.mistakes, b.at(offset, path, what, "keep one of them"))
	return &node{kind: kindTable, offset: offset}
}

// descend walks down a dotted name, making tables on its way; nil where something else is there.
func (b *builder) descend(n *node, names []string, offsets []int) *node {
	for i, name := range names {
		next := n.get(name)
		switch {
		case next == nil:
			next = n.put(name, offsets[i], &node{kind: kindTable, offset: offsets[i]})
		case next.array:
			next = next.items[len(next.items)-1]
		}
		if next.kind != kindTable || next.closed {
			return nil
		}
		n = next
	}
	return n
}

func (b *builder) assign(to *node, path string, e *unstable.Node) {
	names, offsets := b.names(e.Key())
	last := len(names) - 1
	parent := b.descend(to, names[:last], offsets[:last])
	full := join(path, dotted(names))
	if parent == nil {
		b.twice(offsets[last], full, nil)
		return
	}
	if found := parent.get(names[last]); found != nil {
		b.twice(offsets[last], full, found)
		return
	}
	value := b.value(e.Value(), full)
	if value.offset == 0 { // an array: the parser does not say where it begins
		value.offset = offsets[last]
	}
	parent.put(names[last], offsets[last], value)
}

func (b *builder) names(it unstable.Iterator) (names []string, offsets []int) {
	for it.Next() {
		n := it.Node()
		names = append(names, string(n.Data))
		offsets = append(offsets, int(n.Raw.Offset))
	}
	return names, offsets
}

var kinds = map[unstable.Kind]kind{
	unstable.String: kindText, unstable.Integer: kindInteger, unstable.Float: kindFloat, unstable.Bool: kindBool,
	unstable.LocalDate: kindMoment, unstable.LocalTime: kindMoment, unstable.LocalDateTime: kindMoment,
	unstable.DateTime: kindMoment, unstable.Array: kindList, unstable.InlineTable: kindTable,
}

func (b *builder) value(v *unstable.Node, path string) *node {
	n := &node{kind: kinds[v.Kind], text: string(v.Data), raw: string(b.parser.Raw(v.Raw)), offset: int(v.Raw.Offset)}
	it := v.Children()
	for it.Next() {
		switch v.Kind {
		case unstable.Array:
			n.items = append(n.items, b.value(it.Node(), path))
		case unstable.InlineTable:
			b.assign(n, path, it.Node())
		}
	}
	// Only now: dotted keys within the braces may still add to each other.
	n.closed = n.kind == kindTable || n.kind == kindList
	return n
}

// dotted is a key for people, in one line whatever it holds.
func dotted(names []string) string {
	var list []string
	for _, n := range names {
		list = append(list, shown(n))
	}
	return strings.Join(list, ".")
}

var bareKey = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

func shown(name string) string {
	if bareKey.MatchString(name) {
		return cut(name)
	}
	return strconv.Quote(cut(name))
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
