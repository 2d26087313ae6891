//go:build !linux

package mailin

import "time"

// cpuTime is the time that f takes, where the time of one thread is not to be had.
func cpuTime(f func()) time.Duration {
	start := time.Now()
	f()
	return time.Since(start)
}
