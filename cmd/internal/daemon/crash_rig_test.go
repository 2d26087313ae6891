package daemon

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"frontdesk/cmd/internal/config"
	"frontdesk/cmd/internal/loopback"
	"frontdesk/desk"
	"frontdesk/desk/engine"
	"frontdesk/desk/store"
	"frontdesk/desk/store/sqlstore"
	"frontdesk/mailin"
)

// crashRig is what all states of a crash test have in common: the real program, and a store in which ticket 1
// was opened the day before.
type crashRig struct {
	program string
	seed    string // database file
	post    []posted
}

// newCrashRig builds the program with its crash points.
func newCrashRig(t *testing.T) *crashRig {
	t.Helper()
	dir := t.TempDir()
	r := &crashRig{program: filepath.Join(dir, "frontdesk")}
	build := exec.Command("go", "build", "-tags", "crashpoints", "-o", r.program, "frontdesk/cmd/frontdesk")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v\n%s", err, out)
	}
	first, err := r.open(dir)
	if err != nil {
		t.Fatal(err)
	}
	r.post = crashPost(first)
	return r
}

// open lets Dana open ticket 1 and returns what Alice is to be told of it.
func (r *crashRig) open(dir string) (first desk.Mail, err error) {
	ctx := context.Background()
	cfg, err := writeConfig(dir, crashConfig(1, 1))
	if err != nil {
		return first, err
	}
	d, err := Open(ctx, cfg)
	if err != nil {
		return first, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	raw := letter{from: dana, subject: "Printer", id: "first@customer.example"}.bytes()
	results, err := d.Engine.Accept(ctx, []engine.Delivery{{Mailbox: support, Raw: raw, InternalDate: Now()}})
	if err != nil || results[0].Ticket != 1 {
		return first, fmt.Errorf("the first ticket: %+v %w", results, err)
	}
	due, err := d.Store.Due(ctx, Now(), 10, nil)
	for _, item := range due {
		if item.To == alice {
			first = *mailin.Parse(item.Bytes)
		}
	}
	r.seed = filepath.Join(cfg.Data, Database)
	return first, err
}

func writeConfig(dir, text string) (*config.Config, error) {
	file := filepath.Join(dir, "frontdesk.toml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return nil, err
	}
	return config.Load(file, func(string) (string, bool) { return "secret", true })
}

// crashState is one world with its desk: fresh servers, a copy of the seed, and what was seen so far.
type crashState struct {
	*crashRig
	dir     string
	world   *loopback.World
	doubted map[string]bool
}

// memoryDir is where states lie: in memory where there is such a place. A killed process loses nothing that the
// kernel has, so a disk would only cost time.
func memoryDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "frontdesk-crash")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// newState starts servers, and delivers the post where it is to lie there already.
func (r *crashRig) newState(dir string, post []posted) (*crashState, error) {
	account := func(address string) loopback.Account {
		return loopback.Account{Address: address, Password: "secret", Subaddress: true}
	}
	w, err := loopback.Start(loopback.Options{Hostname: "mx.desk.example", Now: Now, Sink: true, Accounts: []loopback.Account{
		account(support), account(changes), account(people), account(alice), account(dana)}})
	if err != nil {
		return nil, err
	}
	s := &crashState{crashRig: r, dir: dir, world: w, doubted: map[string]bool{}}
	w.Behave(gone, loopback.Behaviour{Refuse: "550 5.1.1 no such user"})
	w.Behave(grey, loopback.Behaviour{Refuse: "451 4.7.1 try again later", RefuseTimes: 1})
	w.Behave(mute, loopback.Behaviour{LoseAnswer: 1})
	data := filepath.Join(dir, "data")
	err = errors.Join(os.MkdirAll(data, 0o700), copyFile(r.seed, filepath.Join(data, Database)),
		os.WriteFile(filepath.Join(dir, "frontdesk.toml"), []byte(crashConfig(w.IMAPAddr().Port, w.SMTPAddr().Port)), 0o600))
	return s, errors.Join(err, s.deliver(post))
}

