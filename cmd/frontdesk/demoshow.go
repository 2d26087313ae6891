package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"frontdesk/cmd/internal/demo"
	"frontdesk/desk"
)

// storyteller shows the play as it goes.
type storyteller struct{ c *call }

// The columns of the story: the time, what follows it, and what the desk does.
const (
	storyIndent = "       "
	deskIndent  = "         "
)

// screen is not wider than people like to read.
func (s storyteller) screen() screen {
	sc := s.c.screen
	sc.width = min(sc.width, 100)
	return sc
}

// write shows a page.
func (s storyteller) write(p *page) { io.WriteString(s.c.stdout, p.String()) }

func (s storyteller) opening() {
	p := &page{screen: s.screen()}
	p.title("A day at the helpdesk of Nordwind, makers of wind gauges")
	p.text("", "Six colleagues and customers, four agents, five queues. Mail servers, store and desk are real and run in this program; nothing leaves this machine.")
	s.write(p)
}

// scene shows who wrote what to whom, and what the desk made of it.
func (s storyteller) scene(sc demo.Scene) {
	scr := s.screen()
	p := &page{screen: scr}
	if sc.Chapter != "" {
		heading(p, sc.Chapter)
	} else {
		p.line("")
	}
	if sc.Aside != "" {
		s.lines(p, storyIndent, faint, sc.Aside)
	}
	p.line(scr.paint(faint, pad(sc.At, len(storyIndent))) + scr.paint(bold, clean(sc.From.Name)) + scr.paint(faint, " → "+clean(sc.To)))
	p.line(storyIndent + cut(clean(sc.Subject), scr.width-len(storyIndent)))
	s.words(p, sc)
	s.outcome(p, sc)
	s.write(p)
	if s.c.screen.terminal {
		time.Sleep(pace)
	}
}

// formLine is a line of a form.
var formLine = regexp.MustCompile(`^\d+\. `)

// words shows what the sender wrote, commands as such.
func (s storyteller) words(p *page, sc demo.Scene) {
	bar := p.screen.paint(cyan, "│ ")
	if sc.Machine {
		bar = p.screen.paint(faint, "│ ")
	}
	var prose []string
	for line := range strings.SplitSeq(cleanLines(sc.Words), "\n") {
		if strings.HasPrefix(line, "/") {
			p.line(storyIndent + bar + p.screen.paint(bold+";"+cyan, line))
		} else if formLine.MatchString(line) {
			p.line(storyIndent + bar + line)
		} else if strings.TrimSpace(line) != "" {
			prose = append(prose, strings.TrimSpace(line))
		}
	}
	if len(prose) == 0 {
		return
	}
	for _, l := range wrap(strings.Join(prose, " "), p.screen.width-len(storyIndent)-2) {
		p.line(storyIndent + bar + l)
	}
}

// outcome shows what the desk did and why, what it sent, and what it did not send.
func (s storyteller) outcome(p *page, sc demo.Scene) {
	scr := p.screen
	mark, style := "desk", green
	switch {
	case sc.Outcome == desk.OutcomeQuarantined:
		mark, style = "held", red
	case sc.Ticket > 0:
		mark = fmt.Sprintf("#%d", sc.Ticket)
	}
	why := strings.TrimPrefix(sc.Why, "quarantined: ")
	for i, l := range wrap(clean(why), scr.width-len(storyIndent)-2) {
		head := scr.paint(bold+";"+style, strings.Repeat(" ", max(0, len(storyIndent)-1-columns(mark)))+mark)
		if i > 0 {
			head = strings.Repeat(" ", len(storyIndent)-1)
		}
		p.line(head + "   " + scr.paint(style, l))
	}
	if len(sc.Did) > 0 {
		s.lines(p, deskIndent, plain, strings.Join(sc.Did, "; "))
	}
	for _, m := range sc.Sent {
		s.sent(p, m)
	}
	for _, k := range sc.Kept {
		s.lines(p, deskIndent, faint, k)
	}
}

