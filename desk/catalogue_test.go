package desk

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// withCatalogue is a world whose desk offers services.
func withCatalogue(t *testing.T) *world {
	w := newWorld(t)
	w.p.Services = []Service{
		{Name: "new-laptop", Title: "A new laptop", Group: "Hardware", Description: "Set up and delivered.", Takes: "ten working days", Queue: "requests",
			Owner: "carol", State: ServiceLive, Level: "gold", Fields: laptopFields},
		{Name: "badge", Title: "A badge", Queue: "requests", Fields: []ServiceField{{Name: "holder", Type: "address", Required: true}},
			Approval: &ApprovalRule{By: []string{"carol"}, Quorum: 1}},
		{Name: "password", Title: "A new password", Group: "Access", Queue: "service-desk"},
		{Name: "fax", Title: "A fax line", Queue: "requests", State: ServiceRetired},
		{Name: "drone", Title: "A drone", Queue: "requests", State: ServiceDraft},
	}
	w.p.Levels = map[string]*ServiceLevel{"gold": {Name: "gold", Targets: map[Priority]Targets{"P3": {Resolution: 8 * time.Hour}}}}
	return w
}

const goodForm = "1. Model (13 inch / 16 inch): 16\n2. Needed by (a date, such as 2026-12-31): 5 Dec\n3. Reason (optional):\n====="

func TestAsksCatalogue(t *testing.T) {
	for _, subject := range []string{"catalogue", "Catalog", "Menu?", "Katalog", "menü", "Catálogo", "catalogue de services", "service  catalogue"} {
		w := withCatalogue(t)
		d := w.handle(w.mail(dana, subject, ""))
		w.want(d, OutcomeQuery, 0, "catalogue>"+dana)
		var titles []string
		for _, s := range d.Notices[0].Transcript {
			titles = append(titles, s.Title)
			for _, i := range s.Items {
				titles = append(titles, i.Title)
			}
		}
		if got := strings.Join(titles, ", "); got != "Hardware, A new laptop, Access, A new password, Other services, A badge, What else you can do by mail" {
			t.Errorf("%s: %s", subject, got)
		}
	}
}

func TestAsksCatalogueNot(t *testing.T) {
	for _, c := range []struct {
		name, from, subject, text string
		option                    func(*MailIn)
		outcome                   Outcome
	}{
		{"help", dana, "How does this work", "/help", nil, OutcomeQuery},
		{"an agent's help is about commands", alice, "x", "/help", nil, OutcomeQuery},
		{"an agent wants to order", alice, "catalogue", "", nil, OutcomeQuery},
		{"not proven", dana, "catalogue", "hello", unproven, OutcomeQuery},
		{"a subject that says more", dana, "Our catalogue is wrong", "", nil, OutcomeNew},
		{"failed", dana, "catalogue", "", failed, OutcomeNew},
		{"a machine", dana, "catalogue", "", class(ClassBulk), OutcomeNew},
		{"a list", dana, "catalogue", "", field("List-Id", "x"), OutcomeNew},
		{"with a file", dana, "catalogue", "", func(in *MailIn) { in.Mail.Attachments = []Attachment{{ID: 1, Name: "c.pdf"}} }, OutcomeNew},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := withCatalogue(t)
			in := w.mail(c.from, c.subject, c.text)
			if c.option != nil {
				c.option(&in)
			}
			d := w.handle(in)
			if d.Outcome != c.outcome {
				t.Fatalf("%s: %s", d.Outcome, d.Trace.Why)
			}
			template := TemplateCatalogue
			if c.from == alice && c.text != "" {
				template = TemplateTranscript
			}
			if c.outcome == OutcomeQuery && told(d) != template+">"+c.from {
				t.Error(told(d))
			}
			if c.name == "not proven" && (d.Notices[0].To.Name != "" || len(d.Notices[0].Changes) != 1 || d.Notices[0].Subject != "") {
				t.Errorf("%+v", d.Notices[0])
			}
		})
	}
	w := newWorld(t)
	if d := w.handle(w.mail(dana, "catalogue", "")); d.Outcome != OutcomeNew {
		t.Error("a desk without services answers")
	}
	w = withCatalogue(t)
	w.acks = 3
	d := w.handle(w.mail(dana, "catalogue", ""))
	w.want(d, OutcomeQuery, 0, "")
	if len(d.Suppressed) != 1 {
		t.Errorf("%+v", d.Suppressed)
	}
	if d := w.handle(w.mail(dana, "menu", "The canteen's is wrong.")); d.Outcome != OutcomeNew {
		t.Error("words that nobody answers are lost")
	}
}

