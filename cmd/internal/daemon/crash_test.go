package daemon

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"frontdesk/cmd/internal/loopback"
	"frontdesk/desk"
)

var crashAll = flag.Bool("crash-all", false, "kill the daemon a second time while it recovers, at every point")

// waits move the clock of the program past the wait for lost answers, and again past what the first try
// after it may meet: a server that asks for patience, one that loses its answer.
var waits = []string{"FRONTDESK_CLOCK_OFFSET=11m", "FRONTDESK_CLOCK_OFFSET=22m", "FRONTDESK_CLOCK_OFFSET=60m"}

// crash is one kill: the n-th passing of a point, and perhaps of another one in the run after it.
type crash struct {
	point  string
	n      int
	second string
}

func (c crash) String() string {
	if c.second != "" {
		return fmt.Sprintf("%s:%d, then %s:1", c.point, c.n, c.second)
	}
	return fmt.Sprintf("%s:%d", c.point, c.n)
}

func kill(point string, n int) string { return fmt.Sprintf("FRONTDESK_CRASH=%s:%d", point, n) }

// tally adds up what all runs of a test found.
type tally struct {
	mu                                      sync.Mutex
	kills, second, lost, doubled, explained int
	failures                                []string
}

func (s *tally) add(c crash, at stage, found []finding, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range found {
		if f.lost {
			s.lost++
		}
		if f.doubled {
			s.doubled++
		}
		s.failures = append(s.failures, fmt.Sprintf("%v, %v: %s", c, at, f.text))
	}
	if err != nil {
		s.failures = append(s.failures, fmt.Sprintf("%v, %v: %v", c, at, err))
	}
}

// crashTest is the test under way.
type crashTest struct {
	*testing.T
	*crashRig
	tally
	dir     string
	control *ledger // of the run that nobody killed
}

// TestCrashPoints kills the real program at every crash point and at every passing of it, lets it recover,
// and holds the ledger of store and servers after each step.
func TestCrashPoints(t *testing.T) {
	if testing.Short() {
		t.Skip("kills the program some hundred times; not with -short")
	}
	began := time.Now()
	c := &crashTest{T: t, crashRig: newCrashRig(t), dir: memoryDir(t)}
	passed := c.controlRun()
	points := pointsInSource(t)
	for _, p := range points {
		if passed[p] == 0 {
			t.Errorf("crash point %s is never passed: nothing is known of a crash there", p)
		}
	}
	if t.Failed() {
		return
	}
	var jobs []crash
	for _, p := range points {
		for n := range passed[p] {
			jobs = append(jobs, crash{point: p, n: n + 1})
		}
	}
	c.parallel(jobs, func(k crash) { c.try(k) })
	// How often some points are passed differs from run to run: go on until a run survives.
	c.parallel(pairs(points, nil), func(k crash) {
		for k.n = passed[k.point] + 1; c.try(k); k.n++ {
		}
	})
	if *crashAll {
		c.parallel(pairs(points, points), func(k crash) { c.try(k) })
	}
	for _, f := range c.failures[:min(len(c.failures), 20)] {
		t.Error(f)
	}
	t.Logf("%d crash points, %d kills (%d of them during recovery), %d mails in and %d out each: %d lost, %d doubled; "+
		"%d repeats, each explained by a lost answer; %d failures, %.0f s", len(points), c.kills, c.second, len(c.post), len(c.control.outbox),
		c.lost, c.doubled, c.explained, len(c.failures), time.Since(began).Seconds())
}

// pairs are kills at the first passing of each point, and of each of the second ones after it.
func pairs(points, second []string) (all []crash) {
	for _, p := range points {
		if second == nil {
			all = append(all, crash{point: p, n: 1})
		}
		for _, q := range second {
			all = append(all, crash{p, 1, q})
		}
	}
	return all
}

// parallel works the jobs off, a few at a time: most of a run is waiting.
func (c *crashTest) parallel(jobs []crash, work func(crash)) {
	queue := make(chan crash)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for k := range queue {
				work(k)
			}
		})
	}
	for _, k := range jobs {
		queue <- k
	}
	close(queue)
	wg.Wait()
}

