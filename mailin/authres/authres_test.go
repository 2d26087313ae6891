package authres

import (
	"context"
	"errors"
	"strings"
	"testing"

	"frontdesk/desk"
)

// received is the Received field of the verifier's own host; what follows came with the mail.
const received = "Received: from out.example.net (out.example.net [203.0.113.77])\r\n\tby mx.acme.example (Postfix) with ESMTPS id 4A;\r\n\tFri, 20 Nov 2026 11:41:00 +0000\r\n"

var site = Settings{AuthservID: "mx.acme.example", InnerHosts: []string{"imap.acme.example"}}

func noDNS(context.Context, string) ([]string, error) {
	panic("the DNS was asked although a verifier is configured")
}

// check judges a mail of from with the given header fields above its From field.
func check(t *testing.T, s Settings, top, from string) desk.Evidence {
	t.Helper()
	raw := top + "From: Somebody <" + from + ">\r\nTo: support@acme.example\r\nSubject: x\r\n\r\nbody\r\n"
	return Check(t.Context(), s, []byte(raw), &desk.Mail{From: []desk.Address{{Addr: from}}}, noDNS)
}

func TestVerdict(t *testing.T) {
	const alice = "alice@acme.example"
	tests := []struct {
		name, field, from string
		by                string // "" where not proven
		failed            bool
	}{
		// What proves.
		{"dmarc", "mx.acme.example; dkim=pass header.d=acme.example header.s=k1; spf=pass smtp.mailfrom=acme.example; dmarc=pass (p=reject) header.from=acme.example", alice, "dmarc", false},
		{"dkim alone", "mx.acme.example; dkim=pass header.d=acme.example", alice, "dkim", false},
		{"auth", "mx.acme.example; auth=pass smtp.auth=alice@acme.example", alice, "auth", false},
		{"auth, address in capitals", "mx.acme.example; auth=pass smtp.auth=alice@acme.example", "ALICE@ACME.EXAMPLE", "auth", false},
		{"auth with a quoted value", `mx.acme.example; auth=pass (login) smtp.auth="alice@acme.example"`, alice, "auth", false},
		{"id in capitals", "MX.Acme.EXAMPLE; dmarc=pass header.from=acme.example", alice, "dmarc", false},
		{"id quoted", `"mx.acme.example"; dmarc=pass header.from=acme.example`, alice, "dmarc", false},
		{"domain in capitals", "mx.acme.example; DMARC=Pass Header.From=ACME.Example", alice, "dmarc", false},
		{"version, comments, folds, reason", "mx.acme.example 1;\r\n\t(policy check)\r\n\tdmarc=pass (p=reject sp=reject)\r\n\theader.from=acme.example;\r\n\tdkim=pass (2048-bit key)\r\n\treason=\"good; signature\" header.d=acme.example", alice, "dmarc", false},
		{"method version", "mx.acme.example; dmarc/1 = pass header . from = acme.example", alice, "dmarc", false},
		{"no space before a comment", "mx.acme.example;dmarc=pass(p=none)header.from=acme.example", alice, "dmarc", false},
		{"several signatures beside dmarc", "mx.acme.example; dkim=pass header.d=acme.example; dkim=pass header.d=esp.example; dmarc=pass header.from=acme.example", alice, "dmarc", false},
		{"a broken signature beside dmarc", "mx.acme.example; dkim=fail header.d=acme.example; dmarc=pass header.from=acme.example", alice, "dmarc", false},
		{"a base64 value without quotes", "mx.acme.example; dkim=pass header.d=acme.example header.b=Ab/c+d=; dmarc=pass header.from=acme.example", alice, "dmarc", false},
		{"private words", "mx.acme.example; dkim=pass header.d=acme.example x-bits=2048; dmarc=pass action=none header.from=acme.example; x-csa=none", alice, "dmarc", false},
		{"the null sender", "mx.acme.example; spf=none smtp.mailfrom=; dmarc=pass header.from=acme.example", alice, "dmarc", false},
		{"an internationalised domain in both forms", "mx.acme.example; dmarc=pass header.from=xn--mller-kva.example", "a@müller.example", "dmarc", false},
		{"a last semicolon", "mx.acme.example; dmarc=pass header.from=acme.example;", alice, "dmarc", false},

		// Whose word.
		{"foreign id", "auth.attacker.example; dmarc=pass header.from=acme.example", alice, "", false},
		{"our id as a prefix", "mx.acme.example.attacker.example; dmarc=pass header.from=acme.example", alice, "", false},
		{"our id as a suffix", "x.mx.acme.example; dmarc=pass header.from=acme.example", alice, "", false},
		{"our id in a comment", "(mx.acme.example;) evil.example; dmarc=pass header.from=acme.example", alice, "", false},
		{"our id with a look-alike letter", "mx.acme.example\u212a; dmarc=pass header.from=acme.example", alice, "", false},
		{"no id", "dmarc=pass header.from=acme.example", alice, "", false},
		{"no id, several clauses", "spf=pass smtp.mailfrom=acme.example; dmarc=pass action=none header.from=acme.example", alice, "", false},
		{"another version of the format", "mx.acme.example 2; dmarc=pass header.from=acme.example", alice, "", false},
		{"another version of the method", "mx.acme.example; dmarc/2=pass header.from=acme.example", alice, "", false},
		{"empty", "", alice, "", false},
		{"no result", "mx.acme.example; none", alice, "", false},

		// Whose domain.
		{"subdomain vouched for", "mx.acme.example; dmarc=pass header.from=mail.acme.example; dkim=pass header.d=mail.acme.example", alice, "", false},
		{"parent vouched for", "mx.acme.example; dmarc=pass header.from=example; dkim=pass header.d=example", alice, "", false},
		{"suffix of the domain", "mx.acme.example; dmarc=pass header.from=acme.example.evil.example", alice, "", false},
		{"address instead of a domain", "mx.acme.example; dmarc=pass header.from=acme.example@evil.example", alice, "", false},
		{"quotes that are only a part", `mx.acme.example; dmarc=pass header.from="acme.example"@evil.example`, alice, "", false},
		{"domain in a comment", "mx.acme.example; dmarc=pass (header.from=acme.example) header.from=evil.example", alice, "", false},
		{"homograph", "mx.acme.example; dmarc=pass header.from=xn--cme-5cd.example", alice, "", false},
		{"homograph the other way", "mx.acme.example; dmarc=pass header.from=acme.example", "alice@аcme.example", "", false},
		{"Kelvin sign in the address", "mx.acme.example; dmarc=pass header.from=kiosk.example", "a@\u212aios\u212a.example", "", false},
		{"header.i is not header.d", "mx.acme.example; dkim=pass header.i=@acme.example", alice, "", false},
		{"dmarc without header.from", "mx.acme.example; dmarc=pass", alice, "", false},
		{"header.from said twice", "mx.acme.example; dmarc=pass header.from=evil.example header.from=acme.example", alice, "", false},
		{"spf proves nothing", "mx.acme.example; spf=pass smtp.mailfrom=alice@acme.example", alice, "", false},
		{"arc proves nothing", "mx.acme.example; arc=pass header.from=acme.example", alice, "", false},

		// auth=pass.
		{"auth of another person", "mx.acme.example; auth=pass smtp.auth=bob@acme.example", alice, "", false},
		{"auth claimed by the client", "mx.acme.example; auth=pass smtp.auth=bob@acme.example smtp.mailfrom=alice@acme.example", alice, "", false},
		{"auth with only the client's claim", "mx.acme.example; auth=pass smtp.mailfrom=alice@acme.example", alice, "", false},
		{"auth of a bare user name", "mx.acme.example; auth=pass smtp.auth=alice", alice, "", false},
		{"auth of a subaddress", "mx.acme.example; auth=pass smtp.auth=alice+x@acme.example", alice, "", false},
		{"auth failed", "mx.acme.example; auth=fail smtp.auth=alice@acme.example", alice, "", true},
		{"auth beside a careless dmarc", "mx.acme.example; auth=pass smtp.auth=alice@acme.example; dmarc=fail header.from=acme.example", alice, "auth", false},

		// Failures and what is neither.
		{"dmarc fails", "mx.acme.example; dkim=none; dmarc=fail (p=none) header.from=acme.example", alice, "", true},
		{"dmarc permerror", "mx.acme.example; dmarc=permerror header.from=acme.example", alice, "", true},
		{"dmarc softfail", "mx.acme.example; dmarc=softfail header.from=acme.example", alice, "", true},
		{"dmarc temperror", "mx.acme.example; dkim=temperror header.d=acme.example; dmarc=temperror header.from=acme.example", alice, "", false},
		{"nothing published", "mx.acme.example; dkim=none; spf=none smtp.mailfrom=acme.example; dmarc=none header.from=acme.example", alice, "", false},
		{"a guess", "mx.acme.example; dmarc=bestguesspass header.from=acme.example", alice, "", false},
		{"dkim fails", "mx.acme.example; dkim=fail header.d=acme.example", alice, "", true},
		{"somebody else's dkim fails", "mx.acme.example; dkim=fail header.d=list.example; dmarc=none header.from=acme.example", alice, "", false},
		{"dkim and dmarc contradict", "mx.acme.example; dkim=pass header.d=acme.example; dmarc=fail header.from=acme.example", alice, "", true},

		// Text of the sender that got into the field.
		{"comment closed by a quoted local part", `mx.acme.example; spf=pass (domain of "a) dmarc=pass header.from=acme.example (b"@example.net designates 203.0.113.77) smtp.mailfrom="a) dmarc=pass header.from=acme.example (b"@example.net; dkim=none; dmarc=fail header.from=acme.example`, alice, "", true},
		{"comment closed, clause smuggled", `mx.acme.example; spf=pass (domain of "a); dmarc=pass header.from=acme.example; x=(b"@example.net) smtp.mailfrom=b@example.net`, alice, "", false},
		{"nested comment", "mx.acme.example; (note (x) dmarc=pass header.from=acme.example) spf=fail smtp.mailfrom=example.net; dmarc=fail header.from=acme.example", alice, "", true},
		{"verdict in a quoted string", `mx.acme.example; spf=pass smtp.mailfrom="a; dmarc=pass header.from=acme.example; x=y"@evil.example`, alice, "", false},
		{"verdict in a reason", `mx.acme.example; spf=fail reason="x; dmarc=pass header.from=acme.example"`, alice, "", false},
		{"escaped quote", `mx.acme.example; spf=pass smtp.mailfrom="a\"; dmarc=pass header.from=acme.example; x=\""@evil.example`, alice, "", false},
		{"escaped parenthesis", `mx.acme.example; spf=pass (a\) dmarc=pass header.from=acme.example; dmarc=pass header.from=acme.example`, alice, "", false},
		{"quoted string that never ends", `mx.acme.example; spf=pass smtp.mailfrom="a; dmarc=pass header.from=acme.example`, alice, "", false},
		{"comment that never ends", `mx.acme.example; dmarc=pass header.from=acme.example (`, alice, "", false},
		{"parenthesis that never began", `mx.acme.example; dmarc=pass header.from=acme.example )`, alice, "", false},
		{"a word where a property must stand", "mx.acme.example; spf=pass dmarc=pass header.from=acme.example", alice, "", false},
		{"quoted result", `mx.acme.example; dmarc="pass" header.from=acme.example`, alice, "", false},
		{"a control character", "mx.acme.example; dmarc=pass header.from=acme.example\x00", alice, "", false},
		{"a bare carriage return", "mx.acme.example; spf=none\rdmarc=pass header.from=acme.example", alice, "", false},

		// Two verdicts of one method.
		{"two dmarc, fail first", "mx.acme.example; dmarc=fail header.from=acme.example; dmarc=pass header.from=example.net", alice, "", true},
		{"two dmarc, ours last", "mx.acme.example; dmarc=none header.from=acme.example; dmarc=pass header.from=acme.example", alice, "", false},
		{"two dmarc that agree", "mx.acme.example; dmarc=pass header.from=acme.example; dmarc=pass header.from=acme.example", alice, "", false},
		{"two auth", "mx.acme.example; auth=pass smtp.auth=mallory@acme.example; auth=pass smtp.auth=alice@acme.example", alice, "", false},
		{"dkim clauses do not share properties", "mx.acme.example; dkim=fail header.d=acme.example header.s=k1; dkim=pass header.d=example.net header.s=z", alice, "", true},
		{"two dkim of one domain", "mx.acme.example; dkim=pass header.d=acme.example; dkim=fail header.d=acme.example", alice, "", false},
		{"dkim=none and a smuggled pass", "mx.acme.example; dkim=none; dkim=pass header.d=acme.example", alice, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := check(t, site, "Authentication-Results: "+tt.field+"\r\n"+received, tt.from)
			if e.By != tt.by || e.Proven != (tt.by != "") || e.Failed != tt.failed || e.Why == "" {
				t.Errorf("got %+v, want by %q, failed %v", e, tt.by, tt.failed)
			}
		})
	}
}

