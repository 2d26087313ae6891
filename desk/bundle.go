package desk

// bundleDue sends what waits for an agent in one mail.
func (d *decider) bundleDue(in BundleDue) {
	d.actor = Actor{Kind: ActorClock}
	d.Delivered = append(d.Delivered, in.Agent)
	d.conclude(OutcomeIgnored, 0, "what waited for agent %s", in.Agent)
	for _, n := range d.f.Bundle {
		d.notify(n)
	}
}
