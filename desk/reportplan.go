package desk

import "time"

// TimerReport, on ticket 0, is when the report goes out by itself.
const TimerReport TimerKind = "report"

// ReportPlan is when the report goes out by itself, and to whom.
type ReportPlan struct {
	Day string // "mon" to "sun", "daily" or "monthly" (on the first)
	At  int    // minutes after midnight in the desk's time zone
	To  []Address
}

var weekdayNames = map[string]time.Weekday{"sun": time.Sunday, "mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday,
	"thu": time.Thursday, "fri": time.Friday, "sat": time.Saturday}

// NextReport is the first time after another at which the report goes out; zero where none does.
func (p *Policy) NextReport(after time.Time) time.Time {
	if p.Report == nil || len(p.Report.To) == 0 {
		return time.Time{}
	}
	zone := p.zone()
	y, m, d := after.In(zone).Date()
	for i := 0; ; i++ {
		at := time.Date(y, m, d+i, 0, p.Report.At, 0, 0, zone)
		weekday, weekly := weekdayNames[p.Report.Day]
		switch {
		case !at.After(after):
		case weekly && at.Weekday() == weekday, p.Report.Day == "monthly" && at.Day() == 1, p.Report.Day == "daily":
			return at.UTC()
		}
	}
}

// ReportPeriod is what the report that is due then tells of: the day, the seven days, or the calendar month before the day on
// which it is due.
func (p *Policy) ReportPeriod(due time.Time) (since, until time.Time) {
	y, m, d := due.In(p.zone()).Date()
	day := func(month time.Month, day int) time.Time { return time.Date(y, month, day, 0, 0, 0, 0, p.zone()) }
	switch p.Report.Day {
	case "daily":
		return day(m, d-1), day(m, d)
	case "monthly":
		return day(m-1, 1), day(m, 1)
	}
	return day(m, d-7), day(m, d)
}
