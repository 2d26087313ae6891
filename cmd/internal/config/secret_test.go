package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const small = `
[desk]
name = "ACME"
domain = "desk.acme.example"
[smtp]
host = "127.0.0.1"
tls = "none"
username = "desk"
password = %s
[[mailbox]]
address = "support@acme.example"
queue = "incidents"
[[agent]]
name = "bob"
addresses = ["bob@acme.example"]
[[queue]]
name = "incidents"
practice = "incident"
agents = ["bob"]
`

func TestSecretIsRevealedAndNeverPrinted(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "pw"), []byte("hunter2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, written := range []string{`"hunter2"`, `{ env = "PW" }`, `{ file = "pw" }`, `{ command = ["printf", "%s\n", "hunter2"] }`} {
		path := filepath.Join(dir, "frontdesk.toml")
		if err := os.WriteFile(path, []byte(strings.Replace(small, "%s", written, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := Load(path, secretsAreSet)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Warnings) > 0 {
			t.Errorf("%s: %v", written, c.Warnings)
		}
		if got, err := c.SMTP.Password.Reveal(t.Context()); got != "hunter2" || err != nil {
			t.Errorf("%s reveals %q, %v", written, got, err)
		}
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "smtp", c.SMTP, "password", c.SMTP.Password)
		asJSON, err := json.Marshal(c.SMTP)
		if err != nil {
			t.Fatal(err)
		}
		outs := []string{log.String(), string(asJSON)}
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			outs = append(outs, fmt.Sprintf(verb, any(c.SMTP)), fmt.Sprintf(verb, any(c.SMTP.Password)))
		}
		for _, out := range append(outs, fmt.Sprintf("%+v", *c)) {
			if strings.Contains(out, "hunter2") || strings.Contains(out, "68756e74657232") || !strings.Contains(out, masked) {
				t.Errorf("%s is printed: %s", written, out)
			}
		}
	}
}

func TestSecretFailures(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing")
	for name, s := range map[string]Secret{
		"no secret":     {},
		"empty":         literalSecret(""),
		"PW is not set": envSecret(nil, "PW"),
		"missing":       fileSecret(missing),
		"false":         commandSecret([]string{"false", "hunter2"}),
	} {
		got, err := s.Reveal(t.Context())
		if err == nil || got != "" || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %q, %v", name, got, err)
		} else if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s repeats its arguments: %v", name, err)
		}
	}
}

// TestMistakesKeepSecrets holds that no mistake repeats what stands where secrets do.
func TestMistakesKeepSecrets(t *testing.T) {
	for _, written := range []string{
		`hunter2`, `"hunter2`, `"hunter2\q"`, `'hunter2`, `{ value = "hunter2" }`, `{ env = 5, file = "hunter2" }`,
		`["hunter2"]`, `{ command = "echo hunter2" }`, `12hunter2`, `"""hunter2`, `"x" hunter2`,
	} {
		_, err := Load(write(t, strings.Replace(small, "%s", written, 1)), nil)
		if err == nil {
			t.Errorf("%s is accepted", written)
		} else if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s is repeated: %v", written, err)
		}
	}
}

func TestReadableSecretsAreWarnedOf(t *testing.T) {
	path := write(t, strings.Replace(small, "%s", `"hunter2"`, 1))
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := Load(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Warnings) != 1 || c.Warnings[0].Line != 9 || !strings.Contains(c.Warnings[0].What, "everybody") {
		t.Errorf("warnings: %v", c.Warnings)
	}
}
