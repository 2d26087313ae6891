package sqlstore

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"frontdesk/desk"
)

// The rowid of a text in the search index is its ticket times textsPerTicket, plus 0 for the subject and the
// ticket's version for a message. So a hit names its ticket without a look at any other table.
const textsPerTicket = 1 << 20

// text is something to be put into the search index, in place of what stands there.
type text struct {
	rowid   int64
	words   string
	replace bool
	sorted  []string // the words in lower case, each once, once somebody has asked for them
}

// has says whether a text has a word with a beginning.
func (x *text) has(beginning string) bool {
	if x.sorted == nil {
		x.sorted = wordsOf(strings.ToLower(x.words))
		slices.Sort(x.sorted)
		x.sorted = append(slices.Compact(x.sorted), "\uffff") // never empty
	}
	i, _ := slices.BinarySearch(x.sorted, beginning)
	return i < len(x.sorted) && strings.HasPrefix(x.sorted[i], beginning)
}

func (t *tx) indexSubject(row desk.Ticket, again bool) {
	t.texts = append(t.texts, text{rowid: row.ID * textsPerTicket, words: row.Subject, replace: again})
}

// indexMessage adds a text under a version of its ticket that no other message has.
func (t *tx) indexMessage(ticket, version int64, words string) error {
	if version <= 0 || version >= textsPerTicket {
		return fmt.Errorf("ticket %d has %d events; a ticket has at most %d", ticket, version, textsPerTicket-1)
	}
	if words != "" {
		t.texts = append(t.texts, text{rowid: ticket*textsPerTicket + version, words: words})
	}
	return nil
}

// index writes the texts of a transaction at its end. The index gathers words in memory and writes them as
// one piece, but every savepoint and every statement that may fail half way makes it write a piece of its own, and
// merging those pieces took half of all the time.
func (t *tx) index() error {
	for _, x := range t.texts {
		if x.replace {
			if _, err := t.s.exec(t.ctx, t.dialect.remove, x.rowid); err != nil {
				return err
			}
		}
		if _, err := t.s.exec(t.ctx, t.dialect.index, x.rowid, x.words); err != nil {
			return err
		}
	}
	t.texts = nil
	return nil
}

// Search finds what the transaction itself wrote, too.
func (t *tx) Search(words string, limit int) ([]desk.Ticket, error) {
	if err := t.index(); err != nil {
		t.dead = err
		return nil, err
	}
	return t.reader.Search(words, limit)
}

// maxWords bounds what one search costs.
const maxWords = 16

// searchTerms makes FTS5 terms of a person's words: each is quoted, so that nothing in them is syntax. The
// last one may be the beginning of a word, for a person who is still typing.
func searchTerms(words string) []string {
	fields := strings.FieldsFunc(words, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
	fields = fields[:min(len(fields), maxWords)]
	for i, f := range fields {
		fields[i] = `"` + f + `"`
		if i == len(fields)-1 {
			fields[i] += "*"
		}
	}
	return fields
}

// Search finds tickets that have all words, each anywhere in the subject or any message. Best are those with
// most of the words in their subject, then the newest: ranking by frequency would read every hit again.
func (r *reader) Search(words string, limit int) ([]desk.Ticket, error) {
	var score map[int64]int
	for i, term := range searchTerms(words) {
		hits := map[int64]int{}
		err := r.s.rows(r.ctx, r.dialect.match, []any{term}, func(scan func(...any) error) error {
			var ticket int64
			var inSubject int
			if err := scan(&ticket, &inSubject); err != nil {
				return err
			}
			if before, ok := score[ticket]; ok || i == 0 {
				hits[ticket] = before + inSubject
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		score = hits
	}
	ids := slices.SortedFunc(maps.Keys(score), func(a, b int64) int {
		return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(b, a))
	})
	if limit > 0 && len(ids) > limit {
		ids = ids[:limit]
	}
	tickets := make([]desk.Ticket, 0, len(ids))
	for _, id := range ids {
		t, err := r.Ticket(id)
		if err != nil {
			return nil, err
		}
		tickets = append(tickets, t)
	}
	return tickets, nil
}
