package config

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/worktime"
)

// Config is a whole configuration, checked and with every default filled in. It is not changed after Load.
type Config struct {
	Path   string      // as it was given to Load
	Policy desk.Policy // complete but for Secret, which the store keeps

	Data  string // directory of the database and the generated secret, absolute
	Store Store

	Mailboxes []MailboxServer // in the order of Policy.Mailboxes
	SMTP      SMTP            // [smtp]; Host is "" where every mailbox has its own
	OAuth     []OAuth

	AuthservID string   // whose Authentication-Results are believed; "": the own DKIM check
	InnerHosts []string // own hosts whose Received fields may stand above the verdict
	Preset     string   // "standard", "microsoft365" or "google"

	Retain time.Duration // closed tickets older than this lose their raw mail; 0: never

	Calendars map[string]*worktime.Calendar // by name; they are in the Policy where a service level uses them
	Hooks     []Hook

	Listen       string // of [http], host:port; "": nothing listens
	TemplatesDir string // files there replace built-in templates; "": none do

	RuleTests []RuleTest

	// Warnings are what is allowed and probably not meant, in the order of the lines.
	Warnings []Mistake
}

// maxFile is the size of a configuration file beyond which something else was probably named.
const maxFile = 4 << 20

// Load reads a configuration. A file that can not be read gives an error of package os; one that is
// wrong gives Mistakes, all of them. Secrets are not fetched, and nothing is connected to.
func Load(path string, env Env) (*Config, error) {
	info, err := os.Stat(path)
	if err == nil && info.Size() > maxFile {
		err = fmt.Errorf("%s is larger than %d MiB and hardly a configuration", path, maxFile>>20)
	}
	if err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	r := newReader(path, string(data), filepath.Dir(absolute), env)
	c, err := r.config()
	if err == nil && len(r.literals) > 0 && info.Mode().Perm()&0o004 != 0 {
		r.warn(r.literals[0], "", "secrets stand in this file, and everybody on this machine may read it", "chmod o-r "+path)
		c.Warnings = sorted(r.warnings)
	}
	return c, err
}

func newReader(file, data, base string, env Env) *reader {
	return &reader{source: newSource(file, strings.TrimPrefix(data, "\ufeff")), base: base, env: env, known: map[string][]string{}}
}

// config reads the sections. The order matters only where one section looks at what another made.
func (r *reader) config() (*Config, error) {
	root, mistakes := parse(r.source)
	r.mistakes = mistakes
	if root == nil {
		return nil, Mistakes(r.mistakes)
	}
	r.root = root
	c := &Config{Path: r.file}
	top := table{r, "", root}
	for _, read := range []func(table, *Config){
		readDesk, readStore, readLimits, readOAuth, readSMTP, readMailboxes,
		readAgents, readLifecycles, readQueues, readRules, readRuleTests,
		readCalendars, readSLAs, readServices, readChangeModels,
		readSurvey, readImprovement, readTemplates, readReport, readHTTP,
		readKnowledge, readBlackouts, readHooks, readProblems, readEvents,
	} {
		read(top, c)
	}
	top.close()
	top.notYet()
	if len(r.mistakes) > 0 {
		return nil, Mistakes(sorted(r.mistakes))
	}
	c.Warnings = sorted(r.warnings)
	return c, nil
}

// later are the features whose keys are understood and kept, but which this version does not carry out:
// section, key ("" for the whole section), the value that asks for nothing, what the desk does not do yet, and what it
// does, "" for nothing.
var later = []struct{ section, key, nothing, what, does string }{
	{"desk", "retain", "", "remove raw mail of old tickets", ""},
	{"oauth", "", "", "log in by OAuth 2.0", ""},
	{"hook", "", "", "call hooks", ""},
}

// notYet warns once for each feature that the file uses and this version does not have.
func (t table) notYet() {
	said := map[string]bool{}
	for _, l := range later {
		n := t.uses(l.section, l.key)
		if n == nil || said[l.what] || n.kind == kindText && n.text == l.nothing {
			continue
		}
		said[l.what] = true
		does := "it has no effect"
		if l.does != "" {
			does = l.does
		}
		t.warn(n.offset, strings.TrimSuffix(l.section+"."+l.key, "."), "this version does not "+l.what+" yet", does)
	}
}

// uses finds the first place where a section, or a key of it, stands; nil where it does not.
func (t table) uses(section, name string) *node {
	n := t.root.get(section)
	if n == nil {
		return nil
	}
	for _, item := range append(slices.Clip(n.items), n) {
		switch {
		case item.kind != kindTable:
		case name == "":
			return item
		case item.get(name) != nil:
			return item.get(name)
		}
	}
	return nil
}
