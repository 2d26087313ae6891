package smtp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"strings"
	"testing"
	"time"

	"frontdesk/mailout"
)

const (
	sender    = "support+b.x@acme.example"
	recipient = "dana@example.com"
)

var small = []byte("Subject: x\r\n\r\nwords\r\n")

func good(_ int, command string) string { return usual(command) }

// instead answers one verb in one session with something else; session 0 means each.
func instead(session int, verb, text string) func(int, string) string {
	return func(n int, command string) string {
		if (session == 0 || session == n) && (command == verb || strings.HasPrefix(command, verb+" ")) {
			return text
		}
		return usual(command)
	}
}

func TestSendAndKeep(t *testing.T) {
	s := serve(t, good)
	tr := s.transport()
	for i := range 3 {
		from := sender
		if i == 1 {
			from = ""
		}
		if r := tr.Send(background(t), from, recipient, small); !r.OK() || r.Stage != mailout.StageDot || r.Enhanced != "2.0.0" || r.Words != "queued as 42" {
			t.Fatalf("mail %d: %+v", i, r)
		}
	}
	tr.Close()
	tr.Close()
	said, taken, _ := s.journal()
	one := func(from string) string {
		return "MAIL FROM:<" + from + "> BODY=8BITMIME\nRCPT TO:<" + recipient + ">\nDATA\n.\n"
	}
	want := "greeting\nEHLO desk.example\n" + one(sender) + one("") + one(sender) + "QUIT"
	if said != want || taken != 3 {
		t.Errorf("%d taken; the dialogue was\n%s\nwant\n%s", taken, said, want)
	}
}

func TestBytesArriveUnchanged(t *testing.T) {
	s := serve(t, good)
	tr := s.transport()
	mails := [][]byte{small, []byte("Subject: dots\r\n\r\n.\r\n..\r\n.a\r\n\r\n.\r\n"), []byte("\r\n"),
		[]byte("Subject: 8\r\n\r\n\xff\xfe\x00 caf\xc3\xa9\r\n"), []byte("Subject: cr\r\n\r\na\rb\r\n")}
	r := rand.New(rand.NewPCG(1, 2))
	for range 50 { // dots and line ends at every place of the buffers
		var b bytes.Buffer
		for range r.IntN(4000) {
			b.WriteString([]string{".", "\r\n", "a", "\r\n.", "\r\n..", "\r\n.\r\n", strings.Repeat("x", 60)}[r.IntN(7)])
		}
		b.WriteString("\r\n")
		mails = append(mails, b.Bytes())
	}
	for i, m := range mails {
		if res := tr.Send(background(t), sender, recipient, m); !res.OK() {
			t.Fatalf("mail %d: %v", i, res)
		}
	}
	for i, m := range mails {
		if !bytes.Equal(s.taken[i], m) {
			t.Errorf("mail %d changed on its way", i)
		}
	}
	if _, _, sessions := s.journal(); sessions != 1 {
		t.Errorf("%d connections", sessions)
	}
}

// Every reply at every stage ends at that stage, and the same connection carries the next mail.
func TestReplies(t *testing.T) {
	stages := map[string]mailout.Stage{"MAIL": mailout.StageMail, "RCPT": mailout.StageRcpt, "DATA": mailout.StageData, ".": mailout.StageDot}
	for verb, stage := range stages {
		for _, reply := range []string{"450 4.7.1 later", "550 5.1.1 never", "451-4.3.0 one\r\n451 4.3.0 two", "554 no code", "421 4.3.2 going away"} {
			t.Run(verb+" "+reply, func(t *testing.T) {
				refuse := true
				s := serve(t, func(n int, command string) string {
					if refuse && (command == verb || strings.HasPrefix(command, verb+" ")) {
						return reply + "\r\n"
					}
					return usual(command)
				})
				tr := s.transport()
				r := tr.Send(background(t), sender, recipient, small)
				if r.Stage != stage || fmt.Sprint(r.Code) != reply[:3] || r.Err != nil {
					t.Errorf("result %+v", r)
				}
				if v := mailout.Classify(r); (v.Action == mailout.Fail) != (reply[0] == '5' && stage > mailout.StageMail) || v.Action == mailout.Delivered {
					t.Errorf("verdict %v for %v", v.Action, r)
				}
				s.mu.Lock()
				refuse = false
				s.mu.Unlock()
				if r := tr.Send(background(t), sender, recipient, small); !r.OK() {
					t.Errorf("the next mail: %v", r)
				}
				said, taken, _ := s.journal()
				if taken != 1 {
					t.Errorf("%d mails taken", taken)
				}
				again := strings.Count(said, "EHLO") == 2
				if again != (reply[:3] == "421") {
					t.Errorf("the dialogue was\n%s", said)
				}
			})
		}
	}
}

