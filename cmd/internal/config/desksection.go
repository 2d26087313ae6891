package config

import (
	"net"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // time zones are known on machines without them, too

	"frontdesk/desk"
)

// Store says where tickets are kept.
type Store struct {
	Driver string // "sqlite"
	DSN    Secret // of PostgreSQL
}

func readDesk(top table, c *Config) {
	t, ok := top.section("desk")
	if !ok {
		if !top.has("desk") {
			top.fail(0, "desk", "the section is missing", `write [desk] with name = "ACME Service Desk" and domain = "desk.example.com"`)
		}
		return
	}
	p := &c.Policy
	t.missing("name", `"ACME Service Desk"`)
	t.missing("domain", `"desk.example.com"`)
	p.Name = t.line("name", "")
	p.Domain = strings.ToLower(t.host("domain", "", isDomain))
	p.Tag = t.tag("tag", "DESK")
	p.Language = t.language("language", "en")
	p.Location = t.timezone("timezone", time.UTC)
	p.CloseAfter = t.durationOrNever("close_after", 7*24*time.Hour)
	p.ReopenWindow = t.duration("reopen_window", 14*24*time.Hour)
	p.CcJoins = t.word("cc", "propose", "propose", "join") == "join"
	c.Data = t.resolve(t.line("data", "/var/lib/frontdesk"))
	p.Holds = t.word("crossing", "send", "send", "hold") == "hold"
	p.Morning = t.morning("morning")
	c.Retain = t.durationOrNever("retain", 0)
	readVerifier(t, c)
	t.close()
}

var clockForm = regexp.MustCompile(`^([01][0-9]|2[0-3]):([0-5][0-9])$`)

// morning is a time of day in minutes after midnight, 0 for "never".
func (t table) morning(name string) int {
	s := t.text(name, "07:00")
	m := clockForm.FindStringSubmatch(s)
	switch {
	case s == "never":
		return 0
	case m == nil || s == "00:00":
		t.wrong(name, strconv.Quote(cut(s))+" is no time of a morning", `such as "07:00", or "never"`)
		return 0
	}
	return minutes(m[1], m[2])
}

// readVerifier reads whose verdicts on senders are believed.
func readVerifier(t table, c *Config) {
	c.AuthservID = t.line("authserv_id", "")
	if c.AuthservID != "" && !authIDForm.MatchString(c.AuthservID) {
		t.wrong("authserv_id", strconv.Quote(cut(c.AuthservID))+" is no authserv-id", "the first word of the Authentication-Results field that your own server writes, such as mx.example.com")
	}
	c.Preset = t.word("authserv_preset", "standard", "standard", "microsoft365", "google")
	for _, n := range t.texts("inner_hosts") {
		if !isHost(n.text) {
			t.fail(n.offset, "desk.inner_hosts", strconv.Quote(cut(n.text))+" is no host name", "such as imap.example.com")
			continue
		}
		c.InnerHosts = append(c.InnerHosts, strings.ToLower(n.text))
	}
	if c.AuthservID == "" && c.Preset == "standard" && len(c.InnerHosts) > 0 {
		t.doubt("inner_hosts", "has no effect without authserv_id", "name the authserv-id of your own server, too")
	}
}

// host is a host name, checked by the given function.
func (t table) host(name, otherwise string, good func(string) bool) string {
	s := t.text(name, otherwise)
	if s != otherwise && !good(s) {
		t.wrong(name, strconv.Quote(cut(s))+" is no host name", "such as mail.example.com, without scheme, port or path")
		return otherwise
	}
	return s
}

func (t table) tag(name, otherwise string) string {
	s := t.line(name, otherwise)
	if len(s) > 40 || s != strings.TrimSpace(s) || strings.ContainsFunc(s, func(r rune) bool {
		return r > 0x7e || r != ' ' && r != '-' && r != '_' && !nameForm.MatchString(string(r))
	}) {
		t.wrong(name, strconv.Quote(cut(s))+" can not stand in subjects", "letters, digits, spaces, hyphens and underscores, at most 40")
		return otherwise
	}
	return s
}

func (t table) language(name, otherwise string) string {
	s := t.text(name, otherwise)
	if s != otherwise && !langForm.MatchString(s) {
		t.wrong(name, strconv.Quote(cut(s))+" is no language", `two letters, such as "en" or "de"`)
		return otherwise
	}
	return s
}

