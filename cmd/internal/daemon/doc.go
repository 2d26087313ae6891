// Package daemon builds the desk from its configuration and runs it: one watcher per mailbox, one timer
// loop, one courier, and nothing else. What it starts it ends, in reverse order.
package daemon
