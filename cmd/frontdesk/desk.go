package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"frontdesk/cmd/internal/config"
	"frontdesk/cmd/internal/daemon"
	"frontdesk/desk/engine"
	"frontdesk/desk/store"
)

// configPaths are where a configuration lies that nobody names.
var configPaths = []string{"frontdesk.toml", "/etc/frontdesk/frontdesk.toml"}

// configPath is the file that -c, the environment or custom names.
func (c *call) configPath() (string, error) {
	if c.config != "" {
		return c.config, nil
	}
	if path, _ := c.env("FRONTDESK_CONFIG"); path != "" {
		return path, nil
	}
	for _, path := range configPaths {
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			return path, nil
		}
	}
	return "", errors.New("there is no configuration: neither $FRONTDESK_CONFIG nor ./frontdesk.toml nor " +
		"/etc/frontdesk/frontdesk.toml; name one with -c FILE")
}

// load reads the configuration.
func (c *call) load() (*config.Config, error) {
	path, err := c.configPath()
	if err != nil {
		return nil, err
	}
	return config.Load(path, c.env)
}

// opened is a desk that a command works on, beside a daemon that may be running.
type opened struct {
	*daemon.Desk
	cfg *config.Config
}

// errNoStore says that the desk has not been used yet.
var errNoStore = errors.New("there is no store yet")

// desk opens the store and gives it to fn. It does not make one: whoever looks is not always who serves, and
// the files of a store belong to whoever made them.
func (c *call) desk(fn func(opened) error) error {
	cfg, err := c.load()
	if err != nil {
		return err
	}
	path := filepath.Join(cfg.Data, daemon.Database)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %s does not exist; frontdesk serve makes it", errNoStore, path)
	}
	return c.use(cfg, fn)
}

// use opens the store of a configuration, making it where there is none, and gives it to fn.
func (c *call) use(cfg *config.Config, fn func(opened) error) error {
	d, err := daemon.Open(c.ctx, cfg)
	if err != nil {
		return err
	}
	// Whatever a command does happens by its own clock.
	d.Engine = engine.New(d.Store, d.Engine.Setup(), c.now, d.Wake)
	return errors.Join(fn(opened{d, cfg}), d.Close())
}

// view gives fn one consistent state of the store.
func (c *call) view(fn func(r store.Reader, cfg *config.Config) error) error {
	return c.desk(func(d opened) error {
		return d.Store.View(c.ctx, func(r store.Reader) error { return fn(r, d.cfg) })
	})
}

// listing is view for what lists: a desk that was never used has nothing to list, which is no failure.
func (c *call) listing(fn func(r store.Reader, cfg *config.Config) error) error {
	err := c.view(fn)
	if errors.Is(err, errNoStore) {
		c.say("Nothing: %v.", err)
		return nil
	}
	return err
}
