package desk

import (
	"maps"
	"slices"
	"strings"
)

// catalogueWords are subjects with which a person asks what can be ordered, with the language that they are of where it
// is one alone.
var catalogueWords = map[string]string{
	"catalogue": "", "catalog": "", "menu": "", "service catalogue": "en", "service catalog": "en", "katalog": "de", "servicekatalog": "de", "menü": "de",
	"catalogue de services": "fr", "catalogue des services": "fr", "catálogo": "es", "catalogo": "es", "menú": "es", "catálogo de servicios": "es",
}

// orderWords begin the subject of a mail that orders something: "Order: A new laptop".
var orderWords = []string{"order", "bestellung", "commande", "pedido"}

// ServiceByName finds a service, whatever its state; nil where there is none.
func (p *Policy) ServiceByName(name string) *Service {
	i := slices.IndexFunc(p.Services, func(s Service) bool { return strings.EqualFold(s.Name, name) })
	if i < 0 || name == "" {
		return nil
	}
	return &p.Services[i]
}

// ServiceTitle is what people call a service; the name where the catalogue does not know it any more.
func (p *Policy) ServiceTitle(name string) string {
	if s := p.ServiceByName(name); s != nil && s.Title != "" {
		return s.Title
	}
	return name
}

// IsLive says whether the service can be ordered.
func (s *Service) IsLive() bool { return s.State == ServiceLive || s.State == "" }

// ServiceOrdered is the service that the subject of a mail orders, by title or name; nil where it orders none.
func (p *Policy) ServiceOrdered(subject string) *Service {
	word, title, ok := strings.Cut(bareSubject(subject), ":")
	if !ok || !slices.Contains(orderWords, strings.ToLower(strings.TrimSpace(word))) {
		return nil
	}
	title = strings.Join(strings.Fields(title), " ")
	var found *Service
	for i := range p.Services {
		s := &p.Services[i]
		if strings.EqualFold(s.Name, title) || strings.EqualFold(strings.Join(strings.Fields(s.Title), " "), title) {
			if found == nil || !found.IsLive() {
				found = s
			}
		}
	}
	return found
}

// CatalogueItem is a service as the catalogue shows it.
type CatalogueItem struct {
	Title, Description, Takes string
	Approval                  bool // somebody has to say yes first
	Form                      *Form
}

// catalogue is the menu: a section for each group, in the order of the configuration.
func (p *Policy) catalogue() (sections []Section) {
	for i := range p.Services {
		s := &p.Services[i]
		if !s.IsLive() {
			continue
		}
		at := slices.IndexFunc(sections, func(g Section) bool { return g.Title == s.Group })
		if at < 0 {
			at = len(sections)
			sections = append(sections, Section{Title: s.Group})
		}
		form := newForm(*s, nil, nil)
		form.Subject = p.ServiceTitle(s.Name)
		sections[at].Items = append(sections[at].Items, CatalogueItem{Title: form.Subject, Description: s.Description, Takes: s.Takes,
			Approval: s.Approval != nil, Form: form})
	}
	if at := slices.IndexFunc(sections, func(g Section) bool { return g.Title == "" }); at >= 0 && len(sections) > 1 {
		rest := sections[at]
		rest.Title = "Other services"
		sections = append(slices.Delete(sections, at, at+1), rest)
	}
	return sections
}

// asksByWord answers a person who asks with a subject that says nothing else, or with /help.
func (d *decider) asksByWord() bool { return d.asksCatalogue() || d.asksStatus() }

