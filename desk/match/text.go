package match

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"sync"

	"github.com/expr-lang/expr/vm"
)

// Text is a compiled expression whose value is a text, such as
//
//	"disk " + extract(subject, "on (\\S+)")
//
// It never changes and may be used by several goroutines at once.
type Text struct {
	source  string
	program *vm.Program
}

// maxValue bounds the value of a Text, in characters.
const maxValue = 200

// CompileText checks an expression of a text as [Compile] checks a condition. The error is an *Error.
func CompileText(source string) (*Text, error) {
	config := settings(reflect.String)
	tree, err := check(source, config)
	if err != nil {
		return nil, err
	}
	program, err := builder{config: config, source: tree.Source}.program(tree.Node, true)
	if err != nil {
		return nil, explain(err)
	}
	return &Text{source, program}, nil
}

// String is the expression as it was written.
func (t *Text) String() string { return t.source }

// Value is the text that a mail gives: on one line, without blanks at its ends, of at most 200 characters. The error
// says what could not be evaluated.
func (t *Text) Value(env Env) (string, error) {
	env.complete()
	machine := vm.VM{MemoryBudget: maxMemory}
	out, err := machine.Run(t.program, &env)
	if err != nil {
		return "", fmt.Errorf("%s: %s", shorten(t.source, maxClause), runtimeMessage(err))
	}
	value, _ := out.(string) // the checker saw to it
	return shorten(strings.Join(strings.Fields(value), " "), maxValue), nil
}

// patterns are those of extract, each compiled once. All are written out in configurations: there are few.
var patterns sync.Map

// extract is what the groups of a pattern match first in a text, joined by blanks; "" where it does not match.
func extract(text, pattern string) string {
	compiled, ok := patterns.Load(pattern)
	if !ok {
		p, err := regexp.Compile(pattern)
		if err != nil { // the guard has seen to it
			return ""
		}
		compiled, _ = patterns.LoadOrStore(pattern, p)
	}
	var groups []string
	for i, group := range compiled.(*regexp.Regexp).FindStringSubmatch(text) {
		if i > 0 && group != "" {
			groups = append(groups, group)
		}
	}
	return strings.Join(groups, " ")
}
