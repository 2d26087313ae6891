package imap

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/emersion/go-imap/v2"
)

// maxSet is how many UIDs one command names: servers bound the length of a line.
const maxSet = 500

func uidSet(uids []uint32) imap.UIDSet {
	var set imap.UIDSet
	for _, u := range uids {
		set.AddNum(imap.UID(u))
	}
	return set
}

// maxListed bounds what one search may find; a server can say "1:4294967295" in one line.
const maxListed = 10_000_000

// listed gives the UIDs of a search result ascending, each once.
func listed(all imap.NumSet) ([]uint32, error) {
	set, _ := all.(imap.UIDSet)
	var n uint64
	for _, r := range set {
		if r.Start == 0 || r.Stop < r.Start {
			return nil, fmt.Errorf("the server's answer %q is no list of UIDs", set)
		}
		n += uint64(r.Stop) - uint64(r.Start) + 1
	}
	if n > maxListed {
		return nil, fmt.Errorf("the server lists %d UIDs, more than any folder holds", n)
	}
	out := make([]uint32, 0, n)
	for _, r := range set {
		for u := uint64(r.Start); u <= uint64(r.Stop); u++ {
			out = append(out, uint32(u))
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// without gives the UIDs that are not in the sorted list.
func without(uids, list []uint32) []uint32 {
	var out []uint32
	for _, u := range uids {
		if _, found := slices.BinarySearch(list, u); !found {
			out = append(out, u)
		}
	}
	return out
}

func chunks(uids []uint32, n int) iter.Seq[[]uint32] { return slices.Chunk(uids, n) }

// keys gives the keys of a map ascending.
func keys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