func TestServiceOrdered(t *testing.T) {
	w := withCatalogue(t)
	for subject, want := range map[string]string{
		"Order: A new laptop": "new-laptop", "Bestellung: a new  LAPTOP": "new-laptop", "Commande : A new laptop": "new-laptop", "Pedido: new-laptop": "new-laptop",
		"Re: Order: A badge": "badge", "AW: [ACME #7] Order: A badge": "badge", "Order: A fax line": "fax", "A new laptop": "", "Order: something": "", "Order A badge": "",
		"Fwd: Order: A badge": "", "My order: A badge": "",
	} {
		got := ""
		if s := w.p.ServiceOrdered(subject); s != nil {
			got = s.Name
		}
		if got != want {
			t.Errorf("%q orders %q, want %q", subject, got, want)
		}
	}
}

// fieldsSet are the values that events write, in order.
func fieldsSet(d Decision) string {
	var out []string
	for _, e := range d.Events {
		if f, ok := e.Detail.(FieldSet); ok {
			out = append(out, e.Actor.String()+" "+f.Field+"="+f.Value)
		}
	}
	return strings.Join(out, ", ")
}

// TestOrder: a complete order is in its queue, with its service level, and the work on it begins.
func TestOrder(t *testing.T) {
	w := withCatalogue(t)
	d := w.handle(w.mail(dana, "Order: A new laptop", goodForm))
	w.want(d, OutcomeNew, 1001, "ack>"+dana+" agent-new>"+alice+" agent-new>"+bob)
	w.wantStatus(1001, "approved")
	o := w.tickets[1001]
	if o.Queue != "requests" || o.Service != "new-laptop" || o.Subject != "Order: A new laptop" || o.Clocks[0].Level != "gold" {
		t.Errorf("%+v", o)
	}
	if got := fieldsSet(d); got != dana+" model=16 inch, "+dana+" needed_by=2026-12-05" {
		t.Error(got)
	}
	if !strings.Contains(d.Trace.Why, "where service new-laptop is ordered") {
		t.Error(d.Trace.Why)
	}
	for _, n := range d.Notices {
		if n.To.Addr == dana && !slices.Equal(n.Changes, []string{"How long it takes: ten working days"}) ||
			n.To.Addr == bob && (n.Words != "" || len(n.Transcript) != 1 || len(n.Transcript[0].Rows) != 2 || !strings.Contains(n.Transcript[0].Lines[0], "Carol Diaz")) {
			t.Errorf("%+v", n)
		}
	}
}

// TestOrderAsksApproval: who has to say yes is asked as soon as the form is complete, and not before.
func TestOrderAsksApproval(t *testing.T) {
	w := withCatalogue(t)
	d := w.handle(w.mail(dana, "Order: A badge", ""))
	w.want(d, OutcomeNew, 1001, "agent-new>"+alice+" agent-new>"+bob+" form>"+dana)
	w.wantStatus(1001, "pending")
	d = w.handle(w.mail(dana, "Re: x", "erin@example.org", replyTo(w.ids[dana])))
	w.wantStatus(1001, "awaiting-approval")
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice+" agent-update>"+bob+" approval-request>"+carol+" form>"+dana)
	if w.tickets[1001].Fields["holder"] != "erin@example.org" {
		t.Errorf("%v", w.tickets[1001].Fields)
	}
}

// TestFormIsAskedFor until it is complete: good answers stay, wrong ones are said.
func TestFormIsAskedFor(t *testing.T) {
	w := withCatalogue(t)
	d := w.handle(w.mail(dana, "Bestellung: A new laptop", "Model: 16 inch\nNeeded by: soon\n\nCould I get a bag, too?"))
	w.want(d, OutcomeNew, 1001, "agent-new>"+alice+" agent-new>"+bob+" form>"+dana)
	w.wantStatus(1001, "pending")
	waits := func(e Event) bool {
		s, ok := e.Detail.(StatusChanged)
		return ok && s.Why == waitsForForm && e.Actor.Kind == ActorDesk
	}
	if w.tickets[1001].Fields[FieldForm] == "" || !slices.ContainsFunc(d.Events, waits) {
		t.Errorf("%+v", d.Events)
	}
	form := d.Notices[0].Form
	if d.Notices[0].To.Addr != dana || form.Fields[0].Value != "16 inch" || form.Fields[1].Value != "" || !strings.Contains(form.Fields[1].Problem, "“soon” is no date") {
		t.Errorf("%+v", form)
	}
	if n := d.Notices[1]; n.Words != "Could I get a bag, too?" {
		t.Errorf("%+v", n)
	}

	// A question is for the agents, and the ticket goes on waiting.
	d = w.handle(w.mail(dana, "Re: x", "Does it matter when?", replyTo(w.ids[dana])))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice+" agent-update>"+bob)
	w.wantStatus(1001, "pending")

	// A wrong answer takes the good one back.
	d = w.handle(w.mail(dana, "Re: x", "Model: 15\nNeeded by: 5.12.", replyTo(w.ids[dana])))
	w.want(d, OutcomeReply, 1001, "form>"+dana)
	if got := fieldsSet(d); got != dana+" model=, "+dana+" needed_by=2026-12-05" {
		t.Error(got)
	}

	// Only one is missing: the answer needs no label.
	quoting := func(in *MailIn) {
		in.Mail.Text += "\n> 1. Model (13 inch / 16 inch):\n> 2. Needed by: 2026-12-05\n> ====="
	}
	d = w.handle(w.mail(dana, "Re: x", "The 13 inch, please.\n\nThanks", replyTo(w.ids[dana]), quoting))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice+" agent-update>"+bob+" form>"+dana)
	w.wantStatus(1001, "approved")
	for _, n := range d.Notices {
		if n.To.Addr == dana && n.Form != nil || n.To.Addr == alice && (n.Changes[0] != "The order is complete" || len(n.Transcript[0].Rows) != 2) {
			t.Errorf("%+v", n)
		}
	}
	if w.tickets[1001].Fields[FieldForm] != "" {
		t.Error("the form is complete and not marked so")
	}

	// From then on the ticket is one like any other.
	d = w.handle(w.mail(dana, "Re: x", "Model: 16 inch", replyTo(w.ids[dana])))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice+" agent-update>"+bob)
	if fieldsSet(d) != "" {
		t.Error("an old form is read again")
	}
}

