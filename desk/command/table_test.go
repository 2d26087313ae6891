package command

import (
	"strings"
	"testing"
)

// promised is every command that users were promised, in the order of the manual.
const promised = `take assign queue status resolve close reopen pending priority impact urgency note cc uncc
requester tag untag subject service set due remind send away back link unlink parent problem duplicate unmerge split
type model schedule approve reject cause workaround broadcast forward reply spam undo rate
list show why search report quarantine help`

func TestTableIsWhatWasPromised(t *testing.T) {
	if got, want := strings.Join(names, " "), strings.Join(strings.Fields(promised), " "); got != want {
		t.Errorf("the table holds\n%s\nwant\n%s", got, want)
	}
}

func TestTableIsSound(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Known() {
		for _, name := range append([]string{s.Name}, s.Aliases...) {
			if seen[name] {
				t.Errorf("%s stands twice", name)
			}
			seen[name] = true
			for _, typed := range []string{name, strings.ToUpper(name)} {
				if got, ok := Lookup(typed); !ok || got.Name != s.Name {
					t.Errorf("Lookup(%q) = %q, %v", typed, got.Name, ok)
				}
			}
		}
		if s.Help == "" || s.Help != strings.TrimSpace(s.Help) || strings.HasSuffix(s.Help, ".") {
			t.Errorf("/%s: help %q", s.Name, s.Help)
		}
		if s.By == 0 {
			t.Errorf("/%s: nobody may use it", s.Name)
		}
		if (s.Need == Never) != (s.Kind == KindNone) || (s.Need == Never) != (s.Value == "") {
			t.Errorf("/%s: need, kind and value do not belong together", s.Name)
		}
		if s.Kind != KindNone && readers[s.Kind] == nil {
			t.Errorf("/%s: nothing reads a %s", s.Name, s.Kind)
		}
		b := Parse(s.Example, 20)
		if len(b.Problems) > 0 || len(b.Commands) != 1 || b.Commands[0].Name != s.Name {
			t.Errorf("the example %q reads as %s, problems: %s", s.Example, said(b.Commands), wrong(b.Problems))
		}
	}
	for _, set := range exclusive {
		for _, name := range set {
			if byName[name].Name != name {
				t.Errorf("exclusive names %s, which is no command", name)
			}
		}
	}
	for give, take := range opposite {
		if byName[give].Kind != byName[take].Kind {
			t.Errorf("%s and %s take different things", give, take)
		}
	}
}

func TestKnownIsACopy(t *testing.T) {
	Known()[0].Name = "changed"
	if Known()[0].Name != "take" {
		t.Error("a caller can change the table")
	}
}

// TestWhoMayUseWhat holds what /help offers to whom.
func TestWhoMayUseWhat(t *testing.T) {
	for by, want := range map[Who]map[string]bool{
		Approver:  {"approve": true, "reject": true, "help": true, "close": false, "rate": false},
		Requester: {"rate": true, "approve": false, "help": false, "close": false},
		Agent:     {"assign": true, "close": true, "help": true},
	} {
		for _, s := range Known() {
			if may, named := want[s.Name]; named && (s.By&by != 0) != may {
				t.Errorf("/%s for %b: %v", s.Name, by, !may)
			}
			if by == Requester && s.By&by != 0 && s.Name != "rate" {
				t.Errorf("requesters may use /%s", s.Name)
			}
		}
	}
	for _, s := range Known() {
		if s.By == 0 {
			t.Errorf("nobody may use /%s", s.Name)
		}
	}
	if s, _ := Lookup("assign"); s.Usage() != "/assign NAME|none" {
		t.Errorf("usage %q", s.Usage())
	}
}

func TestNearest(t *testing.T) {
	for word, want := range map[string]string{"clsoe": "close", "Assing": "assign", "xyzzy": "", "resolved": "resolve", "etc/passwd": ""} {
		if got := Nearest(word); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