func (s *crashState) deliver(post []posted) error {
	for _, p := range post {
		if err := s.world.Submit(p.user, p.from, []string{p.to}, p.raw); err != nil {
			return fmt.Errorf("delivering to %s: %w", p.to, err)
		}
	}
	return nil
}

func (s *crashState) close() error { return errors.Join(s.world.Close(), os.RemoveAll(s.dir)) }

func copyFile(from, to string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o600)
}

// child is one run of the program.
type child struct {
	*exec.Cmd
	log bytes.Buffer
}

// start starts the program; env adds to its environment.
func (s *crashState) start(env []string, args ...string) (*child, error) {
	c := &child{Cmd: exec.Command(s.program, append([]string{"-c", filepath.Join(s.dir, "frontdesk.toml")}, args...)...)}
	c.Env = append(os.Environ(), env...)
	c.Stdout, c.Stderr = &c.log, &c.log
	return c, c.Start()
}

// once is one run to the end: whether it was killed, and by whom. Everything else but success is an error.
func (s *crashState) once(env ...string) (killed bool, err error) {
	c, err := s.start(env, "serve", "--once")
	if err != nil {
		return false, err
	}
	watchdog := time.AfterFunc(time.Minute, func() { c.Process.Signal(syscall.SIGQUIT) })
	err = c.Wait()
	watchdog.Stop()
	if status, ok := c.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() && status.Signal() == syscall.SIGKILL {
		return true, nil
	}
	if err != nil {
		err = fmt.Errorf("serve --once: %w\n%s", err, &c.log)
	}
	return false, err
}

// look holds the ledger as it is now. It reads a copy, so that the next run finds what a crash has left.
func (s *crashState) look(at stage) (*ledger, []finding, int, error) {
	l := &ledger{served: s.served(), copies: s.copies()}
	copied := filepath.Join(s.dir, "copy")
	defer os.RemoveAll(copied)
	if err := os.CopyFS(copied, os.DirFS(filepath.Join(s.dir, "data"))); err != nil {
		return nil, nil, 0, err
	}
	ctx := context.Background()
	db, err := sqlstore.Open(ctx, filepath.Join(copied, Database), sqlstore.Options{})
	if err != nil {
		return nil, nil, 0, err
	}
	err = errors.Join(db.View(ctx, func(r store.Reader) error { return l.read(r) }), db.Close())
	if err != nil {
		return nil, nil, 0, fmt.Errorf("reading the store: %w", err)
	}
	for _, id := range l.inDoubt() {
		s.doubted[id] = true
	}
	found, explained := l.check(at, s.doubted)
	return l, found, explained, nil
}

var ownMailboxes = []string{support, changes, people}

// served is what lies in the mailboxes of the desk, by the journal of the server.
func (s *crashState) served() []served {
	var all []served
	for _, e := range s.world.Journal() {
		switch {
		case !slices.Contains(ownMailboxes, e.Account):
		case e.Kind == loopback.Delivered:
			all = append(all, served{mailbox: e.Account, uid: e.UID, id: e.MessageID, sha256: sum(e.Raw)})
		case e.Kind == loopback.Flagged && slices.Contains(e.Flags, `+\Seen`):
			for i := range all {
				if all[i].mailbox == e.Account && all[i].uid == e.UID {
					all[i].seen = true
				}
			}
		}
	}
	return all
}

// copies are the mails that the server took from the desk, by Message-ID.
func (s *crashState) copies() map[string][]string {
	copies := map[string][]string{}
	for _, e := range s.world.Journal() {
		if e.Kind == loopback.Accepted && !slices.Contains(ownMailboxes, e.To) {
			copies[e.MessageID] = append(copies[e.MessageID], sum(e.Raw))
		}
	}
	return copies
}
