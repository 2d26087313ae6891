package loopback

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net"
	"regexp"
	"strconv"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// defaultMaxMessage is larger than any limit of a desk, so that the desk's own limit is what is met.
const defaultMaxMessage = 50 << 20

func (w *World) newSMTP() *smtp.Server {
	s := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &submission{w: w, conn: c}, nil
	}))
	s.Domain = w.opts.Hostname
	s.AllowInsecureAuth = true
	s.EnableSMTPUTF8 = true
	s.MaxLineLength = 64 << 10
	s.MaxMessageBytes = w.opts.MaxMessage
	if s.MaxMessageBytes == 0 {
		s.MaxMessageBytes = defaultMaxMessage
	}
	s.ReadTimeout, s.WriteTimeout = 5*time.Minute, time.Minute
	s.ErrorLog = log.New(io.Discard, "", 0)
	return s
}

// submission is one SMTP connection.
type submission struct {
	w    *World
	conn *smtp.Conn
	user string // the account that logged in
	from string
	to   []string
}

func (s *submission) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *submission) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(identity, username, password string) error {
		a := s.w.account(username)
		if a == nil || fold(a.Address) != fold(username) || a.Password != password || identity != "" && identity != username {
			return smtp.ErrAuthFailed
		}
		s.user = a.Address
		return nil
	}), nil
}

func (s *submission) Reset()        { s.from, s.to = "", nil }
func (s *submission) Logout() error { return nil }

func (s *submission) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}

func (s *submission) Rcpt(to string, _ *smtp.RcptOptions) error {
	answer := s.w.refusal(to)
	if answer == "" {
		s.to = append(s.to, to)
		return nil
	}
	s.w.note(Entry{Kind: Refused, User: s.user, From: s.from, To: to, Answer: answer})
	return smtpError(answer)
}

// refusal is the answer to a recipient who is not taken, "" for the others.
func (w *World) refusal(to string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	key := fold(to)
	b, known := w.behaviour[key]
	answer := b.Refuse
	if answer == "" {
		if !known && !w.opts.Sink && w.account(to) == nil {
			answer = "550 5.1.1 <" + to + ">: Recipient address rejected: User unknown"
		}
		return answer
	}
	if b.RefuseTimes--; b.RefuseTimes == 0 {
		b.Refuse = ""
	}
	w.behaviour[key] = b
	return answer
}

// Data takes the mail: first into the journal, then to its recipients, and only then it says so.
func (s *submission) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if hops(raw) > maxHops {
		return smtpError("554 5.4.6 too many hops")
	}
	lose := false
	for _, to := range s.to {
		lose = s.w.loses(to) || lose
		s.w.note(Entry{Kind: Accepted, User: s.user, From: s.from, To: to, Raw: raw, MessageID: messageID(raw)})
	}
	for _, to := range s.to {
		s.w.deliver(transfer{from: s.from, to: to, raw: raw, user: s.user, helo: s.conn.Hostname()})
	}
	if lose {
		s.conn.Close()
	}
	return nil
}

// loses says whether the answer to a mail for that recipient gets lost.
func (w *World) loses(to string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	b := w.behaviour[fold(to)]
	if b.LoseAnswer == 0 {
		return false
	}
	b.LoseAnswer--
	w.behaviour[fold(to)] = b
	return true
}

var answerForm = regexp.MustCompile(`^([245][0-9][0-9])(?: ([245])\.([0-9]{1,3})\.([0-9]{1,3}))? (.*)$`)

// smtpError reads an answer as it stands on the wire.
func smtpError(answer string) *smtp.SMTPError {
	m := answerForm.FindStringSubmatch(answer)
	if m == nil {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 0, 0}, Message: answer}
	}
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	return &smtp.SMTPError{Code: number(m[1]), EnhancedCode: smtp.EnhancedCode{number(m[2]), number(m[3]), number(m[4])}, Message: m[5]}
}

// Submit sends a mail over SMTP as a mail client does: user logs in with the account's password; "" sends
// without a login, as any server in the world may. The error is what the server answered.
func (w *World) Submit(user, from string, to []string, raw []byte) error {
	conn, err := net.DialTimeout("tcp", w.smtpLn.Addr().String(), 10*time.Second)
	if err != nil {
		return err
	}
	c := smtp.NewClient(conn)
	defer c.Close()
	if user != "" {
		a := w.account(user)
		if a == nil {
			return fmt.Errorf("loopback: %s has no account", user)
		}
		if err := c.Auth(sasl.NewPlainClient("", a.Address, a.Password)); err != nil {
			return err
		}
	}
	if err := c.SendMail(from, to, bytes.NewReader(raw)); err != nil {
		return err
	}
	return c.Quit()
}
