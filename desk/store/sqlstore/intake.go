package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"frontdesk/desk/store"
)

const (
	getEra    = "SELECT id, uid_validity, uid, begun_at FROM era WHERE mailbox = $1 ORDER BY id DESC LIMIT 1"
	insertEra = "INSERT INTO era (mailbox, uid_validity, uid, begun_at) VALUES ($1, $2, $3, $4) RETURNING id"
	beginEra  = "UPDATE era SET uid = $2, begun_at = $3 WHERE id = $1"
	raiseUID  = "UPDATE era SET uid = $2 WHERE id = $1 AND uid < $2"
	takeUID   = "UPDATE era SET uid = max(uid, $2), taken_at = $3 WHERE id = $1"
	endEras   = "DELETE FROM intake WHERE era IN (SELECT id FROM era WHERE mailbox = $1)"

	intakeUIDs = "SELECT uid, taken FROM intake WHERE era = $1 ORDER BY uid"
	isTaken    = "SELECT 1 FROM arrival WHERE era = $1 AND uid = $2 AND era IS NOT NULL"
	putWaiting = "INSERT INTO intake (era, uid, taken, tries, error, at) VALUES ($1, $2, 0, 0, '', $3) ON CONFLICT (era, uid) DO NOTHING"
	putAttempt = "INSERT INTO intake (era, uid, taken, tries, error, at) VALUES ($1, $2, 0, 1, '', $3) " +
		"ON CONFLICT (era, uid) DO UPDATE SET tries = intake.tries + 1, error = '', at = excluded.at RETURNING tries"
	takeBackAttempt = "UPDATE intake SET tries = tries - 1 WHERE era = $1 AND uid = $2 AND taken = 0 AND tries > 0"
	putMissing      = "INSERT INTO intake (era, uid, taken, tries, error, at) VALUES ($1, $2, 0, 0, $4, $3) " +
		"ON CONFLICT (era, uid) DO UPDATE SET error = excluded.error, at = excluded.at"
	putTaken = "INSERT INTO intake (era, uid, taken, tries, error, at) VALUES ($1, $2, 1, 0, '', $3) " +
		"ON CONFLICT (era, uid) DO UPDATE SET taken = 1"
	deleteWaiting = "DELETE FROM intake WHERE era = $1 AND uid = $2 AND taken = 0"
	deleteTaken   = "DELETE FROM intake WHERE era = $1 AND uid = $2 AND taken = 1"

	getMailboxes = "SELECT e.mailbox, e.taken_at, (SELECT count(*) FROM intake i WHERE i.era = e.id AND i.taken = 0), " +
		"(SELECT count(*) FROM intake i WHERE i.era = e.id AND i.taken = 0 AND (i.tries > 0 OR i.error <> '')) " +
		"FROM era e WHERE e.id = (SELECT max(x.id) FROM era x WHERE x.mailbox = e.mailbox) ORDER BY e.mailbox"
	getAttempts = "SELECT e.mailbox, e.uid_validity, i.uid, i.tries, i.error FROM intake i JOIN era e ON e.id = i.era " +
		"WHERE i.taken = 0 AND (i.tries > 0 OR i.error <> '') ORDER BY e.mailbox, i.uid"
)

// era is one UIDVALIDITY of one mailbox.
type era struct {
	id       int64
	validity uint32
	uid      uint32
	begunAt  time.Time
}

// currentEra is the latest era of a mailbox; ErrNotFound where there is none.
func (r *reader) currentEra(mailbox string) (e era, err error) {
	err = r.s.row(r.ctx, getEra, []any{mailbox}, &e.id, &e.validity, &e.uid, stamp{&e.begunAt})
	return e, err
}

// inEra is the current era, which must be of that UIDVALIDITY: what is said of another one is about
// mails that the server no longer knows by these numbers. A mailbox that was never begun begins here.
func (t *tx) inEra(mailbox string, validity uint32) (era, error) {
	e, err := t.currentEra(mailbox)
	if errors.Is(err, store.ErrNotFound) {
		e.validity = validity
		e.id, err = t.s.insert(t.ctx, insertEra, mailbox, int64(validity), 0, nil)
	}
	if err == nil && e.validity != validity {
		err = fmt.Errorf("mailbox %s has UIDVALIDITY %d now and not %d: %w", mailbox, e.validity, validity, store.ErrConflict)
	}
	return e, err
}

// Cursor says how far a mailbox was taken in.
func (s *Store) Cursor(ctx context.Context, mailbox string) (c store.Cursor, err error) {
	err = s.view(ctx, func(r *reader) error {
		e, err := r.currentEra(mailbox)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		c = store.Cursor{Known: !e.begunAt.IsZero(), UIDValidity: e.validity, UID: e.uid, Since: e.begunAt}
		return r.s.rows(ctx, intakeUIDs, []any{e.id}, func(scan func(...any) error) error {
			var uid uint32
			var taken bool
			if err := scan(&uid, &taken); err != nil {
				return err
			}
			if taken {
				c.Unsettled = append(c.Unsettled, uid)
			} else {
				c.Waiting = append(c.Waiting, uid)
			}
			return nil
		})
	})
	return c, err
}

