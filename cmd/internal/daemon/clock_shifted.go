//go:build crashpoints

package daemon

import (
	"os"
	"time"
)

// clockOffset lets a crash test wait ten minutes in no time.
var clockOffset = func() time.Duration {
	d, err := time.ParseDuration(os.Getenv("FRONTDESK_CLOCK_OFFSET"))
	if err != nil {
		return 0
	}
	return d
}()
