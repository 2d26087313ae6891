package report_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/engine"
	"frontdesk/desk/report"
	"frontdesk/desk/report/workyear"
	"frontdesk/desk/store"
	"frontdesk/desk/store/sqlstore"
)

// BenchmarkReport reads a year of work, a million events, out of a real store into a report over all of that year and the
// year before. FRONTDESK_EVENTS sets another number, FRONTDESK_YEAR names a directory in which the store is kept for the
// next time. It reports the highest use of the heap beside the time.
func BenchmarkReport(b *testing.B) {
	events := 1_000_000
	if n, err := strconv.Atoi(os.Getenv("FRONTDESK_EVENTS")); err == nil {
		events = n
	}
	year := workyear.Plan{Seed: 1, Start: time.Date(2025, 11, 1, 0, 0, 0, 0, time.UTC), Length: 365 * 24 * time.Hour, Events: events}
	s := filled(b, year)
	q := report.Query{Since: year.Start, Until: year.Start.AddDate(1, 0, 0), Reviews: []string{"in-review"}}
	runtime.GC()
	debug.FreeOSMemory()
	var peak atomic.Uint64
	stop := watch(&peak)
	var r *report.Report
	for b.Loop() {
		err := s.View(b.Context(), func(reader store.Reader) (err error) {
			r, err = engine.ReadReport(reader, q)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	stop()
	b.ReportMetric(float64(peak.Load())/(1<<20), "MiB-peak")
	b.ReportMetric(float64(events), "events")
	if opened := r.Of(r.Total.Now, "opened").Number; opened < float64(events)/30 {
		b.Errorf("only %v tickets were opened", opened)
	}
}

// BenchmarkVerify verifies the chain of that year, and holds every ticket and message against it.
func BenchmarkVerify(b *testing.B) {
	year := workyear.Plan{Seed: 1, Start: time.Date(2025, 11, 1, 0, 0, 0, 0, time.UTC), Length: 365 * 24 * time.Hour, Events: 1_000_000}
	s := filled(b, year)
	var peak atomic.Uint64
	stop := watch(&peak)
	for b.Loop() {
		err := s.View(b.Context(), func(r store.Reader) error {
			o, err := store.Verify(r, "", func(int64) {})
			b.ReportMetric(float64(o.Events), "events")
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	stop()
	b.ReportMetric(float64(peak.Load())/(1<<20), "MiB-peak")
}

// watch samples the memory of the heap that is in use, every few milliseconds, until stop is called.
func watch(peak *atomic.Uint64) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/unused:bytes"}}
		for tick := time.NewTicker(5 * time.Millisecond); ; {
			metrics.Read(sample)
			peak.Store(max(peak.Load(), sample[0].Value.Uint64()+sample[1].Value.Uint64()))
			select {
			case <-ctx.Done():
				tick.Stop()
				return
			case <-tick.C:
			}
		}
	}()
	return func() { cancel(); <-done }
}

// filled is a store with a year of work.
func filled(tb testing.TB, year workyear.Plan) store.Store {
	tb.Helper()
	dir := os.Getenv("FRONTDESK_YEAR")
	if dir == "" {
		dir = tb.TempDir()
	}
	path := filepath.Join(dir, "year-"+strconv.Itoa(year.Events)+".db")
	_, err := os.Stat(path)
	s, openErr := sqlstore.Open(tb.Context(), path, sqlstore.Options{})
	if openErr != nil {
		tb.Fatal(openErr)
	}
	tb.Cleanup(func() { s.Close() })
	if err == nil {
		return s
	}
	w := &writer{tb: tb, s: s, tickets: map[int64]desk.Ticket{}}
	for e := range workyear.Events(year) {
		w.add(e)
	}
	w.flush()
	return s
}

// writer folds events into tickets and writes both in large pieces.
type writer struct {
	tb      testing.TB
	s       store.Store
	tickets map[int64]desk.Ticket
	changed map[int64]bool
	events  []desk.Event
}

func (w *writer) add(e desk.Event) {
	if w.changed == nil {
		w.changed = map[int64]bool{}
	}
	w.tickets[e.Ticket] = desk.Apply(w.tickets[e.Ticket], e)
	w.changed[e.Ticket] = true
	if w.events = append(w.events, e); len(w.events) == 5000 {
		w.flush()
	}
}

func (w *writer) flush() {
	if len(w.events) == 0 {
		return
	}
	c := store.Change{Now: w.events[len(w.events)-1].At, Events: w.events}
	for id := range w.changed {
		c.Tickets = append(c.Tickets, w.tickets[id])
	}
	for i, e := range w.events {
		if d, ok := e.Detail.(desk.Wrote); ok {
			const text = "It jams on every page, whoever prints."
			sum := sha256.Sum256([]byte(text))
			d.Text = hex.EncodeToString(sum[:])
			w.events[i].Detail = d
			c.Messages = append(c.Messages, desk.Message{Ticket: e.Ticket, At: e.At, From: desk.Address{Addr: d.From}, Visibility: d.Visibility, Text: text,
				Auto: d.Auto, Proven: d.Proven, MessageID: d.MessageID})
		}
	}
	if err := w.s.Update(w.tb.Context(), func(tx store.Tx) error { return tx.Write(c) }); err != nil {
		w.tb.Fatal(err)
	}
	w.events, w.changed = nil, nil
}
