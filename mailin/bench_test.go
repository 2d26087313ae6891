package mailin

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	_ "github.com/emersion/go-message/charset" // so that it decodes what Parse decodes
	"github.com/emersion/go-message/mail"
)

// typicalMail is an answer of 8 kB as people send it: quoted-printable, plain text and
// its HTML twin, a quote in both, the header fields of the servers on its way.
func typicalMail() []byte {
	var quote, htmlQuote strings.Builder
	for i := range 22 {
		fmt.Fprintf(&quote, "> %d. The printer on the third floor jams whenever somebody prints more than ten p=\r\nages, said J=C3=B6rg.\r\n", i)
		fmt.Fprintf(&htmlQuote, "<div style=3D\"margin:0px\">%d. The printer on the third floor jams whenever some=\r\nbody prints more than <b>ten pages</b>, said J=C3=B6rg.</div>\r\n", i)
	}
	var header strings.Builder
	for i := range 5 {
		fmt.Fprintf(&header, "Received: from out%d.x.example (out%d.x.example [192.0.2.%d])\r\n\tby mx%d.acme.example with ESMTPS id 4Xq7w%d\r\n\tfor <desk@acme.example>; Tue, 3 Nov 2026 09:15:0%d +0100\r\n", i, i, i, i, i, i)
	}
	return []byte(header.String() +
		"Authentication-Results: mx.acme.example; dkim=pass header.d=x.example; dmarc=pass header.from=x.example\r\n" +
		"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=x.example; s=s1;\r\n\tbh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;\r\n\tb=" + strings.Repeat("QUJD", 40) + "\r\n" +
		"From: =?utf-8?Q?J=C3=B6rg?= Lee <ann@x.example>\r\nTo: ACME Service Desk <desk@acme.example>\r\nSubject: Re: [ACME #7] Printer =?utf-8?Q?st=C3=B6rt?=\r\n" +
		"Date: Tue, 3 Nov 2026 09:15:00 +0100\r\nMessage-ID: <m1@x.example>\r\nIn-Reply-To: <p1@acme.example>\r\nReferences: <p0@acme.example> <p1@acme.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"=_b\"\r\n\r\n" +
		"--=_b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nIt jams again, and now it smells.\r\n\r\nCan somebody come today?\r\n\r\nBest regards\r\nJ=C3=B6rg Lee\r\n\r\nOn Mon, Nov 2, 2026 at 4:05 PM Desk <desk@acme.example> wrote:\r\n" + quote.String() +
		"\r\n--=_b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><body><div>It jams again, and now it smells.</div><div><br></div><div>Can somebody come today?</div><br><div class=3D\"gmail_quote\"><div dir=3D\"ltr\">On Mon, Nov 2, 2026 at 4:05 PM Desk &lt;desk@acme.example&gt; wrote:</div><blockquote>" + htmlQuote.String() + "</blockquote></div></body></html>\r\n--=_b--\r\n")
}

// singlePart is the part of a type of the typical mail, as a mail of its own.
func singlePart(kind string) []byte {
	head, rest, _ := strings.Cut(string(typicalMail()), "Content-Type: multipart/alternative; boundary=\"=_b\"\r\n\r\n")
	for part := range strings.SplitSeq(rest, "--=_b\r\n") {
		if strings.HasPrefix(part, "Content-Type: "+kind) {
			fields, body, _ := strings.Cut(strings.TrimSuffix(part, "\r\n--=_b--\r\n"), "\r\n\r\n")
			return []byte(head + fields + "\r\n\r\n" + strings.Repeat(body, 2))
		}
	}
	panic(kind)
}

// BenchmarkTypical sets the whole of Parse against what a MIME library needs to decode
// the parts alone.
func BenchmarkTypical(b *testing.B) {
	for name, raw := range map[string][]byte{"both": typicalMail(), "plain": singlePart("text/plain"), "html": singlePart("text/html")} {
		b.Run(name+"/decode-parts", func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				decodeParts(b, raw)
			}
		})
		b.Run(name+"/parse", func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				if m := Parse(raw); !strings.HasPrefix(m.NewText, "It jams") {
					b.Fatal(m.NewText)
				}
			}
		})
	}
}

// decodeParts reads every part of a mail with the library and forgets it.
func decodeParts(b *testing.B, raw []byte) {
	r, err := mail.CreateReader(bytes.NewReader(raw))
	if err != nil {
		b.Fatal(err)
	}
	for {
		p, err := r.NextPart()
		if err == io.EOF {
			return
		}
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, p.Body); err != nil {
			b.Fatal(err)
		}
	}
}
