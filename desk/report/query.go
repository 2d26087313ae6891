package report

import (
	"time"
)

// Dimension is one way of splitting the work.
type Dimension string

// The dimensions.
const (
	ByQueue      Dimension = "queue"
	ByPractice   Dimension = "practice"
	ByService    Dimension = "service"
	ByDepartment Dimension = "department"
	ByAgent      Dimension = "agent"
)

// Dimensions are all of them, in the order in which reports have them.
var Dimensions = []Dimension{ByQueue, ByPractice, ByService, ByDepartment, ByAgent}

const agentDimension = 4 // ByAgent within Dimensions

// Query is what a report is about.
type Query struct {
	Desk     string // name, for people
	Since    time.Time
	Until    time.Time      // the first moment after the period
	Location *time.Location // of days and weeks; nil is UTC
	Only     map[Dimension]string
	// Actions lists what the agent of Only did, event by event.
	Actions bool
	// Reviews are statuses through which a resolved ticket passes on its way to being closed: it counts as resolved there.
	Reviews []string
}

// Before is when the period before begins, which is as long: the same number of days where the period has whole days.
func (q Query) Before() time.Time {
	loc := q.location()
	since, until := q.Since.In(loc), q.Until.In(loc)
	days := int((until.Sub(since) + 12*time.Hour) / (24 * time.Hour))
	if since.AddDate(0, 0, days).Equal(until) {
		return since.AddDate(0, 0, -days)
	}
	return q.Since.Add(-q.Until.Sub(q.Since))
}

func (q Query) location() *time.Location {
	if q.Location == nil {
		return time.UTC
	}
	return q.Location
}

// marks are moments in order, into whose gaps other moments are sorted.
type marks struct {
	at   []int64 // microseconds since 1970
	last int     // where the moment before was found: the next one is mostly there too
}

// find is the number of the gap that a moment is in: 0 before the first mark, len(at) from the last one on.
func (m *marks) find(us int64) int {
	i := m.last
	for i > 0 && us < m.at[i-1] {
		i--
	}
	for i < len(m.at) && us >= m.at[i] {
		i++
	}
	m.last = i
	return i
}

// days are the beginnings of days from since to until, both included whatever their time of day; of weeks, on Mondays, where
// weeks is true.
func days(since, until time.Time, loc *time.Location, weeks bool) []time.Time {
	all := []time.Time{since}
	y, m, d := since.In(loc).Date()
	for day := time.Date(y, m, d, 0, 0, 0, 0, loc); day.Before(until); {
		d++
		day = time.Date(y, m, d, 0, 0, 0, 0, loc)
		if day.After(since) && day.Before(until) && (!weeks || day.Weekday() == time.Monday) {
			all = append(all, day)
		}
	}
	return append(all, until)
}

func micros(times []time.Time) []int64 {
	all := make([]int64, len(times))
	for i, t := range times {
		all[i] = t.UnixMicro()
	}
	return all
}
