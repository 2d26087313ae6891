package mailin

import (
	"bytes"
	"encoding/json"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"frontdesk/desk"
)

// The fuzz targets begin with the mails of testdata, and with those of the directory
// that FRONTDESK_SEEDS names. Beside what a result must be, each holds the work to the
// size of the input: see mustBeLinear.

// maxSeed is the size of a mail from which it is no seed: mutations of it take too long.
const maxSeed = 64 << 10

// seedMails calls f for every mail that the fuzz targets begin with.
func seedMails(f *testing.F, add func(raw []byte)) {
	for _, root := range []string{"testdata", os.Getenv("FRONTDESK_SEEDS")} {
		if root == "" {
			continue
		}
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.Contains(name, "/fuzz/") || root == "testdata" && filepath.Ext(name) != ".eml" {
				return err
			}
			raw, err := os.ReadFile(name)
			if err == nil && len(raw) <= maxSeed {
				add(raw)
			}
			return err
		})
		if err != nil {
			f.Fatal(err)
		}
	}
}

// grown is an input of about size bytes: b with its second half, or all of it, again
// and again. What is harmless once shows what it costs when there is more of it.
func grown(b []byte, half bool, size int) []byte {
	row := b
	if half {
		row = b[len(b)/2:]
	}
	if len(row) == 0 {
		return b
	}
	return append(b[:len(b):len(b)], bytes.Repeat(row, size/len(row)+1)...)
}

// mustBeLinear fails when the work grows faster than the input: sixteen times as much
// of it may take forty times as long; quadratic work takes 256 times. Only one input
// of many is tried, chosen by its hash, so that a failure comes back.
func mustBeLinear(t *testing.T, in []byte, oneOf uint32, work func([]byte)) {
	h := fnv.New32a()
	h.Write(in)
	if raceDetector || len(in) == 0 || h.Sum32()%oneOf != 0 {
		return
	}
	if small, large, ok := growth(in, h.Sum32()&(1<<20) != 0, work); !ok {
		t.Fatalf("16 times the input takes %v instead of %v", large, small)
	}
}

// growth measures what an input costs that is grown to 16 kB and to 256 kB. A measure
// that looks bad is taken again: the collector may have come in between.
func growth(in []byte, half bool, work func([]byte)) (small, large time.Duration, ok bool) {
	a, b := grown(in, half, 16<<10), grown(in, half, 256<<10)
	if len(a) > 48<<10 {
		return 0, 0, true // too large to grow by much
	}
	small, large = time.Hour, time.Hour
	for range 5 {
		small = min(small, cpuTime(func() { work(a) }))
		large = min(large, cpuTime(func() { work(b) }))
		if large < 10*time.Millisecond || large < 40*max(small, 250*time.Microsecond) {
			return small, large, true
		}
	}
	return small, large, false
}

// twice is what read gives, which must be the same each time.
func twice[T any](t *testing.T, read func() T) T {
	first := read()
	if again := read(); !reflect.DeepEqual(first, again) {
		t.Fatalf("reading twice gives two results: %+v and %+v", first, again)
	}
	return first
}

// FuzzParse feeds whole mails to the walker. Whatever comes, the result is text, and
// parsing it twice gives the same.
func FuzzParse(f *testing.F) {
	seedMails(f, func(raw []byte) { f.Add(raw) })
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := twice(t, func() *desk.Mail { return Parse(raw) })
		for _, s := range []string{m.Subject, m.Text, m.NewText, m.Signature, m.Typed, m.MessageID, m.ReturnPath} {
			if !utf8.ValidString(s) || strings.Contains(s, "\x00") {
				t.Fatalf("%q is no clean UTF-8", s)
			}
		}
		if m.Class == "" || m.ContentHash == "" || m.Class == desk.ClassBounce && m.Bounce == nil {
			t.Fatalf("class %q hash %q", m.Class, m.ContentHash)
		}
		size := 0
		for _, a := range m.Attachments {
			size += a.Size
			if a.Name == "" || a.Type == "" || strings.ContainsAny(a.Name, "/\\\x00\r\n") {
				t.Fatalf("attachment %q %q", a.Name, a.Type)
			}
		}
		if size > 2*len(raw) {
			t.Fatalf("%d bytes of attachments in %d bytes", size, len(raw))
		}
		if _, err := json.Marshal(JSON("x", m)); err != nil {
			t.Fatal(err)
		}
		mustBeLinear(t, raw, 256, func(b []byte) { Parse(b) })
	})
}

// FuzzHeader feeds header sections to everything that reads them: encoded words,
// addresses, ids, dates, parameters.
func FuzzHeader(f *testing.F) {
	seedMails(f, func(raw []byte) {
		_, body := readSection(raw)
		f.Add(raw[:len(raw)-len(body)])
	})
	f.Add([]byte("Subject: =?utf-8?Q?a?= =?utf-8?B?4oI=?= =? =?a?b? =?utf-7?Q?+AC8-?=\nFrom: =?iso-2022-jp?B?GyRC?= T\xfcr\x1b$B <a@b>\n"))
	type result struct {
		mail *desk.Mail
		part *part
	}
	read := func(raw []byte) result {
		m, w := &desk.Mail{}, &walker{}
		s, _ := readSection(raw)
		readHeader(m, &s)
		p := &part{header: s}
		w.readContentFields(p, "text/plain")
		return result{m, p}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		r := twice(t, func() result { return read(raw) })
		m, p := r.mail, r.part
		texts := []string{m.Subject, m.MessageID, m.ReturnPath, p.mediaType, p.fileName}
		for _, list := range [][]desk.Address{m.From, m.To, m.Cc, m.ReplyTo, m.Sender} {
			for _, a := range list {
				texts = append(texts, a.Name, a.Addr)
			}
		}
		for _, field := range m.Header {
			texts = append(texts, field.Value)
		}
		for _, s := range append(texts, m.References...) {
			if !utf8.ValidString(s) || strings.ContainsAny(s, "\r\n\x00\u2028\u202e") {
				t.Fatalf("%q may break a line", s)
			}
		}
		mustBeLinear(t, raw, 256, func(b []byte) { read(b) })
		mustBeLinear(t, raw, 256, func(b []byte) { headerText(string(b)); parseAddresses(string(b)); parseParams(string(b)) })
	})
}

