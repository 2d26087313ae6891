package smtp

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"time"

	gosmtp "github.com/wneessen/go-mail/smtp"

	"frontdesk/mailout"
)

// Settings describe one SMTP server.
type Settings struct {
	Host      string
	Port      int
	TLS       string      // "implicit" (RFC 8314), "starttls" (RFC 3207, never without it) or "none"
	TLSConfig *tls.Config // nil: the system's roots, TLS 1.2 or newer
	// AllowClear lets TLS "none" speak to a server that is not on loopback.
	AllowClear bool
	Username   string // "": no login
	// Password is asked for at every login.
	Password func(context.Context) (string, error)
	HELO     string // the name that the desk gives itself
}

// The time that one step may take (RFC 5321 §4.5.3.2).
const (
	dialTime    = 30 * time.Second
	connectTime = 2 * time.Minute // greeting, EHLO, TLS and login together
	commandTime = 5 * time.Minute // MAIL, RCPT, DATA, RSET
	stretchTime = 3 * time.Minute // for each stretch of data
	dotTime     = 10 * time.Minute
	quitTime    = time.Second
	wordsTime   = 2 * time.Second // for the reason of a server that hung up within DATA
)

const stretch = 64 << 10

// Transport is one connection to a server. It is used by one goroutine at a time.
type Transport struct {
	set    Settings
	conn   net.Conn // the socket, below any TLS
	client *gosmtp.Client
	dirty  bool // a transaction was begun and not ended: RSET comes first
}

// New makes a transport; it connects when it is first needed.
func New(s Settings) *Transport { return &Transport{set: s} }

// Ready connects and logs in, unless there is a connection already. The result is OK, or says at which stage
// it failed.
func (t *Transport) Ready(ctx context.Context) mailout.Result {
	if t.client != nil {
		return mailout.Result{Stage: mailout.StageConnect, Code: 220}
	}
	return t.connect(ctx)
}

// Send carries one mail to one recipient. An empty from is the null sender. The data is a whole mail with CRLF
// line ends; it arrives unchanged. The result is OK where the server has taken the mail over. Where a kept
// connection turns out to be dead before the mail itself was sent, a new one takes its place.
func (t *Transport) Send(ctx context.Context, from, to string, data []byte) mailout.Result {
	e, err := newEnvelope(from, to, data)
	if err != nil {
		return mailout.Result{Stage: mailout.StageAddress, Err: err}
	}
	for kept := t.client != nil; ; kept = false {
		if r := t.Ready(ctx); !r.OK() {
			return r
		}
		r := t.attempt(ctx, e)
		lost := r.Err != nil || r.Code == 421
		if !kept || !lost || r.Stage >= mailout.StageContent || ctx.Err() != nil {
			return r
		}
	}
}

// Close ends the connection. It never waits long.
func (t *Transport) Close() {
	if t.client == nil {
		return
	}
	if t.client.UpdateDeadline(quitTime) == nil {
		_ = t.client.Quit() // a courtesy
	}
	t.drop()
}

// drop cuts the connection without a word.
func (t *Transport) drop() {
	if t.conn != nil {
		_ = t.conn.Close()
	}
	t.client, t.conn, t.dirty = nil, nil, false
}

// envelope is what a transaction says of a mail.
type envelope struct {
	from, to string // with angle brackets
	utf8     bool   // only SMTPUTF8 can carry it
	data     []byte
}

func newEnvelope(from, to string, data []byte) (e envelope, err error) {
	e.data = data
	var needs bool
	if from != "" {
		if from, e.utf8, err = mailout.WireAddress(from); err != nil {
			return e, err
		}
	}
	if to, needs, err = mailout.WireAddress(to); err != nil {
		return e, err
	}
	e.from, e.to, e.utf8 = "<"+from+">", "<"+to+">", e.utf8 || needs
	return e, nil
}

// attempt is one transaction. Whatever leaves the connection in doubt ends it.
func (t *Transport) attempt(ctx context.Context, e envelope) mailout.Result {
	conn := t.conn
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	r := t.transaction(e)
	if alive := stop(); !alive || r.Err != nil || r.Code == 421 || r.Stage == mailout.StageContent {
		t.drop()
	}
	if r.Err != nil && ctx.Err() != nil {
		r.Err = context.Cause(ctx)
	}
	return r
}

func (t *Transport) transaction(e envelope) mailout.Result {
	if offered, _ := t.client.Extension("SMTPUTF8"); e.utf8 && !offered {
		return mailout.Result{Stage: mailout.StageMail, Code: 553, Enhanced: "5.6.7",
			Words: "the server cannot carry an address that is not ASCII (it offers no SMTPUTF8)"}
	}
	t.client.SkipSMTPUTF8(!e.utf8)
	if t.dirty {
		if err := t.within(commandTime, t.client.Reset); err != nil {
			return mailout.Result{Stage: mailout.StageMail, Err: errors.New("RSET: " + err.Error())}
		}
		t.dirty = false
	}
	if err := t.within(commandTime, func() error { return t.client.Mail(e.from) }); err != nil {
		return resultOf(mailout.StageMail, err)
	}
	t.dirty = true
	if err := t.within(commandTime, func() error { return t.client.Rcpt(e.to) }); err != nil {
		return resultOf(mailout.StageRcpt, err)
	}
	var w io.WriteCloser
	err := t.within(commandTime, func() (err error) {
		w, err = t.client.Data()
		return err
	})
	if err != nil {
		return resultOf(mailout.StageData, err)
	}
	return t.data(w, e.data)
}

// within does one step under a deadline of its own.
func (t *Transport) within(d time.Duration, step func() error) error {
	if err := t.client.UpdateDeadline(d); err != nil {
		return err
	}
	return step()
}

// data sends the mail and its final dot. Until the dot is on its way the server cannot have taken the mail;
// from then on only its answer tells.
func (t *Transport) data(w io.WriteCloser, data []byte) mailout.Result {
	for len(data) > 0 {
		n := min(len(data), stretch)
		err := t.within(stretchTime, func() error {
			_, err := w.Write(data[:n])
			return err
		})
		if err != nil {
			return t.cutOff(err)
		}
		data = data[n:]
	}
	if err := t.within(dotTime, w.Close); err != nil {
		r := resultOf(mailout.StageDot, err)
		t.dirty = false
		return r
	}
	t.dirty = false
	words := ""
	if c, ok := w.(*gosmtp.DataCloser); ok {
		words = c.ServerResponse()
	}
	return reply(mailout.StageDot, 250, words)
}

// cutOff asks a server that hung up within the data for the reason, which it may have given first. The
// connection is not used any more: a further command would end the data.
func (t *Transport) cutOff(err error) mailout.Result {
	if t.client.UpdateDeadline(wordsTime) == nil {
		if code, words, _ := t.client.Text.ReadResponse(0); code >= 400 {
			return reply(mailout.StageContent, code, words)
		}
	}
	return mailout.Result{Stage: mailout.StageContent, Err: err}
}
