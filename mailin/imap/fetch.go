package imap

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// meta is what is asked before a mail itself.
type meta struct {
	size int64     // RFC822.SIZE, -1 where the server did not say
	date time.Time // INTERNALDATE, zero where unknown
}

// sizes asks for the size, and with dates also for the arrival, of each mail. A mail that
// is absent in the answer is absent in the result.
func (s *session) sizes(uids []uint32, dates bool) (map[uint32]meta, error) {
	found := make(map[uint32]meta, len(uids))
	err := s.do("UID FETCH RFC822.SIZE", func() error {
		cmd := s.c.Fetch(uidSet(uids), &imap.FetchOptions{UID: true, RFC822Size: true, InternalDate: dates})
		for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
			m, uid := meta{size: -1}, uint32(0)
			for item := msg.Next(); item != nil; item = msg.Next() {
				switch item := item.(type) {
				case imapclient.FetchItemDataUID:
					uid = uint32(item.UID)
				case imapclient.FetchItemDataRFC822Size:
					m.size = item.Size
				case imapclient.FetchItemDataInternalDate:
					m.date = item.Time
				}
			}
			found[uid] = m
			s.progress()
		}
		return cmd.Close()
	})
	return found, err
}

// body is what came for BODY.PEEK[].
type body struct {
	raw  []byte
	size int64 // of the literal, 0 for NIL; raw is nil where it is above the bound
}

// errShort is a literal that ended before its announced length.
var errShort = errors.New("the connection ended within a mail")

// maxHeaderFetch bounds the header section of a mail that is too large itself.
const maxHeaderFetch = 1 << 20

// bodies fetches the mails, or only their header sections. Nothing of it may be used unless
// the error is nil: only the end of the command shows that every literal was whole.
func (s *session) bodies(uids []uint32, headers bool) (map[uint32]body, error) {
	section := &imap.FetchItemBodySection{Peek: true}
	if headers {
		section.Specifier = imap.PartSpecifierHeader
		section.Partial = &imap.SectionPartial{Size: maxHeaderFetch}
	}
	found := make(map[uint32]body, len(uids))
	err := s.do("UID FETCH BODY.PEEK[]", func() error {
		cmd := s.c.Fetch(uidSet(uids), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}})
		for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
			uid, b, err := s.message(msg)
			if err != nil {
				// The client first: what is left of the literal would be read by two.
				s.close()
				cmd.Close()
				return err
			}
			if b != nil {
				found[uid] = *b
			}
		}
		return cmd.Close()
	})
	return found, err
}

// message reads one FETCH response; without a body section in it the body is nil.
func (s *session) message(msg *imapclient.FetchMessageData) (uid uint32, b *body, err error) {
	for item := msg.Next(); item != nil; item = msg.Next() {
		switch item := item.(type) {
		case imapclient.FetchItemDataUID:
			uid = uint32(item.UID)
		case imapclient.FetchItemDataBodySection:
			if b, err = s.literal(item.Literal); err != nil {
				return uid, nil, err
			}
		}
	}
	return uid, b, nil
}

// literal reads a literal to its end, and keeps it where it is within the bound.
func (s *session) literal(lit imap.LiteralReader) (*body, error) {
	if lit == nil {
		return &body{}, nil
	}
	b := &body{size: lit.Size()}
	var buf bytes.Buffer
	var dst io.Writer = &buf
	if b.size > s.set.MaxSize {
		dst = io.Discard
	} else {
		buf.Grow(int(min(b.size, 1<<20)) + bytes.MinRead)
	}
	n, err := io.Copy(dst, watched{lit, s})
	if err != nil {
		return nil, fmt.Errorf("%w: %d of %d bytes: %w", errShort, n, b.size, err)
	}
	if n != b.size {
		return nil, fmt.Errorf("%w: %d of %d bytes", errShort, n, b.size)
	}
	if b.size <= s.set.MaxSize {
		b.raw = buf.Bytes()
	}
	return b, nil
}

// watched is a reader whose every read counts as progress.
type watched struct {
	io.Reader
	s *session
}

func (w watched) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	w.s.progress()
	return n, err
}
