// Package loopback is a small mail world on 127.0.0.1: an IMAP server (RFC 9051) whose mailboxes live in
// memory and an SMTP server (RFC 5321) that delivers into them what it takes. Replies, automatic
// answers and delivery reports really travel. The demo plays in it, and tests stand on it.
//
//	w, err := loopback.Start(loopback.Options{
//		Hostname: "mx.demo.example", Now: daemon.Now,
//		Accounts: []loopback.Account{
//			{Address: "support@demo.example", Password: "demo", Subaddress: true},
//			{Address: "dana@customer.example", Password: "demo"},
//		},
//	})
//	defer w.Close()
//	w.Behave("gone@customer.example", loopback.Behaviour{Bounce: "550 5.1.1 no such user"})
//	err = w.Submit("dana@customer.example", "dana@customer.example", []string{"support@demo.example"}, raw)
//	e, err := w.Await(ctx, 0, func(e loopback.Entry) bool {
//		return e.Kind == loopback.Delivered && e.To == "dana@customer.example"
//	})
//
// The SMTP server is at once the submission server of its account holders (who log in) and the MX of the
// world (anybody may send). As a receiving server does, it puts Return-Path, Delivered-To,
// Authentication-Results (RFC 8601) and Received above each mail.
//
// Everything that happens stands in a journal, in order: what was taken or refused for which recipient,
// what was delivered where, and which mail a client flagged, moved or expunged.
package loopback
