package daemon

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"frontdesk/cmd/internal/config"
	"frontdesk/desk"
	"frontdesk/desk/command"
	"frontdesk/desk/store"
	"frontdesk/mailin"
)

// TestScenarios plays the files of testdata/scenarios against a real store with a clock that stands still.
// docs in testdata/scenarios/README.md say which commands a scenario has.
func TestScenarios(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/scenarios",
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE") != "",
		Setup: func(env *testscript.Env) error {
			env.Values["play"] = &play{env: env}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"at": onPlay((*play).at), "mail": onPlay((*play).mail), "reply": onPlay((*play).reply), "write": onPlay((*play).write), "press": onPlay((*play).press),
			"sent": onPlay((*play).sentMails), "read": onPlay((*play).read), "ticket": onPlay((*play).showTicket),
			"facts": onPlay((*play).facts), "timeline": onPlay((*play).timeline), "talk": onPlay((*play).talk), "do": onPlay((*play).do),
			"tick": onPlay((*play).tick), "held": onPlay((*play).held), "check": onPlay((*play).check),
			"restart": onPlay((*play).restart), "mornings": onPlay((*play).mornings), "files": onPlay((*play).files), "report": onPlay((*play).report),
		},
	})
}

// play is one scenario under way.
type play struct {
	env   *testscript.Env
	rig   *rig
	got   map[string][]store.OutboxItem // per recipient, in order
	fresh []store.OutboxItem
	mails int
}

func onPlay(fn func(*play, *testscript.TestScript, []string) error) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		p := ts.Value("play").(*play)
		if p.rig == nil {
			p.got = map[string][]store.OutboxItem{}
			text := strings.ReplaceAll(ts.ReadFile("frontdesk.toml"), "$WORK", ts.MkAbs("."))
			p.rig = newRig(p.env.T().(testing.TB), text, time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))
		}
		err := fn(p, ts, args)
		if (err != nil) != neg {
			ts.Fatalf("%v: %v", args, err)
		}
	}
}

// at sets the clock: "at 2026-11-20 14:00", or "at +3d".
func (p *play) at(ts *testscript.TestScript, args []string) error {
	when := strings.Join(args, " ")
	if ahead, ok := strings.CutPrefix(when, "+"); ok {
		d, err := config.Duration(ahead)
		p.rig.now = p.rig.now.Add(d)
		return err
	}
	at, err := time.Parse("2006-01-02 15:04", when)
	p.rig.now = at
	return err
}

// mail delivers a file as it is.
func (p *play) mail(ts *testscript.TestScript, args []string) error {
	raw := strings.ReplaceAll(strings.ReplaceAll(ts.ReadFile(args[0]), "\r\n", "\n"), "\n", "\r\n")
	p.mails++
	if !strings.Contains(strings.ToLower(raw), "message-id:") {
		raw = fmt.Sprintf("Message-ID: <%d@mail.example>\r\n", p.mails) + raw
	}
	return p.deliver(ts, raw)
}

func (p *play) deliver(ts *testscript.TestScript, raw string) error {
	r := p.rig.deliver("support@acme.example", []byte(raw))
	line := string(r.Outcome)
	if r.Ticket > 0 {
		line += " #" + strconv.FormatInt(r.Ticket, 10)
	}
	if r.Held.Reason != "" {
		line += " (" + r.Held.Reason + ")"
	}
	fmt.Fprintln(ts.Stdout(), line)
	p.collect()
	return nil
}

func (p *play) collect() {
	for _, item := range p.rig.sent() {
		p.got[item.To] = append(p.got[item.To], item)
		p.fresh = append(p.fresh, item)
	}
}

// reply answers the latest mail that a person got, or the one before, as a mail client does; the file holds the words.
func (p *play) reply(ts *testscript.TestScript, args []string) error {
	who, words := args[0], ts.ReadFile(args[1])
	box := p.got[who]
	if slices.Contains(args, "-older") && len(box) > 0 {
		box = box[:len(box)-1]
	}
	if len(box) == 0 {
		return fmt.Errorf("%s has got no mail to answer", who)
	}
	last := box[len(box)-1]
	m := mailin.Parse(last.Bytes)
	to := m.Author().Addr
	if len(m.ReplyTo) > 0 {
		to = m.ReplyTo[0].Addr
	}
	verdict := "dmarc=pass header.from=" + desk.Address{Addr: who}.Domain()
	if slices.Contains(args, "-unproven") {
		verdict = "dmarc=none"
	}
	p.mails++
	quoted := "> " + strings.ReplaceAll(strings.TrimSpace(m.Text), "\n", "\n> ")
	raw := fmt.Sprintf("Return-Path: <%s>\nAuthentication-Results: mx.acme.example; %s\nReceived: by mx.acme.example; Fri, 20 Nov 2026 09:00:00 +0000\n"+
		"From: %s\nTo: %s\nSubject: Re: %s\nMessage-ID: <%d@mail.example>\nIn-Reply-To: <%s>\nReferences: %s <%s>\n"+
		"MIME-Version: 1.0\n%s",
		who, verdict, who, to, m.Subject, p.mails, m.MessageID, bracketed(m.References), m.MessageID,
		withFile(ts, args, fmt.Sprintf("%s\nOn Friday, %s wrote:\n%s\n", words, m.Author(), quoted)))
	return p.deliver(ts, strings.ReplaceAll(raw, "\n", "\r\n"))
}

