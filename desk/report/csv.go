package report

import (
	"encoding/csv"
	"strconv"
	"strings"
	"time"
)

// CSV writes one row per measure, value of a dimension and period (RFC 4180, CRLF). Times are in seconds; a figure that
// cannot be known is empty. What a spreadsheet could take for a formula has an apostrophe before it.
func (r *Report) CSV() string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	row := func(cells ...string) {
		for i := range cells {
			cells[i] = harmless(cells[i])
		}
		_ = w.Write(cells) // into memory
	}
	row("measure", "unit", "split", "value", "period", "since", "until", "figure", "definition")
	group := func(split string, g Group) {
		for i, m := range r.Measures {
			row(m.Name, string(m.Unit), split, g.Name, "now", stamp(r.Since), stamp(r.Until), machine(g.Now[i]), m.Definition)
			row(m.Name, string(m.Unit), split, g.Name, "before", stamp(r.Before()), stamp(r.Since), machine(g.Before[i]), m.Definition)
		}
	}
	group("total", r.Total)
	for _, s := range r.Splits {
		for _, g := range s.Groups {
			group(string(s.Dimension), g)
		}
	}
	for _, a := range r.Actions {
		row("action", "seconds", "ticket", strconv.FormatInt(a.Ticket, 10), "now", stamp(a.At), "", strconv.FormatInt(int64(a.Took.Seconds()), 10), a.What)
	}
	w.Flush()
	return b.String()
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// machine writes a value for programs.
func machine(v Value) string {
	if !v.Known {
		return ""
	}
	return strconv.FormatFloat(v.Number, 'f', -1, 64)
}

// harmless keeps a spreadsheet from running a cell. A number is none of its formulas.
func harmless(cell string) string {
	if cell == "" || !strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return cell
	}
	if _, err := strconv.ParseFloat(cell, 64); err == nil {
		return cell
	}
	return "'" + cell
}
