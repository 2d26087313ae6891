package desk

import (
	"slices"
	"strings"
	"time"

	"frontdesk/desk/match"
)

// Policy is everything that the people who run the desk have decided, checked and
// resolved. It is immutable; a reload builds a new one.
type Policy struct {
	Name     string // of the desk, for people
	Domain   string // right-hand side of the Message-IDs that it makes, folded
	Tag      string // of subjects: "[TAG #N] …"
	Language string // of templates, when nothing better is known
	Location *time.Location

	CloseAfter   time.Duration // resolved to closed; 0: never
	ReopenWindow time.Duration // within it a reply reopens a closed ticket
	Morning      int           // when overviews of the day go out, in minutes after midnight of each agent's zone; 0: never

	Mailboxes []Mailbox
	Agents    []Agent
	Queues    []Queue
	Rules     []Rule // in file order
	Limits    Limits
	Holds     bool // an agent's answer that crossed another waits for /send
	Services  []Service
	Models    []ChangeModel
	Blackouts []Blackout
	Report    *ReportPlan // nil: none goes out by itself
	Survey    *Survey     // nil: none is sent

	Improvement Improvement
	Knowledge   Knowledge
	Resemble    Resemblance
	Monitor     Monitoring
	CcJoins     bool // people in Cc of a proven sender become participants at once; else they are proposed

	// Lifecycles by name; every queue's lifecycle is among them.
	Lifecycles map[string]*Lifecycle

	// Levels are the service levels by name.
	Levels map[string]*ServiceLevel

	// Secret keys Message-IDs and tokens. It is generated once per store.
	Secret []byte
}

// Mailbox is an address under which the desk can be written to.
type Mailbox struct {
	Address    string // as written
	Aliases    []string
	Queue      string // where mail goes that no rule claims
	Subaddress bool   // replies come back to local+TOKEN@domain
}

// Role is what an agent may do beyond working tickets.
type Role string

// The roles of the configuration.
const (
	RoleAgent    Role = "agent"
	RoleApprover Role = "approver"
	RoleManager  Role = "manager"
)

// Agent is a person who works tickets.
type Agent struct {
	Name      string // what commands call this person
	FullName  string
	Addresses []string // the first is where mail goes
	Groups    []string
	Role      Role
	Language  string
	Digest    Digest
	Location  *time.Location // the agent's own time zone; nil is the desk's
}

// Digest is how often an agent wants to hear of what is not addressed to that agent alone.
type Digest string

// The rhythms of digests.
const (
	DigestNone   Digest = ""       // a mail each
	DigestHourly Digest = "hourly" // at the full hour
	DigestDaily  Digest = "daily"  // in the morning
)

// Address is where the agent's mail goes.
func (a *Agent) Address() Address { return Address{Name: a.FullName, Addr: a.Addresses[0]} }

// Assign is how a queue hands out new tickets.
type Assign string

// The ways of assignment.
const (
	AssignNone       Assign = "none"
	AssignRoundRobin Assign = "round-robin"
	AssignLeastBusy  Assign = "least-busy"
)

// Queue is where tickets of one practice are worked.
type Queue struct {
	Name       string
	Practice   string   // key of a Practice
	Lifecycle  string   // name in Policy.Lifecycles
	Agents     []string // names of agents, groups resolved, each once, in order
	Assign     Assign
	Department string
	Level      string // name in Policy.Levels, "" for none
	Model      string // name of the ChangeModel of changes that name none
}

// Works says whether the agent of that name may work the queue's tickets.
func (q *Queue) Works(agent string) bool { return slices.Contains(q.Agents, agent) }

// Rule is one [[rule]]: a condition and what follows from it.
type Rule struct {
	Name string
	Line int // in the configuration
	When *match.Condition

	Queue      string
	Impact     Level
	Urgency    Level
	Priority   Priority
	Assign     string // name of an agent
	Service    string
	Tags       []string
	Cc         []string
	Language   string
	Department string
	Hold       string // reason for quarantine; "" for none
	Drop       bool
	NoAck      bool
	Continue   bool

	Correlate *match.Text      // of events: the key of the condition that they tell of; nil: it tells of none
	Clears    *match.Condition // the mail says that the condition is over; nil: none does
}

