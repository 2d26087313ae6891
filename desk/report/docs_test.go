package report_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"frontdesk/desk/report"
)

// TestDocs holds the table of docs/reports.md against the measures; UPDATE=1 writes it anew.
func TestDocs(t *testing.T) {
	const path = "../../docs/reports.md"
	const begin, end = "<!-- measures -->\n", "<!-- end of measures -->\n"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	table.WriteString("| measure | name | unit | what it means |\n| --- | --- | --- | --- |\n")
	for _, m := range slices.Concat(report.Measures, report.ArticleMeasures) {
		fmt.Fprintf(&table, "| %s | `%s` | %s | %s |\n", m.Title, m.Name, m.Unit, m.Definition)
	}
	for _, note := range report.Notes {
		table.WriteString("\n" + note + "\n")
	}
	before, rest, ok := strings.Cut(string(data), begin)
	_, after, found := strings.Cut(rest, end)
	if !ok || !found {
		t.Fatalf("%s has no place for the measures", path)
	}
	want := before + begin + table.String() + end + after
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if string(data) != want {
		t.Errorf("%s does not say what the measures mean; UPDATE=1 go test writes it anew", path)
	}
}
