package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"frontdesk/desk"
	"frontdesk/desk/report"
)

// story is a small history that people can count by themselves: two days of November and some of October.
func story() []desk.Event {
	var events []desk.Event
	on := func(at string, ticket int64, who desk.Actor, details ...desk.Detail) {
		when, err := time.Parse("2006-01-02 15:04", at)
		if err != nil {
			panic(err)
		}
		for _, d := range details {
			events = append(events, desk.Event{Ticket: ticket, At: when, Actor: who, Mail: "ab", Detail: d})
		}
	}
	dana := desk.Actor{Kind: desk.ActorPerson, Name: "dana@example.com"}
	bob, alice := desk.Actor{Kind: desk.ActorAgent, Name: "bob"}, desk.Actor{Kind: desk.ActorAgent, Name: "=alice"}
	machine, clock := desk.Actor{Kind: desk.ActorDesk}, desk.Actor{Kind: desk.ActorClock}
	opened := func(queue, practice, service string) desk.Opened {
		return desk.Opened{Subject: "s", Queue: queue, Practice: practice, Status: "new", Category: desk.CategoryNew, Requester: "dana@example.com", Service: service}
	}
	answer := func(agent string) desk.Wrote {
		return desk.Wrote{From: agent + "@acme.example", Visibility: desk.Public, Auto: desk.ClassHuman}
	}
	status := func(from, to string, c desk.Category) desk.StatusChanged {
		return desk.StatusChanged{From: from, To: to, Category: c}
	}
	met := func(change desk.ClockChange, target desk.Target, spent time.Duration) desk.ClockChanged {
		return desk.ClockChanged{Change: change, Clock: desk.Clock{Target: target, Spent: spent}}
	}
	on("2026-10-20 08:00", 1, dana, opened("incidents", "incident", "mail"), desk.Wrote{From: "dana@example.com", Visibility: desk.Public})
	on("2026-10-20 08:30", 1, bob, desk.Assigned{To: "bob"}, answer("bob"))
	on("2026-10-20 08:30", 1, machine, met(desk.ClockWasMet, desk.FirstResponse, 30*time.Minute))
	on("2026-10-20 12:00", 1, bob, status("new", "resolved", desk.CategoryResolved))
	on("2026-11-02 09:00", 2, dana, opened("incidents", "incident", "<mail>"), desk.Wrote{From: "dana@example.com", Visibility: desk.Public})
	on("2026-11-02 09:10", 2, alice, desk.Assigned{To: "=alice"}, status("new", "open", desk.CategoryOpen))
	on("2026-11-02 10:00", 2, alice, answer("alice"))
	on("2026-11-02 10:00", 2, machine, met(desk.ClockWasMet, desk.FirstResponse, time.Hour))
	on("2026-11-02 11:00", 2, alice, desk.Assigned{From: "=alice", To: "bob"})
	on("2026-11-02 12:00", 3, dana, opened("changes", "change", ""))
	on("2026-11-02 13:00", 2, clock, met(desk.ClockWasBreached, desk.Resolution, 4*time.Hour))
	on("2026-11-02 15:00", 2, bob, answer("bob"), status("open", "resolved", desk.CategoryResolved))
	on("2026-11-02 15:00", 2, machine, met(desk.ClockWasMissed, desk.Resolution, 6*time.Hour))
	on("2026-11-02 16:00", 2, dana, desk.Rated{Rating: 2}, status("resolved", "open", desk.CategoryOpen), desk.Rated{Rating: 4})
	on("2026-11-03 08:00", 2, bob, answer("bob"), status("open", "resolved", desk.CategoryResolved))
	on("2026-11-03 09:00", 3, bob, status("new", "implemented", desk.CategoryResolved), status("implemented", "in-review", desk.CategoryOpen),
		status("in-review", "failed", desk.CategoryResolved))
	on("2026-11-03 10:00", 4, dana, opened("problems", "problem", ""), desk.Linked{Link: desk.LinkIncident, Ticket: 1}, desk.Linked{Link: desk.LinkIncident, Ticket: 2})
	on("2026-11-03 11:00", 5, bob, opened("incidents", "incident", "mail"), answer("bob"))
	on("2026-11-04 12:00", 6, dana, opened("incidents", "incident", "after the period"))
	return events
}

func query() report.Query {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return report.Query{Desk: "ACME <Service> Desk", Since: time.Date(2026, 11, 1, 0, 0, 0, 0, berlin), Until: time.Date(2026, 11, 4, 0, 0, 0, 0, berlin),
		Location: berlin, Reviews: []string{"in-review"}}
}

func TestGolden(t *testing.T) {
	r := fold(t, query(), story())
	q := query()
	q.Only, q.Actions = map[report.Dimension]string{report.ByAgent: "bob"}, true
	bob := fold(t, q, story())
	golden(t, "story.txt", r.Text())
	golden(t, "story.csv", r.CSV())
	golden(t, "story.html", must(t)(r.HTML()))
	golden(t, "bob.txt", bob.Text())
	golden(t, "bob.html", must(t)(bob.HTML()))
	data, err := bob.JSON()
	var indented bytes.Buffer
	if err != nil || json.Indent(&indented, data, "", " ") != nil {
		t.Fatal(err)
	}
	golden(t, "bob.json", indented.String())
	if strings.Count(string(data), "\n") != 1 {
		t.Error("JSON is not one line")
	}
}

