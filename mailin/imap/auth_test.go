package imap

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestXOAUTH2(t *testing.T) {
	for _, refuse := range []bool{false, true} {
		f, d := newFake(t, mailA), newDesk(t)
		f.caps = "IMAP4rev1 SASL-IR AUTH=XOAUTH2"
		var sent string
		f.on = func(c *fakeConn, tag, verb, args string) bool {
			switch {
			case verb != "AUTHENTICATE":
				return false
			case refuse:
				c.send("+ eyJzdGF0dXMiOiI0MDEifQ==")
			default:
				sent = args
				c.send(tag + " OK [CAPABILITY IMAP4rev1] in")
			}
			return true
		}
		once(t, f, d, func(s *Settings) { s.Auth = "oauth2" }, func(w *Watcher, ev *events, err error) {
			var refused *AuthError
			if refuse != errors.As(err, &refused) || refuse && !strings.Contains(err.Error(), "401") || err != nil && strings.Contains(err.Error(), "c2VjcmV0") {
				t.Errorf("refused %v: %v", refuse, err)
			}
		})
		if !refuse && sent != "XOAUTH2 dXNlcj1zdXBwb3J0AWF1dGg9QmVhcmVyIHNlY3JldAEB" {
			t.Errorf("sent %q", sent)
		}
	}
}

// A refused OAUTHBEARER leaves the exchange unfinished: the connection must be dropped, for the
// next command would wait for ever.
func TestPitfallOAuthBearer(t *testing.T) {
	for _, refuse := range []bool{false, true} {
		f, d := newFake(t, mailA), newDesk(t)
		f.caps = "IMAP4rev1 SASL-IR AUTH=OAUTHBEARER"
		f.on = func(c *fakeConn, tag, verb, _ string) bool {
			switch {
			case verb != "AUTHENTICATE":
				return false
			case refuse:
				c.send("+ eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=")
			default:
				c.send(tag + " OK [CAPABILITY IMAP4rev1] in")
			}
			return true
		}
		once(t, f, d, func(s *Settings) { s.Auth = "oauth2" }, func(_ *Watcher, _ *events, err error) {
			var refused *AuthError
			if refuse != errors.As(err, &refused) || refuse && !strings.Contains(err.Error(), "invalid_token") {
				t.Errorf("refused %v: %v", refuse, err)
			}
		})
		if refuse == (len(d.got) == 1) || f.commands("AUTHENTICATE OAUTHBEARER") != 1 {
			t.Errorf("refused %v: took %d, %q", refuse, len(d.got), f.log)
		}
	}
}

// Where LOGIN is disabled the password goes by AUTHENTICATE PLAIN.
func TestLoginDisabled(t *testing.T) {
	f, d := newFake(t, mailA), newDesk(t)
	f.caps = "IMAP4rev1 SASL-IR LOGINDISABLED AUTH=PLAIN"
	f.on = func(c *fakeConn, tag, verb, args string) bool {
		if verb == "AUTHENTICATE" && args == "PLAIN AHN1cHBvcnQAc2VjcmV0" {
			c.send(tag + " OK [CAPABILITY IMAP4rev1] in")
		}
		return verb == "AUTHENTICATE"
	}
	once(t, f, d, nil, ok(t))
	wantUIDs(t, d, 1)
	if f.commands("LOGIN") != 0 {
		t.Errorf("log %q", f.log)
	}
}

// A secret that cannot be had is said as it is, and nothing is sent in its place.
func TestSecretCannotBeHad(t *testing.T) {
	f, d := newFake(t), newDesk(t)
	once(t, f, d, func(s *Settings) {
		s.Password = func(context.Context) (string, error) { return "", errors.New("pass: no such entry") }
	}, func(_ *Watcher, _ *events, err error) {
		if err == nil || !strings.Contains(err.Error(), "no such entry") || f.commands("LOGIN") != 0 {
			t.Errorf("got %v, log %q", err, f.log)
		}
	})
}
