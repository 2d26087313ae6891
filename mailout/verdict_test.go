package mailout

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestClassify(t *testing.T) {
	lost := errors.New("connection reset")
	type want struct {
		action        Action
		server, alarm bool
	}
	for _, c := range []struct {
		name string
		r    Result
		want want
	}{
		{"bad address", Result{Stage: StageAddress, Err: errors.New("no address")}, want{Fail, false, false}},
		{"refused connection", Result{Stage: StageConnect, Err: lost}, want{Retry, true, false}},
		{"greeting 421", Result{Stage: StageConnect, Code: 421}, want{Retry, true, false}},
		{"greeting 554", Result{Stage: StageConnect, Code: 554}, want{Retry, true, true}},
		{"bad certificate", Result{Stage: StageTLS, Err: lost}, want{Retry, true, true}},
		{"no STARTTLS", Result{Stage: StageTLS, Code: 502}, want{Retry, true, true}},
		{"wrong password", Result{Stage: StageAuth, Code: 535}, want{Retry, true, true}},
		{"login busy", Result{Stage: StageAuth, Code: 454}, want{Retry, true, false}},
		{"login lost", Result{Stage: StageAuth, Err: lost}, want{Retry, true, false}},
		{"sender refused", Result{Stage: StageMail, Code: 550}, want{Retry, false, true}},
		{"login wanted", Result{Stage: StageMail, Code: 530}, want{Retry, true, true}},
		{"login wanted at RCPT", Result{Stage: StageRcpt, Code: 530}, want{Retry, true, true}},
		{"MAIL 451", Result{Stage: StageMail, Code: 451}, want{Retry, false, false}},
		{"MAIL lost", Result{Stage: StageMail, Err: lost}, want{Retry, false, false}},
		{"no SMTPUTF8", Result{Stage: StageMail, Code: 553, Enhanced: "5.6.7"}, want{Fail, false, false}},
		{"unknown user", Result{Stage: StageRcpt, Code: 550, Enhanced: "5.1.1"}, want{Fail, false, false}},
		{"greylisted", Result{Stage: StageRcpt, Code: 450, Enhanced: "4.7.1"}, want{Retry, false, false}},
		{"greylisted oddly", Result{Stage: StageRcpt, Code: 550, Enhanced: "4.7.1"}, want{Retry, false, false}},
		{"4 with a 5 behind", Result{Stage: StageRcpt, Code: 450, Enhanced: "5.1.1"}, want{Retry, false, false}},
		{"RCPT lost", Result{Stage: StageRcpt, Err: lost}, want{Retry, false, false}},
		{"going away", Result{Stage: StageRcpt, Code: 421}, want{Retry, false, false}},
		{"DATA refused", Result{Stage: StageData, Code: 554}, want{Fail, false, false}},
		{"DATA later", Result{Stage: StageData, Code: 451}, want{Retry, false, false}},
		{"lost in the content", Result{Stage: StageContent, Err: lost}, want{Retry, false, false}},
		{"too big, said early", Result{Stage: StageContent, Code: 552}, want{Fail, false, false}},
		{"lost after the dot", Result{Stage: StageDot, Err: lost}, want{Unknown, false, false}},
		{"content refused", Result{Stage: StageDot, Code: 554}, want{Fail, false, false}},
		{"dot later", Result{Stage: StageDot, Code: 452}, want{Retry, false, false}},
		{"taken", Result{Stage: StageDot, Code: 250}, want{Delivered, false, false}},
		{"nonsense at MAIL", Result{Stage: StageMail, Code: 252}, want{Retry, false, false}},
		{"nonsense", Result{Stage: StageRcpt, Code: 354}, want{Retry, false, false}},
	} {
		v := Classify(c.r)
		if got := (want{v.Action, v.Server, v.Alarm}); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
		if v.Action != Delivered && !strings.HasPrefix(v.Why, c.r.Stage.String()) {
			t.Errorf("%s: why is %q", c.name, v.Why)
		}
	}
}

