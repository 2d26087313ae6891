package mailin

import (
	"strings"

	"frontdesk/desk"
)

// textRecipients finds the failed addresses in the words of a report.
func (d *diagnosis) textRecipients(m *desk.Mail) []desk.BounceRecipient {
	var list []desk.BounceRecipient
	add := func(addr, reason string) {
		if addr != "" && len(list) < maxBounceRecipients && !hasRecipient(list, addr) {
			list = append(list, desk.BounceRecipient{Address: addr, Reason: reason})
		}
	}
	for _, a := range d.failed {
		add(a, d.reasonFor(a))
	}
	if len(list) > 0 {
		return list
	}
	best := 1
	found := d.candidates()
	for _, c := range found {
		best = max(best, c.score)
	}
	for _, c := range found {
		if c.score == best {
			add(c.addr, d.reasonFor(c.addr))
		}
	}
	if len(list) == 0 && d.original != nil {
		to := addressFields(d.original.all("To"))
		if len(to) == 1 {
			d.guessed = true
			add(to[0].Addr, firstReason(d.text))
		}
	}
	return list
}

// candidate is an address in a report, and how much it looks like a failed one.
type candidate struct {
	addr  string
	score int
}

// candidates weighs every address in the words of a report: 4 alone on a line or at
// its beginning, 3 beside words of failure, 2 elsewhere, 1 where it is the desk's own.
func (d *diagnosis) candidates() []candidate {
	var list []candidate
	at := map[string]int{}
	for line := range strings.SplitSeq(d.text, "\n") {
		if len(line) > 2000 || !strings.Contains(line, "@") {
			continue
		}
		for _, a := range lineAddresses(line) {
			key := desk.AddressKey(a)
			score := d.weigh(line, a, key)
			if score == 0 {
				continue
			}
			if i, ok := at[key]; ok {
				list[i].score = max(list[i].score, score)
				continue
			}
			if len(list) < maxBounceRecipients {
				at[key] = len(list)
				list = append(list, candidate{a, score})
			}
		}
	}
	return list
}

func (d *diagnosis) weigh(line, addr, key string) int {
	if isDaemonAddress(key) && !strings.HasPrefix(strings.TrimLeft(line, " \t<*"), addr) {
		return 0
	}
	lower := strings.ToLower(line)
	before, _, _ := strings.Cut(lower, strings.ToLower(addr))
	before = strings.TrimLeft(before, "<*>-|\u2022\"'[(\t ")
	score := 2
	switch {
	case hasWords(before, noAddressCues):
		return 0
	case before == "":
		score = 4
	case hasWords(lower, addressCues):
		score = 3
	}
	if d.own[key] {
		return 1
	}
	return score
}

// isDaemonAddress names the addresses of mail systems.
func isDaemonAddress(key string) bool {
	local, _, _ := strings.Cut(key, "@")
	return local == "postmaster" || local == "mailer-daemon" || local == "abuse" || local == "root" || local == "hostmaster"
}

// lineAddresses are the addresses that stand in a line, without what surrounds them.
func lineAddresses(line string) []string {
	var list []string
	for rest, off := line, 0; ; {
		i := strings.IndexByte(rest, '@')
		if i < 0 {
			return list
		}
		start, end := i, i+1
		for start > 0 && isAddrByte(rest[start-1]) {
			start--
		}
		if start > 0 && rest[start-1] == '"' && start == i { // "quoted local"@domain
			if q := strings.LastIndexByte(rest[:start-1], '"'); q >= 0 {
				start = q
			}
		}
		for end < len(rest) && isDomainByte(rest[end]) {
			end++
		}
		addr := strings.Trim(rest[start:end], ".'=-")
		if at := strings.IndexByte(addr, '@'); at > 0 && at < len(addr)-1 {
			list = append(list, addr)
		}
		rest, off = rest[end:], off+end
		if len(list) > 50 {
			return list
		}
	}
}

func isAddrByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80 || strings.IndexByte("!#$%&'*+-/=?^_`{|}~.", c) >= 0
}

func isDomainByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_' || c >= 0x80
}
