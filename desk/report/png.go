package report

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// pngScale makes pictures sharp on the screens of telephones.
const pngScale = 3

// pngColours are on white: mail programs show pictures as they are, in the dark too.
var pngColours = [...]color.RGBA{
	inkText: {0x1d, 0x23, 0x2b, 255}, inkFaint: {0x5b, 0x66, 0x74, 255}, inkGrid: {0xdd, 0xe2, 0xe8, 255}, inkPaper: {255, 255, 255, 255},
	inkNow: {0x1f, 0x5f, 0xbf, 255}, inkBefore: {0x9a, 0xa8, 0xb8, 255}, inkSecond: {0xb4, 0x5f, 0x06, 255}, inkThird: {0x6b, 0x3f, 0xa0, 255},
	inkGood: {0x1d, 0x7a, 0x46, 255}, inkBad: {0xb3, 0x26, 0x1e, 255},
}

// raster draws a chart as an image.
type raster struct{ image *image.RGBA }

var regular = sync.OnceValues(func() (*opentype.Font, error) { return opentype.Parse(goregular.TTF) })

// fill fills a polygon, working on no more of the image than it takes.
func (r raster) fill(spots []spot, c color.RGBA) {
	if len(spots) < 3 {
		return
	}
	low, high := spots[0], spots[0]
	for _, p := range spots {
		low, high = spot{min(low.x, p.x), min(low.y, p.y)}, spot{max(high.x, p.x), max(high.y, p.y)}
	}
	box := image.Rect(int(low.x*pngScale)-1, int(low.y*pngScale)-1, int(high.x*pngScale)+2, int(high.y*pngScale)+2).Intersect(r.image.Bounds())
	if box.Empty() {
		return
	}
	at := func(p spot) (x, y float32) {
		return float32(p.x*pngScale) - float32(box.Min.X), float32(p.y*pngScale) - float32(box.Min.Y)
	}
	v := vector.NewRasterizer(box.Dx(), box.Dy())
	v.MoveTo(at(spots[0]))
	for _, p := range spots[1:] {
		v.LineTo(at(p))
	}
	v.ClosePath()
	v.Draw(r.image, box, image.NewUniform(c), image.Point{})
}

func (r raster) rect(x, y, w, h float64, c ink, _ string) {
	r.fill([]spot{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}, pngColours[c])
}

func (r raster) line(spots []spot, width float64, c ink) {
	for i := 1; i < len(spots); i++ {
		r.stroke(spots[i-1], spots[i], width, pngColours[c])
		if i < len(spots)-1 {
			r.disc(spots[i], width/2, pngColours[c])
		}
	}
}

func (r raster) stroke(a, b spot, width float64, c color.RGBA) {
	length := math.Hypot(b.x-a.x, b.y-a.y)
	if length == 0 {
		return
	}
	dx, dy := (b.y-a.y)/length*width/2, (a.x-b.x)/length*width/2
	r.fill([]spot{{a.x + dx, a.y + dy}, {b.x + dx, b.y + dy}, {b.x - dx, b.y - dy}, {a.x - dx, a.y - dy}}, c)
}

func (r raster) disc(at spot, radius float64, c color.RGBA) {
	var spots []spot
	for i := range 16 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 8)
		spots = append(spots, spot{at.x + radius*cos, at.y + radius*sin})
	}
	r.fill(spots, c)
}

func (r raster) area(spots []spot, base float64, c ink) {
	if len(spots) < 2 {
		return
	}
	light := pngColours[c]
	for _, part := range []*uint8{&light.R, &light.G, &light.B, &light.A} {
		*part = uint8(float64(*part) * .15) // premultiplied
	}
	r.fill(append(append([]spot{{spots[0].x, base}}, spots...), spot{spots[len(spots)-1].x, base}), light)
}

func (r raster) dot(at spot, radius float64, c ink, _ string) { r.disc(at, radius, pngColours[c]) }

func (r raster) text(at spot, s string, size float64, c ink, a anchor) {
	f, err := regular()
	if err != nil {
		return
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size * pngScale, DPI: 72})
	if err != nil {
		return
	}
	defer face.Close()
	d := font.Drawer{Dst: r.image, Src: image.NewUniform(pngColours[c]), Face: face}
	x := fixed.Int26_6(at.x * pngScale * 64)
	switch a {
	case atMiddle:
		x -= d.MeasureString(s) / 2
	case atEnd:
		x -= d.MeasureString(s)
	}
	d.Dot = fixed.Point26_6{X: x, Y: fixed.Int26_6(at.y * pngScale * 64)}
	d.DrawString(s)
}

// PNG is the chart as a picture for mail, on white, three times as large as it is meant to be shown.
func (c Chart) PNG() ([]byte, error) {
	m := image.NewRGBA(image.Rect(0, 0, int(chartWidth)*pngScale, int(chartHeight)*pngScale))
	draw.Draw(m, m.Bounds(), image.NewUniform(pngColours[inkPaper]), image.Point{}, draw.Src)
	c.draw(raster{m})
	var b bytes.Buffer
	err := png.Encode(&b, m)
	return b.Bytes(), err
}
