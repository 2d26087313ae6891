package imap

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// fakeMail is one mail of the scripted server, with what the server says of it.
type fakeMail struct {
	uid   uint32
	raw   string
	seen  bool
	del   bool
	date  string // INTERNALDATE as sent; "" means a good one
	size  int64  // RFC822.SIZE as sent; 0 means the length of raw, -1 zero, -2 none
	reply func(uid uint32, section string) string
}

// fake is an IMAP server of one folder on net.Pipe, whose every answer a test can bend.
type fake struct {
	t        *testing.T
	mu       sync.Mutex
	caps     string
	validity uint32
	next     uint32
	mails    []*fakeMail
	other    map[string][]*fakeMail // folders that mail was moved to
	conns    int
	dead     bool // refuses connections
	log      []string
	idling   map[*fakeConn]bool
	// on may answer a command itself: it returns true when it did.
	on func(c *fakeConn, tag, verb, args string) bool
}

type fakeConn struct {
	net.Conn
	f       *fake
	r       *bufio.Reader
	idleTag string
}

func newFake(t *testing.T, mails ...string) *fake {
	f := &fake{t: t, caps: "IMAP4rev1 IDLE UIDPLUS MOVE", validity: 7, next: 1, other: map[string][]*fakeMail{}, idling: map[*fakeConn]bool{}}
	for _, m := range mails {
		f.add(m)
	}
	return f
}

// add appends a mail and tells those who idle.
func (f *fake) add(raw string) *fakeMail {
	f.mu.Lock()
	defer f.mu.Unlock()
	m := &fakeMail{uid: f.next, raw: raw}
	f.next++
	f.mails = append(f.mails, m)
	n := len(f.mails)
	for c := range f.idling {
		go c.send(fmt.Sprintf("* %d EXISTS", n))
	}
	return m
}

func (f *fake) dial(context.Context, string, string) (net.Conn, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.dead {
		return nil, errors.New("connection refused")
	}
	f.conns++
	client, server := net.Pipe()
	go (&fakeConn{Conn: server, f: f, r: bufio.NewReader(server)}).serve()
	return client, nil
}

// settings are for this server: no TLS, as it is on "loopback".
func (f *fake) settings() Settings {
	return Settings{Address: "support@acme.example", Host: "127.0.0.1", Port: 143, TLS: "none", Username: "support",
		Password: func(context.Context) (string, error) { return "secret", nil },
		Dial:     f.dial, Rand: func() float64 { return 0.5 }}
}

func (f *fake) connections() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.conns
}

func (f *fake) commands(verb string) (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, l := range f.log {
		if strings.HasPrefix(l, verb) {
			n++
		}
	}
	return n
}

func (c *fakeConn) send(lines ...string) {
	c.Write([]byte(strings.Join(lines, "\r\n") + "\r\n"))
}

func (c *fakeConn) serve() {
	defer c.Close()
	c.send("* OK [CAPABILITY " + c.f.caps + "] ready")
	for {
		line, err := c.r.ReadString('\n')
		if err != nil {
			return
		}
		tag, rest, _ := strings.Cut(strings.TrimRight(line, "\r\n"), " ")
		verb, args, _ := strings.Cut(rest, " ")
		if verb == "UID" {
			var sub string
			sub, args, _ = strings.Cut(args, " ")
			verb += " " + sub
		}
		c.f.mu.Lock()
		c.f.log = append(c.f.log, strings.TrimSpace(verb+" "+args))
		on := c.f.on
		c.f.mu.Unlock()
		if on != nil && on(c, tag, verb, args) {
			continue
		}
		c.command(tag, verb, args)
	}
}

