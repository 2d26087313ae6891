package sqlstore

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"frontdesk/desk"
)

// What bounds the search for similar tickets: how many words of a text are asked for, among how many of the newest
// tickets, in how many of their texts, and how many tickets are looked at and found at most.
const (
	mostTelling = 16
	mostRecent  = 1000
	mostHits    = 5000
	mostLooked  = 20
	mostSimilar = 10
)

// unheard is how much a word that no other ticket has weighs, as a share of what one weighs that a single ticket has.
const unheard = 0.35

// leastShared is how many words two texts have in common at least: one that is rare says nothing alone.
const leastShared = 3

// similar finds the open tickets, among the newest, that share most of the words that tell something. A word weighs the
// more, the fewer of them have it; one that none has could be a slip, and weighs little.
func (r *reader) similar(q desk.Query, f *desk.Facts) error {
	if q.Similar == "" || len(q.SimilarIn) == 0 {
		return nil
	}
	from := max(1, f.NextTicket-mostRecent)
	recent := f.NextTicket - from + 1
	words := telling(q.Similar)
	score, shared, all := map[int64]float64{}, map[int64]int{}, 0.0
	for _, word := range words {
		hits, err := r.withWord(word, from)
		if err != nil {
			return err
		}
		if len(hits) == 0 {
			all += math.Log(1+float64(recent)) * unheard
			continue
		}
		weight := math.Log(1 + float64(recent)/float64(len(hits)))
		all += weight
		for _, id := range hits {
			score[id] += weight
			shared[id]++
		}
	}
	var ids []int64
	for id, sum := range score {
		if shared[id] >= min(leastShared, max(2, len(words)/2)) && sum >= all*q.SimilarShare {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b int64) int { return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(b, a)) })
	for _, id := range ids[:min(len(ids), mostLooked)] {
		if len(f.Similar) == mostSimilar {
			break
		}
		t, err := r.Ticket(id)
		if err != nil {
			return err
		}
		if !slices.Contains(q.SimilarIn, t.Queue) || t.Category == desk.CategoryResolved || t.Category == desk.CategoryClosed ||
			f.Now.Sub(t.CreatedAt) > q.SimilarWithin {
			continue
		}
		f.Similar = append(f.Similar, desk.SimilarTicket{Ticket: t, Share: score[id] / all})
		if err := r.loadAbove(t, f); err != nil {
			return err
		}
	}
	return nil
}

// loadAbove adds a ticket, and the major incident and the problem above it, to those that are known.
func (r *reader) loadAbove(t desk.Ticket, f *desk.Facts) error {
	if _, known := f.Tickets[t.ID]; !known {
		f.Tickets[t.ID] = t
	}
	for _, l := range t.Links {
		if l.Kind == desk.LinkParent || l.Kind == desk.LinkProblem {
			if err := r.load(l.Ticket, false, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// withWord are the tickets, from a number on, that have a word with a beginning. What a transaction has not put into
// the index yet counts, too: an outage makes many mails at once.
func (r *reader) withWord(beginning string, from int64) (ids []int64, err error) {
	found := map[int64]bool{}
	err = r.s.rows(r.ctx, r.dialect.recent, []any{`"` + beginning + `"*`, from * textsPerTicket, mostHits}, func(scan func(...any) error) error {
		var id int64
		err := scan(&id)
		found[id] = true
		return err
	})
	if err != nil {
		return nil, err
	}
	if r.unindexed != nil {
		texts := r.unindexed()
		for i := range texts { // in place: their words are found once
			if id := texts[i].rowid / textsPerTicket; !found[id] && texts[i].has(beginning) {
				found[id] = true
			}
		}
	}
	for id := range found {
		ids = append(ids, id)
	}
	return ids, nil
}

func wordsOf(text string) []string {
	return strings.FieldsFunc(text, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsNumber(c) })
}

// telling are the beginnings of the words of a text that may tell something: the longest ones, each once. A long word
// lacks its end, so that its other forms are found, too; a short one counts where it is an abbreviation.
func telling(text string) []string {
	var words []string
	for _, w := range wordsOf(text) {
		letters := []rune(strings.ToLower(w))
		name := len(letters) == 3 && w == strings.ToUpper(w) // VPN, SAP
		if w = string(letters); len(letters) < 4 && !name || courtesies[w] {
			continue
		}
		if cut := max(4, len(letters)-2); len(letters) > cut {
			w = string(letters[:cut])
		}
		if !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	slices.SortStableFunc(words, func(a, b string) int { return len([]rune(b)) - len([]rune(a)) })
	return words[:min(len(words), mostTelling)]
}

// courtesies are words of any letter: they say nothing of what it is about.
var courtesies = set(`
	hello dear good morning afternoon evening please could would thanks thank many much kind best regards yours sincerely
	since this that these those with from have been were what when where there here they them their your will just also
	today yesterday help about because after before still cannot does doing again some very only unfortunately
	hallo guten morgen lieber liebe sehr geehrte damen herren bitte danke vielen dank viele grüße freundlichen grüßen
	seit heute gestern leider nicht kann können könnten mein meine meinen haben habe wird wurde wenn dass auch noch mehr
	aber oder eine einen einem einer sich nach beim über wieder hilfe
	bonjour madame monsieur merci avance cordialement bien vous depuis hier pour avec dans mais plus très notre votre nous
	aujourd être avoir fait peut pouvez aide
	hola buenos buenas días tardes estimado estimada gracias saludos cordiales atentamente desde ayer para pero como esta
	este está puede pueden ayuda favor tengo
`)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(words) {
		all[w] = true
	}
	return all
}
