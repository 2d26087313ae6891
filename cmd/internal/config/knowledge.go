package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"frontdesk/desk"
	"frontdesk/desk/knowledge"
)

// maxArticle is the size of a file beyond which it is hardly an article for a mail, in bytes.
const maxArticle = 32 << 10

// readKnowledge reads the articles: every file NAME.md of the directory but README.md.
func readKnowledge(top table, c *Config) {
	t, ok := top.section("knowledge")
	if !ok {
		return
	}
	t.missing("dir", `"knowledge"`)
	k := desk.Knowledge{Suggest: t.boolean("suggest", true), SuggestRequesters: t.boolean("suggest_requesters", false)}
	if s := t.line("dir", ""); s != "" {
		dir := t.resolve(s)
		if paths, err := articlePaths(dir); err != nil {
			t.doubt("dir", "the directory "+strconv.Quote(s)+" cannot be read", "there are no articles")
		} else {
			k.Base = knowledge.New(t.articles(paths, c.Policy.Services))
		}
	}
	t.close()
	c.Policy.Knowledge = k
}

// articlePaths are the files of articles, by name.
func articlePaths(dir string) (paths []string, err error) {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if name := e.Name(); strings.HasSuffix(name, ".md") && !strings.HasPrefix(name, ".") && !strings.EqualFold(name, "readme.md") && !e.IsDir() {
			paths = append(paths, filepath.Join(dir, name))
		}
	}
	return paths, err
}

// articles reads files; each mistake in them is one of the configuration.
func (t table) articles(paths []string, services []desk.Service) (all []knowledge.Article) {
	var names []string
	for _, s := range services {
		names = append(names, s.Name)
	}
	folded := map[string]string{}
	for _, path := range paths {
		wrong := func(m knowledge.Mistake) {
			t.mistakes = append(t.mistakes, Mistake{File: path, Line: m.Line, What: m.What, Hint: m.Hint})
		}
		name := strings.TrimSuffix(filepath.Base(path), ".md")
		data, err := readArticle(path)
		other, taken := folded[strings.ToLower(name)]
		switch {
		case err != nil:
			wrong(knowledge.Mistake{Line: 1, What: err.Error()})
		case !nameForm.MatchString(name):
			wrong(knowledge.Mistake{Line: 1, What: strconv.Quote(cut(name)) + " is no name of an article", Hint: "letters, digits, dots, hyphens and underscores, at most 64, the first a letter or digit"})
		case taken:
			wrong(knowledge.Mistake{Line: 1, What: "its name is that of " + other + ", since case does not tell names apart"})
		default:
			a, mistakes := knowledge.Parse(name, data)
			for _, m := range append(mistakes, a.Check(desk.ArticleFields(services, a.Service), names)...) {
				wrong(m)
			}
			folded[strings.ToLower(name)] = filepath.Base(path)
			all = append(all, a)
		}
	}
	return all
}

// readArticle reads one file, if it is one that an article may be.
func readArticle(path string) (string, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		if e := (*fs.PathError)(nil); errors.As(err, &e) {
			err = e.Err
		}
		return "", fmt.Errorf("it cannot be read: %w", err)
	case info.Size() > maxArticle:
		return "", fmt.Errorf("it is larger than %d KiB and hardly an article", maxArticle>>10)
	case !info.Mode().IsRegular():
		return "", errors.New("it is no file")
	}
	data, err := os.ReadFile(path)
	return string(data), err
}
