// Package authres decides who vouches for the sender of a mail.
//
// The word of the site's own verifier is taken from Authentication-Results fields
// (RFC 8601) that only the verifier can have written: they carry its authserv-id and
// stand where no sender can put anything. Without a verifier the package checks an
// aligned DKIM signature (RFC 6376) itself. Half of what such a field holds are words of
// the sender, echoed by the verifier; so the field is read with a real lexer, and what
// cannot be read without doubt proves nothing.
//
// The package does no I/O of its own: DNS is injected. It never panics and never fails:
// what cannot be decided is not proven, and Evidence.Why says why.
package authres

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"frontdesk/desk"

	"golang.org/x/net/idna"
)

// The values of Settings.Preset.
const (
	PresetStandard     = "standard"     // fields with our authserv-id above every foreign Received field
	PresetMicrosoft365 = "microsoft365" // Exchange Online: no authserv-id, above the Received field of the border
	PresetGoogle       = "google"       // Gmail and Workspace: right below the Received field of the border
)

// Settings say whose word is believed.
type Settings struct {
	// AuthservID is the authserv-id of the site's verifier, compared whole and without
	// regard to case. Empty: the package checks DKIM signatures itself (PresetStandard
	// only; the other presets know what their provider writes).
	AuthservID string
	// InnerHosts are own hosts behind the verifier, by the name that they write after
	// "by" in their Received fields, which may stand above its verdict.
	InnerHosts []string
	// Preset is one of the Preset constants; "" means PresetStandard.
	Preset string
}

// Resolver looks up the TXT records of a DNS name: one string per record, the parts of a
// record joined, as net.Resolver.LookupTXT does it.
type Resolver func(ctx context.Context, name string) ([]string, error)

// Check gives the verdict on the sender of the mail raw, which the parser read as m.
// lookup is asked only where the package checks signatures itself; it may be nil where
// AuthservID is set.
func Check(ctx context.Context, s Settings, raw []byte, m *desk.Mail, lookup Resolver) desk.Evidence {
	author := m.Author()
	domain := asciiDomain(author.Addr)
	switch {
	case m.FromProblem != "":
		return unproven("From does not name one person: " + m.FromProblem)
	case domain == "":
		return unproven("From names no domain")
	}
	h := readHeader(raw)
	if sig := partlySigned(h, domain); sig != "" {
		return unproven(fmt.Sprintf("the DKIM signature of %s covers only a part of the body (l=), so the rest may be anybody's", sig))
	}
	if s.AuthservID == "" && (s.Preset == "" || s.Preset == PresetStandard) {
		return ownDKIM(ctx, h, raw, author.Addr, domain, lookup)
	}
	return judge(believed(h, s), author.Addr, domain)
}

func unproven(why string) desk.Evidence { return desk.Evidence{Why: why} }

// judge turns the believed statements into the verdict.
func judge(st statement, addr, domain string) desk.Evidence {
	if st.internal && !st.failed(domain) {
		return desk.Evidence{Proven: true, By: "auth", Why: "the provider says that a signed-in user of the own organisation sent it"}
	}
	if st.problem != "" {
		return desk.Evidence{Failed: st.failed(domain), Why: st.problem}
	}
	if by := st.vouches(addr, domain); by != "" {
		return desk.Evidence{Proven: true, By: by, Why: fmt.Sprintf("%s says %s=pass for %s", st.who, by, subject(by, addr, domain))}
	}
	return desk.Evidence{Failed: st.failed(domain), Why: fmt.Sprintf("%s does not vouch for %s: it says %s", st.who, domain, st.summary())}
}

func subject(by, addr, domain string) string {
	if by == "auth" {
		return addr
	}
	return domain
}

// vouches names the method that proves the sender, or "".
func (st statement) vouches(addr, domain string) string {
	if r, ok := st.single("dmarc"); ok && r.passes("header.from", domain, asciiName) {
		return "dmarc"
	}
	// A verifier cannot find both an aligned valid signature and a DMARC failure:
	// where both are said, one of them is somebody else's word.
	if r, ok := st.single("dkim"); ok && r.passes("header.d", domain, asciiName) && !st.says("dmarc", "fail") {
		return "dkim"
	}
	// RFC 8601 §2.7.4: smtp.auth is the identity that logged in. smtp.mailfrom is the AUTH
	// parameter of MAIL FROM, a claim of the client (RFC 4954 §5): it proves nothing.
	if r, ok := st.single("auth"); ok && r.passes("smtp.auth", lowerASCII(addr), lowerASCII) {
		return "auth"
	}
	return ""
}

// failed says whether the verifier found the sender to be false, rather than nothing.
func (st statement) failed(domain string) bool {
	if st.says("dmarc", "fail", "softfail", "permerror") {
		return true
	}
	aligned := func(r result) bool {
		d, ok := r.one("header.d")
		return !ok || asciiName(d) == domain
	}
	bad, good := false, false
	for _, r := range st.results {
		switch {
		case r.method == "auth", r.method == "dkim" && aligned(r):
			bad = bad || r.result == "fail"
			good = good || r.result == "pass"
		case r.method == "dmarc":
			good = good || r.result == "pass"
		}
	}
	return bad && !good
}

// single is the one result of a method. Two verdicts of one method are none: one of them
// may be the sender's words that broke out of a value.
func (st statement) single(method string) (result, bool) {
	var found result
	n := 0
	for _, r := range st.results {
		if r.method == method {
			found, n = r, n+1
		}
	}
	return found, n == 1
}

// says whether any result of the method is one of words.
func (st statement) says(method string, words ...string) bool {
	for _, r := range st.results {
		for _, w := range words {
			if r.method == method && r.result == w {
				return true
			}
		}
	}
	return false
}

// summary lists what was said, for people.
func (st statement) summary() string {
	var parts []string
	for _, r := range st.results {
		if r.method != "dmarc" && r.method != "dkim" && r.method != "auth" {
			continue
		}
		part := r.method + "=" + r.result
		for _, p := range []string{"header.from", "header.d", "smtp.auth"} {
			if v, ok := r.one(p); ok {
				part += " " + p + "=" + v
			}
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return "nothing of dmarc, dkim or auth"
	}
	const most = 8
	if len(parts) > most {
		parts = append(parts[:most], "…")
	}
	return strings.Join(parts, ", ")
}

// asciiDomain is the domain of an address in the form in which verifiers write it.
func asciiDomain(addr string) string {
	at := strings.LastIndexByte(addr, '@')
	if at < 0 {
		return ""
	}
	return asciiName(addr[at+1:])
}

// asciiName is a domain name in lower-case A-labels (RFC 5890 §2.3.2.1). Nothing is
// mapped: a look-alike letter stays another letter. What is no name stays as it is.
func asciiName(name string) string {
	name = lowerASCII(name)
	for i := 0; i < len(name); i++ {
		if name[i] >= 0x80 {
			if a, err := idna.Punycode.ToASCII(name); err == nil {
				return a
			}
			break
		}
	}
	return name
}

// lowerASCII folds the letters A-Z only; Unicode folding would make one letter of look-alikes
// such as the Kelvin sign and k.
func lowerASCII(s string) string { return string(bytes.Map(lowerByte, []byte(s))) }

func lowerByte(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}
