// Command frontdesk is a helpdesk that people use by e-mail alone.
//
// This package reads arguments, calls the desk and shows what it says: one file per command. Nothing is
// decided here.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/alecthomas/kong"

	"frontdesk/cmd/internal/config"
	"frontdesk/cmd/internal/daemon"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.LookupEnv))
}

// cli is the grammar of the command line.
type cli struct {
	Config      string      `short:"c" placeholder:"FILE" help:"Configuration. Default: $$FRONTDESK_CONFIG, ./frontdesk.toml, /etc/frontdesk/frontdesk.toml."`
	VersionFlag versionFlag `name:"version" help:"Show the version."`

	Serve      serveCmd      `cmd:"" help:"Run the desk: watch mailboxes, work tickets, send mail, keep clocks."`
	Check      checkCmd      `cmd:"" help:"Read the configuration, say every mistake, run its rule tests."`
	Explain    explainCmd    `cmd:"" help:"Say how a mail would be handled, and why, without doing it."`
	Parse      parseCmd      `cmd:"" help:"Show what the parser sees in a mail."`
	Deliver    deliverCmd    `cmd:"" help:"Take in one mail on standard input, for mail servers."`
	Ticket     ticketCmd     `cmd:"" help:"List, show, search and work tickets."`
	Outbox     outboxCmd     `cmd:"" help:"Mail that is not sent yet."`
	Quarantine quarantineCmd `cmd:"" help:"Mail that was held back."`
	Report     reportCmd     `cmd:"" help:"The measures of a period, beside the period before."`
	Audit      auditCmd      `cmd:"" help:"The chain of everything that happened."`
	Backup     backupCmd     `cmd:"" help:"Write a consistent copy of the store."`
	Doctor     doctorCmd     `cmd:"" help:"One page: is all well, and what to do next?"`
	Demo       demoCmd       `cmd:"" help:"Play a day of a helpdesk: no configuration, no network."`
	Version    versionCmd    `cmd:"" help:"Show version, commit and Go version."`
}

// call is one invocation: all that a command may read, write and ask.
type call struct {
	ctx    context.Context
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	env    config.Env
	config string // the argument of -c, "" where there is none
	screen screen // what stdout is
	now    func() time.Time
}

// The exit codes of every command but deliver.
const (
	exitFailed = 1
	exitUsage  = 2
)

// coded is an error with an exit code of its own.
type coded struct {
	error
	code int
}

func (e coded) Unwrap() error { return e.error }

// misuse is an error of whoever typed the command.
func misuse(format string, args ...any) error {
	return coded{fmt.Errorf(format, args...), exitUsage}
}

// errSaid ends a command that has told everything that is to be told.
var errSaid = errors.New("said already")

// run is the program: it returns the exit code.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer, env config.Env) int {
	return execute(&call{ctx: context.Background(), stdin: stdin, stdout: stdout, stderr: stderr, env: env,
		screen: screenOf(stdout, env), now: daemon.Now}, args)
}

// execute reads the arguments and does what they say.
func execute(c *call, args []string) (code int) {
	defer func() {
		if r := recover(); r != nil {
			code = c.failed(args, fmt.Errorf("a mistake in the program: %v; please report it with the command that you gave", r))
		}
	}()
	var grammar cli
	done := false
	parser, err := kong.New(&grammar, kong.Name("frontdesk"), kong.Description("A helpdesk that people use by e-mail alone."),
		kong.Writers(c.stdout, c.stderr), kong.Exit(func(int) { done = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true, WrapUpperBound: 100}))
	if err != nil {
		return c.failed(args, err)
	}
	if len(args) == 0 {
		parser.Stdout = c.stderr
		_, _ = parser.Parse([]string{"--help"})
		return exitUsage
	}
	parsed, err := parser.Parse(args)
	if done { // --help or --version have said what they say
		return 0
	}
	if err != nil {
		return c.failed(args, misuse("%w; see frontdesk %s--help", err, helpOf(args)))
	}
	c.config = grammar.Config
	if err := parsed.Run(c); err != nil {
		return c.failed(args, err)
	}
	return 0
}

// failed tells an error and chooses the exit code.
func (c *call) failed(args []string, err error) int {
	code := exitFailed
	if e := (coded{}); errors.As(err, &e) {
		code = e.code
	}
	if commandName(args) == "deliver" {
		code = sysexit(code)
	}
	var mistakes config.Mistakes
	switch {
	case errors.Is(err, errSaid):
	case errors.As(err, &mistakes):
		fmt.Fprintf(c.stderr, "%s\nfrontdesk: the configuration has %s\n", mistakes.Error(), count(len(mistakes), "mistake"))
	default:
		fmt.Fprintf(c.stderr, "frontdesk: %v\n", err)
	}
	return code
}

// commandName is the command among arguments, "" where there is none.
func commandName(args []string) string {
	for i := 0; i < len(args); i++ {
		switch a := args[i]; {
		case a == "-c" || a == "--config":
			i++
		case len(a) > 0 && a[0] != '-':
			return a
		}
	}
	return ""
}

// helpOf is the command whose help shows what was meant, with a blank after it.
func helpOf(args []string) string {
	name := commandName(args)
	parser, err := kong.New(&cli{})
	if err != nil || name == "" {
		return ""
	}
	for _, node := range parser.Model.Children {
		if node.Name == name {
			return name + " "
		}
	}
	return ""
}
