package daemon

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"frontdesk/cmd/internal/config"
	"frontdesk/desk/store"
	"frontdesk/mailin/imap"
	"frontdesk/mailout/courier"
)

// unknownWait is how long a mail waits whose answer was lost with the last run: a server that accepted it has
// delivered it by then (RFC 5321 §4.5.3.2.6).
const unknownWait = 10 * time.Minute

// lookEvery is how often the daemon looks whether another process changed the store.
const lookEvery = 500 * time.Millisecond

// Daemon is a running desk. It is a value that a test can start twice in one process.
type Daemon struct {
	*Desk
	log     *facts
	release func() error // of the lock on the store
	courier *courier.Courier
	routes  atomic.Pointer[map[string]route]

	mu       sync.Mutex // guards what a reload replaces
	cfg      *config.Config
	watchers []*imap.Watcher
	restart  chan struct{} // closed when the watchers are to be replaced
}

// New opens the store, takes its lock, and builds everything that Run runs. Only one daemon can serve a store.
func New(ctx context.Context, cfg *config.Config, logger *slog.Logger) (*Daemon, error) {
	opened, err := Open(ctx, cfg)
	if err != nil {
		return nil, err
	}
	d := &Daemon{Desk: opened, log: newFacts(logger), restart: make(chan struct{})}
	if d.release, err = opened.Store.Serve(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("data directory %s: %w", cfg.Data, err), opened.Close())
	}
	if n, err := opened.Store.Recover(ctx, Now().Add(unknownWait)); err != nil {
		return nil, errors.Join(err, d.Close())
	} else if n > 0 {
		d.log.Warn("mail was being sent when the last run ended; it may have arrived, and goes out again with the same Message-ID", "count", n, "after", unknownWait)
	}
	if err := d.configure(cfg); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	d.courier = courier.New(opened.Store, d, d.route, courier.Options{Now: Now, Limit: cfg.Policy.Limits.MailsPerRecipient, Report: d.log})
	return d, nil
}

// Close gives the lock and the store back.
func (d *Daemon) Close() error { return errors.Join(d.release(), d.Desk.Close()) }

// Reload puts a new configuration in force. What can fail is built first; on an error the old one stays.
func (d *Daemon) Reload(ctx context.Context, cfg *config.Config) error {
	d.mu.Lock()
	same := cfg.Data == d.cfg.Data
	d.mu.Unlock()
	if !same {
		return errors.New("desk.data cannot change while the daemon runs; restart it")
	}
	setup, err := newSetup(ctx, cfg, d.Store)
	if err != nil {
		return err
	}
	if err := d.configure(cfg); err != nil {
		return err
	}
	d.Engine.Swap(setup)
	d.courier.SetLimit(cfg.Policy.Limits.MailsPerRecipient)
	d.courier.Reset()
	if err := d.Engine.Arm(ctx); err != nil {
		return err
	}
	d.Wake()
	d.mu.Lock()
	close(d.restart)
	d.restart = make(chan struct{})
	d.mu.Unlock()
	d.log.Info("configuration reloaded", "file", cfg.Path)
	return nil
}

// configure builds the watchers of a configuration.
func (d *Daemon) configure(cfg *config.Config) error {
	var watchers []*imap.Watcher
	for _, box := range cfg.Mailboxes {
		if box.IMAP == nil {
			continue
		}
		w, err := imap.New(imapSettings(cfg, box), intake{d.Desk, d.log}, d.log.watched)
		if err != nil {
			return fmt.Errorf("mailbox %s: %w", box.Address, err)
		}
		watchers = append(watchers, w)
	}
	routes := routesOf(cfg)
	d.routes.Store(&routes)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cfg, d.watchers = cfg, watchers
	return nil
}

// Run watches, works, sends and keeps clocks until ctx ends; then it takes in nothing new, finishes what is
// in hand, and returns within ten seconds. It also ends, with an error, when the disk has failed a write that
// it had room for: what is in memory can no longer be trusted then.
func (d *Daemon) Run(ctx context.Context) error {
	d.log.Info("serving", "mailboxes", len(d.current()), "data", d.config().Data)
	ctx, end := context.WithCancel(ctx)
	defer end()
	var broken error
	var wg sync.WaitGroup
	wg.Go(func() { d.watch(ctx) })
	wg.Go(func() { broken = d.keepTime(ctx); end() })
	wg.Go(func() { d.courier.Run(ctx) })
	wg.Wait()
	d.log.Info("stopped")
	return errors.Join(broken, d.Close())
}

