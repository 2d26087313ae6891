package report

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestFigure(t *testing.T) {
	for _, c := range []struct {
		unit Unit
		v    float64
		want string
	}{
		{Count, 0, "0"}, {Count, 1234567, "1,234,567"}, {Percent, 99.95, "100.0 %"}, {Percent, 0.04, "0.0 %"}, {Ratio, 1.005, "1.00"},
		{Seconds, 0, "0 s"}, {Seconds, 59, "59 s"}, {Seconds, 60, "1 min"}, {Seconds, 3599, "59 min"}, {Seconds, 3660, "1 h 1 min"},
		{Seconds, 86400, "1 d"}, {Seconds, 90000, "1 d 1 h"}, {Seconds, 86400*400 + 7200, "400 d 2 h"},
	} {
		if got := figure(c.unit, Value{c.v, true}); got != c.want {
			t.Errorf("%v %s is %q, want %q", c.v, c.unit, got, c.want)
		}
	}
	if got := figure(Count, Value{}); got != "–" {
		t.Error(got)
	}
}

func TestChange(t *testing.T) {
	for _, c := range []struct {
		unit        Unit
		now, before float64
		want        string
	}{
		{Count, 110, 100, "+10 %"}, {Count, 50, 100, "−50 %"}, {Count, 5, 0, "new"}, {Count, 0, 0, "="}, {Count, 0, 7, "−100 %"},
		{Count, 1000, 1001, "="}, {Percent, 90, 95.04, "−5.0 pp"}, {Percent, 90, 90, "="}, {Ratio, 0.5, 0.25, "+0.25"}, {Seconds, 30, 60, "−50 %"},
	} {
		if got := change(c.unit, Value{c.now, true}, Value{c.before, true}); got != c.want {
			t.Errorf("%v after %v %s is %q, want %q", c.now, c.before, c.unit, got, c.want)
		}
	}
	if change(Count, Value{1, true}, Value{}) != "" || change(Count, Value{}, Value{1, true}) != "" {
		t.Error("what is not known has changed")
	}
}

func TestVerdict(t *testing.T) {
	one, two := Value{1, true}, Value{2, true}
	for _, c := range []struct {
		better      int
		now, before Value
		want        int
	}{{1, two, one, 1}, {1, one, two, -1}, {-1, two, one, -1}, {0, two, one, 0}, {1, one, one, 0}, {1, one, Value{}, 0}} {
		if got := (Measure{Better: c.better}).verdict(c.now, c.before); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
}

// TestPercentile tries the definition on every list: at least p in a hundred do not exceed it, and no smaller value does that.
func TestPercentile(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	for n := 1; n < 200; n++ {
		values := make([]int32, n)
		for i := range values {
			values[i] = dice.Int32N(40)
		}
		for _, p := range []int{50, 90} {
			got := int32(percentile(slices.Clone(values), p).Number)
			upTo := func(x int32) (count int) {
				for _, v := range values {
					if v <= x {
						count++
					}
				}
				return count
			}
			if upTo(got)*100 < p*n || upTo(got-1)*100 >= p*n {
				t.Errorf("percentile %d of %v is %d", p, values, got)
			}
		}
	}
}

func TestHarmless(t *testing.T) {
	for in, want := range map[string]string{"": "", "a": "a", "=1+1": "'=1+1", "@SUM": "'@SUM", "+cmd": "'+cmd", "-x": "'-x", "\tx": "'\tx", "\rx": "'\rx",
		"-12.5": "-12.5", "+4": "+4", "a=b": "a=b", "-1+1": "'-1+1", "1 Nov": "1 Nov"} {
		if got := harmless(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestAxis(t *testing.T) {
	for _, c := range []struct {
		most      float64
		unit      string
		top, step float64
	}{{0, "", 1, 1}, {1, "", 1, 1}, {3, "", 3, 1}, {9, "", 10, 5}, {40, "", 40, 10}, {86, "", 100, 25}, {1001, "", 1500, 500}, {12, "%", 100, 25}} {
		if a := newAxis(c.most, c.unit); a.top != c.top || a.step != c.step || a.top < c.most {
			t.Errorf("up to %v: %+v", c.most, a)
		}
	}
	if newAxis(10, "").y(0) != plotBottom || newAxis(10, "").y(10) != plotTop {
		t.Error("the axis does not fill the plot")
	}
}

func TestPlain(t *testing.T) {
	if got := plain("a\x1b[31mb\n\u202ec"); got != "a [31mb c" {
		t.Errorf("%q", got)
	}
}
