package loopback

import (
	"slices"
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// session is one IMAP connection. It leaves the work to the server in memory, writes the journal, and
// does IDLE itself so that no change falls between two looks.
type session struct {
	imapserver.SessionIMAP4rev2
	w       *World
	account string
	folder  string
}

func (w *World) newIMAP(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
	return &session{SessionIMAP4rev2: w.users.NewSession().(imapserver.SessionIMAP4rev2), w: w}, nil, nil
}

// Login takes the address of an account and its password.
func (s *session) Login(username, password string) error {
	err := s.SessionIMAP4rev2.Login(username, password)
	if err == nil {
		s.account = username
	}
	return err
}

func (s *session) Select(folder string, options *imap.SelectOptions) (*imap.SelectData, error) {
	if s.folder != "" {
		s.Unselect()
	}
	data, err := s.SessionIMAP4rev2.Select(folder, options)
	if err == nil {
		s.folder = folder
	}
	return data, err
}

func (s *session) Unselect() error {
	s.folder = ""
	return s.SessionIMAP4rev2.Unselect()
}

func (s *session) Append(folder string, r imap.LiteralReader, options *imap.AppendOptions) (*imap.AppendData, error) {
	data, err := s.SessionIMAP4rev2.Append(folder, r, options)
	if err == nil {
		s.w.note(Entry{Kind: Appended, Account: s.account, Folder: folder, UID: uint32(data.UID)})
		s.w.change(s.account, folder)
	}
	return data, err
}

func (s *session) Store(out *imapserver.FetchWriter, set imap.NumSet, flags *imap.StoreFlags, options *imap.StoreOptions) error {
	uids := s.uids(imap.SearchCriteria{}, set)
	if err := s.SessionIMAP4rev2.Store(out, set, flags, options); err != nil {
		return err
	}
	sign := map[imap.StoreFlagsOp]string{imap.StoreFlagsSet: "=", imap.StoreFlagsAdd: "+", imap.StoreFlagsDel: "-"}[flags.Op]
	var words []string
	for _, f := range flags.Flags {
		words = append(words, sign+string(f))
	}
	for _, uid := range uids {
		s.note(Entry{Kind: Flagged, Flags: words}, uid)
	}
	s.w.change(s.account, s.folder)
	return nil
}

func (s *session) Expunge(out *imapserver.ExpungeWriter, set *imap.UIDSet) error {
	deleted := imap.SearchCriteria{Flag: []imap.Flag{imap.FlagDeleted}}
	var uids []imap.UID
	if set == nil {
		uids = s.uids(deleted, nil)
	} else {
		uids = s.uids(deleted, *set)
	}
	if err := s.SessionIMAP4rev2.Expunge(out, set); err != nil {
		return err
	}
	for _, uid := range uids {
		s.note(Entry{Kind: Expunged}, uid)
	}
	s.w.change(s.account, s.folder)
	return nil
}

func (s *session) Move(out *imapserver.MoveWriter, set imap.NumSet, dest string) error {
	from := s.uids(imap.SearchCriteria{}, set)
	before, err := s.Status(dest, &imap.StatusOptions{UIDNext: true})
	if err != nil {
		before = &imap.StatusData{} // the move says what is wrong
	}
	if err := s.SessionIMAP4rev2.Move(out, set, dest); err != nil {
		return err
	}
	for i, uid := range from {
		s.w.remember(place{s.account, dest, before.UIDNext + imap.UID(i)}, s.w.recall(place{s.account, s.folder, uid}))
		s.note(Entry{Kind: Moved, Target: dest}, uid)
	}
	s.w.change(s.account, s.folder)
	s.w.change(s.account, dest)
	return nil
}

// Idle tells the client of every change at once (RFC 9051 §6.3.13).
func (s *session) Idle(out *imapserver.UpdateWriter, stop <-chan struct{}) error {
	for {
		changed := s.w.onChange(s.account, s.folder)
		if err := s.Poll(out, true); err != nil {
			return err
		}
		select {
		case <-changed:
		case <-stop:
			return nil
		}
	}
}

// uids are those of the messages in a set that match, as numbers in ascending order.
func (s *session) uids(criteria imap.SearchCriteria, set imap.NumSet) []imap.UID {
	switch set := set.(type) {
	case imap.SeqSet:
		criteria.SeqNum = []imap.SeqSet{slices.Clone(set)}
	case imap.UIDSet:
		criteria.UID = []imap.UIDSet{slices.Clone(set)}
	}
	data, err := s.Search(imapserver.NumKindUID, &criteria, &imap.SearchOptions{})
	if err != nil {
		return nil
	}
	found, _ := data.All.(imap.UIDSet)
	uids, _ := found.Nums()
	return uids
}

// note writes an entry about a message of the selected folder.
func (s *session) note(e Entry, uid imap.UID) {
	e.Account, e.Folder, e.UID = s.account, s.folder, uint32(uid)
	e.MessageID = s.w.recall(place{s.account, s.folder, uid})
	s.w.note(e)
}

func (w *World) remember(p place, messageID string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	p.folder = folderKey(p.folder)
	w.ids[p] = messageID
}

func (w *World) recall(p place) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	p.folder = folderKey(p.folder)
	return w.ids[p]
}

// onChange is closed at the next change of a folder.
func (w *World) onChange(account, folder string) <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	key := account + "\x00" + folderKey(folder)
	if w.changed[key] == nil {
		w.changed[key] = make(chan struct{})
	}
	return w.changed[key]
}

// change tells every client that idles on a folder.
func (w *World) change(account, folder string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	key := account + "\x00" + folderKey(folder)
	if c := w.changed[key]; c != nil {
		close(c)
		delete(w.changed, key)
	}
}

// folderKey folds the one name that is case-insensitive (RFC 9051 §5.1).
func folderKey(name string) string {
	if strings.EqualFold(name, "INBOX") {
		return "INBOX"
	}
	return name
}
