package engine

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/crashpoint"
	"frontdesk/desk/store"
	"frontdesk/mailin"
)

// Delivery is one mail as it came in.
type Delivery struct {
	Mailbox      string // address
	UIDValidity  uint32 // 0 where it did not come by IMAP
	UID          uint32
	InternalDate time.Time // when it reached the server; zero where unknown
	Raw          []byte
	TooLarge     bool // Raw is only the header section: the mail is larger than the limit
}

// Result is what became of a delivery. Err is set where nothing was committed: the mail stays where it
// was and is tried again.
type Result struct {
	Outcome desk.Outcome
	Ticket  int64
	Held    desk.Held
	Why     string
	Known   bool // it had been committed before
	Err     error
}

// maxAttempts is how often a mail may take the program down before it is quarantined unread.
const maxAttempts = 3

// parsed is a delivery on its way to a decision.
type parsed struct {
	Delivery
	mail     *desk.Mail
	evidence desk.Evidence
	packed   store.Packed
	held     desk.Held // decided before anything could read it
	tries    int
}

// Accept takes in a batch of deliveries of one mailbox. The attempt is committed before anything parses
// a mail, and each mail is committed whole or not at all. The error is that of the store: then the batch is
// to be offered again, and what of it was committed is known by then.
func (e *Engine) Accept(ctx context.Context, batch []Delivery) ([]Result, error) {
	if len(batch) == 0 {
		return nil, nil
	}
	tries, err := e.begin(ctx, batch)
	if err != nil {
		return nil, err
	}
	crashpoint.Here("intake.attempt_committed")
	results := make([]Result, len(batch))
	var together []int
	for i, n := range tries {
		switch {
		case n == 0:
			results[i] = Result{Known: true}
		case n > 1: // it was begun before and not finished: it may be what took the program down
			if err := e.acceptSome(ctx, batch, []int{i}, tries, results); err != nil {
				return nil, e.forgive(ctx, batch, err)
			}
		default:
			together = append(together, i)
		}
	}
	if err := e.acceptSome(ctx, batch, together, tries, results); err != nil {
		return nil, e.forgive(ctx, batch, err)
	}
	return results, nil
}

// forgive takes back the attempts of a batch that the store failed: a full disk is not the mails' fault, and
// must not lead to their quarantine. Where even that cannot be written, the next attempts will not be either.
func (e *Engine) forgive(ctx context.Context, batch []Delivery, failed error) error {
	if batch[0].UIDValidity == 0 {
		return failed
	}
	uids := make([]uint32, len(batch))
	for i, d := range batch {
		uids[i] = d.UID
	}
	_ = e.store.ForgiveAttempts(context.WithoutCancel(ctx), batch[0].Mailbox, batch[0].UIDValidity, uids)
	return failed
}

// begin counts the attempt of each mail that comes by IMAP. Other mail is in the hands of a caller who keeps
// it when the program dies.
func (e *Engine) begin(ctx context.Context, batch []Delivery) ([]int, error) {
	if batch[0].UIDValidity == 0 {
		tries := make([]int, len(batch))
		for i := range tries {
			tries[i] = 1
		}
		return tries, nil
	}
	uids := make([]uint32, len(batch))
	for i, d := range batch {
		uids[i] = d.UID
	}
	return e.store.BeginAttempts(ctx, batch[0].Mailbox, batch[0].UIDValidity, uids, e.now())
}

// groupSize is how many mails one transaction takes.
const groupSize = 50

// acceptSome commits the chosen deliveries in groups. While one group is committed, the next is parsed.
func (e *Engine) acceptSome(ctx context.Context, batch []Delivery, chosen, tries []int, results []Result) error {
	if len(chosen) == 0 {
		return nil
	}
	groups := slices.Collect(slices.Chunk(chosen, groupSize))
	next := e.reading(ctx, batch, groups[0], tries)
	for i, group := range groups {
		mails := next()
		crashpoint.Here("intake.parsed")
		if i+1 < len(groups) {
			next = e.reading(ctx, batch, groups[i+1], tries)
		}
		if err := e.commit(ctx, group, mails, results); err != nil {
			next() // nothing is left running
			return err
		}
	}
	return nil
}

// reading begins to parse a group on all cores; the function it returns waits for it.
func (e *Engine) reading(ctx context.Context, batch []Delivery, group, tries []int) func() []parsed {
	mails := make([]parsed, len(group))
	var wg sync.WaitGroup
	work := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(group)) {
		wg.Go(func() {
			for k := range work {
				mails[k] = e.read(ctx, batch[group[k]], tries[group[k]])
			}
		})
	}
	wg.Go(func() {
		for k := range group {
			work <- k
		}
		close(work)
	})
	return func() []parsed { wg.Wait(); return mails }
}

