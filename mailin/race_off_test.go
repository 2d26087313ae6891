//go:build !race

package mailin

const raceDetector = false
