package desk

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/desk/match"
)

// Monitoring is how mail that tells of conditions is worked, where a rule finds a key in it.
type Monitoring struct {
	Reopen   time.Duration // a condition that is back within it opens its ticket again; later it opens another
	Flapping Rate          // a condition that comes and goes more often is watched in silence; a zero Count: none is
	Storm    Rate          // where one source tells of more new conditions, they become one ticket; a zero Count: never
	Calm     time.Duration // how long it must be quiet until that is over
}

// DefaultMonitoring is what the documentation shows.
func DefaultMonitoring() Monitoring {
	return Monitoring{Reopen: 24 * time.Hour, Flapping: Rate{5, time.Hour}, Storm: Rate{10, time.Minute}, Calm: 30 * time.Minute}
}

// The tags of tickets that are watched in silence.
const (
	tagFlapping = "flapping" // the condition comes and goes
	tagStorm    = "storm"    // further conditions of the source are counted here
)

// keptRepeats is how many repeats are kept in the conversation; the others are counted.
const keptRepeats = 5

// correlate finds out of which condition a mail tells that a rule has claimed. Nobody acknowledges an event.
func (r *routing) correlate(rule Rule, env match.Env) {
	if rule.Correlate == nil {
		return
	}
	if key, err := rule.Correlate.Value(env); err == nil && key != "" {
		r.key, r.noAck = key, true
		r.clears = rule.Clears != nil && holds(rule.Clears, env)
	}
}

func holds(c *match.Condition, env match.Env) bool {
	result, err := c.Eval(env)
	return err == nil && result.Matched
}

// stormKey is the key of the ticket that takes the storm of a source.
func stormKey(source string) string { return "storm of " + source }

// askMonitored asks for the tickets of the conditions that a mail may tell of. Whether its sender is known is not known
// yet.
func askMonitored(p *Policy, in MailIn, q *Query) {
	if !tellsOfConditions(p, in.Mail) {
		return
	}
	d := &decider{p: p, in: in}
	env := d.env()
	for _, rule := range p.Rules {
		var r routing
		for _, env.Sender.Known = range []bool{false, true} {
			if r.key == "" && rule.Correlate != nil && (rule.When == nil || holds(rule.When, env)) {
				r.correlate(rule, env)
			}
		}
		if r.key != "" && !slices.Contains(q.Keys, r.key) {
			q.Keys = append(q.Keys, r.key)
		}
	}
	if len(q.Keys) > 0 {
		q.Keys = append(q.Keys, stormKey(q.Sender))
		q.TicketsWithin = p.Monitor.Storm.Per
	}
}

// tellsOfConditions says whether a mail may be one of a monitoring system: no agent's, and no answer to anything.
func tellsOfConditions(p *Policy, m *Mail) bool {
	return m.Class != ClassAutoReply && m.Class != ClassBounce && p.AgentByAddress(m.Author().Addr) == nil &&
		slices.ContainsFunc(p.Rules, func(r Rule) bool { return r.Correlate != nil })
}

// monitored handles a mail that tells of a condition: there is one ticket per condition, whatever the mail refers to. A
// reply to a mail of ours is a reply.
func (d *decider) monitored() bool {
	if !tellsOfConditions(d.p, d.in.Mail) {
		return false
	}
	if ev, threaded := d.findThread(); threaded && ev.keyed {
		return false
	}
	r := d.route()
	if r.key == "" || r.drop || r.hold != "" && !d.in.Released {
		d.Trace.Rules = nil // a mail on a ticket needs none, and a new one asks again
		return false
	}
	d.Trace.Thread.Evidence = "it tells of " + r.key
	source := d.in.Mail.Author().Key()
	t, storm := d.keyed(r.key), d.keyed(stormKey(source))
	over := t.Category == CategoryResolved
	rages := slices.Contains(storm.Tags, tagStorm) && storm.Category != CategoryResolved
	many := d.p.Monitor.Storm
	switch {
	case t.ID > 0 && (!over || r.clears || d.f.Now.Sub(t.ResolvedAt) <= d.p.Monitor.Reopen):
		d.toldAgain(t, r)
	case rages:
		d.toldAgain(storm, r)
	case r.clears:
		d.conclude(OutcomeIgnored, 0, "%s is over, and no ticket tells of it", r.key)
	case many.Count > 0 && d.f.Opened >= many.Count:
		d.openStorm(source, r)
	default:
		o := opening{requester: d.in.Mail.Author()}
		if t.ID > 0 {
			o.link, o.outcome = &Link{Kind: LinkFollows, Ticket: t.ID}, OutcomeFollowUp
			o.note = fmt.Sprintf("It was over on ticket #%d since %s.", t.ID, t.ResolvedAt.In(d.location()).Format("2006-01-02 15:04"))
		}
		d.open(o)
	}
	return true
}

// keyed is the open ticket of a condition; the zero Ticket where there is none.
func (d *decider) keyed(key string) Ticket {
	id := d.f.Keyed[key]
	if id == 0 {
		return Ticket{}
	}
	if t := d.ticket(d.whereItWent(id)); t.Category != CategoryClosed {
		return t
	}
	return Ticket{}
}

// openStorm opens one ticket for all further conditions of a source.
func (d *decider) openStorm(source string, r routing) {
	many := d.p.Monitor.Storm
	r.key = stormKey(source)
	r.tags = with(r.tags, tagStorm)
	d.routed.routing = r
	d.open(opening{requester: d.in.Mail.Author(), subject: "Storm: many events from " + source,
		note: fmt.Sprintf("More than %d new conditions came within %s. Further ones are counted here until it has been quiet for %s.",
			many.Count, inWords(many.Per), inWords(d.p.Monitor.Calm))})
}

