// Package command is the grammar of the commands that people put at the top of a
// mail or say in the shell: what is written, what is a mistake, and what was
// probably meant.
//
// It knows every command but carries none out, and it does not know which agents,
// queues or tickets exist: what needs that knowledge is checked by the desk.
package command

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/desk/nearest"
)

// Limits on one line. Longer lines are mistakes and are not looked into: a command
// is short, and what is long is a message.
const (
	maxLine  = 2000 // bytes of a command line
	maxName  = 64   // runes of a name, tag or field
	maxShown = 100  // runes of a line that a Problem repeats
)

// Command is one command as it was given, checked for form.
type Command struct {
	Name string // canonical, without the slash
	// Value is the value in normal form: keywords folded, P1 to P5 in capitals, ticket
	// numbers as bare digits, lists separated by one space; other text as written.
	Value string
	// Args are the parts of Value: the addresses, tags or numbers; for set the field and
	// its value; for everything else Value alone. Nil where there is no value.
	Args []string
	Line int    // in the mail, or among the arguments, from 1
	Text string // as written, without surrounding blanks
}

// Problem is a mistake, for the command-error mail.
type Problem struct {
	Line     int
	Text     string   // the line as written, shortened to 100 characters
	Message  string   // what is wrong and, where that is not obvious, what to do
	Possible []string // the values that the command takes, where they can be listed
	Nearest  string   // the command line that was probably meant, or ""
}

// Block is what stands at the top of a mail: its commands, or their mistakes, and the
// message below them. With a Problem no command may be carried out.
type Block struct {
	Commands []Command
	Rest     string // the message, without commands and signature; "" where there is none
	Problems []Problem
}

// Get finds the first command of that name.
func (b Block) Get(name string) (Command, bool) {
	for _, c := range b.Commands {
		if c.Name == name {
			return c, true
		}
	}
	return Command{}, false
}

// Has says whether a command of that name was given.
func (b Block) Has(name string) bool {
	_, ok := b.Get(name)
	return ok
}

// Parse reads the commands at the top of the text that somebody typed: lines that
// begin with "/", or with "#" and a command's name, up to the first other words.
// An unknown word after "/" is a mistake, since nobody can tell whether a command or
// a path was meant; after "#" it is text, unless it is close to a command. More than
// limit commands are a mistake; a limit of 0 is none.
func Parse(typed string, limit int) Block {
	lines := strings.Split(normalLines(typed), "\n")
	p := parser{limit: limit}
	at := 0
	for ; at < len(lines); at++ {
		line := visible(lines[at])
		if line == "" {
			continue
		}
		if !isCommandLine(line) {
			break
		}
		p.line(line, at+1)
	}
	return p.finish(message(lines[at:]))
}

// ParseArgv reads the commands of a command line. A command begins at every argument
// that begins with "/", and at the first one even without it: "assign bob",
// "/assign bob /note" and "'/subject a new name' /note" all do. Line numbers count
// the commands. The Block has no Rest.
func ParseArgv(argv []string) Block {
	var lines []string
	for i, arg := range argv {
		arg = strings.Join(strings.Fields(arg), " ")
		switch {
		case strings.HasPrefix(arg, "/"):
			lines = append(lines, arg)
		case i == 0:
			lines = append(lines, "/"+strings.TrimPrefix(arg, "#"))
		case arg != "":
			lines[len(lines)-1] += " " + arg
		}
	}
	var p parser
	for i, line := range lines {
		p.line(line, i+1)
	}
	return p.finish("")
}

// Begins says whether the first words of a text are a command line, right or wrong:
// such a text must not go out as a message even where commands do not count.
func Begins(text string) bool {
	for _, line := range strings.Split(normalLines(text), "\n") {
		if line = visible(line); line != "" {
			return isCommandLine(line)
		}
	}
	return false
}

// isCommandLine tells a command line, right or wrong, from a line of the message.
func isCommandLine(line string) bool {
	if line[0] == '/' {
		return true
	}
	if line[0] != '#' {
		return false
	}
	name, _ := cutName(line)
	if _, ok := Lookup(name); ok {
		return true
	}
	near := Nearest(name)
	return near != "" && len(name) > 3 && nearest.Distance(foldASCII(name), near) == 1
}

// normalLines makes every line end a bare LF.
func normalLines(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// visible drops the blanks around a line, and the invisible characters before its
// first visible one, so that no slash hides behind them.
func visible(line string) string {
	line = strings.TrimLeftFunc(line, func(r rune) bool { return unicode.IsSpace(r) || unicode.In(r, unicode.Cf, unicode.Cc) })
	return strings.TrimRightFunc(line, unicode.IsSpace)
}

// cutName takes a command line apart after its slash: the name up to the first blank,
// and the rest without surrounding blanks.
func cutName(line string) (name, value string) { return cutWord(line[1:]) }

// cutWord takes the first word off a text.
func cutWord(s string) (word, rest string) {
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		return s[:i], strings.TrimSpace(s[i:])
	}
	return s, ""
}

