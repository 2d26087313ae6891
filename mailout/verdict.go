package mailout

import (
	"fmt"
	"strings"
)

// Stage is how far the handing over of a mail had come when its result was known.
type Stage int

// The stages, in order. Up to Content the server has nothing; from Dot on it may have accepted the mail.
const (
	StageAddress Stage = iota // the envelope is not valid; nothing was sent
	StageConnect              // DNS, TCP, greeting, EHLO
	StageTLS                  // STARTTLS and the handshake
	StageAuth                 // AUTH
	StageMail                 // MAIL FROM
	StageRcpt                 // RCPT TO
	StageData                 // DATA
	StageContent              // the bytes before the final dot
	StageDot                  // the final dot was sent
)

var stageNames = [...]string{"address", "connect", "TLS", "AUTH", "MAIL", "RCPT", "DATA", "content", "final dot"}

// String is the name for people.
func (s Stage) String() string {
	if s < 0 || int(s) >= len(stageNames) {
		return fmt.Sprintf("stage %d", int(s))
	}
	return stageNames[s]
}

// Result is what became of one attempt to hand over a mail, or to get ready for it.
type Result struct {
	Stage    Stage
	Code     int    // of the server's reply, 0 where there was none
	Enhanced string // RFC 3463 status code, "" where the server gave none
	Words    string // of the reply, on one line
	Err      error  // of the network, nil where the server replied
}

// OK says that the server accepted: at StageDot the mail, before it the step.
func (r Result) OK() bool { return r.Err == nil && r.Code/100 == 2 }

// Status is the code for reports: the enhanced one where there is one, else the reply code, else "".
func (r Result) Status() string {
	switch {
	case r.Enhanced != "":
		return r.Enhanced
	case r.Code != 0:
		return fmt.Sprint(r.Code)
	}
	return ""
}

// String says for people what happened and where.
func (r Result) String() string {
	if r.Err != nil {
		return fmt.Sprintf("%s: %v", r.Stage, r.Err)
	}
	words := []string{fmt.Sprint(r.Code)}
	for _, w := range []string{r.Enhanced, r.Words} {
		if w != "" {
			words = append(words, w)
		}
	}
	return fmt.Sprintf("%s: %s", r.Stage, strings.Join(words, " "))
}

// Action is what to do after an attempt.
type Action int

// The actions.
const (
	Delivered Action = iota
	Retry            // the server has not got it: try again
	Fail             // it will never be accepted
	Unknown          // the answer to the final dot was lost: it may have been accepted
)

var actionNames = [...]string{"delivered", "retry", "fail", "unknown"}

// String is the name of the action.
func (a Action) String() string { return actionNames[a] }

// Verdict is what a result means.
type Verdict struct {
	Action Action
	Server bool // it is the server's trouble, not the mail's: other mail would fare no better
	Alarm  bool // a person has to mend something: time alone will not
	Why    string
}

// Classify judges a result. A reply with 4 is tried again and one with 5 is final (RFC 5321 §4.2.1), with these
// exceptions: before RCPT a 5 speaks of this desk's own settings, and so do the replies of RFC 4954 §6
// wherever they come; those are tried again until a person has mended them. A 5 whose enhanced code begins
// with 4 is tried again. A connection lost before the final dot has delivered nothing (RFC 5321 §4.1.1.4);
// after it, nobody knows (RFC 1047).
func Classify(r Result) Verdict {
	v := Verdict{Action: Retry, Why: r.String()}
	switch {
	case r.Stage == StageAddress:
		v.Action = Fail
	case r.Stage >= StageMail && r.Enhanced == "5.6.7": // only SMTPUTF8 could carry it (RFC 6531 §3.2)
		v.Action = Fail
	case r.Stage < StageMail && !r.OK():
		v.Server = true
		v.Alarm = r.Stage == StageTLS || r.Code/100 == 5
	case r.OK() && r.Stage == StageDot:
		v.Action = Delivered
	case r.Err != nil && r.Stage == StageDot:
		v.Action = Unknown
	case r.Err != nil:
	case isAuthCode(r.Code):
		v.Server, v.Alarm = true, true
	case r.Code/100 == 5 && r.Stage == StageMail:
		v.Alarm = true
	case r.Code/100 == 5 && !strings.HasPrefix(r.Enhanced, "4."):
		v.Action = Fail
	}
	return v
}

// isAuthCode knows the replies that ask for authentication or refuse it (RFC 4954 §6).
func isAuthCode(code int) bool { return code == 530 || code == 534 || code == 535 || code == 538 }
