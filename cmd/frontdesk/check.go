package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"frontdesk/cmd/internal/config"
	"frontdesk/desk"
	"frontdesk/mailin"
	"frontdesk/templates"
)

type checkCmd struct {
	Connect bool `help:"Also log in to every mailbox and SMTP server, and say what they offer."`
}

func (k *checkCmd) Run(c *call) error {
	path, err := c.configPath()
	if err != nil {
		return err
	}
	cfg, err := config.Load(path, c.env)
	if err != nil {
		return err
	}
	for _, w := range cfg.Warnings {
		place, what, _ := strings.Cut(w.String(), ": ")
		c.say("%s: warning: %s", place, what)
	}
	failed := false
	for _, wrong := range wordMistakes(cfg.TemplatesDir) {
		failed = true
		c.say("%s", wrong)
	}
	for _, x := range cfg.RuleTests {
		if wrong := ruleTest(&cfg.Policy, x); len(wrong) > 0 {
			failed = true
			c.say("%s:%d: rule_test: %s: %s", cfg.Path, x.Line, x.Mail, strings.Join(wrong, "; "))
		}
	}
	if failed {
		return errSaid
	}
	text := verdict(cfg)
	if c.screen.terminal {
		text = strings.Join(wrap(text, c.screen.width), "\n")
	}
	if _, err := io.WriteString(c.stdout, c.screen.paint(green, text)+"\n"); err != nil {
		return err
	}
	if k.Connect {
		return c.connect(cfg)
	}
	return nil
}

// wordMistakes says what is wrong with the templates and words of a directory. Their cut line must be one by which an
// answer is understood.
func wordMistakes(dir string) []string {
	set, err := templates.Load(dir)
	if err != nil {
		return strings.Split(err.Error(), "\n")
	}
	var wrong []string
	for _, line := range set.CutLines() {
		if answer := mailin.Parse([]byte("From: x@example.com\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nnew\r\n\r\n" + line.Text + "\r\nold\r\n")); answer.NewText != "new" {
			wrong = append(wrong, fmt.Sprintf("%s: %q is no cut line that is understood in an answer; leave this line out, and it stays English", line.Place, line.Text))
		}
	}
	return wrong
}

// verdict is the good news.
func verdict(cfg *config.Config) string {
	p := &cfg.Policy
	parts := []string{count(len(p.Mailboxes), "mailbox"), count(len(p.Agents), "agent"), count(len(p.Queues), "queue"), count(len(p.Rules), "rule")}
	if n := len(cfg.RuleTests); n > 0 {
		parts = append(parts, count(n, "rule test")+" passed")
	}
	text := cfg.Path + " is fine: " + strings.Join(parts, ", ")
	if n := len(cfg.Warnings); n > 0 {
		text += "; " + count(n, "warning")
	}
	return text
}

// ruleTest says what becomes of a mail otherwise than the test wants. It needs no store: the mail is decided
// on as the first one of a new desk, from a sender who is proven.
func ruleTest(p *desk.Policy, x config.RuleTest) (wrong []string) {
	raw, err := os.ReadFile(x.Mail)
	if err != nil {
		return []string{err.Error()}
	}
	m := mailin.Parse(raw)
	in := desk.MailIn{Mail: m, Mailbox: mailboxFor(p, x.Mailbox, m),
		Evidence: desk.Evidence{Proven: true, By: "rule_test", Why: "a rule test takes the sender as proven"}}
	d := desk.Decide(p, desk.Facts{NextTicket: 1}, in)
	t := d.Tickets[d.Ticket]
	for _, want := range []struct{ what, got, want string }{
		{"outcome", string(d.Outcome), x.Outcome},
		{"queue", t.Queue, x.Queue},
		{"priority", string(t.Priority), string(x.Priority)},
		{"assignee", t.Assignee, x.Assign},
		{"deciding rule", decidingRule(d), x.Rule},
	} {
		if want.want != "" && want.got != want.want {
			wrong = append(wrong, fmt.Sprintf("%s is %s, wanted %s", want.what, quoted(want.got), quoted(want.want)))
		}
	}
	if len(wrong) > 0 {
		wrong = append(wrong, "it became "+string(d.Outcome)+": "+d.Trace.Why, "frontdesk explain "+x.Mail+" shows every rule")
	}
	return wrong
}

func quoted(text string) string {
	if text == "" {
		return "none"
	}
	return fmt.Sprintf("%q", text)
}

// decidingRule is the rule that chose the queue, else the last one that matched.
func decidingRule(d desk.Decision) string {
	for _, e := range d.Events {
		if o, ok := e.Detail.(desk.Opened); ok && o.Rule != "" {
			return o.Rule
		}
	}
	name := ""
	for _, r := range d.Trace.Rules {
		if r.Matched {
			name = r.Name
		}
	}
	return name
}
