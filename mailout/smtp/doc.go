// Package smtp carries finished mail to one SMTP server (RFC 5321) over a connection that is kept open, one
// recipient per transaction. It says exactly how far a mail came and what the server answered; what
// follows from that is decided elsewhere.
//
// # How the library bites
//
// The SMTP client of the library is used with these rules; the tests hold them.
//
//   - Any command after a broken transfer, even QUIT, ends DATA, and the server takes half a mail
//     for a whole one: after a failure within DATA the socket is closed without a word.
//   - The deadline of a connection is one moment in time: it is moved before every command and
//     every stretch of data.
//   - Nothing heeds a context: a watchdog closes the socket when it ends.
//   - A null sender is only possible below the library's own message type.
//   - SMTPUTF8 is announced with every mail unless told otherwise: it is, unless an address needs it.
//   - A dead kept connection shows at the first command: such a mail is sent again over a new one, at
//     once, because nothing of it can have been taken.
//   - A reply may repeat what was sent: the words of a failed login are searched for the password.
package smtp