// Whatever a server says, nothing is given up or taken for delivered before the server had the mail.
func TestClassifyLaws(t *testing.T) {
	for stage := StageAddress; stage <= StageDot; stage++ {
		for code := 0; code < 700; code++ {
			for _, enhanced := range []string{"", "4.2.2", "5.1.1", "2.0.0"} {
				for _, err := range []error{nil, errors.New("lost")} {
					r := Result{Stage: stage, Code: code, Enhanced: enhanced, Err: err}
					v := Classify(r)
					switch {
					case v.Action == Delivered && (code/100 != 2 || err != nil || stage != StageDot),
						v.Action == Fail && stage != StageAddress && (code/100 != 5 || err != nil || stage < StageRcpt),
						v.Action == Unknown && (stage != StageDot || err == nil),
						stage == StageDot && err != nil && v.Action != Unknown:
						t.Fatalf("%v %q became %v", r, enhanced, v.Action)
					}
				}
			}
		}
	}
}

func TestResultWords(t *testing.T) {
	for _, c := range []struct {
		r            Result
		text, status string
	}{
		{Result{Stage: StageRcpt, Code: 550, Enhanced: "5.1.1", Words: "no such user"}, "RCPT: 550 5.1.1 no such user", "5.1.1"},
		{Result{Stage: StageDot, Code: 451}, "final dot: 451", "451"},
		{Result{Stage: StageConnect, Err: errors.New("refused")}, "connect: refused", ""},
	} {
		if c.r.String() != c.text || c.r.Status() != c.status {
			t.Errorf("%q %q, want %q %q", c.r.String(), c.r.Status(), c.text, c.status)
		}
	}
	if Stage(99).String() == "" || Unknown.String() != "unknown" {
		t.Error("names")
	}
}

func TestNextTry(t *testing.T) {
	first := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for id := int64(1); id <= 50; id++ {
		now, before := first, time.Duration(0)
		attempts := 1
		for ; ; attempts++ {
			next, giveUp := NextTry(id, attempts, first, now)
			if giveUp {
				break
			}
			wait := next.Sub(now)
			last := next.Equal(first.Add(giveUpAfter))
			if wait <= before/2 && !last || wait > 4*time.Hour+24*time.Minute || wait < time.Minute && !last {
				t.Errorf("item %d, attempt %d waits %v after %v", id, attempts, wait, before)
			}
			now, before = next, wait
		}
		if d := now.Sub(first); d != giveUpAfter {
			t.Errorf("item %d is given up after %v", id, d)
		}
		if attempts < 30 || attempts > 45 {
			t.Errorf("item %d had %d attempts", id, attempts)
		}
	}
}

func TestNextTryIsTheSameForTheSameAndSpreadForOthers(t *testing.T) {
	first := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	seen := map[time.Time]bool{}
	for id := int64(1); id <= 100; id++ {
		a, _ := NextTry(id, 3, first, first)
		if b, _ := NextTry(id, 3, first, first); !a.Equal(b) {
			t.Fatal("the same values gave another time")
		}
		seen[a] = true
	}
	if len(seen) < 95 {
		t.Errorf("100 mails that failed together come back at %d times", len(seen))
	}
}

func TestNextTryDoesNotGiveUpWhatWaitedForADeadServer(t *testing.T) {
	first := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	late := first.Add(8 * 24 * time.Hour)
	if next, giveUp := NextTry(1, 1, first, late); giveUp || !next.After(late) {
		t.Errorf("after one attempt: %v, give up %v", next, giveUp)
	}
	if _, giveUp := NextTry(1, fewestTries, first, late); !giveUp {
		t.Error("it goes on for ever")
	}
}

func TestOutlookThread(t *testing.T) {
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	a, b, c := OutlookThread("1@d", now, "x"), OutlookThread("1@d", now, "x"), OutlookThread("2@d", now, "x")
	if len(a) != 2 || a[0].Name != "Thread-Topic" || a[0].Value != "x" || a[1] != b[1] || a[1] == c[1] {
		t.Errorf("%v %v %v", a, b, c)
	}
	// 22 bytes, the time first: 01 DD is what Outlook itself writes in 2026.
	if len(a[1].Value) != 32 || a[1].Value[:3] != "Ad1" {
		t.Errorf("index %q", a[1].Value)
	}
}
