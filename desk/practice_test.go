package desk

import (
	"slices"
	"testing"
)

func TestPracticesOfITIL4(t *testing.T) {
	groups := map[PracticeGroup]int{}
	seen := map[string]bool{}
	lives := map[string]bool{}
	for _, l := range Lifecycles() {
		lives[l.Name] = true
	}
	for _, p := range Practices {
		groups[p.Group]++
		if seen[p.Key] {
			t.Errorf("%s stands twice", p.Key)
		}
		seen[p.Key] = true
		if !lives[p.Lifecycle] {
			t.Errorf("%s: there is no lifecycle %s", p.Key, p.Lifecycle)
		}
		if got, ok := PracticeByKey(p.Key); !ok || got != p {
			t.Errorf("%s is not found by its key", p.Key)
		}
	}
	if groups[GeneralManagement] != 14 || groups[ServiceManagement] != 17 || groups[TechnicalManagement] != 3 {
		t.Errorf("groups %v, want 14, 17 and 3", groups)
	}
}

// Whatever a lifecycle names exists in it, in the category that the name promises.
func TestBuiltInLifecycles(t *testing.T) {
	for _, l := range Lifecycles() {
		if l.Category(l.Initial()) != CategoryNew {
			t.Errorf("%s begins in %s", l.Name, l.Initial())
		}
		for what, want := range map[string]struct {
			status   string
			category Category
		}{
			"take": {l.Take, CategoryOpen}, "pending": {l.Pending, CategoryPending}, "resolve": {l.Resolve, CategoryResolved},
			"reject": {l.Reject, CategoryClosed}, "reopen": {l.Reopen, CategoryOpen}, "close": {l.Close, CategoryClosed},
			"start": {l.Start, CategoryOpen}, "review": {l.Review, CategoryOpen},
		} {
			if want.status != "" && l.Category(want.status) != want.category {
				t.Errorf("%s: %s leads to %s, of category %q, want %s", l.Name, what, want.status, l.Category(want.status), want.category)
			}
		}
		for _, gate := range l.Gates {
			if !slices.Contains(l.Names(), gate) {
				t.Errorf("%s: there is no gate %s", l.Name, gate)
			}
		}
		for _, c := range []Category{CategoryNew, CategoryOpen, CategoryResolved, CategoryClosed} {
			if l.ByCategory(c) == "" {
				t.Errorf("%s has no status of category %s", l.Name, c)
			}
		}
	}
}

func TestPriorityMatrix(t *testing.T) {
	want := map[[2]Level]Priority{
		{High, High}: "P1", {High, Medium}: "P2", {High, Low}: "P3",
		{Medium, High}: "P2", {Medium, Medium}: "P3", {Medium, Low}: "P4",
		{Low, High}: "P3", {Low, Medium}: "P4", {Low, Low}: "P5",
	}
	for in, p := range want {
		if got := PriorityOf(in[0], in[1]); got != p || !got.Valid() {
			t.Errorf("impact %s, urgency %s: %s, want %s", in[0], in[1], got, p)
		}
	}
	for _, bad := range []Priority{"", "P0", "P6", "p1", "P12", "high"} {
		if bad.Valid() {
			t.Errorf("%q is no priority", bad)
		}
	}
}
