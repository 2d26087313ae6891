package imap

import (
	"errors"
	"fmt"

	"github.com/emersion/go-imap/v2"
)

// settle does to committed mails what After says. It may be repeated: a UID that is gone is
// no error.
func (s *session) settle(uids []uint32) error {
	set := uidSet(uids)
	switch s.set.After {
	case "delete":
		return s.remove(set)
	case "move":
		return s.move(set)
	}
	return s.flag(set, imap.FlagSeen)
}

func (s *session) flag(set imap.UIDSet, flag imap.Flag) error {
	return s.do("UID STORE "+string(flag), func() error {
		return s.c.Store(set, &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{flag}}, nil).Close()
	})
}

// remove deletes exactly these mails; without UIDPLUS it only marks them.
func (s *session) remove(set imap.UIDSet) error {
	if err := s.flag(set, imap.FlagDeleted); err != nil {
		return err
	}
	if !s.caps.Has(imap.CapUIDPlus) && !s.caps.Has(imap.CapIMAP4rev2) {
		return nil
	}
	return s.do("UID EXPUNGE", func() error { return s.c.UIDExpunge(set).Close() })
}

// move moves by MOVE (RFC 6851), else by COPY and, only once that succeeded, deletion. The
// folder is made where the server says that it is missing.
func (s *session) move(set imap.UIDSet) error {
	err := s.moveTo(set)
	var no *imap.Error
	if errors.As(err, &no) && no.Code == imap.ResponseCodeTryCreate && s.alive() {
		create := s.do("CREATE "+s.set.MoveTo, func() error { return s.c.Create(s.set.MoveTo, nil).Wait() })
		if create != nil {
			return fmt.Errorf("%w (and %w)", err, create)
		}
		err = s.moveTo(set)
	}
	return err
}

func (s *session) moveTo(set imap.UIDSet) error {
	if s.caps.Has(imap.CapMove) || s.caps.Has(imap.CapIMAP4rev2) {
		return s.do("UID MOVE to "+s.set.MoveTo, func() error {
			_, err := s.c.Move(set, s.set.MoveTo).Wait()
			return err
		})
	}
	err := s.do("UID COPY to "+s.set.MoveTo, func() error {
		_, err := s.c.Copy(set, s.set.MoveTo).Wait()
		return err
	})
	if err != nil {
		return err
	}
	return s.remove(set)
}
