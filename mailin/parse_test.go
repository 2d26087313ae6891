package mailin

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"frontdesk/desk"
)

func TestParseHeader(t *testing.T) {
	m := Parse([]byte(strings.ReplaceAll(`Return-Path: <ann+bounce@x.example>
Delivered-To: second@acme.example
X-Original-To: first@acme.example
Received: by mx
From: Ann Lee <ann@x.example>
Sender: office@x.example
Reply-To: "Ann's desk" <desk@x.example>
To: help@acme.example, Team: a@acme.example;
Cc: b@acme.example
Subject: one
Subject: two
Message-ID: <m1@x.example>
In-Reply-To: <p1@x.example>
References: <p0@x.example>
 <p1@x.example>
Date: Tue, 3 Nov 2026 09:15:00 +0100

Hello.
`, "\n", "\r\n")))
	want := map[string][2]any{
		"return path":  {m.ReturnPath, "ann+bounce@x.example"},
		"known":        {m.HasReturnPath, true},
		"null":         {m.NullReturnPath(), false},
		"delivered to": {m.DeliveredTo, []string{"second@acme.example", "first@acme.example"}},
		"author":       {m.Author(), desk.Address{Name: "Ann Lee", Addr: "ann@x.example"}},
		"sender":       {m.Sender, []desk.Address{{Addr: "office@x.example"}}},
		"reply to":     {m.ReplyTo, []desk.Address{{Name: "Ann's desk", Addr: "desk@x.example"}}},
		"to":           {len(m.To), 2},
		"cc":           {m.Cc, []desk.Address{{Addr: "b@acme.example"}}},
		"subject":      {m.Subject, "one"},
		"subjects":     {m.SubjectFields, 2},
		"id":           {m.MessageID, "m1@x.example"},
		"in reply to":  {m.InReplyTo, []string{"p1@x.example"}},
		"references":   {m.References, []string{"p0@x.example", "p1@x.example"}},
		"date":         {m.Date, time.Date(2026, 11, 3, 8, 15, 0, 0, time.UTC)},
		"header":       {m.Header.Values("received"), []string{"by mx"}},
		"text":         {m.Text, "Hello."},
		"typed":        {m.Typed, "Hello."},
		"class":        {m.Class, desk.ClassHuman},
		"problems":     {m.Problems, []string{"more than one Subject field"}},
		"hash":         {len(m.SHA256), 64},
	}
	for name, v := range want {
		if !reflect.DeepEqual(v[0], v[1]) {
			t.Errorf("%s: %#v, want %#v", name, v[0], v[1])
		}
	}
	if m := Parse([]byte("Return-Path: <>\nFrom: a@b.example\n\nx")); !m.NullReturnPath() || m.ReturnPath != "" {
		t.Error("<> is not read as null")
	}
	if m := Parse([]byte("From: a@b.example\n\nx")); m.HasReturnPath || m.NullReturnPath() {
		t.Error("an absent Return-Path is taken for a known one")
	}
}

