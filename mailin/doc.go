// Package mailin reads incoming mail: raw bytes in, one [desk.Mail] out.
//
// Real mail breaks every rule there is, so [Parse] never fails: it repairs what it
// can, names each repair in Mail.Problems, and gives up on nothing but the limits,
// which it checks before it descends and reports in Mail.Refused. It is pure: no
// I/O, no clock, and work in proportion to the size of the mail.
//
// The way through the package is the way of the bytes:
//
//	header.go             the header section, line by line (RFC 5322 §2.2)
//	walk.go, split.go     the tree of parts (RFC 2046)
//	transfer.go           base64, quoted-printable, uuencode (RFC 2045 §6)
//	mislabelled.go        what is not what its label says, and is read all the same
//	smime.go, pgp.go      what is signed, read; what is encrypted, named (RFC 8551, RFC 9580)
//	charset.go, words.go  bytes to text; encoded words (RFC 2047)
//	params.go, names.go   parameters (RFC 2231), file names
//	address.go, ids.go    mailboxes and groups (RFC 5322 §3.4); msg-ids, dates
//	body.go, texts.go     which parts are the text, which are attached
//	html.go, htmlmarks.go HTML made readable, and what its markup says of a line
//	tnef.go               what hides in a winmail.dat
//	reply.go, quote.go    what the sender wrote now, without history,
//	signature.go          without signature;
//	forward.go            a message forwarded inline
//	class.go              which machine wrote it, if one did (RFC 3834)
//	bounce*.go            what a delivery report says (RFC 3464)
//	lang.go               in which language
//	hash.go               what makes two deliveries one mail
//	wordings*.go          every wording that mail programs use, as data
package mailin
