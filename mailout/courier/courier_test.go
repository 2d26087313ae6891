package courier

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
	"frontdesk/mailout"
)

// inBubble runs a test in fake time and holds the laws that every run obeys.
func inBubble(t *testing.T, fn func(t *testing.T) *world) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := fn(t)
		time.Sleep(2 * time.Hour) // for answers that nobody waits for
		if broken := w.told("law"); len(broken) > 0 {
			t.Errorf("%q", broken)
		}
		if w.conns != 0 {
			t.Errorf("%d connections are left open", w.conns)
		}
	})
}

func TestSendsWhatIsDue(t *testing.T) {
	inBubble(t, func(t *testing.T) *world {
		w := newWorld(t, newMemory(mails(1000, func(i int, item *store.OutboxItem) {
			if i%10 == 9 {
				item.NextTry = item.NextTry.Add(time.Hour)
			}
		})...), Options{})
		w.slow = time.Millisecond
		stop := w.run()
		settled(2 * time.Second) // four senders, and about two commits of a millisecond for each mail
		if s := w.states(); s[store.Sent] != 900 || s[store.Waiting] != 100 {
			t.Errorf("after two seconds: %v", s)
		}
		settled(time.Hour)
		if s := w.states(); s[store.Sent] != 1000 {
			t.Errorf("after an hour: %v", s)
		}
		stop()
		if w.most > 4 || len(w.order) != 1000 || w.get(1).Tries != 1 || w.get(1).SentAt.Sub(w.start) > 2*time.Second {
			t.Errorf("%d senders at once, %d mails sent, %+v", w.most, len(w.order), w.get(1))
		}
		if w.commits > 1000 { // each mail begins and ends, and needs no commit of its own for either
			t.Errorf("%d commits for 1000 mails", w.commits)
		}
		return w
	})
}

// A sender that becomes free while the loop is busy gets the next mail in the same step.
func TestFreeSenderIsNotLeftWaiting(t *testing.T) {
	w := newWorld(t, newMemory(), Options{})
	l := &loop{c: w.c, ctx: t.Context(), events: make(chan func(), 1), hand: map[int64]bool{1: true}, domains: map[string]*domain{},
		claimed: time.Now(), queue: mails(1, nil)}
	busy := &sender{l: l, job: make(chan store.OutboxItem, 1)}
	busy.s = &server{senders: 1, width: 1}
	l.servers = map[string]*server{"mx": busy.s}
	l.events <- func() { busy.s.idle = append(busy.s.idle, busy) }
	l.step()
	if len(busy.job) != 1 || len(l.queue) != 0 {
		t.Errorf("%d jobs, %d in the queue", len(busy.job), len(l.queue))
	}
}

func TestWake(t *testing.T) {
	inBubble(t, func(t *testing.T) *world {
		w := newWorld(t, newMemory(), Options{})
		stop := w.run()
		settled(10 * time.Second)
		w.add(mails(1, nil)[0])
		w.c.Wake()
		w.c.Wake()
		synctest.Wait()
		if s := w.states(); s[store.Sent] != 1 {
			t.Errorf("%v", s)
		}
		stop()
		return w
	})
}

// Mails of one ticket to one person leave in order, whatever happens to the first.
func TestOrder(t *testing.T) {
	inBubble(t, func(t *testing.T) *world {
		w := newWorld(t, newMemory(mails(60, func(i int, item *store.OutboxItem) {
			item.Ticket, item.To = int64(1+i%2), fmt.Sprintf("p%d@example.com", i%3)
		})...), Options{})
		n := 0
		w.answer = func(item store.OutboxItem) mailout.Result {
			w.mu.Lock()
			n++
			first := n%5 == 0
			w.mu.Unlock()
			time.Sleep(time.Duration(item.ID%7) * time.Second)
			switch {
			case first && item.ID%2 == 0:
				return mailout.Result{Stage: mailout.StageRcpt, Code: 450}
			case first:
				return mailout.Result{Stage: mailout.StageDot, Err: errLost}
			}
			return taken
		}
		stop := w.run()
		settled(24 * time.Hour)
		stop()
		if s := w.states(); s[store.Sent] != 60 {
			t.Errorf("%v", s)
		}
		last := map[string]int64{}
		for _, id := range w.order {
			key := fmt.Sprint(w.items[id].Ticket, w.items[id].To)
			if id < last[key] {
				t.Errorf("%d went after %d", id, last[key])
			}
			last[key] = id
		}
		return w
	})
}

