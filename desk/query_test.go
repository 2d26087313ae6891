package desk

import (
	"testing"
	"time"
)

// TestStatusIsAnsweredWithinLimits: a program that answers every mail with the same subject is answered so often, and no
// oftener.
func TestStatusIsAnsweredWithinLimits(t *testing.T) {
	w := newWorld(t)
	w.p.Limits.AcksPerSender = Rate{3, time.Hour}
	for i := range 5 {
		d, want := w.handle(w.mail(dana, "Status", "")), ""
		if i < 3 {
			want = "transcript>" + dana
		}
		w.want(d, OutcomeQuery, 0, want)
	}
}
