package engine_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/command"
	"frontdesk/desk/engine"
	"frontdesk/desk/store"
	"frontdesk/mailin"
)

// TestApprovalByLink asks for approval by mail and sends what its link prepares, whether the address of the mailbox can
// carry a token or not; the same words without the token decide nothing.
func TestApprovalByLink(t *testing.T) {
	for _, subaddress := range []bool{true, false} {
		e, s := newEngine(t, proven)
		p := *e.Setup().Policy
		request := desk.Lifecycles()[1]
		p.Lifecycles = map[string]*desk.Lifecycle{"request": &request}
		p.Mailboxes = []desk.Mailbox{{Address: box, Queue: "q", Subaddress: subaddress}}
		p.Queues = []desk.Queue{{Name: "q", Practice: "request", Lifecycle: "request", Agents: []string{"bob"}}}
		p.Agents = []desk.Agent{{Name: "bob", Addresses: []string{"bob@example.com"}}, {Name: "carol", Addresses: []string{"carol@example.com"}}}
		p.Services = []desk.Service{{Name: "laptop", State: desk.ServiceLive, Approval: &desk.ApprovalRule{By: []string{"carol"}, Quorum: 1}}}
		setup := *e.Setup()
		setup.Policy = &p
		e.Swap(&setup)
		accept(t, e, delivery(1, "A laptop"))
		in := desk.Commanded{Agent: "bob", Ticket: 1, Block: command.ParseArgv([]string{"/service laptop", "/status awaiting-approval"})}
		if d, err := e.Command(context.Background(), in); err != nil || d.Outcome != desk.OutcomeCommand {
			t.Fatal(d.Trace, err)
		}
		link := linkOf(t, s, "Approve")
		to, _ := url.PathUnescape(link.Opaque)
		send := func(uid uint32, to, subject string) desk.Ticket {
			raw := fmt.Sprintf("From: carol@example.com\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%d@example.com>\r\n\r\n%s\r\n", to, subject, uid, link.Query().Get("body"))
			accept(t, e, engine.Delivery{Mailbox: box, UIDValidity: 1, UID: uid, Raw: []byte(raw)})
			return ticketOf(t, s, 1)
		}
		if got := send(2, box, "[D #1]"); got.Status != "awaiting-approval" {
			t.Errorf("subaddress %v: a mail without token makes it %s", subaddress, got.Status)
		}
		if got := send(3, to, link.Query().Get("subject")); got.Status != "approved" {
			t.Errorf("subaddress %v: the link %s leaves it %s", subaddress, link, got.Status)
		}
	}
}

// linkOf is a link of the only mail that asks for approval.
func linkOf(t *testing.T, s store.Store, label string) *url.URL {
	t.Helper()
	var link *url.URL
	items, err := s.Due(context.Background(), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), 100, nil)
	for _, item := range items {
		if item.Template == desk.TemplateApproval {
			_, rest, _ := strings.Cut(mailin.Parse(item.Bytes).Text, label+": ")
			link, err = url.Parse(strings.Fields(rest + " ?")[0])
		}
	}
	if err != nil || link == nil || link.Scheme != "mailto" {
		t.Fatal(link, err)
	}
	return link
}

func ticketOf(t *testing.T, s store.Store, id int64) (found desk.Ticket) {
	t.Helper()
	if err := s.View(context.Background(), func(r store.Reader) (err error) { found, err = r.Ticket(id); return err }); err != nil {
		t.Fatal(err)
	}
	return found
}
