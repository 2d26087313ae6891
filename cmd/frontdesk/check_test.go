package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"frontdesk/cmd/internal/daemon"
	"frontdesk/cmd/internal/loopback"
)

const outageMail = "From: dana@acme.example\nTo: help@acme.example\nSubject: VPN is down\n\nPlease help.\n"

// TestCheck is the good news, with warnings on the other channel.
func TestCheck(t *testing.T) {
	r := newRig(t, "[[rule_test]]\nmail = \"outage.eml\"\nqueue = \"incidents\"\npriority = \"P1\"\nrule = \"outages\"\noutcome = \"new\"\n"+
		"[[hook]]\nname = \"h\"\non = [\"opened\"]\ncommand = [\"true\"]\n")
	r.write("outage.eml", outageMail)
	code, out, told := r.run("check")
	if code != 0 || out != "frontdesk.toml is fine: 1 mailbox, 2 agents, 2 queues, 2 rules, 1 rule test passed; 1 warning\n" {
		t.Errorf("exit code %d: %s", code, out)
	}
	if !strings.HasPrefix(told, "frontdesk.toml:58: warning: hook: ") {
		t.Errorf("told %s", told)
	}
	if _, err := os.Stat("data"); err == nil {
		t.Error("check made a store")
	}
}

// TestRuleTests are held against what becomes of the mail.
func TestRuleTests(t *testing.T) {
	for name, c := range map[string]struct{ test, want string }{
		"queue":       {`queue = "service-desk"`, `queue is "incidents", wanted "service-desk"`},
		"priority":    {`priority = "P2"`, `priority is "P1", wanted "P2"`},
		"rule":        {`rule = "newsletters"`, `deciding rule is "outages", wanted "newsletters"`},
		"assign":      {`assign = "bob"`, `assignee is none, wanted "bob"`},
		"outcome":     {`outcome = "quarantined"`, `outcome is "new", wanted "quarantined"; it became new: a new ticket in queue incidents, chosen by rule "outages"; frontdesk explain `},
		"two at once": {"queue = \"service-desk\"\npriority = \"P5\"", `queue is "incidents", wanted "service-desk"; priority is "P1", wanted "P5"`},
		"no mail":     {"mail = \"none.eml\"\nqueue = \"incidents\"", "none.eml: no such file"},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.HasPrefix(c.test, "mail") {
				c.test = "mail = \"outage.eml\"\n" + c.test
			}
			r := newRig(t, "[[rule_test]]\n"+c.test+"\n")
			r.write("outage.eml", outageMail)
			code, out, told := r.run("check")
			if code != 1 || out != "" || !strings.Contains(told, c.want) || !strings.HasPrefix(told, "frontdesk.toml:52: rule_test: ") {
				t.Errorf("exit code %d: %q, told %s", code, out, told)
			}
		})
	}
}

// TestRuleTestOfHold: a mail that is held opens no ticket, and the rule that held it decided.
func TestRuleTestOfHold(t *testing.T) {
	r := newRig(t, "[[rule_test]]\nmail = \"news.eml\"\noutcome = \"quarantined\"\nrule = \"newsletters\"\nmailbox = \"support@acme.example\"\n")
	r.write("news.eml", "From: news@shop.example\nSubject: 50 % off, the shop is down\nList-Unsubscribe: <mailto:u@shop.example>\n\nBuy.\n")
	r.must("check")
}

// TestCheckTemplates: every mistake is said at once, each with its file and line.
func TestCheckTemplates(t *testing.T) {
	r := newRig(t, "[templates]\ndir = \"templates\"\n")
	if err := os.Mkdir("templates", 0o700); err != nil {
		t.Fatal(err)
	}
	r.write("templates/ack.en.txt.tmpl", "Subject: {{.Nonsense}}\n\nx\n")
	r.write("templates/reply.nl.txt.tmpl", "Hallo\n")
	r.write("templates/reply.nl.html.tmpl", "{{if}}\n")
	r.write("templates/words.nl.txt", "# Nederlands\nnew = nieuw\n")
	code, out, told := r.run("check")
	want := "/templates/ack.en.txt.tmpl:1:11: {{.Nonsense}}: there is no field \"Nonsense\" (there are "
	if code != 1 || out != "" || !strings.Contains(told, want) ||
		!strings.Contains(told, "/templates/reply.nl.txt.tmpl:1: the first line must be \"Subject: \"") ||
		!strings.Contains(told, "/templates/reply.nl.html.tmpl:1: ") || strings.Count(told, "\n") != 3 {
		t.Errorf("exit code %d: %q, told %s", code, out, told)
	}
}

// TestCheckOwnLanguage: files alone add a language; an answer to its mails must be understood.
func TestCheckOwnLanguage(t *testing.T) {
	r := newRig(t, "[templates]\ndir = \"templates\"\n")
	if err := os.Mkdir("templates", 0o700); err != nil {
		t.Fatal(err)
	}
	r.write("templates/reply.nl.txt.tmpl", "Subject: {{.Subject \"Een antwoord\"}}\n{{.From}} antwoordde:{{template \"rest\" .}}\n")
	r.write("templates/reply.nl.html.tmpl", "{{template \"top\" .}}{{.From}} antwoordde:{{template \"rest\" .}}\n")
	for phrase, understood := range map[string]bool{"Schrijf boven deze regel": true, "Hierboven svp": false} {
		r.write("templates/words.nl.txt", "new = nieuw\nReply above this line = "+phrase+"\n")
		code, _, told := r.run("check")
		if understood && code != 0 || !understood && (code != 1 || !strings.HasSuffix(told, "/templates/words.nl.txt:2: \"## "+phrase+
			" ##\" is no cut line that is understood in an answer; leave this line out, and it stays English\n")) {
			t.Errorf("%s: exit code %d, told %s", phrase, code, told)
		}
	}
}

// TestConnect logs in to real servers, once with the wrong password.
func TestConnect(t *testing.T) {
	w, err := loopback.Start(loopback.Options{Hostname: "mx.acme.example", Now: daemon.Now,
		Accounts: []loopback.Account{{Address: "support@acme.example", Password: "right"}}})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for password, want := range map[string]int{"right": 0, "wrong": exitFailed} {
		r := newRig(t, "")
		text := strings.Replace(deskConfig, "subaddress = true", fmt.Sprintf("imap = { host = \"127.0.0.1\", port = %d, tls = \"none\", username = \"support@acme.example\", password = { env = \"PW\" } }", w.IMAPAddr().Port), 1)
		text = strings.Replace(text, "port = 1025", fmt.Sprintf("port = %d\nusername = \"support@acme.example\"\npassword = { env = \"PW\" }", w.SMTPAddr().Port), 1)
		r.write("frontdesk.toml", text)
		r.env["PW"] = password
		code, out, told := r.run("check", "--connect")
		if code != want || strings.Contains(out+told, password+"\n") {
			t.Errorf("%s: exit code %d\n%s%s", password, code, out, told)
		}
		wanted := []string{"  ok      support@acme.example: IMAP 127.0.0.1:", "0 mails in INBOX, not protected", "  ok      SMTP 127.0.0.1:", "SIZE"}
		if want != 0 {
			wanted = []string{"  failed  support@acme.example: IMAP", "  failed  SMTP", "2 servers did not let the desk in"}
		}
		for _, text := range wanted {
			if !strings.Contains(out+told, text) {
				t.Errorf("%s: %q is not in\n%s%s", password, text, out, told)
			}
		}
	}
}
