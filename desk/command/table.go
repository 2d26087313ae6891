package command

import (
	"strings"

	"frontdesk/desk/nearest"
)

// Who is a set of the people who may use a command.
type Who uint8

// The people of a ticket, as far as commands tell them apart.
const (
	Agent     Who = 1 << iota // works the ticket's queue
	Approver                  // was asked to decide
	Requester                 // for whom the ticket exists
)

// Need says whether a command takes a value.
type Need uint8

// How a command and its value belong together.
const (
	Never Need = iota // a value is a mistake
	Maybe             // a value is optional
	Must              // a missing value is a mistake
)

// Kind is the form of a command's value.
type Kind string

// The forms of values. Whether a name exists is for the desk to say, not for the grammar.
const (
	KindNone      Kind = ""           // no value
	KindAgent     Kind = "agent"      // an agent's name or address, or "none"
	KindQueue     Kind = "queue"      // the name of a queue
	KindStatus    Kind = "status"     // a status of the ticket's lifecycle
	KindName      Kind = "name"       // another name of the configuration
	KindLevel     Kind = "level"      // high, medium, low
	KindPriority  Kind = "priority"   // P1 to P5, high, low, auto
	KindType      Kind = "type"       // standard, normal, emergency
	KindAddress   Kind = "address"    // one address
	KindAddresses Kind = "addresses"  // one address or more
	KindWords     Kind = "words"      // one tag or more
	KindNumber    Kind = "number"     // a ticket number
	KindProblem   Kind = "number|new" // a ticket number or "new"
	KindWhen      Kind = "when"       // what When reads
	KindDue       Kind = "when|none"  // what When or By reads, or "none"
	KindWindow    Kind = "window"     // what Window reads
	KindAway      Kind = "away"       // what Away reads
	KindText      Kind = "text"       // the rest of the line
	KindField     Kind = "field"      // a field's name and its value
	KindRating    Kind = "rating"     // 1 to 5
	KindFilter    Kind = "filter"     // mine, a queue or a status
	KindRelease   Kind = "release"    // release and the number of a held mail
)

// Spec is one command of the table: its grammar and its words for people.
type Spec struct {
	Name    string   // as canonical in events and JSON, without the slash
	Aliases []string // other names that are understood
	Value   string   // the value as help shows it, "" where there is none
	Need    Need
	Kind    Kind
	By      Who
	Repeats bool   // may stand several times with different values
	Query   bool   // asks the desk something and changes nothing
	Help    string // what it does, in one line
	Example string
}

// Usage is the command as one types it: "/assign NAME|none".
func (s Spec) Usage() string {
	if s.Value == "" {
		return "/" + s.Name
	}
	return "/" + s.Name + " " + s.Value
}

const decider = Agent | Approver

