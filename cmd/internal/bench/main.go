// Command bench writes a mailbox full of small support mails for `make bench`: a Maildir that is the same, byte
// for byte, for the same number and seed.
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	n := flag.Int("n", 5000, "number of mails")
	seed := flag.Uint64("seed", 1, "what the mails are drawn from")
	out := flag.String("out", "", "the Maildir to write")
	flag.Parse()
	if err := write(*out, *n, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// write makes the Maildir. Every mail is new, from somebody else, and unread.
func write(dir string, n int, seed uint64) error {
	for _, sub := range []string{"new", "cur", "tmp"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			return err
		}
	}
	dice := rand.New(rand.NewPCG(seed, 1))
	for i := range n {
		name := filepath.Join(dir, "new", fmt.Sprintf("%d.M%06dP1.bench", 1_790_000_000+i, i))
		if err := os.WriteFile(name, []byte(mail(dice, i)), 0o644); err != nil {
			return err
		}
	}
	return nil
}

var (
	things = strings.Fields("printer laptop phone screen keyboard network VPN mailbox calendar account password folder server scanner badge")
	faults = []string{"does not start", "is very slow", "shows an error", "was lost", "needs to be moved", "has stopped", "asks for a licence", "is locked"}
	words  = strings.Fields("the a we I it since yesterday this morning after update restart again every user floor office could you please look into have tried " +
		"twice nothing changed still same error message number window closes itself colleague next door works fine urgent customer waiting invoice " +
		"meeting at ten thanks in advance kind regards attached screenshot Grüße Büro")
)

// mail is one support mail: half are plain, the rest have an HTML twin; some quote a long history. The median is
// about 8 kB.
func mail(dice *rand.Rand, i int) string {
	subject := fmt.Sprintf("%s %s", things[dice.IntN(len(things))], faults[dice.IntN(len(faults))])
	body := prose(dice, 60+dice.IntN(200))
	if dice.IntN(3) > 0 {
		body += "\n-- \nUser " + fmt.Sprint(i) + "\nExample Ltd, 1 High Street\n"
	}
	history := "\nOn Mon, 1 Jun 2026 at 09:12, Somebody <somebody@example.net> wrote:\n> " +
		strings.ReplaceAll(prose(dice, 100+dice.IntN(900)), "\n", "\n> ") + "\n"
	text := body + history
	head := fmt.Sprintf("Return-Path: <user%d@example.org>\nAuthentication-Results: mx.bench.invalid; dmarc=pass header.from=example.org\n"+
		"Received: from out.example.org (out.example.org [192.0.2.7])\n\tby mx.bench.invalid (Postfix) with ESMTPS id %08X\n\tfor <support@bench.invalid>; Tue, 2 Jun 2026 09:00:00 +0000\n"+
		"From: User %d <user%d@example.org>\nTo: support@bench.invalid\nSubject: %s\nDate: %s\nMessage-ID: <%d.%x@example.org>\nMIME-Version: 1.0\n",
		i, i*7919, i, i, subject, time.Unix(1_780_000_000+int64(i), 0).UTC().Format(time.RFC1123Z), i, dice.Uint64())
	if dice.IntN(2) == 0 {
		return head + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + text
	}
	html := "<html><body><div>" + strings.ReplaceAll(body, "\n", "<br>\n") + "</div><blockquote type=\"cite\">" +
		strings.ReplaceAll(history, "\n", "<br>\n") + "</blockquote></body></html>"
	return head + "Content-Type: multipart/alternative; boundary=b1\n\n--b1\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" +
		text + "\n--b1\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + html + "\n--b1--\n"
}

func prose(dice *rand.Rand, n int) string {
	var b strings.Builder
	column := 0
	for range n {
		w := words[dice.IntN(len(words))]
		if column += len(w) + 1; column > 72 {
			b.WriteByte('\n')
			column = len(w)
		} else if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String() + "\n"
}