func TestWordsOfReplies(t *testing.T) {
	s := serve(t, instead(0, "RCPT", "550-5.1.1 no such\x07 user\r\n550-5.1.1  here:\r\n550 5.1.1 \xff try again\r\n"))
	r := s.transport().Send(background(t), sender, recipient, small)
	if r.Enhanced != "5.1.1" || r.Words != "no such user here: � try again" {
		t.Errorf("%q %q", r.Enhanced, r.Words)
	}
	long := serve(t, instead(0, "RCPT", "550 "+strings.Repeat("ä", 900)+"\r\n"))
	if r := long.transport().Send(background(t), sender, recipient, small); len([]rune(r.Words)) != wordsLength+1 {
		t.Errorf("%d runes kept", len([]rune(r.Words)))
	}
}

// A connection that breaks at each stage of a fresh session is told as broken there.
func TestLostConnection(t *testing.T) {
	for _, c := range []struct {
		verb  string
		stage mailout.Stage
		want  mailout.Action
	}{
		{"greeting", mailout.StageConnect, mailout.Retry}, {"EHLO", mailout.StageConnect, mailout.Retry},
		{"MAIL", mailout.StageMail, mailout.Retry}, {"RCPT", mailout.StageRcpt, mailout.Retry},
		{"DATA", mailout.StageData, mailout.Retry}, {".", mailout.StageDot, mailout.Unknown},
	} {
		s := serve(t, instead(1, c.verb, ""))
		tr := s.transport()
		r := tr.Send(background(t), sender, recipient, small)
		if r.Stage != c.stage || r.Err == nil || mailout.Classify(r).Action != c.want {
			t.Errorf("%s: %+v", c.verb, r)
		}
		if r := tr.Send(background(t), sender, recipient, small); !r.OK() {
			t.Errorf("%s: the next mail: %v", c.verb, r)
		}
	}
}

// A kept connection that is found dead before the data costs no try: the mail goes out over a new one.
func TestDeadKeptConnection(t *testing.T) {
	for _, verb := range []string{"MAIL", "RCPT", "DATA"} {
		for _, reply := range []string{"", "421 4.4.2 idle for too long\r\n"} {
			count := 0
			s := serve(t, func(n int, command string) string {
				if strings.HasPrefix(command, "MAIL") {
					count++
				}
				if n == 1 && count == 2 && strings.HasPrefix(command, verb) {
					return reply
				}
				return usual(command)
			})
			tr := s.transport()
			for i := range 2 {
				if r := tr.Send(background(t), sender, recipient, small); !r.OK() {
					t.Errorf("%s %q: mail %d: %v", verb, reply, i, r)
				}
			}
			if _, taken, sessions := s.journal(); taken != 2 || sessions != 2 {
				t.Errorf("%s %q: %d taken in %d sessions", verb, reply, taken, sessions)
			}
		}
	}
}

func TestDeadKeptConnectionIsReplacedOnce(t *testing.T) {
	s := serve(t, func(n int, command string) string {
		if n > 1 && command == "greeting" {
			return "421 too many connections\r\n"
		}
		return usual(command)
	})
	tr := s.transport()
	if r := tr.Send(background(t), sender, recipient, small); !r.OK() {
		t.Fatal(r)
	}
	tr.conn.Close() // as a firewall does
	r := tr.Send(background(t), sender, recipient, small)
	if _, _, sessions := s.journal(); r.Stage != mailout.StageConnect || r.Code != 421 || sessions != 2 {
		t.Errorf("%v in %d sessions", r, sessions)
	}
}

// The answer to the dot is lost on a kept connection: never sent again by itself.
func TestLostAnswerIsNotSentAgain(t *testing.T) {
	mails := 0
	s := serve(t, func(n int, command string) string {
		if strings.HasPrefix(command, "MAIL") {
			mails++
		}
		if command == "." && mails == 2 {
			return ""
		}
		return usual(command)
	})
	tr := s.transport()
	if r := tr.Send(background(t), sender, recipient, small); !r.OK() {
		t.Fatal(r)
	}
	r := tr.Send(background(t), sender, recipient, small)
	said, _, sessions := s.journal()
	if mailout.Classify(r).Action != mailout.Unknown || sessions != 1 || strings.Count(said, "MAIL") != 2 {
		t.Errorf("%v; %d sessions:\n%s", r, sessions, said)
	}
}

// A transfer that breaks must never be finished by a later command: the server would have half a mail.
func TestHalfAMailIsNeverFinished(t *testing.T) {
	big := bytes.Repeat([]byte("0123456789abcdef\r\n"), 1<<19) // 9 MiB, more than sockets hold
	t.Run("server hangs up", func(t *testing.T) {
		s := serve(t, good)
		nothing := ""
		s.within = func(int) *string { return &nothing }
		r := s.transport().Send(background(t), sender, recipient, big)
		if r.Stage != mailout.StageContent || r.Err == nil || mailout.Classify(r).Action != mailout.Retry {
			t.Errorf("%+v", r)
		}
	})
	t.Run("we are told to stop", func(t *testing.T) {
		s := serve(t, good)
		ctx, cancel := context.WithCancel(background(t))
		s.within = func(int) *string { cancel(); return nil }
		tr := s.transport()
		r := tr.Send(ctx, sender, recipient, big)
		if r.OK() || !errors.Is(r.Err, context.Canceled) {
			t.Errorf("%+v", r)
		}
		tr.Close()
		s.stop()
		said, taken, _ := s.journal()
		if taken != 0 || strings.Contains(said, "QUIT") || !strings.Contains(said, "cut off") {
			t.Errorf("%d taken; the dialogue was\n%s", taken, said)
		}
	})
}

