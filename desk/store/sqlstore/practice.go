package sqlstore

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"unicode"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

const (
	ticketByKey  = "SELECT id FROM ticket WHERE key = $1 AND key <> '' AND (category <> 'closed' OR merged <> 0) ORDER BY id DESC LIMIT 1"
	getSchedule  = "SELECT " + ticketColumns + " FROM ticket WHERE scheduled_to > $1 AND scheduled_to IS NOT NULL ORDER BY scheduled_from, id"
	countSurveys = "SELECT count(*) FROM ticket WHERE requester_hash = $1 AND surveyed_at > $2"
)

// practices answers what the practices ask beside the tickets of a mail.
func (r *reader) practices(q desk.Query, f *desk.Facts) error {
	return errors.Join(r.keyed(q, f), r.schedule(q, f), r.similar(q, f), r.surveys(q, f))
}

func (r *reader) keyed(q desk.Query, f *desk.Facts) error {
	for _, key := range q.Keys {
		var id int64
		err := r.s.row(r.ctx, ticketByKey, []any{key}, &id)
		switch {
		case errors.Is(err, store.ErrNotFound):
			continue
		case err != nil:
			return err
		case f.Keyed == nil:
			f.Keyed, f.Newest = map[string]int64{}, map[int64][]desk.Event{}
		}
		f.Keyed[key] = id
		if err := r.load(id, q.Whole, f); err != nil {
			return err
		}
		newest, err := list(r.ctx, r.s, getNewestEvents, []any{id, desk.NewestLength}, scanEvent)
		if err != nil {
			return err
		}
		slices.Reverse(newest)
		f.Newest[id] = newest
	}
	return nil
}

func (r *reader) schedule(q desk.Query, f *desk.Facts) (err error) {
	if q.Schedule {
		f.Schedule, err = list(r.ctx, r.s, getSchedule, []any{f.Now.UnixMicro()}, scanTicket)
	}
	return err
}

func (r *reader) surveys(q desk.Query, f *desk.Facts) error {
	t, ok := f.Tickets[q.Surveyed]
	if !ok {
		return nil
	}
	return r.s.row(r.ctx, countSurveys, []any{hash64(desk.AddressKey(t.Requester)), f.Now.Add(-q.SurveyedWithin).UnixMicro()}, &f.Surveys)
}

// What bounds the search for similar tickets: how many words of a text are asked for, and how many tickets with a word make
// it one that tells nothing.
const (
	mostTelling = 12
	mostCommon  = 2000
	mostSimilar = 20
)

// similar finds the open tickets that share most of the words that tell something. Each word weighs the more, the fewer
// tickets have it.
func (r *reader) similar(q desk.Query, f *desk.Facts) error {
	if q.Similar == "" || len(q.SimilarIn) == 0 {
		return nil
	}
	score, all := map[int64]float64{}, 0.0
	for _, word := range telling(q.Similar) {
		hits, err := r.withWord(word)
		if err != nil {
			return err
		}
		if len(hits) > mostCommon {
			continue
		}
		weight := 1 / (1 + float64(len(hits))/20)
		all += weight
		for _, id := range hits {
			score[id] += weight
		}
	}
	ids := make([]int64, 0, len(score))
	for id := range score {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b int64) int { return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(b, a)) })
	for _, id := range ids[:min(len(ids), 10*mostSimilar)] {
		t, err := r.Ticket(id)
		if err != nil {
			return err
		}
		if len(f.Similar) < mostSimilar && slices.Contains(q.SimilarIn, t.Queue) && t.Category != desk.CategoryResolved && t.Category != desk.CategoryClosed &&
			f.Now.Sub(t.CreatedAt) <= q.SimilarWithin {
			f.Similar = append(f.Similar, desk.SimilarTicket{Ticket: t, Share: score[id] / all})
			f.Tickets[id] = t
			for _, l := range t.Links {
				if l.Kind == desk.LinkParent || l.Kind == desk.LinkProblem {
					if err := r.load(l.Ticket, false, f); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// withWord are the tickets that have a word.
func (r *reader) withWord(word string) (ids []int64, err error) {
	err = r.s.rows(r.ctx, r.dialect.match, []any{`"` + word + `"`}, func(scan func(...any) error) error {
		var id int64
		var inSubject int
		if err := scan(&id, &inSubject); err != nil {
			return err
		}
		if ids = append(ids, id); len(ids) > mostCommon {
			return errStop
		}
		return nil
	})
	return ids, err
}

// telling are the words of a text that may tell something: the longest ones, each once.
func telling(text string) []string {
	var words []string
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsNumber(c) }) {
		if len([]rune(w)) >= 4 && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	slices.SortStableFunc(words, func(a, b string) int { return len([]rune(b)) - len([]rune(a)) })
	return words[:min(len(words), mostTelling)]
}
