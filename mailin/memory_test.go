package mailin

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// largeMail is a mail of about size bytes whose bulk is of one kind.
func largeMail(kind string, size int) []byte {
	mixed := func(head, body string) []byte {
		return []byte("From: a@b.example\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee file\r\n--b\r\n" + head + "\r\n\r\n" + body + "\r\n--b--\r\n")
	}
	rows := func(row string) string { return strings.Repeat(row, size/len(row)) }
	base64Row := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("frontdesk"), 6)) + "\r\n"
	switch kind {
	case "base64":
		return mixed("Content-Type: application/zip; name=x.zip\r\nContent-Transfer-Encoding: base64", rows(base64Row))
	case "quoted-printable":
		return mixed("Content-Type: text/csv; name=x.csv\r\nContent-Transfer-Encoding: quoted-printable", rows("a;b;c=3D4;d\r\n"))
	case "binary":
		return mixed("Content-Type: image/png; name=x.png\r\nContent-Transfer-Encoding: binary", rows("0123456789"))
	case "many":
		return mixed("Content-Type: text/plain; name=0.txt", rows("--b\r\nContent-Type: image/png; name=x.png\r\nContent-Transfer-Encoding: base64\r\n\r\n"+strings.Repeat(base64Row, 1500)))
	case "message":
		return mixed("Content-Type: message/rfc822", "Subject: y\r\n\r\n"+rows("some text of a forwarded mail\r\n"))
	case "message-base64":
		return mixed("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64", rows(base64Row))
	case "uuencode":
		return []byte("From: a@b.example\r\n\r\nsee file\r\nbegin 644 x.bin\r\n" + rows("M"+strings.Repeat("0", 60)+"\r\n") + "`\r\nend\r\n")
	case "tnef":
		stream := append(newTNEF(), 1, 0).attribute(2, tnefRendData, nil)
		stream = stream.attribute(2, tnefAttachData, bytes.Repeat([]byte("frontdesk"), size*3/4/9))
		return mixed("Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64", base64.StdEncoding.EncodeToString(stream))
	case "text":
		return []byte("From: a@b.example\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + rows(base64Row))
	case "lines":
		return []byte("From: a@b.example\r\n\r\n" + rows("log: a line of usual length, with the time and what happened\r\n"))
	case "empty-lines":
		return []byte("From: a@b.example\r\n\r\n" + rows("x\n\n\n\n"))
	case "html":
		return []byte("From: a@b.example\r\nContent-Type: text/html\r\n\r\n" + rows("<div style='margin:0'>a line of <b>usual</b> length</div>\r\n"))
	case "smime":
		return mixed("Content-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: base64", rows(base64Row))
	case "footer":
		return []byte("From: a@b.example\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + rows(base64Row) + "QQ==\r\nTo leave this list, write to us.\r\n")
	case "pgp":
		return []byte("From: a@b.example\r\n\r\n-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: x\r\n\r\n" + rows("- a line of usual length, escaped since it begins with a dash\r\n") + "-----BEGIN PGP SIGNATURE-----\r\n\r\nx\r\n-----END PGP SIGNATURE-----\r\n")
	case "unlabelled":
		return []byte("From: a@b.example\r\nContent-Type: text/plain\r\n\r\n" + rows(base64Row))
	case "encoded-multipart":
		return []byte("From: a@b.example\r\nContent-Type: multipart/mixed; boundary=q\r\nContent-Transfer-Encoding: base64\r\n\r\n" + rows(base64Row))
	case "dsn":
		return []byte("From: MAILER-DAEMON@x.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nfailed\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <1@x>\r\n\r\n" + rows("text\r\n") + "--b--\r\n")
	}
	panic(kind)
}

var largeKinds = []string{"base64", "quoted-printable", "binary", "many", "message", "message-base64", "uuencode", "tnef", "text", "lines", "empty-lines", "html", "encoded-multipart", "dsn", "smime", "footer", "pgp", "unlabelled"}

// TestHeap holds mails of 50 MB to 16 MB of heap, all allocations added up, garbage too.
func TestHeap(t *testing.T) {
	const limit = 16 << 20
	for _, kind := range largeKinds {
		size := 10 << 20 // enough to see what grows with the mail
		if !raceDetector {
			size = 50 << 20
		}
		raw := largeMail(kind, size)
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		m := Parse(raw)
		runtime.ReadMemStats(&after)
		used := after.TotalAlloc - before.TotalAlloc
		t.Logf("%-18s %2d MB of mail, %6.2f MB of heap, %d attachments", kind, len(raw)>>20, float64(used)/(1<<20), len(m.Attachments))
		if used > limit {
			t.Errorf("%s: a mail of %d bytes takes %d bytes of heap, the limit is %d", kind, len(raw), used, limit)
		}
	}
}

// TestNothingCutIsLost: what is too large to be read is attached whole.
func TestNothingCutIsLost(t *testing.T) {
	for _, kind := range []string{"text", "lines", "empty-lines", "html"} {
		m := Parse(largeMail(kind, 5<<20))
		if len(m.Attachments) != 1 || m.Attachments[0].Size < 3<<20 || m.Text == "" || len(m.Problems) == 0 {
			t.Errorf("%s: %d attachments, %d bytes of text, problems %v", kind, len(m.Attachments), len(m.Text), m.Problems)
		}
	}
}

// TestAttachmentsReadTwice: content can be opened again, and is what size and hash say.
func TestAttachmentsReadTwice(t *testing.T) {
	for _, kind := range largeKinds {
		for _, a := range Parse(largeMail(kind, 1<<20)).Attachments {
			first, second := readAll(a), readAll(a)
			if len(first) != a.Size || !bytes.Equal(first, second) || sha256Hex(first) != a.SHA256 {
				t.Errorf("%s: %s is said to have %d bytes, read %d and %d", kind, a.Name, a.Size, len(first), len(second))
			}
		}
	}
}

// BenchmarkSize shows that the work is in proportion to the size of the mail.
func BenchmarkSize(b *testing.B) {
	for _, kind := range []string{"base64", "many", "lines", "html"} {
		for _, size := range []int{10 << 10, 100 << 10, 1 << 20, 10 << 20} {
			raw := largeMail(kind, size)
			b.Run(fmt.Sprintf("%s/%dkB", kind, size>>10), func(b *testing.B) {
				b.SetBytes(int64(len(raw)))
				b.ReportAllocs()
				for b.Loop() {
					Parse(raw)
				}
			})
		}
	}
}

// nested is a mail with so many levels of parts.
func nested(levels int) []byte {
	var head, tail strings.Builder
	head.WriteString("From: a@b.example\n")
	for i := range levels {
		fmt.Fprintf(&head, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	head.WriteString("\nhello\n")
	for i := levels - 1; i >= 0; i-- {
		fmt.Fprintf(&tail, "--b%d--\n", i)
	}
	return []byte(head.String() + tail.String())
}

// nestedHTML is an HTML mail with so many open elements, all quotes.
func nestedHTML(levels int) []byte {
	return []byte("From: a@b.example\nContent-Type: text/html\n\n" + strings.Repeat("<blockquote><div>", levels) + "hello" + strings.Repeat("</div></blockquote>", levels))
}

// BenchmarkNesting shows that depth costs no more than the bytes that it takes up: what
// is too deep is refused, in HTML it is only text.
func BenchmarkNesting(b *testing.B) {
	for name, make := range map[string]func(int) []byte{"parts": nested, "html": nestedHTML} {
		for _, levels := range []int{1, 10, 32, 100, 1000, 10000} {
			raw := make(levels)
			b.Run(fmt.Sprintf("%s/%d", name, levels), func(b *testing.B) {
				b.SetBytes(int64(len(raw)))
				for b.Loop() {
					Parse(raw)
				}
			})
		}
	}
}

// TestLinear holds the time for a mail to its size: ten times as much may take no more
// than thirty times as long, which quadratic work does not keep by far.
func TestLinear(t *testing.T) {
	if raceDetector {
		t.Skip("measures time, which the race detector distorts")
	}
	for _, kind := range largeKinds {
		small, large := fastest(largeMail(kind, 400<<10)), fastest(largeMail(kind, 4<<20))
		if large > 30*small {
			t.Errorf("%s: 400 kB take %v, 4 MB %v", kind, small, large)
		}
	}
}

// fastest is the shortest of three times that parsing took.
func fastest(raw []byte) time.Duration {
	best := time.Hour
	for range 3 {
		start := time.Now()
		Parse(raw)
		best = min(best, time.Since(start))
	}
	return best
}

func sha256Hex(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