const pass = "Authentication-Results: mx.acme.example; dmarc=pass header.from=acme.example\r\n"

func TestPosition(t *testing.T) {
	inner := func(by string) string {
		return "Received: from mx.acme.example ([192.0.2.1])\r\n\tby " + by + " with LMTP id x; Fri, 20 Nov 2026 11:41:01 +0000\r\n"
	}
	tests := []struct {
		name, top string
		proven    bool
	}{
		{"on top", pass + received, true},
		{"below other fields", "Return-Path: <a@b.example>\r\nDelivered-To: x@acme.example\r\n" + pass + received, true},
		{"without any Received field", pass, true},
		{"below the verifier's Received field", received + pass, false},
		{"below an inner host's", inner("imap.acme.example") + pass + received, true},
		{"inner host in capitals", inner("IMAP.Acme.Example") + pass + received, true},
		{"inner host with a comment", inner("imap.acme.example (Dovecot)") + pass + received, true},
		{"below a foreign one after an inner one", inner("imap.acme.example") + received + pass, false},
		{"below a host that has the inner one as prefix", inner("imap.acme.example.evil.example") + pass, false},
		{"inner host only as the client's name", "Received: from imap.acme.example by mx.acme.example with SMTP; x\r\n" + pass, false},
		{"inner host in a comment", "Received: from x (by imap.acme.example) by mx.acme.example; x\r\n" + pass, false},
		{"client calls itself by", "Received: from by imap.acme.example by mx.acme.example; x\r\n" + pass, false},
		{"client calls itself by and the host", "Received: from by by imap.acme.example; x\r\n" + pass, true}, // an inner host that was greeted by a "by"
		{"client's name has a space", "Received: from a by imap.acme.example by mx.acme.example; x\r\n" + pass, false},
		{"inner host after the date", "Received: from x; by imap.acme.example\r\n" + pass, false},
		{"Received without by", "Received: (qmail 1 invoked from network); x\r\n" + pass, false},
		{"Received with a comment that does not end", "Received: from x (y by imap.acme.example\r\n" + pass, false},
		{"inner host wrote only by", "Received: by imap.acme.example (Postfix, from userid 1); x\r\n" + pass + received, true},
		{"below a line that is no field", "no field\r\n" + pass, false},
		{"name with a space before the colon", "Authentication-Results : mx.acme.example; dmarc=pass header.from=acme.example\r\n" + received, true},
		{"field name in other case", "AUTHENTICATION-RESULTS: mx.acme.example; dmarc=pass header.from=acme.example\r\n" + received, true},
		{"mailbox separator on top", "From x@y Fri Nov 20 11:41:00 2026\r\n" + pass + received, true},
		{"bare line feeds", strings.ReplaceAll(pass+received, "\r\n", "\n"), true},
		{"doubled carriage returns", strings.ReplaceAll(pass+received, "\r\n", "\r\r\n"), true},
		{"ARC", "ARC-Authentication-Results: i=1; mx.acme.example; dmarc=pass header.from=acme.example\r\n" + received, false},
		{"X-", "X-Authentication-Results: mx.acme.example; dmarc=pass header.from=acme.example\r\n" + received, false},
		{"Received-SPF", "Received-SPF: pass (mx.acme.example: domain of alice@acme.example)\r\n" + received, false},
		{"two fields of ours that differ in method", "Authentication-Results: mx.acme.example; spf=none\r\n" + pass + received, true},
		{"two fields of ours of one method", pass + pass + received, false},
		{"a foreign field beside ours", "Authentication-Results: inner.example; dmarc=fail header.from=acme.example\r\n" + pass + received, true},
		{"an unreadable field of ours beside a good one", "Authentication-Results: mx.acme.example; spf=pass spf=pass\r\n" + pass + received, false},
		{"an unreadable field of somebody else", "Authentication-Results: (\r\n" + pass + received, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if e := check(t, site, tt.top, "alice@acme.example"); e.Proven != tt.proven {
				t.Errorf("got %+v, want proven %v", e, tt.proven)
			}
		})
	}
}

