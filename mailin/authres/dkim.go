package authres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"frontdesk/desk"

	"github.com/emersion/go-msgauth/dkim"
)

// maxSignatures bounds how many DKIM signatures of one mail are verified.
const maxSignatures = 10

// partlySigned names the domain of a DKIM signature with a body length (l=, RFC 6376 §8.2)
// that belongs to the From domain, to a parent or to a subdomain of it (a DMARC pass may
// rest on any of these); "" where there is none.
func partlySigned(h []field, domain string) string {
	for _, f := range h {
		if !f.is("DKIM-Signature") {
			continue
		}
		length, signer := false, ""
		for _, t := range tags(f.body) {
			switch t.name {
			case "l":
				length = true
			case "d":
				if d := asciiName(t.value); related(d, domain) {
					signer = d
				}
			}
		}
		if length && signer != "" {
			return signer
		}
	}
	return ""
}

func related(d, domain string) bool {
	return d == domain || strings.HasSuffix(d, "."+domain) ||
		strings.Contains(d, ".") && strings.HasSuffix(domain, "."+d)
}

type tag struct{ name, value string }

// tags reads a tag list (RFC 6376 §3.2) leniently; white space within values is dropped.
func tags(list string) []tag {
	var ts []tag
	for _, part := range strings.Split(list, ";") {
		name, value, _ := strings.Cut(part, "=")
		ts = append(ts, tag{lowerASCII(strings.TrimSpace(name)), strings.Join(strings.Fields(value), "")})
	}
	return ts
}

// ownDKIM verifies the signatures of the mail. One whose d= equals the From domain proves
// the sender; one that is there but false speaks against it.
func ownDKIM(ctx context.Context, h []field, raw []byte, addr, domain string, lookup Resolver) desk.Evidence {
	if why := fromDisagrees(h, addr); why != "" {
		return unproven(why)
	}
	if !signedBy(h, domain) {
		return unproven("no DKIM signature of " + domain + ", and no authserv_id is configured whose word would count")
	}
	if lookup == nil {
		return unproven("DKIM signatures cannot be checked without DNS")
	}
	keys := &keyLookup{ctx: ctx, domain: domain, lookup: lookup}
	found, err := dkim.VerifyWithOptions(bytes.NewReader(raw), &dkim.VerifyOptions{LookupTXT: keys.txt, MaxVerifications: maxSignatures})
	if err != nil && !errors.Is(err, dkim.ErrTooManySignatures) {
		return unproven("the DKIM signatures cannot be read: " + err.Error())
	}
	e := unproven("no DKIM signature of " + domain + " among the first ones of the mail")
	for _, v := range found {
		if asciiName(v.Domain) != domain {
			continue
		}
		if v.Err == nil {
			return desk.Evidence{Proven: true, By: "own-dkim", Why: "a valid DKIM signature of " + domain}
		}
		e.Why = fmt.Sprintf("the DKIM signature of %s does not hold: %v", domain, v.Err)
		// A key that cannot be had says nothing; a wrong signature does.
		e.Failed = e.Failed || !dkim.IsTempFail(v.Err) && !dkim.IsPermFail(v.Err)
	}
	return e
}

func signedBy(h []field, domain string) bool {
	for _, f := range h {
		if !f.is("DKIM-Signature") {
			continue
		}
		for _, t := range tags(f.body) {
			if t.name == "d" && asciiName(t.value) == domain {
				return true
			}
		}
	}
	return false
}

// fromDisagrees guards against two readers of one header: what is signed must be the very
// From field from which the mail parser took the address.
func fromDisagrees(h []field, addr string) string {
	n, holds := 0, false
	for _, f := range h {
		if f.is("From") {
			n++
			holds = strings.Contains(f.body, addr)
		}
	}
	if n != 1 || !holds {
		return fmt.Sprintf("it is not certain which From field a signature covers: %d of them, %s", n, addr)
	}
	return ""
}

// keyLookup asks for the keys of one domain only, so that a mail cannot make the desk ask
// the DNS whatever it likes. It is used by several goroutines at once and only read.
type keyLookup struct {
	ctx    context.Context
	domain string
	lookup Resolver
}

var (
	errForeignKey = errors.New("a signature of another domain")
	errTestKey    = errors.New("the key is in testing mode (t=y, RFC 6376 §3.6.1)")
)

func (k *keyLookup) txt(name string) ([]string, error) {
	if !strings.HasSuffix(lowerASCII(name), "._domainkey."+k.domain) {
		return nil, errForeignKey
	}
	records, err := k.lookup(k.ctx, name)
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		for _, t := range tags(r) {
			if t.name == "t" && isOneOf("y", strings.Split(t.value, ":")) {
				return nil, errTestKey
			}
		}
	}
	return records, nil
}
