//go:build crashpoints

package crashpoint

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

var (
	mu     sync.Mutex
	passed = map[string]int{}
	trace  *os.File
)

// Here is one named point. FRONTDESK_CRASH="name:3" kills the process with SIGKILL the
// third time that the point is passed; FRONTDESK_CRASH_TRACE names a file to which every
// passed point is appended, so that a test knows which points a run has.
func Here(name string) {
	mu.Lock()
	defer mu.Unlock()
	passed[name]++
	record(name)
	point, nth, ok := strings.Cut(os.Getenv("FRONTDESK_CRASH"), ":")
	if !ok || point != name {
		return
	}
	if n, err := strconv.Atoi(nth); err == nil && n == passed[name] {
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // SIGKILL needs no more than an instant; nothing may happen in it
	}
}

func record(name string) {
	path := os.Getenv("FRONTDESK_CRASH_TRACE")
	if path == "" {
		return
	}
	if trace == nil {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			panic(err)
		}
		trace = f
	}
	fmt.Fprintln(trace, name)
}
