package knowledge

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

var markdown = goldmark.New(goldmark.WithExtensions(extension.Linkify, extension.Strikethrough, extension.Table))

// parse reads Markdown. Pictures become links, and links that lead nowhere from a mail become the words that they stand
// on.
func parse(source []byte) ast.Node {
	root := markdown.Parser().Parse(text.NewReader(source))
	var links []ast.Node
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if k := n.Kind(); entering && (k == ast.KindLink || k == ast.KindImage) {
			links = append(links, n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range links {
		link := ast.NewLink()
		if image, ok := n.(*ast.Image); ok {
			link.Destination = image.Destination
		} else {
			link.Destination = n.(*ast.Link).Destination
		}
		parent := n.Parent()
		var into ast.Node = link
		if !leads(string(link.Destination)) {
			into = ast.NewTextBlock()
		}
		for c := n.FirstChild(); c != nil; c = n.FirstChild() {
			into.AppendChild(into, c)
		}
		if into == ast.Node(link) {
			parent.ReplaceChild(parent, n, link)
			continue
		}
		for c := into.FirstChild(); c != nil; c = into.FirstChild() {
			into.RemoveChild(into, c)
			parent.InsertBefore(parent, n, c)
		}
		parent.RemoveChild(parent, n)
	}
	return root
}

// leads says whether an address can be followed from a mail.
func leads(address string) bool {
	for _, scheme := range []string{"https://", "http://", "mailto:", "tel:"} {
		if len(address) > len(scheme) && strings.EqualFold(address[:len(scheme)], scheme) {
			return true
		}
	}
	return false
}

// looks are what HTML elements need to look right in a mail.
var looks = strings.NewReplacer("<!-- raw HTML omitted -->", "",
	"<pre>", `<pre style="margin:0 0 16px;padding:12px;border:1px solid #8886;border-radius:6px;white-space:pre-wrap;font-size:14px">`,
	"<table>", `<table style="border-collapse:collapse;margin:0 0 16px">`, "<td>", `<td style="padding:4px 12px 4px 0;vertical-align:top">`,
	"<th>", `<th style="padding:4px 12px 4px 0;text-align:left">`,
	"<h1>", `<h1 style="margin:24px 0 8px;font-size:19px;line-height:1.3">`, "<h2>", `<h2 style="margin:24px 0 8px;font-size:17px;line-height:1.3">`,
	"<h3>", `<h3 style="margin:20px 0 8px;font-size:16px">`, "<p>", `<p style="margin:0 0 12px">`, "<ul>", `<ul style="margin:0 0 12px;padding-left:24px">`,
	"<ol>", `<ol style="margin:0 0 12px;padding-left:24px">`, "<blockquote>", `<blockquote style="margin:0 0 12px;padding-left:12px;border-left:2px solid #8886">`)

// asHTML writes Markdown as HTML.
func asHTML(source string) string {
	var b bytes.Buffer
	if err := markdown.Renderer().Render(&b, []byte(source), parse([]byte(source))); err != nil {
		return ""
	}
	return looks.Replace(strings.TrimSpace(b.String()))
}

// plainText writes Markdown as text for people.
func plainText(source string) string {
	w := writer{source: []byte(source)}
	return strings.TrimSpace(w.blocks(parse(w.source)))
}

// writer writes nodes as plain text.
type writer struct{ source []byte }

// blocks are the children of a node, an empty line between each.
func (w writer) blocks(n ast.Node) string {
	var all []string
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if s := strings.TrimRight(w.block(c), " \n"); s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, "\n\n")
}

func (w writer) block(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Heading:
		title := w.inline(n)
		return title + "\n" + strings.Repeat("-", min(utf8.RuneCountInString(title), 60))
	case *ast.List:
		return w.list(n)
	case *ast.Blockquote:
		return before("> ", "> ", w.blocks(n))
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		return before("    ", "    ", strings.TrimRight(string(n.Lines().Value(w.source)), "\n"))
	case *ast.ThematicBreak:
		return "* * *"
	case *ast.HTMLBlock:
		return ""
	case *east.Table:
		var rows []string
		for r := n.FirstChild(); r != nil; r = r.NextSibling() {
			var cells []string
			for c := r.FirstChild(); c != nil; c = c.NextSibling() {
				cells = append(cells, w.inline(c))
			}
			rows = append(rows, strings.Join(cells, " | "))
		}
		return strings.Join(rows, "\n")
	}
	if n.Type() == ast.TypeBlock && n.FirstChild() != nil && n.FirstChild().Type() == ast.TypeBlock {
		return w.blocks(n)
	}
	return w.inline(n)
}

func (w writer) list(n *ast.List) string {
	var items []string
	number := max(n.Start, 1)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		sign := "- "
		if n.IsOrdered() {
			sign = strconv.Itoa(number) + ". "
			number++
		}
		inner := w.blocks(c)
		if n.IsTight {
			inner = strings.ReplaceAll(inner, "\n\n", "\n")
		}
		items = append(items, before(sign, strings.Repeat(" ", len(sign)), inner))
	}
	if n.IsTight {
		return strings.Join(items, "\n")
	}
	return strings.Join(items, "\n\n")
}

// before puts something before the first line of a text, and something before each other.
func before(first, others, text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		if i == 0 {
			lines[i] = first + lines[i]
		} else if lines[i] != "" || others == "> " {
			lines[i] = strings.TrimRight(others+lines[i], " ")
		}
	}
	return strings.Join(lines, "\n")
}

// inline are the words within a block.
func (w writer) inline(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b.WriteString(unescape(string(c.Segment.Value(w.source))))
			switch {
			case c.HardLineBreak():
				b.WriteByte('\n')
			case c.SoftLineBreak():
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(c.Value)
		case *ast.CodeSpan:
			b.WriteString(w.raw(c))
		case *ast.AutoLink:
			b.Write(c.URL(w.source))
		case *ast.Link:
			words, address := w.inline(c), strings.TrimPrefix(string(c.Destination), "mailto:")
			if b.WriteString(words); words != address {
				fmt.Fprintf(&b, " (%s)", address)
			}
		case *ast.RawHTML:
		default:
			b.WriteString(w.inline(c))
		}
	}
	return b.String()
}

// raw is the text of a code span.
func (w writer) raw(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(w.source))
		}
	}
	return b.String()
}

// unescape takes the backslashes before signs away, and resolves what stands for characters.
func unescape(s string) string {
	return string(util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences([]byte(s)))))
}
