package daemon

import (
	"context"
	"fmt"

	"github.com/rogpeppe/go-internal/testscript"

	"frontdesk/cmd/internal/config"
	"frontdesk/desk/engine"
	"frontdesk/desk/report"
	"frontdesk/desk/store"
)

// report prints the report of a time before now: "report 30d", "report 30d bob" for one agent's work.
func (p *play) report(ts *testscript.TestScript, args []string) error {
	length, err := config.Duration(args[0])
	if err != nil {
		return err
	}
	q := engine.ReportQuery(p.rig.Setup().Policy, p.rig.now.Add(-length), p.rig.now)
	if len(args) > 1 {
		q.Only, q.Actions = map[report.Dimension]string{report.ByAgent: args[1]}, true
	}
	var r *report.Report
	err = p.rig.store.View(context.Background(), func(reader store.Reader) (err error) {
		r, err = engine.ReadReport(reader, q)
		return err
	})
	if err == nil {
		fmt.Fprint(ts.Stdout(), r.Text())
	}
	return err
}
