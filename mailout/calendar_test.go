package mailout

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"frontdesk/desk"
)

func appointment() Appointment {
	return Appointment{UID: "change-1042@desk.acme.example", Sequence: 12, Stamp: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC),
		From: time.Date(2026, 12, 1, 22, 0, 0, 0, time.FixedZone("", 3600)), To: time.Date(2026, 12, 2, 2, 0, 0, 0, time.FixedZone("", 3600)),
		Summary: "[ACME #1042] Patch the mail server", Text: "plan: take node A out, patch; then B\nbackout: snapshot",
		Organizer: desk.Address{Name: "ACME Service Desk", Addr: "changes@acme.example"}}
}

func TestCalendar(t *testing.T) {
	want := `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//frontdesk//change schedule//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
BEGIN:VEVENT
UID:change-1042@desk.acme.example
SEQUENCE:12
DTSTAMP:20261120T090000Z
DTSTART:20261201T210000Z
DTEND:20261202T010000Z
SUMMARY:[ACME #1042] Patch the mail server
DESCRIPTION:plan: take node A out\, patch\; then B\nbackout: snapshot
ORGANIZER;CN="ACME Service Desk":mailto:changes@acme.example
STATUS:CONFIRMED
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
`
	if got := string(Calendar(appointment())); got != strings.ReplaceAll(want, "\n", "\r\n") {
		t.Errorf("got\n%s", got)
	}
	a := appointment()
	a.Cancelled, a.Text = true, ""
	if got := string(Calendar(a)); !strings.Contains(got, "\r\nSTATUS:CANCELLED\r\n") || strings.Contains(got, "DESCRIPTION") {
		t.Errorf("cancelled:\n%s", got)
	}
}

// properties unfolds an object and gives its lines; it fails where one is too long or cut within a character.
func properties(t *testing.T, ics []byte) []string {
	t.Helper()
	for line := range strings.SplitSeq(strings.TrimSuffix(string(ics), "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
			t.Errorf("%d octets, or cut within a character: %q", len(line), line)
		}
	}
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(string(ics), "\r\n ", ""), "\r\n"), "\r\n")
}

func FuzzCalendar(f *testing.F) {
	f.Add("Patch", "plan", "ACME", "a@b.example")
	f.Add(strings.Repeat("ä", 80), "x\r\nATTENDEE:mailto:eve@evil.example", `The "Desk"; CN=x`, "a,b:c;d@evil.example")
	f.Add(strings.Repeat("\U0001F600", 50), "\\n\x00\xff", "^\n", "x\r\nX:y")
	f.Fuzz(func(t *testing.T, summary, text, name, addr string) {
		a := appointment()
		a.Summary, a.Text, a.Organizer = summary, "x"+text, desk.Address{Name: name, Addr: addr}
		lines := properties(t, Calendar(a))
		var names []string
		for _, l := range lines {
			names = append(names, l[:strings.IndexAny(l, ":;")])
		}
		want := "BEGIN VERSION PRODID CALSCALE METHOD BEGIN UID SEQUENCE DTSTAMP DTSTART DTEND SUMMARY DESCRIPTION ORGANIZER STATUS TRANSP END END"
		if got := strings.Join(names, " "); got != want {
			t.Errorf("properties %s", got)
		}
		organizer := lines[13]
		if strings.Count(organizer, `"`)%2 != 0 || strings.Count(organizer, `"`) > 2 {
			t.Errorf("quotes: %s", organizer)
		}
	})
}

// TestCalendarTravels: the part says its method, or some clients show a file and no appointment.
func TestCalendarTravels(t *testing.T) {
	raw, err := Compose(Letter{From: desk.Address{Addr: "changes@acme.example"}, To: desk.Address{Addr: "bob@acme.example"}, MessageID: "x@desk.acme.example",
		Text: "Planned.", Attachments: []desk.Attachment{
			{Name: "change-1042.ics", Type: CalendarType, Content: desk.Bytes(Calendar(appointment()))},
			{Name: "other.ics", Type: "text/calendar; method=REQUEST", Content: desk.Bytes("BEGIN:VCALENDAR")}}})
	if err != nil {
		t.Fatal(err)
	}
	if s := string(raw); !strings.Contains(s, "Content-Type: text/calendar; method=PUBLISH; charset=utf-8\r\n") || strings.Contains(s, "REQUEST") ||
		!strings.Contains(s, `filename="change-1042.ics"`) {
		t.Errorf("got\n%s", s)
	}
}
