package imap

import (
	"context"
	"crypto/tls"
	"fmt"
	"slices"
	"time"
)

// Offer is what a server says of itself and of the folder.
type Offer struct {
	Capabilities []string  // after the login, sorted
	TLS          string    // version, such as "TLS 1.3"; "" without
	Expiry       time.Time // of the server's certificate; zero without TLS
	Messages     uint32    // in the folder
	UIDValidity  uint32
}

// Probe logs in, opens the folder and logs out. It changes nothing.
func Probe(ctx context.Context, set Settings) (Offer, error) {
	set, err := set.complete()
	if err != nil {
		return Offer{}, fmt.Errorf("imap of %s: %w", set.Address, err)
	}
	s, err := connect(ctx, set)
	if err != nil {
		return Offer{}, err
	}
	defer s.close()
	o := Offer{Expiry: s.certificateExpiry(), Messages: s.messages, UIDValidity: s.validity}
	if s.tls != nil {
		o.TLS = tls.VersionName(s.tls.Version)
	}
	for c := range s.caps {
		o.Capabilities = append(o.Capabilities, string(c))
	}
	slices.Sort(o.Capabilities)
	s.logout()
	return o, nil
}
