// Package mailout makes finished mail and judges what became of it: [Compose] turns a
// [Letter] into the bytes that are stored and sent, [Classify] says what an answer of a
// mail server means, and [NextTry] when to try again.
//
// Everything here is pure. The same letter always gives the same bytes, so that a mail
// that has to be sent twice is the same mail twice: boundaries come from its Message-ID
// and not from dice.
package mailout
