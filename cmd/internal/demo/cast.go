package demo

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"frontdesk/cmd/internal/loopback"
	core "frontdesk/desk"
)

// Person is somebody who takes part, with a mailbox of their own.
type Person struct {
	Name    string
	Address string
	Part    string // in the play, in a few words
}

// String is the name for people.
func (p Person) String() string { return p.Name }

// The password of every mailbox: nothing but this machine can reach them.
const Password = "nordwind"

// Host is what the mail servers call themselves.
const Host = "mx.nordwind.example"

// The desk and its people. Nordwind makes wind gauges.
var (
	desk    = Person{"Nordwind Helpdesk", "helpdesk@nordwind.example", "the desk's own mailbox"}
	alice   = Person{"Alice Fox", "alice@nordwind.example", "agent, first line"}
	bob     = Person{"Bob Meyer", "bob@nordwind.example", "agent, first line"}
	carol   = Person{"Carol Ito", "carol@nordwind.example", "agent, purchasing"}
	maria   = Person{"Maria Stein", "maria@nordwind.example", "approver, managing director"}
	dana    = Person{"Dana Whitfield", "dana@nordwind.example", "accounts"}
	jonas   = Person{"Jonas Keller", "jonas.keller@nordwind.example", "sales, German"}
	priya   = Person{"Priya Raman", "priya@nordwind.example", "head of design"}
	erik    = Person{"Erik Lund", "erik@nordwind.example", "accounts"}
	lucia   = Person{"Lucia Silva", "lucia@nordwind.example", "fairs, on holiday"}
	tom     = Person{"Tom Okafor", "tom@okafor-workshop.example", "field service"}
	watch   = Person{"Monitoring", "monitoring@nordwind.example", "a machine"}
	mallory = Person{"somebody else", "mallory@elsewhere.example", "pretends to be Alice"}
	mailer  = Person{"Mail Delivery System", "mailer-daemon@" + Host, "the mail server"}
)

// Cast is everybody with a mailbox, agents first.
func Cast() []Person {
	return []Person{alice, bob, carol, maria, dana, jonas, priya, erik, lucia, tom}
}

// accounts are the mailboxes of the play.
func accounts() []loopback.Account {
	all := []loopback.Account{
		{Address: desk.Address, Password: Password, Subaddress: true},
		{Address: watch.Address, Password: Password},
	}
	for _, p := range Cast() {
		all = append(all, loopback.Account{Address: p.Address, Password: Password, Folders: []string{"Sent", "Drafts", "Trash"}})
	}
	return all
}

// person finds who has an address; strangers have it for a name.
func person(addr string) Person {
	for _, p := range append(Cast(), desk, watch, mallory, mailer) {
		if strings.EqualFold(p.Address, addr) {
			return p
		}
	}
	return Person{Name: cmp.Or(addr, "nobody"), Address: addr}
}

// zone is the desk's.
const zone = "Europe/Berlin"

// stocktaking is when no change may be made: three days from the next midnight of the desk on.
func stocktaking(now time.Time) (core.Window, error) {
	at, err := time.LoadLocation(zone)
	if err != nil {
		return core.Window{}, err
	}
	y, m, d := now.In(at).Date()
	return core.Window{From: time.Date(y, m, d+1, 0, 0, 0, 0, at), To: time.Date(y, m, d+4, 0, 0, 0, 0, at)}, nil
}

// minute is how a day and a time are written, in the configuration and in commands.
const minute = "2006-01-02 15:04"

// configurationText is filled in by configuration.
const configurationText = `# The desk of the demo.

[desk]
name        = "%s"
domain      = "desk.nordwind.example"
timezone    = "%s"
language    = "en"
data        = "data"
tag         = "NORD"
authserv_id = "%s"

[[mailbox]]
address    = "%s"
queue      = "service-desk"
subaddress = true
imap       = { host = "127.0.0.1", port = %d, tls = "none", password = "%s", poll = "5s" }

[smtp]
host     = "127.0.0.1"
port     = %d
tls      = "none"
username = "%s"
password = "%s"

[[agent]]
name      = "alice"
full_name = "Alice Fox"
addresses = ["alice@nordwind.example"]
groups    = ["first-line"]

[[agent]]
name      = "bob"
full_name = "Bob Meyer"
addresses = ["bob@nordwind.example"]
groups    = ["first-line"]

[[agent]]
name      = "carol"
full_name = "Carol Ito"
addresses = ["carol@nordwind.example"]
role      = "manager"

[[queue]]
name     = "service-desk"
practice = "service-desk"
agents   = ["@first-line"]

[[queue]]
name     = "requests"
practice = "request"
agents   = ["carol", "bob"]

[[queue]]
name     = "monitoring"
practice = "event"
agents   = ["bob"]
assign   = "round-robin"

[[rule]]
name    = "disks"
when    = 'auto == "auto-generated" and sender.address == "monitoring@nordwind.example"'
queue   = "monitoring"
urgency = "high"
tags    = ["storage"]

[[rule]]
name  = "orders"
when  = 'subject matches "(?i)\\b(order|new laptop|new phone)\\b" and sender.domain == "nordwind.example"'
queue = "requests"
tags  = ["hardware"]

[[agent]]
name      = "maria"
full_name = "Maria Stein"
addresses = ["maria@nordwind.example"]
role      = "approver"

[[queue]]
name     = "problems"
practice = "problem"
agents   = ["alice"]

[[queue]]
name         = "changes"
practice     = "change"
agents       = ["bob"]
change_model = "disk"

[[change_model]]
name = "disk"
type = "standard"

[[rule]]
name  = "changes"
when  = 'subject startsWith "Change:"'
queue = "changes"

[[blackout]]
name   = "stocktaking"
from   = "%s"
to     = "%s"
reason = "stocktaking"

[[service]]
name        = "phone"
title       = "A company phone"
group       = "Workplace"
description = "With a number of your own."
takes       = "three days"
queue       = "requests"
approval    = { by = ["maria"] }
fields      = [ { name = "size", choices = ["small", "large"] }, { name = "needed_by", type = "date" } ]
`

// configuration is the desk's, as an administrator would write it.
func configuration(w *loopback.World, closed core.Window) string {
	return fmt.Sprintf(configurationText, desk.Name, zone, Host, desk.Address, w.IMAPAddr().Port, Password, w.SMTPAddr().Port, desk.Address, Password,
		closed.From.Format(minute), closed.To.Format(minute))
}
