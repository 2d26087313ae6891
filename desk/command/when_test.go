package command

import (
	"testing"
	"time"
	_ "time/tzdata" // the tests need zones wherever they run
)

func berlin(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

const shown = "Mon 2006-01-02 15:04 MST"

func TestWhenAndBy(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 30, 0, 0, berlin(t)) // a Friday
	for value, c := range map[string]struct{ when, by string }{
		"3d":               {"Mon 2026-11-23 12:30 CET", ""},
		"4h":               {"Fri 2026-11-20 16:30 CET", ""},
		"2w":               {"Fri 2026-12-04 12:30 CET", ""},
		"90m":              {"Fri 2026-11-20 14:00 CET", ""},
		"90 min":           {"Fri 2026-11-20 14:00 CET", ""},
		"1d4h":             {"Sat 2026-11-21 16:30 CET", ""},
		"1d 4h":            {"Sat 2026-11-21 16:30 CET", ""},
		"in 3 days":        {"Mon 2026-11-23 12:30 CET", ""},
		"for 2 weeks":      {"Fri 2026-12-04 12:30 CET", ""},
		"2026-12-01":       {"Tue 2026-12-01 00:00 CET", "Wed 2026-12-02 00:00 CET"},
		"until 2026-12-01": {"Tue 2026-12-01 00:00 CET", "Wed 2026-12-02 00:00 CET"},
		"2026-12-31":       {"Thu 2026-12-31 00:00 CET", "Fri 2027-01-01 00:00 CET"},
		"2026-12-01 14:15": {"Tue 2026-12-01 14:15 CET", ""},
		"2026-12-01T14:15": {"Tue 2026-12-01 14:15 CET", ""},
		"2026-12-01 5pm":   {"Tue 2026-12-01 17:00 CET", ""},
		"tomorrow":         {"Sat 2026-11-21 00:00 CET", "Sun 2026-11-22 00:00 CET"},
		"Tomorrow 9:00":    {"Sat 2026-11-21 09:00 CET", ""},
		"tomorrow at 9:00": {"Sat 2026-11-21 09:00 CET", ""},
		"tomorrow 12am":    {"Sat 2026-11-21 00:00 CET", ""},
		"tomorrow 12pm":    {"Sat 2026-11-21 12:00 CET", ""},
		"sat":              {"Sat 2026-11-21 00:00 CET", "Sun 2026-11-22 00:00 CET"},
		"Monday":           {"Mon 2026-11-23 00:00 CET", "Tue 2026-11-24 00:00 CET"},
		"fri":              {"Fri 2026-11-27 00:00 CET", "Sat 2026-11-21 00:00 CET"},
		"fri 17:00":        {"Fri 2026-11-20 17:00 CET", ""},
		"fri 12:30":        {"Fri 2026-11-27 12:30 CET", ""},
		"thu 9am":          {"Thu 2026-11-26 09:00 CET", ""},
		"17:30":            {"Fri 2026-11-20 17:30 CET", ""},
		"9:00":             {"Sat 2026-11-21 09:00 CET", ""},
		"today 17:00":      {"Fri 2026-11-20 17:00 CET", ""},
		"2027-05-01":       {"Sat 2027-05-01 00:00 CEST", "Sun 2027-05-02 00:00 CEST"},
	} {
		if c.by == "" {
			c.by = c.when
		}
		when, err := When(value, now)
		if err != nil || when.Format(shown) != c.when {
			t.Errorf("When(%q) = %s, %v, want %s", value, when.Format(shown), err, c.when)
		}
		by, err := By(value, now)
		if err != nil || by.Format(shown) != c.by {
			t.Errorf("By(%q) = %s, %v, want %s", value, by.Format(shown), err, c.by)
		}
	}
	if by, err := By("today", now); err != nil || by.Format(shown) != "Sat 2026-11-21 00:00 CET" {
		t.Errorf("By(today) = %v, %v", by, err)
	}
}

func TestWhenKeepsTheTimeOfDay(t *testing.T) {
	now := time.Date(2026, 10, 24, 9, 0, 0, 0, berlin(t)) // summer time ends that night
	for value, want := range map[string]string{
		"1d":  "Sun 2026-10-25 09:00 CET",
		"24h": "Sun 2026-10-25 08:00 CET",
		"1w":  "Sat 2026-10-31 09:00 CET",
	} {
		if got, err := When(value, now); err != nil || got.Format(shown) != want {
			t.Errorf("When(%q) = %s, %v, want %s", value, got.Format(shown), err, want)
		}
	}
}

func TestWhenMistakes(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 30, 0, 0, time.UTC)
	const form = ` is no time: write it like 3d, 4h, 2w, 2026-12-01, fri, tomorrow or tomorrow 9:00`
	for value, want := range map[string]string{
		"":                 `""` + form,
		"soon":             `"soon"` + form,
		"until":            `"until"` + form,
		"3":                `"3"` + form,
		"0d":               `"0d"` + form,
		"-3d":              `"-3d"` + form,
		"3x":               `"3x"` + form,
		"999999d":          `"999999d"` + form,
		"1.12.2026":        `"1.12.2026"` + form,
		"12/01/2026":       `"12/01/2026"` + form,
		"2026-02-30":       `"2026-02-30"` + form,
		"2026-13-01":       `"2026-13-01"` + form,
		"2026-12-01 24:00": `"2026-12-01 24:00"` + form,
		"2026-12-01 9":     `"2026-12-01 9"` + form,
		"9:60":             `"9:60"` + form,
		"13pm":             `"13pm"` + form,
		"0am":              `"0am"` + form,
		"fri sat":          `"fri sat"` + form,
		"fri 9:00 9:00":    `"fri 9:00 9:00"` + form,
		"2020-01-01":       `"2020-01-01" is past: it began at 2020-01-01 00:00`,
		"today":            `"today" is past: it began at 2026-11-20 00:00`,
		"today 9:00":       `"today 9:00" is past: it began at 2026-11-20 09:00`,
		"2226-12-01":       `"2226-12-01" is more than ten years away`,
	} {
		if got, err := When(value, now); err == nil || err.Error() != want {
			t.Errorf("When(%q) = %v, %v, want %s", value, got, err, want)
		}
	}
}