// The table of states: what the server says, and what becomes of the item.
func TestStates(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer mailout.Result
		state  store.OutboxState
		next   time.Duration // until the next try, at least; zero: never
		failed string
	}{
		{"taken", taken, store.Sent, 0, ""},
		{"greylisted", mailout.Result{Stage: mailout.StageRcpt, Code: 450, Enhanced: "4.7.1"}, store.Waiting, time.Minute, ""},
		{"later at the dot", mailout.Result{Stage: mailout.StageDot, Code: 452}, store.Waiting, time.Minute, ""},
		{"lost before the dot", mailout.Result{Stage: mailout.StageContent, Err: errLost}, store.Waiting, time.Minute, ""},
		{"lost after the dot", mailout.Result{Stage: mailout.StageDot, Err: errLost}, store.Unknown, mailout.UnknownWait, ""},
		{"no such user", mailout.Result{Stage: mailout.StageRcpt, Code: 550, Enhanced: "5.1.1", Words: "no such user"}, store.Failed, 0, "1 5.1.1 RCPT: 550 5.1.1 no such user"},
		{"refused content", mailout.Result{Stage: mailout.StageDot, Code: 554}, store.Failed, 0, "1 554 final dot: 554"},
		{"our sender refused", mailout.Result{Stage: mailout.StageMail, Code: 550}, store.Waiting, time.Minute, ""},
		{"bad address", mailout.Result{Stage: mailout.StageAddress, Err: errors.New("no address")}, store.Failed, 0, "1  address: no address"},
	} {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) *world {
				w := newWorld(t, newMemory(mails(1, nil)...), Options{})
				w.answer = func(store.OutboxItem) mailout.Result { return c.answer }
				stop := w.run()
				synctest.Wait()
				item := w.get(1)
				stop()
				if item.State != c.state || c.next > 0 && item.NextTry.Sub(w.start) < c.next || item.Tries != 1 {
					t.Errorf("%+v", item)
				}
				if (item.Error == "") != (c.state == store.Sent) {
					t.Errorf("error %q", item.Error)
				}
				if got := strings.Join(w.failed, "; "); got != c.failed {
					t.Errorf("the desk heard %q, want %q", got, c.failed)
				}
				if retries := w.told("retry"); len(retries) != map[bool]int{true: 1}[c.next > 0] {
					t.Errorf("told %q", retries)
				}
				return w
			})
		})
	}
}

func TestGivesUpAfterFiveDays(t *testing.T) {
	for _, answer := range []mailout.Result{{Stage: mailout.StageRcpt, Code: 450}, {Stage: mailout.StageDot, Err: errLost}} {
		inBubble(t, func(t *testing.T) *world {
			w := newWorld(t, newMemory(mails(1, nil)...), Options{})
			w.answer = func(store.OutboxItem) mailout.Result { return answer }
			stop := w.run()
			settled(119 * time.Hour)
			if early := w.failures(); len(early) > 0 {
				t.Errorf("given up early: %v", early)
			}
			settled(3 * time.Hour)
			stop()
			if len(w.failed) != 1 || !strings.Contains(w.failed[0], "given up after 120h") || w.get(1).State != store.Failed {
				t.Errorf("%v", w.failed)
			}
			if times := w.at(1); len(times) < 30 || len(times) > 45 {
				t.Errorf("%d tries: %v", len(times), times)
			}
			return w
		})
	}
}

