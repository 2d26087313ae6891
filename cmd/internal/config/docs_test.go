package config

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"frontdesk/desk"
)

var tomlBlock = regexp.MustCompile("(?s)```toml\n(.*?)```")

// TestPracticesCanBeSetUp puts every block of docs/practices.md beside the first one, each by itself and all together.
func TestPracticesCanBeSetUp(t *testing.T) {
	blocks := tomlBlock.FindAllStringSubmatch(read(t, "../../../docs/practices.md"), -1)
	if len(blocks) < 10 {
		t.Fatalf("only %d blocks", len(blocks))
	}
	base, whole := blocks[0][1], blocks[0][1]
	accepted := func(name, text string) *Config {
		t.Helper()
		c, err := Load(write(t, text), secretsAreSet)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, w := range c.Warnings {
			if strings.Contains(w.What, "this version does not") {
				t.Errorf("%s: %s", name, w)
			}
		}
		return c
	}
	for i, b := range blocks[1:] {
		accepted("block "+strconv.Itoa(i+2), base+b[1])
		whole += b[1]
	}
	c := accepted("all together", whole)
	for _, p := range desk.Practices {
		if p.Key != "catalogue" && p.Key != "service-level" && p.Key != "reporting" && // sections of the configuration, not queues
			!slices.ContainsFunc(c.Policy.Queues, func(q desk.Queue) bool { return q.Practice == p.Key }) {
			t.Errorf("practice %s is not shown", p.Key)
		}
	}
}
