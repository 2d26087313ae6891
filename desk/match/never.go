package match

import (
	"fmt"
	"math"
	"reflect"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// never says why a condition can match no mail, "" where it may match one. It finds
// constants, values that a name never has, and parts that exclude each other; it does
// not try to be complete.
func never(n ast.Node, constant func(ast.Node) (any, bool)) string {
	s := sense{constant: constant}
	return s.impossible(n)
}

// sense judges conditions without a mail.
type sense struct {
	constant func(ast.Node) (any, bool)
}

// impossible says why a part is never true, or "".
func (s sense) impossible(n ast.Node) string {
	if value, ok := s.constant(n); ok {
		if value == false {
			return n.String() + " is always false"
		}
		return ""
	}
	switch n := n.(type) {
	case *ast.UnaryNode:
		if isNot(n) {
			return s.certain(n.Node)
		}
	case *ast.BinaryNode:
		switch n.Operator {
		case "and", "&&":
			return s.conjunction(n)
		case "or", "||":
			left, right := s.impossible(n.Left), s.impossible(n.Right)
			if left != "" && right != "" {
				return left + "; " + right
			}
			return ""
		}
		return s.impossibleComparison(n)
	}
	return ""
}

// certain says why a part is always true, or "".
func (s sense) certain(n ast.Node) string {
	if value, ok := s.constant(n); ok {
		if value == true {
			return n.String() + " is always true"
		}
		return ""
	}
	switch n := n.(type) {
	case *ast.UnaryNode:
		if isNot(n) {
			return s.impossible(n.Node)
		}
	case *ast.BinaryNode:
		switch n.Operator {
		case "or", "||":
			if left := s.certain(n.Left); left != "" {
				return left
			}
			return s.certain(n.Right)
		case "and", "&&":
			left, right := s.certain(n.Left), s.certain(n.Right)
			if left != "" && right != "" {
				return left + "; " + right
			}
		}
	}
	return ""
}

func isNot(n *ast.UnaryNode) bool { return n.Operator == "not" || n.Operator == "!" }

// impossibleComparison finds a comparison with values that its other side never has.
func (s sense) impossibleComparison(n *ast.BinaryNode) string {
	r, ok := s.requirement(n)
	if !ok {
		return ""
	}
	if r.low > r.high || r.high < 0 && r.of == "size" {
		return fmt.Sprintf("%s is never so", n)
	}
	if r.values == nil {
		return ""
	}
	for _, value := range r.values {
		if text, ok := value.(string); !ok || possibleValue(r.of, text) {
			return ""
		}
	}
	switch {
	case len(r.values) == 0:
		return fmt.Sprintf("%s: the list is empty", n)
	case r.of == "sender.domain":
		return fmt.Sprintf("%s: a domain has no @", n)
	}
	return fmt.Sprintf("%s: an address has an @", n)
}

// possibleValue says whether a name of the environment can have a value.
func possibleValue(name, value string) bool {
	at := strings.Contains(value, "@")
	switch name {
	case "sender.domain":
		return !at
	case "sender.address", "mailbox", "to", "cc":
		return at || value == "" && name == "sender.address"
	}
	return true
}

// requirement is what a comparison demands of one operand: one of some values, or a
// number between two bounds.
type requirement struct {
	of        string // the operand as written
	values    []any  // nil: any
	has       bool   // the operand is a list that holds one of the values, and may hold others
	low, high float64
}

// requirement reads a comparison of an operand with a constant; not ok for any other.
func (s sense) requirement(n *ast.BinaryNode) (requirement, bool) {
	operand, operator, other := n.Left, n.Operator, n.Right
	value, ok := s.constant(other)
	if !ok {
		if value, ok = s.constant(operand); !ok {
			return requirement{}, false
		}
		operand, operator = other, mirrored[operator]
	}
	r := requirement{of: operand.String(), low: math.Inf(-1), high: math.Inf(1)}
	number, isNumber := asNumber(value)
	switch {
	case operator == "==":
		r.values = []any{value}
		if isNumber {
			r.values, r.low, r.high = nil, number, number
		}
	case operator == "in":
		list, ok := value.([]any)
		r.values = append([]any{}, list...)
		return r, ok
	case operator == "has": // "x" in list
		r.values, r.has = []any{value}, true
	case operator == "<" && isNumber:
		r.high = math.Nextafter(number, math.Inf(-1))
	case operator == "<=" && isNumber:
		r.high = number
	case operator == ">" && isNumber:
		r.low = math.Nextafter(number, math.Inf(1))
	case operator == ">=" && isNumber:
		r.low = number
	default:
		return requirement{}, false
	}
	return r, true
}

// mirrored is the operator that says the same with its sides exchanged.
var mirrored = map[string]string{"==": "==", "<": ">", "<=": ">=", ">": "<", ">=": "<=", "in": "has"}

func asNumber(v any) (float64, bool) {
	switch v := v.(type) {
	case int:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// conjunction finds a part that is impossible, or two that exclude each other.
func (s sense) conjunction(n *ast.BinaryNode) string {
	var parts []ast.Node
	var gather func(ast.Node)
	gather = func(n ast.Node) {
		if b, ok := n.(*ast.BinaryNode); ok && (b.Operator == "and" || b.Operator == "&&") {
			gather(b.Left)
			gather(b.Right)
			return
		}
		parts = append(parts, n)
	}
	gather(n)
	requirements := make([]requirement, len(parts))
	for i, part := range parts {
		if why := s.impossible(part); why != "" {
			return why
		}
		if comparison, ok := part.(*ast.BinaryNode); ok {
			requirements[i], _ = s.requirement(comparison)
		}
		for j, earlier := range parts[:i] {
			if opposed(earlier, part) || opposed(part, earlier) || requirements[i].excludes(requirements[j]) {
				return fmt.Sprintf("%s and %s exclude each other", earlier, part)
			}
		}
	}
	return ""
}

// excludes says whether nothing can meet both requirements.
func (r requirement) excludes(other requirement) bool {
	if r.of == "" || r.of != other.of || r.has || other.has {
		return false
	}
	if max(r.low, other.low) > min(r.high, other.high) {
		return true
	}
	return r.values != nil && other.values != nil && !overlap(r.values, other.values)
}

// opposed says whether a is "not b", or the like.
func opposed(a, b ast.Node) bool {
	if not, ok := a.(*ast.UnaryNode); ok && isNot(not) {
		return not.Node.String() == b.String()
	}
	x, ok := a.(*ast.BinaryNode)
	y, alsoOK := b.(*ast.BinaryNode)
	return ok && alsoOK && x.Operator == "!=" && y.Operator == "==" &&
		x.Left.String() == y.Left.String() && x.Right.String() == y.Right.String()
}

func overlap(a, b []any) bool {
	for _, x := range a {
		for _, y := range b {
			if reflect.DeepEqual(x, y) {
				return true
			}
		}
	}
	return false
}