func TestUnknownGoesAgainWithTheSameBytes(t *testing.T) {
	inBubble(t, func(t *testing.T) *world {
		w := newWorld(t, newMemory(mails(1, nil)...), Options{})
		w.answer = func(item store.OutboxItem) mailout.Result {
			if item.Tries == 1 {
				return mailout.Result{Stage: mailout.StageDot, Err: errLost}
			}
			return taken
		}
		stop := w.run()
		settled(time.Hour)
		stop()
		if times := w.at(1); !reflect.DeepEqual(times, []string{"0s", "10m0s"}) || w.get(1).State != store.Sent {
			t.Errorf("%v, %s", times, w.get(1).State)
		}
		return w
	})
}

// A server that cannot be reached: no item loses a try, nobody hammers it, and one outage is told once.
func TestOutage(t *testing.T) {
	inBubble(t, func(t *testing.T) *world {
		w := newWorld(t, newMemory(mails(500, nil)...), Options{})
		w.ready = func(string) mailout.Result {
			if time.Since(w.start) < 6*time.Hour {
				time.Sleep(30 * time.Second)
				return mailout.Result{Stage: mailout.StageConnect, Err: errLost}
			}
			return mailout.Result{Stage: mailout.StageConnect, Code: 220}
		}
		stop := w.run()
		settled(6 * time.Hour)
		readies := w.readies
		if item := w.get(7); item.Tries != 0 || item.State != store.Waiting || !strings.Contains(item.Error, "connection reset") {
			t.Errorf("%+v", item)
		}
		settled(10 * time.Minute)
		stop()
		if s := w.states(); s[store.Sent] != 500 {
			t.Errorf("%v", s)
		}
		if readies > 90 || readies < 60 {
			t.Errorf("%d attempts to connect within six hours", readies)
		}
		if a, b := w.told("trouble"), w.told("recovered"); len(a) != 1 || len(b) != 1 || len(w.told("retry")) > 0 {
			t.Errorf("%q %q %q", a, b, w.told("retry"))
		}
		return w
	})
}

// One server that swallows every connection stops no mail of another.
func TestOutageStopsNoOtherServer(t *testing.T) {
	inBubble(t, func(t *testing.T) *world {
		w := newWorld(t, newMemory(mails(3000, func(i int, item *store.OutboxItem) {
			item.Mailbox = "dead"
			if i >= 2900 {
				item.Mailbox = "alive"
			}
		})...), Options{})
		w.route = func(item store.OutboxItem) string { return item.Mailbox }
		w.ready = func(server string) mailout.Result {
			if server == "dead" {
				time.Sleep(30 * time.Second)
				return mailout.Result{Stage: mailout.StageConnect, Err: errLost}
			}
			return mailout.Result{Stage: mailout.StageConnect, Code: 220}
		}
		stop := w.run()
		settled(10 * time.Second)
		if s := w.states(); s[store.Sent] != 100 {
			t.Errorf("after ten seconds: %v", s)
		}
		stop()
		return w
	})
}

func TestWrongPasswordIsNotHammered(t *testing.T) {
	inBubble(t, func(t *testing.T) *world {
		w := newWorld(t, newMemory(mails(20, nil)...), Options{})
		good := false
		w.ready = func(string) mailout.Result {
			if good {
				return mailout.Result{Stage: mailout.StageConnect, Code: 220}
			}
			return mailout.Result{Stage: mailout.StageAuth, Code: 535}
		}
		stop := w.run()
		settled(time.Hour)
		if w.readies > 16 {
			t.Errorf("%d logins in an hour", w.readies)
		}
		w.mu.Lock()
		good = true
		w.mu.Unlock()
		w.c.Reset()
		settled(5 * time.Minute)
		stop()
		if s := w.states(); s[store.Sent] != 20 || len(w.told("trouble")) != 1 {
			t.Errorf("%v %q", s, w.told("trouble"))
		}
		return w
	})
}

