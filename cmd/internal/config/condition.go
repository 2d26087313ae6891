package config

import (
	"errors"
	"strings"
	"unicode/utf8"

	"frontdesk/desk"
	"frontdesk/desk/match"
)

// condition is a rule's when.
type condition struct {
	compiled *match.Condition // nil where the rule has none
	always   bool             // it matches every mail
}

// condition compiles `when`. What is wrong in it is shown at its own line and column in the file, also
// within texts of several lines.
func (t table) condition() condition {
	n := t.value("when", kindText, quoteIt)
	if n == nil {
		return condition{always: !t.has("when")}
	}
	compiled, err := match.Compile(n.text)
	if err != nil {
		t.mistakeIn("when", n, err)
		return condition{}
	}
	if why := compiled.Never(); why != "" {
		t.doubt("when", "it can never match: "+why, "mend the condition, or remove the rule")
	}
	// It matches always where its opposite never does.
	opposite, err := match.Compile("not (" + n.text + "\n)")
	return condition{compiled: compiled, always: err == nil && opposite.Never() != ""}
}

// correlation reads of which condition the mail of a rule tells: `correlate` and `clears`.
func (t table) correlation(r *desk.Rule) {
	var err error
	if n := t.value("correlate", kindText, quoteIt); n != nil {
		if r.Correlate, err = match.CompileText(n.text); err != nil {
			t.mistakeIn("correlate", n, err)
		}
	}
	n := t.value("clears", kindText, quoteIt)
	if n == nil {
		return
	}
	if r.Clears, err = match.Compile(n.text); err != nil {
		t.mistakeIn("clears", n, err)
		return
	}
	if !t.has("correlate") {
		t.wrong("clears", "says that a condition is over, and no key says which", "write correlate, too")
	}
	if why := r.Clears.Never(); why != "" {
		t.doubt("clears", "no mail ever says so: "+why, "mend the condition, or remove it")
	}
}

func (t table) mistakeIn(name string, n *node, err error) {
	offset, what, hint := n.offset, err.Error(), ""
	var me *match.Error
	if errors.As(err, &me) {
		offset += within(n.raw, byteOffset(n.text, me.Line, me.Column))
		what, hint = me.Message, me.Hint
	}
	t.mistakes = append(t.mistakes, t.pointed(offset, join(t.path, name), what, hint))
}

// byteOffset is where a line and column, both from 1, stand in a text; columns count characters.
func byteOffset(text string, line, column int) int {
	start := 0
	for ; line > 1; line-- {
		i := strings.IndexByte(text[start:], '\n')
		if i < 0 {
			break
		}
		start += i + 1
	}
	return start + len(firstRunes(text[start:], column-1))
}

// within finds where in a TOML text as written (raw, with its quotes) the byte at an offset of the
// decoded text comes from.
func within(raw string, decoded int) int {
	quotes := 1
	if len(raw) >= 6 && (strings.HasPrefix(raw, `"""`) || strings.HasPrefix(raw, "'''")) {
		quotes = 3
	}
	at, end := quotes, len(raw)-quotes
	if quotes == 3 { // a line break right after the opening quotes does not count
		at += len(raw[at:]) - len(strings.TrimPrefix(strings.TrimPrefix(raw[at:], "\r"), "\n"))
	}
	for at < end && decoded > 0 {
		written, gives := 1, 1
		if raw[0] == '"' && raw[at] == '\\' {
			written, gives = escape(raw[at:end])
		}
		at += written
		decoded -= gives
	}
	return min(at, end)
}

// escape says how many bytes an escape sequence at the start of s takes as written, and how many it stands for.
func escape(s string) (written, gives int) {
	if len(s) < 2 {
		return 1, 0
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[s[1]]
	if digits > 0 && len(s) >= 2+digits {
		var r rune
		for _, d := range strings.ToLower(s[2 : 2+digits]) {
			r = r<<4 | rune(strings.IndexRune("0123456789abcdef", d))
		}
		return 2 + digits, utf8.RuneLen(r)
	}
	if strings.IndexByte(" \t\r\n", s[1]) >= 0 { // the line goes on below
		return len(s) - len(strings.TrimLeft(s[1:], " \t\r\n")), 0
	}
	return 2, 1
}
