package mailin

import (
	"net/mail"
	"strconv"
	"strings"
	"time"
)

// messageIDs are the msg-ids of a field, without angle brackets (RFC 5322 §3.6.4).
// Junk between them is passed over, spaces that bad folding left inside are dropped;
// where there are no brackets at all, words with an "@" will do.
func messageIDs(value string) []string {
	var ids []string
	for rest := value; ; {
		i := strings.IndexByte(rest, '<')
		if i < 0 {
			break
		}
		rest = rest[i+1:]
		j := strings.IndexAny(rest, "<>")
		if j < 0 {
			break
		}
		if rest[j] == '<' {
			continue
		}
		if id := cleanID(rest[:j]); id != "" {
			ids = append(ids, id)
		}
		rest = rest[j+1:]
	}
	if ids != nil {
		return ids
	}
	for _, w := range strings.FieldsFunc(value, func(r rune) bool { return r <= ' ' || r == ',' || r == ';' }) {
		if w = cleanID(w); strings.Contains(w, "@") {
			ids = append(ids, w)
		}
	}
	return ids
}

func cleanID(s string) string {
	return oneLine(strings.ToValidUTF8(strings.Join(strings.Fields(strings.Trim(s, "<>\"")), ""), ""))
}

// firstID is the one id of a Message-ID field, even where it is no proper one.
func firstID(value string) string {
	if ids := messageIDs(value); len(ids) > 0 {
		return ids[0]
	}
	if f := strings.Fields(value); len(f) > 0 {
		return cleanID(f[0])
	}
	return ""
}

// parseDate reads a Date field (RFC 5322 §3.3) and the broken ones that programs
// write; the zero time where nothing can be made of it.
func parseDate(value string) time.Time {
	value = strings.TrimSpace(value)
	if value == "" || len(value) > 200 {
		return time.Time{}
	}
	t, err := mail.ParseDate(value)
	if err != nil {
		t, err = time.Parse(time.RFC3339, value)
	}
	if err == nil {
		// the library takes a zone that it does not know for UTC
		if name, offset := t.Zone(); offset == 0 {
			t = t.Add(-time.Duration(zoneNames[strings.ToLower(name)]) * time.Hour)
		}
		if t = plausible(t); !t.IsZero() {
			return t
		}
	}
	return plausible(looseDate(value))
}

// plausible refuses years that no clock showed and no database holds.
func plausible(t time.Time) time.Time {
	if t.Year() < 1970 || t.Year() > 9999 {
		return time.Time{}
	}
	return t.UTC()
}

// looseDate collects day, month, year, time and zone from words in any order.
func looseDate(s string) time.Time {
	var day, month, year int
	var hour, minute, second, offset int
	seenTime := false
	for _, w := range strings.FieldsFunc(stripComments(s), func(r rune) bool { return r <= ' ' || r == ',' }) {
		lower := strings.ToLower(w)
		if m := monthNumber(lower); m > 0 && month == 0 {
			month = m
			continue
		}
		if off, ok := zoneOffset(lower); ok {
			offset = off
			continue
		}
		if strings.Contains(w, ":") {
			var ok bool
			if hour, minute, second, ok = clock(w); ok {
				seenTime = true
			}
			continue
		}
		if p := strings.FieldsFunc(w, func(r rune) bool { return r == '-' || r == '/' || r == '.' }); len(p) == 3 {
			day, month, year = numericDate(p, day, month, year)
			continue
		}
		switch {
		case lower == "pm" && hour < 12:
			hour += 12
		case lower == "am" && hour == 12:
			hour = 0
		}
		if n, err := strconv.Atoi(w); err == nil && n >= 0 {
			switch {
			case day == 0 && n >= 1 && n <= 31:
				day = n
			case year == 0:
				year = fullYear(n)
			}
		}
	}
	if day == 0 || month == 0 || year == 0 || !seenTime {
		return time.Time{}
	}
	return time.Date(year, time.Month(month), day, hour, minute, second, 0, time.FixedZone("", offset))
}

func monthNumber(w string) int {
	if len(w) < 3 {
		return 0
	}
	i := strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", w[:3])
	if i < 0 || i%3 != 0 || len(w) > 9 {
		return 0
	}
	return i/3 + 1
}

func clock(w string) (h, m, s int, ok bool) {
	p := strings.Split(w, ":")
	n := [3]int{}
	for i := 0; i < len(p) && i < 3; i++ {
		digits, _, _ := strings.Cut(p[i], ".")
		v, err := strconv.Atoi(digits)
		if err != nil || v < 0 || v > 60 {
			return 0, 0, 0, false
		}
		n[i] = v
	}
	return n[0], n[1], n[2], n[0] < 25
}

// numericDate reads 2007-05-23, 23-May-07 and 23.05.2007.
func numericDate(p []string, day, month, year int) (d, m, y int) {
	a, errA := strconv.Atoi(p[0])
	b, errB := strconv.Atoi(p[1])
	c, errC := strconv.Atoi(p[2])
	if errB != nil {
		b = monthNumber(strings.ToLower(p[1]))
	}
	if errA != nil || errC != nil || b < 1 || b > 12 {
		return day, month, year
	}
	if len(p[0]) == 4 {
		return c, b, a
	}
	return a, b, fullYear(c)
}

// fullYear applies the rule for two and three digits (RFC 5322 §4.3).
func fullYear(n int) int {
	switch {
	case n < 50:
		return n + 2000
	case n < 1000:
		return n + 1900
	}
	return n
}

// zoneNames are the zones of RFC 5322 §4.3 and a few more that mail shows.
var zoneNames = map[string]int{
	"ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
	"pst": -8, "pdt": -7, "cet": 1, "cest": 2, "met": 1, "mest": 2, "bst": 1, "eet": 2, "eest": 3, "msk": 3, "jst": 9, "kst": 9,
}

// zoneOffset is the offset in seconds east of Greenwich.
func zoneOffset(w string) (int, bool) {
	if h, ok := zoneNames[w]; ok {
		return h * 3600, true
	}
	for _, p := range []string{"gmt", "utc"} {
		w = strings.TrimPrefix(w, p)
	}
	if len(w) < 3 || w[0] != '+' && w[0] != '-' {
		return 0, false
	}
	n, err := strconv.Atoi(strings.ReplaceAll(w[1:], ":", ""))
	if err != nil || n < 0 || n > 9999 {
		return 0, false
	}
	if len(w) <= 3 {
		n *= 100
	}
	off := (n/100)*3600 + (n%100)*60
	if w[0] == '-' {
		off = -off
	}
	return off, true
}
