package main

import (
	"encoding/json"
	"fmt"
	"time"
)

// json writes one object on a line of its own.
func (c *call) json(v any) error {
	e := json.NewEncoder(c.stdout)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// say writes to people: what happened, or why there is nothing to show. It never mixes with output.
func (c *call) say(format string, args ...any) {
	fmt.Fprintf(c.stderr, format+"\n", args...)
}

// list makes an absent list an empty one: readers of JSON get [] and never null.
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

// moment is a time for JSON, in UTC; null where it is not known.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
