package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/lmittmann/tint"

	"frontdesk/cmd/internal/config"
	"frontdesk/cmd/internal/daemon"
)

// serveCmd is the daemon.
type serveCmd struct {
	Once    bool `help:"Take in all waiting mail, send all that is due, and exit."`
	Verbose bool `short:"v" help:"Log every mail that was known already, too."`
}

func (s *serveCmd) Run(c *call) error {
	calmCollector(c)
	cfg, err := c.load()
	if err != nil {
		return err
	}
	logger := s.logger(c)
	for _, w := range cfg.Warnings {
		logger.Warn(w.String())
	}
	ctx, stop := signal.NotifyContext(c.ctx, syscall.SIGTERM, os.Interrupt)
	defer stop()
	d, err := daemon.New(ctx, cfg, logger)
	if err != nil {
		return err
	}
	if s.Once {
		return d.Once(ctx)
	}
	reload := make(chan os.Signal, 1)
	signal.Notify(reload, syscall.SIGHUP)
	defer signal.Stop(reload)
	go func() {
		for range reload {
			if err := s.reload(ctx, c, d); err != nil {
				logger.Error("the configuration is not in force; the old one stays", "error", err)
			}
		}
	}()
	return d.Run(ctx)
}

// The collector's settings: the live heap of a desk is a few megabytes, so that with Go's own settings it would
// run hundreds of times a second when mail pours in, and cost a third of the time.
const (
	gcPercent   = 400
	memoryLimit = 256 << 20
)

// calmCollector lets the garbage collector run less often, unless the operator has said otherwise.
func calmCollector(c *call) {
	if _, set := c.env("GOGC"); !set {
		debug.SetGCPercent(gcPercent)
	}
	if _, set := c.env("GOMEMLIMIT"); !set {
		debug.SetMemoryLimit(memoryLimit)
	}
}

// reload puts the configuration file in force as it is now.
func (s *serveCmd) reload(ctx context.Context, c *call, d *daemon.Daemon) error {
	cfg, err := c.load()
	var mistakes config.Mistakes
	if errors.As(err, &mistakes) {
		return fmt.Errorf("%d mistakes, the first: %s", len(mistakes), mistakes[0])
	}
	if err != nil {
		return err
	}
	return d.Reload(ctx, cfg)
}

// logger writes lines for people on a terminal and key=value lines for everything else.
func (s *serveCmd) logger(c *call) *slog.Logger {
	level := slog.LevelInfo
	if s.Verbose {
		level = slog.LevelDebug
	}
	if screenOf(c.stderr, c.env).colours {
		return slog.New(tint.NewHandler(c.stderr, &tint.Options{Level: level, TimeFormat: "15:04:05"}))
	}
	return slog.New(slog.NewTextHandler(c.stderr, &slog.HandlerOptions{Level: level}))
}
