package demo

import (
	"context"
	"testing"
	"time"
)

func TestTheDayGoesAsItShould(t *testing.T) {
	s, err := Open(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		start := time.Now()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		t.Logf("closed within %v", time.Since(start))
	}()
	start := time.Now()
	if err := s.Play(context.Background(), func(sc Scene) {
		t.Logf("%v %s %s → %s: %s | %s #%d %s | %v | %v | %v", time.Since(start), sc.At, sc.From, sc.To, sc.Subject, sc.Outcome, sc.Ticket, sc.Why, sc.Did, sc.Sent, sc.Kept)
	}); err != nil {
		t.Error(err)
	}
}
