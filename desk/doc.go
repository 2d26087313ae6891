// Package desk is the pure core of the service desk: what a ticket is, what can
// happen to it, and what follows.
//
// Everything that can happen is one [Input]. [Ask] says what must be known to
// decide on it, the store answers with [Facts], and [Decide] turns policy, facts
// and input into a [Decision]: events, notices, timers and the trace of why.
// Nothing here does I/O, reads a clock or rolls dice; the same values always give
// the same decision, which is what makes explain, replay and retries honest.
package desk
