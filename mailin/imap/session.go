package imap

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"
)

// session is one connection with the folder open. Its methods are used by one goroutine.
type session struct {
	set     Settings
	raw     net.Conn // below TLS: closing it never waits for anything
	c       *imapclient.Client
	caps    imap.CapSet
	noIdle  bool          // the server refused IDLE although it offers it
	wake    chan struct{} // the server said that the folder changed
	stop    func() bool   // ends the link between the context and the connection
	expired atomic.Bool   // the watchdog closed the connection
	dog     *time.Timer   // of the command that runs

	validity uint32 // UIDVALIDITY of the last SELECT
	messages uint32 // in the folder at the last SELECT
	tls      *tls.ConnectionState
}

// connect dials, secures, logs in and opens the folder.
func connect(ctx context.Context, set Settings) (*session, error) {
	address := net.JoinHostPort(set.Host, strconv.Itoa(set.Port))
	raw, err := set.Dial(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", address, err)
	}
	s := &session{set: set, raw: raw, wake: make(chan struct{}, 1)}
	// The stop must not wait for a server: a second after it the connection goes.
	s.stop = context.AfterFunc(ctx, func() { time.AfterFunc(time.Second, func() { raw.Close() }) })
	if err = s.open(ctx); err != nil {
		s.close()
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	return s, nil
}

func (s *session) open(ctx context.Context) error {
	if err := s.do("greeting", func() error { return s.greet(ctx) }); err != nil {
		return err
	}
	if err := s.login(ctx); err != nil {
		return err
	}
	if err := s.do("CAPABILITY", s.capabilities); err != nil {
		return err
	}
	return s.selectFolder()
}

// greet makes the client and waits until the server is ready for a login.
func (s *session) greet(ctx context.Context) error {
	opts := &imapclient.Options{TLSConfig: s.tlsConfig(), UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Mailbox: func(*imapclient.UnilateralDataMailbox) {
			select {
			case s.wake <- struct{}{}:
			default:
			}
		},
	}}
	var err error
	switch s.set.TLS {
	case "implicit":
		conn := tls.Client(s.raw, opts.TLSConfig)
		if err = conn.HandshakeContext(ctx); err != nil {
			return fmt.Errorf("TLS: %w", err)
		}
		s.c = imapclient.New(conn, opts)
	case "starttls":
		if s.c, err = imapclient.NewStartTLS(s.raw, opts); err != nil {
			return fmt.Errorf("STARTTLS: %w", err)
		}
	default:
		s.c = imapclient.New(s.raw, opts)
	}
	return lastWords(s.c.WaitGreeting)
}

// lastWords waits for the greeting. The library chooses by lot between a greeting that says
// BYE and the end of the connection when both are there: asked again, it gives the reason.
func lastWords(wait func() error) (err error) {
	var bye *imap.Error
	for range 10 {
		if err = wait(); err == nil || errors.As(err, &bye) {
			break
		}
	}
	return err
}

func (s *session) tlsConfig() *tls.Config {
	cfg := &tls.Config{MinVersion: tls.VersionTLS12}
	if s.set.TLSConfig != nil {
		cfg = s.set.TLSConfig.Clone()
	}
	if cfg.ServerName == "" {
		cfg.ServerName = s.set.Host
	}
	if cfg.NextProtos == nil && s.set.TLS == "implicit" {
		cfg.NextProtos = []string{"imap"}
	}
	verify := cfg.VerifyConnection
	cfg.VerifyConnection = func(state tls.ConnectionState) error {
		s.tls = &state
		if verify != nil {
			return verify(state)
		}
		return nil
	}
	return cfg
}

// certificateExpiry is the end of the server certificate's life; zero without TLS.
func (s *session) certificateExpiry() time.Time {
	if s.tls == nil || len(s.tls.PeerCertificates) == 0 {
		return time.Time{}
	}
	return s.tls.PeerCertificates[0].NotAfter
}

// capabilities asks anew, so that nothing said before TLS or before the login counts.
func (s *session) capabilities() error {
	caps, err := s.c.Capability().Wait()
	s.caps = caps
	return err
}

// login authenticates. After a failure nothing but closing the connection is safe.
func (s *session) login(ctx context.Context) error {
	if s.c.State() == imap.ConnStateAuthenticated {
		return nil // PREAUTH, RFC 3501 §7.1.4: over TLS or loopback, never with STARTTLS
	}
	secret, err := s.set.Password(ctx)
	if err != nil {
		return fmt.Errorf("the secret of %s: %w", s.set.Username, err)
	}
	if err := s.do("CAPABILITY", s.capabilities); err != nil {
		return err
	}
	err = s.do("login as "+s.set.Username, func() error { return s.authenticate(secret) })
	var no *imap.Error
	if err != nil && (errors.As(err, &no) || s.alive()) {
		return &AuthError{err}
	}
	return err
}