// commit files a group in one transaction, each mail behind a savepoint of its own.
func (e *Engine) commit(ctx context.Context, group []int, mails []parsed, results []Result) error {
	err := e.store.Update(ctx, func(tx store.Tx) error {
		for k, i := range group {
			var r Result
			err := tx.Savepoint(func() (err error) {
				r, err = e.file(ctx, tx, mails[k])
				return err
			})
			if store.Fatal(err) {
				return err
			}
			if err != nil {
				r = Result{Err: err}
			}
			results[i] = r
			crashpoint.Here("intake.written")
		}
		return nil
	})
	if err != nil {
		return err
	}
	crashpoint.Here("intake.committed")
	e.wake()
	return nil
}

// read parses one mail and asks who vouches for it. A mail that cannot be read at all is held, unread.
func (e *Engine) read(ctx context.Context, d Delivery, tries int) (p parsed) {
	p = parsed{Delivery: d, tries: tries}
	p.packed = e.store.Pack(d.Raw)
	defer func() {
		if r := recover(); r != nil {
			p.mail = blank(p)
			p.held = desk.Held{Reason: "unreadable", Detail: fmt.Sprintf("reading it failed: %v", r)}
		}
	}()
	switch {
	case tries > maxAttempts:
		p.mail = blank(p)
		p.held = desk.Held{Reason: "poison", Detail: fmt.Sprintf("it was begun %d times and never finished", tries-1)}
		return p
	case d.TooLarge:
		p.held = desk.Held{Reason: "too-large", Detail: fmt.Sprintf("it is larger than the limit of %d bytes", e.Setup().Policy.Limits.Message)}
		if int64(len(d.Raw)) <= e.Setup().Policy.Limits.Message {
			p.held.Detail += "; only its header was fetched"
		}
	}
	p.mail = mailin.Parse(d.Raw)
	if p.held.Reason == "" {
		p.evidence = e.Setup().Verify(ctx, d.Raw, p.mail)
	}
	return p
}

// blank stands for a mail that was not read.
func blank(p parsed) *desk.Mail {
	return &desk.Mail{FromProblem: "not read", Size: len(p.Raw), SHA256: p.packed.SHA256}
}

// file decides on one mail and writes what follows.
func (e *Engine) file(ctx context.Context, tx store.Tx, p parsed) (Result, error) {
	d := desk.Decision{Outcome: desk.OutcomeQuarantined, Held: p.held, Trace: desk.Trace{Why: p.held.Detail}}
	if p.held.Reason == "" {
		var err error
		if d, err = e.decide(tx, p.input()); err != nil {
			return Result{}, err
		}
	}
	return e.follow(ctx, tx, d, &p)
}

// follow writes what follows from a decision on a mail. What the mail asks is answered as things stand before that, but
// for held mails that it lets in.
func (e *Engine) follow(ctx context.Context, tx store.Tx, d desk.Decision, p *parsed) (Result, error) {
	released, err := e.letIn(ctx, tx, d.Release)
	if err != nil {
		return Result{}, err
	}
	if err := e.answers(tx, &d, released); err != nil {
		return Result{}, err
	}
	c, err := e.change(tx, d, p)
	if err != nil {
		return Result{}, err
	}
	return Result{Outcome: d.Outcome, Ticket: d.Ticket, Held: d.Held, Why: d.Trace.Why}, tx.Write(c)
}

func (p parsed) input() desk.MailIn {
	return desk.MailIn{Mail: p.mail, Evidence: p.evidence, Mailbox: p.Mailbox, Arrived: p.InternalDate}
}

// Explain decides on a delivery without doing it: the same walk, on the same facts, and nothing is
// written.
func (e *Engine) Explain(ctx context.Context, d Delivery) (desk.Decision, *desk.Mail, error) {
	p := e.read(ctx, d, 1)
	if p.held.Reason != "" {
		return desk.Decision{Outcome: desk.OutcomeQuarantined, Held: p.held, Trace: desk.Trace{Why: p.held.Detail}}, p.mail, nil
	}
	var decision desk.Decision
	err := e.store.View(ctx, func(r store.Reader) (err error) {
		decision, err = e.decide(r, p.input())
		return err
	})
	return decision, p.mail, err
}

// Release takes a held mail in as if it had just arrived: rules and limits that hold mail are not applied
// again, everything else is.
func (e *Engine) Release(ctx context.Context, id int64) (Result, error) {
	var result Result
	err := e.store.Update(ctx, func(tx store.Tx) (err error) {
		result, err = e.release(ctx, tx, id)
		return err
	})
	if err == nil {
		e.wake()
	}
	return result, err
}

func (e *Engine) release(ctx context.Context, tx store.Tx, id int64) (Result, error) {
	q, err := tx.Release(id)
	if err != nil {
		return Result{}, err
	}
	raw, err := tx.Raw(q.SHA256)
	if err != nil {
		return Result{}, err
	}
	p := e.read(ctx, Delivery{Mailbox: q.Mailbox, Raw: raw}, 1)
	p.evidence = q.Arrival.Evidence
	p.held = desk.Held{}
	in := p.input()
	in.Released = true
	d, err := e.decide(tx, in)
	if err != nil {
		return Result{}, err
	}
	return e.follow(ctx, tx, d, &p)
}
