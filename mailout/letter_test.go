package mailout

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/mailin"
)

var update = flag.Bool("update", false, "write the golden files anew")

func sample() Letter {
	return Letter{
		From:          desk.Address{Name: "Bob Meyer via ACME Service Desk", Addr: "support@acme.example"},
		To:            desk.Address{Name: "Jörg Weiß", Addr: "joerg@bücher.example"},
		ReplyTo:       desk.Address{Name: "ACME Service Desk", Addr: "support+1.abcdefgh@acme.example"},
		Subject:       "[ACME #1] Drucker im Büro für Öffentlichkeitsarbeit druckt nicht",
		Date:          time.Date(2026, 11, 20, 10, 0, 0, 0, time.FixedZone("", 3600)),
		MessageID:     "1.a.b@desk.acme.example",
		InReplyTo:     "first@example.com",
		References:    []string{"root@example.com", "first@example.com"},
		AutoSubmitted: "auto-generated",
		Headers:       []desk.Field{{Name: "X-Frontdesk-Desk", Value: "desk.acme.example"}, {Name: "List-Id", Value: "incidents <incidents.desk.acme.example>"}},
		Text:          "Grüße\nFrom here on\n.\nzweite Zeile\n",
		HTML:          "<p>Grüße<br>zweite Zeile</p><img src=\"cid:logo@x\">",
	}
}

func withFiles(l Letter) Letter {
	l.Attachments = []desk.Attachment{
		{Name: "report.pdf", Type: "application/pdf", Content: desk.Bytes("\x00\x01\r\n.\r\n\xff" + strings.Repeat("data", 100))},
		{Name: "logo.png", Type: "image/png", Inline: true, ContentID: "logo@x", Content: desk.Bytes("png")},
		{Name: "Übersicht aller Störungen im vierten Quartal 2026 (endgültige Fassung).xlsx", Type: "application/vnd.ms-excel", Content: nil},
		{Name: "old.eml", Type: "message/rfc822", Content: desk.Bytes("Subject: x\r\n\r\ny\r\n")},
		{Name: "", Type: "nonsense", Inline: true, ContentID: "elsewhere@x", Content: desk.Bytes("?")},
	}
	return l
}

func compose(t testing.TB, l Letter) []byte {
	t.Helper()
	raw, err := Compose(l)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestGoldenLetters(t *testing.T) {
	plain := sample()
	plain.HTML = ""
	bare := Letter{From: desk.Address{Addr: "a@b.example"}, To: desk.Address{Addr: "c@d.example"}, MessageID: "m@b.example", Date: plain.Date}
	utf8 := sample()
	utf8.To = desk.Address{Name: "Дана", Addr: "дана@пример.example"}
	for name, l := range map[string]Letter{"plain": plain, "alternative": sample(), "files": withFiles(sample()), "bare": bare, "smtputf8": utf8} {
		t.Run(name, func(t *testing.T) {
			got := compose(t, l)
			file := filepath.Join("testdata", name+".eml")
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("it differs from %s:\n%s", file, got)
			}
		})
	}
}

func TestLetterReadsBack(t *testing.T) {
	l := withFiles(sample())
	raw := compose(t, l)
	m := mailin.Parse(raw)
	if len(m.Problems) > 0 {
		t.Errorf("our own mail is malformed: %v", m.Problems)
	}
	to := desk.Address{Name: "Jörg Weiß", Addr: "joerg@xn--bcher-kva.example"}
	if m.Author() != l.From || m.To[0] != to || m.ReplyTo[0] != l.ReplyTo || m.Subject != l.Subject || !m.Date.Equal(l.Date) {
		t.Errorf("from %v to %v reply-to %v subject %q date %v", m.From, m.To, m.ReplyTo, m.Subject, m.Date)
	}
	if m.MessageID != l.MessageID || strings.Join(m.InReplyTo, " ") != l.InReplyTo || strings.Join(m.References, " ") != strings.Join(l.References, " ") {
		t.Errorf("ids %q %v %v", m.MessageID, m.InReplyTo, m.References)
	}
	if m.Text != l.Text && m.Text != strings.TrimSuffix(l.Text, "\n") {
		t.Errorf("text %q", m.Text)
	}
	if len(m.Attachments) != len(l.Attachments) {
		t.Fatalf("%d attachments", len(m.Attachments))
	}
	for _, want := range l.Attachments {
		found := false
		for _, got := range m.Attachments {
			found = found || bytes.Equal(contentOf(got), contentOf(want)) && (got.Name == want.Name || want.Name == "")
		}
		if !found {
			t.Errorf("attachment %q did not arrive unchanged", want.Name)
		}
	}
	if !bytes.Equal(raw, compose(t, l)) {
		t.Error("the same letter gave other bytes")
	}
}

