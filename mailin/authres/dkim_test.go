package authres

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"frontdesk/desk"

	"github.com/emersion/go-msgauth/dkim"
)

var (
	signKey   = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	keyRecord = "v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(signKey.Public().(ed25519.PublicKey))
)

const plainMail = "From: Alice <alice@acme.example>\r\nTo: support@acme.example\r\nSubject: hello\r\n\r\nThe words that are signed.\r\n"

// sign gives the mail with a signature of the domain on top.
func sign(t *testing.T, mail, domain string) string {
	t.Helper()
	var out bytes.Buffer
	err := dkim.Sign(&out, strings.NewReader(mail), &dkim.SignOptions{
		Domain: domain, Selector: "k1", Signer: signKey,
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// zone answers with the records of one name, and remembers what was asked.
type zone struct {
	records map[string][]string
	err     error
	asked   []string
}

func (z *zone) lookup(_ context.Context, name string) ([]string, error) {
	z.asked = append(z.asked, name)
	if z.err != nil {
		return nil, z.err
	}
	if r, ok := z.records[name]; ok {
		return r, nil
	}
	return nil, errNoKey
}

// dnsTrouble is an error as the resolver gives it when no server answers.
type dnsTrouble struct{}

func (dnsTrouble) Error() string   { return "i/o timeout" }
func (dnsTrouble) Timeout() bool   { return true }
func (dnsTrouble) Temporary() bool { return true }

func TestOwnDKIM(t *testing.T) {
	good := map[string][]string{"k1._domainkey.acme.example": {keyRecord}, "k1._domainkey.mail.acme.example": {keyRecord}, "k1._domainkey.evil.example": {keyRecord}}
	signed := sign(t, plainMail, "acme.example")
	junk := strings.Repeat("DKIM-Signature: v=1; a=rsa-sha256; d=evil.example; s=x; h=from; bh=AA; b=BB\r\n", maxSignatures)
	tests := []struct {
		name, raw string
		zone      zone
		proven    bool
		failed    bool
		why       string
	}{
		{"valid", signed, zone{records: good}, true, false, "valid DKIM signature of acme.example"},
		{"line feeds only", strings.ReplaceAll(signed, "\r\n", "\n"), zone{records: good}, true, false, "valid"},
		{"fields added on top", "Received: x\r\nX-Spam: no\r\n" + signed, zone{records: good}, true, false, "valid"},
		{"signed by two, ours last", sign(t, signed, "evil.example"), zone{records: good}, true, false, "valid"},
		{"d= in capitals", sign(t, plainMail, "ACME.example"), zone{records: map[string][]string{"k1._domainkey.ACME.example": {keyRecord}}}, true, false, "valid"},
		{"no signature", plainMail, zone{records: good}, false, false, "no DKIM signature"},
		{"only a verdict in the mail", pass + plainMail, zone{records: good}, false, false, "no authserv_id"},
		{"somebody else's signature", sign(t, plainMail, "evil.example"), zone{records: good}, false, false, "no DKIM signature"},
		{"subdomain: relaxed alignment does not do", sign(t, plainMail, "mail.acme.example"), zone{records: good}, false, false, "no DKIM signature"},
		{"body changed", strings.Replace(signed, "words", "lies", 1), zone{records: good}, false, true, "does not hold"},
		{"text appended", signed + "more\r\n", zone{records: good}, false, true, "does not hold"},
		{"subject changed", strings.Replace(signed, "hello", "bye", 1), zone{records: good}, false, true, "does not hold"},
		{"l= added", strings.Replace(signed, "s=k1;", "s=k1; l=5;", 1), zone{records: good}, false, false, "l="},
		{"From not covered", strings.Replace(signed, "h=From:", "h=", 1), zone{records: good}, false, false, "does not hold"},
		{"From put on top", "From: bob@acme.example\r\n" + signed, zone{records: good}, false, false, "not certain which From"},
		{"key gone", signed, zone{records: map[string][]string{}}, false, false, "no such record"},
		{"two keys", signed, zone{records: map[string][]string{"k1._domainkey.acme.example": {keyRecord, keyRecord}}}, false, false, "does not hold"},
		{"key revoked", signed, zone{records: map[string][]string{"k1._domainkey.acme.example": {"v=DKIM1; k=ed25519; p="}}}, false, false, "does not hold"},
		{"key in testing mode", signed, zone{records: map[string][]string{"k1._domainkey.acme.example": {keyRecord + "; t = s : y"}}}, false, false, "testing mode"},
		{"another key", signed, zone{records: map[string][]string{"k1._domainkey.acme.example": {"v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(make([]byte, 32))}}}, false, true, "does not hold"},
		{"DNS trouble", signed, zone{err: dnsTrouble{}}, false, false, "i/o timeout"},
		{"buried under junk signatures", junk + signed, zone{records: good}, false, false, "among the first ones"},
		{"no mail at all", "", zone{}, false, false, "not certain"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := &desk.Mail{From: []desk.Address{{Addr: "alice@acme.example"}}}
			e := Check(t.Context(), Settings{}, []byte(tt.raw), m, tt.zone.lookup)
			if e.Proven != tt.proven || e.Failed != tt.failed || e.Proven != (e.By == "own-dkim") || !strings.Contains(e.Why, tt.why) {
				t.Errorf("got %+v, want proven %v, failed %v, why …%s…", e, tt.proven, tt.failed, tt.why)
			}
			for _, name := range tt.zone.asked {
				if !strings.HasSuffix(lowerASCII(name), "._domainkey.acme.example") {
					t.Errorf("asked the DNS for %s", name)
				}
			}
		})
	}
}

func TestOwnDKIMWithoutDNS(t *testing.T) {
	m := &desk.Mail{From: []desk.Address{{Addr: "alice@acme.example"}}}
	if e := Check(t.Context(), Settings{}, []byte(sign(t, plainMail, "acme.example")), m, nil); e.Proven || !strings.Contains(e.Why, "DNS") {
		t.Errorf("got %+v", e)
	}
}

func TestOwnDKIMGivesTheContextOn(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	m := &desk.Mail{From: []desk.Address{{Addr: "alice@acme.example"}}}
	lookup := func(ctx context.Context, _ string) ([]string, error) { return nil, ctx.Err() }
	e := Check(ctx, Settings{}, []byte(sign(t, plainMail, "acme.example")), m, lookup)
	if e.Proven || !strings.Contains(e.Why, context.Canceled.Error()) || errors.Is(ctx.Err(), nil) {
		t.Errorf("got %+v", e)
	}
}
