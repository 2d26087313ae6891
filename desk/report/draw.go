package report

// ink is what a colour is for; each medium has its own for light and dark.
type ink int

const (
	inkText  ink = iota
	inkFaint     // labels of axes
	inkGrid
	inkPaper
	inkNow    // the period
	inkBefore // the period before
	inkSecond
	inkThird
	inkGood
	inkBad
)

// anchor is which point of a text stands at its place.
type anchor int

const (
	atStart anchor = iota
	atMiddle
	atEnd
)

// spot is a place on a picture, from the top left, in units of which letters are 11 high.
type spot struct{ x, y float64 }

// canvas is what a chart is drawn on: a page or a picture for mail.
type canvas interface {
	// rect fills a rectangle; what says for people what it stands for.
	rect(x, y, w, h float64, c ink, what string)
	// line draws through spots.
	line(spots []spot, width float64, c ink)
	// area fills between spots and a base line, lightly.
	area(spots []spot, base float64, c ink)
	// dot marks a spot.
	dot(at spot, radius float64, c ink, what string)
	text(at spot, s string, size float64, c ink, a anchor)
}

// The size of every chart. It is small, so that letters are readable where it fills the width of a telephone.
const chartWidth, chartHeight = 380.0, 230.0

// Chart is one picture with the table that says the same.
type Chart struct {
	Name    string // of files: "backlog"
	Title   string
	Says    string // in a sentence, for those who cannot see it
	Heads   []string
	Rows    [][]string
	Legend  []Legend
	draw    func(canvas)
	nothing bool
}

// Legend is what a colour in a chart means.
type Legend struct {
	Title string
	ink   ink
}