func (s *session) authenticate(secret string) error {
	user := s.set.Username
	bearer := s.caps.Has(imap.AuthCap(sasl.OAuthBearer)) && !s.caps.Has(imap.AuthCap("XOAUTH2"))
	switch {
	case s.set.Auth == "oauth2" && bearer:
		return s.c.Authenticate(sasl.NewOAuthBearerClient(&sasl.OAuthBearerOptions{Username: user, Token: secret, Host: s.set.Host, Port: s.set.Port}))
	case s.set.Auth == "oauth2":
		return s.c.Authenticate(xoauth2{user, secret})
	case s.caps.Has(imap.CapLoginDisabled):
		return s.c.Authenticate(sasl.NewPlainClient("", user, secret))
	}
	return s.c.Login(user, secret).Wait()
}

// selectFolder opens the folder and learns its UIDVALIDITY.
func (s *session) selectFolder() error {
	return s.do("SELECT "+s.set.Folder, func() error {
		data, err := s.c.Select(s.set.Folder, nil).Wait()
		if err != nil {
			return err
		}
		if data.UIDValidity == 0 {
			return errors.New("the server gives no UIDVALIDITY, without which no mail can be told from another")
		}
		s.validity, s.messages = data.UIDValidity, data.NumMessages
		return nil
	})
}

// errTimeout is the end of a command that the watchdog ended.
var errTimeout = errors.New("no answer in time")

// do runs one command under the watchdog: when the server says nothing for Timeout, the
// connection is closed, and with it every command ends.
func (s *session) do(what string, command func() error) error {
	s.dog = time.AfterFunc(s.set.Timeout, func() {
		s.expired.Store(true)
		s.raw.Close()
	})
	err := command()
	s.dog.Stop()
	switch {
	case err == nil:
		return nil
	case s.expired.Load():
		return fmt.Errorf("%s: %w (%v)", what, errTimeout, s.set.Timeout)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// progress tells the watchdog that the server is at work.
func (s *session) progress() { s.dog.Reset(s.set.Timeout) }

// alive says whether the connection still stands.
func (s *session) alive() bool {
	if s.c == nil {
		return false
	}
	select {
	case <-s.c.Closed():
		return false
	default:
		return true
	}
}

// refused says whether an error is only the server's NO or BAD to one command.
func (s *session) refused(err error) bool {
	var no *imap.Error
	return errors.As(err, &no) && s.alive()
}

// logout ends the session in good order, as far as the server plays along within a second.
func (s *session) logout() {
	t := time.AfterFunc(time.Second, func() { s.raw.Close() })
	defer t.Stop()
	_ = s.c.Logout().Wait()
}

// close drops the connection. No literal may be pending: the client waits for its reader.
func (s *session) close() {
	s.stop()
	s.raw.Close()
	if s.c != nil {
		s.c.Close()
		<-s.c.Closed()
	}
}

// idle waits for news for at most d. Where the server has no IDLE it only waits.
func (s *session) idle(ctx context.Context, d time.Duration) error {
	select {
	case <-s.wake: // it came while we were busy
		return nil
	default:
	}
	var idle *imapclient.IdleCommand
	if s.caps.Has(imap.CapIdle) && !s.noIdle {
		err := s.do("IDLE", func() (err error) {
			idle, err = s.c.Idle()
			return err
		})
		if s.refused(err) {
			s.noIdle = true
		} else if err != nil {
			return err
		}
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-s.wake:
	case <-t.C:
	case <-s.c.Closed():
	}
	if idle == nil {
		return nil
	}
	return s.do("end of IDLE", func() error {
		if err := idle.Close(); err != nil {
			return err
		}
		return idle.Wait()
	})
}

// search gives the UIDs that match, ascending.
func (s *session) search(criteria *imap.SearchCriteria) ([]uint32, error) {
	var uids []uint32
	err := s.do("UID SEARCH", func() error {
		data, err := s.c.UIDSearch(criteria, nil).Wait()
		if err != nil {
			return err
		}
		uids, err = listed(data.All)
		return err
	})
	return uids, err
}

// above gives the UIDs higher than uid. "n:*" always matches the last mail (RFC 3501 §6.4.8),
// so what comes is compared.
func (s *session) above(uid uint32) ([]uint32, error) {
	if uid == ^uint32(0) {
		return nil, nil
	}
	var set imap.UIDSet
	set.AddRange(imap.UID(uid+1), 0)
	found, err := s.search(&imap.SearchCriteria{UID: []imap.UIDSet{set}})
	for len(found) > 0 && found[0] <= uid {
		found = found[1:]
	}
	return found, err
}

// existing gives those of the UIDs that the server has.
func (s *session) existing(uids []uint32) ([]uint32, error) {
	var found []uint32
	for part := range chunks(uids, maxSet) {
		f, err := s.search(&imap.SearchCriteria{UID: []imap.UIDSet{uidSet(part)}})
		if err != nil {
			return nil, err
		}
		found = append(found, f...)
	}
	return found, nil
}