func TestResultsInsideTheBodyDoNotCount(t *testing.T) {
	raw := received + "From: alice@acme.example\r\n\r\n" + pass
	e := Check(t.Context(), site, []byte(raw), &desk.Mail{From: []desk.Address{{Addr: "alice@acme.example"}}}, noDNS)
	if e.Proven {
		t.Errorf("believed the body: %+v", e)
	}
}

func TestNoOneAuthor(t *testing.T) {
	m := &desk.Mail{From: []desk.Address{{Addr: "alice@acme.example"}, {Addr: "m@example.net"}}, FromProblem: "two From fields"}
	e := Check(t.Context(), site, []byte(pass+received+"\r\n"), m, noDNS)
	if e.Proven || !strings.Contains(e.Why, "two From fields") {
		t.Errorf("got %+v", e)
	}
	for _, addr := range []string{"", "alice", "alice@"} {
		if e := check(t, site, pass, addr); e.Proven {
			t.Errorf("%q: got %+v", addr, e)
		}
	}
}

func TestBodyLength(t *testing.T) {
	sig := func(tags string) string {
		return "DKIM-Signature: v=1; a=rsa-sha256; " + tags + ";\r\n\th=from:subject; bh=AA; b=BB\r\n"
	}
	tests := []struct {
		name, field string
		proven      bool
	}{
		{"no l=", sig("d=acme.example; s=k1"), true},
		{"l=0", sig("d=acme.example; s=k1; l=0"), false},
		{"l= folded, domain in capitals", sig("d=ACME.example; s=k1;\r\n\t l\r\n\t =\r\n\t 120"), false},
		{"l= first", sig("l=1; d=acme.example"), false},
		{"l= of a subdomain", sig("d=mail.acme.example; l=1"), false},
		{"l= of the parent", sig("d=corp.example; l=1"), true},
		{"l= of somebody else", sig("d=list.example.net; l=1"), true},
		{"second signature has it", sig("d=acme.example") + sig("d=acme.example; l=9"), false},
		{"two d= tags", sig("d=x.example; d=acme.example; l=9"), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, verdict := range []string{pass, "Authentication-Results: mx.acme.example; auth=pass smtp.auth=alice@acme.example\r\n"} {
				if e := check(t, site, verdict+received+tt.field, "alice@acme.example"); e.Proven != tt.proven {
					t.Errorf("got %+v, want proven %v", e, tt.proven)
				}
			}
		})
	}
	top := pass + received + sig("d=corp.acme.example; l=1")
	top = strings.ReplaceAll(top, "header.from=acme.example", "header.from=de.corp.acme.example")
	if e := check(t, site, top, "alice@de.corp.acme.example"); e.Proven {
		t.Errorf("l= of the organisation's domain: got %+v", e)
	}
}

func TestHugeHeaderIsBounded(t *testing.T) {
	top := strings.Repeat("X-Filler: y\r\n", 2*maxFields) + pass
	if e := check(t, site, top, "alice@acme.example"); e.Proven {
		t.Error("read beyond the bound")
	}
	deep := "Authentication-Results: mx.acme.example; " + strings.Repeat("(", maxHeader) + "\r\n"
	if e := check(t, site, deep, "alice@acme.example"); e.Proven {
		t.Error("believed an endless comment")
	}
}

var errNoKey = errors.New("no such record")
