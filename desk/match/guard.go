package match

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"

	"frontdesk/desk/nearest"
)

// classes are the values of auto.
var classes = []string{"none", "auto-reply", "auto-generated", "bounce", "report", "bulk", "loop"}

// guard refuses what the language allows but a condition must not hold: what escapes
// the check of names, costs without bound, or can only be a slip.
func guard(tree *parser.Tree) *Error {
	g := guardian{}
	ast.Walk(&tree.Node, &g)
	if g.err == nil {
		return nil
	}
	e := (&file.Error{Location: g.at}).Bind(tree.Source)
	g.err.Line, g.err.Column = e.Line, e.Column+1
	return g.err
}

// guardian finds the first node that must not stand in a condition.
type guardian struct {
	err *Error
	at  file.Location
}

func (g *guardian) refuse(n ast.Node, message, hint string) {
	if g.err == nil {
		g.err, g.at = &Error{Message: message, Hint: hint}, n.Location()
	}
}

// Visit looks at one node.
func (g *guardian) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		if n.Value == "$env" {
			g.refuse(n, "$env is not known here", "use the names themselves")
		}
	case *ast.NilNode:
		g.refuse(n, "nothing here is ever nil", `what a mail does not have is ""`)
	case *ast.VariableDeclaratorNode, *ast.SequenceNode:
		g.refuse(n, "a condition declares no variables", "")
	case *ast.PredicateNode:
		if ast.Find(n.Node, isPredicate) != nil { // its cost would be the product of two lists
			g.refuse(n, "functions over lists cannot stand within each other", "join two of them with and")
		}
	case *ast.CallNode:
		g.call(n)
	case *ast.BinaryNode:
		g.binary(n)
	}
}

func isPredicate(n ast.Node) bool {
	_, ok := n.(*ast.PredicateNode)
	return ok
}

// fieldName is the name of a header field (RFC 5322 §3.6.8).
var fieldName = regexp.MustCompile(`^[!-9;-~]+$`)

func (g *guardian) call(n *ast.CallNode) {
	if callee, ok := n.Callee.(*ast.IdentifierNode); ok && callee.Value == "extract" {
		g.extraction(n)
		return
	}
	if len(n.Arguments) != 1 {
		return
	}
	if name, ok := n.Arguments[0].(*ast.StringNode); ok && !fieldName.MatchString(name.Value) {
		g.refuse(name, fmt.Sprintf("%q is no name of a header field", name.Value), `as in header("X-Name"), without a colon`)
	}
}

// extraction checks the pattern of extract: it is known before any mail comes, and says what to take out.
func (g *guardian) extraction(n *ast.CallNode) {
	if len(n.Arguments) != 2 {
		return
	}
	name, ok := n.Arguments[1].(*ast.StringNode)
	if !ok {
		g.refuse(n.Arguments[1], "the pattern of extract must be written out in quotes", "")
		return
	}
	switch pattern, err := regexp.Compile(name.Value); {
	case err != nil:
		g.refuse(name, strings.TrimPrefix(err.Error(), "error parsing regexp: "), "")
	case strings.ContainsAny(name.Value, "\a\b\f\v"):
		g.refuse(name, "the pattern holds a control character", `write a backslash inside quotes twice: "\\b"`)
	case pattern.NumSubexp() == 0:
		g.refuse(name, "the pattern of extract has no group", `what is taken out stands in parentheses: "^Host: (.+)$"`)
	}
}

func (g *guardian) binary(n *ast.BinaryNode) {
	switch n.Operator {
	case "..", "**", "^":
		g.refuse(n, fmt.Sprintf("the operator %s is not known here", n.Operator), "")
	case "matches":
		pattern, ok := n.Right.(*ast.StringNode)
		if !ok {
			g.refuse(n.Right, "the pattern after matches must be written out in quotes", "")
		} else if strings.ContainsAny(pattern.Value, "\a\b\f\v") {
			g.refuse(pattern, "the pattern holds a control character", `write a backslash inside quotes twice: "\\b"`)
		}
	case "==", "!=", "in":
		for _, side := range [][2]ast.Node{{n.Left, n.Right}, {n.Right, n.Left}} {
			if name, ok := side[0].(*ast.IdentifierNode); ok && name.Value == "auto" {
				g.class(side[1])
			}
		}
	}
}

// class checks that a constant is a value that auto can have.
func (g *guardian) class(n ast.Node) {
	switch n := n.(type) {
	case *ast.StringNode:
		if value := strings.ToLower(n.Value); !slices.Contains(classes, value) {
			hint := "possible are " + strings.Join(classes, ", ")
			if near := nearest.Of(value, classes); near != "" {
				hint = "did you mean " + near + "?"
			}
			g.refuse(n, fmt.Sprintf("auto is never %q", n.Value), hint)
		}
	case *ast.ArrayNode:
		for _, element := range n.Nodes {
			g.class(element)
		}
	}
}
