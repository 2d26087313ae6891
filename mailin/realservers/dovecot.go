package realservers

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"text/template"
	"time"

	"github.com/emersion/go-smtp"
)

// DovecotServer is a running Dovecot. Any user name logs in with Password; folders are
// made at first use.
type DovecotServer struct {
	Host              string // 127.0.0.1
	IMAP, IMAPS, LMTP int    // ports: clear with STARTTLS, implicit TLS, LMTP
	User, Password    string // one of the users
	Hostname          string // that it writes into its Received fields
	Dir               string
	Roots             *x509.CertPool // with the server's own certificate

	t    testing.TB
	path string
	cmd  *exec.Cmd
}

// Dovecot starts one, and ends it with the test.
func Dovecot(t testing.TB) *DovecotServer {
	t.Helper()
	path, err := find("dovecot")
	if err != nil {
		t.Skipf("needs a real Dovecot: %v", err)
	}
	d := &DovecotServer{Host: "127.0.0.1", IMAP: freePort(t), IMAPS: freePort(t), LMTP: freePort(t),
		User: "support@test.invalid", Password: "secret", Hostname: "imap.test.invalid", Dir: tempDir(t, "fddc"), t: t, path: path}
	if err := d.configure(); err != nil {
		t.Fatalf("dovecot: %v", err)
	}
	t.Cleanup(d.Kill)
	d.Start()
	return d
}

// Start starts the server, again after Kill, with the mail that it had.
func (d *DovecotServer) Start() {
	d.t.Helper()
	d.cmd = exec.Command(d.path, "-F", "-c", filepath.Join(d.Dir, "dovecot.conf"))
	d.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := d.cmd.Start(); err != nil {
		d.t.Fatalf("dovecot: %v", err)
	}
	for _, port := range []int{d.IMAP, d.IMAPS, d.LMTP} {
		if err := answers(port, 10*time.Second); err != nil {
			log, _ := os.ReadFile(filepath.Join(d.Dir, "log"))
			d.Kill()
			d.t.Skipf("Dovecot does not start here: %v\n%s", err, log)
		}
	}
}

// Kill ends the server and all its children at once, as a power cut would.
func (d *DovecotServer) Kill() {
	kill(d.cmd)
	d.cmd = nil
}

// Deliver gives a mail to the server by LMTP, as an MTA does.
func (d *DovecotServer) Deliver(from, to string, raw []byte) error {
	conn, err := net.Dial("tcp", net.JoinHostPort(d.Host, strconv.Itoa(d.LMTP)))
	if err != nil {
		return err
	}
	c := smtp.NewClientLMTP(conn)
	defer c.Close()
	if err := c.SendMail(from, []string{to}, bytes.NewReader(raw)); err != nil {
		return err
	}
	return c.Quit()
}

func (d *DovecotServer) configure() error {
	u, group, err := account()
	if err != nil {
		return err
	}
	for _, sub := range []string{"run", "state", "mail"} {
		if err := os.MkdirAll(filepath.Join(d.Dir, sub), 0o755); err != nil {
			return err
		}
	}
	if err := d.certificate(); err != nil {
		return err
	}
	var conf bytes.Buffer
	if err := dovecotConf.Execute(&conf, map[string]any{"D": d, "User": u.Username, "Group": group}); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(d.Dir, "dovecot.conf"), conf.Bytes(), 0o644); err != nil {
		return err
	}
	if err := os.Chmod(d.Dir, 0o755); err != nil {
		return err
	}
	return chown(d.Dir, u)
}

// certificate makes a key and a certificate for 127.0.0.1.
func (d *DovecotServer) certificate() error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, key.Public(), key)
	if err != nil {
		return err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return err
	}
	d.Roots = x509.NewCertPool()
	d.Roots.AddCert(cert)
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	err = os.WriteFile(filepath.Join(d.Dir, "cert.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o644)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(d.Dir, "key.pem"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600)
}

// The configuration for Dovecot 2.3, run without privileges. Its parser wants each setting
// on a line of its own.
var dovecotConf = template.Must(template.New("dovecot.conf").Parse(`protocols = imap lmtp
listen = {{.D.Host}}
base_dir = {{.D.Dir}}/run
state_dir = {{.D.Dir}}/state
log_path = {{.D.Dir}}/log
default_internal_user = {{.User}}
default_internal_group = {{.Group}}
default_login_user = {{.User}}
default_vsz_limit = 256M
first_valid_uid = 0
first_valid_gid = 0
mail_uid = {{.User}}
mail_gid = {{.Group}}
mail_home = {{.D.Dir}}/mail/%u
mail_location = maildir:~/Maildir
mail_max_userip_connections = 50
recipient_delimiter = +
hostname = {{.D.Hostname}}
disable_plaintext_auth = no
auth_mechanisms = plain login
ssl = yes
ssl_cert = <{{.D.Dir}}/cert.pem
ssl_key = <{{.D.Dir}}/key.pem
passdb {
  driver = static
  args = password={{.D.Password}}
}
userdb {
  driver = static
  args = uid={{.User}} gid={{.Group}} home={{.D.Dir}}/mail/%u allow_all_users=yes
}
protocol lmtp {
  postmaster_address = postmaster@test.invalid
}
namespace inbox {
  inbox = yes
  separator = /
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = {{.D.IMAP}}
  }
  inet_listener imaps {
    port = {{.D.IMAPS}}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    address = {{.D.Host}}
    port = {{.D.LMTP}}
  }
}
`))