// A server that wants fewer connections gets fewer; that is no outage.
func TestFewerConnections(t *testing.T) {
	inBubble(t, func(t *testing.T) *world {
		w := newWorld(t, newMemory(mails(300, nil)...), Options{})
		w.ready = func(string) mailout.Result {
			w.mu.Lock()
			defer w.mu.Unlock()
			if w.conns >= 2 {
				return mailout.Result{Stage: mailout.StageConnect, Code: 421, Words: "too many connections"}
			}
			return mailout.Result{Stage: mailout.StageConnect, Code: 220}
		}
		w.answer = func(store.OutboxItem) mailout.Result { time.Sleep(100 * time.Millisecond); return taken }
		stop := w.run()
		settled(30 * time.Second)
		stop()
		if s := w.states(); s[store.Sent] != 300 || len(w.told("trouble")) > 0 || w.most != 2 {
			t.Errorf("%v, %d at once, %q", s, w.most, w.told("trouble"))
		}
		return w
	})
}

// A recipient domain that hangs or refuses stops no mail to another, however much of it there is.
func TestSlowDomainStarvesNobody(t *testing.T) {
	for name, answer := range map[string]mailout.Result{
		"hangs":   {Stage: mailout.StageRcpt, Err: errLost},
		"refuses": {Stage: mailout.StageRcpt, Code: 451},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) *world {
				w := newWorld(t, newMemory(mails(2000, func(i int, item *store.OutboxItem) {
					item.To = fmt.Sprintf("p%d@dead.example", i)
					if i >= 1900 {
						item.To = fmt.Sprintf("p%d@alive.example", i)
					}
				})...), Options{})
				w.answer = func(item store.OutboxItem) mailout.Result {
					if strings.HasSuffix(item.To, "@dead.example") {
						time.Sleep(5 * time.Minute)
						return answer
					}
					return taken
				}
				stop := w.run()
				settled(10 * time.Second)
				if s := w.states(); s[store.Sent] != 100 {
					t.Errorf("after ten seconds: %v", s)
				}
				stop()
				return w
			})
		})
	}
}

func TestLimitDelaysAndDropsNothing(t *testing.T) {
	inBubble(t, func(t *testing.T) *world {
		w := newWorld(t, newMemory(mails(200, func(i int, item *store.OutboxItem) {
			if item.To = "one@example.com"; i%2 == 1 {
				item.To = fmt.Sprintf("p%d@example.com", i)
			}
		})...), Options{Limit: desk.Rate{Count: 30, Per: time.Hour}})
		stop := w.run()
		for hour, want := range []int{130, 160, 190, 200} {
			settled(30 * time.Minute)
			if s := w.states(); s[store.Sent] != want {
				t.Errorf("hour %d: %v, want %d sent", hour, s, want)
			}
			settled(30 * time.Minute)
		}
		stop()
		for hour, batch := range slices.Collect(slices.Chunk(toOne(w.order), 30)) {
			if slices.Min(batch) != int64(1+60*hour) {
				t.Errorf("hour %d: the mail lost its order: %v", hour, batch)
			}
		}
		return w
	})
}

// toOne are the items to the one recipient of the test above.
func toOne(ids []int64) (odd []int64) {
	for _, id := range ids {
		if id%2 == 1 {
			odd = append(odd, id)
		}
	}
	return odd
}

func TestLimitCanChange(t *testing.T) {
	inBubble(t, func(t *testing.T) *world {
		w := newWorld(t, newMemory(mails(20, func(_ int, item *store.OutboxItem) { item.To = "one@example.com" })...), Options{Limit: desk.Rate{Count: 5, Per: time.Hour}})
		stop := w.run()
		settled(time.Second)
		w.c.SetLimit(desk.Rate{})
		settled(time.Hour)
		stop()
		if s := w.states(); s[store.Sent] != 20 {
			t.Errorf("%v", s)
		}
		return w
	})
}