func (d *Daemon) config() *config.Config { d.mu.Lock(); defer d.mu.Unlock(); return d.cfg }

func (d *Daemon) current() []*imap.Watcher { d.mu.Lock(); defer d.mu.Unlock(); return d.watchers }

// watch runs the watchers side by side, and new ones after each reload.
func (d *Daemon) watch(ctx context.Context) {
	for ctx.Err() == nil {
		d.mu.Lock()
		watchers, restart := d.watchers, d.restart
		d.mu.Unlock()
		running, stop := context.WithCancel(ctx)
		var wg sync.WaitGroup
		for _, w := range watchers {
			wg.Go(func() { w.Run(running) })
		}
		select {
		case <-ctx.Done():
		case <-restart:
		}
		stop()
		wg.Wait()
	}
}

// keepTime does what is due, wakes the courier when there is mail, and notices what other processes did. Its
// error is that of a store that has failed for good.
func (d *Daemon) keepTime(ctx context.Context) error {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	if fatal := d.storeTrouble(ctx, "timers", d.Engine.Arm(ctx)); fatal != nil {
		return fatal
	}
	next := Now()
	for {
		if !next.IsZero() && !next.After(Now()) {
			var err error
			if next, err = d.Engine.Tick(ctx); err != nil {
				next = Now().Add(time.Minute)
			}
			if fatal := d.storeTrouble(ctx, "timers", err); fatal != nil {
				return fatal
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-d.wake:
			d.courier.Wake()
			next = Now()
		case <-look.C:
			changed, err := d.Store.Changed(ctx)
			if fatal := d.storeTrouble(ctx, "looking at the store", err); fatal != nil {
				return fatal
			}
			if changed {
				d.courier.Wake()
				next = Now()
			}
		}
	}
}

// storeTrouble says a trouble of the store once, and its end; it returns what no waiting can mend.
func (d *Daemon) storeTrouble(ctx context.Context, doing string, err error) error {
	switch {
	case ctx.Err() != nil:
	case err == nil:
		if d.log.again(doing, "") {
			d.log.Info("the store works again", "doing", doing)
		}
	case errors.Is(err, store.ErrBroken):
		return err
	case !d.log.again(doing, "failed"):
		d.log.Error("the store is in trouble; it is tried again", "doing", doing, "error", err)
	}
	return nil
}

// Once takes in all waiting mail of every mailbox, does what is due, sends what can be sent now, and ends.
// A mailbox that cannot be reached does not stop the others; its error is returned in the end. Mail goes out
// while more comes in.
func (d *Daemon) Once(ctx context.Context) error {
	sending, stop := context.WithCancel(ctx)
	var courier sync.WaitGroup
	courier.Go(func() { d.courier.Run(sending) })
	courier.Go(func() { d.passOnWakes(sending) })
	err := errors.Join(d.takeInOnce(ctx), d.tickOnce(ctx))
	stop()
	courier.Wait()
	return errors.Join(err, d.courier.Drain(ctx), d.Close())
}

// passOnWakes tells the courier of mail that the engine has put into the outbox.
func (d *Daemon) passOnWakes(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-d.wake:
			d.courier.Wake()
		}
	}
}

func (d *Daemon) takeInOnce(ctx context.Context) error {
	watchers := d.current()
	errs := make([]error, len(watchers))
	var wg sync.WaitGroup
	for i, w := range watchers {
		wg.Go(func() {
			if err := w.Once(ctx); err != nil {
				errs[i] = fmt.Errorf("mailbox: %w", err)
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

func (d *Daemon) tickOnce(ctx context.Context) error {
	if err := d.Engine.Arm(ctx); err != nil {
		return err
	}
	for {
		next, err := d.Engine.Tick(ctx)
		if err != nil || next.IsZero() || next.After(Now()) {
			return err
		}
	}
}
