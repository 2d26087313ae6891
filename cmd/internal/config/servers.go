package config

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/desk"
)

// TLS is how a connection is protected.
type TLS string

// The protections of a connection.
const (
	TLSImplicit TLS = "implicit" // from the first byte (RFC 8314 §3)
	TLSStart    TLS = "starttls" // by STARTTLS, without which nothing is said
	TLSNone     TLS = "none"     // on loopback alone
)

// Login is how the desk shows who it is.
type Login struct {
	Username string
	Auth     string // "password" or "oauth2"
	Password Secret // of "password"
	OAuth    string // of "oauth2": the name of an OAuth
}

// IMAP is where the mail of a mailbox comes from.
type IMAP struct {
	Host string
	Port int
	TLS  TLS
	Login
	Folder string
	After  string        // a mail was taken: "seen", "delete" or "move"
	MoveTo string        // the folder of "move"
	Poll   time.Duration // between two looks where the server tells nothing by itself
	Start  string        // at first contact: "unseen", "all" or "now"
}

// SMTP is where mail goes out.
type SMTP struct {
	Host string // "" where there is no such server
	Port int
	TLS  TLS
	Login
}

// MailboxServer is the servers of one mailbox.
type MailboxServer struct {
	Address string
	Line    int
	IMAP    *IMAP // nil: mail comes by `deliver` alone
	SMTP    SMTP  // its own, or that of [smtp]
}

// OAuth is how tokens are fetched (RFC 6749) for servers that want no passwords.
type OAuth struct {
	Name         string
	TokenURL     string
	ClientID     string
	ClientSecret Secret
	RefreshToken Secret // not set: the client's own credentials are used
	Scopes       []string
}

func readSMTP(top table, c *Config) {
	if t, ok := top.section("smtp"); ok {
		c.SMTP = t.smtp()
	}
}

func (t table) smtp() SMTP {
	var s SMTP
	s.Host, s.Port, s.TLS = t.server(map[TLS]int64{TLSImplicit: 465, TLSStart: 587, TLSNone: 25})
	s.Login = t.login("")
	t.close()
	return s
}

// server reads host, port and tls; the default port follows from tls.
func (t table) server(ports map[TLS]int64) (host string, port int, tls TLS) {
	t.missing("host", `"mail.example.com"`)
	host = t.host("host", "", isHost)
	tls = TLS(t.word("tls", string(TLSImplicit), string(TLSImplicit), string(TLSStart), string(TLSNone)))
	port = int(t.integer("port", ports[tls], 1, 65535))
	if tls == TLSNone && host != "" && !isLoopback(host) {
		t.wrong("tls", "mail and password would go to "+host+" unprotected", `"implicit" or "starttls"; "none" only to this machine itself`)
	}
	return host, port, tls
}

// login reads username, auth, password and oauth. A server without a username wants no login.
func (t table) login(username string) Login {
	l := Login{
		Username: t.line("username", username),
		Auth:     t.word("auth", "password", "password", "oauth2"),
		Password: t.secret("password"),
		OAuth:    t.reference("oauth", "oauth"),
	}
	switch {
	case l.Auth == "oauth2" && !t.has("oauth"):
		t.wrong("auth", "nothing says how tokens are fetched", `write oauth = "NAME" of an [[oauth]]`)
	case l.Auth == "oauth2" && t.has("password"):
		t.wrong("password", "has no place beside auth = \"oauth2\"", "leave one of them out")
	case l.Auth == "password" && t.has("oauth"):
		t.wrong("oauth", "has no place without auth = \"oauth2\"", `write auth = "oauth2"`)
	case l.Auth == "password" && t.has("password") && l.Username == "":
		t.missing("username", `"…"`)
	case l.Auth == "password" && !t.has("password") && l.Username != "":
		t.missing("password", `{ env = "NAME" }`)
	}
	if l.Auth == "oauth2" && l.Username == "" {
		t.missing("username", `"…"`)
	}
	return l
}