// seedParts calls add for the decoded leaves of a type of all seeds.
func seedParts(f *testing.F, mediaType string, add func(text string)) {
	seedMails(f, func(raw []byte) {
		w := &walker{}
		s, body := readSection(raw)
		w.part(s, body, 0, "text/plain").leaves(func(p *part) {
			if p.mediaType == mediaType {
				add(w.text(p))
			}
		})
	})
}

// FuzzHTML feeds the converter.
func FuzzHTML(f *testing.F) {
	seedParts(f, "text/html", func(text string) { f.Add(text) })
	f.Add("<p>a<blockquote type=cite>b<div style='display:none'><table><td>x</table><ol><li>a<ul><li>b</ol><pre>a\n</pre><hr><a href=http://x>y</p><br><img alt=\U0001f600>")
	f.Fuzz(func(t *testing.T, s string) {
		lines := twice(t, func() []textLine { lines, _ := htmlLines(s); return lines })
		for _, l := range lines {
			if strings.Contains(l.text, "\n") || l.depth < 0 {
				t.Fatalf("bad line %+v", l)
			}
		}
		if utf8.ValidString(s) && !utf8.ValidString(joinLines(lines)) {
			t.Fatal("no UTF-8")
		}
		mustBeLinear(t, []byte(s), 256, func(b []byte) { htmlLines(string(b)) })
	})
}

// FuzzReply feeds the splitter. Nothing comes out that was not written.
func FuzzReply(f *testing.F) {
	seedParts(f, "text/plain", func(text string) { f.Add(text, false) })
	for _, s := range []string{"a\n> b", "On Mon, Nov 2, 2026 Bob\n<b@x> wrote:\n> x", "From: a@b\nDate: 1.2.2026\nTo: c\n\nx", "---- Original Message ----\nx"} {
		f.Add(s, false)
		f.Add(s, true)
	}
	f.Add("x\n\n---------- Forwarded message\nFrom: x\nDate: 1.2.2026\nTo: c\n\nx\n-- \ny\n## Reply above this line ##\n", true)
	f.Fuzz(func(t *testing.T, s string, forward bool) {
		r := twice(t, func() reply { return splitReply(plainLines(normalText(s)), forward) })
		if utf8.ValidString(s) && !utf8.ValidString(r.text+r.signature+r.typed) {
			t.Fatal("no UTF-8")
		}
		for _, line := range strings.Split(r.text, "\n") {
			if line != "" && !strings.Contains(s, strings.TrimSpace(line)) && !strings.ContainsAny(s, "\r\f\v\x00") {
				t.Fatalf("%q was never written", line)
			}
		}
		for _, line := range strings.Split(r.typed, "\n") {
			if isQuoteMark(bareText(line)) {
				t.Fatalf("a quote counts as typed: %q", line)
			}
		}
		mustBeLinear(t, []byte(s), 256, func(b []byte) { splitReply(plainLines(normalText(string(b))), forward) })
	})
}

// FuzzBounce reads whole mails as delivery reports and as complaints, whatever they are.
func FuzzBounce(f *testing.F) {
	seedMails(f, func(raw []byte) {
		if b := Parse(raw).Bounce; b != nil {
			f.Add(raw)
		}
	})
	f.Add([]byte("From: a@b\n\n{\"notificationType\":\"Bounce\"}"))
	read := func(raw []byte) []*desk.Bounce {
		w, m := &walker{}, &desk.Mail{}
		s, body := readSection(raw)
		readHeader(m, &s)
		root := w.part(s, body, 0, "text/plain")
		m.Text = w.text(root)
		list := []*desk.Bounce{readBounce(m, root, w), readComplaint(m, root, w)}
		if byCloudReport(m, root, w); m.Bounce != nil {
			list = append(list, m.Bounce)
		}
		return list
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, b := range twice(t, func() []*desk.Bounce { return read(raw) }) {
			for _, r := range b.Recipients {
				if s := r.Address + r.Reason + r.Status + r.Action; !utf8.ValidString(s) || strings.ContainsAny(s, "\r\n\x00") {
					t.Fatalf("recipient %q", r)
				}
				if r.Status != "" && statusCode(r.Status) != r.Status {
					t.Fatalf("status %q", r.Status)
				}
			}
			if len(b.Recipients) > maxBounceRecipients || len(b.Recipients) == 0 && !b.Unreadable && !b.Complaint {
				t.Fatalf("%+v", b)
			}
		}
		mustBeLinear(t, raw, 256, func(b []byte) { read(b) })
	})
}

// TestGrowth holds every mail of testdata to linear work, whole and as a report.
func TestGrowth(t *testing.T) {
	if raceDetector {
		t.Skip("measures time, which the race detector distorts")
	}
	mails, _ := filepath.Glob("testdata/*.eml")
	for _, name := range mails {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, half := range []bool{false, true} {
			if small, large, ok := growth(raw, half, func(b []byte) { Parse(b) }); !ok {
				t.Errorf("%s: 16 times the mail takes %v instead of %v", name, large, small)
			}
		}
	}
}
