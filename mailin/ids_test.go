package mailin

import (
	"reflect"
	"testing"
	"time"
)

func TestMessageIDs(t *testing.T) {
	tests := []struct {
		in   string
		want []string
	}{
		{"<a@b>", []string{"a@b"}},
		{"<a@b> <c@d>", []string{"a@b", "c@d"}},
		{"<a@b><c@d>", []string{"a@b", "c@d"}},
		{"<a@b>, junk, <c@d>", []string{"a@b", "c@d"}},
		{"Your message of Monday <a@b>", []string{"a@b"}},
		{"<a b@c>", []string{"ab@c"}},
		{"<a@b", []string{"a@b"}},
		{"a@b c@d", []string{"a@b", "c@d"}},
		{"<noat>", []string{"noat"}},
		{"<a<b@c>", []string{"b@c"}},
		{"<>", nil}, {"", nil}, {"words only", nil},
	}
	for _, tt := range tests {
		if got := messageIDs(tt.in); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("messageIDs(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
	for in, want := range map[string]string{"<a@b> <c@d>": "a@b", "plain": "plain", "": "", " <x@y> ": "x@y"} {
		if got := firstID(in); got != want {
			t.Errorf("firstID(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestParseDate(t *testing.T) {
	tests := map[string]string{
		"Tue, 3 Nov 2026 09:15:30 +0100":          "2026-11-03T08:15:30Z",
		"3 Nov 2026 09:15 +0100":                  "2026-11-03T08:15:00Z",
		"Tue, 03 Nov 2026 09:15:30 +0100 (CET)":   "2026-11-03T08:15:30Z",
		"Tue, 3 Nov 2026 09:15:30 GMT":            "2026-11-03T09:15:30Z",
		"Tue, 3 Nov 2026 09:15:30 CET":            "2026-11-03T08:15:30Z",
		"Tue, 3 Nov 2026 09:15:30":                "2026-11-03T09:15:30Z",
		"Tue, 3 Nov 26 09:15:30 -0500":            "2026-11-03T14:15:30Z",
		"Tue, 3 Nov 98 09:15:30 -0500":            "1998-11-03T14:15:30Z",
		"Tue Nov  3 09:15:30 2026":                "2026-11-03T09:15:30Z",
		"Tue, 3 November 2026 9:15:30 PM":         "2026-11-03T21:15:30Z",
		"Tue, 3 Nov 2026 09:15:30 +01:00":         "2026-11-03T08:15:30Z",
		"Tue, 3 Nov 2026 09:15:30 GMT+0100":       "2026-11-03T08:15:30Z",
		"Tue,3 Nov 2026 09:15:30 +0100":           "2026-11-03T08:15:30Z",
		"2026-11-03 09:15:30 +0100":               "2026-11-03T08:15:30Z",
		"2026-11-03T09:15:30+01:00":               "2026-11-03T08:15:30Z",
		"03-Nov-2026 09:15:30 +0100":              "2026-11-03T08:15:30Z",
		"03.11.2026 09:15:30":                     "2026-11-03T09:15:30Z",
		"Tue, 3 Nov 2026 09:15:30.25 +0100":       "2026-11-03T08:15:30Z",
		"Di, 3 Nov 2026 09:15:30 +0100":           "2026-11-03T08:15:30Z",
		"":                                        "",
		"yesterday":                               "",
		"3 Nov 2026":                              "",
		"Tue, 3 Nov 0026 09:15:30 +0100 nonsense": "2026-11-03T08:15:30Z",
		"Tue, 3 Foo 2026 09:15:30 +0100":          "",
		"Thu, 1 Jan 1601 00:00:00 +0000":          "",
	}
	for in, want := range tests {
		got := ""
		if d := parseDate(in); !d.IsZero() {
			got = d.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("parseDate(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	f.Add("Tue, 3 Nov 2026 09:15:30 +0100")
	f.Add("99/99/9999 99:99 PM zzz+9999")
	f.Fuzz(func(t *testing.T, s string) {
		if d := parseDate(s); !d.IsZero() && (d.Year() < 1969 || d.Year() > 9999) {
			t.Fatalf("parseDate(%q) = %v", s, d)
		}
	})
}
