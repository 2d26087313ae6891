package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

func TestWrap(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"short":       {"a b", []string{"a b"}},
		"empty":       {"", []string{""}},
		"its lines":   {"a\n\nb  ", []string{"a", "", "b"}},
		"at a blank":  {"aaaa bbbb cccc dddd eeee ffff", []string{"aaaa bbbb cccc dddd", "eeee ffff"}},
		"just fits":   {"aaaa bbbb cccc dddd e", []string{"aaaa bbbb cccc dddd", "e"}},
		"exactly":     {"aaaa bbbb cccc ddddd eeee", []string{"aaaa bbbb cccc ddddd", "eeee"}},
		"indented":    {"  - aaaa bbbb cccc dddd eeee", []string{"  - aaaa bbbb cccc", "  dddd eeee"}},
		"long word":   {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", []string{"aaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaa"}},
		"wide":        {"会議室のプロジェクターが壊れて", []string{"会議室のプロジェクタ", "ーが壊れて"}},
		"address":     {"see https://a.example/0123456789/0123456789 now", []string{"see", "https://a.example/0123456789/0123456789", "now"}},
		"address end": {"https://a.example/0123456789/0123456789", []string{"https://a.example/0123456789/0123456789"}},
	} {
		if got := wrap(c.text, 20); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// FuzzWrap loses no letter, makes no line too wide, and ends.
func FuzzWrap(f *testing.F) {
	f.Add("  - aaaa bbbb cccc dddd eeee", 20)
	f.Add("会議室のプロジェクターが壊れています https://x.example/0123456789012345678901234567890", 33)
	f.Add("                                   deep", 20)
	f.Fuzz(func(t *testing.T, text string, width int) {
		if !utf8.ValidString(text) || width < 20 || width > 200 {
			t.Skip("no text that this is made for")
		}
		text = cleanLines(text)
		lines := wrap(text, width)
		letters := func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, " ", ""), "\n", "") }
		if got := letters(strings.Join(lines, "\n")); got != letters(text) {
			t.Errorf("%q became %q", text, got)
		}
		for _, l := range lines {
			if columns(l) > width && !strings.Contains(l, "://") {
				t.Errorf("%d columns: %q", columns(l), l)
			}
		}
	})
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"ab cd", 4, "ab…"}, {"会議室", 6, "会議室"}, {"会議室", 5, "会議…"}, {"会議室", 4, "会…"},
		{"abc", 1, "…"}, {"abc", 0, ""}, {"e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"},
	} {
		if got := cut(c.text, c.width); got != c.want || columns(got) > c.width {
			t.Errorf("cut(%q, %d) = %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

// TestClean: nothing of a stranger's text does anything on a terminal.
func TestClean(t *testing.T) {
	for text, want := range map[string]string{
		"a\x1b[31mb\tc\r\nd":         "a [31mb c d",
		"\u202ecod.exe\u2066":        "cod.exe",
		"\x00\x7f\u0085 x  y \u00a0": "x y",
	} {
		if got := clean(text); got != want {
			t.Errorf("clean(%q) = %q, want %q", text, got, want)
		}
	}
	if got := cleanLines("a\r\n\x1bb\n"); got != "a\n b\n" {
		t.Errorf("got %q", got)
	}
}

func TestWords(t *testing.T) {
	for got, want := range map[string]string{
		count(1, "mailbox"): "1 mailbox", count(2, "mailbox"): "2 mailboxes", count(0, "mail"): "0 mails", count(12345, "event"): "12,345 events",
		thousands(999): "999", thousands(1000): "1,000", thousands(1234567): "1,234,567",
		size(1): "1 byte", size(999): "999 bytes", size(1500): "2 kB", size(1500000): "1.5 MB", size(2500000000): "2.5 GB",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestAge(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	for d, want := range map[time.Duration]string{
		-time.Hour: "now", 0: "now", 59 * time.Second: "now", time.Minute: "1m", 59 * time.Minute: "59m", time.Hour: "1h",
		47 * time.Hour: "47h", 48 * time.Hour: "2d", 400 * 24 * time.Hour: "400d", 800 * 24 * time.Hour: "2y",
	} {
		if got := age(now.Add(-d), now); got != want {
			t.Errorf("%s: got %s, want %s", d, got, want)
		}
	}
	k := clock{now, time.UTC}
	if got := k.short(now.AddDate(-1, 0, 0)); got != "20 Nov  2025" {
		t.Errorf("a year ago is %q", got)
	}
}

func TestSince(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"4h": "2026-11-20T08:00:00Z", "30d": "2026-10-21T12:00:00Z", "2026-11-20": "2026-11-19T23:00:00Z",
		"2026-11-20 09:30": "2026-11-20T08:30:00Z", "2026-11-20T09:30:00Z": "2026-11-20T09:30:00Z",
	} {
		if got, err := since(text, now, berlin); err != nil || got.UTC().Format(time.RFC3339) != want {
			t.Errorf("%s: got %v, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"5", "tomorrow", "20.11.2026"} {
		if got, err := since(text, now, berlin); err == nil {
			t.Errorf("%s: got %v", text, got)
		}
	}
}

// TestScreen: what is no terminal has no colours and is not cut.
func TestScreen(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	env := func(string) (string, bool) { return "xterm", true }
	for _, s := range []screen{screenOf(f, env), screenOf(&strings.Builder{}, env)} {
		if s != (screen{width: plainWidth}) {
			t.Errorf("got %+v", s)
		}
	}
	if got := (screen{}).paint(red, "x"); got != "x" {
		t.Errorf("got %q", got)
	}
	if got := (screen{colours: true}).paint(red, "x"); got != "\x1b[31mx\x1b[0m" {
		t.Errorf("got %q", got)
	}
}

// TestTableFits on every width, and always shows number and subject.
func TestTableFits(t *testing.T) {
	var out strings.Builder
	c := &call{stdout: &out}
	rows := [][]string{{"1042", "first-line", "dana@acme.example", "Printer on floor 3 jams again and again"}, {"7", "x", "会議室@example.org", "会議室のプロジェクターが壊れています"}}
	cols := []column{{title: "#", right: true}, {title: "queue", most: 8, spare: 1}, {title: "who", spare: 2}, {title: "subject"}}
	for width := 20; width < 140; width++ {
		out.Reset()
		c.screen = screen{terminal: true, width: width}
		if err := c.writeTable(cols, rows); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			if n := columns(strings.TrimSuffix(line, "\n")); n > width {
				t.Errorf("width %d: %d columns: %s", width, n, line)
			}
		}
		if !strings.Contains(out.String(), "1042  ") || !strings.Contains(out.String(), "  Prin") || strings.Contains(out.String(), "dana@") != (width >= 4+2+8+2+18+2+leastRest) {
			t.Errorf("width %d:\n%s", width, out.String())
		}
	}
}

// TestDeliveries: what a report says counts more than what the own server said.
func TestDeliveries(t *testing.T) {
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	report := func(minute int, d desk.Delivery) desk.Event {
		return desk.Event{At: at.Add(time.Duration(minute) * time.Minute), Detail: d}
	}
	d := dossier{
		outgoing: []store.OutboxItem{
			{To: "a@x.example", MessageID: "1", State: store.Sent, SentAt: at.Add(time.Minute)},
			{To: "b@x.example", MessageID: "2", State: store.Sent, SentAt: at.Add(time.Minute)},
			{To: "c@x.example", MessageID: "3", State: store.Waiting, CreatedAt: at},
			{To: "d@x.example", MessageID: "4", State: store.Waiting, CreatedAt: at, Tries: 2, Error: "busy"},
			{To: "e@x.example", MessageID: "5", State: store.Unknown, CreatedAt: at, Tries: 1, Error: "lost"},
			{To: "f@x.example", MessageID: "6", State: store.Sending, CreatedAt: at, Tries: 1},
			{To: "g@x.example", MessageID: "7", State: store.Failed, CreatedAt: at, Error: "550 no"},
		},
		events: []desk.Event{
			report(5, desk.Delivery{Recipient: "b@x.example", State: "delayed", MessageID: "2"}),
			report(9, desk.Delivery{Recipient: "b@x.example", State: "failed", Status: "5.1.1", Reason: "no such user", MessageID: "2"}),
			report(7, desk.Delivery{Recipient: "h@x.example", State: "delivered", MessageID: "old"}),
		},
	}
	var got []string
	for _, w := range deliveries(d) {
		got = append(got, strings.TrimSpace(w.Recipient[:1]+" "+w.State+" "+w.Detail))
	}
	want := []string{"d delayed busy", "e delayed lost", "g failed 550 no", "a relayed accepted by the mail server", "h delivered", "b failed 5.1.1 no such user"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
