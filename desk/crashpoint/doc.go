// Package crashpoint names the steps of intake and of sending at which a crash must
// lose nothing and double nothing. In the program that users run a point is an empty
// function; built with the tag "crashpoints" it can kill the process on the spot, so
// that a test can try every point and every time it is passed.
package crashpoint
