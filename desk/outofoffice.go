package desk

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// longestGuess bounds an absence that nobody but a mail program has told of.
const longestGuess = 60 * 24 * time.Hour

// infersAbsence takes an agent out of the handing out of work whose mail program says that nobody reads the mail, and
// says what it did; "" where the mail says nothing of the kind. The day that the text names is the last day of the
// absence: one day too long costs less than one too short, and the agent's own next mail ends it.
func (d *decider) infersAbsence() string {
	agent := d.agent()
	if agent == nil || !d.in.Evidence.Proven || !outOfOffice(d.in.Mail) {
		return ""
	}
	now := d.f.Now.In(d.zone(agent))
	a := Absence{Agent: agent.Name, Inferred: true, Until: d.f.Now.Add(longestGuess)}
	day, named := lastDayAway(d.in.Mail.NewText, now)
	if end := day.AddDate(0, 0, 1); named && end.Before(a.Until) {
		a.Until = end.UTC()
	}
	earlier, away := d.absence(agent.Name)
	switch {
	case !a.Until.After(d.f.Now):
		return "the absence that it speaks of is over"
	case away && (!earlier.Inferred || !named || earlier.Until.Equal(a.Until)):
		return agent.Name + " is " + d.until(earlier, d.zone(nil)) + " already"
	}
	d.goAway(a)
	return agent.Name + " is " + d.until(a, d.zone(nil))
}

// outOfOffice tells the automatic replies that speak for a person who is away from receipts and calendar answers, which
// that person's program sends too.
func outOfOffice(m *Mail) bool {
	machinery := func(mediaType string) bool {
		return strings.Contains(mediaType, "disposition-notification") || strings.Contains(mediaType, "text/calendar")
	}
	return m.Class == ClassAutoReply && !machinery(strings.ToLower(m.Header.Get("Content-Type"))) &&
		!slices.ContainsFunc(m.Attachments, func(a Attachment) bool { return machinery(a.Type) })
}

// isBack ends an inferred absence with the agent's own mail, unless that was held or came twice.
func (d *decider) isBack() {
	a := d.agent()
	if a == nil || !d.writesNow(a.Name) || d.Outcome == OutcomeQuarantined || d.Outcome == OutcomeDuplicate {
		return
	}
	if absence, away := d.recorded(a.Name); away && absence.Inferred {
		d.comeBack(a.Name, "wrote to the desk")
	}
}

// months are the names of the months in English, German, French and Spanish, and what they are shortened to.
var months = func() map[string]time.Month {
	names := map[string]time.Month{}
	for i, list := range []string{
		"january jan januar jänner janvier janv enero ene", "february feb februar februar febr février fevrier févr febrero",
		"march mar märz maerz mrz mars marzo", "april apr avril avr abril abr", "may mai mayo",
		"june jun juni juin junio", "july jul juli juillet juil julio", "august aug août aout agosto ago",
		"september sep sept septembre septiembre setiembre", "october oct oktober okt octobre octubre",
		"november nov novembre noviembre", "december dec dezember dez décembre decembre déc diciembre dic",
	} {
		for _, name := range strings.Fields(list) {
			names[name] = time.Month(i + 1)
		}
	}
	return names
}()

const (
	untilWord = `(?:until|till|til|through|thru|bis|jusqu['’](?:au|à)|hasta)`
	article   = `(?:and including|inclusive|einschließlich|einschl\.|zum|und mit|inclus|on|the|den|dem|le|el)`
	weekday   = `(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|` +
		`lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo|` +
		`(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)\b)`
)

// untilDate finds a date behind a word that means "until".
var untilDate = func() *regexp.Regexp {
	month := "(" + strings.Join(slices.Sorted(maps.Keys(months)), "|") + ")"
	return regexp.MustCompile(`(?:^|[^\pL])` + untilWord + `(?:\s+` + article + `)*(?:\s+` + weekday + `[.,]*)?(?:\s+` + article + `)*\s+(?:` +
		`(\d{4})-(\d{1,2})-(\d{1,2})` + // 2026-12-24
		`|(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{4}|\d{2}))?` + // 24.12.2026
		`|(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?` + // 24/12/2026
		`|(\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s+(?:of\s+|de\s+)?` + month + `\.?,?(?:\s+(?:de\s+|del\s+)?(\d{4}))?` + // 24 December 2026
		`|` + month + `\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?` + // December 24, 2026
		`)(?:$|[^\pL\d/])`)
}()

// lastDayAway reads from an out-of-office text until when it holds: the beginning of the last day. It is found only
// where it is unmistakable: one date, the same wherever the text names one, and not "3/4", which means two days. A
// date without a year is the one nearest to today.
func lastDayAway(text string, today time.Time) (day time.Time, found bool) {
	text = strings.ToLower(cutRunes(text, 5000))
	for _, m := range untilDate.FindAllStringSubmatch(text, -1) {
		at, ok := readDate(m[1:], today)
		if !ok || found && !at.Equal(day) {
			return time.Time{}, false
		}
		day, found = at, true
	}
	return day, found
}

// readDate makes a date of the parts that untilDate finds.
func readDate(m []string, today time.Time) (time.Time, bool) {
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	year, month, day := 0, 0, 0
	switch {
	case m[0] != "":
		year, month, day = number(m[0]), number(m[1]), number(m[2])
	case m[3] != "":
		day, month, year = number(m[3]), number(m[4]), number(m[5])
	case m[6] != "":
		day, month, year = number(m[6]), number(m[7]), number(m[8])
		switch {
		case month > 12:
			day, month = month, day
		case day <= 12 && day != month:
			return time.Time{}, false
		}
	case m[9] != "":
		day, month, year = number(m[9]), int(months[m[10]]), number(m[11])
	default:
		day, month, year = number(m[13]), int(months[m[12]]), number(m[14])
	}
	switch {
	case year == 0:
		return nearestYear(month, day, today)
	case year < 100:
		year += 2000
	}
	return dateOf(year, month, day, today.Location())
}

// dateOf is a day that the calendar has.
func dateOf(year, month, day int, where *time.Location) (time.Time, bool) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, where)
	return t, month >= 1 && day >= 1 && t.Month() == time.Month(month) && t.Day() == day
}

func nearestYear(month, day int, today time.Time) (best time.Time, found bool) {
	for year := today.Year() - 1; year <= today.Year()+1; year++ {
		t, ok := dateOf(year, month, day, today.Location())
		if ok && (!found || t.Sub(today).Abs() < best.Sub(today).Abs()) {
			best, found = t, true
		}
	}
	return best, found
}
