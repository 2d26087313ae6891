package match

import (
	"strings"

	"github.com/expr-lang/expr/ast"
)

// Addresses, domains and the like come folded. A constant that is compared with one of
// them is folded too, and a pattern ignores case: "ACME.example" means what its author
// meant.

// foldedNames are the names of Env whose values come folded, foldedParts those of
// Sender and Attachment.
var (
	foldedNames = map[string]bool{"to": true, "cc": true, "mailbox": true, "language": true, "auto": true}
	foldedParts = map[string]bool{"address": true, "domain": true, "type": true}
)

// foldConstants folds what is compared with folded values.
func foldConstants(root *ast.Node) { ast.Walk(root, &folder{}) }

// folder folds the constants of comparisons; pointer says that the elements of the
// list that a predicate walks are folded.
type folder struct{ pointer bool }

// Visit looks at one node.
func (f *folder) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.BinaryNode:
		f.comparison(n)
	case *ast.BuiltinNode:
		f.call(n)
	}
}

func (f *folder) comparison(n *ast.BinaryNode) {
	switch n.Operator {
	case "matches":
		if pattern, ok := n.Right.(*ast.StringNode); ok && f.folded(n.Left) && !strings.HasPrefix(pattern.Value, "(?i)") {
			pattern.Value = "(?i)" + pattern.Value
		}
	case "==", "!=", "in", "contains", "startsWith", "endsWith", "<", "<=", ">", ">=":
		if f.folded(n.Left) {
			foldLiteral(n.Right)
		}
		if f.folded(n.Right) {
			foldLiteral(n.Left)
		}
	}
}

// call folds within the predicate over a folded list, and in functions of text.
func (f *folder) call(n *ast.BuiltinNode) {
	if len(n.Arguments) < 2 || !f.folded(n.Arguments[0]) {
		return
	}
	if predicate, ok := n.Arguments[1].(*ast.PredicateNode); ok {
		ast.Walk(&predicate.Node, &folder{pointer: true})
		return
	}
	switch n.Name {
	case "hasPrefix", "hasSuffix", "indexOf", "lastIndexOf", "trimPrefix", "trimSuffix":
		foldLiteral(n.Arguments[1])
	}
}

// folded says whether the value of a node comes folded.
func (f *folder) folded(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return foldedNames[n.Value]
	case *ast.PointerNode:
		return f.pointer && n.Name == ""
	case *ast.MemberNode:
		if part, ok := n.Property.(*ast.StringNode); ok {
			return foldedParts[part.Value]
		}
		return f.folded(n.Node) // to[0]
	case *ast.BuiltinNode:
		switch n.Name {
		case "lower", "trim", "trimPrefix", "trimSuffix", "filter", "first", "last", "find":
			return n.Name == "lower" || len(n.Arguments) > 0 && f.folded(n.Arguments[0])
		}
	}
	return false
}

// foldLiteral folds a constant text, or the texts of a constant list.
func foldLiteral(n ast.Node) {
	switch n := n.(type) {
	case *ast.StringNode:
		n.Value = strings.ToLower(n.Value)
	case *ast.ArrayNode:
		for _, element := range n.Nodes {
			foldLiteral(element)
		}
	}
}
