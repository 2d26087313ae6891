package daemon

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"frontdesk/cmd/internal/config"
	"frontdesk/cmd/internal/loopback"
	"frontdesk/desk"
	"frontdesk/desk/store"
	"frontdesk/mailin"
	"frontdesk/mailin/realservers"
)

// The mailboxes on the real servers.
const (
	realSupport = "support@test.invalid"
	realMoved   = "moved@test.invalid"   // after = "move:Done"
	realDeleted = "deleted@test.invalid" // after = "delete"
	realAlice   = "alice@test.invalid"
	realDana    = "dana@test.invalid"
	elsewhere   = "gone@elsewhere.example" // whose server refuses all mail
)

// realDesk is the daemon between a real Dovecot and a real Postfix. Mail for test.invalid goes from Postfix by LMTP
// to Dovecot, all other mail to a server that refuses it.
type realDesk struct {
	*testing.T
	dovecot *realservers.DovecotServer
	postfix *realservers.PostfixServer
	*Daemon
	log *logged
}

// newRealDesk starts everything.
func newRealDesk(t *testing.T) *realDesk {
	t.Helper()
	far, err := loopback.Start(loopback.Options{Hostname: "mx.elsewhere.example", Now: Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { far.Close() })
	r := &realDesk{T: t, dovecot: realservers.Dovecot(t)}
	// Who may send by this server is believed, as after a login; Postfix itself writes no verdicts.
	r.postfix = realservers.Postfix(t, r.dovecot.LMTP, far.SMTPAddr().Port, "smtpd_client_restrictions = check_client_access "+
		"inline:{ { 127.0.0.1 = PREPEND Authentication-Results: mx.test.invalid; dmarc=pass header.from=test.invalid } }")
	dir := t.TempDir()
	cfg := r.config(dir)
	logger, said := quiet(t)
	r.log = said
	if r.Daemon, err = New(t.Context(), cfg, logger); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- r.Daemon.Run(ctx) }()
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(r.postfix.Log())
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return r
}

func (r *realDesk) config(dir string) *config.Config {
	r.Helper()
	text := fmt.Sprintf(`[desk]
name = "Test Desk"
domain = "desk.test.invalid"
data = "data"
tag = "T"
authserv_id = "mx.test.invalid"
inner_hosts = [%q]

[smtp]
host = "127.0.0.1"
port = %d
tls = "none"

[[agent]]
name = "alice"
full_name = "Alice Fox"
addresses = [%q]

[[queue]]
name = "service-desk"
practice = "service-desk"
agents = ["alice"]

[limits]
acks_per_sender = "none"
`, r.dovecot.Hostname, r.postfix.SMTP, realAlice)
	for address, after := range map[string]string{realSupport: "seen", realMoved: "move:Done", realDeleted: "delete"} {
		text += fmt.Sprintf("\n[[mailbox]]\naddress = %q\nqueue = \"service-desk\"\nsubaddress = true\n"+
			"imap = { host = \"127.0.0.1\", port = %d, tls = \"none\", username = %q, password = %q, after = %q, poll = \"5s\" }\n",
			address, r.dovecot.IMAP, address, r.dovecot.Password, after)
	}
	cfg, err := writeConfig(dir, text)
	if err != nil {
		r.Fatal(err)
	}
	return cfg
}

// files are the mails in a folder of somebody's, as files of a Maildir; "" is the INBOX.
func (r *realDesk) files(user, folder string) []string {
	if folder != "" {
		folder = "." + folder
	}
	dir := filepath.Join(r.dovecot.Dir, "mail", user, "Maildir", folder)
	fresh, _ := filepath.Glob(filepath.Join(dir, "new", "*"))
	known, _ := filepath.Glob(filepath.Join(dir, "cur", "*"))
	return append(fresh, known...)
}

// mails are those in somebody's INBOX whose subject contains a text.
func (r *realDesk) mails(user, subject string) (found []*desk.Mail) {
	for _, file := range r.files(user, "") {
		raw, err := os.ReadFile(file)
		if err != nil {
			continue // renamed since: it is looked at again
		}
		if m := mailin.Parse(raw); strings.Contains(m.Subject, subject) {
			found = append(found, m)
		}
	}
	return found
}

// until waits for a condition that foreign programs bring about.
func (r *realDesk) until(what string, true func() bool) {
	r.Helper()
	for end := time.Now().Add(30 * time.Second); !true(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			r.Fatalf("in vain waited for %s", what)
		}
	}
}

