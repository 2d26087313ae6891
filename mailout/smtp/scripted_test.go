package smtp

import (
	"bufio"
	"bytes"
	"context"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// scripted is an SMTP server that does exactly what a test tells it, wrong things above all. It listens on
// loopback and journals every command and every mail that it has taken over.
type scripted struct {
	t testing.TB
	l net.Listener
	// answer gives the reply to a command, with its CRLF; "" closes the connection instead. The command
	// is "greeting" at the beginning and "." at the end of data. Session counts from 1.
	answer func(session int, command string) string
	// within is called when the client may send data; what it returns is sent in place of waiting
	// for the dot, and then the connection is closed. nil: the data is read.
	within func(session int) *string

	mu       sync.Mutex
	sessions int
	said     []string
	data     []byte
	taken    [][]byte
	wg       sync.WaitGroup
	conns    []net.Conn
}

func serve(t testing.TB, answer func(session int, command string) string) *scripted {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &scripted{t: t, l: l, answer: answer}
	s.wg.Go(s.accept)
	t.Cleanup(s.stop)
	return s
}

func (s *scripted) stop() {
	s.l.Close()
	s.mu.Lock()
	for _, c := range s.conns {
		c.Close()
	}
	s.mu.Unlock()
	s.wg.Wait()
}

func (s *scripted) accept() {
	for {
		c, err := s.l.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.sessions++
		n := s.sessions
		s.conns = append(s.conns, c)
		s.mu.Unlock()
		s.wg.Go(func() { s.session(c, n) })
	}
}

// usual is what a good server says.
func usual(command string) string {
	switch verb, _, _ := strings.Cut(command, " "); verb {
	case "greeting":
		return "220 mx.example ESMTP\r\n"
	case "EHLO":
		return "250-mx.example\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES\r\n"
	case "DATA":
		return "354 go on\r\n"
	case ".":
		return "250 2.0.0 queued as 42\r\n"
	case "QUIT":
		return "221 bye\r\n"
	case "hang":
		return "hang"
	}
	return "250 ok\r\n"
}

func (s *scripted) session(c net.Conn, n int) {
	defer c.Close()
	r := bufio.NewReader(c)
	say := func(command string) string {
		text := s.reply(n, command)
		if text == "hang" {
			_, _ = r.ReadByte() // until the client goes away
			return ""
		}
		_, _ = c.Write([]byte(text))
		return text
	}
	for command := "greeting"; ; {
		said := say(command)
		if said == "" {
			return
		}
		if command == "DATA" && said[0] == '3' {
			if s.within != nil {
				if text := s.within(n); text != nil {
					_, _ = c.Write([]byte(*text))
					return
				}
			}
			data, ok := readData(r)
			if !ok {
				s.mu.Lock()
				s.said = append(s.said, "cut off")
				s.mu.Unlock()
				return
			}
			s.mu.Lock()
			s.data = data
			s.mu.Unlock()
			if say(".") == "" {
				return
			}
		}
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		command = strings.TrimRight(line, "\r\n")
	}
}

// reply asks the script and journals the command.
func (s *scripted) reply(n int, command string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.said = append(s.said, command)
	text := s.answer(n, command)
	if command == "." && strings.HasPrefix(text, "2") {
		s.taken = append(s.taken, s.data)
	}
	return text
}

// readData reads up to the final dot and takes the stuffing away (RFC 5321 §4.5.2); not ok where it never came.
func readData(r *bufio.Reader) (data []byte, ok bool) {
	for {
		line, err := r.ReadBytes('\n')
		if err != nil {
			return nil, false
		}
		if bytes.Equal(line, []byte(".\r\n")) {
			return data, true
		}
		data = append(data, bytes.TrimPrefix(line, []byte("."))...)
	}
}

func (s *scripted) settings() Settings {
	a := s.l.Addr().(*net.TCPAddr)
	return Settings{Host: "127.0.0.1", Port: a.Port, TLS: "none", HELO: "desk.example"}
}

func (s *scripted) transport() *Transport {
	t := New(s.settings())
	s.t.Cleanup(t.Close)
	return t
}

// journal is what was said, one command a line, and how many mails were taken in how many sessions.
func (s *scripted) journal() (said string, taken, sessions int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.said, "\n"), len(s.taken), s.sessions
}

// background is a context that ends long before a test is killed.
func background(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}
