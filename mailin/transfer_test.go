package mailin

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime/quotedprintable"
	"testing"
)

func TestDecodeTransfer(t *testing.T) {
	tests := []struct {
		name, in, encoding, want string
		problem                  bool
	}{
		{"7bit", "a=b", "7bit", "a=b", false},
		{"none", "a=b", "", "a=b", false},
		{"base64", "SGVsbG8=", "base64", "Hello", false},
		{"base64 over lines", "SGVs\r\nbG8=\r\n", "BASE64", "Hello", false},
		{"base64 without padding", "SGVsbG8", "base64", "Hello", false},
		{"base64 with junk", "SGVs*bG8=", "base64", "Hello", true},
		{"base64 in two pieces", "SGU=\nbGxv", "base64", "Hello", false},
		{"base64 url alphabet", "-_-_", "base64", "\xfb\xff\xbf", false},
		{"base64 label with parameter", "SGVsbG8=", "base64; x=y", "Hello", false},
		{"base64 of nothing", "", "base64", "", false},
		{"qp", "T=C3=BCr =\r\nzu=20\r\n", "quoted-printable", "Tür zu \r\n", false},
		{"qp lower case", "=c3=bc", "Quoted-Printable", "ü", false},
		{"qp bad escape stays", "a=ZZ b=", "quoted-printable", "a=ZZ b", true},
		{"qp trailing space goes", "a  \r\nb", "quoted-printable", "a\r\nb", false},
		{"qp soft break with space", "a= \nb", "quoted-printable", "ab", false},
		{"uu", "begin 644 x\n#0V%T\n`\nend\n", "x-uuencode", "Cat", false},
		{"uu without begin", "#0V%T\n", "uuencode", "#0V%T\n", true},
		{"unknown", "abc", "x-rot13", "abc", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, problem, _ := decodeTransfer([]byte(tt.in), tt.encoding, 1<<20)
			if string(got) != tt.want || (problem != "") != tt.problem {
				t.Errorf("got %q, problem %q; want %q", got, problem, tt.want)
			}
		})
	}
}

func TestTakeUU(t *testing.T) {
	text, files := takeUU([]byte("before\nbegin 644 a/b.txt\n#0V%T\n`\nend\nbetween\nbegin 600 c\n#0V%T\n`\nend\nafter"))
	if string(text) != "before\nbetween\nafter" || len(files) != 2 {
		t.Fatalf("text %q, %d files", text, len(files))
	}
	if files[0].fileName != "b.txt" || string(readAll(files[1].content())) != "Cat" {
		t.Errorf("files %q %q", files[0].fileName, readAll(files[1].content()))
	}
	for _, s := range []string{"begin 644 x\nno end", "begin again", "begin 999 x\n#0V%T\n`\nend\n", "we begin 644 things"} {
		if text, files := takeUU([]byte(s)); string(text) != s || files != nil {
			t.Errorf("takeUU(%q) took something", s)
		}
	}
}

// FuzzDecodeTransfer holds the lenient decoders to what strict encoders write, and to
// any bytes at all.
func FuzzDecodeTransfer(f *testing.F) {
	f.Add([]byte("T\xc3\xbcr =  \r\n.\r\nend"))
	f.Add([]byte("begin 644 x\n#0V%T\n`\nend\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, e := range []string{"base64", "quoted-printable", "x-uuencode"} {
			if out, _, _ := decodeTransfer(b, e, len(b)); len(out) > len(b)+3 {
				t.Fatalf("%s grew from %d to %d bytes", e, len(b), len(out))
			}
		}
		if got := decode(base64.StdEncoding.EncodeToString(b), "base64"); !bytes.Equal(got, b) {
			t.Fatalf("base64: %q, want %q", got, b)
		}
		var qp bytes.Buffer
		w := quotedprintable.NewWriter(&qp)
		w.Binary = true
		w.Write(b)
		w.Close()
		if got := decode(qp.String(), "quoted-printable"); !bytes.Equal(got, b) {
			t.Fatalf("quoted-printable: %q, want %q", got, b)
		}
	})
}

// readAll is all of a content.
func readAll(c interface{ Open() io.Reader }) []byte {
	b, err := io.ReadAll(c.Open())
	if err != nil {
		panic(err)
	}
	return b
}

// decode decodes in one go and in small pieces, and panics where these differ.
func decode(s, encoding string) []byte {
	whole, _, cut := decodeTransfer([]byte(s), encoding, len(s))
	var pieces bytes.Buffer
	if d, _ := newDecoder([]byte(s), encoding); d != nil {
		r := &decodeReader{d: d, buf: make([]byte, 0, decodeStep+7)}
		if _, err := io.Copy(&pieces, r); err != nil || cut || !bytes.Equal(whole, pieces.Bytes()) {
			panic(fmt.Sprintf("%s of %q: %q in one go, %q in pieces", encoding, s, whole, pieces.Bytes()))
		}
	}
	return whole
}