// A person's decision to drop a mail counts for mail that was claimed and not begun.
func TestDroppedMeanwhile(t *testing.T) {
	inBubble(t, func(t *testing.T) *world {
		w := newWorld(t, newMemory(mails(30, nil)...), Options{Senders: 1})
		w.answer = func(store.OutboxItem) mailout.Result { time.Sleep(2 * time.Second); return taken }
		stop := w.run()
		settled(time.Second)
		if err := w.Cancel(t.Context(), 5, "dropped by alice"); err != nil {
			t.Fatal(err)
		}
		w.c.Wake()
		settled(time.Hour)
		stop()
		if len(w.at(5)) > 0 || w.states()[store.Sent] != 29 {
			t.Errorf("sent at %v; %v", w.at(5), w.states())
		}
		return w
	})
}

// At the end nothing new is begun, what is in hand is finished, and nothing takes longer than ten seconds.
func TestStop(t *testing.T) {
	for _, takes := range []time.Duration{5 * time.Second, time.Hour} {
		inBubble(t, func(t *testing.T) *world {
			w := newWorld(t, newMemory(mails(100, nil)...), Options{})
			w.answer = func(store.OutboxItem) mailout.Result {
				if len(w.told("sent")) >= 20 {
					time.Sleep(takes)
				}
				return taken
			}
			stop := w.run()
			settled(time.Second)
			w.mu.Lock()
			begun := len(w.order)
			w.mu.Unlock()
			asked := time.Now()
			stop()
			took := time.Since(asked)
			s := w.states()
			if len(w.order) != begun || s[store.Sending] > 0 || took > drainTime {
				t.Errorf("%d begun before and %d after; %v after %v", begun, len(w.order), s, took)
			}
			if takes == time.Hour && (s[store.Unknown] == 0 || took != drainTime) || takes < drainTime && s[store.Unknown] > 0 {
				t.Errorf("%v after %v", s, took)
			}
			return w
		})
	}
}

func TestStopWhileConnecting(t *testing.T) {
	inBubble(t, func(t *testing.T) *world {
		w := newWorld(t, newMemory(mails(10, nil)...), Options{})
		w.ready = func(string) mailout.Result {
			time.Sleep(3 * time.Second)
			return mailout.Result{Stage: mailout.StageConnect, Code: 220}
		}
		stop := w.run()
		settled(time.Second)
		stop()
		if s := w.states(); s[store.Waiting] != 10 || len(w.order) > 0 || len(w.told("")) > 0 {
			t.Errorf("%v, %d begun, %q", s, len(w.order), w.told(""))
		}
		return w
	})
}

func TestDrain(t *testing.T) {
	inBubble(t, func(t *testing.T) *world {
		w := newWorld(t, newMemory(mails(100, func(i int, item *store.OutboxItem) {
			item.Ticket, item.To = 1, fmt.Sprintf("p%d@example.com", i%10) // ten in a row for each
			switch i {
			case 98:
				item.NextTry = item.NextTry.Add(time.Minute)
			case 99:
				item.Mailbox = "dead"
			}
		})...), Options{})
		w.route = func(item store.OutboxItem) string { return item.Mailbox }
		w.ready = func(server string) mailout.Result {
			if server == "dead" {
				return mailout.Result{Stage: mailout.StageConnect, Err: errLost}
			}
			return mailout.Result{Stage: mailout.StageConnect, Code: 220}
		}
		w.answer = func(item store.OutboxItem) mailout.Result {
			switch item.ID {
			case 97:
				return mailout.Result{Stage: mailout.StageRcpt, Code: 450}
			case 96:
				return mailout.Result{Stage: mailout.StageRcpt, Code: 550}
			}
			return taken
		}
		if err := w.c.Drain(t.Context()); err != nil {
			t.Error(err)
		}
		if s := w.states(); s[store.Sent] != 96 || s[store.Failed] != 1 || s[store.Waiting] != 3 || time.Since(w.start) > time.Second {
			t.Errorf("%v after %v", s, time.Since(w.start))
		}
		return w
	})
}