// message joins the lines below the commands and ends at the signature (RFC 3676
// §4.3). A bare "--" is a signature line too where nothing stands before it: some
// client or server dropped its blank.
func message(lines []string) string {
	for i, line := range lines {
		if line == "-- " || line == "--\u00a0" || i == 0 && line == "--" {
			lines = lines[:i]
			break
		}
	}
	rest := strings.Join(lines, "\n")
	return strings.TrimRightFunc(rest, unicode.IsSpace)
}

// parser gathers the commands and mistakes of one block.
type parser struct {
	limit    int
	seen     int
	commands []Command
	problems []Problem
}

// line reads one command line.
func (p *parser) line(text string, number int) {
	p.seen++
	if p.limit > 0 && p.seen > p.limit {
		if p.seen == p.limit+1 {
			p.mistake(Problem{Line: number, Text: text, Message: fmt.Sprintf("a mail may hold %d commands at most; send the others in another mail", p.limit)})
		}
		return
	}
	c, problem := parseLine(text, number)
	if problem != nil {
		p.mistake(*problem)
		return
	}
	for _, earlier := range p.commands {
		if earlier.Name == c.Name && sameValue(earlier, c) {
			return // said twice, meant once
		}
	}
	p.commands = append(p.commands, c)
}

func (p *parser) mistake(problem Problem) {
	problem.Text = shorten(problem.Text)
	p.problems = append(p.problems, problem)
}

// finish looks for contradictions and makes the Block.
func (p *parser) finish(rest string) Block {
	for _, problem := range contradictions(p.commands) {
		p.mistake(problem)
	}
	return Block{Commands: p.commands, Rest: rest, Problems: p.problems}
}

// parseLine reads one command line into a Command or says what is wrong with it.
func parseLine(text string, number int) (Command, *Problem) {
	fail := func(nearest, format string, args ...any) (Command, *Problem) {
		return Command{}, &Problem{Line: number, Text: text, Message: fmt.Sprintf(format, args...), Nearest: nearest}
	}
	if len(text) > maxLine {
		return fail("", "a command line may be %d bytes long; write longer text below the commands", maxLine)
	}
	if !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) && strings.ContainsFunc(text, isStray) {
		return fail("", "the line holds characters that are no text")
	}
	name, value := cutName(text)
	if strings.ContainsFunc(name, isInvisible) {
		return fail(suggest(strings.Map(dropInvisible, name), value), "the command holds an invisible character; type it again")
	}
	spec, ok := Lookup(name)
	if !ok {
		return fail(suggest(name, value), "%q is no command; if it is meant as text, write other words before it", shorten(text[:1]+name))
	}
	switch {
	case spec.Need == Never && value != "":
		return fail("/"+spec.Name, "/%s takes nothing after it; write the message in the lines below", spec.Name)
	case spec.Need == Must && value == "":
		_, problem := fail(spec.Example, "/%s needs a value: %s", spec.Name, spec.Usage())
		problem.Possible = possible[spec.Kind]
		return Command{}, problem
	case value == "":
		return Command{Name: spec.Name, Line: number, Text: text}, nil
	}
	args, fault := readers[spec.Kind](value)
	if fault != "" {
		problem := Problem{Line: number, Text: text, Message: fault, Possible: possible[spec.Kind]}
		if near := nearest.Of(value, problem.Possible); near != "" {
			problem.Nearest = "/" + spec.Name + " " + near
		}
		return Command{}, &problem
	}
	return Command{Name: spec.Name, Value: strings.Join(args, " "), Args: args, Line: number, Text: text}, nil
}

// suggest is the whole line with the command that was probably meant, or "".
func suggest(name, value string) string {
	if name == "" { // "/ close": a blank slipped in
		name, value = cutWord(value)
	}
	near := Nearest(name)
	spec, ok := Lookup(near)
	switch {
	case !ok:
		return ""
	case spec.Need == Never || value == "":
		return "/" + spec.Name
	}
	return shorten("/" + spec.Name + " " + value)
}

// isStray is any control character but a tab between words.
func isStray(r rune) bool { return unicode.IsControl(r) && r != '\t' }

// isInvisible is a character that nobody sees and nobody types on purpose.
func isInvisible(r rune) bool { return unicode.In(r, unicode.Cf, unicode.Cc) }

func dropInvisible(r rune) rune {
	if isInvisible(r) {
		return -1
	}
	return r
}

// shorten cuts a text for showing.
func shorten(s string) string {
	if utf8.RuneCountInString(s) <= maxShown {
		return s
	}
	return string([]rune(s)[:maxShown-1]) + "…"
}
