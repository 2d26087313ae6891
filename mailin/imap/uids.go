package imap

import (
	"iter"
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

// sorted gives the UIDs ascending, each once.
func sorted(uids []imap.UID) []uint32 {
	out := make([]uint32, len(uids))
	for i, u := range uids {
		out[i] = uint32(u)
	}
	slices.Sort(out)
	return slices.Compact(out)
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
