package daemon

import (
	"context"
	"fmt"
	"net"
	"path/filepath"

	"frontdesk/cmd/internal/config"
	"frontdesk/desk"
	"frontdesk/desk/engine"
	"frontdesk/desk/store"
	"frontdesk/desk/store/sqlstore"
	"frontdesk/mailin/authres"
	"frontdesk/templates"
)

// Database is the file name of the store within the data directory.
const Database = "frontdesk.db"

// Desk is a store and the engine over it, without anything that runs. Every command works on one, beside a
// running daemon.
type Desk struct {
	Store  store.Store
	Engine *engine.Engine
	wake   chan struct{}
}

// Open opens the store of a configuration, creating it where there is none.
func Open(ctx context.Context, cfg *config.Config) (*Desk, error) {
	path := filepath.Join(cfg.Data, Database)
	s, err := sqlstore.Open(ctx, path, sqlstore.Options{})
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", path, err)
	}
	setup, err := newSetup(ctx, cfg, s)
	if err != nil {
		s.Close()
		return nil, err
	}
	d := &Desk{Store: s, wake: make(chan struct{}, 1)}
	d.Engine = engine.New(s, setup, Now, d.Wake)
	return d, nil
}

// Wake tells whoever sends mail that something is to be sent. It never waits.
func (d *Desk) Wake() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// Close gives the store back.
func (d *Desk) Close() error { return d.Store.Close() }

// newSetup builds everything that can fail, so that a reload either takes all of it or nothing.
func newSetup(ctx context.Context, cfg *config.Config, s store.Store) (*engine.Setup, error) {
	set, err := templates.Load(cfg.TemplatesDir)
	if err != nil {
		return nil, err
	}
	policy := cfg.Policy
	if policy.Secret, err = s.Secret(ctx); err != nil {
		return nil, fmt.Errorf("the secret of the store: %w", err)
	}
	settings := authres.Settings{AuthservID: cfg.AuthservID, InnerHosts: cfg.InnerHosts, Preset: cfg.Preset}
	verify := func(ctx context.Context, raw []byte, m *desk.Mail) desk.Evidence {
		return authres.Check(ctx, settings, raw, m, net.DefaultResolver.LookupTXT)
	}
	return &engine.Setup{Policy: &policy, Templates: set, Verify: verify}, nil
}
