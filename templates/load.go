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

// file is one template file: its path, for messages, and its content. A list of words has the built-in one under it.
type file struct {
	path, content string
	under         *file
}

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
// built-in one of the same name and language, or adds a language; the lines of a words.LANG.txt go before those of
// the built-in list. The error holds every mistake, each with its file and line.
func Load(dir string) (*Set, error) {
	if dir == "" {
		return loadBuiltin()
	}
	fs, err := read(builtin, "", files{})
	if err != nil {
		return nil, err
	}
	fs, wrong := read(os.DirFS(dir), dir, fs)
	s, err := build(fs)
	if err = errors.Join(wrong, err); err != nil {
		return nil, err
	}
	return s, nil
}

// read adds the files of a directory to those already there. Every file that is a template by its
// ending must have the name of one.
func read(from fs.FS, dir string, into files) (files, error) {
	entries, err := fs.ReadDir(from, ".")
	if err != nil {
		return into, fmt.Errorf("templates: directory %s: %w", dir, err)
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
		f := file{path: path, content: strings.ReplaceAll(string(content), "\r\n", "\n")}
		if below, ok := into[name]; ok && wordsLanguage(name) != "" {
			f.under = &below
		}
		into[name] = f
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

// build parses every file and tries what is not built in on samples, so that a mistake shows now and not in a mail.
func build(all files) (*Set, error) {
	s := &Set{mails: map[string]map[string]*mail{}}
	b := builder{all: all, languages: map[string]*layouts{}}
	mistakes := b.readWords()
	for _, base := range sorted(all) {
		name, language, format := parts(base)
		if format != "txt" {
			if _, ok := all[name+"."+language+".txt.tmpl"]; format == "html" && !ok {
				mistakes = append(mistakes, fmt.Errorf("%s:1: %s.%s.txt.tmpl must stand beside it", all[base].path, name, language))
			}
			continue
		}
		m, wrong := b.mail(name, language)
		if mistakes = append(mistakes, wrong...); len(wrong) > 0 {
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
	s.cutLines = b.cutLines
	return s, nil
}

// readWords reads the list of every language that has one. A list without a template in its language would never be
// looked at.
func (b *builder) readWords() (mistakes []error) {
	for _, base := range sorted(b.all) {
		language := wordsLanguage(base)
		if language == "" {
			continue
		}
		f := b.all[base]
		say, wrong := readPhrases(f)
		mistakes = append(mistakes, wrong...)
		if !slices.ContainsFunc(sorted(b.all), func(other string) bool { _, l, _ := parts(other); return l == language }) {
			mistakes = append(mistakes, fmt.Errorf("%s:1: there is no template in this language beside it, such as %s.%s.txt.tmpl",
				f.path, desk.TemplateAck, language))
		}
		if other := say.say(cutLine); own(f) && other != cutLine {
			before, _, _ := strings.Cut(f.content, cutLine)
			b.cutLines = append(b.cutLines, CutLine{"## " + other + " ##", fmt.Sprintf("%s:%d", f.path, strings.Count(before, "\n")+1)})
		}
		b.languages[language] = &layouts{say: say}
	}
	return mistakes
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
	cutLines  []CutLine
	all       files
	languages map[string]*layouts
}

// layouts are what all mails of a language share.
type layouts struct {
	say  phrases
	text *texttemplate.Template
	html *htmltemplate.Template
}

// textFuncs are the functions of text templates beside the built-in ones.
var textFuncs = texttemplate.FuncMap{"indent": indent, "underline": underline}

func asIs(s string) string { return s }

func (b *builder) layouts(language string) (*layouts, error) {
	l := b.languages[language]
	if l == nil {
		l = &layouts{}
		b.languages[language] = l
	}
	if l.html != nil {
		return l, nil
	}
	var err error
	text, html := b.all["layout.txt.tmpl"], b.all["layout.html.tmpl"]
	if l.text, err = texttemplate.New(text.path).Funcs(textFuncs).Parse(l.say.into(text.content, asIs)); err != nil {
		return nil, plainError(err)
	}
	if l.html, err = htmltemplate.New(html.path).Parse(l.say.into(html.content, htmltemplate.HTMLEscapeString)); err != nil {
		return nil, plainError(err)
	}
	return l, nil
}

// mail parses the two files of a mail and tries them, unless they are built in as their words are: those are tested.
func (b *builder) mail(name, language string) (*mail, []error) {
	text := b.all[name+"."+language+".txt.tmpl"]
	html, ok := b.all[name+"."+language+".html.tmpl"]
	if !ok {
		return nil, []error{fmt.Errorf("%s:1: %s.%s.html.tmpl must stand beside it", text.path, name, language)}
	}
	l, err := b.layouts(language)
	if err != nil {
		return nil, []error{err}
	}
	m := &mail{language: language, say: l.say, textPath: text.path, htmlPath: html.path}
	var mistakes []error
	if !strings.HasPrefix(text.content, subjectField) {
		mistakes = append(mistakes, fmt.Errorf("%s:1: the first line must be %q and the subject, such as {{.Subject \"words\"}}", text.path, subjectField))
	}
	if m.text, err = texttemplate.Must(l.text.Clone()).New(text.path).Parse(l.say.into(text.content, asIs)); err != nil {
		mistakes = append(mistakes, plainError(err))
	}
	if m.html, err = htmltemplate.Must(l.html.Clone()).New(html.path).Parse(l.say.into(html.content, htmltemplate.HTMLEscapeString)); err != nil {
		mistakes = append(mistakes, plainError(err))
	}
	if len(mistakes) == 0 && (own(text) || own(html) || own(b.all["words."+language+".txt"])) {
		mistakes = m.try(name)
	}
	return m, mistakes
}

// own says whether a file comes from a directory and not from the program.
func own(f file) bool { return strings.ContainsRune(f.path, filepath.Separator) }