func must(t *testing.T) func(string, error) string {
	return func(s string, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
}

// golden compares with a file of testdata; UPDATE=1 writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s is not what it was; UPDATE=1 go test writes it anew. Now:\n%s", path, got)
	}
}

func TestTextFitsTerminals(t *testing.T) {
	text := fold(t, query(), story()).Text() + fold(t, query(), random(1, query().Since.AddDate(0, 0, -2), 2000)).Text()
	for line := range strings.Lines(text) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	for _, m := range report.Measures {
		if !strings.Contains(text, m.Title) || m.Definition == "" || !strings.HasSuffix(m.Definition, ".") {
			t.Errorf("%s is not explained", m.Name)
		}
	}
}

func TestCSV(t *testing.T) {
	text := fold(t, query(), story()).CSV()
	if !strings.Contains(text, "'=alice,") || strings.Contains(text, ",=alice") || !strings.HasSuffix(text, "\r\n") {
		t.Error("a spreadsheet would run a formula, or lines do not end with CRLF")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, row := range rows {
		if key := strings.Join(row[:5], "|"); seen[key] {
			t.Errorf("twice: %s", key)
		} else {
			seen[key] = true
		}
	}
	if !seen["opened|count|total||now"] || !seen["csat|percent|queue|incidents|before"] {
		t.Errorf("rows are missing: %d", len(seen))
	}
}

// TestHTMLStandsAlone wants a well-formed page that fetches nothing, runs nothing, and shows nobody's markup.
func TestHTMLStandsAlone(t *testing.T) {
	page := must(t)(fold(t, query(), story()).HTML())
	if found := regexp.MustCompile(`(?i)<script|https?://|url\(|@import|<link|<img|<iframe|\son\w+=|<mail>|<Service>`).FindString(page); found != "" {
		t.Errorf("the page has %q", found)
	}
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, []string{"meta"}, xml.HTMLEntity
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if figures, tables := strings.Count(page, "<figure>"), strings.Count(page, "<details>"); figures != 6 || tables != figures {
		t.Errorf("%d plots and %d tables behind them", figures, tables)
	}
}

func TestCharts(t *testing.T) {
	charts := fold(t, query(), story()).Charts()
	names := ""
	for _, c := range charts {
		names += c.Name + " "
		var x struct{ XMLName xml.Name }
		if err := xml.Unmarshal([]byte(c.SVG()), &x); err != nil || x.XMLName.Local != "svg" {
			t.Errorf("%s: %v", c.Name, err)
		}
		data, err := c.PNG()
		if err != nil {
			t.Fatal(err)
		}
		m, err := png.Decode(bytes.NewReader(data))
		if err != nil || m.Bounds().Dx() != 1140 || len(data) < 3000 || len(data) > 100_000 {
			t.Errorf("%s: %d bytes, %v", c.Name, len(data), err)
		}
		for _, row := range c.Rows {
			if len(row) != len(c.Heads) {
				t.Errorf("%s: row %v under %v", c.Name, row, c.Heads)
			}
		}
	}
	if names != "backlog responses resolutions attainment ratings changes " {
		t.Errorf("charts: %s", names)
	}
	if none := fold(t, query(), nil).Charts(); len(none) > 0 {
		t.Errorf("%d charts of nothing", len(none))
	}
}

// TestMailParts wants every picture that a part shows among the attachments, and the whole report as a file.
func TestMailParts(t *testing.T) {
	r := fold(t, query(), story())
	files, err := r.Attachments("desk.acme.example")
	if err != nil {
		t.Fatal(err)
	}
	ids, names := map[string]bool{}, ""
	for _, f := range files {
		ids[f.ContentID] = f.Inline
		if data, err := io.ReadAll(f.Content.Open()); err != nil || len(data) != f.Size {
			t.Errorf("%s: %d bytes of %d, %v", f.Name, len(data), f.Size, err)
		}
		names += f.Name + " "
	}
	pictures := 0
	for _, s := range r.Sections("desk.acme.example") {
		if s.Picture != "" {
			pictures++
			if !ids[s.Picture] {
				t.Errorf("%s shows %s, which is not attached", s.Title, s.Picture)
			}
		}
	}
	if pictures != 6 || !strings.HasSuffix(names, " report-2026-11-04.html ") {
		t.Errorf("%d pictures; %s", pictures, names)
	}
	if s := r.Subject(); s != "Report 1 Nov 2026 – 3 Nov 2026: 4 opened, 3 resolved, 2 open, 0 % in time" {
		t.Error(s)
	}
}

func TestNothing(t *testing.T) {
	r := fold(t, query(), nil)
	if !strings.Contains(r.Text(), "What the figures mean") || !strings.Contains(must(t)(r.HTML()), "</html>") || !strings.HasPrefix(r.CSV(), "measure,") {
		t.Error("a report of nothing is none")
	}
}

func TestUnreadableEvent(t *testing.T) {
	f := report.New(query())
	for _, kind := range []string{"opened", "status", "assigned", "queue", "service", "linked", "rated", "clock"} {
		err := f.Add(desk.Brief{Seq: 7, Ticket: 1, At: query().Since.UnixMicro(), Kind: kind, Public: []byte("x")})
		if err == nil || !strings.Contains(err.Error(), "event 7 of kind "+kind) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if err := f.Add(desk.Brief{Seq: 8, Ticket: 1, At: query().Since.UnixMicro(), Kind: "new in a later version", Public: []byte("x")}); err != nil {
		t.Error(err)
	}
}