// gets waits for a mail to a person that contains a text, however its lines are broken, and returns it.
func (r *realDesk) gets(user, subject, text string) (got *desk.Mail) {
	r.Helper()
	r.until(fmt.Sprintf("mail to %s: %q, %q", user, subject, text), func() bool {
		for _, m := range r.mails(user, subject) {
			if strings.Contains(strings.Join(strings.Fields(m.Text), " "), text) {
				got = m
			}
		}
		return got != nil
	})
	return got
}

// ticket waits until a ticket is as it should be.
func (r *realDesk) ticket(id int64, what string, true func(desk.Ticket) bool) {
	r.Helper()
	r.until(fmt.Sprintf("ticket %d: %s", id, what), func() (ok bool) {
		err := r.Store.View(r.Context(), func(q store.Reader) error {
			t, err := q.Ticket(id)
			ok = err == nil && true(t)
			return nil
		})
		return ok && err == nil
	})
}

// neomutt runs the client of a person. Keys are pushed into it; with a text it writes that above what the editor gets.
func (r *realDesk) neomutt(user, text, keys string, args ...string) {
	r.Helper()
	home := r.TempDir()
	name, _, _ := strings.Cut(user, "@")
	rc := fmt.Sprintf(`set realname="%s" from="%s" use_from=yes hostname="%s.test.invalid"
set spoolfile="imap://%s@127.0.0.1:%d/INBOX" imap_user="%s" imap_pass="%s" ssl_starttls=no ssl_force_tls=no
set smtp_url="smtp://127.0.0.1:%d/" smtp_authenticators="" editor="%s/editor" sort=mailbox-order
set fast_reply=yes reply_to=yes include=yes copy=no abort_unmodified=no quit=yes delete=no move=no confirmappend=no wait_key=no record="" folder="%s" tmpdir="%s"
`, strings.ToUpper(name[:1])+name[1:], user, name, strings.ReplaceAll(user, "@", "%40"), r.dovecot.IMAP, user, r.dovecot.Password, r.postfix.SMTP, home, home, home)
	for file, content := range map[string]string{"rc": rc, "text": text + "\n\n", "editor": "#!/bin/sh\ncat " + home + "/text \"$1\" >" + home + "/new && cat " + home + "/new >\"$1\"\n"} {
		if err := os.WriteFile(filepath.Join(home, file), []byte(content), 0o700); err != nil {
			r.Fatal(err)
		}
	}
	line := []string{"neomutt", "-n", "-F", home + "/rc"}
	if keys != "" {
		line = append(line, "-e", "'push \""+keys+"\"'")
	}
	cmd := exec.Command("script", "-qefc", strings.Join(append(line, args...), " "), filepath.Join(home, "screen"))
	cmd.Env = append(os.Environ(), "HOME="+home, "TERM=xterm", "LC_ALL=C.UTF-8")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	stdin, err := cmd.StdinPipe() // stays open: an end of input would be a key of its own
	if err != nil {
		r.Fatal(err)
	}
	defer stdin.Close()
	if err := cmd.Start(); err != nil {
		r.Fatal(err)
	}
	watchdog := time.AfterFunc(15*time.Second, func() { syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
	defer watchdog.Stop()
	if err := cmd.Wait(); err != nil {
		screen, _ := os.ReadFile(filepath.Join(home, "screen"))
		r.Fatalf("neomutt of %s: %v\n%s", user, err, screen)
	}
}

// writes sends a new mail with a person's client.
func (r *realDesk) writes(user, to, subject, text string) {
	r.Helper()
	file := filepath.Join(r.TempDir(), "body")
	if err := os.WriteFile(file, []byte(text+"\n"), 0o600); err != nil {
		r.Fatal(err)
	}
	r.neomutt(user, "", "", "-s", "'"+subject+"'", to, "<", file)
}

// answers replies with a person's client to the latest mail that it shows for a pattern.
func (r *realDesk) answers(user, pattern, text string) {
	r.Helper()
	r.neomutt(user, text, "<limit>"+pattern+"<enter><last-entry><reply><send-message><quit>")
}

// TestRealServers lets people use the desk with NeoMutt over Postfix and Dovecot.
func TestRealServers(t *testing.T) {
	for _, program := range []string{"neomutt", "script"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("needs a real mail client: %v", err)
		}
	}
	r := newRealDesk(t)

	// Dana writes; she is answered, and Alice is told.
	r.writes(realDana, realSupport, "Printer on floor 3", "It jams on every page.")
	ack := r.gets(realDana, "[T #1] Printer", "")
	told := r.gets(realAlice, "[T #1] Printer", "It jams on every page.")

	// Alice takes the ticket and asks; her words reach Dana as an answer to what Dana wrote.
	r.answers(realAlice, "Printer", "/take\n\nWhich one is it, Dana?")
	answer := r.gets(realDana, "Printer", "Which one is it, Dana?")
	if first := ack.InReplyTo; len(first) != 1 || !slices.Contains(answer.References, first[0]) || !slices.Equal(answer.InReplyTo, first) {
		t.Errorf("the answer is to %v and in the thread %v; the acknowledgement was to %v", answer.InReplyTo, answer.References, first)
	}
	if strings.Contains(answer.Text, "/take") || strings.Contains(answer.Text, realAlice) {
		t.Errorf("Dana got what was not for her:\n%s", answer.Text)
	}
	r.ticket(1, "taken and open", func(t desk.Ticket) bool { return t.Assignee == "alice" && t.Status == "open" })

	// Dana answers the answer, and Alice hears of it in the thread of what she was told first.
	r.answers(realDana, "Printer", "The one by the door.")
	update := r.gets(realAlice, "Printer", "The one by the door.")
	if !shared(update.References, told.References, []string{told.MessageID}) {
		t.Errorf("the update is in the thread %v, the first mail in %v", update.References, told.References)
	}

	// Alice mistypes a command: nothing of her mail is done, Dana hears nothing, and the answer says what to write. She
	// answers that one, and so her words go out.
	r.answers(realAlice, "Printer", "/pending tomorow\n\nA new roller comes tomorrow.")
	mistake := r.gets(realAlice, "Printer", "/pending tomorow")
	if mistake.Class == desk.ClassHuman || !strings.Contains(mistake.Text, "tomorrow") {
		t.Errorf("Alice is told of her mistake:\n%s", mistake.Text)
	}
	r.ticket(1, "open, with her words as a note", func(t desk.Ticket) bool { return t.Status == "open" && t.Messages == 4 })
	if got := r.mails(realDana, "roller"); len(got) > 0 {
		t.Errorf("Dana got it all the same: %v", got)
	}
	r.answers(realAlice, "Printer", "/pending tomorrow\n\nA new roller comes tomorrow, Dana.")
	r.gets(realDana, "Printer", "A new roller comes tomorrow, Dana.")
	r.ticket(1, "pending until tomorrow", func(t desk.Ticket) bool { return t.Status == "pending" && t.PendingUntil.After(Now()) })
	r.answers(realAlice, "Printer", "/resolve\n\nIt prints again.")
	r.gets(realDana, "Printer", "It prints again.")
	r.ticket(1, "resolved with six messages", func(t desk.Ticket) bool { return t.Status == "resolved" && t.Messages == 6 })

	r.bounces()
	r.afters()
	r.outage()
	r.renumbered()
	r.allIsWell()
}

var queued = regexp.MustCompile(`qmgr\[\d+\]: ([0-9A-F]+): (from=|removed)`)

// delivered waits until Postfix has nothing in its queue. Whoever kills Dovecot while it answers makes Postfix deliver a
// second time.
func (r *realDesk) delivered() {
	r.Helper()
	r.until("Postfix to deliver all", func() bool {
		inQueue := map[string]bool{}
		for _, m := range queued.FindAllStringSubmatch(r.postfix.Log(), -1) {
			if inQueue[m[1]] = true; m[2] == "removed" {
				delete(inQueue, m[1])
			}
		}
		return len(inQueue) == 0
	})
}

// shared says whether a thread has an id in common with others.
func shared(thread []string, others ...[]string) bool {
	return slices.ContainsFunc(slices.Concat(others...), func(id string) bool { return slices.Contains(thread, id) })
}

// bounces: the acknowledgement to a stranger comes back, because their own server refuses it; Alice, to whom
// the ticket was told, hears of it, and nobody answers the report.
func (r *realDesk) bounces() {
	r.Helper()
	r.writes(elsewhere, realSupport, "From a dead address", "Can you help me?")
	r.gets(realAlice, "[T #2]", "Can you help me?")
	r.gets(realAlice, "[T #2]", elsewhere+" could not be delivered")
	var failed []desk.Delivery
	err := r.Store.View(r.Context(), func(q store.Reader) error {
		es, err := q.Events(2)
		for _, e := range es {
			if d, ok := e.Detail.(desk.Delivery); ok {
				failed = append(failed, d)
			}
		}
		return err
	})
	if err != nil || len(failed) != 1 || failed[0].State != "failed" || failed[0].Recipient != elsewhere || !strings.HasPrefix(failed[0].Status, "5.") {
		r.Errorf("the delivery report left %+v, %v", failed, err)
	}
}

// afters: what was taken in is marked, moved or deleted.
func (r *realDesk) afters() {
	r.Helper()
	r.writes(realDana, realMoved, "To be moved", "One.")
	r.writes(realDana, realDeleted, "To be deleted", "Two.")
	r.gets(realDana, "To be moved", "")
	r.gets(realDana, "To be deleted", "")
	r.until("the mail in Done", func() bool { return len(r.files(realMoved, "Done")) == 1 && len(r.files(realMoved, "")) == 0 })
	r.until("the deleted mail to be gone", func() bool { return len(r.files(realDeleted, "")) == 0 })
	for _, file := range r.files(realSupport, "") {
		if _, flags, _ := strings.Cut(filepath.Base(file), ":2,"); !strings.Contains(flags, "S") {
			r.Errorf("%s was taken in and is not marked", file)
		}
	}
}

// outage: Dovecot dies and comes back; the desk does, too.
func (r *realDesk) outage() {
	r.Helper()
	r.delivered()
	r.dovecot.Kill()
	r.writes(realDana, realSupport, "While it was down", "Postfix keeps this one.")
	r.until("the desk to notice", func() bool { return strings.Contains(r.log.String(), "mailbox in trouble") })
	r.dovecot.Start()
	r.gets(realDana, "While it was down", "")
	r.until("the desk to say that all is well", func() bool { return strings.Contains(r.log.String(), "mailbox works again") })
}

// renumbered: Dovecot loses its list of UIDs, so that every mail has a new one under a new UIDVALIDITY; and a mail
// comes that the desk has not seen.
func (r *realDesk) renumbered() {
	r.Helper()
	before := r.arrived()
	r.delivered()
	r.dovecot.Kill()
	lists, _ := filepath.Glob(filepath.Join(r.dovecot.Dir, "mail", realSupport, "Maildir", "dovecot*"))
	if len(lists) == 0 {
		r.Fatal("Dovecot keeps no list of UIDs where it is looked for")
	}
	for _, list := range lists {
		if err := os.Remove(list); err != nil {
			r.Fatal(err)
		}
	}
	r.dovecot.Start()
	r.writes(realDana, realSupport, "After the new numbers", "Still there?")
	r.gets(realDana, "After the new numbers", "")
	r.until("the desk to say so", func() bool { return strings.Contains(r.log.String(), "numbered its mail anew") })
	if after := r.arrived(); after != before+1 {
		r.Errorf("%d tickets before, %d after one more mail", before, after)
	}
}

// arrived counts the tickets.
func (r *realDesk) arrived() (n int) {
	r.Helper()
	err := r.Store.View(r.Context(), func(q store.Reader) error {
		ts, err := q.Tickets(store.Filter{})
		n = len(ts)
		return err
	})
	if err != nil {
		r.Fatal(err)
	}
	return n
}

// allIsWell: everybody got each mail once, nothing is left to send, and the events add up.
func (r *realDesk) allIsWell() {
	r.Helper()
	for _, user := range []string{realDana, realAlice} {
		seen := map[string]bool{}
		for _, m := range r.mails(user, "") {
			if seen[m.MessageID] {
				r.Errorf("%s got %q twice", user, m.Subject)
			}
			seen[m.MessageID] = true
		}
	}
	if n := len(r.mails(realDana, "[T #")); n != 8 { // five tickets, two answers and a solution
		r.Errorf("Dana got %d mails", n)
	}
	err := r.Store.View(context.Background(), func(q store.Reader) error {
		left, err := q.Outgoing(false)
		if len(left) > 0 {
			r.Errorf("not sent: %+v", left)
		}
		if held, _ := q.Quarantine(); len(held) > 0 {
			r.Errorf("held: %+v", held)
		}
		if err := addsUp(q); err != nil {
			r.Error(err)
		}
		return err
	})
	if err != nil {
		r.Error(err)
	}
}
