package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"frontdesk/cmd/internal/demo"
)

// demoCmd plays a day of a helpdesk.
type demoCmd struct {
	Keep bool `help:"Leave desk and mail servers running and say how to point a mail client at them."`
}

// pace is how long each scene stands alone on a terminal, so that the eye can follow.
const pace = 120 * time.Millisecond

func (d *demoCmd) Run(c *call) error {
	ctx, stop := signal.NotifyContext(c.ctx, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	signal.Ignore(syscall.SIGPIPE) // who looks no longer must not keep us from cleaning up
	defer signal.Reset(syscall.SIGPIPE)
	dir, err := os.MkdirTemp("", "frontdesk-demo-")
	if err != nil {
		return err
	}
	stage, err := demo.Open(ctx, dir)
	if err != nil {
		return errors.Join(err, os.RemoveAll(dir))
	}
	err = errors.Join(d.perform(ctx, c, stage, dir), stage.Close())
	switch {
	case errors.Is(err, syscall.EPIPE): // nobody looks any more
		return errors.Join(errSaid, os.RemoveAll(dir))
	case err != nil && ctx.Err() == nil:
		return fmt.Errorf("the demo: %w\nConfiguration, store and log of it are left in %s", err, dir)
	}
	return errors.Join(err, os.RemoveAll(dir))
}

// perform plays, shows what is left, and stays where it is asked to.
func (d *demoCmd) perform(ctx context.Context, c *call, stage *demo.Stage, dir string) error {
	started := c.now()
	show := storyteller{c: c}
	show.opening()
	if err := stage.Play(ctx, show.scene); ctx.Err() != nil {
		c.say("\nInterrupted.")
		return errSaid
	} else if err != nil {
		return err
	}
	took := c.now().Sub(started)
	desk := *c
	desk.config, desk.ctx = stage.Config, ctx
	if err := show.results(&desk); err != nil {
		return err
	}
	figures, err := stage.Figures(ctx)
	if err != nil {
		return err
	}
	show.figures(figures, took)
	if d.Keep && ctx.Err() == nil {
		if err := show.invitation(stage, dir); err != nil {
			return err
		}
		<-ctx.Done()
		c.say("\nThe demo ends.")
	}
	return nil
}