func (t table) timezone(name string, otherwise *time.Location) *time.Location {
	s := t.text(name, "")
	if s == "" {
		return otherwise
	}
	loc, err := time.LoadLocation(s)
	if err != nil || strings.EqualFold(s, "local") {
		t.wrong(name, "there is no time zone "+strconv.Quote(cut(s)), `such as "Europe/Berlin" or "UTC"`)
		return otherwise
	}
	return loc
}

// durationOrNever is a duration; "never" and the empty text mean 0.
func (t table) durationOrNever(name string, otherwise time.Duration) time.Duration {
	if n := t.ask(name); n != nil && n.kind == kindText && (n.text == "" || n.text == "never") {
		return 0
	}
	return t.duration(name, otherwise)
}

func readStore(top table, c *Config) {
	c.Store.Driver = "sqlite"
	t, ok := top.section("store")
	if !ok {
		return
	}
	c.Store.Driver = t.word("driver", "sqlite", "sqlite", "postgres")
	c.Store.DSN = t.secret("dsn")
	switch {
	case c.Store.Driver == "postgres":
		t.wrong("driver", "this version does not keep tickets in PostgreSQL yet", `use "sqlite"`)
	case c.Store.DSN.IsSet():
		t.wrong("dsn", "belongs to PostgreSQL alone", "SQLite keeps its file in desk.data")
	}
	t.close()
}

func readLimits(top table, c *Config) {
	l := desk.DefaultLimits()
	defer func() { c.Policy.Limits = l }()
	t, ok := top.section("limits")
	if !ok {
		return
	}
	l.Message = t.size("message", l.Message)
	l.TicketsPerSender = t.rate("tickets_per_sender", l.TicketsPerSender)
	l.AcksPerSender = t.rate("acks_per_sender", l.AcksPerSender)
	l.AckAge = t.duration("ack_age", l.AckAge)
	l.MailsPerRecipient = t.rate("mails_per_recipient", l.MailsPerRecipient)
	l.CommandsPerMail = int(t.integer("commands_per_mail", int64(l.CommandsPerMail), 1, 1000))
	t.close()
}

// The least and the largest mail that may be taken.
const (
	leastMessage = 64 << 10
	mostMessage  = 1 << 30
)

func (t table) size(name string, otherwise int64) int64 {
	s := t.text(name, "")
	if s == "" {
		return otherwise
	}
	n, err := Size(s)
	switch {
	case err != nil:
		t.wrong(name, err.Error(), `such as "25MiB"`)
		return otherwise
	case n < leastMessage || n > mostMessage:
		t.wrong(name, strconv.Quote(s)+" is out of range", `from "64KiB" to "1GiB"`)
		return otherwise
	}
	return n
}

func (t table) rate(name string, otherwise desk.Rate) desk.Rate {
	s := t.text(name, "")
	if s == "" {
		return otherwise
	}
	r, err := Rate(s)
	if err != nil {
		t.wrong(name, err.Error(), `such as "10/10m": at most ten in ten minutes; or "none"`)
		return otherwise
	}
	return r
}

func readHTTP(top table, c *Config) {
	t, ok := top.section("http")
	if !ok {
		return
	}
	t.missing("listen", `"127.0.0.1:8025"`)
	if s := t.text("listen", ""); s != "" {
		host, port, err := net.SplitHostPort(s)
		n, bad := strconv.Atoi(port)
		if err != nil || bad != nil || n < 0 || n > 65535 || host != "" && !isHost(host) {
			t.wrong("listen", strconv.Quote(cut(s))+" is no address to listen at", `host and port, such as "127.0.0.1:8025"`)
		}
		c.Listen = s
	}
	t.close()
}

func readTemplates(top table, c *Config) {
	t, ok := top.section("templates")
	if !ok {
		return
	}
	t.missing("dir", `"/etc/frontdesk/templates"`)
	if s := t.line("dir", ""); s != "" {
		c.TemplatesDir = t.resolve(s)
		if info, err := os.Stat(c.TemplatesDir); err != nil || !info.IsDir() {
			t.doubt("dir", "there is no directory "+strconv.Quote(s), "the built-in templates are used")
		}
	}
	t.close()
}