func readMailboxes(top table, c *Config) {
	list := top.sections("mailbox")
	if len(list) == 0 && !top.has("mailbox") {
		top.fail(0, "mailbox", "there is no mailbox", "write a [[mailbox]] with its address, queue and imap")
	}
	seen := map[string]int{}
	for _, t := range list {
		box := desk.Mailbox{Address: t.address("address"), Queue: t.reference("queue", "queue"), Subaddress: t.boolean("subaddress", false)}
		t.missing("address", `"support@example.com"`)
		t.missing("queue", `"…"`)
		aliases := t.addresses("aliases")
		box.Aliases = plain(aliases)
		if n := t.node.get("address"); n != nil && box.Address != "" {
			aliases = append([]*node{n}, aliases...)
		}
		for _, n := range aliases {
			t.claim(seen, n)
		}
		server := MailboxServer{Address: box.Address, SMTP: c.SMTP}
		server.Line, _ = t.position(t.node.offset)
		if sub, ok := t.section("imap"); ok {
			server.IMAP = sub.imap(box.Address)
		}
		if sub, ok := t.section("smtp"); ok {
			server.SMTP = sub.smtp()
		} else if !top.has("smtp") {
			t.fail(t.node.offset, "mailbox.smtp", "nothing says how its mail goes out", "write [smtp] with host, username and password, or smtp = { … } here")
		}
		t.close()
		c.Policy.Mailboxes = append(c.Policy.Mailboxes, box)
		c.Mailboxes = append(c.Mailboxes, server)
	}
	top.sharedFolders(list, c.Mailboxes)
}

// claim notes an address of the desk; each belongs to one mailbox.
func (t table) claim(seen map[string]int, n *node) {
	folded := desk.AddressKey(n.text)
	if line, ok := seen[folded]; ok {
		t.fail(n.offset, t.path, n.text+" belongs to a mailbox already, in line "+strconv.Itoa(line), "keep one of them")
		return
	}
	seen[folded], _ = t.position(n.offset)
}

// sharedFolders warns of two mailboxes that read one folder.
func (r *reader) sharedFolders(list []table, servers []MailboxServer) {
	type folder struct{ host, username, folder string }
	first := map[folder]int{}
	for i, s := range servers {
		if s.IMAP == nil || s.IMAP.Host == "" {
			continue
		}
		f := folder{strings.ToLower(s.IMAP.Host) + ":" + strconv.Itoa(s.IMAP.Port), s.IMAP.Username, s.IMAP.Folder}
		if line, ok := first[f]; ok {
			r.warn(list[i].place("imap"), "mailbox.imap", "reads the same folder as the mailbox in line "+strconv.Itoa(line), "further addresses of one mailbox go into its aliases")
			continue
		}
		first[f] = s.Line
	}
}

func (t table) imap(address string) *IMAP {
	var s IMAP
	s.Host, s.Port, s.TLS = t.server(map[TLS]int64{TLSImplicit: 993, TLSStart: 143, TLSNone: 143})
	s.Login = t.login(address)
	s.Folder = t.line("folder", "INBOX")
	s.Poll = t.duration("poll", time.Minute)
	if t.has("poll") && s.Poll <= 0 {
		t.wrong("poll", "must be longer than nothing", `such as "60s"`)
	}
	s.Start = t.word("start", "unseen", "unseen", "all", "now")
	s.After, s.MoveTo = t.after()
	if s.MoveTo != "" && s.MoveTo == s.Folder {
		t.wrong("after", "moves mail into the folder that it comes from", "name another folder")
	}
	t.close()
	return &s
}

// after is what becomes of a mail on the server once it was taken.
func (t table) after() (what, folder string) {
	s := t.line("after", "seen")
	if to, found := strings.CutPrefix(s, "move:"); found {
		if strings.TrimSpace(to) == "" {
			t.wrong("after", "names no folder", `such as "move:Done"`)
		}
		return "move", strings.TrimSpace(to)
	}
	possible := []string{"seen", "delete", "move:FOLDER"}
	if !slices.Contains(possible[:2], s) {
		t.wrong("after", strconv.Quote(cut(s))+" is not possible here", "possible: "+strings.Join(possible, ", "))
	}
	return s, ""
}

func readOAuth(top table, c *Config) {
	list := top.sections("oauth")
	unique(list)
	for _, t := range list {
		o := OAuth{Name: t.name(), TokenURL: t.text("token_url", ""), ClientID: t.line("client_id", ""),
			ClientSecret: t.secret("client_secret"), RefreshToken: t.secret("refresh_token"), Scopes: plain(t.texts("scopes"))}
		t.missing("token_url", `"https://…"`)
		t.missing("client_id", `"…"`)
		t.webAddress("token_url", o.TokenURL)
		if !t.has("client_secret") && !t.has("refresh_token") {
			t.missing("client_secret", `{ env = "NAME" }`)
		}
		t.close()
		c.OAuth = append(c.OAuth, o)
	}
}

// webAddress refuses what is no URL, and http beyond this machine.
func (t table) webAddress(name, s string) {
	if s == "" {
		return
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		// Not repeated: a URL may hold a secret.
		t.wrong(name, "is no web address", "such as https://login.example.com/token")
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		t.wrong(name, "secrets would go to "+cut(u.Hostname())+" unprotected", "write https://")
	}
}
