package desk

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// formDate is a day as people type it, as 2026-12-31. A day without a year is the next one to come.
func formDate(said, shown string, now time.Time, language string) (string, string) {
	day, ambiguous := readDay(said, now, language)
	switch {
	case ambiguous:
		return "", shown + " could be two days; write it like 2026-12-31"
	case day.IsZero():
		return "", shown + " is no date; write it like 2026-12-31"
	}
	return day.Format(time.DateOnly), ""
}

// Words of dates, in the languages of the desk.
var (
	dayWords = [][]string{
		{"sunday", "sun", "sonntag", "so", "dimanche", "dim", "domingo", "dom"}, {"monday", "mon", "montag", "mo", "lundi", "lun", "lunes"},
		{"tuesday", "tue", "tues", "dienstag", "di", "mardi", "martes"}, {"wednesday", "wed", "mittwoch", "mi", "mercredi", "mer", "miércoles", "miercoles", "mié"},
		{"thursday", "thu", "thurs", "donnerstag", "do", "jeudi", "jeu", "jueves", "jue"}, {"friday", "fri", "freitag", "fr", "vendredi", "ven", "viernes", "vie"},
		{"saturday", "sat", "samstag", "sonnabend", "sa", "samedi", "sam", "sábado", "sabado", "sáb"},
	}
	nearDays = map[string]int{"today": 0, "heute": 0, "aujourd'hui": 0, "aujourd’hui": 0, "hoy": 0, "tomorrow": 1, "morgen": 1, "demain": 1, "mañana": 1, "manana": 1,
		"übermorgen": 2, "après-demain": 2, "day after tomorrow": 2, "pasado mañana": 2}
	units = map[string]int{"day": 1, "days": 1, "tag": 1, "tage": 1, "tagen": 1, "jour": 1, "jours": 1, "día": 1, "días": 1, "dia": 1, "dias": 1,
		"week": 7, "weeks": 7, "woche": 7, "wochen": 7, "semaine": 7, "semaines": 7, "semana": 7, "semanas": 7}
	nextWords = []string{"next", "nächsten", "nächster", "nächste", "prochain", "próximo", "proximo"}
	thisWords = []string{"this", "coming", "diesen", "dieser", "kommenden", "kommender", "ce", "este"}
	// dateFillers stand before or behind a day and mean nothing more.
	dateFillers = []string{"by", "until", "till", "on", "the", "at", "latest", "please", "bis", "zum", "am", "den", "der", "spätestens", "bitte", "le", "la", "avant", "jusqu'au",
		"jusqu’au", "au", "pour", "plus", "tard", "svp", "el", "para", "hasta", "de", "del", "of", "if", "possible", "wenn", "möglich", "thanks", "danke", "merci", "gracias"}
)

// Forms of dates. A time of day behind one is left aside.
var (
	timeOfDay  = regexp.MustCompile(`[, ]+(?:at |um |à |a las )?[0-9]{1,2}(?:[:h][0-9]{2})?(?::[0-9]{2})? ?(?:uhr|am|pm|h)?$`)
	clockSign  = regexp.MustCompile(`[0-9][:h][0-9]|uhr$|[ap]m$|[0-9] ?h$`)
	yearFirst  = regexp.MustCompile(`^([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})$`)
	dayDots    = regexp.MustCompile(`^([0-9]{1,2})\. ?([0-9]{1,2})\.? ?([0-9]{4}|[0-9]{2})?$`)
	twoNumbers = regexp.MustCompile(`^([0-9]{1,2})[-/]([0-9]{1,2})(?:[-/]([0-9]{4}|[0-9]{2}))?$`)
	dayNumber  = regexp.MustCompile(`^([0-9]{1,2})(?:st|nd|rd|th|er|º|\.)?$`)
)

// readDay reads a day; zero where it is none. Ambiguous says that it could be two.
func readDay(said string, now time.Time, language string) (day time.Time, ambiguous bool) {
	s := strings.Trim(strings.ToLower(strings.Join(strings.Fields(said), " ")), " ,;!")
	if clockSign.MatchString(s) {
		s = timeOfDay.ReplaceAllString(s, "")
	}
	if ahead, ok := nearDays[s]; ok {
		return dayOf(now).AddDate(0, 0, ahead), false
	}
	words := strings.Fields(strings.NewReplacer(",", " ", "(", " ", ")", " ").Replace(s))
	words = slices.DeleteFunc(words, func(w string) bool { return slices.Contains(dateFillers, w) })
	weekday := -1
	for i, w := range words {
		if n := slices.IndexFunc(dayWords, func(names []string) bool { return slices.Contains(names, strings.TrimSuffix(w, ".")) }); n >= 0 {
			weekday = n
			words = slices.Delete(words, i, i+1)
			break
		}
	}
	if weekday >= 0 && !slices.ContainsFunc(words, func(w string) bool { return !isNextOrThis(w) }) {
		return onWeekday(time.Weekday(weekday), words, now)
	}
	days := daysOfWords(words, now, language)
	if weekday >= 0 {
		wrong := func(day time.Time) bool { return day.Weekday() != time.Weekday(weekday) }
		if right := slices.DeleteFunc(slices.Clone(days), wrong); len(right) == 1 || len(days) != 1 {
			days = right
		} else {
			return time.Time{}, true
		}
	}
	if len(days) == 1 {
		return days[0], false
	}
	return time.Time{}, len(days) > 1
}