// TestContentHash: the way that a mail came changes nothing, its content everything.
func TestContentHash(t *testing.T) {
	const base = "From: a@b.example\nTo: c@d.example\nSubject: Door\nDate: Tue, 3 Nov 2026 09:15:00 +0100\nMessage-ID: <1@b.example>\n\nIt sticks.\n"
	hash := func(raw string) string { return Parse([]byte(raw)).ContentHash }
	want := hash(base)
	same := map[string]string{
		"line ends":        strings.ReplaceAll(base, "\n", "\r\n"),
		"trace":            "Received: by x; now\nReturn-Path: <z@b.example>\nDelivered-To: q@d.example\nX-Original-To: q@d.example\n" + base,
		"authentication":   "Authentication-Results: mx; dkim=pass\nReceived-SPF: pass\nARC-Seal: i=1\nDKIM-Signature: v=1\n" + base,
		"filters":          "X-Spam-Score: 1\nX-Virus-Scanned: yes\nX-MS-Exchange-Organization-SCL: 1\n" + base,
		"refolded":         strings.Replace(base, "Subject: Door", "Subject:\n Door", 1),
		"end of the text":  base + "\n\n",
		"transfer changed": strings.Replace(base, "\n\nIt sticks.\n", "\nContent-Transfer-Encoding: base64\n\nSXQgc3RpY2tzLgo=\n", 1),
	}
	for name, raw := range same {
		if hash(raw) != want {
			t.Errorf("%s changes the hash", name)
		}
	}
	other := map[string]string{
		"author":     strings.Replace(base, "a@b", "x@b", 1),
		"name":       strings.Replace(base, "a@b.example", "A <a@b.example>", 1),
		"recipient":  strings.Replace(base, "c@d", "x@d", 1),
		"subject":    strings.Replace(base, "Door", "Doors", 1),
		"date":       strings.Replace(base, "09:15", "09:16", 1),
		"id":         strings.Replace(base, "<1@", "<2@", 1),
		"body":       strings.Replace(base, "sticks", "stinks", 1),
		"type":       strings.Replace(base, "\n\n", "\nContent-Type: text/html\n\n", 1),
		"attachment": strings.Replace(base, "\n\n", "\nContent-Disposition: attachment; filename=x\n\n", 1),
		"reply to":   "Reply-To: x@y.example\n" + base,
	}
	for name, raw := range other {
		if hash(raw) == want {
			t.Errorf("%s does not change the hash", name)
		}
	}
}

func TestBodies(t *testing.T) {
	const from = "From: a@b.example\n"
	alt := func(plain, html string) string {
		return from + "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n" + plain + "\n--b\nContent-Type: text/html\n\n" + html + "\n--b--\n"
	}
	mixed := func(parts ...string) string {
		return from + "Content-Type: multipart/mixed; boundary=b\n\n--b\n" + strings.Join(parts, "\n--b\n") + "\n--b--\n"
	}
	const plain, html = "Content-Type: text/plain\n\n", "Content-Type: text/html\n\n"
	tests := []struct {
		name, raw, text, typed string
		html, only             bool
		files                  int
	}{
		{"plain", from + "\nx", "x", "x", false, false, 0},
		{"html", from + html + "<p>x", "x", "", true, true, 0},
		{"alternative", alt("x", "<p>x"), "x", "x", true, false, 0},
		{"empty plain", alt("  ", "<p>x"), "x", "", true, true, 0},
		{"hint at html", alt("Your program does not support HTML.", "<p>"+strings.Repeat("real text ", 20)), strings.TrimSpace(strings.Repeat("real text ", 20)), "", true, true, 0},
		{"two plain parts", mixed(plain+"x", plain+"y"), "x\n\ny", "x\ny", false, false, 0},
		{"plain and its twin", mixed(plain+"x", html+"<p>x"), "x", "x", true, false, 0},
		{"plain and another html", mixed(plain+"x", html+"<p>y"), "x", "x", true, false, 1},
		{"html and a plain footer", mixed(html+"<p>x", plain+"list footer"), "x\n\nlist footer", "list footer", true, false, 0},
		{"named text is attached", mixed(plain+"x", "Content-Type: text/plain; name=y.txt\n\ny"), "x", "x", false, false, 1},
		{"attached text", mixed("Content-Disposition: attachment\n\ny", plain+"x"), "x", "x", false, false, 1},
		{"enclosed message", mixed(plain+"x", "Content-Type: message/rfc822\n\nSubject: y\n\nz"), "x", "x", false, false, 1},
		{"utf-7", from + "Content-Type: text/plain; charset=utf-7\n\n+AC8-close", "/close", "", false, false, 0},
		{"only an attachment", from + "Content-Type: application/pdf\n\nx", "", "", false, false, 1},
		{"type without subtype", from + "Content-Type: text\n\nx", "x", "x", false, false, 0},
		{"no type at all", from + "Content-Type: \n\nx", "x", "x", false, false, 0},
		{"multipart without parts", from + "Content-Type: multipart/mixed; boundary=b\n\nx", "x", "x", false, false, 0},
		{"multipart in base64", from + "Content-Type: multipart/mixed; boundary=q\nContent-Transfer-Encoding: base64\n\nLS1xCgpoZWxsbwotLXEtLQo=", "hello", "hello", false, false, 0},
		{"digest", from + "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\ny\n--b--", "", "", false, false, 1},
		{"html charset in the text", from + html + "<meta charset=\"iso-8859-15\">\xa4", "€", "", true, true, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := Parse([]byte(tt.raw))
			if m.Text != tt.text || m.Typed != tt.typed {
				t.Errorf("text %q typed %q, want %q and %q", m.Text, m.Typed, tt.text, tt.typed)
			}
			if m.HTML != tt.html || m.HTMLOnly != tt.only || len(m.Attachments) != tt.files {
				t.Errorf("html %v only %v, %d files; want %v %v %d", m.HTML, m.HTMLOnly, len(m.Attachments), tt.html, tt.only, tt.files)
			}
		})
	}
}