func TestOtherMessageIDOtherBoundary(t *testing.T) {
	l := sample()
	l.MessageID = "2.a.b@desk.acme.example"
	cut := func(raw []byte) string {
		_, after, _ := strings.Cut(string(raw), "boundary=")
		return after[:40]
	}
	if cut(compose(t, l)) == cut(compose(t, sample())) {
		t.Error("two mails share a boundary")
	}
}

// checkClean holds what every composed mail must be: 7-bit, CRLF, and short lines.
func checkClean(t testing.TB, raw []byte) {
	t.Helper()
	header, _, ok := bytes.Cut(raw, []byte("\r\n\r\n"))
	if !ok {
		t.Fatal("no end of header")
	}
	for i, line := range bytes.Split(raw, []byte("\r\n")) {
		limit := 78
		if i < bytes.Count(header, []byte("\r\n")) && !bytes.Contains(line, []byte(" ")) {
			limit = 998
		}
		if len(line) > limit && bytes.IndexByte(bytes.TrimSpace(line), ' ') >= 0 {
			t.Errorf("line %d has %d characters: %s", i+1, len(line), line)
		}
		if len(line) > 998 {
			t.Errorf("line %d has %d characters", i+1, len(line))
		}
		for _, c := range line {
			if c >= 0x80 || c < ' ' && c != '\t' || c == 0x7f {
				t.Fatalf("line %d has byte %#x: %q", i+1, c, line)
			}
		}
		if i > 0 && len(line) > 0 && len(bytes.TrimSpace(line)) == 0 && i < bytes.Count(header, []byte("\r\n")) {
			t.Errorf("line %d is blank within the header", i+1)
		}
	}
	if !bytes.HasSuffix(raw, []byte("\r\n")) {
		t.Error("the last line has no end")
	}
}

func TestLongValuesAreFolded(t *testing.T) {
	for name, value := range map[string]string{
		"words":     strings.Repeat("ein sehr langer Betreff ", 40),
		"umlauts":   strings.Repeat("Ümläuté in jedem Wört ", 30),
		"one word":  strings.Repeat("x", 3000),
		"one kanji": strings.Repeat("障害", 800),
		"mixed":     "[ACME #1] " + strings.Repeat("ok ", 30) + "Größe " + strings.Repeat("y", 300) + " end",
		"looks":     "=?utf-8?q?not_ours?= and more",
		"blanks":    strings.Repeat("a   b ", 60) + strings.Repeat(" ", 200) + "c",
		"emoji":     strings.Repeat("👩‍👩‍👧", 100),
		"punct":     `a,b;c:d"e\f<g>@h(i)`,
	} {
		t.Run(name, func(t *testing.T) {
			l := withFiles(sample())
			l.HTML, l.Subject, l.From.Name, l.Text = "", value, value, strings.Repeat(value, 3)
			l.Headers = []desk.Field{{Name: "X-Frontdesk-Queue", Value: value}}
			l.Attachments[0].Name = value[:min(len(value), 240)]
			for range 300 {
				l.References = append(l.References, strings.Repeat("r", 200)+"@long.example")
			}
			raw := compose(t, l)
			checkClean(t, raw)
			m := mailin.Parse(raw)
			if got, want := m.Subject, strings.TrimSpace(value); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") {
				t.Errorf("the subject reads back as %q", got)
			}
			if len(m.References) != references || m.References[0] != "root@example.com" {
				t.Errorf("%d references, the first is %q", len(m.References), m.References[0])
			}
			if m.Author().Addr != l.From.Addr {
				t.Errorf("from reads back as %v", m.From)
			}
		})
	}
}

func TestNobodyWritesFieldsOfTheirOwn(t *testing.T) {
	for _, end := range []string{"\r\n", "\n", "\r", "\u2028", "\u0085", "\x00\r\n", "\v", "\r\n\r\n"} {
		evil := "x" + end + "Bcc: victim@example.org" + end + "--=_0_"
		l := sample()
		l.Subject, l.From.Name, l.To.Name, l.InReplyTo, l.AutoSubmitted = evil, evil, evil, evil, evil
		l.References = []string{evil, "good@example.com", "a> <b"}
		l.Headers = []desk.Field{{Name: "X-Frontdesk-Queue", Value: evil}}
		l.Attachments = []desk.Attachment{{Name: evil, Type: "text/plain" + end + "Bcc: y", ContentID: evil, Inline: true, Content: desk.Bytes(evil)}}
		l.HTML += "cid:" + evil
		raw := compose(t, l)
		checkClean(t, raw)
		top, _, _ := strings.Cut(string(raw), "\r\n\r\n")
		_, file, _ := strings.Cut(string(raw), "Content-Disposition")
		for _, line := range strings.Split(top+"\r\n"+file, "\r\n") {
			if strings.HasPrefix(strings.ToLower(line), "bcc:") {
				t.Errorf("end %q: injected %q", end, line)
			}
		}
		m := mailin.Parse(raw)
		if len(m.InReplyTo) != 0 || strings.Join(m.References, " ") != "good@example.com" {
			t.Errorf("end %q: in-reply-to %v, references %v", end, m.InReplyTo, m.References)
		}
	}
}

