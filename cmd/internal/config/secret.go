package config

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Env looks up a variable of the environment, as os.LookupEnv does. A nil Env has none.
type Env func(name string) (value string, ok bool)

func (e Env) lookup(name string) (string, bool) {
	if e == nil {
		return "", false
	}
	return e(name)
}

// Secret is a password, token or data source that is fetched only when it is needed and printed never:
// whatever prints, marshals or logs it gets "***".
type Secret struct {
	// The value lives in a function, where no printing by reflection can reach it.
	reveal func(context.Context) (string, error)
}

// commandTime is how long the command of a secret may take.
const commandTime = 30 * time.Second

// IsSet says whether the configuration names the secret at all.
func (s Secret) IsSet() bool { return s.reveal != nil }

// Reveal fetches the value: the literal, the variable, the content of the file, or what the command
// prints, the latter two without the line break at their end. Its errors name the source, never the value.
func (s Secret) Reveal(ctx context.Context) (string, error) {
	if s.reveal == nil {
		return "", errors.New("no secret is configured")
	}
	v, err := s.reveal(ctx)
	if err == nil && v == "" {
		err = errors.New("the secret is empty")
	}
	return v, err
}

const masked = "***"

// String gives "***".
func (Secret) String() string { return masked }

// GoString gives "***".
func (Secret) GoString() string { return masked }

// Format writes "***" for every verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, masked) }

// MarshalText gives "***"; JSON follows it.
func (Secret) MarshalText() ([]byte, error) { return []byte(masked), nil }

// MarshalJSON gives "***" as a JSON text.
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + masked + `"`), nil }

// LogValue gives "***".
func (Secret) LogValue() slog.Value { return slog.StringValue(masked) }

// literalSecret is a secret that is known already.
func literalSecret(value string) Secret {
	return Secret{func(context.Context) (string, error) { return value, nil }}
}

func envSecret(env Env, name string) Secret {
	return Secret{func(context.Context) (string, error) {
		v, ok := env.lookup(name)
		if !ok {
			return "", fmt.Errorf("the environment variable %s is not set", name)
		}
		return v, nil
	}}
}

func fileSecret(path string) Secret {
	return Secret{func(context.Context) (string, error) {
		data, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("the file of a secret: %w", err)
		}
		return chomp(string(data)), nil
	}}
}

func commandSecret(argv []string) Secret {
	return Secret{func(ctx context.Context) (string, error) {
		ctx, cancel := context.WithTimeout(ctx, commandTime)
		defer cancel()
		cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
		cmd.WaitDelay = time.Second
		out, err := cmd.Output()
		if err != nil {
			// Neither the arguments nor what it printed: either may hold the secret.
			return "", fmt.Errorf("the command %s of a secret: %w", argv[0], err)
		}
		return chomp(string(out)), nil
	}}
}

func chomp(s string) string { return strings.TrimRight(s, "\r\n") }

const secretForms = `write "…", { env = "NAME" }, { file = "PATH" } or { command = ["pass", "show", "x"] }`

// secret reads "literal" | { env = "NAME" } | { file = "PATH" } | { command = ["pass", "show", "x"] }.
func (t table) secret(name string) Secret {
	n := t.ask(name)
	switch {
	case n == nil:
		return Secret{}
	case n.kind == kindText && n.text == "":
		t.wrong(name, "the secret is empty", "give it a value, or leave the key out")
		return Secret{}
	case n.kind == kindText:
		t.literals = append(t.literals, n.offset)
		return literalSecret(n.text)
	case n.kind != kindTable:
		// The value may be the secret itself: it is not repeated.
		t.wrong(name, "is no secret, but "+n.kind.String(), secretForms)
		return Secret{}
	}
	s := table{t.reader, join(t.path, name), n}.origin()
	if len(n.keys) != 1 {
		t.wrong(name, "a secret has exactly one source", secretForms)
		return Secret{}
	}
	return s
}

// origin reads where a secret comes from. What is not there is only warned of: whoever checks a
// configuration need not be the daemon.
func (t table) origin() (s Secret) {
	if v := t.text("env", ""); v != "" {
		if _, ok := t.env.lookup(v); !ok {
			t.doubt("env", "the environment variable "+strconv.Quote(cut(v))+" is not set", "set it for the daemon")
		}
		s = envSecret(t.env, v)
	}
	if v := t.text("file", ""); v != "" {
		path := t.resolve(v)
		if _, err := os.Stat(path); err != nil {
			t.doubt("file", "there is no file "+strconv.Quote(v)+" that could be read", "put it there for the daemon")
		}
		s = fileSecret(path)
	}
	if c := t.ask("command"); c != nil && c.kind != kindList {
		t.wrong("command", "wants a list: the program and each of its arguments", secretForms)
	} else if argv := plain(t.words("command")); len(argv) > 0 && argv[0] != "" {
		s = commandSecret(argv)
	} else if c != nil {
		t.wrong("command", "names no program", secretForms)
	}
	t.close()
	return s
}

// resolve makes a path of the configuration absolute: relative ones start at its directory.
func (r *reader) resolve(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(r.base, path)
}
