package sqlstore

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

// childEnv makes the test program be another process at the store that it names.
const childEnv = "FRONTDESK_STORE_CHILD"

func TestMain(m *testing.M) {
	if path := os.Getenv(childEnv); path != "" {
		if err := child(path, os.Args[len(os.Args)-1]); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child opens tickets, as many as it is told, and prints the number of each once it is committed. In mode "limit"
// the system refuses to let any file grow beyond 600 kB; the child then expects to be told so.
func child(path, mode string) error {
	ctx := context.Background()
	s, err := Open(ctx, path, Options{})
	if err != nil {
		return err
	}
	if mode == "limit" {
		signal.Ignore(syscall.SIGXFSZ)
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 600 << 10, Max: 600 << 10}); err != nil {
			return err
		}
		return untilRefused(ctx, s)
	}
	n, _ := strconv.Atoi(mode)
	for range n {
		id, err := openNext(ctx, s)
		if err != nil {
			return err
		}
		fmt.Println(id)
	}
	return s.Close()
}

// openNext opens a ticket under the next number.
func openNext(ctx context.Context, s *Store) (id int64, err error) {
	err = s.Update(ctx, func(tx store.Tx) error {
		f, err := tx.Facts(desk.Query{}, now)
		if err != nil {
			return err
		}
		id = f.NextTicket
		return tx.Write(ticketChange(id))
	})
	return id, err
}

func untilRefused(ctx context.Context, s *Store) error {
	for range 100000 {
		id, err := openNext(ctx, s)
		if err == nil {
			fmt.Println(id)
			continue
		}
		if !errors.Is(err, store.ErrFull) || !errors.Is(err, store.ErrBroken) {
			return fmt.Errorf("refused with %w", err)
		}
		syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 600 << 10, Max: 600 << 10})
		if _, again := openNext(ctx, s); !errors.Is(again, store.ErrBroken) {
			return fmt.Errorf("it wrote on: %w", again)
		}
		return nil
	}
	return errors.New("nothing was refused")
}

// start runs a child and sends the ticket numbers that it prints.
func start(t *testing.T, path, mode string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], mode)
	cmd.Env = append(os.Environ(), childEnv+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out)
}

// checkTickets opens the store again and wants at least the tickets that were acknowledged, at most one more,
// and everything else whole.
func checkTickets(t *testing.T, path string, acknowledged int) {
	t.Helper()
	s := openAt(t, path, Options{})
	if err := errors.Join(s.Check(t.Context()), chainError(t, s)); err != nil {
		t.Error(err)
	}
	err := s.View(t.Context(), func(r store.Reader) error {
		tickets, err := r.Tickets(store.Filter{})
		if n := len(tickets); n < acknowledged || n > acknowledged+1 {
			t.Errorf("%d tickets, %d were acknowledged", n, acknowledged)
		}
		_, events, headErr := r.Head()
		if want := int64(len(tickets) * len(ticketChange(1).Events)); events != want {
			t.Errorf("%d events, want %d", events, want)
		}
		return errors.Join(err, headErr)
	})
	if err != nil {
		t.Error(err)
	}
}

// TestProcesses lets three processes write at once: nobody is refused, no number is given twice.
func TestProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "frontdesk.db")
	s := openAt(t, path, Options{})
	const each = 25
	var mu sync.Mutex
	seen := map[string]bool{}
	note := func(id string) {
		mu.Lock()
		defer mu.Unlock()
		if seen[id] {
			t.Errorf("ticket %s twice", id)
		}
		seen[id] = true
	}
	var wg sync.WaitGroup
	for range 2 {
		cmd, lines := start(t, path, strconv.Itoa(each))
		wg.Go(func() {
			for lines.Scan() {
				note(lines.Text())
			}
			if err := cmd.Wait(); err != nil {
				t.Errorf("child: %v", err)
			}
		})
	}
	for range each {
		id, err := openNext(t.Context(), s)
		if err != nil {
			t.Error(err)
		}
		note(strconv.FormatInt(id, 10))
	}
	wg.Wait()
	if len(seen) != 3*each {
		t.Errorf("%d tickets", len(seen))
	}
	checkTickets(t, path, 3*each)
}

