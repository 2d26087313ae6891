package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/alecthomas/kong"
)

// version and commit are set when the program is linked (-X main.commit=…).
var (
	version = "0.1.0"
	commit  = ""
)

type versionCmd struct {
	JSON bool `name:"json" help:"One JSON object."`
}

func (v *versionCmd) Run(c *call) error {
	if v.JSON {
		return c.json(map[string]string{"version": version, "commit": revision(), "go": runtime.Version()})
	}
	_, err := fmt.Fprintln(c.stdout, versionLine())
	return err
}

func versionLine() string {
	return fmt.Sprintf("frontdesk %s (commit %s, %s %s/%s)", version, revision(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// revision is the commit that the program was built from.
func revision() string {
	if commit != "" {
		return commit
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	text, changed := "unknown", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			text = s.Value[:min(len(s.Value), 12)]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = ", changed"
		}
	}
	return text + changed
}

// versionFlag is --version.
type versionFlag bool

// BeforeReset shows the version before anything else is looked at.
func (versionFlag) BeforeReset(app *kong.Kong) error {
	fmt.Fprintln(app.Stdout, versionLine())
	app.Exit(0)
	return nil
}