// What the desk makes of a failure, an alert to agents, goes out in the same drain.
func TestDrainSendsTheAlertToo(t *testing.T) {
	inBubble(t, func(t *testing.T) *world {
		w := newWorld(t, newMemory(mails(1, nil)...), Options{})
		w.answer = func(item store.OutboxItem) mailout.Result {
			if item.ID == 1 {
				alert := mails(2, nil)[1]
				w.add(alert)
				return mailout.Result{Stage: mailout.StageRcpt, Code: 550}
			}
			return taken
		}
		if err := w.c.Drain(t.Context()); err != nil {
			t.Error(err)
		}
		if w.get(2).State != store.Sent {
			t.Errorf("%+v", w.get(2))
		}
		return w
	})
}

func TestDeskCannotRecordAFailure(t *testing.T) {
	inBubble(t, func(t *testing.T) *world {
		w := newWorld(t, newMemory(mails(1, nil)...), Options{})
		w.deskError = errors.New("disk full")
		w.answer = func(store.OutboxItem) mailout.Result { return mailout.Result{Stage: mailout.StageRcpt, Code: 550} }
		stop := w.run()
		settled(30 * time.Second)
		w.mu.Lock()
		w.deskError = nil
		w.mu.Unlock()
		settled(time.Hour)
		stop()
		if len(w.failed) != 1 || w.get(1).State != store.Failed || len(w.told("store: disk full")) != 1 {
			t.Errorf("%v %s %q", w.failed, w.get(1).State, w.told("store"))
		}
		return w
	})
}

// Every call of the store fails for a while: nothing is lost, nothing is sent twice, and it is told seldom.
func TestStoreTrouble(t *testing.T) {
	for _, op := range []string{"due", "next", "begin", "done"} {
		t.Run(op, func(t *testing.T) {
			inBubble(t, func(t *testing.T) *world {
				m := newMemory(mails(50, nil)...)
				w := newWorld(t, m, Options{})
				m.fail = func(o string) error {
					if since := time.Since(w.start); o == op && since < time.Minute {
						return errors.New("disk full")
					}
					return nil
				}
				stop := w.run()
				settled(time.Hour)
				stop()
				if s := w.states(); s[store.Sent] != 50 || len(w.order) != 50 {
					t.Errorf("%v, %d sent", s, len(w.order))
				}
				if told := w.told("store"); len(told) == 0 || len(told) > 3 {
					t.Errorf("told %d times", len(told))
				}
				return w
			})
		})
	}
}

func TestDrainReturnsStoreTrouble(t *testing.T) {
	for _, op := range []string{"due", "begin", "done"} {
		inBubble(t, func(t *testing.T) *world {
			m := newMemory(mails(50, nil)...)
			w := newWorld(t, m, Options{})
			full := errors.New("disk full")
			m.fail = func(o string) error {
				if o == op {
					return full
				}
				return nil
			}
			if err := w.c.Drain(t.Context()); !errors.Is(err, full) {
				t.Errorf("%s: %v", op, err)
			}
			if d := time.Since(w.start); d > time.Minute {
				t.Errorf("%s: it took %v", op, d)
			}
			return w
		})
	}
}

// Large mails are not all held at once.
func TestLargeMailsAreClaimedFewAtATime(t *testing.T) {
	inBubble(t, func(t *testing.T) *world {
		large := make([]byte, 5<<20)
		m := newMemory(mails(30, func(i int, item *store.OutboxItem) {
			item.Bytes = append(fmt.Appendf(nil, "Subject: %d\r\n\r\n", i+1), large...)
		})...)
		w := newWorld(t, m, Options{})
		w.answer = func(store.OutboxItem) mailout.Result { time.Sleep(time.Second); return taken }
		stop := w.run()
		settled(time.Hour)
		stop()
		if s := w.states(); s[store.Sent] != 30 || m.largest > firstWindow {
			t.Errorf("%v, %d claimed at once", s, m.largest)
		}
		return w
	})
}

