package mailin

import (
	"strings"
	"testing"
	"time"
)

func TestHTMLText(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"paragraphs", "<p>one</p><p>two</p>", "one\n\ntwo"},
		{"breaks", "one<br>two<br/><br>three", "one\ntwo\n\nthree"},
		{"divs", "<div>one</div><div>two</div>", "one\ntwo"},
		{"white space", "  one \n\t two&nbsp;three ", "one two three"},
		{"entities", "a &lt;b&gt; &amp; &#252;", "a <b> & ü"},
		{"inline", "a<b>b</b>c <i>d</i>", "abc d"},
		{"list", "<ul><li>one</li><li>two</ul>", "* one\n* two"},
		{"numbered list", "<ol><li>one<li>two</ol>", "1. one\n2. two"},
		{"table", "<table><tr><td>a</td><td>b</td></tr><tr><td>c<td>d</table>", "a\tb\nc\td"},
		{"heading", "<h1>Head</h1>text", "Head\n\ntext"},
		{"quote", "a<blockquote>b<blockquote>c</blockquote></blockquote>d", "a\n\n> b\n>\n> > c\n\nd"},
		{"pre", "<pre>a  b\n  c</pre>", "a  b\n  c"},
		{"script", "a<script>var x = '<p>b</p>'</script>c", "ac"},
		{"style and title", "<head><title>t</title><style>p{}</style></head>x", "x"},
		{"comment", "a<!-- b -->c", "ac"},
		{"conditional comment", "a<!--[if mso]><p>b</p><![endif]-->c", "ac"},
		{"hidden", `a<div style="display: none">b<p>c</p></div>d<span hidden>e</span>`, "ad"},
		{"preheader", `<div style="max-height:0;overflow:hidden">secret</div>x`, "x"},
		{"hidden never closed", `a<div style="display:none">b`, "a"},
		{"link", `<a href="https://x.example/p">here</a>`, "here <https://x.example/p>"},
		{"link over two lines", "<a href=\"https://x.example/p\nq\">here</a>", "here <https://x.example/pq>"},
		{"link that shows itself", `<a href="https://x.example/">x.example</a> <a href="mailto:a@b.example">a@b.example</a>`, "x.example a@b.example"},
		{"script link", `<a href="javascript:alert(1)">here</a>`, "here"},
		{"image", `a<img src="x" alt="a long description">b`, "ab"},
		{"picture character", `a<img alt="😀">b`, "a😀b"},
		{"rule", "a<hr>b", "a\n" + htmlRule + "\nb"},
		{"stray end tags", "a</div></p>b</blockquote>c", "a\nbc"},
		{"unclosed everything", "<div><b><table><tr><td>a", "a"},
		{"frames", "a<iframe src=x>b</iframe>c", "ac"},
		{"nothing", "", ""},
		{"only tags", "<html><body><div></div></body></html>", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lines, ok := htmlLines(tt.in)
			got := joinLines(lines)
			got = strings.ReplaceAll(got, "> \n", ">\n")
			if got != tt.want || !ok {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestHTMLMarks says for each line whether the markup calls it an earlier mail (q) or a
// signature (s).
func TestHTMLMarks(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"gmail", `new<div class="gmail_quote">old</div>after`, "new|old q|after"},
		{"gmail in outlook", `new<div class="x_gmail_quote">old</div>`, "new|old q"},
		{"cite", `new<blockquote type="cite">old</blockquote>`, "new|q|old q"},
		{"plain block quote", `new<blockquote>own</blockquote>`, "new||own"},
		{"outlook line", `new<div style="border:none;border-top:solid #E1E1E1 1.0pt">From: x</div><p>old</p>`, "new|From: x q|q|old q"},
		{"other border", `new<div style="border:none;border-top:solid red 1pt">own</div>`, "new|own"},
		{"reply marker", `new<div id="divRplyFwdMsg">From: x</div>old`, "new|From: x q|old q"},
		{"append marker", `new<div id="appendonsend"></div>old`, "new|old q"},
		{"yahoo", `new<div id="yahoo_quoted_1">old</div>`, "new|old q"},
		{"signature", `new<div class="gmail_signature">me</div>`, "new|me s"},
		{"outlook signature", `new<div id="Signature">me</div>`, "new|me s"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lines, _ := htmlLines(tt.in)
			var got []string
			for _, l := range lines {
				s := l.text
				if l.quoted {
					s += " q"
				}
				if l.sig {
					s += " s"
				}
				got = append(got, strings.TrimSpace(s))
			}
			if g := strings.Join(got, "|"); g != tt.want {
				t.Errorf("got %q, want %q", g, tt.want)
			}
		})
	}
}

// TestHTMLBounded feeds what makes careless readers quadratic or recursive.
func TestHTMLBounded(t *testing.T) {
	inputs := map[string]string{
		"deep":          strings.Repeat("<div>", 50000) + "x",
		"deep quotes":   strings.Repeat("<blockquote>", 50000) + "x",
		"stray ends":    strings.Repeat("<b>", 5000) + strings.Repeat("</i>", 100000),
		"tables":        strings.Repeat("<table><tr><td>", 30000) + "x",
		"one long tag":  "<p style=\"" + strings.Repeat("a", 3<<19) + "\">x",
		"no end of tag": "<p " + strings.Repeat("a=b ", 300000),
		"list":          "<ol>" + strings.Repeat("<li>x", 30000),
		"too large":     strings.Repeat("<p>"+strings.Repeat("text ", 50), 10000),
	}
	for name, in := range inputs {
		start := time.Now()
		lines, _ := htmlLines(in)
		out := joinLines(lines)
		if d := time.Since(start); d > tooLong {
			t.Errorf("%s took %v", name, d)
		}
		if len(out) > 8*len(in)+1000 {
			t.Errorf("%s grew from %d to %d bytes", name, len(in), len(out))
		}
	}
}
