package mailin

import (
	"strings"

	"frontdesk/desk"
)

// Bounds of the reply splitter.
const (
	maxLines    = 20000 // that are looked at; the rest counts as history
	maxLineLook = 1000  // bytes of a line that wordings are searched in
)

// reply is a text taken apart.
type reply struct {
	text      string
	typed     string // its beginning, where commands may stand
	signature string
	splitter  string // what the program wrote between the new text and the first earlier mail
	forward   *desk.Forward
	cut       bool // history was found
}

// bodyLine is a line as the splitter sees it.
type bodyLine struct {
	raw    string // as it stands
	bare   string // trimmed, without invisible characters
	quoted bool   // by a mark, or by markup
	block  bool   // only in a block quote, which may be the sender's own
	sig    bool   // in a signature by markup
	drop   bool   // not written now
}

// splitReply finds what the sender wrote now: evidence from our own cut line and from
// markup first, then quote marks, header blocks and attribution lines, wordings last.
// forward says that the subject is that of a forwarded mail.
func splitReply(lines []textLine, forward bool) reply {
	ls, quotedCut := bodyLines(lines, true)
	r := splitLines(ls, len(lines), forward)
	if r.text == "" && quotedCut { // the answer may stand below the whole quote
		typed := r.typed
		ls, _ = bodyLines(lines, false)
		r = splitLines(ls, len(lines), forward)
		r.typed = typed
	}
	return r
}

// splitLines does the work of splitReply; all is the number of lines before the cut.
func splitLines(ls []bodyLine, all int, forward bool) (r reply) {
	if f := findForward(ls, forward); f >= 0 {
		r.forward = readForward(ls[f:])
		ls = ls[:f]
	}
	r.splitter = dropHistory(ls)
	kept := keep(ls)
	r.cut = len(kept) < all
	n := findSignature(kept)
	r.text = textOf(kept[:n])
	if r.typed = r.text; firstDropped(ls) != len(kept) { // something follows below a quote
		top := ls[:firstDropped(ls)]
		r.typed = textOf(top[:findSignature(top)])
	}
	r.signature = textOf(kept[n:])
	return r
}

// firstDropped is the first line that was not written now: commands stand above it or
// nowhere.
func firstDropped(ls []bodyLine) int {
	for i := range ls {
		if ls[i].drop {
			return i
		}
	}
	return len(ls)
}

// bodyLines prepares lines. Everything from a cut line on goes away here, unless cut is
// false: then it is one quoted line among others. quotedCut says that it stood in a quote.
func bodyLines(lines []textLine, cut bool) (ls []bodyLine, quotedCut bool) {
	ls = make([]bodyLine, 0, min(len(lines), maxLines))
	for _, l := range lines {
		if len(ls) == maxLines {
			break
		}
		b := bodyLine{raw: l.text, bare: bareText(l.text), quoted: l.depth > 0 || l.quoted, sig: l.sig}
		mark := isQuoteMark(b.bare)
		b.block = l.depth > 0 && !l.quoted && !mark
		b.quoted = b.quoted || mark
		if isCutLine(b.bare) {
			if cut {
				return ls, b.quoted
			}
			b.quoted = true
		}
		ls = append(ls, b)
	}
	return ls, false
}

var invisible = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u200b", "", "\u200c", "", "\u200d", "", "\u200e", "", "\u200f", "",
	"\ufeff", "", "\u2060", "", "\u00ad", "", "\u202a", "", "\u202c", "", "\u202b", "", "\u2068", "", "\u2069", "")

// bareText is a line without what cannot be seen, shortened for look-ups.
func bareText(s string) string {
	if len(s) > maxLineLook {
		s = strings.ToValidUTF8(s[:maxLineLook], "")
	}
	if mayHide(s) {
		s = invisible.Replace(s)
	}
	return strings.TrimSpace(s)
}

// mayHide says whether a text has a byte that invisible characters begin with.
func mayHide(s string) bool {
	for i := range len(s) {
		if c := s[i]; c == 0xc2 || c == 0xe2 || c == 0xef {
			return true
		}
	}
	return false
}

// isQuoteMark recognises "> text". Arrows around a link are decoration, and the ">" of
// an address that was wrapped may stand before "wrote:".
func isQuoteMark(bare string) bool {
	if !strings.HasPrefix(bare, ">") || strings.HasSuffix(bare, "<<") || strings.HasPrefix(bare, "><") || isArrowLine(bare) {
		return false
	}
	return len(bare) > 24 || !strings.HasSuffix(bare, ":") || !endsWithVerb(strings.TrimRight(strings.ToLower(bare), ": "), words.said)
}

