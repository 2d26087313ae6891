// Package demo plays a day of a helpdesk against the real daemon: real configuration, real store, IMAP and
// SMTP over loopback. People write, agents answer from their mail clients, machines interfere, and every
// step is checked. What should happen and does not is an error that says so: the play is a test of
// everything from end to end.
//
// The package tells what happens as a series of [Scene] values and leaves it to its caller how to show them.
package demo
