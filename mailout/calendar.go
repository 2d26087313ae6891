package mailout

import (
	"bytes"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"frontdesk/desk"
)

// Appointment is something planned that its recipient can put into a calendar. What has the same UID replaces
// what came before.
type Appointment struct {
	UID       string // the same for all states of one appointment
	Sequence  int64  // grows with every state
	Stamp     time.Time
	From, To  time.Time
	Cancelled bool
	Summary   string
	Text      string // "" for none
	Organizer desk.Address
}

// CalendarType is the media type of what [Calendar] writes (RFC 6047 §2.4).
const CalendarType = "text/calendar; method=PUBLISH; charset=utf-8"

// Calendar writes an appointment as an iCalendar object (RFC 5545) that is published (RFC 5546 §3.2.1): it asks
// its recipient for no answer. Nothing in a value can add a property.
func Calendar(a Appointment) []byte {
	state := "CONFIRMED"
	if a.Cancelled {
		state = "CANCELLED"
	}
	var b bytes.Buffer
	line := func(s string) { foldICS(&b, s) }
	for _, s := range []string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//frontdesk//change schedule//EN", "CALSCALE:GREGORIAN",
		"METHOD:PUBLISH", "BEGIN:VEVENT"} {
		line(s)
	}
	line("UID:" + escapeText(a.UID))
	line("SEQUENCE:" + strconv.FormatInt(a.Sequence, 10))
	line("DTSTAMP:" + utcTime(a.Stamp))
	line("DTSTART:" + utcTime(a.From))
	line("DTEND:" + utcTime(a.To))
	line("SUMMARY:" + escapeText(a.Summary))
	if a.Text != "" {
		line("DESCRIPTION:" + escapeText(a.Text))
	}
	line("ORGANIZER" + commonName(a.Organizer.Name) + ":mailto:" + mailtoAddress(a.Organizer.Addr))
	line("STATUS:" + state)
	line("TRANSP:OPAQUE")
	line("END:VEVENT")
	line("END:VCALENDAR")
	return b.Bytes()
}

// utcTime is the form of a moment that needs no time zone beside it (RFC 5545 §3.3.5).
func utcTime(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// escapeText is a TEXT value (RFC 5545 §3.3.11): what means something there is escaped, other control characters go.
func escapeText(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`, "\t", " ").Replace(s)
	return strings.Map(printable, s)
}

// printable drops control characters.
func printable(r rune) rune {
	if r < ' ' || r == 0x7f {
		return -1
	}
	return r
}

// commonName is the parameter that names a person (RFC 5545 §3.2.2). A quoted value may hold anything but quotes, which
// become what RFC 6868 writes for them.
func commonName(name string) string {
	name = strings.Map(printable, strings.ToValidUTF8(name, "\uFFFD"))
	if name == "" {
		return ""
	}
	return `;CN="` + strings.NewReplacer("^", "^^", `"`, "^'").Replace(name) + `"`
}

// mailtoAddress is an address within a URI (RFC 6068 §2).
func mailtoAddress(addr string) string {
	return strings.NewReplacer("%40", "@", "+", "%20").Replace(url.QueryEscape(addr))
}

// icsLine is how many octets a line may have without its end (RFC 5545 §3.1).
const icsLine = 75

// foldICS writes a content line, folded between characters.
func foldICS(b *bytes.Buffer, s string) {
	room := icsLine
	for len(s) > room {
		cut := room
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		b.WriteString(s[:cut] + "\r\n ")
		s, room = s[cut:], icsLine-1 // the blank counts
	}
	b.WriteString(s + "\r\n")
}
