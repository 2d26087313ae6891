package report

import (
	"math"
	"strconv"
)

// The place of the plot within a chart: left for the figures of the axis, below for its names.
const (
	plotLeft, plotRight = 38.0, chartWidth - 8
	plotTop, plotBottom = 12.0, chartHeight - 34
	letter              = 11.0
)

// axis is a vertical axis from 0 up in round steps.
type axis struct {
	top, step float64
	unit      string
}

// newAxis reaches at least up to most.
func newAxis(most float64, unit string) axis {
	if unit == "%" {
		return axis{100, 25, unit}
	}
	raw := max(most, 4) / 4
	magnitude := math.Pow(10, math.Floor(math.Log10(raw)))
	step := magnitude
	for _, m := range []float64{1, 2, 2.5, 5, 10} {
		if step = m * magnitude; step >= raw && step == math.Trunc(step) {
			break
		}
	}
	return axis{math.Ceil(max(most, 1)/step) * step, step, unit}
}

// y is the height of a value.
func (a axis) y(value float64) float64 {
	return plotBottom - value/a.top*(plotBottom-plotTop)
}

func (a axis) draw(c canvas) {
	for v := 0.0; v <= a.top+a.step/2; v += a.step {
		c.line([]spot{{plotLeft, a.y(v)}, {plotRight, a.y(v)}}, 1, inkGrid)
		c.text(spot{plotLeft - 5, a.y(v) + letter*.35}, strconv.FormatFloat(v, 'f', -1, 64)+a.unit, letter, inkFaint, atEnd)
	}
}

// nameAll writes names below the plot at their places: every one, or every second, or as many as have room.
func nameAll(c canvas, names []string, x func(int) float64) {
	widest := 0
	for _, name := range names {
		widest = max(widest, len([]rune(name)))
	}
	width := float64(widest)*letter*.58 + 6
	every := 1
	for len(names) > every && math.Abs(x(every)-x(0)) < width {
		every++
	}
	for i := 0; i < len(names); i += every {
		half := float64(len([]rune(names[i]))) * letter * .29
		c.text(spot{min(max(x(i), half+2), chartWidth-half-2), plotBottom + letter + 5}, names[i], letter, inkFaint, atMiddle)
	}
}

// series is one line of a chart; NaN is a gap.
type series struct {
	title  string
	ink    ink
	values []float64
}

// lines draws series over the same places, whose names stand below.
func lines(names []string, unit string, filled bool, all []series) func(canvas) {
	return func(c canvas) {
		most := 0.0
		for _, s := range all {
			for _, v := range s.values {
				most = math.Max(most, v)
			}
		}
		a := newAxis(most, unit)
		a.draw(c)
		x := func(i int) float64 {
			if len(names) == 1 {
				return (plotLeft + plotRight) / 2
			}
			return plotLeft + float64(i)*(plotRight-plotLeft)/float64(len(names)-1)
		}
		nameAll(c, names, x)
		for _, s := range all {
			drawSeries(c, a, x, s, names, filled)
		}
	}
}

func drawSeries(c canvas, a axis, x func(int) float64, s series, names []string, filled bool) {
	var run []spot
	end := func() {
		if filled {
			c.area(run, plotBottom, s.ink)
		}
		if len(run) > 1 {
			c.line(run, 2, s.ink)
		}
		run = nil
	}
	for i, v := range s.values {
		if math.IsNaN(v) {
			end()
			continue
		}
		run = append(run, spot{x(i), a.y(v)})
	}
	end()
	if len(s.values) > 20 {
		return
	}
	for i, v := range s.values {
		if !math.IsNaN(v) {
			c.dot(spot{x(i), a.y(v)}, 3, s.ink, names[i]+", "+s.title+": "+strconv.FormatFloat(v, 'f', 0, 64)+a.unit)
		}
	}
}

// columns draws the counts of the period and of the one before side by side, for each name.
func columns(names []string, now, before []int) func(canvas) {
	return func(c canvas) {
		most := 0
		for i := range now {
			most = max(most, now[i], before[i])
		}
		a := newAxis(float64(most), "")
		a.draw(c)
		slot := (plotRight - plotLeft) / float64(len(names))
		nameAll(c, names, func(i int) float64 { return plotLeft + (float64(i)+.5)*slot })
		width := min(slot*.4, 26)
		for i := range names {
			middle := plotLeft + (float64(i)+.5)*slot
			bar := func(left float64, n int, k ink, when string) {
				if n > 0 {
					c.rect(left, a.y(float64(n)), width-1, plotBottom-a.y(float64(n)), k, names[i]+", "+when+": "+strconv.Itoa(n))
				}
			}
			bar(middle-width, before[i], inkBefore, "before")
			bar(middle+1, now[i], inkNow, "period")
		}
	}
}