// table holds every command, in the order in which help shows them.
var table = []Spec{
	{Name: "take", By: Agent, Help: "make the ticket yours and start work on it", Example: "/take"},
	{Name: "assign", Value: "NAME|none", Need: Must, Kind: KindAgent, By: Agent, Help: "give the ticket to an agent, or to nobody", Example: "/assign bob"},
	{Name: "queue", Value: "NAME", Need: Must, Kind: KindQueue, By: Agent, Help: "move the ticket to another queue", Example: "/queue network"},
	{Name: "status", Value: "STATUS", Need: Must, Kind: KindStatus, By: Agent, Help: "set the status", Example: "/status pending"},
	{Name: "resolve", By: Agent, Help: "say that it is solved; the requester is told", Example: "/resolve"},
	{Name: "close", By: Agent, Help: "close the ticket; the requester is told", Example: "/close"},
	{Name: "reopen", By: Agent, Help: "open a resolved or closed ticket again", Example: "/reopen"},
	{Name: "pending", Value: "[3d|2026-12-01]", Need: Maybe, Kind: KindWhen, By: Agent, Help: "wait for somebody outside, if wanted until a day", Example: "/pending 3d"},
	{Name: "priority", Aliases: []string{"prio"}, Value: "P1..P5|high|low|auto", Need: Must, Kind: KindPriority, By: Agent, Help: "set the priority by hand, or auto: from impact and urgency", Example: "/priority P2"},
	{Name: "impact", Value: "high|medium|low", Need: Must, Kind: KindLevel, By: Agent, Help: "say how much is affected", Example: "/impact high"},
	{Name: "urgency", Value: "high|medium|low", Need: Must, Kind: KindLevel, By: Agent, Help: "say how long it can wait", Example: "/urgency low"},
	{Name: "note", By: Agent, Help: "keep this whole mail internal", Example: "/note"},
	{Name: "cc", Value: "ADDR…", Need: Must, Kind: KindAddresses, By: Agent, Repeats: true, Help: "make people participants", Example: "/cc ann@example.com"},
	{Name: "uncc", Value: "ADDR…", Need: Must, Kind: KindAddresses, By: Agent, Repeats: true, Help: "make people participants no longer", Example: "/uncc ann@example.com"},
	{Name: "requester", Value: "ADDR", Need: Must, Kind: KindAddress, By: Agent, Help: "say for whom the ticket exists", Example: "/requester ann@example.com"},
	{Name: "tag", Value: "WORD…", Need: Must, Kind: KindWords, By: Agent, Repeats: true, Help: "add tags", Example: "/tag printer floor3"},
	{Name: "untag", Value: "WORD…", Need: Must, Kind: KindWords, By: Agent, Repeats: true, Help: "remove tags", Example: "/untag floor3"},
	{Name: "subject", Value: "TEXT", Need: Must, Kind: KindText, By: Agent, Help: "give the ticket another subject", Example: "/subject Printer on floor 3 jams"},
	{Name: "service", Value: "NAME", Need: Must, Kind: KindName, By: Agent, Help: "name the service of the catalogue", Example: "/service new-laptop"},
	{Name: "set", Value: "FIELD VALUE", Need: Must, Kind: KindField, By: Agent, Repeats: true, Help: "fill in a field of the service", Example: "/set model 13 inch"},
	{Name: "due", Value: "DATE|none", Need: Must, Kind: KindDue, By: Agent, Help: "say when it must be done", Example: "/due 2026-12-01"},
	{Name: "remind", Value: "3d|none", Need: Must, Kind: KindDue, By: Agent, Repeats: true, Help: "be reminded of the ticket", Example: "/remind 3d"},
	{Name: "send", By: Agent, Help: "send the answer that was held because another crossed it", Example: "/send"},
	{Name: "away", Value: "[until DATE] [to NAME]", Need: Maybe, Kind: KindAway, By: Agent, Help: "get no new tickets until that day begins; a deputy stands in", Example: "/away until 2026-12-24 to bob"},
	{Name: "back", By: Agent, Help: "be here again", Example: "/back"},
	{Name: "link", Value: "N", Need: Must, Kind: KindNumber, By: Agent, Repeats: true, Help: "link this ticket with another", Example: "/link 1042"},
	{Name: "unlink", Value: "N", Need: Must, Kind: KindNumber, By: Agent, Repeats: true, Help: "remove the link", Example: "/unlink 1042"},
	{Name: "parent", Value: "N", Need: Must, Kind: KindNumber, By: Agent, Help: "put this ticket under a major incident", Example: "/parent 1042"},
	{Name: "problem", Value: "N|new", Need: Must, Kind: KindProblem, By: Agent, Help: "link this ticket with the problem that causes it", Example: "/problem new"},
	{Name: "duplicate", Value: "N", Need: Must, Kind: KindNumber, By: Agent, Help: "merge this ticket into another", Example: "/duplicate 1042"},
	{Name: "unmerge", By: Agent, Help: "take the merge back", Example: "/unmerge"},
	{Name: "split", By: Agent, Help: "make this message a ticket of its own", Example: "/split"},
	{Name: "type", Value: "standard|normal|emergency", Need: Must, Kind: KindType, By: Agent, Help: "set the type of the change", Example: "/type normal"},
	{Name: "model", Value: "NAME", Need: Must, Kind: KindName, By: Agent, Help: "name the change model", Example: "/model normal"},
	{Name: "schedule", Value: "START END", Need: Must, Kind: KindWindow, By: Agent, Help: "say when the change will be made", Example: "/schedule 2026-12-01 22:00 2026-12-02 02:00"},
	{Name: "approve", Value: "[words]", Need: Maybe, Kind: KindText, By: decider, Help: "say yes", Example: "/approve"},
	{Name: "reject", Value: "REASON", Need: Must, Kind: KindText, By: decider, Help: "say no, and why", Example: "/reject no fallback planned"},
	{Name: "cause", Value: "TEXT", Need: Must, Kind: KindText, By: Agent, Help: "write down the root cause", Example: "/cause worn rollers"},
	{Name: "workaround", Value: "TEXT", Need: Must, Kind: KindText, By: Agent, Help: "write down a workaround", Example: "/workaround use tray 2"},
	{Name: "broadcast", By: Agent, Help: "send this message to the requesters of all linked tickets", Example: "/broadcast"},
	{Name: "forward", Value: "ADDR", Need: Must, Kind: KindAddress, By: Agent, Help: "ask a third party; the answer comes back here, internal", Example: "/forward support@vendor.example"},
	{Name: "reply", Value: "NAME", Need: Must, Kind: KindName, By: Agent, Help: "send a canned answer", Example: "/reply reset-password"},
	{Name: "spam", By: Agent, Help: "get rid of the ticket as spam", Example: "/spam"},
	{Name: "undo", By: Agent, Help: "take back your last command mail, while nothing built on it", Example: "/undo"},
	{Name: "rate", Value: "1..5", Need: Must, Kind: KindRating, By: Requester, Help: "say how content you are, 5 is best", Example: "/rate 5"},
	{Name: "list", Value: "[mine|QUEUE|STATUS]", Need: Maybe, Kind: KindFilter, By: Agent, Query: true, Repeats: true, Help: "get a list of tickets", Example: "/list mine"},
	{Name: "show", Value: "[N]", Need: Maybe, Kind: KindNumber, By: Agent, Query: true, Repeats: true, Help: "get the whole ticket", Example: "/show 1042"},
	{Name: "why", Value: "[N]", Need: Maybe, Kind: KindNumber, By: Agent, Query: true, Repeats: true, Help: "get told why the ticket is where it is", Example: "/why 1042"},
	{Name: "search", Value: "WORDS", Need: Must, Kind: KindText, By: Agent, Query: true, Repeats: true, Help: "search the tickets", Example: "/search printer jam"},
	{Name: "report", By: Agent, Query: true, Help: "get the report", Example: "/report"},
	{Name: "quarantine", Value: "[release ID]", Need: Maybe, Kind: KindRelease, By: Agent, Query: true, Repeats: true, Help: "see what was held back, or let it in", Example: "/quarantine release 17"},
	{Name: "help", By: decider, Query: true, Help: "get this list", Example: "/help"},
}

// byName finds the Spec of every name and alias.
var byName = func() map[string]Spec {
	m := make(map[string]Spec, len(table)+1)
	for _, s := range table {
		m[s.Name] = s
		for _, alias := range s.Aliases {
			m[alias] = s
		}
	}
	return m
}()

// names are the canonical names in the order of the table.
var names = func() []string {
	ns := make([]string, len(table))
	for i, s := range table {
		ns[i] = s.Name
	}
	return ns
}()

// Known returns every command, in the order in which help shows them.
func Known() []Spec { return append([]Spec(nil), table...) }

// Lookup finds a command by its name or alias, without the slash, in any case.
func Lookup(name string) (Spec, bool) {
	s, ok := byName[foldASCII(name)]
	return s, ok
}

// Nearest is the name of the command that was probably meant, or "".
func Nearest(name string) string { return nearest.Of(name, names) }

// foldASCII lowers A to Z only: no other letter may become part of a command's name.
func foldASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