func TestAttachmentsInline(t *testing.T) {
	m := Parse([]byte("From: a@b.example\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<img src='cid:one@x'>\n--b\nContent-Type: image/gif\nContent-ID: <one@x>\n\nGIF\n--b\nContent-Type: image/gif\nContent-ID: <two@x>\n\nGIF\n--b\nContent-Type: image/gif\nContent-Disposition: inline; filename=three.gif\n\nGIF\n--b--\n"))
	var got []bool
	for i, a := range m.Attachments {
		got = append(got, a.Inline)
		if a.ID != i+1 || string(readAll(a)) != "GIF" || a.Size != 3 || a.SHA256 == "" {
			t.Errorf("attachment %+v", a)
		}
	}
	if !reflect.DeepEqual(got, []bool{true, false, true}) {
		t.Errorf("inline %v", got)
	}
}

func TestUnflow(t *testing.T) {
	tests := []struct {
		in, want string
		delSp    bool
	}{
		{"one \ntwo\nthree", "one two\nthree", false},
		{"one \ntwo", "onetwo", true},
		{"> one \n> two\nthree", "> one two\nthree", false},
		{"> one \nnew", "> one \nnew", false},
		{">> a \n> b", ">> a \n> b", false},
		{" From here", "From here", false},
		{"text \n-- \nAnn", "text \n-- \nAnn", false},
		{"", "", false},
	}
	for _, tt := range tests {
		if got := unflow(tt.in, tt.delSp); got != tt.want {
			t.Errorf("unflow(%q, %v) = %q, want %q", tt.in, tt.delSp, got, tt.want)
		}
	}
}

// TestJSON holds the object to the names that users rely on, and lists to never be null.
func TestJSON(t *testing.T) {
	raw, err := json.Marshal(JSON("f.eml", Parse(nil)))
	if err != nil {
		t.Fatal(err)
	}
	var o map[string]any
	if err := json.Unmarshal(raw, &o); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"file", "message_id", "subject", "text", "new_text", "signature", "language", "auto", "html", "date", "from", "bounce", "forward"} {
		if _, ok := o[key]; !ok {
			t.Errorf("%s is missing", key)
		}
	}
	for _, key := range []string{"reply_to", "to", "cc", "in_reply_to", "references", "attachments", "problems"} {
		if _, ok := o[key].([]any); !ok {
			t.Errorf("%s is %v, no list", key, o[key])
		}
	}
	if len(o) != 20 {
		t.Errorf("%d keys", len(o))
	}
	full := JSON("f.eml", Parse([]byte("From: Ann <a@b.example>\nDate: Tue, 3 Nov 2026 09:15:00 +0100\n"+strings.Repeat("Received: x\n", 101)+"\nx")))
	raw, _ = json.Marshal(full)
	for _, want := range []string{`"date":"2026-11-03T08:15:00Z"`, `"from":{"name":"Ann","address":"a@b.example"}`, `"problems":["refused: more than 100 Received fields"]`} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("%s is not in %s", want, raw)
		}
	}
}