// write sends a new mail to the desk: "write ADDRESS SUBJECT FILE [-unproven]".
func (p *play) write(ts *testscript.TestScript, args []string) error {
	who, verdict := args[0], "dmarc=pass header.from="+desk.Address{Addr: args[0]}.Domain()
	if slices.Contains(args, "-unproven") {
		verdict = "dmarc=none"
	}
	p.mails++
	raw := fmt.Sprintf("Return-Path: <%s>\nAuthentication-Results: mx.acme.example; %s\nReceived: by mx.acme.example\nFrom: %s\nTo: support@acme.example\n"+
		"Subject: %s\nMessage-ID: <%d@mail.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s",
		who, verdict, who, args[1], p.mails, ts.ReadFile(args[2]))
	return p.deliver(ts, strings.ReplaceAll(raw, "\n", "\r\n"))
}

// press sends the mail that a link of the latest mail prepares: "press ADDRESS LABEL [FILE]". The words of the file are
// typed below what the link has filled in.
func (p *play) press(ts *testscript.TestScript, args []string) error {
	who, label := args[0], args[1]
	box := p.got[who]
	if len(box) == 0 {
		return fmt.Errorf("%s has got no mail", who)
	}
	_, rest, found := strings.Cut("\n"+mailin.Parse(box[len(box)-1].Bytes).Text, "\n"+label+": ")
	link, err := url.Parse(strings.Fields(rest + " ")[0])
	if !found || err != nil || link.Scheme != "mailto" {
		return fmt.Errorf("the latest mail to %s has no link %q (%v)", who, label, err)
	}
	to, err := url.PathUnescape(link.Opaque)
	if err != nil {
		return err
	}
	body := strings.ReplaceAll(link.Query().Get("body"), "\r\n", "\n")
	if len(args) > 2 {
		body += ts.ReadFile(args[2])
	}
	p.mails++
	raw := fmt.Sprintf("Authentication-Results: mx.acme.example; dmarc=pass header.from=%s\nReceived: by mx.acme.example\nFrom: %s\nTo: %s\nSubject: %s\n"+
		"Message-ID: <%d@mail.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s\n",
		desk.Address{Addr: who}.Domain(), who, to, link.Query().Get("subject"), p.mails, body)
	return p.deliver(ts, strings.ReplaceAll(raw, "\n", "\r\n"))
}

// withFile is the body of a mail, with the file after "-attach".
func withFile(ts *testscript.TestScript, args []string, text string) string {
	const plain = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
	i := slices.Index(args, "-attach")
	if i < 0 {
		return plain + "\n" + text
	}
	return "Content-Type: multipart/mixed; boundary=part\n\n--part\n" + plain + "\n" + text + "\n--part\n" + plain +
		"Content-Disposition: attachment; filename=" + args[i+1] + "\n\n" + ts.ReadFile(args[i+1]) + "\n--part--\n"
}

func bracketed(ids []string) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = "<" + id + ">"
	}
	return strings.Join(out, " ")
}

// sentMails prints what went out since it was asked last: template, recipient, subject.
func (p *play) sentMails(ts *testscript.TestScript, _ []string) error {
	slices.SortStableFunc(p.fresh, func(a, b store.OutboxItem) int { return strings.Compare(a.Template+a.To, b.Template+b.To) })
	for _, item := range p.fresh {
		fmt.Fprintf(ts.Stdout(), "%s to %s: %s\n", item.Template, item.To, mailin.Parse(item.Bytes).Subject)
	}
	if len(p.fresh) == 0 {
		fmt.Fprintln(ts.Stdout(), "nothing")
	}
	p.fresh = nil
	return nil
}

// tokens are what no two stores have in common.
var tokens = regexp.MustCompile(`(\+|%2B)[a-z0-9]+(\.[a-z0-9]+)+@`)

// read prints the latest mail that a person got: its headers that matter and its text, without tokens.
func (p *play) read(ts *testscript.TestScript, args []string) error {
	box := p.got[args[0]]
	if len(box) == 0 {
		return fmt.Errorf("%s has got no mail", args[0])
	}
	m := mailin.Parse(box[len(box)-1].Bytes)
	fmt.Fprintf(ts.Stdout(), "From: %s\nSubject: %s\n\n%s\n", m.Author(), m.Subject, tokens.ReplaceAllString(m.Text, "${1}TOKEN@"))
	return nil
}