func TestIdleConnectionsAreClosed(t *testing.T) {
	inBubble(t, func(t *testing.T) *world {
		w := newWorld(t, newMemory(mails(10, nil)...), Options{})
		stop := w.run()
		settled(time.Second)
		if w.open() == 0 {
			t.Error("no connection is kept")
		}
		settled(idleTime)
		if n := w.open(); n != 0 {
			t.Errorf("%d connections are kept", n)
		}
		w.add(store.OutboxItem{ID: 11, To: "a@b.example", EnvelopeFrom: "b@acme.example", NextTry: time.Now(), CreatedAt: time.Now()})
		w.c.Wake()
		settled(time.Second)
		stop()
		if w.get(11).State != store.Sent {
			t.Errorf("%+v", w.get(11))
		}
		return w
	})
}

func TestResetMakesNewConnections(t *testing.T) {
	inBubble(t, func(t *testing.T) *world {
		w := newWorld(t, newMemory(mails(3, nil)...), Options{Senders: 1})
		stop := w.run()
		settled(time.Second)
		before := w.open()
		w.c.Reset()
		settled(time.Second)
		if after := w.open(); before != 1 || after != 0 {
			t.Errorf("%d connections before, %d after", before, after)
		}
		stop()
		return w
	})
}

// Any mixture of answers, delays and outages: in the end every mail is sent or failed, once told each.
func TestEverythingEnds(t *testing.T) {
	for seed := range uint64(20) {
		inBubble(t, func(t *testing.T) *world { return anyHistory(t, seed) })
	}
}

func anyHistory(t *testing.T, seed uint64) *world {
	dice := newDice(seed)
	w := newWorld(t, newMemory(mails(150, func(i int, item *store.OutboxItem) {
		item.Ticket = int64(dice(20))
		item.To = fmt.Sprintf("p%d@d%d.example", dice(10), dice(4))
		item.Mailbox = fmt.Sprint("s", dice(3))
	})...), Options{Senders: 1 + dice(5), Limit: desk.Rate{Count: 20, Per: time.Hour}})
	w.route = func(item store.OutboxItem) string { return item.Mailbox }
	w.ready = func(string) mailout.Result {
		time.Sleep(time.Duration(dice(2000)) * time.Millisecond)
		if dice(4) == 0 {
			return mailout.Result{Stage: mailout.Stage(int(mailout.StageConnect) + dice(3)), Err: errLost}
		}
		return mailout.Result{Stage: mailout.StageConnect, Code: 220}
	}
	w.answer = func(store.OutboxItem) mailout.Result {
		time.Sleep(time.Duration(dice(3000)) * time.Millisecond)
		stage := mailout.Stage(int(mailout.StageMail) + dice(5))
		switch dice(6) {
		case 0:
			return mailout.Result{Stage: stage, Code: 450}
		case 1:
			return mailout.Result{Stage: stage, Code: 550}
		case 2:
			return mailout.Result{Stage: stage, Err: errLost}
		}
		return taken
	}
	for range 10 { // ended and begun again many times
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(dice(40))*time.Second)
		w.c.Run(ctx)
		cancel()
		if n := w.states()[store.Sending]; n > 0 {
			t.Errorf("seed %d: %d are left in state sending", seed, n)
		}
	}
	stop := w.run()
	settled(6 * 24 * time.Hour)
	stop()
	if s := w.states(); s[store.Sent]+s[store.Failed] != 150 || len(w.told("sent")) != s[store.Sent] || len(w.failed) != s[store.Failed] {
		t.Errorf("seed %d: %v, told %d sent, %d failed", seed, s, len(w.told("sent")), len(w.failed))
	}
	return w
}