// BeginMailbox starts a mailbox at a UIDVALIDITY.
func (s *Store) BeginMailbox(ctx context.Context, mailbox string, uidValidity, base uint32, waiting []uint32, now time.Time) error {
	return s.update(ctx, func(t *tx) error {
		e, err := t.currentEra(mailbox)
		switch {
		case err == nil && e.validity == uidValidity:
			_, err = t.s.exec(t.ctx, beginEra, e.id, int64(max(base, e.uid)), micros(now))
		case err == nil || errors.Is(err, store.ErrNotFound):
			if _, err = t.s.exec(t.ctx, endEras, mailbox); err != nil {
				return err
			}
			e.id, err = t.s.insert(t.ctx, insertEra, mailbox, int64(uidValidity), int64(base), micros(now))
		}
		if err != nil {
			return err
		}
		return t.eachUID(e, waiting, func(uid int64, taken bool) error {
			if taken {
				return nil
			}
			_, err := t.s.exec(t.ctx, putWaiting, e.id, uid, micros(now))
			return err
		})
	})
}

// eachUID calls fn for every UID, says whether that mail is committed, and raises the cursor to the highest.
func (t *tx) eachUID(e era, uids []uint32, fn func(uid int64, taken bool) error) error {
	highest := e.uid
	for _, uid := range uids {
		var one int
		err := t.s.row(t.ctx, isTaken, []any{e.id, int64(uid)}, &one)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if err := fn(int64(uid), err == nil); err != nil {
			return err
		}
		highest = max(highest, uid)
	}
	if highest == e.uid {
		return nil
	}
	_, err := t.s.exec(t.ctx, raiseUID, e.id, int64(highest))
	return err
}

// BeginAttempts counts a try of each mail.
func (s *Store) BeginAttempts(ctx context.Context, mailbox string, uidValidity uint32, uids []uint32, now time.Time) (tries []int, err error) {
	tries = make([]int, 0, len(uids))
	err = s.forUIDs(ctx, mailbox, uidValidity, uids, func(t *tx, e era, uid int64, taken bool) error {
		n := 0
		if !taken {
			if err := t.s.row(t.ctx, putAttempt, []any{e.id, uid, micros(now)}, &n); err != nil {
				return err
			}
		}
		tries = append(tries, n)
		return nil
	})
	return tries, err
}

// ForgiveAttempts takes back the last try of each mail.
func (s *Store) ForgiveAttempts(ctx context.Context, mailbox string, uidValidity uint32, uids []uint32) error {
	return s.forUIDs(ctx, mailbox, uidValidity, uids, func(t *tx, e era, uid int64, _ bool) error {
		_, err := t.s.exec(t.ctx, takeBackAttempt, e.id, uid)
		return err
	})
}

// forUIDs does something with each UID of the current era, in one transaction.
func (s *Store) forUIDs(ctx context.Context, mailbox string, validity uint32, uids []uint32, fn func(t *tx, e era, uid int64, taken bool) error) error {
	if len(uids) == 0 {
		return nil
	}
	return s.update(ctx, func(t *tx) error {
		e, err := t.inEra(mailbox, validity)
		if err != nil {
			return err
		}
		return t.eachUID(e, uids, func(uid int64, taken bool) error { return fn(t, e, uid, taken) })
	})
}

// Missing records mails that the server announced and did not deliver.
func (s *Store) Missing(ctx context.Context, mailbox string, uidValidity uint32, uids []uint32, why string, now time.Time) error {
	return s.forUIDs(ctx, mailbox, uidValidity, uids, func(t *tx, e era, uid int64, taken bool) error {
		if taken {
			return nil
		}
		_, err := t.s.exec(t.ctx, putMissing, e.id, uid, micros(now), why)
		return err
	})
}

// Gone forgets waiting mails that the server no longer has.
func (s *Store) Gone(ctx context.Context, mailbox string, uidValidity uint32, uids []uint32) error {
	return s.forUIDs(ctx, mailbox, uidValidity, uids, func(t *tx, e era, uid int64, _ bool) error {
		_, err := t.s.exec(t.ctx, deleteWaiting, e.id, uid)
		return err
	})
}

// Settled records mails that were marked, moved or deleted on the server.
func (s *Store) Settled(ctx context.Context, mailbox string, uidValidity uint32, uids []uint32) error {
	return s.forUIDs(ctx, mailbox, uidValidity, uids, func(t *tx, e era, uid int64, _ bool) error {
		_, err := t.s.exec(t.ctx, deleteTaken, e.id, uid)
		return err
	})
}

// taken notes that a mail is committed and still to be marked on the server.
func (t *tx) taken(mailbox string, validity, uid uint32, now time.Time) (era int64, err error) {
	e, err := t.inEra(mailbox, validity)
	if err != nil {
		return 0, err
	}
	if _, err := t.s.exec(t.ctx, putTaken, e.id, int64(uid), micros(now)); err != nil {
		return 0, err
	}
	_, err = t.s.exec(t.ctx, takeUID, e.id, int64(uid), micros(now))
	return e.id, err
}

// Mailboxes are the mailboxes that were begun, by name.
func (r *reader) Mailboxes() ([]store.MailboxState, error) {
	return list(r.ctx, r.s, getMailboxes, nil, func(scan func(...any) error) (m store.MailboxState, err error) {
		return m, scan(&m.Mailbox, stamp{&m.TakenAt}, &m.Waiting, &m.Failing)
	})
}

// Attempts are mails that were begun, or announced and not delivered, and are neither taken in nor held.
func (r *reader) Attempts() ([]store.Attempt, error) {
	return list(r.ctx, r.s, getAttempts, nil, func(scan func(...any) error) (a store.Attempt, err error) {
		return a, scan(&a.Mailbox, &a.UIDValidity, &a.UID, &a.Tries, &a.Error)
	})
}