// BenchmarkParse parses a typical answer of 8 kB: plain text, its HTML twin, a quote.
func BenchmarkParse(b *testing.B) {
	quote := strings.Repeat("> The printer on the third floor jams whenever somebody prints more than ten pages.\n", 30)
	htmlQuote := strings.Repeat("<div>The printer on the third floor jams whenever somebody prints more than ten pages.</div>", 30)
	raw := []byte("Received: from a by b\nReceived: from c by d\nFrom: Ann Lee <ann@x.example>\nTo: desk@acme.example\nSubject: Re: [ACME #7] Printer\nDate: Tue, 3 Nov 2026 09:15:00 +0100\nMessage-ID: <m1@x.example>\nIn-Reply-To: <p1@acme.example>\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nIt jams again.\n\nOn Mon, Nov 2, 2026 at 4:05 PM Desk <desk@acme.example> wrote:\n" + quote + "\n--b\nContent-Type: text/html; charset=utf-8\n\n<div>It jams again.</div><div class=gmail_quote>On Mon<blockquote>" + htmlQuote + "</blockquote></div>\n--b--\n")
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		Parse(raw)
	}
}

// BenchmarkParseLarge parses a mail with an attachment of 20 MB.
func BenchmarkParseLarge(b *testing.B) {
	raw := []byte("From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nsee file\n--b\nContent-Type: application/octet-stream; name=x\nContent-Transfer-Encoding: base64\n\n" +
		strings.Repeat(strings.Repeat("QUJD", 19)+"\r\n", 270000) + "--b--\n")
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		Parse(raw)
	}
}

// tooLong is what no hostile input may take: wide enough for a busy machine and the
// race detector, while quadratic work takes minutes.
const tooLong = 20 * time.Second

// TestParseBounded feeds mails that make careless parsers quadratic.
func TestParseBounded(t *testing.T) {
	const from = "From: a@b.example\n"
	header := func(s string) string { return from + "To: " + s + "\nSubject: " + s + "\nX: " + s + "\n\nx" }
	nested := from + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=\"b--\"\n\n" + strings.Repeat("--b--\n", 100000)
	inputs := map[string]string{
		"encoded words without end": header(strings.Repeat("=?a?q?b ", 10000)),
		"names without address":     header(strings.Repeat("a,", 40000)),
		"angles without end":        header("<" + strings.Repeat(",", 80000)),
		"open comments":             header(strings.Repeat("(", 80000)),
		"open quotes":               header(strings.Repeat("\"\\", 40000)),
		"many recipients":           header(strings.Repeat("a@b.example,", 6000)),
		"closing lines":             nested,
		"no boundary":               from + "Content-Type: multipart/mixed\n\n" + strings.Repeat("--x\n\n", 100000),
		"wrapped attributions":      from + "\n" + strings.Repeat(strings.Repeat("On 2 ", 190)+":\n> x\n", 9000),
		"junk lines":                strings.Repeat("junk\nA: b\n", 900) + strings.Repeat("x", 5<<20),
		"html attributes":           from + "Content-Type: text/html\n\n<p " + strings.Repeat("style=\"display:none\" ", 100000) + ">x",
		"parameters":                from + "Content-Type: text/plain" + strings.Repeat("; a=\"", 40000) + "\n\nx",
		"uuencode":                  from + "\n" + strings.Repeat("begin 644 x\n", 100000),
		"flowed":                    from + "Content-Type: text/plain; format=flowed; delsp=yes\n\n" + strings.Repeat("x \n", 100000),
	}
	for name, in := range inputs {
		start := time.Now()
		Parse([]byte(in))
		if d := time.Since(start); d > tooLong {
			t.Errorf("%s took %v", name, d)
		} else if testing.Verbose() {
			t.Logf("%s: %v", name, d)
		}
	}
}
