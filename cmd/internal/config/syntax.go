package config

import (
	"errors"
	"regexp"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/pelletier/go-toml/v2/unstable"
)

// parse makes the tree of a file. The syntax is judged by a TOML decoder, which stops at the first
// mistake; the tree is made with a second parser, because the decoder does not know the lines of
// tables in [[arrays]], matches keys in any case, and stops at the first key that is said twice.
func parse(s *source) (*node, []Mistake) {
	var ignored map[string]any
	_, err := toml.Decode(s.data, &ignored)
	repeated := err != nil && strings.Contains(err.Error(), "already been defined")
	if err != nil && !repeated {
		return nil, []Mistake{s.syntax(err)}
	}
	b := &builder{source: s, root: &node{kind: kindTable}}
	b.parser.Reset([]byte(s.data))
	current, path := b.root, ""
	for b.parser.NextExpression() {
		current, path = b.expression(b.parser.Expression(), current, path)
	}
	if other := (*unstable.ParserError)(nil); errors.As(b.parser.Error(), &other) {
		return nil, []Mistake{s.secretive(s.pointed(int(b.parser.Range(other.Highlight).Offset), "", other.Message, hintFor(other.Message)))}
	}
	if repeated && len(b.mistakes) == 0 {
		return nil, []Mistake{s.syntax(err)}
	}
	return b.root, b.mistakes
}

// syntax turns an error of a TOML parser into a mistake with a caret.
func (s *source) syntax(err error) Mistake {
	var pe toml.ParseError
	if !errors.As(err, &pe) {
		return s.at(0, "", "this is no TOML: "+err.Error(), "")
	}
	what := pe.Message
	if what == "" {
		what = strings.TrimPrefix(err.Error(), "toml: ")
	}
	return s.secretive(s.pointed(pe.Position.Start, "", what, hintFor(what)))
}

var secretWords = regexp.MustCompile(`(?i)password|secret|token|dsn`)

// secretive takes what a line says out of a mistake where the line may hold a secret.
func (s *source) secretive(m Mistake) Mistake {
	if secretWords.MatchString(s.line(m.Line)) {
		m.What, m.Hint, m.Excerpt = "this is no TOML", `text stands in quotes, and a secret is "…", { env = "NAME" }, { file = "PATH" } or { command = ["…"] }`, ""
	}
	return m
}

// hintFor is what to do about the most common slips of syntax.
func hintFor(message string) string {
	switch {
	case strings.Contains(message, "expected value but found"):
		return `text stands in quotes: key = "value"`
	case strings.Contains(message, "strings cannot contain newlines"):
		return `a text ends on its line; longer ones stand between """ and """`
	case strings.Contains(message, "invalid escape"):
		return `a backslash is written twice within "…", or once within '…'`
	case strings.Contains(message, "UTF-8"):
		return "save the file as UTF-8"
	}
	return ""
}
