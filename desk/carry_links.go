package desk

import "slices"

// reverse is how a link looks from the other ticket. A kind that is not in it stands on one ticket alone.
var reverse = map[string]string{
	LinkFollows: LinkFollowedBy, LinkFollowedBy: LinkFollows,
	LinkRelated:   LinkRelated,
	LinkDuplicate: LinkMergedHere, LinkMergedHere: LinkDuplicate,
	LinkSplitFrom: LinkSplitInto, LinkSplitInto: LinkSplitFrom,
	LinkParent: LinkChild, LinkChild: LinkParent,
	LinkProblem: LinkIncident, LinkIncident: LinkProblem,
}

// linkBoth puts a link on ticket a, and its reverse on ticket b, unless they stand there already. Both tickets must be
// known to this walk.
func (d *decider) linkBoth(a, b int64, kind string) {
	d.link1(a, b, kind)
	if back := reverse[kind]; back != "" {
		d.link1(b, a, back)
	}
}

// unlinkBoth takes a link from ticket a, and its reverse from ticket b, where they stand.
func (d *decider) unlinkBoth(a, b int64, kind string) {
	d.unlink1(a, b, kind)
	if back := reverse[kind]; back != "" {
		d.unlink1(b, a, back)
	}
}

func (d *decider) link1(from, to int64, kind string) {
	if !slices.Contains(d.ticket(from).Links, Link{kind, to}) {
		d.emit(from, Linked{Link: kind, Ticket: to})
	}
}

func (d *decider) unlink1(from, to int64, kind string) {
	if slices.Contains(d.ticket(from).Links, Link{kind, to}) {
		d.emit(from, Unlinked{Link: kind, Ticket: to})
	}
}
