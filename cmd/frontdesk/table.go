package main

import (
	"io"
	"strings"
)

// column is one column of a table.
type column struct {
	title string
	most  int // columns of the screen that it takes at most; 0: the rest of the line, for the last one
	spare int // columns with a higher number are left out first where the screen is narrow; 0: never
	right bool
	style func(text string) string // of a value; nil for none
}

// leastRest is how much of the last column must be seen before others have to go.
const leastRest = 28

// writeTable writes aligned rows under a heading. On a terminal each row is one line; anywhere else nothing
// is shortened.
func (c *call) writeTable(columnsOf []column, rows [][]string) error {
	for _, row := range rows {
		for i := range row {
			row[i] = clean(row[i])
		}
	}
	shown := fit(c.screen, columnsOf, rows)
	var b strings.Builder
	titles := make([]string, len(columnsOf))
	for i, col := range columnsOf {
		titles[i] = col.title
	}
	row(&b, c.screen, shown, columnsOf, titles, true)
	for _, r := range rows {
		row(&b, c.screen, shown, columnsOf, r, false)
	}
	_, err := io.WriteString(c.stdout, b.String())
	return err
}

// fit gives every column its width; 0 leaves it out.
func fit(s screen, columnsOf []column, rows [][]string) []int {
	last := len(columnsOf) - 1
	widths := make([]int, len(columnsOf))
	total := 0
	for i, col := range columnsOf {
		widths[i] = columns(col.title)
		for _, r := range rows {
			widths[i] = max(widths[i], columns(r[i]))
		}
		if s.terminal && col.most > 0 {
			widths[i] = min(widths[i], col.most)
		}
		if i < last {
			total += widths[i] + 2
		}
	}
	if !s.terminal {
		return widths
	}
	need := min(leastRest, widths[last])
	for total+need > s.width {
		out := -1
		for i, col := range columnsOf[:last] {
			if widths[i] > 0 && col.spare > 0 && (out < 0 || col.spare > columnsOf[out].spare) {
				out = i
			}
		}
		if out < 0 {
			break
		}
		total -= widths[out] + 2
		widths[out] = 0
	}
	widths[last] = min(widths[last], max(s.width-total, 8))
	return widths
}

func row(b *strings.Builder, s screen, widths []int, columnsOf []column, values []string, heading bool) {
	var line strings.Builder
	for i, w := range widths {
		if w == 0 {
			continue
		}
		text := cut(values[i], w)
		blank := strings.Repeat(" ", w-columns(text))
		switch {
		case heading:
			text = s.paint(faint, text)
		case columnsOf[i].style != nil:
			text = columnsOf[i].style(text)
		}
		switch {
		case columnsOf[i].right:
			text = blank + text
		case i < len(widths)-1:
			text += blank
		}
		line.WriteString(text)
		if i < len(widths)-1 {
			line.WriteString("  ")
		}
	}
	b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
}
