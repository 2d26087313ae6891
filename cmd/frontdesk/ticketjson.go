package main

import (
	"encoding/json"
	"maps"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

// ticketObject is a ticket in a list: names as users rely on them.
type ticketObject struct {
	ID           int64         `json:"id"`
	Subject      string        `json:"subject"`
	Queue        string        `json:"queue"`
	Practice     string        `json:"practice"`
	Status       string        `json:"status"`
	Category     desk.Category `json:"category"`
	Priority     desk.Priority `json:"priority"`
	Impact       desk.Level    `json:"impact"`
	Urgency      desk.Level    `json:"urgency"`
	Assignee     string        `json:"assignee"`
	Requester    string        `json:"requester"`
	Participants []string      `json:"participants"`
	Service      string        `json:"service"`
	Tags         []string      `json:"tags"`
	Messages     int           `json:"messages"`
	CreatedAt    *time.Time    `json:"created_at"`
	UpdatedAt    *time.Time    `json:"updated_at"`
	DueAt        *time.Time    `json:"due_at"`
}

func ticketObjectOf(t desk.Ticket) ticketObject {
	return ticketObject{ID: t.ID, Subject: t.Subject, Queue: t.Queue, Practice: t.Practice, Status: t.Status,
		Category: t.Category, Priority: t.Priority, Impact: t.Impact, Urgency: t.Urgency, Assignee: t.Assignee,
		Requester: t.Requester, Participants: list(t.Participants), Service: t.Service, Tags: list(t.Tags),
		Messages: t.Messages, CreatedAt: moment(t.CreatedAt), UpdatedAt: moment(t.UpdatedAt), DueAt: moment(t.DueAt)}
}

// shownTicket is a ticket with all that belongs to it.
type shownTicket struct {
	ticketObject
	Conversation []entryObject     `json:"conversation"`
	Timeline     []eventObject     `json:"timeline"`
	Links        []desk.Link       `json:"links"`
	Approvals    []approvalObject  `json:"approvals"`
	SLA          []levelObject     `json:"sla"`
	Fields       map[string]string `json:"fields"`
	Deliveries   []deliveryObject  `json:"deliveries"`
}

// approvalObject is the question to one approver.
type approvalObject struct {
	Approver string             `json:"approver"`
	State    desk.ApprovalState `json:"state"` // waiting, asked, approved, rejected, expired, withdrawn
	At       *time.Time         `json:"at"`    // of the state
	Round    int                `json:"round"`
	By       string             `json:"by"`     // a deputy who decided
	Deputy   string             `json:"deputy"` // who is asked in the approver's place
	Words    string             `json:"words"`
}

func approvalObjects(t desk.Ticket) []approvalObject {
	all := []approvalObject{}
	for _, a := range t.Approvals {
		all = append(all, approvalObject{Approver: a.Approver, State: a.State, At: moment(a.At), Round: a.Round, By: a.By, Deputy: a.Deputy, Words: a.Words})
	}
	return all
}

// entryObject is one message of a conversation.
type entryObject struct {
	ID          int64             `json:"id"`
	At          *time.Time        `json:"at"`
	From        string            `json:"from"`
	Visibility  desk.Visibility   `json:"visibility"`
	Text        string            `json:"text"`
	Attachments []desk.Attachment `json:"attachments"` // their ids are numbers within the ticket
	MessageID   string            `json:"message_id"`
	Auto        desk.Class        `json:"auto"`
	Proven      bool              `json:"proven"`
}

// eventObject is one event of a timeline.
type eventObject struct {
	Seq    int64           `json:"seq"`
	At     *time.Time      `json:"at"`
	Actor  string          `json:"actor"`
	Kind   string          `json:"kind"`
	Detail json.RawMessage `json:"detail"`
}

// deliveryObject is what became of a mail to one recipient.
type deliveryObject struct {
	Recipient string     `json:"recipient"`
	State     string     `json:"state"` // delivered, delayed, relayed, failed
	At        *time.Time `json:"at"`
	Detail    string     `json:"detail"`
}

// dossier is all that the store knows about a ticket.
type dossier struct {
	ticket   desk.Ticket
	messages []desk.Message
	events   []desk.Event
	outgoing []store.OutboxItem
}

func readDossier(r store.Reader, id int64) (d dossier, err error) {
	if d.ticket, err = r.Ticket(id); err != nil {
		return d, err
	}
	if d.messages, err = r.Messages(id); err != nil {
		return d, err
	}
	if d.events, err = r.Events(id); err != nil {
		return d, err
	}
	d.outgoing, err = r.OutgoingByTicket(id)
	return d, err
}

func shownTicketOf(p *desk.Policy, d dossier) (shownTicket, error) {
	o := shownTicket{ticketObject: ticketObjectOf(d.ticket), Conversation: []entryObject{}, Timeline: []eventObject{},
		Links: list(d.ticket.Links), Approvals: approvalObjects(d.ticket), SLA: levelObjects(p, d.ticket), Fields: map[string]string{}, Deliveries: deliveries(d)}
	maps.Copy(o.Fields, d.ticket.Fields)
	for _, m := range numbered(d.messages) {
		auto := m.Auto
		if auto == "" {
			auto = desk.ClassHuman
		}
		o.Conversation = append(o.Conversation, entryObject{ID: m.ID, At: moment(m.At), From: m.From.Addr,
			Visibility: m.Visibility, Text: m.Text, Attachments: list(m.Attachments), MessageID: m.MessageID, Auto: auto, Proven: m.Proven})
	}
	for _, e := range d.events {
		detail, err := json.Marshal(e.Detail)
		if err != nil {
			return o, err
		}
		o.Timeline = append(o.Timeline, eventObject{Seq: e.Seq, At: moment(e.At), Actor: e.Actor.String(), Kind: e.Detail.Kind(), Detail: detail})
	}
	return o, nil
}

// numbered gives the attachments of a conversation their numbers within the ticket, from 1. Those of the
// mails stay as they are.
func numbered(messages []desk.Message) []desk.Message {
	out := make([]desk.Message, len(messages))
	n := 0
	for i, m := range messages {
		files := make([]desk.Attachment, len(m.Attachments))
		for k, a := range m.Attachments {
			n++
			a.ID = n
			files[k] = a
		}
		m.Attachments = files
		out[i] = m
	}
	return out
}
