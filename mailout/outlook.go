package mailout

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"

	"frontdesk/desk"
)

// windowsEpoch is 1601-01-01, from which Windows counts in units of 100 ns, in Unix seconds.
const windowsEpoch = -11644473600

// OutlookThread are the fields by which Outlook and Exchange put mails into one conversation ([MS-OXOMSG]
// §2.2.1.3): every mail of a thread carries the same ones. Thread names the conversation, created is when it
// began, and topic is the subject of its mails without "Re:".
func OutlookThread(thread string, created time.Time, topic string) []desk.Field {
	var index [22]byte
	var ticks [8]byte
	binary.BigEndian.PutUint64(ticks[:], uint64(created.Unix()-windowsEpoch)*10_000_000)
	index[0] = 1 // the reserved first byte takes the place of the highest one of the time
	copy(index[1:6], ticks[1:6])
	sum := sha256.Sum256([]byte(thread))
	copy(index[6:], sum[:16])
	return []desk.Field{
		{Name: "Thread-Topic", Value: topic},
		{Name: "Thread-Index", Value: base64.StdEncoding.EncodeToString(index[:])},
	}
}
