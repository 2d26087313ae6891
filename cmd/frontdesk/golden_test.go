package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// chance is what differs from run to run: keyed Message-IDs and the hashes of the chain.
var chance = regexp.MustCompile(`\b(?:[0-9a-z]+\.[a-z2-7]{13}\.[a-z2-7]{20}@|[0-9a-f]{64}\b|[0-9a-f]{32}\b)`)

func masked(text string) string {
	return chance.ReplaceAllStringFunc(text, func(s string) string {
		if strings.HasSuffix(s, "@") {
			return "KEYED@"
		}
		return fmt.Sprintf("HASH%d", len(s)/2)
	})
}

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden shows what people see of one day, on terminals of 80 and 120 columns, in colours and in pipes.
func TestGolden(t *testing.T) {
	golden, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	r := newRig(t, "")
	r.day()
	r.write("outage.eml", "Authentication-Results: mx.acme.example; dmarc=pass header.from=acme.example\nReceived: by mx\nFrom: dana@acme.example\nTo: help@acme.example\nSubject: The VPN is down\nMessage-ID: <x@acme.example>\n\nPlease help.\n")
	r.write("odd.eml", "From nobody\nFrom: =?utf-8?q?J=C3=BCrgen?= <j@example.org>, k@example.org\nTo: help@acme.example\nSubject: \x1b[31mred\x1b[0m\nIn-Reply-To: <1@x>\nAuto-Submitted: auto-generated\n\nthe text\n> a quote\n")
	at80, at120 := screen{terminal: true, width: 80}, screen{terminal: true, width: 120}
	colours := screen{terminal: true, width: 80, colours: true}
	pipe := screen{width: plainWidth}
	for _, c := range []struct {
		name   string
		screen screen
		args   string
	}{
		{"list-80", at80, "ticket list"},
		{"list-120", at120, "ticket list"},
		{"list-colours", colours, "ticket list"},
		{"list-pipe", pipe, "ticket list"},
		{"list-json", pipe, "ticket list --json"},
		{"search-80", at80, "ticket search queue runner"},
		{"show-80", at80, "ticket show 1"},
		{"show-120", at120, "ticket show #1"},
		{"show-colours", colours, "ticket show 1"},
		{"show-closed-80", at80, "ticket show 2"},
		{"show-json", pipe, "ticket show 1 --json"},
		{"outbox-80", at80, "outbox list --all"},
		{"outbox-json", pipe, "outbox list --all --json"},
		{"quarantine-80", at80, "quarantine list"},
		{"quarantine-json", pipe, "quarantine list --json"},
		{"quarantine-show-80", at80, "quarantine show 1"},
		{"quarantine-show-json", pipe, "quarantine show 2 --json"},
		{"explain-80", at80, "explain outage.eml odd.eml"},
		{"explain-stored-80", at80, "explain <3@acme.example>"},
		{"explain-json", pipe, "explain outage.eml odd.eml 1@acme.example 4@acme.example 5@acme.example --json"},
		{"parse-80", at80, "parse outage.eml odd.eml"},
		{"audit-verify", pipe, "audit verify"},
		{"audit-export", pipe, "audit export --from 18"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r.screen = c.screen
			got := masked(r.must(strings.Fields(c.args)...))
			file := filepath.Join(golden, c.name+".golden")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			if c.screen.terminal && !c.screen.colours {
				for line := range strings.Lines(got) {
					if line = strings.TrimSuffix(line, "\n"); columns(line) > c.screen.width && !strings.Contains(line, "://") {
						t.Errorf("%d columns: %s", columns(line), line)
					}
				}
			}
			if !c.screen.colours && strings.Contains(got, "\x1b") {
				t.Error("styles without colours, or those of a stranger")
			}
		})
	}
}
