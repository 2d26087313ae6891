package mailin

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/desk"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden reads every mail of testdata and compares what the parser sees in it with
// the golden file beside it. `go test ./mailin -run Golden -update` writes them anew.
func TestGolden(t *testing.T) {
	mails, err := filepath.Glob("testdata/*.eml")
	if err != nil || len(mails) < 50 {
		t.Fatalf("only %d mails in testdata: %v", len(mails), err)
	}
	for _, name := range mails {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".eml"), func(t *testing.T) {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got := describe(Parse(raw))
			golden := strings.TrimSuffix(name, ".eml") + ".golden"
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// describe writes what matters of a mail, for people to review.
func describe(m *desk.Mail) []byte {
	var b bytes.Buffer
	line := func(name string, v any) {
		if s := fmt.Sprint(v); s != "" && s != "[]" {
			fmt.Fprintf(&b, "%s: %s\n", name, s)
		}
	}
	block := func(name, text string) {
		fmt.Fprintf(&b, "-- %s --\n%s\n", name, text)
	}
	line("from", m.From)
	line("from problem", m.FromProblem)
	line("to", m.To)
	line("subject", m.Subject)
	line("date", m.Date.Format("2006-01-02T15:04:05Z07:00"))
	line("message-id", m.MessageID)
	line("references", m.References)
	line("class", m.Class)
	line("because", m.ClassReason)
	line("language", m.Language)
	line("html only", m.HTMLOnly)
	for _, a := range m.Attachments {
		line("attachment", fmt.Sprintf("%d %q %s %d bytes inline=%v cid=%q", a.ID, a.Name, a.Type, a.Size, a.Inline, a.ContentID))
	}
	for _, v := range []struct {
		name  string
		value any
		there bool
	}{{"bounce", m.Bounce, m.Bounce != nil}, {"forward", m.Forward, m.Forward != nil}} {
		if v.there {
			j, _ := json.MarshalIndent(v.value, "", "  ")
			line(v.name, string(j))
		}
	}
	if m.Bounce != nil {
		line("complaint, unreadable", fmt.Sprint(m.Bounce.Complaint, " ", m.Bounce.Unreadable))
	}
	for _, p := range m.Problems {
		line("problem", p)
	}
	line("refused", m.Refused)
	block("text", m.Text)
	block("new text", m.NewText)
	block("signature", m.Signature)
	block("typed", m.Typed)
	return b.Bytes()
}
