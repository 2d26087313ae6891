// Package match checks and evaluates the conditions of rules: expressions over one
// mail, such as
//
//	subject matches "(?i)\\boutage\\b" and sender.domain == "acme.example"
//
// A condition is checked completely when it is compiled: names, types, patterns and
// constants that can never occur. Evaluating it says not only whether it matched but
// which of its parts were true or false, and with what value.
package match

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"
)

// Limits that keep a condition cheap, whatever it says and whatever mail it meets.
const (
	maxSource = 8192      // bytes of a condition
	maxNodes  = 500       // nodes of its syntax tree
	maxMemory = 1_000_000 // elements that one evaluation may create
	maxText   = 256 << 10 // bytes of Text and NewText that are looked at
	maxShown  = 80        // runes of a value in a reason
	maxClause = 160       // runes of a part of the condition in a reason
)

// Env is what a condition may look at: one mail. Addresses, domains, the mailbox,
// languages and media types come case-folded. Of Text and NewText the first 256 KiB
// are looked at.
type Env struct {
	Subject string              `expr:"subject"`
	Text    string              `expr:"text"`     // the whole readable body
	NewText string              `expr:"new_text"` // what the sender wrote now
	Sender  Sender              `expr:"sender"`
	To      []string            `expr:"to"` // addresses
	Cc      []string            `expr:"cc"` // addresses
	Mailbox string              `expr:"mailbox"`
	Header  func(string) string `expr:"header"` // the topmost field of a name, "" where there is none; nil is a mail without fields
	// Extract is what the groups of a pattern match in a text, "" where it does not match; it is always [extract].
	Extract     func(text, pattern string) string `expr:"extract"`
	Attachments []Attachment                      `expr:"attachments"`
	Size        int                               `expr:"size"`     // bytes of the raw mail
	Language    string                            `expr:"language"` // BCP 47 primary tag, "" where unknown
	Auto        string                            `expr:"auto"`     // none, auto-reply, auto-generated, bounce, report, bulk, loop
}

// Sender is the author of the mail.
type Sender struct {
	Address string `expr:"address"`
	Domain  string `expr:"domain"`
	Name    string `expr:"name"`   // display name
	Known   bool   `expr:"known"`  // has written before
	Agent   bool   `expr:"agent"`  // has an agent's address
	Proven  bool   `expr:"proven"` // the verifier vouches for the address
}

// Attachment is one attached file.
type Attachment struct {
	Name string `expr:"name"`
	Type string `expr:"type"` // media type
	Size int    `expr:"size"` // decoded bytes
}

// Error is a mistake in a condition.
type Error struct {
	Line    int    // within the condition, from 1
	Column  int    // in characters, from 1
	Message string // what is wrong
	Hint    string // what to do, "" where that is clear
}

// Error is the mistake in one line: "1:5: unknown name subjct (did you mean subject?)".
func (e *Error) Error() string {
	s := fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Message)
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	return s
}

// Condition is a compiled condition. It never changes and may be used by several
// goroutines at once.
type Condition struct {
	source string
	root   *clause
	never  string
}

// clause is a part of a condition: and, or and not over others, or a leaf that is
// evaluated as a whole.
type clause struct {
	op      string    // "and", "or", "not"; "" for a leaf
	of      []*clause // one for not, two for and and or
	text    string    // of a leaf, as reasons show it
	program *vm.Program
	// operand is the side of a comparison that depends on the mail, for the reason;
	// redundant is the outcome that says the operand's value already. Nil where there is
	// nothing to show.
	operand   *vm.Program
	redundant outcome
}

// outcome is true or false, or neither.
type outcome uint8

const (
	neither outcome = iota
	whenTrue
	whenFalse
)

// Result is what became of a condition.
type Result struct {
	Matched bool
	// Why names the parts that decided, in their order, each with its outcome: a part
	// that did not have to be looked at is missing.
	Why string
}

// String is the condition as it was written.
func (c *Condition) String() string { return c.source }

// Never says why no mail can ever match; "" where one can, or where that cannot be
// told from the condition alone.
func (c *Condition) Never() string { return c.never }

// Eval evaluates the condition on one mail. The error says which part could not be
// evaluated; the condition then counts as not matched.
func (c *Condition) Eval(env Env) (Result, error) {
	env.complete()
	e := evaluation{env: &env, machine: vm.VM{MemoryBudget: maxMemory}}
	matched, err := e.clause(c.root)
	if err != nil {
		return Result{Why: err.Error()}, err
	}
	return Result{Matched: matched, Why: strings.Join(e.reasons, "; ")}, nil
}

// complete fills in what a caller may leave out, and bounds what is looked at.
func (env *Env) complete() {
	if env.Header == nil {
		env.Header = func(string) string { return "" }
	}
	env.Extract = extract
	env.Text, env.NewText = cut(env.Text), cut(env.NewText)
}

// cut limits a text to maxText, at the border of a character.
func cut(s string) string {
	if len(s) <= maxText {
		return s
	}
	end := maxText
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// evaluation is one walk over a condition.
type evaluation struct {
	env     *Env
	machine vm.VM
	reasons []string
}

// clause evaluates a part and notes its reason. What and and or need not look at, they
// do not.
func (e *evaluation) clause(c *clause) (bool, error) {
	switch c.op {
	case "not":
		v, err := e.clause(c.of[0])
		return !v && err == nil, err
	case "and", "or":
		v, err := e.clause(c.of[0])
		if err != nil || v == (c.op == "or") {
			return v, err
		}
		return e.clause(c.of[1])
	}
	out, err := e.machine.Run(c.program, e.env)
	if err != nil {
		return false, fmt.Errorf("%s: %s", c.text, runtimeMessage(err))
	}
	v, _ := out.(bool) // the checker saw to it
	e.reasons = append(e.reasons, fmt.Sprintf("%s is %t%s", c.text, v, e.shown(c, v)))
	return v, nil
}

// shown is the value that a comparison met: ` (it is "example.org")`.
func (e *evaluation) shown(c *clause, v bool) string {
	if c.operand == nil || c.redundant == whenTrue && v || c.redundant == whenFalse && !v {
		return ""
	}
	out, err := e.machine.Run(c.operand, e.env)
	if err != nil {
		return ""
	}
	switch value := out.(type) {
	case string:
		return fmt.Sprintf(" (it is %q)", shorten(value, maxShown))
	case int, float64, bool:
		return fmt.Sprintf(" (it is %v)", value)
	case []string:
		return fmt.Sprintf(" (it is %s)", shorten(strings.Join(quoted(value), ", "), maxShown))
	}
	return ""
}

func quoted(list []string) []string {
	if len(list) == 0 {
		return []string{"empty"}
	}
	out := make([]string, 0, min(len(list), maxShown))
	for _, s := range list[:cap(out)] {
		out = append(out, fmt.Sprintf("%q", s))
	}
	return out
}

// shorten cuts a text for showing.
func shorten(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit-1]) + "…"
}

// runtimeMessage is what the evaluator says, without its picture of the source.
func runtimeMessage(err error) string {
	var located *file.Error
	if errors.As(err, &located) {
		return located.Message
	}
	return err.Error()
}