// TestKilled kills a writing process; what it acknowledged is there.
func TestKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "frontdesk.db")
	acknowledged := 0
	for round := range 4 {
		cmd, lines := start(t, path, "100000")
		for range 7 * (round + 1) {
			if !lines.Scan() {
				t.Fatal("the child ended by itself")
			}
			acknowledged++
		}
		cmd.Process.Kill()
		for lines.Scan() {
			acknowledged++
		}
		cmd.Wait()
		s := openAt(t, path, Options{})
		err := s.View(t.Context(), func(r store.Reader) error {
			tickets, err := r.Tickets(store.Filter{})
			if n := len(tickets); n < acknowledged || n > acknowledged+1 {
				t.Errorf("round %d: %d tickets, %d were acknowledged", round, n, acknowledged)
			}
			acknowledged = len(tickets)
			return err
		})
		if err := errors.Join(err, s.Close()); err != nil {
			t.Error(err)
		}
	}
	checkTickets(t, path, acknowledged)
}

// TestDiskFails lets the system refuse a write for good: the transaction is taken back, nothing is written any
// more, and the next process finds everything that was acknowledged.
func TestDiskFails(t *testing.T) {
	path := filepath.Join(t.TempDir(), "frontdesk.db")
	cmd, lines := start(t, path, "limit")
	acknowledged, last := 0, ""
	for lines.Scan() {
		last = lines.Text()
		if _, err := strconv.Atoi(last); err == nil {
			acknowledged++
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v: %s", err, last)
	}
	checkTickets(t, path, acknowledged)
}

// TestDiskFull fills the database: the transaction is taken back, and writing goes on once there is room.
func TestDiskFull(t *testing.T) {
	s := openTemp(t)
	writeTicketOf(t, s, 1)
	w := <-s.writer
	var pages int
	if err := w.row(t.Context(), "PRAGMA page_count", nil, &pages); err != nil {
		t.Fatal(err)
	}
	limit := func(n int) {
		t.Helper()
		var got int
		if err := w.row(t.Context(), "PRAGMA max_page_count = "+strconv.Itoa(n), nil, &got); err != nil {
			t.Fatal(err)
		}
	}
	limit(pages)
	s.writer <- w
	large := ticketChange(2)
	large.Messages[0].Text = string(make([]byte, 100000))
	timer := desk.Timer{Ticket: 9, Kind: desk.TimerWake, Due: now}
	for name, within := range map[string]func(store.Tx, func() error) error{
		"plain":     func(_ store.Tx, fn func() error) error { return fn() },
		"savepoint": store.Tx.Savepoint,
		"savepoint of a caller that takes the error for one of its item": func(tx store.Tx, fn func() error) error {
			if err := tx.Savepoint(fn); !errors.Is(err, store.ErrFull) {
				t.Errorf("inside: %v", err)
			}
			return nil
		},
		"a caller that goes on": func(tx store.Tx, fn func() error) error {
			fn()
			tx.Write(store.Change{Timers: []desk.Timer{timer}})
			return nil
		},
	} {
		err := s.Update(t.Context(), func(tx store.Tx) error {
			if err := tx.Write(store.Change{Timers: []desk.Timer{timer}}); err != nil {
				return err
			}
			return within(tx, func() error { return tx.Write(large) })
		})
		if !errors.Is(err, store.ErrFull) || errors.Is(err, store.ErrBroken) {
			t.Errorf("%s: got %v", name, err)
		}
		var timers int
		if err := raw(t, s).QueryRowContext(t.Context(), "SELECT count(*) FROM timer WHERE ticket = 9").Scan(&timers); err != nil || timers != 0 {
			t.Errorf("%s: %d timers were written by halves (%v)", name, timers, err)
		}
	}
	w = <-s.writer
	limit(1 << 30)
	s.writer <- w
	if err := s.Update(t.Context(), func(tx store.Tx) error { return tx.Write(large) }); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if err := chainError(t, s); err != nil {
		t.Error(err)
	}
}