// asksCatalogue answers a person who wants to know what can be ordered. The answer is the same for everybody, so that it
// goes to those as well who are not proven, no oftener than acknowledgements do.
func (d *decider) asksCatalogue() bool {
	m := d.in.Mail
	word := strings.Trim(strings.ToLower(strings.Join(strings.Fields(m.Subject), " ")), "?!. ")
	language, byWord := catalogueWords[word]
	help := d.agent() == nil && slices.Contains([]string{"/help", "#help"}, strings.ToLower(strings.TrimSpace(m.NewText))) || word == "/help"
	sections := d.p.catalogue()
	if len(sections) == 0 || !help && (!byWord || m.SubjectFields > 1) || m.UTF7 || hasRealAttachment(m) || d.agent() != nil && d.hasCommands() {
		return false
	}
	if _, threaded := d.findThread(); threaded && !help {
		return false
	}
	words := !help && strings.TrimSpace(m.NewText) != ""
	switch why := d.whyNoAck(routing{}); {
	case why == "":
	case why == enoughAcks && !words:
		d.suppress(TemplateCatalogue, m.Author().Addr, why)
		d.conclude(OutcomeQuery, 0, "%s asks for the catalogue once more", m.Author().Addr)
		return true
	default:
		return false
	}
	set(&language, m.Language)
	n := Notice{Template: TemplateCatalogue, To: m.Author(), Audience: ToRequester, Language: language, Auto: "auto-generated",
		InReplyTo: m.MessageID, Why: "you asked", Advice: true, Transcript: append(sections, userHelp)}
	if !d.in.Evidence.Proven {
		n.To.Name = ""
	}
	if words {
		n.Changes = []string{"What you wrote below this subject has not been read; with another subject it opens a ticket."}
	}
	d.notify(n)
	d.conclude(OutcomeQuery, 0, "%s asks for the catalogue", m.Author().Addr)
	return true
}

// userHelp is what everybody may do by mail.
var userHelp = Section{Title: "What else you can do by mail", Lines: []string{
	"For anything else, write to us in your own words.",
	"A mail with the subject “status” is answered with your tickets.",
	"To add something to a ticket, reply to any mail of it. “Solved” or “cancel” as the only word ends it.",
}}

// FieldForm says that the form of an order is not complete; it is no field of a service.
const FieldForm = "form"

// formIncomplete is its value.
const formIncomplete = "incomplete"

// waitsForForm is the status of orders that are not complete, as their history says it.
const waitsForForm = "waits for the form"

// orders finds the service that a new ticket orders: the subject names it, or a rule does and leaves the ticket in the
// queue of the service. What is not live can be ordered no more; the agents see that it was wanted.
func (d *decider) orders(r *routing, o *opening) {
	m := d.in.Mail
	if o.link != nil || o.agent != nil || m.Class.Automatic() || m.SubjectFields > 1 {
		return
	}
	s := d.p.ServiceOrdered(m.Subject)
	switch {
	case s != nil && !s.IsLive():
		r.service, o.note = s.Name, "It orders a service that is "+string(s.State)+"."
		return
	case s != nil:
		r.service, r.queue, r.rule = s.Name, s.Queue, ""
	default:
		if s = d.p.ServiceByName(r.service); s == nil || !s.IsLive() {
			return
		}
		if r.rule == "" {
			r.queue = s.Queue
		}
		if r.queue != s.Queue {
			return
		}
	}
	r.order = s
}

// takesOrder begins the work on a ticket that orders something: with what the mail says, the form is complete, or waits.
func (d *decider) takesOrder(id int64, s *Service, writer Actor) {
	desk := d.actor
	d.actor = writer
	answers, rest := d.formAnswers(*s)
	d.fillIn(id, answers)
	d.actor = desk
	form := newForm(*s, d.ticket(id).Fields, answers)
	d.order = &order{service: s, rest: rest}
	if len(form.Open()) == 0 {
		d.startOrder(id, s)
		return
	}
	d.order.form = form
	d.fill(id, FieldForm, formIncomplete)
	life := d.p.LifecycleOf(s.Queue)
	if life.Pending != "" {
		d.emit(id, StatusChanged{From: life.Initial(), To: life.Pending, Category: life.Category(life.Pending), Why: waitsForForm})
	}
}

// order is what a mail said to a form.
type order struct {
	service *Service
	form    *Form  // what must still be filled in, nil for nothing
	rest    string // what the mail says beside
}

// formAnswers are what the mail says to the fields of a service.
func (d *decider) formAnswers(s Service) (map[string]Answer, string) {
	m := d.in.Mail
	return ReadForm(s.Fields, FormText{Text: m.Text, Own: m.NewText, Signature: m.Signature, Sender: m.Author().Name}, d.f.Now.In(d.location()), m.Language)
}

// fillIn writes the answers into the fields of a ticket. One that is wrong takes back what was said before.
func (d *decider) fillIn(id int64, answers map[string]Answer) {
	for _, f := range d.serviceOf(id).Fields {
		if a, ok := answers[f.Name]; ok {
			d.fill(id, f.Name, a.Value)
		}
	}
}