// TestFormOfStrangers: who is not proven gets the form without own words, no oftener than acknowledgements.
func TestFormOfStrangers(t *testing.T) {
	w := withCatalogue(t)
	d := w.handle(w.mail(dana, "Order: A new laptop", "Model: 16 inch", unproven))
	if n := d.Notices[0]; n.Template != TemplateForm || !n.Plain || !n.Acknowledges() {
		t.Errorf("%+v", n)
	}
	w.acks = 3
	d = w.handle(w.mail(dana, "Re: x", "Needed by: when", replyTo(w.ids[dana]), unproven))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice+" agent-update>"+bob)
	d = w.handle(w.mail(dana, "Re: x", "Needed by: when", replyTo(w.ids[dana])))
	w.want(d, OutcomeReply, 1001, "form>"+dana)
	d = w.handle(w.mail(dana, "Out of office", "Needed by: tomorrow", replyTo(w.ids[dana]), class(ClassAutoReply)))
	if w.wantStatus(1001, "pending"); fieldsSet(d) != "" || len(d.Notices) > 0 {
		t.Error("a machine fills in a form")
	}
}

// TestOrderOfWhatIsNotLive: agents see that it was wanted, and nobody is asked for a form.
func TestOrderOfWhatIsNotLive(t *testing.T) {
	w := withCatalogue(t)
	d := w.handle(w.mail(dana, "Order: A fax line", "please"))
	w.want(d, OutcomeNew, 1001, "ack>"+dana+" agent-new>"+alice+" agent-new>"+bob)
	if o := w.tickets[1001]; o.Queue != "service-desk" || o.Service != "fax" || d.Notices[1].Changes[0] != "It orders a service that is retired." {
		t.Errorf("%+v %+v", o, d.Notices[1])
	}
}

// TestOrderByRule: a rule that names a service orders it where it leaves the ticket in the service's queue.
func TestOrderByRule(t *testing.T) {
	for _, c := range []struct{ queue, inQueue, status string }{{"", "requests", "pending"}, {"requests", "requests", "pending"}, {"events", "events", "exception"}} {
		w := withCatalogue(t)
		w.p.Rules = []Rule{{Name: "laptops", Queue: c.queue, Service: "new-laptop"}}
		d := w.handle(w.mail(dana, "I need a laptop", "Mine burns."))
		if o := w.tickets[1001]; o.Queue != c.inQueue || o.Service != "new-laptop" {
			t.Errorf("%+v: %s", o, d.Trace.Why)
		}
		w.wantStatus(1001, c.status)
	}
}

// TestAgentsFillInTheForm: the last answer starts the order; an agent who moves the ticket on ends the waiting.
func TestAgentsFillInTheForm(t *testing.T) {
	w := withCatalogue(t)
	w.handle(w.mail(dana, "Order: A new laptop", "Model: 16 inch"))
	w.handle(w.mail(alice, "Re: x", "/set needed_by 2026-12-05", replyTo(w.ids[alice])))
	if w.wantStatus(1001, "approved"); w.tickets[1001].Fields[FieldForm] != "" {
		t.Error("the form is still not complete")
	}
	w = withCatalogue(t)
	w.handle(w.mail(dana, "Order: A new laptop", "Model: 16 inch"))
	toDana := w.ids[dana]
	w.handle(w.mail(alice, "Re: x", "/status fulfilling", replyTo(w.ids[alice])))
	d := w.handle(w.mail(dana, "Re: x", "Needed by: whenever", replyTo(toDana)))
	w.want(d, OutcomeReply, 1001, "agent-update>"+alice+" agent-update>"+bob)
}

// TestOrderIsCancelled with one word, like any other ticket.
func TestOrderIsCancelled(t *testing.T) {
	w := withCatalogue(t)
	w.handle(w.mail(dana, "Order: A new laptop", ""))
	w.handle(w.mail(dana, "Re: x", "cancel", replyTo(w.ids[dana])))
	w.wantStatus(1001, "cancelled")
}