// toldAgain counts a mail about a condition that has a ticket, and moves the ticket where the condition is over or back.
func (d *decider) toldAgain(t Ticket, r routing) {
	m := d.in.Mail
	d.actor = Actor{Kind: ActorMail, Name: m.Author().Addr}
	if d.Trace.Sender.Role == SenderStranger && AddressKey(t.Requester) == m.Author().Key() {
		d.Trace.Sender.Role = SenderRequester
	}
	d.emit(t.ID, Repeated{Cleared: r.clears})
	life := d.p.LifecycleOf(t.Queue)
	to := ""
	switch over := t.Category == CategoryResolved; {
	case t.Key != r.key || slices.Contains(life.Gates, t.Status): // it stands for more than this condition
	case r.clears && !over:
		to = life.Resolve
	case !r.clears && over:
		to = d.onward(t, life.Reopen)
	}
	silent := restless(t) != ""
	if to != "" && !silent || t.Repeats < keptRepeats {
		d.write(t.ID, evidence{what: d.Trace.Thread.Evidence}, Internal, m.NewText, "")
	}
	if to == "" && r.clears && t.Key != r.key && !silent {
		d.tellAssignee(d.ticket(t.ID), "A condition that was merged into this ticket is over.")
		d.conclude(OutcomeReply, t.ID, "a condition that was merged into ticket %d is over", t.ID)
		return
	}
	if to == "" {
		d.suppress(TemplateAgentUpdate, t.Assignee, "what is told of again is counted and disturbs nobody")
		d.conclude(OutcomeReply, t.ID, "told of again on ticket %d, %d times by now", t.ID, d.ticket(t.ID).Repeats)
		return
	}
	d.emit(t.ID, StatusChanged{From: t.Status, To: to, Category: life.Category(to), Why: changedWhy(r)})
	d.conclude(OutcomeReply, t.ID, "the condition of ticket %d %s", t.ID, changedWhy(r))
	switch flaps := d.changes(t.ID); {
	case silent:
		d.suppress(TemplateAgentUpdate, t.Assignee, "it comes and goes; its agents hear of it when it is calm")
	case d.p.Monitor.Flapping.Count > 0 && flaps > d.p.Monitor.Flapping.Count:
		d.emit(t.ID, Tagged{Tags: []string{tagFlapping}})
		d.tellAssignee(d.ticket(t.ID), fmt.Sprintf("It comes and goes: %d changes within %s. You hear of it again when it has been quiet for %s.",
			flaps, inWords(d.p.Monitor.Flapping.Per), inWords(d.p.Monitor.Calm)))
	default:
		d.tellAssignee(d.ticket(t.ID), fmt.Sprintf("Status: %s → %s", t.Status, to))
	}
}

func changedWhy(r routing) string {
	if r.clears {
		return "is over"
	}
	return "is back"
}

// changes is how often a condition came or went lately, this time included.
func (d *decider) changes(id int64) int {
	n := 0
	since := d.f.Now.Add(-d.p.Monitor.Flapping.Per)
	for _, e := range append(slices.Clip(d.f.Newest[id]), d.Events...) {
		if _, moved := e.Detail.(StatusChanged); moved && e.Ticket == id && e.Actor.Kind == ActorMail && e.At.After(since) {
			n++
		}
	}
	return n
}

// restless is the tag of a ticket that is watched in silence; "" where it is not.
func restless(t Ticket) string {
	for _, tag := range []string{tagStorm, tagFlapping} {
		if slices.Contains(t.Tags, tag) && t.Key != "" {
			return tag
		}
	}
	return ""
}

// settleCalmTimer lets a ticket that is watched in silence be looked at when it has been quiet for long enough. A
// condition that comes and goes is quiet while it stays; a storm, while nothing is told.
func (d *decider) settleCalmTimer(id int64) {
	t, before := d.Tickets[id], d.f.Tickets[id]
	tag, was := restless(t), restless(before)
	stirred := tag != was || t.Status != before.Status || tag == tagStorm && t.Repeats != before.Repeats
	switch {
	case tag != "" && stirred:
		d.Timers = append(d.Timers, Timer{Ticket: id, Kind: TimerCalm, Due: d.f.Now.Add(d.p.Monitor.Calm)})
	case tag == "" && was != "":
		d.Timers = append(d.Timers, Timer{Ticket: id, Kind: TimerCalm})
	}
}

// calm ends the silence about a ticket.
func (d *decider) calm(t Ticket) {
	tag := restless(t)
	d.emit(t.ID, Untagged{Tags: []string{tag}})
	d.conclude(OutcomeIgnored, t.ID, "it has been quiet for %s", d.p.Monitor.Calm)
	if t.Category == CategoryClosed {
		return
	}
	said := fmt.Sprintf("It has been quiet for %s and is %s.", inWords(d.p.Monitor.Calm), t.Status)
	if tag == tagStorm {
		said = fmt.Sprintf("The storm is over: %d further mails were counted here.", t.Repeats)
	}
	d.tellListeners(d.ticket(t.ID), said)
}

// inWords is a time span without parts that are zero: "1h", "30m".
func inWords(span time.Duration) string {
	s := span.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