// serviceOf is the service of a ticket; one without fields where there is none.
func (d *decider) serviceOf(id int64) *Service {
	if s := d.p.ServiceByName(d.ticket(id).Service); s != nil {
		return s
	}
	return &Service{}
}

// startOrder lets the work on a complete order begin: approvers are asked where the service wants that.
func (d *decider) startOrder(id int64, s *Service) {
	writer := d.actor
	d.actor = Actor{Kind: ActorDesk}
	d.fill(id, FieldForm, "")
	t := d.ticket(id)
	life := d.p.LifecycleOf(t.Queue)
	to, why := life.Start, "it needs no approval"
	if to == "" {
		to, why = life.Initial(), "the form is complete"
	}
	switch {
	case s.Approval != nil && len(life.Gates) > 0:
		d.askApproval(id, s.Approval)
	case t.Status != to:
		d.emit(id, StatusChanged{From: t.Status, To: to, Category: life.Category(to), Why: why})
	}
	d.actor = writer
}

// waitsForAnswers says whether the form of an order is still to be filled in by the requester: no agent has moved the
// ticket on meanwhile.
func (d *decider) waitsForAnswers(t Ticket) bool {
	life := d.p.LifecycleOf(t.Queue)
	return t.Fields[FieldForm] != "" && d.p.ServiceByName(t.Service) != nil && t.Merged == 0 &&
		(t.Status == life.Initial() || t.Status == life.Pending)
}

// orderFilled starts an order whose last field an agent has filled in.
func (d *decider) orderFilled(id int64) {
	t := d.ticket(id)
	if s := d.serviceOf(id); d.waitsForAnswers(t) && len(newForm(*s, t.Fields, nil).Open()) == 0 {
		d.startOrder(id, s)
	}
}

// fillsForm reads what the requester or a participant answers while the form of an order is not complete; false where
// none is waited for. The ticket goes on waiting until it is.
func (d *decider) fillsForm(t Ticket, ev evidence) bool {
	if !d.waitsForAnswers(t) {
		return false
	}
	m, s := d.in.Mail, d.serviceOf(t.ID)
	answers, rest := d.formAnswers(*s)
	maps.DeleteFunc(answers, func(name string, a Answer) bool { return a.Problem == "" && a.Value == t.Fields[name] }) // quoted
	if open := newForm(*s, t.Fields, nil).Open(); len(answers) == 0 && len(open) == 1 {
		if a, ok := OnlyAnswer(open[0].ServiceField, m.NewText, d.f.Now.In(d.location()), m.Language); ok {
			answers[open[0].Name], rest = a, ""
		}
	}
	d.write(t.ID, ev, Public, d.spoken(*s, answers), "")
	d.proposeCc(t.ID)
	d.fillIn(t.ID, answers)
	now := d.ticket(t.ID)
	form := newForm(*s, now.Fields, answers)
	d.order = &order{service: s, rest: rest}
	switch {
	case len(answers) == 0 && len(form.Open()) > 0:
		d.tellPersonWrote(now, "The form is not complete yet")
		d.conclude(OutcomeReply, t.ID, "a message of the %s on ticket %d, which waits for the form: %s", d.Trace.Sender.Role, t.ID, ev.what)
	case len(form.Open()) > 0:
		d.order.form = form
		d.asksAgain(now)
		d.conclude(OutcomeReply, t.ID, "an answer to the form of ticket %d, which is not complete yet: %s", t.ID, ev.what)
	default:
		d.startOrder(t.ID, s)
		d.completed(t.ID)
		d.conclude(OutcomeReply, t.ID, "an answer that completes the form of ticket %d: %s", t.ID, ev.what)
	}
	return true
}

// spoken are the words of a mail for the conversation: where all of them stand in a quote, what was read there.
func (d *decider) spoken(s Service, answers map[string]Answer) string {
	if words := d.in.Mail.NewText; strings.TrimSpace(words) != "" {
		return words
	}
	var said []string
	for _, f := range s.Fields {
		if a, ok := answers[f.Name]; ok {
			said = append(said, f.LabelText()+": "+a.Said)
		}
	}
	return strings.Join(said, "\n")
}
