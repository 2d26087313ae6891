package main

import (
	"fmt"
	"time"

	"frontdesk/cmd/internal/config"
)

// since reads the beginning of a time: "30d" before now, a day in the desk's time zone, or a moment.
func since(text string, now time.Time, loc *time.Location) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if d, err := config.Duration(text); err == nil {
		return now.Add(-d), nil
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02 15:04", time.RFC3339} {
		if t, err := time.ParseInLocation(layout, text, loc); err == nil {
			return t, nil
		}
	}
	return time.Time{}, misuse("%q is no time; write 4h, 30d, 2026-11-20 or 2026-11-20T09:00:00Z", text)
}

// age is how long ago a time was, in few letters: "now", "5m", "3h", "12d", "2y".
func age(t, now time.Time) string {
	d := now.Sub(t)
	switch {
	case d < time.Minute:
		return "now"
	case d < time.Hour:
		return fmt.Sprintf("%dm", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%dh", int(d.Hours()))
	case d < 2*365*24*time.Hour:
		return fmt.Sprintf("%dd", int(d.Hours()/24))
	}
	return fmt.Sprintf("%dy", int(d.Hours()/24/365))
}

// ago is age in words.
func ago(t, now time.Time) string {
	if a := age(t, now); a != "now" {
		return a + " ago"
	}
	return "just now"
}

// clock shows times in the desk's time zone.
type clock struct {
	now time.Time
	loc *time.Location
}

func (c *call) clock(cfg *config.Config) clock {
	loc := cfg.Policy.Location
	if loc == nil {
		loc = time.UTC
	}
	return clock{c.now(), loc}
}

// long is "Fri 20 Nov 2026 13:00".
func (k clock) long(t time.Time) string { return t.In(k.loc).Format("Mon 2 Jan 2006 15:04") }

// short is "20 Nov 13:00", with the year in place of the hour where it is not this year.
func (k clock) short(t time.Time) string {
	t = t.In(k.loc)
	if t.Year() != k.now.In(k.loc).Year() {
		return t.Format("_2 Jan  2006")
	}
	return t.Format("_2 Jan 15:04")
}
