package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/desk/nearest"
)

// reader collects what is found while a file is read.
type reader struct {
	*source
	base     string // directory that relative paths start from
	env      Env
	root     *node
	mistakes []Mistake
	warnings []Mistake
	known    map[string][]string // keys that are understood, by section, as they were asked for
	literals []int               // where secrets stand in the file itself
}

func (r *reader) fail(offset int, key, what, hint string) {
	r.mistakes = append(r.mistakes, r.at(offset, key, what, hint))
}

func (r *reader) warn(offset int, key, what, hint string) {
	r.warnings = append(r.warnings, r.at(offset, key, what, hint))
}

// table reads one table of the file: every getter notes its key, checks the type, and gives the default
// where the key is absent or wrong. close refuses what nobody asked for.
type table struct {
	*reader
	path string // dotted, without indices
	node *node
}

// section is a table of the file; ok is false where it is absent.
func (t table) section(name string) (sub table, ok bool) {
	sub = table{t.reader, join(t.path, name), &node{kind: kindTable, offset: t.node.offset}}
	n := t.ask(name)
	switch {
	case n == nil:
		return sub, false
	case n.array:
		t.fail(n.offset, sub.path, "there is only one", "write ["+sub.path+"] instead of [["+sub.path+"]]")
		return sub, false
	case n.kind != kindTable:
		t.fail(n.offset, sub.path, "wants a table, not "+n.kind.String(), "")
		return sub, false
	}
	sub.node = n
	return sub, true
}

// sections are the tables of a [[list]].
func (t table) sections(name string) []table {
	n := t.ask(name)
	path := join(t.path, name)
	switch {
	case n == nil:
		return nil
	case n.kind == kindTable:
		t.fail(n.offset, path, "there may be several", "write [["+path+"]] instead of ["+path+"]")
		return nil
	case n.kind != kindList:
		t.fail(n.offset, path, "wants a list of tables, not "+describe(n), "")
		return nil
	}
	var list []table
	for _, item := range n.items {
		if item.kind != kindTable {
			t.fail(item.offset, path, "wants a list of tables, not "+describe(item), "")
			continue
		}
		list = append(list, table{t.reader, path, item})
	}
	return list
}

// ask notes that a key is understood and gives its value; nil where it is absent.
func (t table) ask(name string) *node {
	if !slices.Contains(t.known[t.path], name) {
		t.known[t.path] = append(t.known[t.path], name)
	}
	return t.node.get(name)
}

// value is the value of a key where it has the wanted kind; nil where it is absent or wrong.
func (t table) value(name string, want kind, hint func(*node) string) *node {
	n := t.ask(name)
	if n == nil || n.kind == want {
		return n
	}
	t.fail(n.offset, join(t.path, name), "wants "+want.String()+", not "+describe(n), hint(n))
	return nil
}

func describe(n *node) string {
	switch n.kind {
	case kindText:
		return "the text " + strconv.Quote(cut(n.text))
	case kindList, kindTable:
		return n.kind.String()
	}
	return "the bare value " + cut(n.text)
}

// cut shortens what a message quotes from the file.
func cut(s string) string {
	if short := firstRunes(s, 40); short != s {
		return short + "…"
	}
	return s
}

func quoteIt(n *node) string {
	if n.kind == kindList || n.kind == kindTable {
		return ""
	}
	return "write " + strconv.Quote(n.text)
}

func unquoteIt(n *node) string {
	if n.kind != kindText {
		return ""
	}
	return "write it without quotes"
}

func trueOrFalse(n *node) string {
	if n.kind == kindText && (n.text == "true" || n.text == "false") {
		return "write it without quotes"
	}
	return "write true or false"
}

func listIt(n *node) string {
	if n.kind != kindText {
		return ""
	}
	return "write [" + strconv.Quote(cut(n.text)) + "]"
}

// place is where a mistake about a key is shown: at its value, or at the table where it is absent.
func (t table) place(name string) int {
	if n := t.node.get(name); n != nil {
		return n.offset
	}
	return t.node.offset
}

// has says whether the key is there, whatever its value.
func (t table) has(name string) bool { return t.node.get(name) != nil }

// wrong reports a mistake about a key of the table.
func (t table) wrong(name, what, hint string) { t.fail(t.place(name), join(t.path, name), what, hint) }

// doubt reports a warning about a key of the table.
func (t table) doubt(name, what, hint string) { t.warn(t.place(name), join(t.path, name), what, hint) }

const isMissing = "is missing"

// missing reports a key that must be there, with an example of what to write.
func (t table) missing(name, example string) {
	if !t.has(name) {
		t.fail(t.node.offset, join(t.path, name), isMissing, "write "+name+" = "+example)
	}
}

