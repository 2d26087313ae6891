package mailin

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/desk"
)

// dialect is one case of testdata/dialects; the README there says how it is written.
type dialect struct {
	name, want string
	raw        []byte
}

// dialects reads the cases of one file.
func dialects(t *testing.T, file string) (list []dialect) {
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	fields, _, _ := strings.Cut(returned, "\n\n")
	fill := strings.NewReplacer("{returned}\n", returned, "{fields}", fields)
	for text := range strings.SplitSeq("\n"+string(b), "\n=== ") {
		if head, mail, ok := strings.Cut(text, "\n"); ok {
			name, want, _ := strings.Cut(head, ": ")
			first, _, _ := strings.Cut(mail, "\n")
			if !strings.Contains(mail, "From: ") || !strings.Contains(first, ": ") || strings.HasPrefix(first, "Subject:") && !strings.Contains(mail[:strings.Index(mail, "\n\n")], "\nFrom:") {
				mail = "From: Mail Delivery System <MAILER-DAEMON@mx.example>\n" + mail
			}
			list = append(list, dialect{name, want, []byte(fill.Replace(mail + "\n"))})
		}
	}
	return list
}

// verdict says in the words of the cases what a mail was taken for.
func verdict(m *desk.Mail) string {
	words := []string{string(m.Class)}
	if b := m.Bounce; b != nil {
		words = append(words, map[bool]string{true: "permanent", false: "passing"}[b.Permanent])
		for _, r := range b.Recipients {
			words = append(words, strings.TrimSuffix(r.Address+"/"+r.Status, "/"))
		}
		if b.OriginalMessageID == "out.7@acme.example" {
			words = append(words, "id")
		}
	}
	return strings.Join(words, " ")
}

// TestDialects reads what mail systems and mail programs write on their own.
func TestDialects(t *testing.T) {
	files, err := filepath.Glob("testdata/dialects/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no dialects", err)
	}
	for _, file := range files {
		for _, d := range dialects(t, file) {
			t.Run(fmt.Sprint(strings.TrimSuffix(filepath.Base(file), ".txt"), "/", d.name), func(t *testing.T) {
				if m := Parse(d.raw); verdict(m) != d.want {
					t.Errorf("got  %s\nwant %s\nbecause %s; %+v", verdict(m), d.want, m.ClassReason, m.Bounce)
				}
			})
		}
	}
}
