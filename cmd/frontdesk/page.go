package main

import "strings"

// page builds text for a person: a title, labelled fields, parts of running text.
type page struct {
	screen screen
	label  int // columns of the labels
	strings.Builder
}

// line writes one line; styles are the caller's.
func (p *page) line(text string) { p.WriteString(strings.TrimRight(text, " ") + "\n") }

// title writes a heading.
func (p *page) title(text string) { p.line(p.screen.paint(bold, clean(text))) }

// field writes a labelled value, broken into lines where it is long, and a doubt about it. Empty
// values are left out.
func (p *page) field(label, value, doubt string) {
	value, doubt = clean(value), clean(doubt)
	if value == "" && doubt == "" {
		return
	}
	width := p.screen.width - p.label - 4
	write := func(text, style string) {
		for _, l := range wrap(text, width) {
			p.line("  " + p.screen.paint(faint, pad(label, p.label)) + "  " + p.screen.paint(style, l))
			label = ""
		}
	}
	if value != "" {
		write(value, plain)
	}
	if doubt != "" {
		write("! "+doubt, yellow)
	}
}

// part writes running text under a heading. Empty text is left out.
func (p *page) part(heading, text string) {
	text = strings.Trim(cleanLines(text), "\n ")
	if text == "" {
		return
	}
	p.line("")
	p.line("  " + p.screen.paint(faint, heading))
	p.text("    ", text)
}

// text writes running text, each line behind an indent.
func (p *page) text(indent, text string) {
	for _, l := range wrap(cleanLines(text), p.screen.width-len(indent)) {
		p.line(indent + l)
	}
}