// controlRun is a run without a crash: it must do what the post is meant for, and says which points it passes.
func (c *crashTest) controlRun() map[string]int {
	c.Helper()
	s, err := c.newState(filepath.Join(c.dir, "control"), c.post)
	if err != nil {
		c.Fatal(err)
	}
	defer s.close()
	trace := filepath.Join(c.TempDir(), "trace")
	if _, err := s.once("FRONTDESK_CRASH_TRACE=" + trace); err != nil {
		c.Fatal(err)
	}
	if _, found, _, err := s.look(resumed); err != nil || len(found) > 0 {
		c.Fatalf("without a crash: %v %v", found, err)
	}
	for _, wait := range waits {
		if _, err := s.once(wait); err != nil {
			c.Fatal(err)
		}
	}
	l, found, _, err := s.look(later)
	if err != nil || len(found) > 0 {
		c.Fatalf("without a crash, later: %v %v", found, err)
	}
	c.control = l
	uids := map[string]uint32{} // a mailbox numbers its mail in the order in which it came
	for _, p := range c.post {
		uids[p.to]++
		got := desk.Outcome("nothing")
		for _, a := range l.arrivals {
			if a.Mailbox == p.to && a.UID == uids[p.to] {
				got = a.Outcome
			}
		}
		if got != p.want {
			c.Errorf("%s\nbecame %q, want %q", p.raw, got, p.want)
		}
	}
	b, err := os.ReadFile(trace)
	if err != nil {
		c.Fatal(err)
	}
	passed := map[string]int{}
	for name := range strings.Lines(string(b)) {
		passed[strings.TrimSpace(name)]++
	}
	return passed
}

