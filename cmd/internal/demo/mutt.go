package demo

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
)

// MuttFiles writes settings for Mutt and NeoMutt, one file for an agent and one for a requester, and returns
// their paths.
func (s *Stage) MuttFiles(dir string) ([]string, error) {
	var paths []string
	for file, who := range []Person{alice, dana} {
		path := filepath.Join(dir, []string{"alice", "dana"}[file]+".muttrc")
		if err := os.WriteFile(path, []byte(s.mutt(who)), 0o600); err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

func (s *Stage) mutt(p Person) string {
	user := url.QueryEscape(p.Address)
	return fmt.Sprintf(`set realname = "%s"
set from = "%s"
set use_from = yes
set spoolfile = "imap://%s@%s/INBOX"
set folder = "imap://%s@%s/"
set record = "=Sent"
set imap_pass = "%s"
set smtp_url = "smtp://%s@%s/"
set smtp_pass = "%s"
set smtp_authenticators = "plain"
set ssl_starttls = no
set ssl_force_tls = no
set mail_check = 5
set sort = threads
alias desk %s <%s>
`, p.Name, p.Address, user, s.World.IMAPAddr(), user, s.World.IMAPAddr(), Password, user, s.World.SMTPAddr(), Password, desk.Name, desk.Address)
}
