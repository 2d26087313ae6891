package smtp

import (
	"crypto/tls"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestProbe says what a server offers, in every way of protection, and sends nothing.
func TestProbe(t *testing.T) {
	until := time.Date(2036, 1, 2, 3, 4, 5, 0, time.UTC)
	cert, pool := certificate(t, "127.0.0.1", until)
	for _, how := range []string{"implicit", "starttls", "none"} {
		b := &real{methods: []string{"PLAIN"}}
		conf := &tls.Config{Certificates: []tls.Certificate{cert}}
		if how == "none" {
			conf = nil
		}
		port := b.start(t, conf, how == "implicit")
		set := Settings{Host: "127.0.0.1", Port: port, TLS: how, TLSConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12},
			Username: "support", Password: secret("s3cret!")}
		o, err := Probe(background(t), set)
		if err != nil {
			t.Errorf("%s: %v", how, err)
			continue
		}
		if protected := how != "none"; (o.TLS != "") != protected || o.Expiry.Equal(until) != protected || !slices.Contains(o.Extensions, "8BITMIME") {
			t.Errorf("%s: %+v", how, o)
		}
		if len(b.taken) > 0 {
			t.Errorf("%s: it sent something", how)
		}
		set.Password = secret("wrong")
		if _, err := Probe(background(t), set); err == nil || !strings.Contains(err.Error(), "535") || strings.Contains(err.Error(), "wrong") {
			t.Errorf("%s: with the wrong password: %v", how, err)
		}
	}
}
