package templates

import (
	"embed"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	texttemplate "text/template"

	"frontdesk/desk"
)

//go:embed *.tmpl words.*.txt
var builtin embed.FS

// Names are the templates that exist (contract of outgoing mail).
var Names = []string{
	desk.TemplateAck, desk.TemplateAgentNew, desk.TemplateAgentUpdate, desk.TemplateReply, desk.TemplateResolved,
	desk.TemplateClosed, desk.TemplateApproval, desk.TemplateApprovalResult, desk.TemplateSurvey, desk.TemplateCatalogue,
	desk.TemplateForm, desk.TemplateCommandError, desk.TemplateTranscript, desk.TemplateHelp, desk.TemplateSLAWarning,
	desk.TemplateSLABreach, desk.TemplateDigest, desk.TemplateReport, desk.TemplateAlert, desk.TemplateBroadcast,
}

// subjectField begins the first line of every text template.
const subjectField = "Subject: "

// file is one template file: its path, for messages, and its content.
type file struct{ path, content string }

// files are all that a set is made of, by base name.
type files map[string]file

var loadBuiltin = sync.OnceValues(func() (*Set, error) {
	fs, err := read(builtin, "", files{})
	if err != nil {
		return nil, err
	}
	return build(fs)
})

// Load reads the built-in templates and those of a directory, "" for none. A file there replaces the
// built-in one of the same name and language, or adds a language; so does a words.LANG.txt. The error
// holds every mistake, each with its file and line.
func Load(dir string) (*Set, error) {
	if dir == "" {
		return loadBuiltin()
	}
	fs, err := read(builtin, "", files{})
	if err != nil {
		return nil, err
	}
	if fs, err = read(os.DirFS(dir), dir, fs); err != nil {
		return nil, err
	}
	return build(fs)
}

// read adds the files of a directory to those already there. Every file that is a template by its
// ending must have the name of one.
func read(from fs.FS, dir string, into files) (files, error) {
	entries, err := fs.ReadDir(from, ".")
	if err != nil {
		return nil, fmt.Errorf("templates: directory %s: %w", dir, err)
	}
	var mistakes []error
	for _, e := range entries {
		name := e.Name()
		path := filepath.Join(dir, name)
		if e.IsDir() || !strings.HasSuffix(name, ".tmpl") && wordsLanguage(name) == "" {
			continue
		}
		if why := wrongName(name); why != "" && dir != "" {
			mistakes = append(mistakes, fmt.Errorf("%s:1: %s", path, why))
			continue
		}
		content, err := fs.ReadFile(from, name)
		if err != nil {
			mistakes = append(mistakes, fmt.Errorf("templates: %s: %w", path, err))
			continue
		}
		into[name] = file{path, strings.ReplaceAll(string(content), "\r\n", "\n")}
	}
	return into, errors.Join(mistakes...)
}

// wrongName says what is wrong with the name of an overriding file, "" for nothing.
func wrongName(base string) string {
	if wordsLanguage(base) != "" {
		return ""
	}
	name, _, format := parts(base)
	switch {
	case format != "txt" && format != "html":
		return "the name of a template is NAME.LANG.txt.tmpl or NAME.LANG.html.tmpl"
	case !slices.Contains(Names, name):
		return fmt.Sprintf("there is no template %q (there are %s)", name, strings.Join(Names, ", "))
	}
	return ""
}

// parts takes NAME.LANG.FORMAT.tmpl apart; format is "" where it is another name.
func parts(base string) (name, language, format string) {
	p := strings.Split(base, ".")
	if len(p) != 4 || p[3] != "tmpl" || p[0] == "" || p[1] == "" {
		return "", "", ""
	}
	return p[0], strings.ToLower(p[1]), p[2]
}

func wordsLanguage(base string) string {
	p := strings.Split(base, ".")
	if len(p) != 3 || p[0] != "words" || p[2] != "txt" {
		return ""
	}
	return strings.ToLower(p[1])
}

// build parses every file and tries it on samples, so that a mistake shows now and not in a mail.
func build(all files) (*Set, error) {
	s := &Set{mails: map[string]map[string]*mail{}}
	var mistakes []error
	b := builder{all: all, languages: map[string]*layouts{}}
	for _, base := range sorted(all) {
		name, language, format := parts(base)
		if format != "txt" {
			if _, ok := all[name+"."+language+".txt.tmpl"]; format == "html" && !ok {
				mistakes = append(mistakes, fmt.Errorf("%s:1: %s.%s.txt.tmpl must stand beside it", all[base].path, name, language))
			}
			continue
		}
		m, err := b.mail(name, language)
		if err != nil {
			mistakes = append(mistakes, err)
			continue
		}
		if s.mails[name] == nil {
			s.mails[name] = map[string]*mail{}
		}
		s.mails[name][language] = m
	}
	if len(mistakes) > 0 {
		return nil, errors.Join(mistakes...)
	}
	return s, nil
}

func sorted(all files) []string {
	var names []string
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// builder parses templates on top of the layouts of their language.
type builder struct {
	all       files
	languages map[string]*layouts
}

// layouts are what all mails of a language share.
type layouts struct {
	say  phrases
	text *texttemplate.Template
	html *htmltemplate.Template
}

// indent is the one function of text templates beside the built-in ones.
var textFuncs = texttemplate.FuncMap{"indent": indent}

func asIs(s string) string { return s }

func (b *builder) layouts(language string) (*layouts, error) {
	if l := b.languages[language]; l != nil {
		return l, nil
	}
	say, err := readPhrases(b.all["words."+language+".txt"])
	if err != nil {
		return nil, err
	}
	l := &layouts{say: say}
	b.languages[language] = l
	text, html := b.all["layout.txt.tmpl"], b.all["layout.html.tmpl"]
	l.text, err = texttemplate.New(text.path).Funcs(textFuncs).Parse(say.into(text.content, asIs))
	if err != nil {
		return nil, plainError(err)
	}
	l.html, err = htmltemplate.New(html.path).Parse(say.into(html.content, htmltemplate.HTMLEscapeString))
	if err != nil {
		return nil, plainError(err)
	}
	return l, nil
}

func (b *builder) mail(name, language string) (*mail, error) {
	text := b.all[name+"."+language+".txt.tmpl"]
	html, ok := b.all[name+"."+language+".html.tmpl"]
	switch {
	case !ok:
		return nil, fmt.Errorf("%s:1: %s.%s.html.tmpl must stand beside it", text.path, name, language)
	case !strings.HasPrefix(text.content, subjectField):
		return nil, fmt.Errorf("%s:1: the first line must be %q and the subject, such as {{.Subject \"words\"}}", text.path, subjectField)
	}
	l, err := b.layouts(language)
	if err != nil {
		return nil, err
	}
	m := &mail{language: language, say: l.say}
	if m.text, err = texttemplate.Must(l.text.Clone()).New(text.path).Parse(l.say.into(text.content, asIs)); err != nil {
		return nil, plainError(err)
	}
	if m.html, err = htmltemplate.Must(l.html.Clone()).New(html.path).Parse(l.say.into(html.content, htmltemplate.HTMLEscapeString)); err != nil {
		return nil, plainError(err)
	}
	for _, n := range samples(name) {
		if _, err := m.render(newPage(n, sampleView, m)); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// plainError leaves of an error of the template packages what people need: file, line and mistake.
func plainError(err error) error {
	text := err.Error()
	for _, prefix := range []string{"html/template:", "template: "} {
		text = strings.TrimPrefix(text, prefix)
	}
	return errors.New(text)
}