// A context that ends stops the waiting at every stage, at once.
func TestStopsWaiting(t *testing.T) {
	for _, verb := range []string{"greeting", "EHLO", "MAIL", "RCPT", "DATA", "."} {
		ctx, cancel := context.WithCancel(background(t))
		s := serve(t, func(_ int, command string) string {
			if command == verb || strings.HasPrefix(command, verb+" ") {
				time.AfterFunc(5*time.Millisecond, cancel)
				return "hang"
			}
			return usual(command)
		})
		r := s.transport().Send(ctx, sender, recipient, small)
		if !errors.Is(r.Err, context.Canceled) {
			t.Errorf("%s: %+v", verb, r)
		}
		if unknown := mailout.Classify(r).Action == mailout.Unknown; unknown != (verb == ".") {
			t.Errorf("%s: unknown %v", verb, unknown)
		}
	}
}

func TestNobodyListens(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	tr := New(Settings{Host: "127.0.0.1", Port: port, TLS: "none"})
	if r := tr.Ready(background(t)); r.Stage != mailout.StageConnect || r.Err == nil {
		t.Errorf("%+v", r)
	}
	tr.Close()
}

func TestBadEnvelopeNeverReachesTheServer(t *testing.T) {
	s := serve(t, good)
	tr := s.transport()
	for _, c := range [][2]string{{sender, ""}, {sender, "x"}, {sender, "a@b>\r\nDATA"}, {"a\r\n@b", recipient}, {"x", recipient}} {
		if r := tr.Send(background(t), c[0], c[1], small); r.Stage != mailout.StageAddress || mailout.Classify(r).Action != mailout.Fail {
			t.Errorf("%q: %v", c, r)
		}
	}
	if _, _, sessions := s.journal(); sessions != 0 {
		t.Errorf("%d connections", sessions)
	}
}

func TestSMTPUTF8OnlyWhereNeeded(t *testing.T) {
	offering := func(_ int, command string) string {
		if strings.HasPrefix(command, "EHLO") {
			return "250-mx.example\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"
		}
		return usual(command)
	}
	s := serve(t, offering)
	tr := s.transport()
	for _, to := range []string{recipient, "jörg@bücher.example", "dana@bücher.example"} {
		if r := tr.Send(background(t), sender, to, small); !r.OK() {
			t.Errorf("%s: %v", to, r)
		}
	}
	said, _, _ := s.journal()
	if strings.Count(said, "SMTPUTF8") != 1 || !strings.Contains(said, "RCPT TO:<jörg@xn--bcher-kva.example>") || !strings.Contains(said, "RCPT TO:<dana@xn--bcher-kva.example>") {
		t.Errorf("the dialogue was\n%s", said)
	}
	old := serve(t, good)
	r := old.transport().Send(background(t), sender, "jörg@example.com", small)
	if r.Enhanced != "5.6.7" || mailout.Classify(r).Action != mailout.Fail {
		t.Errorf("%v", r)
	}
	if said, _, _ := old.journal(); strings.Contains(said, "MAIL") {
		t.Errorf("it was tried all the same:\n%s", said)
	}
}

func TestServersOutOfStep(t *testing.T) {
	for _, c := range []struct{ verb, reply string }{
		{"greeting", "250 hello\r\n"}, {"greeting", "HTTP/1.1 400 Bad Request\r\n"}, {"MAIL", "354 go on\r\n"},
		{"MAIL", "25\r\n"}, {"DATA", "250 ok\r\n"}, {"RCPT", "354 x\r\n"}, {".", "what\r\n"},
	} {
		s := serve(t, instead(0, c.verb, c.reply))
		r := s.transport().Send(background(t), sender, recipient, small)
		v := mailout.Classify(r)
		if v.Action == mailout.Delivered || v.Action == mailout.Fail || v.Action == mailout.Unknown != (c.verb == ".") {
			t.Errorf("%s %q: %v, %v", c.verb, c.reply, r, v.Action)
		}
	}
	if r := serve(t, instead(0, "RCPT", "251 user not local\r\n")).transport().Send(background(t), sender, recipient, small); !r.OK() {
		t.Errorf("251: %v", r)
	}
	if r := serve(t, instead(0, ".", "252 probably\r\n")).transport().Send(background(t), sender, recipient, small); mailout.Classify(r).Action != mailout.Delivered {
		t.Errorf("252: %v", r)
	}
}

func TestOldServersGetHELO(t *testing.T) {
	s := serve(t, instead(0, "EHLO", "502 what\r\n"))
	if r := s.transport().Send(background(t), sender, recipient, small); !r.OK() {
		t.Error(r)
	}
	if said, _, _ := s.journal(); !strings.Contains(said, "HELO desk.example\nMAIL FROM:<"+sender+">\n") {
		t.Errorf("the dialogue was\n%s", said)
	}
}
