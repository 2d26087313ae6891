package imap

import "fmt"

// xoauth2 is the SASL mechanism of Google and Microsoft for OAuth 2.0 bearer tokens.
type xoauth2 struct{ user, token string }

// Start gives the only message of the exchange.
func (x xoauth2) Start() (string, []byte, error) {
	return "XOAUTH2", []byte("user=" + x.user + "\x01auth=Bearer " + x.token + "\x01\x01"), nil
}

// Next is called only when the server refuses: the challenge says why, in JSON. Answering it
// is pointless (and some servers choke on the empty answer), so the exchange ends here.
func (x xoauth2) Next(challenge []byte) ([]byte, error) {
	return nil, fmt.Errorf("the server says %.300q", challenge)
}
