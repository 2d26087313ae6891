package mailin

import (
	"strings"

	"frontdesk/desk"
)

// isForwardSubject says whether a subject begins with "Fwd:" in any language.
func isForwardSubject(subject string) bool {
	prefix, _, ok := strings.Cut(strings.ToLower(subject), ":")
	return ok && words.prefixes[strings.TrimSpace(prefix)]
}

// findForward is the line at which an inline forwarded message begins, or -1: a
// separator that says so, outside quotes and above any answered mail. Where the
// subject says forward, a header block will do.
func findForward(ls []bodyLine, subject bool) int {
	quoted := false // something was quoted above
	for i := range ls {
		b := ls[i].bare
		if b == "" {
			continue
		}
		if isQuoteMark(b) {
			if quoted || !isForwardLine(strings.TrimLeft(b, "> ")) {
				quoted = true
				continue
			}
		}
		if isForwardLine(b) {
			return i
		}
		if n, _ := splitterAt(ls, i); n > 0 {
			if j := nextText(ls, i+1); subject && j > 0 && (headerBlock(ls, i) > 0 || isRule(b) || isSeparator(b, words.original)) {
				return i
			}
			return -1
		}
	}
	return -1
}

// isForwardLine recognises the line above a forwarded message.
func isForwardLine(b string) bool {
	if b == "" {
		return false
	}
	if isSeparator(b, words.forwarded) {
		return true
	}
	if !strings.HasSuffix(b, ":") && !strings.HasSuffix(b, "\uff1a") || len(b) > 120 {
		return false
	}
	s := strings.TrimRight(strings.ToLower(strings.TrimLeft(b, "-> ")), ": \uff1a")
	for _, w := range words.forwarded {
		if s == w {
			return true
		}
	}
	return false
}

// readForward takes a forwarded message apart; the first line is its separator or the
// first line of its header block.
func readForward(ls []bodyLine) *desk.Forward {
	f := &desk.Forward{To: []desk.Address{}}
	start := 0
	if _, ok := readLabel(ls[0].bare); !ok {
		start = 1
	}
	i := nextText(ls, start)
	if i < 0 {
		return f
	}
	labels, n := blockLabels(ls, i)
	for _, l := range labels {
		switch l.kind {
		case fromLabel:
			if a := parseAddresses(forwardAddress(l.value)); len(a) > 0 && f.From.Addr == "" {
				f.From = a[0]
			}
			if f.From.Addr == "" {
				f.From.Name = oneLine(l.value)
			}
		case toLabel:
			f.To = append(f.To, parseAddresses(forwardAddress(l.value))...)
		case subjectLabel:
			if f.Subject == "" {
				f.Subject = oneLine(l.value)
			}
		case dateLabel:
			if f.Date == "" {
				f.Date = oneLine(l.value)
			}
		}
	}
	f.Text = unquote(ls[min(i+n, len(ls)):])
	return f
}

// forwardAddress strips what programs put around addresses in a header block.
func forwardAddress(s string) string {
	return strings.NewReplacer("[mailto:", "<", "<mailto:", "<", "]", ">", "*", "").Replace(s)
}

// unquote joins lines without their outermost quote marks.
func unquote(ls []bodyLine) string {
	out := make([]bodyLine, len(ls))
	for i, l := range ls {
		if isQuoteMark(l.bare) {
			l.raw = strings.TrimPrefix(strings.TrimPrefix(l.bare, ">"), " ")
			l.bare = l.raw
		}
		out[i] = l
	}
	return textOf(out)
}
