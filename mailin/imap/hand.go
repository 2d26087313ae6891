package imap

import (
	"bytes"
	"context"
	"fmt"
	"maps"

	"frontdesk/desk/crashpoint"
)

// hand fetches one batch and hands it over.
func (w *Watcher) hand(ctx context.Context, s *session, uids []uint32, metas map[uint32]meta) (int, error) {
	got, err := w.fetchAll(s, uids, metas)
	if err != nil {
		return 0, err
	}
	crashpoint.Here("imap.after_fetch")
	// In ascending order: what the desk hears of raises its cursor, and a crash in between
	// must leave nothing below the cursor that it has not heard of.
	var whole []Delivery
	taken := 0
	for _, u := range uids {
		m, known := metas[u]
		if !known {
			m.size = -1
		}
		b, came := got[u]
		why := w.lacking(m, b, came)
		if why == "" {
			whole = append(whole, w.delivery(s, u, m, b))
			continue
		}
		t, err := w.accept(ctx, s, whole)
		taken, whole = taken+t, nil
		if err == nil {
			err = w.tellAbsent(ctx, s, u, why)
		}
		if err != nil {
			return taken, err
		}
	}
	t, err := w.accept(ctx, s, whole)
	return taken + t, err
}

// fetchAll fetches a batch, and alone what the batch left out.
func (w *Watcher) fetchAll(s *session, uids []uint32, metas map[uint32]meta) (map[uint32]body, error) {
	got, err := w.fetch(s, uids, metas)
	if err != nil && !s.refused(err) {
		return nil, w.blame(uids, err, false)
	}
	if err != nil || len(uids) == 1 {
		return got, err
	}
	for _, u := range without(uids, keys(got)) {
		one, err := w.fetch(s, []uint32{u}, metas)
		if err != nil && !s.refused(err) {
			return nil, w.blame([]uint32{u}, err, false)
		}
		maps.Copy(got, one)
	}
	return got, nil
}

// fetch gets a batch of small mails, or the only mail of it as its size demands.
func (w *Watcher) fetch(s *session, uids []uint32, metas map[uint32]meta) (map[uint32]body, error) {
	if len(uids) > 1 || metas[uids[0]].size <= w.set.MaxSize {
		got, err := s.bodies(uids, false)
		if err != nil {
			return got, err
		}
		for u, b := range got {
			if b.size <= w.set.MaxSize {
				continue
			}
			head, err := s.bodies([]uint32{u}, true) // larger than it said
			if err != nil {
				return nil, err
			}
			if h, ok := head[u]; ok {
				b.raw = h.raw
			}
			got[u] = b
		}
		return got, nil
	}
	head, err := s.bodies(uids, true)
	for u, b := range head {
		b.size = metas[u].size
		head[u] = b
	}
	return head, err
}

// lacking says why a mail counts as not delivered; "" where it is whole.
func (w *Watcher) lacking(m meta, b body, came bool) string {
	switch {
	case !came:
		return "the server does not deliver it"
	case b.size > w.set.MaxSize && b.raw == nil:
		return "the server gives no header section"
	case b.size > w.set.MaxSize:
		return ""
	case b.size == 0 && m.size != 0:
		return fmt.Sprintf("the server gives no bytes, and its RFC822.SIZE is %s", sizeText(m.size))
	case m.size > 0 && !w.set.SizeIsEstimate && b.size+bareLF(b.raw) < m.size:
		return fmt.Sprintf("the server gives %d bytes of %d", b.size, m.size)
	}
	return ""
}

func sizeText(n int64) string {
	if n < 0 {
		return "not known"
	}
	return fmt.Sprint(n)
}

// bareLF counts line ends without CR: some servers count them as two bytes in RFC822.SIZE.
func bareLF(raw []byte) int64 {
	return int64(bytes.Count(raw, []byte{'\n'}) - bytes.Count(raw, []byte("\r\n")))
}

func (w *Watcher) delivery(s *session, uid uint32, m meta, b body) Delivery {
	d := Delivery{Mailbox: w.set.Address, UIDValidity: s.validity, UID: uid, InternalDate: m.date, Size: b.size, Raw: b.raw}
	if d.TooLarge = b.size > w.set.MaxSize; d.Raw == nil {
		d.Raw = []byte{}
	}
	return d
}

// tellAbsent tells apart a mail that is gone and one that the server keeps back.
func (w *Watcher) tellAbsent(ctx context.Context, s *session, uid uint32, why string) error {
	uids := []uint32{uid}
	here, err := s.existing(uids)
	if err != nil {
		return err
	}
	if len(here) > 0 {
		return w.miss(ctx, s, uids, why)
	}
	if err := w.desk.Gone(ctx, w.set.Address, s.validity, uids); err != nil {
		return &DeskError{err}
	}
	w.forget(uids)
	w.emit(Event{Kind: Gone, UIDs: uids})
	return nil
}