func isNextOrThis(w string) bool {
	return slices.Contains(nextWords, w) || slices.Contains(thisWords, w)
}

// onWeekday is the next such day. "Next Friday" is said of this week's and of next week's.
func onWeekday(weekday time.Weekday, words []string, now time.Time) (time.Time, bool) {
	ahead := (int(weekday) - int(now.Weekday()) + 7) % 7
	if ahead == 0 {
		ahead = 7
	}
	day := dayOf(now).AddDate(0, 0, ahead)
	thisWeek := (int(now.Weekday())+6)%7 < (int(weekday)+6)%7
	if thisWeek && slices.ContainsFunc(words, func(w string) bool { return slices.Contains(nextWords, w) }) {
		return time.Time{}, true
	}
	return day, false
}

// daysOfWords are the days that words can mean.
func daysOfWords(words []string, now time.Time, language string) []time.Time {
	s := strings.Join(words, " ")
	var day time.Time
	if ahead, ok := nearDays[s]; ok {
		day = dayOf(now).AddDate(0, 0, ahead)
	} else if ahead, ok := spanOf(words); ok {
		day = dayOf(now).AddDate(0, 0, ahead)
	} else if m := yearFirst.FindStringSubmatch(s); m != nil {
		day = dayIn(m[1], digits(m[2]), m[3], now)
	} else if m := dayDots.FindStringSubmatch(s); m != nil {
		day = dayIn(m[3], digits(m[2]), m[1], now)
	} else if m := twoNumbers.FindStringSubmatch(s); m != nil {
		return eitherWay(m, now, language)
	} else {
		day = dayWithMonth(words, now)
	}
	if day.IsZero() {
		return nil
	}
	return []time.Time{day}
}

// spanOf reads "in 3 days".
func spanOf(words []string) (days int, ok bool) {
	if len(words) == 3 && slices.Contains([]string{"in", "dans", "en"}, words[0]) {
		words = words[1:]
	}
	if len(words) != 2 {
		return 0, false
	}
	count, err := strconv.Atoi(words[0])
	if written, known := numberWords[words[0]]; known {
		count, err = strconv.Atoi(written)
	} else if words[0] == "a" || words[0] == "einem" || words[0] == "einer" {
		count, err = 1, nil
	}
	unit, known := units[words[1]]
	return count * unit, err == nil && known && count > 0 && count < 1000
}

// eitherWay reads 5/12: the day stands first but in American English, so that both are possible there.
func eitherWay(m []string, now time.Time, language string) (days []time.Time) {
	first := dayIn(m[3], digits(m[2]), m[1], now)
	second := dayIn(m[3], digits(m[1]), m[2], now)
	if !first.IsZero() {
		days = append(days, first)
	}
	if !second.IsZero() && !second.Equal(first) && (first.IsZero() || language == "" || language == "en") {
		days = append(days, second)
	}
	return days
}

// dayWithMonth reads a day whose month is a word: "5 December 2026", "Dec 5".
func dayWithMonth(words []string, now time.Time) time.Time {
	month, day, year := 0, "", ""
	for _, w := range words {
		m := dayNumber.FindStringSubmatch(w)
		switch n, ok := months[strings.TrimSuffix(w, ".")]; {
		case ok && month == 0:
			month = int(n)
		case m != nil && day == "":
			day = m[1]
		case len(w) == 4 && year == "":
			year = w
		default:
			return time.Time{}
		}
	}
	if month == 0 || day == "" {
		return time.Time{}
	}
	return dayIn(year, month, day, now)
}

// digits is the number that digits make; 0 where they make none.
func digits(s string) int { n, _ := strconv.Atoi(s); return n }

func dayOf(now time.Time) time.Time {
	return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
}

// dayIn is a day of the calendar; zero where there is none. Without a year it is the next one to come.
func dayIn(year string, month int, day string, now time.Time) time.Time {
	y := now.Year()
	if year != "" {
		if y = digits(year); len(year) == 2 {
			y += 2000
		}
	}
	at, ok := dateOf(y, month, digits(day), now.Location())
	if year == "" && at.Before(dayOf(now)) {
		at, ok = dateOf(y+1, month, digits(day), now.Location())
	}
	if !ok || y < 1000 {
		return time.Time{}
	}
	return at
}
