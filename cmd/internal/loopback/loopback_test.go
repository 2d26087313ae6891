package loopback

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-smtp"
)

const (
	desk = "support@demo.example"
	dana = "dana@customer.example"
)

// start opens a world with a desk and one customer; change may alter the options.
func start(t *testing.T, change ...func(*Options)) *World {
	t.Helper()
	o := Options{Hostname: "mx.demo.example", Now: func() time.Time { return time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC) },
		Accounts: []Account{
			{Address: desk, Aliases: []string{"help@demo.example"}, Password: "demo", Folders: []string{"Done"}, Subaddress: true},
			{Address: dana, Password: "secret"},
		}}
	for _, c := range change {
		c(&o)
	}
	w, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func letter(from string, more ...string) []byte {
	lines := append([]string{"From: " + from, "To: " + desk, "Subject: Printer", "Message-ID: <one@customer.example>"}, more...)
	return []byte(strings.Join(lines, "\r\n") + "\r\n\r\nIt jams.\r\n")
}

// await is the first entry of a kind for a recipient or mailbox, from position from on.
func await(t *testing.T, w *World, from int, kind Kind, who string) Entry {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	e, err := w.Await(ctx, from, func(e Entry) bool { return e.Kind == kind && (e.To == who || e.Account == who) })
	if err != nil {
		t.Fatalf("no %s for %s: %v", kind, who, err)
	}
	return e
}

func TestMailIsDeliveredAsAReceivingServerDoes(t *testing.T) {
	var seen []Entry
	w := start(t, func(o *Options) { o.OnDeliver = func(e Entry) { seen = append(seen, e) } })
	if err := w.Submit(dana, dana, []string{"support+token@demo.example"}, letter("Dana <"+dana+">")); err != nil {
		t.Fatal(err)
	}
	e := await(t, w, 0, Delivered, "support+token@demo.example")
	want := "Return-Path: <" + dana + ">\r\nDelivered-To: support+token@demo.example\r\n" +
		"Authentication-Results: mx.demo.example;\r\n\tdmarc=pass header.from=customer.example\r\n" +
		"Received: from localhost ([127.0.0.1])\r\n\tby mx.demo.example with ESMTPA\r\n\tfor <support+token@demo.example>; Fri, 20 Nov 2026 08:00:00 +0000\r\n" +
		string(letter("Dana <"+dana+">"))
	if string(e.Raw) != want {
		t.Errorf("got\n%s\nwant\n%s", e.Raw, want)
	}
	if e.Account != desk || e.Folder != "INBOX" || e.UID != 1 || e.MessageID != "one@customer.example" || e.User != dana {
		t.Errorf("entry %+v", e)
	}
	if len(seen) != 1 || string(seen[0].Raw) != want || seen[0].Account != desk || seen[0].UID != 0 {
		t.Errorf("seen before it was delivered: %+v", seen)
	}
	accepted := await(t, w, 0, Accepted, "support+token@demo.example")
	if accepted.N >= e.N || string(accepted.Raw) != string(letter("Dana <"+dana+">")) {
		t.Errorf("accepted %d, delivered %d", accepted.N, e.N)
	}
}

func TestVerdicts(t *testing.T) {
	for name, c := range map[string]struct {
		user string
		raw  []byte
		want string
	}{
		"own address":             {dana, letter(dana), "dmarc=pass header.from=customer.example"},
		"own alias":               {desk, letter("help@demo.example"), "dmarc=pass header.from=demo.example"},
		"somebody else's address": {dana, letter(desk), "dmarc=fail header.from=demo.example"},
		"no login":                {"", letter(dana), "dmarc=fail header.from=customer.example"},
		"nobody of ours":          {"", letter("x@far.example"), "dmarc=none header.from=far.example"},
		"two authors":             {dana, letter(dana + ", " + desk), "dmarc=none"},
		"two From fields":         {dana, letter(dana, "From: "+desk), "dmarc=none"},
		"a subaddress":            {desk, letter("support+x@demo.example"), "dmarc=fail header.from=demo.example"},
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t)
			if err := w.Submit(c.user, dana, []string{desk}, c.raw); err != nil {
				t.Fatal(err)
			}
			e := await(t, w, 0, Delivered, desk)
			if !strings.Contains(string(e.Raw), "Authentication-Results: mx.demo.example;\r\n\t"+c.want+"\r\n") {
				t.Errorf("want %s in\n%s", c.want, e.Raw)
			}
		})
	}
}

func TestForgedFieldsAreTakenOff(t *testing.T) {
	w := start(t)
	forged := letter(dana, "authentication-results: MX.demo.example;", "\tdmarc=pass header.from=customer.example",
		"Authentication-Results: mx.other.example; dkim=pass", "Return-Path: <boss@demo.example>")
	if err := w.Submit("", "evil@far.example", []string{desk}, forged); err != nil {
		t.Fatal(err)
	}
	raw := string(await(t, w, 0, Delivered, desk).Raw)
	if strings.Contains(raw, "dmarc=pass") || strings.Contains(raw, "boss@") || strings.Count(raw, "Return-Path") != 1 {
		t.Errorf("a forged field is left:\n%s", raw)
	}
	if !strings.Contains(raw, "mx.other.example; dkim=pass") {
		t.Errorf("another server's field is gone:\n%s", raw)
	}
}

