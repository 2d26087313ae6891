package demo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"frontdesk/cmd/internal/config"
	"frontdesk/cmd/internal/daemon"
	"frontdesk/cmd/internal/loopback"
	core "frontdesk/desk"
	"frontdesk/desk/engine"
)

// Stage is a mail world with a running desk in it.
type Stage struct {
	World  *loopback.World
	Config string // path of the configuration; every command works on it
	Log    string // path of the daemon's log

	closed core.Window // when no change may be made

	desk  *daemon.Daemon
	log   *os.File
	stop  context.CancelFunc
	ended chan error // what Run returned

	mu        sync.Mutex
	decisions map[string]decided // by Message-ID
}

// decided is what the desk said of a mail before it came.
type decided struct {
	core.Decision
	mail *core.Mail
	err  error
}

// Open starts the servers and the daemon; the configuration, the store and the log are put into dir.
func Open(ctx context.Context, dir string) (s *Stage, err error) {
	s = &Stage{Config: filepath.Join(dir, "frontdesk.toml"), Log: filepath.Join(dir, "frontdesk.log"),
		decisions: map[string]decided{}, ended: make(chan error, 1)}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if s.World, err = loopback.Start(loopback.Options{Hostname: Host, Accounts: accounts(), Now: daemon.Now, OnDeliver: s.foresee}); err != nil {
		return s, err
	}
	if s.closed, err = stocktaking(daemon.Now()); err != nil {
		return s, err
	}
	if s.log, err = os.Create(s.Log); err != nil {
		return s, err
	}
	if err = os.WriteFile(s.Config, []byte(configuration(s.World, s.closed)), 0o600); err != nil {
		return s, err
	}
	cfg, err := config.Load(s.Config, os.LookupEnv)
	if err != nil {
		return s, err
	}
	d, err := daemon.New(ctx, cfg, slog.New(slog.NewTextHandler(s.log, nil)))
	if err != nil {
		return s, err
	}
	s.mu.Lock()
	s.desk = d
	s.mu.Unlock()
	running, stop := context.WithCancel(ctx)
	s.stop = stop
	go func() { s.ended <- d.Run(running) }()
	return s, nil
}

// Close ends the daemon and then the servers.
func (s *Stage) Close() error {
	var errs []error
	if s.stop != nil {
		s.stop()
		errs = append(errs, <-s.ended)
		s.stop = nil
	}
	if s.World != nil {
		errs = append(errs, s.World.Close())
		s.World = nil
	}
	if s.log != nil {
		errs = append(errs, s.log.Close())
		s.log = nil
	}
	return errors.Join(errs...)
}

// foresee asks the desk what it would do with a mail that is about to reach it. It is the same walk that
// decides afterwards, on the same facts; the play holds one against the other.
func (s *Stage) foresee(e loopback.Entry) {
	if e.Account != desk.Address {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var d decided
	d.Decision, d.mail, d.err = s.desk.Engine.Explain(context.Background(), engine.Delivery{
		Mailbox: desk.Address, Raw: e.Raw, InternalDate: daemon.Now()})
	s.decisions[e.MessageID] = d
}

func (s *Stage) foreseen(messageID string) (decided, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, ok := s.decisions[messageID]
	if !ok {
		return d, fmt.Errorf("the mail <%s> never reached the desk", messageID)
	}
	return d, d.err
}

// patience is how long anything may take before the play gives up.
const patience = 10 * time.Second

// await waits for an entry of the mail world's journal.
func (s *Stage) await(ctx context.Context, from int, what string, match func(loopback.Entry) bool) (loopback.Entry, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	e, err := s.World.Await(ctx, from, match)
	if errors.Is(err, context.DeadlineExceeded) {
		return e, fmt.Errorf("%s did not happen within %s", what, patience)
	}
	return e, err
}
