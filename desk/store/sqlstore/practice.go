package sqlstore

import (
	"errors"
	"slices"

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