func TestRecipients(t *testing.T) {
	w := start(t)
	w.Behave("busy@customer.example", Behaviour{Refuse: "451 4.3.0 try later", RefuseTimes: 1})
	for name, c := range map[string]struct {
		to   []string // in this order
		want []int
	}{
		"nobody":    {[]string{"nobody@customer.example"}, []int{550}},
		"own":       {[]string{"HELP@demo.example"}, []int{0}},
		"try later": {[]string{"busy@customer.example", "busy@customer.example"}, []int{451, 0}},
		"no plus":   {[]string{"dana+x@customer.example"}, []int{550}},
	} {
		t.Run(name, func(t *testing.T) {
			for i, to := range c.to {
				err := w.Submit(dana, dana, []string{to}, letter(dana))
				var answer *smtp.SMTPError
				code := 0
				if errors.As(err, &answer) {
					code = answer.Code
				} else if err != nil {
					t.Fatal(err)
				}
				if code != c.want[i] {
					t.Errorf("%s: %d, want %d", to, code, c.want[i])
				}
			}
		})
	}
	if e := await(t, w, 0, Refused, "nobody@customer.example"); !strings.HasPrefix(e.Answer, "550 5.1.1 ") {
		t.Errorf("entry %+v", e)
	}
}

func TestSinkKeepsMailForEverybody(t *testing.T) {
	w := start(t, func(o *Options) { o.Sink = true })
	if err := w.Submit("", "", []string{"anybody@far.example", desk}, letter(dana)); err != nil {
		t.Fatal(err)
	}
	await(t, w, 0, Accepted, "anybody@far.example")
	await(t, w, 0, Discarded, "anybody@far.example")
	await(t, w, 0, Delivered, desk)
}

