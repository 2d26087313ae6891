package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLoadOfAFileThatIsNotThere(t *testing.T) {
	_, err := Load(filepath.Join(t.TempDir(), "none.toml"), nil)
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if _, err := Load(t.TempDir(), nil); err == nil {
		t.Error("a directory is accepted")
	}
}

// TestByteOrderMarkAndLineEnds holds that what other editors write is read, with the right lines.
func TestByteOrderMarkAndLineEnds(t *testing.T) {
	text := "\ufeff" + strings.ReplaceAll(strings.Replace(small, "%s", `"x"`, 1), "\n", "\r\n")
	if _, err := Load(write(t, text), nil); err != nil {
		t.Error(err)
	}
	_, err := Load(write(t, strings.Replace(text, "practice", "practise", 1)), nil)
	var ms Mistakes
	if !errors.As(err, &ms) || len(ms) != 1 || ms[0].Line != 18 || ms[0].Key != "queue.practise" {
		t.Errorf("got %v", err)
	}
}

// TestPathsStartAtTheFile holds that relative paths do not depend on where the daemon was started.
func TestPathsStartAtTheFile(t *testing.T) {
	text := strings.Replace(small, "%s", `"x"`, 1)
	text = strings.Replace(text, "[desk]", "[desk]\ndata = \"data\"", 1) +
		"[templates]\ndir = \".\"\n[[rule_test]]\nmail = \"tests/a.eml\"\nqueue = \"incidents\"\n"
	path := write(t, text)
	c, err := Load(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Dir(path)
	if c.Data != filepath.Join(dir, "data") || c.TemplatesDir != dir || c.RuleTests[0].Mail != filepath.Join(dir, "tests/a.eml") || c.RuleTests[0].Line != 23 {
		t.Errorf("data %s, templates %s, test %+v", c.Data, c.TemplatesDir, c.RuleTests[0])
	}
}

func TestDefaults(t *testing.T) {
	c, err := Load(write(t, strings.Replace(small, "%s", `"x"`, 1)), nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Policy.Tag != "DESK" || c.Policy.Language != "en" || c.Policy.Location.String() != "UTC" || c.Data != "/var/lib/frontdesk" ||
		c.Store.Driver != "sqlite" || c.Preset != "standard" || c.Listen != "" || c.Retain != 0 || c.Policy.Holds || c.Policy.Report != nil || c.Policy.Survey != nil {
		t.Errorf("got %+v", c)
	}
	if b := c.Policy.Mailboxes[0]; b.Subaddress || c.Mailboxes[0].IMAP != nil || c.Mailboxes[0].SMTP.Port != 25 {
		t.Errorf("got %+v, %+v", b, c.Mailboxes[0])
	}
	if a := c.Policy.Agents[0]; a.FullName != "bob" || a.Role != "agent" || a.Language != "en" {
		t.Errorf("got %+v", a)
	}
}

// TestKeysMatchExactly holds that no key is taken in another case, which the decoder below would do.
func TestKeysMatchExactly(t *testing.T) {
	text := strings.Replace(small, "%s", `"x"`, 1)
	for _, key := range []string{"name", "domain", "host", "tls", "password", "address", "queue =", "practice", "agents", "desk]", "mailbox]"} {
		wrong := strings.ToUpper(key[:1]) + key[1:]
		i := strings.LastIndex(text, key)
		_, err := Load(write(t, text[:i]+wrong+text[i+len(key):]), nil)
		if err == nil || !strings.Contains(err.Error(), "case matters") {
			t.Errorf("%s instead of %s: %v", wrong, key, err)
		}
	}
}

func TestLifecycleOfAQueue(t *testing.T) {
	const own = `
[[lifecycle]]
name = "NAME"
statuses = [ { name = "in", category = "new" }, { name = "at", category = "open" }, { name = "done", category = "resolved" }, { name = "over", category = "closed" } ]
take = "at"
resolve = "done"
reopen = "at"
close = "over"
`
	for _, c := range []struct{ lifecycle, practice, extra, want string }{
		{"incident", "service-desk", "", "incident"},
		{"release", "release", "", "release"},
		{"release", "incident", "", "incident"},
		{"mine", "change", `lifecycle = "mine"`, "mine"},
		{"mine", "change", "", "change"},
	} {
		text := strings.Replace(small, "%s", `"x"`, 1)
		text = strings.Replace(text, `practice = "incident"`, `practice = "`+c.practice+"\"\n"+c.extra, 1)
		got, err := Load(write(t, text+strings.Replace(own, "NAME", c.lifecycle, 1)), nil)
		if err != nil {
			t.Fatal(err)
		}
		q := got.Policy.Queues[0]
		if q.Lifecycle != c.want || got.Policy.Lifecycles[q.Lifecycle] == nil {
			t.Errorf("%+v gives %s", c, q.Lifecycle)
		}
		if l := got.Policy.Lifecycles[c.lifecycle]; l.Initial() != "in" {
			t.Errorf("%s was not replaced: %v", c.lifecycle, l.Names())
		}
	}
}

// FuzzLoad holds that no file makes the reader panic, and what is true of all mistakes.
func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"testdata/bad/*.toml", "testdata/doubtful/*.toml", examplePath} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, path := range files {
			data, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(data))
		}
	}
	f.Add("a.b = 1\na = { c = 2 }\n[a.b.c]\n[[a]]\n")
	f.Add("x = [[[{ y = [1, '''\n'''] }]]]\n\"a\\nb\" = 1\n")
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		r := newReader("frontdesk.toml", text, dir, nil)
		c, err := r.config()
		var ms Mistakes
		if err != nil && (!errors.As(err, &ms) || len(ms) == 0) || (c == nil) == (err == nil) {
			t.Fatalf("got %v, %v", c, err)
		}
		if c != nil {
			ms = c.Warnings
		}
		checkMistakes(t, ms, "frontdesk.toml", strings.Count(text, "\n")+1)
	})
}
