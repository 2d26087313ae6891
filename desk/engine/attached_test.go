package engine

import (
	"io"
	"testing"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

// keeps is a store that has kept some raw mails.
type keeps struct {
	store.Reader
	raw map[string]string
}

func (k keeps) Raw(sha256 string) ([]byte, error) {
	if raw, ok := k.raw[sha256]; ok {
		return []byte(raw), nil
	}
	return nil, store.ErrNotFound
}

const withPlan = "From: a@x.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
	"--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n" +
	"--b\r\nContent-Type: text/csv; name=plan.csv\r\nContent-Disposition: attachment; filename=plan.csv\r\nContent-Transfer-Encoding: base64\r\n\r\nYSxiCg==\r\n" +
	"--b\r\nContent-Type: text/csv; name=other.csv\r\nContent-Disposition: attachment; filename=other.csv\r\n\r\nc,d\r\n--b--\r\n"

// A notice may attach what came now and what came with an earlier mail: the latter has the bytes of that mail.
func TestAttachmentsOfAnEarlierMail(t *testing.T) {
	k := keeps{raw: map[string]string{"earlier": withPlan}}
	now := desk.Attachment{ID: 1, Name: "now.txt", Content: desk.Bytes("now")}
	earlier := desk.Attachment{ID: 1, Name: "plan.csv"}
	for name, c := range map[string]struct {
		raw  string
		want string
	}{
		"kept":     {"earlier", "plan.csv: a,b\n; now.txt: now; "},
		"not kept": {"gone", "now.txt: now; "},
	} {
		t.Run(name, func(t *testing.T) {
			all, err := attached(k, desk.Notice{Raw: c.raw, Attachments: []desk.Attachment{earlier, now}})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, a := range all {
				content, _ := io.ReadAll(a.Open())
				got += a.Name + ": " + string(content) + "; "
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
