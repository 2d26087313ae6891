package authres

import (
	"fmt"
	"strings"
)

// statement is all that the believed verifier says about one mail.
type statement struct {
	who      string // the verifier, for people
	results  []result
	internal bool   // the provider says that an own signed-in user sent the mail
	problem  string // why nothing of it vouches; "" where it was found and read
}

// believed collects the verdicts that no sender can have written.
func believed(h []field, s Settings) statement {
	switch s.Preset {
	case PresetGoogle:
		return google(h, s)
	case PresetMicrosoft365:
		return microsoft365(h, s)
	}
	return standard(h, s)
}

// standard takes every field with our id above the first Received field that no inner host
// wrote: the verifier puts its field on top of the mail, and everything from that
// Received field on may have come with the mail.
func standard(h []field, s Settings) statement {
	st := statement{who: s.AuthservID}
	found := false
	for _, f := range h {
		if f.name == "" || f.is("Received") && !isOneOf(receivedBy(f.body), s.InnerHosts) {
			break
		}
		if f.is("Authentication-Results") {
			found = st.add(f, func(id string) bool { return sameID(id, s.AuthservID) }) || found
		}
	}
	if !found {
		st.problem = fmt.Sprintf("no Authentication-Results of %s stands above the Received fields", s.AuthservID)
	}
	return st
}

// google takes the field right below the Received field of Google's border host (only
// Received-SPF may stand between); the fields above the border are Google's own, whose
// hosts call themselves by an address of 2002:a05::/32. What follows came with the mail.
func google(h []field, s Settings) statement {
	id := s.AuthservID
	if id == "" {
		id = "mx.google.com"
	}
	st := statement{who: id, problem: "no Authentication-Results of " + id + " stands below its Received field"}
	border := false
	for _, f := range h {
		by := ""
		if f.is("Received") {
			by = receivedBy(f.body)
		}
		switch {
		case f.name == "":
			return st
		case border && f.is("Received-SPF"):
		case border && f.is("Authentication-Results"):
			before := st.problem
			if st.problem = ""; !st.add(f, func(got string) bool { return sameID(got, id) }) {
				st.problem = before
			}
			return st
		case border:
			return st
		case !f.is("Received"), strings.HasPrefix(by, "2002:a05:"), isOneOf(by, s.InnerHosts):
		case sameID(by, id):
			border = true
		default:
			return st
		}
	}
	return st
}

// microsoft365 takes the fields that stand between Exchange Online's own hops and the
// Received field of its border, with which it took the mail in. They carry no id (or
// ours). A mail that never was outside has no such Received field; the organisation's own
// word on it is X-MS-Exchange-Organization-AuthAs, which Exchange removes from all mail
// that comes from elsewhere. Only "by" is looked at: after "from" stands what the client
// called itself.
func microsoft365(h []field, s Settings) statement {
	st := statement{who: "Microsoft 365"}
	found, border, own := false, false, 0
	for _, f := range h {
		if f.is("Authentication-Results") {
			found = st.add(f, func(id string) bool { return id == "" || sameID(id, s.AuthservID) }) || found
		}
		if !f.is("Received") {
			if f.name == "" {
				break
			}
			continue
		}
		by := receivedBy(f.body)
		if !microsoftHop(by) && !isOneOf(by, s.InnerHosts) {
			border = strings.HasSuffix(by, ".protection.outlook.com")
			break
		}
		own++
	}
	st.internal = own > 0 && onlyMicrosoftHops(h, s) && authAsInternal(h)
	if !(found && border) && st.problem == "" {
		st.problem = "no Authentication-Results of Microsoft 365 stands above the Received field of its border"
	}
	return st
}

// microsoftHop says whether the host is an inner one of Exchange Online, behind the border.
func microsoftHop(by string) bool {
	return strings.HasSuffix(by, ".prod.outlook.com") || strings.HasSuffix(by, ".outlook.office365.com")
}

func onlyMicrosoftHops(h []field, s Settings) bool {
	for _, f := range h {
		if f.is("Received") {
			if by := receivedBy(f.body); !microsoftHop(by) && !isOneOf(by, s.InnerHosts) {
				return false
			}
		}
	}
	return true
}

// authAsInternal says whether exactly one AuthAs field stands in the header and says Internal.
func authAsInternal(h []field) bool {
	n, internal := 0, false
	for _, f := range h {
		if f.is("X-MS-Exchange-Organization-AuthAs") {
			n++
			internal = lowerASCII(strings.TrimSpace(f.body)) == "internal"
		}
	}
	return n == 1 && internal
}

// add reads a field and takes it in where ours says that its id is ours.
func (st *statement) add(f field, ours func(id string) bool) bool {
	r := parseResults(f.body)
	if r.id == "" && len(r.results) == 0 && r.problem != "" || !ours(r.id) {
		return false
	}
	st.results = append(st.results, r.results...)
	if r.problem != "" && st.problem == "" {
		st.problem = fmt.Sprintf("the Authentication-Results of %s cannot be read without doubt: %s", st.who, r.problem)
	}
	return true
}

// sameID compares two ids whole; an empty one is nobody's.
func sameID(a, b string) bool { return a != "" && lowerASCII(a) == lowerASCII(b) }

func isOneOf(host string, hosts []string) bool {
	for _, h := range hosts {
		if sameID(host, h) {
			return true
		}
	}
	return false
}
