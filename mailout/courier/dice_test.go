package courier

import (
	"math/rand/v2"
	"sync"
)

// newDice gives numbers below n that depend on the seed, to many goroutines.
func newDice(seed uint64) func(n int) int {
	var mu sync.Mutex
	r := rand.New(rand.NewPCG(seed, 0))
	return func(n int) int {
		mu.Lock()
		defer mu.Unlock()
		return r.IntN(n)
	}
}
