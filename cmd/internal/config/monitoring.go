package config

import (
	"frontdesk/desk"
)

// readProblems reads when incidents resemble one another so that agents are asked about it.
func readProblems(top table, c *Config) {
	like := desk.DefaultResemblance()
	defer func() { c.Policy.Resemble = like }()
	t, ok := top.section("problems")
	if !ok {
		return
	}
	like.Within = t.durationOrNever("window", like.Within)
	like.Least = int(t.integer("similar", int64(like.Least), 2, 20))
	like.Share = float64(t.percent("share", int(like.Share*100))) / 100
	if like.Share > 1 {
		t.wrong("share", "is more than all words", `at most "100%"`)
	}
	t.close()
}

// readEvents reads how mail of monitoring systems is worked.
func readEvents(top table, c *Config) {
	m := desk.DefaultMonitoring()
	defer func() { c.Policy.Monitor = m }()
	t, ok := top.section("events")
	if !ok {
		return
	}
	m.Reopen = t.duration("reopen", m.Reopen)
	m.Flapping = t.rate("flapping", m.Flapping)
	m.Storm = t.rate("storm", m.Storm)
	m.Calm = t.duration("calm", m.Calm)
	if m.Flapping.Count > 20 {
		t.wrong("flapping", "counts more changes than the desk looks back at", "at most 20")
	}
	t.close()
}