// files prints what is attached to the latest mail that a person got.
func (p *play) files(ts *testscript.TestScript, args []string) error {
	box := p.got[args[0]]
	if len(box) == 0 {
		return fmt.Errorf("%s has got no mail", args[0])
	}
	for _, a := range mailin.Parse(box[len(box)-1].Bytes).Attachments {
		content, _ := io.ReadAll(a.Open())
		fmt.Fprintf(ts.Stdout(), "%s: %s\n", a.Name, content)
	}
	return nil
}

func (p *play) number(args []string) int64 {
	n, _ := strconv.ParseInt(args[0], 10, 64)
	return n
}

// showTicket prints one line about a ticket.
func (p *play) showTicket(ts *testscript.TestScript, args []string) error {
	t := p.rig.ticket(p.number(args))
	due := ""
	if !t.DueAt.IsZero() {
		due = ", due " + t.DueAt.Format("2006-01-02 15:04")
	}
	fmt.Fprintf(ts.Stdout(), "#%d %q queue %s, %s, %s, %s, requester %s, assignee %q, participants %v, tags %v, messages %d%s\n",
		t.ID, t.Subject, t.Queue, t.Status, t.Category, t.Priority, t.Requester, t.Assignee, t.Participants, t.Tags, t.Messages, due)
	return nil
}

// facts prints what else is known of a ticket, a line each; what is not known has none.
func (p *play) facts(ts *testscript.TestScript, args []string) error {
	t := p.rig.ticket(p.number(args))
	out := ts.Stdout()
	if t.Service != "" {
		fmt.Fprintln(out, "service:", t.Service)
	}
	for _, name := range slices.Sorted(maps.Keys(t.Fields)) {
		fmt.Fprintf(out, "%s: %s\n", name, t.Fields[name])
	}
	if !t.DueAt.IsZero() {
		fmt.Fprintln(out, "due:", t.DueAt.Format("2006-01-02 15:04"))
	}
	for _, r := range t.Reminders {
		fmt.Fprintln(out, "reminder:", r.Agent, r.At.Format("2006-01-02 15:04"))
	}
	for _, l := range t.Links {
		fmt.Fprintf(out, "%s: #%d\n", l.Kind, l.Ticket)
	}
	for _, a := range t.Approvals {
		fmt.Fprintf(out, "approval %d: %s\n", a.Round, a)
	}
	return nil
}

// timeline prints the events of a ticket: who, what.
func (p *play) timeline(ts *testscript.TestScript, args []string) error {
	for _, e := range p.rig.events(p.number(args)) {
		fmt.Fprintf(ts.Stdout(), "%s %s %+v\n", e.Actor, e.Detail.Kind(), e.Detail)
	}
	return nil
}

// talk prints the conversation of a ticket.
func (p *play) talk(ts *testscript.TestScript, args []string) error {
	p.rig.view(func(r store.Reader) error {
		ms, err := r.Messages(p.number(args))
		for _, m := range ms {
			fmt.Fprintf(ts.Stdout(), "%s (%s): %s\n", m.From.Addr, m.Visibility, m.Text)
		}
		return err
	})
	return nil
}

// do carries out commands from the shell: "do AGENT N COMMAND…"; it prints why some were refused.
func (p *play) do(ts *testscript.TestScript, args []string) error {
	d, err := p.rig.Command(context.Background(), desk.Commanded{Agent: args[0], Ticket: p.number(args[1:]), Block: command.ParseArgv(args[2:])})
	for _, c := range d.Trace.Commands {
		if !c.OK {
			err = errors.Join(err, errors.New(c.Error))
			fmt.Fprintln(ts.Stdout(), c.Error)
		}
	}
	p.collect()
	return err
}

// restart ends the daemon and starts it with the same store.
func (p *play) restart(*testscript.TestScript, []string) error {
	p.rig.stop()
	p.rig.start()
	return nil
}

// mornings lets the overviews of the day go out from now on.
func (p *play) mornings(*testscript.TestScript, []string) error {
	return p.rig.Arm(context.Background())
}

// tick does what is due.
func (p *play) tick(ts *testscript.TestScript, _ []string) error {
	_, err := p.rig.Tick(context.Background())
	p.collect()
	return err
}

// held prints the quarantine; "held release ID" releases.
func (p *play) held(ts *testscript.TestScript, args []string) error {
	if len(args) == 2 && args[0] == "release" {
		r, err := p.rig.Release(context.Background(), p.number(args[1:]))
		fmt.Fprintf(ts.Stdout(), "%s #%d\n", r.Outcome, r.Ticket)
		p.collect()
		return err
	}
	p.rig.view(func(r store.Reader) error {
		qs, err := r.Quarantine()
		for _, q := range qs {
			fmt.Fprintf(ts.Stdout(), "%d %s from %s: %s\n", q.ID, q.Reason, q.From, q.Detail)
		}
		return err
	})
	return nil
}

// check verifies the chain of events and that every ticket is what its events add up to.
func (p *play) check(ts *testscript.TestScript, _ []string) (failed error) {
	p.rig.view(func(r store.Reader) error {
		failed = addsUp(r)
		return nil
	})
	return failed
}
