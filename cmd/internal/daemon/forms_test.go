package daemon

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/mailin"
)

// TestFormsOfClients: the same answers are read from the replies of mail programs that quote, rewrap, link and sign in
// ways of their own, and of people who answer behind the labels, below them, above the quote, or by numbers alone.
func TestFormsOfClients(t *testing.T) {
	fields := []desk.ServiceField{
		{Name: "model", Type: "text", Choices: []string{"13 inch", "16 inch"}, Required: true},
		{Name: "needed_by", Type: "date", Required: true},
		{Name: "reason", Type: "text"},
		{Name: "copy_to", Type: "address"},
	}
	const want = "copy_to=erin@example.org model=16 inch needed_by=2026-12-05 reason=The old one fell down the stairs at the customer's office, and its screen has been dark since."
	rests := map[string]string{"webmail-html": "See below.", "outlook-desktop": "Please see below.", "ios": "Model 16 inch. Sorry, properly:"}
	paths, err := filepath.Glob("testdata/forms/*.eml")
	if err != nil || len(paths) < 8 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		m := mailin.Parse([]byte(strings.ReplaceAll(string(raw), "\n", "\r\n")))
		answers, rest := desk.ReadForm(fields, desk.FormText{Text: m.Text, Own: m.NewText, Signature: m.Signature, Sender: m.Author().Name},
			time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC), m.Language)
		var got []string
		for _, name := range slices.Sorted(maps.Keys(answers)) {
			got = append(got, name+"="+strings.ReplaceAll(answers[name].Value, "’", "'")+answers[name].Problem)
		}
		name := strings.TrimSuffix(filepath.Base(path), ".eml")
		if strings.Join(got, " ") != want || rest != rests[name] {
			t.Errorf("%s:\ngot  %s\nwant %s\nrest %q, language %q, of\n%s", name, strings.Join(got, " "), want, rest, m.Language, m.Text)
		}
	}
}
