package templates

import (
	"html/template"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	gap        = 2  // blanks between columns of a table in plain text
	leastLast  = 24 // how narrow the last column may become there, in characters
	mostLines  = 3  // on how many lines a cell of it may stand
	widestHTML = 42 // how wide a table may be to fit a phone, in characters
)

// table is a table made ready: empty columns are gone.
type table struct {
	head   []string // nil for none
	rows   [][]string
	widths []int
	counts []bool // columns that hold nothing but numbers
}

func newTable(head []string, rows [][]string) table {
	columns := filled(head, rows)
	t := table{widths: make([]int, len(columns)), counts: make([]bool, len(columns))}
	for i := range t.counts {
		t.counts[i] = true
	}
	if len(head) > 0 {
		t.head = only(head, columns)
		for i, cell := range t.head {
			t.widths[i] = utf8.RuneCountInString(cell)
		}
	}
	for _, r := range rows {
		cells := only(r, columns)
		for i, cell := range cells {
			t.widths[i] = max(t.widths[i], utf8.RuneCountInString(cell))
			t.counts[i] = t.counts[i] && isNumber(cell)
		}
		t.rows = append(t.rows, cells)
	}
	return t
}

// before is how much stands before the last column in plain text.
func (t table) before() int {
	n := 0
	for _, w := range t.widths[:len(t.widths)-1] {
		n += w + gap
	}
	return n
}

// tableText lines a table up where it fits, the last column wrapped. Else each row is two lines: all but the last
// column, and the last one below.
func tableText(head []string, rows [][]string) string {
	if len(rows) == 0 {
		return ""
	}
	t := newTable(head, rows)
	if len(t.widths) == 0 {
		return ""
	}
	last := len(t.widths) - 1
	room := width - t.before()
	var b strings.Builder
	if t.widths[last] > room && (room < leastLast || t.widths[last] > mostLines*room) {
		for _, r := range t.rows {
			b.WriteString(wrap(strings.Join(some(r[:last]), " · ")) + "\n")
			if r[last] != "" {
				b.WriteString(indent(r[last]) + "\n")
			}
		}
		return strings.TrimRight(b.String(), "\n")
	}
	all := t.rows
	if t.head != nil {
		all = append([][]string{t.head}, all...)
	}
	for _, r := range all {
		line := ""
		for i, cell := range r[:last] {
			line += aligned(cell, t.widths[i], t.counts[i]) + strings.Repeat(" ", gap)
		}
		cell := r[last]
		if cell == "" {
			line = strings.TrimRight(line, " ")
		}
		b.WriteString(line)
		if t.counts[last] {
			cell = aligned(cell, t.widths[last], true)
		}
		hanging(&b, cell, t.before())
	}
	return strings.TrimRight(b.String(), "\n ")
}

// aligned fills a cell up with blanks.
func aligned(cell string, to int, right bool) string {
	blanks := strings.Repeat(" ", max(0, to-utf8.RuneCountInString(cell)))
	if right {
		return blanks + cell
	}
	return cell + blanks
}

// hanging writes words behind what stands on a line already; what does not fit goes on below, indented as far.
func hanging(b *strings.Builder, words string, indent int) {
	used := indent
	for i, word := range strings.Split(words, " ") {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case used > indent && used+1+n > width:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			used = indent
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += n
	}
	b.WriteByte('\n')
}

// some are the cells in which anything stands.
func some(cells []string) []string {
	var out []string
	for _, c := range cells {
		if c != "" {
			out = append(out, c)
		}
	}
	return out
}

// tableHTML is a table where a phone is wide enough for it; else each row is two lines, as in plain text.
func tableHTML(head []string, rows [][]string) template.HTML {
	if len(rows) == 0 {
		return ""
	}
	t := newTable(head, rows)
	total := 0
	for _, w := range t.widths {
		total += w + gap
	}
	var b strings.Builder
	if total > widestHTML && !t.counting() {
		t.stacked(&b)
		return template.HTML(b.String())
	}
	b.WriteString(`<table style="border-collapse:collapse;font-size:13px">` + "\n")
	if t.head != nil {
		t.row(&b, t.head, "th", "font-weight:600;")
	}
	for _, r := range t.rows {
		t.row(&b, r, "td", "")
	}
	b.WriteString("</table>")
	return template.HTML(b.String())
}

// counting says whether a table has nothing but numbers behind its first column: it is narrow, and makes no sense
// otherwise.
func (t table) counting() bool { return len(t.counts) > 1 && !slices.Contains(t.counts[1:], false) }

func (t table) row(b *strings.Builder, cells []string, tag, style string) {
	b.WriteString("<tr>")
	for i, cell := range cells {
		align := "left"
		if t.counts[i] {
			align = "right"
		}
		b.WriteString("<" + tag + ` style="` + style + `padding:3px 10px 3px 0;text-align:` + align + `;vertical-align:top">`)
		escapeInto(b, cell)
		b.WriteString("</" + tag + ">")
	}
	b.WriteString("</tr>\n")
}

func (t table) stacked(b *strings.Builder) {
	last := len(t.widths) - 1
	for i, r := range t.rows {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(`<div style="margin:0 0 10px"><span style="font-size:13px"><b>`)
		for k, cell := range some(r[:last]) {
			if k > 0 {
				b.WriteString(`&nbsp;· `)
			}
			together(b, cell)
			if k == 0 {
				b.WriteString(`</b><span style="opacity:.75">`)
			}
		}
		b.WriteString("</span></span>")
		if r[last] != "" {
			b.WriteString("<br>\n")
			escapeInto(b, r[last])
		}
		b.WriteString("</div>")
	}
}

// together writes a cell that is not broken where it is short: dates have hyphens.
func together(b *strings.Builder, cell string) {
	if utf8.RuneCountInString(cell) > widestHTML*3/4 {
		escapeInto(b, cell)
		return
	}
	b.WriteString(`<span style="white-space:nowrap">`)
	escapeInto(b, cell)
	b.WriteString(`</span>`)
}

// pairsText writes names and values.
func pairsText(pairs [][]string) string { return tableText(nil, pairs) }

// pairsHTML shows names and values; the values may be long.
func pairsHTML(pairs [][]string) template.HTML {
	if len(pairs) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<table style="border-collapse:collapse;font-size:14px">` + "\n")
	for _, pair := range pairs {
		b.WriteString(`<tr><td style="padding:1px 14px 1px 0;vertical-align:top;opacity:.75;word-break:normal;overflow-wrap:break-word">`)
		escapeInto(&b, pair[0])
		b.WriteString(`</td><td style="padding:1px 0;vertical-align:top">`)
		escapeInto(&b, pair[1])
		b.WriteString("</td></tr>\n")
	}
	b.WriteString("</table>")
	return template.HTML(b.String())
}

// speech indents what somebody said.
func speech(s string) string {
	if s == "" {
		return ""
	}
	return wrap("  " + strings.ReplaceAll(strings.ReplaceAll(s, "\n", "\n  "), "\n  \n", "\n\n"))
}
