package realservers

import (
	"bytes"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"testing"
	"text/template"
	"time"
)

// PostfixServer is a running Postfix: mail for the domain test.invalid goes to an LMTP
// server, all other mail to a sink.
type PostfixServer struct {
	SMTP int // port on 127.0.0.1
	Dir  string
}

// Postfix starts one, and ends it with the test. lmtpPort and sinkPort are ports on
// 127.0.0.1. Retries come after two seconds, and bounces after twenty. Settings are further
// lines of main.cf. It needs root, because the Postfix master refuses to run without.
func Postfix(t testing.TB, lmtpPort, sinkPort int, settings ...string) *PostfixServer {
	t.Helper()
	path, err := find("postfix")
	if err == nil {
		_, err = user.Lookup("postfix")
	}
	if err != nil {
		t.Skipf("needs a real Postfix: %v", err)
	}
	if os.Getuid() != 0 {
		t.Skip("needs root: the Postfix master refuses to run without")
	}
	p := &PostfixServer{SMTP: freePort(t), Dir: tempDir(t, "fdpf")}
	if err := p.configure(lmtpPort, sinkPort, settings); err != nil {
		t.Fatalf("postfix: %v", err)
	}
	etc := filepath.Join(p.Dir, "etc")
	if out, err := exec.Command(path, "-c", etc, "start").CombinedOutput(); err != nil {
		t.Skipf("Postfix does not start here: %v\n%s", err, out)
	}
	t.Cleanup(func() { _ = exec.Command(path, "-c", etc, "abort").Run() })
	if err := answers(p.SMTP, 10*time.Second); err != nil {
		t.Skipf("Postfix does not answer: %v\n%s", err, p.Log())
	}
	return p
}

// Log is what Postfix logged.
func (p *PostfixServer) Log() string {
	log, _ := os.ReadFile(filepath.Join(p.Dir, "maillog"))
	return string(log)
}

func (p *PostfixServer) configure(lmtpPort, sinkPort int, settings []string) error {
	for _, sub := range []string{"etc", "spool", "data"} {
		if err := os.MkdirAll(filepath.Join(p.Dir, sub), 0o755); err != nil {
			return err
		}
	}
	owner, err := user.Lookup("postfix")
	if err != nil {
		return err
	}
	if err := chown(filepath.Join(p.Dir, "data"), owner); err != nil {
		return err
	}
	if err := os.Chmod(p.Dir, 0o755); err != nil {
		return err
	}
	values := map[string]any{"Dir": p.Dir, "SMTP": p.SMTP, "LMTP": lmtpPort, "Sink": sinkPort, "Settings": settings}
	for name, tmpl := range map[string]*template.Template{"main.cf": postfixMain, "master.cf": postfixMaster} {
		var conf bytes.Buffer
		if err := tmpl.Execute(&conf, values); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(p.Dir, "etc", name), conf.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

var postfixMain = template.Must(template.New("main.cf").Parse(`compatibility_level = 3.6
queue_directory = {{.Dir}}/spool
data_directory = {{.Dir}}/data
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {{.Dir}}/maillog
maillog_file_prefixes = {{.Dir}}
multi_instance_name =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.test.invalid
mydomain = test.invalid
mydestination =
local_transport = error:no local mail
alias_maps =
alias_database =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
virtual_mailbox_domains = test.invalid
virtual_transport = lmtp:inet:127.0.0.1:{{.LMTP}}
recipient_delimiter = +
relayhost = [127.0.0.1]:{{.Sink}}
smtp_host_lookup = native
smtp_dns_support_level = disabled
disable_dns_lookups = yes
smtpd_tls_security_level = none
message_size_limit = 52428800
mailbox_size_limit = 0
minimal_backoff_time = 2s
maximal_backoff_time = 4s
queue_run_delay = 2s
maximal_queue_lifetime = 20s
bounce_queue_lifetime = 20s
delay_warning_time = 0h
smtputf8_enable = yes
in_flow_delay = 0
smtpd_client_connection_rate_limit = 0
smtpd_client_connection_count_limit = 0
smtpd_error_sleep_time = 0
{{range .Settings}}{{.}}
{{end}}`))

var postfixMaster = template.Must(template.New("master.cf").Parse(`127.0.0.1:{{.SMTP}} inet n - n - - smtpd
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 2 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
smtp      unix  - - n - - smtp
relay     unix  - - n - - smtp
showq     unix  n - n - - showq
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
lmtp      unix  - - n - - lmtp
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
`))
