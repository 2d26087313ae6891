// Package config reads frontdesk.toml strictly: it turns the file into a Config whose Policy is checked
// and resolved, or into the list of every mistake in it, each with its line, what is wrong and what to write.
//
// A file becomes a tree whose nodes know their positions (tree.go). Each section is then read through a
// table (table.go), whose getters check the type, note the keys that were asked for, and at the end refuse
// all others; so what is understood and what is refused can not drift apart. Names that sections refer to
// are gathered first (names.go), and therefore the order of sections does not matter.
//
// Load builds everything that can fail and touches nothing else: whoever reloads keeps the old Config until
// the new one is there, and swaps one pointer.
package config