// try is one state from the kill to the end, with the ledger held after each run; it says whether the kill came.
func (c *crashTest) try(k crash) (killedIt bool) {
	s, err := c.newState(filepath.Join(c.dir, strings.NewReplacer(" ", "", ",", "-").Replace(k.String())), c.post)
	if err != nil {
		c.add(k, killed, nil, err)
		return false
	}
	defer func() { c.add(k, later, nil, s.close()) }()
	if killedIt, err = s.once(kill(k.point, k.n)); err != nil {
		c.add(k, killed, nil, err)
		return false
	}
	if !killedIt {
		return false
	}
	again := 0
	_, found, _, err := s.look(killed)
	c.add(k, killed, found, err)
	if k.second != "" {
		died, err := s.once(kill(k.second, 1))
		_, found, _, err2 := s.look(killed)
		c.add(k, killed, found, err)
		c.add(k, killed, nil, err2)
		if died {
			again = 1
		}
	}
	l, explained := s.recover(func(at stage, found []finding, err error) { c.add(k, at, found, err) })
	if l != nil {
		c.add(k, later, c.compare(l), nil)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.explained += explained
	c.kills += 1 + again
	c.second += again
	return true
}

// recover lets a state do what is left, and then wait; it holds the ledger in between and in the end, which it
// returns. Where there is an error, there is none.
func (s *crashState) recover(add func(stage, []finding, error)) (l *ledger, explained int) {
	if _, err := s.once("FRONTDESK_CRASH="); err != nil {
		add(resumed, nil, err)
		return nil, 0
	}
	_, found, _, err := s.look(resumed)
	add(resumed, found, err)
	for _, wait := range waits {
		if _, err := s.once(wait); err != nil {
			add(later, nil, err)
			return nil, 0
		}
	}
	l, found, explained, err = s.look(later)
	add(later, found, err)
	return l, explained
}

// compare says where a state differs from that of the run which nobody killed.
func (c *crashTest) compare(l *ledger) (found []finding) {
	if l.tickets != c.control.tickets {
		found = append(found, wrong("%d tickets instead of %d", l.tickets, c.control.tickets))
	}
	want, got := c.control.notices(), l.notices()
	for name, n := range want {
		if got[name] < n {
			found = append(found, lost("%s: %d in the outbox instead of %d", name, got[name], n))
		}
	}
	for name, n := range got {
		if n > want[name] {
			found = append(found, doubled("%s: %d in the outbox instead of %d", name, n, want[name]))
		}
	}
	if want, got := c.control.outcomes(), l.outcomes(); !maps.Equal(want, got) {
		found = append(found, wrong("outcomes %v instead of %v", got, want))
	}
	return found
}

func (l *ledger) outcomes() map[desk.Outcome]int {
	n := map[desk.Outcome]int{}
	for _, a := range l.arrivals {
		n[a.Outcome]++
	}
	return n
}

// pointsInSource are the names of all crash points of the program.
func pointsInSource(t *testing.T) []string {
	t.Helper()
	call := regexp.MustCompile(`crashpoint\.Here\("([^"]+)"\)`)
	names := map[string]bool{}
	root := os.DirFS("../../..")
	err := fs.WalkDir(root, ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := fs.ReadFile(root, path)
		for _, m := range call.FindAllSubmatch(b, -1) {
			names[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(names))
}

// TestCrashOfALongRun kills and stops the daemon that idles, while mail goes on coming in: it ends soon, and the
// next run takes up everything.
func TestCrashOfALongRun(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the program for some seconds; not with -short")
	}
	r, dir := newCrashRig(t), memoryDir(t)
	seed := uint64(time.Now().UnixNano())
	for i, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL, syscall.SIGTERM, syscall.SIGKILL} {
		name := fmt.Sprintf("%v, seed %d.%d", signal, seed, i)
		dice := rand.New(rand.NewPCG(seed, uint64(i)))
		s, err := r.newState(filepath.Join(dir, fmt.Sprint(i)), r.post[:len(r.post)/2])
		if err != nil {
			t.Fatal(err)
		}
		took := s.interrupt(t, signal, 1+dice.IntN(40), r.post[len(r.post)/2:])
		l, found, _, err := s.look(killed)
		if err != nil || len(found) > 0 {
			t.Errorf("%s: %v %v", name, found, err)
		}
		if doubt := l.inDoubt(); signal == syscall.SIGTERM && len(doubt) > 1 { // one answer gets lost on purpose
			t.Errorf("%s: stopped politely, and %d mails are in doubt", name, len(doubt))
		}
		if took > 10*time.Second {
			t.Errorf("%s: ended after %v", name, took)
		}
		s.recover(func(at stage, found []finding, err error) {
			if err != nil || len(found) > 0 {
				t.Errorf("%s, %v: %v %v", name, at, found, err)
			}
		})
		t.Logf("%s: ended in %v with %d of %d mails taken in", name, took.Round(time.Millisecond), len(l.arrivals), len(r.post))
		if err := s.close(); err != nil {
			t.Error(err)
		}
	}
}

// interrupt starts the daemon, delivers more mail while it runs, and sends it a signal once that many things have
// happened on the servers. It returns how long the daemon took to end.
func (s *crashState) interrupt(t *testing.T, signal syscall.Signal, after int, more []posted) time.Duration {
	t.Helper()
	from := len(s.world.Journal())
	c, err := s.start(nil, "serve")
	if err != nil {
		t.Fatal(err)
	}
	delivered := make(chan error, 1)
	go func() { delivered <- s.deliver(more) }()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	_, err = s.world.Await(ctx, from, func(e loopback.Entry) bool {
		if byDesk := e.Kind == loopback.Flagged || e.Kind == loopback.Accepted && !slices.Contains(ownMailboxes, e.To); byDesk {
			after--
		}
		return after <= 0
	})
	began := time.Now()
	c.Process.Signal(signal)
	waited := c.Wait()
	took := time.Since(began)
	switch {
	case err != nil:
		t.Errorf("the daemon did not work: %v\n%s", err, &c.log)
	case signal == syscall.SIGTERM && waited != nil:
		t.Errorf("after SIGTERM: %v\n%s", waited, &c.log)
	}
	if err := <-delivered; err != nil {
		t.Error(err)
	}
	return took
}
