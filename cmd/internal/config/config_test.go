package config

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the expected messages anew")

// loadFile loads a file of testdata; messages name it without its directory.
func loadFile(t *testing.T, path string) (*Config, error) {
	t.Helper()
	t.Chdir(filepath.Dir(path))
	return Load(filepath.Base(path), nil)
}

func cases(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no files like %s: %v", pattern, err)
	}
	for i, f := range files {
		if files[i], err = filepath.Abs(f); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	want := strings.TrimSuffix(path, ".toml") + ".want"
	if *update {
		if err := os.WriteFile(want, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	text, err := os.ReadFile(want)
	if err != nil {
		t.Fatal(err)
	}
	if got+"\n" != string(text) {
		t.Errorf("%s says\n%s\nbut should say\n%s", filepath.Base(path), got, text)
	}
}

// TestBadConfigurations holds what is said about each broken file in testdata/bad.
func TestBadConfigurations(t *testing.T) {
	files := cases(t, "testdata/bad/*.toml")
	if len(files) < 30 {
		t.Errorf("only %d broken configurations", len(files))
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".toml"), func(t *testing.T) {
			c, err := loadFile(t, path)
			var ms Mistakes
			if !errors.As(err, &ms) || len(ms) == 0 || c != nil {
				t.Fatalf("wanted mistakes, got %v, %v", c, err)
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			checkMistakes(t, ms, filepath.Base(path), strings.Count(string(data), "\n")+1)
			golden(t, path, ms.Error())
		})
	}
}

// checkMistakes holds what is true of every mistake of every file.
func checkMistakes(t *testing.T, ms []Mistake, file string, lines int) {
	t.Helper()
	last := 1
	for _, m := range ms {
		switch {
		case m.File != file:
			t.Errorf("%s: the file is %q", m, m.File)
		case m.Line < 1 || m.Line > lines:
			t.Errorf("%s: there is no such line among %d", m, lines)
		case m.Line < last:
			t.Errorf("%s: stands behind line %d", m, last)
		case m.What == "":
			t.Errorf("%s: says nothing", m)
		case strings.ContainsAny(m.String(), "\r\n"):
			t.Errorf("%q: takes more than a line", m.String())
		}
		last = m.Line
	}
}

// TestDoubtfulConfigurations holds the warnings about each file in testdata/doubtful, which is accepted.
func TestDoubtfulConfigurations(t *testing.T) {
	for _, path := range cases(t, "testdata/doubtful/*.toml") {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".toml"), func(t *testing.T) {
			c, err := loadFile(t, path)
			if err != nil {
				t.Fatal(err)
			}
			checkMistakes(t, c.Warnings, filepath.Base(path), 1000)
			golden(t, path, strings.ReplaceAll(Mistakes(c.Warnings).Error(), filepath.Dir(path), "DIR"))
		})
	}
}
