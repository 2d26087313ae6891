package mailin

import (
	"strings"
	"unicode"
	"unicode/utf8"

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
	for _, a := range lineAddresses(head(m.Subject, 2000)) {
		if len(found) == 0 && !d.own[desk.AddressKey(a)] {
			add(a, firstReason(d.text))
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
	if local, _, _ := strings.Cut(key, "@"); d.list && listName(local) != "" {
		return 0 // where the machine behind the list takes its commands
	}
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

// lineAddresses are the addresses that stand in a line, without what surrounds them. Of
// a mailbox that has an address for a name, "a@b <c@d>", only its own counts.
func lineAddresses(line string) []string {
	var list []string
	name := ""
	for rest := line; len(list) <= 50; {
		i := strings.IndexByte(rest, '@')
		if i < 0 {
			break
		}
		start, end := localStart(rest, i), domainEnd(rest, i+1)
		addr := strings.Trim(rest[start:end], ".'=-")
		rest = rest[end:]
		if at := strings.IndexByte(addr, '@'); at <= 0 || at == len(addr)-1 || addr == name {
			continue
		}
		if next, ok := strings.CutPrefix(rest, " <"); ok {
			if j := strings.IndexAny(next, "@>"); j > 0 && next[j] == '@' {
				name = addr
				continue
			}
		}
		list = append(list, addr)
	}
	return list
}

// localStart is where the local part begins whose "@" stands at i. Letters of scripts
// that are written without spaces end one that is in ASCII.
func localStart(s string, i int) int {
	if i > 0 && s[i-1] == '"' { // "quoted local"@domain
		if q := strings.LastIndexByte(s[:i-1], '"'); q >= 0 {
			return q
		}
	}
	next := utf8.RuneError
	for i > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if !isAddrRune(r) || r > 0x2e80 && next < utf8.RuneSelf {
			break
		}
		i, next = i-size, r
	}
	return i
}

// domainEnd is where the domain ends that begins at i.
func domainEnd(s string, i int) int {
	last := utf8.RuneError
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !isDomainRune(r) || r > 0x2e80 && last < utf8.RuneSelf && last != '.' {
			break
		}
		i, last = i+size, r
	}
	return i
}

func isAddrRune(r rune) bool {
	return isDomainRune(r) || r < utf8.RuneSelf && strings.ContainsRune("!#$%&'*+/=?^`{|}~", r)
}

func isDomainRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '.' || r == '_' ||
		r >= utf8.RuneSelf && r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r))
}

// names says whether a report names somebody who is not the desk.
func (d *diagnosis) names(m *desk.Mail) bool {
	for _, c := range d.candidates() {
		if c.score >= 2 {
			return true
		}
	}
	return len(d.failed) > 0 || len(lineAddresses(head(m.Subject, 2000))) > 0
}