func TestComposeRefuses(t *testing.T) {
	for name, spoil := range map[string]func(*Letter){
		"no message id":      func(l *Letter) { l.MessageID = "" },
		"message id in two":  func(l *Letter) { l.MessageID = "a b@c" },
		"recipient in two":   func(l *Letter) { l.To.Addr = "a@b.example\r\nBcc: c@d.example" },
		"two recipients":     func(l *Letter) { l.To.Addr = "a@b.example>, <c@d.example" },
		"no sender":          func(l *Letter) { l.From = desk.Address{} },
		"reply-to":           func(l *Letter) { l.ReplyTo.Addr = "nobody" },
		"field of our own":   func(l *Letter) { l.Headers = []desk.Field{{Name: "message-ID", Value: "x"}} },
		"field with a colon": func(l *Letter) { l.Headers = []desk.Field{{Name: "X-A: b", Value: "x"}} },
		"field with a line":  func(l *Letter) { l.Headers = []desk.Field{{Name: "X\r\nA", Value: "x"}} },
		"field without name": func(l *Letter) { l.Headers = []desk.Field{{Value: "x"}} },
	} {
		l := sample()
		spoil(&l)
		if raw, err := Compose(l); err == nil {
			t.Errorf("%s: composed\n%s", name, raw)
		}
	}
}

func TestNeedsUTF8(t *testing.T) {
	l := sample()
	if NeedsUTF8(l) {
		t.Error("a domain that is not ASCII needs no SMTPUTF8")
	}
	l.To.Addr = "jörg@example.com"
	if !NeedsUTF8(l) {
		t.Error("a local part that is not ASCII needs SMTPUTF8")
	}
	if raw := compose(t, l); !bytes.Contains(raw, []byte("<jörg@example.com>")) {
		t.Errorf("the address is not there:\n%s", raw)
	}
}

func FuzzCompose(f *testing.F) {
	f.Add("subject", "name", "file.txt", "text/plain", "cid", "words\n", "id@x")
	f.Add("=?utf-8?q?x?=", "\"a\\\" <b@c>", "../ü\r\n", "a/b; c=\"\r\n\"", "a b", ".\r\n..\r\n", "<x>")
	f.Add(strings.Repeat("ü", 200), strings.Repeat("n ", 100), strings.Repeat("\u00e9", 90), "multipart/mixed", "c", "\x00\xff", "")
	f.Fuzz(func(t *testing.T, subject, name, file, kind, cid, text, ref string) {
		l := sample()
		l.Subject, l.From.Name, l.Text, l.InReplyTo, l.HTML = subject, name, text, ref, "cid:"+cid
		l.References = []string{ref, ref}
		l.Headers = []desk.Field{{Name: "X-Frontdesk-Queue", Value: subject}}
		l.Attachments = []desk.Attachment{{Name: file, Type: kind, ContentID: cid, Inline: true, Content: desk.Bytes(text)}}
		raw := compose(t, l)
		checkClean(t, raw)
		m := mailin.Parse(raw)
		if m.Author().Addr != l.From.Addr || len(m.To) != 1 || m.MessageID != l.MessageID {
			t.Errorf("it reads back as from %v to %v id %q", m.From, m.To, m.MessageID)
		}
		if len(m.Attachments) != 1 || !bytes.Equal(contentOf(m.Attachments[0]), []byte(text)) {
			t.Errorf("%d attachments, or their bytes changed", len(m.Attachments))
		}
	})
}

func BenchmarkCompose(b *testing.B) {
	l := sample()
	for b.Loop() {
		if _, err := Compose(l); err != nil {
			b.Fatal(err)
		}
	}
}

// contentOf is all of an attachment.
func contentOf(a desk.Attachment) []byte {
	b, err := io.ReadAll(a.Open())
	if err != nil {
		panic(err)
	}
	return b
}
