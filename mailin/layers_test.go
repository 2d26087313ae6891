package mailin

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// multi is a multipart of these parts, as content below a header.
func multi(kind, boundary string, parts ...string) string {
	return "Content-Type: multipart/" + kind + "; boundary=\"" + boundary + "\"\n\n--" + boundary + "\n" + strings.Join(parts, "\n--"+boundary+"\n") + "\n--" + boundary + "--\n"
}

// TestLayers reads mails whose text lies under layers: signed, encrypted, wrapped in the
// forms of mail programs, or built in an order that few expect.
func TestLayers(t *testing.T) {
	const (
		text      = "Content-Type: text/plain; charset=utf-8\n\nThe door sticks.\n"
		html      = "Content-Type: text/html; charset=utf-8\n\n<p>The door sticks.</p>\n"
		signature = "Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64\n\nMIIB\n"
		armor     = "-----BEGIN PGP MESSAGE-----\nVersion: x\n\nhQEMA0\n=abcd\n-----END PGP MESSAGE-----\n"
		clear     = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nThe door sticks.\n- -- \nAnn\n-----BEGIN PGP SIGNATURE-----\n\niQEz\n=abcd\n-----END PGP SIGNATURE-----\n"
		calendar  = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Door\nEND:VEVENT\nEND:VCALENDAR\n"
		picture   = "Content-Type: image/png; name=door.png\nContent-Transfer-Encoding: base64\nContent-ID: <p@x>\n\niVBO\n"
	)
	tests := []struct {
		name, body, text string
		files            []string // type and name
		problem          string
	}{
		{"S/MIME signed", multi("signed; protocol=\"application/pkcs7-signature\"", "b", text, signature), "The door sticks.", []string{"application/pkcs7-signature smime.p7s"}, ""},
		{"S/MIME signed around more", multi("signed", "b", multi("mixed", "c", multi("alternative", "d", text, html), picture), signature), "The door sticks.", []string{"image/png door.png", "application/pkcs7-signature smime.p7s"}, ""},
		{"S/MIME encrypted", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Disposition: attachment; filename=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIIB\n", "", []string{"application/pkcs7-mime smime.p7m"}, "encrypted with S/MIME, not readable"},
		{"S/MIME encrypted, old type", "Content-Type: application/x-pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIIB\n", "", []string{"application/x-pkcs7-mime smime.p7m"}, "encrypted with S/MIME, not readable"},
		{"PGP/MIME signed", multi("signed; micalg=pgp-sha256; protocol=\"application/pgp-signature\"", "b", text, "Content-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN PGP SIGNATURE-----\n"), "The door sticks.", []string{"application/pgp-signature signature.asc"}, ""},
		{"PGP/MIME encrypted", multi("encrypted; protocol=\"application/pgp-encrypted\"", "b", "Content-Type: application/pgp-encrypted\n\nVersion: 1\n", "Content-Type: application/octet-stream; name=encrypted.asc\nContent-Disposition: inline; filename=encrypted.asc\n\n"+armor), "", []string{"application/pgp-encrypted part-1", "application/octet-stream encrypted.asc"}, "encrypted with PGP, not readable"},
		{"PGP inline", "\n" + armor, strings.TrimSpace(armor), nil, "encrypted with PGP, not readable"},
		{"PGP clear-signed", "\n" + clear, "The door sticks.\n--\nAnn", nil, "PGP signature not checked"},
		{"invitation alone", "Content-Type: text/calendar; method=REQUEST\n\n" + calendar, "", []string{"text/calendar part-1.ics"}, ""},
		{"invitation", multi("alternative", "b", text, html, "Content-Type: text/calendar; method=REQUEST\n\n"+calendar), "The door sticks.", []string{"text/calendar part-1.ics"}, ""},
		{"html before plain", multi("alternative", "b", html, text), "The door sticks.", nil, ""},
		{"related outside alternative", multi("related", "b", multi("alternative", "c", text, html), picture), "The door sticks.", []string{"image/png door.png"}, ""},
		{"related whose root comes last", multi("related; start=\"<r@x>\"", "b", picture, "Content-ID: <r@x>\n"+html), "The door sticks.", []string{"image/png door.png"}, ""},
		{"picture between two texts", multi("mixed", "b", text, picture, "Content-Type: text/plain\n\nAgain.\n"), "The door sticks.\n\nAgain.", []string{"image/png door.png"}, ""},
		{"alternative in alternative", multi("alternative", "b", multi("alternative", "c", text), html), "The door sticks.", nil, ""},
		{"enriched and plain", multi("alternative", "b", text, "Content-Type: text/enriched\n\n<bold>The</bold> door sticks.\n"), "The door sticks.", []string{"text/enriched part-1"}, ""},
		{"nested message", multi("mixed", "b", text, "Content-Type: message/rfc822\n\nSubject: inner\n"+multi("mixed", "b2", text, picture)), "The door sticks.", []string{"message/rfc822 part-1.eml"}, ""},
		{"message in base64", multi("mixed", "b", text, "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeAoKeQo=\n"), "The door sticks.", []string{"message/rfc822 part-1.eml"}, ""},
		{"inner boundary begins with the outer one", multi("mixed", "b", multi("alternative", "bb", text, html), picture), "The door sticks.", []string{"image/png door.png"}, ""},
		{"inner part not closed", "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n" + text + "--b\n" + picture + "--b--\n", "The door sticks.", []string{"image/png door.png"}, "multipart without its closing boundary"},
		{"boundary with blanks behind", "Content-Type: multipart/mixed; boundary=b\n\n--b  \n" + text + "--b--  \n", "The door sticks.", nil, ""},
		{"wrong boundary", "Content-Type: multipart/mixed; boundary=x\n\n--b\n" + text + "--b\n" + picture + "--b--\n", "The door sticks.", []string{"image/png door.png"}, "multipart without its boundary, guessed"},
		{"base64 that is text", "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nThe door sticks, as I said.\n", "The door sticks, as I said.", nil, "not base64, taken as it stands"},
		{"base64 with a plain footer", "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nVGhlIGRvb3Igc3RpY2tzLgo=\n____________\nTo leave this list, write to x@y\n", "The door sticks.\n____________\nTo leave this list, write to x@y", nil, "plain lines below base64"},
		{"base64 without its label", "Content-Type: text/plain; charset=utf-8\n\nVGhlIGRvb3Igb24gdGhlIHRoaXJkIGZsb29yIHN0aWNrcyBzaW5jZSBNb25kYXks\nIGFuZCBub2JvZHkgY2FuIG9wZW4gaXQuIFTDvHIh\n", "The door on the third floor sticks since Monday, and nobody can open it. Tür!", nil, "base64 without its label"},
		{"a key is no text", "Content-Type: text/plain\n\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAuKKjx1n2cE8kq0PoeJ1m\nMIIBIjANBgkqhkiG9w0BAQEFAAOC\n", "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAuKKjx1n2cE8kq0PoeJ1m\nMIIBIjANBgkqhkiG9w0BAQEFAAOC", nil, ""},
		{"quoted-printable without its label", "Content-Type: text/plain; charset=utf-8\n\nDie T=C3=BCr im dritten Stock klemmt seit Montag, und niemand kann sie=\n =C3=B6ffnen.\n", "Die Tür im dritten Stock klemmt seit Montag, und niemand kann sie öffnen.", nil, "quoted-printable without its label"},
		{"a formula is no quoted-printable", "Content-Type: text/plain\n\na=\nb=C3, c=d\n", "a=\nb=C3, c=d", nil, ""},
		{"quoted-printable that is none", "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\na=b and 50%=half\n", "a=b and 50%=half", nil, "invalid quoted-printable escape"},
		{"7bit that is base64", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 7bit\n\nDie Tür klemmt.\n", "Die Tür klemmt.", nil, ""},
		{"flowed with DelSp", "Content-Type: text/plain; format=flowed; delsp=yes\n\nThe do \nor sticks. \nAgain.\n", "The door sticks.Again.", nil, ""},
		{"flowed with quotes", "Content-Type: text/plain; format=flowed\n\nThe door \nsticks.\n> which \n> door?\n>> a \n", "The door sticks.\n> which door?\n>> a", nil, ""},
		{"yEnc", "\nThe door sticks.\n\n=ybegin line=128 size=4 name=x.bin\n\x9a\x9b\x9c\n=yend size=4\n", "", nil, "charset guessed"},
		{"uuencode", "\nThe door sticks.\n\nbegin 644 x.txt\n#86)C\n`\nend\n", "The door sticks.", []string{"application/octet-stream x.txt"}, ""},
		{"a letter with begin", "\nWe begin 100 tests.\nbegin 644 times\nend\n", "We begin 100 tests.\nbegin 644 times\nend", nil, ""},
		{"external body", "Content-Type: message/external-body; access-type=anon-ftp; name=\"/pub/x.ps\"\n\nContent-Type: application/postscript\n", "", []string{"message/external-body x.ps"}, ""},
		{"partial message", "Content-Type: message/partial; id=x; number=1; total=2\n\nSubject: y\n\nThe door\n", "", []string{"message/partial part-1"}, ""},
		{"name in continuations", multi("mixed", "b", text, "Content-Type: application/pdf\nContent-Disposition: attachment; filename*0*=utf-8''T%C3%BCr; filename*1*=%20klemmt; filename*2=.pdf\n\nx"), "The door sticks.", []string{"application/pdf Tür klemmt.pdf"}, ""},
		{"name in encoded words", multi("mixed", "b", text, "Content-Type: application/pdf; name=\"=?utf-8?Q?T=C3=BCr?=\n =?utf-8?Q?_klemmt.pdf?=\"\n\nx"), "The door sticks.", []string{"application/pdf Tür klemmt.pdf"}, ""},
		{"two charsets", multi("mixed", "b", "Content-Type: text/plain; charset=iso-8859-1\n\nT\xfcr\n", "Content-Type: text/plain; charset=koi8-r\n\n\xe4\xd7\xc5\xd2\xd8\n"), "Tür\n\nДверь", nil, ""},
		{"utf-16", "Content-Type: text/plain; charset=utf-16le\nContent-Transfer-Encoding: base64\n\nRABvAG8AcgA=\n", "Door", nil, ""},
		{"upper case everywhere", "CONTENT-TYPE: TEXT/HTML; CHARSET=UTF-8\nCONTENT-TRANSFER-ENCODING: QUOTED-PRINTABLE\n\n<P>T=C3=BCr</P>\n", "Tür", nil, ""},
		{"apple double", multi("mixed", "b", text, multi("appledouble", "c", "Content-Type: application/applefile; name=x.doc\n\nres", "Content-Type: application/msword; name=x.doc\n\ndata")), "The door sticks.", []string{"application/applefile x.doc", "application/msword x.doc"}, ""},
		{"only an inline picture", multi("mixed", "b", picture), "", []string{"image/png door.png"}, ""},
		{"header after the boundary is missing", "Content-Type: multipart/mixed; boundary=b\n\n--b\nThe door sticks.\n--b--\n", "The door sticks.", nil, "no empty line between header and body"},
		{"multipart without its header", "X-Y: z\n\nThis is a multi-part message in MIME format.\n\n--b\n" + text + "\n--b\n" + html + "\n--b--\n", "The door sticks.", nil, "multipart without its Content-Type"},
		{"mixed without its header", "X-Y: z\n\n--b\n" + text + "\n--b\n" + picture + "\n--b--\n", "The door sticks.", []string{"image/png door.png"}, "multipart without its Content-Type"},
		{"a letter that quotes a multipart", "X-Y: z\n\nLook:\n--b\n" + text + "\n--b--\n", "Look:\n--b\n" + strings.TrimSpace(text) + "\n\n--b--", nil, ""},
		{"html without its type", "X-Y: z\n\n<!DOCTYPE html>\n<p>The door sticks.</p>\n", "The door sticks.", nil, "HTML without its Content-Type"},
		{"html labelled plain", "Content-Type: text/plain\n\n<HTML><p>The door sticks.</p></HTML>\n", "The door sticks.", nil, "labelled text/plain, but it is HTML"},
		{"a letter about html", "Content-Type: text/plain\n\n<html> is the first tag.\n", "<html> is the first tag.", nil, ""},
		{"quoted printable", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: Quoted Printable\n\nT=C3=BCr\n", "Tür", nil, ""},
		{"preamble in place of parts", "Content-Type: multipart/mixed; boundary=b\n\nThe door sticks.\n\n--b--\n", "The door sticks.\n\n--b--", nil, "multipart without parts, read as text"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := Parse([]byte("From: ann@x.example\nSubject: Door\nMIME-Version: 1.0\n" + tt.body))
			if m.Text != tt.text && tt.name != "yEnc" {
				t.Errorf("text %q, want %q", m.Text, tt.text)
			}
			var files []string
			for _, a := range m.Attachments {
				files = append(files, fmt.Sprint(a.Type, " ", a.Name))
			}
			if !slices.Equal(files, tt.files) {
				t.Errorf("files %q, want %q", files, tt.files)
			}
			if all := strings.Join(m.Problems, "; "); !strings.Contains(all, tt.problem) || tt.problem == "" && all != "" {
				t.Errorf("problems %q, want %q", all, tt.problem)
			}
		})
	}
}

// TestTransport reads mails that a copy or a gateway has changed as a whole.
func TestTransport(t *testing.T) {
	const mail = "From: Ann <ann@x.example>\nSubject: Door\n\nIt sticks.\nAgain.\n"
	for problem, raw := range map[string]string{
		"":                                  mail,
		"byte order mark before the header": "\ufeff" + mail,
		"line ends of CR alone":             strings.ReplaceAll(mail, "\n", "\r"),
	} {
		m := Parse([]byte(raw))
		if m.Subject != "Door" || m.Text != "It sticks.\nAgain." || len(m.From) != 1 || m.From[0].Addr != "ann@x.example" {
			t.Errorf("%q: subject %q text %q from %v", problem, m.Subject, m.Text, m.From)
		}
		if got := strings.Join(m.Problems, "; "); got != problem {
			t.Errorf("problems %q, want %q", got, problem)
		}
	}
}
