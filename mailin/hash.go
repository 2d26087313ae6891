package mailin

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strings"
)

// hashedFields are the fields that make a mail the mail it is (RFC 5322 §3.6); all
// others (trace, authentication, signatures, filters) change with the way it came.
var hashedFields = []string{
	"From", "Sender", "Reply-To", "To", "Cc", "Date", "Subject", "Message-ID", "In-Reply-To", "References",
	"Content-Type", "Content-Disposition", "Content-ID",
}

// contentHash is the identity of a mail's content. It is over decoded parts, so that
// a relay that changes line ends or the transfer encoding changes nothing.
func contentHash(s *section, root *part, w *walker) string {
	h := sha256.New()
	for _, name := range hashedFields {
		for _, v := range s.all(name) {
			hashString(h, name)
			hashString(h, strings.Join(strings.Fields(v), " "))
		}
	}
	root.leaves(func(p *part) {
		hashString(h, p.mediaType)
		hashString(h, p.fileName)
		sum := w.identity(p)
		h.Write(sum[:])
	})
	return hex.EncodeToString(h.Sum(nil))
}

// hashString writes s so that no two sequences of strings give the same bytes.
func hashString(h hash.Hash, s string) {
	h.Write([]byte(s))
	h.Write([]byte{0})
}