// sent shows one mail of the desk.
func (s storyteller) sent(p *page, m demo.Sent) {
	scr := p.screen
	names := make([]string, len(m.To))
	for i, to := range m.To {
		names[i] = clean(to.Name)
	}
	arrow := scr.paint(green, "→ ")
	if m.Lost != "" {
		arrow = scr.paint(red, "✗ ")
	}
	head := names[len(names)-1]
	if others := names[:len(names)-1]; len(others) > 0 {
		head = strings.Join(others, ", ") + " and " + head
	}
	text := m.Template
	if m.Words != "" {
		text += ": “" + clean(m.Words) + "”"
	}
	if m.Lost != "" {
		text += ", lost: " + clean(m.Lost)
	}
	room := scr.width - len(deskIndent) - 2
	for i, l := range wrap(head+"  "+text, room) {
		switch {
		case i == 0:
			p.line(deskIndent + arrow + strings.Replace(l, head, scr.paint(bold, head), 1))
		default:
			p.line(deskIndent + "  " + l)
		}
	}
}

// lines writes running text in one style.
func (s storyteller) lines(p *page, indent, style, text string) {
	for _, l := range wrap(clean(text), p.screen.width-len(indent)) {
		p.line(indent + p.screen.paint(style, l))
	}
}

// results shows what the day left behind, by the very commands that show it on a real desk.
func (s storyteller) results(c *call) error {
	p := &page{screen: s.screen()}
	heading(p, "What the day left behind")
	s.write(p)
	for _, shown := range []struct {
		typed string
		run   func(*call) error
	}{
		{"ticket list", (&ticketListCmd{}).Run},
		{"ticket show 1", (&ticketShowCmd{Number: 1}).Run},
		{"quarantine list", (&quarantineListCmd{}).Run},
		{"audit verify", (&auditVerifyCmd{}).Run},
	} {
		fmt.Fprintf(s.c.stdout, "%s\n", s.screen().paint(faint, "$ frontdesk "+shown.typed))
		if err := shown.run(c); err != nil {
			return fmt.Errorf("frontdesk %s: %w", shown.typed, err)
		}
		fmt.Fprintln(s.c.stdout)
	}
	return nil
}

func (s storyteller) figures(f demo.Figures, took time.Duration) {
	p := &page{screen: s.screen()}
	p.title("The day in figures")
	p.text("", fmt.Sprintf("%s came in, %s held back; %s went out, %s returned. %s, %d still open; %s. Played in %.1f s.",
		count(f.In, "mail"), are(f.Held), count(f.Out, "mail"), are(f.Returned),
		count(f.Tickets, "ticket"), f.Open, count(int(f.Events), "event"), took.Seconds()))
	s.write(p)
}

func are(n int) string {
	if n == 1 {
		return "1 was"
	}
	return fmt.Sprintf("%d were", n)
}

// invitation says how to take part with a mail client.
func (s storyteller) invitation(stage *demo.Stage, dir string) error {
	rc, err := stage.MuttFiles(dir)
	if err != nil {
		return err
	}
	scr := s.screen()
	p := &page{screen: scr, label: 10}
	heading(p, "Your turn")
	p.text("", "Desk and mail servers stay up until you press Ctrl-C. Take the part of anybody:")
	p.line("")
	imap, smtp := stage.World.IMAPAddr(), stage.World.SMTPAddr()
	p.field("IMAP", fmt.Sprintf("%s, port %d, no encryption, normal password", imap.IP, imap.Port), "")
	p.field("SMTP", fmt.Sprintf("%s, port %d, no encryption, normal password", smtp.IP, smtp.Port), "")
	p.field("Password", demo.Password+" (everybody's)", "")
	for i, who := range demo.Cast() {
		p.pair([]string{"User", ""}[min(i, 1)], pad(who.Address, 30)+"  "+scr.paint(faint, cut(who.Name+", "+who.Part, max(20, scr.width-46))))
	}
	p.line("")
	p.text("", "Thunderbird: add an account with one of these addresses, and choose “Configure manually”. Mutt or NeoMutt:")
	p.line("")
	for _, file := range rc {
		p.line("  mutt -n -F " + file)
	}
	p.line("")
	p.text("", "Then try:")
	for _, idea := range []string{
		"as Dana, write to helpdesk@nordwind.example, and look at Alice's mail",
		"as Alice, reply with /take on the first line and an answer below it; with /help to see every command; with /tkae",
		"as Dana, try to /close a ticket of Jonas",
		"in another terminal: frontdesk -c " + stage.Config + " ticket list",
	} {
		for i, l := range wrap(idea, scr.width-4) {
			p.line([]string{"  - ", "    "}[min(i, 1)] + l)
		}
	}
	s.write(p)
	return nil
}
