package desk

import "slices"

// Reasons are why a mail became what it became, as they are kept with it: what `explain` would have said, under the same
// names, and why each recipient is told.
type Reasons struct {
	Why      string         `json:"why"`
	Sender   SenderTrace    `json:"sender"`
	Thread   ThreadTrace    `json:"thread"`
	Rules    []RuleTrace    `json:"rules,omitempty"`
	Commands []CommandTrace `json:"commands,omitempty"`
	Told     []ToldTrace    `json:"would_send,omitempty"`
	NotTold  []ToldTrace    `json:"would_not_send,omitempty"`
}

// ToldTrace are recipients of one template who are told, or not told, for one reason.
type ToldTrace struct {
	Template string   `json:"template"`
	To       []string `json:"to"`
	Why      string   `json:"why"`
}

// ReasonsOf takes them from a decision. Why a rule did not match is left out: most never do.
func ReasonsOf(d Decision) Reasons {
	r := Reasons{Why: d.Trace.Why, Sender: d.Trace.Sender, Thread: d.Trace.Thread, Commands: d.Trace.Commands}
	for _, rule := range d.Trace.Rules {
		if !rule.Matched {
			rule.Why = ""
		}
		r.Rules = append(r.Rules, rule)
	}
	for _, n := range d.Notices {
		r.Told = withTold(r.Told, n.Template, n.To.Addr, n.Why)
	}
	for _, b := range d.Bundled {
		r.Told = withTold(r.Told, b.Notice.Template, b.Notice.To.Addr, b.Notice.Why)
	}
	for _, s := range d.Suppressed {
		r.NotTold = withTold(r.NotTold, s.Template, s.To, s.Why)
	}
	return r
}

func withTold(all []ToldTrace, template, to, why string) []ToldTrace {
	i := slices.IndexFunc(all, func(t ToldTrace) bool { return t.Template == template && t.Why == why })
	if i < 0 {
		i = len(all)
		all = append(all, ToldTrace{Template: template, Why: why})
	}
	if to != "" {
		all[i].To = append(all[i].To, to)
	}
	return all
}
