package match

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/checker"
	"github.com/expr-lang/expr/compiler"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/optimizer"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"
)

// functions are what a condition may call besides header and extract: what is pure, cheap and
// about text and lists. All else, above all what reads the clock or makes large
// values, is unknown.
var functions = []string{
	"all", "any", "none", "one", "count", "filter", "map", "find",
	"len", "first", "last", "min", "max", "abs",
	"lower", "upper", "trim", "trimPrefix", "trimSuffix", "hasPrefix", "hasSuffix", "indexOf", "lastIndexOf",
}

// Compile checks a condition and makes it ready to evaluate. The error is an *Error.
func Compile(source string) (*Condition, error) {
	config := settings(reflect.Bool)
	tree, err := check(source, config)
	if err != nil {
		return nil, err
	}
	b := builder{config: config, source: tree.Source}
	c := &Condition{source: source, never: never(tree.Node, b.constant)}
	if c.root, err = b.clause(tree.Node); err != nil {
		return nil, explain(err)
	}
	return c, nil
}

// check parses an expression and holds it to the rules of the language.
func check(source string, config *conf.Config) (*parser.Tree, error) {
	if len(source) > maxSource || !utf8.ValidString(source) {
		return nil, &Error{Line: 1, Column: 1, Message: fmt.Sprintf("a condition is valid UTF-8 of at most %d bytes", maxSource)}
	}
	if strings.TrimSpace(source) == "" {
		return nil, &Error{Line: 1, Column: 1, Message: "the condition is empty", Hint: "leave out when to match every mail"}
	}
	tree, err := checker.ParseCheck(source, config)
	if err != nil {
		return nil, explain(err)
	}
	if err := guard(tree); err != nil {
		return nil, err
	}
	foldConstants(&tree.Node)
	if _, err := checker.Check(tree, config); err != nil { // types of what was folded
		return nil, explain(err)
	}
	return tree, nil
}

// settings are the rules of the language: the names of Env, the allowed functions, and
// the kind of the result.
func settings(result reflect.Kind) *conf.Config {
	c := conf.New(Env{})
	c.Expect = result
	c.MaxNodes = maxNodes
	for name := range c.Builtins {
		if !slices.Contains(functions, name) {
			c.Disabled[name] = true
			delete(c.Builtins, name)
		}
	}
	return c
}

// builder turns a checked tree into clauses.
type builder struct {
	config *conf.Config
	source file.Source
}

func (b builder) clause(n ast.Node) (*clause, error) {
	switch n := n.(type) {
	case *ast.UnaryNode:
		if n.Operator == "not" || n.Operator == "!" {
			return b.over("not", n.Node)
		}
	case *ast.BinaryNode:
		switch n.Operator {
		case "and", "&&":
			return b.over("and", n.Left, n.Right)
		case "or", "||":
			return b.over("or", n.Left, n.Right)
		}
	}
	return b.leaf(n)
}

func (b builder) over(op string, nodes ...ast.Node) (*clause, error) {
	c := &clause{op: op}
	for _, n := range nodes {
		sub, err := b.clause(n)
		if err != nil {
			return nil, err
		}
		c.of = append(c.of, sub)
	}
	return c, nil
}

// leaf compiles a part that is evaluated as a whole, and beside it the operand whose
// value makes its outcome understandable.
func (b builder) leaf(n ast.Node) (*clause, error) {
	c := &clause{text: shorten(n.String(), maxClause)}
	var err error
	if operand := operandOf(n); operand != nil {
		if c.operand, err = b.program(operand, false); err != nil {
			return nil, err
		}
		switch n.(*ast.BinaryNode).Operator {
		case "==":
			c.redundant = whenTrue
		case "!=":
			c.redundant = whenFalse
		}
	}
	c.program, err = b.program(n, true)
	return c, err
}

// operandOf is the side of a comparison that depends on the mail, nil where both or
// neither do.
func operandOf(n ast.Node) ast.Node {
	comparison, ok := n.(*ast.BinaryNode)
	if !ok || n.Type().Kind() != reflect.Bool {
		return nil
	}
	switch left, right := dependsOnMail(comparison.Left), dependsOnMail(comparison.Right); {
	case left && !right:
		return comparison.Left
	case right && !left:
		return comparison.Right
	}
	return nil
}

// dependsOnMail says whether a part looks at the mail, and is no constant.
func dependsOnMail(n ast.Node) bool {
	return ast.Find(n, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.IdentifierNode, *ast.PointerNode, *ast.CallNode:
			return true
		}
		return false
	}) != nil
}

// program compiles one part of the tree; optimizing changes the part.
func (b builder) program(n ast.Node, optimize bool) (*vm.Program, error) {
	if optimize {
		if err := optimizer.Optimize(&n, b.config); err != nil {
			return nil, err
		}
	}
	config := *b.config
	config.Expect = reflect.Invalid
	return compiler.Compile(&parser.Tree{Node: n, Source: b.source}, &config)
}

// constant evaluates a part that does not depend on the mail.
func (b builder) constant(n ast.Node) (value any, ok bool) {
	if dependsOnMail(n) {
		return nil, false
	}
	program, err := b.program(n, false)
	if err != nil {
		return nil, false
	}
	machine := vm.VM{MemoryBudget: maxMemory}
	value, err = machine.Run(program, &Env{})
	return value, err == nil
}

// explain makes an *Error of what the library says.
func explain(err error) *Error {
	var e *file.Error
	if !errors.As(err, &e) {
		message, _, _ := strings.Cut(err.Error(), "\n")
		return &Error{Line: 1, Column: 1, Message: plain(message)}
	}
	return &Error{Line: max(e.Line, 1), Column: e.Column + 1, Message: plain(e.Message), Hint: hint(e.Message)}
}
