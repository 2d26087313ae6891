package desk

// enoughAcks is why no further acknowledgement goes to a sender.
const enoughAcks = "the sender had enough acknowledgements lately"

// Acknowledges says whether a mail goes to a sender because of the sender's own mail, proven or not: the limits count it.
func (n Notice) Acknowledges() bool {
	return n.Template == TemplateAck || n.Template == TemplateCatalogue || n.Template == TemplateForm && n.Plain ||
		n.Template == TemplateTranscript && n.Audience == ToRequester
}

// formNotice asks the writer for what is missing in an order, or says that nothing is.
func (d *decider) formNotice(t Ticket) Notice {
	m := d.in.Mail
	n := Notice{Template: TemplateForm, To: m.Author(), Audience: ToRequester, Ticket: t.ID, Auto: "auto-generated", Plain: !d.in.Evidence.Proven,
		Why: "you wrote to us", History: []Message{}, Advice: true, Form: d.order.form}
	if m.Author().Key() != AddressKey(t.Requester) {
		n.Audience = ToParticipant
	}
	return n
}

// mayAsk says why the form does not go to the writer of a mail; "" where it does. Who is proven and answers gets it as
// often as it takes.
func (d *decider) mayAsk() string {
	why := d.whyNoAck(routing{})
	if why == enoughAcks && d.in.Evidence.Proven {
		return ""
	}
	return why
}

// asksAgain sends the form again. The agents hear of what else the mail says, and where the desk cannot ask.
func (d *decider) asksAgain(t Ticket) {
	why := d.mayAsk()
	if why == "" {
		d.notify(d.formNotice(t))
	} else {
		d.suppress(TemplateForm, d.in.Mail.Author().Addr, why)
	}
	if d.order.rest != "" || why != "" {
		d.tellPersonWrote(t, "The form is not complete yet")
		return
	}
	d.suppress(TemplateAgentUpdate, t.Assignee, "the desk asks for the rest of the form")
}

// completed tells writer and agents that an order is complete.
func (d *decider) completed(id int64) {
	t := d.ticket(id)
	if why := d.mayAsk(); why == "" {
		d.notify(d.formNotice(t))
	} else {
		d.suppress(TemplateForm, d.in.Mail.Author().Addr, why)
	}
	for _, l := range d.listeners(t, TemplateAgentUpdate) {
		n, ok := d.toAgent(l.name, TemplateAgentUpdate, t.ID)
		if !ok {
			continue
		}
		if d.order.rest != "" || hasRealAttachment(d.in.Mail) {
			d.quoteMail(&n, d.order.rest)
		}
		n.Why, n.Shared = l.why, l.shared
		n.Changes = []string{"The order is complete"}
		if !d.in.Evidence.Proven {
			n.Changes = append(n.Changes, "Nobody vouches for the sender: "+d.in.Evidence.Why+".")
		}
		n.Transcript = d.ordered(t)
		d.notify(n)
	}
}

// ordered shows agents what a ticket orders, and what was answered.
func (d *decider) ordered(t Ticket) []Section {
	s := d.p.ServiceByName(t.Service)
	if s == nil {
		return nil
	}
	section := Section{Title: d.p.ServiceTitle(s.Name)}
	for _, f := range s.Fields {
		if value := t.Fields[f.Name]; value != "" {
			section.Rows = append(section.Rows, []string{f.LabelText(), value})
		}
	}
	if a := d.p.AgentByName(s.Owner); a != nil {
		section.Lines = []string{"Owner of the service: " + Address{Name: a.FullName, Addr: a.Addresses[0]}.String()}
	}
	return []Section{section}
}

// addOrder adds to a notice of a new ticket what it orders. The form itself is shown in place of the words that hold it.
func (d *decider) addOrder(n *Notice, t Ticket) {
	if d.order == nil {
		return
	}
	n.Words, n.Transcript = d.order.rest, append(n.Transcript, d.ordered(t)...)
	if d.order.form != nil {
		n.Changes = append(n.Changes, "The form is not complete yet; the requester is asked for the rest.")
	}
}

// aboutOrder is what an acknowledgement says of a complete order.
func (d *decider) aboutOrder() (lines []string) {
	if d.order == nil || d.order.service.Takes == "" {
		return nil
	}
	return []string{"How long it takes: " + d.order.service.Takes}
}