func (c *fakeConn) command(tag, verb, args string) {
	f := c.f
	f.mu.Lock()
	var out []string
	switch verb {
	case "CAPABILITY":
		out = append(out, "* CAPABILITY "+f.caps)
	case "LOGIN":
		f.mu.Unlock()
		c.send(tag + " OK [CAPABILITY " + f.caps + "] in")
		return
	case "SELECT":
		out = append(out, fmt.Sprintf("* %d EXISTS", len(f.mails)), fmt.Sprintf("* OK [UIDVALIDITY %d] x", f.validity), fmt.Sprintf("* OK [UIDNEXT %d] x", f.next))
	case "UID SEARCH":
		out = append(out, strings.TrimSpace("* SEARCH "+f.search(args)))
	case "UID FETCH":
		set, items, _ := strings.Cut(args, " ")
		for i, m := range f.mails {
			if inSet(m.uid, set, f.last()) {
				out = append(out, fmt.Sprintf("* %d FETCH (%s)", i+1, m.answer(items)))
			}
		}
	case "UID STORE":
		set, what, _ := strings.Cut(args, " ")
		for _, m := range f.mails {
			if inSet(m.uid, set, f.last()) {
				m.seen = m.seen || strings.Contains(what, `\Seen`)
				m.del = m.del || strings.Contains(what, `\Deleted`)
			}
		}
	case "UID EXPUNGE", "UID MOVE", "UID COPY":
		set, folder, _ := strings.Cut(args, " ")
		f.expunge(verb, set, strings.Trim(folder, `"`))
	case "IDLE":
		c.idleTag = tag
		f.idling[c] = true
		f.mu.Unlock()
		c.send("+ idling")
		return
	case "LOGOUT":
		f.mu.Unlock()
		c.send("* BYE bye", tag+" OK bye")
		c.Close()
		return
	}
	if tag == "DONE" {
		tag = c.idleTag
		delete(f.idling, c)
	}
	f.mu.Unlock()
	c.send(append(out, tag+" OK done")...)
}

func (f *fake) last() uint32 {
	if len(f.mails) == 0 {
		return 0
	}
	return f.mails[len(f.mails)-1].uid
}

var searchSet = regexp.MustCompile(`UID ([0-9:,*]+)`)

func (f *fake) search(args string) string {
	var hits []string
	set := searchSet.FindStringSubmatch(args)
	for _, m := range f.mails {
		hit := true
		switch {
		case set != nil:
			hit = inSet(m.uid, set[1], f.last())
		case strings.Contains(args, "SINCE"):
			hit = !m.seen || m.date == ""
		case strings.Contains(args, "UNSEEN"), strings.Contains(args, "NOT"):
			hit = !m.seen
		}
		if hit {
			hits = append(hits, fmt.Sprint(m.uid))
		}
	}
	return strings.Join(hits, " ")
}

func (f *fake) expunge(verb, set, folder string) {
	var keep []*fakeMail
	for _, m := range f.mails {
		hit := inSet(m.uid, set, f.last())
		if hit && verb != "UID EXPUNGE" {
			f.other[folder] = append(f.other[folder], m)
		}
		if !hit || verb == "UID COPY" || verb == "UID EXPUNGE" && !m.del {
			keep = append(keep, m)
		}
	}
	f.mails = keep
}

// inSet reads "1:3,5,8:*".
func inSet(uid uint32, set string, last uint32) bool {
	for _, part := range strings.Split(set, ",") {
		a, b, ranged := strings.Cut(part, ":")
		if !ranged {
			b = a
		}
		lo, hi := num(a, last), num(b, last)
		if min(lo, hi) <= uid && uid <= max(lo, hi) {
			return true
		}
	}
	return false
}

func num(s string, last uint32) uint32 {
	if s == "*" {
		return last
	}
	n, _ := strconv.ParseUint(s, 10, 32)
	return uint32(n)
}

// answer gives the items of one mail as asked for.
func (m *fakeMail) answer(items string) string {
	out := []string{fmt.Sprintf("UID %d", m.uid)}
	if strings.Contains(items, "INTERNALDATE") {
		date := m.date
		if date == "" {
			date = "20-Nov-2026 11:41:00 +0000"
		}
		out = append(out, `INTERNALDATE "`+date+`"`)
	}
	if strings.Contains(items, "RFC822.SIZE") && m.size != -2 {
		size := int64(len(m.raw))
		if m.size != 0 {
			size = max(m.size, 0)
		}
		out = append(out, fmt.Sprintf("RFC822.SIZE %d", size))
	}
	switch {
	case !strings.Contains(items, "BODY"):
	case m.reply != nil:
		section := "BODY[]"
		if strings.Contains(items, "HEADER") {
			section = "BODY[HEADER]<0>"
		}
		return m.reply(m.uid, section)
	case strings.Contains(items, "HEADER"):
		head, _, _ := strings.Cut(m.raw, "\r\n\r\n")
		out = append(out, "BODY[HEADER]<0> "+literal(head+"\r\n\r\n"))
	default:
		out = append(out, "BODY[] "+literal(m.raw))
	}
	return strings.Join(out, " ")
}

func literal(s string) string { return fmt.Sprintf("{%d}\r\n%s", len(s), s) }
