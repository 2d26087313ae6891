package main

import (
	"slices"
	"strings"
	"time"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

// deliveries are what became of the mails of a ticket, oldest first: what the own server said, and what
// later reports said instead. A mail that nobody has tried to send is not among them.
func deliveries(d dossier) []deliveryObject {
	type word struct {
		at time.Time
		deliveryObject
	}
	var words []word
	byMail := map[string]int{} // index in words by Message-ID
	for _, item := range d.outgoing {
		state, at, detail := fate(item)
		if state == "" {
			continue
		}
		byMail[item.MessageID] = len(words)
		words = append(words, word{at, deliveryObject{item.To, state, moment(at), detail}})
	}
	for _, e := range d.events {
		report, ok := e.Detail.(desk.Delivery)
		if !ok {
			continue
		}
		w := word{e.At, deliveryObject{report.Recipient, report.State, moment(e.At), strings.TrimSpace(report.Status + " " + report.Reason)}}
		if i, ok := byMail[report.MessageID]; ok && report.MessageID != "" {
			words[i] = w
			continue
		}
		words = append(words, w)
	}
	slices.SortStableFunc(words, func(a, b word) int { return a.at.Compare(b.at) })
	out := make([]deliveryObject, len(words))
	for i, w := range words {
		out[i] = w.deliveryObject
	}
	return out
}

// fate is the state of the contract for a mail in the outbox; "" where nothing happened to it yet.
func fate(item store.OutboxItem) (state string, at time.Time, detail string) {
	switch {
	case item.State == store.Sent:
		return "relayed", item.SentAt, "accepted by the mail server"
	case item.State == store.Failed:
		at = item.SentAt
		if at.IsZero() {
			at = item.CreatedAt
		}
		return "failed", at, item.Error
	case item.Tries > 0 && item.State != store.Sending:
		return "delayed", item.CreatedAt, item.Error
	}
	return "", time.Time{}, ""
}
