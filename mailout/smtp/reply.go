package smtp

import (
	"errors"
	"fmt"
	"net/textproto"
	"regexp"
	"strings"
	"unicode"

	"frontdesk/mailout"
)

// enhancedCode is an RFC 3463 status code at the beginning of a line of a reply (RFC 2034).
var enhancedCode = regexp.MustCompile(`^([245]\.\d{1,3}\.\d{1,3})(?:\s+|$)`)

// wordsLength bounds how much of a reply is kept, in runes.
const wordsLength = 400

// resultOf tells a reply that was not the wanted one from a failed connection.
func resultOf(stage mailout.Stage, err error) mailout.Result {
	var said *textproto.Error
	if errors.As(err, &said) {
		r := reply(stage, said.Code, said.Msg)
		if r.OK() && stage != mailout.StageDot { // not the reply of this step: server and client are not in step
			r.Err = fmt.Errorf("unexpected reply %d %s", r.Code, r.Words)
		}
		return r
	}
	return mailout.Result{Stage: stage, Err: err}
}

// reply reads the words of a reply, which may have many lines with the status code on each.
func reply(stage mailout.Stage, code int, msg string) mailout.Result {
	r := mailout.Result{Stage: stage, Code: code}
	var words []string
	for _, line := range strings.Split(strings.ToValidUTF8(msg, "�"), "\n") {
		line = strings.TrimSpace(line)
		if m := enhancedCode.FindStringSubmatch(line); m != nil {
			if r.Enhanced == "" {
				r.Enhanced = m[1]
			}
			line = line[len(m[0]):]
		}
		words = append(words, strings.FieldsFunc(line, func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) })...)
	}
	r.Words = strings.Join(words, " ")
	if runes := []rune(r.Words); len(runes) > wordsLength {
		r.Words = string(runes[:wordsLength]) + "…"
	}
	return r
}
