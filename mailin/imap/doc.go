// Package imap watches one mailbox folder on an IMAP server (RFC 3501, RFC 9051) and hands
// every mail to the desk exactly as it is, once, whatever server and network do.
//
// # What is promised
//
// The UID cursor decides what is new; flags mean nothing after the first contact. A mail
// counts as taken when the desk has committed it, never earlier; it is settled on the
// server (marked, moved or deleted) only after that, and settling may be repeated. A
// mail that the server announces and does not deliver is not taken: it is tried again at
// each poll, and the desk is told. After a change of UIDVALIDITY (RFC 3501 §2.3.1.1) UIDs
// mean nothing any more: every mail that is unseen, or that reached the server on or after
// the day before the first contact, is offered again, and the desk recognises by their
// content those that it has.
//
// # How the library bites
//
// The IMAP library is used with these rules; a test named after each holds it.
//
//   - A literal that the connection cuts short looks complete: its length is compared, and
//     the command must end well, before a mail is handed on.
//   - After a short read the client is closed first and the command second.
//   - Closing the client waits for a reader of a pending literal: literals are always read
//     to their end, and a watchdog closes the socket, not the client.
//   - No command has a time limit of its own: each runs under a watchdog.
//   - IDLE is restarted by us, with a search each time, and the first IDLE after news is short,
//     because a mail can fall between a search and IDLE.
//   - There is no reconnect, and a dead server shows as any error: every connection starts
//     with a search.
//   - XOAUTH2 is our own; after any failed authentication the connection is dropped.
//   - Unknown syntax ends the connection: only UID, RFC822.SIZE, INTERNALDATE and BODY.PEEK
//     are asked for, and after a loss one mail at a time, without INTERNALDATE if need be.
//   - A mail whose UID follows its literal vanishes without an error: what was asked for is
//     compared with what came. A literal may be nil.
//   - Handlers run in the reader: they only signal a channel. Every command is consumed.
//   - MOVE falls back to pipelined COPY, STORE, EXPUNGE, which would destroy mails when COPY is
//     refused, and others' deleted mails: the fallback here goes step by step and expunges
//     by UID only.
//   - Conditional STORE and UTF8=ACCEPT are not used.
package imap