// Service is an item of the service catalogue.
type Service struct {
	Name        string
	Title       string
	Group       string // heading under which the catalogue lists it
	Description string
	Takes       string // how long it takes, in words
	Queue       string
	Owner       string // name of an agent
	State       ServiceState
	Level       string         // name in Policy.Levels, "" for that of the queue
	Fields      []ServiceField // what must be known of a request for it
	Approval    *ApprovalRule  // nil: none is needed
}

// ServiceField is one thing to be filled in.
type ServiceField struct {
	Name    string
	Type    string   // "text", "number", "date" or "address"
	Choices []string // nil: anything of the type
	Label   string   // by which a form asks for it, "": made of the name
	Hint    string   // what stands behind the label, "": made of type and choices

	Required bool
}

// ChangeModel is a kind of change that is worked alike each time.
type ChangeModel struct {
	Name string
	Type string // "standard", "normal" or "emergency"

	Approval *ApprovalRule // nil for standard changes
	Assess   bool          // it waits for an agent's assessment before approval is asked for
	Requires []string      // fields that must be known before approval: risk, plan, back-out, test
}

// Rate is "count per time", such as ten tickets in ten minutes. A zero Count is no limit.
type Rate struct {
	Count int
	Per   time.Duration
}

// Limits bound what one sender or one mail can cause.
type Limits struct {
	Message           int64 // bytes
	TicketsPerSender  Rate
	AcksPerSender     Rate
	AckAge            time.Duration
	MailsPerRecipient Rate
	CommandsPerMail   int
}

// DefaultLimits are those that the documentation shows.
func DefaultLimits() Limits {
	return Limits{
		Message:           25 << 20,
		TicketsPerSender:  Rate{10, 10 * time.Minute},
		AcksPerSender:     Rate{3, time.Hour},
		AckAge:            24 * time.Hour,
		MailsPerRecipient: Rate{60, time.Hour},
		CommandsPerMail:   20,
	}
}

// AgentByAddress finds who an address belongs to; nil where it is nobody's. Addresses match whole
// and case-folded.
func (p *Policy) AgentByAddress(addr string) *Agent {
	key := AddressKey(addr)
	for i := range p.Agents {
		for _, a := range p.Agents[i].Addresses {
			if AddressKey(a) == key {
				return &p.Agents[i]
			}
		}
	}
	return nil
}

// AgentByName finds an agent; nil where there is none.
func (p *Policy) AgentByName(name string) *Agent {
	for i := range p.Agents {
		if strings.EqualFold(p.Agents[i].Name, name) {
			return &p.Agents[i]
		}
	}
	return nil
}

// QueueByName finds a queue; nil where there is none.
func (p *Policy) QueueByName(name string) *Queue {
	for i := range p.Queues {
		if strings.EqualFold(p.Queues[i].Name, name) {
			return &p.Queues[i]
		}
	}
	return nil
}

// LifecycleOf is the lifecycle of a queue; that of incidents where the queue is gone from
// the configuration but its tickets are not.
func (p *Policy) LifecycleOf(queue string) *Lifecycle {
	if q := p.QueueByName(queue); q != nil {
		if l := p.Lifecycles[q.Lifecycle]; l != nil {
			return l
		}
	}
	if l := p.Lifecycles["incident"]; l != nil {
		return l
	}
	builtin := Lifecycles()[0]
	return &builtin
}

// MailboxFor finds the mailbox to which an address belongs: its address, an alias, or a
// subaddress of one of them. The token is what stands after the "+".
func (p *Policy) MailboxFor(addr string) (box *Mailbox, token string) {
	key := AddressKey(addr)
	for i := range p.Mailboxes {
		b := &p.Mailboxes[i]
		for _, own := range append([]string{b.Address}, b.Aliases...) {
			if key == AddressKey(own) {
				return b, ""
			}
		}
	}
	local, domain, ok := cutLast(key, '@')
	base, sub, plus := strings.Cut(local, "+")
	if !ok || !plus {
		return nil, ""
	}
	for i := range p.Mailboxes {
		b := &p.Mailboxes[i]
		for _, own := range append([]string{b.Address}, b.Aliases...) {
			if base+"@"+domain == AddressKey(own) {
				return b, sub
			}
		}
	}
	return nil, ""
}

// OwnAddress says whether an address is that of a mailbox or an alias; subaddresses count.
func (p *Policy) OwnAddress(addr string) bool {
	box, _ := p.MailboxFor(addr)
	return box != nil
}

func cutLast(s string, sep byte) (before, after string, found bool) {
	if i := strings.LastIndexByte(s, sep); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}
