package sqlstore

import (
	"encoding/json"
	"fmt"
	"time"

	"frontdesk/desk"
)

const (
	getAbsences = "SELECT agent, since, until, deputy, inferred FROM absence"
	putAbsence  = "INSERT INTO absence (agent, since, until, deputy, inferred) VALUES ($1, $2, $3, $4, $5) " +
		"ON CONFLICT (agent) DO UPDATE SET since = excluded.since, until = excluded.until, deputy = excluded.deputy, inferred = excluded.inferred"
	deleteAbsence = "DELETE FROM absence WHERE agent = $1"

	getBundled    = "SELECT notice FROM bundled WHERE agent = $1 ORDER BY id"
	insertBundled = "INSERT INTO bundled (agent, notice) VALUES ($1, $2)"
	deleteBundled = "DELETE FROM bundled WHERE agent = $1"
	putBundle     = "INSERT INTO bundle (agent, due) VALUES ($1, $2) ON CONFLICT (agent) DO UPDATE SET due = min(bundle.due, excluded.due)"
	putOff        = "UPDATE bundle SET due = $2 WHERE agent = $1"
	deleteBundle  = "DELETE FROM bundle WHERE agent = $1"
	dueBundles    = "SELECT agent, due FROM bundle ORDER BY due LIMIT $1"
)

// absences are the agents who are away, by name.
func (r *reader) absences(_ desk.Query, f *desk.Facts) error {
	away, err := list(r.ctx, r.s, getAbsences, nil, func(scan func(...any) error) (a desk.Absence, err error) {
		return a, scan(&a.Agent, stamp{&a.Since}, stamp{&a.Until}, &a.Deputy, &a.Inferred)
	})
	f.Away = make(map[string]desk.Absence, len(away))
	for _, a := range away {
		f.Away[a.Agent] = a
	}
	return err
}

func (t *tx) writeAbsence(a desk.Absence) error {
	if a.Ended {
		_, err := t.s.exec(t.ctx, deleteAbsence, a.Agent)
		return err
	}
	_, err := t.s.exec(t.ctx, putAbsence, a.Agent, micros(a.Since), micros(a.Until), a.Deputy, a.Inferred)
	return err
}

// bundle is what waits for an agent, oldest first.
func (r *reader) bundle(q desk.Query, f *desk.Facts) (err error) {
	if q.Bundle == "" {
		return nil
	}
	f.Bundle, err = list(r.ctx, r.s, getBundled, []any{q.Bundle}, func(scan func(...any) error) (n desk.Notice, err error) {
		return n, scan(fromJSON{&n})
	})
	return err
}

// writeBundled keeps a notice until its bundle is due.
func (t *tx) writeBundled(b desk.Bundled) error {
	if b.Due.IsZero() {
		return fmt.Errorf("a notice for %s waits for no time", b.Agent)
	}
	notice, err := json.Marshal(b.Notice)
	if err != nil {
		return err
	}
	if _, err := t.s.exec(t.ctx, insertBundled, b.Agent, string(notice)); err != nil {
		return err
	}
	_, err = t.s.exec(t.ctx, putBundle, b.Agent, b.Due.UnixMicro())
	return err
}

// deliver forgets what waited for an agent.
func (t *tx) deliver(agent string) error {
	if _, err := t.s.exec(t.ctx, deleteBundled, agent); err != nil {
		return err
	}
	_, err := t.s.exec(t.ctx, deleteBundle, agent)
	return err
}

// DueBundles are the agents of whom a bundle is due at now, those due longest first.
func (t *tx) DueBundles(now time.Time, limit int) (agents []string, next time.Time, err error) {
	err = t.s.rows(t.ctx, dueBundles, []any{limit + 1}, func(scan func(...any) error) error {
		var agent string
		var due time.Time
		if err := scan(&agent, stamp{&due}); err != nil {
			return err
		}
		if len(agents) == limit || due.After(now) {
			next = due
			return errStop
		}
		agents = append(agents, agent)
		return nil
	})
	return agents, next, err
}