func TestWindow(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 30, 0, 0, berlin(t))
	for value, want := range map[string][2]string{
		"2026-12-01 22:00 2026-12-02 02:00":    {"Tue 2026-12-01 22:00 CET", "Wed 2026-12-02 02:00 CET"},
		"2026-12-01T22:00 2026-12-02T02:00":    {"Tue 2026-12-01 22:00 CET", "Wed 2026-12-02 02:00 CET"},
		"2026-12-01 22:00 - 2026-12-02 02:00":  {"Tue 2026-12-01 22:00 CET", "Wed 2026-12-02 02:00 CET"},
		"2026-12-01 22:00 to 2026-12-02 02:00": {"Tue 2026-12-01 22:00 CET", "Wed 2026-12-02 02:00 CET"},
		"sat 22:00 sun 02:00":                  {"Sat 2026-11-21 22:00 CET", "Sun 2026-11-22 02:00 CET"},
		"sat 22:00 02:00":                      {"Sat 2026-11-21 22:00 CET", "Sun 2026-11-22 02:00 CET"},
		"sat 22:00-23:30":                      {"Sat 2026-11-21 22:00 CET", "Sat 2026-11-21 23:30 CET"},
		"sat 10pm - 11pm":                      {"Sat 2026-11-21 22:00 CET", "Sat 2026-11-21 23:00 CET"},
		"sat 22:00 4h":                         {"Sat 2026-11-21 22:00 CET", "Sun 2026-11-22 02:00 CET"},
		"sat 22:00 for 4 hours":                {"Sat 2026-11-21 22:00 CET", "Sun 2026-11-22 02:00 CET"},
		"sat sun":                              {"Sat 2026-11-21 00:00 CET", "Mon 2026-11-23 00:00 CET"},
		"2026-12-01 2026-12-01":                {"Tue 2026-12-01 00:00 CET", "Wed 2026-12-02 00:00 CET"},
	} {
		start, end, err := Window(value, now)
		if err != nil || start.Format(shown) != want[0] || end.Format(shown) != want[1] {
			t.Errorf("Window(%q) = %s, %s, %v, want %s, %s", value, start.Format(shown), end.Format(shown), err, want[0], want[1])
		}
	}
	for value, want := range map[string]string{
		"":                                  `"" is no beginning and end: write them like 2026-12-01 22:00 2026-12-02 02:00`,
		"sat":                               `"sat" is no beginning and end: write them like 2026-12-01 22:00 2026-12-02 02:00`,
		"a b c d e f g h i j k l m":         `"a b c d e f g h i j k l m" is no beginning and end: write them like 2026-12-01 22:00 2026-12-02 02:00`,
		"2026-12-02 22:00 2026-12-01 23:00": `"2026-12-02 22:00 2026-12-01 23:00" ends before it begins`,
		"2020-12-02 22:00 2h":               `"2020-12-02 22:00" is past: it began at 2020-12-02 22:00`,
	} {
		if _, _, err := Window(value, now); err == nil || err.Error() != want {
			t.Errorf("Window(%q): %v, want %s", value, err, want)
		}
	}
}

func TestAway(t *testing.T) {
	for value, want := range map[string][2]string{
		"":                           {"", ""},
		"until fri":                  {"fri", ""},
		"to bob":                     {"", "bob"},
		"until 2026-12-24 to bob":    {"2026-12-24", "bob"},
		"to bob until tomorrow 9:00": {"tomorrow 9:00", "bob"},
	} {
		until, deputy, err := Away(value)
		if err != nil || until != want[0] || deputy != want[1] {
			t.Errorf("Away(%q) = %q, %q, %v", value, until, deputy, err)
		}
	}
	for value, want := range map[string]string{
		"bob":            `"bob" is not understood: write until and a day, to and a name, or both`,
		"until":          `"until" is not understood: write until and a day, to and a name, or both`,
		"until to bob":   `"until to bob" is not understood: write until and a day, to and a name, or both`,
		"to bob until":   `"to bob until" is not understood: write until and a day, to and a name, or both`,
		"to bob alice":   `"bob alice" cannot be the name of a deputy`,
		"until nonsense": `"nonsense" is no time: write it like 3d, 4h, 2w, 2026-12-01, fri, tomorrow or tomorrow 9:00`,
	} {
		if _, _, err := Away(value); err == nil || err.Error() != want {
			t.Errorf("Away(%q): %v, want %s", value, err, want)
		}
	}
}

func FuzzWhen(f *testing.F) {
	for _, seed := range []string{"3d", "tomorrow 9:00", "fri 5pm", "2026-12-01T09:00", "until 2 weeks", "1d4h", "9999-12-31"} {
		f.Add(seed, int64(1795000000))
	}
	f.Fuzz(func(t *testing.T, value string, unix int64) {
		now := time.Unix(unix%4e9, 0).UTC()
		when, err := When(value, now)
		if err == nil && (!when.After(now) || when.Sub(now) > (maxSpan+3*24*60)*time.Minute) {
			t.Errorf("When(%q, %s) = %s", value, now, when)
		}
		by, errBy := By(value, now)
		if err == nil && (errBy != nil || by.Before(when) && by.AddDate(0, 0, 6).Before(when)) {
			t.Errorf("By(%q, %s) = %s, %v; When = %s", value, now, by, errBy, when)
		}
	})
}
