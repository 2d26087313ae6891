package mailin

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestReadSection(t *testing.T) {
	tests := []struct {
		name, raw string
		fields    []rawField
		body      string
		problems  int
	}{
		{"plain", "A: 1\r\nB: 2\r\n\r\nbody\r\n", []rawField{{"A", "1"}, {"B", "2"}}, "body\r\n", 0},
		{"folded over three lines", "A: 1\n 2\n\t3\nB: x\n\nbody", []rawField{{"A", "1 2 3"}, {"B", "x"}}, "body", 0},
		{"folded from an empty value", "A:\n 1\n\nb", []rawField{{"A", "1"}}, "b", 0},
		{"blank continuation", "A: 1\n \nB: 2\n\nb", []rawField{{"A", "1"}, {"B", "2"}}, "b", 0},
		{"doubled CR", "A: 1\r\r\nB: 2\r\r\n\r\r\nb", []rawField{{"A", "1"}, {"B", "2"}}, "b", 0},
		{"bare CR makes no field", "A: 1\rB: 2\n\nb", []rawField{{"A", "1\rB: 2"}}, "b", 0},
		{"mbox line", "From a@b.example Tue\nA: 1\n\nb", []rawField{{"A", "1"}}, "b", 1},
		{"leading empty line", "\r\nA: 1\n\nb", []rawField{{"A", "1"}}, "b", 1},
		{"junk line between", "A: 1\njunk here\nB: 2\n\nb", []rawField{{"A", "1"}, {"B", "2"}}, "b", 1},
		{"no empty line", "A: 1\nhello you\nbye\n", []rawField{{"A", "1"}}, "hello you\nbye\n", 1},
		{"space before colon", "A : 1\n\nb", []rawField{{"A", "1"}}, "b", 0},
		{"no header", "Hello, you\nand bye", nil, "Hello, you\nand bye", 1},
		{"header only", "A: 1", []rawField{{"A", "1"}}, "", 0},
		{"nothing", "", nil, "", 0},
		{"empty header", "\nbody", nil, "body", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, body := readSection([]byte(tt.raw))
			if !reflect.DeepEqual(s.fields, tt.fields) {
				t.Errorf("fields %q, want %q", s.fields, tt.fields)
			}
			if string(body) != tt.body {
				t.Errorf("body %q, want %q", body, tt.body)
			}
			if len(s.problems) != tt.problems || s.refused != "" {
				t.Errorf("problems %q, refused %q", s.problems, s.refused)
			}
		})
	}
}

func TestSectionLookups(t *testing.T) {
	s, _ := readSection([]byte("To: a\nCc: b\nTO: c\n\n"))
	if s.get("to") != "a" || s.get("bcc") != "" || !s.has("CC") || s.has("Bcc") {
		t.Errorf("get and has: %q %q", s.get("to"), s.get("bcc"))
	}
	if got := s.all("To"); !reflect.DeepEqual(got, []string{"a", "c"}) {
		t.Errorf("all: %q", got)
	}
}

// TestLimits holds every limit at its edge: the last mail that is read, the first that
// is refused.
func TestLimits(t *testing.T) {
	const from = "From: a@b.example\n"
	nested := func(n int) string {
		var open strings.Builder
		open.WriteString(from)
		for i := range n {
			fmt.Fprintf(&open, "Content-Type: multipart/mixed; boundary=b%dx\n\n--b%dx\n", i, i)
		}
		return open.String() + "\ndeep\n"
	}
	enclosed := func(n int) string {
		return from + strings.Repeat("Content-Type: message/rfc822\n\n", n) + "Subject: x\n\ndeep\n"
	}
	parts := func(n int) string {
		return from + "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", n) + "--b--\n"
	}
	repeated := func(field string, n int) string { return from + strings.Repeat(field, n) + "\nbody\n" }
	tests := []struct{ name, good, bad, refused string }{
		{"multiparts", nested(32), nested(33), "nested more than 32 deep"},
		{"enclosed messages", enclosed(32), enclosed(33), "nested more than 32 deep"},
		{"parts", parts(999), parts(1000), "more than 1000 parts"},
		{"fields", repeated("X: y\n", 999), repeated("X: y\n", 1000), "header section of more than 1000 fields"},
		{"header bytes", repeated("X: "+strings.Repeat("y", 1000)+"\n", 200), repeated("X: "+strings.Repeat("y", 1000)+"\n", 300), "header section of more than 256 KiB"},
		{"Received", repeated("Received: by x\n", 100), repeated("Received: by x\n", 101), "more than 100 Received fields"},
		{"From", "From: " + strings.Repeat("n", 4000) + " <a@b.example>\n\nx", "From: " + strings.Repeat("n", 4100) + " <a@b.example>\n\nx", "From field of more than 4 KiB"},
		{"recipients have no such limit", "To: " + strings.Repeat("n@o.example, ", 900) + "\n\nx", repeated("Sender: "+strings.Repeat("n", 4100)+"\n", 1), "Sender field of more than 4 KiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if m := Parse([]byte(tt.good)); m.Refused != "" {
				t.Errorf("refused although within the limit: %s", m.Refused)
			}
			if m := Parse([]byte(tt.bad)); m.Refused != tt.refused {
				t.Errorf("refused %q, want %q", m.Refused, tt.refused)
			}
		})
	}
}

func TestRefusedKeepsHeader(t *testing.T) {
	raw := "From: Ann <ann@b.example>\nSubject: deep\n" + strings.Repeat("Received: x\n", 101) + "\nbody"
	m := Parse([]byte(raw))
	if m.Refused == "" || m.Subject != "deep" || m.Author().Addr != "ann@b.example" || m.ContentHash == "" {
		t.Errorf("refused %q, subject %q, author %v", m.Refused, m.Subject, m.Author())
	}
}

func FuzzReadSection(f *testing.F) {
	for _, s := range []string{"A: 1\n b\n\nbody", "\n\n", "From x\n>From y\nA:", "A: 1\njunk\nB: 2\n\n", ":\n :\n", " lead\nA: b"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s, body := readSection(b)
		if len(body) > len(b) || !bytes.HasSuffix(b, body) {
			t.Fatal("the body is no end of the mail")
		}
		for _, field := range s.fields {
			if field.name == "" || strings.ContainsAny(field.name, " \n:") || strings.Contains(field.value, "\n") {
				t.Fatalf("bad field %q", field)
			}
		}
	})
}