func TestLogin(t *testing.T) {
	w := start(t)
	w.accounts[1].Password = "changed" // what Submit sends and what the mailbox knows differ now
	if _, err := login(w, dana, "changed"); err == nil {
		t.Error("IMAP took a wrong password")
	}
	conn, err := smtp.Dial(w.SMTPAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.Auth(plain{dana, "wrong"}); err == nil {
		t.Error("SMTP took a wrong password")
	}
	if err := w.Submit("nobody@far.example", dana, []string{desk}, letter(dana)); err == nil {
		t.Error("an account that does not exist logged in")
	}
}

// plain is PLAIN (RFC 4616) with a password of its own.
type plain struct{ user, password string }

func (p plain) Start() (string, []byte, error) {
	return "PLAIN", fmt.Appendf(nil, "\x00%s\x00%s", p.user, p.password), nil
}
func (p plain) Next([]byte) ([]byte, error) { return nil, errors.New("nothing more to say") }

func TestReportComesBack(t *testing.T) {
	w := start(t)
	w.Behave("gone@customer.example", Behaviour{Bounce: "550 5.1.1 no such user here"})
	if err := w.Submit(desk, "support+b.token@demo.example", []string{"gone@customer.example"}, letter(desk)); err != nil {
		t.Fatal(err)
	}
	e := await(t, w, 0, Delivered, "support+b.token@demo.example")
	for _, part := range []string{"Return-Path: <>\r\n", "report-type=delivery-status", "Final-Recipient: rfc822; gone@customer.example\r\n",
		"Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user here\r\n", "Message-ID: <one@customer.example>"} {
		if !strings.Contains(string(e.Raw), part) {
			t.Errorf("%q is missing in\n%s", part, e.Raw)
		}
	}
	if err := w.Submit(desk, "", []string{"gone@customer.example"}, letter(desk)); err != nil {
		t.Fatal(err)
	}
	await(t, w, e.N+1, Discarded, "gone@customer.example")
	if err := w.Submit(dana, dana, []string{desk}, letter(dana)); err != nil {
		t.Fatal(err)
	}
	for _, later := range w.Journal()[e.N+1:] {
		if later.Kind == Delivered && later.From == "" {
			t.Errorf("a report about a mail with the null sender: %+v", later)
		}
	}
}

func TestAutomaticReply(t *testing.T) {
	w := start(t)
	w.Behave(dana, Behaviour{Reply: func(e Entry) []byte {
		if e.MessageID != "one@customer.example" || e.Account != dana {
			t.Errorf("asked about %+v", e)
		}
		return letter(dana, "Auto-Submitted: auto-replied")
	}})
	if err := w.Submit(desk, desk, []string{dana}, letter(desk)); err != nil {
		t.Fatal(err)
	}
	e := await(t, w, 0, Delivered, desk)
	if e.From != "" || !strings.Contains(string(e.Raw), "dmarc=pass header.from=customer.example") ||
		!strings.Contains(string(e.Raw), "Auto-Submitted: auto-replied") {
		t.Errorf("the answer: %+v\n%s", e, e.Raw)
	}
}

func TestLostAnswer(t *testing.T) {
	w := start(t)
	w.Behave(desk, Behaviour{LoseAnswer: 1})
	if err := w.Submit(dana, dana, []string{desk}, letter(dana)); err == nil {
		t.Error("the answer came")
	}
	await(t, w, 0, Delivered, desk)
	if err := w.Submit(dana, dana, []string{desk}, letter(dana)); err != nil {
		t.Errorf("the second answer is lost, too: %v", err)
	}
}

func TestTooManyHops(t *testing.T) {
	w := start(t)
	fields := make([]string, maxHops+1)
	for i := range fields {
		fields[i] = "Received: by loop.example;\r\n\tsome day"
	}
	if err := w.Submit(dana, dana, []string{desk}, letter(dana, fields...)); err == nil {
		t.Error("a mail that goes round was taken")
	}
}

func login(w *World, user, password string, onChange ...func()) (*imapclient.Client, error) {
	options := &imapclient.Options{}
	if len(onChange) > 0 {
		options.UnilateralDataHandler = &imapclient.UnilateralDataHandler{Mailbox: func(*imapclient.UnilateralDataMailbox) { onChange[0]() }}
	}
	c, err := imapclient.DialInsecure(w.IMAPAddr().String(), options)
	if err != nil {
		return nil, err
	}
	if err := c.Login(user, password).Wait(); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func TestIdleHearsOfEveryMail(t *testing.T) {
	w := start(t)
	heard := make(chan struct{}, 100)
	c, err := login(w, desk, "demo", func() { heard <- struct{}{} })
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Select("INBOX", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		// The mail may arrive before, while or after IDLE starts; it must never be missed.
		go w.deliver(transfer{from: dana, to: desk, raw: letter(dana)})
		idle, err := c.Idle()
		if err != nil {
			t.Fatal(err)
		}
		select {
		case <-heard:
		case <-time.After(10 * time.Second):
			t.Fatalf("mail %d was not told", i)
		}
		if err := errors.Join(idle.Close(), idle.Wait()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestJournalOfAMailbox(t *testing.T) {
	w := start(t)
	c, err := login(w, desk, "demo")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for range 3 {
		w.deliver(transfer{from: dana, to: desk, raw: letter(dana)})
	}
	if _, err := c.Select("INBOX", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	from := len(w.Journal())
	store := func(set imap.NumSet, op imap.StoreFlagsOp, flag imap.Flag) {
		t.Helper()
		if err := c.Store(set, &imap.StoreFlags{Op: op, Flags: []imap.Flag{flag}, Silent: true}, nil).Close(); err != nil {
			t.Fatal(err)
		}
	}
	store(imap.UIDSetNum(1, 2), imap.StoreFlagsAdd, imap.FlagSeen)
	store(imap.SeqSetNum(3), imap.StoreFlagsDel, imap.FlagSeen)
	if _, err := c.Move(imap.UIDSetNum(2), "Done").Wait(); err != nil {
		t.Fatal(err)
	}
	store(imap.UIDSetNum(1), imap.StoreFlagsSet, imap.FlagDeleted)
	if err := c.UIDExpunge(imap.UIDSetNum(1, 3)).Close(); err != nil {
		t.Fatal(err)
	}
	appended := c.Append("Done", 5, nil)
	if _, err := io.WriteString(appended, "a: b\n"); err != nil {
		t.Fatal(err)
	}
	if err := appended.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := appended.Wait(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Select("Done", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	store(imap.UIDSetNum(1), imap.StoreFlagsAdd, imap.FlagFlagged)
	var got []string
	for _, e := range w.Journal()[from:] {
		got = append(got, strings.TrimSpace(fmt.Sprint(e.Kind, " ", e.Folder, " ", e.UID, " ", e.Target, e.Flags, " ", e.MessageID)))
	}
	want := `flagged INBOX 1 [+\Seen] one@customer.example
flagged INBOX 2 [+\Seen] one@customer.example
flagged INBOX 3 [-\Seen] one@customer.example
moved INBOX 2 Done[] one@customer.example
flagged INBOX 1 [=\Deleted] one@customer.example
expunged INBOX 1 [] one@customer.example
appended Done 2 []
flagged Done 1 [+\Flagged] one@customer.example`
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}

func TestAwaitEndsWithItsContext(t *testing.T) {
	w := start(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := w.Await(ctx, 0, func(Entry) bool { return true }); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestStartNeedsItsOptions(t *testing.T) {
	if _, err := Start(Options{Hostname: "mx.demo.example"}); err == nil {
		t.Error("a world without a clock")
	}
	w := start(t)
	if _, err := Start(Options{Hostname: "x", Now: time.Now, SMTPAddr: w.SMTPAddr().String()}); err == nil {
		t.Error("two servers on one port")
	}
}
