package mailin

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"
)

// ber encodes one element; indefinite in length where the tag has many elements and size
// says so.
func ber(tag byte, indefinite bool, content ...[]byte) []byte {
	c := bytes.Join(content, nil)
	switch n := len(c); {
	case indefinite:
		return append(append([]byte{tag, 0x80}, c...), 0, 0)
	case n < 0x80:
		return append([]byte{tag, byte(n)}, c...)
	default:
		return append([]byte{tag, 0x82, byte(n >> 8), byte(n)}, c...)
	}
}

// signedMessage is a CMS object of that type around a MIME entity: in one piece of
// definite length, or in pieces of indefinite length as streams are written.
func signedMessage(kind, entity string, stream bool) []byte {
	octets := ber(berOctets, false, []byte(entity))
	if stream {
		half := len(entity) / 2
		octets = ber(berOctets|berMany, true, ber(berOctets, false, []byte(entity[:half])), ber(berOctets, false, []byte(entity[half:])))
	}
	data := ber(berObjectID, false, []byte("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"))
	signed := ber(berSequence, stream, ber(0x02, false, []byte{1}), ber(0x31, false, nil), ber(berSequence, stream, data, ber(berExplicit, stream, octets)), ber(0x31, false, nil))
	return ber(berSequence, stream, ber(berObjectID, false, []byte(kind)), ber(berExplicit, stream, signed))
}

func opaque(cms []byte) []byte {
	return []byte("From: a@b.example\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\nContent-Disposition: attachment; filename=smime.p7m\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString(cms) + "\n")
}

func TestSMIME(t *testing.T) {
	entity := strings.ReplaceAll(multi("mixed", "b", "Content-Type: text/plain; charset=utf-8\n\nDie Tür klemmt.\n", "Content-Type: image/png; name=x.png\n\nPNG"), "\n", "\r\n")
	for _, stream := range []bool{false, true} {
		cms := signedMessage(signedData, entity, stream)
		m := Parse(opaque(cms))
		if m.Text != "Die Tür klemmt." || len(m.Attachments) != 1 || m.Attachments[0].Name != "x.png" || string(readAll(m.Attachments[0])) != "PNG" {
			t.Errorf("stream %v: text %q, %+v", stream, m.Text, m.Attachments)
		}
		if !strings.Contains(strings.Join(m.Problems, ";"), "signature not checked") {
			t.Errorf("stream %v: problems %q", stream, m.Problems)
		}
		for n := range cms { // broken off anywhere
			if m := Parse(opaque(cms[:n])); m.Text != "" || len(m.Attachments) != 1 {
				t.Fatalf("stream %v: %d bytes give text %q", stream, n, m.Text)
			}
		}
	}
	enveloped := signedMessage("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03", entity, false)
	if m := Parse(opaque(enveloped)); m.Text != "" || len(m.Attachments) != 1 || m.Problems[0] != "encrypted with S/MIME, not readable" {
		t.Errorf("enveloped: %q %q", m.Text, m.Problems)
	}
}

// TestBERBounded feeds elements in elements.
func TestBERBounded(t *testing.T) {
	for name, in := range map[string][]byte{
		"open":   bytes.Repeat([]byte{berSequence, 0x80}, 500000),
		"pieces": signedMessage(signedData, strings.Repeat("x", 60000), true),
		"empty":  bytes.Repeat([]byte{berOctets, 0}, 500000),
		"large":  {berSequence, 0x84, 0xff, 0xff, 0xff, 0xff},
	} {
		signedContent(in)
		if berJoin(in, 0); name == "open" && len(berElements(in, 0)) != 0 {
			t.Error("an element without an end is read")
		}
	}
}

func TestOpenPGP(t *testing.T) {
	const block = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\none\n- - two\n-----BEGIN PGP SIGNATURE-----\n\niQ\n=ab\n-----END PGP SIGNATURE-----\n"
	tests := []struct{ name, in, want string }{
		{"nothing", "x\n-----BEGIN PGP PUBLIC KEY BLOCK-----\n", "x\n-----BEGIN PGP PUBLIC KEY BLOCK-----\n"},
		{"alone", block, "one\n- two\n"},
		{"between", "before\n" + block + "behind\n", "before\none\n- two\nbehind\n"},
		{"twice", block + block, "one\n- two\none\n- two\n"},
		{"quoted", "> -----BEGIN PGP SIGNED MESSAGE-----\n", "> -----BEGIN PGP SIGNED MESSAGE-----\n"},
		{"not closed", "-----BEGIN PGP SIGNED MESSAGE-----\nHash: x\n\none\n", "-----BEGIN PGP SIGNED MESSAGE-----\nHash: x\n\none\n"},
		{"end is missing", strings.TrimSuffix(block, "-----END PGP SIGNATURE-----\n"), "one\n- two\n"},
	}
	for _, tt := range tests {
		if got := (&walker{}).openPGP(tt.in); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
