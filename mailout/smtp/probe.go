package smtp

import (
	"context"
	"crypto/tls"
	"fmt"
	"time"
)

// Offer is what a server says of itself.
type Offer struct {
	Extensions []string  // of those that the desk cares about, with their parameters
	TLS        string    // version, such as "TLS 1.3"; "" without
	Expiry     time.Time // of the server's certificate; zero without TLS
}

// asked are the extensions that matter to a desk.
var asked = []string{"SIZE", "8BITMIME", "SMTPUTF8", "DSN", "PIPELINING", "ENHANCEDSTATUSCODES"}

// Probe connects, logs in and says goodbye. It sends nothing.
func Probe(ctx context.Context, set Settings) (Offer, error) {
	t := New(set)
	if r := t.connect(ctx); !r.OK() {
		return Offer{}, fmt.Errorf("%s:%d: %s", set.Host, set.Port, r)
	}
	defer t.Close()
	var o Offer
	if state, protected := t.client.TLSConnectionState(); protected {
		o.TLS = tls.VersionName(state.Version)
		if len(state.PeerCertificates) > 0 {
			o.Expiry = state.PeerCertificates[0].NotAfter
		}
	}
	for _, name := range asked {
		if offered, parameters := t.client.Extension(name); offered {
			if parameters != "" {
				name += " " + parameters
			}
			o.Extensions = append(o.Extensions, name)
		}
	}
	return o, nil
}
