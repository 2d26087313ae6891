package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// articlesOf writes a configuration with a directory of articles, and loads it.
func articlesOf(t *testing.T, more string, files map[string]string) (*Config, string, error) {
	t.Helper()
	path := write(t, strings.Replace(small, "%s", `"x"`, 1)+"\n[knowledge]\ndir = \"kb\"\n"+more)
	dir := filepath.Join(filepath.Dir(path), "kb")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := Load(path, nil)
	return c, dir, err
}

func TestArticlesAreRead(t *testing.T) {
	c, _, err := articlesOf(t, "suggest_requesters = true\n", map[string]string{
		"reset.md": "---\ntitle: Reset\npublic: true\n---\nHello {{requester}}.", "vpn.md": "# VPN\n\nwords", "README.md": "not {{one}}", "notes.txt": "{{none}}", ".x.md": ""})
	if err != nil {
		t.Fatal(err)
	}
	k := c.Policy.Knowledge
	var names []string
	for _, a := range k.Base.Articles() {
		names = append(names, a.Name+"/"+a.Title)
	}
	if !k.Suggest || !k.SuggestRequesters || !slices.Equal(names, []string{"reset/Reset", "vpn/VPN"}) {
		t.Errorf("%+v: %v", k, names)
	}
}

// TestMistakesInArticles stand with file and line beside those of the configuration.
func TestMistakesInArticles(t *testing.T) {
	_, dir, err := articlesOf(t, "sugest = true\n", map[string]string{
		"a.md": "---\ntitle: x\n---\n\n{{requestr}}", "b c.md": "# T\nwords", "d.md": "# D\nwords", "D.md": "# D\nwords", "large.md": strings.Repeat("x", maxArticle+1)})
	var ms Mistakes
	if !errors.As(err, &ms) {
		t.Fatal(err)
	}
	text := ms.Error()
	for _, want := range []string{
		filepath.Join(dir, "a.md") + `:5: there is no field "requestr" (did you mean requester?)`,
		filepath.Join(dir, "b c.md") + `:1: "b c" is no name of an article`,
		filepath.Join(dir, "d.md") + ":1: its name is that of D.md",
		filepath.Join(dir, "large.md") + ":1: it is larger than 32 KiB",
		"knowledge.sugest: there is no such key",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not said in\n%s", want, text)
		}
	}
	if len(ms) != 5 {
		t.Errorf("%d mistakes", len(ms))
	}
}

func TestNoDirectoryOfArticles(t *testing.T) {
	c, err := Load(write(t, strings.Replace(small, "%s", `"x"`, 1)+"\n[knowledge]\ndir = \"none\"\n"), nil)
	if err != nil || c.Policy.Knowledge.Base.Articles() != nil || !strings.Contains(fmt.Sprint(c.Warnings), `the directory "none" cannot be read`) {
		t.Errorf("%v %v", err, c.Warnings)
	}
}