// text is a text; one that is given must not be empty.
func (t table) text(name, otherwise string) string {
	n := t.value(name, kindText, quoteIt)
	if n == nil {
		return otherwise
	}
	if strings.TrimSpace(n.text) == "" {
		t.wrong(name, "is empty", "give it a value, or leave the key out")
		return otherwise
	}
	return n.text
}

// line is a text that ends up in a header field or on one line of a mail.
func (t table) line(name, otherwise string) string {
	s := t.text(name, otherwise)
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		t.wrong(name, "holds a line break or another control character", "write it on one line")
		return otherwise
	}
	return s
}

// word is one of a few words.
func (t table) word(name, otherwise string, possible ...string) string {
	s := t.text(name, otherwise)
	if s != otherwise && !slices.Contains(possible, s) {
		t.wrong(name, strconv.Quote(cut(s))+" is not possible here", meant(s, possible))
		return otherwise
	}
	return s
}

// meant is the hint of an unknown word: the nearest one that is possible, or all where they are few.
func meant(word string, possible []string) string {
	if n := nearest.Of(word, possible); n != "" && len(word) > 2 {
		return "did you mean " + strconv.Quote(n) + "?"
	}
	if len(possible) == 0 || len(possible) > 12 {
		return ""
	}
	return "possible: " + strings.Join(possible, ", ")
}

func (t table) boolean(name string, otherwise bool) bool {
	n := t.value(name, kindBool, trueOrFalse)
	if n == nil {
		return otherwise
	}
	return n.text == "true"
}

// integer is a whole number within bounds.
func (t table) integer(name string, otherwise, least, most int64) int64 {
	n := t.value(name, kindInteger, unquoteIt)
	if n == nil {
		return otherwise
	}
	i, err := strconv.ParseInt(strings.ReplaceAll(n.text, "_", ""), 0, 64)
	if err != nil || i < least || i > most {
		t.wrong(name, n.text+" is out of range", fmt.Sprintf("from %d to %d", least, most))
		return otherwise
	}
	return i
}

// duration is a text such as "4h"; see Duration.
func (t table) duration(name string, otherwise time.Duration) time.Duration {
	n := t.value(name, kindText, func(n *node) string {
		if n.kind == kindInteger {
			return fmt.Sprintf("a duration has a unit, such as %q, %q or %q", n.text+"s", n.text+"h", n.text+"d")
		}
		return `such as "90s", "4h", "3d"`
	})
	if n == nil {
		return otherwise
	}
	d, err := Duration(n.text)
	if err != nil {
		t.wrong(name, err.Error(), `such as "90s", "4h", "3d" or "1d12h"`)
		return otherwise
	}
	return d
}

// words are the texts of a list, each with its own place in the file; they may repeat and be empty.
func (t table) words(name string) []*node {
	n := t.value(name, kindList, listIt)
	if n == nil {
		return nil
	}
	var list []*node
	for _, item := range n.items {
		if item.kind != kindText {
			t.fail(item.offset, join(t.path, name), "wants a list of texts, but one of them is "+describe(item), quoteIt(item))
			continue
		}
		list = append(list, item)
	}
	return list
}

// texts are the texts of a list in which each stands once.
func (t table) texts(name string) []*node {
	var list []*node
	for _, item := range t.words(name) {
		path := join(t.path, name)
		switch {
		case strings.TrimSpace(item.text) == "":
			t.fail(item.offset, path, "holds an empty text", "leave it out")
		case slices.ContainsFunc(list, func(o *node) bool { return o.text == item.text }):
			t.fail(item.offset, path, strconv.Quote(cut(item.text))+" stands there twice", "keep one of them")
		default:
			list = append(list, item)
		}
	}
	return list
}

// plain are the texts of a list without their places.
func plain(nodes []*node) []string {
	list := make([]string, 0, len(nodes))
	for _, n := range nodes {
		list = append(list, n.text)
	}
	return slices.Clip(list)
}

// close refuses every key that no getter asked for.
func (t table) close() {
	known := t.known[t.path]
	for _, k := range t.node.keys {
		if slices.Contains(known, k.name) {
			continue
		}
		what := "there is no such key"
		if t.path == "" {
			what = "there is no such section"
		}
		hint := meant(k.name, known)
		if i := slices.IndexFunc(known, func(s string) bool { return strings.EqualFold(s, k.name) }); i >= 0 {
			hint = "case matters: " + known[i]
		}
		t.found(nearest.Of(k.name, known))
		t.fail(k.offset, join(t.path, shown(k.name)), what, hint)
	}
}

// found takes back that a key is missing, where it is there after all but misspelt.
func (t table) found(name string) {
	line, _ := t.position(t.node.offset)
	t.mistakes = slices.DeleteFunc(t.mistakes, func(m Mistake) bool {
		return m.Line == line && m.Key == join(t.path, name) && m.What == isMissing
	})
}