// dropHistory marks what was not written now, and gives the first splitter.
func dropHistory(ls []bodyLine) (splitter string) {
	freeOwnQuotes(ls)
	for i := 0; i < len(ls); {
		if ls[i].quoted {
			i = dropQuote(ls, i)
			continue
		}
		n, prefix := splitterAt(ls, i)
		if n == 0 {
			i++
			continue
		}
		if prefix != "" {
			ls[i].raw, ls[i].bare = prefix, prefix
			i, n = i+1, n-1
		}
		for j := i; j < i+n; j++ {
			ls[j].drop = true
		}
		if splitter == "" {
			splitter = textOf(ls[i : i+n])
		}
		i = dropBelow(ls, i+n)
	}
	dropSeparators(ls)
	return splitter
}

// freeOwnQuotes takes block quotes above the attribution line for what they are: the
// sender quotes something else there.
func freeOwnQuotes(ls []bodyLine) {
	last := -1
	for i := range ls {
		if ls[i].block {
			last = i
		}
	}
	if last < 0 || !ls[last].block {
		return
	}
	for i := 0; i < last; i++ {
		if ls[i].quoted {
			continue
		}
		if n, _ := splitterAt(ls, i); n > 0 {
			for j := 0; j < i; j++ {
				if ls[j].block {
					ls[j].quoted = false
				}
			}
			return
		}
	}
}

// dropQuote marks a run of quoted lines that begins at i, with the lines that a mail
// program broke off from it, and gives the line after it.
func dropQuote(ls []bodyLine, i int) int {
	for i < len(ls) {
		switch {
		case ls[i].quoted:
			ls[i].drop = true
			i++
		case brokenOff(ls, i):
			ls[i].drop = true
			i++
		default:
			return i
		}
	}
	return i
}

// brokenOff recognises the second half of a quoted line that was wrapped without a
// new mark, between two quoted lines: what did not fit into the line, or a link that goes on.
func brokenOff(ls []bodyLine, i int) bool {
	if i == 0 || i+1 >= len(ls) || !ls[i-1].drop || !ls[i+1].quoted || ls[i].bare == "" {
		return false
	}
	prev, cur := ls[i-1].bare, ls[i].bare
	first, _, _ := strings.Cut(cur, " ")
	if len(prev)+len(first) >= 72 && !strings.ContainsAny(prev[len(prev)-1:], ".?!:") {
		return true
	}
	if open := strings.LastIndexAny(prev, "(<"); open >= 0 && strings.HasPrefix(prev[open+1:], "http") && !strings.ContainsAny(prev[open:], ")>") {
		return true
	}
	return (strings.HasPrefix(cur, "(http") || strings.HasPrefix(cur, "<http")) && !strings.Contains(cur, " ") ||
		strings.HasPrefix(cur, "(http") && strings.HasSuffix(cur, ") >")
}

// dropBelow marks what follows a splitter: the quote where there is one, so that an
// answer below it is kept, else everything.
func dropBelow(ls []bodyLine, i int) int {
	j := i
	for j < len(ls) && ls[j].bare == "" {
		j++
	}
	if j < len(ls) && ls[j].quoted {
		for k := i; k < j; k++ {
			ls[k].drop = true
		}
		return dropQuote(ls, j)
	}
	for ; i < len(ls); i++ {
		ls[i].drop = true
	}
	return i
}

// dropSeparators marks rules and dashes that stand directly above history.
func dropSeparators(ls []bodyLine) {
	for i := len(ls) - 1; i > 0; i-- {
		if !ls[i].drop || ls[i-1].drop {
			continue
		}
		for j := i - 1; j >= 0 && (ls[j].bare == "" || isRule(ls[j].bare)); j-- {
			if ls[j].bare != "" {
				ls[j].drop = true
			}
		}
	}
}

// isRule recognises a line of nothing but dashes, underscores or the like.
func isRule(bare string) bool {
	return len(bare) >= 3 && strings.Trim(bare, "-_=*~\u2013\u2014\u2500\u2501 ") == ""
}

// keep is what is left; where something was left out stands at most one empty line.
func keep(ls []bodyLine) []bodyLine {
	kept := make([]bodyLine, 0, len(ls))
	gap := false // something was left out since the last line
	for i := range ls {
		if ls[i].drop {
			gap = true
			continue
		}
		if n := len(kept); gap && ls[i].bare == "" && n > 0 && kept[n-1].bare == "" {
			continue
		}
		kept, gap = append(kept, ls[i]), gap && ls[i].bare == ""
	}
	return kept
}

// textOf joins lines and trims empty ones at both ends.
func textOf(ls []bodyLine) string {
	for len(ls) > 0 && ls[0].bare == "" {
		ls = ls[1:]
	}
	for len(ls) > 0 && ls[len(ls)-1].bare == "" {
		ls = ls[:len(ls)-1]
	}
	size := len(ls)
	for i := range ls {
		size += len(ls[i].raw)
	}
	var out strings.Builder
	out.Grow(size)
	for i := range ls {
		if i > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(ls[i].raw)
	}
	return out.String()
}
