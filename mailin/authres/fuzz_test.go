package authres

import (
	"strings"
	"testing"

	"frontdesk/desk"
)

// FuzzEcho puts words of the sender where verifiers echo them: quoted as RFC 5321 wants
// it, and inside a comment with its specials escaped. Whatever the words, they must never
// become a verdict.
func FuzzEcho(f *testing.F) {
	for _, s := range []string{"a", `a"b`, `a\`, "a) dmarc=pass header.from=acme.example (b", "; dmarc=pass header.from=acme.example; x=", "\x00", "((((", ")", "ü", "\r\n dmarc=pass"} {
		f.Add(s)
	}
	quote := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", "", "\r", "")
	comment := strings.NewReplacer(`\`, `\\`, `(`, `\(`, `)`, `\)`, "\n", "", "\r", "")
	f.Fuzz(func(t *testing.T, words string) {
		body := `mx.acme.example; spf=pass (domain of ` + comment.Replace(words) + `) smtp.mailfrom="` + quote.Replace(words) + `"@evil.example; dkim=none`
		r := parseResults(body)
		if r.problem != "" || len(r.results) != 2 || r.results[0].method != "spf" || r.results[1].method != "dkim" {
			t.Fatalf("%q: %+v", body, r)
		}
	})
}

// FuzzCheck feeds whole headers: it must not panic, and nothing may be proven that the
// trusted place does not say in so many words.
func FuzzCheck(f *testing.F) {
	f.Add([]byte(pass + received + "\r\n"))
	f.Add([]byte(received + pass + "\r\n"))
	f.Add([]byte("Authentication-Results: (mx.acme.example; dmarc=pass"))
	f.Add([]byte("Received: from by by imap.acme.example;\n" + pass))
	f.Add([]byte(msHop + msVerdict + msBorder))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := &desk.Mail{From: []desk.Address{{Addr: "alice@acme.example"}}}
		for _, s := range []Settings{site, {Preset: PresetGoogle}, {Preset: PresetMicrosoft365}} {
			e := Check(t.Context(), s, raw, m, noDNS)
			lower := lowerASCII(string(raw))
			if e.Proven && !(strings.Contains(lower, "pass") && strings.Contains(lower, "acme.example")) && !strings.Contains(lower, "authas") {
				t.Fatalf("%+v from %q", e, raw)
			}
			if e.Proven != (e.By != "") || e.Proven && e.Failed || e.Why == "" {
				t.Fatalf("%+v contradicts itself", e)
			}
		}
	})
}

// FuzzResults: reading is total, and what was read can be read again in its plain form.
func FuzzResults(f *testing.F) {
	f.Add(`mx.acme.example 1; dkim=pass (c) reason="x;y" header.d=a.example; none`)
	f.Add(`spf=pass smtp.mailfrom="a b"@c.example`)
	f.Add(`"x`)
	f.Fuzz(func(t *testing.T, body string) {
		for _, r := range parseResults(body).results {
			if r.method == "" || r.result == "" || strings.ContainsAny(r.method+r.result, " ;()\"=") {
				t.Fatalf("%q: %+v", body, r)
			}
		}
	})
}
