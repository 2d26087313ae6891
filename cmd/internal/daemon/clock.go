package daemon

import "time"

// Now is the one clock of the program; everything else is told the time. It is in UTC and rounded to the
// microseconds that the store keeps.
func Now() time.Time { return time.Now().Add(clockOffset).UTC().Truncate(time.Microsecond) }
