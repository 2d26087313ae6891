package mailin

import (
	"encoding/base64"
	"encoding/binary"
	"testing"
	"unicode/utf16"

	"frontdesk/desk"
)

// tnef builds a stream of attributes.
type tnef []byte

func newTNEF() tnef { return binary.LittleEndian.AppendUint32(nil, tnefSignature)[:4:4] }

func (b tnef) attribute(level byte, id uint16, data []byte) tnef {
	b = append(b, level)
	b = binary.LittleEndian.AppendUint16(b, id)
	b = binary.LittleEndian.AppendUint16(b, 0)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
	b = append(b, data...)
	return append(b, 0, 0)
}

// property encodes one property of variable size.
func property(kind, id uint16, value []byte) []byte {
	b := binary.LittleEndian.AppendUint16(nil, kind)
	b = binary.LittleEndian.AppendUint16(b, id)
	b = binary.LittleEndian.AppendUint32(b, 1)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(value)))
	b = append(b, value...)
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

func properties(list ...[]byte) []byte {
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(list)))
	for _, p := range list {
		b = append(b, p...)
	}
	return b
}

func utf16LE(s string) (b []byte) {
	for _, u := range utf16.Encode([]rune(s + "\x00")) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

func sampleTNEF() []byte {
	number := []byte{3, 0, 0x01, 0x0e, 7, 0, 0, 0} // a property of fixed size before the others
	named := append(append([]byte{0x1e, 0, 0x01, 0x80}, make([]byte, 20)...), 9, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 'x', 0, 0, 0)
	b := append(newTNEF(), 1, 0)
	b = b.attribute(1, tnefMAPIProps, properties(number, named, property(0x1f, mapiBody, utf16LE("The gate is stuck."))))
	b = b.attribute(2, tnefRendData, nil)
	b = b.attribute(2, tnefTitle, []byte("GATE~1.PDF\x00"))
	b = b.attribute(2, tnefAttachData, []byte("%PDF-"))
	b = b.attribute(2, tnefAttachment, properties(property(0x1f, mapiLongName, utf16LE("../Tür plan.pdf")), property(0x1e, mapiMIMETag, []byte("application/pdf\x00"))))
	b = b.attribute(2, tnefRendData, nil)
	b = b.attribute(2, tnefTitle, []byte("second.txt\x00"))
	return b.attribute(2, tnefAttachData, []byte("two"))
}

func TestReadTNEF(t *testing.T) {
	c, ok := readTNEF(desk.Bytes(sampleTNEF()))
	if !ok || c.body != "The gate is stuck." || len(c.files) != 2 {
		t.Fatalf("ok %v, body %q, %d files", ok, c.body, len(c.files))
	}
	if f := c.files[0]; f.fileName != "Tür plan.pdf" || f.mediaType != "application/pdf" || string(readAll(f.content())) != "%PDF-" {
		t.Errorf("first file %q %s %q", f.fileName, f.mediaType, readAll(f.content()))
	}
	if f := c.files[1]; f.fileName != "second.txt" || f.mediaType != "application/octet-stream" || string(readAll(f.content())) != "two" {
		t.Errorf("second file %q %s %q", f.fileName, f.mediaType, readAll(f.content()))
	}
	for name, b := range map[string][]byte{"nothing": nil, "no signature": []byte("hello there, all"), "signature alone": append(newTNEF(), 1, 0)} {
		if _, ok := readTNEF(desk.Bytes(b)); ok {
			t.Errorf("%s is taken for TNEF", name)
		}
	}
}

// TestParseTNEF: what stands inside takes the place of winmail.dat; a broken one stays.
func TestParseTNEF(t *testing.T) {
	mail := func(b []byte, text string) []byte {
		return []byte("From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n" + text + "\n--b\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString(b) + "\n--b--\n")
	}
	m := Parse(mail(sampleTNEF(), "see files"))
	if m.Text != "see files" || len(m.Attachments) != 2 || m.Attachments[0].Name != "Tür plan.pdf" {
		t.Errorf("text %q, attachments %+v", m.Text, m.Attachments)
	}
	m = Parse(mail(sampleTNEF(), ""))
	if m.Text != "The gate is stuck." || m.Typed != "" {
		t.Errorf("without a text of its own: %q, typed %q", m.Text, m.Typed)
	}
	m = Parse(mail([]byte("x\x9f>\"\x01\x00broken"), "see files"))
	if len(m.Attachments) != 1 || m.Attachments[0].Name != "winmail.dat" {
		t.Errorf("a broken one: %+v", m.Attachments)
	}
}

func FuzzReadTNEF(f *testing.F) {
	f.Add(sampleTNEF())
	f.Add([]byte(append(newTNEF(), 1, 0, 2, 3, 0x90, 0, 0, 0xff, 0xff, 0xff, 0x7f)))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, _ := readTNEF(desk.Bytes(b))
		total := 0
		for _, file := range c.files {
			total += len(readAll(file.content()))
		}
		if total > len(b) {
			t.Fatalf("%d bytes of files in %d bytes", total, len(b))
		}
	})
}
