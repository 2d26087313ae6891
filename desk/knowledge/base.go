package knowledge

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Base is a collection of articles with an index of their words. It is not changed once it is made. A nil Base has none.
type Base struct {
	articles []Article // by name
	docs     []doc
	in       map[string]int // in how many articles a term is
	average  float64        // length of an article, in terms
}

// doc is what the index knows of an article.
type doc struct {
	weight map[string]float64 // how often each term is there; those of title and tags count several times
	titled map[string]bool    // terms of title, name and tags
	length float64
}

// titleWeight is what a word of the title or a tag counts beside one of the text.
const titleWeight = 3

// New makes a Base.
func New(articles []Article) *Base {
	b := &Base{articles: slices.Clone(articles), in: map[string]int{}}
	slices.SortFunc(b.articles, func(x, y Article) int { return strings.Compare(x.Name, y.Name) })
	for _, a := range b.articles {
		d := doc{weight: map[string]float64{}, titled: map[string]bool{}}
		add := func(text string, weight float64) {
			for _, t := range terms(text) {
				d.weight[t] += weight
				d.length += weight
				d.titled[t] = d.titled[t] || weight > 1
			}
		}
		add(a.Title+" "+a.Name+" "+strings.Join(a.Tags, " "), titleWeight)
		add(fieldMark.ReplaceAllString(a.Text, " "), 1)
		for t := range d.weight {
			b.in[t]++
		}
		b.docs = append(b.docs, d)
		b.average += d.length / float64(len(b.articles))
	}
	return b
}

// Articles are all of them, by name.
func (b *Base) Articles() []Article {
	if b == nil {
		return nil
	}
	return b.articles
}

// Article finds one by its name.
func (b *Base) Article(name string) (Article, bool) {
	all := b.Articles()
	i := slices.IndexFunc(all, func(a Article) bool { return a.Name == name })
	if i < 0 {
		return Article{}, false
	}
	return all[i], true
}

// Hit is an article that was found.
type Hit struct {
	Article
	Score  float64 // the higher, the better it fits
	Titled int     // how many different words of the text stand in its title, name or tags
	Shared int     // and how many anywhere in it
}

// Usual parameters of BM25: how soon the repetition of a word counts no more, and how much the length of an article matters.
const (
	saturation  = 1.2
	lengthiness = 0.75
)

// maxQuery bounds the text for which articles are looked for, in bytes.
const maxQuery = 8 << 10

// Search finds the articles that fit a text, the best first, among those that are wanted. It ranks by BM25 (Robertson and
// others, Okapi at TREC-3).
func (b *Base) Search(text string, wanted func(Article) bool) (hits []Hit) {
	if b == nil {
		return nil
	}
	query := terms(text[:min(len(text), maxQuery)])
	slices.Sort(query)
	query = slices.Compact(query)
	for i, a := range b.articles {
		h := Hit{Article: a}
		for _, t := range query {
			w := b.docs[i].weight[t]
			if w == 0 {
				continue
			}
			h.Shared++
			if b.docs[i].titled[t] {
				h.Titled++
			}
			h.Score += b.rarity(t) * w * (saturation + 1) / (w + saturation*(1-lengthiness+lengthiness*b.docs[i].length/b.average))
		}
		if h.Shared > 0 && wanted(a) {
			hits = append(hits, h)
		}
	}
	slices.SortStableFunc(hits, func(x, y Hit) int { return cmp.Compare(y.Score, x.Score) })
	return hits
}

// rarity is what a term tells: the more, the fewer articles have it.
func (b *Base) rarity(term string) float64 {
	all, with := float64(len(b.articles)), float64(b.in[term])
	return math.Log(1 + (all-with+0.5)/(with+0.5))
}
