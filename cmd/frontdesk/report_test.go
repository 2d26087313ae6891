package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"frontdesk/desk/engine"
	"frontdesk/desk/store"
)

const reportSection = `
[report]
schedule = "mon 08:00"
to = ["alice", "cio@acme.example"]
`

// TestReport reads one day of work in every format.
func TestReport(t *testing.T) {
	r := newRig(t, reportSection)
	r.day()
	text := r.must("report", "--since", "7d")
	for _, want := range []string{"ACME Service Desk: report\n13 Nov 2026 16:35 – 20 Nov 2026 16:35\nbefore: 6 Nov 2026 16:35 – 13 Nov 2026 16:35\n",
		"  incidents", "What the figures mean"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the report:\n%s", want, text)
		}
	}
	if flat := strings.Join(strings.Fields(text), " "); !strings.Contains(flat, "Opened 2 0 new Resolved 1 0 new Closed 1 0 new") {
		t.Errorf("other figures:\n%s", text)
	}
	var o struct {
		Since, Until string
		Total        struct{ Now, Before map[string]*float64 }
		Splits       map[string][]struct{ Value string }
	}
	out := r.must("report", "--json", "--since", "2026-11-20", "--until", "2026-11-21", "--queue", "incidents")
	if err := json.Unmarshal([]byte(out), &o); err != nil || strings.Count(out, "\n") != 1 {
		t.Fatal(err)
	}
	if o.Since != "2026-11-19T23:00:00Z" || o.Until != "2026-11-20T23:00:00Z" || *o.Total.Now["opened"] != 1 || o.Total.Now["csat"] != nil || *o.Total.Before["opened"] != 0 {
		t.Errorf("%s", out)
	}
	if len(o.Splits["agent"]) == 0 || len(o.Splits["queue"]) > 0 {
		t.Errorf("split by %v", o.Splits)
	}
	rows, err := csv.NewReader(strings.NewReader(r.must("report", "--format", "csv"))).ReadAll()
	if err != nil || len(rows) < 100 || strings.Join(rows[1][:4], ",") != "opened,count,total," {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	if page := r.must("report", "--format", "html"); !strings.HasPrefix(page, "<!DOCTYPE html>") || !strings.Contains(page, "<svg") {
		t.Error("no page")
	}
	_, out, told := r.run("report", "--format", "html", "-o", "report.html")
	if page, err := os.ReadFile("report.html"); err != nil || out != "" || !strings.HasPrefix(told, "report.html: html of ") || !strings.HasSuffix(string(page), "</html>\n") {
		t.Errorf("%v, %q, %q", err, out, told)
	}
}

// TestReportOfAnAgent: who did what, when, on whose request, how long it took.
func TestReportOfAnAgent(t *testing.T) {
	r := newRig(t, "")
	r.day()
	text := r.must("report", "--agent", "BOB")
	_, acts, _ := strings.Cut(text, "What bob did\n")
	acts, _, _ = strings.Cut(acts, "\nWhat the figures mean")
	acts = strings.Join(strings.Fields(acts), " ")
	for _, want := range []string{"Fri 20 Nov 2026 13:05 #1 assigned it to bob (command line) after 5 min for dana@acme.example 13:05", "#1 wrote a note",
		"#1 wrote to the requester after 5 min for dana@acme.example", "status open → pending", "command refused: /asign alice"} {
		if !strings.Contains(acts, want) {
			t.Errorf("%q is not in what bob did:\n%s", want, acts)
		}
	}
	if strings.Contains(acts, "#2") {
		t.Errorf("what alice did is bob's:\n%s", acts)
	}
	if page := r.must("report", "--agent", "bob", "--format", "html"); !strings.Contains(page, "What bob did") || !strings.Contains(page, "<td>dana@acme.example</td>") {
		t.Error("the page does not tell what bob did")
	}
}

func TestReportByMail(t *testing.T) {
	r := newRig(t, reportSection)
	r.day()
	_, _, told := r.run("report", "--mail", "--since", "1d")
	if want := "The report of 19 Nov 2026 16:35 – 20 Nov 2026 16:35 goes to alice@acme.example, cio@acme.example.\n"; told != want {
		t.Errorf("%q, want %q", told, want)
	}
	r.work(func(s store.Store, _ *engine.Engine) {
		err := s.View(t.Context(), func(reader store.Reader) error {
			items, err := reader.Outgoing(false)
			n := 0
			for _, i := range items {
				if i.Template == "report" {
					n++
				}
			}
			if n != 2 {
				t.Errorf("%d mails", n)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestReportMistakes(t *testing.T) {
	r := newRig(t, "")
	r.work(nothing)
	for _, c := range []struct {
		args string
		code int
		told string
	}{
		{"report --since yesterday", 2, `"yesterday" is no time`},
		{"report --since 2026-11-20 --until 2026-11-20", 2, "the period ends"},
		{"report --format pdf", 2, "--format must be one of"},
		{"report --mail", 1, "the configuration has no [report]"},
		{"report --mail --format html", 2, "--mail sends the report"},
		{"report --queue incidens", 0, "There is no queue incidens; did you mean incidents?"},
		{"report --agent zoe", 0, "There is no agent zoe."},
		{"report --service anything", 0, ""},
		{"report -o no/such/directory", 1, "no/such/directory"},
	} {
		code, _, told := r.run(strings.Fields(c.args)...)
		if code != c.code || !strings.Contains(told, c.told) {
			t.Errorf("%s: exit code %d, %q", c.args, code, told)
		}
	}
}

// TestBegin: thirty days ago is the same time of day, whatever the clocks did meanwhile.
func TestBegin(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	until := time.Date(2026, 11, 10, 0, 0, 0, 0, berlin)
	for text, want := range map[string]string{"": "2026-10-11 00:00", "30d": "2026-10-11 00:00", "36h": "2026-11-08 12:00", "2026-10-01": "2026-10-01 00:00"} {
		got, err := begin(text, until, berlin)
		if err != nil || got.In(berlin).Format("2006-01-02 15:04") != want {
			t.Errorf("%q begins %s, %v", text, got, err)
		}
	}
}
